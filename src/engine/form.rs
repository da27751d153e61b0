//! The form of the message: its rows, and acts on them as edits of the JSON text. Places become UTF-16 here.

use super::{
    Engine, Shown,
    view::{Acted, Target},
};
use crate::{
    analysis::Payload,
    message::form::{
        self,
        data::{Asked, Deed, Done, Form, Problem},
    },
    text::{Span, Utf16Index},
};

impl Engine {
    /// The rows that are asked for; why there are none, where there is no text or no type to read it by.
    pub(super) fn form(&self, asked: &Asked) -> Form {
        let (Some(schema), Some(root), Some(text)) = (&self.schema, &self.root, self.json()) else {
            let why = if self.root.is_none() { "there is no message type to make a form of" } else { NO_TEXT };
            return Form { broken: Some(problem(why)), ..Form::default() };
        };
        let mut form = form::rows(schema, root, text, &self.told_of_json, asked);
        let units = Utf16Index::new(text);
        let place = |span: &mut Span| *span = units.utf16(*span);
        let problems = form.rows.iter_mut().filter_map(|row| row.problem.as_mut());
        problems.chain(&mut form.problems).chain(&mut form.broken).for_each(|problem| place(&mut problem.span));
        form.rows.iter_mut().filter_map(|row| row.span.as_mut()).for_each(place);
        form
    }

    /// What something done to a row comes to, or why it can't be done.
    pub(super) fn act(&self, deed: &Deed) -> Result<Acted, String> {
        let (Some(root), Some(text)) = (&self.root, self.json()) else { return Err(NO_TEXT.to_owned()) };
        let Done { edits, path } = form::act(root, text, deed).map_err(|refusal| refusal.0)?;
        let units = Utf16Index::new(text);
        let edits = edits.into_iter().map(|(span, text)| (Target::Json(units.utf16(span)), text)).collect();
        Ok(Acted { edits, path })
    }

    /// The newest JSON text, typed or derived.
    pub(super) fn json(&self) -> Option<&str> {
        if let Payload::Json(text) = &self.input.payload {
            return Some(text);
        }
        let content = self.shown.as_ref().filter(|shown| shown.fresh).and_then(Shown::content)?;
        Some(&content.json).filter(|json| !json.is_empty()).map(String::as_str)
    }
}

const NO_TEXT: &str = "there is no JSON of these bytes to edit";

fn problem(message: &str) -> Problem {
    Problem { severity: crate::diagnostic::Severity::Error, message: message.to_owned(), help: None, span: Span::at(0) }
}
