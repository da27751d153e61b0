//! Changes of a schema, each tried both ways.

use expect_test::{Expect, expect};
use wirelens::learn::task::{Change, Task, Version};

use crate::{contract, told};

/// A change from one schema to another, with what each writes.
fn check(as_json: bool, old: (&str, &[&str]), new: (&str, &[&str]), expected: Expect) {
    let texts = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect();
    let option =
        Version { id: "x".into(), new: contract(new.0), json: texts(new.1), why: "Why.".into(), ..Version::default() };
    let change = Change { old: contract(old.0), json: texts(old.1), as_json, options: vec![option] };
    expected.assert_eq(&told(&Task::Change(change), &vec!["x".to_owned()]));
}

const OLD: &str = "message M { int32 id = 1; string name = 2; }";
const WRITTEN: &[&str] = &[r#"{"id": -150, "name": "Zoë"}"#];

#[test]
fn what_is_safe_in_bytes() {
    let to = |new: &str, json: &str, expected: Expect| check(false, (OLD, WRITTEN), (new, &[json]), expected);
    to(
        "message M { int32 id = 1; string name = 2; bool b = 3; }",
        r#"{"id": 7, "name": "Zoë", "b": true}"#,
        expect![[r#"
            ✓ x
                Why.
                The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150,"name":"Zoë"}`.
                The new program writes `{"id":7,"name":"Zoë","b":true}`, and the old one reads `{"id":7,"name":"Zoë"}`.
        "#]],
    );
    to(
        "message M { int32 id = 1; string full = 2; }",
        r#"{"id": -150, "full": "Zoë"}"#,
        expect![[r#"
        ✓ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150,"full":"Zoë"}`.
            The new program writes `{"id":-150,"full":"Zoë"}`, and the old one reads `{"id":-150,"name":"Zoë"}`.
    "#]],
    );
    to(
        "message M { int64 id = 1; bytes name = 2; }",
        r#"{"id": "-150", "name": "Wm/Dqw=="}"#,
        expect![[r#"
        ✓ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":"-150","name":"Wm/Dqw=="}`.
            The new program writes `{"id":"-150","name":"Wm/Dqw=="}`, and the old one reads `{"id":-150,"name":"Zoë"}`.
    "#]],
    );
    to(
        "message M { int32 id = 1; reserved 2; }",
        r#"{"id": -150}"#,
        expect![[r#"
        ✓ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150}`.
            The new program writes `{"id":-150}`, and the old one reads `{"id":-150}`.
    "#]],
    );
    to(
        "message M { repeated int32 id = 1; string name = 2; }",
        r#"{"id": [-150], "name": "Zoë"}"#,
        expect![[r#"
        ✗ x
            Why.
            The new program writes `{"id":[-150],"name":"Zoë"}`, and the old one reads `{"name":"Zoë"}`: field 1 is written as LEN and `id` expects VARINT, so it is skipped.
    "#]],
    );
    to(
        "message M { int32 id = 1; oneof o { string name = 2; } }",
        r#"{"id": -150, "name": "Zoë"}"#,
        expect![[r#"
        ✓ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150,"name":"Zoë"}`.
            The new program writes `{"id":-150,"name":"Zoë"}`, and the old one reads `{"id":-150,"name":"Zoë"}`.
    "#]],
    );
}

#[test]
fn what_is_not() {
    let to = |new: &str, json: &str, expected: Expect| check(false, (OLD, WRITTEN), (new, &[json]), expected);
    to(
        "message M { sint32 id = 1; string name = 2; }",
        r#"{"id": -150}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":2147483573,"name":"Zoë"}`: `-150` was written, and `id` is `2147483573`.
    "#]],
    );
    to(
        "message M { fixed32 id = 1; string name = 2; }",
        r#"{"id": 7}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"name":"Zoë"}`: field 1 is written as VARINT and `id` expects I32, so it is skipped.
    "#]],
    );
    to(
        "message M { uint32 id = 1; string name = 2; }",
        r#"{"id": 7}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":4294967146,"name":"Zoë"}`: `-150` was written, and `id` is `4294967146`.
    "#]],
    );
    to(
        "message M { int32 id = 1; string name = 3; }",
        r#"{"id": 7}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150}`: `name` was written as field 2, and the reader looks for it in field 3.
    "#]],
    );
    to(
        "message M { int32 id = 1; string full = 3; }",
        r#"{"id": -150, "full": "Zoë"}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150}`: it looks for `"Zoë"` in `full`, and finds nothing there.
    "#]],
    );
    to(
        "message M { int32 id = 1; string phone = 2; }",
        r#"{"id": -150, "phone": "112"}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150,"phone":"Zoë"}`: number 2 was `name` to the writer and is `phone` to the reader.
    "#]],
    );
    to(
        "message M { int32 id = 1; string phone = 2; string name = 3; }",
        r#"{"id": -150, "name": "Zoë"}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150,"phone":"Zoë"}`: what was written as `name` is taken for `phone`, which has that number now.
    "#]],
    );
    to(
        "message M { int32 id = 1; N name = 2; } message N { string x = 1; }",
        r#"{"id": -150}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one refuses it: expected N in `name`, found bytes that are none.
    "#]],
    );
    to(
        "message M { repeated int32 id = 1; string name = 2; }",
        r#"{"id": [1, 2], "name": "Zoë"}"#,
        expect![[r#"
        ✗ x
            Why.
            The new program writes `{"id":[1,2],"name":"Zoë"}`, and the old one reads `{"name":"Zoë"}`: field 1 is written as LEN and `id` expects VARINT, so it is skipped.
    "#]],
    );
    to(
        "message M { int32 id = 1; repeated string name = 2; }",
        r#"{"id": 1, "name": ["Zoë", "Max"]}"#,
        expect![[r#"
        ✗ x
            Why.
            The new program writes `{"id":1,"name":["Zoë","Max"]}`, and the old one reads `{"id":1,"name":"Max"}`: `name` holds one value, and the last one counts: `"Max"`.
    "#]],
    );
    to(
        "message M { int32 id = 1; string name = 0; }",
        r#"{"id": 7}"#,
        expect![[r#"
        ✗ x
            Why.
            The new schema does not compile: 3:41 expected a number from 1 on for 'name', found 0.
    "#]],
    );
    to(
        "syntax = \"proto2\"; message M { required int32 id = 1; required int32 z = 9; optional string name = 2; }",
        r#"{"id": 7, "z": 1}"#,
        expect![[r#"
            ✗ x
                Why.
                The old program writes `{"id":-150,"name":"Zoë"}`, and the new one refuses it: expected the required `z` in M, found no value.
        "#]],
    );
}

#[test]
fn enums_oneofs_and_what_is_inside() {
    let colors = "message M { Color c = 1; } enum Color { NONE = 0; RED = 1; BLUE = 2; }";
    let written: &[&str] = &[r#"{"c": "RED"}"#];
    let to = |new: &str, json: &str, expected: Expect| check(false, (colors, written), (new, &[json]), expected);
    to(
        "message M { Color c = 1; } enum Color { NONE = 0; RED = 1; BLUE = 2; PINK = 3; }",
        r#"{"c": "PINK"}"#,
        expect![[r#"
            ✓ x
                Why.
                The old program writes `{"c":"RED"}`, and the new one reads `{"c":"RED"}`.
                The new program writes `{"c":"PINK"}`, and the old one reads `{"c":3}`.
        "#]],
    );
    to(
        "message M { Color c = 1; } enum Color { NONE = 0; BLUE = 1; RED = 2; }",
        r#"{"c": "RED"}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"c":"RED"}`, and the new one reads `{"c":"BLUE"}`: `RED` was written, and `c` is `BLUE`.
    "#]],
    );
    to(
        "message M { Color c = 1; } enum Color { NONE = 0; ROUGE = 1; BLUE = 2; }",
        r#"{"c": "ROUGE"}"#,
        expect![[r#"
        ✓ x
            Why.
            The old program writes `{"c":"RED"}`, and the new one reads `{"c":"ROUGE"}`.
            The new program writes `{"c":"ROUGE"}`, and the old one reads `{"c":"RED"}`.
    "#]],
    );
    to(
        "message M { int32 c = 1; }",
        r#"{"c": 1}"#,
        expect![[r#"
        ✓ x
            Why.
            The old program writes `{"c":"RED"}`, and the new one reads `{"c":1}`.
            The new program writes `{"c":1}`, and the old one reads `{"c":"RED"}`.
    "#]],
    );
    check(
        false,
        ("syntax = \"proto2\"; message M { optional Color c = 1; } enum Color { RED = 1; }", &[r#"{"c": "RED"}"#]),
        (
            "syntax = \"proto2\"; message M { optional Color c = 1; } enum Color { RED = 1; PINK = 2; }",
            &[r#"{"c": "PINK"}"#],
        ),
        expect![[r#"
            ✗ x
                Why.
                The new program writes `{"c":"PINK"}`, and the old one reads `{}`: `c` is lost, for its enum does not have that value.
        "#]],
    );
    check(
        false,
        ("message M { int32 a = 1; int32 b = 2; }", &[r#"{"a": 1, "b": 2}"#]),
        ("message M { oneof x { int32 a = 1; int32 b = 2; } }", &[r#"{"a": 1}"#]),
        expect![[r#"
            ✗ x
                Why.
                The old program writes `{"a":1,"b":2}`, and the new one reads `{"b":2}`: `a` is lost, for another member of its oneof came later.
        "#]],
    );
    check(
        false,
        ("message M { map<string, I> m = 1; } message I { int32 a = 1; }", &[r#"{"m": {"k": {"a": 1}}}"#]),
        ("message M { map<string, I> m = 1; } message I { int32 a = 2; }", &[r#"{"m": {"k": {"a": 1}}}"#]),
        expect![[r#"
            ✗ x
                Why.
                The old program writes `{"m":{"k":{"a":1}}}`, and the new one reads `{"m":{"k":{}}}`: `a` was written as field 1, and the reader looks for it in field 2.
        "#]],
    );
}

#[test]
fn json_goes_by_name() {
    let to = |new: &str, json: &str, expected: Expect| check(true, (OLD, WRITTEN), (new, &[json]), expected);
    to(
        "message M { int32 id = 5; string name = 6; }",
        r#"{"id": -150, "name": "Zoë"}"#,
        expect![[r#"
        ✓ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150,"name":"Zoë"}`.
            The new program writes `{"id":-150,"name":"Zoë"}`, and the old one reads `{"id":-150,"name":"Zoë"}`.
    "#]],
    );
    to(
        "message M { int32 id = 1; string full = 2 [json_name = \"name\"]; }",
        r#"{"id": -150, "name": "Zoë"}"#,
        expect![[r#"
            ✓ x
                Why.
                The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150,"name":"Zoë"}`.
                The new program writes `{"id":-150,"name":"Zoë"}`, and the old one reads `{"id":-150,"name":"Zoë"}`.
        "#]],
    );
    to(
        "message M { int32 id = 1; string name = 2; string nick = 3; }",
        r#"{"id": 1, "nick": "z"}"#,
        expect![[r#"
            ✗ x
                Why.
                The new program writes `{"id":1,"nick":"z"}`, and the old one refuses it: message M has no field 'nick'.
        "#]],
    );
    to(
        "message M { int32 id = 1; string full = 2; }",
        r#"{"id": -150, "full": "Zoë"}"#,
        expect![[r#"
            ✗ x
                Why.
                The old program writes `{"id":-150,"name":"Zoë"}`, and the new one refuses it: message M has no field 'name'.
        "#]],
    );
    to(
        "message M { int32 id = 1; string name = 2; string full = 3; }",
        r#"{"id": -150, "full": "Zoë"}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one reads `{"id":-150,"name":"Zoë"}`: it looks for `"Zoë"` in `full`, and finds nothing there.
    "#]],
    );
    to(
        "message M { bool id = 1; string name = 2; }",
        r#"{"id": true}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one refuses it: expected bool, found number -150.
    "#]],
    );
    to(
        "message M { int32 id = 1; bytes name = 2; }",
        r#"{"id": 1}"#,
        expect![[r#"
        ✗ x
            Why.
            The old program writes `{"id":-150,"name":"Zoë"}`, and the new one refuses it: expected base64, found 'ë' as character 3.
    "#]],
    );
}
