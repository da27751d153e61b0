//! The pages beside the playground.

mod calls;
mod learn;
mod markdown;

pub use calls::Calls;
pub use learn::{Learn, LessonPage};

pub use markdown::{blocks, inline};
