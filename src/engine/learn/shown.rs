//! The plain data that live parts show. Descriptors never cross; what is told is bounded by [`super::show`].

use serde::{Deserialize, Serialize};

use crate::{
    engine::{
        calls::data::{Part, Played},
        view::{Comparison, Problem, Row},
    },
    size::Sizes,
};

/// What a live part shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// Of [`Live::Compare`](crate::learn::live::Live::Compare): a message in both styles.
    Comparison(Box<Comparison>),
    /// Of `Bytes` and `Message`: a message.
    Message(Box<Message>),
    /// Of `Size`: what each length comes to, the shortest first.
    Growth(Vec<Grown>),
    /// Of `Bits`: the bytes to begin with. All else is done by the page.
    Bits(Vec<u8>),
    /// Of `Versions`: what becomes of a message on its way.
    Crossing(Box<Crossing>),
    /// Of `Call`: a call, simulated.
    Call(Box<Call>),
    /// Nothing, for this reason, a sentence without a full stop.
    Failed(String),
}

/// A message of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What is wrong with schema and message, the worst first.
    pub problems: Vec<Problem>,
    /// Full name of its type; empty where there is none.
    pub root: String,
    /// The bytes; nothing where it has none, because of the problems.
    pub wire: Option<Wire>,
    /// Whether `wire` is that of an earlier text, since this one has none.
    pub is_old: bool,
}

/// A message's bytes, and what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wire {
    /// The bytes with what each says.
    pub strip: Strip,
    /// The fields.
    pub rows: Vec<Row>,
    /// What it costs in each clothing.
    pub sizes: Sizes,
}

/// Bytes, each of which belongs to a part that says what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strip {
    /// The first of them.
    pub bytes: Vec<u8>,
    /// How many there are in all.
    pub total: u32,
    /// The parts, in order; they cover all `bytes`.
    pub parts: Vec<Part>,
}

/// A message whose list has a certain length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grown {
    /// How many items the list has.
    pub items: u32,
    /// What the message costs.
    pub sizes: Sizes,
}

/// A message that one schema writes and another reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossing {
    /// What is wrong with the writer's schema and the message.
    pub writer: Vec<Problem>,
    /// What is wrong with the reader's schema.
    pub reader: Vec<Problem>,
    /// What is read; nothing where that can't be told, because of the problems.
    pub read: Option<Read>,
    /// Whether `read` is that of earlier texts, since these have none.
    pub is_old: bool,
}

/// What a reader makes of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// The bytes, with what the reader takes each for.
    pub strip: Strip,
    /// Each field that was written, and what becomes of it.
    pub fields: Vec<Crossed>,
    /// The fields the reader asks for in vain: name, and what it reads in their place.
    pub absent: Vec<(String, String)>,
    /// The message as JSON, as the reader has it; empty if there is none.
    pub json: String,
    /// Why parsers refuse the bytes, if they do.
    pub refusal: Option<String>,
}

/// A field on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossed {
    /// How deep it is nested, from 0.
    pub depth: u16,
    /// The field as it was written: name, and value in short.
    pub written: (String, String),
    /// The same bytes as they are read.
    pub read: (String, String),
    /// What has become of it.
    pub fate: Fate,
}

/// What becomes of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// Name and value are the same.
    #[default]
    Same,
    /// The value is the same, under another name.
    Renamed,
    /// The bytes are read as something else.
    Changed,
    /// The reader has no such field, and keeps the bytes as they are.
    Unknown,
    /// The reader has a field of this number whose type the bytes do not fit.
    Misfit,
}

/// A simulated call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The timeline with the rows of its first events.
    pub played: Played,
    /// What each of those events is for, a sentence with code in backticks.
    pub sentences: Vec<String>,
}

impl Shown {
    /// Where this has nothing to show because of what is wrong with an edited text, what was shown before stays.
    #[must_use]
    pub fn after(mut self, before: &Shown) -> Shown {
        match (&mut self, before) {
            (Shown::Message(new), Shown::Message(old)) if new.wire.is_none() => {
                new.wire.clone_from(&old.wire);
                new.is_old = true;
            }
            (Shown::Crossing(new), Shown::Crossing(old)) if new.read.is_none() => {
                new.read.clone_from(&old.read);
                new.is_old = true;
            }
            _ => {}
        }
        self
    }
}
