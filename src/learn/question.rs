//! A question's JSON file → [`Question`]; its shape, its grading, the order of its options.
//!
//! Texts in the file are Markdown of one paragraph each (`prompt` may have more). Knows nothing of what was answered
//! before; whether a question's code says what it claims is proved by the tests, which run the engine.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::markdown::{self, Block, Inline, plain};
use crate::text::File;

/// A line of text with its marks.
pub type Text = Vec<Inline>;

/// A question, ready to be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The name in links and in the saved progress.
    pub id: String,
    /// How it is asked.
    pub kind: Kind,
    /// How much it takes for granted.
    pub level: Level,
    /// What it is about, in a few words.
    pub concept: String,
    /// Its accessible name.
    pub title: String,
    /// The question itself.
    pub prompt: Vec<Block>,
    /// What the question is about, shown below the prompt.
    pub code: Option<Code>,
    /// A .proto file with [`PLACE`] in it, which compiles with the right option put there and with no other.
    pub template: Option<String>,
    /// What may be chosen. Exactly one is correct.
    pub options: Vec<Choice>,
    /// A push in the right direction.
    pub hint: Text,
    /// The way to the answer, step by step.
    pub steps: Vec<Text>,
    /// The answer in a sentence.
    pub answer: Text,
    /// One line that lets the learner check the answer.
    pub check: Text,
    /// What people often get wrong here, and why it is wrong.
    pub mistakes: Vec<Text>,
    /// Where to read more.
    pub source: Text,
    /// What "Try it" opens in the playground.
    pub start: Option<Start>,
}

/// How a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Choose one of several options.
    Choice,
}

/// How much a question takes for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing but the lesson.
    Beginner,
    /// Some practice.
    Intermediate,
    /// A good deal of practice.
    Advanced,
}

/// A piece of code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Such as `proto` or `python`.
    pub language: String,
    /// The lines.
    pub text: String,
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Unique in its question.
    pub id: String,
    /// What it says; one [`Inline::Code`] if it is code.
    pub text: Text,
    /// Whether it is code rather than a sentence.
    pub code: bool,
    /// Whether it is the answer.
    pub correct: bool,
    /// Why it is right or wrong.
    pub why: Text,
}

/// What "Try it" opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// The .proto files.
    pub files: Vec<File>,
    /// The root message type.
    pub root: String,
    /// The message.
    pub json: String,
}

/// What grading says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether it was the answer.
    pub correct: bool,
    /// Why.
    pub why: Text,
}

/// What a template has where an option belongs.
pub const PLACE: &str = "{option}";

/// The least number of options a question has.
pub const MIN_OPTIONS: usize = 3;

/// Reads a question's file.
///
/// # Errors
/// JSON that is none or has the wrong members, or a text that is not one paragraph.
pub fn parse(json: &str) -> Result<Question, String> {
    let form: Form = serde_json::from_str(json).map_err(|error| error.to_string())?;
    form.read()
}

/// What is wrong with a question's shape, a sentence each; a good one has nothing.
pub fn problems(question: &Question) -> Vec<String> {
    let mut found = Vec::new();
    let mut rule = |holds: bool, text: &str| {
        if !holds {
            found.push(text.to_owned());
        }
    };
    let texts = |texts: &[Text]| !texts.is_empty() && texts.iter().all(|text| !is_blank(text));

    rule(is_id(&question.id), "the id is made of a-z, 0-9 and hyphens");
    rule(!question.title.trim().is_empty(), "the title is not empty");
    rule(!question.concept.trim().is_empty(), "the concept is not empty");
    rule(!question.prompt.is_empty(), "the prompt is not empty");
    for (text, name) in [
        (&question.hint, "hint"),
        (&question.answer, "answer"),
        (&question.check, "check"),
        (&question.source, "source"),
    ] {
        rule(!is_blank(text), &format!("the {name} is not empty"));
    }
    rule(texts(&question.steps), "there are steps, none of them empty");
    rule(texts(&question.mistakes), "there are mistakes, none of them empty");

    let options = &question.options;
    let ids: BTreeSet<_> = options.iter().map(|option| &option.id).collect();
    let said: BTreeSet<_> = options.iter().map(|option| plain(&option.text).to_lowercase()).collect();
    rule(options.len() >= MIN_OPTIONS, "there are at least three options");
    rule(options.iter().filter(|option| option.correct).count() == 1, "exactly one option is correct");
    rule(options.iter().all(|option| is_id(&option.id)), "option ids are made of a-z, 0-9 and hyphens");
    rule(ids.len() == options.len(), "option ids are unique");
    rule(said.len() == options.len(), "options say different things");
    rule(options.iter().all(|option| !is_blank(&option.text)), "no option is empty");
    rule(options.iter().all(|option| !is_blank(&option.why)), "every option says why");
    rule(!said.iter().any(|text| text.contains("of the above")), "no option speaks of those above");

    let asked = words(&question.prompt);
    rule(!asked.iter().any(|word| is_negative(word)), "the prompt asks for what is so, not for what is not");
    if let Some(template) = &question.template {
        rule(template.matches(PLACE).count() == 1, "the template has one place for the option");
        rule(options.iter().all(|option| option.code), "options put in a template are code");
    }
    if let Some(start) = &question.start {
        let names: BTreeSet<_> = start.files.iter().map(|file| &file.name).collect();
        rule(!names.is_empty() && names.len() == start.files.len(), "what is tried has files with distinct names");
        rule(!start.root.is_empty() && !start.json.trim().is_empty(), "what is tried has a root type and a message");
    }
    found
}

/// What choosing an option is worth; nothing if the question has no such option.
pub fn grade(question: &Question, option: &str) -> Option<Verdict> {
    let chosen = question.options.iter().find(|choice| choice.id == option)?;
    Some(Verdict { correct: chosen.correct, why: chosen.why.clone() })
}

/// The order in which the options are shown: indices into [`Question::options`], each once.
///
/// The same seed gives the same order, so a reload changes nothing; the question's id takes part, so that one seed does
/// not put every answer in the same place.
pub fn order(question: &Question, seed: u64) -> Vec<usize> {
    let mut state = question.id.bytes().fold(seed, |state, byte| mix(state ^ u64::from(byte)));
    let mut order: Vec<usize> = (0..question.options.len()).collect();
    // Fisher and Yates.
    for last in (1..order.len()).rev() {
        state = mix(state);
        order.swap(last, (state % (last as u64 + 1)) as usize);
    }
    order
}

/// One step of SplitMix64 (Steele, Lea, Flood 2014): well spread, and the same everywhere.
fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn is_blank(text: &[Inline]) -> bool {
    plain(text).trim().is_empty()
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The words of a prompt's paragraphs, in lower case.
fn words(prompt: &[Block]) -> Vec<String> {
    let mut words = Vec::new();
    for block in prompt {
        if let Block::Paragraph(line) = block {
            words.extend(plain(line).split_whitespace().map(str::to_lowercase));
        }
    }
    words
}

fn is_negative(word: &str) -> bool {
    let word = word.trim_matches(|character: char| !character.is_alphanumeric());
    matches!(word, "not" | "except" | "never" | "cannot") || word.ends_with("n't")
}

/// The file, as it is written: texts still Markdown, and what may be left out left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    id: String,
    kind: Kind,
    level: Level,
    concept: String,
    title: String,
    prompt: String,
    #[serde(default)]
    code: Option<Code>,
    #[serde(default)]
    template: Option<String>,
    options: Vec<FormChoice>,
    hint: String,
    steps: Vec<String>,
    answer: String,
    check: String,
    mistakes: Vec<String>,
    source: String,
    #[serde(default, rename = "try")]
    start: Option<Start>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormChoice {
    id: String,
    text: String,
    #[serde(default)]
    code: bool,
    correct: bool,
    why: String,
}

impl Form {
    fn read(self) -> Result<Question, String> {
        let texts = |texts: Vec<String>| texts.iter().map(|text| markdown::inline(text)).collect::<Result<Vec<_>, _>>();
        Ok(Question {
            id: self.id,
            kind: self.kind,
            level: self.level,
            concept: self.concept,
            title: self.title,
            prompt: markdown::blocks(&self.prompt)?,
            code: self.code,
            template: self.template,
            options: self.options.into_iter().map(FormChoice::read).collect::<Result<_, _>>()?,
            hint: markdown::inline(&self.hint)?,
            steps: texts(self.steps)?,
            answer: markdown::inline(&self.answer)?,
            check: markdown::inline(&self.check)?,
            mistakes: texts(self.mistakes)?,
            source: markdown::inline(&self.source)?,
            start: self.start,
        })
    }
}

impl FormChoice {
    fn read(self) -> Result<Choice, String> {
        let text = if self.code { vec![Inline::Code(self.text)] } else { markdown::inline(&self.text)? };
        Ok(Choice { id: self.id, text, code: self.code, correct: self.correct, why: markdown::inline(&self.why)? })
    }
}
