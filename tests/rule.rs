//! Conditions on requests: what they mean, what is said of wrong ones, and that no text does harm.
#![cfg(test)] // tells clippy that helpers here are tests too

use expect_test::{Expect, expect};
use proptest::prelude::*;
use wirelens::{
    message::from_json,
    rpc::rule::{Condition, MAX_DEPTH, MAX_LENGTH},
    schema::{Root, compile},
    text::File,
};

const SCHEMA: &str = r#"syntax = "proto3"; package a;
import "google/protobuf/wrappers.proto";
enum Role { NONE = 0; ADMIN = 1; OPS = 2; }
message Ask {
  int32 id = 1; string name = 2; repeated string tags = 3; Ask inner = 4; bytes key = 5; Role role = 6;
  map<string, int64> counts = 7; uint64 large = 8; double price = 9; bool ok = 10; optional int32 maybe = 11;
  repeated Ask items = 12; google.protobuf.StringValue nick = 13; repeated Role roles = 14; map<int32, string> names = 15;
}"#;

/// Compiled once a thread: cloning is cheap.
fn root() -> Root {
    thread_local! {
        static COMPILED: Root = {
            let schema = compile(&vec![File { name: "a.proto".into(), text: SCHEMA.into() }]).schema.unwrap();
            schema.root("a.Ask").unwrap()
        };
    }
    COMPILED.with(Root::clone)
}

const ASKED: &str = r#"{
  "id": -3, "name": "Zoë", "tags": ["a", "b"], "inner": {"id": 7}, "key": "AQI=", "role": "ADMIN", "counts": {"x": "5"},
  "large": "18446744073709551615", "price": 1.5, "ok": true, "items": [{"id": 1}, {"id": 2, "name": "two"}],
  "nick": "Z", "roles": ["OPS"], "names": {"7": "seven"}
}"#;

fn holds(text: &str) -> bool {
    let root = root();
    let message = from_json(&root, ASKED).message().unwrap();
    Condition::new(text, &root).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}")).holds(&message)
}

#[test]
fn conditions_mean_what_they_say() {
    for text in [
        "",
        "  ",
        "true",
        "request.id == -3",
        "request.id < 0 && request.id >= -3",
        "request.inner.id == 7",
        "request.inner.inner.inner.id == 0",
        "request.name == 'Zoë' || false",
        "request.name == \"Zo\\u00eb\"",
        "size(request.name) == 3",
        "request.name.startsWith(\"Z\") && !request.name.endsWith(\"Z\") && request.name.contains('o')",
        "'a' in request.tags && !(\"c\" in request.tags)",
        "request.tags.size() == 2",
        "request.tags[1] == \"b\"",
        "request.key == b\"\\x01\\002\"",
        "request.role == ADMIN",
        "ADMIN == request.role",
        "request.role == a.Role.ADMIN",
        "request.role == 'ADMIN'",
        "request.role == 1",
        "request.role in [OPS, ADMIN]",
        "OPS in request.roles",
        "request.counts['x'] == 5",
        "'x' in request.counts",
        "7 in request.names && request.names[7] == 'seven'",
        "request.large == 18446744073709551615",
        "request.large > 1u",
        "request.price == 1.5 && request.price < 2 && 1 < request.price",
        "request.ok",
        "!request.inner.ok",
        "request.ok == true",
        "has(request.inner) && !has(request.maybe) && !has(request.inner.inner)",
        "request.items[1].name == 'two'",
        "request.nick == 'Z' && request.nick.value == 'Z' && request.inner.nick == ''",
        "request.id in [1, 2, -3]",
        "!(request.id in [])",
        "1e3 == 1000 && .5 < 1 && 0x10 == 16",
        "(((request.id))) == -3",
        // What decides is enough, as in CEL.
        "request.tags[9] == 'a' || true",
        "request.ok || request.tags[9] == 'a'",
        "!(request.tags[9] == 'a' && false)",
    ] {
        assert!(holds(text), "{text}");
    }
    for text in [
        "false",
        "request.id == 3",
        "request.tags[9] == 'a'",
        "!(request.tags[9] == 'a')",
        "request.tags[-1] == 'a'",
        "request.counts['y'] == 0",
        "request.counts['y'] != 0",
        "request.price == 1",
        "request.large == 18446744073709551614",
        "request.name < 'A'",
        "'A' == request.name",
    ] {
        assert!(!holds(text), "{text}");
    }
}

fn check(text: &str, expected: &Expect) {
    let told: Vec<String> = match Condition::new(text, &root()) {
        Ok(_) => vec!["right".to_owned()],
        Err(wrong) => {
            let line = |it: &wirelens::diagnostic::Diagnostic| {
                let help = it.help.as_ref().map(|help| format!(" | {help}")).unwrap_or_default();
                format!("{}..{} {}{help}", it.place.span.start, it.place.span.end, it.message)
            };
            wrong.iter().map(line).collect()
        }
    };
    expected.assert_eq(&told.join("\n"));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    check("id == 1", &expect!["0..2 expected `request`, found the name 'id' | a field of the request is `request.id`"]);
    check("request.ide == 1", &expect!["8..11 expected a field of 'a.Ask', found 'ide' | did you mean 'id'?"]);
    check("request.id = 1", &expect!["11..12 expected `==`, found '=' | one `=` is no comparison"]);
    check(
        "request.id == ",
        &expect![[r#"14..14 expected a value, found the end | such as `request.id`, `123` or `"Alice"`"#]],
    );
    check("request.id", &expect!["0..10 expected a condition, found a number | compare it: `request.id == …`"]);
    check("request", &expect!["0..7 expected a condition, found a message 'a.Ask'"]);
    check(
        "request.id == '1' && request.nam == 2",
        &expect![[r#"
        0..17 expected two values of one type, found a number and a text | compare things of one type
        29..32 expected a field of 'a.Ask', found 'nam' | did you mean 'name'?"#]],
    );
    check(
        "request.tags == 'a'",
        &expect![
            "0..19 expected two values of one type, found a list and a text | whether a list has it is `… in list`"
        ],
    );
    check(
        "request.tags.name == 'a'",
        &expect!["13..17 expected a message before '.name', found a list | one element is `[0]`"],
    );
    check(
        "request.role == ADMN",
        &expect!["16..20 expected a value of 'a.Role', found 'ADMN' | did you mean 'ADMIN'?"],
    );
    check(
        "request.name == Alice",
        &expect![[r#"16..21 expected `request`, found the name 'Alice' | a text is written "Alice""#]],
    );
    check(
        "request.inner == null",
        &expect!["17..21 expected `request`, found the name 'null' | whether a field is there is `has(request.…)`"],
    );
    check(
        "request.key == 'a'",
        &expect![[r#"0..18 expected two values of one type, found bytes and a text | bytes are written b"\x01\x02""#]],
    );
    check("1 < 2 < 3", &expect!["6..7 expected `&&` between two comparisons, found '<'"]);
    check("request.name == 'a", &expect!["16..18 expected a closing ' behind the text"]);
    check("request.id == 12x", &expect!["14..17 expected a number, found '12x'"]);
    check("request.id == 007", &expect!["14..17 expected a number, found '007'"]);
    check(
        "len(request.tags) == 1",
        &expect!["0..3 expected a function, found 'len' | there are size, has, startsWith, endsWith, contains"],
    );
    check("size(request.id) == 1", &expect!["5..15 expected a list, a map, a text or bytes, found a number"]);
    check("size() == 1", &expect!["0..6 expected another number of arguments, found 0"]);
    check("has(request)", &expect!["0..12 expected a field: `has(request.…)`"]);
    check(
        "request.id in request.name",
        &expect!["14..26 expected a list or a map behind `in`, found a text | such as `[1, 2, 3]`"],
    );
    check("'a' in [1, 2]", &expect!["0..3 expected a number before `in`, found a text"]);
    check("[1, 'a'] == 1", &expect!["4..7 expected a number like the others, found a text"]);
    check("request.id == 99999999999999999999", &expect!["14..34 expected a number, found '99999999999999999999'"]);
    check("request.id == 1 request", &expect!["16..23 expected `&&`, `||` or the end, found 'request'"]);
    check("request.names['7'] == 'a'", &expect!["14..17 expected a number in brackets, found a text"]);
    check("request.id § 1", &expect!["11..13 expected a condition, found '§' | such as `request.id == 123`"]);
    check("(request.id == 1", &expect!["16..16 expected `)`, found the end"]);
    check("request.id + 1 == 2", &expect!["11..12 expected a condition, found '+' | such as `request.id == 123`"]);
    check("-request.id == 2", &expect!["1..8 expected a number, found 'request'"]);
}

#[test]
fn no_condition_is_too_deep_or_too_long_to_be_refused() {
    for text in [
        "!".repeat(MAX_DEPTH) + "true",
        "(".repeat(MAX_DEPTH) + "true",
        "request".to_owned() + &".inner".repeat(MAX_DEPTH) + ".ok",
        "[".repeat(MAX_LENGTH),
        "request.ok||".repeat(MAX_LENGTH / 8),
    ] {
        assert!(Condition::new(&text, &root()).is_err(), "{text}");
    }
    let wide = "true&&".repeat(600) + "true";
    assert!(holds(&wide));
}

/// Pieces of conditions in any order.
fn conditions() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "request",
        ".id",
        ".name",
        ".tags",
        ".inner",
        ".items",
        "[0]",
        "[",
        "]",
        "(",
        ")",
        "!",
        "-",
        "==",
        "!=",
        "<",
        "in",
        "&&",
        "||",
        "1",
        "1.5",
        "'a'",
        "b'a'",
        "ADMIN",
        "true",
        "size(",
        "has(",
        ".size()",
        ".startsWith('a')",
        ",",
        " ",
        ".counts['x']",
        ".role",
        ".nick",
        "\\",
        "\"",
        "ä",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_a_condition_or_told(text in prop_oneof![".{0,60}", conditions()]) {
        let root = root();
        match Condition::new(&text, &root) {
            Ok(condition) => {
                let message = from_json(&root, ASKED).message().unwrap();
                let _ = condition.holds(&message);
            }
            Err(wrong) => {
                prop_assert!(!wrong.is_empty());
                for diagnostic in wrong {
                    let span = diagnostic.place.span;
                    prop_assert!(text.get(span.range()).is_some(), "{text:?} {span:?}");
                }
            }
        }
    }
}
