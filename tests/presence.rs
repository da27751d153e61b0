//! What a message does not say: which fields, why, and what a receiver reads.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]
#![cfg(test)]

use std::sync::LazyLock;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use wirelens::{
    annotate::{
        TOP, annotate,
        presence::{self, Absences, Written, explain_absent},
    },
    schema::{self, Schema},
    text::File,
};

const OLD: &str = r#"syntax = "proto2";
package old;
message Old {
  required int32 id = 1;
  optional int32 port = 2 [default = 8080];
  optional Mode mode = 3 [default = FAST];
  optional string name = 4 [default = "Al"];
  optional group Inner = 5 { optional bool on = 1; }
  optional bytes raw = 6;
  enum Mode { SLOW = 0; FAST = 3; }
}
"#;

const NEW: &str = r#"syntax = "proto3";
package fresh;
message New {
  int32 age = 1;
  optional int32 height = 2;
  string name = 3;
  repeated string roles = 4;
  map<string, Home> homes = 5;
  Home home = 6;
  oneof contact { string mail = 7; string phone = 8; }
  Color color = 9;
  double weight = 10;
  bytes raw = 11;
  repeated Home more = 12;
  enum Color { GREY = 0; RED = 1; }
}
message Home { string city = 1; New guest = 2; }
"#;

const EDITION: &str = r#"edition = "2023";
package latest;
message Latest {
  int32 explicit = 1;
  int32 implicit = 2 [features.field_presence = IMPLICIT];
  Shape shape = 3;
  enum Shape { option features.enum_type = CLOSED; ROUND = 0; SQUARE = 1; }
}
"#;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let files = vec![file("old.proto", OLD), file("new.proto", NEW), file("latest.proto", EDITION)];
    let compiled = schema::compile(&files);
    assert!(compiled.is_complete(), "{:?}", compiled.diagnostics);
    compiled.schema.unwrap()
});

fn bytes(hex: &str) -> Vec<u8> {
    hex.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

fn found(root: &str, bytes: &[u8]) -> (Absences, Vec<String>) {
    let root = SCHEMA.root(root).unwrap_or_else(|| panic!("{:?}", SCHEMA.refusal(root)));
    let nodes = annotate(bytes, Some(&root));
    let absences = presence::absent(&root, &nodes, bytes);
    let paths = absences.list().iter().map(|it| {
        let owner = nodes.path(bytes, it.owner);
        if owner.is_empty() { it.field.name().to_owned() } else { format!("{owner}.{}", it.field.name()) }
    });
    let paths = paths.collect();
    (absences, paths)
}

/// Each absent field: its path, type and value as a row shows them.
fn check(root: &str, hex: &str, expect: Expect) {
    let (absences, paths) = found(root, &bytes(hex));
    let row = |(it, path): (&presence::Absent, &String)| format!("{path} | {} | {}\n", it.type_text(), it.value_text());
    expect.assert_eq(&absences.list().iter().zip(&paths).map(row).collect::<String>());
}

/// What is said of the absent field at a path.
fn explain(root: &str, hex: &str, path: &str, written: Written<'_>, expect: Expect) {
    let (absences, paths) = found(root, &bytes(hex));
    let at = paths.iter().position(|it| it == path).unwrap();
    let explained = explain_absent(&absences.list()[at], path, written);
    expect.assert_eq(&format!("{} ({})\n{}\n", explained.title, explained.kind, explained.sentence));
}

#[test]
fn an_empty_message_lacks_all_its_fields() {
    check(
        "fresh.New",
        "",
        expect![[r#"
        age | int32 | absent, reads 0
        height | int32 | not set, reads 0
        name | string | absent, reads ""
        roles | repeated string | empty
        homes | map<string, Home> | empty
        home | message Home | not set
        mail | string | not chosen
        phone | string | not chosen
        color | enum Color | absent, reads GREY (0)
        weight | double | absent, reads 0
        raw | bytes | absent, reads no bytes
        more | repeated Home | empty
    "#]],
    );
    check(
        "old.Old",
        "",
        expect![[r#"
        id | int32 | required, but missing
        port | int32 | not set, reads 8080
        mode | enum Mode | not set, reads FAST (3)
        name | string | not set, reads "Al"
        inner | group Inner | not set
        raw | bytes | not set, reads no bytes
    "#]],
    );
    check(
        "latest.Latest",
        "",
        expect![[r#"
        explicit | int32 | not set, reads 0
        implicit | int32 | absent, reads 0
        shape | enum Shape | not set, reads ROUND (0)
    "#]],
    );
}

#[test]
fn what_is_there_is_not_absent() {
    // All but the oneof's other member.
    check(
        "fresh.New",
        "08 01 10 00 1a 01 61 22 00 2a 02 0a 00 32 02 0a 00 3a 00 48 01 51 00 00 00 00 00 00 f0 3f 5a 00 62 00",
        expect![[r#"
            home.guest | message New | not set
            more[0].city | string | absent, reads ""
            more[0].guest | message New | not set
            phone | string | not chosen
        "#]],
    );
    // A record of another wire type, and a number that a closed enum does not name.
    check(
        "latest.Latest",
        "0a 00 18 07",
        expect![[r#"
        explicit | int32 | no value of its type, reads 0
        implicit | int32 | absent, reads 0
        shape | enum Shape | no value of its type, reads ROUND (0)
    "#]],
    );
}

#[test]
fn records_that_are_merged_are_one_message() {
    // home { city } and home { guest { age } }: of the home nothing is absent.
    check(
        "fresh.New",
        "32 03 0a 01 41 32 04 12 02 08 01",
        expect![[r#"
        home.guest.height | int32 | not set, reads 0
        home.guest.name | string | absent, reads ""
        home.guest.roles | repeated string | empty
        home.guest.homes | map<string, Home> | empty
        home.guest.home | message Home | not set
        home.guest.mail | string | not chosen
        home.guest.phone | string | not chosen
        home.guest.color | enum Color | absent, reads GREY (0)
        home.guest.weight | double | absent, reads 0
        home.guest.raw | bytes | absent, reads no bytes
        home.guest.more | repeated Home | empty
        age | int32 | absent, reads 0
        height | int32 | not set, reads 0
        name | string | absent, reads ""
        roles | repeated string | empty
        homes | map<string, Home> | empty
        mail | string | not chosen
        phone | string | not chosen
        color | enum Color | absent, reads GREY (0)
        weight | double | absent, reads 0
        raw | bytes | absent, reads no bytes
        more | repeated Home | empty
    "#]],
    );
}

#[test]
fn each_reason_has_its_sentences() {
    let nothing = Written::Nothing;
    explain(
        "fresh.New",
        "",
        "age",
        nothing,
        expect![[r#"
        age: absent, reads 0 (int32)
        `age` is absent. It has implicit presence: its default is never written, so to set it to that and not to set it are the same. A receiver reads `0`.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "age",
        Written::Json("0"),
        expect![[r#"
        age: absent, reads 0 (int32)
        The JSON has `age`, with `0`: that is its default. Under implicit presence a default is not written, so nobody can tell it from a field that was never set. Explicit presence (`optional` in proto3) keeps the difference, for the price of a record. A receiver reads `0`.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "name",
        Written::Text(" \"\" "),
        expect![[r#"
        name: absent, reads "" (string)
        The text has `name`, with `""`: that is its default. Under implicit presence a default is not written, so nobody can tell it from a field that was never set. Explicit presence (`optional` in proto3) keeps the difference, for the price of a record. A receiver reads `""`.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "age",
        Written::Json("null"),
        expect![[r#"
        age: absent, reads 0 (int32)
        The JSON has `age`, with `null`, which is the same as to leave it out. A receiver reads `0`.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "height",
        nothing,
        expect![[r#"
        height: not set, reads 0 (int32)
        `height` is not set. It has explicit presence: had it been set, be it to its default, it would have bytes. A receiver reads `0`, and `has_height` is false.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "roles",
        nothing,
        expect![[r#"
        roles: empty (repeated string)
        `roles` is an empty list: only its elements would have bytes, so an empty one is the same as none. A receiver reads an empty list.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "roles",
        Written::Json("[]"),
        expect![[r#"
        roles: empty (repeated string)
        The JSON has `roles`, with `[]`. A list has bytes for its elements only, so an empty one is the same as none. A receiver reads an empty list.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "homes",
        nothing,
        expect![[r#"
        homes: empty (map<string, Home>)
        `homes` is an empty map: only its entries would have bytes, so an empty one is the same as none. A receiver reads an empty map.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "home",
        nothing,
        expect![[r#"
        home: not set (message Home)
        `home` is not set. A message always has explicit presence: had it been set, even an empty one would have a tag and a length of `0`. For a receiver `has_home` is false; one that looks inside all the same reads an empty `Home`.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "mail",
        nothing,
        expect![[r#"
        mail: not chosen (string)
        `mail` is a member of the oneof `contact`, of which none is set. Had it been set, be it to its default, it would have bytes. A receiver reads `""`, and that the case of `contact` is not set.
    "#]],
    );
    explain(
        "fresh.New",
        "3a 00",
        "phone",
        nothing,
        expect![[r#"
        phone: not chosen (string)
        `phone` is a member of the oneof `contact`, of which `mail` is set: one of them at most can be. A receiver reads `""`, and that the case of `contact` is `mail`.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "color",
        nothing,
        expect![[r#"
        color: absent, reads GREY (0) (enum Color)
        `color` is absent. It has implicit presence: its default is never written, so to set it to that and not to set it are the same. A receiver reads `GREY (0)`.
    "#]],
    );
    explain(
        "fresh.New",
        "",
        "raw",
        nothing,
        expect![[r#"
        raw: absent, reads no bytes (bytes)
        `raw` is absent. It has implicit presence: its default is never written, so to set it to that and not to set it are the same. A receiver reads no bytes.
    "#]],
    );
    explain(
        "old.Old",
        "",
        "id",
        nothing,
        expect![[r#"
        id: required, but missing (int32)
        `id` is required, and missing: official parsers refuse the message. One that does not check reads `0`.
    "#]],
    );
    explain(
        "old.Old",
        "",
        "port",
        nothing,
        expect![[r#"
        port: not set, reads 8080 (int32)
        `port` is not set. It has explicit presence: had it been set, be it to its default, it would have bytes. A receiver reads `8080`, the default it is declared with, and `has_port` is false.
    "#]],
    );
    explain(
        "old.Old",
        "",
        "mode",
        nothing,
        expect![[r#"
        mode: not set, reads FAST (3) (enum Mode)
        `mode` is not set. It has explicit presence: had it been set, be it to its default, it would have bytes. A receiver reads `FAST (3)`, the default it is declared with, and `has_mode` is false.
    "#]],
    );
    explain(
        "old.Old",
        "",
        "inner",
        nothing,
        expect![[r#"
        inner: not set (group Inner)
        `inner` is not set. A message always has explicit presence: had it been set, even an empty one would have a tag and an end tag. For a receiver `has_inner` is false; one that looks inside all the same reads an empty `Inner`.
    "#]],
    );
    explain(
        "latest.Latest",
        "0a 00",
        "explicit",
        nothing,
        expect![[r#"
        explicit: no value of its type, reads 0 (int32)
        There is a field `1`, but not of the wire type that `explicit` has, so parsers keep it as an unknown field. `explicit` is not set. It has explicit presence: had it been set, be it to its default, it would have bytes. A receiver reads `0`, and `has_explicit` is false.
    "#]],
    );
    explain(
        "latest.Latest",
        "18 07",
        "shape",
        nothing,
        expect![[r#"
        shape: no value of its type, reads ROUND (0) (enum Shape)
        `shape` is there with `7`, for which its enum has no name. The enum is closed, so parsers keep the field as an unknown one. `shape` is not set. It has explicit presence: had it been set, be it to its default, it would have bytes. A receiver reads `ROUND (0)`, and `has_shape` is false.
    "#]],
    );
}

#[test]
fn there_is_an_end_to_them() {
    let bytes = b"\x62\x00".repeat(3000);
    let (absences, _) = found("fresh.New", &bytes);
    assert!(absences.is_cut);
    assert_eq!(absences.list().len(), presence::MAX_ABSENT);
}

proptest! {
    #[test]
    fn of_each_message_they_stand_together_in_the_order_of_their_numbers(bytes in prop::collection::vec(0u8..0x70, 0..60)) {
        let (absences, paths) = found("fresh.New", &bytes);
        let list = absences.list();
        let mut owners: Vec<_> = list.iter().map(|it| it.owner).collect();
        owners.dedup();
        let total: usize = owners.iter().map(|&owner| {
            let range = absences.of(owner);
            assert!(list[range.clone()].iter().all(|it| it.owner == owner));
            assert!(list[range.clone()].is_sorted_by_key(|it| it.field.number()));
            range.len()
        }).sum();
        prop_assert_eq!(total, list.len());
        prop_assert_eq!(paths.iter().collect::<std::collections::HashSet<_>>().len(), paths.len());
        // Of a message whose records can be read, each field is either there or absent.
        let root = SCHEMA.root("fresh.New").unwrap();
        let nodes = annotate(&bytes, Some(&root));
        let there = nodes.children(TOP).filter_map(|id| nodes.get(id)).filter(|it| !it.mismatched).map(|it| it.number);
        let there: std::collections::HashSet<u32> = there.filter(|&number| root.get_field(number).is_some()).collect();
        prop_assert_eq!(there.len() + absences.of(TOP).len(), root.fields().len());
    }
}
