//! Enums and their values.

use super::message::Place;
use super::number::Numbered;
use super::{Kind, Parser};

impl Parser<'_> {
    /// `enum E { … }`, with what stands before it.
    pub(super) fn enumeration(&mut self) {
        let statement = self.start();
        self.visibility();
        self.bump_as(Kind::Keyword);
        self.name("the enum's name", "an enum is declared as `enum Name { … }`");
        self.numbers.push(Default::default());
        self.body(Place::Enum, &statement);
        self.settle_numbers(0);
        self.end(statement, Kind::Enum);
    }

    /// `A = 0;`
    pub(super) fn enum_value(&mut self) {
        let statement = self.start();
        let is_block = self.ahead(1).kind == Kind::Ident && self.ahead(2).kind == Kind::LBrace;
        if !self.is_value_name() || is_block {
            let message = format!("expected a value, found {}", self.found_word());
            let help = match self.word() {
                "message" | "enum" => "enums hold values only; declare it outside of the enum",
                _ => "a value is declared as `NAME = number;`",
            };
            self.add("proto-unexpected", self.token().span(), message).help(help);
            self.skip_statement(statement.first);
            return self.end(statement, Kind::Error);
        }
        if self.ahead(1).kind == Kind::Ident && !self.ahead(1).first_in_line && self.ahead(2).kind == Kind::Equals {
            let span = self.token().span();
            let until = super::Span { start: span.start, end: self.ahead(1).start };
            let message = format!("expected a value's name, found {} before it", self.found_word());
            let mut entry = self.add("proto-unexpected", span, message);
            entry.help("the values of an enum have no type: `NAME = number;`").fix("remove the word", until, "");
            self.bump_error();
        }
        self.bump_name();
        self.hyphens();
        if self.number(Numbered::EnumValue) {
            if self.is(Kind::LBracket) {
                self.compact_options();
            }
            self.value_over(statement.first);
        } else if self.is(Kind::Comma) {
            // What stands between values in other languages; that the number is missing has been told.
            self.bump_error();
        } else if !self.token().first_in_line {
            self.skip_statement(statement.first);
        }
        self.end(statement, Kind::EnumValue);
    }

    /// The `;` behind a value; another value may follow on the line.
    fn value_over(&mut self, first: usize) {
        if self.is(Kind::Ident) && self.ahead(1).kind == Kind::Equals {
            self.missing_semicolon();
        } else {
            self.semicolon(first);
        }
    }

    fn is_value_name(&self) -> bool {
        self.is(Kind::Ident) || self.is(Kind::Unknown) && self.token().bad
    }
}
