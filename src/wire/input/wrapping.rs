//! What stands around a notation where programs and logs print it: a name and `=` or `:`, a function's call, a
//! declaration, the lines around PEM. None of it is bytes.
//!
//! Only what surely is no notation is taken off. Knows places, and not what is in between.

use crate::text::{Span, floor_boundary};

/// The longest name or declaration that is looked for before a value.
const MAX_HEAD: usize = 200;

/// A text without what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wrapped<'a> {
    /// All of it.
    pub text: &'a str,
    /// What stands before: `static const unsigned char pkt[] = `.
    pub head: &'a str,
    /// Where the notation is, its quotes and brackets included.
    pub body: Span,
}

impl<'a> Wrapped<'a> {
    /// The notation itself.
    pub fn body(&self) -> &'a str {
        self.body.of_str(self.text)
    }

    /// The text up to the end of the notation.
    pub fn upto(&self) -> &'a str {
        self.text.get(..self.body.end as usize).unwrap_or(self.text)
    }

    /// Where the notation begins.
    pub fn start(&self) -> usize {
        self.body.start as usize
    }
}

/// Finds what is around the notation in `text`.
pub(super) fn unwrap(text: &str) -> Wrapped<'_> {
    let end = text.trim_end().len();
    let is_blank = |it: char| it.is_whitespace() || it == '\u{feff}';
    let start = text.len() - text.trim_start_matches(is_blank).len();
    let mut body = Span::new(start, end);
    if let Some(inside) = pem(text, body) {
        return Wrapped { text, head: "", body: inside };
    }
    let before = start;
    body.start += comments(body.of_str(text)) as u32;
    if let Some(value) = value_of_name(body.of_str(text)) {
        body.start += value as u32;
    }
    let call = call(body.of_str(text));
    body.start += call as u32;
    body.start += parenthesis(body.of_str(text)) as u32;
    if let Some(end) = end_of_value(body.of_str(text), call > 0) {
        body.end = body.start + end as u32;
    }
    let head = text.get(before..body.start as usize).unwrap_or_default();
    Wrapped { text, head, body }
}

/// How long the comments are that a declaration begins with.
fn comments(body: &str) -> usize {
    let mut rest = body;
    loop {
        let behind = if rest.starts_with("/*") {
            rest.split_once("*/").map(|(_, behind)| behind)
        } else if rest.starts_with("//") {
            rest.split_once('\n').map(|(_, behind)| behind)
        } else {
            None
        };
        match behind.map(str::trim_start).filter(|it| !it.is_empty()) {
            Some(behind) => rest = behind,
            None => return body.len() - rest.len(),
        }
    }
}

/// RFC 7468: what is between the two lines, whatever they say it is.
fn pem(text: &str, body: Span) -> Option<Span> {
    let rest = body.of_str(text).strip_prefix("-----BEGIN ")?;
    let (_, inside) = rest.split_once('\n')?;
    let length = inside.find("-----END ")?;
    let start = body.end as usize - inside.len();
    Some(Span::new(start, start + length))
}

/// Where the value of `name: value` or `name = value` begins, declarations of any language included.
fn value_of_name(body: &str) -> Option<usize> {
    let line = body.lines().next()?;
    let head = line.get(..floor_boundary(line, MAX_HEAD))?;
    let at = head.find(['=', ':', '"', '\'', '{', '\\', '%'])?;
    let (name, rest) = body.split_at_checked(at)?;
    if at == 0 {
        return value_of_key(rest.strip_prefix('"')?);
    }
    let declared = is_declared(name);
    // `let x: [u8; 3] = …`: behind the colon there is a type.
    let typed = || head.find('=').filter(|_| declared).and_then(|it| body.get(it..)?.strip_prefix('='));
    let (value, is_sure) = match (rest.strip_prefix(":="), rest.strip_prefix(':'), rest.strip_prefix('=')) {
        (Some(value), ..) => (value, true),
        // What begins with `data:` and has no blank behind it may be a data URL.
        (_, Some(value), _) => (typed().unwrap_or(value), value.starts_with(' ') || !name.eq_ignore_ascii_case("data")),
        (.., Some(value)) => {
            let apart = name.ends_with(' ') || value.starts_with([' ', '"', '\'', '[', '{', '\\', '%']);
            // `=` may be padding, behind capitals and digits at least.
            let is_plain = name.bytes().all(|it| it.is_ascii_lowercase() || matches!(it, b'_' | b'-' | b'.'));
            (value, !value.starts_with('=') && (apart || is_plain))
        }
        _ => return None,
    };
    let start = body.len() - value.len() + blanks(value)?;
    (is_sure && (declared || is_name(name.trim_end()))).then_some(start)
}

/// Where the value of JSON's `"name": value` begins, of which this is what follows the first quote.
fn value_of_key(rest: &str) -> Option<usize> {
    let (name, behind) = rest.split_once('"')?;
    let value = behind.trim_start().strip_prefix(':')?;
    let start = 1 + rest.len() - value.len() + blanks(value)?;
    is_name(name).then_some(start)
}

/// How many blanks a text begins with; nothing where there is nothing else.
fn blanks(text: &str) -> Option<usize> {
    let rest = text.trim_start();
    (!rest.is_empty()).then(|| text.len() - rest.len())
}

/// Whether this is one word, and none that could be hex.
fn is_name(text: &str) -> bool {
    let is_part = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b'$');
    !text.is_empty()
        && text.bytes().all(is_part)
        && text.bytes().any(|it| it.is_ascii_alphabetic() && !it.is_ascii_hexdigit())
}

/// Whether this is what stands before `=` in a declaration: several words, with types and brackets.
fn is_declared(text: &str) -> bool {
    const WORDS: [&str; 11] =
        ["const", "static", "let", "var", "val", "char", "byte", "uint8_t", "u8", "auto", "unsigned"];
    let mut words = text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').filter(|it| !it.is_empty());
    words.any(|it| WORDS.contains(&it))
}

/// How long the call is that a body begins with: `bytes.fromhex(`, `new Uint8Array(`, `vec!(`.
fn call(body: &str) -> usize {
    let rest = body.strip_prefix("new ").unwrap_or(body);
    let Some(open) = rest.find('(').filter(|&it| it > 0) else { return 0 };
    let name = rest.get(..open).unwrap_or_default();
    let is_part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | ':' | '!' | '<' | '>' | '[' | ']');
    // `(byte)` before a number is no call, and `b(` nothing that is called.
    let is_call = name.chars().all(is_part)
        && name.len() > 2
        && (name.starts_with(|it: char| it.is_ascii_alphabetic()) || name.starts_with("[]"));
    if !is_call {
        return 0;
    }
    let inside = rest.get(open + 1..).unwrap_or_default();
    // `Uint8Array(7) [10, …]` tells the length only.
    let length = inside.split_once(')').filter(|(it, _)| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
    match length.map(|(_, list)| list.trim_start()).filter(|it| it.starts_with('[')) {
        Some(list) => body.len() - list.len(),
        None => body.len() - inside.len(),
    }
}

/// How long the parenthesis is that Python puts around strings on several lines.
fn parenthesis(body: &str) -> usize {
    let inside = body.strip_prefix('(').map(str::trim_start);
    let is_string = |it: &&str| it.strip_prefix(['b', 'B']).unwrap_or(it).starts_with(['"', '\'']);
    inside.filter(is_string).map_or(0, |inside| body.len() - inside.len())
}

/// Where a value in quotes ends, if nothing follows but what belongs to the text around it.
fn end_of_value(body: &str, called: bool) -> Option<usize> {
    let end = quoted(body).filter(|&it| it > 0)?;
    let behind = body.get(end..)?.trim_start();
    let closes = behind.bytes().all(|it| matches!(it, b';' | b',' | b')' | b']' | b'}') || it.is_ascii_whitespace());
    // `, "hex")`, `.getBytes()`, `::bytea`.
    let goes_on = (called && behind.starts_with([',', ')'])) || behind.starts_with(['.', ':']);
    (closes || goes_on).then_some(end)
}

/// The end of the strings a body begins with, one behind the other.
fn quoted(body: &str) -> Option<usize> {
    let mut end = 0;
    loop {
        let rest = body.get(end..)?;
        let skipped = rest.trim_start_matches(|it: char| it.is_ascii_whitespace() || it == '+');
        let behind = skipped.strip_prefix(['b', 'B']).unwrap_or(skipped);
        let Some(quote) = behind.bytes().next().filter(|it| matches!(it, b'"' | b'\'' | b'`')) else {
            return Some(end);
        };
        let start = body.len() - behind.len() + 1;
        let mut escaped = false;
        let is_end = |&it: &u8| {
            let is_end = it == quote && !escaped;
            escaped = it == b'\\' && !escaped;
            is_end
        };
        let Some(length) = body.as_bytes().get(start..)?.iter().position(is_end) else { return Some(end) };
        end = start + length + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> &str {
        unwrap(text).body()
    }

    #[test]
    fn what_stands_around_is_taken_off() {
        for text in [
            "payload=0a05",
            "Grpc-Message-Bin: 0a05",
            "\"body\": \"0a05\",",
            "bytes.fromhex('0a05')",
            "Buffer.from(\"0a05\", \"hex\")",
            "  data := \"0a05\"\n",
            "let x: &[u8] = b\"0a05\";",
            "const char *p = \"0a05\";",
            "payload = (\n    b\"0a05\"\n)\n",
            "-----BEGIN THING-----\n0a05\n-----END THING-----\n",
        ] {
            let inside = body(text).trim().trim_start_matches('b').trim_matches(['"', '\'']);
            assert_eq!(inside, "0a05", "{text}");
        }
    }

    #[test]
    fn what_may_be_bytes_stays() {
        for text in
            ["0a: 05", "CAE=CAE=", "CgVBbGljZQ==", "\"0a\" \"05\" zz", "fade=0", "1: 5", "(byte) 5, 6", "data:,%0a"]
        {
            assert_eq!(body(text), text);
        }
    }
}
