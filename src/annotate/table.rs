//! The declarations that were met: each message and field once, with what the walk asks of it.
//!
//! What they are says the schema's table of types, which is kept from one payload to the next. Here are those of one payload, so
//! that what a node needs of its field is an index.

use std::collections::HashMap;

use prost_reflect::{EnumDescriptor, MessageDescriptor};

use super::node::{FieldId, NodeId};
use crate::schema::Root;
use crate::schema::types::{self, Form, Kind, Types};
use crate::wire::WireType;

/// The index of a message in the table of those that were met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MessageId(u32);

/// The numeric types: those that can be packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the specification's")]
pub enum Scalar {
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
    Enum,
}

impl Scalar {
    /// The wire type of one value.
    pub fn wire(self) -> WireType {
        use Scalar::*;
        match self {
            Double | Fixed64 | Sfixed64 => WireType::I64,
            Float | Fixed32 | Sfixed32 => WireType::I32,
            Int32 | Int64 | Uint32 | Uint64 | Sint32 | Sint64 | Bool | Enum => WireType::Varint,
        }
    }

    /// The keyword of a .proto file.
    pub fn name(self) -> &'static str {
        use Scalar::*;
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
            Enum => "enum",
        }
    }
}

/// What a field's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Numbers.
    Scalar(Scalar),
    /// UTF-8.
    Text,
    /// Bytes.
    Bytes,
    /// Messages behind a length.
    Message,
    /// Messages between tags.
    Group,
}

impl Shape {
    /// The wire type of one value.
    pub fn wire(self) -> WireType {
        match self {
            Shape::Scalar(scalar) => scalar.wire(),
            Shape::Text | Shape::Bytes | Shape::Message => WireType::Len,
            Shape::Group => WireType::SGroup,
        }
    }
}

/// A declared field or extension.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name in a path: as declared, of an extension its full name in brackets.
    pub name: String,
    /// The name by which its declaration is found.
    pub full_name: String,
    /// The field number.
    pub number: u32,
    /// What its values are.
    pub shape: Shape,
    /// Whether it is repeated, and no map.
    pub is_list: bool,
    /// Whether it is a map.
    pub is_map: bool,
    /// Whether its strings have to be UTF-8, by the features of its file or its own.
    pub is_strict: bool,
    /// The oneof it is a member of, as an index; an `optional` of proto3 is in none.
    pub oneof: Option<u32>,
    pub(super) kind: prost_reflect::Kind,
    declared: Option<types::MessageId>,
    message: Option<MessageId>,
}

impl Field {
    /// The enum of its values.
    pub fn enumeration(&self) -> Option<&EnumDescriptor> {
        self.kind.as_enum()
    }

    /// The full name of the message type of its values.
    pub fn message_name(&self) -> Option<&str> {
        self.message().map(MessageDescriptor::full_name)
    }

    /// The message type of its values.
    pub fn message(&self) -> Option<&MessageDescriptor> {
        self.kind.as_message()
    }

    fn new(types: &Types, field: &types::Field) -> Field {
        Field {
            name: (*field.name).to_owned(),
            full_name: (*field.full_name).to_owned(),
            number: field.number,
            shape: shape(field.kind),
            is_list: field.shape == types::Shape::List,
            is_map: field.shape == types::Shape::Map,
            is_strict: field.is_strict,
            oneof: field.oneof,
            kind: types.declared(field.kind),
            declared: field.kind.message(),
            message: None,
        }
    }
}

fn shape(kind: Kind) -> Shape {
    Shape::Scalar(match kind {
        Kind::Double => Scalar::Double,
        Kind::Float => Scalar::Float,
        Kind::Int32 => Scalar::Int32,
        Kind::Int64 => Scalar::Int64,
        Kind::Uint32 => Scalar::Uint32,
        Kind::Uint64 => Scalar::Uint64,
        Kind::Sint32 => Scalar::Sint32,
        Kind::Sint64 => Scalar::Sint64,
        Kind::Fixed32 => Scalar::Fixed32,
        Kind::Fixed64 => Scalar::Fixed64,
        Kind::Sfixed32 => Scalar::Sfixed32,
        Kind::Sfixed64 => Scalar::Sfixed64,
        Kind::Bool => Scalar::Bool,
        Kind::Enum(_) => Scalar::Enum,
        Kind::String => return Shape::Text,
        Kind::Bytes => return Shape::Bytes,
        Kind::Group(_) => return Shape::Group,
        Kind::Message(_) => return Shape::Message,
    })
}

/// How many fields are found by their number alone: those with the smallest ones, which are the most frequent.
const LOW: usize = 32;

#[derive(Clone, Debug)]
struct Message {
    id: types::MessageId,
    is_any: bool,
    // Whether there is a field of a small number, once one was met.
    low: [Option<Option<FieldId>>; LOW],
    // The fields with larger numbers that were met, sorted.
    high: Vec<(u32, FieldId)>,
    // The numbers of those that must be there.
    required: Vec<u32>,
}

impl Message {
    fn new(message: &types::Message) -> Message {
        let required = message.required.iter().filter_map(|&at| message.fields().get(at as usize));
        Message {
            id: message.id,
            is_any: message.form == Form::Any,
            low: [None; LOW],
            high: Vec::new(),
            required: required.map(|field| field.number).collect(),
        }
    }
}

/// Messages and fields, each met once.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    root: Option<Root>,
    fields: Vec<Field>,
    messages: Vec<Message>,
    met: HashMap<types::MessageId, MessageId>,
    // Which type the value of an Any was read as.
    any: HashMap<NodeId, MessageId>,
}

impl Table {
    /// A table for payloads of a type, or for such without a schema.
    pub fn new(root: Option<&Root>) -> Table {
        Table { root: root.cloned(), ..Table::default() }
    }

    /// The payload's own type.
    pub fn root(&mut self) -> Option<MessageId> {
        let id = self.root.as_ref()?.id();
        self.intern(id)
    }

    fn types(&self) -> Option<&Types> {
        self.root.as_ref().map(Root::types)
    }

    pub fn field(&self, id: FieldId) -> Option<&Field> {
        self.fields.get(id.index())
    }

    /// Whether no message was met, which is so only where there was no schema.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Puts a message into the table, unless it is there. Its fields follow as they are met: a type may have thousands, and a
    /// payload a few.
    fn intern(&mut self, id: types::MessageId) -> Option<MessageId> {
        if let Some(&known) = self.met.get(&id) {
            return Some(known);
        }
        let message = Message::new(self.types()?.message(id));
        let own = MessageId(self.messages.len() as u32);
        self.messages.push(message);
        self.met.insert(id, own);
        Some(own)
    }

    /// The field of `message` with this number.
    #[inline]
    pub fn find(&mut self, message: MessageId, number: u32) -> Option<FieldId> {
        let known = self.messages.get(message.0 as usize)?.low.get(number as usize).copied().flatten();
        known.unwrap_or_else(|| self.meet(message, number))
    }

    fn meet(&mut self, id: MessageId, number: u32) -> Option<FieldId> {
        let types = self.root.as_ref().map(Root::types)?;
        let message = self.messages.get_mut(id.0 as usize)?;
        let at = message.high.partition_point(|&(it, _)| it < number);
        if let Some(&(_, known)) = message.high.get(at).filter(|&&(it, _)| it == number) {
            return Some(known);
        }
        let declared = types.message(message.id).field(number);
        let field = declared.and_then(|field| Some((FieldId::new(self.fields.len())?, Field::new(types, field))));
        let found = field.as_ref().map(|&(id, _)| id);
        match (message.low.get_mut(number as usize), found) {
            (Some(low), found) => *low = Some(found),
            (None, Some(found)) => message.high.insert(at, (number, found)),
            // Of those that are not declared there may be millions.
            (None, None) => {}
        }
        self.fields.extend(field.map(|(_, field)| field));
        found
    }

    /// The name of a field that was perhaps not met.
    pub fn field_name(&self, message: MessageId, number: u32) -> Option<String> {
        let id = self.messages.get(message.0 as usize)?.id;
        Some((*self.types()?.message(id).field(number)?.name).to_owned())
    }

    /// The numbers of the required fields of `message`.
    pub fn required(&self, message: MessageId) -> &[u32] {
        self.messages.get(message.0 as usize).map_or(&[], |it| &it.required)
    }

    /// The full name of a message type.
    pub fn name(&self, message: MessageId) -> Option<&str> {
        let id = self.messages.get(message.0 as usize)?.id;
        Some(self.types()?.descriptor(id).full_name())
    }

    /// The message type of a field's values, if a message of it was met.
    pub fn known_message_of(&self, id: FieldId) -> Option<MessageId> {
        self.field(id)?.message
    }

    /// The message type of a field's values.
    pub fn message_of(&mut self, id: FieldId) -> Option<MessageId> {
        let field = self.field(id)?;
        if field.message.is_some() {
            return field.message;
        }
        let declared = field.declared?;
        let message = self.intern(declared);
        self.fields.get_mut(id.index())?.message = message;
        message
    }

    /// Whether `message` is `google.protobuf.Any`.
    pub fn is_any(&self, message: MessageId) -> bool {
        self.messages.get(message.0 as usize).is_some_and(|it| it.is_any)
    }

    /// The type with this name.
    pub fn named(&mut self, name: &str) -> Option<MessageId> {
        let id = self.types()?.find(name)?;
        self.intern(id)
    }

    pub fn set_any(&mut self, node: NodeId, message: MessageId) {
        self.any.insert(node, message);
    }

    /// The type that the value of an Any was read as.
    pub fn any(&self, node: NodeId) -> Option<MessageId> {
        self.any.get(&node).copied()
    }

    /// Its full name.
    pub fn any_type(&self, node: NodeId) -> Option<&str> {
        self.name(*self.any.get(&node)?)
    }
}
