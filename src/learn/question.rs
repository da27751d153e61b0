//! A question's JSON file → [`Question`]; its grading, the order of its options.
//!
//! Texts in the file are Markdown of one paragraph each (`prompt` may have more). Knows nothing of what was answered
//! before; whether a question's code says what it claims is proved by the tests, which run the engine.

use serde::{Deserialize, Serialize};

use super::markdown::{self, Block, Inline};
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

/// What "Try it" opens: `{"example": "login"}` in the file, or `{"workspace": {…}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Start {
    /// The example with that slug.
    Example(String),
    /// A schema and a message of the question's own.
    Workspace(Workspace),
}

/// A schema and a message to try something on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workspace {
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

/// Reads a question's file.
///
/// # Errors
/// JSON that is none or has the wrong members, or a text that is not one paragraph.
pub fn parse(json: &str) -> Result<Question, String> {
    let form: Form = serde_json::from_str(json).map_err(|error| error.to_string())?;
    form.read()
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::learn::markdown::plain;
    use expect_test::expect;
    use proptest::prelude::*;

    const GOOD: &str = r#"{
        "id": "q", "kind": "choice", "level": "beginner", "concept": "c", "title": "T", "prompt": "What *is* it?",
        "options": [
            {"id": "a", "text": "A `b`", "correct": false, "why": "no"},
            {"id": "b", "text": "*B*", "code": true, "correct": true, "why": "yes"},
            {"id": "c", "text": "C", "correct": false, "why": "no"}
        ],
        "hint": "h", "steps": ["s"], "answer": "a", "check": "c", "mistakes": ["m"], "source": "[s](https://example.com)"
    }"#;

    pub(in crate::learn) fn good() -> Question {
        parse(GOOD).unwrap()
    }

    #[test]
    fn a_file_says_what_is_wrong_with_it() {
        let error = |from: &str, to: &str| parse(&GOOD.replacen(from, to, 1)).unwrap_err();
        expect!["unknown field `hnit`, expected one of `id`, `kind`, `level`, `concept`, `title`, `prompt`, `code`, `template`, `options`, `hint`, `steps`, `answer`, `check`, `mistakes`, `source`, `try` at line 8 column 14"].assert_eq(&error("\"hint\"", "\"hnit\""));
        expect!["unknown variant `essay`, expected `choice` at line 2 column 34"]
            .assert_eq(&error("\"choice\"", "\"essay\""));
        expect!["expected one paragraph, found `- h`"].assert_eq(&error("\"h\"", "\"- h\""));
    }

    #[test]
    fn code_is_taken_as_it_is() {
        assert_eq!(good().options[1].text, [Inline::Code("*B*".into())]);
    }

    #[test]
    fn grading_says_whether_and_why() {
        let verdict = |option| grade(&good(), option).map(|verdict| (verdict.correct, plain(&verdict.why)));
        assert_eq!(verdict("a"), Some((false, "no".into())));
        assert_eq!(verdict("b"), Some((true, "yes".into())));
        assert_eq!(verdict("z"), None);
    }

    #[test]
    fn every_option_comes_first_about_equally_often() {
        let mut first = [0; 3];
        for seed in 0..3_000 {
            first[order(&good(), seed)[0]] += 1;
        }
        assert!(first.iter().all(|&count| (900..1_100).contains(&count)), "{first:?}");
    }

    proptest! {
        #[test]
        fn an_order_has_each_option_once_and_stays(seed: u64, count in 0usize..9) {
            let mut question = good();
            question.options = std::iter::repeat_n(question.options[0].clone(), count).collect();
            let shown = order(&question, seed);
            prop_assert_eq!(&shown, &order(&question, seed));
            let mut sorted = shown;
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..count).collect::<Vec<_>>());
        }
    }
}
