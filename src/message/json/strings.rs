//! Strings and their escapes.

use std::borrow::Cow;

use super::mistake::Mistake;
use super::reader::Reader;
use crate::text::Span;

impl<'a> Reader<'a> {
    /// The string at the position, which is at its opening quote.
    pub fn string(&mut self) -> Result<Cow<'a, str>, Mistake> {
        let open = self.at;
        self.at += 1;
        let mut owned: Option<String> = None;
        loop {
            let rest = self.rest();
            let plain = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\') || byte < 0x20).unwrap_or(rest.len());
            let piece = &rest[..plain];
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(match owned {
                        None => Cow::Borrowed(piece),
                        Some(text) => Cow::Owned(text + piece),
                    });
                }
                Some(b'\\') => {
                    let text = owned.get_or_insert_default();
                    text.push_str(piece);
                    let character = self.escape()?;
                    text.push(character);
                }
                Some(b'\n' | b'\r') | None => {
                    let diagnostic = Mistake::new(
                        Span::new(open, self.at),
                        "expected '\"' to close this string, found the end of the line",
                    );
                    return Err(diagnostic.help("close the string with '\"'; a line break in it is written \\n"));
                }
                Some(byte) => {
                    let span = Span::new(self.at, self.at + 1);
                    let diagnostic =
                        Mistake::new(span, format!("expected no control character in a string, found U+{byte:04X}"));
                    return Err(diagnostic.help(format!("write it as \\u{byte:04x}")));
                }
            }
        }
    }

    /// The escape at the position, which is at its backslash.
    fn escape(&mut self) -> Result<char, Mistake> {
        let start = self.at;
        let simple = match self.text.as_bytes().get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => {
                let behind = self.text.get(start + 1..).and_then(|rest| rest.chars().next());
                let span = Span::new(start, start + 1 + behind.filter(|c| !c.is_control()).map_or(0, char::len_utf8));
                let found = self.text.get(span.range()).unwrap_or("\\");
                let diagnostic = Mistake::new(span, format!("expected an escape, found '{found}'"));
                return Err(
                    diagnostic.help("escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits")
                );
            }
        };
        self.at = start + 2;
        Ok(simple)
    }

    fn unicode_escape(&mut self, start: usize) -> Result<char, Mistake> {
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            // `from_str_radix` would take a sign.
            digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
        };
        let Some(first) = unit(start) else {
            let diagnostic = Mistake::new(Span::new(start, start + 2), "expected four hex digits behind \\u");
            return Err(diagnostic.help("write for example \\u00e4"));
        };
        let (code, length) = match (first, unit(start + 6)) {
            (0xd800..=0xdbff, Some(second @ 0xdc00..=0xdfff)) => {
                (0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), 12)
            }
            _ => (first, 6),
        };
        self.at = start + length;
        char::from_u32(code).ok_or_else(|| {
            let message = format!("expected a character, found half of a surrogate pair: \\u{first:04x}");
            Mistake::new(Span::new(start, start + 6), message)
                .help("characters above U+FFFF are two escapes, such as \\ud83d\\ude00, or the character itself")
        })
    }
}
