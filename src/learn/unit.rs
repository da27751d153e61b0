//! What the page fetches: the table of contents, and a lesson with its questions. Parsed when the site is built, so that no
//! page carries a parser.
//!
//! Knows neither where the files are nor how anything is shown.

use serde::{Deserialize, Serialize};

use super::{
    lesson::Lesson,
    question::{Level, Question},
};

/// What there is to learn, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The lessons in the order they are meant to be read.
    pub lessons: Vec<Entry>,
    /// What the questions are about.
    pub concepts: Vec<Concept>,
}

/// One lesson as the table of contents shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The name in links, such as `why-grpc`.
    pub id: String,
    /// The name people read.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: String,
    /// How long it takes to read, in minutes.
    pub minutes: u32,
    /// The part of the path it belongs to, such as "The wire"; lessons of a part follow each other.
    pub part: String,
    /// Its questions, in order.
    pub questions: Vec<Brief>,
}

/// A question without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its level.
    pub level: Level,
    /// The id of its concept.
    pub concept: String,
}

/// Something one can be good at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// Of `a-z`, `0-9` and hyphens.
    pub id: String,
    /// The name people read.
    pub title: String,
    /// The lesson that explains it.
    pub lesson: String,
}

/// A lesson and the questions it ends with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// The lesson.
    pub lesson: Lesson,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// Where the packed table of contents is, relative to the content's folder.
pub const INDEX: &str = "index.bin";

/// Where the packed lesson with that id is, relative to the content's folder.
pub fn unit_file(id: &str) -> String {
    format!("{id}.bin")
}

impl Unit {
    /// As bytes, for [`Unit::unpack`] of the same build.
    pub fn pack(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Reads what [`Unit::pack`] wrote; nothing if it was another build's.
    pub fn unpack(bytes: &[u8]) -> Option<Unit> {
        postcard::from_bytes(bytes).ok()
    }
}

impl Index {
    /// As bytes, for [`Index::unpack`] of the same build.
    pub fn pack(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Reads what [`Index::pack`] wrote; nothing if it was another build's.
    pub fn unpack(bytes: &[u8]) -> Option<Index> {
        postcard::from_bytes(bytes).ok()
    }
}
