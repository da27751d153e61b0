//! All files of the workspace together: what each declares, who sees whom, and every name.
//!
//! What `resolve`, `features`, `options`, `check` and the language services read. Knows no rule; changes only by
//! `compile`'s hand.

use std::sync::Arc;

use super::linked::Linked;
use super::model::{Enum, EnumValue, Field, File, Message, Method, Oneof, Service};
use super::names::{NameHash, Names, Symbol, SymbolId, SymbolKind};
use super::unit::Unit;

/// The number of the first bundled file. A file of the user has its index for a number.
pub const FIRST_BUNDLED: u32 = 1 << 31;

/// All files, read.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The user's files in their order.
    pub(super) own: Vec<Entry>,
    /// The bundled files that are needed, at their places in [`bundled::names`](crate::bundled::names).
    pub(super) bundled: Vec<Option<Entry>>,
    /// Every name.
    pub names: Names,
}

/// A file, whom it sees, and what it means beside them.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub unit: Arc<Unit>,
    pub scope: Arc<Scope>,
    /// Nothing of a file that is not used, or is not linked yet.
    pub linked: Option<Arc<Linked>>,
}

/// Whom a file sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// What each of its imports leads to, in their order; nothing where there is no such file.
    pub imports: Vec<Option<u32>>,
    /// The files whose names it may use: itself, what it imports, and what that imports publicly. In ascending order.
    pub visible: Vec<u32>,
    /// The files whose names it may use in options only, by `import option`. In ascending order.
    pub for_options: Vec<u32>,
    /// Whether the names of this file are declared at all; not those of a second file of one name, say.
    pub is_used: bool,
}

impl Scope {
    /// Whether names of a unit may be used.
    pub fn sees(&self, unit: u32) -> bool {
        self.visible.binary_search(&unit).is_ok()
    }

    /// Whether names of a unit may be used in options.
    pub fn sees_for_options(&self, unit: u32) -> bool {
        self.sees(unit) || self.for_options.binary_search(&unit).is_ok()
    }
}

impl World {
    /// All files: the user's in their order, then the bundled ones that are needed.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.entries().map(|entry| &*entry.unit)
    }

    /// The user's files in their order.
    pub fn own(&self) -> impl Iterator<Item = &Unit> {
        self.own.iter().map(|entry| &*entry.unit)
    }

    pub(super) fn entry(&self, unit: u32) -> Option<&Entry> {
        match unit.checked_sub(FIRST_BUNDLED) {
            None => self.own.get(unit as usize),
            Some(at) => self.bundled.get(at as usize)?.as_ref(),
        }
    }

    pub(super) fn entry_mut(&mut self, unit: u32) -> Option<&mut Entry> {
        match unit.checked_sub(FIRST_BUNDLED) {
            None => self.own.get_mut(unit as usize),
            Some(at) => self.bundled.get_mut(at as usize)?.as_mut(),
        }
    }

    pub(super) fn entries_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.own.iter_mut().chain(self.bundled.iter_mut().flatten())
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.own.iter().chain(self.bundled.iter().flatten())
    }

    /// A file by its number.
    pub fn unit(&self, unit: u32) -> Option<&Unit> {
        self.entry(unit).map(|entry| &*entry.unit)
    }

    /// Whom a file sees.
    pub fn scope(&self, unit: u32) -> Option<&Scope> {
        self.entry(unit).map(|entry| &*entry.scope)
    }

    /// What a file means beside the others: its references, options and diagnostics.
    pub fn linked(&self, unit: u32) -> Option<&Linked> {
        self.entry(unit)?.linked.as_deref()
    }

    /// All files without the table of names: little more than pointers, to be kept beside later edits.
    pub(super) fn nameless(&self) -> World {
        World { own: self.own.clone(), bundled: self.bundled.clone(), names: Names::default() }
    }

    /// The first that is declared by a full name and wanted, without the table of names: every file is asked.
    pub(super) fn find(&self, full_name: &str, is_wanted: impl Fn(&Symbol) -> bool) -> Option<&Symbol> {
        let hash = NameHash::ROOT.then(full_name);
        let used = self.units().filter(|unit| self.scope(unit.index).is_some_and(|scope| scope.is_used));
        let mut symbols = used.flat_map(|unit| unit.symbols.of_hash(hash).map(move |symbol| (unit, symbol)));
        let found = symbols.find(|(unit, symbol)| is_wanted(symbol) && unit.symbols.is_named(symbol, "", full_name));
        found.map(|(_, symbol)| symbol)
    }

    /// A symbol by its number.
    pub fn get(&self, id: SymbolId) -> Option<&Symbol> {
        self.unit(id.unit)?.symbols.get(id.at)
    }

    /// What is declared by a full name, without a dot before it, in any file: in the order of files, packages last.
    pub fn named<'a>(&'a self, full_name: &'a str) -> impl Iterator<Item = &'a Symbol> + use<'a> {
        self.within(NameHash::ROOT, "", full_name)
    }

    /// What is declared by the name of a scope and `parts` behind. The hash is that of the scope.
    pub(super) fn within<'a>(
        &'a self,
        hash: NameHash,
        scope: &'a str,
        parts: &'a str,
    ) -> impl Iterator<Item = &'a Symbol> + use<'a> {
        self.names.candidates(hash.then(parts)).filter_map(move |id| self.if_named(id, scope, parts))
    }

    /// As [`World::within`], without packages.
    pub(super) fn declared_within<'a>(
        &'a self,
        hash: NameHash,
        scope: &'a str,
        parts: &'a str,
    ) -> impl Iterator<Item = &'a Symbol> + use<'a> {
        self.names.declared(hash.then(parts)).filter_map(move |id| self.if_named(id, scope, parts))
    }

    /// The package by the name of a scope and `parts` behind, where one of `units`, which ascend, is of it or below it.
    pub(super) fn package_in(&self, units: &[u32], hash: NameHash, scope: &str, parts: &str) -> Option<&Symbol> {
        self.names.packages_in(hash.then(parts), units).find_map(|id| self.if_named(id, scope, parts))
    }

    fn if_named(&self, id: SymbolId, scope: &str, parts: &str) -> Option<&Symbol> {
        let symbols = &self.unit(id.unit)?.symbols;
        symbols.get(id.at).filter(|symbol| symbols.is_named(symbol, scope, parts))
    }

    /// The first that is declared by a full name in a file that `unit` sees.
    pub fn visible<'a>(&'a self, unit: u32, full_name: &'a str) -> Option<&'a Symbol> {
        let scope = self.scope(unit)?;
        self.named(full_name).find(|symbol| scope.sees(symbol.id.unit))
    }

    /// The simple name of a symbol.
    pub fn name(&self, symbol: &Symbol) -> &str {
        self.unit(symbol.id.unit).map_or("", |unit| unit.symbols.name(symbol))
    }

    /// The full name of a symbol, without a dot before it.
    pub fn full_name(&self, symbol: &Symbol) -> String {
        self.unit(symbol.id.unit).map(|unit| unit.symbols.full_name(symbol)).unwrap_or_default()
    }

    /// What the file of a symbol declares.
    pub fn file(&self, symbol: &Symbol) -> Option<&File> {
        self.unit(symbol.id.unit).map(|unit| &unit.file)
    }

    fn parent(&self, symbol: &Symbol) -> Option<&Symbol> {
        self.get(SymbolId { at: symbol.parent?, ..symbol.id })
    }

    /// The message around a symbol, by the model; none at the top of a file. Recurses as deep as messages are nested.
    fn message_around(&self, symbol: &Symbol) -> Option<&Message> {
        self.parent(symbol).and_then(|parent| self.message(parent))
    }

    /// The message that a symbol of this kind stands for.
    pub fn message(&self, symbol: &Symbol) -> Option<&Message> {
        let at = self.index(symbol, SymbolKind::Message)?;
        match self.message_around(symbol) {
            Some(around) => around.messages.get(at),
            None => self.file(symbol)?.messages.get(at),
        }
    }

    /// The symbol of a message's field by its index.
    pub fn field_symbol(&self, message: &Symbol, index: usize) -> Option<&Symbol> {
        let name = &self.message(message)?.fields.get(index)?.name.text;
        self.part(Some(message), message.id.unit, SymbolKind::Field, name, index)
    }

    /// The message of a group's or a map's field, which is declared beside it.
    pub fn own_type(&self, field: &Symbol, index: u32) -> Option<&Symbol> {
        let around = field.scope.and_then(|at| self.get(SymbolId { at, ..field.id }));
        let messages = match around.and_then(|around| self.message(around)) {
            Some(message) => &message.messages,
            None => &self.file(field)?.messages,
        };
        let name = &messages.get(index as usize)?.name.text;
        self.part(around, field.id.unit, SymbolKind::Message, name, index as usize)
    }

    /// The symbol of a scope's part of a kind by its name and its index.
    fn part(&self, scope: Option<&Symbol>, unit: u32, kind: SymbolKind, name: &str, index: usize) -> Option<&Symbol> {
        self.parts(scope, unit, kind, name).find(|symbol| symbol.index as usize == index)
    }

    /// The symbols of a scope's parts of a kind by their name.
    fn parts<'a>(
        &'a self,
        scope: Option<&Symbol>,
        unit: u32,
        kind: SymbolKind,
        name: &str,
    ) -> impl Iterator<Item = &'a Symbol> + use<'a> {
        let hash = scope.map_or(NameHash::ROOT, Symbol::hash).then(name);
        let scope = scope.map(|scope| scope.id.at);
        let is_it = move |symbol: &&Symbol| (symbol.id.unit, symbol.kind, symbol.scope) == (unit, kind, scope);
        self.names.candidates(hash).filter_map(|id| self.get(id)).filter(is_it)
    }

    /// The symbol of a message's own part by its name: a field, a message in it, or what is left out because it is broken. Of
    /// several the first.
    pub(super) fn own_part(&self, message: &Symbol, kind: SymbolKind, name: &str) -> Option<&Symbol> {
        self.parts(Some(message), message.id.unit, kind, name).min_by_key(|symbol| symbol.index)
    }

    /// The value of an enum by its name; of several the first.
    pub(super) fn value_named(&self, declared: &Symbol, name: &str) -> Option<&EnumValue> {
        let scope = declared.scope.and_then(|at| self.get(SymbolId { at, ..declared.id }));
        let values = self.parts(scope, declared.id.unit, SymbolKind::EnumValue, name);
        let own = values.filter(|symbol| symbol.parent == Some(declared.id.at));
        self.enum_value(own.min_by_key(|symbol| symbol.index)?)
    }

    /// The enum that a symbol of this kind stands for.
    pub fn enumeration(&self, symbol: &Symbol) -> Option<&Enum> {
        let at = self.index(symbol, SymbolKind::Enum)?;
        match self.message_around(symbol) {
            Some(around) => around.enums.get(at),
            None => self.file(symbol)?.enums.get(at),
        }
    }

    /// The field or the extension that a symbol of these kinds stands for.
    pub fn field(&self, symbol: &Symbol) -> Option<&Field> {
        match self.index(symbol, SymbolKind::Extension) {
            None => self.message_around(symbol)?.fields.get(self.index(symbol, SymbolKind::Field)?),
            Some(at) => match self.message_around(symbol) {
                Some(around) => around.extensions.get(at),
                None => self.file(symbol)?.extensions.get(at),
            },
        }
    }

    /// The oneof that a symbol of this kind stands for.
    pub fn oneof(&self, symbol: &Symbol) -> Option<&Oneof> {
        self.message_around(symbol)?.oneofs.get(self.index(symbol, SymbolKind::Oneof)?)
    }

    /// The value of an enum that a symbol of this kind stands for.
    pub fn enum_value(&self, symbol: &Symbol) -> Option<&EnumValue> {
        self.enumeration(self.parent(symbol)?)?.values.get(self.index(symbol, SymbolKind::EnumValue)?)
    }

    /// The service that a symbol of this kind stands for.
    pub fn service(&self, symbol: &Symbol) -> Option<&Service> {
        self.file(symbol)?.services.get(self.index(symbol, SymbolKind::Service)?)
    }

    /// The method that a symbol of this kind stands for.
    pub fn method(&self, symbol: &Symbol) -> Option<&Method> {
        self.service(self.parent(symbol)?)?.methods.get(self.index(symbol, SymbolKind::Method)?)
    }

    fn index(&self, symbol: &Symbol, kind: SymbolKind) -> Option<usize> {
        (symbol.kind == kind).then_some(symbol.index as usize)
    }
}
