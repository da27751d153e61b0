//! A question as the page has it: what is asked, what may be said about it. Its file is read by [`super::source`].
//!
//! Knows nothing of what was answered before. What the engine needs to grade an answer travels along as bytes that only
//! the engine reads.

use serde::{Deserialize, Serialize};

use super::{
    asked::Asked,
    live::{Sheet, Stage},
    markdown::{Block, Inline},
    run::Dump,
};

/// A line of text with its marks.
pub type Text = Vec<Inline>;

/// A question, ready to be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The name in links and in the saved progress.
    pub id: String,
    /// The lesson it belongs to.
    pub lesson: String,
    /// How much it takes for granted.
    pub level: Level,
    /// What it is about: the concept's title.
    pub about: String,
    /// Its accessible name.
    pub title: String,
    /// The question itself.
    pub prompt: Vec<Block>,
    /// What the question is about, shown below the prompt.
    pub code: Option<Code>,
    /// What the learner sees and does.
    pub asked: Asked,
    /// The [`super::task::Task`], packed, for the engine.
    pub task: Vec<u8>,
    /// A push in the right direction.
    pub hint: Text,
    /// The way to the answer, step by step.
    pub steps: Vec<Text>,
    /// The answer in a sentence.
    pub answer: Text,
    /// One line that lets the learner check the answer.
    pub check: Text,
    /// What people often get wrong here, and why it is wrong.
    pub mistakes: Vec<Text>,
    /// Where to read more.
    pub source: Text,
    /// What "Try it" opens.
    pub start: Option<Start>,
}

/// How much a question takes for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing but the lesson.
    Beginner,
    /// Some practice.
    Intermediate,
    /// A good deal of practice.
    Advanced,
}

/// A piece of code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Such as `proto` or `python`.
    pub language: String,
    /// The lines.
    pub text: String,
}

/// What "Try it" opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::large_enum_variant, reason = "a handful at a time, written by hand")]
pub enum Start {
    /// The example with that slug, in the playground.
    Example(String),
    /// A schema and a message, in the playground.
    Message(Sheet),
    /// Bytes, in the playground.
    Bytes(Dump),
    /// A call, on Calls.
    Call(Stage),
}
