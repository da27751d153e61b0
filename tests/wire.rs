//! What the bytes are: scan, input formats. No schema here.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use wirelens::text::Span;
use wirelens::wire::{Part, input, scan, varint};

fn whole(bytes: &[u8]) -> Span {
    Span::new(0, bytes.len())
}

/// One line a record: offset, hex of tag, length, payload and end tag, and what they are.
fn print(bytes: &[u8]) -> String {
    let hex = |span: Span| input::hex(span.of(bytes));
    let line = |part: Part| match part {
        Part::Record(it) => {
            let parts = [it.tag, it.length, it.payload, it.end_tag].map(hex);
            let meaning = format!("{} {}", it.number, it.wire.name());
            format!("{:04x}  {:<40}{meaning}\n", it.tag.start, parts.join(" | "))
        }
        Part::Broken(it, fault) => {
            let parts = [it.tag, it.length, it.payload, it.end_tag].map(hex);
            let meaning = format!("{} {} at {}: {}", it.number, it.wire.name(), fault.at, fault.kind.message());
            format!("{:04x}  {:<40}{meaning}\n", it.tag.start, parts.join(" | "))
        }
        Part::Junk(it) => {
            let meaning = format!("at {}: {}", it.fault.at, it.fault.kind.message());
            format!("{:04x}  {:<40}{meaning}\n", it.span.start, hex(it.span))
        }
    };
    scan(bytes, whole(bytes)).into_iter().map(line).collect()
}

fn check(hex: &str, expected: Expect) {
    let payload = input::read(hex);
    assert_eq!(payload.diagnostics, []);
    expected.assert_eq(&print(&payload.bytes));
}

#[test]
fn every_wire_type() {
    check(
        "08 96 01  11 00 00 00 00 00 00 f0 3f  1a 02 68 69  23 08 01 24  2d 01 00 00 00",
        expect![[r#"
        0000  08 |  | 96 01 |                         1 VARINT
        0003  11 |  | 00 00 00 00 00 00 f0 3f |       2 I64
        000c  1a | 02 | 68 69 |                       3 LEN
        0010  23 |  | 08 01 | 24                      4 SGROUP
        0014  2d |  | 01 00 00 00 |                   5 I32
    "#]],
    );
}

#[test]
fn large_field_numbers_and_lengths() {
    check(
        &format!("82 01 00  f8 ff ff ff 0f 01  0a 80 01 {}", "61".repeat(128)),
        expect![[r#"
        0000  82 01 | 00 |  |                         16 LEN
        0003  f8 ff ff ff 0f |  | 01 |                536870911 VARINT
        0009  0a | 80 01 | 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61
        61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61
        61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61
        61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61
        61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61
        61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61
        61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61
        61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 | 1 LEN
    "#]],
    );
}

#[test]
fn groups_in_groups_and_their_ends() {
    check(
        "0b 13 1a 01 0c 14 0c 0b 0c",
        expect![[r#"
        0000  0b |  | 13 1a 01 0c 14 | 0c             1 SGROUP
        0007  0b |  |  | 0c                           1 SGROUP
    "#]],
    );
}

#[test]
fn overlong_varints_are_read() {
    check(
        "88 00 80 80 00  8a 80 00 81 00 61",
        expect![[r#"
        0000  88 00 |  | 80 80 00 |                   1 VARINT
        0005  8a 80 00 | 81 00 | 61 |                 1 LEN
    "#]],
    );
}

#[test]
fn a_part_of_the_bytes_keeps_absolute_offsets() {
    let bytes = [0xff, 0x08, 0x01, 0x10, 0x80, 0x01];
    let parts = scan(&bytes, Span::new(1, 5));
    assert_eq!(parts.iter().map(Part::span).collect::<Vec<_>>(), [Span::new(1, 3), Span::new(3, 5)]);
    assert!(matches!(parts[1], Part::Junk(junk) if junk.fault.at == 4));
}

#[test]
fn every_fault() {
    let faults = [
        "80",
        "80 80 80 80 80 80 80 80 80 80 01",
        "00 01",
        "80 80 80 80 10 00",
        "0e",
        "0f",
        "08 ff",
        "08 ff ff ff ff ff ff ff ff ff ff 01",
        "0a 80",
        "0a 80 80 80 80 80 80 80 80 80 80 00",
        "0a 05 41 42",
        "0a ff ff ff ff ff ff ff ff ff 01",
        "0d 01 02",
        "09 01 02 03 04 05 06 07",
        "0c",
        "08 01 0b 08 02",
        "0b 14",
        "0b 13 08 01 0c",
        "0b 08 ff",
        // Reading goes on behind these.
        "00 01 00 02 08 01",
        "0c 14 08 01",
        "88 80 80 80 80 80 80 80 00 d2 09 08 01",
        "0a 01 61 08 ff ff ff ff ff ff ff ff ff ff ff 01 10 01",
        "0b 14 08 01",
        "0b 08 01 13 1b 14 0c 08 01",
    ];
    let printed: String = faults.iter().map(|it| print(&input::read(it).bytes)).collect();
    expect![[r#"
        0000  80                                      at 0: expected the rest of a tag, found the end: the last byte says that another one follows
        0000  80 80 80 80 80 80 80 80 80 80 01        at 0: expected a tag of at most 5 bytes, found a longer varint
        0000  00 01                                   at 0: expected a field number from 1, found field 0
        0000  80 80 80 80 10 00                       at 0: expected a field number up to 536870911, found field 536870912
        0000  0e                                      at 0: expected a wire type from 0 to 5, found 6 in the tag of field 1
        0000  0f                                      at 0: expected a wire type from 0 to 5, found 7 in the tag of field 1
        0000  08 ff                                   at 1: expected the rest of a varint, found the end: the last byte says that another one follows
        0000  08 ff ff ff ff ff ff ff ff ff ff 01     at 1: expected a varint of at most ten bytes, found one that goes on
        0000  0a 80                                   at 1: expected the rest of a length, found the end: the last byte says that another one follows
        0000  0a 80 80 80 80 80 80 80 80 80 80 00     at 1: expected a length of at most ten bytes, found a varint that goes on
        0000  0a | 05 | 41 42 |                       1 LEN at 1: expected 5 bytes after the length, found 2
        0000  0a | ff ff ff ff ff ff ff ff ff 01 |  | 1 LEN at 1: expected 18446744073709551615 bytes after the length, found 0
        0000  0d 01 02                                at 1: expected 4 bytes of a fixed-width value, found 2
        0000  09 01 02 03 04 05 06 07                 at 1: expected 8 bytes of a fixed-width value, found 7
        0000  0c                                      at 0: expected a record, found EGROUP of field 1, which no SGROUP opened
        0000  08 |  | 01 |                            1 VARINT
        0002  0b |  | 08 02 |                         1 SGROUP at 2: expected EGROUP of field 1, found the end
        0000  0b |  |  | 14                           1 SGROUP at 1: expected EGROUP of field 1, found EGROUP of field 2
        0000  0b |  | 13 08 01 | 0c                   1 SGROUP at 1: expected EGROUP of field 2, found the end
        0000  0b |  | 08 ff |                         1 SGROUP at 0: expected EGROUP of field 1, found the end
        0000  00 01 00 02                             at 0: expected a field number from 1, found field 0
        0004  08 |  | 01 |                            1 VARINT
        0000  0c                                      at 0: expected a record, found EGROUP of field 1, which no SGROUP opened
        0001  14                                      at 1: expected a record, found EGROUP of field 2, which no SGROUP opened
        0002  08 |  | 01 |                            1 VARINT
        0000  88 80 80 80 80 80 80 80 00 d2 09        at 0: expected a tag of at most 5 bytes, found a longer varint
        000b  08 |  | 01 |                            1 VARINT
        0000  0a | 01 | 61 |                          1 LEN
        0003  08 ff ff ff ff ff ff ff ff ff ff ff 01  at 4: expected a varint of at most ten bytes, found one that goes on
        0010  10 |  | 01 |                            2 VARINT
        0000  0b |  |  | 14                           1 SGROUP at 1: expected EGROUP of field 1, found EGROUP of field 2
        0002  08 |  | 01 |                            1 VARINT
        0000  0b |  | 08 01 13 1b 14 | 0c             1 SGROUP at 4: expected EGROUP of field 3, found the end
        0007  08 |  | 01 |                            1 VARINT
    "#]].assert_eq(&printed);
}

/// Bytes that are often records: small tags, small lengths, varints.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => (0u8..0x40).prop_map(|it| vec![it]),
        2 => any::<u8>().prop_map(|it| vec![it]),
        1 => (0u8..8, 0u8..5).prop_map(|(field, wire)| vec![field << 3 | wire]),
        1 => (any::<u64>(), 0u32..64).prop_map(|(value, shift)| {
            let mut bytes = Vec::new();
            varint::write(value >> shift, &mut bytes);
            bytes
        }),
        1 => Just(vec![0x80, 0x80, 0x00]),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|it| it.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scanned_records_are_the_bytes_again(bytes in bytes(), cut in 0.0..1.0f64) {
        let within = Span::new((bytes.len() as f64 * cut) as usize, bytes.len());
        let mut again: Vec<u8> = Vec::new();
        let mut at = within.start;
        for part in scan(&bytes, within) {
            prop_assert_eq!(part.span().start, at);
            at = part.span().end;
            match part {
                Part::Record(it) => [it.tag, it.length, it.payload, it.end_tag].iter().for_each(|it| again.extend(it.of(&bytes))),
                Part::Broken(it, fault) => {
                    [it.tag, it.length, it.payload, it.end_tag].iter().for_each(|it| again.extend(it.of(&bytes)));
                    prop_assert!(fault.at >= it.span().start && fault.at <= it.span().end);
                    // What `annotate` relies on to tell the fault of a node.
                    prop_assert_eq!(scan(&bytes, it.span()), [part]);
                }
                Part::Junk(it) => {
                    prop_assert!(!it.span.is_empty());
                    prop_assert!(it.fault.at >= it.span.start && it.fault.at <= it.span.end);
                    prop_assert_eq!(scan(&bytes, it.span), [part]);
                    again.extend(it.span.of(&bytes));
                }
            }
        }
        prop_assert_eq!(at, within.end);
        prop_assert_eq!(again, within.of(&bytes));
    }

    #[test]
    fn what_is_written_is_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let hex = input::read(&input::hex(&bytes));
        prop_assert_eq!((&hex.bytes, &hex.diagnostics), (&bytes, &vec![]));
        let text = input::base64(&bytes);
        let base64 = input::read(&text);
        // Base64 that has nothing but hex digits is hex: documented, and the reason why this is not all texts.
        if !text.bytes().all(|it| it.is_ascii_hexdigit()) {
            prop_assert_eq!((&base64.bytes, &base64.diagnostics), (&bytes, &vec![]));
        }
    }

    #[test]
    fn no_text_is_too_strange(text in "(0000: )?[0-9a-fxA-Z+/=_, :|\\\\\n\u{e4}\u{1f600}-]{0,40}") {
        let payload = input::read(&text);
        for at in 0..payload.bytes.len() {
            let place = payload.text_span(Span::new(at, at + 1));
            prop_assert!(!place.is_empty() && place.end as usize <= text.len());
            prop_assert!(payload.byte_span(place).contains(at));
        }
        for diagnostic in &payload.diagnostics {
            prop_assert!(text.get(diagnostic.place.span.range()).is_some());
        }
    }
}

/// What was read, and where in the text a mistake is.
fn print_input(text: &str) -> String {
    let payload = input::read(text);
    let mut printed = format!("{}: {}\n", payload.name(), input::hex(&payload.bytes));
    for it in &payload.diagnostics {
        let place = it.place.span;
        printed += &format!("{} at {}: {}\n", it.severity.word(), place.start, it.message);
        printed += &format!("{}\n{}{}\n", text, " ".repeat(place.start as usize), "^".repeat(place.len().max(1)));
        printed += &format!("help: {}\n", it.help.as_deref().unwrap_or("-"));
    }
    printed
}

#[test]
fn hex_as_people_write_it() {
    for text in [
        "0a05416c696365",
        "0A 05 41 6C 69 63 65",
        "0x0a, 0x5, 0x41, 0x6c, 0x69, 0x63, 0x65",
        r"\x0a\x05\x41\x6c\x69\x63\x65",
        "0a:05:41:6c:69:63:65",
        "0x0a05416c696365",
        "\"0a05\n416c\r\n696365\"\n",
        "[0x0a,0x05,0x41,0x6c,0x69,0x63,0x65]",
    ] {
        assert_eq!(print_input(text), "hex: 0a 05 41 6c 69 63 65\n", "{text}");
    }
    assert_eq!(print_input("deadbeef"), "hex: de ad be ef\n");
    assert_eq!(print_input(" \n"), "empty: \n");
}

#[test]
fn dumps_as_tools_write_them() {
    let bytes = "hex dump: 0a 05 41 6c 69 63 65 10 ac 02 1a 05 61 64 6d 69\n6e 1a 03 6f 70 73\n";
    for text in [
        "00000000: 0a05 416c 6963 6510 ac02 1a05 6164 6d69  ..Alice.....admi\n00000010: 6e1a 036f 7073                           n..ops\n",
        "00000000  0a 05 41 6c 69 63 65 10  ac 02 1a 05 61 64 6d 69  |..Alice.....admi|\n00000010  6e 1a 03 6f 70 73                                 |n..ops|\n00000016\n",
        "0000   0a 05 41 6c 69 63 65 10 ac 02 1a 05 61 64 6d 69   ..Alice.....admi\n0010   6e 1a 03 6f 70 73                                 n..ops",
        "00000000  0a 05 41 6c 69 63 65 10  ac 02 1a 05 61 64 6d 69\n00000010  6e 1a 03 6f  70 73\n",
        "  0000  0a 05 41 6c 69 63 65 10 ac 02 1a 05 61 64 6d 69\r\n  0010  6e 1a 03 6f 70 73\r\n",
    ] {
        assert_eq!(print_input(text), bytes, "{text}");
        let payload = input::read(text);
        for at in 0..payload.bytes.len() {
            let place = payload.text_span(Span::new(at, at + 1));
            assert_eq!(place.of_str(text), input::hex(&payload.bytes[at..=at]));
            assert_eq!(payload.byte_span(place), Span::new(at, at + 1));
        }
    }
    let all = Span::new(0, 6);
    assert_eq!(input::read("0000: 0a05 416c 6963 65  ..Alice").text_span(all).end, 20);
}

#[test]
fn base64_as_people_write_it() {
    for text in ["CgVBbGljZQ==", "CgVBbGljZQ", "\"CgVB\nbGlj\r\n  ZQ==\"", "'CgVBbGljZQ=='"] {
        assert_eq!(print_input(text), "base64: 0a 05 41 6c 69 63 65\n", "{text}");
    }
    assert_eq!(print_input("+/8="), "base64: fb ff\n");
    assert_eq!(print_input("-_8"), "base64url: fb ff\n");
    assert_eq!(print_input("EQAAAAAAAAAA"), "base64: 11 00 00 00 00 00 00 00 00\n");
    assert_eq!(print_input("CAE="), "base64: 08 01\n");
}

#[test]
fn mistakes_in_the_text_are_told_at_their_character() {
    let mistakes = [
        "0a 05 4",
        "0a 5 41",
        "0a 05 4g",
        "0a05416c69636",
        "0a05416c6963Z5",
        "0x0a 0x",
        "CAE",
        "CgVBbGljZ",
        "CgVBbGl*ZQ==",
        "CgVB+Glj_Q==",
        "CgVBbGljZQ==CAE=",
        "CgVBbGljZR==",
        "Cg\u{e4}",
        "0000: 0a05 416c  ..Al\n0006: 6963",
        "00000000  00 00 00 00  |....|\n*\n00000010",
        "0000: 0a05 4z6c  ..Al\n0004: 6963",
        "0000: 0a 0z",
        "0000: 0a 0z  ..",
    ];
    let printed: String = mistakes.iter().map(|it| print_input(it)).collect();
    expect![[r#"
        hex: 0a 05
        error at 6: expected two hex digits a byte, found `4` alone: an odd number of digits
        0a 05 4
              ^
        help: write `04`, or add the digit that is missing; base64 needs its padding `=` here
        hex: 0a
        error at 3: expected two hex digits a byte, found `5` alone: an odd number of digits
        0a 5 41
           ^
        help: write `05`, or add the digit that is missing; base64 needs its padding `=` here
        hex: 0a 05
        error at 7: expected a hex digit, found `g`
        0a 05 4g
               ^
        help: hex has the digits 0 to 9 and a to f; bytes may be separated by spaces, commas or colons
        hex: 0a 05 41 6c 69 63
        error at 12: expected two hex digits a byte, found `6` alone: an odd number of digits
        0a05416c69636
                    ^
        help: write `06`, or add the digit that is missing; base64 needs its padding `=` here
        hex: 0a 05 41 6c 69 63
        error at 12: expected a hex digit, found `Z`
        0a05416c6963Z5
                    ^
        help: hex has the digits 0 to 9 and a to f; bytes may be separated by spaces, commas or colons
        hex: 0a
        error at 7: expected a hex digit, found the end
        0x0a 0x
               ^
        help: write two digits behind the prefix, or remove it
        hex: ca
        error at 2: expected two hex digits a byte, found `E` alone: an odd number of digits
        CAE
          ^
        help: write `0E`, or add the digit that is missing; base64 needs its padding `=` here
        base64: 0a 05 41 6c 69 63
        error at 8: expected groups of four characters, found one left over
        CgVBbGljZ
                ^
        help: a character is missing or one is too many; the text may be cut off
        base64: 0a 05 41
        error at 7: expected a base64 character, found `*`
        CgVBbGl*ZQ==
               ^
        help: base64 has A to Z, a to z, 0 to 9, `+` and `/`; hex has only 0 to 9 and a to f
        base64: 0a 05 41 f8 69 63
        error at 8: expected base64 as before, found `_`
        CgVB+Glj_Q==
                ^
        help: base64 uses `+` and `/`, base64url `-` and `_`; a text uses one of them
        base64: 0a 05 41 6c 69 63 65 08 01
        info at 10: expected the end behind `=`, found more; the bytes of both texts are joined, as gRPC-Web does
        CgVBbGljZQ==CAE=
                  ^
        help: if they are two messages, decode them one at a time
        base64: 0a 05 41 6c 69 63 65
        warning at 9: expected the last character to end a byte, found bits that belong to none
        CgVBbGljZR==
                 ^
        help: the text may be cut off
        base64: 
        error at 2: expected a base64 character, found `ä`
        Cgä
          ^^
        help: base64 has A to Z, a to z, 0 to 9, `+` and `/`; hex has only 0 to 9 and a to f
        hex dump: 0a 05 41 6c
        error at 22: expected a line with offset 0004, found 0006
        0000: 0a05 416c  ..Al
        0006: 6963
                              ^^^^^^^^^^
        help: a line of the dump is missing or came twice
        hex dump: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        hex dump: 0a 05
        error at 12: expected a hex digit, found `z`
        0000: 0a05 4z6c  ..Al
        0004: 6963
                    ^
        help: hex has the digits 0 to 9 and a to f; bytes may be separated by spaces, commas or colons
        hex dump: 0a
        error at 10: expected a hex digit, found `z`
        0000: 0a 0z
                  ^
        help: hex has the digits 0 to 9 and a to f; bytes may be separated by spaces, commas or colons
        hex dump: 0a
        error at 10: expected a hex digit, found `z`
        0000: 0a 0z  ..
                  ^
        help: hex has the digits 0 to 9 and a to f; bytes may be separated by spaces, commas or colons
    "#]]
    .assert_eq(&printed);
}

#[test]
fn a_large_text_is_read_and_mapped_without_walking_it_again() {
    let bytes: Vec<u8> = (0..3_000_000u32).map(|it| (it % 251) as u8).collect();
    for text in [input::hex(&bytes), input::base64(&bytes)] {
        let payload = input::read(&text);
        assert_eq!(payload.bytes, bytes);
        // Thousands of walks over megabytes would not end.
        for at in (0..bytes.len()).step_by(5003) {
            let place = payload.text_span(Span::new(at, at + 1));
            assert!(payload.byte_span(place).contains(at));
        }
    }
    let text = input::hex(&bytes);
    let payload = input::read(&text);
    let place = payload.text_span(Span::new(2_000_000, 2_000_003));
    assert_eq!(place.of_str(&text), input::hex(&bytes[2_000_000..2_000_003]));
    assert_eq!(payload.byte_span(place), Span::new(2_000_000, 2_000_003));
}
