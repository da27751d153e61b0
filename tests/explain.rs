//! Why bytes mean what they mean: what is said of each rule, of a byte and of a bit.

#[path = "common/types.rs"]
mod types;

use expect_test::{Expect, expect};
use prost_reflect::MessageDescriptor;
use types::{OLD, USER, bytes_of, everything, message};
use wirelens::annotate::explain::{BitRole, Explanation, explain, explain_byte};
use wirelens::annotate::{Role, annotate};

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
fn check_explained(root: Option<&MessageDescriptor>, hex: &str, roles: &[Role], expected: Expect) {
    let bytes = bytes_of(hex);
    let nodes = annotate(&bytes, root);
    let records = (0..nodes.all().len() as u32).map(|it| explain(&nodes, &bytes, it, None));
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

            unreadable, 4 bytes | bytes 2–5 | unreadable | #junk
            These 4 bytes can't be read. `0a` is the tag: field 1 × 8 + wire type 2 (LEN). At byte 3 `05` is a length of 5, and 2 bytes are behind it.
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
          How varints work

        byte 15 in age | bytes 14–15 | int32 | age
        `02` is byte 2 of 2. Its lower seven bits, 0000010, are 2 × 2⁷ = 256; the top bit is 0: it is the last byte.
          000e ac 10101100 m.......
          000f 02 00000010 m.......
          0000010 0101100 = 256 + 44 = 300
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
