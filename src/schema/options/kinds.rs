//! What a field is made of, in whatever file it is declared: its type, found by the references of that file.

use super::draft::Step;
use crate::schema::check::linked::is_message_set;
use crate::schema::features::{Features, MessageEncoding, Presence, RepeatedEncoding};
use crate::schema::linked::Target;
use crate::schema::model::{Enum, Field, Label, Message, Scalar, Setting, Syntax, Type, ValueKind};
use crate::schema::names::{Symbol, SymbolId, SymbolKind};
use crate::schema::world::World;

/// A field with the symbol that declares it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    pub symbol: &'a Symbol,
    pub field: &'a Field,
}

/// The type of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum FieldKind<'a> {
    Scalar(Scalar),
    Message(&'a Symbol, &'a Message),
    Enum(&'a Symbol, &'a Enum),
}

impl<'a> Found<'a> {
    /// A field or an extension by its symbol.
    pub fn new(world: &'a World, symbol: &'a Symbol) -> Option<Found<'a>> {
        let is_field = matches!(symbol.kind, SymbolKind::Field | SymbolKind::Extension);
        is_field.then(|| world.field(symbol)).flatten().map(|field| Found { symbol, field })
    }

    /// Its full name.
    pub fn full_name(self, world: &World) -> String {
        world.full_name(self.symbol)
    }

    /// Its number on the wire; none where it can't have one.
    pub fn number(self) -> Option<u32> {
        u32::try_from(self.field.number.value).ok().filter(|&number| number > 0)
    }

    /// Whether it has many values.
    pub fn is_repeated(self) -> bool {
        self.field.is_map || matches!(self.field.label, Some((Label::Repeated, _)))
    }

    /// Its type; none where its name is not resolved, which is reported where it is declared.
    pub fn kind(self, world: &'a World) -> Option<FieldKind<'a>> {
        match &self.field.kind {
            Type::Own(index) => typed(world, world.own_type(self.symbol, *index)?),
            kind => kind_in(world, self.symbol.id.unit, kind),
        }
    }

    /// The message it is a field of, or extends.
    pub fn container(self, world: &'a World) -> Option<&'a Symbol> {
        match &self.field.extendee {
            Some(extendee) => world.get(world.linked(self.symbol.id.unit)?.references.get(extendee.node)?),
            None => world.get(SymbolId { at: self.symbol.parent?, ..self.symbol.id }),
        }
    }

    fn features(self, world: &'a World) -> Option<Features> {
        Some(world.unit(self.symbol.id.unit).map(|unit| &unit.features)?.of(Target::Field, self.field.node))
    }

    /// Whether its message is written between tags.
    pub fn is_delimited(self, world: &'a World) -> bool {
        self.field.is_group
            || !self.field.is_map
                && self.features(world).is_some_and(|it| it.message_encoding == MessageEncoding::Delimited)
    }

    /// Whether its numbers are written behind one tag.
    pub fn is_packed(self, world: &'a World, kind: FieldKind<'_>) -> bool {
        let packable = match kind {
            FieldKind::Scalar(scalar) => !matches!(scalar, Scalar::String | Scalar::Bytes),
            FieldKind::Enum(..) => true,
            FieldKind::Message(..) => false,
        };
        packable
            && self.is_repeated()
            && self.features(world).is_some_and(|it| it.repeated_field_encoding == RepeatedEncoding::Packed)
    }

    /// How it is written under a number.
    pub fn step(self, world: &'a World, kind: FieldKind<'_>, number: u32) -> Step {
        Step {
            number,
            is_group: self.is_delimited(world),
            is_packed: self.is_packed(world, kind),
            is_source: self.field.options.iter().any(is_source),
            is_item: self.field.extendee.is_some() && self.extends_message_set(world),
            oneof: self.field.oneof,
        }
    }

    fn extends_message_set(self, world: &'a World) -> bool {
        self.container(world).and_then(|symbol| world.message(symbol)).is_some_and(is_message_set)
    }

    /// Whether zero is the same as not set.
    pub fn is_implicit(self, world: &'a World) -> bool {
        let is_proto3_optional = || {
            let syntax = world.file(self.symbol).map(|file| file.syntax);
            syntax == Some(Syntax::Proto3) && self.field.label.is_some()
        };
        self.field.extendee.is_none()
            && self.field.oneof.is_none()
            && !self.is_repeated()
            && !is_proto3_optional()
            && self.features(world).is_some_and(|it| it.field_presence == Presence::Implicit)
    }
}

/// `retention = RETENTION_SOURCE`
fn is_source(setting: &Setting) -> bool {
    let is_word = matches!(&setting.value.kind, ValueKind::Ident(word, false) if word == "RETENTION_SOURCE");
    is_word && matches!(setting.parts.as_slice(), [part] if !part.is_extension && part.name.text == "retention")
}

/// What a type stands for in a file; none of a map and a group, which have no name.
pub(super) fn kind_in<'a>(world: &'a World, unit: u32, kind: &'a Type) -> Option<FieldKind<'a>> {
    match kind {
        Type::Scalar(scalar) => Some(FieldKind::Scalar(*scalar)),
        Type::Named(name) => typed(world, world.get(world.linked(unit)?.references.get(name.node)?)?),
        Type::Own(_) => None,
    }
}

fn typed<'a>(world: &'a World, symbol: &'a Symbol) -> Option<FieldKind<'a>> {
    match symbol.kind {
        SymbolKind::Message => Some(FieldKind::Message(symbol, world.message(symbol)?)),
        SymbolKind::Enum => Some(FieldKind::Enum(symbol, world.enumeration(symbol)?)),
        _ => None,
    }
}

impl FieldKind<'_> {
    /// What to call it in messages.
    pub fn describe(self, world: &World) -> String {
        match self {
            FieldKind::Scalar(scalar) => scalar.word().to_owned(),
            FieldKind::Message(symbol, _) => format!("message '{}'", world.full_name(symbol)),
            FieldKind::Enum(symbol, _) => format!("enum '{}'", world.full_name(symbol)),
        }
    }
}
