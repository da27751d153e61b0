//! The content as it is on the disk, problems of it, and a memory for what was run.

use std::{
    cell::RefCell,
    collections::HashMap,
    env,
    path::{Path, PathBuf},
};

use wirelens::learn::{
    run::{Run, run},
    source::{self, Content, LessonFile, QuestionFile},
};

use crate::folder;

/// Something wrong with a file: where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    pub place: String,
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}: {}", self.file, self.place, self.what)
    }
}

/// What is found wrong with one file.
pub struct Problems {
    file: String,
    pub found: Vec<Problem>,
}

impl Problems {
    pub fn of(file: &File<'_>) -> Problems {
        Problems { file: file.path(), found: Vec::new() }
    }

    pub fn add(&mut self, place: &str, what: impl Into<String>) {
        self.found.push(Problem { file: self.file.clone(), place: place.to_owned(), what: what.into() });
    }

    /// If it does not hold, this is wrong.
    pub fn demand(&mut self, holds: bool, place: &str, what: impl FnOnce() -> String) {
        if !holds {
            self.add(place, what());
        }
    }
}

/// A lesson's or a question's file.
#[derive(Clone, Copy)]
pub enum File<'a> {
    Lesson(&'a LessonFile),
    Question(&'a QuestionFile),
}

impl File<'_> {
    /// Its path but for the number and the ending.
    pub fn path(&self) -> String {
        match self {
            File::Lesson(it) => format!("lessons/{}", it.lesson.id),
            File::Question(it) => format!("questions/{}/{}", it.lesson, it.id),
        }
    }
}

/// All there is, and what was run for it.
pub struct World {
    pub content: Content,
    ran: RefCell<HashMap<String, Result<String, String>>>,
}

impl World {
    pub fn new(content: Content) -> World {
        World { content, ran: RefCell::default() }
    }

    /// The content on the disk.
    pub fn read() -> World {
        World::new(source::read(&folder::texts(&place())).unwrap_or_else(|error| panic!("{error}")))
    }

    /// What a run gives; what was run before is remembered.
    pub fn run(&self, asked: &Run) -> Result<String, String> {
        let key = serde_json::to_string(asked).unwrap();
        if let Some(known) = self.ran.borrow().get(&key) {
            return known.clone();
        }
        let gives = run(asked);
        self.ran.borrow_mut().insert(key, gives.clone());
        gives
    }

    /// The files that are asked for.
    pub fn files(&self) -> Vec<File<'_>> {
        let only = env::var("LEARN").unwrap_or_default();
        let lessons = self.content.lessons.iter().map(File::Lesson);
        let all = lessons.chain(self.content.questions.iter().map(File::Question));
        all.filter(|file| file.path().contains(&only)).collect()
    }
}

/// Where the content is.
fn place() -> PathBuf {
    env::var_os("LEARN_AT").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("static/learn"), PathBuf::from)
}
