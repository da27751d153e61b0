//! `.proto` text → a lossless tree and what is wrong with it. Never fails, never hangs; linear in the text.
//!
//! 1. [`Kind`]: what there is in a tree, and the grammar
//! 2. [`Tree`], [`Node`]: the tree and a place in it
//! 3. [`ast`]: typed views of the nodes
//! 4. `error`: the errors of a file, collected
//! 5. `lex`, with `number` and `quoted`: text → tokens
//! 6. [`parse()`]: tokens → tree, with recovery
//! 7. [`literal`]: what numbers and strings stand for
//! 8. [`format`](mod@format): the canonical white space
//!
//! Knows no descriptors, no names and no types: only what the text looks like.

pub mod ast;
mod character;
mod error;
pub mod format;
mod kind;
mod lex;
pub mod literal;
mod number;
mod parse;
mod quoted;
mod tree;

pub use error::{MAX_ERRORS, MORE_ERRORS};
pub use kind::Kind;
pub use parse::{MAX_LITERALS, MAX_MESSAGES, Parsed, parse};
pub use tree::{Builder, MAX_DEPTH, Node, NodeId, Open, Tree};
