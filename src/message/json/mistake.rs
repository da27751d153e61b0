//! How a text that is no JSON is reported.

use crate::diagnostic::{Diagnostic, Fix, Label, Place};
use crate::text::Span;

/// An error on its way up; a box, so that success stays small.
pub(super) struct Mistake(pub Box<Diagnostic>);

impl Mistake {
    /// What is wrong, and where.
    pub fn new(span: Span, message: impl Into<String>) -> Mistake {
        Mistake(Box::new(Diagnostic::error("json-syntax", Place::json(span), message)))
    }

    /// Adds how to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Mistake {
        self.0.help = Some(help.into());
        self
    }

    /// Adds an edit that mends it.
    pub fn fix(mut self, title: &str, span: Span, text: &str) -> Mistake {
        self.0.fixes.push(Fix { title: title.to_owned(), edits: vec![(Place::json(span), text.to_owned())] });
        self
    }

    /// Moves it.
    pub fn at(mut self, span: Span) -> Mistake {
        self.0.place = Place::json(span);
        self
    }

    /// Adds a second place.
    pub fn label(mut self, span: Span, message: String) -> Mistake {
        self.0.labels.push(Label { place: Place::json(span), message });
        self
    }
}
