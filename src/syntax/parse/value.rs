//! Values of options: literals, strings, and aggregates, which are protobuf's text format.

use super::super::lex::END;
use super::{Kind, MAX_LITERALS, Parser};

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
    fn scalar(&mut self, what: &str) -> bool {
        let token = self.token();
        match token.kind {
            Kind::String if !self.is_own_line() => self.strings(),
            Kind::Ident | Kind::Int | Kind::Float if !self.is_own_line() => {
                let open = self.open();
                self.bump();
                self.close(open, Kind::Literal);
            }
            Kind::Minus | Kind::Plus if !self.ahead(1).first_in_line => self.signed(),
            Kind::Unknown if token.bad => {
                self.broken = true;
                let open = self.open();
                self.bump();
                self.close(open, Kind::Literal);
            }
            _ => {
                self.expected("proto-missing-value", what);
                return false;
            }
        }
        true
    }

    /// `-1`, `-inf`
    fn signed(&mut self) {
        let sign = self.token();
        let next = self.ahead(1);
        let word = self.word_ahead(1);
        if sign.kind == Kind::Plus {
            let message = "expected a number, found '+'".to_owned();
            self.add("proto-value", sign.span(), message).help("positive numbers have no sign").fix(
                "remove the `+`",
                sign.span(),
                "",
            );
        } else if !matches!(next.kind, Kind::Int | Kind::Float)
            && !(next.kind == Kind::Ident && self.may_be_negative(word))
        {
            self.broken = true;
            let found = super::quote(next.span().of_str(self.text));
            let message = format!("expected a number after '-', found {found}");
            if !next.bad {
                self.errors
                    .add("proto-value", next.span(), message)
                    .help("only numbers, `inf` and `nan` may be negative");
            }
        }
        let open = self.open();
        self.bump();
        if matches!(next.kind, Kind::Int | Kind::Float | Kind::Ident | Kind::Unknown | Kind::String) {
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

    /// `{ … }` or `< … >`
    fn aggregate(&mut self) {
        if self.literals >= MAX_LITERALS {
            return self.too_many_literals();
        }
        self.literals += 1;
        let opening = self.at;
        let open = self.open();
        let closing = if self.is(Kind::LBrace) { Kind::RBrace } else { Kind::RAngle };
        let end = self.braces.end_of(opening);
        self.bump();
        loop {
            if self.is_end() || end.is_some_and(|end| self.at >= end) {
                self.open_literal(opening, if closing == Kind::RBrace { "}" } else { ">" });
                break;
            }
            match self.kind() {
                kind if kind == closing => {
                    self.literal_over();
                    break;
                }
                Kind::RBrace => {
                    self.open_literal(opening, ">");
                    break;
                }
                Kind::Ident | Kind::LBracket => self.aggregate_field(),
                Kind::Unknown if self.token().bad => {
                    self.broken = true;
                    self.bump();
                }
                _ => self.stray_in_literal(),
            }
        }
        if self.literals > 0 && self.before().is_none_or(|token| token.kind != closing) {
            self.literals -= 1;
        }
        self.close(open, Kind::Aggregate);
    }

    /// The bracket that ends a literal.
    fn literal_over(&mut self) {
        // Comments before it are still in the literal, those behind it are not.
        self.cover_trivia();
        self.literals -= 1;
        self.bump();
    }

    fn open_literal(&mut self, opening: usize, closing: &str) {
        self.broken = true;
        let token = self.tokens[opening];
        let end = self.end_before();
        let bracket = token.span().of_str(self.text);
        let found = if self.is_end() { "the end of the file".to_owned() } else { self.found_word() };
        let message = format!("expected `{closing}` for this `{bracket}`, found {found}");
        let mut entry = self.errors.add("proto-unclosed", token.span(), message);
        entry.help(format!("every `{bracket}` needs a `{closing}`"));
        entry.label(end, "it seems to be missing here").fix(format!("insert `{closing}`"), end, closing);
    }

    fn stray_in_literal(&mut self) {
        let message = format!("expected a field of the value, found {}", self.found_word());
        let help = match self.kind() {
            Kind::Comma | Kind::Semicolon => "one `,` or `;` may stand behind a field, and none elsewhere",
            _ => "fields of a value are written `name: value`",
        };
        self.broken = true;
        self.add("proto-value", self.token().span(), message).help(help);
        self.bump_error();
        self.skip_in_literal();
    }

    /// Skips up to what may begin a field.
    fn skip_in_literal(&mut self) {
        let end = self.find(&[Kind::RAngle, Kind::Comma, Kind::Semicolon, Kind::LBrace, Kind::LAngle]);
        self.skip_to(end);
    }

    /// `name: value`
    fn aggregate_field(&mut self) {
        let open = self.open();
        let whole = self.aggregate_name() && self.aggregate_value();
        self.close(open, Kind::AggregateField);
        if !whole {
            self.broken = true;
            self.skip_in_literal();
        }
        if matches!(self.kind(), Kind::Comma | Kind::Semicolon) {
            self.bump();
        }
    }

    fn aggregate_name(&mut self) -> bool {
        let open = self.open();
        let whole = if self.is(Kind::LBracket) {
            self.bump();
            self.bracketed_name()
        } else {
            self.bump();
            true
        };
        self.close(open, Kind::AggregateName);
        whole
    }

    /// `a.b.c]`, `type.example.com/a.b.C]`
    fn bracketed_name(&mut self) -> bool {
        loop {
            if !self.is(Kind::Ident) {
                self.expected("proto-missing-name", "the name of an extension or a type")
                    .help("such as `[a.b.name]: 1`");
                return self.eat(Kind::RBracket);
            }
            let open = self.open();
            // Hosts have hyphens.
            while matches!(self.kind(), Kind::Ident | Kind::Dot | Kind::Minus) {
                self.bump();
            }
            self.close(open, Kind::Name);
            if !self.eat(Kind::Slash) {
                break;
            }
        }
        if self.eat(Kind::RBracket) {
            return true;
        }
        let end = self.end_before();
        self.expected("proto-missing-bracket", "`]`").help("an extension's name stands in `[` and `]`").fix(
            "insert `]`",
            end,
            "]",
        );
        self.is(Kind::Colon)
    }

    fn aggregate_value(&mut self) -> bool {
        let colon = self.colon();
        match self.kind() {
            Kind::LBrace | Kind::LAngle => {
                self.aggregate();
                true
            }
            Kind::LBracket => {
                let first = self.ahead(1).kind;
                if !colon && !matches!(first, Kind::LBrace | Kind::LAngle | Kind::RBracket) {
                    self.no_colon();
                }
                self.list_value();
                true
            }
            _ if colon => self.scalar("a value"),
            _ => {
                self.no_colon();
                !self.token().first_in_line && self.scalar("a value")
            }
        }
    }

    /// `:`, or `=` in its place.
    fn colon(&mut self) -> bool {
        if self.is(Kind::Equals) {
            let span = self.token().span();
            let message = format!("expected `:` after {}, found '='", self.behind());
            let mut entry = self.add("proto-missing-colon", span, message);
            entry.help("fields of a value are written `name: value`").fix("replace it by `:`", span, ":");
            self.bump_error();
            return true;
        }
        self.eat(Kind::Colon)
    }

    fn no_colon(&mut self) {
        let end = self.end_before();
        self.expected("proto-missing-colon", "`:`").help("fields of a value are written `name: value`").fix(
            "insert `:`",
            end,
            ":",
        );
    }

    /// `[1, 2]`
    fn list_value(&mut self) {
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
        if self.is(Kind::RBracket) {
            self.literal_over();
        } else {
            self.literals -= 1;
            self.open_literal(opening, "]");
        }
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

    fn too_many_literals(&mut self) {
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
