//! The pages beside the playground.

mod calls;
mod learn;
mod markdown;

pub use calls::{Calls, Events, deck, endings, use_clock};
pub use learn::{Learn, LessonPage, ProgressPage, ReviewPage};

pub use markdown::{blocks, inline};
