//! Hex dumps: lines of an offset, hex digits, and often the same as text (`xxd`, `hexdump -C`, Wireshark, this page).
//!
//! The offsets tell the columns apart: as many bytes are a line's as the next line's offset is further. Of the last line
//! the bytes end at a `|`, or where there is none at two spaces behind which there is other than hex.

use super::{Checkpoint, Format, Payload, hex};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// The least digits an offset has.
const OFFSET_DIGITS: usize = 4;

/// A line's offset and where in the text its bytes begin and its end is.
struct Line {
    offset: usize,
    start: usize,
    end: usize,
}

/// Whether the text begins as a dump does: with offset 0 and a gap behind it.
pub(super) fn looks_like_one(text: &str) -> bool {
    lines(text).next().and_then(|(at, line)| parse(at, line)).is_some_and(|it| it.offset == 0)
}

pub(super) fn read(text: &str) -> Payload {
    let mut payload = Payload { format: Format::Dump, ..Payload::default() };
    let mut lines = lines(text).peekable();
    let mut longest = usize::MAX;
    while let Some((at, line)) = lines.next() {
        let Some(parsed) = parse(at, line) else {
            payload.diagnostics.push(no_line(at, line));
            break;
        };
        if parsed.offset != payload.bytes.len() {
            payload.diagnostics.push(gap(at, line, payload.bytes.len(), parsed.offset));
            break;
        }
        let next = lines.peek().and_then(|&(at, line)| parse(at, line)).map(|it| it.offset);
        let count = next.map(|it| it.saturating_sub(parsed.offset)).filter(|&it| it <= parsed.end - parsed.start);
        let own_end = own_end(text, &parsed);
        let end = if count.is_some() { parsed.end } else { own_end };
        let most = count.unwrap_or(longest);
        payload.checkpoints.push(Checkpoint { unit: payload.bytes.len() as u32, at: parsed.start as u32 });
        let upto = text.get(..end).unwrap_or_default();
        for unit in hex::units(upto, parsed.start).take(most) {
            match unit {
                Ok(unit) if unit.span.len() == 2 => payload.bytes.push(unit.byte),
                // `0x5` is a byte elsewhere; no dump has it.
                Ok(unit) => {
                    payload.diagnostics.push(hex::diagnostic(text, hex::Mistake::Odd(unit.span.start as usize)));
                    return payload;
                }
                // Fewer bytes than the next offset asks for: that line will say so.
                Err(mistake) if mistake.at() >= own_end && count.is_some() => break,
                Err(mistake) => {
                    payload.diagnostics.push(hex::diagnostic(text, mistake));
                    return payload;
                }
            }
        }
        longest = if longest == usize::MAX { payload.bytes.len().max(1) } else { longest };
    }
    payload
}

/// The lines that are not blank, and where they begin.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let with_place = move |line| {
        let start = at;
        at += str::len(line);
        (start, line.trim_end())
    };
    text.split_inclusive('\n').map(with_place).filter(|(_, line)| !line.trim().is_empty())
}

fn parse(at: usize, line: &str) -> Option<Line> {
    let indent = line.len() - line.trim_start().len();
    let rest = line.get(indent..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    let offset = usize::from_str_radix(rest.get(..digits)?, 16).ok().filter(|_| digits >= OFFSET_DIGITS)?;
    let behind = rest.get(digits..)?;
    let has_gap = behind.is_empty() || [": ", "  ", "\t", ":\t"].iter().any(|it| behind.starts_with(it));
    let skip = usize::from(behind.starts_with(':'));
    has_gap.then_some(Line { offset, start: at + indent + digits + skip, end: at + line.len() })
}

/// Where the bytes of a line end, as far as its own layout tells: at a `|`, or at the last gap with nothing but hex before.
fn own_end(text: &str, line: &Line) -> usize {
    let body = text.get(line.start..line.end).unwrap_or_default();
    let is_stranger = |it: char| !it.is_ascii_hexdigit() && !it.is_ascii_whitespace();
    let strange = body.find(is_stranger).unwrap_or(body.len());
    let cut = match body.find('|') {
        Some(bar) => bar,
        None if strange == body.len() => strange,
        None => body.get(..strange).and_then(|it| it.rfind("  ")).unwrap_or(body.len()),
    };
    // A gap before the first byte ends nothing.
    let has_bytes = body.get(..cut).is_some_and(|it| !it.trim().is_empty());
    line.start + if has_bytes || cut == body.len() { cut } else { body.len() }
}

fn no_line(at: usize, line: &str) -> Diagnostic {
    let place = Place::payload(Span::new(at, at + line.len()));
    let message = "expected a line of the dump that begins with its offset, found another one";
    let help = match line.trim() {
        "*" => "`*` stands for lines that were left out; print them all with `hexdump -Cv` or `xxd`",
        _ => "paste the dump alone, or only its hex digits",
    };
    Diagnostic::error("payload-dump-line", place, message).with_help(help)
}

fn gap(at: usize, line: &str, expected: usize, found: usize) -> Diagnostic {
    let place = Place::payload(Span::new(at, at + line.len()));
    let message = format!("expected a line with offset {expected:04x}, found {found:04x}");
    Diagnostic::error("payload-dump-offset", place, message).with_help("a line of the dump is missing or came twice")
}
