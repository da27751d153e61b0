//! JSON text (RFC 8259) → a tree in which every value and key has its place.
//!
//! One error ends the reading; it says what was expected and what was found, and knows the mistakes people make: trailing
//! commas, comments, single quotes, bare keys, brackets that are never closed. Numbers stay text, for an int64 has more digits
//! than a double. Knows nothing of messages.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Fix, Place};
use crate::text::Span;

/// How deep arrays and objects may be nested; a hundred messages, each in an array, and some more.
pub const MAX_DEPTH: usize = 250;

/// How many characters of the text a message shows.
const SHOWN: usize = 24;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<'a> {
    /// From its first byte to behind its last; strings with their quotes.
    pub span: Span,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it is written.
    Number(&'a str),
    /// A string without quotes and escapes.
    String(Cow<'a, str>),
    /// `[…]`
    Array(Vec<Value<'a>>),
    /// `{…}`, members in their order; a key may occur twice.
    Object(Vec<Member<'a>>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'a> {
    /// The key without quotes and escapes.
    pub key: Cow<'a, str>,
    /// The key's place, with its quotes.
    pub key_span: Span,
    /// The value.
    pub value: Value<'a>,
}

impl Member<'_> {
    /// Key, colon and value.
    pub fn span(&self) -> Span {
        Span::new(self.key_span.start as usize, self.value.span.end as usize)
    }
}

impl Value<'_> {
    /// The value in words, for messages: `string "abc"`, `number 12`, `an array`.
    pub fn described(&self) -> String {
        match &self.kind {
            Kind::Null => "null".to_owned(),
            Kind::Bool(value) => value.to_string(),
            Kind::Number(raw) => format!("number {}", cut(raw)),
            Kind::String(text) => format!("string {:?}", cut(text)),
            Kind::Array(_) => "an array".to_owned(),
            Kind::Object(_) => "an object".to_owned(),
        }
    }
}

/// At most so much of a text as a message shows.
pub(super) fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Reads a text that is one JSON value. The place of an error is one of [`Place::json`]. A byte order mark is passed over.
pub fn read(text: &str) -> Result<Value<'_>, Diagnostic> {
    let mut reader = Reader { text, at: 0 };
    if text.starts_with('\u{feff}') {
        reader.at = '\u{feff}'.len_utf8();
    }
    reader.skip_space()?;
    if reader.at == text.len() {
        let diagnostic = error(Span::at(0), "expected a JSON value, found an empty text");
        return Err(diagnostic.with_help("write {} for an empty message"));
    }
    let value = reader.value(0)?;
    reader.skip_space()?;
    if reader.at < text.len() {
        let message = format!("expected the end of the text, found {}", reader.found());
        return Err(error(reader.here(), message).with_help("the text is one value; remove what is behind it"));
    }
    Ok(value)
}

/// Whether a text is a number in JSON's grammar, all of it.
pub(super) fn is_number(text: &str) -> bool {
    number_length(text.as_bytes()).is_ok_and(|length| length == text.len())
}

/// How many bytes the number at the start of a text has; else how many fit, and what is expected there.
fn number_length(bytes: &[u8]) -> Result<usize, (usize, &'static str)> {
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    match (bytes.get(at), digits(at)) {
        (_, 0) => return Err((at, "a digit")),
        (Some(b'0'), count) if count > 1 => return Err((at + 1, "no digit behind a leading 0")),
        (_, count) => at += count,
    }
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        match digits(at) {
            0 => return Err((at, "a digit behind '.'")),
            count => at += count,
        }
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1;
        at += usize::from(matches!(bytes.get(at), Some(b'+' | b'-')));
        match digits(at) {
            0 => return Err((at, "a digit in the exponent")),
            count => at += count,
        }
    }
    Ok(at)
}

fn error(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("json-syntax", Place::json(span), message)
}

fn fixed(mut diagnostic: Diagnostic, title: &str, span: Span, text: &str) -> Diagnostic {
    diagnostic.fixes.push(Fix { title: title.to_owned(), edits: vec![(Place::json(span), text.to_owned())] });
    diagnostic
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The word or the character at the position.
    fn here(&self) -> Span {
        let rest = self.rest();
        let word = rest.bytes().take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'_').count();
        let length = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
        Span::new(self.at, self.at + length)
    }

    fn found(&self) -> String {
        match self.text.get(self.here().range()) {
            None | Some("") => "the end of the text".to_owned(),
            Some(text) => format!("'{}'", cut(text)),
        }
    }

    fn expected(&self, what: &str) -> Diagnostic {
        error(self.here(), format!("expected {what}, found {}", self.found()))
    }

    fn skip_space(&mut self) -> Result<(), Diagnostic> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        let rest = self.rest();
        let end = if rest.starts_with("//") || rest.starts_with('#') {
            rest.find('\n')
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|end| end + 2)
        } else {
            return Ok(());
        };
        let span = Span::new(self.at, end.map_or(self.text.len(), |end| self.at + end));
        let diagnostic = error(span, "expected JSON, found a comment").with_help("JSON has no comments; remove it");
        Err(fixed(diagnostic, "remove the comment", span, ""))
    }

    /// Recurses as deep as arrays and objects are nested, at most [`MAX_DEPTH`].
    fn value(&mut self, depth: usize) -> Result<Value<'a>, Diagnostic> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{' | b'[') if depth == MAX_DEPTH => {
                let diagnostic =
                    error(self.here(), format!("arrays and objects are nested more than {MAX_DEPTH} levels deep"));
                return Err(diagnostic.with_help("write the message with fewer levels"));
            }
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Kind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Value { span: Span::new(start, self.at), kind })
    }

    fn word(&mut self) -> Result<Kind<'a>, Diagnostic> {
        let here = self.here();
        let kind = match self.text.get(here.range()).unwrap_or_default() {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            word => return Err(self.no_value(word)),
        };
        self.at = here.end as usize;
        Ok(kind)
    }

    /// What stands where a value should stand.
    fn no_value(&self, word: &str) -> Diagnostic {
        let diagnostic = self.expected("a value");
        let replace = |by: &str| fixed(self.expected("a value"), &format!("replace by `{by}`"), self.here(), by);
        match word {
            "'" | "‘" | "’" | "“" | "”" | "`" => {
                diagnostic.with_help("strings are written in double quotes: \"…\"")
            }
            "True" | "TRUE" => replace("true").with_help("write `true`"),
            "False" | "FALSE" => replace("false").with_help("write `false`"),
            "None" | "NULL" | "Null" | "nil" | "undefined" => replace("null").with_help("write `null`"),
            "NaN" | "Infinity" => replace(&format!("\"{word}\"")).with_help(format!("write it in quotes: \"{word}\"")),
            "+" | "." => diagnostic.with_help("a number begins with a digit or '-'"),
            "," | "]" | "}" => diagnostic.with_help("write a value here, or remove what asks for one"),
            _ if word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !word.is_empty() => {
                replace(&format!("\"{word}\""))
                    .with_help(format!("if it is a text, write it in quotes: \"{}\"", cut(word)))
            }
            _ => diagnostic,
        }
    }

    fn number(&mut self) -> Result<Kind<'a>, Diagnostic> {
        let rest = self.rest();
        match number_length(rest.as_bytes()) {
            Ok(length) => {
                let behind = rest.as_bytes().get(length);
                self.at += length;
                if behind.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_')) {
                    let diagnostic = self.expected("',' or the end of the value behind the number");
                    return Err(diagnostic.with_help("numbers are decimal, such as 12, -0.5 or 1e6"));
                }
                Ok(Kind::Number(&rest[..length]))
            }
            Err((length, what)) => {
                self.at += length;
                let message = format!("expected {what}, found {}", self.found());
                Err(error(self.here(), message).with_help("numbers are decimal, such as 12, -0.5 or 1e6"))
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Kind<'a>, Diagnostic> {
        let open = self.here();
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space()?;
            match self.peek() {
                Some(b']') => break,
                None => return Err(unclosed(open, '[', ']')),
                _ => items.push(self.value(depth + 1)?),
            }
            if !self.separator(open, '[', ']')? {
                break;
            }
        }
        self.at += 1;
        Ok(Kind::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Kind<'a>, Diagnostic> {
        let open = self.here();
        self.at += 1;
        let mut members = Vec::new();
        loop {
            self.skip_space()?;
            match self.peek() {
                Some(b'}') => break,
                None => return Err(unclosed(open, '{', '}')),
                _ => members.push(self.member(open, depth)?),
            }
            if !self.separator(open, '{', '}')? {
                break;
            }
        }
        self.at += 1;
        Ok(Kind::Object(members))
    }

    fn member(&mut self, open: Span, depth: usize) -> Result<Member<'a>, Diagnostic> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.no_key());
        }
        let key = self.string()?;
        let key_span = Span::new(start, self.at);
        self.skip_space()?;
        match self.peek() {
            Some(b':') => self.at += 1,
            None => return Err(unclosed(open, '{', '}')),
            Some(_) => {
                let diagnostic = self.expected(&format!("':' behind the key \"{}\"", cut(&key)));
                return Err(diagnostic.with_help("a member is written `\"key\": value`"));
            }
        }
        self.skip_space()?;
        if self.at == self.text.len() {
            return Err(unclosed(open, '{', '}'));
        }
        let value = self.value(depth + 1)?;
        Ok(Member { key, key_span, value })
    }

    fn no_key(&self) -> Diagnostic {
        let here = self.here();
        let word = self.text.get(here.range()).unwrap_or_default();
        let diagnostic = self.expected("a key in double quotes");
        match word.bytes().next() {
            Some(b'\'' | b'`') => diagnostic.with_help("keys are written in double quotes: \"…\""),
            Some(byte) if byte.is_ascii_alphanumeric() || byte == b'_' => {
                fixed(diagnostic, "put it in quotes", here, &format!("\"{word}\""))
                    .with_help(format!("write it in quotes: \"{}\"", cut(word)))
            }
            Some(b',') => fixed(diagnostic, "remove the `,`", here, "").with_help("remove the `,`"),
            _ => diagnostic,
        }
    }

    /// What follows a member or an element: `true` for a comma and more, `false` for the closing bracket, which stays.
    fn separator(&mut self, open: Span, bracket: char, closing: char) -> Result<bool, Diagnostic> {
        let end = self.at;
        self.skip_space()?;
        match self.peek() {
            None => Err(unclosed(open, bracket, closing)),
            Some(byte) if char::from(byte) == closing => Ok(false),
            Some(b',') => {
                let comma = self.here();
                self.at += 1;
                self.skip_space()?;
                match self.peek() {
                    Some(byte) if char::from(byte) == closing => {
                        let what = if closing == '}' { "a member" } else { "a value" };
                        let diagnostic = error(comma, format!("expected {what} behind ',', found '{closing}'"));
                        Err(fixed(diagnostic, "remove the `,`", comma, "").with_help("remove the `,`"))
                    }
                    _ => Ok(true),
                }
            }
            Some(byte) => {
                let mut diagnostic = self.expected(&format!("',' or '{closing}'"));
                if matches!(byte, b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b'a'..=b'z') {
                    let gap = self.text.get(end..self.at).unwrap_or_default();
                    if gap.contains('\n') {
                        // The comma belongs at the end of the line before.
                        diagnostic.place = Place::json(Span::at(end));
                    }
                    diagnostic = diagnostic.with_help("separate values with `,`");
                    return Err(fixed(diagnostic, "insert `,`", Span::at(end), ","));
                }
                Err(diagnostic)
            }
        }
    }

    /// The string at the position, which is at its opening quote.
    fn string(&mut self) -> Result<Cow<'a, str>, Diagnostic> {
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
                    let diagnostic = error(
                        Span::new(open, self.at),
                        "expected '\"' to close this string, found the end of the line",
                    );
                    return Err(diagnostic.with_help("close the string with '\"'; a line break in it is written \\n"));
                }
                Some(byte) => {
                    let span = Span::new(self.at, self.at + 1);
                    let diagnostic =
                        error(span, format!("expected no control character in a string, found U+{byte:04X}"));
                    return Err(diagnostic.with_help(format!("write it as \\u{byte:04x}")));
                }
            }
        }
    }

    /// The escape at the position, which is at its backslash.
    fn escape(&mut self) -> Result<char, Diagnostic> {
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
                let diagnostic = error(span, format!("expected an escape, found '{found}'"));
                return Err(
                    diagnostic.with_help("escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits")
                );
            }
        };
        self.at = start + 2;
        Ok(simple)
    }

    fn unicode_escape(&mut self, start: usize) -> Result<char, Diagnostic> {
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            // `from_str_radix` would take a sign.
            digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
        };
        let Some(first) = unit(start) else {
            let diagnostic = error(Span::new(start, start + 2), "expected four hex digits behind \\u");
            return Err(diagnostic.with_help("write for example \\u00e4"));
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
            error(Span::new(start, start + 6), message)
                .with_help("characters above U+FFFF are two escapes, such as \\ud83d\\ude00, or the character itself")
        })
    }
}

fn unclosed(open: Span, bracket: char, closing: char) -> Diagnostic {
    error(open, format!("expected '{closing}' to close this '{bracket}', found the end of the text"))
        .with_help(format!("add a '{closing}'"))
}
