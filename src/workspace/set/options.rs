//! Encoded options as the text that sets them.
//!
//! An option is read by its definition, from descriptor.proto or an extension of the set. Where there is none, or the text
//! has no words for the value, the option becomes a [`Setting`] without a value, to be told of in a comment.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    names::Names,
    read::{Field, Message, Options, Value, fields},
};
use crate::wire::varint;

/// How deep messages in a value may be nested.
const MAX_DEPTH: usize = 100;

/// How many bytes of an option that can't be printed are shown.
const SHOWN: usize = 48;

/// Types of fields, by the numbers of `FieldDescriptorProto.Type`.
pub mod kind {
    #![allow(missing_docs)]
    pub const DOUBLE: i32 = 1;
    pub const FLOAT: i32 = 2;
    pub const INT64: i32 = 3;
    pub const UINT64: i32 = 4;
    pub const INT32: i32 = 5;
    pub const FIXED64: i32 = 6;
    pub const FIXED32: i32 = 7;
    pub const BOOL: i32 = 8;
    pub const STRING: i32 = 9;
    pub const GROUP: i32 = 10;
    pub const MESSAGE: i32 = 11;
    pub const BYTES: i32 = 12;
    pub const UINT32: i32 = 13;
    pub const ENUM: i32 = 14;
    pub const SFIXED32: i32 = 15;
    pub const SFIXED64: i32 = 16;
    pub const SINT32: i32 = 17;
    pub const SINT64: i32 = 18;
}

/// `FieldDescriptorProto.Label`.
pub const REPEATED: i32 = 3;

/// Where descriptor.proto keeps options as the parser left them; they have no meaning yet.
const UNINTERPRETED: u32 = 999;

/// One option.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The field of the options message that it is.
    pub number: u32,
    /// `name = value`, or, where there are no words for it, what is to be told.
    pub text: Result<String, String>,
}

/// What is set, in the order of the fields' numbers. `kind` is the full name of the options' type, `scope` where names are looked up.
pub fn settings(names: &Names<'_>, options: &Options<'_>, kind: &str, scope: &str) -> Vec<Setting> {
    let mut settings = Vec::new();
    for (number, values) in gathered(options) {
        let found = find(names, kind, number).filter(|_| number != UNINTERPRETED);
        let name = found.as_ref().map(|found| match &found.extension {
            Some(full) => format!("({})", names.option_name(full, scope)),
            None => found.field.name.to_owned(),
        });
        let mut texts = Vec::new();
        let printed = found.zip(name).and_then(|(found, name)| {
            let nested = found.field.kind == kind::MESSAGE && found.field.label != REPEATED;
            if nested && name == "features" {
                return dotted(names, &name, &values, found.field.type_name, scope, &mut texts);
            }
            texts = literals(names, &found, &values, 0)?.iter().map(|value| format!("{name} = {value}")).collect();
            Some(())
        });
        match printed {
            Some(()) => settings.extend(texts.into_iter().map(|text| Setting { number, text: Ok(text) })),
            None => settings.push(Setting { number, text: Err(unprintable(number, &values)) }),
        }
    }
    settings
}

/// The sentence for an option without words.
fn unprintable(number: u32, values: &[Value<'_>]) -> String {
    let mut bytes = Vec::new();
    for value in values {
        match *value {
            Value::Varint(value) => varint::write(value, &mut bytes),
            Value::I64(value) => bytes.extend(value.to_le_bytes()),
            Value::I32(value) => bytes.extend(value.to_le_bytes()),
            Value::Len(inner) | Value::Group(inner) => bytes.extend(inner.iter().take(SHOWN + 1)),
        }
    }
    let mut hex = String::new();
    for byte in bytes.iter().take(SHOWN) {
        let _ = write!(hex, " {byte:02x}");
    }
    let more = if bytes.len() > SHOWN { " …" } else { "" };
    format!("option {number} could not be printed by what the descriptor set defines; its value:{hex}{more}")
}

/// The values of each field that is set.
fn gathered<'a>(options: &[&'a [u8]]) -> BTreeMap<u32, Vec<Value<'a>>> {
    let mut values = BTreeMap::<u32, Vec<Value<'a>>>::new();
    // Bytes that are no records end the options: what a parser would refuse as a whole.
    for (number, value) in options.iter().flat_map(|bytes| fields(bytes).map_while(Result::ok)) {
        values.entry(number).or_default().push(value);
    }
    values
}

/// The same of a message set, in which each extension is a group of its number and its message.
fn gathered_set<'a>(bytes: &[&'a [u8]]) -> Option<BTreeMap<u32, Vec<Value<'a>>>> {
    const ITEM: u32 = 1;
    const TYPE_ID: u32 = 2;
    const MESSAGE: u32 = 3;
    let mut values = BTreeMap::<u32, Vec<Value<'a>>>::new();
    for (number, items) in gathered(bytes) {
        for item in items.into_iter().filter(|_| number == ITEM) {
            let item = gathered(&inner(&[item])?);
            let Value::Varint(id) = *item.get(&TYPE_ID)?.last()? else { return None };
            values.entry(u32::try_from(id).ok()?).or_default().extend(item.get(&MESSAGE)?);
        }
    }
    Some(values)
}

/// `MessageOptions.message_set_wire_format`.
fn is_message_set(message: &Message<'_>) -> bool {
    const MESSAGE_SET: u32 = 1;
    gathered(&message.options).get(&MESSAGE_SET).is_some_and(|values| values.last() == Some(&Value::Varint(1)))
}

/// A field, and its full name where it is an extension.
struct Found<'a> {
    field: &'a Field<'a>,
    extension: Option<String>,
}

fn find<'a>(names: &Names<'a>, kind: &str, number: u32) -> Option<Found<'a>> {
    let kind = kind.strip_prefix('.').unwrap_or(kind);
    let wanted = i32::try_from(number).ok()?;
    if let Some(field) = names.message(kind)?.fields.iter().find(|field| field.number == wanted) {
        return Some(Found { field, extension: None });
    }
    let (full, field) = names.extension(kind, wanted)?;
    Some(Found { field, extension: Some(full.to_owned()) })
}

/// `features.a = B`, one for each, since that is how people write them.
fn dotted(
    names: &Names<'_>,
    prefix: &str,
    values: &[Value<'_>],
    kind: &str,
    scope: &str,
    texts: &mut Vec<String>,
) -> Option<()> {
    let inner = inner(values)?;
    let before = texts.len();
    for (number, values) in gathered(&inner) {
        let found = find(names, kind, number)?;
        let name = match &found.extension {
            Some(full) => format!("{prefix}.({})", names.option_name(full, scope)),
            None => format!("{prefix}.{}", found.field.name),
        };
        if found.extension.is_some() && found.field.kind == kind::MESSAGE && found.field.label != REPEATED {
            dotted(names, &name, &values, found.field.type_name, scope, texts)?;
        } else {
            texts.extend(literals(names, &found, &values, 0)?.iter().map(|value| format!("{name} = {value}")));
        }
    }
    if texts.len() == before {
        texts.push(format!("{prefix} = {{}}"));
    }
    Some(())
}

fn inner<'a>(values: &[Value<'a>]) -> Option<Vec<&'a [u8]>> {
    let bytes = |value: &Value<'a>| match *value {
        Value::Len(bytes) | Value::Group(bytes) => Some(bytes),
        _ => None,
    };
    values.iter().map(bytes).collect()
}

/// The values of a field as literals: one, or as many as a repeated field has. Nothing where there are no words.
fn literals(names: &Names<'_>, found: &Found<'_>, values: &[Value<'_>], depth: usize) -> Option<Vec<String>> {
    let field = found.field;
    let message = matches!(field.kind, kind::MESSAGE | kind::GROUP);
    if message && field.label != REPEATED {
        // Parsers merge them.
        return Some(vec![aggregate(names, &inner(values)?, field.type_name, depth + 1)?]);
    }
    let mut literals = Vec::new();
    for value in values {
        match *value {
            _ if message => {
                literals.push(aggregate(names, &inner(&[*value])?, field.type_name, depth + 1)?);
            }
            Value::Len(packed) if !matches!(field.kind, kind::STRING | kind::BYTES) => {
                for value in unpacked(packed, field.kind)? {
                    literals.push(scalar(names, field, value)?);
                }
            }
            value => literals.push(scalar(names, field, value)?),
        }
    }
    if field.label != REPEATED {
        // The last one counts.
        literals.drain(..literals.len().saturating_sub(1));
    }
    Some(literals)
}

fn unpacked(bytes: &[u8], kind: i32) -> Option<Vec<Value<'_>>> {
    match kind {
        kind::DOUBLE | kind::FIXED64 | kind::SFIXED64 => {
            let (chunks, rest) = bytes.as_chunks::<8>();
            rest.is_empty().then(|| chunks.iter().map(|chunk| Value::I64(u64::from_le_bytes(*chunk))).collect())
        }
        kind::FLOAT | kind::FIXED32 | kind::SFIXED32 => {
            let (chunks, rest) = bytes.as_chunks::<4>();
            rest.is_empty().then(|| chunks.iter().map(|chunk| Value::I32(u32::from_le_bytes(*chunk))).collect())
        }
        _ => {
            let (mut at, mut values) = (0, Vec::new());
            while at < bytes.len() {
                let read = varint::read(bytes, at).ok()?;
                at += usize::from(read.len);
                values.push(Value::Varint(read.value));
            }
            Some(values)
        }
    }
}

/// A message as text format in braces.
fn aggregate(names: &Names<'_>, bytes: &[&[u8]], kind: &str, depth: usize) -> Option<String> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut text = String::from("{");
    let all = if names.message(kind).is_some_and(is_message_set) { gathered_set(bytes)? } else { gathered(bytes) };
    for (number, values) in all {
        let found = find(names, kind, number)?;
        let name = match &found.extension {
            Some(full) => format!("[{full}]"),
            None => aggregate_name(found.field, kind, &values).to_owned(),
        };
        for literal in literals(names, &found, &values, depth)? {
            let colon = if literal.starts_with('{') { "" } else { ":" };
            let _ = write!(text, " {name}{colon} {literal}");
        }
    }
    text.push_str(if text.len() > 1 { " }" } else { "}" });
    Some(text)
}

/// Text format calls a group by its type, where that is declared along with it: inside the same message, under the same name.
fn aggregate_name<'a>(field: &Field<'a>, inside: &str, values: &[Value<'_>]) -> &'a str {
    let group = values.iter().any(|value| matches!(value, Value::Group(_)));
    let (scope, kind) = field.type_name.rsplit_once('.').unwrap_or_default();
    let along = scope.strip_prefix('.') == Some(inside.strip_prefix('.').unwrap_or(inside));
    if group && along && kind.to_ascii_lowercase() == field.name { kind } else { field.name }
}

fn scalar(names: &Names<'_>, field: &Field<'_>, value: Value<'_>) -> Option<String> {
    Some(match (field.kind, value) {
        (kind::DOUBLE, Value::I64(bits)) => float(f64::from_bits(bits), format!("{:?}", f64::from_bits(bits))),
        (kind::FLOAT, Value::I32(bits)) => {
            float(f64::from(f32::from_bits(bits)), format!("{:?}", f32::from_bits(bits)))
        }
        (kind::INT64, Value::Varint(value)) => (value as i64).to_string(),
        (kind::UINT64, Value::Varint(value)) => value.to_string(),
        (kind::INT32, Value::Varint(value)) => (value as i32).to_string(),
        (kind::UINT32, Value::Varint(value)) => (value as u32).to_string(),
        (kind::SINT32, Value::Varint(value)) => varint::unzigzag32(value).to_string(),
        (kind::SINT64, Value::Varint(value)) => varint::unzigzag(value).to_string(),
        (kind::FIXED64, Value::I64(value)) => value.to_string(),
        (kind::SFIXED64, Value::I64(value)) => (value as i64).to_string(),
        (kind::FIXED32, Value::I32(value)) => value.to_string(),
        (kind::SFIXED32, Value::I32(value)) => (value as i32).to_string(),
        (kind::BOOL, Value::Varint(value)) => (value != 0).to_string(),
        (kind::STRING | kind::BYTES, Value::Len(bytes)) => quoted(bytes),
        (kind::ENUM, Value::Varint(value)) => {
            let values = &names.enum_type(field.type_name)?.values;
            values.iter().find(|named| named.number == value as i32)?.name.to_owned()
        }
        _ => return None,
    })
}

/// A number of text format, which has words of its own for what is none.
fn float(value: f64, shortest: String) -> String {
    match value {
        _ if value.is_nan() => if value.is_sign_negative() { "-nan" } else { "nan" }.to_owned(),
        f64::INFINITY => "inf".to_owned(),
        f64::NEG_INFINITY => "-inf".to_owned(),
        _ => shortest,
    }
}

/// A string literal of these bytes.
pub fn quoted(bytes: &[u8]) -> String {
    let mut text = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '"' | '\\' => text.extend(['\\', character]),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                '\0'..' ' | '\x7f' => octal(character as u8, &mut text),
                _ => text.push(character),
            }
        }
        for &byte in chunk.invalid() {
            octal(byte, &mut text);
        }
    }
    text.push('"');
    text
}

fn octal(byte: u8, text: &mut String) {
    let _ = write!(text, "\\{byte:03o}");
}
