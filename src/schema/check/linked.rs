//! What a rule may ask of other files: of which type a field is, and what is declared where.
//!
//! Knows no rule. Options are read off the settings as they are written, so they can be asked for where others of the
//! same declaration are wrong.

use super::super::features::{self, Features};
use super::super::linked::{References, Target};
use super::super::model::{Enum, Field, File, Label, Message, Name, Origin, Scalar, Type, ValueKind};
use super::super::names::{Symbol, SymbolKind};
use super::super::unit::Unit;
use super::super::world::World;
use super::declared::Declared;

/// A file among the others.
pub struct Linked<'w> {
    /// All files.
    pub world: &'w World,
    /// The file.
    pub unit: &'w Unit,
    /// Whom its names refer to.
    pub references: &'w References,
    /// What it declares.
    pub declared: Declared<'w>,
}

/// A message or an enum of any file.
pub struct Found<'w, T> {
    /// Its name.
    pub symbol: &'w Symbol,
    /// Its file.
    pub unit: &'w Unit,
    /// What it is.
    pub part: &'w T,
}

// Not derived, since that would ask it of `T`.
impl<T> Clone for Found<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Found<'_, T> {}

/// The type of a field.
#[derive(Clone, Copy)]
pub enum FieldType<'w> {
    /// A built-in one.
    Scalar(Scalar),
    /// A message; of a map field that of its entries.
    Message(Found<'w, Message>),
    /// The message that the field declares itself: of a group or of a map's entries.
    Own(&'w Message),
    /// An enum.
    Enum(Found<'w, Enum>),
}

impl<'w> Linked<'w> {
    /// Prepares a file for being looked at.
    pub fn new(world: &'w World, unit: &'w Unit, references: &'w References) -> Linked<'w> {
        Linked { world, unit, references, declared: Declared::new(unit) }
    }

    /// Whom the name at a node refers to.
    pub fn symbol(&self, name: &Name) -> Option<&'w Symbol> {
        self.references.get(name.node).and_then(|id| self.world.get(id))
    }

    /// The message a name refers to.
    pub fn message(&self, name: &Name) -> Option<Found<'w, Message>> {
        let symbol = self.symbol(name)?;
        Some(Found { symbol, unit: self.world.unit(symbol.id.unit)?, part: self.world.message(symbol)? })
    }

    /// The type of a field that stands in a message of the file, or at its top. Nothing where it is not resolved.
    pub fn type_of(&self, field: &'w Field, around: Option<usize>) -> Option<FieldType<'w>> {
        match &field.kind {
            Type::Scalar(scalar) => Some(FieldType::Scalar(*scalar)),
            Type::Own(at) => {
                let messages = match around.and_then(|at| self.declared.messages.get(at)) {
                    Some(message) => &message.part.messages,
                    None => &self.unit.file.messages,
                };
                messages.get(*at as usize).map(FieldType::Own)
            }
            Type::Named(name) => {
                let symbol = self.symbol(name)?;
                let unit = self.world.unit(symbol.id.unit)?;
                match symbol.kind {
                    SymbolKind::Message => {
                        let part = self.world.message(symbol)?;
                        Some(FieldType::Message(Found { symbol, unit, part }))
                    }
                    SymbolKind::Enum => {
                        let part = self.world.enumeration(symbol)?;
                        Some(FieldType::Enum(Found { symbol, unit, part }))
                    }
                    _ => None,
                }
            }
        }
    }

    /// The file that an import leads to.
    pub fn imported(&self, import: usize) -> Option<&'w Unit> {
        let target = *self.world.scope(self.unit.index)?.imports.get(import)?;
        self.world.unit(target?)
    }
}

impl Found<'_, Enum> {
    /// Its features.
    pub fn features(&self) -> Features {
        self.unit.features.of(Target::Enum, self.part.node)
    }
}

impl FieldType<'_> {
    /// A message of whatever kind.
    pub fn is_message(&self) -> bool {
        matches!(self, FieldType::Message(_) | FieldType::Own(_))
    }

    /// The message that a `map<K, V>` made, used as a type.
    pub fn is_map_entry(&self) -> bool {
        match self {
            FieldType::Message(found) => found.part.origin == Origin::MapEntry,
            FieldType::Own(message) => message.origin == Origin::MapEntry,
            _ => false,
        }
    }

    /// Whether a list of it can be packed.
    pub fn is_packable(&self) -> bool {
        match self {
            FieldType::Scalar(scalar) => !matches!(scalar, Scalar::String | Scalar::Bytes),
            FieldType::Enum(_) => true,
            _ => false,
        }
    }
}

/// Whether a field holds any number of values.
pub fn is_list(field: &Field) -> bool {
    field.is_map || matches!(field.label, Some((Label::Repeated, _)))
}

/// Whether a message has the wire format of the old message sets.
pub fn is_message_set(message: &Message) -> bool {
    features::flag(&message.options, "message_set_wire_format") == Some(true)
}

/// Whether a file is for the lite runtime.
pub fn is_lite(file: &File) -> bool {
    let setting = features::setting(&file.options, "optimize_for");
    setting
        .is_some_and(|setting| matches!(&setting.value.kind, ValueKind::Ident(word, false) if word == "LITE_RUNTIME"))
}

/// The last number that an extension of a message may have: `max` stands for a greater one in a message set.
pub fn range_end(message: &Message, range: &super::super::model::Range, unit: &Unit) -> i64 {
    let is_max = unit.tree.node(range.end.node).kind() == crate::syntax::Kind::Keyword;
    if is_max && is_message_set(message) { i64::from(i32::MAX) - 1 } else { range.end.value }
}
