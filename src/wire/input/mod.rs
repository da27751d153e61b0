//! The payload as it was typed or pasted: hex, a dump or base64 → bytes.
//!
//! The format is found, not asked for:
//! - Lines that begin with their offset, from 0, are a dump.
//! - Text of nothing but hex digits is hex, separators and prefixes left out: white space, commas, colons, semicolons,
//!   quotes, brackets, `0x` and `\x`. So `deadbeef`, which is base64 as well, is hex; so is `CAE`, which then lacks a
//!   digit. Padding (`CAE=`) makes it base64.
//! - Text that is hex but for a mistake is hex: see `looks_like_hex`.
//! - All else is base64, of the alphabet whose characters it uses, with or without padding and line breaks.
//!
//! A mistake is told at its character; the bytes before it are kept. Knows nothing of what the bytes mean.

mod base64;
mod dump;
mod hex;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::text::Span;

pub use base64::base64;
pub use hex::hex;

/// What a payload was typed as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// Nothing was typed: no bytes, which is a valid message.
    #[default]
    Empty,
    /// Two hex digits a byte.
    Hex,
    /// Lines of an offset and hex, with or without text beside it.
    Dump,
    /// RFC 4648, section 4: `+` and `/`.
    Base64,
    /// RFC 4648, section 5: `-` and `_`.
    Base64Url,
}

impl Format {
    /// The name shown.
    pub fn name(self) -> &'static str {
        match self {
            Format::Empty => "empty",
            Format::Hex => "hex",
            Format::Dump => "hex dump",
            Format::Base64 => "base64",
            Format::Base64Url => "base64url",
        }
    }
}

/// A payload's bytes and where in the text they come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payload {
    /// The bytes; with a mistake in the text those before it.
    pub bytes: Vec<u8>,
    /// What the text was taken for.
    pub format: Format,
    /// Mistakes, with places in the payload's text.
    pub diagnostics: Vec<Diagnostic>,
    // A walk from the start for every question would be quadratic, an offset for every byte four times the payload.
    checkpoints: Vec<Checkpoint>,
}

/// Where in the text a unit begins: one in every [`STEP`], of a dump the first of every line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Checkpoint {
    unit: u32,
    at: u32,
}

/// How many units lie between two checkpoints.
const STEP: usize = 1024;

/// Reads `text`, whatever it is.
pub fn read(text: &str) -> Payload {
    if text.trim().is_empty() {
        Payload::default()
    } else if dump::looks_like_one(text) {
        dump::read(text)
    } else if looks_like_hex(text) {
        hex::read(text)
    } else {
        base64::read(text)
    }
}

impl Payload {
    /// Where in `text`, the text this was read from, the bytes come from. Of base64 it is whole groups of four characters.
    pub fn text_span(&self, text: &str, bytes: Span) -> Span {
        let unit = self.bytes_a_unit();
        let start = self.unit(text, bytes.start as usize / unit);
        if bytes.is_empty() {
            return Span::at(start.start as usize);
        }
        let end = self.unit(text, (bytes.end as usize - 1) / unit);
        Span::new(start.start as usize, end.end as usize)
    }

    /// Which bytes come from a part of `text`, the text this was read from. Of base64 it is whole groups of three bytes.
    pub fn byte_span(&self, text: &str, part: Span) -> Span {
        let unit = self.bytes_a_unit();
        let clip = |units: usize| (units * unit).min(self.bytes.len());
        let start = self.units_before(text, |it| it.end <= part.start);
        if part.is_empty() {
            return Span::at(clip(start));
        }
        Span::new(clip(start), clip(self.units_before(text, |it| it.start < part.end)))
    }

    fn bytes_a_unit(&self) -> usize {
        match self.format {
            Format::Empty | Format::Hex | Format::Dump => 1,
            Format::Base64 | Format::Base64Url => base64::QUANTUM_BYTES,
        }
    }

    fn units<'a>(&self, text: &'a str, from: usize) -> Box<dyn Iterator<Item = Span> + 'a> {
        match self.format {
            Format::Empty => Box::new(std::iter::empty()),
            Format::Hex | Format::Dump => Box::new(hex::units(text, from).map_while(|it| it.ok()).map(|it| it.span)),
            Format::Base64 | Format::Base64Url => Box::new(base64::quanta(text, from)),
        }
    }

    fn unit(&self, text: &str, index: usize) -> Span {
        let after = self.checkpoints.partition_point(|it| it.unit as usize <= index);
        let Some(from) = after.checked_sub(1).and_then(|it| self.checkpoints.get(it)) else {
            return Span::at(text.len());
        };
        self.units(text, from.at as usize).nth(index - from.unit as usize).unwrap_or(Span::at(text.len()))
    }

    /// How many units `before` holds for; it holds for a first part of them.
    fn units_before(&self, text: &str, before: impl Fn(Span) -> bool) -> usize {
        // A checkpoint's unit is at least one byte long, which is all that is known of it here.
        let after = self.checkpoints.partition_point(|it| before(Span { start: it.at, end: it.at + 1 }));
        let Some(from) = after.checked_sub(1).and_then(|it| self.checkpoints.get(it)) else { return 0 };
        let next = self.checkpoints.get(after).map_or(usize::MAX, |it| it.unit as usize);
        let units = self.units(text, from.at as usize).take(next - from.unit as usize);
        from.unit as usize + units.take_while(|&it| before(it)).count()
    }
}

/// Fewer characters than this say nothing about the rest being hex with a mistake in it.
const ENOUGH: usize = 10;

/// Whether `text` is hex, if need be with a mistake in it. It is, where
/// - all of it are hex digits, separators and prefixes; or
/// - a comma, colon or semicolon, which base64 does not know, separates it; or
/// - it has a prefix, and more than half of it are hex digits; or
/// - more than half of its words have two characters; or
/// - nine in ten of at least ten characters are hex digits, `A` not counted: base64 writes zeros as `A`.
///
/// `=`, `+` and `/` speak against all but the first.
fn looks_like_hex(text: &str) -> bool {
    let (mut digits, mut others, mut telling, mut telling_digits) = (0usize, 0usize, 0usize, 0usize);
    let (mut words, mut pairs, mut prefixed) = (0usize, 0usize, false);
    for token in hex::tokens(text, 0) {
        let body = token.span.of_str(text);
        words += 1;
        pairs += usize::from(body.len() == 2);
        prefixed |= token.prefixed;
        for byte in body.bytes() {
            let is_digit = byte.is_ascii_hexdigit();
            digits += usize::from(is_digit);
            others += usize::from(!is_digit);
            telling += usize::from(byte != b'A');
            telling_digits += usize::from(is_digit && byte != b'A');
        }
    }
    if others == 0 {
        return true;
    }
    if text.bytes().any(|it| matches!(it, b'=' | b'+' | b'/')) {
        return false;
    }
    text.bytes().any(|it| matches!(it, b',' | b':' | b';'))
        || (prefixed && digits > others)
        || (words > 1 && pairs * 2 > words)
        || (telling >= ENOUGH && telling_digits * 10 >= telling * 9)
}
