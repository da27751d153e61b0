//! A claim of a text and what proves it. Plain data; the tests run it.

use serde::{Deserialize, Serialize};

use super::{run::Run, task::Answer};

/// Something a lesson or a question says that the engine can compute.
///
/// `say` stands in the text word for word, and each digit in a text belongs to what some fact says, to a token listed as
/// given, or to a table or code that is checked as a whole. So no digit changes without a test noticing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What the text says, without marks: `takes 3 bytes`.
    pub say: String,
    /// The part of it that the run gives: `3`; all of it if empty.
    #[serde(default)]
    pub gives: String,
    /// What is run.
    pub run: Run,
}

/// An answer and a part of what must be said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// The answer.
    pub answer: Answer,
    /// Words that one of the remarks holds.
    #[serde(default)]
    pub says: String,
}
