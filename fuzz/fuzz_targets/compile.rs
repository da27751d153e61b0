//! Compiling never panics, and what is compiled after an edit is what compiling afresh gives.
#![no_main]

#[path = "../../tests/laws/compile.rs"]
mod compile;

libfuzzer_sys::fuzz_target!(|input: &[u8]| compile::follows_edits(input));
