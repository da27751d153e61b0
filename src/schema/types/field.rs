//! A field or an extension, whichever of the two it is: what the reading of its values depends on.

use prost_reflect::{Cardinality, ExtensionDescriptor, FieldDescriptor};

use super::{EnumId, MessageId, Types};
use crate::schema::dialect;
use crate::wire::WireType;

/// What one value of a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names of the scalar types are the specification's")]
pub enum Kind {
    Double,
    Float,
    Int32,
    Int64,
    Uint32,
    Uint64,
    Sint32,
    Sint64,
    Fixed32,
    Fixed64,
    Sfixed32,
    Sfixed64,
    Bool,
    /// A number that has names.
    Enum(EnumId),
    String,
    Bytes,
    /// A message behind a length; of a map, its entry.
    Message(MessageId),
    /// A message between tags.
    Group(MessageId),
}

impl Kind {
    /// The wire type of one value.
    #[inline]
    pub fn wire(self) -> WireType {
        use Kind::*;
        match self {
            Double | Fixed64 | Sfixed64 => WireType::I64,
            Float | Fixed32 | Sfixed32 => WireType::I32,
            Int32 | Int64 | Uint32 | Uint64 | Sint32 | Sint64 | Bool | Enum(_) => WireType::Varint,
            String | Bytes | Message(_) => WireType::Len,
            Group(_) => WireType::SGroup,
        }
    }

    /// Whether it is a number, which can be packed.
    #[inline]
    pub fn is_packable(self) -> bool {
        !matches!(self.wire(), WireType::Len | WireType::SGroup)
    }

    /// The message type of the values.
    #[inline]
    pub fn message(self) -> Option<MessageId> {
        match self {
            Kind::Message(id) | Kind::Group(id) => Some(id),
            _ => None,
        }
    }

    /// The keyword of a .proto file; of enums and messages see [`Types::word`].
    pub(super) fn word(self) -> &'static str {
        use Kind::*;
        match self {
            Double => "double",
            Float => "float",
            Int32 => "int32",
            Int64 => "int64",
            Uint32 => "uint32",
            Uint64 => "uint64",
            Sint32 => "sint32",
            Sint64 => "sint64",
            Fixed32 => "fixed32",
            Fixed64 => "fixed64",
            Sfixed32 => "sfixed32",
            Sfixed64 => "sfixed64",
            Bool => "bool",
            Enum(_) => "enum",
            String => "string",
            Bytes => "bytes",
            Message(_) => "message",
            Group(_) => "group",
        }
    }
}

/// How many values a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One at most.
    Single,
    /// Any number.
    List,
    /// One for each key. The field's kind is the message of its entries.
    Map,
}

/// A field or an extension.
#[derive(Clone, Debug)]
pub struct Field {
    /// As declared; of an extension its full name in brackets.
    pub name: Box<str>,
    /// The name by which its declaration is found.
    pub full_name: Box<str>,
    /// What ProtoJSON calls it; of an extension the same as its name.
    pub json_name: Box<str>,
    /// Whether that stands in JSON as it is, without an escape: so do all that are not chosen by hand.
    pub is_plain: bool,
    /// The field number.
    pub number: u32,
    /// What its values are.
    pub kind: Kind,
    /// How many they are.
    pub shape: Shape,
    /// Whether it is an extension.
    pub is_extension: bool,
    /// Whether its numbers are written packed.
    pub is_packed: bool,
    /// Whether it must be there.
    pub is_required: bool,
    /// Whether it is told if it is there, apart from its value. Not so of lists and maps.
    pub has_presence: bool,
    /// Whether its strings have to be UTF-8, by the features of its file or its own.
    pub is_strict: bool,
    /// The oneof it is a member of, as an index in [`Message::oneofs`](super::Message::oneofs); an `optional` of proto3 is in none.
    pub oneof: Option<u32>,
}

impl Field {
    /// Whether a value of that wire type is one of this field, or a packed run of them: a parser takes both of any packable
    /// field (encoding guide, "Repeated Elements"). What is not is an unknown field to it.
    #[inline]
    pub fn takes(&self, wire: WireType) -> bool {
        let own = self.kind.wire();
        wire == own || wire == WireType::Len && self.shape == Shape::List && self.kind.is_packable()
    }

    /// `is_file_strict` is whether strings of the file have to be UTF-8, asked for strings only.
    pub(super) fn declared(
        types: &Types,
        field: &FieldDescriptor,
        oneof: Option<u32>,
        is_file_strict: &mut dyn FnMut() -> bool,
    ) -> Option<Field> {
        let kind = types.kind(&field.kind(), field.is_group())?;
        let shape = match field.cardinality() {
            Cardinality::Repeated if field.is_map() => Shape::Map,
            Cardinality::Repeated => Shape::List,
            _ => Shape::Single,
        };
        Some(Field {
            name: field.name().into(),
            full_name: field.full_name().into(),
            json_name: field.json_name().into(),
            is_plain: is_plain(field.json_name()),
            number: field.number(),
            kind,
            shape,
            is_extension: false,
            is_packed: field.is_packed(),
            is_required: field.is_required(),
            has_presence: shape == Shape::Single && field.supports_presence(),
            is_strict: kind == Kind::String && dialect::is_utf8(field).unwrap_or_else(is_file_strict),
            oneof,
        })
    }

    pub(super) fn extension(types: &Types, field: &ExtensionDescriptor) -> Option<Field> {
        let kind = types.kind(&field.kind(), field.is_group())?;
        let is_list = field.cardinality() == Cardinality::Repeated;
        let name: Box<str> = format!("[{}]", field.full_name()).into();
        Some(Field {
            json_name: name.clone(),
            is_plain: is_plain(&name),
            full_name: field.full_name().into(),
            name,
            number: field.number(),
            kind,
            shape: if is_list { Shape::List } else { Shape::Single },
            is_extension: true,
            is_packed: field.is_packed(),
            is_required: false,
            has_presence: !is_list,
            is_strict: kind == Kind::String && dialect::is_extension_utf8(field),
            oneof: None,
        })
    }
}

fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\')
}
