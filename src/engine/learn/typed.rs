//! Bytes that somebody types as an answer → what they are, read without a schema. Knows neither the question nor its answer.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::{self, Input, Payload},
    engine::{project, view::Row},
    learn::grade::MAX_ANSWER,
};

/// Bytes that were typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their records.
    pub rows: Vec<Row>,
}

/// What a text is, in any notation that a payload may have; nothing if it is no bytes.
pub fn read(text: &str) -> Option<Typed> {
    if text.len() > MAX_ANSWER {
        return None;
    }
    let input = Input { payload: Payload::Text(text.to_owned()), ..Input::default() };
    let content = analysis::analyze(&input).content?;
    Some(Typed { rows: project::rows(&content), bytes: Rc::unwrap_or_clone(content.bytes) })
}
