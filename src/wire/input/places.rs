//! Which bytes come from which part of the text, a byte or so for each.
//!
//! A reader of a notation pushes a unit for what it has read: a part of the text, and how many bytes it stands for. Two hex
//! digits are one byte, four characters of base64 are three, the `*` of a dump is as many as it leaves out. Questions are
//! answered in a walk from the nearest mark. Knows no notation.

use crate::text::Span;
use crate::wire::varint;

/// How many units lie between two marks.
const STEP: u32 = 512;

/// A unit in one byte: what is not read between it and the one before, its length less one, and its bytes. Where one of
/// them does not fit, no bytes are told, and the three follow as varints.
const GAP_BITS: u32 = 3;
const WIDTH_BITS: u32 = 3;
const MAX_GAP: u32 = (1 << GAP_BITS) - 1;
const MAX_WIDTH: u32 = 1 << WIDTH_BITS;
const MAX_BYTES: u32 = 3;

/// The units of a text, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    codes: Vec<u8>,
    marks: Vec<Mark>,
    units: u32,
    end: Cursor,
}

/// How far a walk is: in the text, in the bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cursor {
    text: u32,
    byte: u32,
}

/// Where the units of a step begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    at: Cursor,
    code: u32,
}

/// A part of the text and the bytes it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unit {
    text: Span,
    bytes: Span,
}

impl Places {
    /// Adds that `text` stands for the next `bytes` bytes. It lies behind all before it, and neither is empty.
    pub fn push(&mut self, text: Span, bytes: usize) {
        if self.units.is_multiple_of(STEP) {
            self.marks.push(Mark { at: self.end, code: self.codes.len() as u32 });
        }
        let gap = text.start.saturating_sub(self.end.text);
        let (width, bytes) = (text.len() as u32, bytes as u32);
        if gap <= MAX_GAP && (1..=MAX_WIDTH).contains(&width) && bytes <= MAX_BYTES {
            self.codes.push((gap << (WIDTH_BITS + 2) | (width - 1) << 2 | bytes) as u8);
        } else {
            self.codes.push(0);
            for value in [gap, width, bytes] {
                varint::write(value.into(), &mut self.codes);
            }
        }
        self.units += 1;
        self.end = Cursor { text: text.end, byte: self.end.byte + bytes };
    }

    /// The part of the text that bytes come from: all of each unit that has one of them.
    pub fn text_of(&self, bytes: Span) -> Span {
        let first = self.walk(|at| at.byte <= bytes.start).find(|it| it.bytes.end > bytes.start);
        let Some(first) = first else { return Span { start: self.end.text, end: self.end.text } };
        if bytes.is_empty() {
            return Span { start: first.text.start, end: first.text.start };
        }
        let last = self.walk(|at| at.byte < bytes.end).take_while(|it| it.bytes.start < bytes.end).last();
        Span { start: first.text.start, end: last.map_or(first.text.end, |it| it.text.end) }
    }

    /// The bytes that come from a part of the text: all of each unit that has some of it.
    pub fn bytes_of(&self, text: Span) -> Span {
        let first = self.walk(|at| at.text <= text.start).find(|it| it.text.end > text.start);
        let start = first.map_or(self.end.byte, |it| it.bytes.start);
        if text.is_empty() {
            return Span { start, end: start };
        }
        let last = self.walk(|at| at.text < text.end).take_while(|it| it.text.start < text.end).last();
        Span { start, end: last.map_or(start, |it| it.bytes.end.max(start)) }
    }

    /// The units from the last mark on of which `is_before` holds; it holds for the first of the marks.
    fn walk(&self, is_before: impl Fn(Cursor) -> bool) -> impl Iterator<Item = Unit> {
        let mark = self.marks.partition_point(|mark| is_before(mark.at)).saturating_sub(1);
        let mark = self.marks.get(mark).copied().unwrap_or(Mark { at: Cursor::default(), code: 0 });
        let (mut at, mut code) = (mark.at, mark.code as usize);
        std::iter::from_fn(move || {
            let packed = u32::from(*self.codes.get(code)?);
            code += 1;
            let mut next = || -> Option<u32> {
                let read = varint::read(&self.codes, code).ok()?;
                code += usize::from(read.len);
                Some(read.value as u32)
            };
            let (gap, width, bytes) = match packed & MAX_BYTES {
                0 => (next()?, next()?, next()?),
                bytes => (packed >> (WIDTH_BITS + 2), (packed >> 2 & (MAX_WIDTH - 1)) + 1, bytes),
            };
            let start = Cursor { text: at.text + gap, ..at };
            at = Cursor { text: start.text + width, byte: start.byte + bytes };
            Some(Unit {
                text: Span { start: start.text, end: at.text },
                bytes: Span { start: start.byte, end: at.byte },
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What a list of the units says, told without one.
        #[test]
        fn both_ways_lead_to_whole_units(
            units in prop::collection::vec((prop_oneof![4 => 0..9u32, 1 => 0..900u32], 1..12u32, 1..9u32), 0..1200),
            bytes in (0..2000u32, 0..40u32),
            text in (0..4000u32, 0..80u32),
        ) {
            let mut places = Places::default();
            let mut list: Vec<Unit> = Vec::new();
            let mut at = Cursor::default();
            for (gap, width, count) in units {
                let start = at.text + gap;
                at = Cursor { text: start + width, byte: at.byte + count };
                let unit = Unit {
                    text: Span { start, end: at.text },
                    bytes: Span { start: at.byte - count, end: at.byte },
                };
                places.push(unit.text, count as usize);
                list.push(unit);
            }
            prop_assert_eq!(places.walk(|_| false).collect::<Vec<_>>(), list.clone());
            let asked = Span { start: bytes.0, end: bytes.0 + bytes.1 };
            let found = places.text_of(asked);
            for unit in &list {
                let shares = unit.bytes.start < asked.end && asked.start < unit.bytes.end && !asked.is_empty();
                prop_assert_eq!(found.covers(unit.text) && !found.is_empty(), shares);
            }
            let asked = Span { start: text.0, end: text.0 + text.1 };
            let found = places.bytes_of(asked);
            for unit in &list {
                let shares = unit.text.start < asked.end && asked.start < unit.text.end && !asked.is_empty();
                prop_assert_eq!(found.covers(unit.bytes) && !found.is_empty(), shares);
            }
        }
    }
}
