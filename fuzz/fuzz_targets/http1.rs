//! Any bytes are messages of HTTP/1.1, right or wrong, without a gap.
#![no_main]

#[path = "../../tests/laws/http1.rs"]
mod http1;

libfuzzer_sys::fuzz_target!(|input: &[u8]| http1::is_read(input));
