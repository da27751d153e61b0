//! A schema that was mended, a schema or a message that was written: compiled, encoded, and held against its goals.
//!
//! Any text that meets the goals is right; the solution is only one. Knows no goal: they are [`super::goals`].

use super::{
    goals::{self, Unmet, Work},
    part,
    words::{code, count, diagnosed, hex, said, said_at, wrong},
};
use crate::{
    diagnostic::{Diagnostic, Severity, Source},
    learn::{
        task::{Answer, Editing},
        verdict::{Remark, Verdict},
    },
    message,
    schema::{self, Compiled, Root},
    text::File,
};

/// How many errors are told at once.
const MAX_ERRORS: usize = 3;

/// What an edited text is worth.
pub(super) fn grade(editing: &Editing, answer: &Answer) -> Verdict {
    let is_written = editing.only_message || !editing.json.is_empty();
    let json_part = u32::from(!editing.only_message);
    let json = is_written.then(|| part(answer, json_part as usize));
    let mut files = editing.files.clone();
    if let Some(File { text, .. }) = files.first_mut().filter(|_| !editing.only_message) {
        part(answer, 0).clone_into(text);
    }
    if answer.iter().all(|it| it.trim().is_empty()) {
        let goals = vec![false; editing.goals.len()];
        return Verdict { goals, ..wrong("Nothing is written yet.") };
    }
    let compiled = schema::compile(&files);
    let mut remarks = errors(&compiled, &files);
    let is_compiled = remarks.is_empty();
    let schema = compiled.schema.as_ref();
    let name = match editing.root.as_str() {
        "" => schema.and_then(|it| it.default_root()).unwrap_or_default(),
        root => root.to_owned(),
    };
    let root = schema.and_then(|it| it.root(&name));
    let message = json.map(|json| encode(root.as_ref(), &name, json, json_part));
    if let Some(Err(problems)) = message.as_ref().filter(|_| is_compiled) {
        remarks.extend(problems.iter().cloned());
    }
    let bytes = message.and_then(Result::ok);
    let is_whole = remarks.is_empty();
    let work = Work { compiled: &compiled, root: root.as_ref(), bytes: bytes.as_deref() };
    if !is_compiled {
        // What does not compile meets no goal, and has said enough.
        return Verdict { right: false, remarks, goals: vec![false; editing.goals.len()] };
    }
    let unmet: Vec<Option<Unmet>> = editing.goals.iter().map(|it| goals::unmet(it, &work)).collect();
    if is_whole {
        for remark in unmet.iter().flatten().map(|it| said_at(&it.text, 0, it.span)) {
            if !remarks.contains(&remark) {
                remarks.push(remark);
            }
        }
    }
    let right = is_whole && unmet.iter().all(Option::is_none);
    if right {
        remarks.push(said(&praise(editing, bytes.as_deref())));
    }
    Verdict { right, remarks, goals: unmet.iter().map(Option::is_none).collect() }
}

/// The first errors of the compiler; those of other files name them.
fn errors(compiled: &Compiled, files: &[File]) -> Vec<Remark> {
    let errors = compiled.diagnostics.iter().filter(|it| it.severity == Severity::Error).take(MAX_ERRORS);
    let told = |it: &Diagnostic| match it.place.source {
        Source::File(0) => said_at(&diagnosed(it), 0, Some(it.place.span)),
        Source::File(index) => {
            let name = files.get(index as usize).map_or("", |it| &it.name);
            said(&format!("In {}: {}", code(name), diagnosed(it)))
        }
        _ => said(&diagnosed(it)),
    };
    let mut remarks: Vec<Remark> = errors.map(told).collect();
    if remarks.is_empty() && compiled.schema.is_none() {
        remarks.push(said("These files declare nothing."));
    }
    remarks
}

/// The message's bytes, or what is wrong with it.
fn encode(root: Option<&Root>, name: &str, json: &str, part: u32) -> Result<Vec<u8>, Vec<Remark>> {
    if json.trim().is_empty() {
        return Err(vec![said_at("No message is written yet.", part, None)]);
    }
    let Some(root) = root else {
        return Err(vec![said(&format!("There is no message type {} to write a message of.", code(name)))]);
    };
    let parsed = message::from_json(root, json);
    parsed.bytes.ok_or_else(|| {
        let errors = parsed.diagnostics.iter().filter(|it| it.severity == Severity::Error).take(MAX_ERRORS);
        errors.map(|it| said_at(&diagnosed(it), part, Some(it.place.span))).collect()
    })
}

fn praise(editing: &Editing, bytes: Option<&[u8]>) -> String {
    let size = bytes.map(|it| format!(" The message takes {}: {}.", count(it.len(), "byte"), hex(it)));
    let goals = match editing.goals.len() {
        0 => "",
        1 => " and meets its goal",
        _ => " and meets every goal",
    };
    match editing.only_message {
        true => format!("The message is one of its type{goals}.{}", size.unwrap_or_default()),
        false => format!("It compiles{goals}.{}", size.unwrap_or_default()),
    }
}
