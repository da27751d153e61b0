//! What a change of the schema would save, measured: each change is made, compiled, and the message encoded anew.
//!
//! 1. `observe`: what the message holds of each declared field
//! 2. `numbers`, `packing`, `numbering`, `texts`: which changes are worth a try, with the edits of the .proto's text
//! 3. `trial`: makes them; what does not compile, can't be read or saves nothing is not spoken of
//!
//! Knows one message. Whether others are like it is for the reader to judge, so each advice says what it rests on and what it
//! breaks.

mod declared;
mod enums;
mod numbering;
mod numbers;
mod observe;
mod packing;
mod texts;
mod trial;

use serde::{Deserialize, Serialize};

use crate::annotate::Nodes;
use crate::language::Edit;
use crate::message::JsonPlaces;
use crate::schema::{Compiler, Root};
use crate::text::{Files, Span};

/// The largest message, in bytes of its JSON or of itself, that is encoded again and again.
pub const MAX_ADVISED: usize = 128 << 10;

/// How much advice is given, the most useful first.
const MAX_ADVICE: usize = 12;

/// A message and what it was read by.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The files of the workspace, without errors.
    pub files: &'a Files,
    /// What compiled just these.
    pub compiler: &'a Compiler,
    /// The message type.
    pub root: &'a Root,
    /// The message.
    pub bytes: &'a [u8],
    /// What its bytes mean.
    pub nodes: &'a Nodes,
    /// It as JSON, typed or derived.
    pub json: &'a str,
    /// What stands where in that.
    pub places: &'a JsonPlaces,
    /// It in the text format, where it was typed so.
    pub text: Option<&'a str>,
}

/// What is advised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Another integer type: varint, zigzag or fixed.
    Integer,
    /// `float` in place of `double`.
    Float,
    /// One tag for all values of a list.
    Packed,
    /// A number below 16, which makes a tag of one byte.
    Number,
    /// An enum in place of text.
    Enum,
    /// Bytes in place of hex or base64.
    Bytes,
    /// A Timestamp in place of text.
    Time,
    /// An integer in place of its digits.
    Digits,
    /// A bool in place of a word.
    Bool,
}

impl Kind {
    /// What is to be considered before: a sentence or two.
    pub fn caveat(self) -> &'static str {
        match self {
            Kind::Integer => {
                "Programs and stored messages that have the old type read the number wrongly, or not at all."
            }
            Kind::Float => "A `float` keeps seven digits; all values here are exact, others would be rounded.",
            Kind::Packed => "Safe: parsers of both schemas read both forms.",
            Kind::Number => {
                "Breaks every program that is out: it would take one field for another. Do it before the first release."
            }
            Kind::Enum => "Only if the values are a closed list. Programs that are out can't read the new type.",
            Kind::Bytes => "Programs that are out get other bytes than before, and JSON has base64.",
            Kind::Time => "Programs that are out can't read the new type; the JSON stays as it is.",
            Kind::Digits => "Only if every value is a whole number. Programs that are out can't read the new type.",
            Kind::Bool => "Only if there will never be a third word. Programs that are out can't read the new type.",
        }
    }
}

/// What a message weighs, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// As Protocol Buffers.
    pub protobuf: usize,
    /// That, gzipped.
    pub gzip: usize,
    /// As JSON without white space.
    pub json: usize,
}

/// A change of the schema that makes this message smaller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What is advised.
    pub kind: Kind,
    /// The full name of the field that it is about.
    pub field: String,
    /// What to do, such as ``delta: `sint32` instead of `int32` ``.
    pub title: String,
    /// What of the message speaks for it.
    pub why: String,
    /// The message now.
    pub before: Weight,
    /// And then.
    pub after: Weight,
    /// The edits of the .proto files.
    pub edits: Vec<Edit>,
    /// Those of the JSON, where values are written otherwise.
    pub values: Vec<(Span, String)>,
    /// What was typed in the text format, where that has to be written otherwise.
    pub text: Option<String>,
    /// The message as it is then.
    pub bytes: Vec<u8>,
}

/// A change to be tried.
#[derive(Debug)]
struct Candidate {
    kind: Kind,
    field: String,
    title: String,
    why: String,
    edits: Vec<Edit>,
    values: Vec<(Span, String)>,
}

/// All that makes the message smaller, what saves the most first.
///
/// # Errors
/// A sentence, where nothing can be measured.
pub fn advise(subject: &Subject<'_>) -> Result<Vec<Advice>, String> {
    if subject.bytes.len().max(subject.json.len()) > MAX_ADVISED {
        return Err(format!("Changes are tried on messages of up to {} KiB.", MAX_ADVISED >> 10));
    }
    let observed = observe::observe(subject.nodes);
    let mut trial = trial::Trial::new(subject)?;
    let world = subject.compiler.world();
    // What is likely to save the most is tried first, lest there be no time for it.
    let mut candidates = numbering::candidates(world, &observed);
    for field in &observed {
        if let Some(declared) = declared::find(world, &field.field.full_name) {
            candidates.extend(numbers::candidate(subject, field, &declared));
            candidates.extend(packing::candidate(field, &declared));
            candidates.extend(texts::candidate(subject, field, &declared));
        }
    }
    let mut advice: Vec<Advice> = candidates.into_iter().filter_map(|candidate| trial.measure(candidate)).collect();
    crate::order::sort_by_key(&mut advice, |advice| std::cmp::Reverse(advice.before.protobuf - advice.after.protobuf));
    advice.truncate(MAX_ADVICE);
    Ok(advice)
}
