//! What programs print bytes as, pasted: the bytes it must give, and what it must be called.
//!
//! `tests/pastes/*.txt` hold the pastes, made by the programs named (or by hand where they are not at hand), a line `===`
//! with what printed it, a line `---` with the name, where a mistake is (line and column), and the bytes; then the paste as it is.
#![cfg(test)]

use std::fs;
use std::path::Path;

use wirelens::diagnostic::Severity;
use wirelens::text::{LineIndex, Span};
use wirelens::wire::input::{self, Format};

struct Paste {
    title: String,
    expected: String,
    text: String,
}

fn pastes() -> Vec<Paste> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pastes");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let mut pastes: Vec<Paste> = Vec::new();
    for file in files {
        for piece in fs::read_to_string(file).unwrap().split("=== ").skip(1) {
            let (title, rest) = piece.split_once('\n').unwrap();
            let (expected, text) = rest.strip_prefix("--- ").unwrap().split_once('\n').unwrap();
            pastes.push(Paste { title: title.into(), expected: expected.into(), text: text.into() });
        }
    }
    pastes
}

/// The name, the first mistake if there is one, and the bytes.
fn read(text: &str) -> String {
    let payload = input::read(text);
    let error = payload.diagnostics.iter().find(|it| it.severity == Severity::Error).map(|it| {
        let place = LineIndex::new(text).line_column(it.place.span.start as usize);
        format!(" (error {}:{})", place.line, place.column)
    });
    let bytes: Vec<String> = payload.bytes.iter().map(|it| format!("{it:02x}")).collect();
    format!("{}{}: {}", payload.name(), error.unwrap_or_default(), bytes.join(" "))
}

#[test]
fn pastes_are_read_and_called_what_they_are() {
    let pastes = pastes();
    assert!(pastes.len() >= 60, "{}", pastes.len());
    let wrong: Vec<String> = pastes
        .iter()
        .filter(|it| read(&it.text) != it.expected)
        .map(|it| format!("{}\n  {}\n  expected {}\n  found    {}\n", it.title, it.text, it.expected, read(&it.text)))
        .collect();
    assert!(wrong.is_empty(), "{} of {} pastes:\n{}", wrong.len(), pastes.len(), wrong.join("\n"));
}

#[test]
fn every_byte_has_its_place_in_the_paste() {
    for Paste { title, text, .. } in pastes() {
        let payload = input::read(&text);
        let mut end = 0;
        for at in 0..payload.bytes.len() {
            let place = payload.text_span(Span::new(at, at + 1));
            assert!(!place.is_empty() && text.get(place.range()).is_some(), "{title}: byte {at} at {place:?}");
            assert!(payload.byte_span(place).contains(at), "{title}: byte {at} at {place:?}");
            // Words and `*` hold several bytes, and their order is theirs.
            assert!(place.end >= end, "{title}: byte {at} at {place:?}");
            end = place.end;
        }
    }
}

/// What is named is read the same, whoever names it: the user, or we.
#[test]
fn what_is_found_can_be_named() {
    for Paste { title, text, .. } in pastes() {
        let found = input::read(&text);
        assert_eq!(input::read_as(&text, Some(found.format)), found, "{title}");
        for format in Format::ALL {
            let other = input::read_as(&text, Some(format));
            for it in &other.diagnostics {
                assert!(text.get(it.place.span.range()).is_some(), "{title} as {}: {it:?}", format.name());
            }
        }
    }
}
