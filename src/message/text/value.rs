//! Values: literals, messages and lists.

use std::borrow::Cow;

use super::number;
use super::reader::{MAX_DEPTH, Mistake, Open, Reader, is_word};
use super::strings::{self, Piece, Pieces};
use super::tree::{Kind, Sign, Value};
use crate::message::json::cut;
use crate::text::Span;

impl<'a> Reader<'a> {
    /// The value at the position. Where there is none, that is reported, and the position stays.
    pub fn value(&mut self) -> Value<'a> {
        let start = self.at;
        let kind = match self.peek() {
            Some(byte @ (b'{' | b'<' | b'[')) => self.nested(byte),
            Some(b'"' | b'\'') => self.strings(),
            Some(b'-') => {
                self.at += 1;
                self.skip_space();
                self.signed(Sign::Minus)
            }
            Some(b'+') => {
                let here = self.here();
                let mistake = Mistake::new(here, "expected a value, found `+`");
                self.report(mistake.help("numbers have no `+`").fix("remove it", here, ""));
                self.at += 1;
                self.skip_space();
                self.signed(Sign::Plus)
            }
            _ if self.rest().starts_with(is_smart) => self.smart_string(),
            _ => self.signed(Sign::Plus),
        };
        Value { span: Span::new(start, self.at.max(start)), kind }
    }

    /// A message or a list, if it is not nested too deep.
    fn nested(&mut self, bracket: u8) -> Kind<'a> {
        let span = Span::new(self.at, self.at + 1);
        if self.depth >= MAX_DEPTH {
            let mistake =
                Mistake::new(span, format!("messages and lists are nested more than {MAX_DEPTH} levels deep"));
            self.report(mistake.help("write fewer levels"));
            self.skip_brackets();
            return Kind::Lost;
        }
        self.at += 1;
        self.depth += 1;
        let kind = match bracket {
            b'[' => self.list(Open { span, closing: b']' }),
            b'<' => Kind::Message(self.fields(Some(Open { span, closing: b'>' }))),
            _ => Kind::Message(self.fields(Some(Open { span, closing: b'}' }))),
        };
        self.depth -= 1;
        kind
    }

    /// Passes over brackets and all that is in them, without recursion.
    fn skip_brackets(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'{' | b'<' | b'[' => open += 1,
                b'}' | b'>' | b']' => open -= 1,
                b'"' | b'\'' => self.at += strings::length(self.rest()).unwrap_or_else(|length| length) - 1,
                b'#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()) - 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    /// A number or a word; its sign has been passed over.
    fn signed(&mut self, sign: Sign) -> Kind<'a> {
        if self.is_number() {
            return self.number(sign);
        }
        if is_word(self.peek()) && !self.is_name() {
            return self.value_word(sign);
        }
        let message = match sign {
            Sign::Plus => format!("expected a value, found {}", self.found()),
            Sign::Minus => format!("expected a number behind `-`, found {}", self.found()),
        };
        // The name of the next field is not at fault.
        let place = if self.is_name() { Span::at(self.before()) } else { self.here() };
        let mistake = Mistake::new(place, message);
        let mistake = match self.peek() {
            Some(b']' | b')' | b'(') => mistake,
            _ => mistake.help("values are numbers, names, strings in quotes, messages in `{ }` and lists in `[ ]`"),
        };
        self.report(mistake);
        let is_over = matches!(self.peek(), None | Some(b'}' | b'>' | b']' | b',' | b';' | b':'));
        if !is_over && !self.is_name() {
            self.skip_stray();
        }
        Kind::Lost
    }

    /// The end of what stands before the white space before the position.
    fn before(&self) -> usize {
        self.text.get(..self.at).unwrap_or_default().trim_ascii_end().len()
    }

    fn number(&mut self, sign: Sign) -> Kind<'a> {
        let length = number::length(self.rest().as_bytes());
        let text = self.rest().get(..length).unwrap_or_default();
        let span = Span::new(self.at, self.at + length);
        self.at += length;
        match number::form(text) {
            Ok(form) => Kind::Number(sign, form, text),
            Err(fault) => {
                let (message, help, better) = number::told(fault, text);
                let mistake = Mistake::new(span, message).help(help);
                self.report(match better {
                    Some(better) => mistake.fix(format!("write `{better}`"), span, &better),
                    None => mistake,
                });
                Kind::Lost
            }
        }
    }

    /// `NAME`; of an enum's value with its enum's name before it only the last part is right.
    fn value_word(&mut self, sign: Sign) -> Kind<'a> {
        let start = self.at;
        let word = self.word();
        self.at += word.len();
        let mut last = word;
        while self.peek() == Some(b'.') {
            self.at += 1;
            last = self.word();
            self.at += last.len();
        }
        let span = Span::new(start, self.at);
        if span.len() == word.len() {
            return Kind::Word(sign, word);
        }
        let message = format!("expected a value, found `{}`", cut(span.of_str(self.text)));
        let mistake = Mistake::new(span, message).help("the value of an enum is written by its own name alone");
        self.report(if last.is_empty() { mistake } else { mistake.fix(format!("write `{last}`"), span, last) });
        Kind::Lost
    }

    /// String literals, one or several.
    fn strings(&mut self) -> Kind<'a> {
        let mut value: Cow<'a, [u8]> = Cow::Borrowed(&[]);
        loop {
            let (start, rest) = (self.at, self.rest());
            let length = match strings::length(rest) {
                Ok(length) => length,
                Err(length) => {
                    let quote = char::from(rest.as_bytes().first().copied().unwrap_or(b'"'));
                    let span = Span::new(start, start + length);
                    let mistake = Mistake::new(
                        span,
                        format!("expected `{quote}` to close this string, found the end of the line"),
                    );
                    self.report(mistake.help("a string ends on its line; a line break in it is written `\\n`"));
                    self.at = span.end as usize;
                    return Kind::Lost;
                }
            };
            let body = rest.get(1..length - 1).unwrap_or_default();
            for (span, piece) in Pieces::new(body, start + 1) {
                if let Piece::Wrong(fault) = piece {
                    let (expected, help) = fault.told();
                    let found = match fault {
                        strings::Fault::Nul => "a NUL byte".to_owned(),
                        _ => format!("`{}`", span.of_str(self.text)),
                    };
                    self.report(Mistake::new(span, format!("expected {expected}, found {found}")).help(help));
                }
            }
            strings::append(body, &mut value);
            self.at += length;
            let Some(space) = space_before_string(self.rest()) else { return Kind::String(value) };
            self.at += space;
        }
    }

    /// `“text”`, as word processors make of it.
    fn smart_string(&mut self) -> Kind<'a> {
        let open = self.here();
        let line = self.rest().char_indices().take_while(|&(_, character)| character != '\n');
        let mut end = 0;
        let close = line.inspect(|(at, character)| end = at + character.len_utf8());
        let close = close.skip(1).find(|&(_, character)| is_smart(character) || character == '"');
        let span = Span::new(self.at, self.at + end);
        let mistake = Mistake::new(span, "expected a string in straight quotes, found other quotes")
            .help("strings stand in \" or '; word processors replace these");
        self.report(match close {
            Some((at, character)) => {
                let close = Span::new(self.at + at, self.at + at + character.len_utf8());
                mistake.edits("use straight quotes", &[(open, "\""), (close, "\"")])
            }
            None => mistake,
        });
        self.at = span.end as usize;
        Kind::Lost
    }

    /// The values up to the bracket that closes a list.
    fn list(&mut self, open: Open) -> Kind<'a> {
        let mut items = Vec::new();
        self.skip_space();
        if self.eat(b']') {
            return Kind::List(items);
        }
        loop {
            let before = self.at;
            items.push(self.value());
            let is_stuck = self.at == before;
            self.skip_space();
            if self.is_over() {
                return Kind::List(items);
            }
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Kind::List(items);
                }
                Some(b',') => {
                    let comma = self.here();
                    self.at += 1;
                    self.skip_space();
                    if self.peek() == Some(b']') {
                        let mistake = Mistake::new(comma, "expected a value behind `,`, found `]`");
                        self.report(mistake.help("no `,` stands behind the last value").fix("remove it", comma, ""));
                        self.at += 1;
                        return Kind::List(items);
                    }
                }
                Some(b';') => {
                    let here = self.here();
                    let mistake = Mistake::new(here, "expected `,` or `]` in a list, found `;`");
                    let mistake = mistake.help("the values of a list are separated by `,`");
                    self.report(mistake.fix("replace it by `,`", here, ","));
                    self.at += 1;
                    self.skip_space();
                }
                // The list seems to be over.
                None | Some(b'}' | b'>' | b':') => break,
                _ if self.is_name() => break,
                // What can't be a value was told of already.
                _ if is_stuck => self.at = self.here().end as usize,
                _ => {
                    let end = Span::at(self.before());
                    let mistake =
                        Mistake::new(self.here(), format!("expected `,` or `]` in a list, found {}", self.found()));
                    let mistake = mistake.help("the values of a list are separated by `,`");
                    self.report(mistake.fix("insert `,`", end, ","));
                }
            }
        }
        self.unclosed(open);
        Kind::List(items)
    }
}

/// How much white space and comments stand before a string literal that is the next thing.
fn space_before_string(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        match rest.bytes().next()? {
            b'"' | b'\'' => return Some(at),
            b'#' => at += rest.find('\n')?,
            byte if byte.is_ascii_whitespace() || byte == 0x0b => at += 1,
            _ => return None,
        }
    }
}

/// A quote as word processors set it.
fn is_smart(character: char) -> bool {
    matches!(character, '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛')
}
