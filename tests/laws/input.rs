//! The law of reading a payload's text, for any text at all. The tests and the fuzz targets hold it.

use wirelens::text::Span;
use wirelens::wire::{input, scan};

/// Any text is read as some bytes, and places lead from one to the other and back.
#[track_caller]
pub fn is_read(text: &str) {
    let payload = input::read(text);
    let whole = Span::new(0, payload.bytes.len());
    for part in scan(&payload.bytes, whole) {
        let span = part.span();
        let place = payload.text_span(span);
        assert!(text.get(place.range()).is_some(), "{place:?} cuts a character");
        assert!(payload.byte_span(place).covers(span), "{span:?} is lost on its way to the text and back");
    }
}
