//! Hex, in all the ways logs and debuggers write it.

use super::{Format, Payload};
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

/// The bytes of a text that [`hex`] wrote; nothing where another hand has been in it.
pub fn plain(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = Vec::with_capacity(text.len() / 3 + 1);
    for unit in text.as_bytes().chunks(3) {
        let (&[high, low], gap) = unit.split_first_chunk()?;
        let expected = if (bytes.len() + 1).is_multiple_of(LINE) { b'\n' } else { b' ' };
        if gap.first().is_some_and(|&gap| gap != expected) {
            return None;
        }
        bytes.push(digit(high)? << 4 | digit(low)?);
    }
    // A gap that nothing follows is not ours.
    (!text.ends_with([' ', '\n'])).then_some(bytes)
}

/// How long `0x` and `\x` are.
const PREFIX: usize = 2;

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
        let start = if prefixed { at + PREFIX } else { at };
        // A backslash ends a token, unless it is all there is.
        at = start.max(at);
        while bytes.get(at).is_some_and(|&it| !is_separator(it) && (it != b'\\' || (at == start && !prefixed))) {
            at += 1;
        }
        (start < bytes.len() || prefixed).then(|| Token { span: Span::new(start, at), prefixed })
    })
}

fn is_separator(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(byte, b',' | b':' | b';' | b'"' | b'\'' | b'`' | b'[' | b']' | b'{' | b'}' | b'(' | b')' | b'-')
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
    units_with(text, from, false)
}

/// The same; whether a digit alone is a byte is for the caller to know.
fn units_with(text: &str, from: usize, alone: bool) -> impl Iterator<Item = Result<Unit, Mistake>> {
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
            &[low] if (token.prefixed || alone) && begun => (1, nibble(low, start)),
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

pub(super) fn read(text: &str, from: usize) -> Payload {
    let mut payload = Payload::of(Format::Hex);
    payload.bytes.reserve(text.len() / 3);
    // `[a, 5, 41]` is how Rust prints bytes by `{:x?}`: each has its place between commas.
    let body = text.get(from..).unwrap_or_default();
    let alone = body.starts_with('[') && body.contains(',') && tokens(body, 0).all(|it| it.span.len() <= 2);
    for unit in units_with(text, from, alone) {
        match unit {
            Ok(unit) => payload.push(unit.span, unit.byte),
            Err(mistake) => payload.diagnostics.push(diagnostic(text, mistake)),
        }
    }
    payload
}

pub(super) fn diagnostic(text: &str, mistake: Mistake) -> Diagnostic {
    match mistake {
        Mistake::Stranger(at) => match text.get(at..).and_then(|it| it.chars().next()) {
            Some('.') if text.get(at..).is_some_and(|it| it.starts_with("...")) => {
                let place = Place::payload(Span::new(at, text.len()));
                Diagnostic::error("payload-cut", place, "expected all bytes, found `...` in place of the rest")
                    .with_help("the program that printed this left bytes out; have it print all, as base64 for example")
            }
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

/// Fewer characters than this say nothing about the rest being hex with a mistake in it.
const ENOUGH: usize = 10;

/// What the characters and words of a text tell about its being hex.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    digits: usize,
    others: usize,
    // `A` left out: base64 writes zeros as `A`.
    telling: usize,
    telling_digits: usize,
    words: usize,
    pairs: usize,
    odd: usize,
    prefixed: usize,
}

impl Signs {
    pub fn of(text: &str) -> Signs {
        let mut signs = Signs::default();
        for token in tokens(text, 0) {
            let body = token.span.of_str(text);
            signs.words += 1;
            signs.pairs += usize::from(body.len() == 2);
            signs.odd += body.len() % 2;
            signs.prefixed += usize::from(token.prefixed);
            for byte in body.bytes() {
                let is_digit = byte.is_ascii_hexdigit();
                signs.digits += usize::from(is_digit);
                signs.others += usize::from(!is_digit);
                signs.telling += usize::from(byte != b'A');
                signs.telling_digits += usize::from(is_digit && byte != b'A');
            }
        }
        signs
    }

    /// Whether there is nothing but hex digits, separators and prefixes. A dash is a separator between bytes only:
    /// base64url has it anywhere.
    pub fn is_hex(&self, text: &str) -> bool {
        self.others == 0 && (self.pairs == self.words || !text.contains('-'))
    }

    /// Whether there are whole bytes of hex and nothing else.
    pub fn is_whole_hex(&self) -> bool {
        self.others == 0 && self.odd == 0
    }

    /// Whether all of the bytes have a prefix of their own.
    pub fn is_prefixed(&self) -> bool {
        self.prefixed == self.words && self.words > 0
    }

    /// Whether `text` is hex with a mistake in it. It is, where
    /// - a comma, colon or semicolon, which base64 does not know, separates it; or
    /// - it has a prefix, and more than half of it are hex digits; or
    /// - more than half of its words have two characters; or
    /// - nine in ten of at least ten characters are hex digits.
    ///
    /// `=`, `+` and `/` speak against all of them.
    pub fn is_nearly_hex(&self, text: &str) -> bool {
        if text.bytes().any(|it| matches!(it, b'=' | b'+' | b'/')) {
            return false;
        }
        text.bytes().any(|it| matches!(it, b',' | b':' | b';'))
            || (self.prefixed > 0 && self.digits > self.others)
            || (self.words > 1 && self.pairs * 2 > self.words)
            || (self.telling >= ENOUGH && self.telling_digits * 10 >= self.telling * 9)
    }
}
