//! Any payload text is read as some bytes, and places lead from one to the other and back.
#![no_main]

#[path = "../../tests/laws/input.rs"]
mod input;

libfuzzer_sys::fuzz_target!(|text: &str| input::is_read(text));
