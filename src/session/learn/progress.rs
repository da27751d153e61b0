//! How far the learner is: for each question how often it was tried, and whether it was answered.
//!
//! Knows question ids only, neither their text nor their answers.

use std::collections::BTreeMap;

/// The learner's progress, by question id.
pub type Progress = BTreeMap<String, Standing>;

/// How one question stands.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Standing {
    /// How often an answer was checked.
    #[prost(uint32, tag = "1")]
    pub tries: u32,
    /// Whether one of them was right. It stays so, whatever is tried afterwards.
    #[prost(bool, tag = "2")]
    pub right: bool,
    /// The option checked last.
    #[prost(string, tag = "3")]
    pub last: String,
}

impl Standing {
    /// The standing after `option` was checked.
    #[must_use]
    pub fn after(&self, option: &str, right: bool) -> Standing {
        Standing { tries: self.tries.saturating_add(1), right: self.right || right, last: option.to_owned() }
    }
}
