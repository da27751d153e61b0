//! Which notation a text is in. The rules are in the head of [`super`], in their order.

use super::wrapping::Wrapped;
use super::{Format, Payload, dump, escaped, hex, numbers, url};

/// How Node.js prints a buffer.
const NODE_BUFFER: &str = "<Buffer ";

/// The notation that a text which is not blank seems to be in.
pub(super) fn format(wrapped: &Wrapped<'_>) -> Format {
    let body = wrapped.body();
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
        return Format::Percent;
    }
    if signs.is_nearly_hex(body) { Format::Hex } else { Format::Base64 }
}

/// Reads hex, Node.js's way of printing a buffer included.
pub(super) fn read_hex(wrapped: &Wrapped<'_>) -> Payload {
    if !wrapped.body().starts_with(NODE_BUFFER) {
        return hex::read(wrapped.upto(), wrapped.start());
    }
    let upto = wrapped.upto();
    let inside = upto.strip_suffix('>').unwrap_or(upto);
    let mut payload = hex::read(inside, wrapped.start() + NODE_BUFFER.len());
    payload.dialect = Some("Node.js buffer");
    payload
}
