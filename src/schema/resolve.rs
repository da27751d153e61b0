//! Whom the names of types refer to, by protoc's rules of scope.
//!
//! A name is looked up in the innermost scope first and then outwards; of a dotted one the first part decides in which scope
//! the rest is looked up, if what it finds can have parts at all. A name with a dot before it is a full one. Only names of
//! files that are imported are seen. Names that lead to a broken declaration, or may come from a file that is missing, are not
//! spoken of: what they lack is reported already. What to say of the others is `unresolved`'s matter.

use super::linked::References;
use super::model::{Field, Message, Name, Type};
use super::names::{NameHash, Symbol, SymbolId, SymbolKind};
use super::unit::Unit;
use super::unresolved::{Failure, MAX_HELPS, Use};
use super::visibility;
use super::world::{Scope, World};
use crate::diagnostic::Diagnostic;

/// What a name has to refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The type of a field: a message or an enum. Whatever else has the name is passed over.
    Type,
    /// The type of a method.
    Message,
    /// What an `extend` extends.
    Extendee,
}

/// The references of a file and what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// Whom the names refer to.
    pub references: References,
    /// Names that refer to nothing they may.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves every name of a type in a file.
pub(super) fn resolve(world: &World, unit: &Unit) -> Resolved {
    let Some(scope) = world.scope(unit.index) else { return Resolved::default() };
    let mut walk = Walk {
        world,
        unit,
        scope,
        around: Around::new(&unit.file.package.text),
        found: Vec::new(),
        diagnostics: Vec::new(),
    };
    walk.extensions(&unit.file.extensions);
    for message in &unit.file.messages {
        walk.message(message);
    }
    for service in &unit.file.services {
        walk.around.enter(&service.name.text);
        for method in &service.methods {
            walk.reference(&method.request, Wanted::Message);
            walk.reference(&method.response, Wanted::Message);
        }
        walk.around.leave();
    }
    Resolved { references: References::new(walk.found), diagnostics: walk.diagnostics }
}

/// The scopes around a name, the outermost first: the empty one, the package's parts, the messages.
#[derive(Clone, Debug)]
pub(super) struct Around {
    /// The full name of the innermost one.
    name: String,
    /// How long the name of each is, and its hash.
    levels: Vec<(usize, NameHash)>,
}

impl Around {
    /// The scopes of a package.
    pub fn new(package: &str) -> Around {
        let mut around = Around { name: String::new(), levels: vec![(0, NameHash::ROOT)] };
        for part in package.split('.').filter(|part| !part.is_empty()) {
            around.enter(part);
        }
        around
    }

    /// Goes into a message or a service.
    pub fn enter(&mut self, name: &str) {
        let hash = self.levels.last().map_or(NameHash::ROOT, |&(_, hash)| hash).then(name);
        if !self.name.is_empty() {
            self.name.push('.');
        }
        self.name.push_str(name);
        self.levels.push((self.name.len(), hash));
    }

    /// Goes back out.
    pub fn leave(&mut self) {
        self.levels.pop();
        let length = self.levels.last().map_or(0, |&(length, _)| length);
        self.name.truncate(length);
    }

    /// The scopes from the innermost outwards.
    fn outwards(&self) -> impl Iterator<Item = (&str, NameHash)> {
        self.levels.iter().rev().map(|&(length, hash)| (&self.name[..length], hash))
    }
}

/// What a look-up comes to.
#[derive(Debug)]
pub(super) enum Outcome<'a> {
    /// This.
    Found(&'a Symbol),
    /// Nothing.
    Failed(Failure<'a>),
    /// Nothing, and nothing is to be said about it.
    Silent,
}

/// What one scope has by a name.
#[derive(Default)]
struct Hit<'a> {
    /// A symbol that may be used.
    visible: Option<&'a Symbol>,
    /// One of a file that is not imported.
    hidden: Option<&'a Symbol>,
    /// A broken declaration.
    is_broken: bool,
}

fn look<'a>(world: &'a World, scope: &Scope, around: (&'a str, NameHash), parts: &'a str) -> Hit<'a> {
    let mut hit = Hit::default();
    for symbol in world.declared_within(around.1, around.0, parts) {
        match (symbol.kind, scope.sees(symbol.id.unit)) {
            (SymbolKind::Broken, seen) => hit.is_broken |= seen,
            (_, true) => {
                hit.visible = Some(symbol);
                return hit;
            }
            (_, false) => {
                hit.hidden.get_or_insert(symbol);
            }
        }
    }
    hit.visible = world.package_in(&scope.visible, around.1, around.0, parts);
    if hit.visible.is_none() && hit.hidden.is_none() {
        hit.hidden = world.within(around.1, around.0, parts).find(|symbol| symbol.kind == SymbolKind::Package);
    }
    hit
}

/// Looks a name up from the innermost scope outwards; `types_only` passes over what is no message and no enum.
pub(super) fn look_up<'a>(
    world: &'a World,
    scope: &Scope,
    around: &'a Around,
    name: &'a str,
    types_only: bool,
) -> Outcome<'a> {
    let mut failure = Failure::default();
    let mut is_broken = false;
    let mut note = |hit: &Hit<'a>, failure: &mut Failure<'a>| {
        is_broken |= hit.is_broken;
        if hit.visible.is_none() && failure.hidden.is_none() {
            failure.hidden = hit.hidden;
        }
    };
    if let Some(full_name) = name.strip_prefix('.') {
        let hit = look(world, scope, ("", NameHash::ROOT), full_name);
        note(&hit, &mut failure);
        if let Some(symbol) = hit.visible {
            return Outcome::Found(symbol);
        }
        return if is_broken || is_in_broken(world, scope, full_name) {
            Outcome::Silent
        } else {
            Outcome::Failed(failure)
        };
    }
    let first = name.split('.').next().unwrap_or_default();
    for level in around.outwards() {
        let hit = look(world, scope, level, first);
        // What is outside of every scope is the last there is, whatever it be.
        let is_last = level.0.is_empty();
        note(&hit, &mut failure);
        let Some(symbol) = hit.visible else { continue };
        if first.len() == name.len() {
            if !types_only || symbol.kind.is_type() || is_last {
                return Outcome::Found(symbol);
            }
        } else if symbol.kind.is_scope() {
            let rest = look(world, scope, level, name);
            note(&rest, &mut failure);
            match rest.visible {
                Some(symbol) => return Outcome::Found(symbol),
                None => {
                    failure.shadowed = (!is_last).then(|| [level.0, ".", name].concat());
                    break;
                }
            }
        }
    }
    if is_broken { Outcome::Silent } else { Outcome::Failed(failure) }
}

/// Whether a scope of a full name is broken.
fn is_in_broken(world: &World, scope: &Scope, full_name: &str) -> bool {
    full_name.match_indices('.').any(|(at, _)| look(world, scope, ("", NameHash::ROOT), &full_name[..at]).is_broken)
}

/// Whether a name that is not found may be declared in a file that is missing, or where a file is broken.
pub(super) fn may_be_hidden(world: &World, unit: &Unit, scope: &Scope, name: &str) -> bool {
    let mut seen = scope.visible.iter().filter_map(|&unit| world.unit(unit));
    unit.junk.hides_import || scope.imports.iter().any(Option::is_none) || seen.any(|unit| unit.junk.may_hold(name))
}

struct Walk<'a> {
    world: &'a World,
    unit: &'a Unit,
    scope: &'a Scope,
    around: Around,
    found: Vec<(u32, SymbolId)>,
    diagnostics: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Recurses as deep as messages are nested, which the tree bounds.
    fn message(&mut self, message: &Message) {
        self.around.enter(&message.name.text);
        for field in &message.fields {
            self.field(field);
        }
        self.extensions(&message.extensions);
        for message in &message.messages {
            self.message(message);
        }
        self.around.leave();
    }

    fn extensions(&mut self, extensions: &[Field]) {
        let mut last = None;
        for extension in extensions {
            // The fields of one `extend` share the name of what they extend.
            let extendee = extension.extendee.as_ref().filter(|extendee| last != Some(extendee.node));
            if let Some(extendee) = extendee {
                self.reference(extendee, Wanted::Extendee);
                last = Some(extendee.node);
            }
            self.field(extension);
        }
    }

    fn field(&mut self, field: &Field) {
        if let Type::Named(name) = &field.kind {
            self.reference(name, Wanted::Type);
        }
    }

    fn reference(&mut self, name: &Name, wanted: Wanted) {
        let (world, unit) = (self.world, self.unit);
        let here = Use { world, unit, around: &self.around, name, wanted };
        match look_up(world, self.scope, &self.around, &name.text, wanted == Wanted::Type) {
            Outcome::Found(symbol) => {
                if symbol.kind == SymbolKind::Message || wanted == Wanted::Type && symbol.kind == SymbolKind::Enum {
                    self.found.push((name.node, symbol.id));
                    let why = visibility::kept_back(world, unit.index, symbol);
                    self.diagnostics.extend(why.map(|why| here.not_exported(symbol, why)));
                } else {
                    self.diagnostics.push(here.wrong_kind(symbol));
                }
            }
            Outcome::Failed(failure) => {
                if !may_be_hidden(world, unit, self.scope, &name.text) {
                    let is_helped = self.diagnostics.len() < MAX_HELPS;
                    self.diagnostics.push(here.not_found(&failure, is_helped));
                }
            }
            Outcome::Silent => {}
        }
    }
}
