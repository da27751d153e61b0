//! Payloads that are kept, and what is asked about them and the one on screen.
//!
//! Kept payloads are the page's: no workspace has them, no link carries them, and they stay where another workspace is loaded.

use std::rc::Rc;

use super::{Change, Pane, Popup, Source, State};
use crate::{
    analysis::{Held, Payload},
    engine::survey::{Kept, Survey, Surveyed, Told},
    text::File,
    wire::Taking,
    workspace::MAX_FILES,
};

/// How many payloads are kept.
pub const MAX_KEPT: usize = 8;

impl State {
    /// Opens the answer to a question, which is awaited.
    pub(super) fn open_survey(&mut self, survey: Survey) {
        // Of one question in another form the last answer stays until there is the next.
        let before = match self.language.popup.take() {
            Some(Popup::Survey(was, surveyed)) if same_kind(was, survey) => surveyed,
            _ => None,
        };
        self.language.popup = Some(Popup::Survey(survey, before));
    }

    pub(super) fn surveyed(&mut self, survey: Survey, surveyed: Surveyed) {
        if let Some(Popup::Survey(asked, answer)) = &mut self.language.popup
            && *asked == survey
        {
            *answer = Some(Rc::new(surveyed));
        }
    }

    /// Keeps the bytes that were on screen.
    pub(super) fn keep(&mut self, kept: Result<Vec<u8>, String>) {
        let bytes = match kept {
            Ok(bytes) => bytes,
            Err(why) => return self.tell(why),
        };
        if let Some(same) = self.kept.iter().find(|kept| kept.bytes == bytes) {
            return self.tell(format!("These bytes are kept already, as {}.", same.name));
        }
        if self.kept.len() >= MAX_KEPT {
            return self.tell(format!("Nothing was kept: there are {MAX_KEPT} payloads already, which is the most."));
        }
        let name = self.name_to_keep();
        self.tell(format!("Kept as {name}. Bring another payload, and compare."));
        Rc::make_mut(&mut self.kept).push(Kept { name, bytes });
    }

    /// The name of the payload's file, or else a number that none of the others has.
    fn name_to_keep(&self) -> String {
        let own = match &self.input.payload {
            Payload::File { name, .. } | Payload::Held(Held { name, .. }) => Some(name.clone()),
            Payload::Json(_) | Payload::TextFormat(_) | Payload::Text(_) => None,
        };
        let is_free = |name: &String| self.kept.iter().all(|kept| kept.name != *name);
        let numbered = || (1..).map(|n| format!("payload {n}")).find(is_free).unwrap_or_default();
        own.filter(is_free).unwrap_or_else(numbered)
    }

    pub(super) fn drop_kept(&mut self, index: usize) {
        if index < self.kept.len() {
            Rc::make_mut(&mut self.kept).remove(index);
        }
    }

    /// Puts the schema that was inferred into the workspace and reads the bytes by it.
    pub(super) fn take_schema(&mut self) {
        let Some(Popup::Survey(_, Some(surveyed))) = self.language.popup.take() else { return };
        let Told::Schema(proposal) = &surveyed.told else { return };
        let at = self.input.files.len();
        if at >= MAX_FILES {
            return self.tell(format!("There is no room for another file: a workspace has at most {MAX_FILES}."));
        }
        let file = File { name: proposal.file.clone(), text: proposal.text.clone() };
        let mut changes = vec![Change::Insert(vec![(at, file)])];
        // JSON and text are of the type they were written for; from now on the bytes are what counts.
        let bytes = match &self.input.payload {
            Payload::Json(_) | Payload::TextFormat(_) => {
                self.content().and_then(|content| content.payload.clone()).map(Payload::Text)
            }
            _ => None,
        };
        let is_typed = matches!(self.input.payload, Payload::Json(_) | Payload::TextFormat(_));
        if bytes.is_some() || !is_typed {
            changes.push(Change::Root(proposal.root.clone()));
        }
        if let Some(bytes) = bytes {
            changes.push(Change::Payload(Box::new((bytes, Taking::plain_hex()))));
            self.view.source = Source::Payload;
        }
        self.change(format!("Added {}", proposal.file), changes, at);
        self.view.pane = Pane::Schema;
        self.peek = None;
    }
}

fn same_kind(one: Survey, other: Survey) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{
            Engine,
            view::{Answer, Body, Change as Known, Request},
        },
        session::{Action, Saved},
    };

    /// A page and its engine, which has answered all so far.
    struct Page {
        state: State,
        engine: Engine,
    }

    impl Page {
        fn new() -> Page {
            let mut page = Page { state: State::new(None), engine: Engine::default() };
            page.ask(None);
            page
        }

        fn apply(&mut self, action: Action) {
            self.state.apply(action);
            self.ask(None);
        }

        fn ask(&mut self, request: Option<Request>) {
            let request = request.unwrap_or_else(|| Request::Analyze(Known::between(None, &self.state.input)));
            let body = self.engine.answer(request);
            self.state.apply(Action::Answered(Answer { revision: self.state.revision, body }));
        }

        fn survey(&mut self, survey: Survey) -> Told {
            self.state.apply(Action::OpenSurvey(survey));
            let kept = self.state.kept.to_vec();
            self.ask(Some(Request::Survey(survey, kept)));
            let Some(Popup::Survey(_, Some(surveyed))) = &self.state.language.popup else { panic!() };
            surveyed.told.clone()
        }

        fn said(&self) -> &str {
            self.state.notice.as_ref().map_or("", |notice| &notice.text)
        }
    }

    #[test]
    fn an_inferred_schema_is_taken_and_taken_back() {
        let mut page = Page::new();
        let before = page.state.input.clone();
        let Told::Schema(first) = page.survey(Survey::Schema) else { panic!() };
        assert_eq!((first.file.as_str(), first.root.as_str()), ("inferred.proto", "inferred.Message"));
        page.apply(Action::TakeSchema);
        assert_eq!((page.said(), page.state.language.popup.is_none()), ("Added inferred.proto", true));
        let report = page.state.report.clone().unwrap();
        assert_eq!((report.root.as_str(), report.error_total), ("inferred.Message", 0));
        assert!(matches!(page.state.input.payload, Payload::Text(_)), "the JSON would be of another type");

        let Told::Schema(second) = page.survey(Survey::Schema) else { panic!() };
        assert_eq!((second.file.as_str(), second.root.as_str()), ("inferred2.proto", "inferred2.Message"));
        page.apply(Action::Undo);
        assert_eq!(page.state.input, before);
        page.apply(Action::Redo);
        assert_eq!(page.state.input.root, "inferred.Message");
    }

    #[test]
    fn payloads_are_kept_compared_and_saved() {
        let mut page = Page::new();
        page.ask(Some(Request::Keep));
        assert_eq!(page.said(), "Kept as payload 1. Bring another payload, and compare.");
        page.ask(Some(Request::Keep));
        assert_eq!(page.said(), "These bytes are kept already, as payload 1.");
        page.apply(Action::OpenFile("a.bin".into(), vec![8, 1]));
        page.ask(Some(Request::Keep));
        page.apply(Action::EditPayload("08 02".into()));
        let names = |state: &State| state.kept.iter().map(|kept| kept.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&page.state), ["payload 1", "a.bin"]);
        let Told::Compared(compared) = page.survey(Survey::Compare { only_differing: true }) else { panic!() };
        assert!(compared.rows.iter().all(|row| row.differs && row.cells.len() == 3), "{compared:?}");

        let saved = Saved::from_text(&page.state.saved().to_text()).unwrap();
        assert_eq!(names(&State::new(Some(saved))), ["payload 1", "a.bin"]);
        page.apply(Action::DropKept(0));
        page.apply(Action::DropKept(7));
        assert_eq!(names(&page.state), ["a.bin"]);
    }

    #[test]
    fn there_are_limits() {
        let mut page = Page::new();
        for at in 0..=MAX_KEPT as u8 {
            page.state.apply(Action::Answered(Answer { revision: 0, body: Body::Kept(Ok(vec![8, at])) }));
        }
        assert_eq!(page.state.kept.len(), MAX_KEPT);
        assert_eq!(page.said(), "Nothing was kept: there are 8 payloads already, which is the most.");
    }

    #[test]
    fn where_there_is_nothing_to_tell_it_says_why() {
        let mut page = Page::new();
        page.apply(Action::EditJson("{}".into()));
        assert!(matches!(page.survey(Survey::Schema), Told::Nothing(why) if why.contains("zero bytes")));
        page.ask(Some(Request::Keep));
        assert_eq!(page.said(), "There are no bytes to keep.");
        page.apply(Action::EditJson("{".into()));
        assert!(matches!(page.survey(Survey::Fits), Told::Nothing(why) if why.contains("can't be read")));
        // What was asked first is of no use once something else is asked.
        page.state.apply(Action::Close);
        page.state.apply(Action::OpenSurvey(Survey::Fits));
        page.state.surveyed(Survey::Schema, Surveyed { own: Vec::new(), told: Told::Nothing(String::new()) });
        assert_eq!(page.state.language.popup, Some(Popup::Survey(Survey::Fits, None)));
    }

    #[test]
    fn all_messages_of_a_stream_are_looked_at() {
        let mut page = Page::new();
        // Two gRPC frames: field 1 is 1, and 300 with a text beside it.
        page.apply(Action::EditPayload("00 00000002 0801 00 00000006 08ac02 120161".into()));
        let Told::Schema(proposal) = page.survey(Survey::Schema) else { panic!() };
        assert!(proposal.text.contains("// in 2 of 2 messages; from 1 to 300\n"), "{}", proposal.text);
        let Told::Compared(compared) = page.survey(Survey::Compare { only_differing: false }) else { panic!() };
        assert!(compared.rows.iter().all(|row| row.cells.len() == 2 && row.differs), "{compared:?}");
        let Some(Popup::Survey(_, Some(surveyed))) = &page.state.language.popup else { panic!() };
        assert_eq!(surveyed.own, [("message 1".to_owned(), 2), ("message 2".to_owned(), 6)]);
    }
}
