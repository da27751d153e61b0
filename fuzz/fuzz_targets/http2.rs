//! Any bytes are HTTP/2 frames, and each frame is parts, from end to end.
#![no_main]

#[path = "../../tests/laws/http2.rs"]
mod http2;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| http2::is_read(bytes));
