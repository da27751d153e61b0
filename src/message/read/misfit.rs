//! Why a value does not fit.

use crate::diagnostic::{Diagnostic, Fix, Place};
use crate::text::Span;

/// What is wrong with a value, how to mend it, and what to put in its place where that is clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misfit {
    /// What was expected, what was found.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// What an edit does, and the text that it puts in the place of the value.
    pub fix: Option<(String, String)>,
}

impl Misfit {
    /// What is wrong.
    pub fn new(message: impl Into<String>) -> Misfit {
        Misfit { message: message.into(), help: None, fix: None }
    }

    /// Adds how to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Misfit {
        self.help = Some(help.into());
        self
    }

    /// Adds an edit.
    pub fn fix(mut self, title: impl Into<String>, text: impl Into<String>) -> Misfit {
        self.fix = Some((title.into(), text.into()));
        self
    }

    /// Adds an edit that puts a short text in the place of the value.
    pub fn replace(self, text: impl Into<String>) -> Misfit {
        let text = text.into();
        self.fix(format!("replace by `{}`", super::json::cut(&text)), text)
    }

    /// Puts help and edit into a diagnostic about the value at `span`.
    pub fn into_diagnostic(self, mut diagnostic: Diagnostic, span: Span) -> Diagnostic {
        diagnostic.help = self.help;
        if let Some((title, text)) = self.fix {
            diagnostic.fixes.push(Fix { title, edits: vec![(Place::json(span), text)] });
        }
        diagnostic
    }
}
