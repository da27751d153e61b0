//! Base64, with either alphabet, with or without padding and line breaks, percent-encoded or not.

use base64::Engine as _;

use super::{Format, Payload, pair};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// Four characters …
const QUANTUM_CHARS: usize = 4;

/// … hold three bytes, of six bits each.
const DIGIT_BITS: u32 = 6;

/// `bytes` as base64, with padding, on one line.
pub fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// A group of four characters that is being read.
#[derive(Default)]
struct Quantum {
    value: u32,
    digits: usize,
    span: Span,
}

impl Quantum {
    fn add(&mut self, place: Span, digit: u8) {
        if self.digits == 0 {
            self.span = place;
        }
        self.span.end = place.end;
        self.value = self.value << DIGIT_BITS | u32::from(digit);
        self.digits += 1;
    }

    /// Hands over its whole bytes and begins anew. One digit alone holds none.
    fn flush(&mut self, payload: &mut Payload) {
        let bits = DIGIT_BITS * self.digits as u32;
        let bytes = (self.value << (u32::BITS - bits.max(1))).to_be_bytes();
        payload.push_all(self.span, bytes.get(..bits as usize / 8).unwrap_or_default());
        *self = Quantum::default();
    }
}

pub(super) fn read(text: &str, from: usize) -> Payload {
    let mut payload = Payload::of(Format::Base64);
    let mut quantum = Quantum::default();
    // The alphabet, once a character has told it, and where the padding was.
    let (mut alphabet, mut padded) = (None, None);
    let mut last = Span::at(from);
    for (place, found) in characters(text, from) {
        match found {
            it if it.is_ascii_whitespace() || matches!(it, '"' | '\'' | '`') => continue,
            // Padding that is cut short or too long does not matter.
            '=' => {
                quantum_end(&quantum, last, &mut payload);
                quantum.flush(&mut payload);
                padded = padded.or(Some(place));
                continue;
            }
            _ => {}
        }
        let own = match found {
            '+' | '/' => Some(Format::Base64),
            '-' | '_' => Some(Format::Base64Url),
            _ => None,
        };
        let value = u8::try_from(found).ok().and_then(value);
        let is_mixed = own.is_some() && alphabet.is_some() && own != alphabet;
        let Some(value) = value.filter(|_| !is_mixed) else {
            payload.diagnostics.push(stranger(place, found, alphabet.filter(|_| is_mixed)));
            // What is left of a group of four that the mistake broke is no whole number of bytes.
            payload.format = alphabet.unwrap_or(Format::Base64);
            return payload;
        };
        if let Some(padding) = padded.take() {
            payload.diagnostics.push(joined(padding));
        }
        alphabet = alphabet.or(own);
        quantum.add(place, value);
        last = place;
        if quantum.digits == QUANTUM_CHARS {
            quantum.flush(&mut payload);
        }
    }
    quantum_end(&quantum, last, &mut payload);
    quantum.flush(&mut payload);
    payload.format = alphabet.unwrap_or(Format::Base64);
    payload
}

/// Whether this is base64 of which only what a URL may not hold is percent-encoded.
pub(super) fn is_encoded(body: &str) -> bool {
    let is_part = |it: char| u8::try_from(it).ok().and_then(value).is_some() || it == '=';
    characters(body, 0).all(|(_, found)| is_part(found))
}

/// The characters and their places; `%3D` is one.
fn characters(text: &str, from: usize) -> impl Iterator<Item = (Span, char)> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let found = rest.chars().next()?;
        let escaped = rest.strip_prefix('%').and_then(|it| pair(it.as_bytes()));
        let (length, found) = match escaped {
            Some(byte) => (3, char::from(byte)),
            None => (found.len_utf8(), found),
        };
        at += length;
        Some((Span::new(at - length, at), found))
    })
}

fn stranger(place: Span, found: char, before: Option<Format>) -> Diagnostic {
    let place = Place::payload(place);
    if let Some(before) = before {
        let message = format!("expected {} as before, found `{found}`", before.name());
        return Diagnostic::error("payload-base64-alphabet", place, message)
            .with_help("base64 uses `+` and `/`, base64url `-` and `_`; a text uses one of them");
    }
    Diagnostic::error("payload-base64-digit", place, format!("expected a base64 character, found `{found}`"))
        .with_help("base64 has A to Z, a to z, 0 to 9, `+` and `/`; hex has only 0 to 9 and a to f")
}

fn joined(padding: Span) -> Diagnostic {
    let message = "expected the end behind `=`, found more; the bytes of both texts are joined, as gRPC-Web does";
    Diagnostic::info("payload-base64-padding", Place::payload(padding), message)
        .with_help("if they are two messages, decode them one at a time")
}

/// What is wrong at the end of a text: a character too many, or bits that belong to no byte.
fn quantum_end(quantum: &Quantum, last: Span, payload: &mut Payload) {
    let place = Place::payload(last);
    let unused = match quantum.digits {
        1 => {
            let message = "expected groups of four characters, found one left over";
            let diagnostic = Diagnostic::error("payload-base64-length", place, message)
                .with_help("a character is missing or one is too many; the text may be cut off");
            return payload.diagnostics.push(diagnostic);
        }
        2 => 0b1111,
        3 => 0b11,
        _ => 0,
    };
    if quantum.value & unused != 0 {
        let message = "expected the last character to end a byte, found bits that belong to none";
        let diagnostic =
            Diagnostic::warning("payload-base64-bits", place, message).with_help("the text may be cut off");
        payload.diagnostics.push(diagnostic);
    }
}

/// What a digit stands for, 0 to 63, in either alphabet.
fn value(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}
