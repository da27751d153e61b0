//! Arrays of numbers, one a byte: as programs print them, and as sources of C, C#, Erlang, Go, Java, JavaScript, Kotlin,
//! Python and Rust have them. Signed or not; decimal, hex, octal or binary; characters in quotes; casts, suffixes and
//! comments left out.

use super::wrapping::Wrapped;
use super::{Format, Payload, escaped, hex};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::Span;

/// What a byte can be called, signed or not.
const LEAST: i64 = i8::MIN as i64;
const MOST: i64 = u8::MAX as i64;

/// What names the numbers of a buffer that Node.js prints as JSON.
const NODE_DATA: &str = "\"data\":";

/// Whether a list of numbers begins here. `[0a 05]` and `[0x0a, 0x05]` are hex.
pub(super) fn looks_like_some(wrapped: &Wrapped<'_>, signs: &hex::Signs) -> bool {
    let (list, named) = list(wrapped);
    let mut reader = Reader::new(wrapped.upto(), list.end as usize);
    let bare = list.is_empty() || (!named && list.of_str(wrapped.text) == "[");
    if bare && signs.is_prefixed() && signs.is_hex(wrapped.body()) {
        return false;
    }
    let (mut count, mut telling, mut comma) = (0usize, false, false);
    while let Some(number) = reader.next() {
        let text = number.place.of_str(wrapped.text);
        let digits = text.trim_start_matches('-');
        // What begins with 0 is hex, unless it says otherwise.
        let is_decimal =
            digits.bytes().all(|it| it.is_ascii_digit()) && (digits.len() == 1 || !digits.starts_with('0'));
        let in_range = number.value.is_ok_and(|it| (LEAST..=MOST).contains(&it));
        let is_like = is_decimal || text.starts_with("0x") || text.starts_with('\'') || text.starts_with("...");
        if bare && !is_like {
            return false;
        }
        if !in_range {
            // A mistake in what is a list so far.
            return count > 0 && (named || (!list.is_empty() && telling && comma));
        }
        count += 1;
        telling |= text.len() != 2;
        comma |= reader.rest().starts_with(',');
    }
    match (list.is_empty(), named) {
        (_, true) => count > 0,
        (true, _) => count > 1 && telling && reader.rest().is_empty(),
        (false, _) => count > 0 && (telling || comma) && reader.at_closer(),
    }
}

/// The opening bracket of the list with what stands before it, and whether that is more than the bracket.
fn list(wrapped: &Wrapped<'_>) -> (Span, bool) {
    let (body, start) = (wrapped.body(), wrapped.start());
    let at = |end: usize| Span::new(start, start + end);
    if body.starts_with('{')
        && let Some(data) = body.find(NODE_DATA)
        && let Some(bracket) = body.get(data..).and_then(|it| it.find('['))
    {
        return (at(data + bracket + 1), true);
    }
    if body.starts_with("<<") {
        return (at(2), true);
    }
    // `[]byte{`, `new byte[] {`, `vec![`, `&[`: no digit but the length of the array.
    let is_type = |it: char| it.is_ascii_alphanumeric() || " _&!.[]".contains(it);
    let open = body.find(['{', '(']).filter(|&it| body.get(..it).is_some_and(|it| it.chars().all(is_type)));
    let is_named = |it: usize| body.get(..it).is_some_and(|it| it.contains(|it: char| it.is_ascii_alphabetic()));
    if let Some(open) = open.filter(|&it| is_named(it) && body.as_bytes().get(it) == Some(&b'{')) {
        return (at(open + 1), true);
    }
    let prefix = ["&[", "vec![", "Uint8Array [", "Buffer ["].iter().find(|it| body.starts_with(**it));
    if let Some(prefix) = prefix {
        return (at(prefix.len()), true);
    }
    let named = !wrapped.head.is_empty();
    match body.bytes().next() {
        Some(b'{') => (at(1), true),
        Some(b'[') => (at(1), named),
        // A cast is no list.
        Some(b'(') if body.get(1..).is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit())) => (at(1), named),
        _ => (Span::at(start), named && wrapped.head.ends_with('(')),
    }
}

/// Reads the list that begins where the notation does.
pub(super) fn read(wrapped: &Wrapped<'_>) -> Payload {
    let (list, _) = list(wrapped);
    let mut payload = Payload::of(Format::Numbers);
    payload.dialect = dialect(wrapped, list);
    let mut reader = Reader::new(wrapped.upto(), list.end as usize);
    while let Some(Number { place, value }) = reader.next() {
        match value {
            Ok(value @ LEAST..=MOST) => payload.push(place, value as u8),
            Ok(_) => {
                let message = format!("expected a number from {LEAST} to {MOST}, found {}", place.of_str(wrapped.text));
                let help = "each number is one byte; larger ones are no array of bytes";
                payload
                    .diagnostics
                    .push(Diagnostic::error("payload-number-range", Place::payload(place), message).with_help(help));
                return payload;
            }
            Err(()) => {
                payload.diagnostics.push(no_number(place, wrapped.text));
                return payload;
            }
        }
    }
    // Behind the list there may be the rest of a declaration, and that of its length.
    let rest = reader.rest();
    if let Some(at) = rest.find(['[', '{', '"']) {
        let place = Span::new(reader.at + at, reader.at + at + 1);
        let message = format!("expected the end behind the list, found `{}`", place.of_str(wrapped.text));
        let help = "only the first list was read; paste one at a time";
        payload
            .diagnostics
            .push(Diagnostic::warning("payload-list-end", Place::payload(place), message).with_help(help));
    }
    payload
}

/// Whose notation a list is, by what stands before it.
fn dialect(wrapped: &Wrapped<'_>, list: Span) -> Option<&'static str> {
    const SIGNS: [(&str, &str); 19] = [
        ("[]byte{", "Go literal"),
        ("]byte{", "Go literal"),
        ("[]uint8{", "Go literal"),
        ("]uint8{", "Go literal"),
        (":=", "Go literal"),
        ("vec![", "Rust literal"),
        ("u8", "Rust literal"),
        ("&[", "Rust literal"),
        ("byteArrayOf", "Kotlin array"),
        ("(byte)", "Java array"),
        ("byte[]", "Java or C# array"),
        ("t8Array", "JavaScript array"),
        (NODE_DATA, "JSON of a Node.js buffer"),
        ("\"0\":", "JSON object of bytes"),
        ("Buffer", "JavaScript array"),
        ("bytes(", "Python literal"),
        ("bytearray(", "Python literal"),
        ("<<", "Erlang binary"),
        ("{", "C array"),
    ];
    let body = wrapped.body();
    let before = list.of_str(wrapped.text);
    let first = body.get(before.len()..)?;
    // As much of the list as has a cast, a suffix or a key.
    let first = first.get(..crate::text::floor_boundary(first, 16)).unwrap_or_default();
    let in_c = wrapped.head.contains("uint8_t") || wrapped.head.contains("char");
    let has = |sign: &str| [wrapped.head, before, first].iter().any(|it| it.contains(sign));
    let found = SIGNS.iter().find(|(sign, _)| has(sign)).map(|&(_, name)| name);
    if in_c { Some("C array") } else { found }
}

/// A number, or what is in place of one.
struct Number {
    place: Span,
    value: Result<i64, ()>,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, at: usize) -> Reader<'a> {
        Reader { text, at }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn at_closer(&self) -> bool {
        self.rest().starts_with([']', '}', ')']) || self.rest().starts_with(">>")
    }

    /// The next number; nothing at the end of the list, or of the text.
    fn next(&mut self) -> Option<Number> {
        self.skip();
        if self.rest().is_empty() || self.at_closer() {
            return None;
        }
        let start = self.at;
        let value = self.number().or_else(|| self.character());
        if value.is_none() {
            self.at = start;
            let is_end = |it: char| it.is_whitespace() || it == ',';
            self.at = start + self.rest().find(is_end).unwrap_or(self.rest().len());
        }
        let end = self.at;
        self.skip_suffix();
        // `5g` is no number.
        let is_whole = self.rest().chars().next().is_none_or(|it| !it.is_alphanumeric() && it != '.');
        let value = if is_whole { value } else { None };
        Some(Number { place: Span::new(start, end.max(start)), value: value.ok_or(()) })
    }

    /// Skips separators, comments, casts and the keys of an object.
    fn skip(&mut self) {
        const CASTS: [&str; 7] = ["(byte)", "(sbyte)", "(char)", "(uint8_t)", "(unsigned char)", "byte(", "u8("];
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|it: char| it.is_ascii_whitespace() || it == ',' || it == ';');
            let length = if trimmed.len() < rest.len() {
                rest.len() - trimmed.len()
            } else if rest.starts_with("//") || rest.starts_with('#') {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |it| it + 2)
            } else if let Some(cast) = CASTS.iter().find(|it| rest.starts_with(**it)) {
                cast.len()
            } else {
                key(rest)
            };
            if length == 0 {
                return;
            }
            self.at += length;
        }
    }

    fn skip_suffix(&mut self) {
        const SUFFIXES: [&str; 8] = ["u8", "i8", "uy", "ub", "y", "u", "U", "L"];
        let suffix = SUFFIXES.iter().find(|it| self.rest().starts_with(**it));
        self.at += suffix.map_or(0, |it| it.len());
    }

    fn number(&mut self) -> Option<i64> {
        let rest = self.rest();
        let unsigned = rest.strip_prefix('-').unwrap_or(rest);
        let (radix, prefix) = match unsigned.get(..2).unwrap_or_default() {
            "0x" | "0X" => (16, 2),
            "0b" | "0B" => (2, 2),
            "0o" | "0O" => (8, 2),
            _ => (10, 0),
        };
        let digits = unsigned.get(prefix..)?;
        let length = digits.bytes().take_while(|&it| char::from(it).is_digit(radix) || it == b'_').count();
        let mut value = None;
        for digit in digits.get(..length)?.chars().filter_map(|it| it.to_digit(radix)) {
            // More than a byte is all that matters of a large number.
            value = Some((value.unwrap_or(0) * i64::from(radix) + i64::from(digit)).min(i64::from(u32::MAX)));
        }
        self.at += rest.len() - unsigned.len() + prefix + length;
        value.map(|it| if unsigned.len() < rest.len() { -it } else { it })
    }

    /// A character in quotes, escaped or not.
    fn character(&mut self) -> Option<i64> {
        let rest = self.rest();
        let inside = rest.strip_prefix("b'").or_else(|| rest.strip_prefix('\''))?;
        let start = self.at + rest.len() - inside.len();
        let (length, byte) = match inside.bytes().next()? {
            b'\\' => escaped::one(self.text, start + 1).map(|(length, byte)| (length + 1, byte))?,
            byte => byte.is_ascii().then_some((1, byte))?,
        };
        inside.get(length..)?.starts_with('\'').then(|| {
            self.at = start + length + 1;
            byte.into()
        })
    }
}

/// How long the key of a JSON object is at the start of `rest`, with its colon.
fn key(rest: &str) -> usize {
    let length = || {
        let digits = rest.strip_prefix('"')?.bytes().take_while(u8::is_ascii_digit).count();
        let behind = rest.get(1 + digits..)?.strip_prefix('"')?.trim_start().strip_prefix(':')?;
        (digits > 0).then_some(rest.len() - behind.len())
    };
    length().unwrap_or(0)
}

fn no_number(place: Span, text: &str) -> Diagnostic {
    let found = place.of_str(text);
    if found.starts_with("...") || found.starts_with('…') {
        return Diagnostic::error(
            "payload-cut",
            Place::payload(place),
            "expected all numbers, found `...` in place of the rest",
        )
        .with_help("the program that printed this left bytes out; have it print all, as base64 for example");
    }
    let shown = found.get(..crate::text::floor_boundary(found, 20)).unwrap_or_default();
    Diagnostic::error(
        "payload-number",
        Place::payload(place),
        format!("expected a number of one byte, found `{shown}`"),
    )
    .with_help("numbers are decimal, or hex behind `0x`; a comma or a space stands between two")
}
