//! What the engine writes of a payload for the clipboard, and what of a part of it.
#![cfg(test)]

use expect_test::{Expect, expect};
use wirelens::{
    analysis::Payload,
    engine::{
        Engine,
        copy::{Copied, Copy, Form},
        view::{Body, Change, Request},
    },
    text::{File, Span},
    wire::{input, output::Notation},
};

const SCHEMA: &str = r#"syntax = "proto3";
package demo;
message User {
  string name = 1;
  sint32 delta = 2;
  repeated int32 scores = 3;
  Address home = 4;
  Kind kind = 5;
  map<string, bool> flags = 6;
  double weight = 7;
  bytes raw = 8;
}
message Address { string city = 1; int32 zip = 2; }
enum Kind { NONE = 0; WORK = 1; }
"#;

const JSON: &str = r#"{
  "name": "Al|`ice\n", "delta": -2, "scores": [1, 300], "home": { "city": "Oslo", "zip": 150 }, "kind": "WORK",
  "flags": { "a": true }, "weight": 1.5, "raw": "/w==" }"#;

fn engine(payload: Payload) -> Engine {
    let files = vec![File { name: "user.proto".to_owned(), text: SCHEMA.to_owned() }];
    let mut engine = Engine::default();
    let change =
        Change { files: Some(files), root: "demo.User".to_owned(), payload: Some(payload), ..Change::default() };
    engine.answer(Request::Analyze(change));
    engine
}

/// Asks over the wire format of the worker.
fn copy(engine: &mut Engine, form: Form, selection: Option<Vec<Span>>) -> Result<Copied, String> {
    let sent = postcard::to_stdvec(&Request::Copy(Copy { form, selection })).unwrap();
    let answer = postcard::to_stdvec(&engine.answer(postcard::from_bytes(&sent).unwrap())).unwrap();
    match postcard::from_bytes(&answer).unwrap() {
        Body::Copied(copied) => copied,
        other => panic!("{other:?}"),
    }
}

fn text(form: Form, selection: Option<Span>) -> String {
    match copy(&mut engine(Payload::Json(JSON.to_owned())), form, selection.map(|span| vec![span])) {
        Ok(Copied::Text(text, what)) => format!("{what}\n{text}"),
        other => panic!("{other:?}"),
    }
}

fn check(form: Form, selection: Option<Span>, expected: Expect) {
    expected.assert_eq(&text(form, selection));
}

fn markdown() -> Form {
    Form::Markdown { address: "https://wirelens.example/#/s/".to_owned(), active: 0 }
}

/// The record of `home`.
const HOME: Span = Span { start: 17, end: 28 };

#[test]
fn bytes_in_every_notation() {
    check(
        Form::Bytes(Notation::Hex),
        None,
        expect![[r#"
        49 bytes as hex
        0a 08 41 6c 7c 60 69 63 65 0a 10 03 1a 03 01 ac
        02 22 09 0a 04 4f 73 6c 6f 10 96 01 28 01 32 05
        0a 01 61 10 01 39 00 00 00 00 00 00 f8 3f 42 01
        ff"#]],
    );
    check(
        Form::Bytes(Notation::Base64Url),
        None,
        expect![[r#"
        49 bytes as base64url
        CghBbHxgaWNlChADGgMBrAIiCQoET3NsbxCWASgBMgUKAWEQATkAAAAAAAD4P0IB_w"#]],
    );
    check(
        Form::Bytes(Notation::Hex),
        Some(HOME),
        expect![[r#"
        11 bytes as hex
        22 09 0a 04 4f 73 6c 6f 10 96 01"#]],
    );
    check(
        Form::Bytes(Notation::Go),
        Some(Span::new(0, 1)),
        expect![[r#"
        1 byte as Go code
        payload := []byte{
        	0x0a,
        }
    "#]],
    );
}

#[test]
fn protoscope_with_the_names_of_the_fields() {
    check(
        Form::Protoscope,
        None,
        expect![[r#"
        49 bytes as Protoscope
        1: {"Al|`ice\n"}  # name
        2: -2z  # delta
        3: {1 300}  # scores
        4: {  # home
          1: {"Oslo"}  # city
          2: 150  # zip
        }
        5: 1  # kind
        6: {  # flags
          1: {"a"}  # key
          2: true  # value
        }
        7: 1.5  # weight
        8: {`ff`}  # raw
    "#]],
    );
    check(
        Form::Protoscope,
        Some(HOME),
        expect![[r#"
        11 bytes as Protoscope
        4: {  # home
          1: {"Oslo"}  # city
          2: 150  # zip
        }
    "#]],
    );
    // A part that begins inside a record.
    check(
        Form::Protoscope,
        Some(Span::new(2, 12)),
        expect![[r#"
        10 bytes as Protoscope
        8: 1155847732018052204i64
        0:SGROUP
    "#]],
    );
    let body = |form| text(form, None).split_once('\n').unwrap().1.to_owned();
    let (written, hex) = (body(Form::Protoscope), body(Form::Bytes(Notation::Hex)));
    let read = input::read(&written);
    assert_eq!((read.name(), read.diagnostics), ("Protoscope", vec![]));
    assert_eq!(read.bytes, input::read(&hex).bytes);
}

#[test]
fn messages_as_text() {
    check(
        Form::Text,
        None,
        expect![[r#"
        the message as text format
        name: "Al|`ice\n"
        delta: -2
        scores: 1
        scores: 300
        home {
          city: "Oslo"
          zip: 150
        }
        kind: WORK
        flags {
          key: "a"
          value: true
        }
        weight: 1.5
        raw: "\377"
    "#]],
    );
    check(
        Form::Json,
        None,
        expect![[r#"
        the message as JSON
        {
          "name": "Al|`ice\n",
          "delta": -2,
          "scores": [1, 300],
          "home": {
            "city": "Oslo",
            "zip": 150
          },
          "kind": "WORK",
          "flags": {
            "a": true
          },
          "weight": 1.5,
          "raw": "/w=="
        }"#]],
    );
    check(
        Form::Json,
        Some(HOME),
        expect![[r#"
        the message as JSON
        {
          "city": "Oslo",
          "zip": 150
        }"#]],
    );
    // Its payload alone is the same message.
    check(
        Form::Text,
        Some(Span::new(19, 28)),
        expect![[r#"
        the message as text format
        city: "Oslo"
        zip: 150
    "#]],
    );
    let part = copy(&mut engine(Payload::Json(JSON.to_owned())), Form::Json, Some(vec![Span::new(0, 3)]));
    expect!["The selection is no message of its own: select the row of one, or copy the whole payload."]
        .assert_eq(&part.unwrap_err());
}

/// The link changes with the version of the compression.
fn without_link(text: &str) -> String {
    let (before, link) = text.split_once("/#/s/").unwrap();
    assert!(link.len() > 100 && link.ends_with(")\n"), "{link}");
    before.to_owned()
}

#[test]
fn markdown_has_fields_bytes_and_link() {
    expect![[r#"
        49 bytes as Markdown
        **`demo.User`**, 49 bytes

        | Bytes | Field | Type | Value |
        |--:|---|---|---|
        | 0–9 | `name` | `string` | `` "Al\|`ice\n" `` |
        | 10–11 | `delta` | `sint32` | `-2` |
        | 12–16 | `scores` | `packed int32` | `2 values, 3 bytes` |
        | 14 | `scores[0]` | `int32` | `1` |
        | 15–16 | `scores[1]` | `int32` | `300` |
        | 17–27 | `home` | `message Address` | `Address, 9 bytes` |
        | 19–24 | `home.city` | `string` | `"Oslo"` |
        | 25–27 | `home.zip` | `int32` | `150` |
        | 28–29 | `kind` | `enum Kind` | `WORK (1)` |
        | 30–36 | `flags["a"]` | `map<string, bool>` | `"a" → true` |
        | 32–34 | `flags["a"].key` | `string` | `"a"` |
        | 35–36 | `flags["a"]` | `bool` | `true` |
        | 37–45 | `weight` | `double` | `1.5` |
        | 46–48 | `raw` | `bytes` | `ff` |

        ```text
        0000  0a 08 41 6c 7c 60 69 63 65 0a 10 03 1a 03 01 ac
        0010  02 22 09 0a 04 4f 73 6c 6f 10 96 01 28 01 32 05
        0020  0a 01 61 10 01 39 00 00 00 00 00 00 f8 3f 42 01
        0030  ff
        ```

        [Open in Wirelens](https://wirelens.example"#]]
    .assert_eq(&without_link(&text(markdown(), None)));
    expect![[r#"
        11 bytes as Markdown
        **`demo.User`**, 11 of 49 bytes

        | Bytes | Field | Type | Value |
        |--:|---|---|---|
        | 17–27 | `home` | `message Address` | `Address, 9 bytes` |
        | 19–24 | `home.city` | `string` | `"Oslo"` |
        | 25–27 | `home.zip` | `int32` | `150` |

        ```text
        0011  22 09 0a 04 4f 73 6c 6f 10 96 01
        ```

        [Open in Wirelens](https://wirelens.example"#]]
    .assert_eq(&without_link(&text(markdown(), Some(HOME))));
}

#[test]
fn markdown_tells_of_faults_and_is_no_markup() {
    let mut engine = engine(Payload::Text("0a 05 3c 62 3e 7c 60 3a 02 ff fe 0a 09 41".to_owned()));
    let Ok(Copied::Text(text, _)) = copy(&mut engine, markdown(), None) else { panic!() };
    expect![[r#"
        **`demo.User`**, 14 bytes

        | Bytes | Field | Type | Value |
        |--:|---|---|---|
        | 0–6 | `name` | `string` | `` "<b>\|`" `` |
        | 7–10 | `#7` | `LEN` (guessed) | `ff fe` **warning**: expected I64 for `weight` (double), found LEN |
        | 11–13 | `name` | `string` | `"A"` **error**: expected 9 bytes after the length, found 1 |

        ```text
        0000  0a 05 3c 62 3e 7c 60 3a 02 ff fe 0a 09 41
        ```

        [Open in Wirelens](https://wirelens.example"#]]
    .assert_eq(&without_link(&text));
}

#[test]
fn a_file_is_the_bytes() {
    let file = copy(&mut engine(Payload::Text("08 96 01".to_owned())), Form::File, None);
    let Ok(Copied::File(file, what)) = file else { panic!("{file:?}") };
    assert_eq!(
        (file.name.as_str(), file.bytes.as_slice(), what.as_str()),
        ("payload.bin", &[8, 0x96, 1][..], "3 bytes")
    );
}

#[test]
fn what_is_long_is_a_file_and_what_is_too_long_a_sentence() {
    let large = |size: usize| Payload::File { name: "zeros".to_owned(), bytes: vec![0; size] };
    let file = copy(&mut engine(large(1 << 16)), Form::Bytes(Notation::C), Some(vec![Span::new(0, 1 << 16); 12]));
    let Ok(Copied::File(file, what)) = file else { panic!("{file:?}") };
    assert_eq!((file.name.as_str(), file.kind.as_str()), ("payload.txt", "text/plain;charset=utf-8"));
    assert_eq!(what, "786432 bytes as C code, which is too long for the clipboard");
    let mut engine = engine(large(1 << 16));
    let selection = |times: usize| Some(vec![Span::new(0, 1 << 16); times]);
    let refused = copy(&mut engine, Form::Bytes(Notation::Hex), selection(129)).unwrap_err();
    assert_eq!(
        refused,
        "8454144 bytes are too many for a text, which has 8 MiB at most: download them, or select a part."
    );
    let Ok(Copied::File(file, _)) = copy(&mut engine, Form::File, selection(129)) else { panic!() };
    assert_eq!(file.bytes.len(), 8_454_144);
    let part = copy(&mut engine, Form::Bytes(Notation::Hex), Some(vec![Span::new(0, 2), Span::new(60_000, 60_001)]));
    assert_eq!(part, Ok(Copied::Text("00 00 00".to_owned(), "3 bytes as hex".to_owned())));
}

#[test]
fn nothing_is_there_to_copy() {
    let mut engine = Engine::default();
    assert_eq!(copy(&mut engine, Form::Protoscope, None), Err("There are no bytes yet.".to_owned()));
    let change = Change { payload: Some(Payload::Text("08 01".to_owned())), ..Change::default() };
    engine.answer(Request::Analyze(change));
    let refused = copy(&mut engine, Form::Text, None).unwrap_err();
    assert_eq!(refused, "The payload has no message type: choose one above the message.");
    let Ok(Copied::Text(text, _)) = copy(&mut engine, Form::Protoscope, None) else { panic!() };
    assert_eq!(text, "1: 1\n");
}

#[test]
fn payloads_without_a_field() {
    let mut engine = engine(Payload::Json("{}".to_owned()));
    for (form, text) in [
        (Form::Bytes(Notation::Hex), ""),
        (Form::Bytes(Notation::Rust), "const PAYLOAD: [u8; 0] = [];\n"),
        (Form::Protoscope, ""),
        (Form::Text, ""),
        (Form::Json, "{}"),
    ] {
        let Ok(Copied::Text(found, _)) = copy(&mut engine, form, None) else { panic!() };
        assert_eq!(found.trim_end(), text.trim_end());
    }
}

#[test]
fn what_is_written_is_read_again() {
    let bytes: Vec<u8> = (0..=255).collect();
    for notation in Notation::ALL {
        let payload = input::read(&wirelens::wire::output::write(&bytes, notation));
        assert_eq!((payload.bytes, payload.diagnostics), (bytes.clone(), vec![]), "{}", notation.name());
    }
}
