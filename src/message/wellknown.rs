//! The types of `google/protobuf` that have a JSON form of their own, Any left out.

use prost_reflect::MessageDescriptor;

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
