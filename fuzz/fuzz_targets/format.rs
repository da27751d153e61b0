//! Formatting keeps tokens and comments, leaves what is broken, and changes nothing the second time.
#![no_main]

#[allow(dead_code, reason = "the other laws are for the other targets")]
#[path = "../../tests/laws/text.rs"]
mod text;

libfuzzer_sys::fuzz_target!(|input: &str| {
    text::keeps_meaning(input);
});
