//! Any text is assembled to some bytes, and places lead from one to the other and back.
#![no_main]

#[path = "../../tests/laws/protoscope.rs"]
#[allow(dead_code, reason = "the other half is the other target's")]
mod law;

libfuzzer_sys::fuzz_target!(|text: &str| law::text_is_read(text));
