//! Where one is in the grid of bytes, and where the keys lead from there. Knows neither bytes nor what they mean.

use crate::text::Span;

/// The cursor: a byte, or the place behind the last one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Its offset.
    pub at: u32,
    /// The other end of the run that is chosen with Shift; the same where there is none.
    pub anchor: u32,
    /// Whether the first digit of the byte was typed, so that the next digit is its second.
    pub is_half_typed: bool,
    /// Whether what is typed comes before the byte rather than in its place.
    pub inserts: bool,
    /// Grows when it should be seen where it is.
    pub shown: u32,
    /// What was done to the bytes, in a few words; gone when it moves.
    pub said: String,
}

/// A way to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the keys")]
pub enum Move {
    /// Nowhere: what is here is chosen again.
    Stay,
    Left,
    Right,
    Up,
    Down,
    PageUp,
    PageDown,
    /// To the first byte of the row.
    Home,
    /// To the last byte of the row.
    End,
    /// To the first byte of all.
    First,
    /// To the last byte of all.
    Last,
    /// To the byte of this offset, or the nearest there is.
    To(u32),
}

/// How many rows a page is.
const PAGE: u32 = 8;

impl Cursor {
    /// Moves among `total` bytes in rows of `columns`; `extend` keeps the other end of a run. Behind the last byte one gets
    /// by going on from it, not by a key that means the last byte.
    pub fn walk(&mut self, way: Move, extend: bool, columns: u32, total: u32) {
        let (at, columns) = (self.at.min(total), columns.max(1));
        let last = total.saturating_sub(1);
        let end = if extend { last } else { total };
        let row = at - at % columns;
        let to = match way {
            Move::Stay => at,
            Move::Left => at.saturating_sub(1),
            Move::Right => at + 1,
            Move::Up => at.checked_sub(columns).unwrap_or(at),
            Move::Down if at + columns > end => at,
            Move::Down => at + columns,
            Move::PageUp => at.saturating_sub(PAGE * columns),
            Move::PageDown => at.saturating_add(PAGE * columns).min(last),
            Move::Home => row,
            Move::End => (row + columns - 1).min(last.max(row)),
            Move::First => 0,
            Move::Last => last,
            Move::To(offset) => offset,
        };
        self.put(to.min(end));
        if extend {
            // A run goes from byte to byte; behind the last there is none.
            self.anchor = self.anchor.min(last);
        } else {
            self.anchor = self.at;
        }
    }

    /// Chooses a run.
    pub fn choose(&mut self, run: Span) {
        self.put(run.end.saturating_sub(1).max(run.start));
        self.anchor = run.start;
    }

    /// Goes to a byte, which is all that is chosen then.
    pub fn go(&mut self, at: u32) {
        self.put(at);
        self.anchor = at;
    }

    fn put(&mut self, at: u32) {
        self.at = at;
        self.is_half_typed = false;
        self.shown += 1;
        self.said.clear();
    }

    /// The chosen bytes, one at least; none behind the last of the `total`.
    pub fn run(&self, total: u32) -> Span {
        let (start, end) = (self.at.min(self.anchor).min(total), self.at.max(self.anchor).saturating_add(1).min(total));
        Span { start, end: end.max(start) }
    }

    /// Whether more than one byte is chosen.
    pub fn is_run(&self) -> bool {
        self.at != self.anchor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20 bytes in rows of 8.
    fn walked(from: u32, ways: &[Move], extend: bool) -> (u32, Span) {
        let mut cursor = Cursor { at: from, anchor: from, ..Cursor::default() };
        for way in ways {
            cursor.walk(*way, extend, 8, 20);
        }
        (cursor.at, cursor.run(20))
    }

    #[test]
    fn keys_lead_where_they_should() {
        use Move::*;
        let at = |from, way| walked(from, &[way], false).0;
        assert_eq!([at(0, Left), at(3, Left), at(3, Right), at(19, Right), at(20, Right)], [0, 2, 4, 20, 20]);
        assert_eq!([at(3, Up), at(11, Up), at(3, Down), at(12, Down), at(13, Down)], [3, 3, 11, 20, 13]);
        assert_eq!([at(11, Home), at(11, End), at(17, End), at(20, End)], [8, 15, 19, 19]);
        assert_eq!([at(11, First), at(11, Last), at(20, Last), at(3, PageDown), at(19, PageUp)], [0, 19, 19, 19, 0]);
        assert_eq!([at(0, To(7)), at(0, To(700))], [7, 20]);
    }

    #[test]
    fn a_run_is_chosen_both_ways_and_ends_with_the_last_byte() {
        use Move::*;
        assert_eq!(walked(3, &[Right, Right], true), (5, Span::new(3, 6)));
        assert_eq!(walked(3, &[Left, Left], true), (1, Span::new(1, 4)));
        assert_eq!(walked(18, &[Right, Right, Right], true), (19, Span::new(18, 20)));
        assert_eq!(walked(20, &[Left], true), (19, Span::new(19, 20)));
    }

    #[test]
    fn without_bytes_there_is_one_place() {
        for way in [Move::Left, Move::Right, Move::Down, Move::End, Move::Last, Move::PageDown, Move::To(9)] {
            for extend in [false, true] {
                let mut cursor = Cursor::default();
                cursor.walk(way, extend, 16, 0);
                assert_eq!((cursor.at, cursor.run(0)), (0, Span::at(0)), "{way:?}");
            }
        }
    }
}
