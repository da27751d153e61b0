//! Base64, with either alphabet, with or without padding and line breaks.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Checkpoint, Format, Payload, STEP};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// Four characters …
const QUANTUM_CHARS: usize = 4;

/// … hold three bytes.
pub(super) const QUANTUM_BYTES: usize = 3;

/// `bytes` as base64, with padding, on one line.
pub fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The groups of four characters of `text` from the byte `from` on, white space left out; the last may be shorter. Ends
/// at padding and at whatever else is no digit.
pub(super) fn quanta(text: &str, from: usize) -> impl Iterator<Item = Span> {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let mut places = rest
        .iter()
        .zip(from..)
        .filter(|&(&byte, _)| !is_skipped(byte))
        .map_while(|(&byte, at)| is_digit(byte).then_some(at));
    std::iter::from_fn(move || {
        let first = places.next()?;
        let last = places.by_ref().take(QUANTUM_CHARS - 1).last().unwrap_or(first);
        Some(Span::new(first, last + 1))
    })
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

// Quotes come along when a value is copied out of JSON.
fn is_skipped(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`')
}

pub(super) fn read(text: &str) -> Payload {
    let mut digits: Vec<u8> = Vec::with_capacity(text.len());
    let mut format = None;
    let mut padding = None;
    let mut last = 0;
    let mut diagnostics = Vec::new();
    let mut checkpoints = Vec::new();
    for (at, found) in text.char_indices() {
        let byte = u8::try_from(found).unwrap_or(u8::MAX);
        if is_skipped(byte) {
            continue;
        }
        if byte == b'=' {
            padding.get_or_insert(at);
            continue;
        }
        let alphabet = match byte {
            b'+' | b'/' => Some(Format::Base64),
            b'-' | b'_' => Some(Format::Base64Url),
            _ => None,
        };
        let mixed = alphabet.is_some() && format.is_some() && alphabet != format;
        if !is_digit(byte) || mixed || padding.is_some() {
            diagnostics.push(stranger(at, found, if mixed { format } else { None }, padding));
            // What is left of a group of four that the mistake broke is no whole number of bytes.
            digits.truncate(digits.len() / QUANTUM_CHARS * QUANTUM_CHARS);
            break;
        }
        format = format.or(alphabet);
        if digits.len().is_multiple_of(STEP * QUANTUM_CHARS) {
            let unit = (digits.len() / QUANTUM_CHARS) as u32;
            checkpoints.push(Checkpoint { unit, at: u32::try_from(at).unwrap_or(u32::MAX) });
        }
        digits.push(byte);
        last = at;
    }
    if diagnostics.is_empty() {
        diagnostics.extend(ending(&digits, last));
    }
    if digits.len() % QUANTUM_CHARS == 1 {
        digits.pop();
    }
    let format = format.unwrap_or(Format::Base64);
    let alphabet = if format == Format::Base64Url { &URL_SAFE } else { &STANDARD };
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    // All that is left are digits of the alphabet, and of those no number that is no number of bytes.
    let bytes = GeneralPurpose::new(alphabet, config).decode(&digits).unwrap_or_default();
    Payload { bytes, format, diagnostics, checkpoints }
}

fn stranger(at: usize, found: char, before: Option<Format>, padding: Option<usize>) -> Diagnostic {
    let place = Place::payload(Span::new(at, at + found.len_utf8()));
    if padding.is_some() {
        return Diagnostic::error(
            "payload-base64-padding",
            place,
            format!("expected the end behind `=`, found `{found}`"),
        )
        .with_help("padding ends base64; decode several texts one at a time");
    }
    if let Some(before) = before {
        let message = format!("expected {} as before, found `{found}`", before.name());
        return Diagnostic::error("payload-base64-alphabet", place, message)
            .with_help("base64 uses `+` and `/`, base64url `-` and `_`; a text uses one of them");
    }
    Diagnostic::error("payload-base64-digit", place, format!("expected a base64 character, found `{found}`"))
        .with_help("base64 has A to Z, a to z, 0 to 9, `+` and `/`; hex has only 0 to 9 and a to f")
}

/// What is wrong at the end: a character too many, or bits that belong to no byte.
fn ending(digits: &[u8], last: usize) -> Option<Diagnostic> {
    let place = Place::payload(Span::new(last, last + 1));
    let unused = match digits.len() % QUANTUM_CHARS {
        0 => return None,
        1 => {
            return Some(
                Diagnostic::error(
                    "payload-base64-length",
                    place,
                    "expected groups of four characters, found one left over",
                )
                .with_help("a character is missing or one is too many; the text may be cut off"),
            );
        }
        2 => 0b1111,
        _ => 0b11,
    };
    let value = digits.last().map_or(0, |&it| value(it));
    (value & unused != 0).then(|| {
        let message = "expected the last character to end a byte, found bits that belong to none";
        Diagnostic::warning("payload-base64-bits", place, message).with_help("the text may be cut off")
    })
}

/// What a digit stands for, 0 to 63, in either alphabet.
fn value(digit: u8) -> u8 {
    match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    }
}
