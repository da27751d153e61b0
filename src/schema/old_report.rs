//! protox's and prost-reflect's errors as our diagnostics: every error, with its place, its labels and a help.
//!
//! Both describe their errors through `miette::Diagnostic` only, so kinds are told apart by their words. Parse errors come
//! with byte offsets. Link errors come with lines and columns that miette would take for characters though they are bytes; it
//! is given a copy of the text in which each byte is a character.

use miette::Diagnostic as _;
use prost_reflect::prost_types::{FileDescriptorProto, SourceCodeInfo};
use prost_reflect::{DescriptorError, DescriptorPool};

use super::hints::{self, Sheet};
use super::mends;
use super::places::{Lines, locations};
use crate::diagnostic::{Diagnostic, Label, Place};
use crate::text::{Span, floor_boundary};

/// How many diagnostics [`super::compile`] returns at most.
pub const MAX_DIAGNOSTICS: usize = 1000;

/// How many errors of a file get a help; finding one may cost a walk over the file.
const MAX_HINTS: usize = 100;
/// How many steps may be spent on finding the places of a file's link errors; an error costs a walk over the text.
const MAX_STEPS: usize = 200_000_000;

/// The diagnostics so far, capped.
#[derive(Debug, Default)]
pub(super) struct Report {
    diagnostics: Vec<Diagnostic>,
    /// How many more there would be.
    more: usize,
}

impl Report {
    /// Adds one, if there is room.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        } else {
            self.more += 1;
        }
    }

    /// All of them in the order of files and places.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.place);
        self.diagnostics.dedup();
        if self.more > 0 {
            self.diagnostics.truncate(MAX_DIAGNOSTICS - 1);
            let place = self.diagnostics.last().map_or(Place::file(0, Span::at(0)), |last| last.place);
            let message = format!("{} more problems are not shown", self.more + 1);
            self.diagnostics.push(Diagnostic::info("proto-more", place, message));
        }
        self.diagnostics
    }
}

/// An error as miette tells it.
pub(super) struct Finding {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Where, and what is there.
    pub labels: Vec<(String, Span)>,
}

impl Finding {
    fn of(error: &dyn miette::Diagnostic) -> Finding {
        let mut message = error.to_string();
        if let Some(source) = error.diagnostic_source() {
            message = format!("{message}: {source}");
        }
        let labels = error.labels().into_iter().flatten();
        let labels = labels
            .map(|label| {
                let span = Span::new(label.offset(), label.offset().saturating_add(label.len()));
                (label.label().unwrap_or_default().to_owned(), span)
            })
            .collect();
        Finding { message, help: error.help().map(|help| help.to_string()), labels }
    }

    /// The index of the label that shows the error itself; the others show what it clashes with.
    fn primary(&self) -> Option<usize> {
        let found = self.labels.iter().position(|(label, _)| label.starts_with("found"));
        let explains = |label: &str| label.starts_with("first") || label.contains("range") || label.ends_with("here…");
        let own = || self.labels.iter().rposition(|(label, _)| !explains(label) || label.starts_with('…'));
        found.or_else(own).or(if self.labels.is_empty() { None } else { Some(0) })
    }

    /// The diagnostic at the place of the primary label, else at `place`.
    fn located(self, code: &str, index: usize, text: &str, place: Span) -> Diagnostic {
        let primary = self.primary();
        let span = primary.map_or(place, |at| self.labels[at].1);
        let mut diagnostic = Diagnostic::error(code, Place::file(index, within(text, span)), self.message);
        diagnostic.help = self.help;
        for (at, (label, span)) in self.labels.into_iter().enumerate() {
            if Some(at) != primary {
                let message = label.trim_matches(['…', ' ']).to_owned();
                diagnostic.labels.push(Label { place: Place::file(index, within(text, span)), message });
            }
        }
        diagnostic
    }
}

fn within(text: &str, span: Span) -> Span {
    Span::new(floor_boundary(text, span.start as usize), floor_boundary(text, span.end as usize))
}

/// Reports the errors of the parser.
pub(super) fn syntax(index: usize, text: &str, error: &protox::Error, report: &mut Report) {
    let sheet = Sheet::new(text);
    let mut reported = 0;
    for error in std::iter::once(error as &dyn miette::Diagnostic).chain(error.related().into_iter().flatten()) {
        let finding = Finding::of(error);
        // After an error the parser goes on at the next keyword as if it were at the file's top level.
        if reported > 0 && sheet.follows(&finding) {
            continue;
        }
        reported += 1;
        if report.diagnostics.len() >= MAX_DIAGNOSTICS {
            report.more += 1;
            continue;
        }
        let diagnostic = finding.located("proto-syntax", index, text, Span::at(text.len()));
        report.push(if reported <= MAX_HINTS { hints::syntax(diagnostic, &sheet) } else { diagnostic });
    }
}

/// A file that does not link.
pub(super) struct Link<'a> {
    /// Which of them it is.
    pub index: usize,
    /// Its text as it was parsed.
    pub text: &'a str,
    /// What the parser made of it.
    pub descriptor: &'a FileDescriptorProto,
    /// Where that stands in the text.
    pub info: &'a SourceCodeInfo,
    /// A pool with the files before it.
    pub pool: &'a DescriptorPool,
}

/// Reports the errors of the linker. `bare` is what it said of the descriptor without places.
pub(super) fn link(file: &Link<'_>, bare: &DescriptorError, report: &mut Report) {
    let sheet = Sheet::new(file.text);
    let hint = |diagnostic| mends::link(diagnostic, &sheet, file);
    let count = 1 + bare.related().into_iter().flatten().count();
    let steps = count.saturating_mul(file.text.len() + file.info.location.len());
    if steps > MAX_STEPS {
        report.push(hint(Finding::of(bare).located("proto-semantic", file.index, file.text, first_place(file, bare))));
        let place = Place::file(file.index, Span::at(0));
        let message = format!("{} more problems are shown once the first is mended", count - 1);
        report.push(Diagnostic::info("proto-more", place, message));
        return;
    }

    let mut located = file.descriptor.clone();
    located.source_code_info = Some(file.info.clone());
    let Err(error) = file.pool.clone().add_file_descriptor_proto(located) else { return };
    let error = error.with_source_code(&byte_per_character(file.text));
    let place = first_place(file, &error);
    let errors = std::iter::once(&error as &dyn miette::Diagnostic).chain(error.related().into_iter().flatten());
    for (at, error) in errors.enumerate() {
        let diagnostic = Finding::of(error).located("proto-semantic", file.index, file.text, place);
        report.push(if at < MAX_HINTS { hint(diagnostic) } else { diagnostic });
    }
}

/// The place of the first error by its path, or of the closest thing around it that has a place.
fn first_place(file: &Link<'_>, error: &DescriptorError) -> Span {
    let (lines, locations) = (Lines::new(file.text), locations(file.info));
    let mut path = error.path().unwrap_or_default();
    while let Some((_, around)) = path.split_last() {
        if let Some(span) = locations.get(path).and_then(|location| lines.span(location)) {
            return span;
        }
        path = around;
    }
    Span::at(0)
}

/// A text of the same length in bytes that has only ASCII characters.
fn byte_per_character(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii() { char::from(byte) } else { '_' }).collect()
}
