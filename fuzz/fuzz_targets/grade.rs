//! Any answer to a task of any kind has a verdict.
#![no_main]

#[allow(dead_code, reason = "the other laws are for the other tests")]
#[path = "../../tests/laws/grade.rs"]
mod grade;

libfuzzer_sys::fuzz_target!(|input: &[u8]| grade::is_graded(input));
