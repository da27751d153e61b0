//! Text with escapes: string literals of C, Go, Java, JavaScript, Python and Rust, and those of Protocol Buffers' text
//! format, whose bytes are octal.
//!
//! Where one of these languages forbids what another allows, it is read as in the other. Strings that stand one behind
//! the other are one, as in C and Python.

use super::wrapping::Wrapped;
use super::{Format, Payload, pair};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;
use crate::wire::scan;

/// Whether this is the literal of bytes in Python or Rust: `b'…'`, `rb"…"`.
pub(super) fn has_prefix(body: &str) -> bool {
    prefix(body) > 0
}

/// How long the letters are before a quote, one of which is a `b`.
pub(super) fn prefix(body: &str) -> usize {
    let letters = body.find(['"', '\'']).unwrap_or_default();
    let is_prefix = body.get(..letters).is_some_and(|it| {
        (1..=2).contains(&it.len()) && it.contains(['b', 'B']) && it.chars().all(|it| "bBrRcu".contains(it))
    });
    // A shell's `$'\n'`.
    if is_prefix || body.starts_with("$'") { letters } else { 0 }
}

/// Whether there is an escape in it.
pub(super) fn has_escapes(body: &str) -> bool {
    let is_known = |it: u8| it.is_ascii_digit() || b"abefnrtuvxUX\\'\"?\n".contains(&it);
    body.match_indices('\\').any(|(at, _)| body.as_bytes().get(at + 1).is_some_and(|&it| is_known(it)))
}

/// Whether every byte is written as `\012`, as Protocol Buffers' text format has what is not printable.
fn is_octal(body: &str) -> bool {
    let mut escapes = body.match_indices('\\').filter_map(|(at, _)| body.as_bytes().get(at + 1..));
    escapes.any(|it| it.len() > 2 && it.iter().take(3).all(|it| matches!(it, b'0'..=b'7')))
}

/// Whether each character may stand for a byte, `\u00ac` for ac: programs print bytes so as JSON, which has no other
/// escape for them. Elsewhere it is the character, which has two bytes.
fn may_be_characters(body: &str) -> bool {
    let mut wide = body.match_indices("\\u").map(|(at, _)| body.get(at + 2..at + 4));
    let in_byte = |it: char| u8::try_from(it).is_ok();
    body.contains("\\u00") && !body.contains("\\x") && wide.all(|it| it == Some("00")) && body.chars().all(in_byte)
}

/// Reads a string literal, or text with escapes that has no quotes around it.
pub(super) fn read(wrapped: &Wrapped<'_>) -> Payload {
    let text = read_with(wrapped, false);
    if !may_be_characters(wrapped.body()) {
        return text;
    }
    // Both readings are right somewhere. The one that makes records is, here.
    let bytes = read_with(wrapped, true);
    let is_clean = |it: &Payload| scan::is_clean(&it.bytes, Span::new(0, it.bytes.len()));
    if is_clean(&text) && !is_clean(&bytes) { text } else { bytes }
}

fn read_with(wrapped: &Wrapped<'_>, bytes_as_characters: bool) -> Payload {
    let body = wrapped.body();
    let mut payload = Payload::of(Format::Escaped);
    payload.dialect = dialect(wrapped);
    let mut reader = Reader { text: wrapped.upto(), at: wrapped.start(), quote: None, bytes_as_characters };
    let quoted = prefix(body) > 0 || body.starts_with(['"', '\'', '`']);
    loop {
        if quoted && reader.quote.is_none() && !reader.open(&mut payload) {
            break;
        }
        if !reader.step(&mut payload) {
            break;
        }
    }
    payload
}

fn dialect(wrapped: &Wrapped<'_>) -> Option<&'static str> {
    let body = wrapped.body();
    let head = wrapped.head;
    Some(match body.as_bytes().get(prefix(body)) {
        Some(_) if head.contains("let ") || head.contains(": &") || body.starts_with("br") => "Rust literal",
        // Rust has no such quotes for more than a byte.
        Some(b'\'') if prefix(body) > 0 && !body.starts_with('$') => "Python literal",
        Some(_) if prefix(body) > 0 && !body.starts_with('$') => "literal of bytes",
        Some(_) if is_octal(body) => "text with octal escapes",
        Some(_) if head.contains("char ") => "C literal",
        Some(_) if head.contains(":=") || head.contains("[]byte(") => "Go literal",
        _ => return None,
    })
}

/// The byte that the escape behind the backslash at `at` stands for, with its length.
pub(super) fn one(text: &str, at: usize) -> Option<(usize, u8)> {
    let reader = Reader { text, at, quote: None, bytes_as_characters: true };
    let (length, bytes, count) = reader.escape()?;
    (count == 1).then_some((length, bytes[0]))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The quote that ends the string, inside one.
    quote: Option<char>,
    bytes_as_characters: bool,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes into the next string; tells of what stands between two of them.
    fn open(&mut self, payload: &mut Payload) -> bool {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches(|it: char| it.is_whitespace() || "+\\()".contains(it)).len();
        self.at += blanks;
        self.at += prefix(self.rest());
        let Some(found) = self.rest().chars().next() else { return false };
        if matches!(found, '"' | '\'' | '`') {
            self.quote = Some(found);
            self.at += 1;
            return true;
        }
        let place = Place::payload(Span::new(self.at, self.at + found.len_utf8()));
        let message = format!("expected the end or another string behind the string, found `{found}`");
        let help = "paste the literal alone, or write `\\\"` for a quote inside it";
        payload.diagnostics.push(Diagnostic::error("payload-string-end", place, message).with_help(help));
        false
    }

    /// Reads a character or an escape; says whether there may be more.
    fn step(&mut self, payload: &mut Payload) -> bool {
        let start = self.at;
        let Some(found) = self.rest().chars().next() else {
            if let Some(quote) = self.quote {
                let place = Place::payload(Span::at(start));
                let message = format!("expected `{quote}` at the end of the string, found none");
                let diagnostic = Diagnostic::warning("payload-string-open", place, message);
                payload.diagnostics.push(diagnostic.with_help("the text may be cut off"));
            }
            return false;
        };
        self.at += found.len_utf8();
        if Some(found) == self.quote {
            self.quote = None;
            return true;
        }
        if found != '\\' || self.quote == Some('`') {
            let place = Span::new(start, self.at);
            match u8::try_from(found) {
                Ok(byte) if self.bytes_as_characters => payload.push(place, byte),
                _ => payload.push_all(place, place.of(self.text.as_bytes())),
            }
            return true;
        }
        match self.escape() {
            Some((length, bytes, count)) => {
                self.at += length;
                payload.push_all(Span::new(start, self.at), bytes.get(..count).unwrap_or_default());
                true
            }
            None => {
                let end = self.at + self.rest().chars().next().map_or(0, char::len_utf8);
                payload.diagnostics.push(no_escape(Span::new(start, end), self.text));
                false
            }
        }
    }

    /// What the escape is behind its backslash: its length, and the bytes it stands for.
    fn escape(&self) -> Option<(usize, [u8; 4], usize)> {
        let rest = self.rest().as_bytes();
        let one = |length: usize, byte: u8| Some((length, [byte, 0, 0, 0], 1));
        match *rest.first()? {
            b'a' => one(1, 0x07),
            b'b' => one(1, 0x08),
            b'e' => one(1, 0x1b),
            b'f' => one(1, 0x0c),
            b'n' => one(1, b'\n'),
            b'r' => one(1, b'\r'),
            b't' => one(1, b'\t'),
            b'v' => one(1, 0x0b),
            it @ (b'\\' | b'\'' | b'"' | b'?' | b'`' | b'/' | b'$') => one(1, it),
            // The line goes on in the next one.
            b'\n' => Some((1, [0; 4], 0)),
            b'\r' => Some((1 + usize::from(rest.get(1) == Some(&b'\n')), [0; 4], 0)),
            b'0'..=b'7' => {
                let digits = rest.iter().take(3).take_while(|it| matches!(it, b'0'..=b'7'));
                let (length, value) =
                    digits.fold((0, 0u32), |(length, value), it| (length + 1, value * 8 + u32::from(it - b'0')));
                u8::try_from(value).ok().and_then(|it| one(length, it))
            }
            b'x' | b'X' => match pair(rest.get(1..)?) {
                Some(byte) => one(3, byte),
                // C lets one digit do.
                None => one(2, char::from(*rest.get(1)?).to_digit(16)? as u8),
            },
            b'u' if rest.get(1) == Some(&b'{') => {
                let length = rest.iter().position(|&it| it == b'}')?;
                character(rest.get(2..length)?, length + 1)
            }
            b'u' => {
                let digits = rest.get(1..5)?;
                let byte = pair(digits).filter(|&it| it == 0 && self.bytes_as_characters).and(pair(digits.get(2..)?));
                byte.and_then(|it| one(5, it)).or_else(|| character(digits, 5))
            }
            b'U' => character(rest.get(1..9)?, 9),
            _ => None,
        }
    }
}

/// The character of that number in hex, as UTF-8.
fn character(digits: &[u8], length: usize) -> Option<(usize, [u8; 4], usize)> {
    let mut value = 0u32;
    for &digit in digits.iter().filter(|&&it| it != b'_') {
        value = value.checked_mul(16)?.checked_add(char::from(digit).to_digit(16)?)?;
    }
    let mut bytes = [0; 4];
    let count = char::from_u32(value).filter(|_| !digits.is_empty())?.encode_utf8(&mut bytes).len();
    Some((length, bytes, count))
}

fn no_escape(place: Span, text: &str) -> Diagnostic {
    let found = place.of_str(text);
    let message = format!("expected an escape such as `\\n`, `\\012` or `\\x0a`, found `{found}`");
    Diagnostic::error("payload-escape", Place::payload(place), message).with_help(
        "write `\\\\` for a backslash; `\\x` takes two hex digits, and `\\` up to three octal ones, 377 at most",
    )
}
