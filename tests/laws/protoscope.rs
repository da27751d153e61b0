//! The laws of Protoscope both ways, for any bytes and any text. The tests and the fuzz targets hold them.

use wirelens::text::Span;
use wirelens::wire::WireType;
use wirelens::wire::protoscope::{Hint, Number, Shape, assemble, print, print_as};

/// What is printed is assembled to the same bytes, whatever is said of them.
#[track_caller]
pub fn bytes_come_back(bytes: &[u8]) {
    comes_back(bytes, &print(bytes));
    for shape in SHAPES {
        comes_back(bytes, &print_as(bytes, &|_| Hint { shape, note: String::new() }));
    }
    let mixed = |at: usize| Hint { shape: SHAPES[at * 7 % SHAPES.len()], note: "a\n1: # note\r2".repeat(at % 2) };
    comes_back(bytes, &print_as(bytes, &mixed));
}

#[track_caller]
fn comes_back(bytes: &[u8], text: &str) {
    let assembled = assemble(text);
    assert_eq!(assembled.diagnostics, [], "{bytes:02x?}\n{text}");
    assert_eq!(assembled.bytes, bytes, "\n{text}");
}

const SHAPES: [Shape; 14] = [
    Shape::Signed,
    Shape::Unsigned,
    Shape::ZigZag,
    Shape::Bool,
    Shape::Float,
    Shape::Message,
    Shape::Text,
    Shape::Bytes,
    Shape::Packed(WireType::Varint, Number::Signed),
    Shape::Packed(WireType::Varint, Number::ZigZag),
    Shape::Packed(WireType::I32, Number::Float),
    Shape::Packed(WireType::I64, Number::Unsigned),
    Shape::Packed(WireType::I32, Number::Bool),
    Shape::Guess,
];

/// Any text is read; places lead from the bytes to the text and back; and the bytes can be printed.
#[track_caller]
pub fn text_is_read(text: &str) {
    let assembled = assemble(text);
    let total = assembled.bytes.len();
    for diagnostic in &assembled.diagnostics {
        let span = diagnostic.place.span;
        assert!(!span.is_empty() && text.get(span.range()).is_some(), "{span:?} is no part of the text");
    }
    let mut before = 0;
    for at in 0..total {
        let place = assembled.places.text_span(text, Span::new(at, at + 1));
        assert!(!place.is_empty() && text.get(place.range()).is_some(), "byte {at} comes from {place:?}");
        assert!(place.start >= before, "byte {at} goes back to {place:?}");
        before = place.start;
        assert!(assembled.places.byte_span(place).contains(at), "byte {at} is lost on its way");
    }
    for (at, char) in text.char_indices() {
        let bytes = assembled.places.byte_span(Span::new(at, at + char.len_utf8()));
        assert!(bytes.end as usize <= total, "{at} has bytes that are not there");
    }
    comes_back(&assembled.bytes, &print(&assembled.bytes));
}
