//! The size lab: what is advised about a message, and that each advice does what it promises.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]

use expect_test::{Expect, expect};
use proptest::prelude::*;
use wirelens::analysis::{self, Analysis, Input, Payload};
use wirelens::examples;
use wirelens::language::Edit;
use wirelens::message::JsonOptions;
use wirelens::schema::Compiler;
use wirelens::size::advice::{self, Advice, Subject};
use wirelens::size::breakdown::{Breakdown, MAX_ROWS, Row, breakdown};
use wirelens::text::{File, Span};

fn input(proto: &str, json: &str) -> Input {
    Input {
        files: vec![File { name: "a.proto".to_owned(), text: proto.to_owned() }],
        payload: Payload::Json(json.to_owned()),
        ..Input::default()
    }
}

fn analyzed(input: &Input) -> Analysis {
    let analysis = analysis::analyze(input);
    assert!(analysis.content.is_some(), "{:#?}\n{}", analysis.diagnostics, input.files[0].text);
    analysis
}

fn advised(input: &Input) -> Result<Vec<Advice>, String> {
    let mut compiler = Compiler::default();
    let compiled = compiler.update(&input.files);
    let Analysis { root, content, .. } =
        analysis::read(input, &compiled, &[], None, JsonOptions::default(), &mut |_| {});
    let content = content.unwrap();
    advice::advise(&Subject {
        files: &input.files,
        compiler: &compiler,
        root: &root.unwrap(),
        bytes: &content.bytes,
        nodes: &content.nodes,
        json: &content.json,
        places: &content.places,
        text: None,
    })
}

fn replaced(text: &str, mut edits: Vec<(Span, &str)>) -> String {
    edits.sort();
    let mut text = text.to_owned();
    for (span, new) in edits.into_iter().rev() {
        text.replace_range(span.range(), new);
    }
    text
}

/// The input with an advice taken.
fn taken(input: &Input, advice: &Advice) -> Input {
    let mut after = input.clone();
    let edit = |edit: &Edit| {
        assert_eq!(edit.file, 0);
        edit.span
    };
    after.files[0].text =
        replaced(&input.files[0].text, advice.edits.iter().map(|it| (edit(it), it.text.as_str())).collect());
    if let Payload::Json(json) = &mut after.payload {
        *json = replaced(json, advice.values.iter().map(|(span, text)| (*span, text.as_str())).collect());
    }
    after
}

/// The lines that are not in both texts.
fn changed(before: &str, after: &str) -> String {
    let gone =
        before.lines().filter(|line| !after.lines().any(|other| other == *line)).map(|line| format!("  - {line}\n"));
    let new =
        after.lines().filter(|line| !before.lines().any(|other| other == *line)).map(|line| format!("  + {line}\n"));
    gone.chain(new).collect()
}

/// Takes every advice by itself, and says what it is and what it makes of the texts.
fn check(proto: &str, json: &str, expect: Expect) {
    let input = input(proto, json);
    let mut out = String::new();
    for advice in advised(&input).unwrap() {
        let Advice { title, why, before, after, .. } = &advice;
        out += &format!("{title}: {} → {} B\n  {why}\n", before.protobuf, after.protobuf);
        let then = taken(&input, &advice);
        out += &changed(&input.files[0].text, &then.files[0].text);
        if let (Payload::Json(before), Payload::Json(after)) = (&input.payload, &then.payload) {
            out += &changed(before, after);
        }
        let content = analyzed(&then).content.unwrap();
        assert_eq!((content.bytes.len(), &*content.bytes), (after.protobuf, &advice.bytes), "{title}");
    }
    expect.assert_eq(&out);
}

#[test]
fn integers_by_their_values() {
    check(
        r#"syntax = "proto3";
message M {
  int32 down = 1; // a comment
  repeated int64 deltas = 2;
  uint64 id = 3;
  fixed64 small = 4;
  sint32 up = 5;
  map<string, int32> balances = 6;
  int32 fine = 7;
}
"#,
        r#"{"down": -1, "deltas": ["5", "-6", "-7"], "id": "18446744073709551615", "small": "3", "up": 100,
 "balances": {"a": -2}, "fine": 3}"#,
        expect![[r#"
            `deltas`: `sint64` instead of `int64`: 75 → 57 B
              2 of the 3 values are negative, which takes 10 B without zigzag
              -   repeated int64 deltas = 2;
              +   repeated sint64 deltas = 2;
            `down`: `sint32` instead of `int32`: 75 → 66 B
              the value is negative, which takes 10 B without zigzag
              -   int32 down = 1; // a comment
              +   sint32 down = 1; // a comment
            `balances.value`: `sint32` instead of `int32`: 75 → 66 B
              the value is negative, which takes 10 B without zigzag
              -   map<string, int32> balances = 6;
              +   map<string, sint32> balances = 6;
            `small`: `uint64` instead of `fixed64`: 75 → 68 B
              a fixed size is 8 B whatever the value; as a varint they take 1.0 B
              -   fixed64 small = 4;
              +   uint64 small = 4;
            `id`: `fixed64` instead of `uint64`: 75 → 73 B
              as a varint a value here takes 10.0 B; with a fixed size it takes 8
              -   uint64 id = 3;
              +   fixed64 id = 3;
            `up`: `int32` instead of `sint32`: 75 → 74 B
              zigzag doubles every number that is not negative, and that costs a byte here
              -   sint32 up = 5;
              +   int32 up = 5;
        "#]],
    );
}

#[test]
fn floats_that_are_exact() {
    check(
        "syntax = \"proto3\";\nmessage M {\n  double exact = 1;\n  double other = 2;\n}\n",
        r#"{"exact": 0.25, "other": 0.1}"#,
        expect![[r#"
            `exact`: `float` instead of `double`: 18 → 14 B
              the value is exact in 4 B instead of 8
              -   double exact = 1;
              +   float exact = 1;
        "#]],
    );
}

#[test]
fn lists_are_packed() {
    let json = r#"{"a": [1, 2, 3], "b": [1, 2, 3], "c": [1, 2, 3]}"#;
    check(
        "message M {\n  repeated int32 a = 1;\n  repeated int32 b = 2 [deprecated = true];\n  repeated int32 c = 3 [packed = false];\n}\n",
        json,
        expect![[r#"
            `a`: `packed = true`: 18 → 17 B
              each of the 3 values has a tag of its own; packed they share one and a length
              -   repeated int32 a = 1;
              +   repeated int32 a = 1 [packed = true];
            `b`: `packed = true`: 18 → 17 B
              each of the 3 values has a tag of its own; packed they share one and a length
              -   repeated int32 b = 2 [deprecated = true];
              +   repeated int32 b = 2 [deprecated = true, packed = true];
            `c`: `packed = true`: 18 → 17 B
              each of the 3 values has a tag of its own; packed they share one and a length
              -   repeated int32 c = 3 [packed = false];
              +   repeated int32 c = 3 [packed = true];
        "#]],
    );
    check(
        "edition = \"2023\";\nmessage M {\n  repeated int32 a = 1 [features.repeated_field_encoding = EXPANDED];\n  repeated int32 b = 2;\n}\n",
        r#"{"a": [1, 2, 3], "b": [1, 2, 3]}"#,
        expect![[r#"
            `a`: `features.repeated_field_encoding = PACKED`: 11 → 10 B
              each of the 3 values has a tag of its own; packed they share one and a length
              -   repeated int32 a = 1 [features.repeated_field_encoding = EXPANDED];
              +   repeated int32 a = 1 [features.repeated_field_encoding = PACKED];
        "#]],
    );
}

#[test]
fn short_numbers_for_what_is_frequent() {
    let fields: String = (1..=15).map(|number| format!("  int32 f{number} = {number};\n")).collect();
    check(
        &format!("syntax = \"proto3\";\nmessage M {{\n{fields}  repeated string names = 16;\n}}\n"),
        r#"{"f1": 1, "names": ["a", "b", "c"]}"#,
        expect![[r#"
            `names`: swap numbers 16 and 15 with `f15`: 14 → 11 B
              it occurs 3 times with a tag of two bytes or more, and `f15` does not occur
              -   int32 f15 = 15;
              -   repeated string names = 16;
              +   int32 f15 = 16;
              +   repeated string names = 15;
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage M {\n  reserved 1;\n  int32 a = 2;\n  int32 b = 100;\n}\n",
        r#"{"a": 1, "b": 1}"#,
        expect![[r#"
            `b`: number 3 instead of 100: 5 → 4 B
              it occurs once with a tag of two bytes or more, and that number is free
              -   int32 b = 100;
              +   int32 b = 3;
        "#]],
    );
}

#[test]
fn texts_that_are_something_else() {
    check(
        r#"syntax = "proto3";
package shop;
message Order {
  string status = 1;
  // When.
  string created = 2;
  string id = 3;
  string digest = 4;
  string number = 5;
  string paid = 6;
  string signature = 7;
  string name = 8;
  repeated string roles = 9;
  map<string, string> kinds = 10;
}
"#,
        r#"{
  "status": "shipped",
  "created": "2024-02-29T12:30:00.250Z",
  "id": "c0ffee00-1234-4abc-8def-0123456789ab",
  "digest": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "number": "1234567",
  "paid": "true",
  "signature": "rL0Y20zC+Fzt72VPzMSk2A3rL0Y20zC7",
  "name": "Alice",
  "roles": ["admin", "on-call"],
  "kinds": {"a": "X", "b": "X", "c": "Y", "d": "X"}
}"#,
        expect![[r#"
            `digest`: `bytes` instead of `string`: 219 → 199 B
              the value is in hex, two characters a byte
              -   string digest = 4;
              +   bytes digest = 4;
              -   "digest": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
              +   "digest": "2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
            `id`: `bytes` instead of `string`: 219 → 199 B
              the value is a UUID: 36 characters for 16 bytes
              -   string id = 3;
              +   bytes id = 3;
              -   "id": "c0ffee00-1234-4abc-8def-0123456789ab",
              +   "id": "wP/uABI0SryN7wEjRWeJqw==",
            `created`: `google.protobuf.Timestamp` instead of `string`: 219 → 206 B
              the value is a point in time, spelled out
              -   string created = 2;
              + 
              + import "google/protobuf/timestamp.proto";
              +   google.protobuf.Timestamp created = 2;
            `roles`: an enum instead of `string`: 219 → 207 B
              its 2 values are 2 words: `admin`, `on-call`
              -   repeated string roles = 9;
              +   repeated Role roles = 9;
              +   enum Role {
              +     ROLE_UNSPECIFIED = 0;
              +     ROLE_ADMIN = 1;
              +     ROLE_ON_CALL = 2;
              +   }
              -   "roles": ["admin", "on-call"],
              +   "roles": ["ROLE_ADMIN", "ROLE_ON_CALL"],
            `signature`: `bytes` instead of `string`: 219 → 211 B
              the value is base64, four characters for three bytes
              -   string signature = 7;
              +   bytes signature = 7;
            `status`: an enum instead of `string`: 219 → 212 B
              the value is `shipped`, and by its name it is out of a list
              -   string status = 1;
              +   Status status = 1;
              +   enum Status {
              +     STATUS_UNSPECIFIED = 0;
              +     STATUS_SHIPPED = 1;
              +   }
              -   "status": "shipped",
              +   "status": "STATUS_SHIPPED",
            `number`: `int64` instead of `string`: 219 → 214 B
              the value is a whole number, a byte a digit
              -   string number = 5;
              +   int64 number = 5;
            `kinds.value`: an enum instead of `string`: 219 → 215 B
              its 4 values are 2 words: `X`, `Y`
              -   map<string, string> kinds = 10;
              +   map<string, Kind> kinds = 10;
              +   enum Kind {
              +     KIND_UNSPECIFIED = 0;
              +     KIND_X = 1;
              +     KIND_Y = 2;
              +   }
              -   "kinds": {"a": "X", "b": "X", "c": "Y", "d": "X"}
              +   "kinds": {"a": "KIND_X", "b": "KIND_X", "c": "KIND_Y", "d": "KIND_X"}
            `paid`: `bool` instead of `string`: 219 → 215 B
              the value is `true` or `false`
              -   string paid = 6;
              +   bool paid = 6;
              -   "paid": "true",
              +   "paid": true,
        "#]],
    );
}

#[test]
fn an_enum_beside_other_statements_and_in_a_oneof() {
    check(
        "syntax = \"proto3\"; message M { oneof o { string state = 1; int32 x = 2; } }",
        r#"{"state": "on"}"#,
        expect![[r#"
            `state`: an enum instead of `string`: 4 → 2 B
              the value is `on`, and by its name it is out of a list
              - syntax = "proto3"; message M { oneof o { string state = 1; int32 x = 2; } }
              + syntax = "proto3"; message M { oneof o { State state = 1; int32 x = 2; } enum State { STATE_UNSPECIFIED = 0; STATE_ON = 1; } }
              - {"state": "on"}
              + {"state": "STATE_ON"}
        "#]],
    );
    check(
        "syntax = \"proto3\";\nmessage M {\n  message In {\n    string kind = 1; // which\n  }\n  In in = 1;\n  enum Kind { KIND_NONE = 0; }\n}\n",
        r#"{"in": {"kind": "a"}}"#,
        expect![[r#"
            `kind`: an enum instead of `string`: 5 → 4 B
              the value is `a`, and by its name it is out of a list
              -     string kind = 1; // which
              +     Kind kind = 1; // which
              +     enum Kind {
              +       KIND_UNSPECIFIED = 0;
              +       KIND_A = 1;
              +     }
              - {"in": {"kind": "a"}}
              + {"in": {"kind": "KIND_A"}}
        "#]],
    );
}

#[test]
fn what_can_not_be_is_not_advised() {
    // The enum's name is taken.
    check(
        "syntax = \"proto3\";\nmessage M {\n  string kind = 1;\n  message Kind {}\n}\n",
        r#"{"kind": "a"}"#,
        expect![[""]],
    );
    // A default would be of the wrong type, and a zone is lost in a Timestamp.
    check(
        "message M {\n  optional string state = 1 [default = \"on\"];\n  optional string at = 2;\n  optional string zip = 3;\n}\n",
        r#"{"state": "off", "at": "2024-02-29T12:30:00+02:00", "zip": "01234"}"#,
        expect![[""]],
    );
}

#[test]
fn bytes_that_their_json_does_not_say_are_not_measured() {
    let mut input = input("syntax = \"proto3\";\nmessage M {\n  int32 a = 1;\n}\n", "");
    input.payload = Payload::Text("08 ff ff ff ff ff ff ff ff ff 01 10 01".to_owned());
    assert!(advised(&input).unwrap_err().contains("unknown fields"));
    input.payload = Payload::Text("08 ff ff ff ff ff ff ff ff ff 01".to_owned());
    assert_eq!(advised(&input).unwrap().len(), 1);
}

fn shown(breakdown: &Breakdown) -> String {
    let line = |row: &Row| {
        let path = if row.path.is_empty() { "(message)" } else { &row.path };
        format!("{path:26} {:>2}  {:>3?} {:>3?}\n", row.count, row.wire.parts(), row.json.parts())
    };
    breakdown.rows.iter().map(line).collect()
}

#[test]
fn bytes_and_characters_by_field_and_by_role() {
    let proto = r#"syntax = "proto3";
import "google/protobuf/timestamp.proto";
message M {
  message Item { string sku = 1; int64 cents = 2; bool gift = 3; }
  repeated Item items = 1;
  map<string, int32> stock = 2;
  google.protobuf.Timestamp at = 3;
  repeated int32 scores = 4;
  bool done = 5;
}
"#;
    let json = r#"{"items": [{"sku": "A", "cents": "12"}, {"sku": "B", "gift": true}], "stock": {"x": 1, "y": 20},
        "at": "2024-02-29T12:30:00Z", "scores": [1, 300], "done": false}"#;
    let Analysis { content, root, .. } = analyzed(&input(proto, json));
    let content = content.unwrap();
    let found = breakdown(&content.nodes, root.as_ref(), &content.json);
    assert_eq!((found.wire.sum(), found.json.sum()), (content.sizes.protobuf, content.sizes.json));
    expect![[r#"
        (message)                   0  [  0,   0,   0] [  0,   0,   2,   0,   0,   0]
        items                       2  [  2,   2,   0] [  5,   2,   8,   0,   0,   0]
        items.sku                   2  [  2,   2,   2] [  6,   8,   2,   2,   0,   0]
        items.cents                 1  [  1,   0,   1] [  5,   4,   2,   0,   2,   0]
        items.gift                  1  [  1,   0,   1] [  4,   2,   2,   0,   0,   4]
        stock                       2  [  2,   2,   0] [  5,   2,   4,   0,   0,   0]
        stock.key                   2  [  2,   2,   2] [  2,   4,   3,   0,   0,   0]
        stock.value                 2  [  2,   0,   2] [  0,   0,   0,   0,   3,   0]
        at                          1  [  1,   1,   6] [  2,   4,   2,  20,   0,   0]
        scores                      2  [  1,   1,   3] [  6,   2,   5,   0,   4,   0]
        done                        0  [  0,   0,   0] [  4,   2,   2,   0,   0,   5]
    "#]]
    .assert_eq(&shown(&found));
}

#[test]
fn rows_that_have_no_room_are_added_up() {
    let fields: String = (1..=200).map(|number| format!("  int32 f{number} = {number};\n")).collect();
    let json: Vec<String> = (1..=200).map(|number| format!("\"f{number}\": {number}")).collect();
    let input = input(&format!("syntax = \"proto3\";\nmessage M {{\n{fields}}}\n"), &format!("{{{}}}", json.join(",")));
    let Analysis { content, root, .. } = analyzed(&input);
    let content = content.unwrap();
    let found = breakdown(&content.nodes, root.as_ref(), &content.json);
    assert_eq!((found.rows.len(), found.others.0), (MAX_ROWS, 201 - MAX_ROWS));
    let sum: usize = found.rows.iter().map(|row| row.wire.sum()).sum();
    assert_eq!(sum + found.others.1.wire.sum(), content.bytes.len());
}

#[test]
fn every_example_adds_up() {
    for example in examples::all() {
        let Analysis { content, root, .. } = analysis::analyze(&Input::from(example));
        let Some(content) = content else { continue };
        let found = breakdown(&content.nodes, root.as_ref(), &content.json);
        let sizes = (found.wire.sum(), found.json.sum());
        assert_eq!(sizes, (content.sizes.protobuf, content.sizes.json), "{}", example.title);
    }
}

proptest! {
    /// The bytes are all told, whatever they are.
    #[test]
    fn any_bytes_add_up(bytes in prop::collection::vec(any::<u8>(), 0..200), example in 0..examples::all().len()) {
        let mut input = Input::from(&examples::all()[example]);
        input.payload = Payload::File { name: "a".to_owned(), bytes };
        let Analysis { content, root, .. } = analysis::analyze(&input);
        let content = content.unwrap();
        let found = breakdown(&content.nodes, root.as_ref(), &content.json);
        prop_assert_eq!(found.wire.sum(), content.bytes.len());
        prop_assert_eq!(found.json.sum(), content.sizes.json);
    }
}
