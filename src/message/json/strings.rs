//! Strings: where they end, what is wrong in them, and what they say.

use std::borrow::Cow;

use super::mistake::Mistake;
use super::quoted;
use super::reader::Reader;
use super::tree::Spelling;
use crate::text::Span;

/// Quotes that people, other languages and word processors write in place of `"`, and what closes them.
const FOREIGN: [(char, &[char]); 6] = [
    ('\'', &['\'']),
    ('`', &['`']),
    ('‘', &['’', '‘', '\'']),
    ('’', &['’']),
    ('“', &['”', '“', '"']),
    ('”', &['”', '"']),
];

/// What closes a string that begins with a character, where that is a quote of another language.
pub(super) fn foreign(open: char) -> Option<&'static [char]> {
    FOREIGN.iter().find(|(quote, _)| *quote == open).map(|(_, closing)| *closing)
}

/// What is written as `raw`. What is no escape stays as it is; half of a surrogate pair becomes U+FFFD.
pub(super) fn read(raw: &str, spelling: Spelling) -> Cow<'_, str> {
    match spelling {
        Spelling::Plain => Cow::Borrowed(raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()),
        Spelling::Escaped => unescaped(raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()),
        Spelling::Odd => unescaped(inside(raw)),
    }
}

/// What is between odd quotes, if there are any.
fn inside(raw: &str) -> &str {
    let Some(open) = raw.chars().next() else { return raw };
    let closing: &[char] = match foreign(open) {
        Some(closing) => closing,
        None if open == '"' => &['"'],
        None => return raw,
    };
    let inner = &raw[open.len_utf8()..];
    let is_escaped = |text: &str| text.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1;
    inner.strip_suffix(closing).filter(|inner| !is_escaped(inner)).unwrap_or(inner)
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(plain) = rest.find('\\') {
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
        let length = match escape(rest) {
            Ok((character, length)) => {
                out.push(character);
                length
            }
            Err(Wrong::Half) => {
                out.push(char::REPLACEMENT_CHARACTER);
                UNIT
            }
            Err(_) => {
                out.push('\\');
                1
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// How long `\uXXXX` is.
const UNIT: usize = 6;

/// Why an escape is none.
enum Wrong {
    /// No letter that is escaped.
    Letter,
    /// `\u` without four hex digits.
    Digits,
    /// Half of a surrogate pair.
    Half,
}

/// The escape at the start of a text, and how many bytes it takes.
fn escape(text: &str) -> Result<(char, usize), Wrong> {
    let character = match text.as_bytes().get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let first = unit(text).ok_or(Wrong::Digits)?;
            let second = text.get(UNIT..).and_then(unit);
            let (code, length) = match (first, second) {
                (0xd800..=0xdbff, Some(second @ 0xdc00..=0xdfff)) => {
                    (0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), 2 * UNIT)
                }
                _ => (first, UNIT),
            };
            return char::from_u32(code).map(|character| (character, length)).ok_or(Wrong::Half);
        }
        _ => return Err(Wrong::Letter),
    };
    Ok((character, 2))
}

/// The UTF-16 unit of a `\uXXXX` at the start of a text.
fn unit(text: &str) -> Option<u32> {
    let digits = text.get(..UNIT)?.strip_prefix("\\u")?;
    // `from_str_radix` would take a sign.
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Whether one of eight bytes is a quote, a backslash or a control character. Each byte that is one leaves its highest bit;
/// Mycroft's test for a zero byte, and for one less than a number.
fn has_end(eight: u64) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes;
    let quote = zero(eight ^ (ONES * b'"' as u64));
    let backslash = zero(eight ^ (ONES * b'\\' as u64));
    let control = eight.wrapping_sub(ONES * 0x20) & !eight;
    (quote | backslash | control) & HIGH != 0
}

/// How many bytes of a text come before the first quote, backslash or control character.
#[inline]
pub(super) fn plain(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        if has_end(u64::from_ne_bytes(*eight)) {
            break;
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' || byte == b'\\' || byte < 0x20 {
            break;
        }
        at += 1;
    }
    at
}

impl Reader<'_> {
    /// Passes over the string at the position, which is at its opening quote.
    pub fn string(&mut self) -> Spelling {
        let open = self.at;
        self.at += 1;
        let mut spelling = Spelling::Plain;
        // Up to here the string goes on.
        let mut goes_to = 0;
        loop {
            self.at += plain(self.text.as_bytes().get(self.at..).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return spelling;
                }
                Some(b'\\') => {
                    spelling = Spelling::Escaped;
                    self.escape();
                }
                Some(b'\n' | b'\r') | None => {
                    if self.at >= goes_to {
                        let Some(end) = self.continues() else {
                            self.unclosed_string(open);
                            return Spelling::Odd;
                        };
                        goes_to = end;
                    }
                    let message = "expected no line break in a string, found one";
                    let length = if self.rest().starts_with("\r\n") { 2 } else { 1 };
                    let span = Span::new(self.at, self.at + length);
                    let mistake = Mistake::new(span, message).help("a line break in a string is written \\n");
                    self.report(mistake.fix("write it as `\\n`", span, "\\n"));
                    self.at += length;
                }
                Some(byte) => {
                    let span = Span::new(self.at, self.at + 1);
                    let message = format!("expected no control character in a string, found U+{byte:04X}");
                    let escaped = quoted(char::from(byte).encode_utf8(&mut [0; 4]));
                    let escaped = escaped.trim_matches('"');
                    let mistake = Mistake::new(span, message).help(format!("write it as {escaped}"));
                    self.report(mistake.fix(format!("write it as `{escaped}`"), span, escaped));
                    self.at += 1;
                }
            }
        }
    }

    /// Passes over the escape at the position.
    fn escape(&mut self) {
        let start = self.at;
        let wrong = match escape(self.rest()) {
            Ok((_, length)) => {
                self.at += length;
                return;
            }
            Err(wrong) => wrong,
        };
        match wrong {
            // The end of the text is what is wrong.
            Wrong::Letter if start + 1 == self.text.len() => self.at += 1,
            Wrong::Letter => {
                let behind = self.text.get(start + 1..).and_then(|rest| rest.chars().next());
                let behind = behind.filter(|character| !character.is_control());
                let span = Span::new(start, start + 1 + behind.map_or(0, char::len_utf8));
                let mistake = Mistake::new(span, format!("expected an escape, found '{}'", span.of_str(self.text)))
                    .help("escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits");
                self.report(match behind {
                    // What JavaScript and Python write.
                    Some('\'') => mistake.fix("remove the `\\`", Span::new(start, start + 1), ""),
                    _ => mistake.fix("write `\\\\` for a backslash", Span::new(start, start + 1), "\\\\"),
                });
                self.at = span.end as usize;
            }
            Wrong::Digits => {
                let span = Span::new(start, start + 2);
                let mistake = Mistake::new(span, "expected four hex digits behind \\u");
                self.report(mistake.help("write for example \\u00e4"));
                self.at += 2;
            }
            Wrong::Half => {
                let span = Span::new(start, start + UNIT);
                let found = span.of_str(self.text);
                let message = format!("expected a character, found half of a surrogate pair: {found}");
                let mistake = Mistake::new(span, message);
                self.report(
                    mistake.help(
                        "characters above U+FFFF are two escapes, such as \\ud83d\\ude00, or the character itself",
                    ),
                );
                self.at += UNIT;
            }
        }
    }

    /// Where a string that meets the end of its line ends in one of the next: there is a quote that closes it, and nothing
    /// before that looks like JSON.
    fn continues(&self) -> Option<usize> {
        let rest = self.rest();
        let end = rest.find(['"', '{', '}', '[', ']', ':', ',', '\\'])?;
        let behind = rest[end..].strip_prefix('"')?.trim_start_matches([' ', '\t']);
        let closes = behind.is_empty() || behind.starts_with([',', '}', ']', ':', '\r', '\n']);
        closes.then_some(self.at + end)
    }

    /// Ends a string that its line does not close. Where the line ends like a member or an element, only the quote is missing.
    fn unclosed_string(&mut self, open: usize) {
        let line = self.text.get(open..self.at).unwrap_or_default();
        let length = line.trim_end_matches([' ', '\t', ',', '}', ']']).len().max(1);
        let is_cut = line[length..].contains([',', '}', ']']);
        let end = if is_cut { open + length } else { self.at };
        self.at = end;
        self.is_cut_short |= end == self.text.len();
        let message = "expected '\"' to close this string, found the end of the line";
        let mistake = Mistake::new(Span::new(open, end), message)
            .help("close the string with '\"'; a line break in it is written \\n");
        self.report(mistake.fix("insert `\"`", Span::at(end), "\""));
    }

    /// Passes over a string in quotes that JSON does not know, at its opening quote.
    pub fn foreign_string(&mut self, closing: &[char], what: &str) -> Spelling {
        let start = self.at;
        let rest = self.rest();
        let open = rest.chars().next().map_or(1, char::len_utf8);
        let mut is_escaped = false;
        let end = rest.char_indices().skip(1).find(|&(_, character)| {
            let ends = character == '\n' || (!is_escaped && closing.contains(&character));
            is_escaped = character == '\\' && !is_escaped;
            ends
        });
        let found = self.found();
        let first = Span::new(start, start + open);
        let Some((end, quote)) = end.filter(|&(_, character)| character != '\n') else {
            let line = rest.get(..end.map_or(rest.len(), |(end, _)| end)).unwrap_or_default();
            self.at += line.len();
            // The line may end like a member, as in `unclosed_string`.
            let inner = line.trim_end_matches([' ', '\t', ',', '}', ']']).len().max(open);
            self.at = if line[inner..].contains([',', '}', ']']) { start + inner } else { self.at };
            let message = format!("expected {what} in double quotes, found {found}");
            self.report(Mistake::new(first, message).help("strings are written in double quotes: \"…\""));
            return Spelling::Odd;
        };
        self.at += end + quote.len_utf8();
        let span = Span::new(start, self.at);
        let text = read(span.of_str(self.text), Spelling::Odd);
        let message = format!("expected {what} in double quotes, found {found}");
        let mistake = Mistake::new(span, message).help("strings are written in double quotes: \"…\"");
        // `\'` is the quote.
        let text = text.replace("\\'", "'");
        self.report(mistake.fix("use double quotes", span, quoted(&text)));
        Spelling::Odd
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_is_what_a_look_at_each_byte_says(bytes in prop::collection::vec(prop_oneof![
            20 => any::<u8>(), 30 => 0x20..0x80_u8, 1 => Just(b'"'), 1 => Just(b'\\'), 1 => 0..0x20_u8,
        ], 0..40)) {
            let end = bytes.iter().position(|&byte| matches!(byte, b'"' | b'\\') || byte < 0x20).unwrap_or(bytes.len());
            prop_assert_eq!(plain(&bytes), end);
        }
    }

    #[test]
    fn odd_strings_are_read() {
        for (raw, text) in [
            ("'a'", "a"),
            ("'a", "a"),
            ("\"a\\\"", "a\""),
            ("\"a\\\\\"", "a\\"),
            ("“ä”", "ä"),
            ("key", "key"),
            ("", ""),
            ("\"", ""),
            ("\"\\x\\ud800\"", "\\x\u{fffd}"),
        ] {
            assert_eq!(read(raw, Spelling::Odd), text, "{raw}");
        }
    }
}
