//! Whatever the scene is, its timeline keeps the laws.
#![no_main]

#[path = "../../tests/laws/scenes.rs"]
mod scenes;
#[path = "../../tests/laws/simulate.rs"]
mod simulate;

libfuzzer_sys::fuzz_target!(|input: &[u8]| simulate::hold(input));
