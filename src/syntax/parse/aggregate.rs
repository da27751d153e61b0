//! Aggregates: values with fields, in protobuf's text format.

use super::{Kind, MAX_LITERALS, Parser};

impl Parser<'_> {
    /// `{ … }` or `< … >`
    pub(super) fn aggregate(&mut self) {
        if self.literals >= MAX_LITERALS {
            return self.too_many_literals();
        }
        self.literals += 1;
        let opening = self.at;
        let open = self.open();
        let closing = if self.is(Kind::LBrace) { Kind::RBrace } else { Kind::RAngle };
        let end = self.braces.end_of(opening);
        self.bump();
        let is_closed = loop {
            if self.is_end() || end.is_some_and(|end| self.at >= end) {
                break false;
            }
            match self.kind() {
                kind if kind == closing => break true,
                Kind::RBrace => break false,
                Kind::Ident | Kind::LBracket => {
                    self.aggregate_field();
                    let is_separator = matches!(self.kind(), Kind::Comma | Kind::Semicolon);
                    if is_separator && end.is_none_or(|end| self.at < end) {
                        self.bump();
                    }
                }
                Kind::Unknown if self.token().bad => {
                    self.broken = true;
                    self.bump();
                }
                _ => self.stray_in_literal(),
            }
        };
        self.literal_over(opening, is_closed, if closing == Kind::RBrace { "}" } else { ">" });
        self.close(open, Kind::Aggregate);
    }

    /// The bracket that ends a literal, or that there is none.
    pub(super) fn literal_over(&mut self, opening: usize, is_closed: bool, closing: &str) {
        if is_closed {
            // Comments before it are still in the literal, those behind it are not.
            self.cover_trivia();
            self.bump();
        } else {
            self.open_literal(opening, closing);
        }
        self.literals -= 1;
    }

    fn open_literal(&mut self, opening: usize, closing: &str) {
        self.broken = true;
        let token = self.tokens[opening];
        let end = self.end_before();
        let bracket = token.span().of_str(self.text);
        let wrong = self.token();
        let is_wrong = wrong.kind == Kind::RAngle && closing == "}";
        let found = if is_wrong { "'>'" } else { "none" };
        let message = format!("expected `{closing}` for this `{bracket}`, found {found}");
        let mut entry = self.add_at(opening, "proto-unclosed", message);
        entry.help(format!("every `{bracket}` needs a `{closing}`"));
        if is_wrong {
            entry.label(wrong.span(), "this is another bracket").fix("replace it by `}`", wrong.span(), "}");
            self.bump_error();
        } else {
            entry.label(end, "it seems to be missing here").fix(format!("insert `{closing}`"), end, closing);
        }
    }

    fn stray_in_literal(&mut self) {
        if self.is(Kind::String) && self.ahead(1).kind == Kind::Colon {
            // As JSON has it.
            let open = self.open();
            self.quoted_name();
            self.aggregate_value();
            self.close(open, Kind::AggregateField);
            if matches!(self.kind(), Kind::Comma | Kind::Semicolon) {
                self.bump();
            }
            return;
        }
        let is_separator = matches!(self.kind(), Kind::Comma | Kind::Semicolon);
        let message = format!("expected a field of the value, found {}", self.found_word());
        let help = match self.kind() {
            Kind::Comma | Kind::Semicolon => "one `,` or `;` may stand behind a field, and none elsewhere",
            _ => "fields of a value are written `name: value`",
        };
        self.broken = true;
        self.add("proto-value", self.token().span(), message).help(help);
        self.bump_error();
        if !is_separator {
            self.skip_in_literal();
            if matches!(self.kind(), Kind::Comma | Kind::Semicolon) {
                self.bump();
            }
        }
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
        let is_dotted = self.is(Kind::Dot);
        let mut entry = self.expected("proto-missing-colon", "`:`");
        if is_dotted {
            entry.help("a field within a field is written `a { b: value }`");
        } else {
            entry.help("fields of a value are written `name: value`").fix("insert `:`", end, ":");
        }
    }
}
