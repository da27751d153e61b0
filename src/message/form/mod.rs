//! The form of a message: rows from its JSON text, and what people do in them as small edits of that text.
//!
//! 1. [`data`]: rows, widgets and acts, as plain data
//! 2. `spot`: a path under a type and in the text at once
//! 3. [`rows`](fn@rows): type and text → rows; `declared`, `value`: what they say; `problems`: what is wrong, at the row it is about
//! 4. [`act`](fn@act): an act → edits; `typed`, `duration`: what was typed → JSON; `put`: where it goes
//! 5. `edit`, `layout`: edits that keep the text's lines, order and comments
//!
//! The JSON text is the one source: nothing of a form is kept between two calls. Knows no editor and no bytes.

mod act;
pub mod data;
mod declared;
mod duration;
mod edit;
mod layout;
mod problems;
mod put;
mod rows;
mod spot;
mod typed;
mod value;

use super::json::{self, tree};
use super::paths::segments;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Schema;
use crate::schema::types::{Form as JsonForm, Root};
use data::{Asked, Deed, Done, Form, Problem, Refusal};
use spot::Ground;

/// The rows of a message. `diagnostics` are what its reader has found; those of other texts are passed over. A text that is
/// broken has all rows that can be made out, those locked that can't be edited.
pub fn rows(schema: &Schema, root: &Root, text: &str, diagnostics: &[Diagnostic], asked: &Asked) -> Form {
    let (tree, _) = json::parse(text);
    let is_object = |node| matches!(tree.kind(node), tree::Kind::Object);
    let is_plain = matches!(root.message().form, JsonForm::Fields | JsonForm::Empty);
    let ground = Ground { root, tree: &tree };
    let (mut form, places) = rows::rows(schema, ground, asked);
    problems::place(&mut form, &places, diagnostics);
    if let Some(node) = tree.root().filter(|&node| is_plain && !is_object(node)) {
        form.rows.clear();
        form.problems.clear();
        form.broken = Some(Problem {
            severity: Severity::Error,
            message: format!("expected an object, found {}", tree.described(node)),
            help: Some("a message is written {…}".to_owned()),
            span: tree.span(node),
        });
    }
    form
}

/// What a deed comes to: edits of the text.
///
/// # Errors
///
/// Why nothing is done, for whoever did it.
pub fn act(root: &Root, text: &str, deed: &Deed) -> Result<Done, Refusal> {
    act::act(root, text, &segments(&deed.path), &deed.act)
}
