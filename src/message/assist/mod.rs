//! What an editor asks about a message's JSON, answered while the text is half typed.
//!
//! 1. `token`, `walk`, `cursor`: where in the text a place is, without parsing it
//! 2. `site`: what the schema says of that place
//! 3. [`complete()`]: what could be typed there; `blank` and `snippet` write what is put in
//! 4. [`hover`], [`definition`]: what a word stands for
//! 5. [`format()`]: the canonical white space
//!
//! Spans are bytes. Knows no editor; whether a message is right, [`from_json`](super::from_json) says.

mod blank;
mod complete;
mod cursor;
mod data;
mod format;
mod site;
mod snippet;
mod subject;
mod token;
mod walk;

pub use complete::{MAX_CHOICES, complete};
pub use data::{Choice, Choices, Edits};
pub use format::format;
pub use subject::{definition, hover};
