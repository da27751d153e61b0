//! The form of a message: rows from its JSON text, and what people do in them as small edits of that text.
//!
//! 1. [`data`]: rows, widgets and acts, as plain data

pub mod data;
