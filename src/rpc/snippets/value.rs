//! A message as a tree of values, in the order of the fields' numbers and of the maps' keys.
//!
//! Plain data, named by the schema. Knows no language.

use prost_reflect::{DynamicMessage, MapKey, Value as Dynamic};

use crate::schema::types::{Field, Kind, MessageId, Root};

/// A message.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    /// Its type's full name.
    pub full_name: String,
    /// Its type in the table it was read by; nothing of one that was not read.
    pub id: Option<MessageId>,
    /// The fields that are set.
    pub fields: Vec<Set>,
}

/// A field that is set.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub field: Field,
    /// The simple name of the oneof it is a member of.
    pub oneof: Option<String>,
    pub content: Content,
}

impl Set {
    /// The name of the field as the .proto file has it: of a group, whose field is called so in small letters, its type's.
    pub fn written_name(&self) -> &str {
        let value = match &self.content {
            Content::One(value) => Some(value),
            Content::List(values) => values.first(),
            Content::Map(..) => None,
        };
        match (self.field.kind, value) {
            (Kind::Group(_), Some(Value::Message(it))) => it.full_name.rsplit('.').next().unwrap_or_default(),
            _ => &self.field.name,
        }
    }
}

/// What a field is set to.
#[derive(Clone, Debug)]
pub(super) enum Content {
    One(Value),
    List(Vec<Value>),
    /// The fields of key and value, and the entries in the order of their keys.
    Map(Box<(Field, Field)>, Vec<(Value, Value)>),
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Bool(bool),
    I32(i32),
    I64(i64),
    U32(u32),
    U64(u64),
    Float(f32),
    Double(f64),
    Text(String),
    Bytes(Vec<u8>),
    /// An enum's full name, a number, and that number's name in it.
    Enum(String, i32, Option<String>),
    Message(Message),
}

/// Reads a message; what it has no place for sets `is_partial`. Recurses as deep as messages are nested, which what reads them
/// limits.
pub(super) fn read(root: &Root, message: &DynamicMessage, is_partial: &mut bool) -> Message {
    read_as(root, root.id(), message, is_partial)
}

fn read_as(root: &Root, id: MessageId, message: &DynamicMessage, is_partial: &mut bool) -> Message {
    let types = root.types();
    let declared = types.message(id);
    *is_partial |= message.extensions().next().is_some() || message.unknown_fields().next().is_some();
    let mut fields = Vec::new();
    for (descriptor, value) in message.fields() {
        let Some(field) = declared.field(descriptor.number()) else { continue };
        let content = match value {
            Dynamic::List(values) => {
                Content::List(values.iter().filter_map(|it| one(root, field.kind, it, is_partial)).collect())
            }
            Dynamic::Map(entries) => {
                let entry = field.kind.message().and_then(|id| types.message(id).entry());
                let Some((key, value)) = entry else { continue };
                let mut sorted: Vec<(&MapKey, &Dynamic)> = entries.iter().collect();
                crate::order::sort_by_key(&mut sorted, |(key, _)| *key);
                let pairs = sorted.into_iter().filter_map(|(its_key, its_value)| {
                    let its_key = one(root, key.kind, &Dynamic::from(its_key.clone()), is_partial)?;
                    Some((its_key, one(root, value.kind, its_value, is_partial)?))
                });
                let pairs = pairs.collect();
                Content::Map(Box::new((key.clone(), value.clone())), pairs)
            }
            value => match one(root, field.kind, value, is_partial) {
                Some(value) => Content::One(value),
                None => continue,
            },
        };
        let oneof = field.oneof.and_then(|at| declared.oneofs.get(at as usize));
        let oneof = oneof.map(|name| name[name.rfind('.').map_or(0, |dot| dot + 1)..].to_owned());
        fields.push(Set { field: field.clone(), oneof, content });
    }
    Message { full_name: declared.full_name().to_owned(), id: Some(id), fields }
}

fn one(root: &Root, kind: Kind, value: &Dynamic, is_partial: &mut bool) -> Option<Value> {
    Some(match (value, kind) {
        (Dynamic::Bool(it), _) => Value::Bool(*it),
        (Dynamic::I32(it), _) => Value::I32(*it),
        (Dynamic::I64(it), _) => Value::I64(*it),
        (Dynamic::U32(it), _) => Value::U32(*it),
        (Dynamic::U64(it), _) => Value::U64(*it),
        (Dynamic::F32(it), _) => Value::Float(*it),
        (Dynamic::F64(it), _) => Value::Double(*it),
        (Dynamic::String(it), _) => Value::Text(it.clone()),
        (Dynamic::Bytes(it), _) => Value::Bytes(it.to_vec()),
        (Dynamic::EnumNumber(it), Kind::Enum(id)) => {
            let declared = root.types().enumeration(id);
            Value::Enum(declared.full_name.to_string(), *it, declared.name(*it).map(str::to_owned))
        }
        (Dynamic::Message(it), Kind::Message(id) | Kind::Group(id)) => {
            Value::Message(read_as(root, id, it, is_partial))
        }
        // A value is of its field's kind.
        _ => return None,
    })
}
