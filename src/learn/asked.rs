//! What a learner sees of a task, and does: [`asked`]`(&Task)`. The key stays with the task, but for options, which the page
//! grades by itself so that a question needs no engine.

use serde::{Deserialize, Serialize};

use super::{
    choice::{SEED, order},
    live::Contract,
    markdown,
    question::Text,
    run::{Ask, Run},
    task::{self, Editing, Task},
};
use crate::text::File;

/// The interface of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// One of these: radio buttons.
    One(Vec<Choice>),
    /// Each that fits: check boxes.
    Several(Vec<Choice>),
    /// A text, behind this label.
    Typed(Text),
    /// One of gRPC's statuses.
    Status,
    /// These steps (id, text), to be put in order.
    Order(Vec<(String, Text)>),
    /// A message's bytes.
    Bytes {
        /// The schema.
        of: Contract,
        /// The message.
        json: String,
    },
    /// Texts to edit until the goals are met.
    Edit(Box<Edit>),
    /// One of these changes to a schema.
    Change {
        /// What is deployed.
        old: Contract,
        /// The changes.
        options: Vec<Changed>,
    },
    /// Bytes to be read.
    Dump {
        /// By what, unless that is kept from the learner.
        of: Option<Contract>,
        /// The bytes, in hex; empty where they are those of a message, until `source` has had it encoded.
        hex: String,
        /// What is asked, a label each.
        fields: Vec<Text>,
    },
}

/// One option, with its worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Unique in its question.
    pub id: String,
    /// What it says; one [`markdown::Inline::Code`] if it is code.
    pub text: Text,
    /// Whether it is code rather than a sentence.
    pub code: bool,
    /// Whether it is an answer.
    pub correct: bool,
    /// Why it is right or wrong.
    pub why: Text,
}

/// What may be edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Whether something broken is to be mended.
    pub mend: bool,
    /// The files; the first may be edited unless `only_message`.
    pub files: Vec<File>,
    /// Whether the files are fixed.
    pub only_message: bool,
    /// The message to begin with, where one is to be written.
    pub json: Option<String>,
    /// The message's type, where there is one.
    pub root: String,
    /// The goals, a sentence each.
    pub goals: Vec<Text>,
    /// An answer that meets them, to be shown on demand.
    pub solution: task::Answer,
}

/// A text of an [`Edit`] that may be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// What it is called: the file's name, or `message.json`.
    pub name: &'a str,
    /// Whether it is the message's JSON rather than a .proto file.
    pub is_json: bool,
    /// What it begins with.
    pub text: &'a str,
}

impl Edit {
    /// What may be edited, in the order of the answer's parts.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let file = self.files.first().filter(|_| !self.only_message);
        let file = file.map(|file| Part { name: &file.name, is_json: false, text: &file.text });
        let json = self.json.as_ref().map(|text| Part { name: "message.json", is_json: true, text });
        file.into_iter().chain(json).collect()
    }

    /// The files that may not.
    pub fn fixed(&self) -> &[File] {
        let from = usize::from(!self.only_message).min(self.files.len());
        &self.files[from..]
    }
}

impl Asked {
    /// The answer that the question with this id begins with. It is none: a text to be mended, steps in some order.
    pub fn start(&self, id: &str) -> task::Answer {
        match self {
            Asked::One(_) | Asked::Several(_) | Asked::Status | Asked::Change { .. } => Vec::new(),
            Asked::Typed(_) | Asked::Bytes { .. } => vec![String::new()],
            Asked::Order(steps) => {
                order(id, steps.len(), SEED).into_iter().filter_map(|at| Some(steps.get(at)?.0.clone())).collect()
            }
            Asked::Edit(edit) => edit.parts().iter().map(|part| part.text.to_owned()).collect(),
            Asked::Dump { fields, .. } => vec![String::new(); fields.len()],
        }
    }
}

/// A changed schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Unique in its question.
    pub id: String,
    /// What is changed.
    pub text: Text,
    /// The schema after it.
    pub new: Contract,
}

/// What a learner sees of a task.
///
/// # Errors
/// A text that is not one paragraph of Markdown.
pub fn asked(task: &Task) -> Result<Asked, String> {
    Ok(match task {
        Task::Choice(options) => Asked::One(choices(&options.options)?),
        Task::Several(options) => Asked::Several(choices(&options.options)?),
        Task::Trace(trace) => match &trace.run {
            Run::Call(call) => match &call.ask {
                Ask::Order(steps) => Asked::Order(
                    steps
                        .iter()
                        .map(|step| Ok((step.id.clone(), markdown::inline(&step.text)?)))
                        .collect::<Result<_, String>>()?,
                ),
                Ask::ClientStatus | Ask::ServerStatus => Asked::Status,
                _ => Asked::Typed(markdown::inline(&trace.label)?),
            },
            _ => Asked::Typed(markdown::inline(&trace.label)?),
        },
        Task::Bytes(sheet) => Asked::Bytes { of: sheet.of.clone(), json: sheet.json.clone() },
        Task::Mend(editing) => edit(editing, true)?,
        Task::Write(editing) => edit(editing, false)?,
        Task::Change(change) => Asked::Change {
            old: change.old.clone(),
            options: change
                .options
                .iter()
                .map(|it| Ok(Changed { id: it.id.clone(), text: markdown::inline(&it.text)?, new: it.new.clone() }))
                .collect::<Result<_, String>>()?,
        },
        Task::Dump(reading) => Asked::Dump {
            of: (!reading.blind).then(|| reading.of.clone()),
            hex: reading.hex.clone(),
            fields: reading.fields.iter().map(|it| markdown::inline(&it.label)).collect::<Result<_, _>>()?,
        },
    })
}

fn choices(options: &[task::Choice]) -> Result<Vec<Choice>, String> {
    let read = |it: &task::Choice| {
        let text = if it.code { vec![markdown::Inline::Code(it.text.clone())] } else { markdown::inline(&it.text)? };
        Ok(Choice { id: it.id.clone(), text, code: it.code, correct: it.correct, why: markdown::inline(&it.why)? })
    };
    options.iter().map(read).collect()
}

fn edit(editing: &Editing, mend: bool) -> Result<Asked, String> {
    let json = (editing.only_message || !editing.json.is_empty()).then(|| editing.json.clone());
    Ok(Asked::Edit(Box::new(Edit {
        mend,
        files: editing.files.clone(),
        only_message: editing.only_message,
        json,
        root: editing.root.clone(),
        goals: editing.goals.iter().map(|goal| markdown::inline(&goal.sentence())).collect::<Result<_, _>>()?,
        solution: editing.solution.clone(),
    })))
}
