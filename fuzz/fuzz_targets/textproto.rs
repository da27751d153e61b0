//! Any text is read as a message or refused with places, and what is written for a message is read as that message.
#![no_main]

#[path = "../../tests/laws/textproto.rs"]
mod textproto;

libfuzzer_sys::fuzz_target!(|input: &str| textproto::is_read(input));
