//! The names of types, and `map<K, V>`.

use super::recover::SCALARS;
use super::{Kind, Parser};
use crate::text::Span;

impl Parser<'_> {
    /// The name of a type; false if there is none.
    pub(super) fn type_name(&mut self) -> bool {
        let token = self.token();
        let is_word = token.kind == Kind::Ident || token.kind == Kind::Unknown && token.bad;
        let is_rooted = token.kind == Kind::Dot && self.ahead(1).kind == Kind::Ident;
        if !is_word && !is_rooted {
            return false;
        }
        // Built-in types have no parts, and neither has what is called `map`, since that was looked for first.
        let word = self.word();
        let open = self.open();
        self.eat(Kind::Dot);
        self.bump_name();
        let is_whole = self.is(Kind::Dot) && (SCALARS.contains(&word) || matches!(word, "map" | "group"));
        while !is_whole && self.eat(Kind::Dot) {
            let is_word = self.is(Kind::Ident) || self.is(Kind::Unknown) && self.token().bad;
            // The part may stand on the next line, but not where that begins with what is hardly ever a part.
            let begins_field = self.token().first_in_line && SCALARS.contains(&self.word());
            if !is_word || self.is_own_statement() || begins_field && self.ahead(1).kind == Kind::Ident {
                self.expected("proto-missing-name", "a name").help("the parts of a name are joined by `.`");
                break;
            }
            self.bump_name();
        }
        self.close(open, Kind::TypeName);
        true
    }

    /// `map<K, V>`
    pub(super) fn map_type(&mut self) {
        let open = self.open();
        self.bump_as(Kind::Keyword);
        self.bump();
        self.map_part("the type of the keys");
        if !self.eat(Kind::Comma) {
            self.no_comma_in_map();
        }
        if !self.is(Kind::RAngle) || self.before().is_some_and(|token| token.kind == Kind::Comma) {
            self.map_part("the type of the values");
        }
        if !self.eat(Kind::RAngle) {
            self.more_in_map();
        }
        self.close(open, Kind::MapType);
    }

    fn map_part(&mut self, what: &str) {
        if matches!(self.word(), "repeated" | "optional" | "required") && self.type_length(1) > 0 {
            let word = self.word();
            let span = self.token().span();
            let until = Span { start: span.start, end: self.ahead(1).start };
            let mut entry = self.add("proto-map", span, format!("expected {what}, found `{word}`"));
            if word == "repeated" {
                entry.help("the values of a map have no label; put the list into a message of its own");
            } else {
                entry.help("keys and values of a map have no label").fix(format!("remove `{word}`"), until, "");
            }
            self.broken = true;
            self.bump_error();
        }
        if self.token().first_in_line && self.is_own_line() || !self.type_name() {
            self.expected("proto-map", what).help("a map is written `map<key, value>`, such as `map<string, int32>`");
        }
    }

    fn no_comma_in_map(&mut self) {
        let end = self.end_before();
        let type_follows = self.type_length(0) > 0;
        let broken = self.broken;
        let mut entry = self.expected("proto-map", "`,`");
        entry.help("a map has a type for its keys and one for its values: `map<string, int32>`");
        if type_follows {
            entry.fix("insert `,`", end, ",");
            self.broken = broken;
        }
    }

    /// What stands in a map before its `>`, or that this is missing.
    fn more_in_map(&mut self) {
        let end = self.end_before();
        let help = match self.kind() {
            Kind::LAngle => "the types of a map have no parameters; put the inner map into a message of its own",
            _ => "a map is written `map<key, value>`",
        };
        let is_missing = self.is_over() || matches!(self.kind(), Kind::Equals | Kind::Semicolon);
        let is_missing = is_missing || self.is(Kind::Ident) && self.ahead(1).kind == Kind::Equals;
        let mut entry = self.expected("proto-map", "`>`");
        entry.help(help);
        if is_missing {
            entry.fix("insert `>`", end, ">");
            return;
        }
        // The name before the `=` is the field's.
        let end = self.find(&[Kind::Equals, Kind::Semicolon, Kind::LBrace]);
        let is_name = self.tokens[end].kind == Kind::Equals && self.tokens[end - 1].kind == Kind::Ident;
        self.skip_to(if is_name { end - 1 } else { end });
    }
}
