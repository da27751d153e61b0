//! What each malformation is called, what is read in spite of it, and what official parsers make of it.
#![cfg(test)]

#[path = "common/types.rs"]
mod types;

use expect_test::{Expect, expect};
use types::{USER, bytes_of, message};
use wirelens::analysis::{Input, Payload, analyze};
use wirelens::annotate::{Nodes, Verdict, annotate};
use wirelens::schema::Root;
use wirelens::text::File;
use wirelens::wire::{input, varint};

/// The verdict, what is said and of which bytes, and the values that are read.
fn print(nodes: &Nodes, bytes: &[u8]) -> String {
    let mut printed = format!("{:?}\n", nodes.verdict());
    for (id, problem) in nodes.problems() {
        let told = nodes.diagnostic(bytes, id).unwrap();
        let (word, code, place) = (told.severity.word(), problem.code(), told.place.span);
        printed += &format!("{word} {code} {}..{}: {}\n", place.start, place.end, told.message);
    }
    for (id, _) in nodes.iter().filter(|(_, node)| !node.is_container()) {
        printed += &format!("{} = {}\n", nodes.path(bytes, id), nodes.value_text(bytes, id));
    }
    printed
}

fn check_as(root: Option<&Root>, hex: &str, expected: Expect) {
    let bytes = bytes_of(hex);
    expected.assert_eq(&print(&annotate(&bytes, root), &bytes));
}

fn check(hex: &str, expected: Expect) {
    check_as(Some(&message(USER)), hex, expected);
}

#[test]
fn field_numbers_that_are_none() {
    check(
        "10 01 00 07 02 01 61 40 01",
        expect![[r#"
        Refused
        error bytes-unreadable 2..7: expected a field number from 1, found field 0
        age = 1
        #junk = 00 07 02 01 61
        role = ADMIN (1)
    "#]],
    );
    check(
        "10 01 80 80 80 80 10 07 40 01",
        expect![[r#"
        Refused
        error bytes-unreadable 2..8: expected a field number up to 536870911, found field 536870912
        age = 1
        #junk = 80 80 80 80 10 07
        role = ADMIN (1)
    "#]],
    );
}

#[test]
fn tags_and_varints_that_are_too_long() {
    check(
        "10 01 c0 80 80 80 80 00 01 60 01",
        expect![[r#"
        Refused
        error bytes-unreadable 2..9: expected a tag of at most 5 bytes, found a longer varint
        age = 1
        #junk = c0 80 80 80 80 00 01
        active = true
    "#]],
    );
    check(
        "10 ff ff ff ff ff ff ff ff ff ff 01 60 01",
        expect![[r#"
        Refused
        error bytes-unreadable 1..12: expected a varint of at most ten bytes, found one that goes on
        #junk = 10 ff ff ff ff ff ff ff ff ff ff 01
        active = true
    "#]],
    );
    check(
        "10 ff ff ff ff ff ff ff ff ff 7f 60 01",
        expect![[r#"
        Valid
        warning bytes-overflow 0..11: expected at most 64 bits, found more: the upper bits are dropped
        age = -1
        active = true
    "#]],
    );
    check(
        "90 00 81 00 0a 81 80 80 80 80 00 61",
        expect![[r#"
        Valid
        info bytes-overlong 0..4: expected the shortest varint, found a longer one
        warning bytes-long-length 4..12: expected a length of at most five bytes, found a longer one
        age = 1
        name = "a"
    "#]],
    );
}

#[test]
fn wire_types_that_nobody_defined() {
    check(
        "10 01 16 02 60 01",
        expect![[r#"
        Refused
        error bytes-unreadable 2..6: expected a wire type from 0 to 5, found 6 in the tag of field 2
        age = 1
        #junk = 16 02 60 01
    "#]],
    );
    // A message around it has a length, so what comes behind it is read.
    check(
        "22 06 0a 01 61 17 08 01 60 01",
        expect![[r#"
        Refused
        error bytes-broken-inside 0..8: expected a message in `home`, found one that can't be read to its end
        error bytes-unreadable 5..8: expected a wire type from 0 to 5, found 7 in the tag of field 2
        home.city = "a"
        home.#junk = 17 08 01
        active = true
    "#]],
    );
}

#[test]
fn groups_that_do_not_close() {
    check(
        "10 01 24 60 01",
        expect![[r#"
        Refused
        error bytes-unreadable 2..3: expected a record, found EGROUP of field 4, which no SGROUP opened
        age = 1
        #junk = 24 "$"
        active = true
    "#]],
    );
    check(
        "10 01 ab 06 10 01 b3 06 10 02",
        expect![[r#"
        Refused
        error bytes-group-unclosed 2..10: expected EGROUP of field 101, found the end
        error bytes-group-unclosed 6..10: expected EGROUP of field 102, found the end
        age = 1
        #101.#2 = 1
        #101.#102.#2 = 2
    "#]],
    );
    check(
        "ab 06 10 01 b4 06 60 01",
        expect![[r#"
        Refused
        error bytes-group-unclosed 4..6: expected EGROUP of field 101, found EGROUP of field 102
        info bytes-order 6..8: expected fields in the order of their numbers, found a smaller number behind a larger one
        #101.#2 = 1
        active = true
    "#]],
    );
    check(
        "ab 06 b3 06 10 01 ac 06 60 01",
        expect![[r#"
        Refused
        error bytes-broken-inside 0..8: expected a message in field 101, found one that can't be read to its end
        error bytes-group-unclosed 2..6: expected EGROUP of field 102, found the end
        info bytes-order 8..10: expected fields in the order of their numbers, found a smaller number behind a larger one
        #101.#102.#2 = 1
        active = true
    "#]],
    );
    check(
        "22 06 0a 01 61 ab 06 08 60 01",
        expect![[r#"
            Refused
            error bytes-broken-inside 0..8: expected a message in `home`, found one that can't be read to its end
            error bytes-group-unclosed 5..8: expected EGROUP of field 101, found the end
            error bytes-unreadable 7..8: expected the rest of a varint, found the end: the last byte says that another one follows
            home.city = "a"
            home.#101.#junk = 08
            active = true
        "#]],
    );
}

#[test]
fn bytes_that_end_too_early() {
    check(
        "10 01 0a 05 41 6c",
        expect![[r#"
        Refused
        error bytes-cut-short 3..6: expected 5 bytes after the length, found 2
        age = 1
        name = "Al"
    "#]],
    );
    check(
        "10 01 0a 05 41 c3",
        expect![[r#"
        Refused
        error bytes-cut-short 3..6: expected 5 bytes after the length, found 2
        age = 1
        name = 41 c3
    "#]],
    );
    check(
        "10 01 22 20 0a 04 4f 73 6c 6f 12 10 0a 06 42 65 72",
        expect![[r#"
        Refused
        error bytes-cut-short 3..17: expected 32 bytes after the length, found 13
        error bytes-cut-short 11..17: expected 16 bytes after the length, found 5
        error bytes-cut-short 13..17: expected 6 bytes after the length, found 3
        age = 1
        home.city = "Oslo"
        home.next.city = "Ber"
    "#]],
    );
    check(
        "2a 05 01 02 ff",
        expect![[r#"
        Refused
        error bytes-cut-short 1..5: expected 5 bytes after the length, found 3
        error bytes-packed-cut-short 4..5: expected another element, found a part of one
        scores[0] = 1
        scores[1] = 2
        scores.#junk = ff
    "#]],
    );
    check(
        "5a 10 00 00 00 00 00 00 f0 3f 00 00",
        expect![[r#"
        Refused
        error bytes-cut-short 1..12: expected 16 bytes after the length, found 10
        error bytes-packed-cut-short 10..12: expected another element, found a part of one
        weights[0] = 1
        weights.#junk = 00 00
    "#]],
    );
    check(
        "32 08 0a 02 65 6e",
        expect![[r#"
        Refused
        error bytes-cut-short 1..6: expected 8 bytes after the length, found 4
        counts["en"].key = "en"
    "#]],
    );
    check(
        "85 01 01 02",
        expect![[r#"
        Refused
        error bytes-unreadable 2..4: expected 4 bytes of a fixed-width value, found 2
        #junk = 85 01 01 02
    "#]],
    );
    check(
        "10 01 0a",
        expect![[r#"
            Refused
            error bytes-unreadable 2..3: expected the rest of a length, found the end: the last byte says that another one follows
            age = 1
            #junk = 0a
        "#]],
    );
    check_as(
        None,
        "10 01 22 20 0a 04 4f 73 6c 6f 12 10 0a 06 42 65 72",
        expect![[r#"
        Refused
        error bytes-cut-short 3..17: expected 32 bytes after the length, found 13
        error bytes-cut-short 11..17: expected 16 bytes after the length, found 5
        error bytes-cut-short 13..17: expected 6 bytes after the length, found 3
        #2 = 1
        #4.#1 = "Oslo"
        #4.#2.#1 = "Ber"
    "#]],
    );
}

#[test]
fn values_that_the_schema_forbids() {
    check(
        "2a 03 01 02 ff 10 01",
        expect![[r#"
        Refused
        error bytes-packed-cut-short 4..5: expected another element, found a part of one
        info bytes-order 5..7: expected fields in the order of their numbers, found a smaller number behind a larger one
        scores[0] = 1
        scores[1] = 2
        scores.#junk = ff
        age = 1
    "#]],
    );
    check(
        "0a 02 c3 28 10 01",
        expect![[r#"
        Refused
        error bytes-no-utf8 0..4: expected UTF-8 in `name`, found bytes that are none
        name = c3 28
        age = 1
    "#]],
    );
    check(
        "10 01 12 02 68 69 40 09 10 02 0a 01 61",
        expect![[r#"
        Valid
        warning bytes-wire-type 2..6: expected VARINT for `age` (int32), found LEN
        info bytes-enum-value 6..8: expected a number of Role in `role`, found 9
        info bytes-repeated 8..10: expected one value of `age`, found another one: the last one counts
        age = 1
        #2 = "hi"
        role = 9
        age = 2
        name = "a"
    "#]],
    );
}

const REQUIRED: &str = r#"
    syntax = "proto2";
    import "google/protobuf/any.proto";
    package demo;
    message Order {
        required int32 id = 1; required string who = 2; optional Item item = 3; repeated Item more = 4;
        optional google.protobuf.Any any = 5;
    }
    message Item { required string sku = 1; required int32 a = 2; required int32 b = 3; required int32 c = 4; required int32 d = 5; }
"#;

#[test]
fn required_fields_that_are_missing() {
    let order = message(REQUIRED);
    check_as(
        Some(&order),
        "08 01 12 01 61",
        expect![[r#"
        Valid
        id = 1
        who = "a"
    "#]],
    );
    check_as(
        Some(&order),
        "",
        expect![[r#"
            Refused
            error bytes-required 0..0: expected the required `id`, `who` in Order, found no value
        "#]],
    );
    check_as(
        Some(&order),
        "08 01 10 05 1a 00 22 03 0a 01 61",
        expect![[r#"
            Refused
            error bytes-required 0..11: expected the required `who` in Order, found no value
            warning bytes-wire-type 2..4: expected LEN for `who` (string), found VARINT
            error bytes-required 4..6: expected the required `sku`, `a`, `b` and 2 more in Item, found no value
            error bytes-required 6..11: expected the required `a`, `b`, `c` and 1 more in Item, found no value
            id = 1
            #2 = 5
            more[0].sku = "a"
        "#]],
    );
    // What an Any holds is nobody's business but that of whom it is for.
    let url = b"type.googleapis.com/demo.Item";
    let any = [&[0x0a, url.len() as u8][..], url, &[0x12, 2, 0x10, 1]].concat();
    let hex = input::hex(&[&[8, 1, 0x12, 1, 0x61, 0x2a, any.len() as u8][..], &any].concat());
    check_as(
        Some(&order),
        &hex,
        expect![[r#"
            Valid
            error bytes-required 38..42: expected the required `sku`, `b`, `c` and 1 more in Item, found no value
            id = 1
            who = "a"
            any.type_url = "type.googleapis.com/demo.Item"
            any.a = 1
        "#]],
    );
}

/// The JSON of what could be read, as the page shows it.
#[test]
fn what_could_be_read_is_in_the_json() {
    let json = |hex: &str| {
        let files = vec![File { name: "a.proto".to_owned(), text: USER.to_owned() }];
        let input =
            Input { files, root: "demo.User".to_owned(), payload: Payload::Text(hex.to_owned()), ..Input::default() };
        let json = analyze(&input).content.unwrap().json;
        serde_json::from_str::<serde_json::Value>(&json).unwrap().to_string()
    };
    let payloads = [
        // Cut within the message in a message, and within a character.
        "10 01 22 20 0a 04 4f 73 6c 6f 12 10 0a 06 42 65 72 c3",
        // A message that breaks off, and a field behind it.
        "22 06 0a 01 61 17 08 01 60 01",
        // No UTF-8, a field 0, a packed run that is cut short, a group that nobody opened.
        "0a 02 c3 28 10 01 00 07 2a 03 01 02 ff 24 60 01",
        // Unknown groups without their ends.
        "10 01 ab 06 10 01 b3 06 10 02",
        "32 08 0a 02 65 6e",
    ];
    let printed: String = payloads.iter().map(|hex| format!("{}\n", json(hex))).collect();
    expect![[r#"
        {"age":1,"home":{"city":"Oslo","next":{"city":"Ber"}}}
        {"active":true,"home":{"city":"a"}}
        {"active":true,"age":1,"scores":[1,2]}
        {"age":1}
        {"counts":{"en":0}}
    "#]]
    .assert_eq(&printed);
}

/// What the conformance suite has and the copy of it here has not: "IllegalTagsTest" of its version 36.
#[test]
fn tags_that_the_suite_calls_illegal() {
    let illegal = [
        "01 44 45 41 44 42 45 45 46",
        "02 01 01",
        "03 04",
        "05 44 45 41 44",
        "00 01",
        "88 80 80 80 80 80 0f d2 09",
        "88 80 80 80 40 d2 09",
        "88 80 80 80 80 80 80 80 00 d2 09",
        "88 80 80 80 80 80 80 80 80 80 80 80 00 d2 09",
    ];
    for hex in illegal {
        let bytes = bytes_of(hex);
        for root in [Some(message(USER)), None] {
            assert_eq!(annotate(&bytes, root.as_ref()).verdict(), Verdict::Refused, "{hex}");
        }
    }
}

#[test]
fn what_is_nested_too_deep_was_not_read() {
    let nested = |levels: usize| {
        (0..levels).fold(Vec::new(), |inner, _| {
            let mut outer = vec![0x12];
            varint::write(inner.len() as u64, &mut outer);
            [outer, inner].concat()
        })
    };
    let address = message(USER).beside("demo.Address").unwrap();
    assert_eq!(annotate(&nested(100), Some(&address)).verdict(), Verdict::Valid);
    assert_eq!(annotate(&nested(101), Some(&address)).verdict(), Verdict::Unread);
}
