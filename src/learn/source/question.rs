//! A question's TOML file → [`QuestionFile`]. Its texts are Markdown of one paragraph each; `prompt` may have more.

use serde::Deserialize;

use crate::learn::{
    asked::{Asked, asked},
    fact::{Fact, Sample},
    live::Sheet,
    markdown,
    question::{Code, Level, Question, Start},
    run::{Run, run},
    task::Task,
};

/// A question as its author writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionFile {
    /// From the file's name.
    #[serde(skip)]
    pub id: String,
    /// From the folder's name.
    #[serde(skip)]
    pub lesson: String,
    /// As in [`Question`].
    pub title: String,
    /// As in [`Question`].
    pub level: Level,
    /// As in [`Question`].
    pub concept: String,
    /// As in [`Question`].
    pub prompt: String,
    /// As in [`Question`].
    #[serde(default)]
    pub code: Option<Code>,
    /// What one has to do.
    pub task: Task,
    /// As in [`Question`].
    pub hint: String,
    /// As in [`Question`].
    pub steps: Vec<String>,
    /// As in [`Question`].
    pub answer: String,
    /// As in [`Question`].
    pub check: String,
    /// As in [`Question`].
    pub mistakes: Vec<String>,
    /// As in [`Question`].
    pub source: String,
    /// As in [`Question`].
    #[serde(default, rename = "try")]
    pub start: Option<Start>,
    /// What its texts claim.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// Tokens with digits that are nobody's to compute.
    #[serde(default)]
    pub given: Vec<String>,
    /// Answers that are close and wrong; at least two for every kind but those with options, whose wrong options are some.
    #[serde(default)]
    pub near: Vec<Sample>,
    /// Answers that differ from the solution and are right.
    #[serde(default)]
    pub also: Vec<Sample>,
}

/// Reads a question's file.
pub(super) fn read(lesson: &str, id: &str, text: &str) -> Result<QuestionFile, String> {
    let mut file: QuestionFile = toml::from_str(text).map_err(|it| it.to_string())?;
    (file.id, file.lesson) = (id.to_owned(), lesson.to_owned());
    Ok(file)
}

impl QuestionFile {
    /// The question as the page has it, with the title of its concept.
    ///
    /// # Errors
    /// A text that is not one paragraph of Markdown.
    pub fn question(&self, about: String) -> Result<Question, String> {
        let line = |text: &str| markdown::inline(text);
        let mut asked = asked(&self.task)?;
        if let Asked::Dump { hex, .. } = &mut asked {
            *hex = self.dumped()?;
        }
        let lines = |texts: &[String]| texts.iter().map(|it| line(it)).collect::<Result<Vec<_>, _>>();
        Ok(Question {
            id: self.id.clone(),
            lesson: self.lesson.clone(),
            level: self.level,
            about,
            title: self.title.clone(),
            prompt: markdown::blocks(&self.prompt),
            code: self.code.clone(),
            asked,
            task: postcard::to_stdvec(&self.task).map_err(|it| it.to_string())?,
            hint: line(&self.hint)?,
            steps: lines(&self.steps)?,
            answer: line(&self.answer)?,
            check: line(&self.check)?,
            mistakes: lines(&self.mistakes)?,
            source: line(&self.source)?,
            start: self.start.clone(),
        })
    }

    /// The bytes that are to be read, so that they are there before an engine is.
    fn dumped(&self) -> Result<String, String> {
        match &self.task {
            Task::Dump(reading) if reading.hex.is_empty() => {
                run(&Run::Encode(Sheet { of: reading.of.clone(), json: reading.json.clone() }))
            }
            Task::Dump(reading) => Ok(reading.hex.clone()),
            _ => Ok(String::new()),
        }
    }
}
