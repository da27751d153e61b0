//! Hex, in all the ways logs and debuggers write it.

use super::{Checkpoint, Format, Payload, STEP};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// How many bytes [`hex`] writes a line.
const LINE: usize = 16;

/// `bytes` as hex: lower case, a space between two, sixteen a line.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 3);
    for (at, &byte) in bytes.iter().enumerate() {
        if at > 0 {
            text.push(if at % LINE == 0 { '\n' } else { ' ' });
        }
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 0xf)]));
    }
    text
}

/// How long `0x` and `\x` are.
const PREFIX: u32 = 2;

/// A run of characters between separators, its prefix left out.
pub(super) struct Token {
    pub span: Span,
    /// Whether `0x` or `\x` stood before it.
    pub prefixed: bool,
}

/// The tokens of `text` from the byte `from` on.
pub(super) fn tokens(text: &str, from: usize) -> impl Iterator<Item = Token> {
    let bytes = text.as_bytes();
    let mut at = from;
    std::iter::from_fn(move || {
        while bytes.get(at).is_some_and(|&it| is_separator(it)) {
            at += 1;
        }
        let prefixed = matches!(bytes.get(at..at + 2), Some([b'0' | b'\\', b'x' | b'X']));
        let start = if prefixed { at + PREFIX as usize } else { at };
        // A backslash ends a token, unless it is all there is.
        at = start.max(at);
        while bytes.get(at).is_some_and(|&it| !is_separator(it) && (it != b'\\' || (at == start && !prefixed))) {
            at += 1;
        }
        (start < bytes.len() || prefixed).then(|| Token { span: Span::new(start, at), prefixed })
    })
}

fn is_separator(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b',' | b':' | b';' | b'"' | b'\'' | b'`' | b'[' | b']')
}

/// One byte and the digits it was written with.
pub(super) struct Unit {
    pub span: Span,
    pub byte: u8,
}

/// What is no byte.
pub(super) enum Mistake {
    /// A character that is no hex digit begins at this offset.
    Stranger(usize),
    /// The digit at this offset has no second one.
    Odd(usize),
}

impl Mistake {
    pub fn at(&self) -> usize {
        match *self {
            Mistake::Stranger(at) | Mistake::Odd(at) => at,
        }
    }
}

/// The bytes written in `text` from the byte `from` on; ends behind the first mistake.
pub(super) fn units(text: &str, from: usize) -> impl Iterator<Item = Result<Unit, Mistake>> {
    let mut tokens = tokens(text, from);
    let mut token = Token { span: Span::at(from), prefixed: false };
    let mut stopped = false;
    let mut begun = false;
    std::iter::from_fn(move || {
        if stopped {
            return None;
        }
        if token.span.is_empty() {
            token = tokens.next()?;
            begun = true;
        }
        let start = token.span.start as usize;
        let (width, unit) = match token.span.of(text.as_bytes()) {
            &[high, low, ..] => (2, nibble(high, start).and_then(|it| Ok(it << 4 | nibble(low, start + 1)?))),
            // `0x5` is how programs print a small byte; a lone `5` is more likely half of one.
            &[low] if token.prefixed && begun => (1, nibble(low, start)),
            &[odd] => (1, nibble(odd, start).and(Err(Mistake::Odd(start)))),
            [] => (0, Err(Mistake::Stranger(start))),
        };
        begun = false;
        stopped = unit.is_err();
        let span = Span::new(start, start + width);
        token.span.start = span.end;
        Some(unit.map(|byte| Unit { span, byte }))
    })
}

fn nibble(digit: u8, at: usize) -> Result<u8, Mistake> {
    char::from(digit).to_digit(16).map(|it| it as u8).ok_or(Mistake::Stranger(at))
}

pub(super) fn read(text: &str) -> Payload {
    let mut payload = Payload { format: Format::Hex, ..Payload::default() };
    payload.bytes.reserve(text.len() / 3);
    for unit in units(text, 0) {
        match unit {
            Ok(unit) => {
                if payload.bytes.len().is_multiple_of(STEP) {
                    // A byte of one digit is one only behind its prefix.
                    let at = unit.span.start - if unit.span.len() == 1 { PREFIX } else { 0 };
                    payload.checkpoints.push(Checkpoint { unit: payload.bytes.len() as u32, at });
                }
                payload.bytes.push(unit.byte);
            }
            Err(mistake) => payload.diagnostics.push(diagnostic(text, mistake)),
        }
    }
    payload
}

pub(super) fn diagnostic(text: &str, mistake: Mistake) -> Diagnostic {
    match mistake {
        Mistake::Stranger(at) => match text.get(at..).and_then(|it| it.chars().next()) {
            Some(found) => {
                let place = Place::payload(Span::new(at, at + found.len_utf8()));
                Diagnostic::error("payload-hex-digit", place, format!("expected a hex digit, found `{found}`"))
                    .with_help(
                        "hex has the digits 0 to 9 and a to f; bytes may be separated by spaces, commas or colons",
                    )
            }
            None => Diagnostic::error(
                "payload-hex-digit",
                Place::payload(Span::at(at)),
                "expected a hex digit, found the end",
            )
            .with_help("write two digits behind the prefix, or remove it"),
        },
        Mistake::Odd(at) => {
            let digit = text.get(at..at + 1).unwrap_or_default();
            let message = format!("expected two hex digits a byte, found `{digit}` alone: an odd number of digits");
            Diagnostic::error("payload-hex-odd", Place::payload(Span::new(at, at + 1)), message).with_help(format!(
                "write `0{digit}`, or add the digit that is missing; base64 needs its padding `=` here"
            ))
        }
    }
}
