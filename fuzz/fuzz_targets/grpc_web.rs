//! Any body is read as the same frames of gRPC-Web or Connect, in whatever pieces it arrives.
#![no_main]

#[path = "../../tests/laws/web.rs"]
mod web;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| web::is_read(bytes));
