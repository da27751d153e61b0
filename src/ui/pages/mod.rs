//! The pages beside the playground.

mod calls;
mod learn;
mod lesson;
mod markdown;

pub use calls::Calls;
pub use learn::Learn;
pub use lesson::LessonPage;

pub use markdown::{blocks, inline};
