//! What a reader has found wrong: as many diagnostics as can be shown, and how many there are beyond that.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::text::Span;

/// How many diagnostics a reader of this module returns at most.
pub const MAX_DIAGNOSTICS: usize = 1000;
/// How many errors get a help that has to be looked for: it may cost a look at every field, enum value or type.
const MAX_HELPS: usize = 100;

/// The diagnostics of one text.
#[derive(Default)]
pub(super) struct Findings {
    diagnostics: Vec<Diagnostic>,
    errors: usize,
    more: usize,
    is_cut_short: bool,
}

impl Findings {
    /// Adds a diagnostic, if there is room.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.errors += usize::from(diagnostic.severity == Severity::Error);
        if self.is_full() {
            self.more += 1;
        } else {
            self.diagnostics.push(diagnostic);
        }
    }

    /// How many errors there are, those included that are only counted.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Whether another diagnostic would only be counted.
    pub fn is_full(&self) -> bool {
        self.diagnostics.len() + 1 >= MAX_DIAGNOSTICS
    }

    /// Says that the text is not read to its end, for there are too many errors.
    pub fn cut_short(&mut self) {
        self.is_cut_short = true;
    }

    /// Whether another error may have a help that has to be looked for.
    pub fn may_help(&self) -> bool {
        self.errors < MAX_HELPS
    }

    /// The diagnostics in the order of the text, and last, with `code`, how many more there would be.
    pub fn finish(self, code: &str, place: fn(Span) -> Place) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        crate::order::sort_by_key(&mut diagnostics, |diagnostic| diagnostic.place);
        let place = diagnostics.last().map_or(place(Span::at(0)), |last| last.place);
        if self.is_cut_short {
            let message = "the text is read up to here, for it has too many problems";
            diagnostics.push(Diagnostic::info(code, place, message));
        } else if self.more > 0 {
            let message = format!("{} more problems are not shown", self.more);
            diagnostics.push(Diagnostic::info(code, place, message));
        }
        diagnostics
    }
}
