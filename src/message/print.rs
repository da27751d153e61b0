//! ProtoJSON text: a message as JSON for people, and JSON text without white space.
//!
//! Fields stand in the order of their numbers, map entries in the order of their keys, so that a message has one text.

use prost_reflect::{DynamicMessage, Kind, MapKey, MessageDescriptor, ReflectMessage as _, Value};

use super::check::{MAX_JSON_BYTES, MAX_LEVELS};
use super::json::{self, quoted};
use super::scalar::{NULL_VALUE, key_text};
use super::time::{self, Time};
use super::wellknown::{self, Form, NANOS_NUMBER, PATHS_NUMBER, SECONDS_NUMBER, WRAPPED_NUMBER};
use super::zeros::Zeros;
use super::{any, binary, mask};

/// Arrays of scalars are put on one line up to so many characters.
const WIDTH: usize = 80;
const INDENT: &str = "  ";

/// The message as JSON, indented by two blanks; short arrays of scalars are on one line. Unknown fields have no JSON and are
/// left out.
///
/// # Errors
///
/// A sentence, if the message has no JSON form: an Any whose type is not in the schema, a Timestamp out of its range, and the
/// like; or if it is nested more than [`MAX_LEVELS`] deep, or its JSON is longer than [`MAX_JSON_BYTES`]: long names may make
/// gigabytes of a megabyte, and nothing could read them.
pub fn to_json(message: &DynamicMessage) -> Result<String, String> {
    let tree = Printer { zeros: Zeros::new(), left: MAX_JSON_BYTES }.of_message(message, 1)?;
    let mut text = String::new();
    layout(&tree, 0, 0, &mut text);
    if text.len() > MAX_JSON_BYTES { Err(too_long()) } else { Ok(text) }
}

fn too_long() -> String {
    format!("the message is longer than {} MiB as JSON, so it is not shown as JSON", MAX_JSON_BYTES >> 20)
}

/// The same JSON text without insignificant white space; strings and numbers stay as they are written. `None` if the text is
/// no JSON.
pub fn minify(text: &str) -> Option<String> {
    fn write(value: &json::Value<'_>, text: &str, out: &mut String) {
        let raw = |span: crate::text::Span| text.get(span.range()).unwrap_or_default();
        match &value.kind {
            json::Kind::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    write(item, text, out);
                }
                out.push(']');
            }
            json::Kind::Object(members) => {
                out.push('{');
                for (at, member) in members.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    out.push_str(raw(member.key_span));
                    out.push(':');
                    write(&member.value, text, out);
                }
                out.push('}');
            }
            _ => out.push_str(raw(value.span)),
        }
    }
    let tree = json::read(text).ok()?;
    let mut out = String::with_capacity(text.len());
    write(&tree, text, &mut out);
    Some(out)
}

/// JSON that is not laid out yet.
enum Tree {
    Atom(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

struct Printer {
    zeros: Zeros,
    // How many bytes of text there may be yet, those of the layout left out.
    left: usize,
}

impl Printer {
    fn spend(&mut self, bytes: usize) -> Result<(), String> {
        self.left = self.left.checked_sub(bytes).ok_or_else(too_long)?;
        Ok(())
    }

    /// The name of a member; two quotes and a colon belong to it.
    fn name(&mut self, name: &str) -> Result<String, String> {
        self.spend(name.len() + 3)?;
        Ok(name.to_owned())
    }

    fn atom(&mut self, text: String) -> Result<Tree, String> {
        self.spend(text.len())?;
        Ok(Tree::Atom(text))
    }

    fn of_message(&mut self, message: &DynamicMessage, level: usize) -> Result<Tree, String> {
        self.spend("{}".len())?;
        if level > MAX_LEVELS {
            return Err(format!(
                "the message is nested more than {MAX_LEVELS} levels deep, so it is not shown as JSON"
            ));
        }
        let descriptor = message.descriptor();
        match wellknown::form(&descriptor) {
            Some(Form::Timestamp) => self.of_text(&descriptor, time::timestamp_text(seconds_and_nanos(message))),
            Some(Form::Duration) => self.of_text(&descriptor, time::duration_text(seconds_and_nanos(message))),
            Some(Form::Mask) => self.of_text(&descriptor, mask_text(message)),
            Some(Form::Wrapper) => {
                let kind = descriptor.get_field(WRAPPED_NUMBER).map(|field| field.kind());
                match (message.get_field_by_number(WRAPPED_NUMBER), kind) {
                    (Some(value), Some(kind)) => self.of_value(&kind, &value, level),
                    _ => Err(format!("{} has no value", descriptor.full_name())),
                }
            }
            Some(Form::Struct) => match message.get_field_by_name("fields").as_deref() {
                Some(Value::Map(entries)) => {
                    let mut members: Vec<(String, Tree)> = Vec::new();
                    for (key, value) in sorted(entries) {
                        members.push((self.name(&key_text(key))?, self.of_dynamic(value, level)?));
                    }
                    Ok(Tree::Object(members))
                }
                _ => Ok(Tree::Object(Vec::new())),
            },
            Some(Form::List) => match message.get_field_by_name("values").as_deref() {
                Some(Value::List(values)) => {
                    values.iter().map(|value| self.of_dynamic(value, level)).collect::<Result<_, _>>().map(Tree::Array)
                }
                _ => Ok(Tree::Array(Vec::new())),
            },
            Some(Form::Value) => match message.fields().next() {
                Some((field, value)) => match value {
                    Value::F64(number) if !number.is_finite() => {
                        Err(format!("a google.protobuf.Value is {number}, for which JSON has no number"))
                    }
                    _ => self.of_value(&field.kind(), value, level),
                },
                None => Ok(Tree::Atom("null".to_owned())),
            },
            None if descriptor.full_name() == any::FULL_NAME => self.of_any(message, &descriptor, level),
            None => self.of_fields(message, level).map(Tree::Object),
        }
    }

    /// A message in a list or map of `google.protobuf.Struct`.
    fn of_dynamic(&mut self, value: &Value, level: usize) -> Result<Tree, String> {
        match value {
            Value::Message(message) => self.of_message(message, level + 1),
            _ => Ok(Tree::Atom("null".to_owned())),
        }
    }

    fn of_fields(&mut self, message: &DynamicMessage, level: usize) -> Result<Vec<(String, Tree)>, String> {
        let mut members: Vec<(u32, String, Tree)> = Vec::new();
        for (field, value) in message.fields() {
            let name = self.name(field.json_name())?;
            members.push((field.number(), name, self.of_value(&field.kind(), value, level)?));
        }
        for (field, value) in self.zeros.of(message) {
            let name = self.name(field.json_name())?;
            members.push((field.number(), name, self.of_value(&field.kind(), &value, level)?));
        }
        for (extension, value) in message.extensions() {
            let name = self.name(extension.json_name())?;
            members.push((extension.number(), name, self.of_value(&extension.kind(), value, level)?));
        }
        members.sort_unstable_by_key(|(number, ..)| *number);
        Ok(members.into_iter().map(|(_, name, tree)| (name, tree)).collect())
    }

    fn of_text(&mut self, descriptor: &MessageDescriptor, text: Result<String, String>) -> Result<Tree, String> {
        match text {
            Ok(text) => self.atom(quoted(&text)),
            Err(reason) => Err(format!("a {} has no JSON: {reason}", descriptor.full_name())),
        }
    }

    fn of_any(
        &mut self,
        message: &DynamicMessage,
        descriptor: &MessageDescriptor,
        level: usize,
    ) -> Result<Tree, String> {
        let field = |number| message.get_field_by_number(number);
        let url = field(any::TYPE_URL_NUMBER).and_then(|url| url.as_str().map(str::to_owned)).unwrap_or_default();
        let bytes = field(any::VALUE_NUMBER).and_then(|bytes| bytes.as_bytes().cloned()).unwrap_or_default();
        if url.is_empty() && bytes.is_empty() {
            return Ok(Tree::Object(Vec::new()));
        }
        let Some(held) = any::type_name(&url).and_then(|name| descriptor.parent_pool().get_message_by_name(name))
        else {
            return Err(format!("an Any holds the type {url:?}, which is not in the schema"));
        };
        let name = held.full_name().to_owned();
        let in_value = any::stands_in_value(&held);
        if level >= MAX_LEVELS {
            return Err(format!(
                "the message is nested more than {MAX_LEVELS} levels deep, so it is not shown as JSON"
            ));
        }
        let held = binary::read(&held, &bytes).ok_or_else(|| format!("an Any holds bytes that are no {name}"))?;
        let mut members = vec![(any::TYPE.to_owned(), self.atom(quoted(&url))?)];
        if in_value {
            members.push((any::VALUE.to_owned(), self.of_message(&held, level + 1)?));
        } else {
            members.extend(self.of_fields(&held, level + 1)?);
        }
        Ok(Tree::Object(members))
    }

    fn of_value(&mut self, kind: &Kind, value: &Value, level: usize) -> Result<Tree, String> {
        let atom = match value {
            Value::Bool(value) => value.to_string(),
            Value::I32(value) => value.to_string(),
            Value::U32(value) => value.to_string(),
            // 64-bit integers are strings in ProtoJSON, for a JSON number is a double in most languages.
            Value::I64(value) => format!("\"{value}\""),
            Value::U64(value) => format!("\"{value}\""),
            Value::F32(value) => json::number32(*value).unwrap_or_else(|| quoted(json::no_number(f64::from(*value)))),
            Value::F64(value) => json::number(*value).unwrap_or_else(|| quoted(json::no_number(*value))),
            Value::String(text) => quoted(text),
            Value::Bytes(bytes) => {
                format!("\"{}\"", base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes))
            }
            Value::EnumNumber(number) => match kind.as_enum() {
                Some(found) if found.full_name() == NULL_VALUE => "null".to_owned(),
                Some(found) => found.get_value(*number).map_or(number.to_string(), |value| quoted(value.name())),
                None => number.to_string(),
            },
            Value::Message(message) => return self.of_message(message, level + 1),
            Value::List(values) => {
                let items: Result<Vec<Tree>, String> =
                    values.iter().map(|value| self.of_value(kind, value, level)).collect();
                return items.map(Tree::Array);
            }
            Value::Map(entries) => {
                let entry = kind.as_message().filter(|entry| entry.is_map_entry());
                let value_kind = entry.map_or(Kind::String, |entry| entry.map_entry_value_field().kind());
                let mut members = Vec::with_capacity(entries.len());
                for (key, value) in sorted(entries) {
                    members.push((self.name(&key_text(key))?, self.of_value(&value_kind, value, level)?));
                }
                return Ok(Tree::Object(members));
            }
        };
        self.atom(atom)
    }
}

fn seconds_and_nanos(message: &DynamicMessage) -> Time {
    let seconds = message.get_field_by_number(SECONDS_NUMBER).and_then(|seconds| seconds.as_i64());
    let nanos = message.get_field_by_number(NANOS_NUMBER).and_then(|nanos| nanos.as_i32());
    Time { seconds: seconds.unwrap_or_default(), nanos: nanos.unwrap_or_default() }
}

fn mask_text(message: &DynamicMessage) -> Result<String, String> {
    let paths = message.get_field_by_number(PATHS_NUMBER);
    let paths = paths.as_ref().and_then(|paths| paths.as_list()).unwrap_or_default();
    mask::text(paths.iter().filter_map(Value::as_str))
}

fn sorted(entries: &std::collections::HashMap<MapKey, Value>) -> Vec<(&MapKey, &Value)> {
    let mut entries: Vec<(&MapKey, &Value)> = entries.iter().collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries
}

/// Writes a tree; `used` characters of its line are taken already. Stops where the text is longer than [`MAX_JSON_BYTES`]: in a
/// hundred levels there is more white space than text.
fn layout(tree: &Tree, depth: usize, used: usize, out: &mut String) {
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        (0..depth).for_each(|_| out.push_str(INDENT));
    };
    match tree {
        Tree::Atom(text) => out.push_str(text),
        Tree::Array(items) if items.is_empty() => out.push_str("[]"),
        Tree::Object(members) if members.is_empty() => out.push_str("{}"),
        Tree::Array(items) => {
            if let Some(text) = on_one_line(items, WIDTH.saturating_sub(used)) {
                return out.push_str(&text);
            }
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if out.len() > MAX_JSON_BYTES {
                    return;
                }
                out.push_str(if at > 0 { "," } else { "" });
                line(out, depth + 1);
                layout(item, depth + 1, (depth + 1) * INDENT.len(), out);
            }
            line(out, depth);
            out.push(']');
        }
        Tree::Object(members) => {
            out.push('{');
            for (at, (key, value)) in members.iter().enumerate() {
                if out.len() > MAX_JSON_BYTES {
                    return;
                }
                out.push_str(if at > 0 { "," } else { "" });
                line(out, depth + 1);
                let key = quoted(key);
                out.push_str(&key);
                out.push_str(": ");
                layout(value, depth + 1, (depth + 1) * INDENT.len() + key.chars().count() + 2, out);
            }
            line(out, depth);
            out.push('}');
        }
    }
}

/// An array of scalars on one line, if it and a comma behind it fit.
fn on_one_line(items: &[Tree], room: usize) -> Option<String> {
    let mut text = String::from("[");
    for (at, item) in items.iter().enumerate() {
        let Tree::Atom(atom) = item else { return None };
        text.push_str(if at > 0 { ", " } else { "" });
        text.push_str(atom);
        if text.len() > room * 4 {
            return None;
        }
    }
    text.push(']');
    (text.chars().count() < room).then_some(text)
}
