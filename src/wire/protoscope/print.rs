//! Bytes → Protoscope text that is assembled to the same bytes again.
//!
//! What encoders write is written as numbers, strings and braces; where bytes say the same in another way than that would
//! be assembled to, the text says so (`long-form:`, an explicit wire type) or falls back to hex. Whether a LEN is a
//! message or text is guessed unless a [`Hint`] says it.

use super::head::{Body, Groups, Tag};
use super::words::{self, Words};
use crate::text::Span;
use crate::wire::scan::WireType;
use crate::wire::varint::Varint;

/// How deep messages are looked for in messages: as deep as parsers go. What is deeper is text or hex.
pub const MAX_DEPTH: usize = 100;

/// Deeper lines are indented as far as this: an indentation a level would make the text a hundred times the bytes.
const MAX_INDENT: usize = 16;

/// A message of at most so many bytes may stand on the line of its tag …
const INLINE_BYTES: usize = 48;

/// … if its text is no longer than this.
const INLINE_CHARS: usize = 64;

/// What is known of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// How its payload is read.
    pub shape: Shape,
    /// What is written behind it as a comment, such as the field's name.
    pub note: String,
}

/// How a payload is read. Where the bytes contradict it, they are written as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// As looks likely.
    #[default]
    Guess,
    /// A number with a sign.
    Signed,
    /// A number without one.
    Unsigned,
    /// A number in zigzag.
    ZigZag,
    /// `true` or `false`.
    Bool,
    /// A number with a fraction.
    Float,
    /// A message.
    Message,
    /// A string.
    Text,
    /// Bytes.
    Bytes,
    /// A run of numbers of this wire type.
    Packed(WireType, Number),
}

/// How a number of a packed run is read: as [`Shape`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// [`Shape::Signed`]
    Signed,
    /// [`Shape::Unsigned`]
    Unsigned,
    /// [`Shape::ZigZag`]
    ZigZag,
    /// [`Shape::Bool`]
    Bool,
    /// [`Shape::Float`]
    Float,
}

impl From<Number> for Shape {
    fn from(number: Number) -> Shape {
        match number {
            Number::Signed => Shape::Signed,
            Number::Unsigned => Shape::Unsigned,
            Number::ZigZag => Shape::ZigZag,
            Number::Bool => Shape::Bool,
            Number::Float => Shape::Float,
        }
    }
}

/// `bytes` as text, guessed at where that is needed.
pub fn print(bytes: &[u8]) -> String {
    print_as(bytes, &|_| Hint::default())
}

/// `bytes` as text; `hint` tells what is known of the record whose tag begins at an offset.
pub fn print_as(bytes: &[u8], hint: &dyn Fn(usize) -> Hint) -> String {
    let mut printer = Printer { bytes, hint, out: String::new(), indent: 0, line: Line::New };
    let all = Span::new(0, bytes.len());
    printer.records(all, &Groups::of(bytes, all), 0);
    if !printer.out.is_empty() {
        printer.out.push('\n');
    }
    printer.out
}

struct Printer<'a> {
    bytes: &'a [u8],
    hint: &'a dyn Fn(usize) -> Hint,
    out: String,
    indent: usize,
    line: Line,
}

/// Where the next record goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// On a line of its own.
    New,
    /// Behind the one before.
    Same,
    /// On the same line, had it been possible.
    Broken,
}

impl Printer<'_> {
    fn records(&mut self, within: Span, groups: &Groups, depth: usize) {
        let mut at = within.start as usize;
        while at < within.end as usize && self.line != Line::Broken {
            let hint = (self.hint)(at);
            match self.record(at, within, groups, depth, &hint) {
                Some(end) => at = end,
                None => break,
            }
        }
    }

    /// Writes the record at `at` and returns where it ends; where that can't be told, it was all there is.
    fn record(&mut self, at: usize, within: Span, groups: &Groups, depth: usize, hint: &Hint) -> Option<usize> {
        // Cut at the end of the range, so that no read can leave it.
        let bytes = &self.bytes[..within.end as usize];
        let Some(tag) = Tag::read(bytes, at) else {
            self.rest(Span::new(at, bytes.len()));
            return None;
        };
        self.begin();
        self.long_form(tag.varint);
        let Some(wire) = tag.wire() else {
            self.out.push_str(&format!("{}:{}", tag.number(), words::wire_type(tag.wire_bits())));
            self.rest(Span::new(tag.end(), bytes.len()));
            return None;
        };
        let body = Body::read(bytes, wire, tag.end());
        let Some(end) = body.end(tag.end()) else {
            self.explicit(tag);
            if let Body::Short(length) = body {
                self.out.push(' ');
                self.varint(length, Shape::Unsigned);
                self.note(&hint.note);
                self.rest(Span::new(tag.end() + usize::from(length.len), bytes.len()));
            } else {
                self.note(&hint.note);
                self.rest(Span::new(tag.end(), bytes.len()));
            }
            return None;
        };
        let raw = Span::new(tag.end(), end);
        match body {
            Body::Varint(varint) if varint.overflow => {
                self.explicit(tag);
                self.out.push(' ');
                words::hex(raw.of(bytes), &mut self.out);
            }
            Body::Varint(varint) => {
                self.out.push_str(&format!("{}: ", tag.number()));
                self.varint(varint, hint.shape);
            }
            Body::Fixed(wire) => {
                self.out.push_str(&format!("{}: ", tag.number()));
                words::fixed(raw.of(bytes), wire, hint.shape, &mut self.out);
            }
            Body::Len(length, payload) => {
                self.out.push_str(&format!("{}: ", tag.number()));
                self.long_form(length);
                self.len(payload, depth, hint);
                return Some(end);
            }
            Body::Group => return Some(self.group(tag, wire, within, groups, depth, hint)),
            Body::Short(_) | Body::Broken => return None,
        }
        self.note(&hint.note);
        Some(end)
    }

    fn group(&mut self, tag: Tag, wire: WireType, within: Span, groups: &Groups, depth: usize, hint: &Hint) -> usize {
        let end = groups.end_of(tag.at).filter(|_| wire == WireType::SGroup && depth < MAX_DEPTH);
        let closing = end.and_then(|(at, end)| Some((Tag::read(&self.bytes[..within.end as usize], at)?, end)));
        let Some((closing, end)) = closing else {
            self.explicit(tag);
            self.note(&hint.note);
            return tag.end();
        };
        self.out.push_str(&format!("{}: !", tag.number()));
        let inside = Span::new(tag.end(), closing.at);
        self.block(inside, groups, depth, &hint.note, closing.varint);
        end
    }

    fn len(&mut self, payload: Span, depth: usize, hint: &Hint) {
        let bytes = payload.of(self.bytes);
        let groups = |shape: Shape| match shape {
            Shape::Guess | Shape::Message if depth < MAX_DEPTH => {
                Some(Groups::of(self.bytes, payload)).filter(|groups| groups.clean || shape == Shape::Message)
            }
            _ => None,
        };
        let words = match hint.shape {
            Shape::Text => Words::text(bytes),
            Shape::Bytes => Some(Words::Hex(bytes)),
            Shape::Packed(wire, number) => Words::packed(bytes, wire, number.into()),
            // Letters are seldom a message: its tags and lengths are control characters mostly.
            Shape::Guess if words::is_print(bytes) => Words::text(bytes),
            shape => match groups(shape) {
                Some(groups) => return self.block(payload, &groups, depth, &hint.note, MINIMAL),
                None => None,
            },
        };
        self.out.push('{');
        let words = words.or_else(|| Words::text(bytes)).unwrap_or(Words::Hex(bytes));
        let lines = words.lines();
        if let [line] = &lines[..] {
            self.out.push_str(line);
            self.out.push('}');
            self.note(&hint.note);
        } else if lines.is_empty() {
            self.out.push('}');
            self.note(&hint.note);
        } else {
            self.note(&hint.note);
            self.indent += 1;
            self.lines(&lines);
            self.indent -= 1;
            self.begin();
            self.out.push('}');
        }
    }

    /// A message between braces, the closing one with more bytes than it needs where it is the end tag of a group.
    fn block(&mut self, inside: Span, groups: &Groups, depth: usize, note: &str, closing: Varint) {
        self.out.push('{');
        let mut end = String::new();
        words::long_form(closing, &mut end);
        let end = end.trim_end();
        if let Some(text) = self.inline(inside, groups, depth) {
            self.out.push_str(&text);
            if !text.is_empty() && !end.is_empty() {
                self.out.push(' ');
            }
            self.out.push_str(end);
            self.out.push('}');
            self.note(note);
            return;
        }
        self.note(note);
        self.indent += 1;
        self.records(inside, groups, depth + 1);
        if !end.is_empty() {
            self.begin();
            self.out.push_str(end);
        }
        self.indent -= 1;
        self.begin();
        self.out.push('}');
    }

    /// A short message without line breaks, if it has one.
    fn inline(&self, inside: Span, groups: &Groups, depth: usize) -> Option<String> {
        if inside.len() > INLINE_BYTES {
            return None;
        }
        let line = Line::Same;
        let mut printer = Printer { bytes: self.bytes, hint: self.hint, out: String::new(), indent: 0, line };
        printer.records(inside, groups, depth + 1);
        (printer.line == Line::Same && printer.out.len() <= INLINE_CHARS).then_some(printer.out)
    }

    fn begin(&mut self) {
        if self.out.is_empty() {
            return;
        }
        if self.line == Line::New {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("  ", self.indent.min(MAX_INDENT)));
        } else {
            self.out.push(' ');
        }
    }

    /// A tag with its wire type, for what follows does not tell it.
    fn explicit(&mut self, tag: Tag) {
        self.out.push_str(&format!("{}:{}", tag.number(), words::wire_type(tag.wire_bits())));
    }

    fn long_form(&mut self, varint: Varint) {
        words::long_form(varint, &mut self.out);
    }

    fn varint(&mut self, varint: Varint, shape: Shape) {
        self.long_form(varint);
        words::varint(varint.value, shape, &mut self.out);
    }

    /// What can't be read, to the end of the range.
    fn rest(&mut self, span: Span) {
        let bytes = span.of(self.bytes);
        let words = Words::text(bytes).filter(|_| words::is_print(bytes)).unwrap_or(Words::Hex(bytes));
        self.lines(&words.lines());
    }

    fn lines(&mut self, lines: &[String]) {
        for line in lines {
            self.begin();
            self.out.push_str(line);
        }
        if lines.len() > 1 && self.line == Line::Same {
            self.line = Line::Broken;
        }
    }

    fn note(&mut self, note: &str) {
        if note.is_empty() {
            return;
        }
        if self.line == Line::New {
            self.out.push_str("  # ");
            // A comment ends with its line.
            self.out.extend(note.chars().map(|char| if char.is_control() { ' ' } else { char }));
        } else {
            self.line = Line::Broken;
        }
    }
}

/// A closing brace that is no tag, or one of the usual length.
const MINIMAL: Varint = Varint { value: 0, len: 1, overflow: false };
