//! A field or an extension as a sample sees it. Plain data.

use prost_reflect::{Kind, MessageDescriptor};

use super::super::any;

/// A field or an extension.
#[derive(Clone)]
pub(super) struct Member {
    /// Its key in JSON.
    pub key: String,
    /// Its name in the schema.
    pub name: String,
    /// Its number.
    pub number: u32,
    /// What its values are.
    pub kind: Kind,
    /// How many of them.
    pub count: Count,
    /// The name of the oneof it is in.
    pub oneof: Option<String>,
    /// Whether it is a scalar that may be absent.
    pub is_optional: bool,
}

/// How many values a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// One, which must be there.
    Required,
    /// One.
    Single,
    /// Any number.
    List,
    /// Any number, by keys.
    Map,
}

impl Member {
    /// Whether it has to be set.
    pub fn is_required(&self) -> bool {
        self.count == Count::Required
    }
}

/// The fields and extensions of a message in the order of their numbers; of those with one key, which protoc lets pass in
/// proto2, only the one that is found by it.
pub(super) fn members(message: &MessageDescriptor) -> Vec<Member> {
    let mut members = Vec::new();
    for field in message.fields() {
        let is_found =
            message.get_field_by_json_name(field.json_name()).is_some_and(|it| it.number() == field.number());
        if !is_found {
            continue;
        }
        let count = if field.is_map() {
            Count::Map
        } else if field.is_list() {
            Count::List
        } else if field.is_required() {
            Count::Required
        } else {
            Count::Single
        };
        let oneof = field.containing_oneof().filter(|oneof| !oneof.is_synthetic() && oneof.fields().len() > 1);
        members.push(Member {
            key: field.json_name().to_owned(),
            name: field.name().to_owned(),
            number: field.number(),
            kind: field.kind(),
            count,
            is_optional: oneof.is_none() && field.supports_presence() && field.kind().as_message().is_none(),
            oneof: oneof.map(|oneof| oneof.name().to_owned()),
        });
    }
    for extension in message.extensions() {
        members.push(Member {
            key: extension.json_name().to_owned(),
            name: extension.name().to_owned(),
            number: extension.number(),
            kind: extension.kind(),
            count: if extension.is_list() { Count::List } else { Count::Single },
            oneof: None,
            is_optional: extension.supports_presence(),
        });
    }
    crate::order::sort_by_key(&mut members, |member| member.number);
    members
}

/// Whether a message can be held by an Any: one of its keys may be taken.
pub(super) fn can_be_held(message: &MessageDescriptor) -> bool {
    message.get_field_by_json_name(any::TYPE).is_none()
}
