//! The tab of programs: in which language, of which side, and what was written last.
//!
//! Knows no language, and not how programs look.

use std::rc::Rc;

use crate::{
    engine::calls::data::Written,
    rpc::snippets::{Language, Side},
};

/// What the tab holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Code {
    /// The language that is chosen.
    pub language: Language,
    /// The side that is chosen.
    pub side: Side,
    /// What was written last.
    pub written: Option<Rc<Written>>,
}

/// What can happen there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeAct {
    /// Another language is chosen.
    Language(Language),
    /// The other side is.
    Side(Side),
}

impl Code {
    /// Does what happened.
    pub(super) fn act(&mut self, act: CodeAct) {
        match act {
            CodeAct::Language(language) => self.language = language,
            CodeAct::Side(side) => self.side = side,
        }
    }

    /// Whether what was written is not what is wanted; `number` is that of the script.
    pub fn is_stale(&self, number: u32) -> bool {
        self.written
            .as_ref()
            .is_none_or(|it| it.number != number || it.language != self.language || it.side != self.side)
    }
}
