//! Hex dumps: lines of an offset, hex digits, and often the same as text (`xxd`, `hexdump`, `od`, Wireshark, tcpdump, gdb,
//! lldb, PowerShell, the browsers' developer tools, this page).
//!
//! The offsets tell the columns apart: as many bytes are a line's as the next line's offset is further. Where there is no
//! next one, the line's own layout tells. Lines before the first one and behind the last are headings and prompts.

use super::{Format, Payload, hex};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// The least digits an offset has.
const OFFSET_DIGITS: usize = 4;

/// How many lines of headings there may be.
const MAX_HEADINGS: usize = 8;

/// The most bytes a line has, as far as it takes to tell one.
const MAX_LINE: usize = 64;

/// What `*` may stand for in all, in bytes: as much as the largest file that is opened.
const MAX_REPEATED: usize = 64 << 20;

/// How bytes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// In their order.
    Bytes,
    /// As hex numbers of 16 bits, whose lower byte comes first.
    Words,
    /// The same in octal: `od` unasked.
    OctalWords,
}

impl Order {
    /// The order that words of so many digits are in, where nothing but their offset's length tells of them.
    fn of_words(digits: usize) -> Option<Order> {
        match digits {
            4 => Some(Order::Words),
            6 => Some(Order::OctalWords),
            _ => None,
        }
    }

    /// How many digits a byte takes: a half of a word.
    fn digits(self) -> usize {
        if self == Order::OctalWords { 3 } else { 2 }
    }
}

/// A line's offset and where in the text its bytes begin and its end is.
#[derive(Clone, Copy)]
struct Line<'a> {
    at: usize,
    digits: &'a str,
    /// Whether more than blanks tell that it is an offset.
    marked: bool,
    start: usize,
    end: usize,
}

impl Line<'_> {
    fn offset(&self, radix: u32) -> Option<usize> {
        let mut offset = 0usize;
        for digit in self.digits.chars().filter(|&it| it != '`') {
            offset = offset.checked_mul(radix as usize)?.checked_add(digit.to_digit(radix)? as usize)?;
        }
        Some(offset)
    }

    fn has_bytes(&self) -> bool {
        self.start < self.end
    }
}

/// How the text is a dump, if it is one.
pub(super) fn order(text: &str) -> Option<Order> {
    let mut lines = lines(text).skip_while(|&(at, line)| parse(at, line).is_none());
    let headings = self::lines(text).take(MAX_HEADINGS + 1).take_while(|&(at, line)| parse(at, line).is_none()).count();
    let first = lines.next().filter(|_| headings <= MAX_HEADINGS).and_then(|(at, line)| parse(at, line))?;
    let next = lines.find_map(|(at, line)| parse(at, line));
    if !first.has_bytes() {
        return None;
    }
    let (digits, width) = layout(text, &first);
    let words = width.and_then(Order::of_words).filter(|_| first.digits.len() == 7 && !first.marked);
    let order = words.unwrap_or(Order::Bytes);
    let count = digits / order.digits();
    let follows = next.is_some_and(|next| {
        [16, 8, 10].into_iter().any(|radix| {
            let far = next.offset(radix).zip(first.offset(radix)).and_then(|(next, first)| next.checked_sub(first));
            far.is_some_and(|it| (1..=MAX_LINE.min(count * 2)).contains(&it))
        })
    });
    let is_zero = first.offset(16) == Some(0);
    // Without a mark a short number and a gap are hex like the rest.
    let is_one = match (is_zero, follows, first.marked) {
        (_, true, _) => count > 0,
        (true, _, _) => first.digits.len() != 6,
        (_, _, true) => count >= OFFSET_DIGITS && headings == 0,
        _ => false,
    };
    is_one.then_some(order)
}

/// How many digits a line has, as far as it tells itself, and how many of them all its words.
fn layout(text: &str, line: &Line<'_>) -> (usize, Option<usize>) {
    let end = own_end(text, line);
    let mut width = None;
    let mut count = 0;
    for token in hex::tokens(text.get(..end).unwrap_or_default(), line.start).take(MAX_LINE) {
        let length = token.span.len();
        width = Some(width.map_or(length, |it| if it == length { it } else { 0 }));
        count += length;
    }
    (count, width)
}

/// Reads a dump of words, octal if they look like it.
pub(super) fn read_words(text: &str) -> Payload {
    let octal = order(text).filter(|&it| it == Order::OctalWords);
    read(text, octal.unwrap_or(Order::Words))
}

pub(super) fn read(text: &str, order: Order) -> Payload {
    let mut payload = Payload::of(if order == Order::Bytes { Format::Dump } else { Format::Words });
    let mut lines = lines(text).skip_while(|&(at, line)| parse(at, line).is_none()).peekable();
    if lines.peek().is_none() {
        let whole = text.trim_end();
        payload.diagnostics.push(no_line(0, whole));
        return payload;
    }
    let radix = radix(text, order);
    let mut base = None;
    // How long the first line was, and the last.
    let (mut longest, mut last) = (MAX_LINE, 0);
    while let Some((at, line)) = lines.next() {
        let next = lines.clone().map(|(at, line)| parse(at, line)).find(|_| true).flatten();
        let next_offset = next.and_then(|it| it.offset(radix));
        let length = payload.bytes.len();
        let expected = base.unwrap_or(0) + length;
        let Some((line, offset)) = parse(at, line).and_then(|it| Some((it, it.offset(radix)?))) else {
            if line.trim() == "*" && last > 0 && next_offset.is_some_and(|it| it >= expected) {
                let count = next_offset.unwrap_or(expected) - expected;
                if let Err(diagnostic) = repeat(&mut payload, at + line.len() - 1, count, last) {
                    payload.diagnostics.push(diagnostic);
                    break;
                }
                continue;
            }
            // A prompt or a border behind the dump is no line of it.
            let is_more = lines.any(|(at, line)| parse(at, line).is_some());
            if is_more || line.trim_start().starts_with(|it: char| it.is_ascii_hexdigit() || it == '*') {
                payload.diagnostics.push(no_line(at, line));
            }
            break;
        };
        if *base.get_or_insert(offset) + length != offset {
            payload.diagnostics.push(gap(&line, expected, offset));
            break;
        }
        if !line.has_bytes() {
            continue;
        }
        let count = next_offset.map(|it| it.saturating_sub(offset)).filter(|&it| it <= line.end - line.start);
        let end = own_end(text, &line);
        let reader = Reader { text, end: if count.is_some() { line.end } else { end }, own_end: end, order };
        if let Err(diagnostic) = reader.read(&mut payload, line.start, count.unwrap_or(longest), count.is_some()) {
            payload.diagnostics.push(diagnostic);
            break;
        }
        last = payload.bytes.len() - length;
        longest = if longest == MAX_LINE { last.max(1) } else { longest };
    }
    payload
}

/// The base of the offsets: the one by which the first line is as long as it is.
fn radix(text: &str, order: Order) -> u32 {
    let mut parsed = lines(text).filter_map(|(at, line)| parse(at, line));
    let (Some(first), Some(next)) = (parsed.next(), parsed.next()) else { return 16 };
    let count = layout(text, &first).0 / order.digits();
    let far = |&radix: &u32| next.offset(radix)?.checked_sub(first.offset(radix)?);
    // The last word of an odd number of bytes has one too many.
    let fits = |radix: &u32| far(radix).is_some_and(|it| it == count || it + 1 == count && it % 2 == 1);
    [16, 8, 10].into_iter().find(|radix| far(radix) == Some(count)).or([8, 10].into_iter().find(fits)).unwrap_or(16)
}

struct Reader<'a> {
    text: &'a str,
    end: usize,
    own_end: usize,
    order: Order,
}

impl Reader<'_> {
    /// Reads up to `most` bytes of a line from `start` on. Where the next line's offset says how many, fewer are that
    /// line's matter.
    fn read(&self, payload: &mut Payload, start: usize, most: usize, counted: bool) -> Result<(), Diagnostic> {
        let upto = self.text.get(..self.end).unwrap_or_default();
        if self.order == Order::OctalWords {
            return octal(payload, upto, start, most);
        }
        let mut left = most;
        let mut high = None;
        let mut from = start;
        // `┊` is how hexyl parts a line in the middle.
        while left > 0 {
            let part = upto.get(from..).and_then(|it| it.find(MIDDLE)).map_or(upto.len(), |it| from + it);
            for unit in hex::units(upto.get(..part).unwrap_or_default(), from) {
                let unit = match unit {
                    Ok(unit) if unit.span.len() == 2 => unit,
                    Ok(unit) => return Err(hex::diagnostic(self.text, hex::Mistake::Odd(unit.span.start as usize))),
                    Err(mistake) if mistake.at() >= self.own_end && counted => return Ok(()),
                    Err(mistake) => return Err(hex::diagnostic(self.text, mistake)),
                };
                match (self.order, high.take()) {
                    (Order::Bytes, _) => {
                        payload.push(unit.span, unit.byte);
                        left -= 1;
                    }
                    (_, None) => high = Some(unit),
                    (_, Some(high)) => {
                        let place = Span { start: high.span.start, end: unit.span.end };
                        left -= push_word(payload, place, [unit.byte, high.byte], left);
                    }
                }
                if left == 0 {
                    return Ok(());
                }
            }
            if part == upto.len() {
                break;
            }
            from = part + MIDDLE.len_utf8();
        }
        Ok(())
    }
}

/// Adds a word, or as much of it as there is; returns how much that is.
fn push_word(payload: &mut Payload, place: Span, word: [u8; 2], left: usize) -> usize {
    let count = left.min(word.len());
    payload.push_all(place, word.get(..count).unwrap_or_default());
    count
}

/// Reads up to `most` bytes of a line of octal words.
fn octal(payload: &mut Payload, upto: &str, start: usize, most: usize) -> Result<(), Diagnostic> {
    let mut left = most;
    for token in hex::tokens(upto, start).take_while(|it| !it.span.is_empty()) {
        if left == 0 {
            break;
        }
        let Ok(word) = u16::from_str_radix(token.span.of_str(upto), 8) else {
            let message = format!("expected an octal number of 16 bits, found `{}`", token.span.of_str(upto));
            return Err(Diagnostic::error("payload-dump-octal", Place::payload(token.span), message)
                .with_help("`od` writes words in octal; ask it for bytes in hex by `od -t x1`"));
        };
        left -= push_word(payload, token.span, word.to_le_bytes(), left);
    }
    Ok(())
}

/// Appends `count` bytes that repeat the last line, for the `*` at `at`.
fn repeat(payload: &mut Payload, at: usize, count: usize, last: usize) -> Result<(), Diagnostic> {
    let place = Span::new(at, at + 1);
    if payload.bytes.len() + count > MAX_REPEATED {
        let message = format!("expected at most {} MiB, found `*` in place of more", MAX_REPEATED >> 20);
        let help = "open the file itself; what is this large is read in part only";
        return Err(Diagnostic::error("payload-dump-size", Place::payload(place), message).with_help(help));
    }
    let line = payload.bytes.get(payload.bytes.len() - last..).unwrap_or_default();
    let bytes: Vec<u8> = line.iter().copied().cycle().take(count).collect();
    payload.push_all(place, &bytes);
    Ok(())
}

/// The lines that are not blank, and where they begin.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
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
const MIDDLE: char = '┊';

fn parse(at: usize, line: &str) -> Option<Line<'_>> {
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
fn own_end(text: &str, line: &Line<'_>) -> usize {
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

fn no_line(at: usize, line: &str) -> Diagnostic {
    let place = Place::payload(Span::new(at, at + line.len()));
    let message = "expected a line of the dump that begins with its offset, found another one";
    let help = match line.trim() {
        "*" => "`*` stands for lines like the one before, up to the next offset, which is missing",
        _ => "paste the dump alone, or only its hex digits",
    };
    Diagnostic::error("payload-dump-line", place, message).with_help(help)
}

fn gap(line: &Line<'_>, expected: usize, found: usize) -> Diagnostic {
    let place = Place::payload(Span::new(line.at, line.end));
    let message = format!("expected a line with offset {expected:04x}, found {found:04x}");
    Diagnostic::error("payload-dump-offset", place, message).with_help("a line of the dump is missing or came twice")
}
