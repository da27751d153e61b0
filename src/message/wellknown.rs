//! The types of `google/protobuf` that have a JSON form of their own, Any left out.
//!
//! The text forms of Timestamp, Duration and FieldMask are prost-reflect's.

use prost_reflect::{DynamicMessage, Kind, MessageDescriptor, Value};

use super::check::Walk;
use super::json::{self, Member};
use super::paths::Segment;
use super::scalar::{self, Misfit};
use std::collections::HashMap;

/// The type whose JSON is any JSON.
pub(super) const VALUE: &str = "google.protobuf.Value";
/// The field of a wrapper.
pub(super) const WRAPPED_NUMBER: u32 = 1;

/// The JSON forms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    /// A string.
    Text,
    /// The wrapped scalar.
    Wrapper,
    /// Any object.
    Struct,
    /// Any array.
    List,
    /// Any value.
    Value,
}

/// The form of a type, if it has one of its own.
pub(super) fn form(message: &MessageDescriptor) -> Option<Form> {
    match message.full_name().strip_prefix("google.protobuf.")? {
        "Timestamp" | "Duration" | "FieldMask" => Some(Form::Text),
        "DoubleValue" | "FloatValue" | "Int64Value" | "UInt64Value" | "Int32Value" | "UInt32Value" | "BoolValue"
        | "StringValue" | "BytesValue" => Some(Form::Wrapper),
        "Struct" => Some(Form::Struct),
        "ListValue" => Some(Form::List),
        "Value" => Some(Form::Value),
        _ => None,
    }
}

/// Reads a value of such a type.
pub(super) fn read(
    walk: &mut Walk<'_>,
    form: Form,
    message: &MessageDescriptor,
    value: &json::Value<'_>,
    level: usize,
    node: u32,
) -> Option<DynamicMessage> {
    match form {
        Form::Text => text(walk, message, value),
        Form::Wrapper => wrapper(walk, message, value),
        Form::Struct | Form::List | Form::Value => {
            if !structure(walk, form, value, level, node) {
                return None;
            }
            let raw = walk.text.get(value.span.range()).unwrap_or_default();
            match DynamicMessage::deserialize(message.clone(), &mut serde_json::Deserializer::from_str(raw)) {
                Ok(message) => Some(message),
                Err(error) => walk.fail("json-type", value.span, Misfit { message: error.to_string(), help: None }),
            }
        }
    }
}

fn text(walk: &mut Walk<'_>, message: &MessageDescriptor, value: &json::Value<'_>) -> Option<DynamicMessage> {
    let (what, help) = match message.name() {
        "Timestamp" => ("a timestamp", "write it as \"2024-02-29T12:30:00Z\""),
        "Duration" => ("a duration", "write seconds as \"1.5s\""),
        _ => ("a field mask", "write paths as \"name,address.street\""),
    };
    let json::Kind::String(text) = &value.kind else {
        let message = format!("expected {what}, found {}", value.described());
        return walk.fail("json-type", value.span, Misfit { message, help: Some(help.to_owned()) });
    };
    let string = serde_json::Value::String(text.clone().into_owned());
    match DynamicMessage::deserialize(message.clone(), &string) {
        Ok(message) => Some(message),
        Err(error) => {
            let message = format!("expected {what}, found {}: {error}", value.described());
            walk.fail("json-type", value.span, Misfit { message, help: Some(help.to_owned()) })
        }
    }
}

fn wrapper(walk: &mut Walk<'_>, message: &MessageDescriptor, value: &json::Value<'_>) -> Option<DynamicMessage> {
    let kind = message.get_field(WRAPPED_NUMBER).map_or(Kind::String, |field| field.kind());
    match scalar::read(&kind, value) {
        Ok(read) => {
            let mut built = DynamicMessage::new(message.clone());
            let _ = built.try_set_field_by_number(WRAPPED_NUMBER, read);
            Some(built)
        }
        Err(misfit) => walk.fail("json-type", value.span, misfit),
    }
}

/// Looks through a Struct, a ListValue or a Value; `false` if there was an error.
fn structure(walk: &mut Walk<'_>, form: Form, value: &json::Value<'_>, level: usize, node: u32) -> bool {
    /// Struct, entry and Value; ListValue and Value.
    const STRUCT_LEVELS: usize = 3;
    const LIST_LEVELS: usize = 2;
    if !walk.has_level(level, value.span) {
        return false;
    }
    let inside = |walk: &mut Walk<'_>, name: &str| match form {
        Form::Value => walk.places.add(node, Segment::name(name), value.span, value.span),
        _ => node,
    };
    match &value.kind {
        json::Kind::Object(members) if form != Form::List => {
            let node = inside(walk, "struct_value");
            let node = walk.places.add(node, Segment::name("fields"), value.span, value.span);
            let mut fine = true;
            let mut seen: HashMap<&str, &Member<'_>> = HashMap::new();
            for member in members {
                let segment = Segment::Key(member.key.as_ref().into());
                let inner = walk.places.add(node, segment, member.span(), member.value.span);
                if let Some(first) = seen.insert(&member.key, member) {
                    walk.repeated(first, member);
                    fine = false;
                }
                fine &= structure(walk, Form::Value, &member.value, level + STRUCT_LEVELS, inner);
            }
            fine
        }
        json::Kind::Array(items) if form != Form::Struct => {
            let node = inside(walk, "list_value");
            let node = walk.places.add(node, Segment::name("values"), value.span, value.span);
            let mut fine = true;
            for (at, item) in items.iter().enumerate() {
                let inner = walk.places.add(node, Segment::Index(at as u32), item.span, item.span);
                fine &= structure(walk, Form::Value, item, level + LIST_LEVELS, inner);
            }
            fine
        }
        _ if form != Form::Value => {
            let what = if form == Form::Struct { "an object" } else { "an array" };
            let message = format!("expected {what}, found {}", value.described());
            walk.fail::<()>("json-type", value.span, Misfit { message, help: None });
            false
        }
        json::Kind::Number(_) => match scalar::read(&Kind::Double, value) {
            Ok(Value::F64(_)) => {
                inside(walk, "number_value");
                true
            }
            Ok(_) => false,
            Err(misfit) => {
                walk.fail::<()>("json-type", value.span, misfit);
                false
            }
        },
        kind => {
            let name = match kind {
                json::Kind::String(_) => "string_value",
                json::Kind::Bool(_) => "bool_value",
                _ => "null_value",
            };
            inside(walk, name);
            true
        }
    }
}
