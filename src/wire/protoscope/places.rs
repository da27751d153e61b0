//! Which bytes come from which part of a Protoscope text. Knows nothing of what is written there.

use crate::text::Span;

/// The pieces that bytes were assembled from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    pieces: Vec<Piece>,
    /// How many bytes there are.
    total: u32,
}

/// Some bytes and the token, or part of one, that they come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where they begin; they go on to the next piece.
    pub at: u32,
    pub text: Span,
    pub grain: Grain,
}

/// How finely a piece can be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    /// All of its text makes all of its bytes.
    Whole,
    /// A byte of text for a byte: in quotes.
    One,
    /// Two bytes of text for a byte: hex.
    Two,
}

impl Places {
    /// Of pieces in the order of both the bytes and the text, none empty, and the number of bytes in all.
    pub(super) fn new(pieces: Vec<Piece>, total: usize) -> Places {
        Places { pieces, total: u32::try_from(total).unwrap_or(u32::MAX) }
    }

    /// Where in `text`, the text that was assembled, bytes come from, in whole characters. Of none it is the place where
    /// the next one comes from, and behind the last one its end.
    pub fn text_span(&self, text: &str, bytes: Span) -> Span {
        let Some(first) = self.holding(bytes.start) else {
            return Span::at(self.pieces.last().map_or(text.len(), |last| last.text.end as usize));
        };
        let start = first.text.start + first.text_of(bytes.start);
        if bytes.is_empty() {
            return Span::at(floor(text, start));
        }
        let last = bytes.end.min(self.total) - 1;
        let piece = self.holding(last).unwrap_or(first);
        let end = match piece.grain {
            Grain::Whole => piece.text.end,
            Grain::One => piece.text.start + piece.text_of(last) + 1,
            Grain::Two => piece.text.start + piece.text_of(last) + 2,
        };
        Span::new(floor(text, start), ceil(text, end.min(piece.text.end)))
    }

    /// Which bytes come from a part of the text.
    pub fn byte_span(&self, part: Span) -> Span {
        let total = self.total as usize;
        let before = self.pieces.partition_point(|piece| piece.text.end <= part.start);
        let start = self.pieces.get(before).map_or(total, |piece| {
            let inside = part.start.saturating_sub(piece.text.start);
            piece.at as usize + piece.byte_of(inside)
        });
        if part.is_empty() {
            return Span::at(start);
        }
        let touched = self.pieces.partition_point(|piece| piece.text.start < part.end);
        let end = touched.checked_sub(1).and_then(|last| self.pieces.get(last)).map_or(0, |piece| {
            let next = self.pieces.get(touched).map_or(total, |next| next.at as usize);
            match piece.grain {
                Grain::Whole => next,
                _ => (piece.at as usize + piece.byte_of(part.end - piece.text.start - 1) + 1).min(next),
            }
        });
        Span::new(start, end)
    }

    /// The parts of `text`, the text that was assembled, and how many bytes each makes: as small as they can be told
    /// apart, in whole characters.
    pub fn units<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, usize)> + 'a {
        self.pieces.iter().enumerate().flat_map(move |(index, piece)| {
            let end = self.pieces.get(index + 1).map_or(self.total, |next| next.at);
            let (mut at, mut byte) = (piece.text.start, piece.at);
            std::iter::from_fn(move || {
                let left = (end - byte) as usize;
                let (width, count) = match piece.grain {
                    Grain::Whole => (piece.text.end - at, left),
                    Grain::One => {
                        let found = text.get(at as usize..).and_then(|rest| rest.chars().next())?.len_utf8();
                        (found as u32, found.min(left))
                    }
                    Grain::Two => (2, 1),
                };
                if left == 0 {
                    return None;
                }
                let unit = Span { start: at, end: (at + width).min(piece.text.end) };
                (at, byte) = (unit.end, byte + count as u32);
                Some((unit, count))
            })
        })
    }

    fn holding(&self, byte: u32) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.at <= byte);
        self.pieces.get(after.checked_sub(1)?).filter(|_| byte < self.total)
    }
}

impl Piece {
    /// How far into its text a byte comes from.
    fn text_of(&self, byte: u32) -> u32 {
        let inside = byte - self.at;
        let far = match self.grain {
            Grain::Whole => 0,
            Grain::One => inside,
            Grain::Two => inside.saturating_mul(2),
        };
        far.min(self.text.len() as u32)
    }

    fn byte_of(&self, text: u32) -> usize {
        match self.grain {
            Grain::Whole => 0,
            Grain::One => text as usize,
            Grain::Two => text as usize / 2,
        }
    }
}

fn floor(text: &str, at: u32) -> usize {
    crate::text::floor_boundary(text, at as usize)
}

fn ceil(text: &str, at: u32) -> usize {
    let at = (at as usize).min(text.len());
    (at..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}
