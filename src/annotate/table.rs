//! The declarations that were met: each message and field once, with what the walk asks of it.
//!
//! prost-reflect's descriptors are found by name and number through maps; here the fields that were met are found by number
//! alone, and what a node needs of its field is an index.

use std::collections::HashMap;

use prost_reflect::{Cardinality, EnumDescriptor, ExtensionDescriptor, FieldDescriptor, Kind, MessageDescriptor};

use super::node::{FieldId, NodeId};
use crate::schema::dialect;
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
    pub(super) kind: Kind,
    pub(super) message: Option<MessageId>,
}

impl Field {
    /// The enum of its values.
    pub fn enumeration(&self) -> Option<&EnumDescriptor> {
        self.kind.as_enum()
    }

    /// The full name of the message type of its values.
    pub fn message_name(&self) -> Option<&str> {
        self.kind.as_message().map(MessageDescriptor::full_name)
    }

    /// The message type of its values.
    pub fn message(&self) -> Option<&MessageDescriptor> {
        self.kind.as_message()
    }

    fn declared(field: &FieldDescriptor, oneof: Option<u32>, is_strict: bool) -> Field {
        Field {
            name: field.name().to_owned(),
            full_name: field.full_name().to_owned(),
            number: field.number(),
            shape: shape(&field.kind(), field.is_group()),
            is_list: field.cardinality() == Cardinality::Repeated && !field.is_map(),
            is_map: field.is_map(),
            is_strict,
            oneof,
            kind: field.kind(),
            message: None,
        }
    }

    fn extension(field: &ExtensionDescriptor) -> Field {
        Field {
            name: format!("[{}]", field.full_name()),
            full_name: field.full_name().to_owned(),
            number: field.number(),
            shape: shape(&field.kind(), field.is_group()),
            is_list: field.cardinality() == Cardinality::Repeated,
            is_map: false,
            is_strict: field.kind() == Kind::String && dialect::is_extension_utf8(field),
            oneof: None,
            kind: field.kind(),
            message: None,
        }
    }
}

/// Which oneof each field is a member of. Looked for once a message: a field itself knows its oneof, but not which one it is.
fn oneofs(message: &MessageDescriptor) -> HashMap<u32, u32> {
    let real = (0..).zip(message.oneofs()).filter(|(_, oneof)| !oneof.is_synthetic());
    real.flat_map(|(at, oneof)| oneof.fields().map(move |field| (field.number(), at)).collect::<Vec<_>>()).collect()
}

fn shape(kind: &Kind, is_group: bool) -> Shape {
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
        Kind::Message(_) if is_group => return Shape::Group,
        Kind::Message(_) => return Shape::Message,
    })
}

/// How many fields are found by their number alone: those with the smallest ones, which are the most frequent.
const LOW: usize = 32;

#[derive(Clone, Debug)]
struct Message {
    descriptor: MessageDescriptor,
    is_any: bool,
    // Whether there is a field of a small number, once one was met.
    low: [Option<Option<FieldId>>; LOW],
    // The fields with larger numbers that were met, sorted.
    high: Vec<(u32, FieldId)>,
    // Sorted by number, all of them: prost-reflect would look through its list.
    extensions: Vec<ExtensionDescriptor>,
    // Which oneof each field is a member of, once a member was met.
    oneofs: Option<HashMap<u32, u32>>,
    // The numbers of those that must be there.
    required: Vec<u32>,
    // Whether strings must be UTF-8 unless their field says it, once one was met.
    is_strict: Option<bool>,
}

impl Message {
    fn new(descriptor: &MessageDescriptor) -> Message {
        let mut extensions: Vec<ExtensionDescriptor> = descriptor.extensions().collect();
        // Stable: of two extensions with one number the first is found.
        extensions.sort_by_key(ExtensionDescriptor::number);
        Message {
            is_any: descriptor.full_name() == "google.protobuf.Any",
            low: [None; LOW],
            high: Vec::new(),
            extensions,
            oneofs: None,
            is_strict: None,
            required: descriptor.fields().filter(FieldDescriptor::is_required).map(|it| it.number()).collect(),
            descriptor: descriptor.clone(),
        }
    }

    /// Options are read anew each time, so a file's are asked for once.
    fn is_strict(&mut self, field: &FieldDescriptor) -> bool {
        let of_file = || dialect::is_file_utf8(&self.descriptor.parent_file());
        dialect::is_utf8(field).unwrap_or_else(|| *self.is_strict.get_or_insert_with(of_file))
    }

    fn declared(&mut self, number: u32) -> Option<Field> {
        if let Some(field) = self.descriptor.get_field(number) {
            let member = field.containing_oneof().is_some();
            let oneofs = member.then(|| self.oneofs.get_or_insert_with(|| oneofs(&self.descriptor)));
            let oneof = oneofs.and_then(|it| it.get(&number)).copied();
            return Some(Field::declared(&field, oneof, field.kind() == Kind::String && self.is_strict(&field)));
        }
        let at = self.extensions.partition_point(|it| it.number() < number);
        self.extensions.get(at).filter(|it| it.number() == number).map(Field::extension)
    }
}

/// Messages and fields, each met once.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    fields: Vec<Field>,
    messages: Vec<Message>,
    by_name: HashMap<String, MessageId>,
    // Which type the value of an Any was read as.
    any: HashMap<NodeId, MessageId>,
}

impl Table {
    pub fn field(&self, id: FieldId) -> Option<&Field> {
        self.fields.get(id.index())
    }

    /// Whether no message was met, which is so only where there was no schema.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Puts a message into the table, unless it is there. Its fields follow as they are met: a type may have thousands, and a
    /// payload a few.
    pub fn intern(&mut self, descriptor: &MessageDescriptor) -> MessageId {
        if let Some(&known) = self.by_name.get(descriptor.full_name()) {
            return known;
        }
        let id = MessageId(self.messages.len() as u32);
        self.messages.push(Message::new(descriptor));
        self.by_name.insert(descriptor.full_name().to_owned(), id);
        id
    }

    /// The field of `message` with this number.
    #[inline]
    pub fn find(&mut self, message: MessageId, number: u32) -> Option<FieldId> {
        let known = self.messages.get(message.0 as usize)?.low.get(number as usize).copied().flatten();
        known.unwrap_or_else(|| self.meet(message, number))
    }

    fn meet(&mut self, id: MessageId, number: u32) -> Option<FieldId> {
        let message = self.messages.get_mut(id.0 as usize)?;
        let at = message.high.partition_point(|&(it, _)| it < number);
        if let Some(&(_, known)) = message.high.get(at).filter(|&&(it, _)| it == number) {
            return Some(known);
        }
        let field = message.declared(number).and_then(|field| Some((FieldId::new(self.fields.len())?, field)));
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
        Some(self.messages.get(message.0 as usize)?.descriptor.get_field(number)?.name().to_owned())
    }

    /// The numbers of the required fields of `message`.
    pub fn required(&self, message: MessageId) -> &[u32] {
        self.messages.get(message.0 as usize).map_or(&[], |it| &it.required)
    }

    /// The full name of a message type.
    pub fn name(&self, message: MessageId) -> Option<&str> {
        self.messages.get(message.0 as usize).map(|it| it.descriptor.full_name())
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
        let descriptor = field.kind.as_message()?.clone();
        let message = self.intern(&descriptor);
        self.fields.get_mut(id.index())?.message = Some(message);
        Some(message)
    }

    /// Whether `message` is `google.protobuf.Any`.
    pub fn is_any(&self, message: MessageId) -> bool {
        self.messages.get(message.0 as usize).is_some_and(|it| it.is_any)
    }

    /// The type with this name in the pool that `beside` comes from.
    pub fn named(&mut self, name: &str, beside: MessageId) -> Option<MessageId> {
        if let Some(&known) = self.by_name.get(name) {
            return Some(known);
        }
        let pool = self.messages.get(beside.0 as usize)?.descriptor.parent_pool().clone();
        Some(self.intern(&pool.get_message_by_name(name)?))
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
