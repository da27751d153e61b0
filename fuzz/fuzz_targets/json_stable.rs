//! The JSON of a text's bytes has the same bytes, whatever the text and the options.
#![no_main]

#[path = "../../tests/laws/stable.rs"]
mod stable;

libfuzzer_sys::fuzz_target!(|input: &str| stable::is_stable(input));
