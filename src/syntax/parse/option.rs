//! Options: `option name = value;`, and `[name = value, …]` behind a declaration.

use super::super::lex::END;
use super::{Kind, Parser};

impl Parser<'_> {
    /// `option (a).b = value;`
    pub(super) fn option(&mut self) {
        let statement = self.start();
        self.bump_as(Kind::Keyword);
        self.option_parts(statement.first);
        self.end(statement, Kind::Option);
    }

    /// The same where the word `option` is missing.
    pub(super) fn option_without_keyword(&mut self) {
        let statement = self.start();
        self.option_parts(statement.first);
        self.end(statement, Kind::Option);
    }

    fn option_parts(&mut self, first: usize) {
        if self.option_name() && self.equals_value() {
            self.after_value();
            self.semicolon(first);
        } else if !self.token().first_in_line {
            self.skip_statement(first);
        }
    }

    /// `= value`
    fn equals_value(&mut self) -> bool {
        if matches!(self.kind(), Kind::RBracket | Kind::Comma) {
            let end = self.end_before();
            self.expected("proto-missing-equals", "`=` and a value")
                .help("every option has a value, such as `deprecated = true`")
                .fix("insert `= true`", end, " = true");
            return false;
        }
        self.assign() && self.option_value()
    }

    /// `E.VALUE` where `VALUE` is what is meant.
    fn after_value(&mut self) {
        if !self.is(Kind::Dot) || self.ahead(1).kind != Kind::Ident {
            return;
        }
        let Some(before) = self.before().filter(|token| token.kind == Kind::Ident) else { return };
        let mut length = 0;
        while self.ahead(length).kind == Kind::Dot && self.ahead(length + 1).kind == Kind::Ident {
            length += 2;
        }
        let last = self.ahead(length - 1);
        let span = super::Span { start: before.start, end: last.end };
        let value = last.span().of_str(self.text);
        let message = format!("expected the value's simple name, found {}", super::quote(span.of_str(self.text)));
        let qualifier = super::Span { start: before.start, end: last.start };
        let mut entry = self.add("proto-qualified-value", span, message);
        entry.help("a value of an enum is named without the enum").fix(format!("write `{value}`"), qualifier, "");
        self.broken = true;
        self.skip_to(self.at + length);
    }

    /// `a.(b.c).d`
    fn option_name(&mut self) -> bool {
        if !self.is_name() && !self.is(Kind::LParen) {
            self.expected("proto-missing-name", "the option's name")
                .help("options are set with `option name = value;`");
            return false;
        }
        let open = self.open();
        let mut whole = self.option_part();
        self.hyphens();
        while whole && self.eat(Kind::Dot) {
            whole = self.option_part();
        }
        self.close(open, Kind::OptionName);
        whole
    }

    fn option_part(&mut self) -> bool {
        if self.is_name() {
            let open = self.open();
            self.bump_name();
            self.close(open, Kind::OptionPart);
            return true;
        }
        if !self.is(Kind::LParen) {
            self.expected("proto-missing-name", "a part of the option's name")
                .help("options are set with `option name = value;`");
            return false;
        }
        let open = self.open();
        self.bump();
        let mut whole = self.extension_name();
        if whole && !self.eat(Kind::RParen) {
            let end = self.end_before();
            let mut entry = self.expected("proto-missing-parenthesis", "`)`");
            entry.help("the name of a custom option stands in parentheses").fix("insert `)`", end, ")");
            whole = self.is(Kind::Equals) || self.is(Kind::Dot);
        }
        self.close(open, Kind::OptionPart);
        whole
    }

    /// The name in the parentheses.
    fn extension_name(&mut self) -> bool {
        if !self.is_name() && !self.is(Kind::Dot) {
            self.expected("proto-missing-name", "the name of a custom option")
                .help("a custom option is named in parentheses, such as `(my.option)`");
            return false;
        }
        let open = self.open();
        if self.is_name() {
            self.bump_name();
        }
        let mut whole = true;
        while whole && self.eat(Kind::Dot) {
            whole = self.name("a name", "the parts of a name are joined by `.`");
        }
        self.close(open, Kind::Name);
        whole
    }

    /// `[name = value, …]`
    pub(super) fn compact_options(&mut self) {
        let list = self.open();
        self.bump();
        loop {
            let before = self.at;
            self.compact_option();
            if self.eat(Kind::Comma) {
                continue;
            }
            if self.eat(Kind::RBracket) || !self.more_options(before) {
                break;
            }
        }
        self.close(list, Kind::CompactOptions);
    }

    /// Whether there is another option though no comma stands before it; if there is none, the bracket is missing.
    fn more_options(&mut self, before: usize) -> bool {
        let end = self.end_before();
        let token = self.token();
        let is_name = matches!(token.kind, Kind::Ident | Kind::LParen) && self.at > before;
        if is_name && !self.is_own_line() && matches!(self.ahead(1).kind, Kind::Equals | Kind::Ident | Kind::Dot) {
            let message = format!("expected `,` or `]` after {}, found {}", self.behind(), self.found());
            let place = if token.first_in_line { end } else { token.span() };
            let mut entry = self.add("proto-missing-comma", place, message);
            entry.help("options are separated by `,`").fix("insert `,`", end, ",");
            return true;
        }
        let message = format!("expected `,` or `]` after {}, found {}", self.behind(), self.found());
        let is_lost =
            !matches!(token.kind, END | Kind::Semicolon | Kind::RBrace | Kind::LBrace) && !token.first_in_line;
        let place = self.place();
        let mut entry = self.add("proto-missing-bracket", place, message);
        entry.help("the options of a declaration stand in `[` and `]`");
        if !is_lost {
            entry.fix("insert `]`", end, "]");
            return false;
        }
        self.broken = true;
        self.skip_to(self.find(&[Kind::Semicolon, Kind::RBracket, Kind::Comma]));
        if self.eat(Kind::Comma) {
            return true;
        }
        self.eat(Kind::RBracket);
        false
    }

    fn compact_option(&mut self) {
        if !self.is_name() && !self.is(Kind::LParen) {
            // The declaration is whole without it. Of several that are missing in a row only the first is told.
            let broken = self.broken;
            if self.at > 0 && self.told == self.at - 1 {
                self.told = self.at;
            }
            self.expected("proto-missing-name", "an option").help("options are written `[name = value]`");
            self.broken = broken;
            return self.skip_to(self.find(&[Kind::Semicolon, Kind::RBracket, Kind::Comma]));
        }
        let statement = self.start();
        if self.option_name() && self.equals_value() {
            self.after_value();
        }
        self.end(statement, Kind::CompactOption);
    }
}
