//! A lesson as the page has it. Its file is read by [`super::source`]. Knows nothing of its questions.

use serde::{Deserialize, Serialize};

use super::markdown::Block;

/// A lesson, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// The name in links, such as `why-grpc`.
    pub id: String,
    /// The name people read.
    pub title: String,
    /// Its text.
    pub blocks: Vec<Block>,
}
