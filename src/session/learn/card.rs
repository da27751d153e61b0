//! What is remembered of a question, and when it comes again: by FSRS, from the log of answers. Nothing of it is kept.
//!
//! FSRS models a memory by its stability (days until an answer is recalled nine times of ten) and its difficulty, and wants
//! a rating a review. Nobody is asked for one: the first answer of a day says what was known before the page told more, so
//! it is the review; a wrong one, or one given after the solution was shown, counts as forgotten, one with the hint as hard.
//! The parameters are the library's, fitted to many people's reviews. Knows neither questions nor a clock.

use fsrs::{FSRS, FSRS6_DEFAULT_DECAY, FSRSItem, FSRSReview, MemoryState, current_retrievability};

use super::{
    day::{Clock, Day},
    log::Entry,
    paper::Help,
};

/// How sure of a question one shall still be on the day it comes again.
const WANTED: f32 = 0.9;

/// FSRS's ratings that are given here.
const FORGOTTEN: u32 = 1;
const HARD: u32 = 2;
const GOOD: u32 = 3;

/// What is remembered of a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Card {
    memory: MemoryState,
    /// When it was answered last.
    pub reviewed: Day,
    /// When it comes again.
    pub due: Day,
}

impl Card {
    /// The card of a question with these answers, which are in the order of time; none if nothing is known of when.
    pub fn of(answers: &[Entry], clock: Clock) -> Option<Card> {
        let today = clock.today();
        let mut reviews = Vec::new();
        let mut last = None;
        for entry in answers.iter().filter(|entry| entry.at > 0) {
            let day = clock.day(entry.at);
            // What was answered tomorrow was answered by a clock that went wrong.
            if day > today || last == Some(day) {
                continue;
            }
            let delta_t = u32::try_from(last.map_or(0, |last| day - last)).unwrap_or(u32::MAX);
            reviews.push(FSRSReview { rating: rating(*entry), delta_t });
            last = Some(day);
        }
        let reviewed = last?;
        let model = FSRS::new(&[]).ok()?;
        let memory = model.memory_state(FSRSItem { reviews }, None).ok()?;
        let interval = model.next_interval(Some(memory.stability), WANTED, GOOD).round().max(1.0);
        Some(Card { memory, reviewed, due: reviewed.saturating_add(interval as Day) })
    }

    /// How likely it is that an answer would be right on that day, from 0 to 1.
    pub fn recall(&self, day: Day) -> f32 {
        current_retrievability(self.memory, (day - self.reviewed).max(0) as f32, FSRS6_DEFAULT_DECAY)
    }
}

fn rating(entry: Entry) -> u32 {
    match entry {
        Entry { right: false, .. } | Entry { help: Help::Solution, .. } => FORGOTTEN,
        Entry { help: Help::Hint, .. } => HARD,
        Entry { help: Help::None, .. } => GOOD,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::log::tests::entries, *};
    use proptest::prelude::*;

    const DAY: u64 = 86_400_000;
    const START: u64 = 20_000;

    fn on(day: u64, right: bool) -> Entry {
        Entry { at: (START + day) * DAY + 7, right, ..Entry::default() }
    }

    fn card(answers: &[Entry]) -> Option<Card> {
        Card::of(answers, Clock { at: (START + 1000) * DAY, ahead: 0 })
    }

    /// The days between one review and the next, if each is answered on the day it is due.
    fn intervals(first: Entry, count: usize) -> Vec<Day> {
        let mut answers = vec![first];
        let mut intervals = Vec::new();
        for _ in 0..count {
            let Card { due, reviewed, .. } = card(&answers).unwrap();
            intervals.push(due - reviewed);
            answers.push(on(due as u64 - START, true));
        }
        intervals
    }

    #[test]
    fn what_is_known_comes_after_longer_and_longer_and_what_is_not_tomorrow() {
        assert_eq!(intervals(on(0, true), 4), [2, 11, 46, 163]);
        assert_eq!(intervals(on(0, false), 4), [1, 2, 6, 17]);
        assert_eq!(intervals(Entry { help: Help::Hint, ..on(0, true) }, 2), [1, 5]);
        assert_eq!(intervals(Entry { help: Help::Solution, ..on(0, true) }, 2), [1, 2]);
    }

    #[test]
    fn the_first_answer_of_a_day_counts_and_those_without_a_day_do_not() {
        let wrong = card(&[on(0, false)]);
        let later = Entry { at: on(0, true).at + 60_000, ..on(0, true) };
        assert_eq!(card(&[on(0, false), later]), wrong);
        assert_eq!(card(&[Entry { right: true, ..Entry::default() }]), None);
        assert_eq!(card(&[]), None);
        // Nor does what a wrong clock says.
        assert_eq!(card(&[on(0, false), on(1002, true)]), wrong);
    }

    #[test]
    fn what_is_remembered_fades_and_is_nine_of_ten_on_the_day_it_is_due() {
        let card = card(&[on(0, true), on(2, true)]).unwrap();
        let recall = [card.reviewed, card.due, card.due + 100].map(|day| card.recall(day));
        assert!(recall[0] == 1.0 && (recall[1] - 0.9).abs() < 0.01 && recall[2] < 0.8, "{recall:?}");
    }

    proptest! {
        #[test]
        fn any_answers_make_a_card_that_comes_again(mut answers in prop::collection::vec(entries(), 0..30), at: u64) {
            answers.sort_unstable();
            let clock = Clock { at, ahead: 60 };
            if let Some(card) = Card::of(&answers, clock) {
                prop_assert!(card.due > card.reviewed && card.reviewed <= clock.today());
                prop_assert!((0.0..=1.0).contains(&card.recall(clock.today())));
            }
        }
    }
}
