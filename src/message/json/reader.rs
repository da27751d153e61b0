//! Values, arrays and objects. Each function starts at its first character and ends behind its last.

use super::mistake::Mistake;
use super::{Kind, MAX_DEPTH, Member, Value, cut, number_length};
use crate::text::Span;

/// A text and how far it is read.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl<'a> Reader<'a> {
    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The word or the character at the position.
    pub fn here(&self) -> Span {
        let rest = self.rest();
        let word = rest.bytes().take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'_').count();
        let length = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
        Span::new(self.at, self.at + length)
    }

    pub fn found(&self) -> String {
        match self.text.get(self.here().range()) {
            None | Some("") => "the end of the text".to_owned(),
            Some("'") => "a single quote".to_owned(),
            Some(text) => format!("'{}'", cut(text)),
        }
    }

    pub fn expected(&self, what: &str) -> Mistake {
        Mistake::new(self.here(), format!("expected {what}, found {}", self.found()))
    }

    pub fn skip_space(&mut self) -> Result<(), Mistake> {
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
        let diagnostic = Mistake::new(span, "expected JSON, found a comment").help("JSON has no comments; remove it");
        Err(diagnostic.fix("remove the comment", span, ""))
    }

    /// Recurses as deep as arrays and objects are nested, at most [`MAX_DEPTH`].
    pub fn value(&mut self, depth: usize) -> Result<Value<'a>, Mistake> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{' | b'[') if depth == MAX_DEPTH => {
                let diagnostic = Mistake::new(
                    self.here(),
                    format!("arrays and objects are nested more than {MAX_DEPTH} levels deep"),
                );
                return Err(diagnostic.help("write the message with fewer levels"));
            }
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Kind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Value { span: Span::new(start, self.at), kind })
    }

    fn word(&mut self) -> Result<Kind<'a>, Mistake> {
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
    fn no_value(&self, word: &str) -> Mistake {
        let diagnostic = self.expected("a value");
        let replace = |by: &str| self.expected("a value").fix(&format!("replace by `{by}`"), self.here(), by);
        match word {
            "'" | "‘" | "’" | "“" | "”" | "`" => diagnostic.help("strings are written in double quotes: \"…\""),
            "True" | "TRUE" => replace("true").help("write `true`"),
            "False" | "FALSE" => replace("false").help("write `false`"),
            "None" | "NULL" | "Null" | "nil" | "undefined" => replace("null").help("write `null`"),
            "NaN" | "Infinity" => replace(&format!("\"{word}\"")).help(format!("write it in quotes: \"{word}\"")),
            "+" | "." => diagnostic.help("a number begins with a digit or '-'"),
            "," | "]" | "}" => diagnostic.help("write a value here, or remove what asks for one"),
            _ if word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !word.is_empty() => {
                replace(&format!("\"{word}\"")).help(format!("if it is a text, write it in quotes: \"{}\"", cut(word)))
            }
            _ => diagnostic,
        }
    }

    fn number(&mut self) -> Result<Kind<'a>, Mistake> {
        let rest = self.rest();
        match number_length(rest.as_bytes()) {
            Ok(length) => {
                let behind = rest.as_bytes().get(length);
                self.at += length;
                if behind.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_')) {
                    let diagnostic = self.expected("',' or the end of the value behind the number");
                    return Err(diagnostic.help("numbers are decimal, such as 12, -0.5 or 1e6"));
                }
                Ok(Kind::Number(&rest[..length]))
            }
            Err((length, what)) => {
                self.at += length;
                let message = format!("expected {what}, found {}", self.found());
                Err(Mistake::new(self.here(), message).help("numbers are decimal, such as 12, -0.5 or 1e6"))
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Kind<'a>, Mistake> {
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

    fn object(&mut self, depth: usize) -> Result<Kind<'a>, Mistake> {
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

    fn member(&mut self, open: Span, depth: usize) -> Result<Member<'a>, Mistake> {
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
                return Err(diagnostic.help("a member is written `\"key\": value`"));
            }
        }
        self.skip_space()?;
        if self.at == self.text.len() {
            return Err(unclosed(open, '{', '}'));
        }
        let value = self.value(depth + 1)?;
        Ok(Member { key, key_span, value })
    }

    fn no_key(&self) -> Mistake {
        let here = self.here();
        let word = self.text.get(here.range()).unwrap_or_default();
        let diagnostic = self.expected("a key in double quotes");
        if matches!(word, "'" | "`" | "‘" | "’" | "“" | "”") {
            return diagnostic.help("keys are written in double quotes: \"…\"");
        }
        match word.bytes().next() {
            Some(byte) if byte.is_ascii_alphanumeric() || byte == b'_' => diagnostic
                .fix("put it in quotes", here, &format!("\"{word}\""))
                .help(format!("write it in quotes: \"{}\"", cut(word))),
            Some(b',') => diagnostic.fix("remove the `,`", here, "").help("remove the `,`"),
            _ => diagnostic,
        }
    }

    /// What follows a member or an element: `true` for a comma and more, `false` for the closing bracket, which stays.
    fn separator(&mut self, open: Span, bracket: char, closing: char) -> Result<bool, Mistake> {
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
                        let diagnostic = Mistake::new(comma, format!("expected {what} behind ',', found '{closing}'"));
                        Err(diagnostic.fix("remove the `,`", comma, "").help("remove the `,`"))
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
                        diagnostic = diagnostic.at(Span::at(end));
                    }
                    diagnostic = diagnostic.help("separate values with `,`");
                    return Err(diagnostic.fix("insert `,`", Span::at(end), ","));
                }
                let label = format!("this '{bracket}' is open");
                Err(diagnostic.label(open, label).help(format!("close it with '{closing}'")))
            }
        }
    }
}

fn unclosed(open: Span, bracket: char, closing: char) -> Mistake {
    Mistake::new(open, format!("expected '{closing}' to close this '{bracket}', found the end of the text"))
        .help(format!("add a '{closing}'"))
}
