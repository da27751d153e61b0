//! JSON text (RFC 8259) → a tree in which every value and key has its place.
//!
//! [`parse`] reads every text, right or wrong, and tells all that is wrong with it: what was expected, what was found, and an
//! edit where it is clear what is meant. It knows the mistakes people make: trailing commas, comments, single quotes, bare
//! keys, brackets that are never closed, members that are half typed. Numbers stay text, for an int64 has more digits than a
//! double. `write` is the way back for strings and numbers. Knows nothing of messages.

mod atoms;
mod minify;
mod mistake;
mod reader;
mod strings;
pub mod tree;
mod write;

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Place};
use reader::Reader;
use tree::Tree;

pub use minify::minify;
pub use write::{
    append, no_number, number, number32, push_base64, push_number, push_number32, push_quoted, push_signed,
    push_unsigned, quoted,
};

/// How deep arrays and objects may be nested; a hundred messages, each in an array, and some more.
pub const MAX_DEPTH: usize = 250;

/// White space between tokens: RFC 8259, section 2. There are more characters that Rust takes for it.
pub(in crate::message) const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// How many characters of the text a message shows.
const SHOWN: usize = 24;

/// At most so much of a text as a message shows.
pub(in crate::message) fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Reads any text; of one that is no JSON what it is nevertheless, and all that is wrong with it, in its order. The places are
/// [`Place::json`]. A byte order mark is passed over.
pub fn parse(text: &str) -> (Tree<'_>, Vec<Diagnostic>) {
    let mut reader = Reader::new(text);
    reader.whole();
    (Tree::new(text, reader.nodes), reader.findings.finish("json-more", Place::json))
}

/// Whether a text is a number in JSON's grammar, all of it.
pub(in crate::message) fn is_number(text: &str) -> bool {
    number_length(text.as_bytes()).is_ok_and(|length| length == text.len())
}

/// How many bytes the number at the start of a text has; else how many fit, and what is expected there.
fn number_length(bytes: &[u8]) -> Result<usize, (usize, &'static str)> {
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    match (bytes.get(at), digits(at)) {
        (_, 0) => return Err((at, "a digit")),
        (Some(b'0'), count) if count > 1 => return Err((at + 1, "no digit behind a leading 0")),
        (_, count) => at += count,
    }
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        match digits(at) {
            0 => return Err((at, "a digit behind '.'")),
            count => at += count,
        }
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1;
        at += usize::from(matches!(bytes.get(at), Some(b'+' | b'-')));
        match digits(at) {
            0 => return Err((at, "a digit in the exponent")),
            count => at += count,
        }
    }
    Ok(at)
}
