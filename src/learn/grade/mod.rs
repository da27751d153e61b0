//! What an answer is worth: `grade(&Task, &Answer) -> Verdict`, by running it.
//!
//! An answer is whatever somebody sent; nothing in it is believed, and what is too long is not read. Knows neither how a
//! verdict is shown nor what was answered before.

use super::{
    asked::{Asked, asked},
    choice,
    markdown::Inline,
    task::{Answer, Task},
    verdict::{Remark, Verdict},
};

/// The most an answer may have, in bytes over all its parts.
pub const MAX_ANSWER: usize = 64 * 1024;

/// What the answer is worth, and why.
pub fn grade(task: &Task, answer: &Answer) -> Verdict {
    if answer.iter().map(String::len).sum::<usize>() > MAX_ANSWER {
        return wrong("The answer is too long to be read.");
    }
    match task {
        Task::Choice(_) | Task::Several(_) => options(task, answer),
        Task::Trace(_) | Task::Bytes(_) | Task::Mend(_) | Task::Write(_) | Task::Change(_) | Task::Dump(_) => {
            wrong("This kind of answer can't be checked.")
        }
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

/// A wrong answer and the reason.
fn wrong(text: &str) -> Verdict {
    Verdict { right: false, remarks: vec![said(text)], goals: Vec::new() }
}

/// A sentence about the first part of an answer, or about all of it. What is between backticks is code.
fn said(text: &str) -> Remark {
    let parts = text.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    let text = parts.map(|(index, part)| match index % 2 {
        0 => Inline::Text(part.to_owned()),
        _ => Inline::Code(part.to_owned()),
    });
    Remark { text: text.collect(), ..Remark::default() }
}
