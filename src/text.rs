//! Text and places in it: spans, files, lines and columns.
//!
//! Offsets are bytes of UTF-8 everywhere in the core. Only [`Utf16Index`] knows that an editor counts otherwise.
//! Knows nothing of Protocol Buffers.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open byte range: the only range type there is. The unit is bytes, of a text or of a payload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte; never less than `start`.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to `end`; an inverted one becomes empty at `start`.
    pub fn new(start: usize, end: usize) -> Span {
        let start = clamp(start);
        Span { start, end: clamp(end).max(start) }
    }

    /// The empty span at `offset`.
    pub fn at(offset: usize) -> Span {
        Span::new(offset, offset)
    }

    /// How many bytes it covers.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte at `offset` is inside.
    pub fn contains(self, offset: usize) -> bool {
        (self.start as usize) <= offset && offset < self.end as usize
    }

    /// Whether all of `other` is inside.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The bytes it covers; what lies outside `bytes` is left out.
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        let end = (self.end as usize).min(bytes.len());
        bytes.get((self.start as usize).min(end)..end).unwrap_or_default()
    }

    /// The text it covers; empty where it does not lie on character boundaries.
    pub fn of_str(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

// Four GiB is the address space of wasm32, so no text or payload there is longer.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// One .proto file of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The path other files import it by, such as `store/payment.proto`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The .proto files of the workspace, in the order of their tabs. Names are distinct.
pub type Files = Vec<File>;

/// A place as people say it: both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values.
    pub column: u32,
}

/// Where the lines of a text begin, so that a place is found in logarithmic time.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<u32>,
}

impl<'a> LineIndex<'a> {
    /// Reads `text` once.
    pub fn new(text: &'a str) -> LineIndex<'a> {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| clamp(at + 1));
        LineIndex { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The place of a byte offset; past the end it is the end.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = floor_boundary(self.text, offset);
        let line = self.starts.partition_point(|&start| start as usize <= offset) - 1;
        let before = &self.text[self.starts[line] as usize..offset];
        LineColumn { line: clamp(line + 1), column: clamp(before.chars().count() + 1) }
    }

    /// The byte offset of line and column, both from 1; past the end of the line it is the end of the line.
    pub fn offset(&self, place: LineColumn) -> usize {
        let line = (place.line.max(1) - 1) as usize;
        let Some(&start) = self.starts.get(line) else { return self.text.len() };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |&next| next as usize - 1);
        let body = &self.text[start as usize..end];
        let column = (place.column.max(1) - 1) as usize;
        start as usize + body.char_indices().nth(column).map_or(body.len(), |(at, _)| at)
    }
}

/// Converts offsets of one text between bytes (the core) and UTF-16 code units (editors).
///
/// A whole-text walk an offset would make many diagnostics quadratic, so a checkpoint is kept every so many bytes. In a text of
/// ASCII alone both counts are the same.
#[derive(Clone, Debug)]
pub struct Utf16Index<'a> {
    text: &'a str,
    /// None where the text is ASCII.
    checkpoints: Vec<(u32, u32)>,
}

const STEP: usize = 128;

impl<'a> Utf16Index<'a> {
    /// Reads `text` once.
    pub fn new(text: &'a str) -> Utf16Index<'a> {
        if text.is_ascii() {
            return Utf16Index { text, checkpoints: Vec::new() };
        }
        let mut checkpoints = vec![(0, 0)];
        let mut units = 0;
        for (at, character) in text.char_indices() {
            if at >= checkpoints.len() * STEP {
                checkpoints.push((clamp(at), clamp(units)));
            }
            units += character.len_utf16();
        }
        Utf16Index { text, checkpoints }
    }

    /// The span in UTF-16 code units.
    pub fn utf16(&self, span: Span) -> Span {
        Span::new(self.to_utf16(span.start as usize), self.to_utf16(span.end as usize))
    }

    /// The UTF-16 offset of a byte offset.
    pub fn to_utf16(&self, offset: usize) -> usize {
        let offset = floor_boundary(self.text, offset);
        if self.checkpoints.is_empty() {
            return offset;
        }
        let (byte, units) = self.before(|&(byte, _)| byte as usize <= offset);
        units + self.text[byte..offset].chars().map(char::len_utf16).sum::<usize>()
    }

    /// The byte offset of a UTF-16 offset; past the end it is the end.
    pub fn to_byte(&self, offset: usize) -> usize {
        if self.checkpoints.is_empty() {
            return offset.min(self.text.len());
        }
        let (byte, mut units) = self.before(|&(_, units)| units as usize <= offset);
        for (at, character) in self.text[byte..].char_indices() {
            if units >= offset {
                return byte + at;
            }
            units += character.len_utf16();
        }
        self.text.len()
    }

    fn before(&self, within: impl Fn(&(u32, u32)) -> bool) -> (usize, usize) {
        let after = self.checkpoints.partition_point(within);
        let (byte, units) = self.checkpoints[after.max(1) - 1];
        (byte as usize, units as usize)
    }
}

/// The greatest character boundary of `text` that is not behind `offset`.
pub fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let index = LineIndex::new("ab\nä€c\n");
        assert_eq!(index.line_column(0), LineColumn { line: 1, column: 1 });
        assert_eq!(index.line_column(8), LineColumn { line: 2, column: 3 });
        assert_eq!(index.line_column(99), LineColumn { line: 3, column: 1 });
        assert_eq!(index.offset(LineColumn { line: 2, column: 3 }), 8);
        assert_eq!(index.offset(LineColumn { line: 1, column: 9 }), 2);
        assert_eq!(index.offset(LineColumn { line: 9, column: 1 }), 10);
    }

    proptest! {
        #[test]
        fn places_round_trip(text in "[a\u{e4}\u{1f600}\n]{0,40}|[a\n]{0,40}") {
            let lines = LineIndex::new(&text);
            let units = Utf16Index::new(&text);
            for (at, _) in text.char_indices() {
                prop_assert_eq!(lines.offset(lines.line_column(at)), at);
                prop_assert_eq!(units.to_byte(units.to_utf16(at)), at);
                prop_assert_eq!(units.to_utf16(at), text[..at].encode_utf16().count());
            }
        }

        #[test]
        fn checkpoints_do_not_change_the_answer(text in "[a\u{e4}\u{1f600}]{2000,3000}", part in 0.0..1.0f64) {
            let at = floor_boundary(&text, (text.len() as f64 * part) as usize);
            let units = Utf16Index::new(&text);
            prop_assert_eq!(units.to_utf16(at), text[..at].encode_utf16().count());
            prop_assert_eq!(units.to_byte(units.to_utf16(at)), at);
        }
    }
}
