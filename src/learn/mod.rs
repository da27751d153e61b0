//! Lessons and questions: content files in, plain data out.
//!
//! The content is data below `static/learn/`: [`Index`] lists the lessons, a [`lesson`] is Markdown with a head and ends
//! with its [`question`]s, one JSON file each. Adding one touches no Rust. This module parses, checks the shape and
//! grades; it knows neither how anything is shown nor what a live block measures.

mod builder;
pub mod lesson;
pub mod markdown;
pub mod question;
pub mod shape;
mod unit;

pub use unit::{INDEX, Unit, unit_file};

use serde::{Deserialize, Serialize};

/// What there is to learn, in order: `static/learn/index.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// The lessons in the order they are meant to be read.
    pub lessons: Vec<Entry>,
}

/// One lesson as the table of contents shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The name in links, such as `why-grpc`.
    pub id: String,
    /// The name people read.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: String,
    /// How long it takes to read, in minutes.
    pub minutes: u32,
    /// The Markdown file, relative to the index.
    pub file: String,
}

impl Index {
    /// Reads the text of `index.json`; the error says what is wrong with it and where.
    pub fn parse(json: &str) -> Result<Index, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }
}

/// Where the question with that id is, relative to the index.
pub fn question_file(id: &str) -> String {
    format!("questions/{id}.json")
}
