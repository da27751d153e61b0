//! What a beginner is told: the commonest mistakes, each with the messages as they are read, beside it in `tests/beginner/`.
//!
//! `UPDATE_EXPECT=1 cargo test --test beginner` writes what is said now; read it as someone would who has never seen protoc.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]

#[path = "common/rendered.rs"]
mod rendered;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use rendered::{files, fixed, rendered};
use wirelens::diagnostic::Severity;
use wirelens::schema::Compiler;
use wirelens::text::Files;

/// Begins a case, and names it.
const TITLE: &str = "=== ";
/// Stands between a case's files and what is said about them.
const SAID: &str = ">>>\n";

struct Case<'a> {
    title: &'a str,
    input: &'a str,
}

fn cases(text: &str) -> impl Iterator<Item = Case<'_>> {
    text.split(TITLE).skip(1).map(|case| {
        let (title, rest) = case.split_once('\n').unwrap();
        let input = rest.split(SAID).next().unwrap();
        Case { title, input }
    })
}

fn areas() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/beginner");
    let mut areas: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    areas.sort();
    areas
}

fn errors(files: &Files) -> usize {
    Compiler::default().update(files).diagnostics.iter().filter(|found| found.severity == Severity::Error).count()
}

#[test]
fn what_a_beginner_is_told() {
    let mut count = 0;
    for area in areas() {
        let text = std::fs::read_to_string(&area).unwrap();
        let mut told = text.split(TITLE).next().unwrap().to_owned();
        for Case { title, input } in cases(&text) {
            let files = files(input);
            let diagnostics = Compiler::default().update(&files).diagnostics;
            assert!(!diagnostics.is_empty(), "{title}: nothing is said");
            let said: Vec<_> = diagnostics.iter().map(|diagnostic| rendered(&files, diagnostic)).collect();
            write!(told, "{TITLE}{title}\n{}\n{SAID}{}\n", input.trim_end(), said.join("\n")).unwrap();
            count += 1;
        }
        expect_file![area].assert_eq(&(told.trim_end().to_owned() + "\n"));
    }
    assert!(count >= 60, "{count} cases");
}

/// Whoever presses the button wants to see an error go, and none come.
#[test]
fn a_fix_mends() {
    let mut useless = Vec::new();
    for area in areas() {
        let text = std::fs::read_to_string(&area).unwrap();
        for Case { title, input } in cases(&text) {
            let files = files(input);
            let before = errors(&files);
            for diagnostic in
                Compiler::default().update(&files).diagnostics.iter().filter(|found| found.severity == Severity::Error)
            {
                for fix in &diagnostic.fixes {
                    let after = errors(&fixed(&files, fix));
                    if after >= before {
                        useless.push(format!("{title}: {} leaves {after} of {before} errors", fix.title));
                    }
                }
            }
        }
    }
    assert!(useless.is_empty(), "{useless:#?}");
}
