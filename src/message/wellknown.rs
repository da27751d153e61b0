//! The types of `google/protobuf` that have a JSON form of their own, Any left out: which they are, and how they are read.

use prost_reflect::{DynamicMessage, MessageDescriptor, Value};

use super::check::Walk;
use super::scalar::{self, Misfit};
use super::time::{self, Time};
use super::{json, mask, structure};

/// The type whose JSON is any JSON.
pub(super) const VALUE: &str = "google.protobuf.Value";
/// The field of a wrapper.
pub(super) const WRAPPED_NUMBER: u32 = 1;
/// The fields of Timestamp and Duration.
pub(super) const SECONDS_NUMBER: u32 = 1;
pub(super) const NANOS_NUMBER: u32 = 2;
/// The field of FieldMask.
pub(super) const PATHS_NUMBER: u32 = 1;

/// The JSON forms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    /// A string that is a point in time.
    Timestamp,
    /// A string of seconds.
    Duration,
    /// A string of paths.
    Mask,
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
        "Timestamp" => Some(Form::Timestamp),
        "Duration" => Some(Form::Duration),
        "FieldMask" => Some(Form::Mask),
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
    walk: &mut Walk,
    form: Form,
    message: &MessageDescriptor,
    value: &json::Value<'_>,
    level: usize,
    node: u32,
) -> Option<DynamicMessage> {
    let fields = match form {
        Form::Timestamp => text(value, "a timestamp", "2024-02-29T12:30:00Z", time::read_timestamp).map(of_time),
        Form::Duration => text(value, "a duration", "1.5s", time::read_duration).map(of_time),
        Form::Mask => text(value, "a field mask", "name,address.street", mask::read).map(of_paths),
        Form::Wrapper => wrapped(message, value),
        Form::Struct => return structure::read_struct(walk, message, value, level, node),
        Form::List => return structure::read_list(walk, message, value, level, node),
        Form::Value => return structure::read_value(walk, message, value, level, node),
    };
    match fields {
        Ok(fields) => {
            let mut built = DynamicMessage::new(message.clone());
            for (number, value) in fields {
                // The fields have these kinds in the bundled files, the only ones there can be.
                let _ = built.try_set_field_by_number(number, value);
            }
            Some(built)
        }
        Err(misfit) => walk.fail("json-type", value.span, misfit),
    }
}

/// Reads a string by the rules of its type.
fn text<T>(
    value: &json::Value<'_>,
    what: &str,
    example: &str,
    read: fn(&str) -> Result<T, String>,
) -> Result<T, Misfit> {
    let wrong = |reason: &str| {
        Misfit::new(format!("expected {what}, found {}{reason}", value.described()))
            .help(format!("write it as \"{example}\""))
    };
    let json::Kind::String(text) = &value.kind else { return Err(wrong("")) };
    read(text).map_err(|reason| wrong(&format!(": {reason}")))
}

/// Fields by their numbers.
type Fields = Vec<(u32, Value)>;

fn of_time(time: Time) -> Fields {
    vec![(SECONDS_NUMBER, Value::I64(time.seconds)), (NANOS_NUMBER, Value::I32(time.nanos))]
}

fn of_paths(paths: Vec<String>) -> Fields {
    vec![(PATHS_NUMBER, Value::List(paths.into_iter().map(Value::String).collect()))]
}

fn wrapped(message: &MessageDescriptor, value: &json::Value<'_>) -> Result<Fields, Misfit> {
    let Some(field) = message.get_field(WRAPPED_NUMBER) else { return Ok(Vec::new()) };
    Ok(vec![(WRAPPED_NUMBER, scalar::read(&field.kind(), value)?)])
}
