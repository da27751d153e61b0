//! Samples are messages: read without a word against them, the same when they are written again, the same from the same seed;
//! and as short and as shallow as they promise to be, whatever the type.
#![cfg(test)]

#[path = "laws/schemas.rs"]
mod schemas;

use std::collections::BTreeSet;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wirelens::examples;
use wirelens::message::sample::{Shape, sample};
use wirelens::message::{JsonOptions, Layout, from_json, json_of};
use wirelens::schema::{self, Root, Schema};
use wirelens::text::File;

/// What the longest sample takes, laid out, in bytes; of types without names as long as that.
const LONGEST: usize = 120 << 10;
/// How deep it is nested in braces and brackets, above what is required.
const DEEPEST: usize = 60;

fn compiled(files: &[(&str, &str)]) -> Schema {
    let file = |&(name, text): &(&str, &str)| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = schema::compile(&files.iter().map(file).collect());
    match compiled.schema {
        Some(schema) if compiled.diagnostics.iter().all(|it| it.severity != wirelens::diagnostic::Severity::Error) => {
            schema
        }
        _ => panic!("{:?}", compiled.diagnostics),
    }
}

fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut is_string, mut is_escaped) = (0usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => is_string = !is_string,
            b'{' | b'[' if !is_string => depth += 1,
            b'}' | b']' if !is_string => depth -= 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// `is_whole`: whether a message of the type can have all that it requires.
#[track_caller]
fn is_lawful(root: &Root, shape: Shape, seed: u64, is_whole: bool) {
    let name = root.full_name();
    let text = sample(root, shape, seed);
    assert_eq!(text, sample(root, shape, seed), "{name}: not the same again");
    let parsed = from_json(root, &text);
    let told: Vec<_> = parsed.diagnostics.iter().filter(|it| is_whole || it.code != "json-required").collect();
    assert!(told.is_empty(), "{name} {shape:?} {seed}\n{text}\n{told:?}");
    let Some(bytes) = parsed.bytes else { panic!("{name} {shape:?} {seed}: no bytes") };
    let written = json_of(root, &bytes, JsonOptions::default(), Layout::Lines).unwrap();
    assert!(written.diagnostics.is_empty(), "{name} {shape:?} {seed}: {:?}", written.diagnostics);
    assert_eq!(written.text, text, "{name} {shape:?} {seed}");
    assert!(text.len() <= LONGEST && depth(&text) <= DEEPEST, "{name}: {} bytes, {} deep", text.len(), depth(&text));
}

#[test]
fn samples_of_the_examples_are_lawful() {
    for example in examples::all().iter().filter(|example| !example.fails) {
        let schema = compiled(example.files);
        for name in schema.message_types() {
            let root = schema.root(&name).unwrap();
            for (shape, seed) in Shape::ALL.into_iter().flat_map(|shape| (0..40).map(move |seed| (shape, seed))) {
                is_lawful(&root, shape, seed, true);
            }
        }
    }
}

#[test]
fn samples_of_the_conformance_suites_types_are_lawful() {
    let files: [(&str, &str); 4] = [
        ("proto2.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto2.proto")),
        ("proto3.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto3.proto")),
        ("edition.proto", include_str!("conformance/protos/conformance/messages/test_messages_edition2023.proto")),
        ("conformance.proto", include_str!("conformance/protos/conformance/conformance.proto")),
    ];
    for (file, text) in files {
        let schema = compiled(&[(file, text)]);
        for name in schema.message_types() {
            let root = schema.root(&name).unwrap();
            for (shape, seed) in Shape::ALL.into_iter().flat_map(|shape| (0..4).map(move |seed| (shape, seed))) {
                // Some of them require themselves.
                is_lawful(&root, shape, seed, !name.contains("TestAllRequired"));
            }
        }
    }
}

#[test]
fn samples_of_the_types_that_come_with_it_are_lawful() {
    let schema = compiled(&[(
        "all.proto",
        "syntax = \"proto3\"; import \"google/protobuf/descriptor.proto\"; import \"google/rpc/error_details.proto\"; \
         message A { google.protobuf.FileDescriptorSet set = 1; google.rpc.BadRequest bad = 2; }",
    )]);
    for name in [
        "A",
        "google.protobuf.FileDescriptorProto",
        "google.protobuf.Any",
        "google.protobuf.Timestamp",
        "google.protobuf.Struct",
        "google.protobuf.Value",
        "google.protobuf.ListValue",
        "google.protobuf.FieldMask",
        "google.protobuf.BytesValue",
        "google.protobuf.Empty",
        "google.protobuf.Duration",
        "google.protobuf.Type",
        "google.type.Money",
        "google.type.DateTime",
        "google.rpc.Status",
    ] {
        let root = schema.root(name).unwrap_or_else(|| panic!("no {name}"));
        for (shape, seed) in Shape::ALL.into_iter().flat_map(|shape| (0..20).map(move |seed| (shape, seed))) {
            is_lawful(&root, shape, seed, true);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, rng_seed: RngSeed::Fixed(5), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn samples_of_any_type_are_lawful(text in schemas::schemas(), seed: u64) {
        let schema = compiled(&[("law.proto", &text)]);
        for name in schema.message_types() {
            let root = schema.root(&name).unwrap();
            for shape in Shape::ALL {
                is_lawful(&root, shape, seed, !text.contains("required") && !text.contains("LEGACY_REQUIRED"));
            }
        }
    }
}

/// Types that have no end, or no beginning.
#[test]
fn what_has_no_end_ends() {
    let mut text =
        String::from("syntax = \"proto2\"; message Self { required Self self = 1; optional int32 id = 2; }\n");
    // A chain that is too long, a tree of 2^40 leaves, both required; and one of which each level may be there.
    for at in 0..200 {
        text += &format!("message Chain{at} {{ required Chain{} next = 1; }}\n", at + 1);
    }
    for at in 0..40 {
        text += &format!("message Tree{at} {{ required Tree{0} left = 1; required Tree{0} right = 2; }}\n", at + 1);
        text += &format!("message Bush{at} {{ repeated Bush{0} left = 1; map<string, Bush{0}> right = 2; }}\n", at + 1);
    }
    text += "message Chain200 {} message Tree40 {} message Bush40 {}\n";
    text += "message Wide { optional Self self = 99999; optional Chain0 chain = 99998; optional Tree0 tree = 99997;";
    for at in 1..5000 {
        text += &format!(" optional Wide w{at} = {at};");
    }
    text += "}";
    let schema = compiled(&[("endless.proto", &text)]);
    for (name, is_whole) in [
        ("Self", false),
        ("Chain0", false),
        ("Chain150", true),
        ("Tree0", false),
        ("Tree36", true),
        ("Bush0", true),
        ("Wide", true),
    ] {
        let root = schema.root(name).unwrap();
        for shape in Shape::ALL {
            is_lawful(&root, shape, 1, is_whole);
        }
    }
}

/// Another seed is another message, and after a few of them every member of a oneof and every value of an enum was there.
#[test]
fn seeds_differ() {
    let text = "syntax = \"proto3\"; message A { oneof o { int32 a = 1; string b = 2; A c = 3; } E e = 4; string name = 5; } \
                enum E { NONE = 0; ONE = 1; TWO = 2; THREE = 3; }";
    let root = compiled(&[("a.proto", text)]).root("A").unwrap();
    let texts: BTreeSet<String> = (0..40).map(|seed| sample(&root, Shape::Typical, seed)).collect();
    assert!(texts.len() > 20, "{texts:?}");
    for part in ["\"a\":", "\"b\":", "\"c\":", "ONE", "TWO", "THREE"] {
        assert!(texts.iter().any(|text| text.contains(part)), "{part}");
    }
}

fn check(root: &str, text: &str, shape: Shape, expected: Expect) {
    let root = compiled(&[("a.proto", text)]).root(root).unwrap();
    expected.assert_eq(&sample(&root, shape, 4));
}

#[test]
fn what_a_name_promises_is_kept() {
    let text = r#"
        syntax = "proto3";
        import "google/protobuf/timestamp.proto";
        import "google/protobuf/field_mask.proto";
        message UpdateUser { User user = 1; google.protobuf.FieldMask update_mask = 2; string request_id = 3; }
        message User {
            string name = 1; string email = 2; string phone_number = 3; int32 age = 4; Address home = 5;
            google.protobuf.Timestamp created_at = 6; google.protobuf.Timestamp updated_at = 7; int64 expires_at_ms = 8;
            string birthday = 9; string website = 10; double latitude = 11; repeated string tags = 12; string user_id = 13;
        }
        message Address { string street = 1; string city = 2; string postal_code = 3; string country_code = 4; }
    "#;
    check(
        "UpdateUser",
        text,
        Shape::Typical,
        expect![[r#"
        {
          "user": {
            "name": "Sofia Rossi",
            "email": "sofia.rossi@example.com",
            "phoneNumber": "+12065550182",
            "age": 47,
            "home": {
              "street": "480 Cedar Street",
              "city": "Seattle",
              "postalCode": "98101",
              "countryCode": "US"
            },
            "createdAt": "2026-01-23T16:07:37Z",
            "updatedAt": "2026-01-24T20:18:21Z",
            "expiresAtMs": "1771776000000",
            "birthday": "1959-02-25",
            "website": "https://example.com/autumn-offer",
            "latitude": 47.6062,
            "tags": ["blue-team"],
            "userId": "user-64288"
          },
          "updateMask": "age,home",
          "requestId": "bc603feb-5aa8-4fd1-851b-630bf7bf73c6"
        }"#]],
    );
}

#[test]
fn only_what_must_be_there() {
    let text = "syntax = \"proto2\"; message A { required B b = 1; required E e = 2; optional A a = 3; repeated A more = 4; } \
                message B { required string name = 1; required bytes data = 2; required float f = 3; } enum E { FIRST = 5; }";
    check(
        "A",
        text,
        Shape::Minimal,
        expect![[r#"
        {
          "b": {
            "name": "",
            "data": "",
            "f": 0
          },
          "e": "FIRST"
        }"#]],
    );
}

#[test]
fn the_ends_of_what_there_is() {
    let text = "syntax = \"proto3\"; message A { repeated int32 a = 1; repeated double b = 2; repeated bool c = 3; fixed64 d = 4; \
                map<bool, string> e = 5; }";
    check(
        "A",
        text,
        Shape::Extreme,
        expect![[r#"
            {
              "a": [-2147483648, 2147483647, -1, 128, -65536],
              "b": [
                1.7976931348623157e+308,
                5e-324,
                -1.7976931348623157e+308,
                "NaN",
                "Infinity",
                "-Infinity",
                -0.0,
                0.1
              ],
              "c": [true, false],
              "d": "128",
              "e": {
                "false": "👩‍👩‍👧‍👦 🇳🇴 é",
                "true": "The longest line wraps, and 'quotes', \"more quotes\", \\backslashes\\ and /slashes/ are escaped or not. The longest line wraps, and 'quotes', \"more quotes\", \\backs"
              }
            }"#]],
    );
}
