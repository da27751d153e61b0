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
