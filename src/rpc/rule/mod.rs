//! Conditions on a request.

use prost_reflect::DynamicMessage;

use crate::{diagnostic::Diagnostic, schema::Root};

/// A condition.
#[derive(Clone, Debug)]
pub struct Condition(bool);

impl Condition {
    /// Reads it.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn new(text: &str, _root: &Root) -> Result<Condition, Vec<Diagnostic>> {
        Ok(Condition(text.trim().is_empty()))
    }

    /// Whether it holds of anything.
    pub fn is_always(&self) -> bool {
        self.0
    }

    /// Whether it holds.
    pub fn holds(&self, _request: &DynamicMessage) -> bool {
        self.0
    }
}
