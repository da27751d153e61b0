//! `google.protobuf.Any` in JSON: `{"@type": "…/pkg.Type", …}`.
//!
//! The fields of what it holds stand beside `@type`; a type with a JSON form of its own stands in `value`.

use prost_reflect::MessageDescriptor;

use super::wellknown;

/// The type this is about.
pub(super) const FULL_NAME: &str = "google.protobuf.Any";
/// The member that names the type.
pub(super) const TYPE: &str = "@type";
/// The member that holds a value with a JSON form of its own.
pub(super) const VALUE: &str = "value";
/// Numbers of Any's fields.
pub(super) const TYPE_URL_NUMBER: u32 = 1;
pub(super) const VALUE_NUMBER: u32 = 2;

const EMPTY: &str = "google.protobuf.Empty";

/// The full name at the end of a type URL such as `type.googleapis.com/pkg.Type`.
pub(super) fn type_name(url: &str) -> Option<&str> {
    url.rsplit_once('/').map(|(_, name)| name).filter(|name| !name.is_empty())
}

/// Whether what an Any holds stands in `value`.
pub(super) fn stands_in_value(message: &MessageDescriptor) -> bool {
    wellknown::form(message).is_some() || message.full_name() == FULL_NAME || message.full_name() == EMPTY
}
