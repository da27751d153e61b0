//! Any bytes are records and what is none, without a gap; what is broken is so by itself.
#![no_main]

#[allow(dead_code, reason = "the other laws are for the other targets")]
#[path = "../../tests/laws/bytes.rs"]
mod bytes;

libfuzzer_sys::fuzz_target!(|input: &[u8]| bytes::is_scanned(input));
