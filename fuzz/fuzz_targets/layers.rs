//! Any bytes have some layers around them, each of which can be left on.
#![no_main]

#[path = "../../tests/laws/input.rs"]
mod input;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| input::is_peeled(bytes));
