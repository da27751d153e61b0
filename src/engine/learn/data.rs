//! The plain data of lessons and questions: what they ask of the engine, and what they are told.

use serde::{Deserialize, Serialize};

use crate::{
    engine::view::Comparison,
    learn::{live::Live, task::Answer, verdict::Verdict},
};

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
    /// What a live part shows; answered with [`Told::Shown`].
    Show(Place, Box<Live>),
    /// What an answer is worth; answered with [`Told::Graded`].
    Grade {
        /// The question's id.
        question: String,
        /// Its [`crate::learn::task::Task`], packed.
        task: Vec<u8>,
        /// The answer.
        answer: Answer,
    },
}

impl Ask {
    /// Whether a newer question of this kind makes `waiting` superfluous.
    pub fn supersedes(&self, waiting: &Ask) -> bool {
        match (self, waiting) {
            (Ask::Show(new, _), Ask::Show(old, _)) => new == old,
            (Ask::Grade { question: new, .. }, Ask::Grade { question: old, .. }) => new == old,
            _ => false,
        }
    }
}

/// What it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// To [`Ask::Show`].
    Shown(Place, Box<Shown>),
    /// To [`Ask::Grade`].
    Graded {
        /// The question's id.
        question: String,
        /// The answer.
        answer: Answer,
        /// What it is worth, or why that can't be told.
        verdict: Result<Verdict, String>,
    },
}

/// What a live part shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// A message in both styles.
    Comparison(Box<Comparison>),
    /// Nothing, for this reason.
    Failed(String),
}
