//! What is looked for in a payload, and where it is: by value, field path, hex pattern or offset.
//!
//! - [`Wanted`] is what a text asks for, in one of the ways of [`By`].
//! - [`Search`] goes through bytes and nodes a step at a time, so that a large payload is searched while it is scrolled, and
//!   whoever asks may stop asking.
//!
//! Knows neither who asks nor what is on screen.

mod search;
mod wanted;

pub use search::{MAX_HITS, Search, Step};
pub use wanted::{By, Wanted};
