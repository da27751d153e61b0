//! The payload as it was typed or pasted: hex, a dump, an array, base64 … → bytes.
//!
//! The notation is found, not asked for ([`read`]), unless the user knows better ([`read_as`]). What stands around it is
//! taken off first: a name, a declaration, a call, the lines around PEM. What then is
//! - `data:` and so on, is a data URL;
//! - a string literal with `b` before it, is escaped text;
//! - lines that begin with their offset, is a dump;
//! - fields as Protoscope has them, is Protoscope;
//! - a list in brackets or of decimal numbers, is an array;
//! - nothing but hex digits, separators and prefixes, is hex. So `deadbeef`, which is base64 as well, is hex; so is
//!   `CAE`, which then lacks a digit. Padding (`CAE=`) makes it base64;
//! - text with backslashes, is escaped text, and with `%0a` percent-encoded;
//! - hex but for a mistake, is hex;
//! - all else, is base64 of the alphabet whose characters it uses.
//!
//! A mistake is told at its character; the bytes before it are kept. Knows nothing of what the bytes mean.

mod base64;
mod detect;
mod dump;
mod escaped;
mod hex;
mod numbers;
mod places;
mod url;
mod wrapping;

use serde::{Deserialize, Serialize};

use self::places::Places;
use super::protoscope::Assembled;
use crate::diagnostic::Diagnostic;
use crate::text::Span;

pub use base64::base64;
pub use hex::{hex, plain};

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
    /// The same with words of two bytes, the lower one first, as `hexdump` and `od` print them unasked.
    Words,
    /// Numbers from −128 to 255, as arrays have them in C, Go, Java, Rust and JSON.
    Numbers,
    /// Text with escapes, as string literals have them, and Protocol Buffers' text format.
    Escaped,
    /// RFC 4648, section 4: `+` and `/`.
    Base64,
    /// RFC 4648, section 5: `-` and `_`.
    Base64Url,
    /// RFC 2397.
    DataUrl,
    /// RFC 3986, section 2.1.
    Percent,
    /// What [`super::protoscope`] reads.
    Protoscope,
}

impl Format {
    /// All there is to choose from. The saved form keeps the index, so new ones come last.
    pub const ALL: [Format; 10] = [
        Format::Hex,
        Format::Dump,
        Format::Words,
        Format::Numbers,
        Format::Escaped,
        Format::Base64,
        Format::Base64Url,
        Format::DataUrl,
        Format::Percent,
        Format::Protoscope,
    ];

    /// The name shown.
    pub fn name(self) -> &'static str {
        match self {
            Format::Empty => "empty",
            Format::Hex => "hex",
            Format::Dump => "hex dump",
            Format::Words => "dump of 16-bit words",
            Format::Numbers => "array of numbers",
            Format::Escaped => "escaped text",
            Format::Base64 => "base64",
            Format::Base64Url => "base64url",
            Format::DataUrl => "data URL",
            Format::Percent => "percent-encoding",
            Format::Protoscope => "Protoscope",
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
    /// Whose notation it is, where that can be told: `Go literal`.
    pub dialect: Option<&'static str>,
    /// Mistakes, with places in the payload's text.
    pub diagnostics: Vec<Diagnostic>,
    places: Places,
}

/// Reads `text`, whatever it is.
pub fn read(text: &str) -> Payload {
    read_as(text, None)
}

/// Reads `text` in the notation that is named; without one in the one it seems to be.
pub fn read_as(text: &str, format: Option<Format>) -> Payload {
    if text.trim().is_empty() {
        return Payload::default();
    }
    let wrapped = wrapping::unwrap(text);
    let format = format.unwrap_or_else(|| detect::format(&wrapped));
    let (upto, from) = (wrapped.upto(), wrapped.start());
    match format {
        Format::Empty => Payload::default(),
        Format::Hex => detect::read_hex(&wrapped),
        Format::Dump => dump::read(text, dump::Order::Bytes),
        Format::Words => dump::read_words(text),
        Format::Numbers => numbers::read(&wrapped),
        Format::Escaped => escaped::read(&wrapped),
        Format::Base64 | Format::Base64Url => base64::read(upto, detect::digits(&wrapped)),
        Format::DataUrl => url::read_data(upto, from),
        Format::Percent => url::read_percent(upto, from),
        Format::Protoscope => protoscope(text),
    }
}

fn protoscope(text: &str) -> Payload {
    let Assembled { bytes, diagnostics, places } = super::protoscope::assemble(text);
    let mut payload = Payload { bytes, diagnostics, ..Payload::of(Format::Protoscope) };
    for (span, count) in places.units(text) {
        payload.places.push(span, count);
    }
    payload
}

impl Payload {
    /// What the text was taken for, as precisely as it can be told.
    pub fn name(&self) -> &'static str {
        self.dialect.unwrap_or(self.format.name())
    }

    /// Where in the text the bytes come from. Of base64 it is whole groups of four characters.
    pub fn text_span(&self, bytes: Span) -> Span {
        self.places.text_of(bytes)
    }

    /// Which bytes come from a part of the text. Of base64 it is whole groups of three bytes.
    pub fn byte_span(&self, part: Span) -> Span {
        self.places.bytes_of(part)
    }

    fn of(format: Format) -> Payload {
        Payload { format, ..Payload::default() }
    }

    fn push(&mut self, text: Span, byte: u8) {
        self.push_all(text, &[byte]);
    }

    fn push_all(&mut self, text: Span, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.places.push(text, bytes.len());
            self.bytes.extend_from_slice(bytes);
        }
    }
}

/// The byte that a text's first two characters are in hex.
fn pair(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*text.get(at)?).to_digit(16);
    Some((digit(0)? << 4 | digit(1)?) as u8)
}
