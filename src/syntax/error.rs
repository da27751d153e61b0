//! What is wrong with a text, collected: capped, in order, at most one error a place.
//!
//! Also the words that all syntax errors share. Knows no grammar.

use crate::diagnostic::{Diagnostic, Fix, Label, Place};
use crate::text::Span;

/// How many errors of a file are told; what more there are is counted.
pub const MAX_ERRORS: usize = 1000;

/// The code of the error that says how many more there are in its file.
pub const MORE_ERRORS: &str = "proto-more-errors";

/// The errors of one file.
#[derive(Debug)]
pub(super) struct Errors {
    file: usize,
    list: Vec<Diagnostic>,
    more: usize,
}

/// An error that was just added, to say more about it. Empty where it is one too many.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    file: usize,
    diagnostic: Option<&'a mut Diagnostic>,
}

impl Errors {
    /// None yet, of the file with this index.
    pub fn new(file: usize) -> Errors {
        Errors { file, list: Vec::new(), more: 0 }
    }

    /// Adds an error, unless there is one at the same place: the first one is what is wrong, another follows from it.
    pub fn add(&mut self, code: &str, span: Span, message: impl Into<String>) -> Entry<'_> {
        let file = self.file;
        if self.list.last().is_some_and(|last| last.place.span.start == span.start) {
            return Entry { file, diagnostic: None };
        }
        if self.is_full() {
            self.more += 1;
            return Entry { file, diagnostic: None };
        }
        self.list.push(Diagnostic::error(code, Place::file(file, span), message));
        Entry { file, diagnostic: self.list.last_mut() }
    }

    /// Whether no other is kept, so that it needs no words.
    pub fn is_full(&self) -> bool {
        self.list.len() >= MAX_ERRORS
    }

    /// Adds nothing.
    pub fn nothing(&mut self) -> Entry<'_> {
        Entry { file: self.file, diagnostic: None }
    }

    /// How many have been added and kept.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Says more about the error of a number, counted from 0.
    pub fn entry(&mut self, index: usize) -> Entry<'_> {
        Entry { file: self.file, diagnostic: self.list.get_mut(index) }
    }

    /// All of them in the order of the text, and one more that tells how many were left out.
    pub fn finish(mut self, other: Errors) -> Vec<Diagnostic> {
        let mut more = self.more + other.more;
        self.list.extend(other.list);
        crate::order::sort_by_key(&mut self.list, |diagnostic| diagnostic.place.span.start);
        more += self.list.len().saturating_sub(MAX_ERRORS);
        self.list.truncate(MAX_ERRORS);
        if more > 0
            && let Some(last) = self.list.last()
        {
            let message = format!("found {more} more syntax errors in this file");
            let place = Place { source: last.place.source, span: Span::at(last.place.span.end as usize) };
            self.list.push(Diagnostic::error(MORE_ERRORS, place, message).with_help("mend the first ones"));
        }
        self.list
    }
}

impl Entry<'_> {
    /// How to mend it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        if let Some(diagnostic) = &mut self.diagnostic {
            diagnostic.help = Some(help.into());
        }
        self
    }

    /// An edit that mends it.
    pub fn fix(&mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> &mut Self {
        self.edits(title, &[(span, text.into())])
    }

    /// Several edits that mend it together.
    pub fn edits(&mut self, title: impl Into<String>, edits: &[(Span, String)]) -> &mut Self {
        if let Some(diagnostic) = &mut self.diagnostic {
            let edits = edits.iter().map(|(span, text)| (Place::file(self.file, *span), text.clone())).collect();
            diagnostic.fixes.push(Fix { title: title.into(), edits });
        }
        self
    }

    /// Another place that explains it.
    pub fn label(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        if let Some(diagnostic) = &mut self.diagnostic {
            diagnostic.labels.push(Label { place: Place::file(self.file, span), message: message.into() });
        }
        self
    }
}

/// A piece of the text as a message quotes it: on one line, and not all of a long one.
pub(super) fn quote(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("'{}…'", &line[..at]),
        None => format!("'{line}'"),
    }
}
