//! Hover, definitions, references, renaming.

use crate::support::Workspace;
use expect_test::{Expect, expect};
use wirelens::language::{InFile, Spot, definition, hover, prepare_rename, references, rename};

const USER: &str = r#"syntax = "proto3";
package demo;
import "demo/common.proto";

// A person.
// With a name.
message User {
  string name = 1; // how they are called
  repeated int32 scores = 2;
  optional common.Status status = 3 [deprecated = true];
  map<string, User> friends = 16;
  oneof contact {
    string email = 4;
    Address home_address = 5;
  }
  message Address {
    /* The
     * street. */
    string street = 1 [json_name = "strasse"];
    User owner = 2;
  }
}
service Users {
  // Finds one.
  rpc Get(User.Address) returns (stream .demo.User);
}
"#;

const COMMON: &str = r#"syntax = "proto2";
package demo.common;
import "google/protobuf/descriptor.proto";
import "google/protobuf/timestamp.proto";
enum Status {
  STATUS_UNKNOWN = 0;
  STATUS_ACTIVE = 1 [(label) = "on", (level).depth = DEEP];
}
message Level { optional Depth depth = 1; optional google.protobuf.Timestamp at = 2; optional Depth other = 3 [default = DEEP]; }
enum Depth { FLAT = 0; DEEP = -5; }
extend google.protobuf.EnumValueOptions {
  optional string label = 50000;
  optional Level level = 50001;
}
"#;

/// The files with a cursor before the n-th occurrence of `word` in the file.
fn at(file: &str, word: &str, nth: usize) -> (Workspace, u32, usize) {
    let files = [("demo/user.proto", USER), ("demo/common.proto", COMMON)];
    let unit = files.iter().position(|(name, _)| *name == file).unwrap();
    let offset = files[unit].1.match_indices(word).nth(nth).unwrap().0;
    (Workspace::new(&files), unit as u32, offset)
}

fn show(workspace: &Workspace, spot: &Spot) -> String {
    let unit = match &spot.file {
        InFile::Own(index) => workspace.unit(*index as usize),
        InFile::Bundled(name) => workspace.units().find(|unit| unit.file.name == *name).unwrap(),
    };
    let text = unit.tree.text();
    let line = text[..spot.span.start as usize].matches('\n').count() + 1;
    let whole = text.lines().nth(line - 1).unwrap().trim();
    format!("{}:{line} `{}` in {whole}\n", unit.file.name, spot.span.of_str(text))
}

fn check_hover(file: &str, word: &str, nth: usize, expected: Expect) {
    let (workspace, unit, offset) = at(file, word, nth);
    let text = match hover(&workspace.space(), unit, offset) {
        None => "nothing".to_owned(),
        Some(hover) => {
            let facts: String = hover.facts.iter().map(|(label, text)| format!("{label}: {text}\n")).collect();
            format!("{}\n{}\n{facts}", hover.title, hover.doc.unwrap_or_default())
        }
    };
    expected.assert_eq(&text);
}

#[test]
fn hovers() {
    check_hover(
        "demo/user.proto",
        "User",
        0,
        expect![[r#"
        message demo.User
        A person.
        With a name.
        fields: 6
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "name = 1",
        0,
        expect![[r#"
        string name = 1
        how they are called
        full name: demo.User.name
        wire type: LEN (2)
        tag: 0a = 1 << 3 | 2
        presence: implicit: the default is not sent, so it is the same as not set
        default: ""
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "1; // how",
        0,
        expect![[r#"
        string name = 1
        how they are called
        full name: demo.User.name
        wire type: LEN (2)
        tag: 0a = 1 << 3 | 2
        presence: implicit: the default is not sent, so it is the same as not set
        default: ""
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "scores",
        0,
        expect![[r#"
        repeated int32 scores = 2

        full name: demo.User.scores
        wire type: LEN (2)
        tag: 12 = 2 << 3 | 2
        packed: yes: one tag and one length before all values
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "int32",
        0,
        expect![[r#"
        int32
        An integer from -2147483648 to 2147483647 as a varint: small numbers take one byte, but every negative one takes 10. Use sint32 where negative numbers are common.
        wire type: VARINT (0)
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "Status",
        0,
        expect![[r#"
        enum demo.common.Status

        values: 2
        file: demo/common.proto:5
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "common.Status",
        0,
        expect![[r#"
        package demo.common

        files: demo/common.proto
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "status = 3",
        0,
        expect![[r#"
        optional common.Status status = 3

        full name: demo.User.status
        type: enum demo.common.Status
        wire type: VARINT (0)
        tag: 18 = 3 << 3 | 0
        presence: explicit: it is known whether it was set
        default: STATUS_UNKNOWN
        deprecated: yes
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "deprecated",
        0,
        expect![[r#"
        optional bool deprecated = 3

        full name: google.protobuf.FieldOptions.deprecated
        wire type: VARINT (0)
        tag: 18 = 3 << 3 | 0
        presence: explicit: it is known whether it was set
        default: false
        file: google/protobuf/descriptor.proto, comes with Wirelens
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "friends",
        0,
        expect![[r#"
        map<string, User> friends = 16

        full name: demo.User.friends
        wire type: LEN (2)
        tag: 82 01 = 16 << 3 | 2
        entries: one record each, in any order; key = 1, value = 2
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "contact",
        0,
        expect![[r#"
        oneof contact

        fields: 2
        full name: demo.User.contact
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "email",
        0,
        expect![[r#"
        string email = 4

        full name: demo.User.email
        wire type: LEN (2)
        tag: 22 = 4 << 3 | 2
        presence: explicit: it is known which field of the oneof is set
        default: ""
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "street = 1",
        0,
        expect![[r#"
        string street = 1
        The
        street.
        full name: demo.User.Address.street
        wire type: LEN (2)
        tag: 0a = 1 << 3 | 2
        presence: implicit: the default is not sent, so it is the same as not set
        default: ""
        JSON name: strasse
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "json_name",
        0,
        expect![[r#"
        json_name
        The field's name in JSON, instead of the one in lowerCamelCase that follows from its own.
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "Get",
        0,
        expect![[r#"
        rpc Get(User.Address) returns (stream .demo.User)
        Finds one.
        path: /demo.Users/Get
        kind: server streaming
        full name: demo.Users.Get
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "rpc",
        0,
        expect![[r#"
        rpc
        A method of a service: takes one message type, or a stream of them, and returns one, or a stream of them.
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "demo/common",
        0,
        expect![[r#"
        file demo/common.proto

        package: demo.common
        declares: Status, Level, Depth
    "#]],
    );
    check_hover(
        "demo/user.proto",
        "demo;",
        0,
        expect![[r#"
        package demo

        files: demo/user.proto, demo/common.proto
    "#]],
    );
    check_hover(
        "demo/common.proto",
        "DEEP]",
        0,
        expect![[r#"
        DEEP = -5

        on the wire: fb ff ff ff ff ff ff ff ff 01
        full name: demo.common.DEEP
    "#]],
    );
    check_hover(
        "demo/common.proto",
        "label)",
        0,
        expect![[r#"
            optional string label = 50000

            full name: demo.common.label
            extends: google.protobuf.EnumValueOptions
            wire type: LEN (2)
            tag: 82 b5 18 = 50000 << 3 | 2
            presence: explicit: it is known whether it was set
            default: ""
            JSON name: [demo.common.label]
        "#]],
    );
    check_hover(
        "demo/common.proto",
        "depth = DEEP",
        0,
        expect![[r#"
        optional Depth depth = 1

        full name: demo.common.Level.depth
        type: enum demo.common.Depth
        wire type: VARINT (0)
        tag: 08 = 1 << 3 | 0
        presence: explicit: it is known whether it was set
        default: FLAT
    "#]],
    );
    check_hover(
        "demo/common.proto",
        "Timestamp",
        0,
        expect![[r#"
        message google.protobuf.Timestamp
        A point in time, counted from 1970-01-01T00:00:00Z, leap seconds aside. In JSON a string such as
        "2024-05-01T12:30:00.5Z".
        fields: 2
        file: google/protobuf/timestamp.proto, comes with Wirelens
    "#]],
    );
    check_hover(
        "demo/common.proto",
        "level = 50001",
        0,
        expect![[r#"
            optional Level level = 50001

            full name: demo.common.level
            extends: google.protobuf.EnumValueOptions
            type: message demo.common.Level
            wire type: LEN (2)
            tag: 8a b5 18 = 50001 << 3 | 2
            presence: explicit: it is known whether it was set
            JSON name: [demo.common.level]
        "#]],
    );
    check_hover(
        "demo/common.proto",
        "google/protobuf/d",
        0,
        expect![[r#"
        file google/protobuf/descriptor.proto

        package: google.protobuf
        declares: FileDescriptorSet, Edition, FileDescriptorProto, DescriptorProto, ExtensionRangeOptions, FieldDescriptorProto, OneofDescriptorProto, EnumDescriptorProto, EnumValueDescriptorProto, ServiceDescriptorProto, MethodDescriptorProto, FileOptions and 13 more
        file: comes with Wirelens
    "#]],
    );
}

fn check_definition(file: &str, word: &str, nth: usize, expected: Expect) {
    let (workspace, unit, offset) = at(file, word, nth);
    let found = definition(&workspace.space(), unit, offset);
    expected.assert_eq(&found.map_or("nothing".to_owned(), |(_, spot)| show(&workspace, &spot)));
}

#[test]
fn definitions() {
    check_definition(
        "demo/user.proto",
        "common.Status",
        0,
        expect![[r#"
        demo/common.proto:2 `common` in package demo.common;
    "#]],
    );
    check_definition(
        "demo/user.proto",
        "Status",
        0,
        expect![[r#"
        demo/common.proto:5 `Status` in enum Status {
    "#]],
    );
    check_definition(
        "demo/user.proto",
        "User>",
        0,
        expect![[r#"
        demo/user.proto:7 `User` in message User {
    "#]],
    );
    check_definition(
        "demo/user.proto",
        "User.Address",
        0,
        expect![[r#"
        demo/user.proto:7 `User` in message User {
    "#]],
    );
    check_definition(
        "demo/user.proto",
        "Address)",
        0,
        expect![[r#"
        demo/user.proto:16 `Address` in message Address {
    "#]],
    );
    check_definition(
        "demo/user.proto",
        "User)",
        0,
        expect![[r#"
        demo/user.proto:7 `User` in message User {
    "#]],
    );
    check_definition(
        "demo/user.proto",
        "demo/common",
        0,
        expect![[r#"
        demo/common.proto:1 `` in syntax = "proto2";
    "#]],
    );
    check_definition(
        "demo/user.proto",
        "street = 1",
        0,
        expect![[r#"
        demo/user.proto:19 `street` in string street = 1 [json_name = "strasse"];
    "#]],
    );
    check_definition(
        "demo/user.proto",
        "deprecated",
        0,
        expect![[r#"
        google/protobuf/descriptor.proto:261 `deprecated` in optional bool deprecated = 3 [default = false];
    "#]],
    );
    check_definition(
        "demo/common.proto",
        "DEEP",
        0,
        expect![[r#"
        demo/common.proto:10 `DEEP` in enum Depth { FLAT = 0; DEEP = -5; }
    "#]],
    );
    check_definition(
        "demo/common.proto",
        "DEEP]",
        1,
        expect![[r#"
        demo/common.proto:10 `DEEP` in enum Depth { FLAT = 0; DEEP = -5; }
    "#]],
    );
    check_definition(
        "demo/common.proto",
        "label)",
        0,
        expect![[r#"
        demo/common.proto:12 `label` in optional string label = 50000;
    "#]],
    );
    check_definition(
        "demo/common.proto",
        "level)",
        0,
        expect![[r#"
        demo/common.proto:13 `level` in optional Level level = 50001;
    "#]],
    );
    check_definition(
        "demo/common.proto",
        "depth = DEEP",
        0,
        expect![[r#"
        demo/common.proto:9 `depth` in message Level { optional Depth depth = 1; optional google.protobuf.Timestamp at = 2; optional Depth other = 3 [default = DEEP]; }
    "#]],
    );
    check_definition(
        "demo/common.proto",
        "EnumValueOptions",
        0,
        expect![[r#"
        google/protobuf/descriptor.proto:325 `EnumValueOptions` in message EnumValueOptions {
    "#]],
    );
    check_definition(
        "demo/common.proto",
        "google/protobuf/t",
        0,
        expect![[r#"
        google/protobuf/timestamp.proto:1 `` in syntax = "proto3";
    "#]],
    );
    check_definition("demo/common.proto", "string", 0, expect!["nothing"]);
}

fn check_references(file: &str, word: &str, nth: usize, expected: Expect) {
    let (workspace, unit, offset) = at(file, word, nth);
    let found = references(&workspace.space(), unit, offset).map(|(_, spots)| spots).unwrap_or_default();
    expected.assert_eq(&found.iter().map(|spot| show(&workspace, spot)).collect::<String>());
}

#[test]
fn uses() {
    check_references(
        "demo/user.proto",
        "User",
        0,
        expect![[r#"
        demo/user.proto:7 `User` in message User {
        demo/user.proto:11 `User` in map<string, User> friends = 16;
        demo/user.proto:20 `User` in User owner = 2;
        demo/user.proto:25 `User` in rpc Get(User.Address) returns (stream .demo.User);
        demo/user.proto:25 `User` in rpc Get(User.Address) returns (stream .demo.User);
    "#]],
    );
    check_references(
        "demo/user.proto",
        "Status",
        0,
        expect![[r#"
        demo/common.proto:5 `Status` in enum Status {
        demo/user.proto:10 `Status` in optional common.Status status = 3 [deprecated = true];
    "#]],
    );
    check_references(
        "demo/user.proto",
        "demo;",
        0,
        expect![[r#"
        demo/user.proto:2 `demo` in package demo;
        demo/user.proto:25 `demo` in rpc Get(User.Address) returns (stream .demo.User);
        demo/common.proto:2 `demo` in package demo.common;
    "#]],
    );
    check_references(
        "demo/common.proto",
        "DEEP",
        0,
        expect![[r#"
        demo/common.proto:10 `DEEP` in enum Depth { FLAT = 0; DEEP = -5; }
        demo/common.proto:7 `DEEP` in STATUS_ACTIVE = 1 [(label) = "on", (level).depth = DEEP];
        demo/common.proto:9 `DEEP` in message Level { optional Depth depth = 1; optional google.protobuf.Timestamp at = 2; optional Depth other = 3 [default = DEEP]; }
    "#]],
    );
    check_references(
        "demo/common.proto",
        "depth = 1",
        0,
        expect![[r#"
        demo/common.proto:9 `depth` in message Level { optional Depth depth = 1; optional google.protobuf.Timestamp at = 2; optional Depth other = 3 [default = DEEP]; }
        demo/common.proto:7 `depth` in STATUS_ACTIVE = 1 [(label) = "on", (level).depth = DEEP];
    "#]],
    );
    check_references(
        "demo/common.proto",
        "label)",
        0,
        expect![[r#"
        demo/common.proto:12 `label` in optional string label = 50000;
        demo/common.proto:7 `label` in STATUS_ACTIVE = 1 [(label) = "on", (level).depth = DEEP];
    "#]],
    );
    check_references(
        "demo/user.proto",
        "demo/common",
        0,
        expect![[r#"
        demo/common.proto:1 `` in syntax = "proto2";
        demo/user.proto:3 `"demo/common.proto"` in import "demo/common.proto";
    "#]],
    );
    check_references(
        "demo/common.proto",
        "Timestamp",
        0,
        expect![[r#"
        google/protobuf/timestamp.proto:15 `Timestamp` in message Timestamp {
        demo/common.proto:9 `Timestamp` in message Level { optional Depth depth = 1; optional google.protobuf.Timestamp at = 2; optional Depth other = 3 [default = DEEP]; }
    "#]],
    );
}

fn check_rename(file: &str, word: &str, name: &str, expected: Expect) {
    let (workspace, unit, offset) = at(file, word, 0);
    let text = match rename(&workspace.space(), unit, offset, name) {
        Err(reason) => reason,
        Ok(edits) => {
            let edit = |edit: &wirelens::language::Edit| {
                let text = workspace.unit(edit.file as usize).tree.text();
                let line = text[..edit.span.start as usize].matches('\n').count() + 1;
                format!("{}:{line} `{}` → `{}`\n", edit.file, edit.span.of_str(text), edit.text)
            };
            edits.iter().map(edit).collect()
        }
    };
    expected.assert_eq(&text);
}

#[test]
fn renamed() {
    check_rename(
        "demo/user.proto",
        "User",
        "Person",
        expect![[r#"
        0:7 `User` → `Person`
        0:11 `User` → `Person`
        0:20 `User` → `Person`
        0:25 `User` → `Person`
        0:25 `User` → `Person`
    "#]],
    );
    check_rename(
        "demo/user.proto",
        "Address {",
        "User",
        expect![[r#"
        0:11 `User` → `demo.User`
        0:14 `Address` → `User`
        0:16 `Address` → `User`
        0:20 `User` → `demo.User`
        0:25 `Address` → `User`
    "#]],
    );
    check_rename(
        "demo/user.proto",
        "name = 1",
        "full_name",
        expect![[r#"
        0:8 `name` → `full_name`
    "#]],
    );
    check_rename(
        "demo/user.proto",
        "name = 1",
        "email",
        expect!["There is a field `demo.User.email` already, in demo/user.proto."],
    );
    check_rename(
        "demo/user.proto",
        "name = 1",
        "homeAddress",
        expect!["In JSON it would be called `homeAddress`, as the field `home_address` is."],
    );
    check_rename("demo/user.proto", "name = 1", "9x", expect!["A name begins with a letter or `_`, not with `9`."]);
    check_rename(
        "demo/user.proto",
        "name = 1",
        "a-b",
        expect!["A name has letters from a to z, digits and `_`, no `-`."],
    );
    check_rename(
        "demo/common.proto",
        "Status",
        "User",
        expect![[r#"
        0:10 `Status` → `User`
        1:5 `Status` → `User`
    "#]],
    );
    check_rename(
        "demo/common.proto",
        "DEEP",
        "ABYSS",
        expect![[r#"
        1:7 `DEEP` → `ABYSS`
        1:9 `DEEP` → `ABYSS`
        1:10 `DEEP` → `ABYSS`
    "#]],
    );
    check_rename(
        "demo/common.proto",
        "label)",
        "caption",
        expect![[r#"
        1:7 `label` → `caption`
        1:12 `label` → `caption`
    "#]],
    );
    check_rename(
        "demo/common.proto",
        "depth = 1",
        "metres",
        expect![[r#"
        1:7 `depth` → `metres`
        1:9 `depth` → `metres`
    "#]],
    );
    check_rename(
        "demo/user.proto",
        "common.Status",
        "shared",
        expect![[r#"
        0:10 `common` → `shared`
        1:2 `common` → `shared`
    "#]],
    );
    check_rename(
        "demo/user.proto",
        "demo;",
        "example",
        expect![[r#"
        0:2 `demo` → `example`
        0:25 `demo` → `example`
        1:2 `demo` → `example`
    "#]],
    );
    check_rename("demo/common.proto", "Timestamp", "Time", expect!["`google.protobuf.Timestamp` comes with Wirelens."]);
    check_rename("demo/common.proto", "string", "text", expect!["`string` is built in."]);
    let (workspace, unit, offset) = at("demo/user.proto", "User.Address", 0);
    assert_eq!(prepare_rename(&workspace.space(), unit, offset).unwrap().1, "User");
}
