//! Schemas and messages that somebody mends or writes.

use expect_test::{Expect, expect};
use wirelens::{
    learn::{
        goal::{EncodesGoal, FieldGoal, Goal, MethodGoal, ReadsGoal},
        task::{Editing, Task},
    },
    text::File,
};

use crate::told;

fn file(name: &str, text: &str) -> File {
    File { name: name.to_owned(), text: text.to_owned() }
}

fn check(editing: &Editing, answers: &[&[&str]], expected: Expect) {
    let task = Task::Write(editing.clone());
    let told: String = answers.iter().map(|it| told(&task, &it.iter().map(|it| (*it).to_owned()).collect())).collect();
    expected.assert_eq(&told);
}

#[test]
fn a_service_is_mended() {
    let method = MethodGoal {
        of: "demo.Users".into(),
        name: "Get".into(),
        request: "demo.Id".into(),
        response: "User".into(),
        kind: "server streaming".into(),
    };
    let editing = Editing {
        files: vec![file("users.proto", "")],
        goals: vec![Goal::Method(method), Goal::Message("demo.User".into())],
        ..Editing::default()
    };
    let head = "syntax = \"proto3\"; package demo; message Id {} message User {} ";
    let with = |service: &str| format!("{head}{service}");
    let answers = [
        with("service Users { rpc Get(Id) returns (stream User); }"),
        with("service Users {\n// any\nrpc Get ( .demo.Id ) returns ( stream demo.User ) {} }"),
        with("service Users { rpc Get Id returns stream User; }"),
        with("service Users { rpc Get(Id) returns (User); }"),
        with("service Users { rpc Get(User) returns (stream User); }"),
        with("service Users { rpc Gets(Id) returns (stream User); }"),
        with("service User2 { rpc Get(Id) returns (stream User); }"),
        with(""),
        String::new(),
        "syntax = \"proto3\"; package demo; message Id {} message Usr {} service Users { rpc Get(Id) returns (stream Usr); }".to_owned(),
        "message".to_owned(),
    ];
    let answers: Vec<[&str; 1]> = answers.iter().map(|it| [it.as_str()]).collect();
    let answers: Vec<&[&str]> = answers.iter().map(|it| &it[..]).collect();
    check(
        &editing,
        &answers,
        expect![[r#"
            ✓ syntax = "proto3"; package demo; message Id {} message User {} service Users { rpc Get(Id) returns (stream User); }
                It compiles and meets every goal.
                goals: ✓ ✓
            ✓ syntax = "proto3"; package demo; message Id {} message User {} service Users {⏎// any⏎rpc Get ( .demo.Id ) returns ( stream demo.User ) {} }
                It compiles and meets every goal.
                goals: ✓ ✓
            ✗ syntax = "proto3"; package demo; message Id {} message User {} service Users { rpc Get Id returns stream User; }
                Expected parentheses around 'Id', found none. An rpc is declared as `rpc Name (Request) returns (Response);`.  [0:87..89 "Id"]
                Expected parentheses around 'stream User', found none. An rpc is declared as `rpc Name (Request) returns (Response);`.  [0:98..109 "stream User"]
                goals: ✗ ✗
            ✗ syntax = "proto3"; package demo; message Id {} message User {} service Users { rpc Get(Id) returns (User); }
                `Get` is unary, not server streaming.
                goals: ✗ ✓
            ✗ syntax = "proto3"; package demo; message Id {} message User {} service Users { rpc Get(User) returns (stream User); }
                `Get` takes `demo.User`, not `demo.Id`.
                goals: ✗ ✓
            ✗ syntax = "proto3"; package demo; message Id {} message User {} service Users { rpc Gets(Id) returns (stream User); }
                `Users` has no method `Get`. There is `Gets`.
                goals: ✗ ✓
            ✗ syntax = "proto3"; package demo; message Id {} message User {} service User2 { rpc Get(Id) returns (stream User); }
                There is no service `demo.Users`. There is `demo.User2`.
                goals: ✗ ✓
            ✗ syntax = "proto3"; package demo; message Id {} message User {} 
                There is no service `demo.Users`.
                goals: ✗ ✓
            ✗ 
                Nothing is written yet.
                goals: ✗ ✗
            ✗ syntax = "proto3"; package demo; message Id {} message Usr {} service Users { rpc Get(Id) returns (stream Usr); }
                `Get` returns `demo.Usr`, not `User`.
                There is no message `demo.User`. There is `demo.Usr`.
                goals: ✗ ✗
            ✗ message
                Expected the message's name after 'message', found the end of the file. A message is declared as `message Name { … }`.  [0:7..7 ""]
                goals: ✗ ✗
        "#]],
    );
}

#[test]
fn fields_have_numbers_types_and_labels() {
    let field = |name: &str, number: u32, of_type: &str, label: &str| {
        let of = "M".to_owned();
        Goal::Field(FieldGoal { of, name: name.into(), number, r#type: of_type.into(), label: label.into() })
    };
    let editing = Editing {
        files: vec![file("m.proto", "")],
        goals: vec![
            field("id", 1, "int32", ""),
            field("", 2, "string", "optional"),
            field("tags", 0, "string", "repeated"),
            field("n", 0, "", "packed"),
            field("m", 0, "map<string, Inner>", ""),
            field("card", 0, "", "oneof pay"),
            Goal::Value("Color.RED = 1".into()),
            Goal::Reserved("M 9".into()),
            Goal::Reserved("M old".into()),
            Goal::Gone("M old".into()),
            Goal::Gone("M 8".into()),
            Goal::Quiet,
        ],
        ..Editing::default()
    };
    let right = "syntax = \"proto3\"; enum Color { NONE = 0; RED = 1; } message Inner {}
message M { reserved 9 to 11; reserved \"old\"; int32 id = 1; optional string x = 2; repeated string tags = 3; repeated int32 n = 4;
map<string, Inner> m = 5; oneof pay { string card = 6; } Color c = 7; }";
    let wrong = "syntax = \"proto3\"; import \"google/protobuf/any.proto\"; enum Color { NONE = 0; RED = 2; }
message M { int64 id = 1; string x = 2; string tags = 3; repeated int32 n = 4 [packed = false]; map<string, string> m = 5;
string card = 6; Color c = 8; }";
    let worse = "syntax = \"proto3\"; enum Color { NONE = 0; RD = 1; } message M { int32 Id = 1; string old = 3; }";
    check(
        &editing,
        &[&[right], &[wrong], &[worse]],
        expect![[r#"
            ✓ syntax = "proto3"; enum Color { NONE = 0; RED = 1; } message Inner {}⏎message M { reserved 9 to 11; reserved "old"; int32 id = 1; optional string x = 2; repeated string tags = 3; repeated int32 n = 4;⏎map<string, Inner> m = 5; oneof pay { string card = 6; } Color c = 7; }
                It compiles and meets every goal.
                goals: ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓
            ✗ syntax = "proto3"; import "google/protobuf/any.proto"; enum Color { NONE = 0; RED = 2; }⏎message M { int64 id = 1; string x = 2; string tags = 3; repeated int32 n = 4 [packed = false]; map<string, string> m = 5;⏎string card = 6; Color c = 8; }
                `id` is of type `int64`, not `int32`.
                `x` does not tell whether it is set.
                `tags` is not repeated.
                `n` is not packed.
                `m` is of type `map<string, string>`, not `map<string, Inner>`.
                `card` is in no oneof.
                `RED` has number 2, not 1.
                `M` does not reserve `9`; it reserves nothing.
                `M` does not reserve `old`; it reserves nothing.
                Number 8 of `M` is still in use, by `c`.
                Nothing of 'google/protobuf/any.proto' is used. Remove the import.  [0:19..54 "import \"google/protobuf/any.proto\";"]
                goals: ✗ ✗ ✗ ✗ ✗ ✗ ✗ ✗ ✗ ✓ ✗ ✗
            ✗ syntax = "proto3"; enum Color { NONE = 0; RD = 1; } message M { int32 Id = 1; string old = 3; }
                `M` has no field `id`. Number 1 is `int32` `Id`.
                `M` has no field with number 2.
                `M` has no field `tags`.
                `M` has no field `n`.
                `M` has no field `m`.
                `M` has no field `card`.
                Number 1 of `Color` is `RD`, not `RED`.
                `M` does not reserve `9`; it reserves nothing.
                `M` does not reserve `old`; it reserves nothing.
                `M` still has a field `old`.
                goals: ✗ ✗ ✗ ✗ ✗ ✗ ✗ ✗ ✗ ✗ ✓ ✓
        "#]],
    );
}

#[test]
fn a_schema_fits_messages_and_bytes() {
    let editing = Editing {
        files: vec![file("m.proto", "")],
        goals: vec![
            Goal::Encodes(EncodesGoal { root: "M".into(), json: r#"{"id": -1}"#.into(), at_most: 2 }),
            Goal::Reads(ReadsGoal { root: "M".into(), hex: "08 01".into(), json: r#"{"id": -1}"#.into() }),
        ],
        ..Editing::default()
    };
    let answers: [&[&str]; 6] = [
        &["syntax = \"proto3\"; message M { sint32 id = 1; }"],
        &["syntax = \"proto3\"; message M { int32 id = 1; }"],
        &["syntax = \"proto3\"; message M { sint32 id = 2; }"],
        &["syntax = \"proto3\"; message M { string id = 1; }"],
        &["syntax = \"proto3\"; message M { M id = 1; }"],
        &["syntax = \"proto3\"; message N { int32 id = 1; }"],
    ];
    check(
        &editing,
        &answers,
        expect![[r#"
            ✓ syntax = "proto3"; message M { sint32 id = 1; }
                It compiles and meets every goal.
                goals: ✓ ✓
            ✗ syntax = "proto3"; message M { int32 id = 1; }
                `{"id": -1}` takes 11 bytes, 2 at most: `08 ff ff ff ff ff ff ff ff ff 01`.
                `08 01` is read as `{"id":1}`.
                goals: ✗ ✗
            ✗ syntax = "proto3"; message M { sint32 id = 2; }
                `08 01` is read as `{}`; `field 1` is skipped: the schema does not know it.
                goals: ✓ ✗
            ✗ syntax = "proto3"; message M { string id = 1; }
                `{"id": -1}` can't be written as `M`: 1:8 expected string, found number -1.
                `08 01` is read as `{}`; `id` is skipped: expected LEN for `id` (string), found VARINT.
                goals: ✗ ✗
            ✗ syntax = "proto3"; message M { M id = 1; }
                `{"id": -1}` can't be written as `M`: 1:8 expected an object for M, found number -1.
                `08 01` is read as `{}`; `id` is skipped: expected LEN for `id` (message M), found VARINT.
                goals: ✗ ✗
            ✗ syntax = "proto3"; message N { int32 id = 1; }
                There is no message `M`.
                goals: ✗ ✗
        "#]],
    );
}

#[test]
fn a_message_is_written() {
    let editing = Editing {
        files: vec![file(
            "m.proto",
            "syntax = \"proto3\"; message M { string name = 1; repeated int64 n = 2; int32 z = 3; }",
        )],
        only_message: true,
        goals: vec![
            Goal::Has("name = \"Zoë\"".into()),
            Goal::Has("n.1 = 7".into()),
            Goal::Has("z = 0".into()),
            Goal::AtMost(10),
            Goal::AtLeast(9),
        ],
        ..Editing::default()
    };
    let answers: [&[&str]; 7] = [
        &[r#"{"name": "Zoë", "n": [1, "7"]}"#],
        &["{\n  // mine\n  \"name\": \"Zoë\", \"n\": [1, 7] }"],
        &[r#"{"name": "Zoe", "n": [1], "z": 3}"#],
        &[r#"{"name": "Zoë", "n": [1, 7], "nam": 1}"#],
        &[r#"{"name": "Zoë", "n": [1000, 7]}"#],
        &[""],
        &["{"],
    ];
    check(
        &editing,
        &answers,
        expect![[r#"
            ✓ {"name": "Zoë", "n": [1, "7"]}
                The message is one of its type and meets every goal. The message takes 10 bytes: `0a 04 5a 6f c3 ab 12 02 01 07`.
                goals: ✓ ✓ ✓ ✓ ✓
            ✗ {⏎  // mine⏎  "name": "Zoë", "n": [1, 7] }
                Expected JSON, found a comment. JSON has no comments; remove it.  [0:4..11 "// mine"]
                goals: ✗ ✗ ✗ ✗ ✗
            ✗ {"name": "Zoe", "n": [1], "z": 3}
                `name` is `"Zoe"`.
                The message has no `n.1`.
                `z` is `3`.
                goals: ✗ ✗ ✗ ✓ ✓
            ✗ {"name": "Zoë", "n": [1, 7], "nam": 1}
                Message M has no field 'nam'. Did you mean "name"?  [0:30..35 "\"nam\""]
                goals: ✗ ✗ ✗ ✗ ✗
            ✗ {"name": "Zoë", "n": [1000, 7]}
                The message takes 11 bytes: `0a 04 5a 6f c3 ab 12 03 e8 07 07`.
                goals: ✓ ✓ ✓ ✗ ✓
            ✗ 
                Nothing is written yet.
                goals: ✗ ✗ ✗ ✗ ✗
            ✗ {
                Expected '}' to close this '{', found the end of the text. Add a '}'.  [0:0..1 "{"]
                goals: ✗ ✗ ✗ ✗ ✗
        "#]],
    );
}

#[test]
fn a_schema_and_a_message_are_written() {
    let editing = Editing {
        files: vec![
            file("a.proto", ""),
            file("b.proto", "syntax = \"proto3\"; import \"a.proto\"; message B { A a = 1; }"),
        ],
        json: "{}".into(),
        root: "B".into(),
        goals: vec![Goal::AtMost(4)],
        ..Editing::default()
    };
    let a = "syntax = \"proto3\"; message A { int32 x = 1; }";
    let answers: [&[&str]; 4] =
        [&[a, r#"{"a": {"x": 5}}"#], &[a, r#"{"a": {"x": 500}}"#], &["syntax = \"proto3\"; message C {}", "{}"], &[a]];
    check(
        &editing,
        &answers,
        expect![[r#"
            ✓ syntax = "proto3"; message A { int32 x = 1; } | {"a": {"x": 5}}
                It compiles and meets its goal. The message takes 4 bytes: `0a 02 08 05`.
                goals: ✓
            ✗ syntax = "proto3"; message A { int32 x = 1; } | {"a": {"x": 500}}
                The message takes 5 bytes: `0a 03 08 f4 03`.
                goals: ✗
            ✗ syntax = "proto3"; message C {} | {}
                In `b.proto`: 'A' is not declared. Declare `message A { … }`, or import the file that does.
                goals: ✗
            ✗ syntax = "proto3"; message A { int32 x = 1; }
                No message is written yet.
                goals: ✗
        "#]],
    );
}
