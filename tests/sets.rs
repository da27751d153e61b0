//! Descriptor sets as .proto text: what protoc wrote for the files in `tests/sets/`, and what no compiler wrote.
#![cfg(test)] // tells clippy that helpers here are tests too

use std::io::Read;

use expect_test::expect_file;
use flate2::read::GzDecoder;
use proptest::prelude::*;
use wirelens::{
    diagnostic::Severity,
    schema::{compile, known},
    text::File,
    wire::{frame, varint},
    workspace::set::{Fault, to_files},
};

const ALL: &[u8] = include_bytes!("sets/all.binpb");
const COMMENTS: &[u8] = include_bytes!("sets/comments.binpb");
const BUNDLED: &[u8] = include_bytes!("bundled.binpb");

/// The files of a set, encoded each.
fn split(set: &[u8]) -> Vec<Vec<u8>> {
    let (mut at, mut files) = (0, Vec::new());
    while at < set.len() {
        let length = varint::read(set, at + 1).unwrap();
        let start = at + 1 + usize::from(length.len);
        at = start + length.value as usize;
        files.push(set[start..at].to_vec());
    }
    files
}

fn shown(files: &[File]) -> String {
    files.iter().map(|file| format!("==== {}\n{}", file.name, file.text)).collect()
}

/// A record with a LEN payload.
fn len(number: u64, payload: &[u8]) -> Vec<u8> {
    let mut record = Vec::new();
    varint::write(number << 3 | 2, &mut record);
    varint::write(payload.len() as u64, &mut record);
    record.extend(payload);
    record
}

/// A record with a varint.
fn int(number: u64, value: u64) -> Vec<u8> {
    let mut record = Vec::new();
    varint::write(number << 3, &mut record);
    varint::write(value, &mut record);
    record
}

#[test]
fn every_construct_is_printed() {
    expect_file!["sets/all.txt"].assert_eq(&shown(&to_files(ALL, &split(BUNDLED)).unwrap()));
}

#[test]
fn comments_and_order_come_from_the_source_info() {
    expect_file!["sets/comments.txt"].assert_eq(&shown(&to_files(COMMENTS, &split(BUNDLED)).unwrap()));
}

/// Compiles files and compares their descriptors with those of a set.
fn compiles_to(files: &[File], set: &[u8]) {
    let compiled = compile(&files.to_vec());
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let descriptors = compiled.descriptors();
    assert_eq!(descriptors.len(), files.len());
    for expected in split(set) {
        let own = &to_files(&len(1, &expected), &[]).unwrap()[0].name;
        let Some((_, found)) = descriptors.iter().find(|(name, _)| name == own) else { continue };
        assert!(*found == expected, "{own}:\n{found:?}\n{expected:?}");
    }
}

#[test]
fn what_is_printed_compiles_to_the_same_descriptors() {
    for set in [ALL, BUNDLED] {
        let mut files = to_files(set, &known()).unwrap();
        files.retain(|file| !file.name.starts_with("google/protobuf/"));
        compiles_to(&files, set);
    }
}

/// The sets that protoc wrote for the good ones of the cases in `tests/protoc/`: title and set.
fn cases() -> Vec<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    GzDecoder::new(&include_bytes!("protoc/descriptors.bin.gz")[..]).read_to_end(&mut bytes).unwrap();
    let (mut at, mut parts) = (0, Vec::new());
    while at < bytes.len() {
        let length = varint::read(&bytes, at).unwrap();
        let start = at + usize::from(length.len);
        at = start + length.value as usize;
        parts.push(bytes[start..at].to_vec());
    }
    parts.chunks(2).map(|pair| (String::from_utf8(pair[0].clone()).unwrap(), pair[1].clone())).collect()
}

/// Cases whose set does not say all that their text does, or that we compile otherwise than protoc.
const APART: [(&str, &[&str]); 4] = [
    (
        "features that are kept in the text only",
        &[
            "visibility: exported all by the file",
            "style: legacy for the file",
            "style: legacy for a message holds for its fields",
            "2026: strict visibility turned off",
            "2026: collisions of names, by the style of 2024",
            "2026: collisions of names, by the style of legacy",
            "2026: one field too many, by no limits",
            "features: naming style on every declaration",
            "features: a number in braces",
        ],
    ),
    ("a descriptor.proto that is not the bundled one", &["imports: a descriptor.proto of one's own"]),
    (
        "names longer than are compiled here",
        &[
            "lexical: a very long name",
            "sizes: a message's name of 65,535 letters",
            "sizes: a field's full name of 65,535 letters",
        ],
    ),
    ("values deeper than are compiled here", &["limits: option literals nested 99 deep"]),
];

/// What a compiler writes is all that counts: text and its descriptors make each other.
#[test]
fn every_good_case_comes_back() {
    let known = known();
    let cases = cases();
    assert!(cases.len() > 200, "{}", cases.len());
    let mut differing = Vec::new();
    for (title, set) in cases.iter().filter(|(title, _)| title != "google/protobuf") {
        let apart = APART.iter().any(|(_, titles)| titles.contains(&title.as_str()));
        let files = to_files(set, &known).unwrap();
        let compiled = compile(&files);
        let after: Vec<Vec<u8>> = compiled.descriptors().into_iter().map(|(_, bytes)| bytes).collect();
        if (split(set) != after) != apart {
            let errors = compiled.diagnostics.iter().filter(|found| found.severity == Severity::Error);
            let errors: Vec<_> = errors.map(|error| &error.message).collect();
            differing.push(format!("{title}\n{}{errors:#?}\n", shown(&files)));
        }
    }
    assert!(differing.is_empty(), "{} of {} cases:\n{}", differing.len(), cases.len(), differing.join("\n"));
}

#[test]
fn a_single_file_is_read_too() {
    let files = to_files(&split(ALL)[0], &split(BUNDLED)).unwrap();
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["dep.proto"]);
}

#[test]
fn an_option_without_a_definition_is_told_of() {
    // Field 50001 of the options: a string.
    let file = [len(1, b"a.proto"), len(8, &len(50_001, b"ab"))].concat();
    let files = to_files(&len(1, &file), &split(BUNDLED)).unwrap();
    assert_eq!(
        files[0].text,
        "syntax = \"proto2\";\n\n// option 50001 could not be printed by what the descriptor set defines; its value: 61 62\n"
    );
}

#[test]
fn what_is_no_set_is_refused() {
    for bytes in
        [&b""[..], b"syntax = \"proto3\";\n", b"\x08\x96\x01", b"\x0a\x05Alice\x10\x1e", b"{\"a\": 1}", &[0; 90]]
    {
        assert!(to_files(bytes, &[]).is_err(), "{bytes:?}");
    }
    let framed = frame::write(ALL).unwrap();
    assert!(to_files(&framed, &[]).is_err());
}

#[test]
fn names_cannot_break_out_of_their_place() {
    let message = len(1, "A {} message B".as_bytes());
    let file = [len(1, b"a.proto"), len(3, b"b.proto\";\nmessage C {}"), len(4, &message)].concat();
    let text = &to_files(&len(1, &file), &[]).unwrap()[0].text;
    assert!(
        text.contains("message A____message_B {}") && text.contains("import \"b.proto\\\";\\nmessage C {}\";"),
        "{text}"
    );
}

#[test]
fn depth_is_a_sentence() {
    let mut message = len(1, b"M");
    for _ in 0..5_000 {
        message = [len(1, b"M"), len(3, &message)].concat();
    }
    let file = [len(1, b"a.proto"), len(4, &message)].concat();
    assert_eq!(to_files(&len(1, &file), &[]), Err(Fault::Depth));
}

#[test]
fn what_would_take_all_memory_is_a_sentence() {
    // Two bytes a message: 16 MB of them would take 2 GB.
    let file = [len(1, b"a.proto"), [0x22, 0].repeat(3 << 20)].concat();
    assert_eq!(to_files(&len(1, &file), &[]), Err(Fault::TooMuch));
    let package = [len(1, b"a.proto"), len(2, "a.".repeat(1 << 20).as_bytes())].concat();
    assert_eq!(to_files(&len(1, &package), &[]), Err(Fault::TooMuch));
}

/// Two fields that each claim to declare the same group, at each of 60 levels: as text, 2⁶⁰ messages.
#[test]
fn a_group_is_printed_once() {
    let mut name = ".p".to_owned();
    let mut names = Vec::new();
    for _ in 0..60 {
        name.push_str(".G");
        names.push(name.clone());
    }
    let mut message = len(1, b"G");
    for name in names.iter().skip(1).rev() {
        let field = [len(1, b"g"), int(3, 1), int(4, 1), int(5, 10), len(6, name.as_bytes())].concat();
        message = [len(1, b"G"), len(2, &field), len(2, &field), len(3, &message)].concat();
    }
    let file = [len(1, b"a.proto"), len(2, b"p"), len(4, &message)].concat();
    let text = &to_files(&len(1, &file), &[]).unwrap()[0].text;
    assert_eq!(text.matches("group G").count(), 59);
}

proptest! {
    #[test]
    fn no_bytes_panic(at in 0usize..ALL.len(), byte: u8, cut in 0usize..ALL.len()) {
        let mut bytes = ALL.to_vec();
        bytes[at] = byte;
        let known = split(BUNDLED);
        let _ = to_files(&bytes, &known[..3]);
        let _ = to_files(&bytes[..cut], &known[..3]);
        for file in split(ALL) {
            let mut file = file;
            let at = at % file.len();
            file[at] = byte;
            let _ = to_files(&len(1, &file), &known[..3]);
        }
    }
}
