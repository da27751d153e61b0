//! What is known of a declaration by its full name, for texts that are no .proto but stand for what one declares: JSON.

use super::data::{Hover, Spot};
use super::space::Space;
use super::{complete, hover, references};
use crate::schema::docs;
use crate::schema::names::{Symbol, SymbolKind};
use crate::syntax::Kind;

/// What goes with a name in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// What its declaration's comment says, in short.
    pub doc: Option<String>,
    /// Whether it should not be used any more.
    pub is_deprecated: bool,
}

/// What goes with the name of a declaration in a list.
pub fn note(space: &Space<'_>, full_name: &str) -> Note {
    let node = declared(space, full_name).and_then(|symbol| space.node(symbol));
    node.map_or_else(Note::default, |node| Note {
        doc: docs::comment(node).map(|text| complete::short(&text)),
        is_deprecated: complete::is_deprecated(node),
    })
}

/// What is said of a declaration; the span is that of no text.
pub fn describe(space: &Space<'_>, full_name: &str) -> Option<Hover> {
    hover::of_symbol(space, None, declared(space, full_name)?)
}

/// Where it is declared.
pub fn place(space: &Space<'_>, full_name: &str) -> Option<Spot> {
    references::declaration(space, None, declared(space, full_name)?)
}

/// The first declaration of that name. A map field declares the message of its entries, too, which is nobody's.
fn declared(space: &Space<'_>, full_name: &str) -> Option<Symbol> {
    let is_it = |symbol: &&Symbol| {
        let is_entry = symbol.kind == SymbolKind::Message
            && space.node(**symbol).is_some_and(|node| node.kind() == Kind::MapField);
        !matches!(symbol.kind, SymbolKind::Package | SymbolKind::Broken) && !is_entry
    };
    space.world.named(full_name).find(is_it).copied()
}
