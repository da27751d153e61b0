//! What a field holds, and the fields and values that the name of an option leads to.
//!
//! Which options there are is read off `descriptor.proto`, which every world has.

use super::expect::{OptionPath, Owner, Step};
use super::outline::join;
use super::space::{Site, Space};
use crate::schema::model::Scalar;
use crate::schema::names::{Symbol, SymbolKind};
use crate::syntax::Kind;
use crate::syntax::ast::dotted;

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

impl Space<'_> {
    /// The type of a name that is written where a type belongs.
    pub(super) fn holds(&self, from: &Site, written: &str) -> Option<Holds> {
        if let Some(scalar) = Scalar::of(written) {
            return Some(Holds::Scalar(scalar));
        }
        let found = self.resolve(from, written, &|symbol| self.is_type(symbol))?;
        let is_enum = self.node(found)?.kind() == Kind::Enum;
        Some(if is_enum { Holds::Enum(found) } else { Holds::Message(found) })
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
