//! String literals: what their escapes stand for, and literals for bytes.
//!
//! A literal is a sequence of pieces, each with its place, so that a byte of the value can be found in the text again. Knows
//! nothing of where literals stand.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::text::Span;

/// What an escape stands for, or a run of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text as it is.
    Plain(&'a str),
    /// One byte.
    Byte(u8),
    /// A character by its code point.
    Char(char),
    /// An escape that stands for nothing.
    Wrong(Fault),
}

/// What is wrong with a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// `\q`
    Unknown,
    /// `\x` without digits.
    NoHexDigits,
    /// `\777`
    LargeOctal,
    /// `\u12`
    ShortCodePoint,
    /// `\ud83d`
    Surrogate,
    /// `\U00110000`
    LargeCodePoint,
    /// A NUL byte as it is.
    Nul,
}

impl Fault {
    /// What was expected, and how to mend it.
    pub fn told(self) -> (&'static str, &'static str) {
        match self {
            Fault::Unknown => ("a known escape", "write a backslash as `\\\\`"),
            Fault::NoHexDigits => {
                ("hexadecimal digits in the escape", "a byte is written with two digits, such as `\\x7f`")
            }
            Fault::LargeOctal => ("an octal escape up to `\\377`", "a byte has no more than eight bits"),
            Fault::ShortCodePoint => (
                "four hexadecimal digits behind `\\u`, eight behind `\\U`",
                "a character is written `\\u20ac`, one beyond U+FFFF `\\U0001f600`",
            ),
            Fault::Surrogate => (
                "the code point of a character",
                "write the character itself or one escape such as `\\U0001f600`, not the two halves of UTF-16",
            ),
            Fault::LargeCodePoint => ("a code point up to `\\U0010ffff`", "there are no characters beyond it"),
            Fault::Nul => ("text in the string", "write a NUL byte as `\\000`"),
        }
    }
}

/// The pieces of a literal's body with their places; `start` is where the body begins.
pub(super) struct Pieces<'a> {
    rest: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    /// `body` is what is between the quotes.
    pub fn new(body: &'a str, start: usize) -> Pieces<'a> {
        Pieces { rest: body, at: start }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (Span, Piece<'a>);

    fn next(&mut self) -> Option<(Span, Piece<'a>)> {
        let (piece, length) = match self.rest.bytes().next()? {
            b'\\' => escape(self.rest),
            0 => (Piece::Wrong(Fault::Nul), 1),
            _ => {
                let length = self.rest.find(['\\', '\0']).unwrap_or(self.rest.len());
                (Piece::Plain(self.rest.get(..length)?), length)
            }
        };
        let start = self.at;
        self.at += length;
        self.rest = self.rest.get(length..)?;
        Some((Span::new(start, self.at), piece))
    }
}

/// The escape that a text begins with, and its length.
fn escape(text: &str) -> (Piece<'_>, usize) {
    let bytes = text.as_bytes();
    let simple = |byte| (Piece::Byte(byte), 2);
    match bytes.get(1) {
        Some(b'a') => simple(0x07),
        Some(b'b') => simple(0x08),
        Some(b'f') => simple(0x0c),
        Some(b'n') => simple(b'\n'),
        Some(b'r') => simple(b'\r'),
        Some(b't') => simple(b'\t'),
        Some(b'v') => simple(0x0b),
        Some(&byte @ (b'?' | b'\\' | b'\'' | b'"')) => simple(byte),
        Some(b'0'..=b'7') => {
            let (value, length) = digits(bytes, 1, 8, 3);
            let piece = u8::try_from(value).map_or(Piece::Wrong(Fault::LargeOctal), Piece::Byte);
            (piece, 1 + length)
        }
        Some(b'x' | b'X') => match digits(bytes, 2, 16, 2) {
            (_, 0) => (Piece::Wrong(Fault::NoHexDigits), 2),
            (value, length) => (Piece::Byte(value as u8), 2 + length),
        },
        Some(&letter @ (b'u' | b'U')) => {
            let count = if letter == b'u' { 4 } else { 8 };
            let (value, length) = digits(bytes, 2, 16, count);
            let piece = match char::from_u32(value) {
                _ if length < count => Piece::Wrong(Fault::ShortCodePoint),
                Some(character) => Piece::Char(character),
                None if value <= u32::from(char::MAX) => Piece::Wrong(Fault::Surrogate),
                None => Piece::Wrong(Fault::LargeCodePoint),
            };
            (piece, 2 + length)
        }
        _ => (Piece::Wrong(Fault::Unknown), 1 + text.chars().nth(1).map_or(0, char::len_utf8)),
    }
}

/// The value of at most `most` digits from a position on, and how many there are.
fn digits(bytes: &[u8], from: usize, radix: u32, most: usize) -> (u32, usize) {
    let run = bytes.iter().skip(from).take(most).map_while(|&byte| char::from(byte).to_digit(radix));
    run.fold((0, 0), |(value, length), digit| (value * radix + digit, length + 1))
}

/// Appends what a body stands for; wrong pieces are left out.
pub(super) fn append<'a>(body: &'a str, value: &mut Cow<'a, [u8]>) {
    if value.is_empty() && !body.contains(['\\', '\0']) {
        *value = Cow::Borrowed(body.as_bytes());
        return;
    }
    let value = value.to_mut();
    for (_, piece) in Pieces::new(body, 0) {
        match piece {
            Piece::Plain(text) => value.extend_from_slice(text.as_bytes()),
            Piece::Byte(byte) => value.push(byte),
            Piece::Char(character) => value.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            Piece::Wrong(_) => {}
        }
    }
}

/// How many bytes the literal at the start of a text has, its quotes included; without a closing one it ends with its line.
///
/// # Errors
///
/// The length, if there is no closing quote.
pub(super) fn length(text: &str) -> Result<usize, usize> {
    let bytes = text.as_bytes();
    let quote = bytes.first().copied();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' => break,
            b'\\' if bytes.get(at + 1).is_some_and(|&byte| byte != b'\n') => at += 2,
            _ if Some(byte) == quote => return Ok(at + 1),
            _ => at += 1,
        }
    }
    // A carriage return before the line break is no part of it.
    let line = bytes.iter().take(at).rposition(|&byte| byte != b'\r');
    Err(line.map_or(0, |last| last + 1))
}

/// Bytes as a literal: printable ASCII as it is, everything else as an octal escape, as protoc writes them.
pub(super) fn quoted_bytes(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for &byte in bytes {
        match byte {
            b'"' | b'\\' | b'\n' | b'\r' | b'\t' => push_short(&mut out, byte),
            b' '..=b'~' => out.push(char::from(byte)),
            _ => push_octal(&mut out, byte),
        }
    }
    out.push('"');
    out
}

/// A string as a literal: characters as they are, but those that can't be seen as escapes.
pub(super) fn quoted_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' | '\n' | '\r' | '\t' => push_short(&mut out, character as u8),
            '\0'..='\x1f' | '\x7f' => push_octal(&mut out, character as u8),
            _ if is_invisible(character) => {
                // Writing to a string does not fail.
                let _ = match u32::from(character) {
                    code @ ..=0xffff => write!(out, "\\u{code:04x}"),
                    code => write!(out, "\\U{code:08x}"),
                };
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Three digits always, so that a digit behind it is none of it.
fn push_octal(out: &mut String, byte: u8) {
    // Writing to a string does not fail.
    let _ = write!(out, "\\{byte:03o}");
}

fn push_short(out: &mut String, byte: u8) {
    out.push('\\');
    out.push(match byte {
        b'\n' => 'n',
        b'\r' => 'r',
        b'\t' => 't',
        other => char::from(other),
    });
}

/// Control characters, line separators, and those that only change how others are shown, such as the direction of writing.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(body: &str) -> Vec<u8> {
        let mut value = Cow::Borrowed([].as_slice());
        append(body, &mut value);
        value.into_owned()
    }

    #[test]
    fn escapes_stand_for_bytes() {
        // The specification's table, "String Literals".
        assert_eq!(value(r#"\a\b\f\n\r\t\v\?\\\'\""#), b"\x07\x08\x0c\n\r\t\x0b?\\'\"");
        assert_eq!(value(r"\1234\5Hello\063\377\0"), b"\x534\x05Hello3\xff\0");
        assert_eq!(value(r"\x213\xFHello\x3world\X41"), b"\x213\x0fHello\x03worldA");
        assert_eq!(value(r"\u20ac\U0001F600é"), "€😀é".as_bytes());
    }

    #[test]
    fn wrong_escapes_are_pieces() {
        for (body, fault, length) in [
            (r"\q", Fault::Unknown, 2),
            (r"\é", Fault::Unknown, 3),
            (r"\", Fault::Unknown, 1),
            (r"\xg", Fault::NoHexDigits, 2),
            (r"\400", Fault::LargeOctal, 4),
            (r"\u12g", Fault::ShortCodePoint, 4),
            (r"\ud83d", Fault::Surrogate, 6),
            (r"\U0000dc00", Fault::Surrogate, 10),
            (r"\U00110000", Fault::LargeCodePoint, 10),
            ("\0", Fault::Nul, 1),
        ] {
            let first = Pieces::new(body, 5).next();
            assert_eq!(first, Some((Span::new(5, 5 + length), Piece::Wrong(fault))), "{body}");
        }
    }

    #[test]
    fn literals_end_at_their_quote_or_with_the_line() {
        assert_eq!(length(r#""a\"b" c"#), Ok(6));
        assert_eq!(length(r#"'a"b'"#), Ok(5));
        assert_eq!(length("\"a\nb\""), Err(2));
        assert_eq!(length("\"a\r\nb\""), Err(2));
        assert_eq!(length("\"a\\\nb\""), Err(3));
        assert_eq!(length("\"a\rb\""), Ok(5));
        assert_eq!(length("\""), Err(1));
        assert_eq!(length("\"a\\é"), Err(5));
    }

    proptest! {
        #[test]
        fn quoted_is_read_back(text in any::<String>(), bytes in any::<Vec<u8>>()) {
            for (quoted, bytes) in [(quoted_text(&text), text.as_bytes()), (quoted_bytes(&bytes), &bytes)] {
                prop_assert_eq!(length(&quoted), Ok(quoted.len()));
                prop_assert_eq!(value(&quoted[1..quoted.len() - 1]), bytes);
                prop_assert!(!quoted.contains(is_invisible));
            }
        }

        #[test]
        fn pieces_partition_a_body(body in any::<String>(), odd in r#"[\\uUx0-9a-fé"'\u{0}]{0,20}"#) {
            for body in [body, odd] {
                let mut at = 0;
                for (span, _) in Pieces::new(&body, 0) {
                    prop_assert_eq!(span.start, at);
                    prop_assert!(body.get(span.range()).is_some() && !span.is_empty());
                    at = span.end;
                }
                prop_assert_eq!(at as usize, body.len());
                let _ = length(&format!("\"{body}"));
            }
        }
    }
}
