//! The inside of quotes and of backticks.

use super::lex::Mistake;
use super::places::Grain;
use crate::text::Span;

/// A part of a literal and the bytes it stands for.
pub(super) enum Part<'a> {
    /// A byte of text for a byte, or two.
    Bytes(Span, Grain, &'a [u8]),
    /// An escape sequence.
    Escape(Span, u8),
    /// What stands for nothing.
    Mistake(Mistake),
}

const ESCAPES: &str = "escapes are \\\\ \\\" \\n, \\x and two hex digits, \\ and one to three octal ones";

/// Hands out the parts of what is between quotes, `inside`.
pub(super) fn quoted<'a>(text: &'a str, inside: Span, mut take: impl FnMut(Part<'a>)) {
    let bytes = text.as_bytes();
    let (mut at, end) = (inside.start as usize, inside.end as usize);
    while at < end {
        let run = bytes[at..end].iter().position(|&byte| byte == b'\\').unwrap_or(end - at);
        if run > 0 {
            take(Part::Bytes(Span::new(at, at + run), Grain::One, &bytes[at..at + run]));
            at += run;
            continue;
        }
        let (len, byte) = escape(&bytes[at + 1..end]);
        // A character of several bytes is not cut.
        let stop = (at + 1 + len..end).find(|&stop| text.is_char_boundary(stop)).unwrap_or(end);
        let span = Span::new(at, stop);
        at = span.end as usize;
        take(match byte {
            Some(byte) => Part::Escape(span, byte),
            None => Part::Mistake(Mistake::new(
                span,
                format!("expected an escape sequence, found `{}`", span.of_str(text)),
                ESCAPES,
            )),
        });
    }
}

/// How long the escape behind a backslash is, and its byte.
fn escape(rest: &[u8]) -> (usize, Option<u8>) {
    let digit = |at: usize, radix: u32| rest.get(at).and_then(|&byte| char::from(byte).to_digit(radix));
    match rest.first() {
        Some(b'n') => (1, Some(b'\n')),
        Some(&byte @ (b'"' | b'\\')) => (1, Some(byte)),
        Some(b'x') => match (digit(1, 16), digit(2, 16)) {
            (Some(high), Some(low)) => (3, Some((high << 4 | low) as u8)),
            (Some(_), None) => (2, None),
            _ => (1, None),
        },
        Some(b'0'..=b'7') => {
            let digits = (0..3).map_while(|at| digit(at, 8));
            let (len, value) = digits.fold((0, 0), |(len, value), digit| (len + 1, value << 3 | digit));
            (len, u8::try_from(value).ok())
        }
        Some(_) => (1, None),
        None => (0, None),
    }
}

/// Hands out the parts of what is between backticks, `inside`, as [`quoted`] does.
pub(super) fn hex(text: &str, inside: Span, mut take: impl FnMut(Part<'_>)) {
    let body = inside.of_str(text);
    let start = inside.start as usize;
    // The digits before the first mistake stand for bytes all the same.
    let fine = body.bytes().position(|byte| !byte.is_ascii_hexdigit()).unwrap_or(body.len());
    let nibble = |byte: u8| char::from(byte).to_digit(16).unwrap_or(0) as u8;
    let pairs = body.as_bytes()[..fine].as_chunks::<2>();
    let bytes: Vec<u8> = pairs.0.iter().map(|&[high, low]| nibble(high) << 4 | nibble(low)).collect();
    if !bytes.is_empty() {
        take(Part::Bytes(Span::new(start, start + 2 * bytes.len()), Grain::Two, &bytes));
    }
    if let Some(found) = body[fine..].chars().next() {
        let span = Span::new(start + fine, start + fine + found.len_utf8());
        let help = "between backticks are the digits 0 to 9 and a to f and nothing else, no spaces either";
        take(Part::Mistake(Mistake::new(span, format!("expected a hex digit, found `{found}`"), help)));
    } else if !pairs.1.is_empty() {
        let span = Span::new(start + fine - 1, start + fine);
        let message = format!("expected two hex digits a byte, found `{}` alone", span.of_str(text));
        take(Part::Mistake(Mistake::new(span, message, "add the digit that is missing, or remove this one")));
    }
}
