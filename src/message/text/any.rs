//! `google.protobuf.Any` as the text format expands it: `[host/package.Type] { … }`.

use prost_reflect::{DynamicMessage, MessageDescriptor, Value as Held};

use super::check::Walk;
use super::tree::{Field, Kind, Name};
use crate::diagnostic::{Diagnostic, Label, Place};
use crate::message::any::{TYPE_URL_NUMBER, VALUE_NUMBER, type_name};
use crate::message::binary;
use crate::message::json::cut;
use crate::message::scalar::Misfit;
use crate::schema::suggest::closest;

pub(super) use crate::message::any::FULL_NAME;

/// Whether a message is an Any whose type is named in brackets; one may be written with its two fields, too.
pub(super) fn is_expanded(message: &MessageDescriptor, fields: &[Field<'_>]) -> bool {
    message.full_name() == FULL_NAME && fields.iter().any(|field| matches!(field.name, Name::Type(_)))
}

/// Reads an expanded Any.
pub(super) fn read(
    walk: &mut Walk<'_>,
    any: &MessageDescriptor,
    fields: &[Field<'_>],
    level: usize,
) -> Option<DynamicMessage> {
    let mut first: Option<&Field<'_>> = None;
    for field in fields {
        match (&field.name, first) {
            (Name::Lost, _) => {}
            (_, None) => first = Some(field),
            (_, Some(first)) => {
                let text = "an Any holds one message, and has one already";
                let mut diagnostic = Diagnostic::error("text-any", Place::text(field.span), text);
                let message = "it is here".to_owned();
                diagnostic.labels.push(Label { place: Place::text(first.span), message });
                let help = "write `[type.googleapis.com/package.Message] { … }` alone, or `type_url` and `value`";
                walk.findings.report(diagnostic.with_help(help));
            }
        }
    }
    let expanded = fields.iter().find_map(|field| match &field.name {
        Name::Type(url) => Some((field, url)),
        _ => None,
    });
    let (field, url) = expanded?;
    let message = held(walk, any, field, url)?;
    let value = &field.value;
    let fields = match &value.kind {
        Kind::Message(fields) => fields,
        Kind::Lost => return None,
        _ => {
            let text = format!("expected a message {} in braces, found {}", message.full_name(), value.described());
            return walk.fail("text-type", value.span, Misfit::new(text).help("write its fields in `{ … }`"));
        }
    };
    let held = walk.message(&message, fields, value.span, level + 1)?;
    let mut built = DynamicMessage::new(any.clone());
    // Any's fields have these kinds in the bundled any.proto, the only one there can be.
    let _ = built.try_set_field_by_number(TYPE_URL_NUMBER, Held::String(url.to_string()));
    let _ = built.try_set_field_by_number(VALUE_NUMBER, Held::Bytes(binary::encode(&held).into()));
    Some(built)
}

/// The type that a URL names.
fn held(walk: &mut Walk<'_>, any: &MessageDescriptor, field: &Field<'_>, url: &str) -> Option<MessageDescriptor> {
    let name = type_name(url)?;
    let pool = any.parent_pool();
    if let Some(message) = pool.get_message_by_name(name) {
        return Some(message);
    }
    let mut misfit = Misfit::new(format!("type '{}' is not in the schema", cut(name)));
    if walk.findings.may_help() {
        let types: Vec<MessageDescriptor> = pool.all_messages().filter(|message| !message.is_map_entry()).collect();
        misfit = misfit.help(match closest(name, types.iter().map(MessageDescriptor::full_name)) {
            Some(meant) => format!("did you mean `[type.googleapis.com/{meant}]`?"),
            None => "name a message type of the schema by its full name".to_owned(),
        });
    }
    walk.fail("text-any", field.span, misfit)
}
