//! The diagnostics of a whole workspace, in order and capped.
//!
//! Knows no rule.

use crate::diagnostic::{Diagnostic, Place, Source};
use crate::syntax::MORE_ERRORS;
use crate::text::Span;

/// How many diagnostics [`super::compile()`] returns at most.
pub const MAX_DIAGNOSTICS: usize = 1000;

/// The diagnostics about the user's files in the order of files and places; of many the first, and how many there are more.
pub(super) fn report(found: Vec<Diagnostic>, files: usize) -> Vec<Diagnostic> {
    let is_own = |place: Place| matches!(place.source, Source::File(index) if (index as usize) < files);
    let mut found: Vec<Diagnostic> = found.into_iter().filter(|diagnostic| is_own(diagnostic.place)).collect();
    // What the earlier stage says comes first.
    crate::order::sort_by_key(&mut found, |diagnostic| (diagnostic.place, diagnostic.severity));
    found.dedup();
    if found.len() > MAX_DIAGNOSTICS {
        // A file's own count of what it leaves out is part of the total, so it stays.
        let counts: Vec<Diagnostic> =
            found.extract_if(.., |diagnostic| diagnostic.code == MORE_ERRORS).take(MAX_DIAGNOSTICS / 2).collect();
        let kept = MAX_DIAGNOSTICS - 1 - counts.len();
        let more = found.len().saturating_sub(kept);
        found.truncate(kept);
        let place = found.last().map_or(Place::file(0, Span::at(0)), |last| last.place);
        found.extend(counts);
        found.push(Diagnostic::info("proto-more", place, format!("{more} more problems are not shown")));
    }
    found
}
