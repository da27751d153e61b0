//! What a question has one do: eight kinds, as an author writes them and as the engine grades them.
//!
//! An answer is a list of strings, whatever the kind; each kind says what its parts are. Texts are Markdown of a line.
//! Plain data: neither what a learner sees ([`super::asked`]) nor how it is graded ([`super::grade`]).

use serde::{Deserialize, Serialize};

use super::{
    goal::Goal,
    live::{Contract, Sheet},
    run::Run,
};
use crate::text::File;

/// What is given to a question: its parts in order, each a text.
pub type Answer = Vec<String>;

/// What one has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// Choose one option: its id.
    Choice(Options),
    /// Choose each option that fits: their ids, in the file's order.
    Several(Options),
    /// Foresee what a program or a call does: what it puts out, its status (as `NOT_FOUND`), or the ids of its steps in order.
    Trace(Trace),
    /// Foresee a message's bytes: in hex, or any notation the playground takes.
    Bytes(Sheet),
    /// Mend a schema: the text of its first file.
    Mend(Editing),
    /// Write a schema, a message, or both: the text of the first file and the message's JSON, those that may be edited.
    Write(Editing),
    /// Choose the change that old and new programs survive: its id.
    Change(Change),
    /// Read bytes: a text for each thing that is asked.
    Dump(Reading),
}

/// Options to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// What may be chosen.
    pub options: Vec<Choice>,
    /// What proves which ones are right, if the engine can tell.
    #[serde(default)]
    pub proof: Option<Proof>,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Unique in its question, of `a-z`, `0-9` and hyphens.
    pub id: String,
    /// What it says; code as it is if `code`.
    pub text: String,
    /// Whether it is code rather than a sentence.
    #[serde(default)]
    pub code: bool,
    /// Whether it is an answer.
    #[serde(default)]
    pub correct: bool,
    /// Why it is right or wrong.
    pub why: String,
}

/// With a right option put for [`PLACE`] in all its texts, the run gives this; with a wrong one, something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// What is run.
    pub run: Run,
    /// What it gives.
    pub gives: String,
}

/// What a proof has where an option belongs.
pub const PLACE: &str = "{option}";

/// What happens when this runs?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// What is run; its result is the key. `call` with `order` asks for an order, with a status for a status, all else for a text.
    pub run: Run,
    /// What stands before the place for a text, such as "The reader's `age`".
    #[serde(default)]
    pub label: String,
    /// Wrong answers that are likely, and why they are wrong.
    #[serde(default)]
    pub guesses: Vec<Guess>,
}

/// An answer that is likely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guess {
    /// What somebody would write.
    pub answer: String,
    /// Why it is wrong.
    pub why: String,
}

/// Something to edit until it meets its goals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Editing {
    /// The .proto files; the first one may be edited unless `only_message`.
    pub files: Vec<File>,
    /// Whether the schema is fixed and only the message is written.
    pub only_message: bool,
    /// The message to begin with; empty if none is to be written.
    pub json: String,
    /// The message's type, where there is one.
    pub root: String,
    /// What must hold.
    pub goals: Vec<Goal>,
    /// An answer that meets them.
    pub solution: Answer,
}

/// A schema and ways to change it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    /// What is deployed.
    pub old: Contract,
    /// Messages that old programs write.
    pub json: Vec<String>,
    /// Whether programs exchange JSON rather than bytes; their parsers refuse keys they don't know, as is the default.
    pub as_json: bool,
    /// The changes.
    pub options: Vec<Version>,
}

/// A changed schema.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Version {
    /// Unique in its question, of `a-z`, `0-9` and hyphens.
    pub id: String,
    /// What is changed, in a line.
    pub text: String,
    /// The schema after it.
    pub new: Contract,
    /// Messages that new programs write, each for what the old one in its place says, as far as either can say it: so a field
    /// that has a new name is told from a number that has a new meaning.
    pub json: Vec<String>,
    /// Whether it is safe; the engine is asked, and a test compares.
    pub correct: bool,
    /// Why it is right or wrong.
    pub why: String,
}

/// Bytes to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// By what they are written; shown, unless `blind`.
    pub of: Contract,
    /// The message whose bytes they are; or
    pub json: String,
    /// the bytes themselves, in hex.
    pub hex: String,
    /// Whether the schema is kept from the learner.
    pub blind: bool,
    /// What is asked.
    pub fields: Vec<Blank>,
}

/// Something asked of bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// The question, in a line.
    pub label: String,
    /// What gives the answer.
    pub run: Run,
    /// Wrong answers that are likely, and why.
    #[serde(default)]
    pub guesses: Vec<Guess>,
}
