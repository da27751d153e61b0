//! What the JSON editor is told, with the cursor as a mark in the text, and the laws of completion and of the canonical form.
#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "laws/assist.rs"]
mod laws;

use wirelens::analysis::Payload;
use wirelens::engine::Engine;
use wirelens::engine::services::{Doc, InFile as Place, Query, Reply, Told, What};
use wirelens::engine::view::{Body, Change, Request};

use expect_test::{Expect, expect};
use wirelens::language::{InFile, Space};
use wirelens::message::assist::{self, Choice, Choices};
use wirelens::schema::{Compiler, Root, Schema};
use wirelens::text::File;

/// The mark of the cursor.
const CURSOR: char = '‸';

const PROTO: &str = r#"
syntax = "proto3";
package demo;
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";

// Somebody who signs in.
message User {
  // What people call them.
  //
  // At most 80 letters.
  string display_name = 1;
  int64 id = 2;
  bool active = 3;
  Role role = 4;
  Address home = 5;
  repeated Address others = 6;
  map<string, Role> roles = 7;
  map<bool, Address> by_use = 8;
  oneof contact { string email = 9; string phone = 10; }
  string nick = 11 [deprecated = true];
  User boss = 12;
}
// What somebody may do.
enum Role { ROLE_UNSPECIFIED = 0; ROLE_ADMIN = 1; /* Looks on. */ ROLE_GUEST = 2; ROLE_OLD = 3 [deprecated = true]; }
message Address { string street = 1; string city = 2; Zip zip = 3; }
message Zip { string code = 1; }
message Known {
  google.protobuf.Timestamp at = 1; google.protobuf.Duration took = 2; google.protobuf.FieldMask mask = 3;
  google.protobuf.Struct data = 4; google.protobuf.Value value = 5; google.protobuf.ListValue list = 6;
  google.protobuf.Any any = 7; google.protobuf.BoolValue flag = 8; google.protobuf.Empty empty = 9;
  google.protobuf.NullValue null = 10; double ratio = 11; bytes raw = 12; repeated Role roles = 13; repeated int32 few = 14;
}
"#;

const PROTO2: &str = r#"
syntax = "proto2";
package old;
message Part { required int32 id = 1; required Kind kind = 2; optional string note = 3; extensions 100 to 199; }
enum Kind { PLAIN = 1; ODD = 2; }
extend Part { optional string tag = 100; repeated Part parts = 101; }
"#;

struct Workspace {
    compiler: Compiler,
    schema: Schema,
}

impl Workspace {
    fn new() -> Workspace {
        let file = |(name, text): (&str, &str)| File { name: name.to_owned(), text: text.to_owned() };
        let mut compiler = Compiler::default();
        let compiled = compiler.update(&[("demo.proto", PROTO), ("old.proto", PROTO2)].map(file).to_vec());
        assert!(compiled.is_complete(), "{:?}", compiled.diagnostics);
        Workspace { compiler, schema: compiled.schema.unwrap() }
    }

    fn root(&self, name: &str) -> Root {
        self.schema.root(name).unwrap()
    }

    fn space(&self) -> Space<'_> {
        Space::new(self.compiler.world())
    }

    fn complete(&self, root: &str, text: &str, offset: usize) -> Choices {
        assist::complete(&self.space(), &self.root(root), text, offset)
    }
}

/// A text and the place of the mark in it.
fn unmarked(marked: &str) -> (String, usize) {
    (marked.replacen(CURSOR, "", 1), marked.find(CURSOR).unwrap())
}

/// The choices at a cursor, each with what comes of it.
fn choices(root: &str, marked: &str) -> Vec<String> {
    let (text, offset) = unmarked(marked);
    let found = Workspace::new().complete(root, &text, offset);
    let mut shown: Vec<String> = found.list.iter().map(|choice| shown(&text, &found, choice)).collect();
    shown.extend(found.is_all.then(|| "(no others)\n".to_owned()));
    shown
}

fn shown(text: &str, found: &Choices, choice: &Choice) -> String {
    let Choice { label, detail, doc, goes_on, .. } = choice;
    let doc = doc.as_ref().map(|doc| format!(" // {doc}")).unwrap_or_default();
    let more = if *goes_on { " +" } else { "" };
    let after: Vec<String> = laws::applied(text, found, choice).lines().map(|line| format!("    {line}\n")).collect();
    format!("{label} | {detail}{doc}{more}\n{}", after.concat())
}

fn check(root: &str, marked: &str, expected: &Expect) {
    let found: String = choices(root, marked).concat();
    // An expectation in the source ends no line with blanks.
    expected.assert_eq(&found.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>());
}

#[test]
fn fields_come_with_what_they_hold() {
    check(
        "demo.User",
        "{‸}",
        &expect![[r#"
        displayName | string = 1 // What people call them.
            {"displayName": ""}
        id | int64 = 2
            {"id": "0"}
        active | bool = 3
            {"active": true}
        role | demo.Role = 4 +
            {"role": ""}
        home | demo.Address = 5 +
            {"home": {}}
        home {…} | with all fields
            {"home": { "street": "", "city": "", "zip": { "code": "" } }}
        others | repeated demo.Address = 6 +
            {"others": [{}]}
        others {…} | with all fields
            {"others": [{ "street": "", "city": "", "zip": { "code": "" } }]}
        roles | map<string, demo.Role> = 7
            {"roles": { "key": "ROLE_ADMIN" }}
        byUse | map<bool, demo.Address> = 8
            {"byUse": { "true": {} }}
        email | string = 9
            {"email": ""}
        phone | string = 10
            {"phone": ""}
        boss | demo.User = 12 +
            {"boss": {}}
        boss {…} | with all fields
            {"boss": { "displayName": "", "id": "0", "active": true, "role": "ROLE_ADMIN", "home": { "street": "", "city": "", "zip": { "code": "" } }, "others": [{ "street": "", "city": "", "zip": { "code": "" } }], "roles": { "key": "ROLE_ADMIN" }, "byUse": { "true": { "street": "", "city": "", "zip": { "code": "" } } }, "email": "", "nick": "", "boss": {} }}
        all fields | the 10 that are not set
            {"displayName": "", "id": "0", "active": true, "role": "ROLE_ADMIN", "home": { "street": "", "city": "", "zip": { "code": "" } }, "others": [{ "street": "", "city": "", "zip": { "code": "" } }], "roles": { "key": "ROLE_ADMIN" }, "byUse": { "true": { "street": "", "city": "", "zip": { "code": "" } } }, "email": "", "boss": { "displayName": "", "id": "0", "active": true, "role": "ROLE_ADMIN", "home": { "street": "", "city": "", "zip": { "code": "" } }, "others": [{ "street": "", "city": "", "zip": { "code": "" } }], "roles": { "key": "ROLE_ADMIN" }, "byUse": { "true": { "street": "", "city": "", "zip": { "code": "" } } }, "email": "", "nick": "", "boss": {} }}
        nick | string = 11
            {"nick": ""}
    "#]],
    );
}

#[test]
fn an_object_on_lines_gets_lines() {
    check(
        "demo.Address",
        "{\n  \"street\": \"a\"\n  ‸\n}",
        &expect![[r#"
            city | string = 2
                {
                  "street": "a",
                  "city": ""
                }
            zip | demo.Zip = 3 +
                {
                  "street": "a",
                  "zip": {
        
                  }
                }
            zip {…} | with all fields
                {
                  "street": "a",
                  "zip": {
                    "code": ""
                  }
                }
            all fields | the 2 that are not set
                {
                  "street": "a",
                  "city": "",
                  "zip": {
                    "code": ""
                  }
                }
        "#]],
    );
    check(
        "demo.Address",
        "‸",
        &expect![[r#"
            {} | demo.Address +
                {
      
                }
            {…} | with all fields
                {
                  "street": "",
                  "city": "",
                  "zip": {
                    "code": ""
                  }
                }
        "#]],
    );
}

#[test]
fn what_is_missing_around_comes_along() {
    check(
        "demo.Zip",
        "{ co‸",
        &expect![[r#"
        code | string = 1
            { "code": ""
    "#]],
    );
    check(
        "demo.Address",
        "{ ‸\"city\": \"a\" }",
        &expect![[r#"
        street | string = 1
            { "street": "", "city": "a" }
        zip | demo.Zip = 3 +
            { "zip": {}, "city": "a" }
        zip {…} | with all fields
            { "zip": { "code": "" }, "city": "a" }
        all fields | the 2 that are not set
            { "street": "", "zip": { "code": "" }, "city": "a" }
    "#]],
    );
    check(
        "demo.Address",
        "{ \"zi‸\"\n \"city\": \"a\", \"street\": \"\" }",
        &expect![[r#"
        zip | demo.Zip = 3 +
            { "zip": {},
             "city": "a", "street": "" }
        zip {…} | with all fields
            { "zip": { "code": "" },
             "city": "a", "street": "" }
    "#]],
    );
    check(
        "demo.Address",
        "{ 'zi‸p': {}, \"city\": \"a\" }",
        &expect![[r#"
        street | string = 1
            { "street": {}, "city": "a" }
        zip | demo.Zip = 3
            { "zip": {}, "city": "a" }
    "#]],
    );
}

#[test]
fn names_are_those_the_text_uses() {
    check(
        "demo.User",
        "{ display_‸ }",
        &expect![[r#"
        display_name | string = 1 // What people call them.
            { "display_name": "" }
        id | int64 = 2
            { "id": "0" }
        active | bool = 3
            { "active": true }
        role | demo.Role = 4 +
            { "role": "" }
        home | demo.Address = 5 +
            { "home": {} }
        home {…} | with all fields
            { "home": { "street": "", "city": "", "zip": { "code": "" } } }
        others | repeated demo.Address = 6 +
            { "others": [{}] }
        others {…} | with all fields
            { "others": [{ "street": "", "city": "", "zip": { "code": "" } }] }
        roles | map<string, demo.Role> = 7
            { "roles": { "key": "ROLE_ADMIN" } }
        by_use | map<bool, demo.Address> = 8
            { "by_use": { "true": {} } }
        email | string = 9
            { "email": "" }
        phone | string = 10
            { "phone": "" }
        boss | demo.User = 12 +
            { "boss": {} }
        boss {…} | with all fields
            { "boss": { "display_name": "", "id": "0", "active": true, "role": "ROLE_ADMIN", "home": { "street": "", "city": "", "zip": { "code": "" } }, "others": [{ "street": "", "city": "", "zip": { "code": "" } }], "roles": { "key": "ROLE_ADMIN" }, "by_use": { "true": { "street": "", "city": "", "zip": { "code": "" } } }, "email": "", "nick": "", "boss": {} } }
        all fields | the 10 that are not set
            { "display_name": "", "id": "0", "active": true, "role": "ROLE_ADMIN", "home": { "street": "", "city": "", "zip": { "code": "" } }, "others": [{ "street": "", "city": "", "zip": { "code": "" } }], "roles": { "key": "ROLE_ADMIN" }, "by_use": { "true": { "street": "", "city": "", "zip": { "code": "" } } }, "email": "", "boss": { "display_name": "", "id": "0", "active": true, "role": "ROLE_ADMIN", "home": { "street": "", "city": "", "zip": { "code": "" } }, "others": [{ "street": "", "city": "", "zip": { "code": "" } }], "roles": { "key": "ROLE_ADMIN" }, "by_use": { "true": { "street": "", "city": "", "zip": { "code": "" } } }, "email": "", "nick": "", "boss": {} } }
        nick | string = 11
            { "nick": "" }
    "#]],
    );
}

#[test]
fn a_oneof_has_one_member_and_old_fields_come_last() {
    check(
        "demo.User",
        "{ \"email\": \"\", \"id\": \"1\", \"home\": {}, \"others\": [], \"boss\": {}, \"byUse\": {}, ‸ }",
        &expect![[r#"
        displayName | string = 1 // What people call them.
            { "email": "", "id": "1", "home": {}, "others": [], "boss": {}, "byUse": {}, "displayName": "" }
        active | bool = 3
            { "email": "", "id": "1", "home": {}, "others": [], "boss": {}, "byUse": {}, "active": true }
        role | demo.Role = 4 +
            { "email": "", "id": "1", "home": {}, "others": [], "boss": {}, "byUse": {}, "role": "" }
        roles | map<string, demo.Role> = 7
            { "email": "", "id": "1", "home": {}, "others": [], "boss": {}, "byUse": {}, "roles": { "key": "ROLE_ADMIN" } }
        all fields | the 4 that are not set
            { "email": "", "id": "1", "home": {}, "others": [], "boss": {}, "byUse": {}, "displayName": "", "active": true, "role": "ROLE_ADMIN", "roles": { "key": "ROLE_ADMIN" } }
        phone | string = 10, instead of email
            { "email": "", "id": "1", "home": {}, "others": [], "boss": {}, "byUse": {}, "phone": "" }
        nick | string = 11
            { "email": "", "id": "1", "home": {}, "others": [], "boss": {}, "byUse": {}, "nick": "" }
    "#]],
    );
}

#[test]
fn values_are_those_of_their_kind() {
    check(
        "demo.User",
        "{ \"role\": ‸ }",
        &expect![[r#"
        ROLE_UNSPECIFIED | = 0
            { "role": "ROLE_UNSPECIFIED" }
        ROLE_ADMIN | = 1
            { "role": "ROLE_ADMIN" }
        ROLE_GUEST | = 2
            { "role": "ROLE_GUEST" }
        ROLE_OLD | = 3
            { "role": "ROLE_OLD" }
        (no others)
    "#]],
    );
    check(
        "demo.User",
        "{ \"role\": \"RO‸LE\" }",
        &expect![[r#"
        ROLE_UNSPECIFIED | = 0
            { "role": "ROLE_UNSPECIFIED" }
        ROLE_ADMIN | = 1
            { "role": "ROLE_ADMIN" }
        ROLE_GUEST | = 2
            { "role": "ROLE_GUEST" }
        ROLE_OLD | = 3
            { "role": "ROLE_OLD" }
        (no others)
    "#]],
    );
    check(
        "demo.User",
        "{ \"roles\": { \"a\": ‸ } }",
        &expect![[r#"
        ROLE_UNSPECIFIED | = 0
            { "roles": { "a": "ROLE_UNSPECIFIED" } }
        ROLE_ADMIN | = 1
            { "roles": { "a": "ROLE_ADMIN" } }
        ROLE_GUEST | = 2
            { "roles": { "a": "ROLE_GUEST" } }
        ROLE_OLD | = 3
            { "roles": { "a": "ROLE_OLD" } }
        (no others)
    "#]],
    );
    check(
        "demo.User",
        "{ \"active\": t‸\n  \"id\": 1 }",
        &expect![[r#"
            true |
                { "active": true,
                  "id": 1 }
            false |
                { "active": false,
                  "id": 1 }
            (no others)
        "#]],
    );
    check(
        "demo.User",
        "{ \"others\": [{} ‸] }",
        &expect![[r#"
        {} | demo.Address +
            { "others": [{}, {}] }
        {…} | with all fields
            { "others": [{}, { "street": "", "city": "", "zip": { "code": "" } }] }
    "#]],
    );
    check(
        "demo.User",
        "{ \"others\": ‸ }",
        &expect![[r#"
        […] | repeated demo.Address +
            { "others": [{}] }
    "#]],
    );
    check("demo.User", "{ \"displayName\": \"‸\" }", &expect![""]);
}

#[test]
fn maps_have_keys() {
    check(
        "demo.User",
        "{ \"roles\": {‸} }",
        &expect![[r#"
        new entry | string → demo.Role
            { "roles": {"key": "ROLE_ADMIN"} }
    "#]],
    );
    check(
        "demo.User",
        "{ \"byUse\": { \"true\": {}, ‸ } }",
        &expect![[r#"
        false | bool → demo.Address +
            { "byUse": { "true": {}, "false": {} } }
    "#]],
    );
}

#[test]
fn types_of_google_have_forms_of_their_own() {
    check(
        "demo.Known",
        "{‸}",
        &expect![[r#"
        at | google.protobuf.Timestamp = 1
            {"at": "2026-01-31T12:30:00Z"}
        took | google.protobuf.Duration = 2
            {"took": "1.5s"}
        mask | google.protobuf.FieldMask = 3
            {"mask": ""}
        data | google.protobuf.Struct = 4
            {"data": {}}
        value | google.protobuf.Value = 5
            {"value": null}
        list | google.protobuf.ListValue = 6
            {"list": []}
        any | google.protobuf.Any = 7 +
            {"any": { "@type": "" }}
        flag | google.protobuf.BoolValue = 8
            {"flag": true}
        empty | google.protobuf.Empty = 9
            {"empty": {}}
        null | google.protobuf.NullValue = 10
            {"null": null}
        ratio | double = 11
            {"ratio": 0}
        raw | bytes = 12
            {"raw": ""}
        roles | repeated demo.Role = 13 +
            {"roles": [""]}
        few | repeated int32 = 14
            {"few": [0]}
        all fields | the 14 that are not set
            {"at": "2026-01-31T12:30:00Z", "took": "1.5s", "mask": "", "data": {}, "value": null, "list": [], "any": { "@type": "" }, "flag": true, "empty": {}, "null": null, "ratio": 0, "raw": "", "roles": ["ROLE_ADMIN"], "few": [0]}
    "#]],
    );
    check(
        "demo.Known",
        "{ \"at\": ‸ }",
        &expect![[r#"
        2026-01-31T12:30:00Z | RFC 3339, in UTC
            { "at": "2026-01-31T12:30:00Z" }
        1970-01-01T00:00:00Z | RFC 3339, in UTC
            { "at": "1970-01-01T00:00:00Z" }
    "#]],
    );
    check(
        "demo.Known",
        "{ \"value\": { \"a\": [‸] } }",
        &expect![[r#"
            null |
                { "value": { "a": [null] } }
            true |
                { "value": { "a": [true] } }
            false |
                { "value": { "a": [false] } }
            {} | any JSON
                { "value": { "a": [{}] } }
            [] | any JSON
                { "value": { "a": [[]] } }
            "" | any JSON
                { "value": { "a": [""] } }
        "#]],
    );
    check(
        "demo.Known",
        "{ \"flag\": ‸, \"ratio\": 1 }",
        &expect![[r#"
            true |
                { "flag": true, "ratio": 1 }
            false |
                { "flag": false, "ratio": 1 }
        "#]],
    );
    check(
        "demo.Known",
        "{ \"ratio\": ‸ }",
        &expect![[r#"
        NaN | float
            { "ratio": "NaN" }
        Infinity | float
            { "ratio": "Infinity" }
        -Infinity | float
            { "ratio": "-Infinity" }
    "#]],
    );
}

#[test]
fn an_any_has_a_type_and_then_its_fields() {
    check(
        "demo.Known",
        "{ \"any\": { ‸ } }",
        &expect![[r#"
        @type | the type of what it holds +
            { "any": { "@type": "" } }
    "#]],
    );
    check(
        "demo.Known",
        "{ \"any\": { \"@type\": \"type.googleapis.com/demo.Zip\", ‸ } }",
        &expect![[r#"
        code | string = 1
            { "any": { "@type": "type.googleapis.com/demo.Zip", "code": "" } }
    "#]],
    );
    check(
        "demo.Known",
        "{ \"any\": { ‸\"@type\": \"example.com/demo.Zip\" } }",
        &expect![[r#"
        code | string = 1
            { "any": { "code": "", "@type": "example.com/demo.Zip" } }
    "#]],
    );
    check(
        "demo.Known",
        "{ \"any\": { \"@type\": \"a/google.protobuf.Duration\", ‸ } }",
        &expect![[r#"
        value | google.protobuf.Duration
            { "any": { "@type": "a/google.protobuf.Duration", "value": "1.5s" } }
    "#]],
    );
    let urls = choices("demo.Known", "{ \"any\": { \"@type\": \"example.com/‸\" } }");
    expect![[r#"
        example.com/demo.Address | 
            { "any": { "@type": "example.com/demo.Address" } }
        example.com/demo.Known | 
            { "any": { "@type": "example.com/demo.Known" } }
        example.com/demo.User |  // Somebody who signs in.
            { "any": { "@type": "example.com/demo.User" } }
        example.com/demo.Zip | 
            { "any": { "@type": "example.com/demo.Zip" } }
        example.com/old.Part | 
            { "any": { "@type": "example.com/old.Part" } }
        example.com/google.protobuf.Any |  // A message of any type, with the name of its type beside it. In JSON its fields and an "@type".
            { "any": { "@type": "example.com/google.protobuf.Any" } }
    "#]].assert_eq(&urls[..6].concat());
    assert!(urls.iter().any(|url| url.starts_with("example.com/google.protobuf.Timestamp | ")));
}

#[test]
fn required_fields_come_first_and_extensions_late() {
    check(
        "old.Part",
        "{‸}",
        &expect![[r#"
        id | int32 = 1, required
            {"id": 0}
        kind | old.Kind = 2, required +
            {"kind": ""}
        note | string = 3
            {"note": ""}
        all fields | the 3 that are not set
            {"id": 0, "kind": "ODD", "note": ""}
        [old.tag] | string = 100
            {"[old.tag]": ""}
        [old.parts] | repeated old.Part = 101
            {"[old.parts]": [{ "id": 0, "kind": "ODD" }]}
        [old.parts] {…} | with all fields
            {"[old.parts]": [{ "id": 0, "kind": "ODD", "note": "" }]}
    "#]],
    );
}

#[test]
fn where_nothing_can_stand_nothing_is_offered() {
    for marked in
        ["{} ‸", "{ \"id\"‸: 1 }", "{ // ‸\n }", "{ \"id\": /* ‸ */ 1 }", "{ \"nope\": { ‸ } }", "{ \"id\" ‸ }", "[‸]"]
    {
        assert_eq!(choices("demo.User", marked), <Vec<String>>::new(), "{marked}");
    }
}

fn said(root: &str, marked: &str) -> String {
    let (text, offset) = unmarked(marked);
    let workspace = Workspace::new();
    let Some(hover) = assist::hover(&workspace.space(), &workspace.root(root), &text, offset) else {
        return "nothing".to_owned();
    };
    let place = assist::definition(&workspace.space(), &workspace.root(root), &text, offset).map(|(span, spot)| {
        assert_eq!(span, hover.span);
        match spot.file {
            InFile::Own(0) => format!("{:?}", spot.span.of_str(PROTO)),
            InFile::Own(_) => format!("{:?}", spot.span.of_str(PROTO2)),
            InFile::Bundled(name) => name,
        }
    });
    let facts = hover.facts.iter().map(|(label, fact)| format!("\n  {label}: {fact}")).collect::<String>();
    let doc = hover.doc.map(|doc| format!("\n  {doc:?}")).unwrap_or_default();
    format!("{} → {} at {place:?}{doc}{facts}", hover.span.of_str(&text), hover.title)
}

#[test]
fn a_word_is_told_as_what_it_stands_for() {
    let all = [
        said("demo.User", "{ ‸\"displayName\": \"x\" }"),
        said("demo.User", "{ \"role\": \"ROLE_‸GUEST\" }"),
        said("demo.User", "{ \"role\": ‸2 }"),
        said("demo.User", "{ \"roles\": { \"ke‸y\": 1 } }"),
        said("demo.User", "{ \"others\": [{ \"zip\": { \"code‸\": \"\" } }] }"),
        said("demo.User", "{ \"display_name\": \"Ali‸ce\" }"),
        said("demo.Known", "{ \"any\": { \"@ty‸pe\": \"a/demo.Zip\" } }"),
        said("demo.Known", "{ \"any\": { \"@type\": \"a/demo.‸Zip\" } }"),
        said("demo.Known", "{ \"at\": \"‸\" }"),
        said("old.Part", "{ \"[old.tag‸]\": 1 }"),
        said("demo.User", "{ \"role\": \n \"i‸d\": 1 }"),
        said("demo.User", "{ \"nope‸\": 1 }"),
        said("demo.User", "{ ‸ }"),
        said("demo.User", "{‸}"),
    ];
    expect![[r#"
        "displayName" → string display_name = 1 at Some("\"display_name\"")
          "What people call them.\n\nAt most 80 letters."
          full name: demo.User.display_name
          wire type: LEN (2)
          tag: 0a = 1 << 3 | 2
          presence: implicit: the default is not sent, so it is the same as not set
          default: ""
          JSON name: displayName
          file: demo.proto:17
        "ROLE_GUEST" → ROLE_GUEST = 2 at Some("\"ROLE_GUEST\"")
          on the wire: 02
          full name: demo.ROLE_GUEST
          file: demo.proto:30
        2 → ROLE_GUEST = 2 at Some("\"ROLE_GUEST\"")
          on the wire: 02
          full name: demo.ROLE_GUEST
          file: demo.proto:30
        "key" → map<string, Role> roles = 7 at Some("\"roles\"")
          full name: demo.User.roles
          wire type: LEN (2)
          tag: 3a = 7 << 3 | 2
          entries: one record each, in any order; key = 1, value = 2
          file: demo.proto:23
        "code" → string code = 1 at Some("\"code\"")
          full name: demo.Zip.code
          wire type: LEN (2)
          tag: 0a = 1 << 3 | 2
          presence: implicit: the default is not sent, so it is the same as not set
          default: ""
          file: demo.proto:32
        "Alice" → string display_name = 1 at Some("\"display_name\"")
          "What people call them.\n\nAt most 80 letters."
          full name: demo.User.display_name
          wire type: LEN (2)
          tag: 0a = 1 << 3 | 2
          presence: implicit: the default is not sent, so it is the same as not set
          default: ""
          JSON name: displayName
          file: demo.proto:17
        "@type" → @type at None
          "Names the type of what the Any holds, by a URL whose last part is the type's full name. The fields of that message stand beside it; a type with a JSON form of its own stands in `value`."
        "a/demo.Zip" → message demo.Zip at Some("\"Zip\"")
          fields: 1
          file: demo.proto:32
        "" → google.protobuf.Timestamp at = 1 at Some("\"at\"")
          full name: demo.Known.at
          wire type: LEN (2)
          tag: 0a = 1 << 3 | 2
          presence: explicit: it is known whether it was set
          file: demo.proto:34
        "[old.tag]" → optional string tag = 100 at Some("\"tag\"")
          full name: old.tag
          extends: old.Part
          wire type: LEN (2)
          tag: a2 06 = 100 << 3 | 2
          presence: explicit: it is known whether it was set
          default: ""
          JSON name: [old.tag]
          file: old.proto:6
        "id" → int64 id = 2 at Some("\"id\"")
          full name: demo.User.id
          wire type: VARINT (0)
          tag: 10 = 2 << 3 | 0
          presence: implicit: the default is not sent, so it is the same as not set
          default: 0
          file: demo.proto:18
        nothing
        nothing
        nothing"#]].assert_eq(&all.join("\n"));
}

/// What the engine answers about a JSON with a cursor in it, as the page gets it.
fn asked(marked: &str, what: What) -> Told {
    let file = File { name: "demo.proto".into(), text: PROTO.into() };
    let (json, _) = unmarked(marked);
    let at = marked.split(CURSOR).next().unwrap().encode_utf16().count() as u32;
    let mut engine = Engine::default();
    let (root, payload) = ("demo.User".to_owned(), Some(Payload::Json(json)));
    engine.answer(Request::Analyze(Change { files: Some(vec![file]), root, payload, ..Change::default() }));
    let query = postcard::to_stdvec(&Request::Language(Query { id: 3, doc: Doc::Json, at, what })).unwrap();
    let answer = postcard::to_stdvec(&engine.answer(postcard::from_bytes(&query).unwrap())).unwrap();
    match postcard::from_bytes(&answer).unwrap() {
        Body::Language(Reply { id: 3, told }) => told,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_engine_counts_as_the_editor_does() {
    let Told::Hover(hover) = asked("{ /* ß😀 */ \"ro‸le\": 1 }", What::Hover) else { panic!() };
    assert_eq!((hover.span.start, hover.span.end, hover.title.as_str()), (12, 18, "Role role = 4"));
    let Told::Places(name, spots) = asked("{ \"displayName\": \"😀\", \"ro‸le\": 1 }", What::Definition) else {
        panic!()
    };
    assert_eq!((name.start, name.end, &spots[0].file, spots[0].line), (23, 29, &Place::Own(0), 20));
    let Told::Completions(span, list, true) = asked("{ \"nick\": \"😀\" \"ho‸\" }", What::Complete(false)) else {
        panic!()
    };
    let home = list.iter().find(|choice| choice.label == "home").unwrap();
    let also: Vec<_> = home.also.iter().map(|edit| (edit.doc, edit.span.start, edit.text.as_str())).collect();
    assert_eq!((span.start, span.end, home.goes_on), (16, 18, true));
    assert_eq!(also, [(Doc::Json, 14, ","), (Doc::Json, 18, "")]);
    let Told::Edits(edits) = asked("{\n\"nick\": \"😀\"  ,\"id\":1}‸", What::Format) else { panic!() };
    assert_eq!(edits.iter().map(|edit| edit.span.start).collect::<Vec<_>>(), [1, 14, 17, 22, 23]);
    assert!(matches!(asked("{ \"nick: 1 }‸", What::Format), Told::Refused(_)));
}

#[test]
fn who_types_on_is_not_disturbed() {
    let offered = |marked: &str| {
        let count = |asked_for| match asked(marked, What::Complete(asked_for)) {
            Told::Completions(_, list, _) => list.len(),
            _ => 0,
        };
        (count(false) > 0, count(true) > 0)
    };
    assert_eq!(offered("{ ‸ }"), (false, true));
    assert_eq!(offered("{ \"‸\" }"), (true, true));
    assert_eq!(offered("{ \"nick\": \"\"‸ }"), (false, true));
    assert_eq!(offered("{ \"role\": ‸ }"), (true, true));
    assert_eq!(offered("{ \"home\": ‸ }"), (false, true));
    assert_eq!(offered("{ \"nick\": \"a‸\" }"), (false, false));
}

#[test]
fn a_long_text_is_answered_in_time() {
    let workspace = Workspace::new();
    let (root, space) = (workspace.root("demo.User"), workspace.space());
    let mut text = String::from("{\"others\": [");
    for at in 0..20_000 {
        text.push_str(&format!("{{\"street\": \"{at}\", \"city\": \"x\"}}, "));
    }
    let offset = text.len();
    text.push_str("{}], \"displayName\": \"\"}");
    let found = assist::complete(&space, &root, &text, text.len() - 1);
    assert!(found.list.iter().any(|choice| choice.label == "id"));
    assert_eq!(
        assist::complete(&space, &root, &text, offset + 1).list.len(),
        5,
        "three fields, one of them in two ways, and all"
    );
    assert_eq!(assist::format(&text).unwrap().len(), 1, "many edits are made as one");
    let deep = "[{\"boss\":".repeat(100_000);
    assert!(assist::complete(&space, &root, &deep, deep.len()).list.is_empty());
    assert!(assist::format(&deep).is_err());
    // Few levels, but so many lines that they would be mostly indentation.
    let wide = format!("{}{}", "[".repeat(200), "1,".repeat(100_000));
    assert!(assist::format(&wide).is_err());
}
