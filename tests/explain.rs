//! Why bytes mean what they mean: what is said of each rule, of a byte and of a bit.

#[path = "common/types.rs"]
mod types;

use expect_test::{Expect, expect};
use types::{OLD, USER, bytes_of, everything, message};
use wirelens::annotate::explain::{BitRole, Explanation, explain, explain_byte, explain_range, speak};
use wirelens::annotate::{Role, annotate};
use wirelens::schema::Root;
use wirelens::text::Span;

/// An explanation as text; bits with a letter for their role: More, mark of UTF-8, Number, Wire type, sign, Exponent, mantissa
/// (F), dropped (X), value (.).
fn print_explanation(it: &Explanation) -> String {
    let mut printed = format!("{} | {} | {} | {}\n{}\n", it.title, it.place, it.kind, it.path, it.sentence);
    for group in &it.bits {
        let bits: String = group.bits.iter().map(|it| if it.on { '1' } else { '0' }).collect();
        let role = |it: BitRole| match it {
            BitRole::More => 'm',
            BitRole::Mark => 'u',
            BitRole::Number => 'n',
            BitRole::WireType => 'w',
            BitRole::Value => '.',
            BitRole::Sign => 's',
            BitRole::Exponent => 'e',
            BitRole::Mantissa => 'f',
            BitRole::Dropped => 'x',
        };
        let roles: String = group.bits.iter().map(|it| role(it.role)).collect();
        printed += &format!("  {:04x} {:02x} {bits} {roles}\n", group.offset, group.byte);
    }
    for step in &it.steps {
        printed += &format!("  {step}\n");
    }
    for it in &it.readings {
        printed += &format!("  {:3} {}: {} ({})\n", it.score, it.kind, it.text, it.reason);
    }
    if let Some(problem) = &it.problem {
        let help = problem.help.as_ref().map(|it| format!("; {it}")).unwrap_or_default();
        printed += &format!("  {}: {}{help}\n  {}\n", problem.severity.word(), problem.message, it.reaction);
    }
    printed + &format!("  {}\n\n", it.rule.map_or("-", |it| it.name()))
}

/// All nodes as whole records, and then the parts that `roles` names of the first.
fn check_explained(root: Option<&Root>, hex: &str, roles: &[Role], expected: Expect) {
    let bytes = bytes_of(hex);
    let nodes = annotate(&bytes, root);
    let records = (0..nodes.len() as u32).map(|it| explain(&nodes, &bytes, it, None));
    let parts = roles.iter().map(|&it| explain(&nodes, &bytes, 0, Some(it)));
    let printed: String = records.chain(parts).flatten().map(|it| print_explanation(&it)).collect();
    expected.assert_eq(&printed);
}

#[test]
fn explains_tags_and_varints() {
    let user = message(USER);
    check_explained(
        Some(&user),
        "10 ac 02",
        &[Role::Tag, Role::Payload],
        expect![[r#"
            age = 300 | bytes 0–2 | int32 | age
            `10` is the tag: field 2 × 8 + wire type 0 (varint). `ac 02` holds seven bits a byte, lowest first; the top bit says that another byte follows.
              0001 ac 10101100 m.......
              0002 02 00000010 m.......
              0000010 0101100 = 256 + 44 = 300
              How varints work

            tag of age | byte 0 | int32 | age
            `10` is the tag: field 2 × 8 + wire type 0 (varint).
              0000 10 00010000 mnnnnwww
              0010 000 = field 2, wire type 0
              2 << 3 | 0 = 16
              How tags work

            age = 300 | bytes 1–2 | int32 | age
            `ac 02` holds seven bits a byte, lowest first; the top bit says that another byte follows.
              0001 ac 10101100 m.......
              0002 02 00000010 m.......
              0000010 0101100 = 256 + 44 = 300
              How varints work

        "#]],
    );
    check_explained(
        Some(&user),
        "10 07 60 01 40 01 40 09",
        &[],
        expect![[r#"
            age = 7 | bytes 0–1 | int32 | age
            `10` is the tag: field 2 × 8 + wire type 0 (varint). `07` holds the value in its lower seven bits; the top bit is 0: no byte follows.
              0001 07 00000111 m.......
              0000111 = 7
              How varints work

            active = true | bytes 2–3 | bool | active
            `60` is the tag: field 12 × 8 + wire type 0 (varint). `01` holds the value in its lower seven bits; the top bit is 0: no byte follows. As a `bool`, 1 is `true`.
              0003 01 00000001 m.......
              0000001 = 1
              How varints work

            role = ADMIN (1) | bytes 4–5 | enum Role | role
            `40` is the tag: field 8 × 8 + wire type 0 (varint). `01` holds the value in its lower seven bits; the top bit is 0: no byte follows. `Role` calls 1 `ADMIN`.
              0005 01 00000001 m.......
              0000001 = 1
              info: expected fields in the order of their numbers, found a smaller number behind a larger one
              A parser takes fields in any order; encoders write them by number, so this may be the work of another tool, or two encodings one behind the other.
              How varints work

            role = 9 | bytes 6–7 | enum Role | role
            `40` is the tag: field 8 × 8 + wire type 0 (varint). `09` holds the value in its lower seven bits; the top bit is 0: no byte follows. `Role` has no name for 9, and it is open.
              0007 09 00001001 m.......
              0001001 = 9
              info: expected a number of Role in `role`, found 9
              A parser keeps it: as a number if the enum is open, among the unknown fields if it is closed. The writer may know a newer enum.
              How varints work

        "#]],
    );
    check_explained(
        Some(&user),
        "10 fe ff ff ff ff ff ff ff ff 01",
        &[],
        expect![[r#"
            age = -2 | bytes 0–10 | int32 | age
            `10` is the tag: field 2 × 8 + wire type 0 (varint). `fe ff ff ff ff ff ff ff ff 01` holds seven bits a byte, lowest first; the top bit says that another byte follows. A negative number is 64 bits in two's complement, so it takes ten bytes; as `sint32` it would take 1 byte.
              0001 fe 11111110 m.......
              0002 ff 11111111 m.......
              0003 ff 11111111 m.......
              0004 ff 11111111 m.......
              0005 ff 11111111 mssss...
              0006 ff 11111111 msssssss
              0007 ff 11111111 msssssss
              0008 ff 11111111 msssssss
              0009 ff 11111111 msssssss
              000a 01 00000001 mxxxxxxs
              0000001 1111111 1111111 1111111 1111111 1111111 1111111 1111111 1111111 1111110 = 18446744073709551614
              bit 63 is 1, so it is negative: 18446744073709551614 − 2⁶⁴ = -2
              How negative numbers work

        "#]],
    );
    check_explained(
        Some(&user),
        "68 03 68 d8 04",
        &[],
        expect![[r#"
            delta = -2 | bytes 0–1 | sint32 | delta
            `68` is the tag: field 13 × 8 + wire type 0 (varint). `03` holds the value in its lower seven bits; the top bit is 0: no byte follows. Zigzag turns 0, 1, 2, 3 into 0, -1, 1, -2, so that small negative numbers stay short.
              0001 03 00000011 m......s
              0000011 = 3
              3 is odd, so negative; 3 >> 1 = 1
              (3 >> 1) ^ -(3 & 1) = 1 ^ -1 = -2
              How zigzag works

            delta = 300 | bytes 2–4 | sint32 | delta
            `68` is the tag: field 13 × 8 + wire type 0 (varint). `d8 04` holds seven bits a byte, lowest first; the top bit says that another byte follows. Zigzag turns 0, 1, 2, 3 into 0, -1, 1, -2, so that small negative numbers stay short.
              0003 d8 11011000 m......s
              0004 04 00000100 m.......
              0000100 1011000 = 512 + 88 = 600
              600 is even, so not negative; 600 >> 1 = 300
              (600 >> 1) ^ -(600 & 1) = 300 ^ 0 = 300
              info: expected one value of `delta`, found another one: the last one counts
              A parser takes the last value and merges messages field by field, so that two encodings one behind the other are the merged message.
              How zigzag works

        "#]],
    );
    check_explained(
        Some(&user),
        "10 81 80 00 10 81 80 80 80 10 10 ff ff ff ff 0f",
        &[],
        expect![[r#"
            age = 1 | bytes 0–3 | int32 | age
            `10` is the tag: field 2 × 8 + wire type 0 (varint). `81 80 00` holds seven bits a byte, lowest first; the top bit says that another byte follows. It has 3 bytes where 1 would do: the last add only zeros.
              0001 81 10000001 m.......
              0002 80 10000000 m.......
              0003 00 00000000 m.......
              0000000 0000000 0000001 = 0 + 0 + 1 = 1
              info: expected the shortest varint, found a longer one
              A parser accepts it: zeros on top change no value. But the bytes are no longer the only ones for this message, so do not compare or hash them.
              How varints work

            age = 1 | bytes 4–9 | int32 | age
            `10` is the tag: field 2 × 8 + wire type 0 (varint). `81 80 80 80 10` holds seven bits a byte, lowest first; the top bit says that another byte follows.
              0005 81 10000001 m.......
              0006 80 10000000 m.......
              0007 80 10000000 m.......
              0008 80 10000000 m.......
              0009 10 00010000 mxxxs...
              0010000 0000000 0000000 0000000 0000001 = 4294967297
              the lower 32 bits = 1
              info: expected a value of the field's width, found a larger one: the upper bits are dropped
              A parser drops the upper bits, as a cast does, so that a field can change between the integer types while its values are small.
              How varints work

            age = -1 | bytes 10–15 | int32 | age
            `10` is the tag: field 2 × 8 + wire type 0 (varint). `ff ff ff ff 0f` holds seven bits a byte, lowest first; the top bit says that another byte follows.
              000b ff 11111111 m.......
              000c ff 11111111 m.......
              000d ff 11111111 m.......
              000e ff 11111111 m.......
              000f 0f 00001111 mxxxs...
              0001111 1111111 1111111 1111111 1111111 = 4294967295
              the lower 32 bits = 4294967295; 4294967295 − 2³² = -1
              info: expected a value of the field's width, found a larger one: the upper bits are dropped
              A parser drops the upper bits, as a cast does, so that a field can change between the integer types while its values are small.
              How varints work

        "#]],
    );
}

#[test]
fn explains_fixed_widths() {
    let user = message(USER);
    check_explained(
        Some(&user),
        "85 01 01 02 00 00",
        &[Role::Tag],
        expect![[r#"
            crc = 513 | bytes 0–5 | fixed32 | crc
            `85 01` is the tag, the varint 133: field 16 × 8 + wire type 5 (I32). `01 02 00 00` are always four bytes, the lowest first.
              0005 00 00000000 ........
              0004 00 00000000 ........
              0003 02 00000010 ........
              0002 01 00000001 ........
              0x00000201 = 513
              How fixed widths work

            tag of crc | bytes 0–1 | fixed32 | crc
            `85 01` is the tag, the varint 133: field 16 × 8 + wire type 5 (I32).
              0000 85 10000101 mnnnnwww
              0001 01 00000001 mnnnnnnn
              0000001 0000 101 = field 16, wire type 5
              16 << 3 | 5 = 133
              How tags work

        "#]],
    );
    check_explained(
        Some(&user),
        "8d 01 00 00 c0 3f 8d 01 00 00 00 80 8d 01 00 00 80 ff",
        &[],
        expect![[r#"
            ratio = 1.5 | bytes 0–5 | float | ratio
            `8d 01` is the tag, the varint 141: field 17 × 8 + wire type 5 (I32). `00 00 c0 3f` are always four bytes, the lowest first. Read from the last byte: 1 bit of sign, 8 of exponent (less 127), 23 of mantissa.
              0005 3f 00111111 seeeeeee
              0004 c0 11000000 efffffff
              0003 00 00000000 ffffffff
              0002 00 00000000 ffffffff
              sign 0; exponent 01111111 = 127, less 127: 0; mantissa 1 + 4194304 / 2²³
              +1.5 × 2⁰ = 1.5
              How floats work

            ratio = -0.0 | bytes 6–11 | float | ratio
            `8d 01` is the tag, the varint 141: field 17 × 8 + wire type 5 (I32). `00 00 00 80` are always four bytes, the lowest first. Read from the last byte: 1 bit of sign, 8 of exponent (less 127), 23 of mantissa.
              000b 80 10000000 seeeeeee
              000a 00 00000000 efffffff
              0009 00 00000000 ffffffff
              0008 00 00000000 ffffffff
              exponent and mantissa are 0 = -0.0
              info: expected one value of `ratio`, found another one: the last one counts
              A parser takes the last value and merges messages field by field, so that two encodings one behind the other are the merged message.
              How floats work

            ratio = -Infinity | bytes 12–17 | float | ratio
            `8d 01` is the tag, the varint 141: field 17 × 8 + wire type 5 (I32). `00 00 80 ff` are always four bytes, the lowest first. Read from the last byte: 1 bit of sign, 8 of exponent (less 127), 23 of mantissa.
              0011 ff 11111111 seeeeeee
              0010 80 10000000 efffffff
              000f 00 00000000 ffffffff
              000e 00 00000000 ffffffff
              exponent all ones, mantissa 0 = -Infinity
              info: expected one value of `ratio`, found another one: the last one counts
              A parser takes the last value and merges messages field by field, so that two encodings one behind the other are the merged message.
              How floats work

        "#]],
    );
    let all = everything();
    check_explained(
        Some(&all),
        "5d ff ff ff ff 61 fe ff ff ff ff ff ff ff",
        &[],
        expect![[r#"
            a10 = -1 | bytes 0–4 | sfixed32 | a10
            `5d` is the tag: field 11 × 8 + wire type 5 (I32). `ff ff ff ff` are always four bytes, the lowest first. The top bit is set, so the number is negative, in two's complement.
              0004 ff 11111111 s.......
              0003 ff 11111111 ........
              0002 ff 11111111 ........
              0001 ff 11111111 ........
              0xffffffff = 4294967295
              4294967295 − 2³² = -1
              How fixed widths work

            a11 = -2 | bytes 5–13 | sfixed64 | a11
            `61` is the tag: field 12 × 8 + wire type 1 (I64). `fe ff ff ff ff ff ff ff` are always eight bytes, the lowest first. The top bit is set, so the number is negative, in two's complement.
              000d ff 11111111 s.......
              000c ff 11111111 ........
              000b ff 11111111 ........
              000a ff 11111111 ........
              0009 ff 11111111 ........
              0008 ff 11111111 ........
              0007 ff 11111111 ........
              0006 fe 11111110 ........
              0xfffffffffffffffe = 18446744073709551614
              18446744073709551614 − 2⁶⁴ = -2
              How fixed widths work

        "#]],
    );
    check_explained(
        Some(&all),
        "09 18 2d 44 54 fb 21 09 40 09 01 00 00 00 00 00 00 00",
        &[],
        expect![[r#"
            a0 = 3.141592653589793 | bytes 0–8 | double | a0
            `09` is the tag: field 1 × 8 + wire type 1 (I64). `18 2d 44 54 fb 21 09 40` are always eight bytes, the lowest first. Read from the last byte: 1 bit of sign, 11 of exponent (less 1023), 52 of mantissa.
              0008 40 01000000 seeeeeee
              0007 09 00001001 eeeeffff
              0006 21 00100001 ffffffff
              0005 fb 11111011 ffffffff
              0004 54 01010100 ffffffff
              0003 44 01000100 ffffffff
              0002 2d 00101101 ffffffff
              0001 18 00011000 ffffffff
              sign 0; exponent 10000000000 = 1024, less 1023: 1; mantissa 1 + 2570638124657944 / 2⁵²
              +1.5707963267948966 × 2¹ = 3.141592653589793
              How floats work

            a0 = 5e-324 | bytes 9–17 | double | a0
            `09` is the tag: field 1 × 8 + wire type 1 (I64). `01 00 00 00 00 00 00 00` are always eight bytes, the lowest first. Read from the last byte: 1 bit of sign, 11 of exponent (less 1023), 52 of mantissa.
              0011 00 00000000 seeeeeee
              0010 00 00000000 eeeeffff
              000f 00 00000000 ffffffff
              000e 00 00000000 ffffffff
              000d 00 00000000 ffffffff
              000c 00 00000000 ffffffff
              000b 00 00000000 ffffffff
              000a 01 00000001 ffffffff
              exponent 0: the 1 before the point is missing, and the power is -1022
              +2.220446049250313e-16 × 2⁻¹⁰²² = 5e-324
              info: expected one value of `a0`, found another one: the last one counts
              A parser takes the last value and merges messages field by field, so that two encodings one behind the other are the merged message.
              How floats work

        "#]],
    );
}

#[test]
fn explains_what_is_behind_a_length() {
    let user = message(USER);
    check_explained(
        Some(&user),
        "0a 05 41 6c 69 63 65 0a 01 41 0a 00",
        &[Role::Tag, Role::Length, Role::Payload],
        expect![[r#"
            name = "Alice" | bytes 0–6 | string | name
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `05` is the length: the next 5 bytes, 2–6, are the text. 5 bytes of UTF-8, 5 characters: `41` is `A`, `6c` is `l`, `69` is `i`, `63` is `c`, `65` is `e`.
              0000 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
              How strings work

            name = "A" | bytes 7–9 | string | name
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `01` is the length: the next byte is the text. 1 byte of UTF-8, 1 character: `41` is `A`.
              0007 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
              info: expected one value of `name`, found another one: the last one counts
              A parser takes the last value and merges messages field by field, so that two encodings one behind the other are the merged message.
              How strings work

            name = "" | bytes 10–11 | string | name
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `00` is the length: nothing is behind it.
              000a 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
              info: expected one value of `name`, found another one: the last one counts
              A parser takes the last value and merges messages field by field, so that two encodings one behind the other are the merged message.
              How strings work

            tag of name | byte 0 | string | name
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN).
              0000 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
              How tags work

            length of name | byte 1 | string | name
            `05` is the length: the next 5 bytes, 2–6, are the text.
              0001 05 00000101 m.......
              0000101 = 5
              How lengths work

            name = "Alice" | bytes 2–6 | string | name
            5 bytes of UTF-8, 5 characters: `41` is `A`, `6c` is `l`, `69` is `i`, `63` is `c`, `65` is `e`.
              How strings work

        "#]],
    );
    check_explained(
        Some(&user),
        "0a 07 5a c3 bc 72 69 63 68 72 02 ff 00",
        &[],
        expect![[r#"
            name = "Zürich" | bytes 0–8 | string | name
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `07` is the length: the next 7 bytes, 2–8, are the text. 7 bytes of UTF-8, 6 characters: `5a` is `Z`, `c3 bc` is `ü`, `72` is `r`, `69` is `i`, `63` is `c` …
              0000 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
              How strings work

            photo = ff 00 | bytes 9–12 | bytes | photo
            `72` is the tag: field 14 × 8 + wire type 2 (LEN). `02` is the length: the next 2 bytes, 11–12, are the value. `ff 00` stand as they are: `bytes` have no encoding of their own.
              0009 72 01110010 mnnnnwww
              1110 010 = field 14, wire type 2
              14 << 3 | 2 = 114
              How lengths work

        "#]],
    );
    check_explained(
        Some(&user),
        "22 06 0a 04 4f 73 6c 6f 22 00",
        &[Role::Length],
        expect![[r#"
            home: Address, 6 bytes | bytes 0–7 | message Address | home
            `22` is the tag: field 4 × 8 + wire type 2 (LEN). `06` is the length: the next 6 bytes, 2–7, are the message `Address`. It has 1 record, by the same rules as the message around it.
              0000 22 00100010 mnnnnwww
              0100 010 = field 4, wire type 2
              4 << 3 | 2 = 34
              How lengths work

            city = "Oslo" | bytes 2–7 | string | home.city
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `04` is the length: the next 4 bytes, 4–7, are the text. 4 bytes of UTF-8, 4 characters: `4f` is `O`, `73` is `s`, `6c` is `l`, `6f` is `o`.
              0002 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
              How strings work

            home: Address, 0 bytes | bytes 8–9 | message Address | home
            `22` is the tag: field 4 × 8 + wire type 2 (LEN). `00` is the length: nothing is behind it. An empty message is one whose fields all have their defaults.
              0008 22 00100010 mnnnnwww
              0100 010 = field 4, wire type 2
              4 << 3 | 2 = 34
              info: expected one value of `home`, found another one: the last one counts
              A parser takes the last value and merges messages field by field, so that two encodings one behind the other are the merged message.
              How lengths work

            length of home | byte 1 | message Address | home
            `06` is the length: the next 6 bytes, 2–7, are the message `Address`.
              0001 06 00000110 m.......
              0000110 = 6
              How lengths work

        "#]],
    );
    check_explained(
        Some(&user),
        "32 06 0a 02 65 6e 10 07 32 00",
        &[],
        expect![[r#"
            counts["en"] = 7 | bytes 0–7 | map<string, int32> | counts["en"]
            `32` is the tag: field 6 × 8 + wire type 2 (LEN). `06` is the length: the next 6 bytes, 2–7, are the map entry. A map entry is a message with `key = 1` and `value = 2`; a map is its entries, one behind the other.
              0000 32 00110010 mnnnnwww
              0110 010 = field 6, wire type 2
              6 << 3 | 2 = 50
              How maps work

            key = "en" | bytes 2–5 | string | counts["en"].key
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `02` is the length: the next 2 bytes, 4–5, are the text. 2 bytes of UTF-8, 2 characters: `65` is `e`, `6e` is `n`.
              0002 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
              How strings work

            value = 7 | bytes 6–7 | int32 | counts["en"]
            `10` is the tag: field 2 × 8 + wire type 0 (varint). `07` holds the value in its lower seven bits; the top bit is 0: no byte follows.
              0007 07 00000111 m.......
              0000111 = 7
              How varints work

            counts[""] = default | bytes 8–9 | map<string, int32> | counts[""]
            `32` is the tag: field 6 × 8 + wire type 2 (LEN). `00` is the length: nothing is behind it. A map entry is a message with `key = 1` and `value = 2`; a map is its entries, one behind the other. Both are missing: they are the defaults.
              0008 32 00110010 mnnnnwww
              0110 010 = field 6, wire type 2
              6 << 3 | 2 = 50
              How maps work

        "#]],
    );
    check_explained(
        Some(&user),
        "2a 03 01 ac 02",
        &[],
        expect![[r#"
            scores: 2 values, 3 bytes | bytes 0–4 | packed int32 | scores
            `2a` is the tag: field 5 × 8 + wire type 2 (LEN). `03` is the length: the next 3 bytes, 2–4, are the packed run. 2 values behind one tag: 5 bytes packed, 5 bytes if each had a tag of its own.
              0000 2a 00101010 mnnnnwww
              0101 010 = field 5, wire type 2
              5 << 3 | 2 = 42
              How packed runs work

            scores[0] = 1 | byte 2 | int32 | scores[0]
            `01` holds the value in its lower seven bits; the top bit is 0: no byte follows. It is one of a packed run, so it has no tag of its own.
              0002 01 00000001 m.......
              0000001 = 1
              How varints work

            scores[1] = 300 | bytes 3–4 | int32 | scores[1]
            `ac 02` holds seven bits a byte, lowest first; the top bit says that another byte follows. It is one of a packed run, so it has no tag of its own.
              0003 ac 10101100 m.......
              0004 02 00000010 m.......
              0000010 0101100 = 256 + 44 = 300
              How varints work

        "#]],
    );
    check_explained(
        Some(&user),
        &format!("0a 80 01 {}", "61".repeat(128)),
        &[Role::Length],
        expect![[r#"
            name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" | bytes 0–130 | string | name
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `80 01` is the length: the next 128 bytes, 3–130, are the text. 128 bytes of UTF-8, 128 characters: `61` is `a`, `61` is `a`, `61` is `a`, `61` is `a`, `61` is `a` …
              0000 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
              How strings work

            length of name | bytes 1–2 | string | name
            `80 01` is the length: the next 128 bytes, 3–130, are the text.
              0001 80 10000000 m.......
              0002 01 00000001 m.......
              0000001 0000000 = 128 + 0 = 128
              How lengths work

        "#]],
    );
}

#[test]
fn explains_groups() {
    check_explained(
        Some(&message(OLD)),
        "0b 12 01 61 0c 0b 0c",
        &[Role::EndTag],
        expect![[r#"
            result[0]: Result, 3 bytes | bytes 0–4 | group Result | result[0]
            `0b` is the tag: field 1 × 8 + wire type 3 (SGROUP). The 3 bytes up to `0c`, which closes the group, are the message `Result`; a group has an end instead of a length.
              0000 0b 00001011 mnnnnwww
              0001 011 = field 1, wire type 3
              1 << 3 | 3 = 11
              How groups work

            url = "a" | bytes 1–3 | string | result[0].url
            `12` is the tag: field 2 × 8 + wire type 2 (LEN). `01` is the length: the next byte is the text. 1 byte of UTF-8, 1 character: `61` is `a`.
              0001 12 00010010 mnnnnwww
              0010 010 = field 2, wire type 2
              2 << 3 | 2 = 18
              How strings work

            result[1]: Result, 0 bytes | bytes 5–6 | group Result | result[1]
            `0b` is the tag: field 1 × 8 + wire type 3 (SGROUP). Nothing is between it and `0c`, which closes the group.
              0005 0b 00001011 mnnnnwww
              0001 011 = field 1, wire type 3
              1 << 3 | 3 = 11
              How groups work

            end of result[0] | byte 4 | group Result | result[0]
            `0c` closes the group: field 1 × 8 + wire type 4 (EGROUP).
              0004 0c 00001100 mnnnnwww
              0001 100 = field 1, wire type 4
              1 << 3 | 4 = 12
              How groups work

        "#]],
    );
}

#[test]
fn explains_what_can_not_be_read_or_is_not_known() {
    let user = message(USER);
    check_explained(
        Some(&user),
        "10 01 0a 05 41 6c",
        &[],
        expect![[r#"
            age = 1 | bytes 0–1 | int32 | age
            `10` is the tag: field 2 × 8 + wire type 0 (varint). `01` holds the value in its lower seven bits; the top bit is 0: no byte follows.
              0001 01 00000001 m.......
              0000001 = 1
              How varints work

            name = "Al" | bytes 2–5 | string | name
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `05` is the length: 5 bytes should follow, and 2 are there. 2 bytes of UTF-8, 2 characters: `41` is `A`, `6c` is `l`.
              0002 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
              error: expected 5 bytes after the length, found 2; the bytes are cut off, or this is no message
              A parser refuses the whole message as cut off: it trusts the length, and has no other sign of where the value ends.
              What parsers refuse

        "#]],
    );
    check_explained(
        Some(&user),
        "2a 03 01 02 ff 5a 03 01 02 ff",
        &[],
        expect![[r#"
            scores: 2 values, 3 bytes | bytes 0–4 | packed int32 | scores
            `2a` is the tag: field 5 × 8 + wire type 2 (LEN). `03` is the length: the next 3 bytes, 2–4, are the packed run. 2 values behind one tag: 5 bytes packed, 5 bytes if each had a tag of its own.
              0000 2a 00101010 mnnnnwww
              0101 010 = field 5, wire type 2
              5 << 3 | 2 = 42
              How packed runs work

            scores[0] = 1 | byte 2 | int32 | scores[0]
            `01` holds the value in its lower seven bits; the top bit is 0: no byte follows. It is one of a packed run, so it has no tag of its own.
              0002 01 00000001 m.......
              0000001 = 1
              How varints work

            scores[1] = 2 | byte 3 | int32 | scores[1]
            `02` holds the value in its lower seven bits; the top bit is 0: no byte follows. It is one of a packed run, so it has no tag of its own.
              0003 02 00000010 m.......
              0000010 = 2
              How varints work

            unreadable, 1 byte | byte 4 | unreadable | scores.#junk
            The packed run ends within a varint: 1 byte is left over.
              error: expected another element, found a part of one
              A parser refuses the whole message: the length says where the run ends, and a value is cut in two there.
              What parsers refuse

            weights: 0 values, 3 bytes | bytes 5–9 | packed double | weights
            `5a` is the tag: field 11 × 8 + wire type 2 (LEN). `03` is the length: the next 3 bytes, 7–9, are the packed run. No whole value is in it.
              0005 5a 01011010 mnnnnwww
              1011 010 = field 11, wire type 2
              11 << 3 | 2 = 90
              How packed runs work

            unreadable, 3 bytes | bytes 7–9 | unreadable | weights.#junk
            The packed run ends within a value of 8 bytes: 3 bytes are left over.
              error: expected another element, found a part of one
              A parser refuses the whole message: the length says where the run ends, and a value is cut in two there.
              What parsers refuse

        "#]],
    );
    check_explained(
        Some(&user),
        "a0 06 07 12 02 68 69",
        &[],
        expect![[r#"
            field 100 = 7 | bytes 0–2 | VARINT | #100
            `a0 06` is the tag, the varint 800: field 100 × 8 + wire type 0 (varint). `07` holds the value in its lower seven bits; the top bit is 0: no byte follows. The schema has no field 100 here; parsers keep such a field unread or skip it.
              0002 07 00000111 m.......
              0000111 = 7
               80 uint64: 7 (a number that is not negative, under any integer type)
               40 sint64: -4 (if zigzag-encoded)
               35 enum: 7 (enums have small numbers)
              How varints work

            age = "hi" | bytes 3–6 | LEN, text? | #2
            `12` is the tag: field 2 × 8 + wire type 2 (LEN). `02` is the length: the next 2 bytes, 5–6, are the text. 2 bytes of UTF-8, 2 characters: `68` is `h`, `69` is `i`. The schema contradicts the bytes, so it is read without the schema.
              0003 12 00010010 mnnnnwww
              0010 010 = field 2, wire type 2
              2 << 3 | 2 = 18
               90 string: "hi" (UTF-8, and printable)
               70 message: 2 bytes (1 record from first to last byte)
               20 bytes: 68 69 "hi" (any bytes are bytes)
               15 packed varints: 104, 105 (varints from first to last byte)
              warning: expected VARINT for `age` (int32), found LEN
              A parser takes it for a field it does not know, and keeps or skips it: number and wire type must both fit, since another version of the schema may have another type there.
              How strings work

        "#]],
    );
}

#[test]
fn every_reading_of_a_record_without_a_schema() {
    check_explained(
        None,
        "08 01",
        &[],
        expect![[r#"
            field 1 = 1 | bytes 0–1 | VARINT | #1
            `08` is the tag: field 1 × 8 + wire type 0 (varint). `01` holds the value in its lower seven bits; the top bit is 0: no byte follows. Without a schema, name and type are not known.
              0001 01 00000001 m.......
              0000001 = 1
               80 uint64: 1 (a number that is not negative, under any integer type)
               60 bool: true (0 and 1 are all a bool can be)
               40 sint64: -1 (if zigzag-encoded)
               35 enum: 1 (enums have small numbers)
              How varints work

        "#]],
    );
    check_explained(
        None,
        "08 80 e2 cf aa 06",
        &[],
        expect![[r#"
            field 1 = 1700000000 | bytes 0–5 | VARINT | #1
            `08` is the tag: field 1 × 8 + wire type 0 (varint). `80 e2 cf aa 06` holds seven bits a byte, lowest first; the top bit says that another byte follows. Without a schema, name and type are not known.
              0001 80 10000000 m.......
              0002 e2 11100010 m.......
              0003 cf 11001111 m.......
              0004 aa 10101010 m.......
              0005 06 00000110 m.......
              0000110 0101010 1001111 1100010 0000000 = 1700000000
               80 uint64: 1700000000 (a number that is not negative, under any integer type)
               45 time: 2023-11-14 22:13:20 UTC (if these are seconds since 1970)
               40 sint64: 850000000 (if zigzag-encoded)
              How varints work

        "#]],
    );
    check_explained(
        None,
        "08 ff ff ff ff ff ff ff ff ff 01",
        &[],
        expect![[r#"
            field 1 = -1 | bytes 0–10 | VARINT | #1
            `08` is the tag: field 1 × 8 + wire type 0 (varint). `ff ff ff ff ff ff ff ff ff 01` holds seven bits a byte, lowest first; the top bit says that another byte follows. Without a schema, name and type are not known.
              0001 ff 11111111 m.......
              0002 ff 11111111 m.......
              0003 ff 11111111 m.......
              0004 ff 11111111 m.......
              0005 ff 11111111 m.......
              0006 ff 11111111 m.......
              0007 ff 11111111 m.......
              0008 ff 11111111 m.......
              0009 ff 11111111 m.......
              000a 01 00000001 mxxxxxx.
              0000001 1111111 1111111 1111111 1111111 1111111 1111111 1111111 1111111 1111111 = 18446744073709551615
              with a sign 18446744073709551615 − 2⁶⁴ = -1
               90 int32: -1 (ten bytes: so encoders write a negative number, sign-extended to 64 bits)
               85 int64: -1 (ten bytes: so encoders write a negative number, sign-extended to 64 bits)
               40 sint64: -9223372036854775808 (if zigzag-encoded)
               30 uint64: 18446744073709551615 (needs all 64 bits)
              How varints work

        "#]],
    );
    check_explained(
        None,
        "0d 00 00 c0 3f 09 01 00 00 00 00 00 00 00",
        &[],
        expect![[r#"
            field 1 = 1.5 | bytes 0–4 | I32 | #1
            `0d` is the tag: field 1 × 8 + wire type 5 (I32). `00 00 c0 3f` are always four bytes, the lowest first. Without a schema, name and type are not known.
              0004 3f 00111111 ........
              0003 c0 11000000 ........
              0002 00 00000000 ........
              0001 00 00000000 ........
              0x3fc00000 = 1069547520
               85 float: 1.5 (a number of usual size)
               40 fixed32: 1069547520 (four bytes, lowest first)
               35 sfixed32: 1069547520 (the same with a sign)
              How fixed widths work

            field 1 = 1 | bytes 5–13 | I64 | #1[1]
            `09` is the tag: field 1 × 8 + wire type 1 (I64). `01 00 00 00 00 00 00 00` are always eight bytes, the lowest first. Without a schema, name and type are not known.
              000d 00 00000000 ........
              000c 00 00000000 ........
              000b 00 00000000 ........
              000a 00 00000000 ........
              0009 00 00000000 ........
              0008 00 00000000 ........
              0007 00 00000000 ........
              0006 01 00000001 ........
              0x0000000000000001 = 1
               70 fixed64: 1 (eight bytes, lowest first)
               35 sfixed64: 1 (the same with a sign)
               30 double: 5e-324 (a number of unusual size)
              How fixed widths work

        "#]],
    );
    check_explained(
        None,
        "0a 07 0a 05 41 6c 69 63 65",
        &[],
        expect![[r#"
            field 1: 7 bytes | bytes 0–8 | LEN, a message? | #1
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `07` is the length: the next 7 bytes, 2–8, read as a message. They are 1 record from first to last byte, so it may be a message. Without a schema, name and type are not known.
              0000 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
               70 message: 7 bytes (1 record from first to last byte)
               20 bytes: 0a 05 41 6c 69 63 65 (any bytes are bytes)
               15 packed varints: 10, 5, 65, 108, 105, 99, 101 (varints from first to last byte)
                5 string: "\n\u0005Alice" (UTF-8, though hardly printable)
              How lengths work

            field 1 = "Alice" | bytes 2–8 | LEN, text? | #1.#1
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `05` is the length: the next 5 bytes, 4–8, are the text. 5 bytes of UTF-8, 5 characters: `41` is `A`, `6c` is `l`, `69` is `i`, `63` is `c`, `65` is `e`. Without a schema, name and type are not known.
              0002 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
               90 string: "Alice" (UTF-8, and printable)
               20 bytes: 41 6c 69 63 65 "Alice" (any bytes are bytes)
               15 packed varints: 65, 108, 105, 99, 101 (varints from first to last byte)
              How strings work

        "#]],
    );
    check_explained(
        None,
        "0a 04 ff ff 03 01 0a 00",
        &[],
        expect![[r#"
            field 1 = ff ff 03 01 | bytes 0–5 | LEN | #1
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `04` is the length: the next 4 bytes, 2–5, are the payload. `ff ff 03 01`: most likely bytes. Without a schema, name and type are not known.
              0000 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
               20 bytes: ff ff 03 01 (any bytes are bytes)
               15 packed varints: 65535, 1 (varints from first to last byte)
               10 packed float: 2.4244568e-38 (a whole number of 4 bytes)
               10 packed fixed32: 17039359 (a whole number of 4 bytes)
              How lengths work

            field 1 = empty | bytes 6–7 | LEN | #1[1]
            `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `00` is the length: nothing is behind it. Without a schema, name and type are not known.
              0006 0a 00001010 mnnnnwww
              0001 010 = field 1, wire type 2
              1 << 3 | 2 = 10
               60 bytes: empty (nothing is in it)
               50 string: "" (nothing is in it)
               50 message: all defaults (a message may be empty)
              How lengths work

        "#]],
    );
}

#[test]
fn explains_a_single_byte() {
    let bytes = bytes_of("0a 07 5a c3 bc 72 69 63 68 72 02 ff 41 10 ac 02 10 05");
    let nodes = annotate(&bytes, Some(&message(USER)));
    let at = |offset: usize| explain_byte(&nodes, &bytes, offset).map(|it| print_explanation(&it));
    let printed: String = [0, 2, 3, 4, 12, 14, 15, 17].into_iter().filter_map(at).collect();
    expect![[r#"
        tag of name | byte 0 | string | name
        `0a` is the tag: field 1 × 8 + wire type 2 (LEN).
          0000 0a 00001010 mnnnnwww
          0001 010 = field 1, wire type 2
          1 << 3 | 2 = 10
          How tags work

        byte 2 in name | byte 2 | string | name
        `5a` is `Z`, U+005A, an upper-case letter: character 1 of the text.
          0002 5a 01011010 u.......
          1011010 = 90 = U+005A
          How strings work

        byte 3 in name | bytes 3–4 | string | name
        `c3` is byte 1 of 2 of `ü`, U+00FC, a lower-case letter: character 2 of the text.
          0003 c3 11000011 uuu.....
          0004 bc 10111100 uu......
          00011 111100 = 252 = U+00FC
          How strings work

        byte 4 in name | bytes 3–4 | string | name
        `bc` is byte 2 of 2 of `ü`, U+00FC, a lower-case letter: character 2 of the text.
          0003 c3 11000011 uuu.....
          0004 bc 10111100 uu......
          00011 111100 = 252 = U+00FC
          How strings work

        byte 12 in photo | byte 12 | bytes | photo
        `41` is 65, in ASCII `A`: byte 2 of 2.
          000c 41 01000001 ........
          How lengths work

        byte 14 in age | bytes 14–15 | int32 | age
        `ac` is byte 1 of 2. Its lower seven bits, 0101100, are 44 × 2⁰ = 44; the top bit is 1: another byte follows.
          000e ac 10101100 m.......
          000f 02 00000010 m.......
          0000010 0101100 = 256 + 44 = 300
          info: expected fields in the order of their numbers, found a smaller number behind a larger one
          A parser takes fields in any order; encoders write them by number, so this may be the work of another tool, or two encodings one behind the other.
          How varints work

        byte 15 in age | bytes 14–15 | int32 | age
        `02` is byte 2 of 2. Its lower seven bits, 0000010, are 2 × 2⁷ = 256; the top bit is 0: it is the last byte.
          000e ac 10101100 m.......
          000f 02 00000010 m.......
          0000010 0101100 = 256 + 44 = 300
          info: expected fields in the order of their numbers, found a smaller number behind a larger one
          A parser takes fields in any order; encoders write them by number, so this may be the work of another tool, or two encodings one behind the other.
          How varints work

        age = 5 | byte 17 | int32 | age
        `05` holds the value in its lower seven bits; the top bit is 0: no byte follows.
          0011 05 00000101 m.......
          0000101 = 5
          info: expected one value of `age`, found another one: the last one counts
          A parser takes the last value and merges messages field by field, so that two encodings one behind the other are the merged message.
          How varints work

    "#]]
    .assert_eq(&printed);
    assert_eq!(at(18), None);
}

/// What each bit of the byte at an offset does.
fn check_bits(root: Option<&Root>, hex: &str, offsets: &[usize], expected: Expect) {
    let bytes = bytes_of(hex);
    let nodes = annotate(&bytes, root);
    let mut printed = String::new();
    for &offset in offsets {
        let explained = explain_byte(&nodes, &bytes, offset).unwrap_or_default();
        let group = explained.bits.iter().find(|it| it.offset as usize == offset);
        printed += &format!("{:02x}\n", bytes[offset]);
        for (number, bit) in (0..8).rev().zip(group.map_or(&[][..], |it| &it.bits)) {
            printed += &format!("  {number} {} {}\n", u8::from(bit.on), bit.does);
        }
    }
    expected.assert_eq(&printed);
}

#[test]
fn explains_each_bit_of_tags_and_varints() {
    check_bits(
        Some(&message(USER)),
        "85 01 01 00 00 00 10 ac 02 60 01",
        &[0, 1, 8, 10],
        expect![[r#"
            85
              7 1 says that another byte follows
              6 0 would add 2³ = 8 to the field number
              5 0 would add 2² = 4 to the field number
              4 0 would add 2¹ = 2 to the field number
              3 0 would add 2⁰ = 1 to the field number
              2 1 is one of three for the wire type; 101 is I32
              1 0 is one of three for the wire type; 101 is I32
              0 1 is one of three for the wire type; 101 is I32
            01
              7 0 says that this is the last byte
              6 0 would add 2¹⁰ = 1024 to the field number
              5 0 would add 2⁹ = 512 to the field number
              4 0 would add 2⁸ = 256 to the field number
              3 0 would add 2⁷ = 128 to the field number
              2 0 would add 2⁶ = 64 to the field number
              1 0 would add 2⁵ = 32 to the field number
              0 1 adds 2⁴ = 16 to the field number
            02
              7 0 says that this is the last byte
              6 0 would add 2¹³ = 8192 to the value
              5 0 would add 2¹² = 4096 to the value
              4 0 would add 2¹¹ = 2048 to the value
              3 0 would add 2¹⁰ = 1024 to the value
              2 0 would add 2⁹ = 512 to the value
              1 1 adds 2⁸ = 256 to the value
              0 0 would add 2⁷ = 128 to the value
            01
              7 0 says that this is the last byte
              6 0 would make it `true`
              5 0 would make it `true`
              4 0 would make it `true`
              3 0 would make it `true`
              2 0 would make it `true`
              1 0 would make it `true`
              0 1 makes it `true`
        "#]],
    );
}

#[test]
fn explains_each_bit_of_numbers_with_a_sign() {
    check_bits(
        Some(&message(USER)),
        "68 03 10 fe ff ff ff ff ff ff ff ff 01",
        &[1, 7, 12],
        expect![[r#"
            03
              7 0 says that this is the last byte
              6 0 would add 2⁵ = 32 to `n >> 1`
              5 0 would add 2⁴ = 16 to `n >> 1`
              4 0 would add 2³ = 8 to `n >> 1`
              3 0 would add 2² = 4 to `n >> 1`
              2 0 would add 2¹ = 2 to `n >> 1`
              1 1 adds 2⁰ = 1 to `n >> 1`
              0 1 is the sign, negative
            ff
              7 1 says that another byte follows
              6 1 repeats the sign, negative
              5 1 repeats the sign, negative
              4 1 repeats the sign, negative
              3 1 makes it negative, being worth −2³¹
              2 1 adds 2³⁰ = 1073741824 to the value
              1 1 adds 2²⁹ = 536870912 to the value
              0 1 adds 2²⁸ = 268435456 to the value
            01
              7 0 says that this is the last byte
              6 0 is beyond the 64th, so parsers drop it
              5 0 is beyond the 64th, so parsers drop it
              4 0 is beyond the 64th, so parsers drop it
              3 0 is beyond the 64th, so parsers drop it
              2 0 is beyond the 64th, so parsers drop it
              1 0 is beyond the 64th, so parsers drop it
              0 1 repeats the sign, negative
        "#]],
    );
}

#[test]
fn explains_each_bit_of_a_float_and_of_a_character() {
    check_bits(
        Some(&message(USER)),
        "8d 01 00 00 c0 3f 0a 02 c3 bc",
        &[5, 4, 8, 9],
        expect![[r#"
            3f
              7 0 is the sign, not negative
              6 0 would add 2⁷ = 128 to the exponent, of which 127 are taken away
              5 1 adds 2⁶ = 64 to the exponent, of which 127 are taken away
              4 1 adds 2⁵ = 32 to the exponent, of which 127 are taken away
              3 1 adds 2⁴ = 16 to the exponent, of which 127 are taken away
              2 1 adds 2³ = 8 to the exponent, of which 127 are taken away
              1 1 adds 2² = 4 to the exponent, of which 127 are taken away
              0 1 adds 2¹ = 2 to the exponent, of which 127 are taken away
            c0
              7 1 adds 2⁰ = 1 to the exponent, of which 127 are taken away
              6 1 adds 2⁻¹ = 0.5 to the mantissa
              5 0 would add 2⁻² = 0.25 to the mantissa
              4 0 would add 2⁻³ = 0.125 to the mantissa
              3 0 would add 2⁻⁴ = 0.0625 to the mantissa
              2 0 would add 2⁻⁵ = 0.03125 to the mantissa
              1 0 would add 2⁻⁶ = 0.015625 to the mantissa
              0 0 would add 2⁻⁷ = 0.0078125 to the mantissa
            c3
              7 1 is one of 3 that say that a character of 2 bytes begins
              6 1 is one of 3 that say that a character of 2 bytes begins
              5 0 is one of 3 that say that a character of 2 bytes begins
              4 0 would add 2¹⁰ = 1024 to the code point
              3 0 would add 2⁹ = 512 to the code point
              2 0 would add 2⁸ = 256 to the code point
              1 1 adds 2⁷ = 128 to the code point
              0 1 adds 2⁶ = 64 to the code point
            bc
              7 1 is one of two that say that the character goes on
              6 0 is one of two that say that the character goes on
              5 1 adds 2⁵ = 32 to the code point
              4 1 adds 2⁴ = 16 to the code point
              3 1 adds 2³ = 8 to the code point
              2 1 adds 2² = 4 to the code point
              1 0 would add 2¹ = 2 to the code point
              0 0 would add 2⁰ = 1 to the code point
        "#]],
    );
}

/// Each byte of what can't be read, and what a parser does about it.
fn check_bytes(root: Option<&Root>, hex: &str, expected: Expect) {
    let bytes = bytes_of(hex);
    let nodes = annotate(&bytes, root);
    let mut printed = String::new();
    for offset in 0..bytes.len() {
        let it = explain_byte(&nodes, &bytes, offset).unwrap_or_default();
        printed += &format!("{:02x}  {}: {}\n", bytes[offset], it.title, it.sentence);
    }
    for id in 0..nodes.len() as u32 {
        let it = explain(&nodes, &bytes, id, None).unwrap_or_default();
        if let Some(problem) = &it.problem {
            let lesson = it.rule.map_or("-", |it| it.lesson());
            printed += &format!("{}: {} ({lesson})\n", problem.message, it.reaction);
        }
    }
    expected.assert_eq(&printed);
}

#[test]
fn explains_each_fault() {
    let user = message(USER);
    check_bytes(
        Some(&user),
        "10 96",
        expect![[r#"
            10  byte 0, unreadable: `10` is the tag: field 2 × 8 + wire type 0 (varint). What follows it can't be read.
            96  byte 1, unreadable: `96` is a varint that goes on behind the end.
            expected the rest of a varint, found the end: the last byte says that another one follows: A parser refuses the whole message as cut off: the bytes end before the number does, and what is there of it could be any. (malformed)
        "#]],
    );
    check_bytes(
        Some(&user),
        "80 80 80 80 80 01 05",
        expect![[r#"
            80  byte 0, unreadable: `80` is byte 1 of 6 of a tag of field 4294967296, which is beyond the last there can be.
            80  byte 1, unreadable: `80` is byte 2 of 6 of a tag of field 4294967296, which is beyond the last there can be.
            80  byte 2, unreadable: `80` is byte 3 of 6 of a tag of field 4294967296, which is beyond the last there can be.
            80  byte 3, unreadable: `80` is byte 4 of 6 of a tag of field 4294967296, which is beyond the last there can be.
            80  byte 4, unreadable: `80` is byte 5 of 6 of a tag of field 4294967296, which is beyond the last there can be.
            01  byte 5, unreadable: `01` is byte 6 of 6 of a tag of field 4294967296, which is beyond the last there can be.
            05  byte 6, unreadable: `05` is behind what can't be read: where the next record begins, nobody knows.
            expected a field number up to 536870911, found field 4294967296: A parser refuses the whole message: a tag has 32 bits, three of them for the wire type, so 29 are left for the number. (malformed)
        "#]],
    );
    check_bytes(
        Some(&user),
        "00 01",
        expect![[r#"
            00  byte 0, unreadable: `00` is a tag of field 0, which does not exist.
            01  byte 1, unreadable: `01` is behind what can't be read: where the next record begins, nobody knows.
            expected a field number from 1, found field 0: A parser refuses the whole message: numbers begin at 1, so that zeroed memory is not taken for a message. (malformed)
        "#]],
    );
    check_bytes(
        Some(&user),
        "80 80 80 80 10 01",
        expect![[r#"
            80  byte 0, unreadable: `80` is byte 1 of 5 of a tag of field 536870912, which is beyond the last there can be.
            80  byte 1, unreadable: `80` is byte 2 of 5 of a tag of field 536870912, which is beyond the last there can be.
            80  byte 2, unreadable: `80` is byte 3 of 5 of a tag of field 536870912, which is beyond the last there can be.
            80  byte 3, unreadable: `80` is byte 4 of 5 of a tag of field 536870912, which is beyond the last there can be.
            10  byte 4, unreadable: `10` is byte 5 of 5 of a tag of field 536870912, which is beyond the last there can be.
            01  byte 5, unreadable: `01` is behind what can't be read: where the next record begins, nobody knows.
            expected a field number up to 536870911, found field 536870912: A parser refuses the whole message: a tag has 32 bits, three of them for the wire type, so 29 are left for the number. (malformed)
        "#]],
    );
    check_bytes(
        Some(&user),
        "0e 01",
        expect![[r#"
            0e  byte 0, unreadable: `0e` is a tag of field 1 with wire type 6, which is not defined.
            01  byte 1, unreadable: `01` is behind what can't be read: where the next record begins, nobody knows.
            expected a wire type from 0 to 5, found 6 in the tag of field 1: A parser refuses the whole message: only the wire type tells how long a value is, so it can't even skip this one. (malformed)
        "#]],
    );
    check_bytes(
        Some(&user),
        "10 80 80 80 80 80 80 80 80 80 80 01",
        expect![[r#"
            10  byte 0, unreadable: `10` is the tag: field 2 × 8 + wire type 0 (varint). What follows it can't be read.
            80  byte 1, unreadable: `80` is byte 1 of 10 of a varint that goes on after ten bytes.
            80  byte 2, unreadable: `80` is byte 2 of 10 of a varint that goes on after ten bytes.
            80  byte 3, unreadable: `80` is byte 3 of 10 of a varint that goes on after ten bytes.
            80  byte 4, unreadable: `80` is byte 4 of 10 of a varint that goes on after ten bytes.
            80  byte 5, unreadable: `80` is byte 5 of 10 of a varint that goes on after ten bytes.
            80  byte 6, unreadable: `80` is byte 6 of 10 of a varint that goes on after ten bytes.
            80  byte 7, unreadable: `80` is byte 7 of 10 of a varint that goes on after ten bytes.
            80  byte 8, unreadable: `80` is byte 8 of 10 of a varint that goes on after ten bytes.
            80  byte 9, unreadable: `80` is byte 9 of 10 of a varint that goes on after ten bytes.
            80  byte 10, unreadable: `80` is byte 10 of 10 of a varint that goes on after ten bytes.
            01  byte 11, unreadable: `01` is behind what can't be read: where the next record begins, nobody knows.
            expected a varint of at most ten bytes, found one that goes on: A parser stops at the tenth byte, which is all that 64 bits need, and refuses the whole message. (malformed)
        "#]],
    );
    check_bytes(
        Some(&user),
        "0a 05 41 6c",
        expect![[r#"
            0a  tag of name: `0a` is the tag: field 1 × 8 + wire type 2 (LEN).
            05  length of name: `05` is the length: 5 bytes should follow, and 2 are there.
            41  byte 2 in name: `41` is `A`, U+0041, an upper-case letter: character 1 of the text.
            6c  byte 3 in name: `6c` is `l`, U+006C, a lower-case letter: character 2 of the text.
            expected 5 bytes after the length, found 2: A parser refuses the whole message as cut off: it trusts the length, and has no other sign of where the value ends. (malformed)
        "#]],
    );
    check_bytes(
        Some(&user),
        "0a",
        expect![[r#"
            0a  byte 0, unreadable: `0a` is the tag: field 1 × 8 + wire type 2 (LEN). What follows it can't be read.
            expected the rest of a length, found the end: the last byte says that another one follows: A parser refuses the whole message as cut off: the bytes end before the number does, and what is there of it could be any. (malformed)
        "#]],
    );
    check_bytes(
        Some(&user),
        "85 01 01 02",
        expect![[r#"
            85  byte 0, unreadable: `85 01` is the tag, the varint 133: field 16 × 8 + wire type 5 (I32). What follows it can't be read.
            01  byte 1, unreadable: `85 01` is the tag, the varint 133: field 16 × 8 + wire type 5 (I32). What follows it can't be read.
            01  byte 2, unreadable: `01` is byte 1 of 2 of a value of 4 bytes, of which 2 are there.
            02  byte 3, unreadable: `02` is byte 2 of 2 of a value of 4 bytes, of which 2 are there.
            expected 4 bytes of a fixed-width value, found 2: A parser refuses the whole message as cut off: the wire type says how many bytes there are, and they are not. (malformed)
        "#]],
    );
    check_bytes(
        Some(&user),
        "0c",
        expect![[r#"
            0c  byte 0, unreadable: `0c` is the end of group 1, which has no start.
            expected a record, found EGROUP of field 1, which no SGROUP opened: A parser refuses the whole message: groups have no length, so a wrong end leaves open what belongs to which. (malformed)
        "#]],
    );
    check_bytes(
        None,
        "0b 08 01",
        expect![[r#"
            0b  tag of field 1: `0b` is the tag: field 1 × 8 + wire type 3 (SGROUP).
            08  tag of field 1: `08` is the tag: field 1 × 8 + wire type 0 (varint).
            01  field 1 = 1: `01` holds the value in its lower seven bits; the top bit is 0: no byte follows.
            expected EGROUP of field 1, found the end: A parser refuses the whole message: a group has no length, and only its end tag says where it ends. (malformed)
        "#]],
    );
    check_bytes(
        None,
        "0b 08 01 14",
        expect![[r#"
            0b  tag of field 1: `0b` is the tag: field 1 × 8 + wire type 3 (SGROUP).
            08  tag of field 1: `08` is the tag: field 1 × 8 + wire type 0 (varint).
            01  field 1 = 1: `01` holds the value in its lower seven bits; the top bit is 0: no byte follows.
            14  end of field 1: `14` closes another group than is open: field 2 × 8 + wire type 4 (EGROUP).
            expected EGROUP of field 1, found EGROUP of field 2: A parser refuses the whole message: groups have no length, so a wrong end leaves open what belongs to which. (malformed)
        "#]],
    );
    check_bytes(
        Some(&user),
        "0a 03 61 c3 61",
        expect![[r#"
            0a  tag of name: `0a` is the tag: field 1 × 8 + wire type 2 (LEN).
            03  length of name: `03` is the length: the next 3 bytes, 2–4, are the payload.
            61  byte 2 in name: `61` is 97, in ASCII `a`: byte 1 of 3.
            c3  byte 3 in name: `c3` is 195: byte 2 of 3. It is no UTF-8: it begins a character of 2 bytes, and not all of them go on with it.
            61  byte 4 in name: `61` is 97, in ASCII `a`: byte 3 of 3.
            expected UTF-8 in `name`, found bytes that are none: A parser refuses the whole message: a `string` promises text, and many languages can't hold any other in one. (length-delimited)
        "#]],
    );
    check_bytes(
        Some(&user),
        "2a 02 01 ff",
        expect![[r#"
        2a  tag of scores: `2a` is the tag: field 5 × 8 + wire type 2 (LEN).
        02  length of scores: `02` is the length: the next 2 bytes, 2–3, are the packed run.
        01  scores[0] = 1: `01` holds the value in its lower seven bits; the top bit is 0: no byte follows. It is one of a packed run, so it has no tag of its own.
        ff  unreadable, 1 byte: The packed run ends within a varint: 1 byte is left over.
        expected another element, found a part of one: A parser refuses the whole message: the length says where the run ends, and a value is cut in two there. (malformed)
    "#]],
    );
    check_bytes(
        Some(&message(OLD)),
        "22 01 ff 0b 12 01",
        expect![[r#"
            22  tag of raw: `22` is the tag: field 4 × 8 + wire type 2 (LEN).
            01  length of raw: `01` is the length: the next byte is the value.
            ff  byte 2 in raw: `ff` is 255: byte 1 of 1. It is no UTF-8: this byte occurs in no UTF-8.
            0b  tag of result[0]: `0b` is the tag: field 1 × 8 + wire type 3 (SGROUP).
            12  tag of url: `12` is the tag: field 2 × 8 + wire type 2 (LEN).
            01  length of url: `01` is the length: 1 byte should follow, and none is there.
            expected UTF-8, found bytes that are none; proto2 lets them pass: A proto2 parser lets it pass, since proto2 began without the check; in some languages the text is then damaged. (length-delimited)
            expected EGROUP of field 1, found the end: A parser refuses the whole message: a group has no length, and only its end tag says where it ends. (malformed)
            expected 1 byte after the length, found 0: A parser refuses the whole message as cut off: it trusts the length, and has no other sign of where the value ends. (malformed)
        "#]],
    );
}

#[test]
fn explains_what_an_any_holds() {
    let any = message(
        r#"syntax = "proto3"; import "google/protobuf/any.proto";
           message M { google.protobuf.Any a = 1; } message N { int32 n = 1; }"#,
    );
    check_explained(
        Some(&any),
        "0a 0b 0a 03 61 2f 4e 12 04 08 01 08 02",
        &[],
        expect![[r#"
        a: Any, 11 bytes | bytes 0–12 | message Any | a
        `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `0b` is the length: the next 11 bytes, 2–12, are the message `Any`. An `Any` is a message of two fields: a URL that names a type, and the bytes of a message of that type.
          0000 0a 00001010 mnnnnwww
          0001 010 = field 1, wire type 2
          1 << 3 | 2 = 10
          How Any works

        type_url = "a/N" | bytes 2–6 | string | a.type_url
        `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `03` is the length: the next 3 bytes, 4–6, are the text. What is behind its last slash is the full name of the type that `value` holds.
          0002 0a 00001010 mnnnnwww
          0001 010 = field 1, wire type 2
          1 << 3 | 2 = 10
          How Any works

        value: N, 4 bytes | bytes 7–12 | message N | a
        `12` is the tag: field 2 × 8 + wire type 2 (LEN). `04` is the length: the next 4 bytes, 9–12, are the message `N`. To the schema they are bytes; they are read as `N` because `type_url` says so.
          0007 12 00010010 mnnnnwww
          0010 010 = field 2, wire type 2
          2 << 3 | 2 = 18
          How Any works

        n = 1 | bytes 9–10 | int32 | a.n
        `08` is the tag: field 1 × 8 + wire type 0 (varint). `01` holds the value in its lower seven bits; the top bit is 0: no byte follows.
          000a 01 00000001 m.......
          0000001 = 1
          How varints work

        n = 2 | bytes 11–12 | int32 | a.n
        `08` is the tag: field 1 × 8 + wire type 0 (varint). `02` holds the value in its lower seven bits; the top bit is 0: no byte follows.
          000c 02 00000010 m.......
          0000010 = 2
          info: expected one value of `n`, found another one: the last one counts
          A parser takes the last value and merges messages field by field, so that two encodings one behind the other are the merged message.
          How varints work

    "#]],
    );
    check_explained(
        Some(&any),
        "0a 09 0a 03 61 2f 5a 12 02 08 01",
        &[],
        expect![[r#"
        a: Any, 9 bytes | bytes 0–10 | message Any | a
        `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `09` is the length: the next 9 bytes, 2–10, are the message `Any`. An `Any` is a message of two fields: a URL that names a type, and the bytes of a message of that type.
          0000 0a 00001010 mnnnnwww
          0001 010 = field 1, wire type 2
          1 << 3 | 2 = 10
          How Any works

        type_url = "a/Z" | bytes 2–6 | string | a.type_url
        `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `03` is the length: the next 3 bytes, 4–6, are the text. What is behind its last slash is the full name of the type that `value` holds.
          0002 0a 00001010 mnnnnwww
          0001 010 = field 1, wire type 2
          1 << 3 | 2 = 10
          How Any works

        value = 08 01 | bytes 7–10 | bytes | a.value
        `12` is the tag: field 2 × 8 + wire type 2 (LEN). `02` is the length: the next 2 bytes, 9–10, are the value. `08 01` stay bytes: `type_url` names no message of this schema.
          0007 12 00010010 mnnnnwww
          0010 010 = field 2, wire type 2
          2 << 3 | 2 = 18
          How Any works

    "#]],
    );
}

#[test]
fn explains_several_bytes_at_once() {
    let bytes = bytes_of("0a 05 41 6c 69 63 65 10 ac 02 22 06 0a 04 4f 73 6c 6f");
    let nodes = annotate(&bytes, Some(&message(USER)));
    let at = |start, end| explain_range(&nodes, &bytes, Span::new(start, end));
    let printed = |start, end| at(start, end).map(|it| format!("{} | {} | {}", it.title, it.place, it.sentence));
    let all: Vec<String> = [(2, 7), (7, 10), (8, 9), (3, 5), (5, 9), (0, 18), (14, 99)]
        .into_iter()
        .filter_map(|(a, b)| printed(a, b))
        .collect();
    expect![[r#"
        name = "Alice" | bytes 2–6 | 5 bytes of UTF-8, 5 characters: `41` is `A`, `6c` is `l`, `69` is `i`, `63` is `c`, `65` is `e`.
        age = 300 | bytes 7–9 | `10` is the tag: field 2 × 8 + wire type 0 (varint). `ac 02` holds seven bits a byte, lowest first; the top bit says that another byte follows.
        byte 8 in age | bytes 8–9 | `ac` is byte 1 of 2. Its lower seven bits, 0101100, are 44 × 2⁰ = 44; the top bit is 1: another byte follows.
        2 bytes | bytes 3–4 | They are a part of `name`.
        4 bytes | bytes 5–8 | They belong to `name`, `age`.
        18 bytes | bytes 0–17 | They belong to `name`, `age`, `home`, `home.city`.
        city = "Oslo" | bytes 14–17 | 4 bytes of UTF-8, 4 characters: `4f` is `O`, `73` is `s`, `6c` is `l`, `6f` is `o`."#]].assert_eq(&all.join("\n"));
    assert_eq!(at(18, 20), None);
}

#[test]
fn bytes_are_spoken() {
    let user = message(USER);
    let bytes = bytes_of("0a 05 41 6c 69 63 65 10 ac 02 22 06 0a 04 4f 73 6c 6f a0 06 07 ff");
    let nodes = annotate(&bytes, Some(&user));
    let all: Vec<String> = (0..bytes.len())
        .map(|it| speak(&nodes, &bytes, Span::new(it, it + 1)))
        .chain([(7, 10), (2, 7), (0, 22)].map(|(a, b)| speak(&nodes, &bytes, Span::new(a, b))))
        .collect();
    expect![[r#"
        byte 0 of 22, hex 0a, tag of name, field 1 LEN
        byte 1 of 22, hex 05, length of name, 5 bytes
        byte 2 of 22, hex 41, in name, 1 of 5
        byte 3 of 22, hex 6c, in name, 2 of 5
        byte 4 of 22, hex 69, in name, 3 of 5
        byte 5 of 22, hex 63, in name, 4 of 5
        byte 6 of 22, hex 65, in name, 5 of 5
        byte 7 of 22, hex 10, tag of age, field 2 VARINT
        byte 8 of 22, hex ac, age = 300, 1 of 2
        byte 9 of 22, hex 02, age = 300, 2 of 2
        byte 10 of 22, hex 22, tag of home, field 4 LEN
        byte 11 of 22, hex 06, length of home, 6 bytes
        byte 12 of 22, hex 0a, tag of city, field 1 LEN
        byte 13 of 22, hex 04, length of city, 4 bytes
        byte 14 of 22, hex 4f, in city, 1 of 4
        byte 15 of 22, hex 73, in city, 2 of 4
        byte 16 of 22, hex 6c, in city, 3 of 4
        byte 17 of 22, hex 6f, in city, 4 of 4
        byte 18 of 22, hex a0, tag of field 100, VARINT, 1 of 2
        byte 19 of 22, hex 06, tag of field 100, VARINT, 2 of 2
        byte 20 of 22, hex 07, field 100 = 7
        byte 21 of 22, hex ff, unreadable
        bytes 7 to 9 of 22, hex 10 ac 02, tag of age, field 2 VARINT up to age = 300, 2 of 2
        bytes 2 to 6 of 22, hex 41 6c 69 63 65, in name, 1 of 5
        bytes 0 to 21 of 22, hex 0a 05 41 6c 69 63 65 10 ac 02 22 06 …, tag of name, field 1 LEN up to unreadable"#]]
    .assert_eq(&all.join("\n"));
    assert_eq!(speak(&nodes, &bytes, Span::new(22, 23)), "");
}
