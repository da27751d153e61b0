//! What of the files a message needs: the types of its fields, of theirs, and so on; the extensions of what can be extended.
//!
//! prost-reflect is given no more than this: linking a workspace of hundreds of files to read one message would cost more than
//! everything else together. An Any may hold every message there is, so it needs them all. Knows no descriptor.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::model::{Field, Message, Name, Origin, Type};
use super::names::{Symbol, SymbolId, SymbolKind};
use super::unit::Unit;
use super::world::World;
use crate::syntax::{Kind, Node, NodeId};
use crate::text::Span;

/// The type that may hold every message.
const ANY: &str = "google.protobuf.Any";

/// What is needed of each file, by its number.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    /// Files of which nothing is needed are not there.
    pub parts: BTreeMap<u32, Part>,
    /// Whether a type that is needed is not resolved.
    pub is_partial: bool,
}

/// What is needed of a file, by the statements; the messages of groups and maps go with what is around them.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// Messages.
    pub messages: HashSet<NodeId>,
    /// Messages of which only the name is needed, for what is declared in them.
    pub shells: HashSet<NodeId>,
    /// Enums.
    pub enums: HashSet<NodeId>,
    /// Extensions.
    pub extensions: HashSet<NodeId>,
    /// The numbers of the extensions that are needed, by the message they extend.
    pub extended: HashMap<NodeId, Vec<i64>>,
    /// The other files that it refers to.
    pub uses: BTreeSet<u32>,
}

impl Reach {
    /// Whether an error lies in a statement that is needed, or in what says how a file is to be read.
    pub fn is_touched(&self, world: &World, errors: &HashMap<u32, Vec<Span>>) -> bool {
        self.parts.iter().any(|(unit, part)| {
            let (Some(errors), Some(unit)) = (errors.get(unit), world.unit(*unit)) else { return false };
            let statements = part.messages.iter().chain(&part.enums).chain(&part.extensions);
            let mut spans: Vec<Span> = statements.map(|&node| unit.span(node)).collect();
            let is_head =
                |node: &Node<'_>| matches!(node.kind(), Kind::Syntax | Kind::Edition | Kind::Package | Kind::Option);
            spans.extend(unit.tree.root().nodes().filter(is_head).map(Node::span));
            errors.iter().any(|error| spans.iter().any(|span| span.start <= error.end && error.start <= span.end))
        })
    }
}

/// What a message or an enum needs.
pub(super) fn of(world: &World, root: &Symbol) -> Reach {
    let mut walk =
        Walk { world, reach: Reach::default(), open: vec![root.id], extendable: HashSet::new(), has_any: false };
    walk.run(true);
    if walk.has_any { whole(world) } else { walk.reach }
}

/// Everything that all files declare.
pub(super) fn whole(world: &World) -> Reach {
    let mut walk =
        Walk { world, reach: Reach::default(), open: Vec::new(), extendable: HashSet::new(), has_any: false };
    for unit in used(world) {
        walk.open.extend(unit.symbols.iter().filter(|symbol| symbol.kind.is_type()).map(|symbol| symbol.id));
    }
    walk.run(false);
    walk.reach
}

fn used(world: &World) -> impl Iterator<Item = &Unit> {
    world.entries().filter(|entry| entry.scope.is_used).map(|entry| &*entry.unit)
}

struct Walk<'a> {
    world: &'a World,
    reach: Reach,
    /// Types that are needed and not looked at yet.
    open: Vec<SymbolId>,
    /// Messages that are needed and have extension ranges.
    extendable: HashSet<SymbolId>,
    has_any: bool,
}

impl<'a> Walk<'a> {
    /// `stops_at_any` is whether nothing more has to be found once an Any is.
    fn run(&mut self, stops_at_any: bool) {
        loop {
            while let Some(id) = self.open.pop() {
                self.symbol(id);
            }
            if self.has_any && stops_at_any || !self.extensions() {
                return;
            }
        }
    }

    fn part(&mut self, unit: u32) -> &mut Part {
        self.reach.parts.entry(unit).or_default()
    }

    fn symbol(&mut self, id: SymbolId) {
        let Some((unit, symbol)) = self.world.unit(id.unit).and_then(|unit| Some((unit, unit.symbols.get(id.at)?)))
        else {
            return;
        };
        let part = self.part(id.unit);
        let types = if symbol.kind == SymbolKind::Enum { &mut part.enums } else { &mut part.messages };
        if !types.insert(symbol.node) {
            return;
        }
        self.shells(unit, symbol);
        let Some(message) = self.world.message(symbol) else { return };
        self.has_any |= message.name.text == "Any" && unit.symbols.full_name(symbol) == ANY;
        self.message(unit, message);
        if !message.extension_ranges.is_empty() {
            self.extendable.insert(id);
        }
    }

    fn shells(&mut self, unit: &Unit, symbol: &Symbol) {
        let around = unit.symbols.around(symbol).filter(|around| around.kind == SymbolKind::Message);
        let nodes = around.map(|around| around.node);
        self.part(unit.index).shells.extend(nodes);
    }

    /// Recurses into groups, which the tree bounds.
    fn message(&mut self, unit: &'a Unit, message: &'a Message) {
        for field in &message.fields {
            self.field(unit, field, &message.messages);
        }
        if message.origin == Origin::Group && !message.extension_ranges.is_empty() {
            let is_it = |symbol: &&Symbol| symbol.kind == SymbolKind::Message && symbol.node == message.node;
            self.extendable.extend(unit.symbols.iter().find(is_it).map(|symbol| symbol.id));
        }
    }

    fn field(&mut self, unit: &'a Unit, field: &'a Field, messages: &'a [Message]) {
        match &field.kind {
            Type::Scalar(_) => {}
            Type::Named(name) => self.reference(unit, name),
            Type::Own(at) => {
                if let Some(own) = messages.get(*at as usize) {
                    self.message(unit, own);
                }
            }
        }
    }

    fn reference(&mut self, unit: &Unit, name: &Name) {
        let Some(id) = self.target(unit, name) else {
            self.reach.is_partial = true;
            return;
        };
        self.open.push(id);
        if id.unit != unit.index {
            self.part(unit.index).uses.insert(id.unit);
        }
    }

    fn target(&self, unit: &Unit, name: &Name) -> Option<SymbolId> {
        self.world.linked(unit.index)?.references.get(name.node)
    }

    /// Adds the extensions of what is there; whether there were any.
    fn extensions(&mut self) -> bool {
        let mut has_new = false;
        if self.extendable.is_empty() {
            return has_new;
        }
        for unit in used(self.world) {
            for symbol in unit.symbols.iter().filter(|symbol| symbol.kind == SymbolKind::Extension) {
                let Some(extension) = self.world.field(symbol) else { continue };
                let Some(extendee) = extension.extendee.as_ref().and_then(|name| self.target(unit, name)) else {
                    continue;
                };
                if !self.extendable.contains(&extendee) || !self.part(unit.index).extensions.insert(extension.node) {
                    continue;
                }
                has_new = true;
                if let Some(node) = self.world.get(extendee).map(|extendee| extendee.node) {
                    self.part(extendee.unit).extended.entry(node).or_default().push(extension.number.value);
                }
                self.shells(unit, symbol);
                if extendee.unit != unit.index {
                    self.part(unit.index).uses.insert(extendee.unit);
                }
                let around =
                    symbol.scope.and_then(|at| unit.symbols.get(at)).and_then(|around| self.world.message(around));
                let messages = around.map_or(&unit.file.messages, |around| &around.messages);
                self.field(unit, extension, messages);
                if let Type::Own(at) = extension.kind {
                    let own = messages.get(at as usize).map(|own| own.node);
                    self.part(unit.index).messages.extend(own);
                }
            }
        }
        has_new
    }
}
