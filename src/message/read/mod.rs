//! JSON text under a message type → bytes, every error with its place, and where each field stands.
//!
//! 1. [`from_json`]: the whole of it
//! 2. `walk`: the fields of a message, in one walk that makes bytes, errors and places, so that they cannot disagree
//! 3. `values`: lists and maps; `scalar`: one value
//! 4. `any`, `known`, `structure`: types with a JSON form of their own
//! 5. `complaints`: what is said about members; `misfit` about values; `meant`: what people write in place of values
//! 6. `output`: bytes as they are written
//!
//! After an error it goes on: the next one is found, too, and errors of syntax don't hide those of meaning. Nothing is dropped in
//! silence: a key that is no field is an error. No message is built: members are put in the order of their fields and written
//! as they are read.

mod any;
mod complaints;
mod known;
mod meant;
mod misfit;
mod output;
mod scalar;
mod structure;
mod values;
mod walk;
mod whole;

use prost_reflect::DynamicMessage;

use super::json;
use super::places::JsonPlaces;
use super::{MAX_JSON_BYTES, binary};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::schema::Root;
use crate::text::Span;
use walk::Walk;

/// What [`from_json`] makes of a text.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The message in the binary format; `None` if there is an error. They are the same every time: fields and extensions in the
    /// order of their numbers, map entries in that of their keys (numbers by value, strings by bytes) with key and value always
    /// written. It is what protoc's `--deterministic_output` writes.
    pub bytes: Option<Vec<u8>>,
    /// Errors and warnings in the order of the text; their places are [`Place::json`].
    pub diagnostics: Vec<Diagnostic>,
    /// Where the fields stand, also those beside an error.
    pub places: JsonPlaces,
    root: Root,
}

impl Parsed {
    /// The message of the bytes, built.
    pub fn message(&self) -> Option<DynamicMessage> {
        binary::read(&self.root, self.bytes.as_ref()?)
    }
}

/// Reads a JSON text as a message of a type.
pub fn from_json(root: &Root, text: &str) -> Parsed {
    parsed(root, text, Unknown::Refused)
}

/// The same, but fields and values of enums that the schema does not know are warnings, and not read: for JSON of a newer
/// schema ("JSON Options: Ignore unknown fields").
pub fn from_newer_json(root: &Root, text: &str) -> Parsed {
    parsed(root, text, Unknown::Ignored)
}

fn parsed(root: &Root, text: &str, unknown: Unknown) -> Parsed {
    let failed = |diagnostics| Parsed { bytes: None, diagnostics, places: JsonPlaces::default(), root: root.clone() };
    if text.len() > MAX_JSON_BYTES {
        let message = format!("expected at most {} MiB of JSON, found {} bytes", MAX_JSON_BYTES >> 20, text.len());
        return failed(vec![Diagnostic::error("json-size", Place::json(Span::at(0)), message)]);
    }
    let (tree, syntax) = json::parse(text);
    let Some(value) = tree.root() else { return failed(syntax) };
    let is_json = !syntax.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    let mut walk = Walk::new(root, &tree, unknown, syntax);
    walk.whole(root.id(), value);
    let is_right = is_json && walk.findings.errors() == 0;
    Parsed {
        bytes: is_right.then_some(walk.out.bytes),
        diagnostics: walk.findings.finish("json-more", Place::json),
        places: walk.places,
        root: root.clone(),
    }
}

/// What to do with what the schema does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unknown {
    /// It is an error.
    Refused,
    /// It is a warning.
    Ignored,
}

impl Unknown {
    /// A diagnostic about it.
    fn diagnostic(self, code: &str, span: Span, message: String) -> Diagnostic {
        match self {
            Unknown::Refused => Diagnostic::error(code, Place::json(span), message),
            Unknown::Ignored => Diagnostic::warning(code, Place::json(span), message),
        }
    }
}
