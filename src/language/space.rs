//! The workspace as the services read it: files, symbols and what a written name stands for.
//!
//! Asks `schema`'s tables and the trees, so that it answers while texts are broken; a name of a file that is not imported is found
//! as well, after all that are. Knows no cursor.

use super::data::InFile;
use super::expect::{OptionPath, Owner, Step};
use super::outline::join;
use crate::bundled;
use crate::schema::library;
use crate::schema::model::Scalar;
use crate::schema::names::{Symbol, SymbolId, SymbolKind};
use crate::schema::unit::Unit;
use crate::schema::world::{FIRST_BUNDLED, World};
use crate::syntax::ast::dotted;
use crate::syntax::{Kind, Node, Tree};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Holds {
    /// A built-in type.
    Scalar(Scalar),
    /// A message.
    Message(Symbol),
    /// An enum.
    Enum(Symbol),
}

/// Where a name is written: names are looked for from here outwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// The file.
    pub unit: u32,
    /// The full name of the innermost message or service around, else the package.
    pub scope: String,
}

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
        self.world.named(full_name).find(is_here).copied()
    }

    /// Whether a file may use what another declares.
    pub(super) fn sees(&self, unit: u32, other: u32) -> bool {
        self.world.scope(unit).is_some_and(|scope| scope.sees_for_options(other))
    }

    /// What a written name stands for: in the files that its file sees, else in any.
    pub(super) fn resolve(&self, from: &Site, written: &str, wanted: &dyn Fn(Symbol) -> bool) -> Option<Symbol> {
        let visible = |name: &str| self.named(name, &|id| self.sees(from.unit, id.unit));
        let any = |name: &str| self.named(name, &|_| true);
        self.search(from, written, wanted, &visible).or_else(|| self.search(from, written, wanted, &any))
    }

    /// protoc's rule (`DescriptorBuilder::LookupSymbol`): the innermost scope that has the name's first part decides, be the rest
    /// there or not; but where the name has only one part, what is not wanted is passed over.
    fn search(
        &self,
        from: &Site,
        written: &str,
        wanted: &dyn Fn(Symbol) -> bool,
        find: &dyn Fn(&str) -> Option<Symbol>,
    ) -> Option<Symbol> {
        if let Some(absolute) = written.strip_prefix('.') {
            return find(absolute).filter(|&symbol| wanted(symbol));
        }
        let first = written.split('.').next().unwrap_or_default();
        let mut scope = from.scope.as_str();
        loop {
            if let Some(found) = find(&join(scope, first)) {
                if first.len() == written.len() {
                    if wanted(found) {
                        return Some(found);
                    }
                } else if found.kind.is_scope() || self.is_broken_scope(found) {
                    return find(&join(scope, written)).filter(|&symbol| wanted(symbol));
                }
            }
            if scope.is_empty() {
                return None;
            }
            scope = scope.rsplit_once('.').map_or("", |(around, _)| around);
        }
    }

    fn is_broken_scope(&self, symbol: Symbol) -> bool {
        symbol.kind == SymbolKind::Broken && self.node(symbol).is_some_and(|node| node.kind() == Kind::Message)
    }

    /// Whether a symbol is a message or an enum, though it may be broken.
    pub(super) fn is_type(&self, symbol: Symbol) -> bool {
        let broken = |node: Node<'_>| matches!(node.kind(), Kind::Message | Kind::Enum | Kind::Group);
        symbol.kind.is_type() || symbol.kind == SymbolKind::Broken && self.node(symbol).is_some_and(broken)
    }

    /// The shortest name that leads from a place to a symbol; none where even the whole name with a dot before it leads elsewhere.
    pub(super) fn shortest(&self, from: &Site, symbol: Symbol) -> Option<String> {
        let full_name = self.now(self.full_name(symbol));
        let leads = |written: &str| {
            let found =
                self.resolve(from, written, &|symbol| self.is_type(symbol) || symbol.kind == SymbolKind::Extension);
            found.is_some_and(|found| found.id == symbol.id)
        };
        let mut scope = from.scope.as_str();
        loop {
            if let Some(written) = strip_scope(&full_name, scope)
                && leads(written)
            {
                return Some(written.to_owned());
            }
            if scope.is_empty() {
                break;
            }
            scope = scope.rsplit_once('.').map_or("", |(around, _)| around);
        }
        let absolute = format!(".{full_name}");
        leads(&absolute).then_some(absolute)
    }

    /// A full name after the renaming.
    fn now(&self, full_name: String) -> String {
        match &self.renamed {
            Some((old, new)) => inside(&full_name, old).map(|rest| format!("{new}{rest}")).unwrap_or(full_name),
            None => full_name,
        }
    }

    /// A place to look for names from after the renaming.
    pub(super) fn site_now(&self, from: &Site) -> Site {
        Site { scope: self.now(from.scope.clone()), ..*from }
    }

    /// The shortest name that should lead from a place to what is not in sight yet: without the package, where that is the
    /// same, and with a dot before it, where its first part would lead elsewhere.
    pub(super) fn relative(&self, from: &Site, full_name: &str) -> String {
        let package = self.unit(from.unit).map_or("", |unit| unit.file.package.text.as_str());
        let written = if package.is_empty() { full_name } else { strip_scope(full_name, package).unwrap_or(full_name) };
        let first = written.split('.').next().unwrap_or_default();
        let mut scope = from.scope.as_str();
        while !scope.is_empty() {
            let here = join(scope, first);
            let is_hidden =
                self.named(&here, &|id| self.sees(from.unit, id.unit)).is_some_and(|found| found.kind.is_scope());
            if is_hidden && !format!("{full_name}.").starts_with(&format!("{here}.")) {
                return format!(".{full_name}");
            }
            scope = scope.rsplit_once('.').map_or("", |(around, _)| around);
        }
        written.to_owned()
    }

    /// The type of a name that is written where a type belongs.
    pub(super) fn holds(&self, from: &Site, written: &str) -> Option<Holds> {
        if let Some(scalar) = Scalar::of(written) {
            return Some(Holds::Scalar(scalar));
        }
        let found = self.resolve(from, written, &|symbol| self.is_type(symbol))?;
        let is_enum = self.node(found)?.kind() == Kind::Enum;
        Some(if is_enum { Holds::Enum(found) } else { Holds::Message(found) })
    }

    /// Where a symbol is declared, as a place to look for names from.
    pub(super) fn around(&self, symbol: Symbol) -> Site {
        let full_name = self.full_name(symbol);
        let scope = full_name.rsplit_once('.').map_or("", |(scope, _)| scope).to_owned();
        Site { unit: symbol.id.unit, scope }
    }

    /// What a field or an extension holds; of a map, its entry.
    pub(super) fn value_of(&self, field: Symbol) -> Option<Holds> {
        let (node, name) = (self.node(field)?, self.name_node(field)?);
        let from = self.around(field);
        match node.kind() {
            // The key and the value of a map's entry are named where their types are.
            _ if name.kind() == Kind::TypeName => self.holds(&from, &dotted(name)),
            Kind::Field => self.holds(&from, &dotted(node.part(Kind::TypeName)?)),
            // The message of a group has the name as it is written.
            Kind::Group => {
                let name = join(&from.scope, node.part(Kind::Ident)?.text());
                self.named_in(from.unit, &name).map(Holds::Message)
            }
            Kind::MapField => {
                let unit = self.unit(field.id.unit)?;
                let entry = |symbol: &&Symbol| symbol.kind == SymbolKind::Message && symbol.node == field.node;
                unit.symbols.iter().find(entry).copied().map(Holds::Message)
            }
            _ => None,
        }
    }

    /// The message that holds the options of a thing.
    pub(super) fn options(&self, owner: Owner) -> Option<Symbol> {
        self.named(owner.options(), &|_| true).filter(|symbol| symbol.kind == SymbolKind::Message)
    }

    /// The field that a step leads to from a message.
    pub(super) fn step(&self, from: &Site, message: Symbol, step: &Step) -> Option<Symbol> {
        let is = |kind| move |symbol: &Symbol| symbol.kind == kind;
        match step {
            Step::Field(name) => {
                let scope = self.full_name(message);
                let field =
                    |name: &str| self.named_in(message.id.unit, &join(&scope, name)).filter(is(SymbolKind::Field));
                // A group's field is called like its message here.
                field(name).or_else(|| field(&name.to_lowercase()))
            }
            Step::Extension(written) => self.resolve(from, written, &|symbol| symbol.kind == SymbolKind::Extension),
        }
    }

    /// The field of the last step of a path, if it has steps.
    pub(super) fn field_at(&self, from: &Site, path: &OptionPath) -> Option<Symbol> {
        let (last, before) = path.steps.split_last()?;
        let mut message = self.options(path.owner)?;
        for step in before {
            message = match self.value_of(self.step(from, message, step)?)? {
                Holds::Message(message) => message,
                _ => return None,
            };
        }
        self.step(from, message, last)
    }

    /// What the value that a path leads to holds.
    pub(super) fn value_at(&self, from: &Site, path: &OptionPath) -> Option<Holds> {
        match (path.owner, path.steps.as_slice()) {
            (_, []) => self.options(path.owner).map(Holds::Message),
            // The two that look like options of a field and are none.
            (Owner::Field, [Step::Field(name)]) if name == "default" => self.holds(from, &path.type_name),
            (Owner::Field, [Step::Field(name)]) if name == "json_name" => Some(Holds::Scalar(Scalar::String)),
            _ => self.value_of(self.field_at(from, path)?),
        }
    }
}

/// Whether a file of a number is the user's.
pub(super) fn is_own(unit: u32) -> bool {
    unit < FIRST_BUNDLED
}

/// A full name without the scope it lies in.
fn strip_scope<'n>(full_name: &'n str, scope: &str) -> Option<&'n str> {
    if scope.is_empty() { Some(full_name) } else { full_name.strip_prefix(scope)?.strip_prefix('.') }
}

/// What follows a name that is `outer` or lies in it: empty, or with a dot first.
fn inside<'n>(name: &'n str, outer: &str) -> Option<&'n str> {
    name.strip_prefix(outer).filter(|rest| rest.is_empty() || rest.starts_with('.'))
}
