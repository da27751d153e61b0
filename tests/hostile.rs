//! Inputs within the limits of size that would take minutes, gigabytes or the stack: each is answered with a sentence, or
//! simply answered.
//!
//! Nothing here measures time. What was quadratic is as large as it takes to be noticed by whoever waits for the tests.
#![cfg(test)]

use expect_test::{Expect, expect};
use wirelens::analysis::{Analysis, Input, Payload, analyze};
use wirelens::text::File;

/// What wasm gives a program by default.
const STACK: usize = 1 << 20;

fn with_schema(schema: String, payload: Payload) -> Input {
    let text = format!("syntax = \"proto3\";\n{schema}");
    Input { files: vec![File { name: "a.proto".into(), text }], payload, ..Input::default() }
}

fn json(schema: String, text: String) -> Input {
    with_schema(schema, Payload::Json(text))
}

fn bytes(schema: String, bytes: Vec<u8>) -> Input {
    with_schema(schema, Payload::File { name: "payload.bin".into(), bytes })
}

fn only_schema(schema: String) -> Input {
    json(schema, "{}".into())
}

fn each(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

/// Analyzes on a small stack; shows the first problems and the last, and how many there are.
fn check(input: Input, expect: Expect) {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let Analysis { diagnostics, content, .. } = analyze(&input);
        (diagnostics, content.map(|it| it.bytes.len()))
    });
    let (diagnostics, bytes) = worker.unwrap().join().unwrap();
    let mut shown: Vec<String> = diagnostics.iter().map(|it| format!("{}\n", it.message)).collect();
    if shown.len() > 3 {
        shown.drain(2..shown.len() - 1);
    }
    let bytes = bytes.map_or("no message".to_owned(), |it| format!("{it} bytes"));
    expect.assert_eq(&format!("{}{} problems, {bytes}\n", shown.concat(), diagnostics.len()));
}

#[test]
fn names_of_very_many_parts() {
    let option = "import \"google/protobuf/descriptor.proto\"; message O { O o = 1; }
        extend google.protobuf.FileOptions { O opt = 50000; }";
    check(
        only_schema(format!("{option} option (opt){} = 1;", ".o".repeat(5000))),
        expect![[r#"
            expected message 'O' in braces, found `1`
            1 problems, 0 bytes
        "#]],
    );
    check(
        only_schema(format!("package {}a; message M {{}}", "a.".repeat(400_000))),
        expect![[r#"
            expected full names of at most 1000 bytes, found a longer one
            1 problems, 0 bytes
        "#]],
    );
}

#[test]
fn names_of_a_megabyte() {
    let schema = format!("package {}; {}", "a".repeat(1_000_000), each(50_000, |at| format!("message M{at} {{}}\n")));
    check(
        only_schema(schema),
        expect![[r#"
            expected full names of at most 1000 bytes, found a longer one
            1 problems, 0 bytes
        "#]],
    );
}

#[test]
fn reserved_ranges_beside_fields() {
    let ranges = each(50_000, |at| format!("{},", at + 200_000));
    let fields = each(20_000, |at| format!("int32 f{at} = {};\n", at + 20_000));
    check(
        only_schema(format!("message M {{ reserved {ranges} 1; {fields} }}")),
        expect![[r#"
            0 problems, 0 bytes
        "#]],
    );
}

#[test]
fn oneofs_beyond_number() {
    let oneofs = each(10_000, |at| format!("oneof o{at} {{ int32 f{at} = {}; }}\n", at + 20_000));
    check(
        json(format!("message M {{ {oneofs} }}"), "{\"f7\": 1}".into()),
        expect![[r#"
        0 problems, 4 bytes
    "#]],
    );
}

#[test]
fn files_that_fail_beside_a_large_one() {
    let mut input = only_schema(each(20_000, |at| format!("message Message{at} {{}}\n")));
    let broken = |at: usize| File {
        name: format!("f{at}.proto"),
        text: format!("syntax = \"proto3\"; message F{at} {{ No n = 1; }}"),
    };
    input.files.extend((0..40).map(broken));
    check(
        input,
        expect![[r#"
            'No' is not declared
            'No' is not declared
            'No' is not declared
            40 problems, 0 bytes
        "#]],
    );
}

#[test]
fn many_objects_of_a_type_with_many_fields() {
    let objects = |count: usize| format!("{{\"m\": [{}{{}}]}}", "{},".repeat(count));
    let doubles = each(2_000, |at| format!("double f{at} = {};\n", at + 20_000));
    check(
        json(format!("message M {{ repeated M m = 1; {doubles} }}"), objects(20_000)),
        expect![[r#"
        0 problems, 40002 bytes
    "#]],
    );

    let required = each(2_000, |at| format!("required int32 f{at} = {};\n", at + 20_000));
    let mut input = json(String::new(), objects(20_000));
    input.files[0].text = format!("syntax = \"proto2\"; message M {{ repeated N m = 1; }} message N {{ {required} }}");
    check(
        input,
        expect![[r#"
            required field 'f0' of N is missing
            required field 'f1' of N is missing
            1001 more problems are not shown
            1000 problems, 40002 bytes
        "#]],
    );
}

#[test]
fn many_errors_whose_help_is_a_search() {
    let values = each(3_000, |at| format!("VALUE{at} = {at};\n"));
    check(
        json(
            format!("message M {{ repeated E e = 1; }} enum E {{ {values} }}"),
            format!("{{\"e\": [{}0]}}", "\"VALEU1\",".repeat(20_000)),
        ),
        expect![[r#"
            expected a value of enum E, found string "VALEU1"
            expected a value of enum E, found string "VALEU1"
            19001 more problems are not shown
            1000 problems, no message
        "#]],
    );
    let types = each(3_000, |at| format!("message V{at} {{}}\n"));
    check(
        json(
            format!(
                "import \"google/protobuf/any.proto\"; message M {{ repeated google.protobuf.Any a = 1; }} {types}"
            ),
            format!("{{\"a\": [{}{{}}]}}", "{\"@type\":\"a/VALEU1\"},".repeat(20_000)),
        ),
        expect![[r#"
            type "VALEU1" is not in the schema
            type "VALEU1" is not in the schema
            19001 more problems are not shown
            1000 problems, no message
        "#]],
    );
}

#[test]
fn bytes_whose_json_is_a_thousand_times_longer() {
    let packed = |count: usize| [vec![0x0a, 0xa0, 0x8d, 0x06], vec![0; count]].concat();
    check(
        bytes(format!("message M {{ repeated E e = 1; }} enum E {{ {} = 0; }}", "A".repeat(900)), packed(100_000)),
        expect![[r#"
            the message is longer than 8 MiB as JSON, so it is not shown as JSON
            1 problems, 100004 bytes
        "#]],
    );
}

#[test]
fn values_beyond_number() {
    check(
        json(
            "import \"google/protobuf/struct.proto\"; message M { google.protobuf.Value v = 1; }".into(),
            format!("{{\"v\": [{}0]}}", "0,".repeat(500_000)),
        ),
        expect![[r#"
            expected at most 500000 values in google.protobuf.Value, found more
            1 problems, no message
        "#]],
    );
}
