//! How far the learner is on the path of lessons. Knows the table of contents, and no text.

use super::{Learn, Record};
use crate::learn::{Entry, Index};

/// How a lesson stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// Whether its end was reached.
    pub is_read: bool,
    /// How many of its questions were answered.
    pub answered: usize,
    /// How many it has.
    pub asked: usize,
}

impl Stand {
    /// Whether there is nothing left to do.
    pub fn is_done(self) -> bool {
        self.is_read && self.answered == self.asked
    }
}

impl Learn {
    /// How a lesson stands.
    pub fn stand(&self, entry: &Entry) -> Stand {
        let Record { log, trail, .. } = &*self.record;
        Stand {
            is_read: trail.has_read(&entry.id),
            answered: entry.questions.iter().filter(|question| log.is_answered(&question.id)).count(),
            asked: entry.questions.len(),
        }
    }

    /// The lesson to go on with: the one that was opened last unless it is done, else the first behind it that is not, from the
    /// top again at the end. Nothing if all are done.
    pub fn next<'a>(&self, index: &'a Index) -> Option<&'a Entry> {
        let last = index.lessons.iter().position(|entry| entry.id == self.record.trail.last).unwrap_or(0);
        let (before, behind) = index.lessons.split_at(last);
        behind.iter().chain(before).find(|entry| !self.stand(entry).is_done())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        learn::{Brief, question::Level},
        session::learn::{Act, Help, Tried},
    };

    fn index() -> Index {
        let entry = |id: &str| Entry {
            id: id.into(),
            title: id.into(),
            summary: String::new(),
            minutes: 1,
            part: String::new(),
            questions: vec![Brief {
                id: format!("{id}-1"),
                title: String::new(),
                level: Level::Beginner,
                concept: String::new(),
            }],
        };
        Index { lessons: ["a", "b", "c"].map(entry).into(), concepts: Vec::new() }
    }

    #[test]
    fn one_goes_on_with_what_is_not_done() {
        let (index, mut learn) = (index(), Learn::default());
        let next = |learn: &Learn| learn.next(&index).map(|entry| entry.id.clone());
        let done = |learn: &mut Learn, id: &str| {
            learn.apply(Act::Reached(id.into()));
            let question = format!("{id}-1");
            learn.apply(Act::Tried(Tried { question, answer: Vec::new(), right: true, help: Help::None, at: 1 }));
        };
        assert_eq!(next(&learn).as_deref(), Some("a"));
        learn.apply(Act::Opened("b".into()));
        assert_eq!(next(&learn).as_deref(), Some("b"));
        done(&mut learn, "b");
        assert_eq!(next(&learn).as_deref(), Some("c"));
        done(&mut learn, "c");
        assert_eq!(next(&learn).as_deref(), Some("a"), "from the top again");
        done(&mut learn, "a");
        assert_eq!(next(&learn), None);
        assert_eq!(learn.stand(&index.lessons[0]), Stand { is_read: true, answered: 1, asked: 1 });
    }
}
