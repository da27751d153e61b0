//! Sample messages: JSON for any message type, from a seed.
//!
//! ```text
//! descriptor + shape + seed ─build─▶ JSON text ─from_json─▶ bytes ─json_of─▶ the text as everything is written here
//! ```
//!
//! 1. `chance`: numbers from a seed
//! 2. `need`: what a type can't do without
//! 3. `member`, `build`: which fields are set, and how deep; bounded in levels and bytes, whatever the type
//! 4. `topic`: what a name promises; `person`: the people and places a message is about; `typical`: values people would expect
//! 5. `extreme`: values at the ends of what there is
//! 6. `known`: the types of `google/protobuf` that have a JSON form of their own
//!
//! The same type, shape and seed give the same text, always. Knows no clock: the times are of one year.

mod build;
mod extreme;
mod known;
mod member;
mod need;
mod person;
mod topic;
mod typical;

use serde::{Deserialize, Serialize};

use super::{JsonOptions, Layout, from_json, json_of};
use crate::schema::Root;

/// What kind of message a sample is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Only what must be there, at its least value.
    Minimal,
    /// What one would expect: plausible values, and not every optional field.
    #[default]
    Typical,
    /// Every field, at the ends of its range: the longest numbers, texts that are hard to write, messages in messages.
    Extreme,
}

impl Shape {
    /// All of them, the least first.
    pub const ALL: [Shape; 3] = [Shape::Minimal, Shape::Typical, Shape::Extreme];

    /// The word shown.
    pub fn word(self) -> &'static str {
        match self {
            Shape::Minimal => "minimal",
            Shape::Typical => "typical",
            Shape::Extreme => "extreme",
        }
    }
}

/// The ProtoJSON text of a sample of a type. It is read without an error, and what it says is what its bytes say. Of a type that
/// requires itself there is no complete message: its sample lacks what would have no end.
pub fn sample(root: &Root, shape: Shape, seed: u64) -> String {
    let text = build::build(root, shape, seed);
    let bytes = from_json(root, &text).bytes;
    // Laid out, in the order of fields and keys, and without what the bytes would not tell. Where names are so long that it
    // can't be laid out, the text is still right.
    let laid_out = bytes.and_then(|bytes| json_of(root, &bytes, JsonOptions::default(), Layout::Lines).ok());
    laid_out.map_or(text, |json| json.text)
}
