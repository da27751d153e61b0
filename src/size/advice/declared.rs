//! Where a field is declared, and edits of its declaration.

use crate::language::Edit;
use crate::schema::model::{Field, Message, Origin};
use crate::schema::names::{Symbol, SymbolId, SymbolKind};
use crate::schema::unit::Unit;
use crate::schema::world::World;
use crate::syntax::{Kind, NodeId};
use crate::text::Span;

/// A field that one of the user's files declares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared<'w> {
    /// All files.
    pub world: &'w World,
    /// The file.
    pub unit: &'w Unit,
    /// Its name in the table.
    pub symbol: &'w Symbol,
    /// What it is declared as; of a map's key or value, the field of its entry.
    pub field: &'w Field,
}

/// The declaration of a field by its full name; nothing of one that comes with Wirelens.
pub(super) fn find<'w>(world: &'w World, full_name: &'w str) -> Option<Declared<'w>> {
    let is_field = |symbol: &&Symbol| matches!(symbol.kind, SymbolKind::Field | SymbolKind::Extension);
    let symbol = world.named(full_name).find(is_field)?;
    let unit = world.own().find(|unit| unit.index == symbol.id.unit)?;
    Some(Declared { world, unit, symbol, field: world.field(symbol)? })
}

impl<'w> Declared<'w> {
    /// The message it is a field of, with its name in the table; none of an extension.
    pub fn around(&self) -> Option<(&'w Symbol, &'w Message)> {
        let parent = self.symbol.parent.filter(|_| self.symbol.kind == SymbolKind::Field)?;
        let symbol = self.world.get(SymbolId { unit: self.unit.index, at: parent })?;
        Some((symbol, self.world.message(symbol)?))
    }

    /// Whether it is the key or the value of a map.
    pub fn is_in_map(&self) -> bool {
        self.around().is_some_and(|(_, message)| message.origin == Origin::MapEntry)
    }

    /// What it is called: of a map's key and value, with the map's name.
    pub fn shown(&self) -> String {
        let own = &self.field.name.text;
        let map =
            self.around().filter(|(_, message)| message.origin == Origin::MapEntry).and_then(|(symbol, message)| {
                let around =
                    self.world.message(self.world.get(SymbolId { unit: self.unit.index, at: symbol.parent? })?)?;
                around.fields.iter().find(|field| field.is_map && field.node == message.node)
            });
        match map {
            Some(map) => format!("{}.{own}", map.name.text),
            None => own.clone(),
        }
    }

    /// Puts a text in the place of a node.
    pub fn replace(&self, node: NodeId, text: impl Into<String>) -> Edit {
        self.edit(self.unit.span(node), text)
    }

    /// Puts a text in the place of another.
    pub fn edit(&self, span: Span, text: impl Into<String>) -> Edit {
        Edit { file: self.unit.index, span, text: text.into() }
    }

    /// Adds an option to the field's brackets, or the brackets.
    pub fn with_option(&self, option: &str) -> Option<Edit> {
        let statement = self.unit.tree.node(self.field.node);
        if let Some(list) = statement.part(Kind::CompactOptions) {
            let last = list.parts_of(Kind::CompactOption).last()?;
            return Some(self.edit(Span::at(last.span().end as usize), format!(", {option}")));
        }
        let number = self.unit.span(self.field.number.node);
        Some(self.edit(Span::at(number.end as usize), format!(" [{option}]")))
    }
}
