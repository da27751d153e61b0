//! Percent-encoding (RFC 3986, section 2.1) and data URLs (RFC 2397).

use super::{Format, Payload, base64, pair};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// What a data URL begins with.
const SCHEME: &str = "data:";

/// Whether this is a data URL: at least up to its comma.
pub(super) fn is_data(body: &str) -> bool {
    data(body).is_some()
}

/// Where the data of a data URL begins, and whether they are base64.
fn data(body: &str) -> Option<(usize, bool)> {
    let trimmed = body.trim_start_matches(['"', '\'', '`']);
    let start = body.len() - trimmed.len();
    trimmed.get(..SCHEME.len()).filter(|it| it.eq_ignore_ascii_case(SCHEME))?;
    let comma = trimmed.find(',')?;
    let kind = trimmed.get(SCHEME.len()..comma)?;
    // `data: 5, 6` is a name and two numbers.
    let is_kind =
        |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'/' | b';' | b'=' | b'.' | b'+' | b'-' | b'_' | b'"');
    kind.bytes().all(is_kind).then_some((start + comma + 1, kind.to_ascii_lowercase().ends_with("base64")))
}

/// Reads the data URL that begins at `from`; a part of one that has no comma is taken for its data.
pub(super) fn read_data(text: &str, from: usize) -> Payload {
    let body = text.get(from..).unwrap_or_default();
    match data(body) {
        Some((at, true)) => {
            let mut payload = base64::read(text, from + at);
            payload.format = Format::DataUrl;
            payload
        }
        Some((at, false)) => Payload { format: Format::DataUrl, ..read_percent(text, from + at) },
        None => {
            let place = Place::payload(Span::new(from, text.len()));
            let message = "expected `data:`, a media type and a comma, found none";
            let diagnostic = Diagnostic::error("payload-data-url", place, message)
                .with_help("a data URL reads `data:application/octet-stream;base64,CAE=`");
            Payload { diagnostics: vec![diagnostic], ..Payload::of(Format::DataUrl) }
        }
    }
}

/// Whether this is percent-encoded: one word with a `%` and two hex digits in it.
pub(super) fn is_percent(body: &str) -> bool {
    let is_escape = |at: usize| body.as_bytes().get(at + 1..).and_then(pair).is_some();
    !body.contains(char::is_whitespace) && body.match_indices('%').any(|(at, _)| is_escape(at))
}

/// Reads percent-encoded text from the byte `from` on. `+` is itself: only forms mean a space by it.
pub(super) fn read_percent(text: &str, from: usize) -> Payload {
    let mut payload = Payload::of(Format::Percent);
    let mut at = from;
    while let Some(found) = text.get(at..).and_then(|it| it.chars().next()) {
        let place = Span::new(at, at + found.len_utf8());
        match (found, text.as_bytes().get(at + 1..).and_then(pair)) {
            ('"' | '\'' | '`' | '\r' | '\n', _) => {}
            ('%', Some(byte)) => {
                payload.push(Span::new(at, at + 3), byte);
                at += 2;
            }
            ('%', None) => {
                let message = "expected two hex digits behind `%`, found none";
                let diagnostic = Diagnostic::error("payload-percent", Place::payload(place), message)
                    .with_help("write `%25` for a percent sign");
                payload.diagnostics.push(diagnostic);
                break;
            }
            _ => payload.push_all(place, place.of(text.as_bytes())),
        }
        at += found.len_utf8();
    }
    payload
}
