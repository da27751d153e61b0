//! Names of fields, and what people write instead of them.

use std::borrow::Cow;

use super::reader::{Mistake, Reader, is_word};
use super::tree::Name;
use crate::message::json::cut;
use crate::text::Span;

/// How many bytes of a wrong name in brackets are passed over.
const MAX_WRONG_NAME: usize = 200;

impl<'a> Reader<'a> {
    /// The name of a field with its place; nothing if there is none at the position, which then stays.
    pub fn name(&mut self) -> Option<(Span, Name<'a>)> {
        let start = self.at;
        let name = match self.peek() {
            Some(b'[') => self.bracketed(),
            Some(b'"' | b'\'') => self.quoted_name()?,
            byte if is_word(byte) => self.plain_name(),
            _ if self.is_number() => self.numbered()?,
            _ => return None,
        };
        Some((Span::new(start, self.at), name))
    }

    /// `name`; `a.b` and `a-b` are one wrong name.
    fn plain_name(&mut self) -> Name<'a> {
        let start = self.at;
        let word = self.word();
        self.at += word.len();
        if self.peek() != Some(b'.') {
            return Name::Field(word);
        }
        while self.eat(b'.') {
            self.at += self.word().len();
        }
        let span = Span::new(start, self.at);
        let written = span.of_str(self.text);
        let mistake = Mistake::new(span, format!("expected the name of a field, found `{}`", cut(written)));
        let help = format!(
            "an extension stands in brackets: `[{}]`; a field within a field is written `a {{ b: 1 }}`",
            cut(written)
        );
        self.report(mistake.help(help));
        Name::Lost
    }

    /// `"name":`, as in JSON.
    fn quoted_name(&mut self) -> Option<Name<'a>> {
        let length = super::strings::length(self.rest()).ok()?;
        let behind = self.rest().get(length..)?.trim_ascii_start();
        let body = self.rest().get(1..length - 1)?;
        if !behind.starts_with(':') || !body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return None;
        }
        let span = Span::new(self.at, self.at + length);
        let mistake = Mistake::new(span, "expected a name without quotes, found a string");
        self.report(mistake.help("names of fields have no quotes").fix("remove the quotes", span, body));
        self.at = span.end as usize;
        Some(Name::Field(body))
    }

    /// `12:`, as unknown fields are written.
    fn numbered(&mut self) -> Option<Name<'a>> {
        let length = super::number::length(self.rest().as_bytes());
        let behind = self.rest().get(length..)?.trim_ascii_start();
        let number = self.rest().get(..length)?;
        if !behind.starts_with([':', '{', '<']) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let span = Span::new(self.at, self.at + length);
        let mistake = Mistake::new(span, format!("expected the name of a field, found the number {}", cut(number)));
        self.report(mistake.help("an unknown field can't be read: its text does not say of which wire type it is"));
        self.at = span.end as usize;
        Some(Name::Lost)
    }

    /// `[package.extension]`, `[host/package.Type]`
    fn bracketed(&mut self) -> Name<'a> {
        let open = Span::new(self.at, self.at + 1);
        self.at += 1;
        let mut name: Cow<'a, str> = Cow::Borrowed("");
        loop {
            self.skip_in_brackets();
            let length = self.rest().bytes().take_while(|&byte| is_url(byte)).count();
            let piece = self.rest().get(..length).unwrap_or_default();
            if length == 0 {
                break;
            }
            // Most are one piece.
            if name.is_empty() {
                name = Cow::Borrowed(piece);
            } else {
                name.to_mut().push_str(piece);
            }
            self.at += length;
        }
        let inner = Span::new(open.end as usize, self.at);
        if !self.eat(b']') {
            let found = self.found();
            let mistake = Mistake::new(self.here(), format!("expected `]` behind the name in brackets, found {found}"));
            self.report(mistake.label(open, "it is opened here").help("such as `[package.extension]: 1`"));
            self.skip_name();
            return Name::Lost;
        }
        match wrong(&name) {
            None if name.contains('/') => Name::Type(name),
            None => Name::Extension(name),
            Some((expected, help)) => {
                let span = if inner.is_empty() { Span::new(open.start as usize, self.at) } else { inner };
                let found = if name.is_empty() { "nothing".to_owned() } else { format!("`{}`", cut(&name)) };
                self.report(Mistake::new(span, format!("expected {expected}, found {found}")).help(help));
                Name::Lost
            }
        }
    }

    /// Goes on behind the bracket that closes a wrong name, else where its value begins, if that is near.
    fn skip_name(&mut self) {
        let near = self.rest().bytes().take(MAX_WRONG_NAME).take_while(|&byte| byte != b'\n');
        let end = near.enumerate().find(|(_, byte)| matches!(byte, b']' | b':' | b'{'));
        if let Some((length, byte)) = end {
            self.at += length + usize::from(byte == b']');
        }
    }

    /// White space and comments; two slashes may be part of a URL.
    fn skip_in_brackets(&mut self) {
        loop {
            self.at += self.rest().bytes().take_while(|byte| byte.is_ascii_whitespace() || *byte == 0x0b).count();
            if self.peek() != Some(b'#') {
                return;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }
}

/// What the URL of a type may have, as protoc reads it: RFC 3986's unreserved characters and sub-delimiters but for the quote,
/// slashes, and percent escapes.
fn is_url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~!$&()*+,;=/%".contains(&byte)
}

/// Whether the prefix of a type's URL can be written in brackets.
pub(super) fn is_prefix(prefix: &str) -> bool {
    prefix.bytes().all(is_url) && has_escapes(prefix)
}

/// What was expected of a name in brackets instead of it, and how to mend it.
fn wrong(name: &str) -> Option<(&'static str, &'static str)> {
    let url = "such as `[type.googleapis.com/package.Message]`";
    match name.rsplit_once('/') {
        None if is_full_name(name) => None,
        None => Some(("the full name of an extension or the URL of a type", "such as `[package.extension]: 1`")),
        Some(("", _)) => Some(("something before the `/` of a type's URL", url)),
        Some((prefix, _)) if !has_escapes(prefix) => {
            Some(("two hexadecimal digits behind each `%` of a type's URL", "write a `%` as `%25`"))
        }
        Some((_, name)) if is_full_name(name) => None,
        Some(_) => Some(("the full name of a type behind the last `/`", url)),
    }
}

/// Names with points between them.
fn is_full_name(name: &str) -> bool {
    name.split('.').all(|part| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        is_word(part.bytes().next()) && part.bytes().all(is_part)
    })
}

/// Whether two hexadecimal digits follow each `%`.
fn has_escapes(url: &str) -> bool {
    let is_hex = |at: usize| url.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
    url.bytes().enumerate().all(|(at, byte)| byte != b'%' || is_hex(at + 1) && is_hex(at + 2))
}
