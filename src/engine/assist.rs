//! Questions about the message's JSON → answers in the editor's units.
//!
//! Knows no rule of JSON and none of the language; [`assist`] and [`language`](crate::language) do.

use super::Engine;
use super::services::{Completion, Doc, Edit, Hover, Query, Told, What};
use super::tell;
use crate::language::Space;
use crate::message::assist::{self, Choice, Choices, Edits};
use crate::text::{Span, Utf16Index};

/// In texts longer than this nothing comes up unasked, so that typing stays quick; in bytes.
const MAX_UNASKED_TEXT: usize = 1 << 20;

impl Engine {
    /// Answers a question about the JSON; nothing if there is nothing to say.
    pub(super) fn tell_of_json(&self, query: &Query) -> Option<Told> {
        let (text, root) = (self.json()?, self.root.as_ref()?);
        let space = Space::new(self.compiler.world());
        let units = Utf16Index::new(text);
        let at = units.to_byte(query.at as usize);
        let edits = |edits: Edits| -> Vec<Edit> {
            let edit = |(span, text): (Span, String)| Edit { doc: Doc::Json, span: units.utf16(span), text };
            edits.into_iter().map(edit).collect()
        };
        match query.what {
            What::Complete(asked) => {
                if !asked && text.len() > MAX_UNASKED_TEXT {
                    return None;
                }
                let Choices { span, list, is_complete, is_all, is_begun } = assist::complete(&space, root, text, at);
                // Who types on is not disturbed where something else may be meant.
                if list.is_empty() || !asked && !is_begun && !is_all {
                    return None;
                }
                let completion = |choice: Choice| {
                    let Choice { label, insert, is_snippet, detail, kind, doc, also, goes_on } = choice;
                    let (kind, also) = (tell::picture(kind).to_owned(), edits(also));
                    Completion { label, insert, is_snippet, detail, kind, doc, also, goes_on }
                };
                Some(Told::Completions(units.utf16(span), list.into_iter().map(completion).collect(), is_complete))
            }
            What::Hover => {
                let crate::language::Hover { span, title, doc, facts } = assist::hover(&space, root, text, at)?;
                Some(Told::Hover(Hover { span: units.utf16(span), title, doc, facts }))
            }
            What::Definition => {
                let (span, spot) = assist::definition(&space, root, text, at)?;
                Some(Told::Places(units.utf16(span), tell::spots(&space, &self.input.files, vec![spot])))
            }
            What::Format => Some(assist::format(text).map_or_else(Told::Refused, |found| Told::Edits(edits(found)))),
            What::References | What::PrepareRename | What::Rename(_) | What::Symbols | What::Structure => None,
        }
    }
}
