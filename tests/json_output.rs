//! Bytes → JSON: what of the records counts, how it is laid out, and the options.
#![cfg(test)]

use expect_test::{Expect, expect};
use wirelens::message::{Json, JsonOptions, Layout, json_of};
use wirelens::schema::{self, Root, Schema};
use wirelens::text::File;
use wirelens::wire::protoscope::assemble;

const PROTO: &str = include_str!("laws/output/new.proto");

const OLD: &str = include_str!("laws/output/old.proto");

fn compiled(text: &str) -> Schema {
    let compiled = schema::compile(&vec![File { name: "t.proto".to_owned(), text: text.to_owned() }]);
    assert!(compiled.is_complete(), "{:?}", compiled.diagnostics);
    compiled.schema.unwrap()
}

fn new() -> Root {
    compiled(PROTO).root("t.All").unwrap()
}

fn old() -> Root {
    compiled(OLD).root("old.All").unwrap()
}

#[track_caller]
fn written(root: &Root, protoscope: &str, options: JsonOptions, layout: Layout) -> Result<Json, String> {
    let assembled = assemble(protoscope);
    assert!(assembled.diagnostics.is_empty(), "{:?}", assembled.diagnostics);
    json_of(root, &assembled.bytes, options, layout)
}

/// The compact text; behind it what is left out, or why there is none.
#[track_caller]
fn check(root: &Root, protoscope: &str, expected: &Expect) {
    let shown = match written(root, protoscope, JsonOptions::default(), Layout::Compact) {
        Ok(Json { text, diagnostics }) => {
            let told = diagnostics.iter().map(|it| format!("\n{:?} {}", it.place.span.range(), it.message));
            text + &told.collect::<String>()
        }
        Err(reason) => reason,
    };
    expected.assert_eq(&shown);
}

#[test]
fn the_last_value_counts_and_messages_are_merged() {
    let root = new();
    check(&root, "1: 5 2: {\"a\"} 1: 7 2: {\"b\"}", &expect![[r#"{"number":7,"someText":"b"}"#]]);
    check(&root, "1: 5 1: 0", &expect!["{}"]);
    check(
        &root,
        "6: {1: 1 2: {\"a\"}} 1: 9 6: {2: {\"b\"} 6: {1: 2}} 6: {6: {2: {\"c\"}}}",
        &expect![[r#"{"number":9,"inner":{"number":1,"someText":"b","inner":{"number":2,"someText":"c"}}}"#]],
    );
    check(&root, "9: {1: 1} 9: {} 9: {1: 2}", &expect![[r#"{"list":[{"number":1},{},{"number":2}]}"#]]);
    // In an entry, too; of two entries with one key the last is there alone.
    check(
        &root,
        "12: {1: 2 2: {1: 1} 2: {2: {\"a\"}}} 12: {1: 2 2: {3: {\"b\"}}} 12: {2: {1: 3}}",
        &expect![[r#"{"byNumber":{"0":{"number":3},"1":{"raw":"Yg=="}}}"#]],
    );
    check(&root, "23: {6: {1: {2: 1.5}}} 23: {6: {1: {3: {\"x\"}}}}", &expect![[r#"{"value":[1.5,"x"]}"#]]);
}

#[test]
fn a_member_of_a_oneof_takes_the_place_of_the_others() {
    let root = new();
    check(&root, "14: 1 16: {\"a\"}", &expect![[r#"{"three":"a"}"#]]);
    check(&root, "16: {\"a\"} 14: 0", &expect![[r#"{"one":0}"#]]);
    check(&root, "15: {1: 1} 15: {2: {\"a\"}}", &expect![[r#"{"two":{"number":1,"someText":"a"}}"#]]);
    check(&root, "15: {1: 1} 14: 4 15: {2: {\"a\"}}", &expect![[r#"{"two":{"someText":"a"}}"#]]);
    check(&root, "14: 4 14: 5 6: {14: 1} 6: {16: {\"x\"}}", &expect![[r#"{"inner":{"three":"x"},"one":5}"#]]);
}

#[test]
fn numbers_are_read_packed_and_expanded_and_cut_to_their_types() {
    let root = new();
    check(&root, "7: {1 2 -3} 7: 4 7: {} 7: {300}", &expect![[r#"{"numbers":[1,2,-3,4,300]}"#]]);
    check(&root, "7: {}", &expect!["{}"]);
    check(&root, "10: {0 1 5} 4: 1", &expect![[r#"{"colour":"RED","colours":["NONE","RED",5]}"#]]);
    check(
        &root,
        "1: 4294967297 20: 2 21: 3z 18: 18446744073709551615 28: 9i64",
        &expect![[r#"{"number":1,"wide":"18446744073709551615","truth":true,"zigzag":3,"fixed":"9"}"#]],
    );
    check(&root, "1: 4294967296", &expect!["{}"]);
    check(&root, "5: -0.0 19: -0.0i32 17: 0", &expect![[r#"{"real":-0.0,"maybe":0,"small":-0.0}"#]]);
    check(&root, "5: 0.0 19: 0.0i32", &expect!["{}"]);
    check(&root, "5: inf64 19: -inf32", &expect![[r#"{"real":"Infinity","small":"-Infinity"}"#]]);
    check(&root, "5: 1.0e100 19: 0.1i32", &expect![[r#"{"real":1e+100,"small":0.1}"#]]);
}

#[test]
fn map_keys_are_in_order() {
    let root = new();
    check(
        &root,
        "11: {1: {\"b\"} 2: 1} 11: {2: 2 1: {\"a\"}} 11: {1: {\"\"}} 11: {1: {\"ab\"} 2: 4}",
        &expect![[r#"{"byName":{"":0,"a":2,"ab":4,"b":1}}"#]],
    );
    check(&root, "12: {1: 5z} 12: {1: -7z} 12: {1: 0} 12: {}", &expect![[r#"{"byNumber":{"-7":{},"0":{},"5":{}}}"#]]);
    check(&root, "13: {1: 1 2: {\"y\"}} 13: {1: 0 2: {\"n\"}}", &expect![[r#"{"byTruth":{"false":"n","true":"y"}}"#]]);
    check(
        &root,
        "30: {1: {\"a\"}} 30: {1: {\"b\"} 2: {}} 30: {1: {\"c\"} 2: {4: 1}}",
        &expect![[r#"{"byValue":{"a":null,"b":null,"c":true}}"#]],
    );
}

#[test]
fn what_no_parser_takes_for_the_field_is_unknown() {
    let root = new();
    check(&root, "1: {\"text\"} 2: 5 7: 1i32 99: 1 6: !{1: 1}", &expect!["{}"]);
    let old = old();
    check(
        &old,
        "1: 3 2: 1 2: {2 3 1} 3: {1: {\"a\"} 2: 9} 3: {1: {\"b\"} 2: 2} 3: {1: {\"c\"}}",
        &expect![[r#"{"many":["FIRST","SECOND","FIRST"],"byName":{"b":"SECOND","c":"ZERO"}}"#]],
    );
    check(&old, "1: 1 1: 3 2: 7", &expect![[r#"{"one":"FIRST"}"#]]);
    check(&old, "5: {\"b\"} 4: 3", &expect![[r#"{"b":"b"}"#]]);
}

#[test]
fn groups_extensions_and_message_sets_are_fields() {
    let old = old();
    check(&old, "6: !{1: 1} 6: !{2: {\"y\"}}", &expect![[r#"{"part":{"x":1,"y":"y"}}"#]]);
    check(
        &old,
        "101: 1 100: {\"l\"} 101: {2 3} 8: {\"\"}",
        &expect![[r#"{"text":"","[old.label]":"l","[old.more]":[1,2,3]}"#]],
    );
    check(
        &old,
        "9: {1: !{2: 1000 3: {1: {\"x\"}}} 1: !{3: {2: 5} 2: 1000} 1: !{2: 77 3: {}}}",
        &expect![[r#"{"set":{"[old.Item.item]":{"text":"x","n":5}}}"#]],
    );
}

#[test]
fn what_cannot_be_read_is_left_out_and_told() {
    let root = new();
    check(
        &root,
        "1: 1 2: {`ff`} 8: {\"a\"} 8: {`c3`} 8: {\"b\"}",
        &expect![[r#"
        {"number":1,"texts":["a","b"]}
        4..5 field 'some_text' of t.All can't be read: its text is not UTF-8
        10..11 field 'texts' of t.All can't be read: its text is not UTF-8"#]],
    );
    check(
        &root,
        "6: {2: {`80`} 1: 3} 11: {1: {`ff`} 2: 1} 13: {1: 1 2: {`ff`}}",
        &expect![[r#"
        {"inner":{"number":3}}
        4..5 field 'some_text' of t.All can't be read: its text is not UTF-8
        11..12 field 'key' of t.All.ByNameEntry can't be read: its text is not UTF-8
        20..21 field 'value' of t.All.ByTruthEntry can't be read: its text is not UTF-8"#]],
    );
    check(
        &root,
        "1: 1 7: {1 `80`}",
        &expect![[r#"
        {"number":1,"numbers":[1]}
        5..6 field 'numbers' of t.All can't be read: a packed number breaks off"#]],
    );
    check(
        &root,
        "1: 1 6: {1: 2 `0a`} 2: {\"a\"}",
        &expect![[r#"
        {"number":1,"someText":"a","inner":{"number":2}}
        6..7 a record of t.All can't be read: its bytes break off or are no record"#]],
    );
    check(&root, "22: {1: {\"x/t.All\"} 2: {2: {`ff`}}}", &expect!["an Any holds bytes that are no t.All"]);
}

#[test]
fn types_of_google_have_their_own_forms() {
    let root = new();
    check(
        &root,
        "24: {1: 1} 25: {} 26: {1: {1: {\"k\"} 2: {1: 0}}} 29: 0 23: {}",
        &expect![[r#"{"value":null,"time":"1970-01-01T00:00:01Z","wrapped":"","data":{"k":null}}"#]],
    );
    check(
        &root,
        "24: {1: 1 1: 2} 24: {2: 5} 25: {1: {\"a\"}} 25: {1: {\"b\"}} 29: 4",
        &expect![[r#"{"time":"1970-01-01T00:00:02.000000005Z","wrapped":"b","none":null}"#]],
    );
    check(
        &root,
        "27: {} 27: {2: 1.0} 27: {2: 1.0 3: {\"s\"}} 27: {6: {}} 27: {5: {}}",
        &expect![[r#"{"values":[null,1,"s",[],{}]}"#]],
    );
    check(&root, "22: {}", &expect![[r#"{"any":{}}"#]]);
    check(&root, "22: {2: {`00`}}", &expect![[r#"an Any holds the type "", which is not in the schema"#]]);
    check(
        &root,
        "22: {1: {\"x/t.All\"} 2: {1: 4 22: {1: {\"y/google.protobuf.Timestamp\"}}}}",
        &expect![[
            r#"{"any":{"@type":"x/t.All","number":4,"any":{"@type":"y/google.protobuf.Timestamp","value":"1970-01-01T00:00:00Z"}}}"#
        ]],
    );
    check(
        &root,
        "22: {1: {\"x/google.protobuf.Any\"} 2: {}}",
        &expect![[r#"{"any":{"@type":"x/google.protobuf.Any","value":{}}}"#]],
    );
    check(
        &root,
        "22: {1: {\"google.protobuf.Timestamp\"}}",
        &expect![[r#"an Any holds the type "google.protobuf.Timestamp", which is not in the schema"#]],
    );
}

const SAMPLE: &str = r#"1: 1 2: {"ü"} 4: 1 7: {1 2 3} 8: {"a"} 9: {} 9: {1: 2 7: {10000000 20000000 30000000 40000000 50000000 60000000}}
    11: {1: {"k"} 2: 1} 10: {1 9 0} 26: {} 27: {6: {1: {2: 2.5}}} 27: {2: 1.0}"#;

#[test]
fn short_arrays_of_scalars_are_on_one_line() {
    let text = written(&new(), SAMPLE, JsonOptions::default(), Layout::Lines).unwrap().text;
    expect![[r#"
        {
          "number": 1,
          "someText": "ü",
          "colour": "RED",
          "numbers": [1, 2, 3],
          "texts": ["a"],
          "list": [
            {},
            {
              "number": 2,
              "numbers": [10000000, 20000000, 30000000, 40000000, 50000000, 60000000]
            }
          ],
          "colours": ["RED", 9, "NONE"],
          "byName": {
            "k": 1
          },
          "data": {},
          "values": [
            [2.5],
            1
          ]
        }"#]]
    .assert_eq(&text);
}

#[test]
fn the_options_are_those_of_protojson() {
    let options = JsonOptions { defaults: false, original_names: true, enums_as_numbers: true };
    let text = written(&new(), SAMPLE, options, Layout::Compact).unwrap().text;
    expect![[r#"{"number":1,"some_text":"ü","colour":1,"numbers":[1,2,3],"texts":["a"],"list":[{},{"number":2,"numbers":[10000000,20000000,30000000,40000000,50000000,60000000]}],"colours":[1,9,0],"by_name":{"k":1},"data":{},"values":[[2.5],1]}"#]].assert_eq(&text);
    let options = JsonOptions { defaults: true, ..JsonOptions::default() };
    expect![[r#"{"number":0,"someText":"","raw":"","colour":"NONE","real":0,"inner":{"number":0,"someText":"","raw":"","colour":"NONE","real":0,"numbers":[],"texts":[],"list":[],"colours":[],"byName":{},"byNumber":{},"byTruth":{},"wide":"0","small":0,"truth":false,"zigzag":0,"values":[],"fixed":"0","none":null,"byValue":{}},"numbers":[],"texts":[],"list":[],"colours":[],"byName":{},"byNumber":{},"byTruth":{},"wide":"0","small":0,"truth":false,"zigzag":0,"time":"1970-01-01T00:00:00Z","values":[],"fixed":"0","none":null,"byValue":{}}"#]].assert_eq(&written(&new(), "6: {} 7: {} 24: {}", options, Layout::Compact).unwrap().text);
    // What has presence is absent as before: a reader could not tell it from one that was set.
    expect![[r#"{"many":[],"byName":{},"part":{}}"#]]
        .assert_eq(&written(&old(), "6: !{}", options, Layout::Compact).unwrap().text);
}
