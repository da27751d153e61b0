//! The boundary of `message`: JSON text and bytes in, messages, places and diagnostics out.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]

#[path = "laws/json.rs"]
mod laws;

use std::collections::HashMap;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use prost::Message as _;
use prost_reflect::{DynamicMessage, Kind, MapKey, MessageDescriptor, Value};
use wirelens::diagnostic::{Diagnostic, Source};
use wirelens::message::{JsonPlaces, decode, encode, from_json, json, minify, to_json};
use wirelens::schema::{Root, Schema, compile};
use wirelens::text::{File, LineIndex, Span};

const PROTO3: &str = r#"
syntax = "proto3";
package demo;
import "google/protobuf/any.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/wrappers.proto";
import "google/protobuf/empty.proto";
message All {
  int32 i32 = 1; int64 i64 = 2; uint32 u32 = 3; uint64 u64 = 4; sint32 s32 = 5; sint64 s64 = 6;
  fixed32 f32 = 7; fixed64 f64 = 8; sfixed32 sf32 = 9; sfixed64 sf64 = 10;
  float fl = 11; double db = 12; bool bo = 13; string st = 14; bytes by = 15; Kind kind = 16;
  repeated int32 i32s = 21; repeated int64 i64s = 22; repeated uint32 u32s = 23; repeated uint64 u64s = 24;
  repeated sint32 s32s = 25; repeated sint64 s64s = 26; repeated fixed32 f32s = 27; repeated fixed64 f64s = 28;
  repeated sfixed32 sf32s = 29; repeated sfixed64 sf64s = 30; repeated float fls = 31; repeated double dbs = 32;
  repeated bool bos = 33; repeated string sts = 34; repeated bytes bys = 35; repeated Kind kinds = 36;
  repeated int32 loose = 37 [packed = false];
  optional int32 maybe = 41; All all = 42; repeated All alls = 43;
  map<string, string> by_name = 51; map<int32, All> by_i32 = 52; map<bool, Kind> by_bool = 53; map<uint64, double> by_u64 = 54;
  map<sint64, bytes> by_s64 = 55;
  oneof choice { string left = 61; int32 right = 62; All both = 63; google.protobuf.NullValue none = 64; }
}
enum Kind { PLAIN = 0; RED = 1; GREEN = 2; BELOW = -5; }
message User { string user_name = 1; int32 age = 2; repeated string roles = 3; }
message Odd { string __proto__ = 1; string constructor = 2; map<string, int32> to_string = 3; }
message Known {
  google.protobuf.Timestamp time = 1; google.protobuf.Duration span = 2; google.protobuf.FieldMask mask = 3;
  google.protobuf.Struct data = 4; google.protobuf.Value value = 5; google.protobuf.ListValue list = 6;
  google.protobuf.Any any = 7; google.protobuf.Int64Value i64 = 8; google.protobuf.StringValue text = 9;
  google.protobuf.BoolValue flag = 10; google.protobuf.Empty empty = 11; google.protobuf.NullValue null = 12;
  repeated google.protobuf.Value values = 13; google.protobuf.DoubleValue db = 14; google.protobuf.BytesValue by = 15;
  map<string, google.protobuf.Value> by_name = 16; repeated google.protobuf.Int32Value i32s = 17;
}
"#;

const PROTO2: &str = r#"
syntax = "proto2";
package old;
message Part { required int32 id = 1; optional group Extra = 2 { optional string note = 1; } extensions 100 to 199; }
extend Part { optional string tag = 100; repeated int32 counts = 101; optional Part sub = 102; }
message Holder { extend Part { optional int32 inner = 103; } }
"#;

fn schema() -> Schema {
    thread_local! {
        static SCHEMA: Schema = compiled();
    }
    SCHEMA.with(Clone::clone)
}

fn compiled() -> Schema {
    let files = vec![
        File { name: "new.proto".to_owned(), text: PROTO3.to_owned() },
        File { name: "old.proto".to_owned(), text: PROTO2.to_owned() },
    ];
    let compiled = compile(&files);
    assert!(compiled.is_complete(), "{:?}", compiled.diagnostics);
    compiled.schema.unwrap()
}

fn root(name: &str) -> Root {
    schema().root(name).unwrap()
}

/// The type of a message.
fn type_of(message: &DynamicMessage) -> Root {
    root(prost_reflect::ReflectMessage::descriptor(message).full_name())
}

fn show(text: &str, diagnostics: &[Diagnostic]) -> String {
    let lines = LineIndex::new(text);
    let mut shown = String::new();
    for diagnostic in diagnostics {
        assert_eq!(diagnostic.place.source, Source::Json);
        let at = |span: Span| {
            let at = lines.line_column(span.start as usize);
            format!("{}:{} {:?}", at.line, at.column, json_cut(&text[span.range()]))
        };
        let word = diagnostic.severity.word();
        shown += &format!("{} {word} {}: {}\n", at(diagnostic.place.span), diagnostic.code, diagnostic.message);
        for label in &diagnostic.labels {
            shown += &format!("    {}: {}\n", at(label.place.span), label.message);
        }
        if let Some(help) = &diagnostic.help {
            shown += &format!("    help: {help}\n");
        }
        for fix in &diagnostic.fixes {
            let edits: Vec<String> =
                fix.edits.iter().map(|(place, text)| format!("{} -> {text:?}", at(place.span))).collect();
            shown += &format!("    fix: {}: {}\n", fix.title, edits.join(", "));
        }
    }
    shown
}

fn json_cut(text: &str) -> String {
    text.chars().take(30).collect()
}

/// The diagnostics of a text, and its JSON if it has one.
fn check(name: &str, text: &str, expect: Expect) {
    let parsed = from_json(&root(name), text);
    let mut shown = show(text, &parsed.diagnostics);
    if let Some(message) = parsed.message() {
        shown += &minify(&to_json(&message).unwrap()).unwrap();
        shown += "\n";
    }
    expect.assert_eq(&shown);
}

fn check_syntax(texts: &[&str], expect: Expect) {
    let shown: String = texts.iter().map(|text| format!("{text:?}\n{}", show(text, &json::parse(text).1))).collect();
    expect.assert_eq(&shown);
}

#[test]
fn json_errors_are_located_and_say_what_to_do() {
    check_syntax(
        &["", "  \n", "{} x", "[1,]", "{\"a\": 1,}", "{,}", "[,1]"],
        expect![[r#"
            ""
            1:1 "" error json-syntax: expected a JSON value, found an empty text
                help: write {} for an empty message
                fix: write `{}`: 1:1 "" -> "{}"
            "  \n"
            1:1 "" error json-syntax: expected a JSON value, found an empty text
                help: write {} for an empty message
                fix: write `{}`: 1:1 "" -> "{}"
            "{} x"
            1:4 "x" error json-syntax: expected the end of the text, found 'x'
                help: the text is one value; remove what is behind it
            "[1,]"
            1:3 "," error json-syntax: expected a value behind ',', found ']'
                help: remove the `,`
                fix: remove the `,`: 1:3 "," -> ""
            "{\"a\": 1,}"
            1:8 "," error json-syntax: expected a member behind ',', found '}'
                help: remove the `,`
                fix: remove the `,`: 1:8 "," -> ""
            "{,}"
            1:2 "," error json-syntax: expected a key in double quotes, found ','
                help: remove the `,`
                fix: remove the `,`: 1:2 "," -> ""
            "[,1]"
            1:2 "," error json-syntax: expected a value, found ','
                help: write a value here, or remove the `,`
                fix: remove the `,`: 1:2 "," -> ""
        "#]],
    );
    check_syntax(
        &[
            "{ // hm\n}",
            "{} /* hm */",
            "# hm\n{}",
            "{'a': 1}",
            "{a: 1}",
            "{\"a\": 'b'}",
            "{\"a\": True}",
            "{\"a\": nil}",
            "[NaN]",
            "{\"a\": admin}",
        ],
        expect![[r##"
            "{ // hm\n}"
            1:3 "// hm" error json-syntax: expected JSON, found a comment
                help: JSON has no comments; remove it
                fix: remove the comment: 1:3 "// hm" -> ""
            "{} /* hm */"
            1:4 "/* hm */" error json-syntax: expected JSON, found a comment
                help: JSON has no comments; remove it
                fix: remove the comment: 1:4 "/* hm */" -> ""
            "# hm\n{}"
            1:1 "# hm" error json-syntax: expected JSON, found a comment
                help: JSON has no comments; remove it
                fix: remove the comment: 1:1 "# hm" -> ""
            "{'a': 1}"
            1:2 "'a'" error json-syntax: expected a key in double quotes, found a single quote
                help: strings are written in double quotes: "…"
                fix: use double quotes: 1:2 "'a'" -> "\"a\""
            "{a: 1}"
            1:2 "a" error json-syntax: expected a key in double quotes, found 'a'
                help: write it in quotes: "a"
                fix: put it in quotes: 1:2 "a" -> "\"a\""
            "{\"a\": 'b'}"
            1:7 "'b'" error json-syntax: expected a value in double quotes, found a single quote
                help: strings are written in double quotes: "…"
                fix: use double quotes: 1:7 "'b'" -> "\"b\""
            "{\"a\": True}"
            1:7 "True" error json-syntax: expected a value, found 'True'
                help: write `true`
                fix: replace by `true`: 1:7 "True" -> "true"
            "{\"a\": nil}"
            1:7 "nil" error json-syntax: expected a value, found 'nil'
                help: write `null`
                fix: replace by `null`: 1:7 "nil" -> "null"
            "[NaN]"
            1:2 "NaN" error json-syntax: expected a value, found 'NaN'
                help: write it in quotes: "NaN"
                fix: replace by `"NaN"`: 1:2 "NaN" -> "\"NaN\""
            "{\"a\": admin}"
            1:7 "admin" error json-syntax: expected a value, found 'admin'
                help: if it is a text, write it in quotes: "admin"
                fix: replace by `"admin"`: 1:7 "admin" -> "\"admin\""
        "##]],
    );
    check_syntax(
        &["{\"a\": {\"b\": [1, 2}", "{\"a\": 1", "[1, [2, 3]", "{\"a\"", "{\"a\":", "]", "{\"a\": 1]", "{\"a\" 1}"],
        expect![[r#"
            "{\"a\": {\"b\": [1, 2}"
            1:1 "{" error json-syntax: expected '}' to close this '{', found the end of the text
                help: add a '}'
                fix: add `}`: 1:19 "" -> "}"
            1:18 "}" error json-syntax: expected ',' or ']', found '}'
                1:13 "[": this '[' is open
                help: close it with ']'
                fix: insert `]`: 1:18 "" -> "]"
            "{\"a\": 1"
            1:1 "{" error json-syntax: expected '}' to close this '{', found the end of the text
                help: add a '}'
                fix: add `}`: 1:8 "" -> "}"
            "[1, [2, 3]"
            1:1 "[" error json-syntax: expected ']' to close this '[', found the end of the text
                help: add a ']'
                fix: add `]`: 1:11 "" -> "]"
            "{\"a\""
            1:1 "{" error json-syntax: expected '}' to close this '{', found the end of the text
                help: add a '}'
                fix: add `}`: 1:5 "" -> "}"
            1:5 "" error json-syntax: expected ':' behind the key "a", found the end of the text
                help: a member is written `"key": value`
            "{\"a\":"
            1:1 "{" error json-syntax: expected '}' to close this '{', found the end of the text
                help: add a '}'
                fix: add `}`: 1:6 "" -> "}"
            1:6 "" error json-syntax: expected a value, found the end of the text
                help: write a value behind the key, or remove the key
            "]"
            1:1 "]" error json-syntax: expected a value, found ']'
                help: write a value here, or remove what asks for one
            "{\"a\": 1]"
            1:8 "]" error json-syntax: expected ',' or '}', found ']'
                1:1 "{": this '{' is open
                help: close it with '}'
                fix: replace by `}`: 1:8 "]" -> "}"
            "{\"a\" 1}"
            1:6 "1" error json-syntax: expected ':' behind the key "a", found '1'
                help: a member is written `"key": value`
                fix: insert `:`: 1:5 "" -> ":"
        "#]],
    );
    check_syntax(
        &["{\"a\": 1 \"b\": 2}", "{\"a\": 1 // x\n}", "{\n  \"a\": 1\n  \"b\": 2\n}", "[1 2]", "[[1] [2]]"],
        expect![[r#"
            "{\"a\": 1 \"b\": 2}"
            1:9 "\"" error json-syntax: expected ',' or '}', found '"'
                help: separate values with `,`
                fix: insert `,`: 1:8 "" -> ","
            "{\"a\": 1 // x\n}"
            1:9 "// x" error json-syntax: expected JSON, found a comment
                help: JSON has no comments; remove it
                fix: remove the comment: 1:9 "// x" -> ""
            "{\n  \"a\": 1\n  \"b\": 2\n}"
            2:9 "" error json-syntax: expected ',' or '}', found '"'
                help: separate values with `,`
                fix: insert `,`: 2:9 "" -> ","
            "[1 2]"
            1:4 "2" error json-syntax: expected ',' or ']', found '2'
                help: separate values with `,`
                fix: insert `,`: 1:3 "" -> ","
            "[[1] [2]]"
            1:6 "[" error json-syntax: expected ',' or ']', found '['
                help: separate values with `,`
                fix: insert `,`: 1:5 "" -> ","
        "#]],
    );
    check_syntax(
        &["01", "-", "1.", ".5", "+1", "1e", "0x1F", "1_000", "1.5.2", "-a"],
        expect![[r#"
            "01"
            1:2 "1" error json-syntax: expected no digit behind a leading 0, found '1'
                help: numbers are decimal, such as 12, -0.5 or 1e6
                fix: replace by `1`: 1:1 "01" -> "1"
            "-"
            1:2 "" error json-syntax: expected a digit, found the end of the text
                help: numbers are decimal, such as 12, -0.5 or 1e6
            "1."
            1:3 "" error json-syntax: expected a digit behind '.', found the end of the text
                help: numbers are decimal, such as 12, -0.5 or 1e6
                fix: replace by `1`: 1:1 "1." -> "1"
            ".5"
            1:1 "." error json-syntax: expected a digit, found '.'
                help: numbers are decimal, such as 12, -0.5 or 1e6
                fix: replace by `0.5`: 1:1 ".5" -> "0.5"
            "+1"
            1:1 "+" error json-syntax: expected a digit, found '+'
                help: numbers are decimal, such as 12, -0.5 or 1e6
                fix: replace by `1`: 1:1 "+1" -> "1"
            "1e"
            1:3 "" error json-syntax: expected a digit in the exponent, found the end of the text
                help: numbers are decimal, such as 12, -0.5 or 1e6; a text is written in quotes: "1e"
                fix: put it in quotes: 1:1 "1e" -> "\"1e\""
            "0x1F"
            1:2 "x1F" error json-syntax: expected ',' or the end of the value behind the number, found 'x1F'
                help: numbers are decimal, such as 12, -0.5 or 1e6
                fix: replace by `31`: 1:1 "0x1F" -> "31"
            "1_000"
            1:2 "_000" error json-syntax: expected ',' or the end of the value behind the number, found '_000'
                help: numbers are decimal, such as 12, -0.5 or 1e6
                fix: replace by `1000`: 1:1 "1_000" -> "1000"
            "1.5.2"
            1:4 "." error json-syntax: expected ',' or the end of the value behind the number, found '.'
                help: numbers are decimal, such as 12, -0.5 or 1e6; a text is written in quotes: "1.5.2"
                fix: put it in quotes: 1:1 "1.5.2" -> "\"1.5.2\""
            "-a"
            1:2 "a" error json-syntax: expected a digit, found 'a'
                help: numbers are decimal, such as 12, -0.5 or 1e6; a text is written in quotes: "-a"
                fix: put it in quotes: 1:1 "-a" -> "\"-a\""
        "#]],
    );
    check_syntax(
        &[
            "\"ab",
            "\"a\nb\"",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u12\"",
            "\"\\u+123\"",
            "\"\u{1}\"",
            "\"\\",
            "\"ä\\ö\"",
        ],
        expect![[r#"
            "\"ab"
            1:1 "\"ab" error json-syntax: expected '"' to close this string, found the end of the line
                help: close the string with '"'; a line break in it is written \n
                fix: insert `"`: 1:4 "" -> "\""
            "\"a\nb\""
            1:3 "\n" error json-syntax: expected no line break in a string, found one
                help: a line break in a string is written \n
                fix: write it as `\n`: 1:3 "\n" -> "\\n"
            "\"\\x\""
            1:2 "\\x" error json-syntax: expected an escape, found '\x'
                help: escapes are \" \\ \/ \b \f \n \r \t and \u with four hex digits
                fix: write `\\` for a backslash: 1:2 "\\" -> "\\\\"
            "\"\\ud800\""
            1:2 "\\ud800" error json-syntax: expected a character, found half of a surrogate pair: \ud800
                help: characters above U+FFFF are two escapes, such as \ud83d\ude00, or the character itself
            "\"\\udc00\\ud800\""
            1:2 "\\udc00" error json-syntax: expected a character, found half of a surrogate pair: \udc00
                help: characters above U+FFFF are two escapes, such as \ud83d\ude00, or the character itself
            1:8 "\\ud800" error json-syntax: expected a character, found half of a surrogate pair: \ud800
                help: characters above U+FFFF are two escapes, such as \ud83d\ude00, or the character itself
            "\"\\u12\""
            1:2 "\\u" error json-syntax: expected four hex digits behind \u
                help: write for example \u00e4
            "\"\\u+123\""
            1:2 "\\u" error json-syntax: expected four hex digits behind \u
                help: write for example \u00e4
            "\"\u{1}\""
            1:2 "\u{1}" error json-syntax: expected no control character in a string, found U+0001
                help: write it as \u0001
                fix: write it as `\u0001`: 1:2 "\u{1}" -> "\\u0001"
            "\"\\"
            1:1 "\"\\" error json-syntax: expected '"' to close this string, found the end of the line
                help: close the string with '"'; a line break in it is written \n
                fix: insert `"`: 1:3 "" -> "\""
            "\"ä\\ö\""
            1:3 "\\ö" error json-syntax: expected an escape, found '\ö'
                help: escapes are \" \\ \/ \b \f \n \r \t and \u with four hex digits
                fix: write `\\` for a backslash: 1:3 "\\" -> "\\\\"
        "#]],
    );
    check_syntax(
        &["“a”", "{“a”: 1}", "\u{feff}{}", "ä"],
        expect![[r#"
            "“a”"
            1:1 "“a”" error json-syntax: expected a value in double quotes, found '“'
                help: strings are written in double quotes: "…"
                fix: use double quotes: 1:1 "“a”" -> "\"a\""
            "{“a”: 1}"
            1:2 "“a”" error json-syntax: expected a key in double quotes, found '“'
                help: strings are written in double quotes: "…"
                fix: use double quotes: 1:2 "“a”" -> "\"a\""
            "\u{feff}{}"
            "ä"
            1:1 "ä" error json-syntax: expected a value, found 'ä'
        "#]],
    );
}

#[test]
fn deep_json_is_refused() {
    let text = "[".repeat(100_000);
    let (_, diagnostics) = json::parse(&text);
    let messages: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(messages, ["arrays and objects are nested more than 250 levels deep"]);
    assert!(json::parse(&format!("{}{}", "[".repeat(250), "]".repeat(250))).1.is_empty());
}

#[test]
fn good_json_is_read() {
    check(
        "demo.User",
        "{\"userName\": \"Alice\", \"age\": 30, \"roles\": [\"a\", \"b\"]}",
        expect![[r#"
        {"userName":"Alice","age":30,"roles":["a","b"]}
    "#]],
    );
    check(
        "demo.User",
        "\u{feff}{\"user_name\": null, \"age\": 3e1, \"roles\": []}",
        expect![[r#"
        {"age":30}
    "#]],
    );
    check(
        "demo.All",
        r#"{"i32": "-5", "i64": "9007199254740993", "u64": 18446744073709551615, "fl": "NaN", "db": "-Infinity", "bo": true,
            "by": "-_8", "kind": "RED", "kinds": [2, "GREEN", -5], "maybe": 0, "by_i32": {"7": {}, "-1": {"st": "ä"}}, "byBool": {"true": "RED"},
            "none": null, "dbs": [1, 0.1, -0.0, 1e300, "2.5"], "fls": [0.1, 3.4028235e38]}"#,
        expect![[r#"
            {"i32":-5,"i64":"9007199254740993","u64":"18446744073709551615","fl":"NaN","db":"-Infinity","bo":true,"by":"+/8=","kind":"RED","fls":[0.1,3.4028235e+38],"dbs":[1,0.1,-0.0,1e+300,2.5],"kinds":["GREEN","GREEN","BELOW"],"maybe":0,"byI32":{"-1":{"st":"ä"},"7":{}},"byBool":{"true":"RED"},"none":null}
        "#]],
    );
    check(
        "demo.Odd",
        r#"{"__proto__": "a", "constructor": "b", "toString": {"__proto__": 1, "constructor": 2, "": 3}}"#,
        expect![[r#"
            {"Proto":"a","constructor":"b","toString":{"":3,"__proto__":1,"constructor":2}}
        "#]],
    );
    check(
        "old.Part",
        r#"{"id": 1, "extra": {"note": "n"}, "[old.tag]": "t", "[old.counts]": [1, 2], "[old.sub]": {"id": 2}, "[old.Holder.inner]": 5}"#,
        expect![[r#"
            {"id":1,"extra":{"note":"n"},"[old.tag]":"t","[old.counts]":[1,2],"[old.sub]":{"id":2},"[old.Holder.inner]":5}
        "#]],
    );
}

#[test]
fn empty_text_has_a_help() {
    check(
        "demo.User",
        "",
        expect![[r#"
            1:1 "" error json-syntax: expected a JSON value, found an empty text
                help: write {} for an empty message
                fix: write `{}`: 1:1 "" -> "{}"
        "#]],
    );
    check(
        "demo.User",
        " \n ",
        expect![[r#"
            1:1 "" error json-syntax: expected a JSON value, found an empty text
                help: write {} for an empty message
                fix: write `{}`: 1:1 "" -> "{}"
        "#]],
    );
    check(
        "demo.User",
        "[]",
        expect![[r#"
        1:1 "[]" error json-type: expected an object for demo.User, found an array
    "#]],
    );
    check(
        "demo.User",
        "{}",
        expect![[r#"
        {}
    "#]],
    );
}

#[test]
fn all_errors_of_a_text_are_found() {
    check(
        "demo.User",
        "{\n  \"usrName\": \"Alice\",\n  \"age\": \"abc\",\n  \"roles\": [1, null, \"x\"],\n  \"street\": {\"a\": [1]},\n  \"age\": 5,\n  \"user_name\": 7\n}",
        expect![[r#"
            2:3 "\"usrName\"" error json-unknown-field: message demo.User has no field 'usrName'
                help: did you mean "userName"?
                fix: replace by "userName": 2:3 "\"usrName\"" -> "\"userName\""
                fix: remove it: 2:3 "\"usrName\": \"Alice\",\n  " -> ""
            3:10 "\"abc\"" error json-type: expected int32, found string "abc"
                help: write a whole number
            4:13 "1" error json-type: expected string, found number 1
                help: write it in quotes: "1"
                fix: put it in quotes: 4:13 "1" -> "\"1\""
            4:16 "null" error json-null: expected string, found null in an array
                help: a repeated field has no absent elements; remove it
                fix: remove it: 4:14 ", null" -> ""
            5:3 "\"street\"" error json-unknown-field: message demo.User has no field 'street'
                help: its fields are "userName", "age", "roles"
                fix: remove it: 4:26 ",\n  \"street\": {\"a\": [1]}" -> ""
            6:3 "\"age\"" error json-duplicate-key: the key "age" is there twice
                3:3 "\"age\"": first here
                help: remove one of them
                fix: remove this one: 5:23 ",\n  \"age\": 5" -> ""
                fix: remove the first one: 2:21 ",\n  \"age\": \"abc\"" -> ""
            7:16 "7" error json-type: expected string, found number 7
                help: write it in quotes: "7"
                fix: put it in quotes: 7:16 "7" -> "\"7\""
        "#]],
    );
    check(
        "demo.User",
        r#"{"userName": "a", "user_name": "b"}"#,
        expect![[r#"
            1:19 "\"user_name\"" error json-duplicate-key: "userName" and "user_name" mean the same
                1:2 "\"userName\"": first here
                help: remove one of them
                fix: remove this one: 1:17 ", \"user_name\": \"b\"" -> ""
                fix: remove the first one: 1:2 "\"userName\": \"a\", " -> ""
        "#]],
    );
    check(
        "demo.All",
        r#"{"i32": 2147483648, "u32": -1, "i64": "9223372036854775808", "u64": 1.5, "fl": 1e39, "db": 1e400, "bo": "true", "st": 5, "by": "a!b", "kind": "red", "kinds": ["BLUE", 99, 1.5], "all": [], "i32s": 5}"#,
        expect![[r#"
            1:9 "2147483648" error json-type: expected int32, found 2147483648, which is out of its range
                help: int32 goes from -2147483648 to 2147483647
            1:28 "-1" error json-type: expected uint32, found -1, which is out of its range
                help: uint32 goes from 0 to 4294967295
            1:39 "\"9223372036854775808\"" error json-type: expected int64, found 9223372036854775808, which is out of its range
                help: int64 goes from -9223372036854775808 to 9223372036854775807
            1:69 "1.5" error json-type: expected uint64, found number 1.5 with a fraction
                help: write a whole number
            1:80 "1e39" error json-type: expected float, found 1e39, which is out of its range
                help: the greatest float is about 3.4e38, the greatest double about 1.8e308
            1:92 "1e400" error json-type: expected double, found 1e400, which is out of its range
                help: the greatest float is about 3.4e38, the greatest double about 1.8e308
            1:105 "\"true\"" error json-type: expected bool, found string "true"
                help: write true or false, without quotes
                fix: replace by `true`: 1:105 "\"true\"" -> "true"
            1:119 "5" error json-type: expected string, found number 5
                help: write it in quotes: "5"
                fix: put it in quotes: 1:119 "5" -> "\"5\""
            1:128 "\"a!b\"" error json-type: expected base64, found '!' as character 2
                help: bytes are written as base64, such as "aGk="
                fix: write the text's bytes as base64: 1:128 "\"a!b\"" -> "\"YSFi\""
            1:143 "\"red\"" error json-type: expected a value of enum demo.Kind, found string "red"
                help: did you mean "RED"?
                fix: replace by `"RED"`: 1:143 "\"red\"" -> "\"RED\""
            1:160 "\"BLUE\"" error json-type: expected a value of enum demo.Kind, found string "BLUE"
                help: its values are "PLAIN", "RED", "GREEN", "BELOW"
            1:168 "99" warning json-enum: enum demo.Kind has no value with the number 99
            1:172 "1.5" error json-type: expected a value of enum demo.Kind, found number 1.5
                help: the number of an enum value is an int32
            1:185 "[]" error json-type: expected an object for demo.All, found an array
            1:197 "5" error json-type: expected an array of int32, found number 5
                help: the field is repeated: […]
                fix: put it in an array: 1:197 "5" -> "[5]"
        "#]],
    );
    check(
        "demo.All",
        r#"{"left": "a", "right": 5, "byName": {"a": "x", "a": "y", "b": null}, "byI32": {"x": {}, "1": {}, "1.0": {}}, "byBool": {"yes": 1}, "byS64": []}"#,
        expect![[r#"
            1:15 "\"right\"" error json-oneof: oneof 'choice' has a value already, found 'right', too
                1:2 "\"left\"": its value is here
                help: of the fields of a oneof only one can be set; remove the others
                fix: remove this one: 1:13 ", \"right\": 5" -> ""
                fix: remove the first one: 1:2 "\"left\": \"a\", " -> ""
            1:48 "\"a\"" error json-duplicate-key: the key "a" is there twice
                1:38 "\"a\"": first here
                help: remove one of them
                fix: remove this one: 1:46 ", \"a\": \"y\"" -> ""
                fix: remove the first one: 1:38 "\"a\": \"x\", " -> ""
            1:63 "null" error json-null: expected string, found null in a map
                help: a map has no absent values; remove the entry
                fix: remove it: 1:56 ", \"b\": null" -> ""
            1:80 "\"x\"" error json-type: expected a key of kind int32, found "x"
                help: write the number in quotes, such as "12"
            1:98 "\"1.0\"" error json-duplicate-key: "1" and "1.0" mean the same
                1:89 "\"1\"": first here
                help: remove one of them
                fix: remove this one: 1:96 ", \"1.0\": {}" -> ""
                fix: remove the first one: 1:87 ", \"1\": {}" -> ""
            1:121 "\"yes\"" error json-type: expected a key of kind bool, found "yes"
                help: the keys are "true" and "false"
            1:141 "[]" error json-type: expected an object for a map, found an array
                help: write {"key": value}
        "#]],
    );
    check(
        "demo.All",
        r#"{"left": null, "right": 5, "nonsense": 1, "by": 7, "s32": {}, "f64": true}"#,
        expect![[r#"
            1:28 "\"nonsense\"" error json-unknown-field: message demo.All has no field 'nonsense'
                help: add the field to message All, or remove it here
                fix: remove it: 1:26 ", \"nonsense\": 1" -> ""
            1:49 "7" error json-type: expected bytes, found number 7
                help: write the bytes as base64 in quotes, such as "aGk="
            1:59 "{}" error json-type: expected sint32, found an object
            1:70 "true" error json-type: expected fixed64, found true
                fix: replace by `1`: 1:70 "true" -> "1"
        "#]],
    );
    check(
        "old.Part",
        r#"{"[old.tg]": 1, "[demo.x]": 2, "[old.sub]": {}}"#,
        expect![[r#"
            1:1 "{" warning json-required: required field 'id' of old.Part is missing
                help: a reader may refuse the message without it
            1:2 "\"[old.tg]\"" error json-unknown-field: message old.Part has no field '[old.tg]'
                help: did you mean "[old.tag]"?
                fix: replace by "[old.tag]": 1:2 "\"[old.tg]\"" -> "\"[old.tag]\""
                fix: remove it: 1:2 "\"[old.tg]\": 1, " -> ""
            1:17 "\"[demo.x]\"" error json-unknown-field: message old.Part has no field '[demo.x]'
                help: its fields are "id", "extra"
                fix: remove it: 1:15 ", \"[demo.x]\": 2" -> ""
            1:45 "{" warning json-required: required field 'id' of old.Part is missing
                help: a reader may refuse the message without it
        "#]],
    );
    check(
        "demo.Odd",
        r#"{"__proto": "a", "toString": {"a": "b"}, "hasOwnProperty": 1}"#,
        expect![[r#"
            1:2 "\"__proto\"" error json-unknown-field: message demo.Odd has no field '__proto'
                help: did you mean "Proto"?
                fix: replace by "Proto": 1:2 "\"__proto\"" -> "\"Proto\""
                fix: remove it: 1:2 "\"__proto\": \"a\", " -> ""
            1:36 "\"b\"" error json-type: expected int32, found string "b"
                help: write a whole number
            1:42 "\"hasOwnProperty\"" error json-unknown-field: message demo.Odd has no field 'hasOwnProperty'
                help: its fields are "Proto", "constructor", "toString"
                fix: remove it: 1:40 ", \"hasOwnProperty\": 1" -> ""
        "#]],
    );
}

#[test]
fn known_types_have_their_own_json() {
    check(
        "demo.Known",
        r#"{"time": "2024-02-29T12:30:00.5Z", "span": "-1.500s", "mask": "userName,address.street", "data": {"b": [1, null, {"x": true}], "a": "s"},
            "value": null, "list": [1, "a", []], "i64": "5", "text": "", "flag": false, "empty": {}, "null": null, "values": [null, 1, {"a": null}], "db": "NaN", "by": "aGk",
            "byName": {"x": null, "y": {}}, "i32s": [1, 2]}"#,
        expect![[r#"
            {"time":"2024-02-29T12:30:00.500Z","span":"-1.500s","mask":"userName,address.street","data":{"a":"s","b":[1,null,{"x":true}]},"value":null,"list":[1,"a",[]],"i64":"5","text":"","flag":false,"empty":{},"values":[null,1,{"a":null}],"db":"NaN","by":"aGk=","byName":{"x":null,"y":{}},"i32s":[1,2]}
        "#]],
    );
    check(
        "google.protobuf.Timestamp",
        "\"1970-01-01T00:00:00Z\"",
        expect![[r#"
        "1970-01-01T00:00:00Z"
    "#]],
    );
    check(
        "google.protobuf.Value",
        "[1]",
        expect![[r#"
            [1]
        "#]],
    );
    check(
        "demo.Known",
        r#"{"time": "yesterday", "span": 5, "mask": "user_name", "data": [], "list": {}, "i64": "x", "flag": 1, "empty": {"a": 1}, "null": 1, "value": {"a": 1, "a": 2}, "values": [1e999], "text": null, "i32s": [null]}"#,
        expect![[r#"
            1:10 "\"yesterday\"" error json-type: expected a timestamp, found string "yesterday": the year has to have 4 digits
                help: write it as "2024-02-29T12:30:00Z"
            1:31 "5" error json-type: expected a duration, found number 5
                help: write it as "1.5s"
                fix: replace by `"5s"`: 1:31 "5" -> "\"5s\""
            1:42 "\"user_name\"" error json-type: expected a field mask, found string "user_name": path "user_name" has to be in lowerCamelCase: "userName"
                help: write it as "name,address.street"
                fix: replace by `"userName"`: 1:42 "\"user_name\"" -> "\"userName\""
            1:63 "[]" error json-type: expected an object, found an array
            1:75 "{}" error json-type: expected an array, found an object
            1:86 "\"x\"" error json-type: expected int64, found string "x"
                help: write a whole number
            1:99 "1" error json-type: expected bool, found number 1
                help: write true or false, without quotes
                fix: replace by `true`: 1:99 "1" -> "true"
            1:112 "\"a\"" error json-unknown-field: message google.protobuf.Empty has no field 'a'
                help: it has no fields; write {}
                fix: remove it: 1:112 "\"a\": 1" -> ""
            1:129 "1" warning json-enum: enum google.protobuf.NullValue has no value with the number 1
            1:150 "\"a\"" error json-duplicate-key: the key "a" is there twice
                1:142 "\"a\"": first here
                help: remove one of them
                fix: remove this one: 1:148 ", \"a\": 2" -> ""
                fix: remove the first one: 1:142 "\"a\": 1, " -> ""
            1:170 "1e999" error json-type: expected double, found 1e999, which is out of its range
                help: the greatest float is about 3.4e38, the greatest double about 1.8e308
            1:201 "null" error json-null: expected google.protobuf.Int32Value, found null in an array
                help: a repeated field has no absent elements; remove it
                fix: remove it: 1:201 "null" -> ""
        "#]],
    );
    check(
        "demo.Known",
        r#"{"span": "1.5", "time": "2024-02-30T00:00:00Z", "null": "NULL_VALUE"}"#,
        expect![[r#"
            1:10 "\"1.5\"" error json-type: expected a duration, found string "1.5": an 's' belongs behind the seconds
                help: write it as "1.5s"
                fix: replace by `"1.5s"`: 1:10 "\"1.5\"" -> "\"1.5s\""
            1:25 "\"2024-02-30T00:00:00Z\"" error json-type: expected a timestamp, found string "2024-02-30T00:00:00Z": the days of 2024-02 go from 01 to 29
                help: write it as "2024-02-29T12:30:00Z"
        "#]],
    );
}

#[test]
fn known_types_say_what_is_wrong() {
    check(
        "demo.Known",
        r#"{"time": "2024-02-29 12:30:00Z", "span": "1.5", "mask": "a,,b", "data": {"a": {"b": [1e999]}}, "list": [[{"a": 1, "a": 2}]]}"#,
        expect![[r#"
            1:10 "\"2024-02-29 12:30:00Z\"" error json-type: expected a timestamp, found string "2024-02-29 12:30:00Z": expected 'T' behind the day
                help: write it as "2024-02-29T12:30:00Z"
                fix: replace by `"2024-02-29T12:30:00Z"`: 1:10 "\"2024-02-29 12:30:00Z\"" -> "\"2024-02-29T12:30:00Z\""
            1:42 "\"1.5\"" error json-type: expected a duration, found string "1.5": an 's' belongs behind the seconds
                help: write it as "1.5s"
                fix: replace by `"1.5s"`: 1:42 "\"1.5\"" -> "\"1.5s\""
            1:57 "\"a,,b\"" error json-type: expected a field mask, found string "a,,b": there is an empty path
                help: write it as "name,address.street"
                fix: replace by `"a,b"`: 1:57 "\"a,,b\"" -> "\"a,b\""
            1:86 "1e999" error json-type: expected double, found 1e999, which is out of its range
                help: the greatest float is about 3.4e38, the greatest double about 1.8e308
            1:115 "\"a\"" error json-duplicate-key: the key "a" is there twice
                1:107 "\"a\"": first here
                help: remove one of them
                fix: remove this one: 1:113 ", \"a\": 2" -> ""
                fix: remove the first one: 1:107 "\"a\": 1, " -> ""
        "#]],
    );
    check(
        "google.protobuf.Timestamp",
        "12",
        expect![[r#"
            1:1 "12" error json-type: expected a timestamp, found number 12
                help: write it as "2024-02-29T12:30:00Z"
                fix: replace by `"1970-01-01T00:00:12Z"`: 1:1 "12" -> "\"1970-01-01T00:00:12Z\""
        "#]],
    );
}

#[test]
fn any_is_resolved_in_the_schema() {
    check(
        "demo.Known",
        r#"{"any": {"@type": "type.googleapis.com/demo.User", "userName": "Alice", "age": 30}}"#,
        expect![[r#"
            {"any":{"@type":"type.googleapis.com/demo.User","userName":"Alice","age":30}}
        "#]],
    );
    check(
        "demo.Known",
        r#"{"any": {"value": "1.5s", "@type": "type.googleapis.com/google.protobuf.Duration"}}"#,
        expect![[r#"
            {"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1.500s"}}
        "#]],
    );
    check(
        "demo.Known",
        r#"{"any": {"@type": "x/google.protobuf.Any", "value": {"@type": "y/demo.User", "age": 1}}}"#,
        expect![[r#"
            {"any":{"@type":"x/google.protobuf.Any","value":{"@type":"y/demo.User","age":1}}}
        "#]],
    );
    check(
        "demo.Known",
        r#"{"any": {"@type": "x/google.protobuf.Empty"}}"#,
        expect![[r#"
        {"any":{"@type":"x/google.protobuf.Empty","value":{}}}
    "#]],
    );
    check(
        "demo.Known",
        r#"{"any": {}}"#,
        expect![[r#"
        {"any":{}}
    "#]],
    );
    check(
        "demo.Known",
        r#"{"any": {"@type": "type.googleapis.com/demo.Usr"}}"#,
        expect![[r#"
            1:19 "\"type.googleapis.com/demo.Usr\"" error json-any: type "demo.Usr" is not in the schema
                help: did you mean "type.googleapis.com/demo.User"?
                fix: replace by `"type.googleapis.com/dem…`: 1:19 "\"type.googleapis.com/demo.Usr\"" -> "\"type.googleapis.com/demo.User\""
        "#]],
    );
    check(
        "demo.Known",
        r#"{"any": {"@type": "demo.User"}}"#,
        expect![[r#"
            1:19 "\"demo.User\"" error json-any: expected a type URL with a '/', found string "demo.User"
                help: write "@type": "type.googleapis.com/package.Message"
                fix: replace by `"type.googleapis.com/dem…`: 1:19 "\"demo.User\"" -> "\"type.googleapis.com/demo.User\""
        "#]],
    );
    check(
        "demo.Known",
        r#"{"any": {"@type": 5}}"#,
        expect![[r#"
        1:19 "5" error json-any: expected a type URL, found number 5
            help: write "@type": "type.googleapis.com/package.Message"
    "#]],
    );
    check(
        "demo.Known",
        r#"{"any": {"name": 5}}"#,
        expect![[r#"
        1:9 "{" error json-any: expected "@type" among the members of an Any
            help: write "@type": "type.googleapis.com/package.Message"
    "#]],
    );
    check(
        "demo.Known",
        r#"{"any": {"@type": "x/google.protobuf.Duration", "seconds": 5}}"#,
        expect![[r#"
            1:9 "{" error json-any: expected "value" in an Any of google.protobuf.Duration
                help: the type has a JSON form of its own; write it as "value"
            1:49 "\"seconds\"" error json-unknown-field: expected only "@type" and "value" in an Any of google.protobuf.Duration
                fix: remove it: 1:47 ", \"seconds\": 5" -> ""
        "#]],
    );
    check(
        "demo.Known",
        r#"{"any": {"@type": "x/demo.User", "@type": "x/demo.User", "nme": 5}}"#,
        expect![[r#"
            1:34 "\"@type\"" error json-duplicate-key: the key "@type" is there twice
                1:10 "\"@type\"": first here
                help: remove one of them
                fix: remove this one: 1:32 ", \"@type\": \"x/demo.User\"" -> ""
                fix: remove the first one: 1:10 "\"@type\": \"x/demo.User\", " -> ""
            1:58 "\"nme\"" error json-unknown-field: message demo.User has no field 'nme'
                help: its fields are "userName", "age", "roles"
                fix: remove it: 1:56 ", \"nme\": 5" -> ""
        "#]],
    );
}

#[test]
fn messages_may_be_nested_a_hundred_levels_deep() {
    let nested = |depth: usize| format!("{}{{}}{}", "{\"all\": ".repeat(depth), "}".repeat(depth));
    let root_all = root("demo.All");
    let message = from_json(&root_all, &nested(99)).message().unwrap();
    let bytes = encode(&message);
    // No `assert_eq`: to print a message of a recursive type recurses for ever.
    assert!(decode(&root_all, &bytes, &[]).message == message, "what can be written can be read");
    assert!(to_json(&message).is_ok());
    check(
        "demo.All",
        &nested(100),
        expect![[r#"
        1:801 "{" error json-depth: messages are nested more than 100 levels deep
            help: readers of the binary format stop there, too; write fewer levels
    "#]],
    );
    let any = |depth: usize| {
        let open = r#"{"@type": "x/google.protobuf.Any", "value": "#;
        format!("{{\"any\": {}{{}}{}}}", open.repeat(depth), "}".repeat(depth))
    };
    assert!(from_json(&root("demo.Known"), &any(90)).bytes.is_some());
    check(
        "demo.Known",
        &any(120),
        expect![[r#"
        1:4365 "{" error json-depth: messages are nested more than 100 levels deep
            help: readers of the binary format stop there, too; write fewer levels
    "#]],
    );
    let structs = |depth: usize| format!("{{\"data\": {}{{}}{}}}", "{\"a\": ".repeat(depth), "}".repeat(depth));
    assert!(from_json(&root("demo.Known"), &structs(30)).bytes.is_some());
    check(
        "demo.Known",
        &structs(60),
        expect![[r#"
        1:208 "{" error json-depth: messages are nested more than 100 levels deep
            help: readers of the binary format stop there, too; write fewer levels
    "#]],
    );
}

/// Runs on a bounded stack. An unoptimised build needs between 2 and 3 MiB; an optimised one gets by with 512 KiB, and a wasm
/// instance has 1 MiB.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(4 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn deep_messages_do_not_overflow_the_stack() {
    on_a_small_stack(|| {
        for (open, close) in
            [("{\"all\": ", "}"), ("{\"alls\": [", "]}"), ("{\"byI32\": {\"1\": ", "}}"), ("[", "]"), ("{\"x\": ", "}")]
        {
            for depth in [99, 124, 5000] {
                let text = format!("{}{{}}{}", open.repeat(depth), close.repeat(depth));
                let root = root("demo.All");
                if let Some(message) = from_json(&root, &text).message() {
                    let bytes = encode(&message);
                    assert!(decode(&root, &bytes, &[]).message == message);
                    to_json(&message).unwrap();
                }
            }
        }
        // Any in Any as bytes, which neither decoder sees through.
        let mut bytes = Vec::new();
        for _ in 0..1500 {
            let any = prost_reflect::prost_types::Any { type_url: "x/google.protobuf.Any".to_owned(), value: bytes };
            bytes = any.encode_to_vec();
        }
        let any = decode(&root("google.protobuf.Any"), &bytes, &[]).message;
        assert!(to_json(&any).unwrap_err().contains("nested more than 100 levels"));
    });
}

#[test]
fn large_texts_are_refused() {
    let text = format!("{{{}}}", " ".repeat(8 << 20));
    let parsed = from_json(&root("demo.User"), &text);
    assert!(parsed.bytes.is_none());
    expect!["expected at most 8 MiB of JSON, found 8388610 bytes"].assert_eq(&parsed.diagnostics[0].message);
}

#[test]
fn many_errors_are_capped() {
    let text = format!("{{\"roles\": [{}]}}", vec!["1"; 200_000].join(","));
    let parsed = from_json(&root("demo.User"), &text);
    assert_eq!(parsed.diagnostics.len(), 1000);
    expect!["199001 more problems are not shown"].assert_eq(&parsed.diagnostics[999].message);
    let text = format!("{{{}}}", (0..50_000).map(|n| format!("\"user_nam{n}\": 1")).collect::<Vec<_>>().join(","));
    assert_eq!(from_json(&root("demo.User"), &text).diagnostics.len(), 1000);
}

fn check_places(name: &str, text: &str, expect: Expect) {
    let parsed = from_json(&root(name), text);
    let mut shown = String::new();
    let mut last = None;
    for (at, _) in text.char_indices() {
        let path = parsed.places.at(at);
        if path != last {
            if let Some(path) = &path {
                let slice = |span: Option<Span>| span.map_or("-", |span| &text[span.range()]);
                let (member, value) = (parsed.places.member(path), parsed.places.value(path));
                shown += &format!("{at} {path} = {} | {}\n", json_cut(slice(member)), json_cut(slice(value)));
            } else {
                shown += &format!("{at} -\n");
            }
            last = path;
        }
    }
    expect.assert_eq(&shown);
}

#[test]
fn fields_have_places_in_the_text() {
    check_places(
        "demo.All",
        r#" {"st": "ä", "alls": [{"i32": 1}, {"sts": ["x", "y"]}], "byI32": {"5": {"st": ""}}, "byName": {"a\"]b": "c"}} "#,
        expect![[r#"
            2 st = "st": "ä" | "ä"
            12 -
            14 alls = "alls": [{"i32": 1}, {"sts": [ | [{"i32": 1}, {"sts": ["x", "y"
            23 alls[0] = {"i32": 1} | {"i32": 1}
            24 alls[0].i32 = "i32": 1 | 1
            32 alls[0] = {"i32": 1} | {"i32": 1}
            33 alls = "alls": [{"i32": 1}, {"sts": [ | [{"i32": 1}, {"sts": ["x", "y"
            35 alls[1] = {"sts": ["x", "y"]} | {"sts": ["x", "y"]}
            36 alls[1].sts = "sts": ["x", "y"] | ["x", "y"]
            44 alls[1].sts[0] = "x" | "x"
            47 alls[1].sts = "sts": ["x", "y"] | ["x", "y"]
            49 alls[1].sts[1] = "y" | "y"
            52 alls[1].sts = "sts": ["x", "y"] | ["x", "y"]
            53 alls[1] = {"sts": ["x", "y"]} | {"sts": ["x", "y"]}
            54 alls = "alls": [{"i32": 1}, {"sts": [ | [{"i32": 1}, {"sts": ["x", "y"
            55 -
            57 by_i32 = "byI32": {"5": {"st": ""}} | {"5": {"st": ""}}
            67 by_i32["5"] = "5": {"st": ""} | {"st": ""}
            73 by_i32["5"].st = "st": "" | ""
            81 by_i32["5"] = "5": {"st": ""} | {"st": ""}
            82 by_i32 = "byI32": {"5": {"st": ""}} | {"5": {"st": ""}}
            83 -
            85 by_name = "byName": {"a\"]b": "c"} | {"a\"]b": "c"}
            96 by_name["a\"]b"] = "a\"]b": "c" | "c"
            108 by_name = "byName": {"a\"]b": "c"} | {"a\"]b": "c"}
            109 -
        "#]],
    );
    check_places(
        "old.Part",
        r#"{"id": 1, "[old.sub]": {"[old.tag]": "t"}, "extra": {"note": "n"}}"#,
        expect![[r#"
        1 id = "id": 1 | 1
        8 -
        10 [old.sub] = "[old.sub]": {"[old.tag]": "t" | {"[old.tag]": "t"}
        24 [old.sub].[old.tag] = "[old.tag]": "t" | "t"
        40 [old.sub] = "[old.sub]": {"[old.tag]": "t" | {"[old.tag]": "t"}
        41 -
        43 extra = "extra": {"note": "n"} | {"note": "n"}
        53 extra.note = "note": "n" | "n"
        64 extra = "extra": {"note": "n"} | {"note": "n"}
        65 -
    "#]],
    );
    check_places(
        "demo.Known",
        r#"{"any": {"userName": "Alice", "@type": "x/demo.User"}, "i64": "5", "data": {"a": [1, {"b": null}]}}"#,
        expect![[r#"
            1 any = "any": {"userName": "Alice", " | {"userName": "Alice", "@type":
            8 any.value = {"userName": "Alice", "@type": | {"userName": "Alice", "@type":
            9 any.value.user_name = "userName": "Alice" | "Alice"
            28 any.value = {"userName": "Alice", "@type": | {"userName": "Alice", "@type":
            30 any.type_url = "@type": "x/demo.User" | "x/demo.User"
            52 any = "any": {"userName": "Alice", " | {"userName": "Alice", "@type":
            53 -
            55 i64 = "i64": "5" | "5"
            65 -
            67 data = "data": {"a": [1, {"b": null}] | {"a": [1, {"b": null}]}
            75 data.fields = {"a": [1, {"b": null}]} | {"a": [1, {"b": null}]}
            76 data.fields["a"] = "a": [1, {"b": null}] | [1, {"b": null}]
            81 data.fields["a"].list_value.values = [1, {"b": null}] | [1, {"b": null}]
            82 data.fields["a"].list_value.values[0].number_value = 1 | 1
            83 data.fields["a"].list_value.values = [1, {"b": null}] | [1, {"b": null}]
            85 data.fields["a"].list_value.values[1].struct_value.fields = {"b": null} | {"b": null}
            86 data.fields["a"].list_value.values[1].struct_value.fields["b"] = "b": null | null
            91 data.fields["a"].list_value.values[1].struct_value.fields["b"].null_value = null | null
            95 data.fields["a"].list_value.values[1].struct_value.fields = {"b": null} | {"b": null}
            96 data.fields["a"].list_value.values = [1, {"b": null}] | [1, {"b": null}]
            97 data.fields = {"a": [1, {"b": null}]} | {"a": [1, {"b": null}]}
            98 -
        "#]],
    );
    check_places(
        "demo.Known",
        r#"{"any": {"@type": "x/google.protobuf.Duration", "value": "1s"}}"#,
        expect![[r#"
        1 any = "any": {"@type": "x/google.pro | {"@type": "x/google.protobuf.D
        9 any.type_url = "@type": "x/google.protobuf.Du | "x/google.protobuf.Duration"
        46 any = "any": {"@type": "x/google.pro | {"@type": "x/google.protobuf.D
        48 any.value = "value": "1s" | "1s"
        61 any = "any": {"@type": "x/google.pro | {"@type": "x/google.protobuf.D
        62 -
    "#]],
    );
    check_places(
        "demo.User",
        r#"{"userName": 5, "nope": {"x": 1}, "roles": ["a"]}"#,
        expect![[r#"
        1 user_name = "userName": 5 | 5
        14 -
        34 roles = "roles": ["a"] | ["a"]
        44 roles[0] = "a" | "a"
        47 roles = "roles": ["a"] | ["a"]
        48 -
    "#]],
    );
}

#[test]
fn the_nearest_place_is_found() {
    let text = r#"{"byI32": {"5": {"st": "x"}}, "time": 1}"#;
    let places = from_json(&root("demo.All"), text).places;
    let nearest = |path: &str| places.nearest(path).map(|(path, span)| format!("{path} {}", &text[span.range()]));
    assert_eq!(nearest("by_i32[\"5\"].st").unwrap(), "by_i32[\"5\"].st \"st\": \"x\"");
    assert_eq!(
        nearest("by_i32[5].st.more").unwrap(),
        "by_i32[\"5\"].st \"st\": \"x\"",
        "a key may stand without quotes"
    );
    assert_eq!(nearest("by_i32[\"6\"].st").unwrap(), "by_i32 \"byI32\": {\"5\": {\"st\": \"x\"}}");
    assert_eq!(nearest("nope").unwrap(), format!(" {text}"));
    assert_eq!(places.member("nope"), None);
    assert_eq!(JsonPlaces::default().nearest("a"), None);
    assert_eq!(JsonPlaces::default().at(0), None);
}

#[test]
fn json_is_laid_out_for_people() {
    let text = r#"{"userName":"Alice","age":30,"roles":["admin","ops"]}"#;
    expect![[r#"
        {
          "userName": "Alice",
          "age": 30,
          "roles": ["admin", "ops"]
        }"#]]
    .assert_eq(&to_json(&from_json(&root("demo.User"), text).message().unwrap()).unwrap());
    let text = r#"{"alls":[{},{"st":"x"}],"sts":["a long role name to fill the line","and another one for the same line","x"],"i32s":[1,2,3],"byName":{"b":"2","a":"1"}}"#;
    expect![[r#"
        {
          "i32s": [1, 2, 3],
          "sts": [
            "a long role name to fill the line",
            "and another one for the same line",
            "x"
          ],
          "alls": [
            {},
            {
              "st": "x"
            }
          ],
          "byName": {
            "a": "1",
            "b": "2"
          }
        }"#]]
    .assert_eq(&to_json(&from_json(&root("demo.All"), text).message().unwrap()).unwrap());
    expect!["{}"].assert_eq(&to_json(&DynamicMessage::new(root("demo.User").descriptor().clone())).unwrap());
}

#[test]
fn json_is_minified_as_it_is_written() {
    assert_eq!(
        minify(" { \"a\\u0041\" : [ 1.50 , true , { } , [ ] , \"x y\" ] , \"b\" : null } ").unwrap(),
        r#"{"a\u0041":[1.50,true,{},[],"x y"],"b":null}"#
    );
    assert_eq!(minify("{,}"), None);
}

#[test]
fn messages_without_json_say_why() {
    let known = |bytes: &[u8]| to_json(&decode(&root("demo.Known"), bytes, &[]).message).unwrap_err();
    expect![[r#"an Any holds the type "x/y", which is not in the schema"#]].assert_eq(&known(b"\x3a\x05\x0a\x03x/y"));
    expect!["an Any holds bytes that are no demo.User"].assert_eq(&known(b"\x3a\x10\x0a\x0bx/demo.User\x12\x01\x0a"));
    expect!["a google.protobuf.Timestamp has no JSON: timestamps go from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z, found 9223372036854775807 seconds"]
        .assert_eq(&known(b"\x0a\x0c\x08\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x10\x01"));
    expect!["a google.protobuf.Timestamp has no JSON: nanos go from 0 to 999999999, found 1000000000"]
        .assert_eq(&known(b"\x0a\x06\x10\x80\x94\xeb\xdc\x03"));
    expect!["a google.protobuf.Duration has no JSON: nanos go from -999999999 to 999999999, found 1000000000"]
        .assert_eq(&known(b"\x12\x08\x08\x01\x10\x80\x94\xeb\xdc\x03"));
    expect!["a google.protobuf.Duration has no JSON: seconds and nanos have the same sign, found 1 and -1"]
        .assert_eq(&known(b"\x12\x0d\x08\x01\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
    expect![[r#"a google.protobuf.FieldMask has no JSON: path "fooBar" can't be told from lowerCamelCase"#]]
        .assert_eq(&known(b"\x1a\x08\x0a\x06fooBar"));
    expect!["a google.protobuf.Value is NaN, for which JSON has no number"]
        .assert_eq(&known(b"\x2a\x09\x11\x00\x00\x00\x00\x00\x00\xf8\x7f"));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn encoding_is_that_of_protoc() {
    // Expected bytes by hand from the encoding guide; maps as `protoc --deterministic_output` writes them.
    let encoded = |name: &str, text: &str| hex(&from_json(&root(name), text).bytes.unwrap());
    assert_eq!(
        encoded("demo.User", r#"{"userName": "Al", "age": 150, "roles": ["a", ""]}"#),
        "0a 02 41 6c 10 96 01 1a 01 61 1a 00"
    );
    assert_eq!(
        encoded("demo.All", r#"{"byName": {"b": "", "a": "x", "": ""}}"#),
        "9a 03 04 0a 00 12 00 9a 03 06 0a 01 61 12 01 78 9a 03 05 0a 01 62 12 00"
    );
    assert_eq!(
        encoded("demo.All", r#"{"byU64": {"300": 0, "2": 0}}"#),
        "b2 03 0b 08 02 11 00 00 00 00 00 00 00 00 b2 03 0c 08 ac 02 11 00 00 00 00 00 00 00 00"
    );
    assert_eq!(
        encoded(
            "demo.All",
            r#"{"i32": -1, "s32": -1, "i32s": [1, 300], "loose": [1, 2], "maybe": 0, "kind": "BELOW", "st": ""}"#
        ),
        "08 ff ff ff ff ff ff ff ff ff 01 28 01 80 01 fb ff ff ff ff ff ff ff ff 01 aa 01 03 01 ac 02 a8 02 01 a8 02 02 c8 02 00"
    );
    assert_eq!(
        encoded("old.Part", r#"{"[old.tag]": "t", "id": 1, "extra": {"note": "n"}}"#),
        "08 01 13 0a 01 6e 14 a2 06 01 74"
    );
    assert_eq!(
        encoded("demo.Known", r#"{"any": {"@type": "x/demo.User", "age": 1}}"#),
        "3a 11 0a 0b 78 2f 64 65 6d 6f 2e 55 73 65 72 12 02 10 01"
    );
}

#[test]
fn decoding_saves_what_it_can() {
    let root = root("demo.User");
    // name "Al" | age with a wire type that does not fit: an unknown field | role "r" | name that is no UTF-8
    let bytes = b"\x0a\x02Al\x12\x01x\x1a\x01r\x0a\x01\xff";
    let records = [Span::new(0, 4), Span::new(4, 7), Span::new(7, 10), Span::new(10, 13)];
    let decoded = decode(&root, bytes, &records);
    expect![[r#"{"userName":"Al","roles":["r"]}"#]].assert_eq(&minify(&to_json(&decoded.message).unwrap()).unwrap());
    let shown: String = decoded.diagnostics.iter().map(|d| format!("{:?} {}\n", d.place.span, d.message)).collect();
    expect![[r#"
        Span { start: 10, end: 13 } field 'user_name' of demo.User can't be read: invalid string value: data is not UTF-8 encoded
    "#]].assert_eq(&shown);
    assert!(decode(&root, &bytes[..4], &[]).diagnostics.is_empty());
    assert_eq!(decode(&root, b"\x0a\x05A", &[Span::new(0, 3)]).diagnostics.len(), 1);
    assert_eq!(
        decode(&root, b"\x0a", &[Span::new(7, 99)]).diagnostics.len(),
        0,
        "places outside of the bytes are empty records"
    );
}

/// A value of a kind that is no message.
fn scalar(kind: &Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Double => {
            prop_oneof![any::<f64>(), prop::sample::select(vec![0.0, -0.0, f64::INFINITY, f64::MIN_POSITIVE, f64::MAX])]
                .prop_map(Value::F64)
                .boxed()
        }
        Kind::Float => prop_oneof![any::<f32>(), prop::sample::select(vec![0.0, -0.0, f32::NEG_INFINITY, f32::MAX])]
            .prop_map(Value::F32)
            .boxed(),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => any::<i32>().prop_map(Value::I32).boxed(),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => any::<i64>().prop_map(Value::I64).boxed(),
        Kind::Uint32 | Kind::Fixed32 => any::<u32>().prop_map(Value::U32).boxed(),
        Kind::Uint64 | Kind::Fixed64 => any::<u64>().prop_map(Value::U64).boxed(),
        Kind::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::String => any::<String>().prop_map(Value::String).boxed(),
        Kind::Bytes => any::<Vec<u8>>().prop_map(|bytes| Value::Bytes(bytes.into())).boxed(),
        Kind::Enum(found) if found.name() == "NullValue" => Just(Value::EnumNumber(0)).boxed(),
        Kind::Enum(_) => {
            prop_oneof![prop::sample::select(vec![0, 1, 2, -5]), any::<i32>()].prop_map(Value::EnumNumber).boxed()
        }
        Kind::Message(_) => unreachable!(),
    }
}

fn key(kind: &Kind) -> BoxedStrategy<MapKey> {
    scalar(kind).prop_map(|value| value.into_map_key().unwrap()).boxed()
}

/// Messages of a type; fields that are messages up to `depth` levels.
fn message(root: &MessageDescriptor, depth: u32) -> BoxedStrategy<DynamicMessage> {
    let value = move |kind: &Kind| match kind {
        Kind::Message(inner) => message(inner, depth - 1).prop_map(Value::Message).boxed(),
        scalar_kind => scalar(scalar_kind),
    };
    let fields: Vec<_> = root
        .fields()
        .filter(|field| {
            depth > 0
                || !matches!(field.kind(), Kind::Message(_))
                || (field.is_map()
                    && field.kind().as_message().unwrap().map_entry_value_field().kind().as_message().is_none())
        })
        .map(|field| {
            let values = if field.is_map() {
                let entry = field.kind().as_message().unwrap().clone();
                let entries = prop::collection::vec(
                    (key(&entry.map_entry_key_field().kind()), value(&entry.map_entry_value_field().kind())),
                    0..3,
                );
                entries.prop_map(|entries| Value::Map(entries.into_iter().collect::<HashMap<_, _>>())).boxed()
            } else if field.is_list() {
                prop::collection::vec(value(&field.kind()), 0..3).prop_map(Value::List).boxed()
            } else {
                value(&field.kind())
            };
            prop::option::weighted(0.3, values).prop_map(move |value| value.map(|value| (field.clone(), value)))
        })
        .collect();
    let root = root.clone();
    fields
        .prop_map(move |fields| {
            let mut message = DynamicMessage::new(root.clone());
            fields.into_iter().flatten().for_each(|(field, value)| message.set_field(&field, value));
            message
        })
        .boxed()
}

fn json_soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "1",
        "-0.5",
        "1e5",
        "1e999",
        "\"\"",
        "\"a\"",
        "\"i32\"",
        "\"st\"",
        "\"all\"",
        "\"alls\"",
        "\"byName\"",
        "\"by_name\"",
        "\"@type\"",
        "\"x/demo.User\"",
        "\"value\"",
        "\"any\"",
        "\"data\"",
        "\"time\"",
        "\"1s\"",
        "\"1970-01-01T00:00:00Z\"",
        "\"\\u00e4\"",
        "\"ä😀\"",
        "\"__proto__\"",
        "\"constructor\"",
        "\"\\ud83d\\ude00\"",
        " ",
        "\n",
        "//",
        "'",
        "\"",
        "\\",
        "{\"st\": \"x\"}",
        "{\"all\": {",
        "}}",
        "\"NaN\"",
        "\"mask\"",
        "\"list\"",
        "\"any\": {\"@type\": \"x/demo.User\", ",
        "\"data\": {",
        "\"values\": [",
        "\"kind\": 7",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn places_are_in_the_text(text: &str, name: &str) -> Result<(), TestCaseError> {
    let parsed = from_json(&root(name), text);
    for diagnostic in &parsed.diagnostics {
        prop_assert!(text.get(diagnostic.place.span.range()).is_some(), "{diagnostic:?}");
        prop_assert!(diagnostic.labels.iter().all(|label| text.get(label.place.span.range()).is_some()));
        prop_assert!(
            diagnostic.fixes.iter().flat_map(|fix| &fix.edits).all(|(place, _)| text.get(place.span.range()).is_some())
        );
    }
    prop_assert_eq!(
        parsed.bytes.is_none(),
        parsed.diagnostics.iter().any(|d| d.severity == wirelens::diagnostic::Severity::Error)
    );
    for (at, _) in text.char_indices() {
        if let Some(path) = parsed.places.at(at) {
            prop_assert!(!path.is_empty());
            let nearest = parsed.places.nearest(&path).unwrap();
            prop_assert_eq!(&nearest.0, &path);
            prop_assert!(text.get(nearest.1.range()).is_some());
        }
    }
    Ok(())
}

/// A message of the types that have a JSON of their own; some do not fit.
fn known_text() -> impl Strategy<Value = String> {
    let fraction = || prop_oneof![Just(String::new()), "\\.[0-9]{1,9}"];
    let rarely = |usual: std::ops::Range<u32>, odd: u32| prop_oneof![40 => usual, 1 => Just(odd)];
    let year = prop_oneof![1900..2100_u32, Just(0), Just(1), Just(9999)];
    let date = (year, rarely(1..13, 13), prop_oneof![9 => 1..29_u32, 1 => 29..33_u32]);
    let zone = prop_oneof![Just("Z".to_owned()), "[+-][01][0-9]:[0-5][0-9]"];
    let time = (date, rarely(0..24, 24), rarely(0..60, 60), rarely(0..60, 61), fraction(), zone);
    let time = time.prop_map(|((year, month, day), hour, minute, second, fraction, zone)| {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}")
    });
    let seconds = prop_oneof!["-?[0-9]{1,11}", "-?31557600000[01]"];
    let span = (seconds, fraction(), prop_oneof![20 => Just("s"), 1 => Just("")]);
    let span = span.prop_map(|(seconds, fraction, end)| format!("{seconds}{fraction}{end}"));
    let mask =
        prop::collection::vec("[a-z][a-zA-Z0-9]{0,4}(\\.[a-z][a-zA-Z]{0,4})?", 0..4).prop_map(|paths| paths.join(","));
    let mask = prop_oneof![20 => mask, 1 => Just("user_name".to_owned())];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<f64>().prop_filter("JSON has none", |value| value.is_finite()).prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        ".{0,5}".prop_map(serde_json::Value::from),
    ];
    let value = leaf.prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::hash_map(".{0,3}", inner, 0..4)
                .prop_map(|members| members.into_iter().collect::<serde_json::Value>()),
        ]
    });
    let members = (
        prop::option::of(time.prop_map(serde_json::Value::from)),
        prop::option::of(span.prop_map(serde_json::Value::from)),
        prop::option::of(mask.prop_map(serde_json::Value::from)),
        prop::option::of(prop::collection::hash_map(".{0,3}", value.clone(), 0..4)),
        prop::option::of(value.clone()),
        prop::option::of(prop::collection::vec(value, 0..4)),
    );
    members.prop_map(|(time, span, mask, data, value, list)| {
        let mut message = serde_json::Map::new();
        message.extend(time.map(|it| ("time".to_owned(), it)));
        message.extend(span.map(|it| ("span".to_owned(), it)));
        message.extend(mask.map(|it| ("mask".to_owned(), it)));
        message.extend(data.map(|it| ("data".to_owned(), it.into_iter().collect())));
        message.extend(value.map(|it| ("value".to_owned(), it)));
        message.extend(list.map(|it| ("list".to_owned(), it.into())));
        serde_json::Value::Object(message).to_string()
    })
}

/// A message that can be printed.
#[derive(Clone)]
struct Shown(DynamicMessage);

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

fn all_messages() -> impl Strategy<Value = Shown> {
    message(&root("demo.All"), 2).prop_map(Shown)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn json_round_trips(Shown(message) in all_messages()) {
        let text = to_json(&message).unwrap();
        let parsed = from_json(&type_of(&message), &text);
        prop_assert!(parsed.diagnostics.iter().all(|d| d.code == "json-enum"), "{}", show(&text, &parsed.diagnostics));
        let read = parsed.message().unwrap();
        // Bytes, because NaN is not equal to itself.
        prop_assert_eq!(encode(&read), encode(&message));
        prop_assert_eq!(to_json(&read).unwrap(), text.clone());
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&minify(&text).unwrap()).unwrap(), value);
    }

    #[test]
    fn reading_json_agrees_with_prost_reflect(Shown(message) in all_messages()) {
        let text = serde_json::to_string(&message).unwrap();
        let root = prost_reflect::ReflectMessage::descriptor(&message);
        let theirs = DynamicMessage::deserialize(root.clone(), &mut serde_json::Deserializer::from_str(&text));
        // It refuses the text it writes for the greatest float.
        prop_assume!(theirs.is_ok() || text.contains("3.4028235e38"));
        let Ok(theirs) = theirs else { return Ok(()) };
        prop_assert_eq!(from_json(&type_of(&message), &text).bytes.unwrap(), encode(&theirs));
        let ours = to_json(&message).unwrap();
        // It leaves -0.0 out.
        if !ours.contains("-0") && !ours.contains("3.4028235e+38") {
            let read = DynamicMessage::deserialize(root, &mut serde_json::Deserializer::from_str(&ours)).unwrap();
            prop_assert_eq!(encode(&read), encode(&message));
        }
    }

    #[test]
    fn known_types_agree_with_prost_reflect(text in known_text()) {
        let root = root("demo.Known");
        let theirs = DynamicMessage::deserialize(root.descriptor().clone(), &mut serde_json::Deserializer::from_str(&text));
        let Some(ours) = from_json(&root, &text).message() else {
            prop_assert!(theirs.is_err(), "{}", text);
            return Ok(());
        };
        prop_assert_eq!(encode(&ours), encode(&theirs.unwrap()), "{}", &text);
        let written = to_json(&ours).unwrap();
        let read = DynamicMessage::deserialize(root.descriptor().clone(), &mut serde_json::Deserializer::from_str(&written)).unwrap();
        prop_assert_eq!(encode(&read), encode(&ours), "{}", &written);
        let (ours, theirs) = (serde_json::from_str::<serde_json::Value>(&written).unwrap(), serde_json::to_value(&ours).unwrap());
        for name in ["time", "span", "mask"] {
            prop_assert_eq!(ours.get(name), theirs.get(name));
        }
    }

    #[test]
    fn encoding_agrees_with_prost_reflect(Shown(message) in all_messages()) {
        let root = prost_reflect::ReflectMessage::descriptor(&message);
        let bytes = encode(&message);
        let read = DynamicMessage::decode(root.clone(), bytes.as_slice()).unwrap();
        prop_assert_eq!(encode(&read), bytes.clone());
        // It takes -0.0 for a default and leaves it out.
        if !to_json(&message).unwrap().contains("-0") {
            let theirs = DynamicMessage::decode(root.clone(), message.encode_to_vec().as_slice()).unwrap();
            prop_assert_eq!(encode(&theirs), bytes.clone());
        }
        prop_assert_eq!(encode(&decode(&root, &bytes, &[]).message), bytes);
    }

    #[test]
    fn places_name_the_fields(Shown(message) in all_messages()) {
        let text = to_json(&message).unwrap();
        let places = from_json(&type_of(&message), &text).places;
        for (field, value) in message.fields() {
            let span = places.value(field.name()).unwrap();
            prop_assert!(places.member(field.name()).unwrap().covers(span));
            if let Value::String(expected) = value {
                prop_assert_eq!(&serde_json::from_str::<String>(&text[span.range()]).unwrap(), expected);
            }
            if let Value::List(items) = value {
                let path = format!("{}[{}]", field.name(), items.len() - 1);
                prop_assert_eq!(places.at(places.member(&path).unwrap().start as usize), Some(path));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_json_panics(text in json_soup()) {
        places_are_in_the_text(&text, "demo.All")?;
        places_are_in_the_text(&text, "demo.Known")?;
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        places_are_in_the_text(&text, "demo.All")?;
        // serde_json accepts what we do, but for numbers that are too large for it and half surrogates.
        if serde_json::from_str::<serde_json::Value>(&text).is_ok() {
            prop_assert!(json::parse(&text).1.is_empty());
        }
    }

    #[test]
    fn the_reader_agrees_with_serde_json(text in json_soup()) {
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        let (_, ours) = json::parse(&text);
        // It refuses numbers that are no doubles.
        if !text.contains("1e999") {
            prop_assert_eq!(ours.is_empty(), theirs.is_ok(), "{:?}", text);
        }
    }

    #[test]
    fn any_text_is_a_tree(text in json_soup()) {
        laws::is_read(&text);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..60), cuts in prop::collection::vec(0..60_usize, 0..5)) {
        let records: Vec<Span> = cuts.windows(2).map(|pair| Span::new(pair[0], pair[1])).collect();
        for name in ["demo.All", "demo.Known", "old.Part"] {
            let decoded = decode(&root(name), &bytes, &records);
            let _ = to_json(&decoded.message);
            let bytes = encode(&decoded.message);
            prop_assert_eq!(encode(&decode(&root(name), &bytes, &[]).message), bytes);
        }
    }
}
