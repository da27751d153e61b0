//! Where each name of the user's files is declared, and what is declared around an offset.
//!
//! Knows nothing of errors.

use super::names::{Symbol, SymbolKind};
use super::unit::Unit;
use super::world::{FIRST_BUNDLED, World};
use crate::syntax::Kind;

/// The user's declaration of a full name. The message of a map's entries is nobody's.
pub(super) fn declared<'a>(world: &'a World, full_name: &str) -> Option<(&'a Unit, &'a Symbol)> {
    let symbol = world.find(full_name, is_declared)?;
    let unit = world.unit(symbol.id.unit).filter(|unit| unit.index < FIRST_BUNDLED)?;
    let is_entry = symbol.kind == SymbolKind::Message && unit.tree.node(symbol.node).kind() == Kind::MapField;
    (!is_entry).then_some((unit, symbol))
}

fn is_declared(symbol: &Symbol) -> bool {
    !matches!(symbol.kind, SymbolKind::Package | SymbolKind::Broken)
}

/// The innermost declaration around a byte offset. Of a group it is the field rather than the type it declares with it.
pub(super) fn at(unit: &Unit, offset: usize) -> Option<&Symbol> {
    let leaf = unit.tree.leaf_at(offset).filter(|leaf| leaf.span().contains(offset))?;
    let mut statements = leaf.ancestors().filter(|node| node.kind().is_statement());
    statements.find_map(|statement| {
        let declared = unit.symbols.iter().filter(|symbol| symbol.node == statement.id());
        declared.filter(|symbol| is_declared(symbol)).max_by_key(|symbol| symbol.kind != SymbolKind::Message)
    })
}
