//! `google.protobuf.Any` in JSON: `{"@type": "…/pkg.Type", …}`.
//!
//! The fields of what it holds stand beside `@type`; a type with a JSON form of its own stands in `value`.

use prost_reflect::{DynamicMessage, MessageDescriptor, Value};

use super::check::Walk;
use super::json::{self, Member};
use super::paths::Segment;
use super::scalar::Misfit;
use super::{binary, wellknown};
use crate::schema::suggest::closest;
use crate::text::Span;

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

/// Reads an Any.
pub(super) fn read(
    walk: &mut Walk,
    any: &MessageDescriptor,
    value: &json::Value<'_>,
    level: usize,
    node: u32,
) -> Option<DynamicMessage> {
    let json::Kind::Object(members) = &value.kind else {
        let message = format!("expected an object with \"{TYPE}\", found {}", value.described());
        return walk.fail("json-any", value.span, Misfit { message, help: Some(type_help()) });
    };
    let mut built = DynamicMessage::new(any.clone());
    if members.is_empty() {
        return Some(built);
    }
    let mut types = members.iter().filter(|member| member.key == TYPE);
    let Some(named) = types.next() else {
        let message = format!("expected \"{TYPE}\" among the members of an Any");
        let brace = Span::new(value.span.start as usize, value.span.start as usize + 1);
        return walk.fail("json-any", brace, Misfit { message, help: Some(type_help()) });
    };
    types.for_each(|second| walk.repeated(named, second));
    let (url, message) = held(walk, any, &named.value)?;

    let held = if stands_in_value(&message) {
        walk.places.add(node, Segment::name("type_url"), named.span(), named.value.span);
        in_value(walk, &message, members, value.span, level, node)?
    } else {
        // The whole object stands for the value.
        let inner = walk.places.add(node, Segment::name(VALUE), value.span, value.span);
        walk.places.add(node, Segment::name("type_url"), named.span(), named.value.span);
        if !walk.has_level(level + 1, value.span) {
            return None;
        }
        let mut held = DynamicMessage::new(message);
        let rest = members.iter().filter(|member| member.key != TYPE);
        walk.fields(&mut held, rest, value.span, level + 1, inner);
        held
    };
    // Any's fields have these kinds in the bundled any.proto, the only one there can be.
    let _ = built.try_set_field_by_number(TYPE_URL_NUMBER, Value::String(url));
    let _ = built.try_set_field_by_number(VALUE_NUMBER, Value::Bytes(binary::encode(&held).into()));
    Some(built)
}

/// The type URL and the type it names.
fn held(walk: &mut Walk, any: &MessageDescriptor, value: &json::Value<'_>) -> Option<(String, MessageDescriptor)> {
    let json::Kind::String(url) = &value.kind else {
        let message = format!("expected a type URL, found {}", value.described());
        return walk.fail("json-any", value.span, Misfit { message, help: Some(type_help()) });
    };
    let Some(name) = type_name(url) else {
        let message = format!("expected a type URL with a '/', found {}", value.described());
        return walk.fail("json-any", value.span, Misfit { message, help: Some(type_help()) });
    };
    let pool = any.parent_pool();
    if let Some(message) = pool.get_message_by_name(name) {
        return Some((url.clone().into_owned(), message));
    }
    let help = walk.findings.may_help().then(|| {
        let types: Vec<MessageDescriptor> = pool.all_messages().filter(|message| !message.is_map_entry()).collect();
        match closest(name, types.iter().map(MessageDescriptor::full_name)) {
            Some(meant) => format!("did you mean \"type.googleapis.com/{meant}\"?"),
            None => "name a message type of the schema by its full name".to_owned(),
        }
    });
    let message = format!("type {name:?} is not in the schema");
    walk.fail("json-any", value.span, Misfit { message, help })
}

fn in_value(
    walk: &mut Walk,
    message: &MessageDescriptor,
    members: &[Member<'_>],
    object: Span,
    level: usize,
    node: u32,
) -> Option<DynamicMessage> {
    let mut held = None;
    for member in members.iter().filter(|member| member.key != TYPE) {
        if member.key != VALUE {
            let text = format!("expected only \"{TYPE}\" and \"{VALUE}\" in an Any of {}", message.full_name());
            walk.fail::<()>("json-unknown-field", member.key_span, Misfit { message: text, help: None });
        } else if let Some(first) = held {
            walk.repeated(first, member);
        } else {
            held = Some(member);
        }
    }
    match held {
        Some(member) => {
            let inner = walk.places.add(node, Segment::name(VALUE), member.span(), member.value.span);
            walk.message(message, &member.value, level + 1, inner)
        }
        None if message.full_name() == EMPTY => Some(DynamicMessage::new(message.clone())),
        None => {
            let text = format!("expected \"{VALUE}\" in an Any of {}", message.full_name());
            let brace = Span::new(object.start as usize, object.start as usize + 1);
            let help = Some(format!("the type has a JSON form of its own; write it as \"{VALUE}\""));
            walk.fail("json-any", brace, Misfit { message: text, help })
        }
    }
}

fn type_help() -> String {
    format!("write \"{TYPE}\": \"type.googleapis.com/package.Message\"")
}
