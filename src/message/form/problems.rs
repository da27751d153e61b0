//! What is wrong with a message, at the rows it is about.

use super::data::{Form, Presence, Problem};
use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::text::Span;

/// The code of what is said of required fields that are missing.
const MISSING: &str = "json-required";
/// How many problems that belong to no row are told.
const MAX_LOOSE: usize = 20;

/// Gives each problem of the JSON text to the innermost row around it. `places` are those of the rows.
pub(super) fn place(form: &mut Form, places: &[(usize, Span)], diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.place.source == Source::Json) {
        let problem = Problem {
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            span: diagnostic.place.span,
        };
        let around = places.iter().filter(|(_, span)| span.covers(problem.span));
        let row = around.min_by_key(|(row, span)| (span.len(), std::cmp::Reverse(*row))).map(|(row, _)| *row);
        let row = row.and_then(|row| form.rows.get_mut(row));
        if diagnostic.code == MISSING && row.as_ref().is_none_or(|row| row.is_open) {
            // The rows of the fields say it.
            continue;
        }
        match row {
            Some(row) if row.problem.as_ref().is_none_or(|known| problem.severity < known.severity) => {
                row.problem = Some(problem);
            }
            Some(_) => {}
            None if form.problems.len() < MAX_LOOSE => form.problems.push(problem),
            None => {}
        }
    }
    missing(form);
}

/// A required field that is missing where its message is there; the text has no place for it but the message's.
fn missing(form: &mut Form) {
    let mut present: Vec<(u32, bool, Span)> = Vec::new();
    for row in &mut form.rows {
        present.retain(|(depth, ..)| *depth < row.depth);
        let (is_there, span) = present.last().map_or((true, Span::at(0)), |(_, is_set, span)| (*is_set, *span));
        if row.presence == Presence::Required && !row.is_set && row.problem.is_none() && is_there {
            let message = "expected a value, for the field is required".to_owned();
            row.problem = Some(Problem { severity: Severity::Warning, message, help: None, span });
        }
        if row.is_open {
            present.push((row.depth, row.is_set, row.span.unwrap_or(span)));
        }
    }
}
