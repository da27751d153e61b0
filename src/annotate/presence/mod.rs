//! What a message does not say: its declared fields without bytes, why they have none, and what a receiver reads instead.
//!
//! - [`absent`] finds them, in the payload and in each message inside it
//! - [`explain_absent`] says it in sentences
//!
//! The rules are those of <https://protobuf.dev/programming-guides/field_presence/>. Extensions are not listed: anybody may
//! declare one. Knows nothing of rows, and of the JSON only what is told to it.

mod explain;
mod walk;

use std::ops::Range;

use prost_reflect::{FieldDescriptor, Kind, Value};

use super::node::NodeId;
use super::value::{plain_type, quoted, shown_bytes};
use crate::message::json::{no_number, number, number32};

pub use explain::{Written, explain_absent};
pub use walk::absent;

/// How many absent fields are found at most.
pub const MAX_ABSENT: usize = 5000;

/// A declared field of a message that has no bytes, or none that parsers take for a value of it.
#[derive(Clone, Debug)]
pub struct Absent {
    /// The message that lacks it, or [`TOP`](super::TOP): of several records that make one message the last.
    pub owner: NodeId,
    /// The field.
    pub field: FieldDescriptor,
    /// Why it can be so.
    pub why: Why,
    /// What there is with its number all the same.
    pub stray: Option<Stray>,
}

/// Why a field has no bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has implicit presence: its default is not written.
    Implicit,
    /// It has explicit presence, and is not set.
    Explicit,
    /// It has to be there.
    Required,
    /// It is a message, and not set.
    Message,
    /// It is a member of this oneof, of which another one is set, or none.
    Member(String, Option<String>),
    /// It is a list without an element.
    List,
    /// It is a map without an entry.
    Map,
}

/// Records with a field's number that are no value of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    /// Their wire type is another one than the field's type has.
    WireType,
    /// They hold a number that the closed enum has no name for.
    Enum(i32),
}

/// The absent fields of a payload: those of a message together, in the order of their numbers, and messages in the order in
/// which they end, so that each field comes where its message's rows do.
#[derive(Clone, Debug, Default)]
pub struct Absences {
    list: Vec<Absent>,
    /// Which of them each message lacks, by its node.
    owners: Vec<(NodeId, Range<usize>)>,
    /// Whether there are more than were looked for.
    pub is_cut: bool,
}

impl Absences {
    /// All of them.
    pub fn list(&self) -> &[Absent] {
        &self.list
    }

    /// The indices of those that a message lacks.
    pub fn of(&self, owner: NodeId) -> Range<usize> {
        let found = self.owners.binary_search_by_key(&owner, |(owner, _)| *owner);
        found.ok().and_then(|at| self.owners.get(at)).map_or(0..0, |(_, range)| range.clone())
    }
}

impl Absent {
    /// Its type, as a .proto file says it.
    pub fn type_text(&self) -> String {
        let kind = self.field.kind();
        let bare = |kind: &Kind| {
            let plain = plain_type(kind);
            plain.rsplit(' ').next().map(str::to_owned).unwrap_or_default()
        };
        match (&self.why, kind.as_message()) {
            (Why::Map, Some(entry)) => {
                let [key, value] = [entry.map_entry_key_field(), entry.map_entry_value_field()];
                format!("map<{}, {}>", bare(&key.kind()), bare(&value.kind()))
            }
            (Why::List, _) => format!("repeated {}", bare(&kind)),
            _ if self.field.is_group() => plain_type(&kind).replacen("message", "group", 1),
            _ => plain_type(&kind),
        }
    }

    /// What a receiver that asks for it reads, in short.
    pub fn reads(&self) -> String {
        match (&self.why, self.field.kind()) {
            (Why::List, _) => "an empty list".to_owned(),
            (Why::Map, _) => "an empty map".to_owned(),
            (_, Kind::Message(message)) => format!("an empty {}", message.name()),
            (_, Kind::Enum(found)) => match self.field.default_value() {
                Value::EnumNumber(number) => match found.get_value(number) {
                    Some(value) => format!("{} ({number})", value.name()),
                    None => number.to_string(),
                },
                _ => String::new(),
            },
            _ => match self.field.default_value() {
                Value::Bool(value) => value.to_string(),
                Value::I32(value) => value.to_string(),
                Value::I64(value) => value.to_string(),
                Value::U32(value) => value.to_string(),
                Value::U64(value) => value.to_string(),
                Value::F32(value) => number32(value).unwrap_or_else(|| no_number(value.into()).to_owned()),
                Value::F64(value) => number(value).unwrap_or_else(|| no_number(value).to_owned()),
                Value::String(text) => quoted(&text),
                Value::Bytes(bytes) if bytes.is_empty() => "no bytes".to_owned(),
                Value::Bytes(bytes) => shown_bytes(&bytes),
                _ => String::new(),
            },
        }
    }

    /// Why it is absent and what is read, in a few words.
    pub fn value_text(&self) -> String {
        match &self.why {
            _ if self.stray.is_some() => format!("no value of its type, reads {}", self.reads()),
            Why::List | Why::Map => "empty".to_owned(),
            Why::Message => "not set".to_owned(),
            Why::Required => "required, but missing".to_owned(),
            Why::Member(..) => "not chosen".to_owned(),
            Why::Explicit => format!("not set, reads {}", self.reads()),
            Why::Implicit => format!("absent, reads {}", self.reads()),
        }
    }
}
