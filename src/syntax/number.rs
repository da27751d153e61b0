//! Where a number ends, and what is wrong with it.
//!
//! A number that runs into letters or points is one wrong token here, with all of them, so that there is one error. Knows no
//! grammar, and nothing of values: see [`literal`](super::literal).

use super::Kind;
use super::error::{Errors, quote};
use super::lex::Token;
use crate::text::Span;

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// `0x` alone.
    NoHexDigits,
    /// `089`
    NoOctalDigit,
    /// `1e`
    NoExponent,
    /// `1a`, `1_000`, `1.5f`
    Letters,
    /// `1.2.3`, `1..3`
    SecondPoint,
    /// `0x1.5`, `01.5`
    PointInWhole,
}

/// A number as it was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scanned {
    pub length: usize,
    pub kind: Kind,
    pub fault: Option<Fault>,
    starts_with_point: bool,
}

impl Scanned {
    /// `name.5`: a fraction right behind a word, which can't be one.
    pub fn is_fraction_behind_word(&self, before: Option<Token>, start: usize) -> bool {
        let adjacent = |token: Token| token.kind == Kind::Ident && token.end as usize == start;
        self.starts_with_point && before.is_some_and(adjacent)
    }
}

/// Reads the number that `bytes` begin with: a digit, or a point and a digit.
pub(super) fn scan(bytes: &[u8]) -> Scanned {
    let run = |at: usize, belongs: fn(&u8) -> bool| at + bytes[at..].iter().take_while(|byte| belongs(byte)).count();
    let is = |at: usize, small: u8| bytes.get(at).is_some_and(|byte| byte.to_ascii_lowercase() == small);
    let (mut kind, mut fault) = (Kind::Int, None);
    let starts_with_point = bytes[0] == b'.';
    let mut at;
    if bytes[0] == b'0' && is(1, b'x') {
        at = run(2, u8::is_ascii_hexdigit);
        if at == 2 {
            fault = Some(Fault::NoHexDigits);
        }
    } else if bytes[0] == b'0' && bytes.get(1).is_some_and(u8::is_ascii_digit) {
        at = run(1, u8::is_ascii_digit);
        if bytes[..at].iter().any(|&digit| digit > b'7') {
            fault = Some(Fault::NoOctalDigit);
        }
    } else {
        at = run(0, u8::is_ascii_digit);
        if is(at, b'.') {
            kind = Kind::Float;
            at = run(at + 1, u8::is_ascii_digit);
        }
        if is(at, b'e') {
            kind = Kind::Float;
            let sign = at + 1 + usize::from(is(at + 1, b'-') || is(at + 1, b'+'));
            at = run(sign, u8::is_ascii_digit);
            if at == sign {
                fault = Some(Fault::NoExponent);
            }
        }
    }
    let follows = match bytes.get(at) {
        Some(b'A'..=b'Z' | b'a'..=b'z' | b'_') => Some(Fault::Letters),
        Some(b'.') if kind == Kind::Float => Some(Fault::SecondPoint),
        Some(b'.') => Some(Fault::PointInWhole),
        _ => None,
    };
    if follows.is_some() {
        at = run(at, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
        fault = follows;
    }
    Scanned { length: at, kind, fault, starts_with_point }
}

/// Says what is wrong with the number `text`; without a fault it stands right behind a word.
pub(super) fn report(errors: &mut Errors, span: Span, text: &str, fault: Option<Fault>) {
    let found = quote(text);
    let mut write = |code: &str, message: String, help: &str, better: Option<String>| {
        let mut entry = errors.add(code, span, message);
        entry.help(help);
        if let Some(better) = better {
            entry.fix(format!("write `{better}`"), span, better);
        }
    };
    match fault {
        None => {
            let message = format!("expected a name after '.', found {}", quote(text.trim_start_matches('.')));
            write("proto-number", message, "the parts of a name begin with a letter or `_`", None);
        }
        Some(Fault::NoHexDigits) => {
            let message = format!("expected hexadecimal digits after {found}, found none");
            write("proto-number", message, "write the number's digits, such as `0x1F`", None);
        }
        Some(Fault::NoOctalDigit) => {
            let message = format!("expected the digits 0 to 7 in an octal number, found {found}");
            let decimal = text.trim_start_matches('0').to_owned();
            write("proto-number", message, "a leading 0 makes a number octal; remove it", Some(decimal));
        }
        Some(Fault::NoExponent) => {
            let message = format!("expected digits in the exponent, found {found}");
            write("proto-number", message, "write the exponent, such as `1e6`, or remove the `e`", None);
        }
        Some(Fault::Letters) => letters(text, &found, write),
        Some(Fault::SecondPoint) => match text.split_once("..") {
            Some((first, last)) if is_digits(first) && is_digits(last) => {
                let message = format!("expected a number, found {found}");
                let better = format!("{first} to {last}");
                write("proto-number", message, "ranges are written with `to`, both ends included", Some(better));
            }
            _ => {
                let message = format!("expected a number with one decimal point, found {found}");
                write("proto-number", message, "put versions, dates and the like in quotes", None);
            }
        },
        Some(Fault::PointInWhole) => {
            let message = format!("expected a whole number, found {found}");
            write("proto-number", message, "hexadecimal and octal numbers have no fraction", None);
        }
    }
}

fn letters(text: &str, found: &str, mut write: impl FnMut(&str, String, &str, Option<String>)) {
    let bare = text.replace('_', "");
    if bare.len() < text.len() && is_digits(&bare) {
        let message = format!("expected digits only, found {found}");
        return write("proto-number", message, "digits are not grouped with `_`", Some(bare));
    }
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &text[number.len()..];
    let known = ["f", "d", "l", "u", "ul", "ll", "n"].iter().any(|known| suffix.eq_ignore_ascii_case(known));
    if known && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        let message = format!("expected a number, found {found}");
        return write("proto-number", message, "numbers have no suffix for their type", Some(number.to_owned()));
    }
    let message = format!("expected a number or a name, found {found}");
    write("proto-number", message, "names begin with a letter or `_`; put a space between a number and a word", None);
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
