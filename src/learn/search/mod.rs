//! What can be searched for: sections of lessons, questions, explanations; and what is shown of what was found.
//!
//! [`Docs`] are gathered when the site is built. The page fetches them when somebody searches and has them ranked by a
//! library, of which this knows nothing but the words that matched.

mod excerpt;
#[cfg(feature = "content")]
mod gather;

pub use excerpt::{Piece, excerpt, mark};

use serde::{Deserialize, Serialize};

/// Something that can be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doc {
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// The title of the lesson it is in; empty if that says no more than its own.
    pub lesson: String,
    /// Where it is: `#/…`.
    pub href: String,
    /// Its text, without marks; of a question only what is asked.
    pub text: String,
}

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A lesson up to its first heading, or what is below a heading.
    Lesson,
    /// A question.
    Question,
    /// Something that is explained: a status, a rule, problems of a kind.
    Explanation,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Lesson => "lesson",
            Kind::Question => "question",
            Kind::Explanation => "explanation",
        }
    }
}

/// All that can be found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Docs(pub Vec<Doc>);

/// Where the packed documents are, relative to the content's folder.
pub const SEARCH: &str = "search.bin";

impl Docs {
    /// As bytes, for [`Docs::unpack`] of the same build.
    pub fn pack(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Reads what [`Docs::pack`] wrote; nothing if it was another build's.
    pub fn unpack(bytes: &[u8]) -> Option<Docs> {
        postcard::from_bytes(bytes).ok()
    }
}
