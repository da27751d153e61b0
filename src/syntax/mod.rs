//! `.proto` text → a lossless tree and what is wrong with it. Never fails, never hangs; linear in the text.
//!
//! 1. [`Kind`]: what there is in a tree, and the grammar
//! 2. [`Tree`], [`Node`]: the tree and a place in it
//! 3. [`ast`]: typed views of the nodes
//!
//! Knows no descriptors, no names and no types: only what the text looks like.

pub mod ast;
mod kind;
mod tree;

pub use kind::Kind;
pub use tree::{Builder, MAX_DEPTH, Node, NodeId, Open, Tree};
