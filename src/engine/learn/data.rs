//! The plain data of lessons and questions: what they ask of the engine, and what they are told.

use serde::{Deserialize, Serialize};

use super::{Shown, Typed};
use crate::learn::{live::Live, task::Answer, verdict::Verdict};

/// A live part of a lesson: the lesson's id, and which of its live parts, from 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The lesson's id.
    pub lesson: String,
    /// Which of its live parts, from 0.
    pub part: u32,
}

/// What a lesson or a question asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// What a live part shows after so many changes; answered with [`Told::Shown`].
    Show(Place, u32, Box<Live>),
    /// What an answer is worth; answered with [`Told::Graded`].
    Grade {
        /// The question's id.
        question: String,
        /// Its [`crate::learn::task::Task`], packed.
        task: Vec<u8>,
        /// The answer.
        answer: Answer,
    },
    /// What bytes that are being typed say without a schema: the question's id, the text. Answered with [`Told::Read`].
    Read(String, String),
}

impl Ask {
    /// Whether a newer question of this kind makes `waiting` superfluous.
    pub fn supersedes(&self, waiting: &Ask) -> bool {
        match (self, waiting) {
            (Ask::Show(new, ..), Ask::Show(old, ..)) => new == old,
            (Ask::Grade { question: new, .. }, Ask::Grade { question: old, .. }) => new == old,
            (Ask::Read(new, _), Ask::Read(old, _)) => new == old,
            _ => false,
        }
    }
}

/// What it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// To [`Ask::Show`], with its number.
    Shown(Place, u32, Box<Shown>),
    /// To [`Ask::Grade`].
    Graded {
        /// The question's id.
        question: String,
        /// The answer.
        answer: Answer,
        /// What it is worth, or why that can't be told.
        verdict: Result<Verdict, String>,
    },
    /// To [`Ask::Read`]: the question's id, the text, and what it says, if it is bytes.
    Read(String, String, Option<Box<Typed>>),
}
