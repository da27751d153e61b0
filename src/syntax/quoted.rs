//! Where a string literal ends, and what is wrong with it: escapes, a missing quote, quotes of a word processor.
//!
//! Knows no grammar, and nothing of values: see [`literal`](super::literal).

use super::error::Errors;
use crate::text::Span;

/// A string literal as it was found.
#[derive(Debug)]
pub(super) struct Scanned {
    /// Where it ends; without a closing quote, with its line or the file.
    pub end: usize,
    closed: bool,
    /// The wrong escapes and NULs.
    faults: Vec<Span>,
}

/// Reads the literal whose quote is at `start`.
pub(super) fn scan(text: &str, start: usize) -> Scanned {
    let bytes = text.as_bytes();
    let quote = bytes[start];
    let mut at = start + 1;
    let mut faults = Vec::new();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' => break,
            b'\\' => {
                let length = escape(&bytes[at..]);
                match length {
                    Ok(length) => at += length,
                    Err(length) => {
                        faults.push(Span::new(at, char_end(text, at + length)));
                        // What is wrong may be what ends the string.
                        at += 1;
                        let is_escaped = |byte: &u8| !matches!(byte, b'\n' | b'\r') && *byte != quote;
                        at += usize::from(bytes.get(at).is_some_and(is_escaped));
                    }
                }
            }
            0 => {
                faults.push(Span::new(at, at + 1));
                at += 1;
            }
            _ => {
                at += 1;
                if byte == quote {
                    return Scanned { end: at, closed: true, faults };
                }
            }
        }
    }
    // A carriage return before the line break is no part of it.
    if bytes[at - 1] == b'\r' && at - 1 > start {
        at -= 1;
    }
    Scanned { end: at, closed: false, faults }
}

fn char_end(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// How long the escape is that `bytes` begin with; where it is wrong, how long the wrong part is.
fn escape(bytes: &[u8]) -> Result<usize, usize> {
    let hex = |count: usize| bytes.get(2..2 + count).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    let digits = || 2 + bytes[2..].iter().take(8).take_while(|byte| byte.is_ascii_hexdigit()).count();
    match bytes.get(1) {
        Some(b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'\\' | b'?' | b'\'' | b'"' | b'0'..=b'7') => Ok(2),
        Some(b'x' | b'X') if hex(1) => Ok(3),
        Some(b'u') if hex(4) => Ok(6),
        Some(b'U') if hex(8) && bytes[2..5].starts_with(b"00") && matches!(bytes[4], b'0' | b'1') => Ok(10),
        Some(b'u' | b'U') => Err(digits()),
        Some(b'\n' | b'\r') | None => Err(1),
        Some(_) => Err(2),
    }
}

/// Says what is wrong with a literal, if anything is. Whether its end is missing, so that what follows is doubtful.
pub(super) fn report(errors: &mut Errors, text: &str, start: usize, scanned: &Scanned) -> bool {
    for &span in &scanned.faults {
        report_escape(errors, span, span.of_str(text));
    }
    if !scanned.closed {
        report_open(errors, text, Span::new(start, scanned.end));
    }
    !scanned.closed
}

fn report_escape(errors: &mut Errors, span: Span, escape: &str) {
    let (message, help) = match escape.as_bytes() {
        [0] => ("expected text in the string, found a NUL byte".to_owned(), "write it as `\\0`"),
        // The line ends, which is an error of its own.
        [b'\\'] => return,
        [b'\\', b'x' | b'X', ..] => (
            format!("expected hexadecimal digits in the escape, found '{escape}'"),
            "a byte is written with two digits, such as `\\x7f`",
        ),
        [b'\\', b'u', ..] => (
            format!("expected four hexadecimal digits in the escape, found '{escape}'"),
            "a character is written `\\u20ac`, one beyond U+FFFF `\\U0001f600`",
        ),
        [b'\\', b'U', ..] => (
            format!("expected eight hexadecimal digits up to 0010ffff in the escape, found '{escape}'"),
            "a character is written `\\u20ac`, one beyond U+FFFF `\\U0001f600`",
        ),
        _ => (format!("expected a known escape, found '{escape}'"), "write a backslash as `\\\\`"),
    };
    let mut entry = errors.add("proto-escape", span, message);
    entry.help(help);
    if escape == "\0" {
        entry.fix("write `\\0`", span, "\\0");
    } else if !matches!(escape.as_bytes(), [_, b'x' | b'X' | b'u' | b'U', ..]) {
        entry.fix("escape the backslash", Span::new(span.start as usize, span.start as usize + 1), "\\\\");
    }
}

fn report_open(errors: &mut Errors, text: &str, span: Span) {
    let literal = span.of_str(text);
    let quote = &literal[..1];
    let message = format!("expected `{quote}` at the end of the string, found the end of the line");
    let mut entry = errors.add("proto-open-string", span, message);
    let start = span.start as usize;
    let other = if quote == "\"" { '\'' } else { '"' };
    if let Some(body) = literal.strip_suffix('\\') {
        entry.help("a string ends on its line; strings that stand one after the other are joined");
        entry.fix(format!("end the string with `{quote}`"), Span::new(start + body.len(), span.end as usize), quote);
        return;
    }
    // A wrong quote that seems to be meant as the closing one, or the place before the marks that end the statement.
    let wrong = literal[1..].rfind(|c| is_smart(c) || c == other).map(|at| at + 1);
    let wrong = wrong.and_then(|at| Some((at, literal[at..].chars().next()?)));
    match wrong.filter(|&(at, c)| literal[at + c.len_utf8()..].chars().all(is_mark)) {
        Some((at, c)) => {
            entry.help(format!("close it with the quote it begins with, {quote}"));
            let span = Span::new(start + at, start + at + c.len_utf8());
            entry.fix(format!("replace `{c}` by `{quote}`"), span, quote);
        }
        None => {
            entry.help("close the string on the line it begins on");
            let end = Span::at(start + before_marks(literal).len().max(1));
            entry.fix(format!("insert `{quote}`"), end, quote);
        }
    }
}

/// A quote as word processors set it.
pub(super) fn is_smart(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛')
}

/// Where the string in smart quotes ends that begins at `start`, and whether it is closed; if not, it ends with its line.
pub(super) fn scan_smart(text: &str, start: usize) -> (usize, bool) {
    let mut rest = text[start..].char_indices();
    let straight = rest.next().map_or('"', |(_, open)| straight_quote(open));
    let ends = |c: char| c == '\n' || c == straight || is_smart(c) && straight_quote(c) == straight;
    match rest.find(|&(_, c)| ends(c)) {
        None => (text.len(), false),
        Some((at, '\n')) => (start + text[start..start + at].trim_end_matches('\r').len(), false),
        Some((at, close)) => (start + at + close.len_utf8(), true),
    }
}

fn straight_quote(smart: char) -> char {
    if matches!(smart, '“' | '”' | '„' | '‟') { '"' } else { '\'' }
}

/// Says that a string stands in smart quotes.
pub(super) fn report_smart(errors: &mut Errors, text: &str, span: Span, closed: bool) {
    let literal = span.of_str(text);
    let mut quotes = literal.char_indices();
    let Some((_, open)) = quotes.next() else { return };
    let straight = straight_quote(open).to_string();
    let (start, end) = (span.start as usize, span.end as usize);
    let (closing, message) = match quotes.next_back() {
        Some((at, close)) if closed => {
            (Span::new(start + at, end), format!("expected straight quotes, found {open}…{close}"))
        }
        _ => (
            Span::at(start + before_marks(literal).len().max(open.len_utf8())),
            format!("expected straight quotes, found {open} and none that closes the string"),
        ),
    };
    let edits = [(Span::new(start, start + open.len_utf8()), straight.clone()), (closing, straight)];
    let mut entry = errors.add("proto-smart-quotes", span, message);
    entry.help("strings stand in \" or '; word processors replace these").edits("use straight quotes", &edits);
}

/// A literal that is not closed, up to the marks that seem to end the statement.
fn before_marks(literal: &str) -> &str {
    literal.trim_end_matches(is_mark)
}

fn is_mark(c: char) -> bool {
    matches!(c, ';' | ',' | ']' | ')' | '}' | ' ' | '\t')
}
