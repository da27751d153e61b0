//! From bytes back to types: what is inferred compiles and fits, ranking prefers what was meant, differences are seen.
#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "laws/random.rs"]
mod random;

use std::sync::LazyLock;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wirelens::annotate::{Problem, annotate};
use wirelens::diagnostic::Severity;
use wirelens::infer::{self, Fit};
use wirelens::message::{decode, encode, from_json, to_json};
use wirelens::schema::{self, Root, Schema};
use wirelens::text::{File, Span};
use wirelens::wire;

fn compiled(text: &str) -> Schema {
    let compiled = schema::compile(&vec![File { name: "inferred.proto".to_owned(), text: text.to_owned() }]);
    let grave: Vec<_> = compiled.diagnostics.iter().filter(|it| it.severity != Severity::Info).collect();
    assert!(grave.is_empty(), "{grave:#?}\n{text}");
    compiled.schema.unwrap()
}

fn bytes(text: &str) -> Vec<u8> {
    let payload = wire::input::read(text);
    assert!(payload.diagnostics.is_empty(), "{text}");
    payload.bytes
}

/// The messages of a type that these JSON texts say.
fn messages(schema: &str, root: &str, json: &[&str]) -> Vec<Vec<u8>> {
    let root = compiled(schema).root(root).unwrap();
    json.iter().map(|json| from_json(&root, json).bytes.unwrap()).collect()
}

fn inferred(payloads: &[Vec<u8>]) -> (String, Root) {
    let payloads: Vec<&[u8]> = payloads.iter().map(Vec::as_slice).collect();
    let inferred = infer::schema(&payloads, "inferred");
    let root = compiled(&inferred.text).root(&inferred.root).unwrap();
    (inferred.text, root)
}

fn check(payloads: &[Vec<u8>], expected: &Expect) {
    let (text, root) = inferred(payloads);
    // The head says how many bytes there were; the rest is what is of interest.
    expected.assert_eq(text.split_once("package inferred;\n\n").unwrap().1);
    for payload in payloads {
        let problems: Vec<_> = annotate(payload, Some(&root)).problems().map(|(_, problem)| problem).collect();
        assert_eq!(problems, [], "{text}");
    }
}

#[test]
fn types_are_told_by_all_values() {
    let user = "syntax = \"proto3\"; package a;
        message User { string name = 1; sint32 shift = 2; int64 id = 3; bool on = 4; double height = 5; fixed32 mask = 6;
          repeated int32 scores = 7; bytes key = 8; Home home = 9; repeated Home others = 10; optional int32 age = 11; }
        message Home { string city = 1; float lat = 2; }";
    let all = messages(
        user,
        "a.User",
        &[
            r#"{"name": "Alice", "id": "-1", "on": true, "height": 1.75, "mask": 7, "scores": [3, 270, 86942],
                "key": "/wABAgMEBQYHCAkKCww=", "home": {"city": "Oslo", "lat": 59.9}, "age": 0}"#,
            r#"{"name": "Bob\n// evil", "id": "5000000000", "on": true, "height": 0.5, "mask": 9, "scores": [1],
                "key": "/4CQoLDA0OA=", "home": {"city": "Bergen"}, "others": [{"city": "Rome"}, {"city": "Paris"}], "age": 41}"#,
        ],
    );
    check(
        &all,
        &expect![[r#"
        message Message {
          // in 2 of 2 messages; text: "Alice", "Bob\n// evil"
          string field_1 = 1;

          // in 2 of 2 messages; from -1 to 5000000000; ten bytes long, as negative numbers are
          int64 field_3 = 3;

          // in 2 of 2 messages; only 1: a bool, or a number that is always 1
          bool field_4 = 4;

          // in 2 of 2 messages; from 0.5 to 1.75, of usual size
          double field_5 = 5;

          // in 2 of 2 messages; from 7 to 9; not of the size of floats
          fixed32 field_6 = 6;

          // in 2 of 2 messages; packed, varints from first to last byte; from 1 to 86942
          repeated int32 field_7 = 7;

          // in 2 of 2 messages; from 8 to 14 bytes; neither text nor records nor a run of numbers
          bytes field_8 = 8;

          // in 2 of 2 messages; records to the last byte
          Field9 field_9 = 9;

          // in 1 of 2 messages, up to 2 in one message; records to the last byte
          repeated Field10 field_10 = 10;

          // in 2 of 2 messages; from 0 to 41; a zero is written, so it is told from none
          optional int32 field_11 = 11;

          message Field9 {
            // in 2 of 2 messages; text: "Oslo", "Bergen"
            string field_1 = 1;

            // in 1 of 2 messages; 59.9, of usual size
            float field_2 = 2;
          }

          message Field10 {
            // in 2 of 2 messages; text: "Rome", "Paris"
            string field_1 = 1;
          }
        }
    "#]],
    );
}

#[test]
fn maps_times_and_empty_messages() {
    let event = "syntax = \"proto3\"; package a; import \"google/protobuf/timestamp.proto\";
        import \"google/protobuf/empty.proto\"; import \"google/protobuf/any.proto\";
        message Event { google.protobuf.Timestamp at = 1; map<string, Point> points = 2; google.protobuf.Empty none = 3;
          map<int32, string> names = 4; google.protobuf.Any any = 5; int64 millis = 6; repeated int32 kinds = 7 [packed = false];
          repeated float ratios = 8; } message Point { int32 x = 1; int32 y = 2; }";
    let all = messages(
        event,
        "a.Event",
        &[r#"{"at": "2024-05-17T12:00:00.5Z", "points": {"a": {"x": 1, "y": 2}, "b": {"x": -3}}, "none": {},
            "names": {"1": "one", "2": "two"}, "any": {"@type": "type.googleapis.com/a.Point", "x": 4}, "millis": "1715947200000",
            "kinds": [1, 2, 1, 2, 2, 1], "ratios": [0.5, 0.25, 1]}"#],
    );
    check(
        &all,
        &expect![[r#"
            import "google/protobuf/timestamp.proto";

            message Message {
              // seconds since 1970 and nanoseconds, such as 2024-05-17 12:00:00 UTC
              google.protobuf.Timestamp field_1 = 1;

              // 2 times; each has a key of its own and a value: a map, or a repeated message like it; values: records to the last byte
              map<string, Field2> field_2 = 2;

              // always empty: a message without fields, or text or bytes with presence
              Field3 field_3 = 3;

              // 2 times; records to the last byte; each has a first field of its own: perhaps a map
              repeated Field4 field_4 = 4;

              // records to the last byte; looks like an Any of "a.Point"
              Field5 field_5 = 5;

              // 1715947200000; beyond 32 bits; as milliseconds since 1970 from 2024-05-17 12:00:00 UTC
              int64 field_6 = 6;

              // 6 times; from 1 to 2; only 1, 2: an enum?
              repeated int32 field_7 = 7 [packed = false];

              // packed, a whole number of 4 bytes; from 0.25 to 1, of usual size
              repeated float field_8 = 8;

              message Field2 {
                // in 2 of 2 messages; from -3 to 1; ten bytes long, as negative numbers are
                int32 field_1 = 1;

                // in 1 of 2 messages; 2
                int32 field_2 = 2;
              }

              message Field3 {
              }

              message Field4 {
                // in 2 of 2 messages; from 1 to 2
                int32 field_1 = 1;
              }

              message Field5 {
                // text: "type.googleapis.com/a.Point"
                string field_1 = 1;

                // records to the last byte
                Field2 field_2 = 2;

                message Field2 {
                  // 4
                  int32 field_1 = 1;
                }
              }
            }
        "#]],
    );
}

#[test]
fn groups_make_it_proto2() {
    let old = "syntax = \"proto2\"; package a; message Old { repeated group Item = 1 { required string name = 2; }
        repeated int32 packed = 3 [packed = true]; repeated int32 single = 4; optional bytes raw = 5; }";
    let all = messages(
        old,
        "a.Old",
        &[r#"{"item": [{"name": "a"}, {"name": "b"}], "packed": [1, 2], "single": [300, 1], "raw": ""}"#],
    );
    check(
        &all,
        &expect![[r#"
            message Message {
              // 2 times; start and end tags: a group
              repeated group Field1 = 1 {
                // in 2 of 2 messages; text: "a", "b"
                optional string field_2 = 2;
              }

              // packed, varints from first to last byte; from 1 to 2
              repeated int32 field_3 = 3 [packed = true];

              // 2 times; from 1 to 300
              repeated int32 field_4 = 4;

              // always empty: a message without fields, or text or bytes with presence
              optional Field5 field_5 = 5;

              message Field5 {
              }
            }
        "#]],
    );
}

#[test]
fn trees_are_of_one_type() {
    let tree = "syntax = \"proto3\"; package a; message Doc { int32 version = 1; Node root = 2; }
        message Node { string name = 1; repeated Node nodes = 2; Size size = 3; } message Size { int32 width = 1; }";
    let all = messages(
        tree,
        "a.Doc",
        &[r#"{"version": 3, "root": {"name": "body", "size": {"width": 800}, "nodes": [
            {"name": "main", "nodes": [{"name": "text"}, {"name": "image", "size": {"width": 7}}]}, {"name": "aside"}]}}"#],
    );
    check(
        &all,
        &expect![[r#"
        message Message {
          // 3
          int32 field_1 = 1;

          // records to the last byte
          Field2 field_2 = 2;

          message Field2 {
            // in 5 of 5 messages; text: "body", "main", "aside"
            string field_1 = 1;

            // in 2 of 5 messages, up to 2 in one message; the same fields as in the message around it, and again in those
            repeated Message.Field2 field_2 = 2;

            // in 2 of 5 messages; records to the last byte
            Field3 field_3 = 3;

            message Field3 {
              // in 2 of 2 messages; from 7 to 800
              int32 field_1 = 1;
            }
          }
        }
    "#]],
    );
}

#[test]
fn what_no_type_fits_is_left_out() {
    // Field 1 as VARINT and as I32, field 2 as VARINT and as a run of them, field 19000.
    let one = bytes("08 01 10 05 c2 a3 09 01 61");
    let two = bytes("0d 00 00 00 00 12 02 06 07");
    check(
        &[one, two],
        &expect![[r#"
        message Message {
          // in 2 of 2 messages; from 5 to 7; both packed and not
          repeated int32 field_2 = 2;

          // Field 1 is not declared: it occurs as VARINT and as I32, and no type is written so.
          // Field 19000 is not declared: the numbers from 19000 to 19999 can't be declared.
        }
    "#]],
    );
}

#[test]
fn broken_empty_and_no_payloads() {
    for (payloads, expected) in [
        (
            vec![bytes("0a 02 48 69 12 7f 00")],
            expect![[r#"
                // Inferred from a payload of 7 bytes, without a schema.
                // All that was read fits. Names are made up; types are guesses, with the reasons beside them.
                // The payload can't be read as a whole: at byte 5, expected 127 bytes after the length, found 1.
                syntax = "proto3";

                package inferred;

                message Message {
                  // text: "Hi"
                  string field_1 = 1;
                }
            "#]],
        ),
        (
            vec![Vec::new()],
            expect![[r#"
            // Inferred from a payload of 0 bytes, without a schema.
            // All that was read fits. Names are made up; types are guesses, with the reasons beside them.
            syntax = "proto3";

            package inferred;

            message Message {
            }
        "#]],
        ),
        (
            Vec::new(),
            expect![[r#"
            // Inferred from 0 payloads, 0 bytes in all, without a schema.
            // All that was read fits. Names are made up; types are guesses, with the reasons beside them.
            syntax = "proto3";

            package inferred;

            message Message {
            }
        "#]],
        ),
    ] {
        let (text, _) = inferred(&payloads);
        expected.assert_eq(&text);
    }
}

/// The same cases in every run.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        max_shrink_iters: 60,
        ..ProptestConfig::default()
    }
}

static CONFORMANCE: LazyLock<Schema> = LazyLock::new(|| {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let compiled = schema::compile(&vec![
        file("proto2.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto2.proto")),
        file("proto3.proto", include_str!("conformance/protos/conformance/messages/test_messages_proto3.proto")),
    ]);
    compiled.schema.unwrap()
});

/// Names, since a failure shows the input, and descriptors show all that hangs on them.
fn roots() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "protobuf_test_messages.proto2.TestAllTypesProto2",
        "protobuf_test_messages.proto3.TestAllTypesProto3",
    ])
}

proptest! {
    #![proptest_config(config(200))]

    /// Whatever was written by a schema is read by the inferred one without a problem, and what that writes again says the
    /// same under the first.
    #[test]
    fn the_inferred_schema_fits(root in roots(), seeds in prop::collection::vec((any::<u64>(), 0..60u64), 1..4)) {
        let root = CONFORMANCE.root(root).unwrap();
        let payloads: Vec<Vec<u8>> =
            seeds.into_iter().map(|(seed, budget)| encode(&random::message(&root, seed, budget))).collect();
        let (text, own) = inferred(&payloads);
        for payload in &payloads {
            let nodes = annotate(payload, Some(&own));
            let told = nodes.problems().map(|(_, problem)| problem);
            let problems: Vec<Problem> = told.filter(|it| *it != Problem::OutOfOrder).collect();
            prop_assert!(problems.is_empty(), "{problems:?}\n{text}");
            let again = encode(&decode(&own, payload, &[]).message);
            let json = |bytes: &[u8]| to_json(&decode(&root, bytes, &[]).message);
            prop_assert_eq!(json(&again), json(payload), "{}", text);
        }
    }

    /// Of any bytes there is a schema that compiles, and what is read by it is wrong only where no schema could help.
    #[test]
    fn any_bytes_have_a_schema(payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..4)) {
        let (text, own) = inferred(&payloads);
        for payload in &payloads {
            let nodes = annotate(payload, Some(&own));
            let told = nodes.problems().map(|(_, problem)| problem);
            let grave: Vec<Problem> = told.filter(|it| it.severity() != Severity::Info).collect();
            let of_varints = |it: &Problem| matches!(it, Problem::Overflow | Problem::LongLength);
            let is_clean = wire::scan::is_clean(payload, Span::new(0, payload.len()));
            prop_assert!(!is_clean || grave.iter().all(of_varints), "{grave:?}\n{text}");
        }
    }
}

const SHOP: &str = "syntax = \"proto3\"; package shop;
    message Order { int64 id = 1; string customer = 2; repeated Item items = 3; Status status = 4; }
    message Item { string sku = 1; int32 count = 2; double price = 3; }
    message Ping { int64 id = 1; }
    message Blob { bytes id = 1; bytes customer = 2; bytes items = 3; int32 status = 4; }
    message Other { string name = 1; int32 age = 2; }
    enum Status { UNKNOWN = 0; PAID = 1; }";

fn ranked(schema: &str, payloads: &[&[u8]]) -> Vec<Fit> {
    infer::rank(&compiled(schema), payloads)
}

fn told(fits: &[Fit]) -> String {
    let line = |fit: &Fit| {
        let reasons =
            fit.pros.iter().map(|it| format!("  + {it}\n")).chain(fit.cons.iter().map(|it| format!("  - {it}\n")));
        format!("{} {}\n{}", fit.score, fit.message, reasons.collect::<String>())
    };
    fits.iter().map(line).collect()
}

#[test]
fn types_are_ranked_with_reasons() {
    let order =
        r#"{"id": "7", "customer": "Alice", "items": [{"sku": "A-1", "count": 2, "price": 9.5}], "status": "PAID"}"#;
    let payload = &messages(SHOP, "shop.Order", &[order])[0];
    expect![[r#"
        100 shop.Order
          + all 4 fields in the bytes are declared, with their wire types
          + fields of it that occur: 4 of 4
        44 shop.Blob
          + 3 of the 4 fields in the bytes are declared, with their wire types
          + fields of it that occur: 4 of 4
          - expected LEN for `id` (bytes), found VARINT
          - `customer` is declared as bytes and looks like text
          - `items` is declared as bytes and looks like a message
        16 shop.Ping
          + 1 of the 4 fields in the bytes are declared, with their wire types
          + fields of it that occur: 1 of 1
          - field 2 is not declared
          - field 3 is not declared
          - field 4 is not declared
    "#]]
    .assert_eq(&told(&ranked(SHOP, &[payload])));
}

#[test]
fn what_is_unknown_deep_inside_and_required_is_told() {
    let old = "syntax = \"proto2\"; package a; message A { required B b = 1; required int32 c = 2; } message B { optional int32 d = 1; }";
    expect![[r#"
        55 a.A
          + the only field in the bytes is declared, with its wire type
          + fields of it that occur: 1 of 2
          - field 2 of a.B is not declared
          - the required field `c` is missing
    "#]]
    .assert_eq(&told(&ranked(old, &[&[0x0a, 0x04, 0x08, 0x01, 0x10, 0x02]])));
}

#[test]
fn every_type_of_the_examples_recognizes_its_own_message() {
    for example in wirelens::examples::all() {
        let input = wirelens::analysis::Input::from(example);
        let analysis = wirelens::analysis::analyze(&input);
        let (Some(schema), Some(root), Some(content)) = (analysis.schema, analysis.root, analysis.content) else {
            continue;
        };
        let fits = infer::rank(&schema, &[&content.bytes]);
        let best = fits.iter().filter(|fit| fit.score == fits[0].score).map(|fit| fit.message.as_str());
        assert!(best.into_iter().any(|it| it == root.full_name()), "{}\n{}", example.title, told(&fits));
    }
}

#[test]
fn bytes_that_nothing_explains_fit_no_type() {
    assert_eq!(ranked(SHOP, &[&[]]), []);
    assert_eq!(ranked(SHOP, &[&[0x7d, 0, 0, 0, 0]]), []);
    assert_eq!(ranked(SHOP, &[]), []);
}

#[test]
fn differences_are_marked() {
    let orders = messages(
        SHOP,
        "shop.Order",
        &[
            r#"{"id": "7", "customer": "Alice", "items": [{"sku": "A-1", "count": 2}, {"sku": "B-2"}]}"#,
            r#"{"id": "8", "customer": "Alice", "items": [{"sku": "A-1", "count": 3}], "status": "PAID"}"#,
        ],
    );
    let payloads: Vec<&[u8]> = orders.iter().map(Vec::as_slice).collect();
    let root = compiled(SHOP).root("shop.Order");
    let told = |compared: &infer::Compared| {
        let cell = |cell: &Option<infer::Cell>| cell.as_ref().map_or("–".to_owned(), |it| it.text.clone());
        let line = |row: &infer::Row| {
            let cells: Vec<String> = row.cells.iter().map(cell).collect();
            format!("{} {}: {}\n", if row.differs { "≠" } else { "=" }, row.path, cells.join(" | "))
        };
        let rows: String = compared.rows.iter().map(line).collect();
        format!("{rows}{} of {} differ\n", compared.differing, compared.total)
    };
    expect![[r#"
        ≠ id: 7 | 8
        = customer: "Alice" | "Alice"
        ≠ items[0]: Item, 7 bytes | Item, 7 bytes
        = items[0].sku: "A-1" | "A-1"
        ≠ items[0].count: 2 | 3
        ≠ items[1]: Item, 5 bytes | –
        ≠ items[1].sku: "B-2" | –
        ≠ status: – | PAID (1)
        6 of 8 differ
    "#]]
    .assert_eq(&told(&infer::compare(&payloads, root.as_ref(), false)));
    expect![[r#"
        ≠ #1: 7 | 8
        ≠ #3: 7 bytes | 7 bytes
        ≠ #3.#2: 2 | 3
        ≠ #3[1]: 5 bytes | –
        ≠ #3[1].#1: "B-2" | –
        ≠ #4: – | 1
        6 of 8 differ
    "#]]
    .assert_eq(&told(&infer::compare(&payloads, None, true)));
}

#[test]
fn the_order_of_fields_and_longer_varints_are_no_difference() {
    let payloads: [&[u8]; 2] = [&[0x08, 0x01, 0x10, 0x02], &[0x10, 0x82, 0x00, 0x08, 0x01]];
    let compared = infer::compare(&payloads, None, false);
    assert_eq!((compared.total, compared.differing), (2, 0));
}
