//! What an answer is worth: `grade(&Task, &Answer) -> Verdict`, by running it.
//!
//! An answer is whatever somebody sent; nothing in it is believed, and what is too long is not read. Knows neither how a
//! verdict is shown nor what was answered before.

mod bytes;
mod change;
mod declared;
mod dump;
mod edit;
mod goals;
mod numbers;
mod reading;
mod records;
mod slips;
mod text;
mod trace;
mod words;

use super::{
    asked::{Asked, asked},
    choice,
    task::{Answer, Task},
    verdict::Verdict,
};
use words::wrong;

/// The most an answer may have, in bytes over all its parts.
pub const MAX_ANSWER: usize = 64 * 1024;

/// What the answer is worth, and why.
pub fn grade(task: &Task, answer: &Answer) -> Verdict {
    if answer.iter().map(String::len).sum::<usize>() > MAX_ANSWER {
        return wrong("The answer is too long to be read.");
    }
    match task {
        Task::Choice(_) | Task::Several(_) => options(task, answer),
        Task::Bytes(sheet) => bytes::grade(sheet, part(answer, 0)),
        Task::Mend(editing) | Task::Write(editing) => edit::grade(editing, answer),
        Task::Trace(trace) => trace::grade(trace, answer),
        Task::Change(change) => change::grade(change, answer),
        Task::Dump(reading) => dump::grade(reading, answer),
    }
}

/// Options, which the page grades by the same functions.
fn options(task: &Task, answer: &Answer) -> Verdict {
    match asked(task) {
        Ok(Asked::One(options)) => {
            choice::grade_one(&options, answer).unwrap_or_else(|| wrong("Nothing is chosen yet."))
        }
        Ok(Asked::Several(options)) => choice::grade_several(&options, answer),
        Ok(_) | Err(_) => wrong("This question can't be checked."),
    }
}

/// A part of an answer; empty where it is missing.
fn part(answer: &Answer, at: usize) -> &str {
    answer.get(at).map_or("", String::as_str)
}
