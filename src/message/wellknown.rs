//! The types of `google/protobuf` that have a JSON form of their own, Any left out.

use prost_reflect::MessageDescriptor;

use crate::schema::types;

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
    use types::Form as Known;
    match Known::of(message.full_name()) {
        Known::Fields | Known::Empty | Known::Any => None,
        Known::Timestamp => Some(Form::Timestamp),
        Known::Duration => Some(Form::Duration),
        Known::Mask => Some(Form::Mask),
        Known::Wrapper => Some(Form::Wrapper),
        Known::Struct => Some(Form::Struct),
        Known::List => Some(Form::List),
        Known::Value => Some(Form::Value),
    }
}
