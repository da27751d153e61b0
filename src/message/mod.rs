//! The message as JSON text, as a value and as bytes.
//!
//! ```text
//! JSON text ─json::parse─▶ tree ─from_json─▶ bytes + places
//! JSON text ◀─json_of── bytes
//! text format ◀─text─▶ DynamicMessage ◀─decode, encode─▶ bytes
//! ```
//!
//! 1. [`json`]: RFC 8259 with the place of every value, of texts that are wrong, too
//! 2. [`from_json`]: the tree under a message type → bytes, located errors, and where each field stands ([`JsonPlaces`])
//! 3. [`json_of`]: bytes → ProtoJSON text, by the options of ProtoJSON; [`minify`]
//! 4. [`encode`], [`decode`]: the binary format; decoding saves what can be saved
//! 5. [`text`]: the text format, both ways
//! 6. [`assist`]: what an editor of the JSON asks
//! 7. [`mod@sample`]: messages of any type, from a seed
//! 8. [`form`]: the message as a form that writes the JSON text
//!
//! The rules are those of <https://protobuf.dev/programming-guides/json/>. prost-reflect has an own reader and writer of JSON;
//! it knows no places, accepts a key twice, its maps are in no order, and it weighs more than all of ours. The tests ask it
//! whether we are right. Knows no editor and nothing of how bytes are explained.

mod any;
pub mod assist;
mod binary;
mod findings;
pub mod form;
pub mod json;
mod limits;
mod mask;
mod mismatched;
mod options;
mod output;
mod paths;
mod places;
mod print;
mod read;
mod required;
pub mod sample;
mod scalar;
mod slot;
pub mod text;
mod time;
mod wellknown;
mod zeros;

pub use binary::{Decoded, decode, encode};
pub use findings::MAX_DIAGNOSTICS;
pub use json::minify;
pub use limits::{MAX_JSON_BYTES, MAX_LEVELS};
pub use options::JsonOptions;
pub use output::{Json, Layout, json_of};
pub use places::JsonPlaces;
pub use print::to_json;
pub use read::{Parsed, from_json, from_newer_json};
pub use text::{to_text, to_text_with_unknown_fields};
