//! Progress as a file to take along: JSON, so that one can read it, with a version.
//!
//! ```json
//! { "wirelens": "progress", "version": 1, "read": ["tags"],
//!   "answers": [{ "question": "tags-1", "at": 1795671000000, "right": true, "help": "hint" }] }
//! ```
//!
//! What comes in is joined with what is there: nothing is taken away, and the same file twice brings nothing. Knows neither
//! files nor a clock.

use serde::{Deserialize, Serialize};

use super::{
    log::{Entry, Log},
    paper::Help,
    record::Record,
    trail::Trail,
};
use crate::learn::Index;

const KIND: &str = "progress";
const VERSION: u32 = 1;

/// The largest file that is read, in bytes: more than the fullest log takes.
pub const MAX_FILE: u64 = 4 << 20;

#[derive(Serialize, Deserialize)]
struct File {
    wirelens: String,
    version: u32,
    #[serde(default)]
    read: Vec<String>,
    #[serde(default)]
    answers: Vec<Answer>,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    question: String,
    #[serde(default)]
    at: u64,
    right: bool,
    #[serde(default)]
    help: String,
}

/// What help is called there; none is the empty text.
const HELP: [(Help, &str); 3] = [(Help::None, ""), (Help::Hint, "hint"), (Help::Solution, "solution")];

/// The record as a file's text.
pub fn write(record: &Record) -> String {
    let answers = record.log.iter().flat_map(|(question, entries)| {
        entries.iter().map(|&Entry { at, right, help }| {
            let help = HELP.iter().find(|(it, _)| *it == help).map(|(_, name)| (*name).to_owned()).unwrap_or_default();
            Answer { question: question.to_owned(), at, right, help }
        })
    });
    let file = File {
        wirelens: KIND.to_owned(),
        version: VERSION,
        read: record.trail.read.clone(),
        answers: answers.collect(),
    };
    serde_json::to_string(&file).unwrap_or_default()
}

/// Takes what a file's text has of lessons and questions that there are; what came, as a sentence.
///
/// # Errors
/// A sentence that says why nothing was taken.
pub fn take(record: &mut Record, text: &str, index: &Index) -> Result<String, String> {
    let file: File = serde_json::from_str(text)
        .map_err(|_| "This is no file of progress that Wirelens exported. Nothing was changed.".to_owned())?;
    if file.wirelens != KIND {
        return Err("This file is of another kind than progress. Nothing was changed.".to_owned());
    }
    if file.version > VERSION {
        return Err("This file is of a later version of Wirelens. Reload the page and try again. Nothing was changed."
            .to_owned());
    }
    let is_known = |id: &str| index.lessons.iter().flat_map(|lesson| &lesson.questions).any(|it| it.id == id);
    let mut came = Log::default();
    let mut unknown = 0;
    for Answer { question, at, right, help } in &file.answers {
        if is_known(question) {
            let help = HELP.iter().find(|(_, name)| name == help).map_or(Help::None, |(help, _)| *help);
            came.add(question, &[Entry { at: *at, right: *right, help }]);
        } else {
            unknown += 1;
        }
    }
    let mut trail = Trail::default();
    for lesson in &file.read {
        match index.lessons.iter().any(|entry| entry.id == *lesson) {
            true => trail.reach(lesson),
            false => unknown += 1,
        }
    }
    let (answers, read) = (record.log.len(), record.trail.read.len());
    record.log.join(&came);
    record.trail.join(&trail);
    let (answers, read) = (record.log.len().saturating_sub(answers), record.trail.read.len().saturating_sub(read));
    let mut told = match (answers, read) {
        (0, 0) if unknown > 0 => "Nothing came in.".to_owned(),
        (0, 0) => "Nothing new came in: all of it was here already.".to_owned(),
        (0, read) => format!("{} came in.", count(read, "read lesson")),
        (answers, 0) => format!("{} came in.", count(answers, "answer")),
        (answers, read) => format!("{} and {} came in.", count(answers, "answer"), count(read, "read lesson")),
    };
    if unknown > 0 {
        told.push_str(&format!(
            " {} about what there is no lesson of here, and left out.",
            match unknown {
                1 => "1 entry is".to_owned(),
                many => format!("{many} entries are"),
            }
        ));
    }
    Ok(told)
}

/// Such as "1 answer" and "2 answers".
pub fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::{
        super::{log::tests::logs, review::tests::index},
        *,
    };
    use proptest::prelude::*;

    fn taken(text: &str) -> (Record, Result<String, String>) {
        let mut record = Record::default();
        let told = take(&mut record, text, &index(&[("a", 3), ("b", 1)]));
        (record, told)
    }

    proptest! {
        /// What is exported comes in whole, and nothing more of it a second time.
        #[test]
        fn a_file_brings_what_was_exported(log in logs()) {
            let mut there = Record { log, ..Record::default() };
            there.trail.reach("a");
            let names: Vec<_> = there.log.iter().map(|(name, _)| name.to_owned()).collect();
            let mut index = index(&[("a", names.len())]);
            index.lessons[0].questions.iter_mut().zip(names).for_each(|(question, name)| question.id = name);
            let (text, mut here) = (write(&there), Record::default());
            take(&mut here, &text, &index).unwrap();
            prop_assert_eq!((&here.log, &here.trail.read), (&there.log, &there.trail.read));
            let told = take(&mut here, &text, &index).unwrap();
            prop_assert_eq!(told, "Nothing new came in: all of it was here already.");
        }

        #[test]
        fn any_text_is_told_of(text in ".{0,80}") {
            let (record, told) = taken(&text);
            prop_assert!(told.is_err() && record == Record::default());
        }
    }

    #[test]
    fn what_comes_in_is_told() {
        let file = |rest: &str| format!("{{\"wirelens\": \"progress\", \"version\": 1, {rest}}}");
        let one = "{\"question\": \"a-0\", \"at\": 7, \"right\": true, \"help\": \"hint\"}";
        let (record, told) = taken(&file(&format!("\"read\": [\"a\"], \"answers\": [{one}, {one}]")));
        assert_eq!(told.as_deref(), Ok("1 answer and 1 read lesson came in."));
        assert_eq!(record.log.of("a-0"), [Entry { at: 7, right: true, help: Help::Hint }]);
        let strange = "\"read\": [\"z\"], \"answers\": [{\"question\": \"z-0\", \"right\": true}]";
        let left_out = " 2 entries are about what there is no lesson of here, and left out.";
        assert_eq!(taken(&file(strange)).1, Ok(format!("Nothing came in.{left_out}")));
        // A later version's additions are no reason to refuse a file of this one.
        assert!(taken(&file("\"more\": 1")).1.is_ok());
    }

    #[test]
    fn what_is_no_file_of_progress_is_refused() {
        let refused = |text: &str| taken(text).1.unwrap_err();
        assert!(refused("{}").contains("no file of progress"));
        assert!(refused("{\"wirelens\": \"theme\", \"version\": 1}").contains("another kind"));
        assert!(refused("{\"wirelens\": \"progress\", \"version\": 2}").contains("later version"));
    }
}
