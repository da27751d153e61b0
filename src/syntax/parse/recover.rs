//! After an error: where the next statement begins, and what is skipped.

use super::super::error::quote;
use super::super::lex::END;
use super::{Kind, Parser};
use crate::text::Span;

/// The built-in types.
pub(super) const SCALARS: [&str; 15] = [
    "double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
    "sfixed64", "bool", "string", "bytes",
];

/// What may stand before a field's type.
pub(super) const LABELS: [&str; 3] = ["optional", "required", "repeated"];

impl Parser<'_> {
    /// How many tokens, counted from one ahead, a type's name takes; 0 if there is none. Of a name with hundreds of parts the
    /// rest is not looked at.
    pub(super) fn type_length(&self, from: usize) -> usize {
        const MAX: usize = 200;
        let mut at = from + usize::from(self.ahead(from).kind == Kind::Dot);
        if self.ahead(at).kind != Kind::Ident {
            return 0;
        }
        at += 1;
        while at - from < MAX && self.ahead(at).kind == Kind::Dot && self.ahead(at + 1).kind == Kind::Ident {
            at += 2;
        }
        at - from
    }

    /// Whether the next token begins a line that can stand by itself, so that it is no part of what was begun before.
    pub(super) fn is_own_line(&self) -> bool {
        self.token().first_in_line && self.is_statement_ahead(0)
    }

    /// Whether what lies ahead looks like a whole statement rather than like the rest of one.
    pub(super) fn is_statement_ahead(&self, from: usize) -> bool {
        let next = self.ahead(from + 1).kind;
        match (self.word_ahead(from), next) {
            ("", _) => {}
            ("option", Kind::LParen) | ("map", Kind::LAngle) | ("import", Kind::String) => return true,
            ("reserved" | "extensions", Kind::Int | Kind::String) => return true,
            ("syntax" | "edition", Kind::Equals) => return self.ahead(from + 2).kind == Kind::String,
            (_, Kind::Ident) => return true,
            _ => {}
        }
        match self.type_length(from) {
            0 => false,
            length => length > 1 && self.ahead(from + length).kind == Kind::Ident,
        }
    }

    /// Whether a whole statement begins at the next token, though on the same line.
    fn is_whole_statement(&self) -> bool {
        let length = self.type_length(0);
        let behind = self.ahead(length + 1).kind;
        match self.word() {
            "map" => self.ahead(1).kind == Kind::LAngle,
            "option" | "import" | "reserved" | "extensions" | "rpc" => self.is_statement_ahead(0),
            word if LABELS.contains(&word) => self.is_statement_ahead(0),
            _ => length > 0 && self.ahead(length).kind == Kind::Ident && matches!(behind, Kind::Equals | Kind::LBrace),
        }
    }

    /// Skips what is left of a broken statement: up to its `;` or its block, to the brace that ends the body, or to the next
    /// line that begins with a word.
    pub(super) fn skip_statement(&mut self, first: usize) {
        self.broken = true;
        let mut end = self.at;
        loop {
            let token = self.tokens[end];
            match token.kind {
                END | Kind::Semicolon | Kind::RBrace => break,
                Kind::LBrace => {
                    end = self.end_of_block(end);
                    // What follows on the line belongs to it, such as a name behind the block.
                    if self.tokens[end].first_in_line || self.tokens[end].kind != Kind::Ident {
                        break;
                    }
                }
                Kind::Ident | Kind::Dot if token.first_in_line && end > first => break,
                _ => end += 1,
            }
        }
        self.skip_to(end);
        self.eat(Kind::Semicolon);
    }

    /// Where the block ends that a `{` begins: behind its `}`. Braces that are never closed do not count.
    fn end_of_block(&self, brace: usize) -> usize {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(brace) {
            match token.kind {
                END => return at,
                Kind::LBrace if self.braces.end_of(at).is_none() => depth += 1,
                Kind::RBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.tokens.len() - 1
    }

    /// Skips a `{` and all that is in it.
    pub(super) fn skip_block(&mut self) {
        self.skip_to(self.end_of_block(self.at));
    }

    /// Puts the tokens before one into the tree as such that fit nowhere.
    pub(super) fn skip_to(&mut self, end: usize) {
        if self.at >= end {
            return;
        }
        let open = self.open();
        while self.at < end {
            self.bump();
        }
        self.close(open, Kind::Error);
    }

    /// The first token from the next one on that is of one of these kinds, begins a line, or ends the body.
    pub(super) fn find(&self, kinds: &[Kind]) -> usize {
        let stops = |token: &super::Token| {
            matches!(token.kind, END | Kind::RBrace) || token.first_in_line || kinds.contains(&token.kind)
        };
        self.at + self.tokens[self.at..].iter().take_while(|token| !stops(token)).count()
    }

    /// The `;` that ends a statement. Where it is missing this is told, but nothing is lost.
    pub(super) fn semicolon(&mut self, first: usize) {
        if self.eat(Kind::Semicolon) {
            return;
        }
        let token = self.token();
        let statement_ends = token.first_in_line || matches!(token.kind, END | Kind::RBrace);
        if statement_ends || self.is_whole_statement() {
            return self.missing_semicolon();
        }
        if matches!(token.kind, Kind::Comma | Kind::Colon) && self.is_last_in_statement() {
            let span = token.span();
            let message = format!("expected `;` after {}, found {}", self.behind(), self.found());
            let mut entry = self.add("proto-missing-semicolon", span, message);
            entry.help("statements end with `;`").fix("replace it by `;`", span, ";");
            self.bump_error();
            return;
        }
        self.options_without_brackets(first);
    }

    /// Says that there is no `;` before the next token, with which another statement begins.
    pub(super) fn missing_semicolon(&mut self) {
        let end = self.end_before();
        let message = format!("expected `;` after {}, found {}", self.behind(), self.found());
        let mut entry = self.add("proto-missing-semicolon", end, message);
        entry.help("end the statement with `;`").fix("insert `;`", end, ";");
    }

    /// What follows a number where the `;` should be: options, perhaps, but not in `[` and `]`.
    fn options_without_brackets(&mut self, first: usize) {
        let token = self.token();
        let closing = match token.kind {
            Kind::LParen => Kind::RParen,
            Kind::LBrace => Kind::RBrace,
            _ => END,
        };
        // Looked for on this line only, so that it costs no more than what is skipped.
        let mut rest = self.tokens[self.at + 1..].iter();
        let closed = *rest.find(|it| it.first_in_line || it.kind == END || it.kind == closing).unwrap_or(&token);
        let is_option = self.ahead(1).kind == Kind::Ident && self.ahead(2).kind == Kind::Equals;
        let follows_number = self.before().is_some_and(|before| before.kind == Kind::Int);
        let what = self.found_word();
        let is_word = token.kind == Kind::Ident && follows_number;
        let mut entry = self.expected("proto-missing-semicolon", "`;`");
        if closing != END && closed.kind == closing && is_option && follows_number {
            entry.help("options stand in `[` and `]`");
            entry.edits("use brackets", &[(token.span(), "[".to_owned()), (closed.span(), "]".to_owned())]);
        } else if is_word {
            entry.help("options stand in brackets, such as `[deprecated = true]`");
        } else {
            entry.help(format!("end the statement with `;` before {what}"));
        }
        self.skip_statement(first);
    }

    /// Whether nothing of the statement follows the next token.
    fn is_last_in_statement(&self) -> bool {
        let behind = self.ahead(1);
        behind.first_in_line || matches!(behind.kind, END | Kind::RBrace)
    }

    /// Puts the next token into the tree as one that fits nowhere.
    pub(super) fn bump_error(&mut self) {
        self.skip_to(self.at + 1);
    }

    /// A word in the place of a name. Where there is none it is told.
    pub(super) fn name(&mut self, what: &str, help: &str) -> bool {
        if self.is_name() {
            self.bump_name();
            self.hyphens();
            return true;
        }
        self.expected("proto-missing-name", what).help(help);
        false
    }

    /// What is glued to a name with `-`, which other languages allow.
    pub(super) fn hyphens(&mut self) {
        let Some(name) = self.before() else { return };
        let mut end = self.at;
        let mut reach = name.end;
        while self.tokens[end].kind == Kind::Minus
            && self.tokens[end].start == reach
            && matches!(self.tokens[end + 1].kind, Kind::Ident | Kind::Int)
            && self.tokens[end + 1].start == self.tokens[end].end
        {
            reach = self.tokens[end + 1].end;
            end += 2;
        }
        if end == self.at {
            return;
        }
        self.broken = true;
        let span = Span { start: name.start, end: reach };
        let text = span.of_str(self.text);
        let better = text.replace('-', "_");
        let message = format!("expected a name of letters, digits and `_`, found {}", quote(text));
        let mut entry = self.add("proto-character", span, message);
        entry.help("names have no `-`").fix(format!("write `{better}`"), span, better);
        self.skip_to(end);
    }

    /// Whether the next token is a word that is a name here, be it one with wrong letters.
    pub(super) fn is_name(&self) -> bool {
        let token = self.token();
        (token.kind == Kind::Ident || token.kind == Kind::Unknown && token.bad) && !self.is_own_line()
    }

    /// Puts the next word into the tree as a name.
    pub(super) fn bump_name(&mut self) {
        self.broken |= self.is(Kind::Unknown);
        self.bump();
    }

    /// The next token, quoted.
    pub(super) fn found_word(&self) -> String {
        if self.errors.is_full() {
            return String::new();
        }
        quote(self.token().span().of_str(self.text))
    }

    /// The span from a token up to the one before the next.
    pub(super) fn span_from(&self, first: usize) -> Span {
        let start = self.tokens[first].start as usize;
        Span::new(start, self.end_before().end as usize)
    }
}
