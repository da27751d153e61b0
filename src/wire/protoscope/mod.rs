//! Protoscope: a text that says byte for byte what a payload is, in tags, numbers, strings and braces. The language is
//! that of `language.txt` in the repository `protocolbuffers/protoscope`.
//!
//! [`print()`] and [`print_as`] write it, and what they write is assembled to the same bytes again, whatever those are.
//! [`assemble`] reads it, never fails, and says where it went wrong. Both are linear but for the depth of messages in
//! messages. Knows no schema; what one has to say comes in as [`Hint`]s.

mod assemble;
mod float;
mod head;
mod lex;
mod literal;
mod number;
mod places;
mod print;
mod words;

pub use assemble::{Assembled, MAX_LONG_FORM, assemble};
pub use places::Places;
pub use print::{Hint, MAX_DEPTH, Number, Shape, print, print_as};
