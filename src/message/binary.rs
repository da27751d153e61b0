//! Messages ↔ bytes.
//!
//! prost-reflect writes the entries of a map in an order that changes from run to run, and leaves out keys and values that are
//! defaults; protoc writes both always. So the writing is done here. The reading is prost-reflect's, with a second attempt
//! record by record.

use prost::Message as _;
use prost::encoding::{self, WireType};
use prost_reflect::{DynamicMessage, Kind, MapKey, MessageDescriptor, Value};

use super::findings::MAX_DIAGNOSTICS;
use super::mismatched;
use super::zeros::Zeros;
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// Numbers of a map entry's fields.
const KEY_NUMBER: u32 = 1;
const VALUE_NUMBER: u32 = 2;

/// The message in the binary format, the same bytes every time: fields and extensions in the order of their numbers, map
/// entries in the order of their keys (numbers by value, strings by bytes) with key and value always written, unknown fields
/// last. It is what protoc's `--deterministic_output` writes for them.
pub fn encode(message: &DynamicMessage) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_message(message, &mut Zeros::new(), &mut bytes);
    bytes
}

/// Recurses as deep as the message is nested; what reads messages limits that.
fn write_message(message: &DynamicMessage, zeros: &mut Zeros, out: &mut Vec<u8>) {
    let mut fields: Vec<(u32, Field, &Value)> = Vec::new();
    for (field, value) in message.fields() {
        let shape = Field { kind: field.kind(), group: field.is_group(), packed: field.is_packed() };
        fields.push((field.number(), shape, value));
    }
    for (extension, value) in message.extensions() {
        let shape = Field { kind: extension.kind(), group: extension.is_group(), packed: extension.is_packed() };
        fields.push((extension.number(), shape, value));
    }
    let negative = zeros.of(message);
    for (field, value) in &negative {
        fields.push((field.number(), Field { kind: field.kind(), group: false, packed: false }, value));
    }
    crate::order::sort_by_key(&mut fields, |(number, ..)| *number);
    for (number, field, value) in fields {
        field.write(number, value, zeros, out);
    }
    for unknown in message.unknown_fields() {
        unknown.encode(out);
    }
}

/// How a field is written.
struct Field {
    kind: Kind,
    group: bool,
    packed: bool,
}

impl Field {
    fn write(&self, number: u32, value: &Value, zeros: &mut Zeros, out: &mut Vec<u8>) {
        match value {
            Value::List(values) if self.packed => write_length(number, out, |out| {
                values.iter().for_each(|value| write_scalar(&self.kind, value, out));
            }),
            Value::List(values) => values.iter().for_each(|value| self.write(number, value, zeros, out)),
            Value::Map(entries) => {
                let Some(entry) = self.kind.as_message().filter(|entry| entry.is_map_entry()) else { return };
                let field = |kind| Field { kind, group: false, packed: false };
                let key_field = field(entry.map_entry_key_field().kind());
                let value_field = field(entry.map_entry_value_field().kind());
                let mut entries: Vec<(&MapKey, &Value)> = entries.iter().collect();
                crate::order::sort_by_key(&mut entries, |(key, _)| *key);
                for (key, value) in entries {
                    write_length(number, out, |out| {
                        key_field.write(KEY_NUMBER, &Value::from(key.clone()), zeros, out);
                        value_field.write(VALUE_NUMBER, value, zeros, out);
                    });
                }
            }
            Value::Message(message) if self.group => {
                encoding::encode_key(number, WireType::StartGroup, out);
                write_message(message, zeros, out);
                encoding::encode_key(number, WireType::EndGroup, out);
            }
            Value::Message(message) => write_length(number, out, |out| write_message(message, zeros, out)),
            Value::String(text) => write_length(number, out, |out| out.extend_from_slice(text.as_bytes())),
            Value::Bytes(bytes) => write_length(number, out, |out| out.extend_from_slice(bytes)),
            scalar => {
                encoding::encode_key(number, self.kind.wire_type(), out);
                write_scalar(&self.kind, scalar, out);
            }
        }
    }
}

/// A LEN record; the payload is written first and its length put in front.
fn write_length(number: u32, out: &mut Vec<u8>, payload: impl FnOnce(&mut Vec<u8>)) {
    /// Lengths below need one byte, for which there is room already.
    const ONE_BYTE: usize = 0x80;
    encoding::encode_key(number, WireType::LengthDelimited, out);
    let at = out.len();
    out.push(0);
    payload(out);
    let length = out.len() - at - 1;
    if length < ONE_BYTE {
        out[at] = length as u8;
    } else {
        let mut bytes = Vec::new();
        encoding::encode_varint(length as u64, &mut bytes);
        out.splice(at..=at, bytes);
    }
}

/// The payload of a number, without a tag.
fn write_scalar(kind: &Kind, value: &Value, out: &mut Vec<u8>) {
    // Negative int32 and enum values are written as 64 bits, ten bytes: encoding guide, "Signed Integers".
    let varint = |value: i64, out: &mut Vec<u8>| encoding::encode_varint(value as u64, out);
    match (value, kind) {
        (Value::Bool(value), _) => varint(i64::from(*value), out),
        (Value::EnumNumber(value), _) => varint(i64::from(*value), out),
        (Value::I32(value), Kind::Sfixed32) => out.extend_from_slice(&value.to_le_bytes()),
        (Value::I32(value), Kind::Sint32) => varint(i64::from(((value << 1) ^ (value >> 31)) as u32), out),
        (Value::I32(value), _) => varint(i64::from(*value), out),
        (Value::I64(value), Kind::Sfixed64) => out.extend_from_slice(&value.to_le_bytes()),
        (Value::I64(value), Kind::Sint64) => varint((value << 1) ^ (value >> 63), out),
        (Value::I64(value), _) => varint(*value, out),
        (Value::U32(value), Kind::Fixed32) => out.extend_from_slice(&value.to_le_bytes()),
        (Value::U32(value), _) => varint(i64::from(*value), out),
        (Value::U64(value), Kind::Fixed64) => out.extend_from_slice(&value.to_le_bytes()),
        (Value::U64(value), _) => encoding::encode_varint(*value, out),
        (Value::F32(value), _) => out.extend_from_slice(&value.to_le_bytes()),
        (Value::F64(value), _) => out.extend_from_slice(&value.to_le_bytes()),
        // No numbers.
        (Value::String(_) | Value::Bytes(_) | Value::Message(_) | Value::List(_) | Value::Map(_), _) => {}
    }
}

/// What [`decode`] could read. Not `Debug`, see [`Parsed`](super::Parsed).
#[derive(Clone)]
pub struct Decoded {
    /// The message; if a record could not be read, the message without it.
    pub message: DynamicMessage,
    /// The records that were left out, with places in the bytes.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads bytes as a message of a type. `records` are the places of the top-level records in `bytes`; only if the whole can't
/// be read, each is tried by itself, and those that can't be read are left out and reported.
pub fn decode(root: &MessageDescriptor, bytes: &[u8], records: &[Span]) -> Decoded {
    if let Some(message) = read(root, bytes) {
        return Decoded { message, diagnostics: Vec::new() };
    }
    let mut message = DynamicMessage::new(root.clone());
    let mut diagnostics = Vec::new();
    let mut more = 0;
    for &span in records {
        let record = mismatched::left_out(root, span.of(bytes));
        // A failed merge leaves half of the record behind, so it is tried elsewhere.
        let tried = DynamicMessage::decode(root.clone(), record.as_slice());
        let result = tried.and_then(|_| message.merge(record.as_slice()));
        let Err(error) = result else { continue };
        if diagnostics.len() + 1 < MAX_DIAGNOSTICS {
            diagnostics.push(unreadable(root, span, &record, &error));
        } else {
            more += 1;
        }
    }
    if more > 0 {
        let place = diagnostics.last().map_or(Place::bytes(Span::at(0)), |last: &Diagnostic| last.place);
        diagnostics.push(Diagnostic::info("bytes-more", place, format!("{more} more problems are not shown")));
    }
    Decoded { message, diagnostics }
}

/// Reads bytes as official parsers do: what the schema declares with another wire type is an unknown field.
pub(super) fn read(root: &MessageDescriptor, bytes: &[u8]) -> Option<DynamicMessage> {
    let strictly = DynamicMessage::decode(root.clone(), bytes).ok();
    strictly.or_else(|| {
        let known = mismatched::left_out(root, bytes);
        // Nothing was left out, so it would fail again.
        if known.len() == bytes.len() { None } else { DynamicMessage::decode(root.clone(), known.as_slice()).ok() }
    })
}

fn unreadable(root: &MessageDescriptor, span: Span, record: &[u8], error: &prost::DecodeError) -> Diagnostic {
    let reason = error.to_string();
    let reason = reason.strip_prefix("failed to decode Protobuf message: ").unwrap_or(&reason);
    let number = encoding::decode_key(&mut &*record).ok().map(|(number, _)| number);
    let what = match (number, number.and_then(|number| root.get_field(number))) {
        (_, Some(field)) => format!("field '{}'", field.name()),
        (Some(number), None) => format!("field {number}"),
        (None, None) => "a record".to_owned(),
    };
    let message = format!("{what} of {} can't be read: {reason}", root.full_name());
    Diagnostic::error("bytes-record", Place::bytes(span), message)
        .with_help("the JSON is without it; the bytes and their explanation show it")
}
