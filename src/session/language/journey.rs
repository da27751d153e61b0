//! Ways through the files: to a definition, along a list, to a symbol, and back. Knows no editor.

use std::rc::Rc;

use super::{Asker, Left, Peek, Places, State, nothing};
use crate::{
    engine::{
        services::{Doc, InFile, Spot, Symbol, What},
        view::Target,
    },
    session::Pane,
    text::{Span, Utf16Index},
};

/// How many places the way back has.
const MAX_TRAIL: usize = 50;

impl State {
    pub(super) fn places(&mut self, what: &What, (doc, at): (Doc, u32), span: Span, spots: Vec<Spot>) {
        let here = |spot: &Spot| {
            matches!((&spot.file, doc), (InFile::Own(file), Doc::File(asked)) if *file == asked) && spot.span == span
        };
        match (what, spots.as_slice()) {
            (_, []) => self.tell(nothing(what).to_owned()),
            // From the declaration there is no way to it, but to the places it is used at.
            (What::Definition, [one]) if here(one) => self.ask(Asker::Page, What::References, at),
            (What::Definition, [one]) => self.visit(one, doc, at),
            _ => {
                let what = if *what == What::Definition { "Definitions" } else { "References" };
                let name = self.file().map(|file| slice(&file.text, span)).unwrap_or_default();
                self.language.places = Some(Rc::new(Places { what, name, spots }));
            }
        }
    }

    /// Goes to one of the listed places.
    pub(in crate::session) fn visit_listed(&mut self, index: usize) {
        let Some(places) = self.language.places.clone() else { return };
        if let Some(spot) = places.spots.get(index) {
            self.visit(spot, Doc::File(self.active as u32), self.cursor);
        }
    }

    /// Goes to a symbol.
    pub(in crate::session) fn visit_symbol(&mut self, symbol: &Symbol) {
        self.language.popup = None;
        self.leave(Doc::File(self.active as u32), self.cursor);
        self.go(Target::File(symbol.file, symbol.span));
    }

    fn visit(&mut self, spot: &Spot, doc: Doc, from: u32) {
        self.leave(doc, from);
        match &spot.file {
            InFile::Own(file) => self.go(Target::File(*file, spot.span)),
            InFile::Bundled(name, text) => {
                let target = (self.next_wish(), spot.span);
                self.view.pane = Pane::Schema;
                self.peek = Some(Rc::new(Peek { name: name.clone(), text: text.clone(), target }));
            }
        }
    }

    /// Remembers the place that is left. From a bundled file the way back leads to where it was opened.
    fn leave(&mut self, doc: Doc, from: u32) {
        let left = match (doc, self.file()) {
            (Doc::Json, _) => Left::Json,
            (Doc::File(_), Some(file)) if self.peek.is_none() => Left::File(file.name.clone()),
            _ => return,
        };
        let trail = &mut self.language.trail;
        if trail.len() == MAX_TRAIL {
            trail.remove(0);
        }
        trail.push((left, from));
    }

    /// Goes to where the user came from.
    pub(in crate::session) fn go_back(&mut self) {
        while let Some((left, at)) = self.language.trail.pop() {
            let span = Span { start: at, end: at };
            let name = match left {
                Left::File(name) => name,
                Left::Json => {
                    self.peek = None;
                    return self.go(Target::Json(span));
                }
            };
            // The file may be gone by now.
            if let Some(index) = self.input.files.iter().position(|file| file.name == name) {
                return self.go(Target::File(index as u32, span));
            }
        }
    }
}

/// The part of a text that a span in UTF-16 code units covers.
fn slice(text: &str, span: Span) -> String {
    let units = Utf16Index::new(text);
    text.get(units.to_byte(span.start as usize)..units.to_byte(span.end as usize)).unwrap_or_default().to_owned()
}
