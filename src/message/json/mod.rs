//! JSON text (RFC 8259) → a tree in which every value and key has its place.
//!
//! One error ends the reading; it says what was expected and what was found, and knows the mistakes people make: trailing
//! commas, comments, single quotes, bare keys, brackets that are never closed. Numbers stay text, for an int64 has more digits
//! than a double. `write` is the way back for strings and numbers. Knows nothing of messages.

mod mistake;
mod reader;
mod strings;
mod write;

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::text::Span;
use mistake::Mistake;
use reader::Reader;

pub use write::{no_number, number, number32, quoted};

/// How deep arrays and objects may be nested; a hundred messages, each in an array, and some more.
pub const MAX_DEPTH: usize = 250;

/// How many characters of the text a message shows.
const SHOWN: usize = 24;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<'a> {
    /// From its first byte to behind its last; strings with their quotes.
    pub span: Span,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it is written.
    Number(&'a str),
    /// A string without quotes and escapes.
    String(Cow<'a, str>),
    /// `[…]`
    Array(Vec<Value<'a>>),
    /// `{…}`, members in their order; a key may occur twice.
    Object(Vec<Member<'a>>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'a> {
    /// The key without quotes and escapes.
    pub key: Cow<'a, str>,
    /// The key's place, with its quotes.
    pub key_span: Span,
    /// The value.
    pub value: Value<'a>,
}

impl Member<'_> {
    /// Key, colon and value.
    pub fn span(&self) -> Span {
        Span::new(self.key_span.start as usize, self.value.span.end as usize)
    }
}

impl Value<'_> {
    /// The value in words, for messages: `string "abc"`, `number 12`, `an array`.
    pub fn described(&self) -> String {
        match &self.kind {
            Kind::Null => "null".to_owned(),
            Kind::Bool(value) => value.to_string(),
            Kind::Number(raw) => format!("number {}", cut(raw)),
            Kind::String(text) => format!("string {:?}", cut(text)),
            Kind::Array(_) => "an array".to_owned(),
            Kind::Object(_) => "an object".to_owned(),
        }
    }
}

/// At most so much of a text as a message shows.
pub(in crate::message) fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Reads a text that is one JSON value. The place of an error is one of [`Place::json`](crate::diagnostic::Place::json). A byte order mark is passed over.
pub fn read(text: &str) -> Result<Value<'_>, Box<Diagnostic>> {
    whole(text).map_err(|mistake| mistake.0)
}

fn whole(text: &str) -> Result<Value<'_>, Mistake> {
    let mut reader = Reader { text, at: 0 };
    if text.starts_with('\u{feff}') {
        reader.at = '\u{feff}'.len_utf8();
    }
    reader.skip_space()?;
    if reader.at == text.len() {
        let diagnostic = Mistake::new(Span::at(0), "expected a JSON value, found an empty text");
        return Err(diagnostic.help("write {} for an empty message"));
    }
    let value = reader.value(0)?;
    reader.skip_space()?;
    if reader.at < text.len() {
        let message = format!("expected the end of the text, found {}", reader.found());
        return Err(Mistake::new(reader.here(), message).help("the text is one value; remove what is behind it"));
    }
    Ok(value)
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
