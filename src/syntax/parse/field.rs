//! Fields: label, type, name, number, options; maps and groups. Also type names.

use super::super::lex::END;
use super::message::Place;
use super::recover::{LABELS, SCALARS};
use super::{Kind, Parser, Statement};
use crate::suggest::closest;
use crate::text::Span;

/// A number that a declaration gives its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbered {
    Field,
    EnumValue,
}

impl Parser<'_> {
    /// A field of any shape.
    pub(super) fn field(&mut self, place: Place) {
        let statement = self.start();
        let kind = self.field_parts(place, &statement);
        self.end(statement, kind);
    }

    fn field_parts(&mut self, place: Place, statement: &Statement) -> Kind {
        self.label();
        let is_map = self.is_word("map") && self.ahead(1).kind == Kind::LAngle;
        let mut kind = Kind::Field;
        if is_map {
            kind = Kind::MapField;
            self.map_type();
        } else if self.is_word("group") {
            kind = Kind::Group;
            self.bump_as(Kind::Keyword);
        } else if self.at > statement.first && self.is_own_statement() || !self.type_name() {
            self.no_type(place, statement);
            return Kind::Field;
        }
        if !self.field_name(statement) || !self.number(Numbered::Field) {
            // What follows is of another statement.
            self.after_broken_field(statement);
            return kind;
        }
        if self.is(Kind::LBracket) {
            self.compact_options();
        }
        if kind != Kind::Group {
            self.semicolon(statement.first);
            return kind;
        }
        if self.is(Kind::LBrace) {
            self.message_body(statement);
        } else {
            self.expected("proto-missing-brace", "`{` and the group's fields")
                .help("a group has a body, as a message has");
            self.after_broken_field(statement);
        }
        kind
    }

    /// The label; one that is misspelt is taken for what is meant, a word of another language is passed over.
    fn label(&mut self) {
        loop {
            let is_label = LABELS.contains(&self.word());
            if !self.is_before_field() {
                if is_label {
                    self.bump_as(Kind::Keyword);
                }
                return;
            }
            // A whole field follows, so this word is one too many for a type.
            if is_label && self.is_before_field_at(1) {
                let word = self.word();
                let span = self.token().span();
                let message = format!("expected one label, found '{word}' and '{}'", self.word_ahead(1));
                let until = Span { start: span.start, end: self.ahead(1).start };
                let mut entry = self.add("proto-label", span, message);
                entry.help("a field has one label at most").fix(format!("remove `{word}`"), until, "");
                self.bump_error();
            } else if is_label {
                self.bump_as(Kind::Keyword);
                return;
            } else if let Some(label) = closest(self.word(), LABELS) {
                self.misspelt(label);
                return;
            } else {
                let span = self.token().span();
                let word = self.found_word();
                let until = Span { start: span.start, end: self.ahead(1).start };
                let mut entry = self.add("proto-unexpected", span, format!("expected a field, found {word} before it"));
                entry.help("a field is declared as `type name = number;`, with a label before it at most");
                entry.fix("remove the word", until, "");
                self.bump_error();
            }
        }
    }

    fn is_before_field(&self) -> bool {
        self.is_before_field_at(0)
    }

    /// Whether behind the word that lies so many ahead there is a type, a name and an `=`, on its line.
    fn is_before_field_at(&self, word: usize) -> bool {
        if self.ahead(word).kind != Kind::Ident || self.ahead(word + 1).kind != Kind::Ident {
            return false;
        }
        let from = word + 1;
        let name = from + self.type_length(from);
        let names = self.ahead(name).kind == Kind::Ident && self.ahead(name + 1).kind == Kind::Equals;
        names && !(from..=name).any(|at| self.ahead(at).first_in_line)
    }

    /// Whether the next line is a statement that no label can belong to.
    fn is_own_statement(&self) -> bool {
        if !self.token().first_in_line {
            return false;
        }
        let next = self.ahead(1).kind;
        match self.word() {
            "message" | "enum" | "oneof" | "extend" | "service" => {
                next == Kind::Ident && self.ahead(2).kind == Kind::LBrace
            }
            "option" => next == Kind::LParen || self.ahead(2).kind == Kind::Equals && self.ahead(3).kind != Kind::Int,
            "reserved" | "extensions" => matches!(next, Kind::Int | Kind::String),
            word => LABELS.contains(&word) && next == Kind::Ident,
        }
    }

    /// There is no type where a field should be.
    fn no_type(&mut self, place: Place, statement: &Statement) {
        if self.at > statement.first {
            self.expected("proto-missing-type", "a type").help("a field is declared as `type name = number;`");
        } else {
            let message = format!("expected a field, found {}", self.found_word());
            let help = match (place, self.kind()) {
                (Place::Oneof | Place::Extend, Kind::Semicolon) => "remove it",
                _ => "a field is declared as `type name = number;`",
            };
            self.add("proto-unexpected", self.token().span(), message).help(help);
        }
        self.after_broken_field(statement);
    }

    fn after_broken_field(&mut self, statement: &Statement) {
        if self.token().first_in_line && self.at > statement.first {
            self.broken = true;
        } else {
            self.skip_statement(statement.first);
        }
    }

    fn field_name(&mut self, statement: &Statement) -> bool {
        if self.is_name() {
            self.bump_name();
            return true;
        }
        match self.kind() {
            Kind::LBracket if self.ahead(1).kind == Kind::RBracket => self.array(statement),
            Kind::LAngle => self.generic(statement),
            Kind::Colon => self.name_before_type(statement),
            Kind::Equals => self.name_or_type_missing(statement),
            _ => {
                self.expected("proto-missing-name", "the field's name")
                    .help("a field is declared as `type name = number;`");
                false
            }
        }
    }

    /// `string = 1`, or `name = 1`
    fn name_or_type_missing(&mut self, statement: &Statement) -> bool {
        let is_type = self.at > statement.first + 1
            || SCALARS.contains(&self.tokens[statement.first].span().of_str(self.text))
            || matches!(self.tokens[self.at - 1].kind, Kind::RAngle);
        if is_type {
            self.expected("proto-missing-name", "the field's name")
                .help("a field is declared as `type name = number;`");
        } else {
            let message = format!("expected a type and a name, found only {}", self.behind());
            let span = self.tokens[statement.first].span();
            let mut entry = self.add("proto-missing-type", span, message);
            entry.help("a field is declared as `type name = number;`, its type first");
            self.broken = true;
        }
        // The number is taken all the same.
        true
    }

    /// `string[] names`
    fn array(&mut self, statement: &Statement) -> bool {
        let span = Span { start: self.token().start, end: self.ahead(1).end };
        let start = Span::at(self.tokens[statement.first].start as usize);
        let message = format!("expected the field's name after {}, found '[]'", self.behind());
        let mut entry = self.add("proto-array", span, message);
        entry.help("a list is a `repeated` field");
        entry.edits("write `repeated`", &[(start, "repeated ".to_owned()), (span, String::new())]);
        self.skip_to(self.at + 2);
        self.broken = true;
        self.name("the field's name")
    }

    /// `List<string> names`
    fn generic(&mut self, statement: &Statement) -> bool {
        let before = self.before().unwrap_or(self.token());
        let word = before.span().of_str(self.text);
        let mut length = 0;
        while matches!(self.ahead(length).kind, Kind::Ident | Kind::Dot | Kind::Comma | Kind::LAngle | Kind::RAngle)
            && !self.ahead(length).first_in_line
            && length < 32
        {
            length += 1;
            if self.ahead(length - 1).kind == Kind::RAngle && self.ahead(length).kind != Kind::RAngle {
                break;
            }
        }
        let has_end = self.ahead(length.saturating_sub(1)).kind == Kind::RAngle;
        let arguments = Span { start: self.token().start, end: self.ahead(length.saturating_sub(1)).end };
        let is_pair = (0..length).any(|at| self.ahead(at).kind == Kind::Comma);
        let inner = Span { start: arguments.start + 1, end: arguments.end.saturating_sub(1) };
        let inner = inner.of_str(self.text).trim();
        let span = Span { start: self.tokens[statement.first].start, end: arguments.end };
        let message = format!("expected the field's name after {}, found '<'", self.behind());
        let mut entry = self.add("proto-generic", self.token().span(), message);
        if has_end && is_pair {
            entry.help("a map is written `map<key, value>`").fix("write `map`", before.span(), "map");
        } else if has_end {
            let optional = word.eq_ignore_ascii_case("optional") || word.eq_ignore_ascii_case("option");
            let label = if optional { "optional" } else { "repeated" };
            entry.help(format!("types have no parameters but for `map<key, value>`; write `{label} {inner}`"));
            entry.fix(format!("write `{label} {inner}`"), span, format!("{label} {inner}"));
        } else {
            entry.help("types have no parameters but for `map<key, value>`");
        }
        self.broken = true;
        if !has_end {
            return false;
        }
        self.skip_to(self.at + length);
        self.name("the field's name")
    }

    /// `name: string`
    fn name_before_type(&mut self, statement: &Statement) -> bool {
        let length = self.type_length(1);
        let name = self.tokens[statement.first];
        if self.at != statement.first + 1 || length == 0 {
            self.expected("proto-missing-name", "the field's name")
                .help("a field is declared as `type name = number;`");
            return false;
        }
        let kind = Span { start: self.ahead(1).start, end: self.ahead(length).end };
        let swapped = format!("{} {}", kind.of_str(self.text), name.span().of_str(self.text));
        let message = format!("expected the type before the name, found {} first", self.behind());
        let mut entry = self.add("proto-type-first", name.span(), message);
        entry.help("a field is declared as `type name = number;`");
        entry.fix(format!("write `{swapped}`"), Span { start: name.start, end: kind.end }, swapped);
        self.broken = true;
        self.skip_to(self.at + 1 + length);
        true
    }

    /// The `=` and the number behind a name.
    pub(super) fn number(&mut self, of: Numbered) -> bool {
        match self.kind() {
            Kind::Equals => self.bump(),
            Kind::Colon | Kind::Int => self.assign(),
            _ => return self.no_number(of, " = "),
        }
        let first = self.token();
        let is_minus = first.kind == Kind::Minus;
        let number = self.ahead(usize::from(is_minus));
        if number.kind != Kind::Int || is_minus && of == Numbered::Field {
            return self.wrong_number(of);
        }
        let value = super::super::literal::int(number.span().of_str(self.text));
        if let Some(value) = value.and_then(|value| u32::try_from(value).ok())
            && let Some(numbers) = self.numbers.last_mut()
            && !is_minus
        {
            numbers.take(value);
        }
        self.signed_int();
        true
    }

    /// A Number: `1`, `-1`
    pub(super) fn signed_int(&mut self) {
        let open = self.open();
        self.eat(Kind::Minus);
        self.eat(Kind::Int);
        self.close(open, Kind::Number);
    }

    fn no_number(&mut self, of: Numbered, prefix: &'static str) -> bool {
        let errors = self.errors.len();
        let end = self.end_before();
        let (what, help) = match of {
            Numbered::Field => ("`=` and a number", "every field has a number, which stands for it in the bytes"),
            Numbered::EnumValue => ("`=` and a number", "every value of an enum has a number"),
        };
        self.expected("proto-missing-number", what).help(help);
        self.wait_for_number(errors, end, prefix);
        if self.is(Kind::LBracket) {
            self.compact_options();
        }
        self.is(Kind::Semicolon)
    }

    /// What stands in the place of a number.
    fn wrong_number(&mut self, of: Numbered) -> bool {
        let token = self.token();
        if token.first_in_line || matches!(token.kind, END | Kind::Semicolon | Kind::RBrace | Kind::LBracket) {
            return self.no_number(of, " ");
        }
        let what = if of == Numbered::Field { "the field's number" } else { "the value's number" };
        let errors = self.errors.len();
        let is_signed = matches!(token.kind, Kind::Minus | Kind::Plus);
        let last = if is_signed && !self.ahead(1).first_in_line { self.ahead(1) } else { token };
        let span = Span { start: token.start, end: last.end };
        let text = span.of_str(self.text);
        let digits = text.trim_matches(['"', '\'', '+', ' ']);
        let is_number = digits.len() < text.len() && digits.parse::<u32>().is_ok();
        let digits = digits.to_owned();
        let help = match token.kind {
            Kind::Minus => "field numbers begin with 1",
            Kind::Float => "numbers of fields and values have no fraction",
            _ => "the number is written in digits",
        };
        let message = format!("expected {what}, found {}", super::quote(text));
        self.broken = true;
        let mut entry = self.add("proto-number", span, message);
        entry.help(help);
        if is_number {
            entry.fix(format!("write `{digits}`"), span, digits);
        } else {
            self.wait_for_number(errors, span, "");
        }
        let takes_one = matches!(
            token.kind,
            Kind::Ident | Kind::Int | Kind::Float | Kind::String | Kind::Unknown | Kind::Minus | Kind::Plus
        );
        if !takes_one {
            return false;
        }
        let has_digits = is_signed && matches!(self.ahead(1).kind, Kind::Int | Kind::Float);
        self.skip_to(self.at + 1 + usize::from(has_digits));
        true
    }

    /// `map<K, V>`
    fn map_type(&mut self) {
        let open = self.open();
        self.bump_as(Kind::Keyword);
        self.bump();
        self.map_part("the type of the keys");
        if !self.eat(Kind::Comma) {
            let end = self.end_before();
            let mut entry = self.expected("proto-map", "`,`");
            entry.help("a map has a type for its keys and one for its values: `map<string, int32>`");
            if self.type_length(0) > 0 {
                let last = self.errors.len().wrapping_sub(1);
                self.errors.entry(last).fix("insert `,`", end, ",");
            }
        }
        if !self.is(Kind::RAngle) || self.before().is_some_and(|token| token.kind == Kind::Comma) {
            self.map_part("the type of the values");
        }
        if !self.eat(Kind::RAngle) {
            let end = self.end_before();
            let mut entry = self.expected("proto-map", "`>`");
            entry.help("a map is written `map<key, value>`").fix("insert `>`", end, ">");
            // A type within the type, or a label; the name before the `=` is the field's.
            let end = self.find(&[Kind::Equals, Kind::Semicolon, Kind::LBrace]);
            let is_name = self.tokens[end].kind == Kind::Equals && self.tokens[end - 1].kind == Kind::Ident;
            self.skip_to(if is_name { end - 1 } else { end });
        }
        self.close(open, Kind::MapType);
    }

    fn map_part(&mut self, what: &str) {
        if self.token().first_in_line && self.is_own_line() || !self.type_name() {
            self.expected("proto-map", what).help("a map is written `map<key, value>`, such as `map<string, int32>`");
        }
    }

    /// The name of a type; false if there is none.
    pub(super) fn type_name(&mut self) -> bool {
        let token = self.token();
        let is_word = token.kind == Kind::Ident || token.kind == Kind::Unknown && token.bad;
        if !is_word && !(token.kind == Kind::Dot && self.ahead(1).kind == Kind::Ident) {
            return false;
        }
        // Built-in types have no parts, and neither has what is called `map`, since that was looked for first.
        let is_whole = SCALARS.contains(&self.word()) || matches!(self.word(), "map" | "group");
        let open = self.open();
        self.eat(Kind::Dot);
        self.bump_name();
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
}
