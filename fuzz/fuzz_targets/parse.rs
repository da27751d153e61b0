//! Any text becomes a tree that has every byte of it.
#![no_main]

#[allow(dead_code, reason = "the other laws are for the other targets")]
#[path = "../../tests/laws/text.rs"]
mod text;

libfuzzer_sys::fuzz_target!(|input: &str| text::is_a_tree(input));
