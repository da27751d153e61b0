//! `extensions` and `reserved`: ranges of numbers, and names.

use super::super::literal;
use super::{Kind, Parser};

/// The greatest number there is, for `max`.
const MAX: u32 = u32::MAX;

impl Parser<'_> {
    /// `extensions 100 to 199, 300 [options];`
    pub(super) fn extensions(&mut self) {
        let statement = self.start();
        self.bump_as(Kind::Keyword);
        let whole = self.list(|parser| parser.range(false, "a number, or a range such as `100 to 199`"));
        if whole && self.is(Kind::LBracket) {
            self.compact_options();
        }
        self.end_of_list(whole, statement.first);
        self.end(statement, Kind::Extensions);
    }

    /// `reserved 1, 3 to 5;` or `reserved "a", "b";`
    pub(super) fn reserved(&mut self, signed: bool) {
        let statement = self.start();
        self.bump_as(Kind::Keyword);
        let kind = self.kind();
        let is_own = self.is_own_line();
        // `max to 3` is a range the wrong way round.
        let is_range = self.is_word("max") && self.word_ahead(1) == "to";
        let whole = match kind {
            Kind::String if !is_own => self.list(|parser| parser.reserved_name(Kind::String)),
            Kind::Ident if !is_own && !is_range => self.list(|parser| parser.reserved_name(Kind::Ident)),
            _ => self.list(|parser| parser.range(signed, "a number, a range or a name in quotes")),
        };
        self.end_of_list(whole, statement.first);
        self.end(statement, Kind::Reserved);
    }

    /// One or more, with commas between them.
    fn list(&mut self, part: impl Fn(&mut Self) -> bool) -> bool {
        loop {
            if !part(self) {
                return false;
            }
            if self.eat(Kind::Comma) {
                continue;
            }
            if !matches!(self.kind(), Kind::Int | Kind::String) || self.token().first_in_line {
                return true;
            }
            let end = self.end_before();
            let message = format!("expected `,` after {}, found {}", self.behind(), self.found());
            let mut entry = self.add("proto-missing-comma", self.token().span(), message);
            entry.help("numbers and names are separated by `,`").fix("insert `,`", end, ",");
        }
    }

    fn end_of_list(&mut self, whole: bool, first: usize) {
        if whole {
            self.semicolon(first);
        } else if !self.token().first_in_line || matches!(self.kind(), Kind::Int | Kind::String) {
            self.skip_statement(first);
        }
    }

    fn reserved_name(&mut self, kind: Kind) -> bool {
        if self.is(kind) && !self.is_own_line() {
            match kind {
                Kind::String => self.strings(),
                _ => self.bump(),
            }
            return true;
        }
        let what = if kind == Kind::String { "a name in quotes" } else { "a name" };
        let is_mixed = matches!(self.kind(), Kind::Int | Kind::String | Kind::Ident) && !self.is_own_line();
        let help = if is_mixed {
            "numbers, names in quotes and names without quotes stand in statements of their own"
        } else {
            "names are separated by `,`"
        };
        self.expected("proto-reserved", what).help(help);
        false
    }

    /// `1 to 5`
    fn range(&mut self, signed: bool, what: &str) -> bool {
        if !self.is_number(signed) {
            let is_name = matches!(self.kind(), Kind::String | Kind::Ident) && !self.token().first_in_line;
            let help = if is_name && self.before().is_some_and(|token| token.kind == Kind::Comma) {
                "names stand in a statement of their own"
            } else if self.is(Kind::Minus) && !signed {
                "field numbers begin with 1"
            } else {
                "such as `4, 10 to 19`"
            };
            let comma = self.before().filter(|token| token.kind == Kind::Comma && self.token().first_in_line);
            let mut entry = self.expected("proto-range", what);
            entry.help(help);
            if let Some(comma) = comma {
                entry.fix("replace the `,` by `;`", comma.span(), ";");
            }
            return false;
        }
        let open = self.open();
        let start = self.range_number();
        let mut end = start;
        let whole = match (self.word(), self.kind()) {
            ("to", _) => {
                self.bump_as(Kind::Keyword);
                if self.eat_word("max") {
                    end = Some(MAX);
                    true
                } else if self.is_number(signed) {
                    end = self.range_number();
                    true
                } else {
                    self.expected("proto-range", "a number or `max`").help("a range is written `10 to 19`");
                    false
                }
            }
            (_, Kind::Minus) if self.ahead(1).kind == Kind::Int => {
                let span = self.token().span();
                let glued =
                    self.before().is_some_and(|token| token.end == span.start) && self.ahead(1).start == span.end;
                let to = if glued { " to " } else { "to" };
                let mut entry = self.add("proto-range", span, "expected `to` in the range, found '-'".to_owned());
                entry.help("a range is written `10 to 19`, both ends included").fix("replace it by `to`", span, to);
                self.bump_error();
                end = self.range_number();
                true
            }
            _ => true,
        };
        self.close(open, Kind::Range);
        if let (Some(start), Some(end), Some(numbers)) = (start, end, self.numbers.last_mut()) {
            numbers.take_range(start, end);
        }
        whole
    }

    fn is_number(&self, signed: bool) -> bool {
        let minus = usize::from(signed && self.is(Kind::Minus));
        self.ahead(minus).kind == Kind::Int
    }

    /// A Number, and its value unless it is negative or too large.
    fn range_number(&mut self) -> Option<u32> {
        let first = self.at;
        self.signed_int();
        let token = self.tokens[first];
        let value = (token.kind == Kind::Int).then(|| literal::int(token.span().of_str(self.text)))??;
        u32::try_from(value).ok()
    }
}
