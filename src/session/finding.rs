//! What is looked for in the payload, and what is known of it so far. Knows neither how it is found nor how it is shown.

use std::rc::Rc;

use super::State;
use crate::{
    engine::view::{Find, Found},
    find::{By, Step},
};

/// A search as the page has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finding {
    /// In which way.
    pub by: By,
    /// The text.
    pub text: String,
    /// What was found so far; nothing before the first answer.
    pub found: Option<Rc<Found>>,
    /// Which of the places was gone to, counted from 1.
    pub at: Option<u32>,
    /// Where to go as soon as it is known.
    step: Option<Step>,
}

impl Finding {
    /// What the engine is to be asked, under this number.
    pub fn request(&self, number: u32) -> Find {
        Find { number, by: self.by, text: self.text.clone(), step: self.step }
    }

    /// How far the search has come, in thousandths.
    pub fn done(&self) -> u32 {
        self.found.as_ref().map_or(0, |found| found.done)
    }
}

impl State {
    /// Looks for another text.
    pub(super) fn find(&mut self, by: By, text: String) {
        let from = self.focus();
        self.finding = Some(Finding { by, text, step: Some(Step::From(from)), ..Finding::default() });
        self.finds += 1;
    }

    /// Goes on among what is found.
    pub(super) fn find_step(&mut self, step: fn(u32) -> Step) {
        let from = self.focus();
        if let Some(finding) = &mut self.finding {
            finding.step = Some(step(from));
            self.finds += 1;
        }
    }

    /// Looks for nothing any more.
    pub(super) fn close_find(&mut self) {
        if self.finding.take().is_some() {
            self.finds += 1;
        }
    }

    /// The payload is another one: what is looked for is looked for in it.
    pub(super) fn find_again(&mut self) {
        if let Some(finding) = &mut self.finding {
            (finding.found, finding.at, finding.step) = (None, None, None);
            self.finds += 1;
        }
    }

    /// Takes what was found so far, and asks on where that is not all.
    pub(super) fn found(&mut self, mut found: Found) {
        if let Some(views) = found.views.take() {
            self.views = Rc::from(views);
        }
        let Some(finding) = &mut self.finding else { return };
        if found.number != self.finds {
            return;
        }
        if let Some((index, marks)) = found.at.take() {
            (finding.at, finding.step) = (Some(index), None);
            if let Some(focus) = marks.focus {
                self.cursor_in_bytes.go(focus.start);
            }
            self.selected = Rc::from(marks);
        }
        let is_open = found.done < 1000;
        finding.found = Some(Rc::new(found));
        if is_open {
            self.finds += 1;
        }
    }

    /// The offset that is chosen.
    fn focus(&self) -> u32 {
        self.selected.focus.map_or(0, |focus| focus.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{
            Engine,
            view::{Answer, Change, Request},
        },
        session::Action,
    };

    /// A page and its engine, which answers at once.
    struct Page {
        state: State,
        engine: Engine,
        asked: u32,
    }

    impl Page {
        fn with(text: &str) -> Page {
            let mut page = Page { state: State::new(None), engine: Engine::default(), asked: 0 };
            page.edit(text);
            page
        }

        fn edit(&mut self, text: &str) {
            self.state.apply(Action::EditPayload(text.to_owned()));
            self.ask(Request::Analyze(Change::between(None, &self.state.input)));
        }

        fn ask(&mut self, request: Request) {
            let body = self.engine.answer(request);
            self.state.apply(Action::Answered(Answer { revision: self.state.revision, body }));
            // As the page does, as long as there is something to be asked.
            while self.asked != self.state.finds {
                self.asked = self.state.finds;
                let find = self.state.finding.as_ref().map(|finding| finding.request(self.asked));
                let body = self.engine.answer(Request::Find(find));
                self.state.apply(Action::Answered(Answer { revision: self.state.revision, body }));
            }
        }

        fn act(&mut self, action: Action) {
            self.state.apply(action);
            self.ask(Request::Look(self.state.window));
        }

        /// Which of how many places was gone to, and where it is.
        fn at(&self) -> (Option<u32>, u32, Option<u32>) {
            let finding = self.state.finding.as_ref().unwrap();
            let total = finding.found.as_ref().map_or(0, |found| found.total);
            (finding.at, total, self.state.selected.focus.map(|focus| focus.start))
        }
    }

    #[test]
    fn what_is_typed_is_gone_to_and_steps_go_on() {
        let mut page = Page::with("10 07 10 08 10 07");
        // Of a field's values the one that counts is chosen to begin with: the last.
        page.act(Action::Find(By::Hex, "10 07".to_owned()));
        assert_eq!(page.at(), (Some(2), 2, Some(4)));
        page.act(Action::FindNext);
        assert_eq!(page.at(), (Some(1), 2, Some(0)));
        page.act(Action::FindNext);
        assert_eq!(page.at(), (Some(2), 2, Some(4)));
        page.act(Action::FindBack);
        assert_eq!(page.at(), (Some(1), 2, Some(0)));
        assert_eq!(page.state.views.found.len(), 2);
        page.act(Action::CloseFind);
        assert_eq!((page.state.views.found.len(), page.state.finding.is_none()), (0, true));
    }

    #[test]
    fn another_message_is_searched_anew_and_nobody_is_moved() {
        let mut page = Page::with("10 07 10 08 10 07");
        page.act(Action::Find(By::Hex, "08".to_owned()));
        page.edit("10 08 10 08");
        let (at, total, _) = page.at();
        assert_eq!((at, total), (None, 2));
    }

    #[test]
    fn what_was_found_of_an_earlier_text_is_not_shown_for_the_next() {
        let mut page = Page::with("10 07 10 08");
        page.state.apply(Action::Find(By::Hex, "10".to_owned()));
        let earlier = page.state.finding.as_ref().map(|finding| finding.request(page.state.finds));
        page.state.apply(Action::Find(By::Hex, "08".to_owned()));
        let body = page.engine.answer(Request::Find(earlier));
        page.state.apply(Action::Answered(Answer { revision: page.state.revision, body }));
        assert_eq!(page.state.finding.as_ref().and_then(|finding| finding.found.clone()), None);
    }
}
