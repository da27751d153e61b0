//! The workspace as the services read it: its files, and what is declared in them by which name.
//!
//! 1. here: files and symbols
//! 2. `scope`: what a written name leads to, and how a symbol is written somewhere
//! 3. `holds`: what a field or an option holds
//!
//! Asks `schema`'s tables and the trees, so that it answers while texts are broken. Knows no cursor.

use super::data::InFile;
use crate::bundled;
use crate::schema::library;
use crate::schema::names::{Symbol, SymbolId, SymbolKind};
use crate::schema::unit::Unit;
use crate::schema::world::{FIRST_BUNDLED, World};
use crate::syntax::{Node, Tree};

/// Where a name is written: names are looked for from here outwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// The file.
    pub unit: u32,
    /// The full name of the innermost message or service around, else the package.
    pub scope: String,
}

/// How many declarations of one full name are told apart.
const MAX_NAMESAKES: usize = 16;

/// All there is to ask.
#[derive(Clone, Debug)]
pub struct Space<'a> {
    /// The files.
    pub(super) world: &'a World,
    /// A full name and the one it is to be changed into: names are found as they will be.
    renamed: Option<(String, String)>,
}

impl<'a> Space<'a> {
    /// The files as they are.
    pub fn new(world: &'a World) -> Space<'a> {
        Space { world, renamed: None }
    }

    /// The same where a declaration has another full name.
    pub(super) fn renamed(&self, old: &str, new: &str) -> Space<'a> {
        Space { renamed: Some((old.to_owned(), new.to_owned())), ..self.clone() }
    }

    /// A file.
    pub(super) fn unit(&self, unit: u32) -> Option<&'a Unit> {
        self.world.unit(unit).or_else(|| library::numbered(unit))
    }

    /// The structure of a file.
    pub fn tree(&self, unit: u32) -> Option<&'a Tree> {
        self.unit(unit).map(|unit| &unit.tree)
    }

    /// The user's files in their order.
    pub(super) fn own(&self) -> impl Iterator<Item = &'a Unit> + use<'a> {
        self.world.units().take_while(|unit| is_own(unit.index))
    }

    /// The bundled files that nobody imports.
    pub(super) fn unused(&self) -> impl Iterator<Item = &'a Unit> + use<'a> {
        let world = self.world;
        let numbers = (FIRST_BUNDLED..).zip(bundled::names()).map(|(number, _)| number);
        numbers.filter(|&number| world.unit(number).is_none()).filter_map(|number| library::numbered(number))
    }

    /// The file that another imports by a path, or would.
    pub(super) fn file(&self, unit: u32, path: &str) -> Option<&'a Unit> {
        let (file, scope) = (self.unit(unit)?, self.world.scope(unit));
        let at = file.file.imports.iter().position(|import| import.path.text == path);
        let imported = at.zip(scope).and_then(|(at, scope)| *scope.imports.get(at)?);
        match imported {
            Some(index) => self.world.unit(index),
            None => self.world.units().chain(self.unused()).find(|unit| unit.file.name == path),
        }
    }

    /// The statement that declares a symbol.
    pub(super) fn node(&self, symbol: Symbol) -> Option<Node<'a>> {
        Some(self.unit(symbol.id.unit)?.tree.node(symbol.node))
    }

    /// The name in the statement that declares a symbol.
    pub(super) fn name_node(&self, symbol: Symbol) -> Option<Node<'a>> {
        Some(self.unit(symbol.id.unit)?.tree.node(symbol.name_node))
    }

    /// The full name of a symbol, as it is.
    pub(super) fn full_name(&self, symbol: Symbol) -> String {
        self.unit(symbol.id.unit).map(|unit| unit.symbols.full_name(&symbol)).unwrap_or_default()
    }

    /// The simple name of a symbol.
    pub(super) fn simple_name(&self, symbol: Symbol) -> &'a str {
        self.unit(symbol.id.unit).map_or("", |unit| unit.symbols.name(&symbol))
    }

    /// A file as the answer names it.
    pub(super) fn in_file(&self, unit: u32) -> Option<InFile> {
        if is_own(unit) { Some(InFile::Own(unit)) } else { Some(InFile::Bundled(self.unit(unit)?.file.name.clone())) }
    }

    /// Whether two symbols are the same thing: each file of a package declares it.
    pub(super) fn is_same(&self, one: Symbol, other: Symbol) -> bool {
        let packages = [one.kind, other.kind] == [SymbolKind::Package; 2];
        one.id == other.id || packages && self.full_name(one) == self.full_name(other)
    }

    /// What is declared by a full name, in the files that `keep` takes.
    pub(super) fn named(&self, full_name: &str, keep: &dyn Fn(SymbolId) -> bool) -> Option<Symbol> {
        let Some((old, new)) = &self.renamed else { return self.declared(full_name, keep) };
        if let Some(rest) = inside(full_name, new) {
            let found = self.declared(&format!("{old}{rest}"), keep);
            return found.or_else(|| self.declared(full_name, keep));
        }
        if inside(full_name, old).is_some() { None } else { self.declared(full_name, keep) }
    }

    fn declared(&self, full_name: &str, keep: &dyn Fn(SymbolId) -> bool) -> Option<Symbol> {
        self.world.named(full_name).find(|symbol| keep(symbol.id)).copied()
    }

    /// What a file declares by a full name.
    pub(super) fn named_in(&self, unit: u32, full_name: &str) -> Option<Symbol> {
        self.named(full_name, &|id| id.unit == unit)
    }

    /// What a statement declares by a full name: there may be two of one name.
    pub(super) fn declared_at(&self, unit: u32, full_name: &str, node: Node<'_>) -> Option<Symbol> {
        let is_here = |symbol: &&Symbol| symbol.id.unit == unit && symbol.node == node.id();
        self.world.named(full_name).take(MAX_NAMESAKES).find(is_here).copied()
    }

    /// Where a symbol is declared, as a place to look for names from.
    pub(super) fn around(&self, symbol: Symbol) -> Site {
        let full_name = self.full_name(symbol);
        let scope = full_name.rsplit_once('.').map_or("", |(scope, _)| scope).to_owned();
        Site { unit: symbol.id.unit, scope }
    }

    /// Whether a file may use what another declares.
    pub(super) fn sees(&self, unit: u32, other: u32) -> bool {
        self.world.scope(unit).is_some_and(|scope| scope.sees_for_options(other))
    }

    /// A full name after the renaming.
    pub(super) fn now(&self, full_name: String) -> String {
        match &self.renamed {
            Some((old, new)) => inside(&full_name, old).map(|rest| format!("{new}{rest}")).unwrap_or(full_name),
            None => full_name,
        }
    }

    /// A place to look for names from after the renaming.
    pub(super) fn site_now(&self, from: &Site) -> Site {
        Site { scope: self.now(from.scope.clone()), ..*from }
    }
}

/// Whether a file of a number is the user's.
pub(super) fn is_own(unit: u32) -> bool {
    unit < FIRST_BUNDLED
}

/// What follows a name that is `outer` or lies in it: empty, or with a dot first.
fn inside<'n>(name: &'n str, outer: &str) -> Option<&'n str> {
    name.strip_prefix(outer).filter(|rest| rest.is_empty() || rest.starts_with('.'))
}
