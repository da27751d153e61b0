//! Message types compiled for reading and writing: what the table says of fields, and that it is kept.
#![cfg(test)]

use std::fmt::Write as _;

use expect_test::expect;
use wirelens::schema::types::{Form, Kind};
use wirelens::schema::{self, Compiler, Root};
use wirelens::text::{File, Files};

const PROTO: &str = r#"
edition = "2023";
package t;
import "google/protobuf/any.proto";
import "google/protobuf/timestamp.proto";
message All {
  int32 plain = 1 [features.field_presence = IMPLICIT];
  string user_name = 2;
  string old_name = 300 [json_name = "user_name", features.utf8_validation = NONE];
  repeated sint64 packed = 4;
  repeated fixed32 loose = 5 [features.repeated_field_encoding = EXPANDED];
  map<int32, All> by_id = 6;
  All group = 7 [features.message_encoding = DELIMITED];
  oneof choice { bool yes = 8; Open no = 9; }
  int32 must = 10 [features.field_presence = LEGACY_REQUIRED];
  google.protobuf.Any any = 11;
  google.protobuf.Timestamp time = 5000;
  Closed closed = 12;
  extensions 100 to 199;
}
extend All { repeated bytes more = 100; }
enum Open { option allow_alias = true; ZERO = 0; ONE = 1; UNO = 1; MINUS = -1; }
enum Closed { option features.enum_type = CLOSED; NIL = 0; TWO = 2; }
"#;

const SET: &str = r#"
syntax = "proto2";
package old;
message Set { option message_set_wire_format = true; extensions 4 to max; }
message Item { extend Set { optional Item item = 1547769; } optional string text = 1; }
"#;

fn files(texts: &[&str]) -> Files {
    let file = |(at, text): (usize, &&str)| File { name: format!("{at}.proto"), text: (*text).to_owned() };
    texts.iter().enumerate().map(file).collect()
}

fn root(text: &str, name: &str) -> Root {
    let compiled = schema::compile(&files(&[text]));
    assert!(compiled.is_complete(), "{:?}", compiled.diagnostics);
    compiled.schema.unwrap().root(name).unwrap()
}

#[test]
fn a_field_says_what_its_values_depend_on() {
    let root = root(PROTO, "t.All");
    let mut shown = String::new();
    for field in root.message().fields() {
        let words = [
            ("extension", field.is_extension),
            ("packed", field.is_packed),
            ("required", field.is_required),
            ("presence", field.has_presence),
            ("utf8", field.is_strict),
        ];
        let words: Vec<&str> = words.iter().filter(|(_, is)| *is).map(|(word, _)| *word).collect();
        let oneof = field.oneof.map(|at| root.message().oneofs[at as usize].clone()).unwrap_or_default();
        let (name, json, kind) = (&field.name, &field.json_name, root.types().word(field.kind));
        let is_group = if matches!(field.kind, Kind::Group(_)) { "delimited " } else { "" };
        let line = format!("{} {name} {json} {:?} {is_group}{kind} {words:?} {oneof}", field.number, field.shape);
        writeln!(shown, "{}", line.trim_end()).unwrap();
    }
    expect![[r#"
        1 plain plain Single int32 []
        2 user_name userName Single string ["presence", "utf8"]
        4 packed packed List sint64 ["packed"]
        5 loose loose List fixed32 []
        6 by_id byId Map t.All.ByIdEntry []
        7 group group Single delimited t.All ["presence"]
        8 yes yes Single bool ["presence"] t.All.choice
        9 no no Single t.Open ["presence"] t.All.choice
        10 must must Single int32 ["required", "presence"]
        11 any any Single google.protobuf.Any ["presence"]
        12 closed closed Single t.Closed ["presence"]
        100 [t.more] [t.more] List bytes ["extension"]
        300 old_name user_name Single string ["presence"]
        5000 time time Single google.protobuf.Timestamp ["presence"]
    "#]]
    .assert_eq(&shown);
}

#[test]
fn fields_are_found_by_number_and_by_both_names() {
    let root = root(PROTO, "t.All");
    let message = root.message();
    let named = |key: &str| message.named(key).map(|at| message.fields()[at].number);
    for (key, number) in [
        ("userName", Some(2)),
        // The JSON name of one field goes before the declared name of another.
        ("user_name", Some(300)),
        ("old_name", Some(300)),
        ("oldName", None),
        ("byId", Some(6)),
        ("by_id", Some(6)),
        ("[t.more]", Some(100)),
        ("t.more", None),
        ("", None),
        ("packed", Some(4)),
    ] {
        assert_eq!(named(key), number, "{key}");
    }
    for number in 0..6000 {
        let found = message.field(number);
        assert_eq!(found.is_some(), message.descriptor().get_field(number).is_some() || number == 100, "{number}");
        assert!(found.is_none_or(|it| it.number == number), "{number}");
    }
    assert!(message.field(u32::MAX).is_none());
}

#[test]
fn entries_forms_and_enums_are_known() {
    let root = root(PROTO, "t.All");
    let types = root.types();
    let of = |number: u32| types.message(root.message().field(number).unwrap().kind.message().unwrap());
    let (key, value) = of(6).entry().unwrap();
    assert_eq!((key.kind, value.kind), (Kind::Int32, Kind::Message(root.id())));
    assert!(root.message().entry().is_none());
    assert_eq!((root.message().form, of(11).form, of(5000).form), (Form::Fields, Form::Any, Form::Timestamp));
    let enumeration = |number: u32| match root.message().field(number).unwrap().kind {
        Kind::Enum(id) => types.enumeration(id),
        _ => panic!("no enum"),
    };
    let (open, closed) = (enumeration(9), enumeration(12));
    assert_eq!((open.name(1), open.name(-1), open.name(7)), (Some("ONE"), Some("MINUS"), None));
    assert_eq!((open.number("UNO"), open.number("uno"), open.number("ZERO")), (Some(1), None, Some(0)));
    assert_eq!((open.is_closed, open.default, closed.is_closed, closed.default), (false, 0, true, 0));
    assert_eq!(open.values().map(|(_, name)| name).collect::<Vec<_>>(), ["MINUS", "ZERO", "ONE", "UNO"]);
    assert_eq!(root.beside("google.protobuf.Any").map(|it| it.message().form), Some(Form::Any));
    assert!(root.beside("t.Open").is_none());
}

#[test]
fn message_sets_are_told() {
    let set = root(SET, "old.Set");
    assert!(set.message().is_message_set);
    let item = set.message().field(1_547_769).unwrap();
    assert_eq!(&*item.name, "[old.Item.item]");
    assert!(!set.types().message(item.kind.message().unwrap()).is_message_set);
}

#[test]
fn the_table_is_kept_as_long_as_the_types_are_what_they_were() {
    let table = |root: Root| std::ptr::from_ref(root.types());
    let mut compiler = Compiler::default();
    let mut texts = [PROTO.to_owned(), SET.to_owned()];
    let mut compile = |texts: &[String; 2]| {
        let schema = compiler.update(&files(&texts.each_ref().map(String::as_str))).schema.unwrap();
        let found = table(schema.root("old.Item").unwrap());
        assert_eq!(found, table(schema.root("old.Item").unwrap()));
        found
    };
    let first = compile(&texts);
    texts[1].push_str("message Other {}");
    assert_eq!(compile(&texts), first);
    texts[1] = texts[1].replace("string text = 1", "string text = 2");
    assert_ne!(compile(&texts), first);
}
