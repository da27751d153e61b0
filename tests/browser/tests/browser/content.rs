//! What there is to learn, as its files have it, and what is right and wrong of it. Tests ask for it so that a new file is
//! tested without their knowing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use wirelens::learn::asked::asked;
use wirelens::learn::markdown::{self, Block};
use wirelens::learn::run::{Ask, Run, run};
use wirelens::learn::source::{self, Content, QuestionFile};
use wirelens::learn::task::{Answer, Task};
use wirelens::learn::verdict::Verdict;
use wirelens_browser_tests::site;

/// Reads the files.
///
/// # Errors
/// When one can't be read.
pub fn content() -> Result<Content> {
    let mut files = BTreeMap::new();
    collect(&site::root().join("static/learn"), "", &mut files)?;
    source::read(&files).map_err(|error| anyhow!(error))
}

fn collect(root: &Path, path: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in fs::read_dir(root.join(path))? {
        let entry = entry?;
        let path = format!("{path}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(root, &format!("{path}/"), files)?;
        } else {
            files.insert(path, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

/// The question with this id.
///
/// # Errors
/// When there is none.
pub fn question(id: &str) -> Result<QuestionFile> {
    content()?.questions.into_iter().find(|it| it.id == id).with_context(|| format!("there is no question {id}"))
}

/// The right answer.
///
/// # Errors
/// When the engine does not give it.
pub fn right(file: &QuestionFile) -> Result<Answer> {
    let run = |it: &Run| run(it).map_err(|error| anyhow!("{}: {error}", file.id));
    Ok(match &file.task {
        Task::Choice(options) | Task::Several(options) => {
            options.options.iter().filter(|it| it.correct).map(|it| it.id.clone()).collect()
        }
        Task::Trace(trace) => match &trace.run {
            Run::Call(call) if matches!(call.ask, Ask::Order(_)) => {
                run(&trace.run)?.split(' ').map(str::to_owned).collect()
            }
            other => vec![run(other)?],
        },
        Task::Bytes(sheet) => vec![run(&Run::Encode(sheet.clone()))?],
        Task::Mend(editing) | Task::Write(editing) => editing.solution.clone(),
        Task::Change(change) => change.options.iter().filter(|it| it.correct).map(|it| it.id.clone()).collect(),
        Task::Dump(reading) => reading.fields.iter().map(|it| run(&it.run)).collect::<Result<_>>()?,
    })
}

/// An answer that is wrong: the first near miss of its author's, or else a wrong option, or what the question begins with.
///
/// # Errors
/// When the question has none.
pub fn wrong(file: &QuestionFile) -> Result<Answer> {
    if let Some(near) = file.near.first() {
        return Ok(near.answer.clone());
    }
    let option = match &file.task {
        Task::Choice(options) | Task::Several(options) => {
            options.options.iter().find(|it| !it.correct).map(|it| it.id.clone())
        }
        Task::Change(change) => change.options.iter().find(|it| !it.correct).map(|it| it.id.clone()),
        Task::Trace(trace) => trace.guesses.first().map(|it| it.answer.clone()),
        _ => None,
    };
    match option {
        Some(id) => Ok(vec![id]),
        None => beginning(file),
    }
}

/// The answer that the question begins with.
///
/// # Errors
/// When it begins with none.
pub fn beginning(file: &QuestionFile) -> Result<Answer> {
    let start = asked(&file.task).map_err(|error| anyhow!(error))?.start(&file.id);
    if start.is_empty() { bail!("{} begins with no answer", file.id) } else { Ok(start) }
}

/// What the first remark of a verdict says.
#[must_use]
pub fn remark(verdict: &Verdict) -> String {
    verdict.remarks.first().map(|it| start(&markdown::plain(&it.text))).unwrap_or_default()
}

/// The start of a Markdown text as it is shown: enough to know it by.
#[must_use]
pub fn shown(text: &str) -> String {
    match markdown::blocks(text).first() {
        Some(Block::Paragraph(line)) => start(&markdown::plain(line)),
        _ => start(text),
    }
}

fn start(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect::<String>().trim().to_owned()
}
