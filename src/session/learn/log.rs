//! The log of answers: which question, when, whether right, whether with help. All that is known of a learner's memory is
//! derived from it.
//!
//! Two logs are joined by taking the answers of both, so that no tab and no import takes an answer away: [`Log::join`] is
//! commutative, associative and idempotent. Knows question ids only, and no clock.

use std::collections::BTreeMap;

use super::paper::Help;

/// One answer that was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// When, in milliseconds since 1970 began in Greenwich; 0 if that was not kept yet.
    pub at: u64,
    /// Whether it was right.
    pub right: bool,
    /// What help had been seen.
    pub help: Help,
}

/// How a question stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How often an answer was checked, as far as that is kept.
    pub tries: usize,
    /// Whether one of them was right. It stays so, whatever is tried afterwards.
    pub right: bool,
}

/// The answers to each question, by its id, in the order of time, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log(BTreeMap<String, Vec<Entry>>);

/// How many right answers to a question are kept, and how many wrong ones: the newest.
pub const MAX_ANSWERS: usize = 100;

/// How many questions are kept, those first in the alphabet; far more than there are.
pub const MAX_QUESTIONS: usize = 1000;

/// How long an id may be, in bytes.
pub const MAX_ID: usize = 64;

/// Before when an answer was given: what JavaScript's numbers hold exactly, far from now.
const MAX_AT: u64 = 1 << 53;

impl Entry {
    const FLAGS: u32 = 3;

    /// As a number: the time, a bit that says whether it was right, two bits of help. In the order of entries.
    pub fn packed(self) -> u64 {
        self.at << Entry::FLAGS | u64::from(self.right) << 2 | self.help as u64
    }

    /// What [`Entry::packed`] made a number of.
    pub fn unpacked(number: u64) -> Entry {
        let help = match number & 3 {
            0 => Help::None,
            1 => Help::Hint,
            _ => Help::Solution,
        };
        Entry { at: number >> Entry::FLAGS, right: number >> 2 & 1 == 1, help }
    }
}

impl Log {
    /// The answers to a question, in the order of time.
    pub fn of(&self, question: &str) -> &[Entry] {
        self.0.get(question).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a question was ever answered right.
    pub fn is_answered(&self, question: &str) -> bool {
        self.of(question).iter().any(|entry| entry.right)
    }

    /// How a question stands.
    pub fn standing(&self, question: &str) -> Standing {
        Standing { tries: self.of(question).len(), right: self.is_answered(question) }
    }

    /// All questions with their answers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Entry])> {
        self.0.iter().map(|(question, entries)| (question.as_str(), entries.as_slice()))
    }

    /// How many answers there are.
    pub fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes some answers to a question, unless its id is none that this page would have.
    pub fn add(&mut self, question: &str, entries: &[Entry]) {
        if question.is_empty() || question.len() > MAX_ID || entries.is_empty() {
            return;
        }
        let all = self.0.entry(question.to_owned()).or_default();
        all.extend(entries.iter().filter(|entry| entry.at < MAX_AT));
        all.sort_unstable();
        all.dedup();
        let spare = |right: bool, all: &[Entry]| {
            all.iter().filter(|entry| entry.right == right).count().saturating_sub(MAX_ANSWERS)
        };
        let mut spare = [spare(false, all), spare(true, all)];
        all.retain(|entry| {
            let spare = &mut spare[usize::from(entry.right)];
            let kept = *spare == 0;
            *spare = spare.saturating_sub(1);
            kept
        });
        if all.is_empty() {
            self.0.remove(question);
        } else if self.0.len() > MAX_QUESTIONS {
            self.0.pop_last();
        }
    }

    /// Takes the answers of another log, too.
    pub fn join(&mut self, other: &Log) {
        other.0.iter().for_each(|(question, entries)| self.add(question, entries));
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub fn entries() -> impl Strategy<Value = Entry> {
        let help = prop::sample::select(vec![Help::None, Help::Hint, Help::Solution]);
        (0..1u64 << 45, any::<bool>(), help).prop_map(|(at, right, help)| Entry { at, right, help })
    }

    /// Logs that overlap, some with more than is kept.
    pub fn logs() -> impl Strategy<Value = Log> {
        let few = prop::collection::vec(
            (0..40u64, any::<bool>()).prop_map(|(at, right)| Entry { at, right, ..Entry::default() }),
            1..6,
        );
        let many = (0..300u64, 0..300usize, any::<bool>()).prop_map(|(from, count, right)| {
            (from..).take(count).map(|at| Entry { at, right, ..Entry::default() }).collect()
        });
        let any = prop::collection::vec(entries(), 0..4);
        prop::collection::vec(("[abc]|__proto__", prop_oneof![4 => few, 1 => many, 2 => any]), 0..6).prop_map(|all| {
            let mut log = Log::default();
            all.iter().for_each(|(question, entries)| log.add(question, entries));
            log
        })
    }

    pub fn joined(one: &Log, other: &Log) -> Log {
        let mut log = one.clone();
        log.join(other);
        log
    }

    proptest! {
        #[test]
        fn logs_join_whatever_the_order(a in logs(), b in logs(), c in logs()) {
            prop_assert_eq!(joined(&a, &b), joined(&b, &a));
            prop_assert_eq!(joined(&joined(&a, &b), &c), joined(&a, &joined(&b, &c)));
            prop_assert_eq!(&joined(&a, &a), &a);
            prop_assert_eq!(&joined(&a, &Log::default()), &a);
        }

        #[test]
        fn a_join_takes_nothing_away(a in logs(), b in logs()) {
            let both = joined(&a, &b);
            for (question, entries) in a.iter() {
                let room = both.of(question).iter().filter(|entry| entry.right).count() < MAX_ANSWERS
                    && both.of(question).iter().filter(|entry| !entry.right).count() < MAX_ANSWERS;
                prop_assert!(!room || entries.iter().all(|entry| both.of(question).contains(entry)));
                prop_assert!(!a.is_answered(question) || both.is_answered(question));
            }
        }

        #[test]
        fn entries_are_numbers_in_the_same_order(a in entries(), b in entries()) {
            prop_assert_eq!(Entry::unpacked(a.packed()), a);
            prop_assert_eq!(a.cmp(&b), a.packed().cmp(&b.packed()));
        }
    }

    #[test]
    fn a_log_is_bounded_whatever_comes_in() {
        let entry = |at: u64| Entry { at, right: at.is_multiple_of(2), ..Entry::default() };
        let mut log = Log::default();
        (0..2000).for_each(|number| log.add(&format!("q{number:04}"), &[entry(1)]));
        assert_eq!((log.iter().count(), log.iter().last().unwrap().0), (MAX_QUESTIONS, "q0999"));
        let mut log = Log::default();
        log.add("q", &(0..1000).map(entry).collect::<Vec<_>>());
        assert_eq!((log.len(), log.of("q").first()), (2 * MAX_ANSWERS, Some(&entry(800))));
        log.add(&"q".repeat(MAX_ID + 1), &[entry(1)]);
        log.add("", &[entry(1)]);
        log.add("none", &[]);
        assert_eq!(log.iter().count(), 1);
        // Wrong tries, however many, do not take away that it was answered.
        let mut log = Log::default();
        log.add("q", &[entry(2)]);
        (0..300).for_each(|number| log.add("q", &[entry(2 * number + 3)]));
        assert!(log.is_answered("q"));
    }
}
