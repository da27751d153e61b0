//! What the pages of lessons have: what was fetched, what live parts show, how far the learner is.
//!
//! Knows no browser: fetching and asking are others' business.

mod progress;
mod trail;

pub use progress::{Progress, Standing};
pub use trail::Trail;

use std::{collections::BTreeMap, rc::Rc};

use crate::{
    engine::learn::{Packet, Place, Shown, Told},
    learn::{Index, task::Answer, verdict::Verdict},
};

/// What the pages of lessons have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learn {
    /// The table of contents, or why it can't be read.
    pub index: Option<Result<Rc<Index>, String>>,
    /// The lesson read last, or why it can't be, with its id.
    pub lesson: Option<(String, Result<Rc<Packet>, String>)>,
    /// What live parts show.
    pub shown: BTreeMap<Place, Rc<Shown>>,
    /// What was checked last of each question, and what it is worth, or why that can't be told.
    pub graded: BTreeMap<String, (Answer, Result<Verdict, String>)>,
    /// The learner's progress.
    pub progress: Progress,
    /// Which lessons were opened and read.
    pub trail: Trail,
}

/// What happens on the pages of lessons.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// The table of contents was fetched, or can't be.
    Index(Result<Rc<Index>, String>),
    /// The lesson with this id was fetched, or can't be.
    Lesson(String, Result<Rc<Packet>, String>),
    /// The engine answered.
    Told(Told),
    /// An answer to the question with this id was checked.
    Tried(String, Answer, bool),
    /// The lesson with this id is in front.
    Opened(String),
    /// Its end was reached.
    Reached(String),
}

impl Learn {
    /// Takes what happened.
    pub fn apply(&mut self, act: Act) {
        match act {
            Act::Index(index) => self.index = Some(index),
            Act::Lesson(id, packet) => {
                if let Ok(packet) = &packet {
                    for (part, shown) in (0..).zip(&packet.shown) {
                        let place = Place { lesson: id.clone(), part };
                        self.shown.entry(place).or_insert_with(|| Rc::new(shown.clone()));
                    }
                }
                self.lesson = Some((id, packet));
            }
            Act::Told(Told::Shown(place, shown)) => {
                self.shown.insert(place, Rc::from(shown));
            }
            Act::Told(Told::Graded { question, answer, verdict }) => {
                if let Ok(verdict) = &verdict {
                    self.apply(Act::Tried(question.clone(), answer.clone(), verdict.right));
                }
                self.graded.insert(question, (answer, verdict));
            }
            Act::Tried(question, answer, right) => {
                let standing = self.progress.entry(question).or_default();
                *standing = standing.after(&answer.join("\n"), right);
            }
            Act::Opened(lesson) => self.trail.last = lesson,
            Act::Reached(lesson) => self.trail.reach(&lesson),
        }
    }
}
