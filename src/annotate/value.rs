//! What a node holds: its value, its type and its name, as data and in short texts.

use std::collections::HashSet;
use std::fmt;

use super::guess;
use super::node::{Kind, Node, NodeId, Nodes, TOP};
use super::problem::Problem;
use super::table::{Scalar, Shape};
use crate::message::json;
use crate::text::Span;
use crate::wire::{Fault, Junk, Part, WireType, scan, varint};

/// How many characters of a string, and how many bytes, a short text shows.
const SHOWN_CHARS: usize = 80;
const SHOWN_BYTES: usize = 24;

/// How many fields that are missing are named.
const SHOWN_NAMES: usize = 3;

/// A decoded value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names are the Rust types'")]
pub enum Value<'a> {
    Bool(bool),
    I32(i32),
    I64(i64),
    U32(u32),
    U64(u64),
    F32(f32),
    F64(f64),
    /// An enum's number.
    Enum(i32),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl fmt::Display for Value<'_> {
    /// Numbers as JSON writes them, except that 64 bits are not quoted; floats by the shortest text that reads back the
    /// same; text and bytes in short.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Value::Bool(it) => it.fmt(f),
            Value::I32(it) | Value::Enum(it) => it.fmt(f),
            Value::I64(it) => it.fmt(f),
            Value::U32(it) => it.fmt(f),
            Value::U64(it) => it.fmt(f),
            Value::F32(it) => f.write_str(&json::number32(it).unwrap_or_else(|| json::no_number(it.into()).to_owned())),
            Value::F64(it) => f.write_str(&json::number(it).unwrap_or_else(|| json::no_number(it).to_owned())),
            Value::Text(it) => f.write_str(&quoted(it)),
            Value::Bytes(it) => f.write_str(&shown_bytes(it)),
        }
    }
}

/// The value of `scalar` in `bytes`, which are exactly one value.
pub(super) fn scalar(scalar: Scalar, bytes: &[u8]) -> Option<Value<'static>> {
    let varint = || varint::read(bytes, 0).ok().map(|it| it.value);
    let four = || bytes.first_chunk::<4>().copied();
    let eight = || bytes.first_chunk::<8>().copied();
    Some(match scalar {
        Scalar::Double => Value::F64(f64::from_le_bytes(eight()?)),
        Scalar::Float => Value::F32(f32::from_le_bytes(four()?)),
        Scalar::Int32 => Value::I32(varint()? as i32),
        Scalar::Int64 => Value::I64(varint()? as i64),
        Scalar::Uint32 => Value::U32(varint()? as u32),
        Scalar::Uint64 => Value::U64(varint()?),
        Scalar::Sint32 => Value::I32(varint::unzigzag32(varint()?)),
        Scalar::Sint64 => Value::I64(varint::unzigzag(varint()?)),
        Scalar::Fixed32 => Value::U32(u32::from_le_bytes(four()?)),
        Scalar::Fixed64 => Value::U64(u64::from_le_bytes(eight()?)),
        Scalar::Sfixed32 => Value::I32(i32::from_le_bytes(four()?)),
        Scalar::Sfixed64 => Value::I64(i64::from_le_bytes(eight()?)),
        Scalar::Bool => Value::Bool(varint()? != 0),
        Scalar::Enum => Value::Enum(varint()? as i32),
    })
}

impl Scalar {
    /// The value in `bytes`, which are exactly one value of this type; nothing if they are too few.
    pub fn read(self, bytes: &[u8]) -> Option<Value<'static>> {
        scalar(self, bytes)
    }
}

impl Nodes {
    /// The numeric type a node is read by; none of other nodes and without a schema.
    pub fn scalar(&self, id: NodeId) -> Option<Scalar> {
        match (self.get(id)?.kind, self.declared(id)?.shape) {
            (Kind::Varint | Kind::I32 | Kind::I64, Shape::Scalar(scalar)) => Some(scalar),
            _ => None,
        }
    }

    /// What a node holds; none of messages, packed runs and what can't be read. Without a schema numbers are taken for
    /// unsigned ones: `guess` knows what else they could be.
    pub fn value<'a>(&self, bytes: &'a [u8], id: NodeId) -> Option<Value<'a>> {
        let node = self.get(id)?;
        let payload = node.payload().of(bytes);
        let by_default = |it| scalar(self.scalar(id).unwrap_or(it), payload);
        match node.kind {
            Kind::Varint => by_default(Scalar::Uint64),
            Kind::I64 => by_default(Scalar::Fixed64),
            Kind::I32 => by_default(Scalar::Fixed32),
            Kind::Text => std::str::from_utf8(payload).ok().map(Value::Text),
            Kind::Bytes => Some(Value::Bytes(payload)),
            _ => None,
        }
    }

    /// What a node holds, on one line and in short.
    pub fn value_text(&self, bytes: &[u8], id: NodeId) -> String {
        let Some(node) = self.get(id) else { return String::new() };
        let size = |span: Span| bytes_text(span.len());
        match node.kind {
            Kind::Varint | Kind::I32 | Kind::I64 if node.guessed => {
                guess::readings(bytes, self.wire(id), node.payload())
                    .into_iter()
                    .next()
                    .map_or_else(String::new, |it| it.text)
            }
            Kind::Varint if self.scalar(id) == Some(Scalar::Enum) => self.enum_text(bytes, id),
            Kind::Varint | Kind::I32 | Kind::I64 | Kind::Text | Kind::Bytes => {
                self.value(bytes, id).map_or_else(String::new, |it| it.to_string())
            }
            Kind::Message | Kind::Group => match self.message_name(id) {
                Some(name) => format!("{}, {}", short(name), size(node.payload())),
                None => size(node.payload()),
            },
            Kind::MapEntry => format!("{} → {}", clip(&self.map_key(bytes, id)), self.entry_value_text(bytes, id)),
            Kind::Packed => {
                let count = self.children(id).filter(|&it| self.get(it).is_some_and(|it| it.is_element())).count();
                format!("{count} {}, {}", if count == 1 { "value" } else { "values" }, size(node.payload()))
            }
            Kind::Junk | Kind::Unread => shown_bytes(node.payload().of(bytes)),
        }
    }

    /// The value of a map entry in short.
    pub(super) fn entry_value_text(&self, bytes: &[u8], entry: NodeId) -> String {
        let value = self.children(entry).filter(|&it| self.get(it).is_some_and(|it| it.number == 2)).last();
        // No recursion to speak of: the value of a map is never a map.
        value.map_or_else(|| "default".to_owned(), |it| self.value_text(bytes, it))
    }

    fn enum_text(&self, bytes: &[u8], id: NodeId) -> String {
        let Some(Value::Enum(number)) = self.value(bytes, id) else { return String::new() };
        let name = self.declared(id).and_then(|it| it.enumeration()).and_then(|it| it.get_value(number));
        name.map_or_else(|| number.to_string(), |it| format!("{} ({number})", it.name()))
    }

    /// The type a node is read by, as a .proto file says it; without a schema the wire type.
    pub fn type_text(&self, id: NodeId) -> String {
        let Some(node) = self.get(id) else { return String::new() };
        match (node.kind, self.declared(id)) {
            (Kind::Junk, _) => return "unreadable".to_owned(),
            (Kind::Unread, _) if node.number == 0 => return "not read".to_owned(),
            (Kind::Message, _) if self.table.any_type(id).is_some() => {
                return format!("message {}", self.message_name(id).map(short).unwrap_or_default());
            }
            (Kind::Message, None) => return "LEN, a message?".to_owned(),
            (Kind::Text, None) => return "LEN, text?".to_owned(),
            (_, None) => return self.wire(id).name().to_owned(),
            _ => {}
        }
        let Some(field) = self.declared(id) else { return String::new() };
        let plain = plain_type(&field.kind);
        match node.kind {
            Kind::Packed => format!("packed {plain}"),
            Kind::MapEntry => {
                let entry = field.message();
                let key = entry.map(|it| plain_type(&it.map_entry_key_field().kind())).unwrap_or_default();
                let value = entry.map(|it| plain_type(&it.map_entry_value_field().kind())).unwrap_or_default();
                format!("map<{key}, {}>", value.rsplit(' ').next().unwrap_or_default())
            }
            Kind::Group => format!("group {}", field.message_name().map(short).unwrap_or_default()),
            _ => plain,
        }
    }

    /// The name a node goes by among its siblings.
    pub fn name_text(&self, bytes: &[u8], id: NodeId) -> String {
        let Some(node) = self.get(id) else { return String::new() };
        let is_list = |it: &super::table::Field| it.is_list && node.kind != Kind::Packed;
        match (node.kind, self.field(id)) {
            (Kind::Junk, _) => "unreadable".to_owned(),
            (Kind::Unread, _) if node.number == 0 => "not read".to_owned(),
            (_, None) => format!("field {}", node.number),
            (Kind::MapEntry, Some(field)) => format!("{}[{}]", field.name, clip(&self.map_key(bytes, id))),
            (_, Some(field)) if is_list(field) && !node.mismatched => {
                format!("{}[{}]", field.name, node.index)
            }
            (_, Some(field)) => field.name.clone(),
        }
    }

    /// The wire type of a node's record; of a packed element that of the element.
    pub fn wire(&self, id: NodeId) -> WireType {
        let Some(node) = self.get(id) else { return WireType::Len };
        match node.kind {
            Kind::Varint => WireType::Varint,
            Kind::I32 => WireType::I32,
            Kind::I64 => WireType::I64,
            Kind::Group => WireType::SGroup,
            // Too deep to be opened: a group has an end tag, a LEN has none.
            Kind::Unread if node.end_tag_len > 0 => WireType::SGroup,
            _ => WireType::Len,
        }
    }

    /// Why a node can't be read, or not to its end.
    pub fn fault(&self, bytes: &[u8], id: NodeId) -> Option<Fault> {
        use Problem::{CutShort, Unclosed, Unreadable};
        let node = self.get(id).filter(|it| matches!(it.problem, Some(Unreadable | CutShort | Unclosed)))?;
        // What is broken ends where the range does or by itself, so that the scan of it alone meets the same fault.
        match scan::Records::new(bytes, node.span).next()? {
            Part::Junk(Junk { fault, .. }) | Part::Broken(_, fault) => Some(fault),
            Part::Record(_) => None,
        }
    }

    /// The names of the required fields that a message does not have, or with [`TOP`] the payload.
    pub fn missing(&self, id: NodeId) -> Vec<String> {
        let of_field = || self.table.known_message_of(self.get(id)?.field?);
        let message = if id == TOP { self.root } else { self.table.any(id).or_else(of_field) };
        let Some(message) = message else { return Vec::new() };
        let is_known = |it: &Node| it.field.is_some() && !it.mismatched;
        let there: HashSet<u32> =
            self.children(id).filter_map(|it| self.get(it)).filter(is_known).map(|it| it.number).collect();
        let missing = self.table.required(message).iter().filter(|it| !there.contains(it));
        missing.filter_map(|&it| self.table.field_name(message, it)).collect()
    }

    fn missing_text(&self, id: NodeId) -> String {
        let missing = self.missing(id);
        let named: Vec<String> = missing.iter().take(SHOWN_NAMES).map(|it| format!("`{it}`")).collect();
        let more = match missing.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let name = if id == TOP { self.root.and_then(|it| self.table.name(it)) } else { self.message_name(id) };
        format!(
            "expected the required {}{more} in {}, found no value",
            named.join(", "),
            name.map_or("the message", short)
        )
    }

    /// What is to be said about a node, with names and numbers.
    pub(super) fn particulars(&self, bytes: &[u8], id: NodeId, problem: Problem) -> String {
        let number = || self.get(id).map_or(0, |it| it.number);
        let name = || self.field(id).map_or_else(|| format!("field {}", number()), |it| format!("`{}`", it.name));
        match problem {
            Problem::WireMismatch => {
                let field = self.field(id);
                let expected = field.map_or("another wire type", |it| it.shape.wire().name());
                let plain = field.map(|it| plain_type(&it.kind)).unwrap_or_default();
                format!("expected {expected} for {} ({plain}), found {}", name(), self.wire(id).name())
            }
            Problem::NotMessage => {
                let expected = self.field(id).and_then(|it| it.message_name()).map(short).unwrap_or("a message");
                format!("expected {expected} in {}, found bytes that are none", name())
            }
            Problem::BrokenInside => {
                format!("expected a message in {}, found one that can't be read to its end", name())
            }
            Problem::MissingRequired => self.missing_text(id),
            Problem::AnyBroken => {
                format!("expected the message that the Any names in {}, found bytes that are none", name())
            }
            Problem::NotUtf8 => format!("expected UTF-8 in {}, found bytes that are none", name()),
            Problem::Repeated => format!("expected one value of {}, found another one: the last one counts", name()),
            Problem::UnknownEnumValue => {
                let number = self.value(bytes, id).map(|it| it.to_string()).unwrap_or_default();
                let declared = self.field(id).and_then(|it| it.enumeration()).map_or("the enum", |it| it.name());
                format!("expected a number of {declared} in {}, found {number}", name())
            }
            _ => problem.message().to_owned(),
        }
    }
}

/// A type as a .proto file says it, its name without the package.
pub(super) fn plain_type(kind: &prost_reflect::Kind) -> String {
    use prost_reflect::Kind::*;
    match kind {
        Message(it) => format!("message {}", it.name()),
        Enum(it) => format!("enum {}", it.name()),
        Double => "double".into(),
        Float => "float".into(),
        Int32 => "int32".into(),
        Int64 => "int64".into(),
        Uint32 => "uint32".into(),
        Uint64 => "uint64".into(),
        Sint32 => "sint32".into(),
        Sint64 => "sint64".into(),
        Fixed32 => "fixed32".into(),
        Fixed64 => "fixed64".into(),
        Sfixed32 => "sfixed32".into(),
        Sfixed64 => "sfixed64".into(),
        Bool => "bool".into(),
        String => "string".into(),
        Bytes => "bytes".into(),
    }
}

/// The last part of a full name.
pub(super) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// `1 byte`, `6 bytes`.
pub(super) fn bytes_text(count: usize) -> String {
    if count == 1 { "1 byte".to_owned() } else { format!("{count} bytes") }
}

/// A string as JSON writes it, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        None => json::quoted(text),
        Some((cut, _)) => {
            let begin = text.get(..cut).unwrap_or_default();
            let quoted = json::quoted(begin);
            format!("{}…\"", quoted.strip_suffix('"').unwrap_or(&quoted))
        }
    }
}

fn clip(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        None => text.to_owned(),
        Some((cut, _)) => format!("{}…\"", text.get(..cut).unwrap_or_default()),
    }
}

/// Bytes as hex, with their text beside it where they have one, cut where they are many.
pub(super) fn shown_bytes(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "empty".to_owned();
    }
    let shown = bytes.get(..SHOWN_BYTES).unwrap_or(bytes);
    let hex: Vec<String> = shown.iter().map(|it| format!("{it:02x}")).collect();
    let more = if shown.len() < bytes.len() { " …" } else { "" };
    let is_printable = shown.iter().all(|it| matches!(it, b' '..=b'~'));
    let text = if is_printable { format!(" {}", quoted(&String::from_utf8_lossy(shown))) } else { String::new() };
    format!("{}{more}{text}", hex.join(" "))
}
