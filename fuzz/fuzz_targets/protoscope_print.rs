//! Whatever bytes are printed as is assembled to the same bytes again.
#![no_main]

#[path = "../../tests/laws/protoscope.rs"]
#[allow(dead_code, reason = "the other half is the other target's")]
mod law;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| law::bytes_come_back(bytes));
