//! The text format of Protocol Buffers: text → message with every error at its place, and back.
//!
//! ```text
//! text ─Reader─▶ fields and values with places ─check─▶ DynamicMessage + diagnostics
//! text ◀─to_text── DynamicMessage
//! ```
//!
//! The rules are those of <https://protobuf.dev/reference/protobuf/textformat-spec/>; where it is silent, protoc 36.2 was asked.
//! Strings must be UTF-8, of every syntax. A second value of a singular field is an error, a second entry of a map's key is
//! not. What the schema reserves is passed over with a warning. Knows no editor, and nothing of JSON.

mod any;
mod check;
mod complaints;
mod name;
mod number;
mod places;
mod reader;
mod scalar;
mod strings;
mod tree;
mod unknown;
mod value;
mod write;

pub use check::{Parsed, read};
pub use places::TextPlaces;
pub use write::{to_text, to_text_with_unknown_fields};

/// The longest text that is read or written, in bytes.
pub const MAX_TEXT_BYTES: usize = 8 << 20;
