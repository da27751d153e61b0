//! Lessons and questions: content files in, plain data out, and what an answer is worth.
//!
//! The content is data below `static/learn/`, a file each; `docs/learn.md` says how they are written. When the site is
//! built, `source` reads them and packs an [`Index`] and a [`Unit`] a lesson, which the page fetches:
//!
//! 1. [`markdown`], [`live`], [`lesson`]: the text of a lesson, and the parts of it that run
//!    ([`bits`]: those that the page runs by itself)
//! 2. [`run`], [`fact`]: what the engine can be asked in a content file; a claim with its proof
//! 3. [`task`], [`goal`]: what a question has one do, as an author writes it and the engine grades it
//! 4. [`question`], [`asked`], [`diff`]: a question as the page has it
//! 5. [`grade`], [`verdict`]: what an answer is worth; for options by [`choice`], which needs no engine
//!
//! Knows neither how anything is shown nor what was answered before.

pub mod asked;
pub mod bits;
mod builder;
pub mod choice;
pub mod contract;
pub mod diff;
pub mod fact;
pub mod goal;
pub mod grade;
pub mod lesson;
pub mod live;
pub mod markdown;
pub mod more;
pub mod question;
pub mod run;
pub mod search;
#[cfg(feature = "content")]
pub mod source;
pub mod task;
mod unit;
pub mod verdict;

pub use unit::{Brief, Concept, Entry, INDEX, Index, Unit, unit_file};
