//! Texts that were right and then edited at random: most of what people have on screen while they type.

use proptest::prelude::*;
use wirelens::text::floor_boundary;

/// One edit; places are parts of the text's length.
#[derive(Clone, Debug)]
pub enum Edit {
    Delete { at: f64, len: usize },
    Insert { at: f64, piece: &'static str },
    Copy { from: f64, len: usize, to: f64 },
    Cut { at: f64 },
}

/// Up to so many edits that insert pieces of these.
pub fn edits(pieces: &'static [&'static str], count: usize) -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        3 => (0.0..1.0f64, 1..30usize).prop_map(|(at, len)| Edit::Delete { at, len }),
        4 => (0.0..1.0f64, prop::sample::select(pieces)).prop_map(|(at, piece)| Edit::Insert { at, piece }),
        2 => (0.0..1.0f64, 1..80usize, 0.0..1.0f64).prop_map(|(from, len, to)| Edit::Copy { from, len, to }),
        1 => (0.0..1.0f64).prop_map(|at| Edit::Cut { at }),
    ];
    prop::collection::vec(edit, 0..count)
}

/// The text after the edits.
pub fn mutated(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits {
        let place = |part: f64| floor_boundary(&text, (text.len() as f64 * part) as usize);
        let end = |start: usize, len: usize| floor_boundary(&text, start + len).max(start);
        match *edit {
            Edit::Delete { at, len } => {
                let start = place(at);
                text.replace_range(start..end(start, len), "");
            }
            Edit::Insert { at, piece } => text.insert_str(place(at), piece),
            Edit::Copy { from, len, to } => {
                let start = place(from);
                let piece = text[start..end(start, len)].to_owned();
                text.insert_str(place(to), &piece);
            }
            Edit::Cut { at } => text.truncate(place(at)),
        }
    }
    text
}

/// What .proto text is made of, and what it is not.
pub const PROTO: &[&str] = &[
    "{",
    "}",
    ";",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "=",
    ",",
    ".",
    "\"",
    "'",
    "\\",
    "//",
    "/*",
    "*/",
    "\u{feff}",
    "😀",
    "\0",
    "\r\n",
    "\t",
    "0",
    "-1",
    "1",
    "99999999999999999999",
    "0x",
    "1e999",
    "inf",
    "nan",
    "message M {",
    "enum E {",
    "oneof o {",
    "map<string, M> m = 1;",
    "repeated ",
    "optional ",
    "required ",
    "group G = 9 {",
    "extend M {",
    "extensions 100 to max;",
    "reserved 1 to 5, 7;",
    "reserved \"a\";",
    "syntax = \"proto2\";",
    "syntax = \"proto3\";",
    "edition = \"2023\";",
    "package a.b.c;",
    "import \"a.proto\";",
    "import public \"google/protobuf/any.proto\";",
    "import \"google/protobuf/descriptor.proto\";",
    "extend google.protobuf.FieldOptions { string s = 50000; }",
    "option (s) = \"x\";",
    "[(s) = \"x\"]",
    "option a.(b).c = { d: [1, 2] e { f: \"\" } };",
    "[packed = true]",
    "[default = 1]",
    "[json_name = \"x\"]",
    "service S {",
    "rpc R (stream M) returns (M);",
    "stream ",
    "returns",
    "google.protobuf.Any any = 3;",
    "M m = 536870911;",
    "string s = 19000;",
];

/// What JSON text is made of, and what it is not.
pub const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud83d",
    "null",
    "true",
    "false",
    "0",
    "-",
    "1e5",
    "1e999",
    "0.1",
    "\"\"",
    "\"a\": 1,",
    "{}",
    "[]",
    "[[[[",
    "{\"a\":",
    "\"@type\": \"type.googleapis.com/x\",",
    "\"value\": 1,",
    "\"NaN\"",
    "\"1970-01-01T00:00:00Z\"",
    "\"-1s\"",
    "\"__proto__\": {},",
    "😀",
    "\u{0}",
    "//",
    "\n",
    "'",
    "\u{feff}",
];

/// What a payload's text is made of, and what it is not.
pub const PAYLOAD: &[&str] = &[
    "00",
    "0a",
    "ff",
    "08 96 01",
    "0x",
    "\\x",
    ",",
    " ",
    "\n",
    "zz",
    "=",
    "==",
    "CJYB",
    "+/",
    "-_",
    "0000: ",
    "|",
    "😀",
    "00000000  ",
    "ffffffffffffffffff01",
    "0b",
    "0c",
    "12 80 80 80 80 10",
    "[",
    "]",
    "\"",
    "\0",
];
