//! A lesson with its questions, as the page fetches it: parsed when the site is built, so that no page carries a parser.
//!
//! Knows neither where the files are nor how anything is shown.

use serde::{Deserialize, Serialize};

use super::{Index, lesson::Lesson, question::Question};

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
