//! Bytes that somebody foresees.

use expect_test::{Expect, expect};
use wirelens::learn::task::Task;

use crate::{sheet, told};

fn check(proto: &str, json: &str, answers: &[&str], expected: Expect) {
    let task = Task::Bytes(sheet(proto, json));
    let told: String = answers.iter().map(|it| told(&task, &vec![(*it).to_owned()])).collect();
    expected.assert_eq(&told);
}

#[test]
fn a_varint() {
    check(
        "message M { int32 id = 1; }",
        r#"{"id": 150}"#,
        &[
            "08 96 01",
            "089601",
            "0x08, 0x96, 0x01",
            "[8, 150, 1]",
            "CJYB",
            "1: 150",
            "08 96 81 00",
            "08 01 08 96 01",
            "08 01 96",
            "08 81 16",
            "08 16 01",
            "08 96 81",
            "08 96",
            "08 96 00",
            "08",
            "08 d6 02",
            "08 97 01",
            "08 31 35 30",
            "96 01",
            "01 96 01",
            "10 96 01",
            "0d 96 00 00 00",
            "08 96 01 10 01",
            "08 96 01 10",
            "08 ac 02",
            "",
            "{\"id\": 150}",
            "7b 22 69 64 22 3a 20 31 35 30 7d",
            "08 9g 01",
            "00 96 01",
            "0f 96 01",
        ],
        expect![[r#"
            ✓ 08 96 01
                These are the bytes that an encoder writes.
            ✓ 089601
                These are the bytes that an encoder writes.
            ✓ 0x08, 0x96, 0x01
                These are the bytes that an encoder writes.
            ✓ [8, 150, 1]
                These are the bytes that an encoder writes.
            ✓ CJYB
                These are the bytes that an encoder writes.
            ✓ 1: 150
                These are the bytes that an encoder writes.
            ✓ 08 96 81 00
                `id` has a varint that is longer than it has to be. Readers take it; an encoder writes the shortest one.  [0:0..11 "08 96 81 00"]
                It is the same message; an encoder writes `08 96 01`.
            ✓ 08 01 08 96 01
                `id` comes again; readers take the last one.  [0:6..14 "08 96 01"]
                It is the same message; an encoder writes `08 96 01`.
            ✗ 08 01 96
                `id`: `01 96` has the groups of seven bits in the wrong order. A varint begins with the lowest seven bits.  [0:3..8 "01 96"]
            ✗ 08 81 16
                `id`: `81 16` has the groups of seven bits in the wrong order. A varint begins with the lowest seven bits.  [0:3..8 "81 16"]
            ✗ 08 16 01
                `id`: the top bit of each byte but the last says that another one follows. In `16 01` it is clear, so the varint ends after the first byte.  [0:3..8 "16 01"]
            ✗ 08 96 81
                `id`: the top bit of byte 3 says that another byte follows; the last byte of a varint has it clear.  [0:3..8 "96 81"]
            ✗ 08 96
                `id`: `96` is the number as whole bytes. A varint has 7 bits of it in each byte, the lowest first, and the top bit says whether another byte follows.  [0:3..5 "96"]
            ✗ 08 96 00
                `id`: `96` is the number as whole bytes. A varint has 7 bits of it in each byte, the lowest first, and the top bit says whether another byte follows.  [0:3..5 "96"]
            ✗ 08
                The value of `id` is missing: `150`. Here the bytes end.
            ✗ 08 d6 02
                `id` reads `342` in `d6 02`; `150` is expected.  [0:3..8 "d6 02"]
            ✗ 08 97 01
                `id` reads `151` in `97 01`; `150` is expected.  [0:3..8 "97 01"]
            ✗ 08 31 35 30
                `id`: `31 35 30` are the digits as text. A varint holds the number itself.  [0:3..11 "31 35 30"]
            ✗ 96 01
                Byte 1 is the tag of field 1, `id`: `08`. You wrote the value at once; each record begins with its tag.  [0:0..5 "96 01"]
            ✗ 01 96 01
                Byte 1 is the tag of field 1, `id`: `08`. You wrote `01`, the number by itself; a tag is the number × 8 plus the wire type, here `1 × 8 + 0`.  [0:0..2 "01"]
            ✗ 10 96 01
                Byte 1 is the tag of field 1, `id`: `08`. You wrote `10`, which is field 2.  [0:0..2 "10"]
            ✗ 0d 96 00 00 00
                Byte 1 is the tag of field 1, `id`. You wrote `0d`, which says I32 (5); the wire type of `int32` is VARINT (0).  [0:0..2 "0d"]
            ✗ 08 96 01 10 01
                The message is complete before byte 4, where another record begins: field 2.  [0:9..14 "10 01"]
            ✗ 08 96 01 10
                Byte 4 is one more than the message has.  [0:9..11 "10"]
            ✗ 08 ac 02
                `id` reads `300`; `150` is expected. `ac 02` is that in zigzag, which only `sint32` and `sint64` have.  [0:3..8 "ac 02"]
            ✗ 
                Nothing is typed yet.
            ✗ {"id": 150}
                This is the message as JSON. Its bytes are asked for: tags and values, as hex.
            ✗ 7b 22 69 64 22 3a 20 31 35 30 7d
                These are the bytes of the JSON text. A message has no names and no quotes in it, only tags and values.
            ✗ 08 9g 01
                Expected a hex digit, found `g`. Hex has the digits 0 to 9 and a to f; bytes may be separated by spaces, commas or colons.  [0:4..5 "g"]
            ✗ 00 96 01
                Byte 1 is the tag of field 1, `id`: `08`. You wrote `00`, which would be field 0; numbers begin at 1.  [0:0..2 "00"]
            ✗ 0f 96 01
                Byte 1 is the tag of field 1, `id`. You wrote `0f`, which says wire type 7, which is none; the wire type of `int32` is VARINT (0).  [0:0..2 "0f"]
        "#]],
    );
}

#[test]
fn two_fields() {
    check(
        "message M { string name = 1; int32 age = 2; }",
        r#"{"name": "Zoë", "age": 30}"#,
        &[
            "0a 04 5a 6f c3 ab 10 1e",
            "10 1e 0a 04 5a 6f c3 ab",
            "0a 04 5a 6f c3 ab 18 1e",
            "0a 03 5a 6f c3 ab 10 1e",
            "0a 5a 6f c3 ab 10 1e",
            "0a 05 5a 6f c3 ab 10 1e",
            "0a 03 5a 6f eb 10 1e",
            "0a 04 5a 6f c3 ab",
            "10 1e",
            "0a 04 5a 6f c3 ab 10 30",
            "0a 04 5a 6f c3 ab 1e",
            "0a 05 5a 6f c3 ab 00 10 1e",
            "08 04 5a 6f c3 ab 10 1e",
            "0a 04 5a 6f c3 ab 12 1e",
            "0a 04 5a 6f c3 ab 10 1e 10 1e",
            "0a 04 5a 6f c3 ab 10 1e 18 01",
            "0a ff 5a 6f",
            "0a 04 5a 6f c3 aa 10 1e",
            "5a 6f c3 ab 1e",
            "0a 04 5a 6f c3 ab 10",
            "0a 04",
            "0a 06 22 5a 6f c3 ab 22 10 1e",
            "0a 04 5a 6f c3 ab 10 00",
        ],
        expect![[r#"
            ✓ 0a 04 5a 6f c3 ab 10 1e
                These are the bytes that an encoder writes.
            ✓ 10 1e 0a 04 5a 6f c3 ab
                `name` comes behind a field with a larger number. Readers take any order; encoders write by number.  [0:6..23 "0a 04 5a 6f c3 ab"]
                It is the same message; an encoder writes `0a 04 5a 6f c3 ab 10 1e`.
            ✗ 0a 04 5a 6f c3 ab 18 1e
                Byte 7 is the tag of field 2, `age`: `10`. You wrote `18`, which is field 3.  [0:18..20 "18"]
            ✗ 0a 03 5a 6f c3 ab 10 1e
                Byte 2 is the length of `name`. You wrote `03`, which says 3; 4 bytes follow. It counts bytes, not characters: some take more than one in UTF-8.  [0:3..5 "03"]
            ✗ 0a 5a 6f c3 ab 10 1e
                The length of `name` is missing: behind the tag comes the number of bytes, here 4.  [0:3..5 "5a"]
            ✗ 0a 05 5a 6f c3 ab 10 1e
                Byte 2 is the length of `name`. You wrote `05`, which says 5; 4 bytes follow. It counts what follows it, neither itself nor the tag.  [0:3..5 "05"]
            ✗ 0a 03 5a 6f eb 10 1e
                A string is written in UTF-8, in which characters beyond ASCII take more than one byte.  [0:6..14 "5a 6f eb"]
            ✗ 0a 04 5a 6f c3 ab
                All that is there is right. Field 2, `age`, is missing: `30`.
            ✗ 10 1e
                All that is there is right. Field 1, `name`, is missing: `"Zoë"`.
            ✗ 0a 04 5a 6f c3 ab 10 30
                `age`: you wrote 30 as if its digits were hex, and it reads 48.  [0:21..23 "30"]
            ✗ 0a 04 5a 6f c3 ab 1e
                Byte 7 is the tag of field 2, `age`: `10`. You wrote the value at once; each record begins with its tag.  [0:18..20 "1e"]
            ✗ 0a 05 5a 6f c3 ab 00 10 1e
                Byte 2 is the length of `name`. You wrote `05`, which says 5; 4 bytes follow. A string has no zero byte at its end.  [0:3..5 "05"]
            ✗ 08 04 5a 6f c3 ab 10 1e
                Byte 1 is the tag of field 1, `name`. You wrote `08`, which says VARINT (0); the wire type of `string` is LEN (2).  [0:0..2 "08"]
            ✗ 0a 04 5a 6f c3 ab 12 1e
                Byte 7 is the tag of field 2, `age`. You wrote `12`, which says LEN (2); the wire type of `int32` is VARINT (0).  [0:18..20 "12"]
            ✓ 0a 04 5a 6f c3 ab 10 1e 10 1e
                `age` comes again; readers take the last one.  [0:24..29 "10 1e"]
                It is the same message; an encoder writes `0a 04 5a 6f c3 ab 10 1e`.
            ✗ 0a 04 5a 6f c3 ab 10 1e 18 01
                The message is complete before byte 9, where another record begins: field 3.  [0:24..29 "18 01"]
            ✗ 0a ff 5a 6f
                Byte 2: expected 11647 bytes after the length, found 1. The bytes are cut off, or this is no message.  [0:3..5 "ff"]
            ✗ 0a 04 5a 6f c3 aa 10 1e
                `name` reads `"Zoê"`; `"Zoë"` is expected.  [0:6..17 "5a 6f c3 aa"]
            ✗ 5a 6f c3 ab 1e
                Byte 1 is the tag of field 1, `name`: `0a`. You wrote `5a`, which is field 11.  [0:0..2 "5a"]
            ✗ 0a 04 5a 6f c3 ab 10
                The value of `age` is missing: `30`. Here the bytes end.
            ✗ 0a 04
                Byte 2: expected 4 bytes after the length, found 0. The bytes are cut off, or this is no message.  [0:3..5 "04"]
            ✗ 0a 06 22 5a 6f c3 ab 22 10 1e
                The quotes are JSON's; a string has none on the wire.  [0:6..23 "22 5a 6f c3 ab 22"]
            ✗ 0a 04 5a 6f c3 ab 10 00
                `age` reads `0` in `00`; `30` is expected.  [0:21..23 "00"]
        "#]],
    );
}

#[test]
fn zigzag() {
    check(
        "message M { sint32 x = 1; }",
        r#"{"x": -2}"#,
        &["08 03", "08 fe ff ff ff ff ff ff ff ff 01", "08 fe ff ff ff 0f", "08 04", "08 02", "08 05"],
        expect![[r#"
            ✓ 08 03
                These are the bytes that an encoder writes.
            ✗ 08 fe ff ff ff ff ff ff ff ff 01
                `x`: `fe ff ff ff ff ff ff ff ff 01` is the number as an `int32` has it. `sint32` is zigzag: 0, -1, 1, -2 become 0, 1, 2, 3, so `-2` becomes 3.  [0:3..32 "fe ff ff ff ff ff ff ff ff 01"]
            ✗ 08 fe ff ff ff 0f
                `x`: `fe ff ff ff 0f` is the number as an `int32` has it. `sint32` is zigzag: 0, -1, 1, -2 become 0, 1, 2, 3, so `-2` becomes 3.  [0:3..17 "fe ff ff ff 0f"]
            ✗ 08 04
                `x` reads `2`; `-2` is expected. With zigzag a number that is not negative becomes its double, a negative one an odd number.  [0:3..5 "04"]
            ✗ 08 02
                `x` reads `1` in `02`; `-2` is expected.  [0:3..5 "02"]
            ✗ 08 05
                `x` reads `-3` in `05`; `-2` is expected.  [0:3..5 "05"]
        "#]],
    );
    check(
        "message M { int32 x = 1; }",
        r#"{"x": 3}"#,
        &["08 03", "08 06", "08 83"],
        expect![[r#"
        ✓ 08 03
            These are the bytes that an encoder writes.
        ✗ 08 06
            `x` reads `6`; `3` is expected. `06` is that in zigzag, which only `sint32` and `sint64` have.  [0:3..5 "06"]
        ✗ 08 83
            `x`: the top bit of byte 2 says that another byte follows, and the number ends there. Leave it clear.  [0:3..5 "83"]
    "#]],
    );
}

#[test]
fn a_negative_int32() {
    check(
        "message M { int32 x = 1; }",
        r#"{"x": -1}"#,
        &["08 ff ff ff ff ff ff ff ff ff 01", "08 ff ff ff ff 0f", "08 01", "08 ff", "08 ff ff ff ff"],
        expect![[r#"
            ✓ 08 ff ff ff ff ff ff ff ff ff 01
                These are the bytes that an encoder writes.
            ✓ 08 ff ff ff ff 0f
                `x` has another number of bits than an encoder writes; readers drop the upper ones.  [0:0..17 "08 ff ff ff ff 0f"]
                It is the same message; an encoder writes `08 ff ff ff ff ff ff ff ff ff 01`.
            ✗ 08 01
                `x` reads `1`; `-1` is expected. `01` is that in zigzag, which only `sint32` and `sint64` have.  [0:3..5 "01"]
            ✗ 08 ff
                Byte 2: expected the rest of a varint, found the end: the last byte says that another one follows. The bytes are cut off here, or an earlier length is too short.  [0:3..5 "ff"]
            ✗ 08 ff ff ff ff
                `x`: `ff ff ff ff` is four bytes, as of a `fixed32`; `int32` is a varint.  [0:3..14 "ff ff ff ff"]
        "#]],
    );
}

#[test]
fn fixed_widths() {
    check(
        "message M { fixed32 x = 1; }",
        r#"{"x": 300}"#,
        &[
            "0d 2c 01 00 00",
            "0d 00 00 01 2c",
            "0d ac 02",
            "0d 2c 01",
            "08 ac 02",
            "09 2c 01 00 00 00 00 00 00",
            "0d 2d 01 00 00",
        ],
        expect![[r#"
            ✓ 0d 2c 01 00 00
                These are the bytes that an encoder writes.
            ✗ 0d 00 00 01 2c
                `x`: `00 00 01 2c` has the highest byte first. A `fixed32` is written with the lowest byte first.  [0:3..14 "00 00 01 2c"]
            ✗ 0d ac 02
                `x`: `ac 02` is a varint. `fixed32` takes 4 bytes whatever its value.  [0:3..8 "ac 02"]
            ✗ 0d 2c 01
                Byte 2: expected 4 bytes of a fixed-width value, found 2. The bytes are cut off here, or an earlier length is too short.  [0:3..5 "2c"]
            ✗ 08 ac 02
                Byte 1 is the tag of field 1, `x`. You wrote `08`, which says VARINT (0); the wire type of `fixed32` is I32 (5).  [0:0..2 "08"]
            ✗ 09 2c 01 00 00 00 00 00 00
                Byte 1 is the tag of field 1, `x`. You wrote `09`, which says I64 (1); the wire type of `fixed32` is I32 (5).  [0:0..2 "09"]
            ✗ 0d 2d 01 00 00
                `x` reads `301` in `2d 01 00 00`; `300` is expected.  [0:3..14 "2d 01 00 00"]
        "#]],
    );
    check(
        "message M { double x = 1; float y = 2; }",
        r#"{"x": 1.5, "y": 2}"#,
        &[
            "09 00 00 00 00 00 00 f8 3f 15 00 00 00 40",
            "09 3f f8 00 00 00 00 00 00 15 00 00 00 40",
            "09 00 00 c0 3f 15 00 00 00 40",
            "09 00 00 00 00 00 00 f8 3f 15 02 00 00 00",
            "09 00 00 00 00 00 00 f8 3f 15 40 00 00 00",
        ],
        expect![[r#"
            ✓ 09 00 00 00 00 00 00 f8 3f 15 00 00 00 40
                These are the bytes that an encoder writes.
            ✗ 09 3f f8 00 00 00 00 00 00 15 00 00 00 40
                `x`: `3f f8 00 00 00 00 00 00` has the highest byte first. A `double` is written with the lowest byte first.  [0:3..26 "3f f8 00 00 00 00 00 00"]
            ✗ 09 00 00 c0 3f 15 00 00 00 40
                `x`: `00 00 c0 3f` is a `float`; `double` takes 8 bytes.  [0:3..14 "00 00 c0 3f"]
            ✗ 09 00 00 00 00 00 00 f8 3f 15 02 00 00 00
                `y`: `02 00 00 00` is the whole number. `float` is IEEE 754: sign, exponent and fraction.  [0:30..41 "02 00 00 00"]
            ✗ 09 00 00 00 00 00 00 f8 3f 15 40 00 00 00
                `y`: `40 00 00 00` has the highest byte first. A `float` is written with the lowest byte first.  [0:30..41 "40 00 00 00"]
        "#]],
    );
}

#[test]
fn lists_and_maps() {
    check(
        "message M { repeated int32 n = 4; }",
        r#"{"n": [3, 270]}"#,
        &[
            "22 03 03 8e 02",
            "20 03 20 8e 02",
            "22 02 03 8e 02",
            "22 03 03 02 8e",
            "22 03 8e 02 03",
            "22 01 03 20 8e 02",
            "22 04 03 8e 02",
            "20 03 8e 02",
            "22 03 03 8f 02",
            "22 01 03",
            "20 03 03 8e 02",
        ],
        expect![[r#"
            ✓ 22 03 03 8e 02
                These are the bytes that an encoder writes.
            ✓ 20 03 20 8e 02
                `n` has a record for each value; an encoder packs them behind one tag. Readers take both.  [0:0..5 "20 03"]
                It is the same message; an encoder writes `22 03 03 8e 02`.
            ✗ 22 02 03 8e 02
                Byte 2 is the length of `n`. You wrote `02`, which says 2; 3 bytes follow. It counts bytes, not values.  [0:3..5 "02"]
            ✗ 22 03 03 02 8e
                `n[1]`: `02 8e` has the groups of seven bits in the wrong order. A varint begins with the lowest seven bits.  [0:9..14 "02 8e"]
            ✗ 22 03 8e 02 03
                `n[0]` reads `270` in `8e 02`; `3` is expected.  [0:6..11 "8e 02"]
            ✓ 22 01 03 20 8e 02
                `n` comes in several runs; an encoder writes one. Readers put them together.  [0:0..8 "22 01 03"]
                It is the same message; an encoder writes `22 03 03 8e 02`.
            ✗ 22 04 03 8e 02
                Byte 2 is the length of `n`. You wrote `04`, which says 4; 3 bytes follow. It counts what follows it, neither itself nor the tag.  [0:3..5 "04"]
            ✗ 20 03 8e 02
                `n[1]`: the value has no tag. Values that are not packed have a tag each.  [0:6..8 "8e"]
            ✗ 22 03 03 8f 02
                `n[1]` reads `271` in `8f 02`; `270` is expected.  [0:9..14 "8f 02"]
            ✗ 22 01 03
                All that is there is right. Field 4, `n[1]`, is missing: `270`.
            ✗ 20 03 03 8e 02
                `n[1]` is missing before byte 3: `270`.  [0:6..8 "03"]
        "#]],
    );
    check(
        "message M { map<string, int32> m = 1; }",
        r#"{"m": {"a": 1, "b": 0}}"#,
        &[
            "0a 05 0a 01 61 10 01 0a 05 0a 01 62 10 00",
            "0a 03 0a 01 62 0a 05 0a 01 61 10 01",
            "0a 01 61 10 01 0a 01 62 10 00",
            "0a 05 0a 01 61 10 02 0a 05 0a 01 62 10 00",
        ],
        expect![[r#"
            ✓ 0a 05 0a 01 61 10 01 0a 05 0a 01 62 10 00
                These are the bytes that an encoder writes.
            ✓ 0a 03 0a 01 62 0a 05 0a 01 61 10 01
                It is the same message; an encoder writes `0a 05 0a 01 61 10 01 0a 05 0a 01 62 10 00`.
            ✗ 0a 01 61 10 01 0a 01 62 10 00
                `m["a"]` has the bytes `61`; `"a" → 1` is expected. An entry of a map is a message: the key is field 1, the value field 2.  [0:6..8 "61"]
            ✗ 0a 05 0a 01 61 10 02 0a 05 0a 01 62 10 00
                Inside `m["a"]`: `value` reads `2`; `1` is expected. `02` is that in zigzag, which only `sint32` and `sint64` have.  [0:18..20 "02"]
        "#]],
    );
}

#[test]
fn a_message_in_a_message() {
    check(
        "message M { Inner in = 1; string s = 2; } message Inner { int32 a = 1; optional int32 z = 2; }",
        r#"{"in": {"a": 5, "z": 0}, "s": "x"}"#,
        &[
            "0a 04 08 05 10 00 12 01 78",
            "0a 04 08 05 10 00 12 01 78 18 00",
            "0a 02 08 05 12 01 78",
            "0a 02 08 05 10 00 12 01 78",
            "08 05 10 00 12 01 78",
            "0a 04 08 06 10 00 12 01 78",
            "0a 04 10 00 08 05 12 01 78",
            "12 01 78 0a 02 08 05 0a 02 10 00",
            "0a 06 08 05 10 00 12 01 78",
            "0a 01 05 12 01 78",
            "08 05 10 00",
        ],
        expect![[r#"
            ✓ 0a 04 08 05 10 00 12 01 78
                These are the bytes that an encoder writes.
            ✗ 0a 04 08 05 10 00 12 01 78 18 00
                The message is complete before byte 10, where another record begins: field 3.  [0:27..32 "18 00"]
            ✗ 0a 02 08 05 12 01 78
                Inside `in`: Field 2, `z`, is missing: `0`. Whether it is set is tracked, so even its default is written.
            ✗ 0a 02 08 05 10 00 12 01 78
                Byte 2 is the length of `in`. You wrote `02`, which says 2; 4 bytes follow.  [0:3..5 "02"]
            ✗ 08 05 10 00 12 01 78
                Byte 1 is the tag of field 1, `in`: `0a`. You wrote what is inside `in` at once; a message inside another has a tag and a length before it.  [0:0..2 "08"]
            ✗ 0a 04 08 06 10 00 12 01 78
                Inside `in`: `a` reads `6` in `06`; `5` is expected.  [0:9..11 "06"]
            ✓ 0a 04 10 00 08 05 12 01 78
                `a` comes behind a field with a larger number. Readers take any order; encoders write by number.  [0:12..17 "08 05"]
                It is the same message; an encoder writes `0a 04 08 05 10 00 12 01 78`.
            ✓ 12 01 78 0a 02 08 05 0a 02 10 00
                `in` comes behind a field with a larger number. Readers take any order; encoders write by number.  [0:9..20 "0a 02 08 05"]
                `in` comes again; readers merge the messages.  [0:21..32 "0a 02 10 00"]
                It is the same message; an encoder writes `0a 04 08 05 10 00 12 01 78`.
            ✗ 0a 06 08 05 10 00 12 01 78
                Byte 2 is the length of `in`. You wrote `06`, which says 6; 4 bytes follow. It counts what follows it, neither itself nor the tag.  [0:3..5 "06"]
            ✗ 0a 01 05 12 01 78
                `in` has the bytes `05`; `Inner, 4 bytes` is expected. A message inside another is made of records, too: each value has its tag.  [0:6..8 "05"]
            ✗ 08 05 10 00
                Byte 1 is the tag of field 1, `in`: `0a`. You wrote what is inside `in` at once; a message inside another has a tag and a length before it.  [0:0..2 "08"]
        "#]],
    );
}
