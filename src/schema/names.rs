//! Every name of the workspace: full name → what declares it.
//!
//! A file's own names are listed once, with the file; the table over all files is changed file by file. It holds hashes rather
//! than strings, and a hit is compared with the symbol's own names: a full name is written nowhere, so a keystroke builds none. Knows no rule of scope: that is `resolve`'s matter.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::model::{Broken, Enum, EnumValue, Field, File, Message, Name, Oneof};
use crate::syntax::NodeId;
use crate::text::Span;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// A package, or the first parts of one.
    Package,
    /// A message, that of a group or a map entry, too.
    Message,
    /// A field of a message.
    Field,
    /// A oneof.
    Oneof,
    /// An enum.
    Enum,
    /// A value of an enum; its scope is the one around the enum.
    EnumValue,
    /// A service.
    Service,
    /// A method.
    Method,
    /// An extension; its scope is where it is declared.
    Extension,
    /// A declaration that is left out because it is broken: names that lead here are not spoken of.
    Broken,
}

impl SymbolKind {
    /// Whether names may lie in it: what decides about the first part of a dotted name.
    pub fn is_scope(self) -> bool {
        matches!(self, SymbolKind::Package | SymbolKind::Message | SymbolKind::Enum | SymbolKind::Service)
    }

    /// A message or an enum.
    pub fn is_type(self) -> bool {
        matches!(self, SymbolKind::Message | SymbolKind::Enum)
    }

    /// The word for it in messages.
    pub fn word(self) -> &'static str {
        match self {
            SymbolKind::Package => "package",
            SymbolKind::Message => "message",
            SymbolKind::Field => "field",
            SymbolKind::Oneof => "oneof",
            SymbolKind::Enum => "enum",
            SymbolKind::EnumValue => "enum value",
            SymbolKind::Service => "service",
            SymbolKind::Method => "method",
            SymbolKind::Extension => "extension",
            SymbolKind::Broken => "declaration",
        }
    }
}

/// A symbol of the workspace. Of a type it is the same as long as its file declares the same types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SymbolId {
    /// The index of the unit.
    pub unit: u32,
    /// The index in the unit's symbols.
    pub at: u32,
}

/// A declared name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Symbol {
    /// Its number.
    pub id: SymbolId,
    /// What it stands for.
    pub kind: SymbolKind,
    /// The statement that declares it.
    pub node: NodeId,
    /// The name in that statement; a package's is the whole dotted name.
    pub name_node: NodeId,
    /// The symbol in whose scope it stands, in the same unit: a message, a service or a package.
    pub scope: Option<u32>,
    /// The symbol whose part it is in the model: of an enum value the enum, else the scope.
    pub parent: Option<u32>,
    /// Its index in the parent's (the file's) list of its kind.
    pub index: u32,
    /// Its place in the order in which protoc declares the names of a file.
    pub rank: u32,
    /// Its simple name in the text of the symbols.
    name: Span,
    hash: NameHash,
}

impl Symbol {
    /// The hash of its full name.
    pub(super) fn hash(&self) -> NameHash {
        self.hash
    }
}

/// The names a file declares: first what has a scope or is a type, so that their numbers outlive an edit of fields, then the
/// rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Symbols {
    /// All simple names, one behind the other.
    text: String,
    /// What a symbol stands in comes before it.
    list: Vec<Symbol>,
    /// How many symbols the package has: one for each part.
    packages: usize,
}

impl Symbols {
    /// The names of a file.
    pub fn new(unit: u32, file: &File) -> Symbols {
        let mut walk = Walk { unit, rank: 0, text: String::new(), scopes: Vec::new(), rest: Vec::new() };
        let mut scope = None;
        for part in file.package.text.split('.').filter(|part| !part.is_empty()) {
            let name = Name { text: part.to_owned(), node: file.package.node };
            scope = Some(walk.scope(SymbolKind::Package, &name, name.node, scope, 0));
        }
        let packages = walk.scopes.len();
        walk.messages(&file.messages, scope);
        walk.enums(&file.enums, scope);
        for (index, service) in file.services.iter().enumerate() {
            let id = Some(walk.scope(SymbolKind::Service, &service.name, service.node, scope, index));
            for (index, method) in service.methods.iter().enumerate() {
                walk.add(SymbolKind::Method, &method.name, method.node, [id, id], index);
            }
        }
        walk.extensions(&file.extensions, scope);
        walk.broken(&file.broken, scope);
        let Walk { text, scopes: mut list, rest, .. } = walk;
        for (at, symbol) in (list.len() as u32..).zip(rest) {
            list.push(Symbol { id: SymbolId { unit, at }, ..symbol });
        }
        Symbols { text, list, packages }
    }

    /// All symbols.
    pub fn iter(&self) -> impl Iterator<Item = &Symbol> {
        self.list.iter()
    }

    /// The symbol of the whole package; none without one.
    pub fn package(&self) -> Option<&Symbol> {
        self.list.get(self.packages.checked_sub(1)?)
    }

    /// A symbol by its index.
    pub fn get(&self, at: u32) -> Option<&Symbol> {
        self.list.get(at as usize)
    }

    /// The symbols of a hash; another name may have the same.
    pub(super) fn of_hash(&self, hash: NameHash) -> impl Iterator<Item = &Symbol> {
        self.list.iter().filter(move |symbol| symbol.hash == hash)
    }

    /// A symbol's simple name.
    pub fn name(&self, symbol: &Symbol) -> &str {
        symbol.name.of_str(&self.text)
    }

    /// A symbol's full name.
    pub fn full_name(&self, symbol: &Symbol) -> String {
        let mut parts = vec![self.name(symbol)];
        parts.extend(self.around(symbol).map(|around| self.name(around)));
        parts.reverse();
        parts.join(".")
    }

    /// The symbols in whose scope one stands, the nearest first.
    pub fn around<'a>(&'a self, symbol: &Symbol) -> impl Iterator<Item = &'a Symbol> + use<'a> {
        let next = |scope: Option<u32>| scope.and_then(|at| self.get(at));
        std::iter::successors(next(symbol.scope), move |symbol| next(symbol.scope))
    }

    /// Whether the full name of a symbol is that of a scope with `parts` behind; of the empty scope, `parts`.
    pub(super) fn is_named(&self, symbol: &Symbol, scope: &str, parts: &str) -> bool {
        let mut rest = Rest { scope, parts };
        rest.strip(self.name(symbol))
            && self.around(symbol).all(|around| rest.strip(self.name(around)))
            && rest.is_empty()
    }
}

/// What is left of a full name whose last parts are taken away one by one.
struct Rest<'a> {
    scope: &'a str,
    parts: &'a str,
}

impl Rest<'_> {
    fn is_empty(&self) -> bool {
        self.scope.is_empty() && self.parts.is_empty()
    }

    /// Takes the last part away, if it is `name`.
    fn strip(&mut self, name: &str) -> bool {
        let from = if self.parts.is_empty() { &mut self.scope } else { &mut self.parts };
        let Some(rest) = from.strip_suffix(name) else { return false };
        match rest.strip_suffix('.') {
            Some(rest) => *from = rest,
            None if rest.is_empty() => *from = "",
            None => return false,
        }
        true
    }
}

struct Walk {
    unit: u32,
    rank: u32,
    text: String,
    scopes: Vec<Symbol>,
    /// Their numbers follow once the scopes are all there.
    rest: Vec<Symbol>,
}

impl Walk {
    fn symbol(
        &mut self,
        kind: SymbolKind,
        name: &Name,
        node: NodeId,
        [scope, parent]: [Option<u32>; 2],
        index: usize,
    ) -> Symbol {
        let around = scope.map_or(NameHash::ROOT, |scope| self.scopes[scope as usize].hash);
        let start = self.text.len();
        self.text.push_str(&name.text);
        self.rank += 1;
        Symbol {
            id: SymbolId { unit: self.unit, at: self.scopes.len() as u32 },
            kind,
            node,
            name_node: name.node,
            scope,
            parent,
            index: index as u32,
            rank: self.rank,
            name: Span::new(start, self.text.len()),
            hash: around.then(&name.text),
        }
    }

    /// Adds what others may stand in; the index of its symbol.
    fn scope(&mut self, kind: SymbolKind, name: &Name, node: NodeId, scope: Option<u32>, index: usize) -> u32 {
        let symbol = self.symbol(kind, name, node, [scope, scope], index);
        self.scopes.push(symbol);
        symbol.id.at
    }

    fn add(&mut self, kind: SymbolKind, name: &Name, node: NodeId, around: [Option<u32>; 2], index: usize) {
        let symbol = self.symbol(kind, name, node, around, index);
        self.rest.push(symbol);
    }

    /// Recurses as deep as messages are nested, which the tree bounds.
    fn messages(&mut self, messages: &[Message], scope: Option<u32>) {
        for (index, message) in messages.iter().enumerate() {
            let id = Some(self.scope(SymbolKind::Message, &message.name, message.node, scope, index));
            for (index, Oneof { name, node, .. }) in message.oneofs.iter().enumerate() {
                self.add(SymbolKind::Oneof, name, *node, [id, id], index);
            }
            for (index, Field { name, node, .. }) in message.fields.iter().enumerate() {
                self.add(SymbolKind::Field, name, *node, [id, id], index);
            }
            self.messages(&message.messages, id);
            self.enums(&message.enums, id);
            self.extensions(&message.extensions, id);
            self.broken(&message.broken, id);
        }
    }

    fn enums(&mut self, enums: &[Enum], scope: Option<u32>) {
        for (index, Enum { name, node, values, .. }) in enums.iter().enumerate() {
            let id = Some(self.scope(SymbolKind::Enum, name, *node, scope, index));
            for (index, EnumValue { name, node, .. }) in values.iter().enumerate() {
                self.add(SymbolKind::EnumValue, name, *node, [scope, id], index);
            }
        }
    }

    fn extensions(&mut self, extensions: &[Field], scope: Option<u32>) {
        for (index, Field { name, node, .. }) in extensions.iter().enumerate() {
            self.add(SymbolKind::Extension, name, *node, [scope, scope], index);
        }
    }

    fn broken(&mut self, broken: &[Broken], scope: Option<u32>) {
        for (index, Broken { name, node }) in broken.iter().enumerate() {
            self.add(SymbolKind::Broken, name, *node, [scope, scope], index);
        }
    }
}

/// The hash of a full name, built part by part: FNV-1a of 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NameHash(u64);

impl NameHash {
    /// Of the empty name: the scope of files without a package.
    pub const ROOT: NameHash = NameHash(0xcbf2_9ce4_8422_2325);
    const PRIME: u64 = 0x0000_0100_0000_01b3;

    /// With more parts behind: `c` or `c.d`.
    pub fn then(self, parts: &str) -> NameHash {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(NameHash::PRIME);
        let hash = if self == NameHash::ROOT { self.0 } else { step(self.0, b'.') };
        NameHash(parts.bytes().fold(hash, step))
    }
}

/// Hands a [`NameHash`] on: it is one already.
#[derive(Clone, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

type Table = HashMap<NameHash, Slot, BuildHasherDefault<Identity>>;

/// The symbols of one hash, in ascending order. Nearly always it is one.
#[derive(Clone, Debug)]
enum Slot {
    One(SymbolId),
    Many(Vec<SymbolId>),
}

impl Slot {
    fn ids(&self) -> &[SymbolId] {
        match self {
            Slot::One(id) => std::slice::from_ref(id),
            Slot::Many(ids) => ids,
        }
    }

    fn insert(&mut self, id: SymbolId) {
        match self {
            Slot::One(first) => *self = Slot::Many(vec![id.min(*first), id.max(*first)]),
            Slot::Many(ids) => {
                let at = ids.partition_point(|&other| other < id);
                ids.insert(at, id);
            }
        }
    }

    /// Takes one out; what is left of it.
    fn without(self, id: SymbolId) -> Option<Slot> {
        match self {
            Slot::One(only) => (only != id).then_some(self),
            Slot::Many(mut ids) => {
                ids.retain(|&other| other != id);
                match *ids.as_slice() {
                    [] => None,
                    [only] => Some(Slot::One(only)),
                    _ => Some(Slot::Many(ids)),
                }
            }
        }
    }
}

/// The names of all files.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// All but packages.
    declared: Table,
    /// Every file of a package declares it, so these slots are long, and seldom looked at.
    packages: Table,
    /// The hashes that more than one symbol has, where not all of them are packages.
    clashes: HashSet<NameHash>,
}

impl Names {
    /// Adds the names of a file.
    pub fn insert(&mut self, symbols: &Symbols) {
        for symbol in symbols.iter() {
            let table = if symbol.kind == SymbolKind::Package { &mut self.packages } else { &mut self.declared };
            match table.entry(symbol.hash) {
                Entry::Vacant(entry) => {
                    entry.insert(Slot::One(symbol.id));
                }
                Entry::Occupied(mut entry) => entry.get_mut().insert(symbol.id),
            }
            self.note(symbol.hash);
        }
    }

    /// Takes the names of a file out.
    pub fn remove(&mut self, symbols: &Symbols) {
        for symbol in symbols.iter() {
            let table = if symbol.kind == SymbolKind::Package { &mut self.packages } else { &mut self.declared };
            if let Some(slot) = table.remove(&symbol.hash).and_then(|slot| slot.without(symbol.id)) {
                table.insert(symbol.hash, slot);
            }
            self.note(symbol.hash);
        }
    }

    fn note(&mut self, hash: NameHash) {
        let clashes = match self.declared.get(&hash) {
            Some(Slot::One(_)) => self.packages.contains_key(&hash),
            Some(Slot::Many(_)) => true,
            None => false,
        };
        if clashes {
            self.clashes.insert(hash);
        } else {
            self.clashes.remove(&hash);
        }
    }

    /// The symbols of a hash, those that are no packages first, each in the order of files and declarations. Another name may
    /// have the same hash.
    pub(super) fn candidates(&self, hash: NameHash) -> impl Iterator<Item = SymbolId> + '_ {
        let slots = self.declared.get(&hash).into_iter().chain(self.packages.get(&hash));
        slots.flat_map(Slot::ids).copied()
    }

    /// As [`Names::candidates`], without packages.
    pub(super) fn declared(&self, hash: NameHash) -> impl Iterator<Item = SymbolId> + '_ {
        self.declared.get(&hash).into_iter().flat_map(Slot::ids).copied()
    }

    /// The packages of a hash in `units`, which ascend: thousands of files may share a package, and a file sees few of them.
    pub(super) fn packages_in<'a>(&'a self, hash: NameHash, units: &'a [u32]) -> impl Iterator<Item = SymbolId> + 'a {
        let ids = self.packages.get(&hash).map_or(&[] as &[SymbolId], Slot::ids);
        units.iter().flat_map(move |&unit| {
            let from = ids.partition_point(|id| id.unit < unit);
            ids[from..].iter().take_while(move |id| id.unit == unit).copied()
        })
    }

    /// The hashes under which a name may be declared twice.
    pub(super) fn clashes(&self) -> impl Iterator<Item = NameHash> + '_ {
        self.clashes.iter().copied()
    }
}
