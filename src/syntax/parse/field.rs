//! Fields of all shapes: label, type, name, number, options.

use super::message::Place;
use super::number::Numbered;
use super::recover::{LABELS, SCALARS};
use super::{Kind, Parser, Statement};
use crate::suggest::closest;
use crate::text::Span;

/// How a field is written.
pub(super) const SHAPE: &str = "a field is declared as `type name = number;`";

impl Parser<'_> {
    /// A field of any shape.
    pub(super) fn field(&mut self, place: Place) {
        let statement = self.start();
        let kind = self.field_parts(place, &statement);
        self.end(statement, kind);
    }

    fn field_parts(&mut self, place: Place, statement: &Statement) -> Kind {
        let has_type = self.label();
        let is_map = self.is_word("map") && self.ahead(1).kind == Kind::LAngle;
        let mut kind = Kind::Field;
        if has_type {
            // Told, and read.
        } else if is_map {
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

    /// The label; one that is misspelt is taken for what is meant, a word of another language is passed over. Whether the type
    /// has been read with it, since that stands first.
    fn label(&mut self) -> bool {
        loop {
            let word = self.word();
            let is_label = LABELS.contains(&word);
            let length = self.type_length(0);
            let names = self.ahead(length).kind == Kind::Ident && self.ahead(length + 1).kind == Kind::Equals;
            if length > 0 && names && !is_label {
                // A type, a name and a number: most fields.
                return false;
            }
            let label_follows = LABELS.contains(&self.word_ahead(1)) && !self.ahead(1).first_in_line;
            if label_follows && !word.is_empty() && self.is_before_field(1) {
                // `optional repeated T n =`
                let message = if is_label {
                    format!("expected one label, found `{word}` and `{}`", self.word_ahead(1))
                } else {
                    format!("expected a label or a type, found {} before the label", self.found_word())
                };
                self.remove_word("proto-label", message, "a field has one label at most, and begins with it");
            } else if !self.is_before_field(0) {
                if is_label {
                    self.bump_as(Kind::Keyword);
                }
                return false;
            } else if is_label {
                self.bump_as(Kind::Keyword);
                return false;
            } else if label_follows {
                self.label_behind_type();
                return true;
            } else if let Some(label) = closest(word, LABELS) {
                self.misspelt(label);
                return false;
            } else if self.is_modifier() {
                let message = format!("expected a field, found {} before it", self.found_word());
                self.remove_word("proto-unexpected", message, SHAPE);
            } else {
                // The name has a space in it, which is told where it is.
                return false;
            }
        }
    }

    /// Says that the next word should not be there.
    fn remove_word(&mut self, code: &str, message: String, help: &str) {
        let span = self.token().span();
        let until = Span { start: span.start, end: self.ahead(1).start };
        let title = format!("remove {}", self.found_word());
        self.add(code, span, message).help(help).fix(title, until, "");
        self.bump_error();
    }

    /// `string optional name =`
    fn label_behind_type(&mut self) {
        let (kind, label) = (self.token().span(), self.ahead(1).span());
        let swapped = format!("{} {}", label.of_str(self.text), kind.of_str(self.text));
        let message = format!("expected the label before the type, found it behind {}", self.found_word());
        let mut entry = self.add("proto-label", label, message);
        entry.help("a field is declared as `label type name = number;`");
        entry.fix(format!("write `{swapped}`"), Span { start: kind.start, end: label.end }, swapped);
        self.broken = true;
        self.type_name();
        self.bump_error();
    }

    /// Whether behind the word that lies so many ahead there is a type, a name and an `=`, all on its line.
    fn is_before_field(&self, word: usize) -> bool {
        if self.ahead(word).kind != Kind::Ident || self.ahead(word + 1).kind != Kind::Ident {
            return false;
        }
        let from = word + 1;
        let name = from + self.type_length(from);
        let names = self.ahead(name).kind == Kind::Ident && self.ahead(name + 1).kind == Kind::Equals;
        names && !(from..=name).any(|at| self.ahead(at).first_in_line)
    }

    /// Whether of three words the first is no type, since the second one is.
    fn is_modifier(&self) -> bool {
        let second = self.word_ahead(1);
        let is_type = SCALARS.contains(&second)
            || self.ahead(2).kind == Kind::Dot
            || second.starts_with(|first: char| first.is_ascii_uppercase());
        is_type && !SCALARS.contains(&self.word())
    }

    /// Whether the next line is a statement that no label can belong to.
    pub(super) fn is_own_statement(&self) -> bool {
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
            word => LABELS.contains(&word),
        }
    }

    /// There is no type where a field should be.
    fn no_type(&mut self, place: Place, statement: &Statement) {
        if self.at > statement.first {
            self.expected("proto-missing-type", "a type").help(SHAPE);
        } else {
            let message = format!("expected a field, found {}", self.found_word());
            let help = match (place, self.kind()) {
                (Place::Oneof | Place::Extend, Kind::Semicolon) => "remove it",
                _ => SHAPE,
            };
            self.add("proto-unexpected", self.token().span(), message).help(help);
        }
        self.after_broken_field(statement);
    }

    /// Leaves a field that can't be understood further: nothing of it is on the next line.
    fn after_broken_field(&mut self, statement: &Statement) {
        if self.token().first_in_line && self.at > statement.first {
            self.broken = true;
        } else {
            self.skip_statement(statement.first);
        }
    }

    /// The name, or what stands where it should; false if the number can't be expected behind it.
    fn field_name(&mut self, statement: &Statement) -> bool {
        if self.is_name() {
            self.bump_name();
            self.hyphens();
            return true;
        }
        match self.kind() {
            Kind::LBracket if self.ahead(1).kind == Kind::RBracket => self.array(statement),
            Kind::Unknown if self.token().span().of_str(self.text) == "?" => self.question_mark(statement),
            Kind::LAngle => self.generic(statement),
            Kind::Colon => self.name_before_type(statement),
            Kind::Equals => self.name_or_type_missing(statement),
            _ => {
                self.expected("proto-missing-name", "the field's name").help(SHAPE);
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
            self.expected("proto-missing-name", "the field's name").help(SHAPE);
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
}
