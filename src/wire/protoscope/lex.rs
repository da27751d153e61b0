//! Protoscope text → tokens. Knows what a token is, not which may follow which.

use super::number;
use crate::text::Span;

/// What stands between white space, braces and quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A varint with this value; signs and zigzag are worked into it.
    Varint(u64),
    /// Four bytes.
    Fixed32(u32),
    /// Eight bytes.
    Fixed64(u64),
    /// A field number and, where it is written, the wire type.
    Tag(Tag),
    /// A string between quotes; whether the second one is there.
    Quoted(bool),
    /// Hex between backticks; whether the second one is there.
    Hex(bool),
    /// So many bytes more than the next varint needs.
    LongForm(u8),
    /// `{`
    Open,
    /// `!{`
    OpenGroup,
    /// `}`
    Close,
}

/// The left of a colon, and the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// The field number, in two's complement where it is negative. It has room for the wire type.
    pub number: u64,
    pub zigzag: bool,
    /// The wire type; what follows tells it where it is none.
    pub wire: Option<u8>,
}

/// What is no token, or not one here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub span: Span,
    pub message: String,
    pub help: &'static str,
}

impl Mistake {
    pub fn new(span: Span, message: impl Into<String>, help: &'static str) -> Mistake {
        Mistake { span, message: message.into(), help }
    }
}

/// The next token from the byte `at` on, with its place; white space and comments are skipped.
pub(super) fn next(text: &str, at: usize) -> Option<(Span, Result<Token, Mistake>)> {
    let bytes = text.as_bytes();
    let start = skip(bytes, at);
    let single = |token| Some((Span::new(start, start + 1), Ok(token)));
    match bytes.get(start)? {
        b'{' => single(Token::Open),
        b'}' => single(Token::Close),
        b'!' if bytes.get(start + 1) == Some(&b'{') => Some((Span::new(start, start + 2), Ok(Token::OpenGroup))),
        b'"' => {
            let (end, closed) = quoted_end(bytes, start + 1);
            Some((Span::new(start, end), Ok(Token::Quoted(closed))))
        }
        b'`' => {
            let end = bytes[start + 1..].iter().position(|&byte| byte == b'`');
            let span = Span::new(start, end.map_or(bytes.len(), |end| start + 1 + end + 1));
            Some((span, Ok(Token::Hex(end.is_some()))))
        }
        _ => {
            let rest = &bytes[start..];
            // A sign that stands for nothing is a word of its own.
            let len = rest.iter().skip(1).position(|&byte| ends_word(byte)).map_or(rest.len(), |more| more + 1);
            let span = Span::new(start, start + len);
            Some((span, number::word(span, span.of_str(text))))
        }
    }
}

fn skip(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'#' => at = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |line| at + line + 1),
            _ => break,
        }
    }
    at
}

fn ends_word(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'{' | b'}' | b'[' | b']' | b'`' | b'"' | b'#' | b'!')
}

/// Behind the closing quote, or the end of the text where there is none.
fn quoted_end(bytes: &[u8], mut at: usize) -> (usize, bool) {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return (at + 1, true),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    (bytes.len(), false)
}
