//! The plain data of lessons and questions: what they ask of the engine, and what they are told.

use serde::{Deserialize, Serialize};

use crate::{engine::view::Comparison, learn::live::Live};

/// A live part of a lesson: the lesson's id, and which of its live parts, from 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The lesson's id.
    pub lesson: String,
    /// Which of its live parts, from 0.
    pub part: u32,
}

/// What a lesson or a question asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// What a live part shows; answered with [`Told::Shown`].
    Show(Place, Box<Live>),
}

impl Ask {
    /// Whether a newer question of this kind makes `waiting` superfluous.
    pub fn supersedes(&self, waiting: &Ask) -> bool {
        let (Ask::Show(new, _), Ask::Show(old, _)) = (self, waiting);
        new == old
    }
}

/// What it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// To [`Ask::Show`].
    Shown(Place, Box<Shown>),
}

/// What a live part shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// A message in both styles.
    Comparison(Box<Comparison>),
    /// Nothing, for this reason.
    Failed(String),
}
