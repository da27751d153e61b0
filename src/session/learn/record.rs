//! What a learner leaves behind: the log of answers and the lessons read, as it is kept in the browser, apart from the work.
//!
//! ```proto
//! message Record  { uint32 version = 1; uint32 era = 2; map<string, Answers> answers = 3; Trail trail = 4; }
//! message Answers { repeated uint64 entries = 1; }  // each as `Entry::packed` makes it
//! ```
//!
//! Several tabs write it. Whoever writes joins with what is there first, and whoever hears of another's joins with it, so that
//! nothing is lost. A reset begins an era: the later era's record replaces the earlier one's, or else another tab would bring
//! back what was forgotten. Knows neither where it is kept nor a clock.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use prost::Message;

use super::{
    log::{Entry, Log},
    trail::Trail,
};

/// The version written. One that is greater is read as far as it is understood.
const VERSION: u32 = 1;

/// What a learner leaves behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// How often it began anew.
    pub era: u32,
    /// The answers.
    pub log: Log,
    /// The lessons.
    pub trail: Trail,
}

impl Record {
    /// Takes what another tab's record has, or becomes it if that is of a later era. The lesson opened last stays this tab's.
    pub fn join(&mut self, other: &Record) {
        if other.era > self.era {
            let last = std::mem::take(&mut self.trail.last);
            *self = other.clone();
            self.trail.last = last;
        } else if other.era == self.era {
            self.log.join(&other.log);
            self.trail.join(&other.trail);
        }
    }

    /// Whether a join with `other` would bring nothing.
    pub fn has_all_of(&self, other: &Record) -> bool {
        let mut both = self.clone();
        both.join(other);
        both == *self
    }

    /// An empty record that replaces this one in every tab.
    #[must_use]
    pub fn forgotten(&self) -> Record {
        Record { era: self.era.saturating_add(1), ..Record::default() }
    }

    /// This record, with what came since, as one that replaces the one that replaced it.
    #[must_use]
    pub fn brought_back(&self, since: &Record) -> Record {
        let mut all = Record { era: since.era.saturating_add(1), ..self.clone() };
        all.log.join(&since.log);
        all.trail.join(&since.trail);
        all
    }

    /// What was kept before there was a log: which questions were tried, and whether they were answered. Of no answer it says when
    /// it was given.
    pub fn of_old(progress: &BTreeMap<String, bool>) -> Record {
        let mut record = Record::default();
        for (question, right) in progress {
            record.log.add(question, &[Entry { right: *right, ..Entry::default() }]);
        }
        record
    }

    /// As text for a string store.
    pub fn to_text(&self) -> String {
        let answers = self.log.iter().map(|(question, entries)| {
            (question.to_owned(), proto::Answers { entries: entries.iter().map(|entry| entry.packed()).collect() })
        });
        let message = proto::Record {
            version: VERSION,
            era: self.era,
            answers: answers.collect(),
            trail: Some(self.trail.clone()),
        };
        STANDARD_NO_PAD.encode(message.encode_to_vec())
    }

    /// Reads what [`Record::to_text`] wrote; nothing if it was not written by this page, or damaged since.
    pub fn from_text(text: &str) -> Option<Record> {
        let bytes = STANDARD_NO_PAD.decode(text).ok()?;
        let message = proto::Record::decode(bytes.as_slice()).ok()?;
        let mut record = Record { era: message.era, ..Record::default() };
        for (question, answers) in message.answers {
            record.log.add(&question, &answers.entries.into_iter().map(Entry::unpacked).collect::<Vec<_>>());
        }
        let trail = message.trail.unwrap_or_default();
        record.trail.join(&trail);
        Some(record)
    }
}

/// The messages of the module's head, by prost.
mod proto {
    use super::{BTreeMap, Trail};

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Record {
        #[prost(uint32, tag = "1")]
        pub version: u32,
        #[prost(uint32, tag = "2")]
        pub era: u32,
        #[prost(btree_map = "string, message", tag = "3")]
        pub answers: BTreeMap<String, Answers>,
        #[prost(message, optional, tag = "4")]
        pub trail: Option<Trail>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Answers {
        #[prost(uint64, repeated, tag = "1")]
        pub entries: Vec<u64>,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::log::tests::logs, *};
    use proptest::prelude::*;

    fn records() -> impl Strategy<Value = Record> {
        (0..3u32, logs(), prop::collection::vec("[abc]|constructor", 0..4)).prop_map(|(era, log, read)| {
            let mut record = Record { era, log, ..Record::default() };
            read.iter().for_each(|lesson| record.trail.reach(lesson));
            record
        })
    }

    fn joined(one: &Record, other: &Record) -> Record {
        let mut record = one.clone();
        record.join(other);
        record
    }

    proptest! {
        #[test]
        fn records_join_whatever_the_order(a in records(), b in records(), c in records()) {
            prop_assert_eq!(joined(&a, &b), joined(&b, &a));
            prop_assert_eq!(joined(&joined(&a, &b), &c), joined(&a, &joined(&b, &c)));
            prop_assert_eq!(&joined(&a, &a), &a);
            prop_assert!(joined(&a, &b).has_all_of(&a) && joined(&a, &b).has_all_of(&b));
        }

        #[test]
        fn the_kept_form_round_trips(mut record in records(), last in "[abc]?") {
            record.trail.last = last;
            prop_assert_eq!(Record::from_text(&record.to_text()), Some(record));
        }

        #[test]
        fn a_damaged_one_is_none_or_a_record(text in ".{0,60}", bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            for text in [text, STANDARD_NO_PAD.encode(bytes)] {
                if let Some(record) = Record::from_text(&text) {
                    prop_assert_eq!(Record::from_text(&record.to_text()), Some(record));
                }
            }
        }

        /// Tabs that write and hear of each other in any order end with the same record, and with all of it.
        #[test]
        fn tabs_agree_in_the_end(tabs in prop::collection::vec(records(), 1..4), order in prop::collection::vec(0..4usize, 0..12)) {
            let all = tabs.iter().fold(Record::default(), |all, tab| joined(&all, tab));
            let (mut tabs, mut kept) = (tabs, Record::default());
            let rounds = (0..tabs.len()).chain(0..tabs.len());
            for tab in order.into_iter().map(|tab| tab % tabs.len()).chain(rounds).collect::<Vec<_>>() {
                tabs[tab].join(&kept);
                kept.join(&tabs[tab].clone());
            }
            prop_assert_eq!(&kept, &all);
            prop_assert!(tabs.iter().all(|tab| *tab == all));
        }

        #[test]
        fn a_reset_reaches_the_other_tab_and_can_be_undone_there_too(a in records(), b in records()) {
            let before = joined(&a, &b);
            let reset = before.forgotten();
            let mut other = joined(&before, &reset);
            prop_assert!(other.log.is_empty() && other.trail.read.is_empty());
            other.log.add("new", &[Entry { at: 9, ..Entry::default() }]);
            let back = before.brought_back(&joined(&reset, &other));
            prop_assert_eq!(joined(&other, &back), back.clone());
            prop_assert!(before.log.iter().all(|(question, _)| !back.log.of(question).is_empty()));
            prop_assert!(!back.log.of("new").is_empty());
        }
    }

    #[test]
    fn old_progress_is_taken_over() {
        let progress = [("concept".to_owned(), true), ("trace".to_owned(), false)].into();
        let record = Record::of_old(&progress);
        assert!(record.log.is_answered("concept") && !record.log.is_answered("trace"));
        assert_eq!(record.log.standing("trace").tries, 1);
        assert_eq!(joined(&record, &Record::of_old(&progress)), record);
    }
}
