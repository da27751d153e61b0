//! What a row shows: values of the JSON text, and defaults, in the words of their widgets.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use prost_reflect::Value as Default;

use super::super::json::tree::{Kind as Node, NodeId};
use super::super::json::{no_number, number, number32};
use super::super::mask;
use super::data::{Json, MAX_VALUE_BYTES, Value, Widget};
use super::edit::line_indent;
use super::spot::{Ground, Spot};
use crate::schema::types::{EnumId, Field, Form, Kind, Message, Shape, Types};

/// How many bytes of what does not fit are shown.
const SHOWN: usize = 60;

/// What a row is edited with. `enumeration` is where its enum is in the form.
pub(super) fn widget(types: &Types, kind: Kind, shape: Shape, enumeration: &mut dyn FnMut(EnumId) -> u32) -> Widget {
    let range = |min: &dyn ToString, max: &dyn ToString| Widget::Integer { min: min.to_string(), max: max.to_string() };
    match (shape, kind) {
        (Shape::List, _) => Widget::List,
        (Shape::Map, _) => Widget::Map,
        (_, Kind::Int32 | Kind::Sint32 | Kind::Sfixed32) => range(&i32::MIN, &i32::MAX),
        (_, Kind::Int64 | Kind::Sint64 | Kind::Sfixed64) => range(&i64::MIN, &i64::MAX),
        (_, Kind::Uint32 | Kind::Fixed32) => range(&u32::MIN, &u32::MAX),
        (_, Kind::Uint64 | Kind::Fixed64) => range(&u64::MIN, &u64::MAX),
        (_, Kind::Float) => Widget::Float { is_double: false },
        (_, Kind::Double) => Widget::Float { is_double: true },
        (_, Kind::Bool) => Widget::Bool,
        (_, Kind::String) => Widget::Text,
        (_, Kind::Bytes) => Widget::Bytes,
        (_, Kind::Enum(id)) if types.enumeration(id).is_null => Widget::Null,
        (_, Kind::Enum(id)) => Widget::Enum(enumeration(id)),
        (_, Kind::Message(id) | Kind::Group(id)) => {
            let message = types.message(id);
            match message.form {
                Form::Fields | Form::Empty => Widget::Message,
                Form::Any => Widget::Any,
                Form::Timestamp => Widget::Timestamp,
                Form::Duration => Widget::Duration,
                Form::Mask => Widget::FieldMask,
                Form::Struct => Widget::Json(Json::Struct),
                Form::List => Widget::Json(Json::List),
                Form::Value => Widget::Json(Json::Value),
                Form::Wrapper => match wrapped(message) {
                    Some(kind) => widget(types, kind, Shape::Single, enumeration),
                    None => Widget::Message,
                },
            }
        }
    }
}

/// What a wrapper wraps.
pub(super) fn wrapped(wrapper: &Message) -> Option<Kind> {
    match wrapper.fields() {
        [field] if wrapper.form == Form::Wrapper => Some(field.kind),
        _ => None,
    }
}

/// The kind of a scalar or enum, of a wrapper what it wraps; nothing of other messages, lists and maps.
pub(super) fn scalar(types: &Types, spot: &Spot<'_>) -> Option<Kind> {
    let kind = spot.kind.filter(|_| spot.shape == Shape::Single)?;
    match kind.message() {
        Some(id) => wrapped(types.message(id)),
        None => Some(kind),
    }
}

/// What a row is.
pub(super) fn value(ground: Ground<'_>, spot: &Spot<'_>, widget: &Widget) -> Value {
    let tree = ground.tree;
    let Some(node) = spot.value.filter(|_| ground.is_set(spot)) else { return Value::None };
    let kind = tree.kind(node);
    match widget {
        Widget::Oneof | Widget::More(_) => return Value::None,
        Widget::Message | Widget::Map if kind == Node::Object => return Value::None,
        Widget::List if kind == Node::Array => return Value::None,
        Widget::Any if kind == Node::Object => {
            let url = ground.url(spot).unwrap_or_default().into_owned();
            return Value::Type { url, full_name: ground.held_type(spot).map(|held| held.full_name().to_owned()) };
        }
        Widget::Message | Widget::Map | Widget::List | Widget::Any => return Value::Misfit(cut(tree.raw(node))),
        _ => {}
    }
    if tree.span(node).len() > MAX_VALUE_BYTES {
        return Value::Long(tree.span(node).len() as u32);
    }
    match widget {
        Widget::Json(_) | Widget::Unknown => {
            Value::Text(flush(tree.raw(node), line_indent(tree.text(), tree.span(node).start as usize)))
        }
        // A null where none may be is no text that says `null`.
        _ if matches!(kind, Node::Array | Node::Object | Node::Broken | Node::Member)
            || kind == Node::Null && *widget != Widget::Null =>
        {
            Value::Misfit(cut(tree.raw(node)))
        }
        Widget::Bytes => match (kind, bytes(&tree.string(node))) {
            (Node::String, Some(bytes)) => clothed(&bytes),
            _ => Value::Text(tree.string(node).into_owned()),
        },
        Widget::FieldMask => {
            let text = tree.string(node);
            Value::Text(mask::read(&text).map_or_else(|_| text.into_owned(), |paths| paths.join(",")))
        }
        Widget::Enum(_) => Value::Text(enum_text(ground, spot, node)),
        _ => Value::Text(tree.string(node).into_owned()),
    }
}

/// The name, where the text has a number that has one.
fn enum_text(ground: Ground<'_>, spot: &Spot<'_>, node: NodeId) -> String {
    let text = ground.tree.string(node);
    let name = match scalar(ground.types(), spot) {
        Some(Kind::Enum(id)) if ground.tree.kind(node) == Node::Number => {
            text.parse().ok().and_then(|number| ground.types().enumeration(id).name(number))
        }
        _ => None,
    };
    name.map_or_else(|| text.into_owned(), str::to_owned)
}

/// The lines behind the first one without the indentation of what is around them, where all have it.
fn flush(raw: &str, indent: &str) -> String {
    let has_indent = |line: &str| line.starts_with(indent) || line.trim().is_empty();
    let indent = if raw.lines().skip(1).all(has_indent) { indent } else { "" };
    let mut lines = raw.lines().enumerate();
    let line = |(at, line): (usize, &str)| {
        if at == 0 { line.to_owned() } else { line.strip_prefix(indent).unwrap_or_default().to_owned() }
    };
    lines.by_ref().map(line).collect::<Vec<_>>().join("\n")
}

fn cut(raw: &str) -> String {
    match raw.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", raw.get(..end).unwrap_or_default()),
        None => raw.to_owned(),
    }
}

/// Bytes in base64 of either alphabet, padded or not, as JSON may have them.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabet = if text.contains(['-', '_']) { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
    GeneralPurpose::new(alphabet, CONFIG).decode(text).ok()
}

/// Bytes as base64 with padding, as ProtoJSON writes them.
pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

fn clothed(bytes: &[u8]) -> Value {
    let is_plain = |text: &&str| !text.chars().any(|it| it.is_control() && !matches!(it, '\t' | '\n' | '\r'));
    let text = std::str::from_utf8(bytes).ok().filter(is_plain).map(str::to_owned);
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Value::Bytes { base64: base64(bytes), hex: hex.join(" "), text }
}

/// What is read where a field is absent.
pub(super) fn default(types: &Types, message: &Message, field: &Field) -> Option<String> {
    if field.shape != Shape::Single || field.kind.message().is_some() {
        return None;
    }
    let descriptor = message.descriptor();
    let value = if field.is_extension {
        descriptor.get_extension(field.number)?.default_value()
    } else {
        descriptor.get_field(field.number)?.default_value()
    };
    Some(match (value, field.kind) {
        (Default::EnumNumber(number), Kind::Enum(id)) => {
            types.enumeration(id).name(number).map_or_else(|| number.to_string(), str::to_owned)
        }
        (value, _) => default_text(value)?,
    })
}

fn default_text(value: Default) -> Option<String> {
    Some(match value {
        Default::Bool(value) => value.to_string(),
        Default::I32(value) => value.to_string(),
        Default::I64(value) => value.to_string(),
        Default::U32(value) => value.to_string(),
        Default::U64(value) => value.to_string(),
        Default::F32(value) => number32(value).unwrap_or_else(|| no_number(value.into()).to_owned()),
        Default::F64(value) => number(value).unwrap_or_else(|| no_number(value).to_owned()),
        Default::String(text) => text,
        Default::Bytes(bytes) => base64(&bytes),
        _ => return None,
    })
}
