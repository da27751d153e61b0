//! Hex dumps: lines of an offset, hex digits, and often the same as text (`xxd`, `hexdump`, `od`, Wireshark, tcpdump, gdb,
//! lldb, PowerShell, the browsers' developer tools, this page).
//!
//! The offsets tell the columns apart: as many bytes are a line's as the next line's offset is further. Where there is no
//! next one, the line's own layout tells. Lines before the first one and behind the last are headings and prompts.

mod line;

use self::line::{Line, MAX_LINE, MIDDLE, OFFSET_DIGITS, lines, own_end, parse};
use super::{Format, Payload, hex};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// How many lines of headings there may be.
const MAX_HEADINGS: usize = 8;

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

/// How the text is a dump, if it is one.
pub(super) fn order(text: &str) -> Option<Order> {
    let mut lines = lines(text).skip_while(|&(at, line)| parse(at, line).is_none());
    let headings = line::lines(text).take(MAX_HEADINGS + 1).take_while(|&(at, line)| parse(at, line).is_none()).count();
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
    // The first mistake ends it: what is behind would stand at another offset.
    while let Some((at, line)) = lines.next().filter(|_| payload.diagnostics.is_empty()) {
        let next = lines.clone().map(|(at, line)| parse(at, line)).find(|_| true).flatten();
        let next_offset = next.and_then(|it| it.offset(radix));
        let length = payload.bytes.len();
        let expected = base.unwrap_or(0) + length;
        let Some((line, offset)) = parse(at, line).and_then(|it| Some((it, it.offset(radix)?))) else {
            if line.trim() == "*" && last > 0 && next_offset.is_some_and(|it| it >= expected) {
                let count = next_offset.unwrap_or(expected) - expected;
                repeat(&mut payload, at + line.len() - 1, count, last);
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
        reader.read(&mut payload, line.start, count.unwrap_or(longest), count.is_some());
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
    fn read(&self, payload: &mut Payload, start: usize, most: usize, counted: bool) {
        let upto = self.text.get(..self.end).unwrap_or_default();
        if self.order == Order::OctalWords {
            octal(payload, upto, start, most);
            return;
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
                    Err(mistake) if mistake.at() >= self.own_end && counted => return,
                    found => {
                        let odd = |unit: hex::Unit| hex::Mistake::Odd(unit.span.start as usize);
                        let mistake = found.map_or_else(|mistake| mistake, odd);
                        payload.diagnostics.push(hex::diagnostic(self.text, mistake));
                        return;
                    }
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
                    return;
                }
            }
            if part == upto.len() {
                break;
            }
            from = part + MIDDLE.len_utf8();
        }
    }
}

/// Adds a word, or as much of it as there is; returns how much that is.
fn push_word(payload: &mut Payload, place: Span, word: [u8; 2], left: usize) -> usize {
    let count = left.min(word.len());
    payload.push_all(place, word.get(..count).unwrap_or_default());
    count
}

/// Reads up to `most` bytes of a line of octal words.
fn octal(payload: &mut Payload, upto: &str, start: usize, most: usize) {
    let mut left = most;
    for token in hex::tokens(upto, start).take_while(|it| !it.span.is_empty()) {
        if left == 0 {
            break;
        }
        let Ok(word) = u16::from_str_radix(token.span.of_str(upto), 8) else {
            let message = format!("expected an octal number of 16 bits, found `{}`", token.span.of_str(upto));
            let help = "`od` writes words in octal; ask it for bytes in hex by `od -t x1`";
            let place = Place::payload(token.span);
            payload.diagnostics.push(Diagnostic::error("payload-dump-octal", place, message).with_help(help));
            return;
        };
        left -= push_word(payload, token.span, word.to_le_bytes(), left);
    }
}

/// Appends `count` bytes that repeat the last line, for the `*` at `at`.
fn repeat(payload: &mut Payload, at: usize, count: usize, last: usize) {
    let place = Span::new(at, at + 1);
    if payload.bytes.len() + count > MAX_REPEATED {
        let message = format!("expected at most {} MiB, found `*` in place of more", MAX_REPEATED >> 20);
        let help = "open the file itself; what is this large is read in part only";
        payload
            .diagnostics
            .push(Diagnostic::error("payload-dump-size", Place::payload(place), message).with_help(help));
        return;
    }
    let line = payload.bytes.get(payload.bytes.len() - last..).unwrap_or_default();
    let bytes: Vec<u8> = line.iter().copied().cycle().take(count).collect();
    payload.push_all(place, &bytes);
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
