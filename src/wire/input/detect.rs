//! Which notation a text is in. The rules are in the head of [`super`], in their order.

use super::wrapping::Wrapped;
use super::{Format, Payload, base64, dump, escaped, hex, numbers, url};

/// How Node.js prints a buffer.
const NODE_BUFFER: &str = "<Buffer ";

/// The notation that a text which is not blank seems to be in.
pub(super) fn format(wrapped: &Wrapped<'_>) -> Format {
    let body = wrapped.body();
    if let Some(told) = told(wrapped) {
        return told;
    }
    if url::is_data(body) {
        return Format::DataUrl;
    }
    if escaped::has_prefix(body) {
        return Format::Escaped;
    }
    if let Some(order) = dump::order(wrapped.text) {
        return match order {
            dump::Order::Bytes => Format::Dump,
            dump::Order::Words | dump::Order::OctalWords => Format::Words,
        };
    }
    if body.starts_with(NODE_BUFFER) {
        return Format::Hex;
    }
    let signs = hex::Signs::of(body);
    if is_protoscope(wrapped.text, &signs) {
        return Format::Protoscope;
    }
    if numbers::looks_like_some(wrapped, &signs) {
        return Format::Numbers;
    }
    if signs.is_hex(body) {
        return Format::Hex;
    }
    if escaped::has_escapes(body) {
        return Format::Escaped;
    }
    if url::is_percent(body) {
        return if base64::is_encoded(body) { Format::Base64 } else { Format::Percent };
    }
    if signs.is_nearly_hex(body) { Format::Hex } else { Format::Base64 }
}

/// Whether these are fields as Protoscope has them, mistakes included: a number, a colon, a blank or a brace, and not what
/// would be whole bytes of hex.
fn is_protoscope(text: &str, signs: &hex::Signs) -> bool {
    let first = text.lines().map(str::trim_start).find(|it| !it.is_empty() && !it.starts_with('#')).unwrap_or_default();
    let behind = first.trim_start_matches(|it: char| it.is_ascii_digit());
    let is_field =
        behind.len() < first.len() && behind.strip_prefix(':').is_some_and(|it| it.starts_with([' ', '{', '!', '"']));
    is_field && !signs.is_whole_hex()
}

/// The notation that is told by what stands around it: the name of the function that decodes it, or SQL's `x`.
fn told(wrapped: &Wrapped<'_>) -> Option<Format> {
    let has = |names: &[&str]| names.iter().any(|it| wrapped.head.contains(it));
    if !wrapped.head.ends_with('(') {
        return has_hex_prefix(wrapped.body()).then_some(Format::Hex);
    }
    if has(&["b64", "base64", "Base64", "atob"]) {
        return Some(Format::Base64);
    }
    has(&["hex", "Hex"]).then_some(Format::Hex)
}

/// Whether this is `x'0a05'`, as SQL has it.
fn has_hex_prefix(body: &str) -> bool {
    ["x'", "X'"].iter().any(|it| body.starts_with(it))
}

/// Where digits begin that may stand in a literal: behind the letters before its quotes.
pub(super) fn digits(wrapped: &Wrapped<'_>) -> usize {
    let body = wrapped.body();
    wrapped.start() + if has_hex_prefix(body) { 1 } else { escaped::prefix(body) }
}

/// Reads hex, Node.js's way of printing a buffer included.
pub(super) fn read_hex(wrapped: &Wrapped<'_>) -> Payload {
    if !wrapped.body().starts_with(NODE_BUFFER) {
        return hex::read(wrapped.upto(), digits(wrapped));
    }
    let upto = wrapped.upto();
    let inside = upto.strip_suffix('>').unwrap_or(upto);
    let mut payload = hex::read(inside, wrapped.start() + NODE_BUFFER.len());
    payload.dialect = Some("Node.js buffer");
    payload
}
