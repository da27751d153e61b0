//! A question in front of a learner: the answer as it stands, what came of the one checked last, the help that is open.
//!
//! Knows neither what is asked nor how an answer is graded.

use crate::{
    engine::learn::Typed,
    learn::{task::Answer, verdict::Verdict},
};

/// What a learner has of one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// The answer as it stands; nothing as long as it is the one the question begins with.
    pub answer: Option<Answer>,
    /// Grows when the answer was written by anything but the learner's own typing.
    pub writes: u32,
    /// What was checked last.
    pub checked: Option<Checked>,
    /// What the solution, or the beginning, took the place of.
    pub before: Option<Answer>,
    /// The bytes that were typed last, and what they say, if they are bytes.
    pub read: Option<(String, Option<Box<Typed>>)>,
    /// Whether the hint is open.
    pub hint: bool,
    /// Whether the solution is open.
    pub solution: bool,
    /// The most that was seen of both since the question was begun.
    pub help: Help,
}

/// Help that a question offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Help {
    /// None.
    #[default]
    None,
    /// A push in the right direction.
    Hint,
    /// The way to the answer, and the answer.
    Solution,
}

/// An answer that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The answer.
    pub answer: Answer,
    /// When that was, in milliseconds since 1970.
    pub at: u64,
    /// What came of it.
    pub worth: Worth,
}

/// What came of checking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worth {
    /// Nothing yet.
    Awaited,
    /// This.
    Told(Verdict),
    /// Nothing, for this reason: a sentence.
    Unknown(String),
}

impl Paper {
    /// The learner changed the answer.
    pub fn write(&mut self, answer: Answer) {
        self.answer = Some(answer);
        self.before = None;
    }

    /// Something else becomes the answer: the solution, or nothing where the question is begun anew. `now` is what is there.
    pub fn put(&mut self, answer: Option<Answer>, now: Answer) {
        self.before = Some(now);
        self.checked = self.checked.take().filter(|_| answer.is_some());
        self.answer = answer;
        self.writes += 1;
    }

    /// What was there before that comes back.
    pub fn put_back(&mut self) {
        if let Some(before) = self.before.take() {
            self.answer = Some(before);
            self.writes += 1;
        }
    }

    /// Opens or closes help.
    pub fn open(&mut self, help: Help, is_open: bool) {
        match help {
            Help::None => {}
            Help::Hint => self.hint = is_open,
            Help::Solution => self.solution = is_open,
        }
        if is_open {
            self.help = self.help.max(help);
        }
    }

    /// Whether a verdict is awaited.
    pub fn is_awaited(&self) -> bool {
        self.checked.as_ref().is_some_and(|it| it.worth == Worth::Awaited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Answer {
        vec![text.to_owned()]
    }

    #[test]
    fn what_was_put_in_the_place_of_an_answer_can_be_taken_back() {
        let mut paper = Paper::default();
        paper.write(answer("mine"));
        paper.put(Some(answer("solution")), answer("mine"));
        assert_eq!((&paper.answer, paper.writes), (&Some(answer("solution")), 1));
        paper.put_back();
        assert_eq!((&paper.answer, &paper.before, paper.writes), (&Some(answer("mine")), &None, 2));
        paper.put(None, answer("mine"));
        assert_eq!(paper.answer, None);
        // Who types on has decided.
        paper.write(answer("new"));
        paper.put_back();
        assert_eq!(paper.answer, Some(answer("new")));
    }

    #[test]
    fn a_hint_behind_the_solution_is_no_less_help() {
        let mut paper = Paper::default();
        paper.open(Help::Solution, true);
        paper.open(Help::Solution, false);
        paper.open(Help::Hint, true);
        assert_eq!((paper.hint, paper.solution, paper.help), (true, false, Help::Solution));
    }
}
