//! A message → its text: fields in the order of their numbers, map entries in the order of their keys, one value a line, as
//! protoc writes them.
//!
//! What is written is read back as the same message, but for unknown fields, which have no text that could be read.

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, ReflectMessage as _, Value};

use super::MAX_TEXT_BYTES;
use super::name::is_prefix;
use super::strings::{quoted_bytes, quoted_text};
use super::unknown;
use crate::message::json::{number, number32};
use crate::message::zeros::Zeros;
use crate::message::{MAX_LEVELS, any, binary};
use crate::schema::dialect::is_closed;

const INDENT: &str = "  ";

/// The message in the text format, without its unknown fields.
///
/// # Errors
///
/// A sentence, if it is nested more than [`MAX_LEVELS`] deep or its text is longer than [`MAX_TEXT_BYTES`], which nothing here
/// would read.
pub fn to_text(message: &DynamicMessage) -> Result<String, String> {
    whole(message, false)
}

/// The message in the text format, with its unknown fields by their numbers. Readers of the text format refuse those.
///
/// # Errors
///
/// Those of [`to_text`].
pub fn to_text_with_unknown_fields(message: &DynamicMessage) -> Result<String, String> {
    whole(message, true)
}

fn whole(message: &DynamicMessage, shows_unknown: bool) -> Result<String, String> {
    let mut writer = Writer { out: String::new(), zeros: Zeros::new(), shows_unknown, indent: 0, left_out: 0 };
    writer.message(message, 1)?;
    writer.check_length()?;
    Ok(writer.out)
}

/// The name of a field in the text format.
pub(super) fn field_name(field: &FieldDescriptor) -> String {
    group_name(field).unwrap_or_else(|| field.name().to_owned())
}

/// The name of the message of a group, which stands for the group. Of the delimited fields of editions only those have it that
/// could have come from a group: their names differ in the case alone, and the message is declared beside the field.
pub(super) fn group_name(field: &FieldDescriptor) -> Option<String> {
    let Kind::Message(message) = field.kind() else { return None };
    let is_beside = message.parent_message().as_ref() == Some(field.parent_message());
    let is_alike = message.name().to_ascii_lowercase() == field.name();
    (field.is_group() && is_beside && is_alike).then(|| message.name().to_owned())
}

struct Writer {
    out: String,
    zeros: Zeros,
    shows_unknown: bool,
    indent: usize,
    /// How many unknown fields and values were left out.
    left_out: usize,
}

impl Writer {
    fn check_length(&self) -> Result<(), String> {
        if self.out.len() <= MAX_TEXT_BYTES {
            return Ok(());
        }
        Err(format!("the message is longer than {} MiB as text, so it is not shown as text", MAX_TEXT_BYTES >> 20))
    }

    fn message(&mut self, message: &DynamicMessage, level: usize) -> Result<(), String> {
        if level > MAX_LEVELS {
            return Err(format!(
                "the message is nested more than {MAX_LEVELS} levels deep, so it is not shown as text"
            ));
        }
        if self.any(message, level)? {
            return Ok(());
        }
        let mut fields: Vec<(u32, String, Kind, &Value)> = Vec::new();
        for (field, value) in message.fields() {
            fields.push((field.number(), field_name(&field), field.kind(), value));
        }
        for (extension, value) in message.extensions() {
            fields.push((extension.number(), format!("[{}]", extension.full_name()), extension.kind(), value));
        }
        let zeros = self.zeros.of(message);
        for (field, value) in &zeros {
            fields.push((field.number(), field.name().to_owned(), field.kind(), value));
        }
        crate::order::sort_by_key(&mut fields, |(number, ..)| *number);
        for (_, name, kind, value) in fields {
            self.field(&name, &kind, value, level)?;
        }
        if self.shows_unknown {
            let mut bytes = Vec::new();
            message.unknown_fields().for_each(|field| field.encode(&mut bytes));
            unknown::write(&bytes, self.indent, &mut self.out);
        } else {
            self.left_out += message.unknown_fields().count();
        }
        Ok(())
    }

    fn field(&mut self, name: &str, kind: &Kind, value: &Value, level: usize) -> Result<(), String> {
        self.check_length()?;
        if !self.shows_unknown && is_unknown(kind, value) {
            self.left_out += 1;
            return Ok(());
        }
        match value {
            Value::List(values) => values.iter().try_for_each(|value| self.field(name, kind, value, level)),
            Value::Map(entries) => {
                let Some(entry) = kind.as_message().filter(|entry| entry.is_map_entry()) else { return Ok(()) };
                let (key_kind, value_kind) = (entry.map_entry_key_field().kind(), entry.map_entry_value_field().kind());
                let mut entries: Vec<(&MapKey, &Value)> = entries.iter().collect();
                crate::order::sort_by_key(&mut entries, |(key, _)| *key);
                entries.into_iter().try_for_each(|(key, value)| {
                    if !self.shows_unknown && is_unknown(&value_kind, value) {
                        self.left_out += 1;
                        return Ok(());
                    }
                    self.braces(name, |writer| {
                        writer.field("key", &key_kind, &Value::from(key.clone()), level)?;
                        writer.field("value", &value_kind, value, level)
                    })
                })
            }
            Value::Message(message) => self.braces(name, |writer| writer.message(message, level + 1)),
            scalar => {
                self.line();
                self.out.push_str(name);
                self.out.push_str(": ");
                self.out.push_str(&scalar_text(kind, scalar));
                self.out.push('\n');
                Ok(())
            }
        }
    }

    fn line(&mut self) {
        (0..self.indent).for_each(|_| self.out.push_str(INDENT));
    }

    /// `name { … }` over several lines, or `name {}`.
    fn braces(&mut self, name: &str, inner: impl FnOnce(&mut Writer) -> Result<(), String>) -> Result<(), String> {
        self.check_length()?;
        self.line();
        self.out.push_str(name);
        self.out.push_str(" {\n");
        let start = self.out.len();
        self.indent += 1;
        inner(self)?;
        self.indent -= 1;
        if self.out.len() == start {
            self.out.truncate(start - 1);
        } else {
            self.line();
        }
        self.out.push_str("}\n");
        Ok(())
    }

    /// An Any with the message it holds, if it comes back the same: not where the type is not in the schema, or where the bytes
    /// are none of its, have unknown fields that are left out, or are another encoding than ours.
    fn any(&mut self, message: &DynamicMessage, level: usize) -> Result<bool, String> {
        let descriptor = message.descriptor();
        if descriptor.full_name() != any::FULL_NAME || level >= MAX_LEVELS {
            return Ok(false);
        }
        let Some((url, held)) = held(&descriptor, message) else { return Ok(false) };
        let (start, left_out) = (self.out.len(), self.left_out);
        self.braces(&format!("[{url}]"), |writer| writer.message(&held, level + 1))?;
        if self.left_out == left_out {
            return Ok(true);
        }
        self.out.truncate(start);
        self.left_out = left_out;
        Ok(false)
    }
}

/// The URL of a type that can be written in brackets, and the message of that type.
fn held(descriptor: &MessageDescriptor, message: &DynamicMessage) -> Option<(String, DynamicMessage)> {
    let url = message.get_field_by_number(any::TYPE_URL_NUMBER)?.as_str()?.to_owned();
    let (_, name) = url.rsplit_once('/').filter(|(prefix, _)| !prefix.is_empty() && is_prefix(prefix))?;
    let held = descriptor.parent_pool().get_message_by_name(name)?;
    let value = message.get_field_by_number(any::VALUE_NUMBER)?;
    let bytes = value.as_bytes()?;
    let held = binary::read(&held, bytes)?;
    (message.unknown_fields().next().is_none() && binary::encode(&held) == *bytes).then_some((url, held))
}

/// Whether a value is a number that a closed enum does not name. Parsers keep a field with one as an unknown field: "Enum
/// Behavior".
fn is_unknown(kind: &Kind, value: &Value) -> bool {
    let (Kind::Enum(found), Value::EnumNumber(number)) = (kind, value) else { return false };
    found.get_value(*number).is_none() && is_closed(found)
}

fn scalar_text(kind: &Kind, value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::I32(value) => value.to_string(),
        Value::I64(value) => value.to_string(),
        Value::U32(value) => value.to_string(),
        Value::U64(value) => value.to_string(),
        Value::F32(value) => number32(*value).unwrap_or_else(|| no_number(f64::from(*value)).to_owned()),
        Value::F64(value) => number(*value).unwrap_or_else(|| no_number(*value).to_owned()),
        Value::String(text) => quoted_text(text),
        Value::Bytes(bytes) => quoted_bytes(bytes),
        Value::EnumNumber(number) => {
            let named = kind.as_enum().and_then(|found| found.get_value(*number));
            named.map_or_else(|| number.to_string(), |value| value.name().to_owned())
        }
        Value::Message(_) | Value::List(_) | Value::Map(_) => String::new(),
    }
}

fn no_number(value: f64) -> &'static str {
    match value {
        f64::INFINITY => "inf",
        f64::NEG_INFINITY => "-inf",
        _ => "nan",
    }
}
