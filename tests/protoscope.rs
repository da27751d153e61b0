//! Protoscope both ways: what a text says, what is said of bytes, and where a text is wrong.
#![cfg(test)]

#[path = "laws/protoscope.rs"]
mod law;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wirelens::text::Span;
use wirelens::wire::protoscope::{Hint, Number, Shape, assemble, print, print_as};
use wirelens::wire::{WireType, input, varint};

#[track_caller]
fn bytes(hex: &str) -> Vec<u8> {
    let payload = input::read(hex);
    assert_eq!(payload.diagnostics, []);
    payload.bytes
}

/// Texts and the bytes that the language's description gives them.
const LANGUAGE: [(&str, &str); 51] = [
    ("", ""),
    ("# only a comment", ""),
    ("1# a comment ends a word\n2", "01 02"),
    ("\"Oslo\"", "4f 73 6c 6f"),
    ("\"\"", ""),
    ("\"two\" \" parts\"", "74 77 6f 20 70 61 72 74 73"),
    ("\"# no comment {\"", "23 20 6e 6f 20 63 6f 6d 6d 65 6e 74 20 7b"),
    ("\"é\"", "c3 a9"),
    (r#""\n\"\\\x0fz\0\1018\377""#, "0a 22 5c 0f 7a 00 41 38 ff"),
    ("\"a\nb\"", "61 0a 62"),
    ("``", ""),
    ("`00fF`", "00 ff"),
    ("0 127 128", "00 7f 80 01"),
    ("-0", "00"),
    ("0xff", "ff 01"),
    ("-1", "ff ff ff ff ff ff ff ff ff 01"),
    ("18446744073709551615", "ff ff ff ff ff ff ff ff ff 01"),
    ("-9223372036854775808", "80 80 80 80 80 80 80 80 80 01"),
    ("-1z 1z -2z -9223372036854775808z", "01 02 03 ff ff ff ff ff ff ff ff ff 01"),
    ("1i32 -1i32 4294967295i32", "01 00 00 00 ff ff ff ff ff ff ff ff"),
    ("-2147483648i32", "00 00 00 80"),
    ("0x10i64", "10 00 00 00 00 00 00 00"),
    ("true false", "01 00"),
    ("long-form:0 5", "05"),
    ("long-form:1 5", "85 00"),
    ("long-form:3 300", "ac 82 80 80 00"),
    ("long-form:9 0", "80 80 80 80 80 80 80 80 80 00"),
    ("1.5", "00 00 00 00 00 00 f8 3f"),
    ("1.5i64", "00 00 00 00 00 00 f8 3f"),
    ("-1.5i32", "00 00 c0 bf"),
    ("0x1.8p1i32 0xf.0", "00 00 40 40 00 00 00 00 00 00 2e 40"),
    ("1.0e-1", "9a 99 99 99 99 99 b9 3f"),
    ("-0.0i32", "00 00 00 80"),
    ("inf32 -inf32", "00 00 80 7f 00 00 80 ff"),
    ("inf64 -inf64", "00 00 00 00 00 00 f0 7f 00 00 00 00 00 00 f0 ff"),
    ("1:VARINT 2:I64 3:LEN 4:SGROUP 5:EGROUP 6:I32", "08 11 1a 23 2c 35"),
    ("1:0 1:7 1:0x5", "08 0f 0d"),
    ("16:0 536870911:0", "80 01 f8 ff ff ff 0f"),
    ("0:0 -1:0", "00 f8 ff ff ff ff ff ff ff ff 01"),
    ("1z:0", "10"),
    ("1: 5", "08 05"),
    ("1: -5z 2: 1i32 3: 1i64 4: 0.5 5: inf32", "08 09 15 01000000 19 0100000000000000 21 000000000000e03f 2d 0000807f"),
    ("1: 2: \"a\" 3:", "08 10 61 18"),
    ("1: {}", "0a 00"),
    ("1:{\"hi\"}", "0a 02 68 69"),
    ("1: {2: {3: 4}}", "0a 04 12 02 18 04"),
    ("{1 2 {3}}", "04 01 02 01 03"),
    ("1: long-form:1 {5} 2: long-form:2 5", "0a 81 00 05 10 85 80 00"),
    ("long-form:1 1: {}", "8a 00 00"),
    ("1: !{2: 3} 2: !{}", "0b 10 03 0c 13 14"),
    ("1: !{long-form:2} 1: !{2: !{`ff`} long-form:1}", "0b 8c 80 00 0b 13 ff 14 8c 00"),
];

#[test]
fn the_language() {
    for (text, hex) in LANGUAGE {
        let assembled = assemble(text);
        assert_eq!(assembled.diagnostics, [], "{text}");
        assert_eq!(input::hex(&assembled.bytes), input::hex(&bytes(hex)), "{text}");
        law::text_is_read(text);
    }
    let long = format!("{{\"{}\"}}", "a".repeat(200));
    assert_eq!(assemble(&long).bytes[..3], [0xc8, 0x01, b'a']);
}

/// A line for each mistake: its place, what it is, and how to mend it.
fn mistakes(text: &str) -> String {
    let assembled = assemble(text);
    let line = |it: &wirelens::diagnostic::Diagnostic| {
        let span = it.place.span;
        format!("{}..{} {}: {}\n", span.start, span.end, it.message, it.help.as_deref().unwrap_or("-"))
    };
    let found: String = assembled.diagnostics.iter().map(line).collect();
    law::text_is_read(text);
    format!("{text} → {}\n{found}", input::hex(&assembled.bytes))
}

fn check(texts: &[&str], expected: Expect) {
    expected.assert_eq(&texts.iter().map(|text| mistakes(text)).collect::<String>());
}

#[test]
fn words_that_are_none() {
    check(
        &["name: 1", "1: Alice 2", "'a'", "1:LENGTH", "1:8", "0x", "-", "!", "[1]", "1e5 1. .5 0x1.g 1.0e+1 +1"],
        expect![[r#"
            name: 1 → 01
            0..5 expected a word of Protoscope, found `name:`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
            1: Alice 2 → 08 02
            3..8 expected a word of Protoscope, found `Alice`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
            'a' → 
            0..3 expected a word of Protoscope, found `'a'`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
            1:LENGTH → 
            2..8 expected a wire type, found `LENGTH`: VARINT, I64, LEN, SGROUP, EGROUP, I32, or a number from 0 to 7
            1:8 → 
            2..3 expected a wire type, found `8`: VARINT, I64, LEN, SGROUP, EGROUP, I32, or a number from 0 to 7
            0x → 
            0..2 expected a word of Protoscope, found `0x`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
            - → 
            0..1 expected a word of Protoscope, found `-`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
            ! → 
            0..1 expected a word of Protoscope, found `!`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
            [1] → 
            0..2 expected a word of Protoscope, found `[1`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
            2..3 expected a word of Protoscope, found `]`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
            1e5 1. .5 0x1.g 1.0e+1 +1 → 
            0..3 expected a word of Protoscope, found `1e5`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
            4..6 expected a number with a fraction, found `1.`: digits on both sides of the point, then perhaps an exponent: `1.5e-3`, `0x1.8p5`
            7..9 expected a number with a fraction, found `.5`: digits on both sides of the point, then perhaps an exponent: `1.5e-3`, `0x1.8p5`
            10..15 expected a number with a fraction, found `0x1.g`: digits on both sides of the point, then perhaps an exponent: `1.5e-3`, `0x1.8p5`
            16..22 expected a number with a fraction, found `1.0e+1`: digits on both sides of the point, then perhaps an exponent: `1.5e-3`, `0x1.8p5`
            23..25 expected a word of Protoscope, found `+1`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
        "#]],
    );
}

#[test]
fn numbers_that_do_not_fit() {
    check(
        &[
            "18446744073709551616",
            "-9223372036854775809",
            "9223372036854775808z",
            "4294967296i32 -2147483649i32",
            "0x2000000000000000:0",
            "1i32:0",
            "1.0e999 3.5e38i32 0x1.0p128i32",
            "long-form:101 5 long-form:-1 5 long-form: 5",
        ],
        expect![[r#"
            18446744073709551616 → 
            0..20 expected a number of at most 64 bits, found `18446744073709551616`: a negative number has one bit less; bytes of any length can be written in hex between backticks
            -9223372036854775809 → 
            0..20 expected a number of at most 64 bits, found `-9223372036854775809`: a negative number has one bit less; bytes of any length can be written in hex between backticks
            9223372036854775808z → 
            0..20 expected a number of at most 64 bits with its sign, found `9223372036854775808z`: a negative number has one bit less; bytes of any length can be written in hex between backticks
            4294967296i32 -2147483649i32 → 
            0..13 expected a number of at most 32 bits, found `4294967296i32`: a negative number has one bit less; bytes of any length can be written in hex between backticks
            14..28 expected a number of at most 32 bits, found `-2147483649i32`: a negative number has one bit less; bytes of any length can be written in hex between backticks
            0x2000000000000000:0 → 
            0..20 expected a field number of at most 61 bits, found `0x2000000000000000`: a tag is a varint of 64 bits, of which the wire type takes three
            1i32:0 → 
            0..6 expected a word of Protoscope, found `1i32:0`: numbers such as 150, -2z, 1.5i32; tags such as 1: or 2:LEN; "strings"; hex between backticks; braces
            1.0e999 3.5e38i32 0x1.0p128i32 → 
            0..7 expected a number that fits 64 bits, found `1.0e999`: infinity is written `inf32` or `inf64`
            8..17 expected a number that fits 32 bits, found `3.5e38i32`: infinity is written `inf32` or `inf64`
            18..30 expected a number that fits 32 bits, found `0x1.0p128i32`: infinity is written `inf32` or `inf64`
            long-form:101 5 long-form:-1 5 long-form: 5 → 05 05 05
            0..13 expected a number of bytes from 0 to 100, found `long-form:101`: `long-form:2` makes the next varint two bytes longer than it has to be
            16..28 expected a number of bytes from 0 to 100, found `long-form:-1`: `long-form:2` makes the next varint two bytes longer than it has to be
            31..41 expected a number of bytes from 0 to 100, found `long-form:`: `long-form:2` makes the next varint two bytes longer than it has to be
        "#]],
    );
}

#[test]
fn literals_that_do_not_end_or_hold_what_they_may_not() {
    check(
        &["1: {\"Alice}", "\"ends in \\", r#""\a \x4 \xg \400 \é""#, "`0a", "`0a0`", "`0a 05` 7", "`0aé`"],
        expect![[r#"
            1: {"Alice} → 0a 06 41 6c 69 63 65 7d
            3..4 expected a closing brace, found the end: write `}` where it should end
            4..5 expected a closing quote, found the end: a quote inside is written \"
            "ends in \ → 65 6e 64 73 20 69 6e 20
            0..1 expected a closing quote, found the end: a quote inside is written \"
            9..10 expected an escape sequence, found `\`: escapes are \\ \" \n, \x and two hex digits, \ and one to three octal ones
            "\a \x4 \xg \400 \é" → 20 20 67 20 20
            1..3 expected an escape sequence, found `\a`: escapes are \\ \" \n, \x and two hex digits, \ and one to three octal ones
            4..7 expected an escape sequence, found `\x4`: escapes are \\ \" \n, \x and two hex digits, \ and one to three octal ones
            8..10 expected an escape sequence, found `\x`: escapes are \\ \" \n, \x and two hex digits, \ and one to three octal ones
            12..16 expected an escape sequence, found `\400`: escapes are \\ \" \n, \x and two hex digits, \ and one to three octal ones
            17..20 expected an escape sequence, found `\é`: escapes are \\ \" \n, \x and two hex digits, \ and one to three octal ones
            `0a → 0a
            0..1 expected a closing backtick, found the end: hex stands between two
            `0a0` → 0a
            3..4 expected two hex digits a byte, found `0` alone: add the digit that is missing, or remove this one
            `0a 05` 7 → 0a 07
            3..4 expected a hex digit, found ` `: between backticks are the digits 0 to 9 and a to f and nothing else, no spaces either
            `0aé` → 0a
            3..5 expected a hex digit, found `é`: between backticks are the digits 0 to 9 and a to f and nothing else, no spaces either
        "#]],
    );
}

#[test]
fn braces_and_what_belongs_to_them() {
    check(
        &["1: {2: {3", "1: 2 }", "!{1: 2}", "1:LEN !{}", "1: !{2: 3", "{long-form:1}"],
        expect![[r#"
        1: {2: {3 → 0a 03 12 01 03
        3..4 expected a closing brace, found the end: write `}` where it should end
        7..8 expected a closing brace, found the end: write `}` where it should end
        1: 2 } → 08 02
        5..6 expected a brace that is open, found `}`: remove it, or write `{` where it should begin
        !{1: 2} → 08 02
        0..2 expected a tag without a wire type before a group: a group takes its number from the tag before it: `3: !{1: 5}`
        1:LEN !{} → 0a
        6..8 expected a tag without a wire type before a group: a group takes its number from the tag before it: `3: !{1: 5}`
        1: !{2: 3 → 0b 10 03
        3..5 expected a closing brace, found the end: write `}` where it should end
        {long-form:1} → 00
        1..12 expected a varint, a tag or `{` behind `long-form:`: only these have a length that can be chosen; so has the `}` of a group
    "#]],
    );
}

#[test]
fn long_forms_of_nothing() {
    check(
        &["long-form:1", "long-form:1 long-form:2 5", "long-form:1 \"a\" long-form:1 1.0", "1: long-form:1 !{}"],
        expect![[r#"
            long-form:1 → 
            0..11 expected a varint, a tag or `{` behind `long-form:`: only these have a length that can be chosen; so has the `}` of a group
            long-form:1 long-form:2 5 → 85 80 00
            0..11 expected a varint, a tag or `{` behind `long-form:`: only these have a length that can be chosen; so has the `}` of a group
            long-form:1 "a" long-form:1 1.0 → 61 00 00 00 00 00 00 f0 3f
            0..11 expected a varint, a tag or `{` behind `long-form:`: only these have a length that can be chosen; so has the `}` of a group
            16..27 expected a varint, a tag or `{` behind `long-form:`: only these have a length that can be chosen; so has the `}` of a group
            1: long-form:1 !{} → 0b 0c
            3..14 expected a varint, a tag or `{` behind `long-form:`: only these have a length that can be chosen; so has the `}` of a group
        "#]],
    );
}

#[test]
fn a_megabyte_of_something_else_has_few_mistakes() {
    let found = assemble(&"lorem ipsum ".repeat(100_000));
    assert_eq!((found.bytes.len(), found.diagnostics.len()), (0, 100));
}

#[test]
fn braces_are_counted_in_time_however_deep() {
    let depth = 200_000;
    let text = "{".repeat(depth) + &"}".repeat(depth);
    let assembled = assemble(&text);
    assert_eq!(assembled.diagnostics, []);
    // The innermost has length 0, the next one byte, …
    assert!(assembled.bytes.ends_with(&[3, 2, 1, 0]));
    assert!(assembled.bytes.len() > depth);
}

#[test]
fn a_byte_leads_to_its_text_and_back() {
    let text = "1: {\"Al\\n\"}  # name\n2: `0aff`";
    let assembled = assemble(text);
    assert_eq!(input::hex(&assembled.bytes), "0a 03 41 6c 0a 10 0a ff");
    let place = |start, end| assembled.places.text_span(text, Span::new(start, end)).of_str(text);
    let texts = ["1:", "{", "A", "l", "\\n", "2:", "0a", "ff"];
    assert_eq!([0, 1, 2, 3, 4, 5, 6, 7].map(|at| place(at, at + 1)), texts);
    assert_eq!(place(0, 5), "1: {\"Al\\n");
    assert_eq!(place(3, 7), "l\\n\"}  # name\n2: `0a");
    let back = |part: &str| {
        let start = text.find(part).unwrap();
        assembled.places.byte_span(Span::new(start, start + part.len()))
    };
    assert_eq!(back("l\\n"), Span::new(3, 5));
    assert_eq!(back("0a"), Span::new(6, 7));
    assert_eq!(back("aff"), Span::new(6, 8));
    assert_eq!(back("# name"), Span::at(5));
    assert_eq!(assembled.places.text_span(text, Span::at(8)), Span::at(text.len() - 1));
}

#[track_caller]
fn printed(hex: &str, expected: Expect) {
    let bytes = bytes(hex);
    law::bytes_come_back(&bytes);
    expected.assert_eq(&print(&bytes));
}

#[test]
fn what_encoders_write() {
    printed(
        "0a 05 41 6c 69 63 65  10 ac 02  1a 06 0a 04 4f 73 6c 6f  22 02 08 01  2a 00  35 00 00 c0 3f  39 01 00 00 00 00 00 00 00
         41 00 00 00 00 00 00 f8 3f  48 ff ff ff ff ff ff ff ff ff 01  53 08 01 54  5a 03 ff fe fd  5d 00 00 00 00",
        expect![[r#"
            1: {"Alice"}
            2: 300
            3: {1: {"Oslo"}}
            4: {1: 1}
            5: {}
            6: 1.5i32
            7: 1i64
            8: 1.5
            9: -1
            10: !{1: 1}
            11: {`fffefd`}
            11: 0i32
        "#]],
    );
}

#[test]
fn messages_that_are_long() {
    let address = "0a 21 4b 61 72 6c 20 4a 6f 68 61 6e 73 20 67 61 74 65 20 31 32 20 42 61 63 6b 79 61 72 64 20 32 6e 64 20 12 04 4f 73 6c 6f 1a 04 30 31 35 34 22 06 4e 6f 72 77 61 79";
    printed(
        &format!("12 37 {address} 08 01"),
        expect![[r#"
            2: {
              1: {"Karl Johans gate 12 Backyard 2nd "}
              2: {"Oslo"}
              3: {"0154"}
              4: {"Norway"}
            }
            1: 1
        "#]],
    );
}

#[test]
fn what_encoders_do_not_write() {
    printed(
        "88 80 00 05  08 85 00  8a 00 81 80 00 07  0b 8c 00  0b 08 01 8c 80 00  08 ff ff ff ff ff ff ff ff ff 7f",
        expect![[r#"
            long-form:2 1: 5
            1: long-form:1 5
            long-form:1 1: long-form:2 {`07`}
            1: !{long-form:1}
            1: !{1: 1 long-form:2}
            1:VARINT `ffffffffffffffffff7f`
        "#]],
    );
}

#[test]
fn groups_that_do_not_match() {
    printed(
        "13 1c 08 01 24 0b 13 0c 08 02 2b 08 01 2c 33",
        expect![[r#"
        2:SGROUP
        3:EGROUP
        1: 1
        4:EGROUP
        1:SGROUP
        2:SGROUP
        1:EGROUP
        1: 2
        5: !{1: 1}
        6:SGROUP
    "#]],
    );
}

#[test]
fn what_can_t_be_read() {
    for (hex, expected) in [
        (
            "08 01 0a 05 41 42",
            expect![[r#"
            1: 1
            1:LEN 5
            "AB"
        "#]],
        ),
        (
            "08 01 0a 85 00 ff 42",
            expect![[r#"
            1: 1
            1:LEN long-form:1 5
            `ff42`
        "#]],
        ),
        (
            "08 ff",
            expect![[r#"
            1:VARINT
            `ff`
        "#]],
        ),
        (
            "08",
            expect![[r#"
            1:VARINT
        "#]],
        ),
        (
            "0d 01 02",
            expect![[r#"
            1:I32
            `0102`
        "#]],
        ),
        (
            "00 01 02",
            expect![[r#"
            0:VARINT
            `0102`
        "#]],
        ),
        (
            "0e 61 62",
            expect![[r#"
            1:6
            "ab"
        "#]],
        ),
        (
            "80 80 80 80 10 61",
            expect![[r#"
            536870912:VARINT
            "a"
        "#]],
        ),
        (
            "ff ff ff ff ff ff ff ff ff ff 01",
            expect![[r#"
            `ffffffffffffffffffff01`
        "#]],
        ),
        (
            "ff ff ff ff ff ff ff ff ff 7f",
            expect![[r#"
            `ffffffffffffffffff7f`
        "#]],
        ),
        (
            "0a ff ff ff ff ff ff ff ff ff 7f 01",
            expect![[r#"
            1:LEN
            `ffffffffffffffffff7f01`
        "#]],
        ),
    ] {
        printed(hex, expected);
    }
}

#[test]
fn long_bytes_and_texts_have_lines() {
    let text = "The first line of a text that is long enough to be broken.\nThe second line of it, with \"quotes\".\n"
        .repeat(2);
    let mut bytes = vec![0x0a];
    varint::write(text.len() as u64, &mut bytes);
    bytes.extend(text.bytes());
    bytes.extend([0x12, 40]);
    bytes.extend([0xfe; 40]);
    law::bytes_come_back(&bytes);
    expect![[r#"
        1: {
          "The first line of a text that is long enough to be broken.\n"
          "The second line of it, with \"quotes\".\n"
          "The first line of a text that is long enough to be broken.\n"
          "The second line of it, with \"quotes\".\n"
        }
        2: {
          `fefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefe`
          `fefefefefefefefe`
        }
    "#]]
    .assert_eq(&print(&bytes));
}

#[test]
fn characters_that_hide_are_escaped() {
    let text = "a\u{202e}b\u{200b}\u{7f}cdefghijklmnop";
    let mut bytes = vec![0x0a, text.len() as u8];
    bytes.extend(text.bytes());
    law::bytes_come_back(&bytes);
    expect![[r#"
        1: {"a\xe2\x80\xaeb\xe2\x80\x8b\x7fcdefghijklmnop"}
    "#]]
    .assert_eq(&print(&bytes));
}

#[test]
fn hints_say_what_is_known() {
    let bytes = bytes("0a 05 41 6c 69 63 65 10 03 18 01 22 03 02 ac 02 2d 00 00 00 00 32 02 08 07 38 96 01");
    let hint = |at: usize| {
        let (shape, note) = match at {
            0 => (Shape::Text, "name"),
            7 => (Shape::ZigZag, "delta"),
            9 => (Shape::Bool, "active"),
            11 => (Shape::Packed(WireType::Varint, Number::ZigZag), "steps"),
            16 => (Shape::Float, "weight"),
            21 => (Shape::Message, "home"),
            23 => (Shape::Signed, "zip\nand more"),
            _ => (Shape::Guess, ""),
        };
        Hint { shape, note: note.to_owned() }
    };
    let text = print_as(&bytes, &hint);
    assert_eq!(assemble(&text).bytes, bytes);
    expect![[r#"
        1: {"Alice"}  # name
        2: -2z  # delta
        3: true  # active
        4: {1z 150z}  # steps
        5: 0.0i32  # weight
        6: {  # home
          1: 7  # zip and more
        }
        7: 150
    "#]]
    .assert_eq(&text);
}

#[test]
fn messages_in_messages_are_printed_in_time() {
    let mut bytes = vec![0x08, 0x01];
    for _ in 0..5000 {
        let mut outer = vec![0x0a];
        varint::write(bytes.len() as u64, &mut outer);
        outer.extend(&bytes);
        bytes = outer;
    }
    let groups = [vec![0x0b; 50_000], vec![0x0c; 50_000]].concat();
    for bytes in [bytes, groups] {
        let text = print(&bytes);
        assert_eq!(assemble(&text).bytes, bytes);
        assert!(text.len() < 60 * bytes.len(), "{} characters", text.len());
    }
}

/// Bytes that are often records: small tags, small lengths, varints longer than they need to be, ends of groups.
fn payloads() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => (0u8..0x40).prop_map(|it| vec![it]),
        2 => any::<u8>().prop_map(|it| vec![it]),
        2 => (1u8..4, 3u8..5).prop_map(|(field, wire)| vec![field << 3 | wire]),
        1 => (any::<u64>(), 0u32..64).prop_map(|(value, shift)| {
            let mut bytes = Vec::new();
            varint::write(value >> shift, &mut bytes);
            bytes
        }),
        1 => Just(vec![0x80, 0x80, 0x00]),
        1 => Just(vec![0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
        1 => "[ -~é\u{200b}\n]{0,12}".prop_map(|text| [vec![0x0a, text.len() as u8], text.into_bytes()].concat()),
        1 => any::<f32>().prop_map(|float| [vec![0x0d], float.to_le_bytes().to_vec()].concat()),
        1 => any::<f64>().prop_map(|float| [vec![0x09], float.to_le_bytes().to_vec()].concat()),
    ];
    let flat = prop::collection::vec(piece, 0..12).prop_map(|it| it.concat());
    flat.prop_recursive(4, 64, 4, |inner| {
        prop::collection::vec(inner, 0..4).prop_map(|inner| {
            let wrap = |(index, bytes): (usize, Vec<u8>)| match index % 2 {
                0 => {
                    let mut out = vec![0x12];
                    varint::write(bytes.len() as u64, &mut out);
                    [out, bytes].concat()
                }
                _ => [vec![0x1b], bytes, vec![0x1c]].concat(),
            };
            inner.into_iter().enumerate().flat_map(wrap).collect()
        })
    })
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "1:",
        "2:LEN",
        "3:9",
        "{",
        "}",
        "!{",
        "long-form:2",
        "long-form:200",
        "\"a\\n\\x0",
        "\"é\"",
        "`0a`",
        "`0",
        " ",
        "\n",
        "#",
        "-5z",
        "1.5i32",
        "0x1.8p5",
        "99999999999999999999",
        "-",
        ":",
        "[",
        "'",
        "\\",
        "true",
        "-inf32",
        "12i64",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_bytes_come_back(bytes in payloads()) {
        law::bytes_come_back(&bytes);
    }

    #[test]
    fn any_bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        law::bytes_come_back(&bytes);
    }

    #[test]
    fn any_text_is_read(text in texts()) {
        law::text_is_read(&text);
    }

    #[test]
    fn floats_come_back(bits: u64) {
        for float in [f64::from_bits(bits), f64::from(bits as f32), 1.0 / bits as f64] {
            law::bytes_come_back(&[vec![0x09], float.to_le_bytes().to_vec()].concat());
            law::bytes_come_back(&[vec![0x0d], (float as f32).to_le_bytes().to_vec()].concat());
        }
    }
}
