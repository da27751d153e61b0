//! What only a real browser can show, behaviour by behaviour. `cargo test -p wirelens-browser-tests` drives the page in
//! `dist/`; arguments behind `--` pick tests by a part of their names.

mod access;
mod answers;
mod as_rest;
mod assist;
mod big;
mod code;
mod content;
mod edit;
mod engine;
mod explain;
mod files;
mod fixes;
mod form;
mod infer;
mod keep;
mod lab;
mod language;
mod learn;
mod lessons;
mod links;
mod live;
mod looks;
mod message;
mod out;
mod parts;
mod payload;
mod peel;
mod review;
mod safety;
mod samples;
mod schema;
mod script;
mod store;
mod timeline;
mod views;
mod work;

use std::process::ExitCode;

use wirelens_browser_tests::runner::{self, Test};

fn main() -> ExitCode {
    // The long ones first, so that no browser idles at the end.
    let areas: &[(&str, &[Test])] = &[
        ("access", access::TESTS),
        ("answers", answers::TESTS),
        ("big", big::TESTS),
        ("engine", engine::TESTS),
        ("timeline", timeline::TESTS),
        ("keep", keep::TESTS),
        ("learn", learn::TESTS),
        ("review", review::TESTS),
        ("lessons", lessons::TESTS),
        ("code", code::TESTS),
        ("live", live::TESTS),
        ("language", language::TESTS),
        ("assist", assist::TESTS),
        ("fixes", fixes::TESTS),
        ("form", form::TESTS),
        ("infer", infer::TESTS),
        ("lab", lab::TESTS),
        ("store", store::TESTS),
        ("as_rest", as_rest::TESTS),
        ("schema", schema::TESTS),
        ("script", script::TESTS),
        ("files", files::TESTS),
        ("edit", edit::TESTS),
        ("message", message::TESTS),
        ("out", out::TESTS),
        ("parts", parts::TESTS),
        ("payload", payload::TESTS),
        ("peel", peel::TESTS),
        ("links", links::TESTS),
        ("explain", explain::TESTS),
        ("looks", looks::TESTS),
        ("safety", safety::TESTS),
        ("views", views::TESTS),
        ("samples", samples::TESTS),
    ];
    let alone = [
        "lessons::the_first_lesson_is_there_before_the_engine",
        "big::a_file_of_64_mib_is_opened_scrolled_and_searched",
        "timeline::a_long_call_scrolls_and_plays_without_a_long_task",
    ];
    runner::main(areas, &alone)
}
