//! What the language services are asked, and what comes of their answers: places to go to, edits, lists to choose from.
//!
//! A question is about the text as it is when it is asked: an answer that comes after the next edit is dropped. Knows
//! neither how a question reaches the engine nor how anything is drawn.

use std::rc::Rc;

mod journey;
mod mend;

use super::{EngineState, OpenLab, State};
use crate::{
    engine::{
        services::{Doc, Query, Reply, Spot, Structure, Symbol, Told, What},
        survey::{Survey, Surveyed},
        view::Target,
    },
    text::Span,
};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The editor of the text, which knows its question by this number.
    Editor(u32),
    /// The page, by the user's command or for its own sake.
    Page,
}

/// A question on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub query: Query,
    revision: u32,
    by: Asker,
}

/// What was asked and told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Language {
    /// The questions without an answer, in the order of their numbers.
    pub asked: Vec<Asked>,
    /// The number of the newest question.
    pub last: u32,
    /// The newest answer for the .proto editor, with its own number of the question.
    pub reply: Option<(u32, Rc<Told>)>,
    /// The same for the JSON editor.
    pub json_reply: Option<(u32, Rc<Told>)>,
    /// How the file with this index is built.
    pub structure: Option<Rc<(u32, Structure)>>,
    /// The file and the revision of the schema that the newest question about the structure was of.
    structured: Option<(usize, u32)>,
    /// The list of places to choose from.
    pub places: Option<Rc<Places>>,
    /// What has opened above the page; one thing at a time.
    pub popup: Option<Popup>,
    /// Where the user came from: texts and offsets, the newest last.
    trail: Vec<(Left, u32)>,
}

/// A list of places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// What they are: `References`, or `Definitions` where there is more than one.
    pub what: &'static str,
    /// The name they are of.
    pub name: String,
    /// The places, the declaration first.
    pub spots: Vec<Spot>,
}

/// A text that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Left {
    /// The file of that name: indices change.
    File(String),
    Json,
}

/// What opens above the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Popup {
    /// The field for a symbol's new name.
    Rename(Renaming),
    /// The fixes of the problems at a place.
    Fixes(Fixes),
    /// The symbols of the workspace; nothing while they are awaited.
    Symbols(Option<Rc<[Symbol]>>),
    /// The keyboard shortcuts.
    Help,
    /// What is asked about the payloads, and the answer; none while it is awaited.
    Survey(Survey, Option<Rc<Surveyed>>),
    /// The size lab.
    Lab(OpenLab),
}

/// A symbol that shall have another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// Where its present name is, in the file in front.
    pub span: Span,
    /// Its present name.
    pub name: String,
    /// Why the name wished for can't be.
    pub refused: Option<String>,
}

/// Fixes to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixes {
    /// The place they are for.
    pub target: Target,
    /// Each by the index of its problem in the report and its own index there.
    pub list: Vec<(u32, u32)>,
    /// Those that mend several problems of the text alike, one after another.
    pub alike: Vec<Vec<(u32, u32)>>,
}

/// A bundled file that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peek {
    /// The path it is imported by.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Where to look, and the number of the wish to go there.
    pub target: (u32, Span),
}

const CHANGED: &str = "The text has changed meanwhile, so nothing was done. Try again.";

impl State {
    /// Asks about a place in the file in front.
    pub(in crate::session) fn ask(&mut self, by: Asker, what: What, at: u32) {
        self.ask_about(by, what, Doc::File(self.active as u32), at);
    }

    /// Asks about a place in a text.
    pub(in crate::session) fn ask_about(&mut self, by: Asker, what: What, doc: Doc, at: u32) {
        let query = Query { id: self.language.last + 1, doc, at, what };
        let is_peeking = self.peek.is_some() && doc != Doc::Json;
        let asked = &mut self.language.asked;
        // Where a link would lead is not worth as much as to go there.
        let overtaken = |asked: &Asked| asked.by == Asker::Page && query.supersedes(&asked.query);
        if let (Asker::Editor(id), true) = (by, is_peeking || asked.iter().any(overtaken)) {
            return self.reply(doc, id, Told::Nothing);
        }
        if is_peeking && what_is_for_own_files(&query.what) {
            return self.tell("This file comes with Wirelens and can only be read.".to_owned());
        }
        asked.retain(|asked| !query.supersedes(&asked.query));
        asked.push(Asked { query, revision: self.revision, by });
        self.language.last += 1;
    }

    /// Asks how the file in front is built, where that is not known and the engine has its text.
    pub(in crate::session) fn keep_structure(&mut self) {
        let wanted = Some((self.active, self.schema_revision));
        let known = self.engine == EngineState::Ready && self.reported == self.revision;
        if known && self.language.structured != wanted {
            self.language.structured = wanted;
            self.ask(Asker::Page, What::Structure, 0);
        }
    }

    /// The engine is gone, with all it was asked.
    pub(in crate::session) fn forget_questions(&mut self) {
        self.language.structured = None;
        for asked in std::mem::take(&mut self.language.asked) {
            if let Asker::Editor(id) = asked.by {
                self.reply(asked.query.doc, id, Told::Nothing);
            }
        }
    }

    /// Tells an editor.
    fn reply(&mut self, doc: Doc, id: u32, told: Told) {
        let reply = Some((id, Rc::new(told)));
        match doc {
            Doc::File(_) => self.language.reply = reply,
            Doc::Json => self.language.json_reply = reply,
        }
    }

    /// Does what an answer is for.
    pub(in crate::session) fn told(&mut self, Reply { id, told }: Reply) {
        let asked = &mut self.language.asked;
        let Some(index) = asked.iter().position(|asked| asked.query.id == id) else { return };
        let Asked { query, revision, by } = asked.remove(index);
        let fresh = revision == self.revision;
        match (by, query.what, told) {
            (Asker::Editor(id), _, told) => {
                self.reply(query.doc, id, if fresh { told } else { Told::Nothing });
            }
            (Asker::Page, What::Structure, told) => {
                if let (true, Told::Structure(structure), Doc::File(file)) = (fresh, told, query.doc) {
                    self.language.structure = Some(Rc::new((file, structure)));
                }
            }
            (Asker::Page, _, _) if !fresh => {
                self.tell(CHANGED.to_owned());
            }
            (Asker::Page, what, Told::Places(span, spots)) => self.places(&what, (query.doc, query.at), span, spots),
            (Asker::Page, What::PrepareRename, Told::Name(span, name)) => {
                self.language.popup = Some(Popup::Rename(Renaming { span, name, refused: None }));
            }
            (Asker::Page, What::Rename(new), Told::Renamed(old, edits)) => self.renamed(&old, &new, &edits),
            (Asker::Page, What::Rename(_), Told::Refused(why)) => match &mut self.language.popup {
                Some(Popup::Rename(renaming)) => renaming.refused = Some(why),
                // A fix asked.
                _ => self.tell(why),
            },
            (Asker::Page, What::Format, Told::Edits(edits)) => self.formatted(query.doc, &edits),
            (Asker::Page, What::Symbols, told) => {
                if let Some(Popup::Symbols(symbols)) = &mut self.language.popup {
                    *symbols = Some(if let Told::Symbols(found) = told { found.into() } else { Rc::new([]) });
                }
            }
            (Asker::Page, _, Told::Refused(why)) => self.tell(why),
            (Asker::Page, what, _) => self.tell(nothing(&what).to_owned()),
        }
    }
}

/// Whether a question makes no sense about a file that can only be read.
fn what_is_for_own_files(what: &What) -> bool {
    matches!(what, What::PrepareRename | What::Rename(_) | What::Format | What::References | What::Definition)
}

/// What to say where there is no answer.
fn nothing(what: &What) -> &'static str {
    match what {
        What::Definition => "No definition is known of what is here.",
        What::References => "No reference is known to what is here.",
        What::PrepareRename | What::Rename(_) => "There is no name here that could be changed.",
        What::Format => "This file can't be formatted as it is.",
        _ => "There is nothing to tell about this place.",
    }
}

#[cfg(test)]
mod tests;
