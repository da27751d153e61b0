//! The language services over several files, with the cursor as a mark in the text.
#![cfg(test)]

mod completion;
mod engine;
mod laws;
mod navigation;
mod structure;
mod support;
