//! Values of options: literals, strings and lists.

use super::super::lex::END;
use super::{Kind, MAX_LITERALS, Parser};

/// What a value may be.
const VALUES: &str = "a value is a number, `true`, `false`, the name of an enum's value, text in quotes, or `{ … }`";

impl Parser<'_> {
    /// The value behind an option's `=`.
    pub(super) fn option_value(&mut self) -> bool {
        match self.kind() {
            Kind::LAngle => {
                let message = "expected `{` before the fields of the value, found '<'".to_owned();
                self.add("proto-value", self.token().span(), message)
                    .help("at its outermost a message stands in `{` and `}`");
                self.broken = true;
                self.aggregate();
            }
            Kind::LBracket => {
                let message = "expected one value, found a list".to_owned();
                let entry = &mut self.add("proto-value", self.token().span(), message);
                entry.help("set the option several times, once for each value");
                self.broken = true;
                self.list_value();
            }
            Kind::LBrace => self.aggregate(),
            _ => return self.scalar("a value"),
        }
        true
    }

    /// A literal, or strings.
    pub(super) fn scalar(&mut self, what: &str) -> bool {
        let token = self.token();
        match token.kind {
            Kind::String => self.strings(),
            Kind::Ident if self.is_behind_value() => {
                self.expected("proto-missing-value", what).help(VALUES);
                return false;
            }
            Kind::Ident | Kind::Int | Kind::Float => {
                let open = self.open();
                self.bump();
                self.close(open, Kind::Literal);
            }
            Kind::Minus | Kind::Plus => self.signed(),
            Kind::Unknown if token.bad => {
                self.broken = true;
                let open = self.open();
                self.bump();
                self.close(open, Kind::Literal);
            }
            _ => {
                self.expected("proto-missing-value", what).help(VALUES);
                return false;
            }
        }
        true
    }

    /// Whether the value is missing, since the next line begins with what follows it: a field of the literal around, or a
    /// statement.
    fn is_behind_value(&self) -> bool {
        if self.literals == 0 {
            return self.is_own_line();
        }
        let behind = self.ahead(1).kind;
        self.token().first_in_line && matches!(behind, Kind::Colon | Kind::LBrace | Kind::LAngle)
    }

    /// `-1`, `-inf`
    fn signed(&mut self) {
        let sign = self.token();
        let next = self.ahead(1);
        let word = self.word_ahead(1);
        let is_number = match next.kind {
            Kind::Ident => self.may_be_negative(word),
            kind => matches!(kind, Kind::Int | Kind::Float),
        };
        if sign.kind == Kind::Plus {
            let message = "expected a number, found '+'".to_owned();
            self.add("proto-value", sign.span(), message).help("positive numbers have no sign").fix(
                "remove the `+`",
                sign.span(),
                "",
            );
        } else if !is_number {
            self.broken = true;
            let found = super::quote(next.span().of_str(self.text));
            let message = format!("expected a number after '-', found {found}");
            let place = if next.first_in_line { sign.span() } else { next.span() };
            if !next.bad {
                self.errors.add("proto-value", place, message).help("only numbers, `inf` and `nan` may be negative");
            }
        }
        let open = self.open();
        self.bump();
        let is_meant = !next.first_in_line && matches!(next.kind, Kind::Ident | Kind::Unknown | Kind::String);
        if is_meant || is_number {
            self.bump();
        }
        self.close(open, Kind::Literal);
    }

    /// Whether a `-` may stand before a word: within a literal its field decides.
    fn may_be_negative(&self, word: &str) -> bool {
        matches!(word, "inf" | "nan") || self.literals > 0
    }

    /// Strings: one or more, which are one value.
    pub(super) fn strings(&mut self) {
        let open = self.open();
        self.bump();
        while self.is(Kind::String) {
            self.bump();
        }
        self.close(open, Kind::Strings);
    }

    /// `[1, 2]`
    pub(super) fn list_value(&mut self) {
        if self.literals >= MAX_LITERALS {
            return self.too_many_literals();
        }
        self.literals += 1;
        let opening = self.at;
        let open = self.open();
        self.bump();
        if !self.is(Kind::RBracket) {
            self.list_parts();
        }
        self.literal_over(opening, self.is(Kind::RBracket), "]");
        self.close(open, Kind::List);
    }

    fn list_parts(&mut self) {
        loop {
            let before = self.at;
            match self.kind() {
                Kind::LBrace | Kind::LAngle => self.aggregate(),
                Kind::LBracket => {
                    let message = "expected a value, found a list within a list".to_owned();
                    self.broken = true;
                    self.add("proto-value", self.token().span(), message).help("lists hold values only");
                    self.list_value();
                }
                _ => {
                    if !self.scalar("a value") {
                        self.skip_to(self.find(&[
                            Kind::RAngle,
                            Kind::RBracket,
                            Kind::Comma,
                            Kind::Semicolon,
                            Kind::LBrace,
                        ]));
                    }
                }
            }
            if self.eat(Kind::Comma) {
                continue;
            }
            if self.at == before || !matches!(self.kind(), Kind::Ident | Kind::Int | Kind::Float | Kind::LBrace) {
                return;
            }
            let end = self.end_before();
            self.expected("proto-missing-comma", "`,` or `]`").help("values are separated by `,`").fix(
                "insert `,`",
                end,
                ",",
            );
        }
    }

    /// Skips a bracket that lies too deep, and all that is in it.
    pub(super) fn too_many_literals(&mut self) {
        self.broken = true;
        let message = format!("expected at most {MAX_LITERALS} levels of brackets in a value, found one more");
        let entry = &mut self.add("proto-too-deep", self.token().span(), message);
        entry.help("write the value with fewer levels");
        let mut depth = 0_usize;
        let mut end = self.at;
        while self.tokens[end].kind != END {
            match self.tokens[end].kind {
                Kind::LBrace | Kind::LAngle | Kind::LBracket => depth += 1,
                Kind::RBrace | Kind::RAngle | Kind::RBracket => depth = depth.saturating_sub(1),
                _ => {}
            }
            end += 1;
            if depth == 0 {
                break;
            }
        }
        self.skip_to(end);
    }
}
