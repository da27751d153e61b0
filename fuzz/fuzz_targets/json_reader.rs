//! Any text is a tape and a message or refused with places, whatever is wrong with it.
#![no_main]

#[path = "../../tests/laws/json.rs"]
mod json;

libfuzzer_sys::fuzz_target!(|input: &str| json::is_read(input));
