//! What to ask today: what is due, mixed by lesson, and what is new, for those who want more.
//!
//! A round is chosen when it begins and stays as it is, though an answered question is no longer due. Knows neither texts nor
//! answers' worth.

use super::{
    card::Card,
    day::{Clock, Day},
    record::Record,
};
use crate::{chance::Chance, learn::Index};

/// How many questions a round has at most, so that nobody who was away for long finds a mountain.
const ROUND: usize = 20;

/// How many new questions are offered at once.
const NEW: usize = 5;

/// A question and its lesson, by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The lesson.
    pub lesson: String,
    /// The question.
    pub question: String,
}

/// What there is to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is due, lessons mixed.
    pub due: Vec<Item>,
    /// When something is due next, after today.
    pub next: Option<Day>,
    /// What was never answered: of lessons that were read first, else in the order of the path.
    pub new: Vec<Item>,
}

/// Questions that are asked one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The questions.
    pub items: Vec<Item>,
    /// Which of them is asked; their number if all were.
    pub at: usize,
}

/// What there is to ask at that time.
pub fn plan(index: &Index, record: &Record, clock: Clock) -> Plan {
    let today = clock.today();
    let mut plan = Plan::default();
    // By how much of its lesson's is asked before, then as chance has it: neighbours are of different lessons where that can be.
    let mut due: Vec<(usize, u64, Item)> = Vec::new();
    let mut unread = Vec::new();
    let mut chance = Chance::new(today.unsigned_abs());
    for lesson in &index.lessons {
        let mut ranks: Vec<(u64, Item)> = Vec::new();
        for question in &lesson.questions {
            let item = Item { lesson: lesson.id.clone(), question: question.id.clone() };
            let answers = record.log.of(&question.id);
            match Card::of(answers, clock) {
                Some(card) if card.due > today => {
                    plan.next = Some(plan.next.map_or(card.due, |next| next.min(card.due)))
                }
                None if answers.is_empty() && record.trail.has_read(&lesson.id) => plan.new.push(item),
                None if answers.is_empty() => unread.push(item),
                // What was answered nobody knows when is due, too.
                _ => ranks.push((chance.bits(), item)),
            }
        }
        ranks.sort_unstable_by_key(|(rank, _)| *rank);
        due.extend(ranks.into_iter().enumerate().map(|(before, (_, item))| (before, chance.bits(), item)));
    }
    due.sort_unstable_by_key(|(before, rank, _)| (*before, *rank));
    plan.due = due.into_iter().map(|(.., item)| item).collect();
    plan.new.append(&mut unread);
    plan
}

impl Plan {
    /// A round of what is due.
    pub fn round(&self) -> Round {
        Round { items: self.due.iter().take(ROUND).cloned().collect(), at: 0 }
    }

    /// A round of what is new.
    pub fn new_round(&self) -> Round {
        Round { items: self.new.iter().take(NEW).cloned().collect(), at: 0 }
    }
}

impl Round {
    /// The question that is asked.
    pub fn item(&self) -> Option<&Item> {
        self.items.get(self.at)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{super::log::Entry, *};
    use crate::learn::{Brief, Entry as Lesson, question::Level};

    const DAY: u64 = 86_400_000;

    pub fn index(lessons: &[(&str, usize)]) -> Index {
        let questions = |id: &str, count: usize| {
            let brief = |number| Brief {
                id: format!("{id}-{number}"),
                title: String::new(),
                level: Level::Beginner,
                concept: String::new(),
            };
            (0..count).map(brief).collect()
        };
        let lesson = |&(id, count): &(&str, usize)| Lesson {
            id: id.to_owned(),
            title: String::new(),
            summary: String::new(),
            minutes: 1,
            part: String::new(),
            questions: questions(id, count),
        };
        Index { lessons: lessons.iter().map(lesson).collect(), ..Index::default() }
    }

    fn at(day: u64) -> Clock {
        Clock { at: day * DAY + 1, ahead: 0 }
    }

    fn answered(index: &Index, day: u64) -> Record {
        let mut record = Record::default();
        for question in index.lessons.iter().flat_map(|lesson| &lesson.questions) {
            record.log.add(&question.id, &[Entry { at: at(day).at, right: true, ..Entry::default() }]);
        }
        record
    }

    fn ids(items: &[Item]) -> Vec<&str> {
        items.iter().map(|item| item.question.as_str()).collect()
    }

    #[test]
    fn new_questions_are_offered_those_of_read_lessons_first_and_nothing_is_due() {
        let index = index(&[("tags", 2), ("maps", 5)]);
        let mut record = Record::default();
        record.trail.reach("maps");
        let plan = plan(&index, &record, at(9));
        assert_eq!((plan.due.len(), plan.next), (0, None));
        assert_eq!(ids(&plan.new_round().items), ["maps-0", "maps-1", "maps-2", "maps-3", "maps-4"]);
        assert_eq!(ids(&plan.new[5..]), ["tags-0", "tags-1"]);
    }

    #[test]
    fn what_was_answered_comes_when_it_is_due_and_mixed() {
        let index = index(&[("tags", 6), ("maps", 6), ("any", 6)]);
        let record = answered(&index, 10);
        let early = plan(&index, &record, at(11));
        assert_eq!((early.due.len(), early.new.len(), early.next), (0, 0, Some(12)));
        let due = plan(&index, &record, at(12));
        assert_eq!((due.due.len(), due.next), (18, None));
        let lessons: Vec<_> = due.due.iter().map(|item| item.lesson.as_str()).collect();
        for three in lessons.chunks(3) {
            let mut three = three.to_vec();
            three.sort_unstable();
            assert_eq!(three, ["any", "maps", "tags"]);
        }
        // The same all day, another order another day.
        assert_eq!(plan(&index, &record, Clock { at: 12 * DAY + DAY / 2, ahead: 0 }), due);
        assert_ne!(ids(&plan(&index, &record, at(13)).due), ids(&due.due));
    }

    #[test]
    fn a_round_is_no_mountain_and_has_what_nobody_knows_the_day_of() {
        let index = index(&[("tags", 50)]);
        let mut record = answered(&index, 10);
        assert_eq!(plan(&index, &record, at(400)).round().items.len(), ROUND);
        record = Record::default();
        record.log.add("tags-7", &[Entry { right: true, ..Entry::default() }]);
        let round = plan(&index, &record, at(400)).round();
        assert_eq!(round.item().map(|item| item.question.as_str()), Some("tags-7"));
        assert_eq!(Round { at: 1, ..round }.item(), None);
    }
}
