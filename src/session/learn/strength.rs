//! How well the learner knows what: by concept and by lesson.
//!
//! A question's strength is read off the days until it comes again, which FSRS grows with each answer that is recalled.

use super::{
    card::Card,
    day::{Clock, Day},
    record::Record,
};
use crate::learn::{Brief, Concept, Entry, Index};

/// How well a question is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It was never answered.
    New,
    /// It comes again within a day, or nobody knows when it was answered.
    Shaky,
    /// It comes again within three weeks.
    Growing,
    /// It comes again after that.
    Firm,
}

/// From how many days on an answer counts as known for good, which is where Anki's statistics draw the line, too.
const FIRM: Day = 21;

impl Strength {
    /// All of them with their names, the greatest first.
    pub const ALL: [(Strength, &str); 4] =
        [(Strength::Firm, "Firm"), (Strength::Growing, "Growing"), (Strength::Shaky, "Shaky"), (Strength::New, "New")];
}

/// Some questions and how they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The strength of each, the greatest first.
    pub strengths: Vec<Strength>,
    /// How many were ever answered right.
    pub answered: usize,
    /// When the first of them comes again; perhaps it is due.
    pub next: Option<Day>,
}

impl Tally {
    /// How many questions have that strength.
    pub fn count(&self, strength: Strength) -> usize {
        self.strengths.iter().filter(|it| **it == strength).count()
    }

    fn of<'a>(questions: impl Iterator<Item = &'a Brief>, record: &Record, clock: Clock) -> Tally {
        let mut tally = Tally::default();
        for question in questions {
            let answers = record.log.of(&question.id);
            let card = Card::of(answers, clock);
            let strength = match &card {
                Some(card) if card.due - card.reviewed >= FIRM => Strength::Firm,
                Some(card) if card.due - card.reviewed > 1 => Strength::Growing,
                None if answers.is_empty() => Strength::New,
                _ => Strength::Shaky,
            };
            let due = card.map(|card| card.due).or_else(|| (!answers.is_empty()).then(|| clock.today()));
            tally.strengths.push(strength);
            tally.answered += usize::from(record.log.is_answered(&question.id));
            tally.next = [tally.next, due].into_iter().flatten().min();
        }
        tally.strengths.sort_unstable_by(|a, b| b.cmp(a));
        tally
    }
}

/// The concepts that questions are about, each with how they stand.
pub fn by_concept<'a>(index: &'a Index, record: &Record, clock: Clock) -> Vec<(&'a Concept, Tally)> {
    let about = |concept: &'a Concept| {
        let questions = index.lessons.iter().flat_map(|lesson| &lesson.questions);
        (concept, Tally::of(questions.filter(|question| question.concept == concept.id), record, clock))
    };
    index.concepts.iter().map(about).filter(|(_, tally)| !tally.strengths.is_empty()).collect()
}

/// The lessons, each with how its questions stand.
pub fn by_lesson<'a>(index: &'a Index, record: &Record, clock: Clock) -> Vec<(&'a Entry, Tally)> {
    index.lessons.iter().map(|lesson| (lesson, Tally::of(lesson.questions.iter(), record, clock))).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{log, review::tests::index},
        *,
    };

    const DAY: u64 = 86_400_000;

    #[test]
    fn strengths_grow_with_answers_that_are_recalled() {
        let mut index = index(&[("tags", 4), ("maps", 1)]);
        index.concepts =
            ["", "unused"].map(|id| Concept { id: id.into(), title: id.into(), lesson: "tags".into() }).into();
        let mut record = Record::default();
        let mut answer = |question: &str, right: bool, days: &[u64]| {
            let entries: Vec<_> =
                days.iter().map(|day| log::Entry { at: day * DAY, right, ..log::Entry::default() }).collect();
            record.log.add(question, &entries);
        };
        answer("tags-0", true, &[100, 102, 113]);
        answer("tags-1", true, &[113]);
        answer("tags-2", false, &[113]);
        let clock = Clock { at: 114 * DAY, ahead: 0 };
        let lessons = by_lesson(&index, &record, clock);
        let (_, tags) = &lessons[0];
        assert_eq!(tags.strengths, Strength::ALL.map(|(strength, _)| strength));
        assert_eq!((tags.answered, tags.next), (2, Some(114)));
        assert_eq!((lessons[1].1.strengths.as_slice(), lessons[1].1.next), ([Strength::New].as_slice(), None));
        let concepts = by_concept(&index, &record, clock);
        assert_eq!(concepts.len(), 1, "what no question is about is nobody's strength");
        assert_eq!(concepts[0].1.count(Strength::New), 2);
        // What was answered nobody knows when is to be seen today.
        record.log.add("maps-0", &[log::Entry { right: true, ..log::Entry::default() }]);
        let (_, maps) = &by_lesson(&index, &record, clock)[1];
        assert_eq!((maps.strengths.as_slice(), maps.answered, maps.next), ([Strength::Shaky].as_slice(), 1, Some(114)));
    }
}
