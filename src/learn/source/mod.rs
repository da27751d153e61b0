//! The content's files → [`Content`]: lessons, questions and concepts, and what their authors claim.
//!
//! Texts by path come in, so that this knows no disk; a file that can't be read is named in the error. What is well formed
//! and true is the business of tests, which get the claims from here.

mod lesson;
mod question;

pub use lesson::LessonFile;
pub use question::QuestionFile;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Brief, Concept, Entry, Index, Unit, lesson::Lesson, question::Question};

/// All there is to learn, as written.
#[derive(Clone, Debug)]
pub struct Content {
    /// The lessons in their order.
    pub lessons: Vec<LessonFile>,
    /// The questions, by lesson in the lessons' order, each lesson's in their own order.
    pub questions: Vec<QuestionFile>,
    /// The concepts, in order.
    pub concepts: Vec<Concept>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Concepts {
    concept: Vec<Concept>,
}

/// Reads the files of `static/learn/`, paths relative to it:
/// `concepts.toml`, `lessons/NN-<id>.md`, `questions/<lesson>/NN-<id>.toml`.
///
/// # Errors
/// `path: sentence` of the first file that can't be read, or that is none of these.
pub fn read(files: &BTreeMap<String, String>) -> Result<Content, String> {
    let (mut lessons, mut questions, mut concepts) = (Vec::new(), Vec::new(), Vec::new());
    for (path, text) in files {
        let at = |error: String| format!("{path}: {error}");
        match path.split('/').collect::<Vec<_>>()[..] {
            ["concepts.toml"] => concepts = toml::from_str::<Concepts>(text).map_err(|it| at(it.to_string()))?.concept,
            ["lessons", name] => {
                let id = id(name, ".md").ok_or_else(|| at("expected a name like `05-varints.md`".to_owned()))?;
                lessons.push(lesson::read(id, text).map_err(at)?);
            }
            ["questions", lesson, name] => {
                let id = id(name, ".toml").ok_or_else(|| at("expected a name like `10-two-bytes.toml`".to_owned()))?;
                questions.push(question::read(lesson, id, text).map_err(at)?);
            }
            _ => return Err(at("expected a lesson, a question or the list of concepts".to_owned())),
        }
    }
    // Paths come sorted, so questions of one lesson are in order already.
    let place = |lesson: &str| lessons.iter().position(|it: &LessonFile| it.lesson.id == lesson);
    if let Some(stray) = questions.iter().find(|it| place(&it.lesson).is_none()) {
        return Err(format!("questions/{}: there is no lesson of that name", stray.lesson));
    }
    // Progress is kept by the id alone.
    let mut known = BTreeMap::new();
    for QuestionFile { id, lesson, .. } in &questions {
        if let Some(other) = known.insert(id, lesson) {
            return Err(format!(
                "questions/{lesson}: the id `{id}` is taken by a question of `{other}`; name the file otherwise"
            ));
        }
    }
    questions.sort_by_key(|it| place(&it.lesson));
    Ok(Content { lessons, questions, concepts })
}

/// `05-varints.md` → `varints`.
fn id<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let (number, id) = name.strip_suffix(ending)?.split_once('-')?;
    (!number.is_empty() && number.bytes().all(|it| it.is_ascii_digit()) && !id.is_empty()).then_some(id)
}

impl Content {
    /// The questions of a lesson, in order.
    pub fn questions_of<'a>(&'a self, lesson: &'a str) -> impl Iterator<Item = &'a QuestionFile> {
        self.questions.iter().filter(move |it| it.lesson == lesson)
    }

    /// The table of contents.
    pub fn index(&self) -> Index {
        let brief = |it: &QuestionFile| Brief {
            id: it.id.clone(),
            title: it.title.clone(),
            level: it.level,
            concept: it.concept.clone(),
        };
        let entry = |it: &LessonFile| Entry {
            id: it.lesson.id.clone(),
            title: it.lesson.title.clone(),
            summary: it.summary.clone(),
            minutes: it.minutes,
            part: it.part.clone(),
            questions: self.questions_of(&it.lesson.id).map(brief).collect(),
        };
        Index { lessons: self.lessons.iter().map(entry).collect(), concepts: self.concepts.clone() }
    }

    /// A lesson with its questions as the page has them.
    ///
    /// # Errors
    /// `question: sentence` where a text can't be read.
    pub fn unit(&self, lesson: &Lesson) -> Result<Unit, String> {
        let title = |id: &str| self.concepts.iter().find(|it| it.id == id).map(|it| it.title.clone());
        let ask = |it: &QuestionFile| {
            let about = title(&it.concept).ok_or_else(|| format!("{}: there is no concept `{}`", it.id, it.concept))?;
            it.question(about).map_err(|error| format!("{}: {error}", it.id))
        };
        let questions: Vec<Question> = self.questions_of(&lesson.id).map(ask).collect::<Result<_, _>>()?;
        let lesson = Lesson { blocks: lesson::for_page(&lesson.blocks), ..lesson.clone() };
        Ok(Unit { lesson, questions })
    }
}
