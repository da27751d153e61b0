//! Wrong JSON texts, what is said about them, and what the proposed edits make of them.
//!
//! A case is a file: `tests/json_errors/<message type>/<case>.json`, and beside it what is said, `<case>.expect`. A new one needs
//! no Rust; `UPDATE_EXPECT=1 cargo test --test json_errors` writes what is expected.
#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "laws/json.rs"]
mod laws;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use wirelens::diagnostic::{Diagnostic, Severity};
use wirelens::message::{from_json, minify};
use wirelens::schema::{Root, Schema, compile};
use wirelens::text::{File, LineIndex, Span};

/// How many cases there are at least.
const CASES: usize = 60;
/// How many diagnostics of a case are shown, and how many characters of a line.
const SHOWN: usize = 12;
const WIDTH: usize = 100;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/json_errors")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn schema() -> Schema {
    let files = names(&folder()).into_iter().filter(|name| name.ends_with(".proto"));
    let files = files.map(|name| File { text: fs::read_to_string(folder().join(&name)).unwrap(), name }).collect();
    let compiled = compile(&files);
    assert!(compiled.is_complete(), "{:?}", compiled.diagnostics);
    compiled.schema.unwrap()
}

/// What is said about a text: places, lines with the characters marked, helps, and edits.
fn told(text: &str, diagnostics: &[Diagnostic]) -> String {
    let lines = LineIndex::new(text);
    let at = |span: Span| {
        let (start, end) = (lines.line_column(span.start as usize), lines.line_column(span.end as usize));
        match start.line == end.line {
            true => format!("{}:{}-{}", start.line, start.column, end.column),
            false => format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column),
        }
    };
    let mut told = String::new();
    for diagnostic in diagnostics.iter().take(SHOWN) {
        let Diagnostic { severity, code, message, place, .. } = diagnostic;
        writeln!(told, "{} {} {code}: {message}", at(place.span), severity.word()).unwrap();
        told += &marked(text, &lines, place.span);
        for label in &diagnostic.labels {
            writeln!(told, "    {}: {}", at(label.place.span), label.message).unwrap();
        }
        if let Some(help) = &diagnostic.help {
            writeln!(told, "    help: {help}").unwrap();
        }
        for fix in &diagnostic.fixes {
            let edits: Vec<String> = fix.edits.iter().map(|(place, by)| format!("{} {by:?}", at(place.span))).collect();
            writeln!(told, "    fix: {}: {}", fix.title, edits.join(", ")).unwrap();
        }
    }
    if diagnostics.len() > SHOWN {
        writeln!(told, "… {} in all; the last: {}", diagnostics.len(), diagnostics.last().unwrap().message).unwrap();
    }
    told
}

/// The line in which a span begins, as far as it is short, and marks below the span.
fn marked(text: &str, lines: &LineIndex<'_>, span: Span) -> String {
    let place = lines.line_column(span.start as usize);
    let line = text.lines().nth(place.line as usize - 1).unwrap_or_default();
    let before = place.column as usize - 1;
    if before + span.len() > WIDTH {
        return String::new();
    }
    let shown: String = line.chars().take(WIDTH).map(|it| if it == '\t' { '→' } else { it }).collect();
    let marks = span.of_str(text).lines().next().unwrap_or_default().chars().count().max(1);
    format!("    | {shown}\n    | {}{}\n", " ".repeat(before), "^".repeat(marks))
}

/// The text with the first edit of each error, as far as they do not touch each other.
fn mended(text: &str, diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let mut edits: Vec<(Span, &str)> = errors
        .filter_map(|it| it.fixes.first())
        .flat_map(|fix| fix.edits.iter().map(|(place, by)| (place.span, by.as_str())))
        .collect();
    edits.sort();
    let mut end = 0;
    edits.retain(|(span, _)| {
        let is_free = span.start >= end;
        end = if is_free { span.end } else { end };
        is_free
    });
    let mut text = text.to_owned();
    edits.iter().rev().for_each(|(span, by)| text.replace_range(span.range(), by));
    text
}

fn errors(root: &Root, text: &str) -> usize {
    from_json(root, text).diagnostics.iter().filter(|it| it.severity == Severity::Error).count()
}

/// A case as it is expected: what is said, and what becomes of the text with the proposed edits.
fn shown(root: &Root, text: &str) -> String {
    let parsed = from_json(root, text);
    assert!(!parsed.diagnostics.is_empty(), "nothing is wrong with it");
    parsed.diagnostics.iter().for_each(|diagnostic| laws::is_placed(text, diagnostic));
    let mut shown = told(text, &parsed.diagnostics);
    let mut now = text.to_owned();
    // An edit may be in the way of another, so that it takes a few rounds.
    for _ in 0..3 {
        now = mended(&now, &from_json(root, &now).diagnostics);
    }
    if now != text {
        match (errors(root, &now), minify(&now)) {
            (0, Some(json)) => writeln!(shown, "mended: {}", json.chars().take(WIDTH).collect::<String>()).unwrap(),
            (left, _) => writeln!(shown, "with these edits: {left} left").unwrap(),
        }
        assert!(errors(root, &now) <= errors(root, text), "the edits make it worse: {now}");
    }
    shown
}

#[test]
fn wrong_texts_are_told() {
    let schema = schema();
    let mut count = 0;
    for name in names(&folder()).into_iter().filter(|name| !name.ends_with(".proto")) {
        let root = schema.root(&name).unwrap_or_else(|| panic!("no type {name}"));
        let folder = folder().join(name);
        for file in names(&folder) {
            let Some(case) = file.strip_suffix(".json") else {
                let json = folder.join(file.replace(".expect", ".json"));
                assert!(json.exists(), "{file} without its text");
                continue;
            };
            let text = fs::read_to_string(folder.join(&file)).unwrap();
            expect_file![folder.join(format!("{case}.expect"))].assert_eq(&shown(&root, &text));
            laws::is_read(&text);
            count += 1;
        }
    }
    assert!(count >= CASES, "{count} cases");
}
