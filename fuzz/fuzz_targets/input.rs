//! Any payload text is read as some bytes, and places lead from one to the other and back.
#![no_main]

use wirelens::text::Span;
use wirelens::wire::{input, scan};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let payload = input::read(text);
    let whole = Span::new(0, payload.bytes.len());
    let mut at = 0;
    for part in scan(&payload.bytes, whole) {
        let span = part.span();
        assert_eq!(span.start, at, "the parts do not join");
        at = span.end;
        let place = payload.text_span(text, span);
        assert!(text.get(place.range()).is_some(), "{place:?} cuts a character");
        assert!(payload.byte_span(text, place).covers(span), "{span:?} is lost on its way to the text and back");
    }
    assert_eq!(at, whole.end, "bytes are left over");
});
