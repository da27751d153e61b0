//! The law of compiling, for any files and any edits. The tests and the fuzz targets hold it.
//!
//! The input: files, with a byte 2 between them, then edits, each behind a byte 1: a file, an offset in two bytes, how many bytes
//! are taken away, and what is put there.

use wirelens::schema::Compiler;
use wirelens::text::{File, Files, floor_boundary};

const NAMES: [&str; 4] = ["a.proto", "b.proto", "c/d.proto", "e.proto"];

/// Nothing panics, and what is compiled after an edit is what compiling afresh gives.
#[track_caller]
pub fn follows_edits(input: &[u8]) {
    let mut parts = input.split(|&byte| byte == 1);
    let texts = parts.next().unwrap_or_default().split(|&byte| byte == 2);
    let file = |(name, text): (&&str, &[u8])| File { name: (*name).to_owned(), text: text_of(text) };
    let mut files: Files = NAMES.iter().zip(texts).map(file).collect();
    let mut compiler = Compiler::default();
    compiler.update(&files);
    for edit in parts.take(8) {
        apply(&mut files, edit);
        assert_eq!(compiler.update(&files).diagnostics, Compiler::default().update(&files).diagnostics);
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn apply(files: &mut Files, edit: &[u8]) {
    let [file, high, low, gone, put @ ..] = edit else { return };
    let count = files.len();
    let Some(file) = files.get_mut(*file as usize % count.max(1)) else { return };
    let start = floor_boundary(&file.text, usize::from(*high) << 8 | usize::from(*low));
    let end = floor_boundary(&file.text, start + usize::from(*gone)).max(start);
    file.text.replace_range(start..end, &text_of(put));
}
