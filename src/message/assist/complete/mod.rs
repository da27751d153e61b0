//! What could be typed at a cursor: names of fields with what their values look like, names of values, types, whole messages.
//!
//! A choice brings the quotes, the colon and the commas that are missing around it. What is set already is not offered, and what
//! excludes what is set comes last. Fields go by the names that the text uses.

mod keys;
mod values;

use super::blank::{Blank, Extent, Style};
use super::cursor::{Cursor, Next, Place};
use super::data::{Choice, Choices, Edits};
use super::site;
use super::snippet::Written;
use super::token;
use super::walk::Around;
use crate::language::{CompletionKind, Space};
use crate::schema::types::Root;
use crate::text::Span;
use keys::Keys;

/// How many choices are offered.
pub const MAX_CHOICES: usize = 300;

/// What could be typed at a byte offset of a JSON text that is a message of a type; `space` has what the declarations say.
pub fn complete(space: &Space<'_>, root: &Root, text: &str, offset: usize) -> Choices {
    let mut cursor = Cursor::new(text, offset);
    let last = cursor.frames.len() - 1;
    let mut choices = Vec::new();
    let mut is_all = false;
    match cursor.place {
        Place::Nothing => {}
        Place::Key => {
            cursor.look_ahead(last);
            if let Some((members, field)) = site::members(root, &mut cursor) {
                choices = Keys { job: Job::new(space, root, &cursor), field }.choices(members);
            }
        }
        Place::Value => {
            if let Some(site) = site::value(root, &mut cursor) {
                let job = Job::new(space, root, &cursor);
                (choices, is_all) = (job.values(site.want), job.is_closed(site.want));
            }
        }
    }
    crate::order::sort_by_key(&mut choices, |(rank, _)| *rank);
    let is_complete = choices.len() <= MAX_CHOICES;
    if !is_complete {
        let typed = cursor.typed.span.of_str(text).to_lowercase();
        choices.retain(|(_, choice)| choice.label.to_lowercase().contains(&typed));
        choices.truncate(MAX_CHOICES);
    }
    let list = choices.into_iter().map(|(_, choice)| choice).collect();
    let span = cursor.typed.span;
    Choices { span, list, is_complete, is_all, is_begun: !span.is_empty() || cursor.typed.quote.is_some() }
}

/// A choice and its rank: the lowest comes first. Those of one rank stay in the order they were found in.
type Ranked = (u8, Choice);

/// Ranks of choices at one place.
mod rank {
    /// What can be had at once.
    pub const FIRST: u8 = 0;
    /// What is declared in the user's files.
    pub const OWN: u8 = 1;
    /// Several at once.
    pub const MANY: u8 = 2;
    /// What few want.
    pub const LATE: u8 = 3;
    /// What is discouraged, or excludes what is set.
    pub const LAST: u8 = 4;
}

struct Job<'a, 'c, 's> {
    space: &'s Space<'a>,
    root: &'s Root,
    cursor: &'c Cursor<'c>,
    style: Style,
}

impl<'a, 'c, 's> Job<'a, 'c, 's> {
    fn new(space: &'s Space<'a>, root: &'s Root, cursor: &'c Cursor<'c>) -> Self {
        Job { space, root, cursor, style: style(cursor) }
    }

    fn blank(&self, extent: Extent) -> Blank<'s> {
        Blank::new(self.root.types(), extent, self.style)
    }

    /// A choice of what was written, which comes with what is missing around it. It may begin with a quote that is there
    /// already.
    fn choice(&self, label: &str, written: Written, detail: String, kind: CompletionKind) -> Choice {
        let Written { text, is_snippet } = written;
        let (insert, also) = self.fitted(text);
        Choice { label: label.to_owned(), insert, is_snippet, detail, kind, doc: None, also, goes_on: false }
    }

    /// What is put in less the quote that is there, and the edits around it.
    fn fitted(&self, mut insert: String) -> (String, Edits) {
        let Cursor { typed, comma, next, .. } = self.cursor;
        let mut also = Vec::new();
        if let Some(end) = *comma {
            let start = typed.span.start as usize - usize::from(typed.quote.is_some());
            also.push((Span::at(end), if end == start { ", " } else { "," }.to_owned()));
        }
        if let Some(quote) = typed.quote {
            let before = Span::new(typed.span.start as usize - 1, typed.span.start as usize);
            match insert.strip_prefix('"') {
                Some(rest) if quote == b'"' => insert = rest.to_owned(),
                Some(rest) => {
                    insert = rest.to_owned();
                    also.push((before, "\"".to_owned()));
                }
                None => also.push((before, String::new())),
            }
        }
        if !typed.rest.is_empty() {
            also.push((typed.rest, String::new()));
        }
        if let Next::Other { is_near } = *next {
            insert.push_str(if is_near { ", " } else { "," });
        }
        (insert, also)
    }
}

/// How the text around is written.
fn style(cursor: &Cursor<'_>) -> Style {
    let around = cursor.around();
    let before = cursor.text.get(around.open..cursor.typed.span.start as usize).unwrap_or_default();
    let is_on_lines = around.around == Around::Text || before.contains('\n');
    let is_original = |key: &Span| token::unquoted(cursor.text, *key).contains('_');
    let typed = cursor.typed.span.of_str(cursor.text);
    // Names of JSON have no underscore; a map's keys may, but both names of a field are read anyway.
    let known = cursor.frames.iter().flat_map(|frame| frame.key.iter().chain(&frame.keys));
    Style { is_on_lines, has_original_names: typed.contains('_') || known.into_iter().any(is_original) }
}
