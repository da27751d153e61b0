//! What grading says of an answer. Plain data; knows neither tasks nor how it is shown.

use serde::{Deserialize, Serialize};

use super::markdown::Inline;
use crate::text::Span;

/// What an answer is worth, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether it is right.
    pub right: bool,
    /// What there is to say, the most telling first; never empty where it is wrong.
    pub remarks: Vec<Remark>,
    /// For a task with goals, whether each is met, in their order; of bytes that are read, whether each thing asked is right.
    pub goals: Vec<bool>,
}

/// One thing said of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// A sentence.
    pub text: Vec<Inline>,
    /// Which part of the answer it is about.
    pub part: u32,
    /// Where in that part, in bytes; nothing if it is about the whole.
    pub span: Option<Span>,
}
