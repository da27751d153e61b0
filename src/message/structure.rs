//! `google.protobuf.Struct`, `ListValue` and `Value`: any JSON as a message.
//!
//! They are told as what they are: the places of `{"a": 1}` are those of `fields`, of its entry and of its `number_value`.

use std::collections::HashMap;

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, Value};

use super::check::Walk;
use super::json::{self, Member};
use super::paths::Segment;
use super::scalar::{self, Misfit};

/// How many levels of messages a member of an object is deeper: Struct, its entry and Value.
const STRUCT_LEVELS: usize = 3;
/// And an element of an array: ListValue and Value.
const LIST_LEVELS: usize = 2;
/// How many values are read: each takes half a kilobyte of memory and more.
const MAX_VALUES: usize = 500_000;

/// Reads a `google.protobuf.Struct`.
pub(super) fn read_struct(
    walk: &mut Walk,
    message: &MessageDescriptor,
    value: &json::Value<'_>,
    level: usize,
    node: u32,
) -> Option<DynamicMessage> {
    let json::Kind::Object(members) = &value.kind else { return mismatch(walk, "an object", value) };
    let fields = message.get_field_by_name("fields")?;
    let entry = fields.kind().as_message()?.map_entry_value_field().kind();
    let node = walk.places.add(node, Segment::name(fields.name()), value.span, value.span);
    let mut entries = HashMap::with_capacity(members.len());
    let mut seen: HashMap<&str, &Member<'_>> = HashMap::with_capacity(members.len());
    for member in members {
        let segment = Segment::Key(member.key.as_ref().into());
        let inner = walk.places.add(node, segment, member.span(), member.value.span);
        if let Some(first) = seen.insert(&member.key, member) {
            walk.repeated(first, member);
        }
        if let Some(read) = read_value(walk, entry.as_message()?, &member.value, level + STRUCT_LEVELS, inner) {
            entries.insert(MapKey::String(member.key.clone().into_owned()), Value::Message(read));
        }
    }
    Some(holding(message, &fields, Value::Map(entries)))
}

/// Reads a `google.protobuf.ListValue`.
pub(super) fn read_list(
    walk: &mut Walk,
    message: &MessageDescriptor,
    value: &json::Value<'_>,
    level: usize,
    node: u32,
) -> Option<DynamicMessage> {
    let json::Kind::Array(items) = &value.kind else { return mismatch(walk, "an array", value) };
    let values = message.get_field_by_name("values")?;
    let element = values.kind();
    let node = walk.places.add(node, Segment::name(values.name()), value.span, value.span);
    let mut list = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let inner = walk.places.add(node, Segment::Index(at as u32), item.span, item.span);
        let read = read_value(walk, element.as_message()?, item, level + LIST_LEVELS, inner);
        list.extend(read.map(Value::Message));
    }
    Some(holding(message, &values, Value::List(list)))
}

/// Reads a `google.protobuf.Value`. What is in it may be in a Struct or a list again: recurses as deep as messages may be.
pub(super) fn read_value(
    walk: &mut Walk,
    message: &MessageDescriptor,
    value: &json::Value<'_>,
    level: usize,
    node: u32,
) -> Option<DynamicMessage> {
    if !walk.has_level(level, value.span) || !has_room(walk, value) {
        return None;
    }
    let name = match value.kind {
        json::Kind::Null => "null_value",
        json::Kind::Bool(_) => "bool_value",
        json::Kind::Number(_) => "number_value",
        json::Kind::String(_) => "string_value",
        json::Kind::Array(_) => "list_value",
        json::Kind::Object(_) => "struct_value",
    };
    let field = message.get_field_by_name(name)?;
    let node = walk.places.add(node, Segment::name(name), value.span, value.span);
    let read = match (field.kind(), &value.kind) {
        (Kind::Message(inner), json::Kind::Object(_)) => Value::Message(read_struct(walk, &inner, value, level, node)?),
        (Kind::Message(inner), _) => Value::Message(read_list(walk, &inner, value, level, node)?),
        (kind, _) => match scalar::read(&kind, value) {
            Ok(read) => read,
            Err(misfit) => return walk.fail("json-type", value.span, misfit),
        },
    };
    Some(holding(message, &field, read))
}

/// Whether another value may be kept; reports the first that may not.
fn has_room(walk: &mut Walk, value: &json::Value<'_>) -> bool {
    walk.dynamic += 1;
    if walk.dynamic == MAX_VALUES + 1 {
        let misfit = Misfit::new(format!("expected at most {MAX_VALUES} values in google.protobuf.Value, found more"))
            .help("declare a message type for what is here: it takes a tenth of the memory");
        walk.fail::<()>("json-size", value.span, misfit);
    }
    walk.dynamic <= MAX_VALUES
}

fn mismatch(walk: &mut Walk, what: &str, value: &json::Value<'_>) -> Option<DynamicMessage> {
    let message = format!("expected {what}, found {}", value.described());
    walk.fail("json-type", value.span, Misfit { message, help: None })
}

/// A message with one field; the types are those of the bundled struct.proto, the only one there can be.
fn holding(message: &MessageDescriptor, field: &FieldDescriptor, value: Value) -> DynamicMessage {
    let mut built = DynamicMessage::new(message.clone());
    let _ = built.try_set_field(field, value);
    built
}
