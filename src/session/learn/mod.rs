//! What the pages of lessons have: what was fetched, what live parts show, how far the learner is.
//!
//! 1. [`log`], [`Record`]: the answers that were given; what is kept of a learner, and how tabs join theirs
//! 2. [`card`], [`review`], [`strength`]: what follows from it today: what is remembered, what to ask, who is good at what
//! 3. [`export`]: a file of it
//!
//! Knows no browser and no clock: fetching, asking and keeping are others' business.

pub mod card;
mod day;
mod edited;
pub mod export;
pub mod log;
mod paper;
mod path;
mod record;
pub mod review;
pub mod strength;
mod trail;

pub use day::{Clock, Day};
pub use edited::Edited;
pub use log::Standing;
pub use paper::{Checked, Help, Paper, Worth};
pub use path::Stand;
pub use record::Record;
pub use trail::Trail;

use std::{collections::BTreeMap, rc::Rc};

use review::Round;

use crate::{
    engine::learn::{Packet, Place, Shown, Told},
    learn::{Index, live::Live, task::Answer, verdict::Verdict},
};

/// What learners have of questions, by the questions' ids.
pub type Papers = BTreeMap<String, Rc<Paper>>;

/// What the pages of lessons have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learn {
    /// The table of contents, or why it can't be read.
    pub index: Option<Result<Rc<Index>, String>>,
    /// The lesson read last, or why it can't be, with its id.
    pub lesson: Option<(String, Result<Rc<Packet>, String>)>,
    /// What live parts show.
    pub shown: BTreeMap<Place, Rc<Shown>>,
    /// Those that the reader has changed.
    pub edited: BTreeMap<Place, Edited>,
    /// How often one was changed.
    pub(super) edits: u32,
    /// How often one became again what it was.
    pub resets: u32,
    /// The questions that something was done about, by their ids.
    pub papers: Papers,
    /// Grows when an answer was written.
    pub written: u32,
    /// What was answered and read.
    pub record: Rc<Record>,
    /// What was answered, read and written before it was forgotten, until the page is left.
    pub before: Option<(Rc<Record>, Papers)>,
    /// The questions that are asked one by one on the review page.
    pub round: Option<Round>,
    /// What came of an import, as a sentence.
    pub imported: Option<String>,
}

/// What happens on the pages of lessons.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// The table of contents was fetched, or can't be.
    Index(Result<Rc<Index>, String>),
    /// The lesson with this id was fetched, or can't be.
    Lesson(String, Result<Rc<Packet>, String>),
    /// A live part was changed to this.
    Edit(Place, Box<Live>),
    /// A live part is to be as it was.
    Reset(Place),
    /// The engine answered.
    Told(Told),
    /// Something was done about the question with this id.
    Did(String, Deed),
    /// An answer was checked.
    Tried(Tried),
    /// The engine was lost, for this reason, and with it what was to be checked.
    Lost(&'static str),
    /// The lesson with this id is in front.
    Opened(String),
    /// Its end was reached.
    Reached(String),
    /// This is what another tab has, or what is kept.
    Joined(Box<Record>),
    /// A round of questions begins.
    Begin(Round),
    /// The next of them is asked.
    Next,
    /// The round is left.
    Leave,
    /// A file of progress is to be taken in: its text.
    Import(String),
    /// All progress is forgotten.
    Forget,
    /// What was forgotten comes back.
    BringBack,
}

/// What is done about a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// The learner changed the answer.
    Write(Answer),
    /// The first becomes the answer, the solution, or nothing where it is begun anew; the second is what is there.
    Put(Option<Answer>, Answer),
    /// What was there before that comes back.
    PutBack,
    /// Help is opened or closed.
    Open(Help, bool),
    /// The engine is asked what this answer is worth, at this time, in milliseconds since 1970.
    Ask(Answer, u64),
    /// This answer is not checked, for this reason: a sentence. It is no try.
    Refuse(Answer, String),
    /// The page itself knows what this answer is worth, at this time.
    Grade(Answer, Verdict, u64),
    /// It is asked once more, as if nothing had been done.
    Afresh,
}

/// An answer that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The question's id.
    pub question: String,
    /// The answer.
    pub answer: Answer,
    /// Whether it is right.
    pub right: bool,
    /// What help was seen before.
    pub help: Help,
    /// When that was, in milliseconds since 1970.
    pub at: u64,
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
            Act::Edit(place, live) => self.edit(place, *live),
            Act::Reset(place) => self.reset(&place),
            Act::Told(Told::Shown(place, number, shown)) => self.show(place, number, *shown),
            Act::Told(Told::Graded { question, answer, verdict }) => {
                let paper = self.paper(&question);
                let awaited = paper.checked.as_mut().filter(|it| it.worth == Worth::Awaited && it.answer == answer);
                let Some(checked) = awaited else { return };
                let right = verdict.as_ref().ok().map(|it| it.right);
                checked.worth = verdict.map_or_else(Worth::Unknown, Worth::Told);
                if let Some(right) = right {
                    let tried = Tried { right, help: paper.help, at: checked.at, question, answer };
                    self.tried(tried);
                }
            }
            Act::Told(Told::Read(question, text, typed)) => self.paper(&question).read = Some((text, typed)),
            Act::Did(question, deed) => self.deed(question, deed),
            Act::Tried(tried) => self.tried(tried),
            Act::Lost(reason) => {
                self.lose(reason);
                let why =
                    format!("The engine {reason}, so it was restarted. Your answer is untouched; check it again.");
                for paper in self.papers.values_mut().filter(|it| it.is_awaited()) {
                    if let Some(checked) = &mut Rc::make_mut(paper).checked {
                        checked.worth = Worth::Unknown(why.clone());
                    }
                }
            }
            Act::Opened(lesson) => self.record().trail.last = lesson,
            Act::Reached(lesson) => self.record().trail.reach(&lesson),
            Act::Joined(other) => self.record().join(&other),
            Act::Begin(round) => self.ask(round),
            Act::Next => {
                if let Some(Round { items, at }) = self.round.take() {
                    self.ask(Round { items, at: at + 1 });
                }
            }
            Act::Leave => self.round = None,
            Act::Import(text) => {
                let Some(Ok(index)) = self.index.clone() else { return };
                let (Ok(told) | Err(told)) = export::take(self.record(), &text, &index);
                self.imported = Some(told);
            }
            Act::Forget => self.forget(),
            Act::BringBack => {
                if let Some((record, papers)) = self.before.take() {
                    self.record = Rc::new(record.brought_back(&self.record));
                    self.papers = papers;
                    self.written += 1;
                }
            }
        }
    }

    /// The question with this id, begun if it was not.
    fn paper(&mut self, question: &str) -> &mut Paper {
        Rc::make_mut(self.papers.entry(question.to_owned()).or_default())
    }

    fn deed(&mut self, question: String, deed: Deed) {
        let paper = self.paper(&question);
        match deed {
            Deed::Write(answer) => paper.write(answer),
            Deed::Put(answer, now) => paper.put(answer, now),
            Deed::PutBack => paper.put_back(),
            Deed::Open(help, is_open) => return paper.open(help, is_open),
            Deed::Ask(answer, at) => {
                paper.checked = Some(Checked { answer, at, worth: Worth::Awaited });
                return;
            }
            Deed::Refuse(answer, why) => {
                paper.checked = Some(Checked { answer, at: 0, worth: Worth::Unknown(why) });
                return;
            }
            Deed::Grade(answer, verdict, at) => {
                let tried = Tried { right: verdict.right, help: paper.help, at, question, answer: answer.clone() };
                paper.checked = Some(Checked { answer, at, worth: Worth::Told(verdict) });
                return self.tried(tried);
            }
            Deed::Afresh => *paper = Paper::default(),
        }
        self.written += 1;
    }

    fn record(&mut self) -> &mut Record {
        Rc::make_mut(&mut self.record)
    }

    fn tried(&mut self, Tried { question, right, help, at, .. }: Tried) {
        self.record().log.add(&question, &[log::Entry { at, right, help }]);
    }

    fn forget(&mut self) {
        let forgotten = Rc::new(self.record.forgotten());
        self.before = Some((std::mem::replace(&mut self.record, forgotten), std::mem::take(&mut self.papers)));
        self.round = None;
        self.imported = None;
        self.written += 1;
    }

    /// Asks the round's question as if it had never been answered: what was written would give it away.
    fn ask(&mut self, round: Round) {
        if let Some(item) = round.item() {
            self.deed(item.question.clone(), Deed::Afresh);
        }
        self.round = Some(round);
    }

    /// Whether the engine has something to check.
    pub fn is_checking(&self) -> bool {
        self.papers.values().any(|it| it.is_awaited())
    }

    /// The answers that are being written, by their questions' ids.
    pub fn drafts(&self) -> BTreeMap<String, Answer> {
        let draft = |(id, paper): (&String, &Rc<Paper>)| Some((id.clone(), paper.answer.clone()?));
        self.papers.iter().filter_map(draft).collect()
    }

    /// Papers with these answers.
    pub fn papers_of(drafts: BTreeMap<String, Answer>) -> Papers {
        let paper = |answer| Rc::new(Paper { answer: Some(answer), ..Paper::default() });
        drafts.into_iter().map(|(id, answer)| (id, paper(answer))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{review::tests::index, *};

    fn tried(question: &str) -> Act {
        Act::Tried(Tried {
            question: question.into(),
            answer: Vec::new(),
            right: true,
            help: Help::None,
            at: 86_400_000,
        })
    }

    fn graded(answer: &str, right: bool) -> Act {
        let verdict = Ok(Verdict { right, ..Verdict::default() });
        Act::Told(Told::Graded { question: "q".into(), answer: vec![answer.into()], verdict })
    }

    #[test]
    fn a_verdict_belongs_to_the_answer_that_was_checked_last() {
        let mut learn = Learn::default();
        let worth = |learn: &Learn| learn.papers["q"].checked.as_ref().map(|it| it.worth.clone());
        learn.apply(Act::Did("q".into(), Deed::Open(Help::Hint, true)));
        learn.apply(Act::Did("q".into(), Deed::Ask(vec!["a".into()], 1)));
        learn.apply(Act::Did("q".into(), Deed::Ask(vec!["b".into()], 2)));
        learn.apply(graded("a", true));
        assert_eq!((worth(&learn), learn.is_checking()), (Some(Worth::Awaited), true));
        learn.apply(graded("b", false));
        assert_eq!(worth(&learn), Some(Worth::Told(Verdict::default())));
        assert_eq!(learn.record.log.of("q"), [log::Entry { at: 2, right: false, help: Help::Hint }]);
        // Nothing is awaited any more.
        learn.apply(graded("b", true));
        assert!(!learn.record.log.is_answered("q"));
    }

    #[test]
    fn what_the_engine_was_lost_over_is_no_try() {
        let mut learn = Learn::default();
        learn.apply(Act::Did("q".into(), Deed::Write(vec!["a".into()])));
        learn.apply(Act::Did("q".into(), Deed::Ask(vec!["a".into()], 1)));
        learn.apply(Act::Lost("took too long"));
        assert!(
            matches!(&learn.papers["q"].checked, Some(Checked { worth: Worth::Unknown(why), .. }) if why.contains("took too long"))
        );
        assert!(!learn.is_checking() && learn.record.log.is_empty());
        assert_eq!(learn.drafts()["q"], ["a"]);
    }

    #[test]
    fn a_round_asks_one_question_after_the_other_as_if_for_the_first_time() {
        let index = index(&[("a", 2)]);
        let mut learn = Learn::default();
        learn.apply(Act::Did("a-1".into(), Deed::Write(vec!["mine".into()])));
        let plan = review::plan(&index, &learn.record, Clock { at: 86_400_000, ahead: 0 });
        learn.apply(Act::Begin(plan.new_round()));
        let asked =
            |learn: &Learn| learn.round.as_ref().and_then(|round| round.item()).map(|item| item.question.clone());
        assert_eq!(asked(&learn).as_deref(), Some("a-0"));
        assert!(learn.drafts().contains_key("a-1"));
        learn.apply(Act::Next);
        assert_eq!((asked(&learn).as_deref(), learn.drafts().len()), (Some("a-1"), 0));
        learn.apply(Act::Next);
        assert_eq!((asked(&learn), learn.round.is_some()), (None, true), "all were asked");
        learn.apply(Act::Leave);
        assert_eq!(learn.round, None);
    }

    #[test]
    fn what_is_forgotten_can_be_brought_back_with_what_came_since() {
        let mut learn = Learn::default();
        learn.apply(tried("a"));
        learn.apply(Act::Reached("tags".into()));
        learn.apply(Act::Did("a".into(), Deed::Write(vec!["mine".into()])));
        learn.apply(Act::Forget);
        assert!(learn.record.log.is_empty() && learn.record.trail.read.is_empty() && learn.papers.is_empty());
        learn.apply(tried("b"));
        learn.apply(Act::BringBack);
        assert!(learn.record.log.is_answered("a") && learn.record.log.is_answered("b"));
        assert_eq!((learn.drafts().len(), learn.record.era, learn.before), (1, 2, None));
    }

    #[test]
    fn another_tabs_answers_come_in() {
        let (mut one, mut other) = (Learn::default(), Learn::default());
        one.apply(tried("a"));
        other.apply(tried("b"));
        one.apply(Act::Joined(Box::new((*other.record).clone())));
        assert_eq!(one.record.log.len(), 2);
    }
}
