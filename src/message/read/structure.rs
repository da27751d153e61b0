//! `google.protobuf.Struct`, `ListValue` and `Value`: any JSON as a message.
//!
//! They are told as what they are: the places of `{"a": 1}` are those of `fields`, of its entry and of its `number_value`.

use super::misfit::Misfit;
use super::scalar::Key;
use super::walk::{Walk, Written};
use crate::message::json::tree::{Kind as Json, NodeId};
use crate::message::places::Step;
use crate::schema::types::{Field, Kind, Message};
use crate::wire::WireType;

/// How many levels of messages a member of an object is deeper: Struct, its entry and Value.
const STRUCT_LEVELS: usize = 3;
/// And an element of an array: ListValue and Value.
const LIST_LEVELS: usize = 2;
/// How many values are read: each is three fields for everyone who looks at the bytes.
const MAX_VALUES: usize = 500_000;

/// The field of Struct and that of ListValue.
const FIELDS_NUMBER: u32 = 1;
const VALUES_NUMBER: u32 = 1;
/// The fields of an entry.
const KEY_NUMBER: u32 = 1;
const VALUE_NUMBER: u32 = 2;
/// The fields of Value, which are of one oneof.
const NULL_VALUE: u32 = 1;
const NUMBER_VALUE: u32 = 2;
const STRING_VALUE: u32 = 3;
const BOOL_VALUE: u32 = 4;
const STRUCT_VALUE: u32 = 5;
const LIST_VALUE: u32 = 6;

/// Reads a `google.protobuf.Struct`.
pub(super) fn read_struct<'a>(
    walk: &mut Walk<'a>,
    message: &'a Message,
    value: NodeId,
    level: usize,
    node: u32,
) -> Written {
    if walk.tree.kind(value) != Json::Object {
        return mismatch(walk, "an object", value);
    }
    let (node, fields) = part(walk, message, FIELDS_NUMBER, value, node)?;
    let entry = walk.types.message(fields.kind.message()?);
    let inner = walk.types.message(entry.field(VALUE_NUMBER)?.kind.message()?);
    let tree = walk.tree;
    let members = tree.children(value).filter(|&member| !tree.key_span(member).is_empty());
    let mut entries: Vec<_> = members.map(|member| (tree.key(member), member)).collect();
    entries.sort_unstable();
    let mut first: Option<&(_, NodeId)> = None;
    for entry in &entries {
        let (key, member) = entry;
        let step = walk.places.key(key);
        let at = walk.place(node, step, *member);
        match first {
            Some((known, first)) if known == key => walk.repeated(*first, *member),
            _ => first = Some(entry),
        }
        let start = walk.out.len();
        let value = tree.value(*member);
        walk.out.tag(FIELDS_NUMBER, WireType::Len);
        let open = walk.out.open(tree.span(*member).len());
        walk.out.tag(KEY_NUMBER, WireType::Len);
        Key::Text(key.as_ref().into()).write(Kind::String, &mut walk.out);
        walk.out.tag(VALUE_NUMBER, WireType::Len);
        let open_value = walk.out.open(tree.span(value).len());
        if read_value(walk, inner, value, level + STRUCT_LEVELS, at).is_some() {
            walk.out.close(open_value);
            walk.out.close(open);
        } else {
            walk.out.truncate(start);
        }
    }
    Some(false)
}

/// Reads a `google.protobuf.ListValue`.
pub(super) fn read_list<'a>(
    walk: &mut Walk<'a>,
    message: &'a Message,
    value: NodeId,
    level: usize,
    node: u32,
) -> Written {
    if walk.tree.kind(value) != Json::Array {
        return mismatch(walk, "an array", value);
    }
    let (node, values) = part(walk, message, VALUES_NUMBER, value, node)?;
    let inner = walk.types.message(values.kind.message()?);
    let tree = walk.tree;
    for (at, item) in (0..).zip(tree.children(value)) {
        let span = tree.span(item);
        let at = walk.places.add(node, Step::Index(at), span, span.start);
        let start = walk.out.len();
        walk.out.tag(VALUES_NUMBER, WireType::Len);
        let open = walk.out.open(span.len());
        match read_value(walk, inner, item, level + LIST_LEVELS, at) {
            Some(_) => walk.out.close(open),
            None => walk.out.truncate(start),
        }
    }
    Some(false)
}

/// Reads a `google.protobuf.Value`. What is in it may be in a Struct or a list again: recurses as deep as messages may be.
pub(super) fn read_value<'a>(
    walk: &mut Walk<'a>,
    message: &'a Message,
    value: NodeId,
    level: usize,
    node: u32,
) -> Written {
    if !walk.has_level(level, value) || !has_room(walk, value) {
        return None;
    }
    let number = match walk.tree.kind(value) {
        Json::Null => NULL_VALUE,
        Json::Bool(_) => BOOL_VALUE,
        Json::Number => NUMBER_VALUE,
        Json::String => STRING_VALUE,
        Json::Array => LIST_VALUE,
        Json::Object => STRUCT_VALUE,
        Json::Broken | Json::Member => return None,
    };
    let (node, field) = part(walk, message, number, value, node)?;
    walk.out.tag(number, field.kind.wire());
    let Some(inner) = field.kind.message() else { return walk.scalar(field.kind, value) };
    let inner = walk.types.message(inner);
    let open = walk.out.open(walk.tree.span(value).len());
    let written = match number {
        LIST_VALUE => read_list(walk, inner, value, level, node),
        _ => read_struct(walk, inner, value, level, node),
    };
    walk.out.close(open);
    written
}

/// The field of a message that the whole of a value stands for, and its place.
fn part<'a>(
    walk: &mut Walk<'a>,
    message: &'a Message,
    number: u32,
    value: NodeId,
    node: u32,
) -> Option<(u32, &'a Field)> {
    let index = message.index(number)?;
    let span = walk.tree.span(value);
    let at = walk.places.add(node, Step::Field(message.id, index as u32), span, span.start);
    message.fields().get(index).map(|field| (at, field))
}

/// Whether another value may be kept; reports the first that may not.
fn has_room(walk: &mut Walk<'_>, value: NodeId) -> bool {
    walk.dynamic += 1;
    if walk.dynamic == MAX_VALUES + 1 {
        let misfit = Misfit::new(format!("expected at most {MAX_VALUES} values in google.protobuf.Value, found more"))
            .help("declare a message type for what is here: it takes a tenth of the memory");
        walk.fail("json-size", value, misfit);
    }
    walk.dynamic <= MAX_VALUES
}

fn mismatch(walk: &mut Walk<'_>, what: &str, value: NodeId) -> Written {
    let message = format!("expected {what}, found {}", walk.tree.described(value));
    walk.fail("json-type", value, Misfit::new(message))
}
