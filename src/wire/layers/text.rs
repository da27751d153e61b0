//! Bytes that are text in one of the notations of [`input`]: base64 in base64, or a file of hex.

use super::{Found, Inside, Layer, Outer, Taking, inflate, stream};
use crate::diagnostic::Severity;
use crate::wire::input::{self, Format};

/// Shorter text happens to be of some notation by chance.
const LEAST: usize = 6;

/// The longest text that is read, in bytes: half of what a layer may grow to, as its places take as much again.
const MOST: usize = 32 << 20;

pub(super) fn find(outer: &Outer<'_>) -> Option<Found> {
    let is_text = |it: &u8| matches!(it, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    if !(LEAST..=MOST).contains(&outer.bytes.len()) || !outer.bytes.iter().all(is_text) {
        return None;
    }
    let text = std::str::from_utf8(outer.bytes).ok()?;
    let payload = input::read(text);
    let broken = payload.diagnostics.iter().any(|it| it.severity == Severity::Error);
    if broken || payload.bytes.is_empty() {
        return None;
    }
    // Any word is base64; only records or another layer inside tell it from one.
    let is_base64 = matches!(payload.format, Format::Base64 | Format::Base64Url);
    if is_base64 && !holds_something(&payload.bytes) {
        return None;
    }
    let name = payload.name();
    Some(Found { name, sure: !outer.is_clean(), ..Found::new(Layer::Text, Inside::Bytes(payload.bytes)) })
}

fn holds_something(bytes: &[u8]) -> bool {
    let (inner, taking) = (Outer::new(bytes, 0, false), Taking::default());
    let is_packed = inflate::gzip(&inner).is_some() || inflate::zlib(&inner).is_some();
    inner.is_clean()
        || is_packed
        || [stream::grpc, stream::delimited].iter().any(|find| find(&inner, &taking).is_some())
}
