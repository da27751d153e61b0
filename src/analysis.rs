//! The whole pipeline as one pure function: what the user typed → everything there is to know about it.
//!
//! Knows the stages and their order, and nothing of how their results are shown or where they run.

use prost_reflect::MessageDescriptor;
use serde::{Deserialize, Serialize};

use crate::{
    annotate::{self, Nodes},
    diagnostic::{Diagnostic, Place},
    message::{self, JsonPlaces},
    schema::{self, Schema},
    size::{self, Sizes},
    text::{Files, Span},
    wire,
};

/// What the user typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// The .proto files.
    pub files: Files,
    /// Full name of the payload's message type; empty for the schema's default.
    pub root: String,
    /// The message.
    pub payload: Payload,
}

/// The message in the clothing it was last edited in. The others are derived from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Payload {
    /// As JSON.
    Json(String),
    /// As bytes in a typed notation: hex or base64.
    Text(String),
    /// As the bytes of a file.
    File {
        /// The file's name.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

impl Default for Payload {
    fn default() -> Self {
        Payload::Json(String::new())
    }
}
