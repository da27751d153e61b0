//! Descriptor sets as .proto text: what protoc wrote for the files in `tests/sets/`, and what no compiler wrote.
#![cfg(test)] // tells clippy that helpers here are tests too

use expect_test::expect_file;
use proptest::prelude::*;
use wirelens::{
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
        "syntax = \"proto2\";\n\n// option 50001 is not printed, since the descriptor set does not define it; its value: 61 62\n"
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
