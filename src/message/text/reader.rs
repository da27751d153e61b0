//! A text → its fields, with every mistake in the syntax.
//!
//! The grammar is the one of <https://protobuf.dev/reference/protobuf/textformat-spec/>. Behind a mistake it goes on where a
//! field may begin, so that the next mistake is found, too. Recurses as deep as values are nested, which is limited.

use super::tree::{Field, Kind, Name, Value};
use crate::diagnostic::{Diagnostic, Fix, Label, Place};
use crate::message::findings::Findings;
use crate::text::Span;

/// How deep messages and lists may be nested: a hundred messages, each in an entry of a map or in a list, and some more.
pub(super) const MAX_DEPTH: usize = 250;

/// The reading of one text.
pub(super) struct Reader<'a> {
    /// The text.
    pub text: &'a str,
    /// The position.
    pub at: usize,
    /// What is wrong.
    pub findings: Findings,
    /// How deep the position is nested.
    pub depth: usize,
}

/// A bracket that waits for its partner.
#[derive(Clone, Copy)]
pub(super) struct Open {
    /// Where it stands.
    pub span: Span,
    /// What closes it.
    pub closing: u8,
}

/// A mistake while it is described.
#[must_use]
pub(super) struct Mistake(Diagnostic);

impl Mistake {
    /// What is wrong, and where.
    pub fn new(span: Span, message: impl Into<String>) -> Mistake {
        Mistake(Diagnostic::error("text-syntax", Place::text(span), message))
    }

    /// Adds how to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Mistake {
        self.0.help = Some(help.into());
        self
    }

    /// Adds an edit that mends it.
    pub fn fix(self, title: impl Into<String>, span: Span, text: &str) -> Mistake {
        self.edits(title, &[(span, text)])
    }

    /// Adds several edits that mend it together.
    pub fn edits(mut self, title: impl Into<String>, edits: &[(Span, &str)]) -> Mistake {
        let edits = edits.iter().map(|&(span, text)| (Place::text(span), text.to_owned())).collect();
        self.0.fixes.push(Fix { title: title.into(), edits });
        self
    }

    /// Adds a second place.
    pub fn label(mut self, span: Span, message: &str) -> Mistake {
        self.0.labels.push(Label { place: Place::text(span), message: message.to_owned() });
        self
    }
}

impl<'a> Reader<'a> {
    /// At the start of a text; a byte order mark is passed over.
    pub fn new(text: &'a str) -> Reader<'a> {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Reader { text, at, findings: Findings::default(), depth: 0 }
    }

    /// The whole text as the fields of a message.
    pub fn whole(&mut self) -> Vec<Field<'a>> {
        self.skip_space();
        // As in JSON. Its fields are read all the same.
        let brace = Span::new(self.at, self.at + 1);
        if self.peek() == Some(b'{') {
            self.at += 1;
            let mistake = Mistake::new(brace, "expected a field, found `{`");
            self.report(mistake.help("the fields of the outermost message stand without braces"));
            let mut fields = self.fields(Some(Open { span: brace, closing: b'}' }));
            fields.append(&mut self.fields(None));
            return fields;
        }
        self.fields(None)
    }

    /// Adds a mistake.
    pub fn report(&mut self, mistake: Mistake) {
        self.findings.report(mistake.0);
    }

    /// Whether there are so many mistakes that it is no use to go on; then the position is at the end.
    pub fn is_over(&mut self) -> bool {
        let is_over = self.findings.is_full();
        if is_over {
            self.findings.cut_short();
            self.at = self.text.len();
        }
        is_over
    }

    /// The byte at the position.
    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The text from the position on.
    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes over a byte, if it is the next one.
    pub fn eat(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    /// The character at the position; empty at the end.
    pub fn here(&self) -> Span {
        Span::new(self.at, self.at + self.rest().chars().next().map_or(0, char::len_utf8))
    }

    /// What is at the position, in words.
    pub fn found(&self) -> String {
        match self.rest().chars().next() {
            None => "the end of the text".to_owned(),
            Some('"' | '\'') => "a string".to_owned(),
            Some(_) if is_word(self.peek()) => format!("`{}`", crate::message::json::cut(self.word())),
            Some(_) if self.is_number() => "a number".to_owned(),
            Some('`') => "a backquote".to_owned(),
            Some(character) => format!("`{}`", character.escape_debug()),
        }
    }

    /// The name at the position, without passing over it.
    pub fn word(&self) -> &'a str {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = self.rest().bytes().take_while(is_part).count();
        self.rest().get(..length).unwrap_or_default()
    }

    /// Whether a number without a sign begins at the position.
    pub fn is_number(&self) -> bool {
        let mut bytes = self.rest().bytes();
        match bytes.next() {
            Some(b'.') => bytes.next().is_some_and(|byte| byte.is_ascii_digit()),
            Some(byte) => byte.is_ascii_digit(),
            None => false,
        }
    }

    /// Passes over white space and comments.
    pub fn skip_space(&mut self) {
        while !self.findings.is_full() {
            let rest = self.rest();
            // The vertical tab is white space, too: "Whitespace and Comments".
            self.at += rest.bytes().take_while(|byte| byte.is_ascii_whitespace() || *byte == 0x0b).count();
            let rest = self.rest();
            if rest.starts_with('#') {
                self.comment();
            } else if rest.starts_with("//") {
                let marks = Span::new(self.at, self.at + 2);
                let mistake = Mistake::new(marks, "expected `#` before a comment, found `//`");
                self.report(mistake.help("comments go from `#` to the end of the line").fix("write `#`", marks, "#"));
                self.at += line_length(rest);
            } else if rest.starts_with("/*") {
                let length = rest.find("*/").map_or(rest.len(), |at| at + 2);
                let mistake =
                    Mistake::new(Span::new(self.at, self.at + 2), "expected `#` before a comment, found `/*`");
                self.report(mistake.help("comments go from `#` to the end of the line"));
                self.at += length;
            } else if let Some(space) = rest.chars().next().filter(|it| !it.is_ascii() && it.is_whitespace()) {
                let span = self.here();
                let mistake = Mistake::new(span, format!("expected a blank, found `{}`", space.escape_unicode()));
                self.report(mistake.help("replace it by a blank").fix("write a blank", span, " "));
                self.at = span.end as usize;
            } else {
                return;
            }
        }
    }

    /// Passes over a comment, in which there is any text.
    fn comment(&mut self) {
        let length = line_length(self.rest());
        if let Some(at) = self.rest().get(..length).and_then(|comment| comment.find('\0')) {
            let span = Span::new(self.at + at, self.at + at + 1);
            self.report(Mistake::new(span, "expected text in the comment, found a NUL byte").help("remove it"));
        }
        self.at += length;
    }

    /// The fields up to the bracket that closes a message; of the outermost message up to the end.
    pub fn fields(&mut self, open: Option<Open>) -> Vec<Field<'a>> {
        let mut fields = Vec::new();
        loop {
            self.skip_space();
            if self.is_over() {
                return fields;
            }
            let Some(byte) = self.peek() else {
                open.iter().for_each(|open| self.unclosed(*open));
                return fields;
            };
            match byte {
                b'}' | b'>' => match open {
                    Some(open) => {
                        self.close(open, byte);
                        return fields;
                    }
                    None => {
                        let here = self.here();
                        let mistake = Mistake::new(here, format!("expected a field, found {}", self.found()));
                        let help = format!("there is no `{}` that it could close; remove it", partner(byte));
                        self.report(mistake.help(help).fix("remove it", here, ""));
                        self.at += 1;
                    }
                },
                b',' | b';' => {
                    let here = self.here();
                    let mistake = Mistake::new(here, format!("expected a field, found {}", self.found()));
                    let help = "one `,` or `;` may stand behind a field, and none elsewhere";
                    self.report(mistake.help(help).fix("remove it", here, ""));
                    self.at += 1;
                }
                _ => match self.name() {
                    Some((span, name)) => {
                        fields.push(self.field(span, name));
                        self.skip_space();
                        if matches!(self.peek(), Some(b',' | b';')) {
                            self.at += 1;
                        }
                    }
                    None => self.stray(),
                },
            }
        }
    }

    fn field(&mut self, span: Span, name: Name<'a>) -> Field<'a> {
        self.skip_space();
        let mut has_colon = self.eat(b':');
        if !has_colon && self.peek() == Some(b'=') {
            let here = self.here();
            let mistake = Mistake::new(here, "expected `:` behind the name of a field, found `=`");
            self.report(mistake.help("fields are written `name: value`").fix("replace it by `:`", here, ":"));
            self.at += 1;
            has_colon = true;
        }
        self.skip_space();
        let value = match self.peek() {
            Some(b'{' | b'<' | b'[') => self.value(),
            _ if has_colon => self.value(),
            _ => self.without_colon(span),
        };
        if !has_colon && is_list_of_scalars(&value) {
            self.missing_colon(span, "a list");
        }
        Field { span, name, has_colon, value }
    }

    /// A value that stands right behind a name, if there is one.
    fn without_colon(&mut self, name: Span) -> Value<'a> {
        let between = self.text.get(name.end as usize..self.at).unwrap_or_default();
        let is_value = is_word(self.peek()) || self.is_number() || matches!(self.peek(), Some(b'"' | b'\'' | b'-'));
        let found = self.found();
        if !is_value || between.contains('\n') || self.is_name() {
            let mistake = Mistake::new(name, format!("expected a value behind this field, found {found}"));
            self.report(mistake.help("fields are written `name: value`, messages `name { … }`"));
            return Value { span: Span::at(name.end as usize), kind: Kind::Lost };
        }
        self.missing_colon(name, &found);
        self.value()
    }

    fn missing_colon(&mut self, name: Span, found: &str) {
        let end = Span::at(name.end as usize);
        let mistake = Mistake::new(name, format!("expected `:` behind this name, found {found}"));
        self.report(mistake.help("only messages go without it").fix("insert `:`", end, ":"));
    }

    /// Whether the word at the position is the name of a field rather than a value: something follows that begins a value.
    pub fn is_name(&self) -> bool {
        let word = self.word();
        let behind = self.rest().get(word.len()..).unwrap_or_default().trim_ascii_start();
        !word.is_empty() && behind.starts_with([':', '{', '<'])
    }

    /// What can begin no field.
    fn stray(&mut self) {
        let (start, found) = (self.at, self.found());
        let end = self.skip_stray();
        let mistake = Mistake::new(Span::new(start, end), format!("expected a field, found {found}"));
        self.report(mistake.help("fields are written `name: value`, messages `name { … }`"));
        if matches!(self.peek(), Some(b',' | b';')) {
            self.at += 1;
        }
    }

    /// Passes over what is out of place, up to where something may begin or end; returns where that is without white space.
    pub fn skip_stray(&mut self) -> usize {
        loop {
            match self.peek() {
                Some(b'"' | b'\'') => self.at += super::strings::length(self.rest()).unwrap_or_else(|length| length),
                _ if self.is_number() => self.at += super::number::length(self.rest().as_bytes()),
                _ => self.at = self.here().end as usize,
            }
            let end = self.at;
            self.skip_space();
            match self.peek() {
                None | Some(b'{' | b'}' | b'<' | b'>' | b'[' | b']' | b',' | b';') => return end,
                byte if is_word(byte) => return end,
                _ => {}
            }
        }
    }

    /// Passes over the bracket that ends a message; of the other kind it ends it, too.
    fn close(&mut self, open: Open, found: u8) {
        if found != open.closing {
            let here = self.here();
            let (closing, bracket) = (char::from(open.closing), open.span.of_str(self.text));
            let mistake =
                Mistake::new(here, format!("expected `{closing}` for a `{bracket}`, found `{}`", char::from(found)));
            let mistake = mistake.label(open.span, "it is opened here");
            self.report(mistake.fix(format!("replace it by `{closing}`"), here, &closing.to_string()));
        }
        self.at += 1;
    }

    /// Says that a bracket has no partner.
    pub fn unclosed(&mut self, open: Open) {
        let (closing, bracket) = (char::from(open.closing), open.span.of_str(self.text));
        let mistake =
            Mistake::new(open.span, format!("expected `{closing}` for this `{bracket}`, found {}", self.found()));
        self.report(mistake.help(format!("every `{bracket}` needs a `{closing}`")));
    }
}

/// Whether a name begins with a byte.
pub(super) fn is_word(byte: Option<u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

fn line_length(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn partner(closing: u8) -> char {
    if closing == b'}' { '{' } else { '<' }
}

/// Such a list needs a colon before it; an empty one may be of messages.
fn is_list_of_scalars(value: &Value<'_>) -> bool {
    let Kind::List(items) = &value.kind else { return false };
    items.iter().any(|item| !matches!(item.kind, Kind::Message(_) | Kind::Lost))
}
