//! How a text that is no JSON is reported.

use crate::diagnostic::{Diagnostic, Fix, Label, Place};
use crate::text::Span;

/// An error that is being put together.
pub(super) struct Mistake(pub Diagnostic);

impl Mistake {
    /// What is wrong, and where.
    pub fn new(span: Span, message: impl Into<String>) -> Mistake {
        Mistake(Diagnostic::error("json-syntax", Place::json(span), message))
    }

    /// Adds how to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Mistake {
        self.0.help = Some(help.into());
        self
    }

    /// Adds an edit that mends it.
    pub fn fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Mistake {
        self.0.fixes.push(Fix { title: title.into(), edits: vec![(Place::json(span), text.into())] });
        self
    }

    /// Moves it.
    pub fn at(mut self, span: Span) -> Mistake {
        self.0.place = Place::json(span);
        self
    }

    /// Adds a second place.
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Mistake {
        self.0.labels.push(Label { place: Place::json(span), message: message.into() });
        self
    }
}
