//! What a message's text may have too much or too little of, and where a value does not fit.

use std::collections::HashMap;

use prost_reflect::{EnumDescriptor, ExtensionDescriptor, FieldDescriptor, MessageDescriptor, Value as Held};

use super::check::{Walk, slot};
use super::strings::{self, Piece, Pieces};
use super::tree::{Field, Kind, Name, Value};
use super::{any, write};
use crate::diagnostic::{Diagnostic, Fix, Label, Place};
use crate::message::json::cut;
use crate::message::scalar::{Misfit, enum_help};
use crate::message::slot::Slot;
use crate::schema::suggest::closest;
use crate::text::Span;

/// How many fields a help lists.
const LISTED: usize = 8;

impl Walk<'_> {
    /// What a field's name stands for; else it is reported, unless that was done already.
    pub fn slot(&mut self, message: &MessageDescriptor, field: &Field<'_>) -> Option<Slot> {
        let found = slot(message, &field.name);
        if found.is_some() {
            return found;
        }
        match &field.name {
            Name::Field(name) if self.is_reserved(message, name) => {
                let text = format!("field '{name}' of {} is reserved; its value is not read", message.full_name());
                let diagnostic = Diagnostic::warning("text-reserved", Place::text(field.span), text);
                self.findings
                    .report(diagnostic.with_help("the field was removed from the message; remove it here, too"));
            }
            Name::Field(name) => self.unknown_field(message, name, field.span),
            Name::Extension(name) => self.unknown_extension(message, name, field.span),
            Name::Type(_) => {
                let text = format!("expected a field of {}, found the URL of a type", message.full_name());
                let misfit = Misfit::new(text).help(format!("only a {} is written with one", any::FULL_NAME));
                self.fail::<()>("text-any", field.span, misfit);
            }
            Name::Lost => {}
        }
        None
    }

    fn is_reserved(&mut self, message: &MessageDescriptor, name: &str) -> bool {
        if let Some(known) = self.reserved.get(message.full_name()) {
            return known.contains(name);
        }
        let names = message.reserved_names().map(str::to_owned);
        self.reserved.entry(message.full_name().to_owned()).or_insert(names.collect()).contains(name)
    }

    fn unknown_field(&mut self, message: &MessageDescriptor, name: &str, span: Span) {
        let text = format!("message {} has no field '{}'", message.full_name(), cut(name));
        let mut diagnostic = Diagnostic::error("text-unknown-field", Place::text(span), text);
        if self.findings.may_help() {
            let fields: Vec<FieldDescriptor> = message.fields().collect();
            let by_json_name = fields.iter().find(|field| field.json_name() == name);
            let meant = match by_json_name {
                Some(field) => Some(field.name()),
                None => closest(name, fields.iter().map(FieldDescriptor::name)),
            };
            if let Some(meant) = meant {
                let edits = vec![(Place::text(span), meant.to_owned())];
                diagnostic.fixes.push(Fix { title: format!("replace by `{meant}`"), edits });
                diagnostic.help = Some(format!("did you mean `{meant}`?"));
            } else if fields.is_empty() {
                diagnostic.help = Some("it has no fields".to_owned());
            } else if fields.len() <= LISTED {
                let name = |field: &FieldDescriptor| format!("`{}`", write::field_name(field));
                let names: Vec<String> = fields.iter().map(name).collect();
                diagnostic.help = Some(format!("its fields are {}", names.join(", ")));
            } else {
                diagnostic.help = Some(format!("add the field to message {}, or remove it here", message.name()));
            }
        }
        self.findings.report(diagnostic);
    }

    fn unknown_extension(&mut self, message: &MessageDescriptor, name: &str, span: Span) {
        let text = format!("message {} has no extension '{}'", message.full_name(), cut(name));
        let mut diagnostic = Diagnostic::error("text-unknown-field", Place::text(span), text);
        if self.findings.may_help() {
            let extensions: Vec<ExtensionDescriptor> = message.extensions().collect();
            let is_last = |it: &&ExtensionDescriptor| it.name() == name;
            let meant = match extensions.iter().find(is_last) {
                Some(extension) => Some(extension.full_name()),
                None => closest(name, extensions.iter().map(ExtensionDescriptor::full_name)),
            };
            if let Some(meant) = meant {
                let edits = vec![(Place::text(span), format!("[{meant}]"))];
                diagnostic.fixes.push(Fix { title: format!("replace by `[{meant}]`"), edits });
                diagnostic.help = Some(format!("did you mean `[{meant}]`?"));
            } else if message.get_field_by_name(name).is_some() {
                let edits = vec![(Place::text(span), name.to_owned())];
                diagnostic.fixes.push(Fix { title: "remove the brackets".to_owned(), edits });
                diagnostic.help = Some("it is a field; only extensions stand in brackets".to_owned());
            } else {
                diagnostic.help = Some("an extension is written with its full name, its package included".to_owned());
            }
        }
        self.findings.report(diagnostic);
    }

    /// A singular field that has a value already.
    pub fn repeated(&mut self, slot: &Slot, first: Span, span: Span) {
        let name = match slot {
            Slot::Field(field) => field.name().to_owned(),
            Slot::Extension(extension) => extension.full_name().to_owned(),
        };
        let text = format!("field '{name}' is not repeated, and has a value already");
        let mut diagnostic = Diagnostic::error("text-repeated", Place::text(span), text);
        diagnostic.labels.push(Label { place: Place::text(first), message: "its value is here".to_owned() });
        self.findings.report(diagnostic.with_help("remove one of them"));
    }

    /// A second field of a oneof.
    pub fn second_of_oneof(&mut self, oneof: &str, first: Span, span: Span) {
        let name = cut(span.of_str(self.text));
        let text = format!("oneof '{oneof}' has a value already, found '{name}', too");
        let mut diagnostic = Diagnostic::error("text-oneof", Place::text(span), text);
        diagnostic.labels.push(Label { place: Place::text(first), message: "its value is here".to_owned() });
        self.findings.report(diagnostic.with_help("of the fields of a oneof only one can be set; remove the others"));
    }

    /// An empty list behind a name, of which only the message type tells that it is none of messages.
    pub fn missing_colon(&mut self, field: &Field<'_>) {
        if !matches!(&field.value.kind, Kind::List(items) if items.is_empty()) {
            return;
        }
        let text = "expected `:` behind this name, found a list";
        let mut diagnostic = Diagnostic::error("text-syntax", Place::text(field.span), text);
        let end = Span::at(field.span.end as usize);
        diagnostic.fixes.push(Fix { title: "insert `:`".to_owned(), edits: vec![(Place::text(end), ":".to_owned())] });
        self.findings.report(diagnostic.with_help("only messages go without it"));
    }

    /// Warns of required fields that are not there.
    pub fn missing(&mut self, descriptor: &MessageDescriptor, seen: &HashMap<u32, Span>, place: Span) {
        // One that could not be shown is not looked for, either.
        if self.findings.is_full() {
            return;
        }
        for field in self.required.of(descriptor).iter().filter(|field| !seen.contains_key(&field.number())) {
            let text = format!("required field '{}' of {} is missing", field.name(), descriptor.full_name());
            let diagnostic = Diagnostic::warning("text-required", Place::text(place), text);
            self.findings.report(diagnostic.with_help("a reader may refuse the message without it"));
        }
    }

    /// A string that is no UTF-8 from its byte `at` on; the place is what that byte is written as.
    pub fn no_utf8<T>(&mut self, span: Span, at: usize) -> Option<T> {
        let place = place_of_byte(self.text, span, at).unwrap_or(span);
        let message = format!("expected UTF-8 in a string, found `{}`", cut(place.of_str(self.text)));
        let help = "write characters as they are or as `\\u00e9`; only a field of type bytes takes any bytes";
        self.fail("text-utf8", place, Misfit::new(message).help(help))
    }

    /// An enum's value; one that an open enum does not name is told of.
    pub fn enum_value(&mut self, found: &EnumDescriptor, number: i32, span: Span) -> Held {
        if found.get_value(number).is_none() {
            let message = format!("enum {} has no value with the number {number}", found.full_name());
            self.findings.report(Diagnostic::warning("text-enum", Place::text(span), message));
        }
        Held::EnumNumber(number)
    }

    /// Says which values an enum has, if nothing better is known.
    pub fn enum_misfit(&mut self, found: &EnumDescriptor, value: &Value<'_>, misfit: Misfit) -> Misfit {
        if misfit.help.is_some() || !self.findings.may_help() {
            return misfit;
        }
        let name = match &value.kind {
            Kind::Word(_, word) => word,
            Kind::String(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            _ => "",
        };
        if found.get_value_by_name(name).is_some() {
            return misfit.help(format!("write `{name}`"));
        }
        misfit.help(enum_help(found, name, '`'))
    }
}

/// Where in the literals that stand at `span` the byte `at` of their value is written.
fn place_of_byte(text: &str, span: Span, at: usize) -> Option<Span> {
    let mut rest = Span::new(span.start as usize, span.end as usize);
    let mut seen = 0;
    while !rest.is_empty() {
        let literal = rest.of_str(text);
        // Between literals there are white space and comments.
        if !literal.starts_with(['"', '\'']) {
            let skipped = if literal.starts_with('#') { literal.find('\n')? } else { 1 };
            rest = Span::new(rest.start as usize + skipped, rest.end as usize);
            continue;
        }
        let length = strings::length(literal).ok()?;
        let body = rest.start as usize + 1;
        for (place, piece) in Pieces::new(literal.get(1..length - 1)?, body) {
            seen += match piece {
                Piece::Plain(plain) => plain.len(),
                Piece::Byte(_) => 1,
                Piece::Char(character) => character.len_utf8(),
                Piece::Wrong(_) => 0,
            };
            // Text and characters are UTF-8, so it is a byte.
            if seen > at && matches!(piece, Piece::Byte(_)) {
                return Some(place);
            }
        }
        rest = Span::new(rest.start as usize + length, rest.end as usize);
    }
    None
}
