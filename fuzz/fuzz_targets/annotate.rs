//! Any bytes are nodes whose leaves partition them, and whatever a view asks of them has an answer.
#![no_main]

#[allow(dead_code, reason = "the other laws are for the other targets")]
#[path = "../../tests/laws/bytes.rs"]
mod bytes;

libfuzzer_sys::fuzz_target!(|input: &[u8]| bytes::is_annotated(input));
