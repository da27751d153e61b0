//! Text → tokens, split as protoc's tokenizer splits them, with the trivia between them kept apart.
//!
//! What is wrong inside of a token (an escape, a digit, a letter that is none) is reported here and the token marked, so that
//! the parser is silent about it. Knows no grammar.

use super::Kind;
use super::error::Errors;
use super::number;
use super::quoted;
use crate::text::Span;

/// A token that the parser sees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    /// How far the first token of its line is indented, in bytes; at most 65,535.
    pub indent: u16,
    pub kind: Kind,
    /// A line break lies between it and the token before, or it is the first.
    pub first_in_line: bool,
    /// There is an error in it, which has been reported.
    pub bad: bool,
}

impl Token {
    pub fn span(self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

/// White space, a comment, or characters that are passed over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trivia {
    pub end: u32,
    pub kind: Kind,
    /// A `#` comment, which is one in literals only.
    pub hash: bool,
}

/// A text in pieces: every byte is in a token or in trivia.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    /// Ends with one of [`END`], which is empty.
    pub tokens: Vec<Token>,
    pub trivia: Vec<Trivia>,
}

/// What stands behind the last token; no token of any text is of this kind.
pub(super) const END: Kind = Kind::File;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Splits `text`, and reports what is wrong in its pieces.
pub(super) fn lex(text: &str, errors: &mut Errors) -> Lexed {
    // What the texts at hand have: a token in five bytes, as much white space.
    let guess = text.len() / 5 + 8;
    let lexed = Lexed { tokens: Vec::with_capacity(guess), trivia: Vec::with_capacity(guess) };
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        errors,
        lexed,
        indent: 0,
        line: 0,
        first_in_line: true,
        open_comment: false,
    };
    if text.starts_with(BYTE_ORDER_MARK) {
        lexer.at = BYTE_ORDER_MARK.len();
        lexer.line = lexer.at;
        lexer.trivia(Kind::ByteOrderMark);
    }
    while lexer.step() {}
    lexer.token(END, lexer.at, lexer.open_comment);
    lexer.lexed
}

pub(super) struct Lexer<'a> {
    pub text: &'a str,
    bytes: &'a [u8],
    pub at: usize,
    pub errors: &'a mut Errors,
    pub lexed: Lexed,
    /// Where the line begins.
    line: usize,
    indent: u16,
    first_in_line: bool,
    /// The text ends in a comment that is never closed.
    open_comment: bool,
}

impl Lexer<'_> {
    fn step(&mut self) -> bool {
        let start = self.at;
        let Some(&byte) = self.bytes.get(start) else { return false };
        match byte {
            b' ' | b'\t'..=b'\r' => self.white(),
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => self.word(),
            b'0'..=b'9' => self.number(),
            b'.' if self.bytes.get(start + 1).is_some_and(u8::is_ascii_digit) => self.number(),
            b'"' | b'\'' => self.string(),
            b'/' if self.bytes.get(start + 1) == Some(&b'/') => self.line_comment(false),
            b'/' if self.bytes.get(start + 1) == Some(&b'*') => self.block_comment(),
            b'#' => self.line_comment(true),
            0..=8 | 14..=31 => self.control(),
            128.. => self.foreign(),
            _ => {
                self.at += 1;
                self.token(mark(byte), start, false);
            }
        }
        true
    }

    /// The token from `start` up to here.
    pub fn token(&mut self, kind: Kind, start: usize, bad: bool) {
        if self.first_in_line {
            self.indent = u16::try_from(start - self.line).unwrap_or(u16::MAX);
        }
        let Span { start, end } = Span::new(start, self.at);
        let (indent, first_in_line) = (self.indent, self.first_in_line);
        self.lexed.tokens.push(Token { start, end, indent, kind, first_in_line, bad });
        self.first_in_line = false;
    }

    /// Trivia up to here.
    pub fn trivia(&mut self, kind: Kind) {
        self.lexed.trivia.push(Trivia { end: Span::at(self.at).end, kind, hash: false });
    }

    fn run(&mut self, belongs: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|&byte| belongs(byte)) {
            self.at += 1;
        }
    }

    fn white(&mut self) {
        while let Some(&byte @ (b' ' | b'\t'..=b'\r')) = self.bytes.get(self.at) {
            self.at += 1;
            if byte == b'\n' {
                self.line = self.at;
                self.first_in_line = true;
            }
        }
        self.trivia(Kind::Whitespace);
    }

    fn line_comment(&mut self, hash: bool) {
        let start = self.at;
        self.run(|byte| byte != b'\n');
        // The carriage return of a line break is no part of the comment.
        if self.bytes[self.at - 1] == b'\r' {
            self.at -= 1;
        }
        let end = Span::at(self.at).end;
        self.lexed.trivia.push(Trivia { end, kind: Kind::LineComment, hash });
        self.zeros(start);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let inside = &self.text[start + 2..];
        let length = inside.find("*/");
        self.at = length.map_or(self.text.len(), |length| start + 2 + length + 2);
        let comment = &inside[..length.unwrap_or(inside.len())];
        if let Some(last) = comment.rfind('\n') {
            self.line = start + 2 + last + 1;
            self.first_in_line = true;
        }
        self.trivia(Kind::BlockComment);
        self.zeros(start);
        let Some(length) = length else {
            self.open_comment = true;
            let opening = Span::new(start, start + 2);
            let message = "expected `*/` at the end of the comment, found the end of the file";
            self.errors
                .add("proto-open-comment", opening, message)
                .help("close the comment that begins here with `*/`");
            return;
        };
        // Also the one that shares its star with the end: `/*/*/`.
        let within = start + 2..start + 2 + length + 1;
        for (at, _) in self.text[within.clone()].match_indices("/*") {
            let inner = Span::new(within.start + at, within.start + at + 2);
            let mut entry =
                self.errors.add("proto-nested-comment", inner, "expected no `/*` within a comment, found one");
            entry.help("block comments do not nest; begin each line with `//`, or remove the inner `/*`");
        }
    }

    /// protoc takes no NUL, not even in comments and strings.
    fn zeros(&mut self, start: usize) {
        if let Some(at) = self.bytes[start..self.at].iter().position(|&byte| byte == 0) {
            self.report_control(start + at, start + at + 1);
        }
    }

    fn control(&mut self) {
        let start = self.at;
        self.run(|byte| matches!(byte, 0..=8 | 14..=31));
        self.trivia(Kind::Unknown);
        self.report_control(start, self.at);
    }

    fn report_control(&mut self, start: usize, end: usize) {
        let span = Span::new(start, end);
        let message = format!("expected text, found the control character U+{:04X}", self.bytes[start]);
        let mut entry = self.errors.add("proto-control-character", span, message);
        entry.help("remove it; such characters are invisible").fix("remove the control character", span, "");
    }

    fn word(&mut self) {
        let start = self.at;
        self.run(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if self.bytes.get(self.at).is_some_and(|byte| *byte >= 128) && self.next_is_letter() {
            return self.foreign_word(start);
        }
        self.token(Kind::Ident, start, false);
    }

    fn next_is_letter(&self) -> bool {
        self.text[self.at..].chars().next().is_some_and(char::is_alphanumeric)
    }

    fn number(&mut self) {
        let start = self.at;
        let scanned = number::scan(&self.bytes[start..]);
        self.at += scanned.length;
        let glued = scanned.is_fraction_behind_word(self.lexed.tokens.last().copied(), start);
        let bad = scanned.fault.is_some() || glued;
        let kind = if scanned.fault.is_some() { Kind::Unknown } else { scanned.kind };
        if bad {
            let span = Span::new(start, self.at);
            number::report(self.errors, span, span.of_str(self.text), scanned.fault);
        }
        self.token(kind, start, bad);
    }

    fn string(&mut self) {
        let start = self.at;
        let scanned = quoted::scan(self.text, start);
        self.at = scanned.end;
        let bad = quoted::report(self.errors, self.text, start, &scanned);
        self.token(Kind::String, start, bad);
    }
}

/// The kind of a character that is a token by itself.
pub(super) fn mark(byte: u8) -> Kind {
    match byte {
        b';' => Kind::Semicolon,
        b',' => Kind::Comma,
        b'.' => Kind::Dot,
        b'=' => Kind::Equals,
        b':' => Kind::Colon,
        b'{' => Kind::LBrace,
        b'}' => Kind::RBrace,
        b'[' => Kind::LBracket,
        b']' => Kind::RBracket,
        b'(' => Kind::LParen,
        b')' => Kind::RParen,
        b'<' => Kind::LAngle,
        b'>' => Kind::RAngle,
        b'-' => Kind::Minus,
        b'+' => Kind::Plus,
        b'/' => Kind::Slash,
        _ => Kind::Unknown,
    }
}
