//! What `static/learn/` says is well formed, and true: the engine is asked, not the author.
//!
//! - `texts`: all that a file shows, so that it can be read and, for the mutants, changed
//! - `shape`, `links`, `names`, `digits`, `code`, `tables`, `tasks`: functions from a file to what is wrong with it
//! - `content`: no file has anything wrong with it; what holds of all together
//! - `mutants`: change any digit of any file, and something is wrong with it
//! - `first`: the first lesson's questions and its tables, by hand; `guide`: what `docs/learn.md` shows is read
//!
//! To check the files of one folder or question only, name a part of the path: `LEARN=questions/tags cargo test …`; the
//! files of another place are those in `LEARN_AT`.

#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/folder.rs"]
mod folder;

mod code;
mod content;
mod digits;
mod first;
mod guide;
mod links;
mod mutants;
mod names;
mod shape;
mod sources;
mod support;
mod tables;
mod tasks;
mod texts;
