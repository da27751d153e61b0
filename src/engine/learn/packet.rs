//! A lesson as the page fetches it: its text, its questions, and what its live parts show at first.

use serde::{Deserialize, Serialize};

use super::{Shown, show};
use crate::learn::{Unit, markdown::Block};

/// A lesson, complete before there is an engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// The lesson and its questions.
    pub unit: Unit,
    /// What its live parts show at first, in order.
    pub shown: Vec<Shown>,
}

impl Packet {
    /// Has the engine make what is shown.
    pub fn new(unit: Unit) -> Packet {
        // Live parts stand on lines of their own, at the top.
        let parts = unit.lesson.blocks.iter().filter_map(|block| match block {
            Block::Live(live) => Some(show(live)),
            _ => None,
        });
        Packet { shown: parts.collect(), unit }
    }

    /// As bytes, for [`Packet::unpack`] of the same build.
    pub fn pack(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Reads what [`Packet::pack`] wrote; nothing if it was another build's.
    pub fn unpack(bytes: &[u8]) -> Option<Packet> {
        postcard::from_bytes(bytes).ok()
    }
}
