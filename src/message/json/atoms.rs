//! Values that are one word: literals, numbers, and what people write in their place.

use super::mistake::Mistake;
use super::reader::Reader;
use super::tree::{Kind, Spelling};
use super::{cut, is_number, number_length, quoted, strings};
use crate::text::Span;

const NUMBERS: &str = "numbers are decimal, such as 12, -0.5 or 1e6";

impl Reader<'_> {
    /// A value that is no array and no object; the position is at none of `,`, `]`, `}` and not at the end.
    pub fn atom(&mut self, around: u32) {
        let start = self.at;
        match self.peek() {
            Some(b'"') => {
                let spelling = self.string();
                self.add(Kind::String, start, around, spelling);
            }
            Some(b'0'..=b'9' | b'-') => self.number(around),
            Some(b'+' | b'.') => self.no_number(around, 0, "a digit"),
            _ => self.word(around),
        }
    }

    fn word(&mut self, around: u32) {
        let start = self.at;
        let here = self.here();
        let word = here.of_str(self.text);
        let kind = match word {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            _ => {
                if let Some(closing) = word.chars().next().and_then(strings::foreign) {
                    let spelling = self.foreign_string(closing, "a value");
                    return self.add(Kind::String, start, around, spelling);
                }
                let is_word = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                self.report(no_value(self.expected("a value"), here, word, is_word));
                if is_word {
                    self.at = here.end as usize
                } else {
                    self.skip_junk()
                }
                return self.add(Kind::Broken, start, around, Spelling::Plain);
            }
        };
        self.at = here.end as usize;
        self.add(kind, start, around, Spelling::Plain);
    }

    fn number(&mut self, around: u32) {
        let start = self.at;
        let bytes = self.text.as_bytes().get(start..).unwrap_or_default();
        match number_length(bytes) {
            Ok(length) if !bytes.get(length).is_some_and(|&byte| is_of_number(byte)) => {
                self.at += length;
                self.add(Kind::Number, start, around, Spelling::Plain);
            }
            Ok(length) => self.no_number(around, length, "',' or the end of the value behind the number"),
            Err((length, what)) => self.no_number(around, length, what),
        }
    }

    /// What looks like a number up to `fits` bytes, and is none.
    fn no_number(&mut self, around: u32, fits: usize, what: &str) {
        let start = self.at;
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let is_inside = |at: usize| match bytes.get(at) {
            // A time of day, as in a timestamp without quotes.
            Some(b':') => at > 0 && bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit),
            Some(&byte) => is_of_number(byte) || byte == b'+' || byte == b'-',
            None => false,
        };
        let length = (0..).take_while(|&at| is_inside(at)).count();
        let token = &rest[..length];
        self.at = start + fits;
        let message = format!("expected {what}, found {}", self.found());
        let mistake = Mistake::new(self.here(), message);
        let span = Span::new(start, start + length);
        self.report(match meant(token) {
            Some(number) => mistake.help(NUMBERS).fix(format!("replace by `{}`", cut(&number)), span, number),
            // Nothing but a sign or a point says too little.
            None if !token.bytes().any(|byte| byte.is_ascii_alphanumeric()) => mistake.help(NUMBERS),
            None => {
                let text = quoted(token);
                let help = format!("{NUMBERS}; a text is written in quotes: {}", cut(&text));
                mistake.help(help).fix("put it in quotes", span, text)
            }
        });
        self.at = start + length;
        self.add(Kind::Broken, start, around, Spelling::Plain);
    }

    /// Passes over what is no JSON, up to what may be.
    pub fn skip_junk(&mut self) {
        let is_json = |character: char| {
            matches!(character, '"' | ',' | ':' | '{' | '}' | '[' | ']' | '\'' | ' ' | '\t' | '\n' | '\r')
        };
        let first = self.rest().chars().next().map_or(0, char::len_utf8);
        let behind = self.rest().get(first..).unwrap_or_default();
        self.at += first + behind.find(is_json).unwrap_or(behind.len());
    }
}

/// Whether a byte right behind a number belongs to it, so that it is none.
fn is_of_number(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

/// The number that is meant by one of another language: `+1`, `.5`, `1.`, `007`, `0x1F`, `1_000`, `5n`.
fn meant(token: &str) -> Option<String> {
    let (sign, digits) = match token.strip_prefix(['+', '-']) {
        Some(digits) => (if token.starts_with('-') { "-" } else { "" }, digits),
        None => ("", token),
    };
    let digits = digits.replace('_', "");
    let hex = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    let plain = match hex {
        Some(hex) => u64::from_str_radix(hex, 16).ok()?.to_string(),
        None => {
            let trimmed = digits.trim_end_matches(['n', 'l', 'L', 'u', 'U', 'f', 'F', 'd', 'D']);
            let trimmed = trimmed.strip_suffix('.').unwrap_or(trimmed);
            match trimmed.trim_start_matches('0') {
                rest if rest.is_empty() && !trimmed.is_empty() => "0".to_owned(),
                rest if !rest.starts_with(|first: char| first.is_ascii_digit()) => format!("0{rest}"),
                rest => rest.to_owned(),
            }
        }
    };
    let number = format!("{sign}{plain}");
    // A sign or a letter alone is no number in any language.
    (is_number(&number) && token.bytes().any(|byte| byte.is_ascii_digit())).then_some(number)
}

/// What to say of a word where a value should stand.
fn no_value(mistake: Mistake, here: Span, word: &str, is_word: bool) -> Mistake {
    let replaced =
        |mistake: Mistake, by: &str| mistake.help(format!("write `{by}`")).fix(format!("replace by `{by}`"), here, by);
    match word {
        "True" | "TRUE" | "yes" => replaced(mistake, "true"),
        "False" | "FALSE" | "no" => replaced(mistake, "false"),
        "None" | "NULL" | "Null" | "nil" | "undefined" => replaced(mistake, "null"),
        _ if is_word => {
            let text = quoted(word);
            let help = match word {
                "NaN" | "Infinity" => format!("write it in quotes: {text}"),
                _ => format!("if it is a text, write it in quotes: {}", cut(&text)),
            };
            mistake.help(help).fix(format!("replace by `{}`", cut(&text)), here, text)
        }
        ":" => mistake.help("a key and its value stand in an object: {\"key\": value}"),
        _ => mistake,
    }
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn numbers_of_other_languages_are_known() {
        for (token, number) in [
            ("+1", Some("1")),
            (".5", Some("0.5")),
            ("-.5", Some("-0.5")),
            ("1.", Some("1")),
            ("007", Some("7")),
            ("00", Some("0")),
            ("-00.5", Some("-0.5")),
            ("0x1F", Some("31")),
            ("-0x10", Some("-16")),
            ("1_000", Some("1000")),
            ("5n", Some("5")),
            ("1.5f", Some("1.5")),
            ("1.5.2", None),
            ("2024-01-01", None),
            ("0x", None),
            ("1e", None),
            ("-", None),
            (".", None),
            ("-a", None),
        ] {
            assert_eq!(meant(token).as_deref(), number, "{token}");
        }
    }
}
