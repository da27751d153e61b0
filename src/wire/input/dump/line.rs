//! A line of a dump: its offset, and where its bytes end as far as its own layout tells.

use super::hex;

/// The least digits an offset has.
pub(super) const OFFSET_DIGITS: usize = 4;

/// The most bytes a line has, as far as it takes to tell one.
pub(super) const MAX_LINE: usize = 64;

/// A line's offset and where in the text its bytes begin and its end is.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub at: usize,
    pub digits: &'a str,
    /// Whether more than blanks tell that it is an offset.
    pub marked: bool,
    pub start: usize,
    pub end: usize,
}

impl Line<'_> {
    pub fn offset(&self, radix: u32) -> Option<usize> {
        let mut offset = 0usize;
        for digit in self.digits.chars().filter(|&it| it != '`') {
            offset = offset.checked_mul(radix as usize)?.checked_add(digit.to_digit(radix)? as usize)?;
        }
        Some(offset)
    }

    pub fn has_bytes(&self) -> bool {
        self.start < self.end
    }
}

/// The lines that are not blank, and where they begin.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    let mut at = 0;
    let with_place = move |line| {
        let start = at;
        at += str::len(line);
        (start, line.trim_end())
    };
    text.split_inclusive('\n').map(with_place).filter(|(_, line)| !line.trim().is_empty())
}

/// What hexyl has between its columns, and in their middle.
const BORDER: char = '│';
pub(super) const MIDDLE: char = '┊';

pub(super) fn parse(at: usize, line: &str) -> Option<Line<'_>> {
    let rest = line.trim_start().trim_start_matches(BORDER);
    let prefixed = rest.strip_prefix("0x");
    let rest = prefixed.unwrap_or(rest);
    let length = rest.bytes().take_while(|it| it.is_ascii_hexdigit() || *it == b'`').count();
    let digits = rest.get(..length).filter(|it| it.len() >= OFFSET_DIGITS)?;
    let mut behind = rest.get(length..)?;
    // gdb names what is there: `0x5555 <buffer+8>:`.
    if prefixed.is_some() && behind.starts_with(" <") {
        behind = behind.get(behind.find(">:")? + 1..)?;
    }
    let unmarked = behind.trim_start_matches([':', BORDER]);
    let marked = unmarked.len() < behind.len();
    // `od` and `hexdump` have one blank behind six or seven digits, PowerShell behind sixteen.
    let is_short = matches!(digits.len(), 6 | 7 | 16) && prefixed.is_none();
    let has_gap = behind.is_empty()
        || (marked && unmarked.starts_with([' ', '\t']))
        || behind.starts_with("  ")
        || behind.starts_with('\t')
        || (is_short && behind.starts_with(' '));
    let end = at + line.len();
    has_gap.then_some(Line { at, digits, marked, start: end - unmarked.len(), end })
}

/// Where the bytes of a line end, as far as its own layout tells: at a bar; at the gap behind which the same bytes are as
/// text; or else at the last gap with nothing but hex before.
pub(super) fn own_end(text: &str, line: &Line<'_>) -> usize {
    let body = text.get(line.start..line.end).unwrap_or_default();
    let Some(first) = body.find(|it: char| it.is_ascii_hexdigit()) else { return line.end };
    if let Some(bar) = body.find(['|', BORDER]).filter(|&it| it > first) {
        return line.start + bar;
    }
    let gaps = || {
        body.char_indices()
            .zip(body.chars().skip(1))
            .filter(|&((_, it), next)| it == '\t' || (it == ' ' && next == ' '))
    };
    let is_text = |at: usize| at > first && is_text_of(body.get(at..), body.get(..at));
    if let Some(((gap, _), _)) = gaps().find(|&((at, _), _)| is_text(at)) {
        return line.start + gap;
    }
    let is_stranger =
        |it: char| !(it.is_ascii_hexdigit() || it.is_ascii_whitespace() || matches!(it, 'x' | '-' | MIDDLE));
    let Some(strange) = body.find(is_stranger) else { return line.end };
    let cut = gaps().map(|((at, _), _)| at).take_while(|&it| it < strange).last();
    line.start + cut.filter(|&it| it > first).unwrap_or(body.len())
}

/// Whether `column` shows the bytes of `digits`, a character each.
fn is_text_of(column: Option<&str>, digits: Option<&str>) -> bool {
    let (column, digits) = (column.unwrap_or_default().trim_start(), digits.unwrap_or_default());
    if column.len() > MAX_LINE * char::MAX.len_utf8() {
        return false;
    }
    let mut bytes = hex::units(digits, 0).map_while(Result::ok).map(|it| it.byte);
    let shows = |found: char, byte: u8| {
        if byte.is_ascii_graphic() { found == char::from(byte) } else { !found.is_ascii_alphanumeric() }
    };
    !column.is_empty() && column.chars().all(|found| bytes.next().is_some_and(|byte| shows(found, byte)))
}
