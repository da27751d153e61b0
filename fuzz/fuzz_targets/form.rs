//! What is done in a form breaks no text more than it is broken.
#![no_main]

#[path = "../../tests/laws/form.rs"]
mod form;

libfuzzer_sys::fuzz_target!(|input: &[u8]| form::is_safe(input));
