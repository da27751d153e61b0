//! How a long view is laid out in rows: how many bytes a row takes, which rows are worth having, which bytes are marked.
//!
//! Knows nothing of how a row is drawn and how far it is scrolled; the latter [`Scroll`](super::Scroll) knows.

use crate::text::Span;

const COLUMNS: [u32; 6] = [4, 6, 8, 12, 16, 24];

/// The greatest number of columns that fits a width in CSS pixels.
pub fn columns(width: u32) -> u32 {
    let (cell, character, rest) = (26, 8, 88);
    let fits = |count: &&u32| **count * (cell + character) + rest <= width;
    { COLUMNS.iter() }.rev().find(fits).copied().unwrap_or(COLUMNS[0])
}

/// Which of the row's bytes are in one of the spans, a bit each. The spans are in order.
pub fn mask(spans: &[Span], start: u32, columns: u32) -> u32 {
    let from = spans.partition_point(|span| span.end <= start);
    let mut mask = 0;
    for span in spans[from..].iter().take_while(|span| span.start < start + columns) {
        for at in span.start.max(start)..span.end.min(start + columns) {
            mask |= 1 << (at - start);
        }
    }
    mask
}

/// The part of the bytes that views which draw `columns` a row should ask for around `first` and `last` rows.
pub fn around(first: u32, last: u32, columns: u32, total: u32) -> Span {
    let margin = (last.saturating_sub(first)).max(8);
    let start = first.saturating_sub(margin).saturating_mul(columns);
    let end = last.saturating_add(margin).saturating_mul(columns).min(total);
    Span::new(start as usize, end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_has_a_bit_for_each_byte_inside() {
        let spans = [Span::new(0, 3), Span::new(14, 18), Span::new(40, 90)];
        assert_eq!(mask(&spans, 0, 16), 0b1100_0000_0000_0111);
        assert_eq!(mask(&spans, 16, 16), 0b11);
        assert_eq!(mask(&spans, 48, 16), 0xffff);
    }

    #[test]
    fn columns_fit_the_width() {
        assert_eq!([0, 300, 480, 500, 2000].map(columns), [4, 6, 8, 12, 24]);
    }
}
