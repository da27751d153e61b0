//! What the bytes mean: nodes, leaves, paths and values, judged by prost-reflect where it has an opinion.

#[allow(dead_code, reason = "the other laws are held for the seeds of the fuzz targets")]
#[path = "laws/bytes.rs"]
mod law;
#[path = "common/types.rs"]
mod types;

use expect_test::{Expect, expect};
use law::{answers, partitions};
use proptest::prelude::*;
use prost_reflect::{DynamicMessage, FieldDescriptor, Value as Decoded};
use types::{KINDS, OLD, USER, bytes_of, everything, message};
use wirelens::annotate::{Kind, Nodes, Problem, Role, TOP, Value, annotate, annotate_up_to};
use wirelens::diagnostic::Severity;
use wirelens::size;
use wirelens::text::Span;
use wirelens::wire::{input, varint};

/// How many bytes a golden shows a line, and how many lines of one leaf.
const LINE: usize = 8;

/// The leaves as DESIGN.md has it: hex at the left and meaning at the right; what there is to be said below.
fn print(nodes: &Nodes, bytes: &[u8]) -> String {
    let mut printed = String::new();
    for leaf in nodes.leaves() {
        let Some(node) = nodes.get(leaf.node) else { panic!("no such node") };
        let indent = "  ".repeat(node.depth.into());
        let (role, meaning) = match leaf.role {
            Role::Tag => {
                let name = format!(
                    "{} = {}, {}",
                    nodes.name_text(bytes, leaf.node),
                    node.number,
                    nodes.wire(leaf.node).name()
                );
                ("tag", format!("{name}: {}", nodes.type_text(leaf.node)))
            }
            Role::Length => ("length", nodes.value_text(bytes, leaf.node)),
            Role::Payload => {
                ("value", format!("{} @ {}", nodes.value_text(bytes, leaf.node), nodes.path(bytes, leaf.node)))
            }
            Role::EndTag => ("end", String::new()),
            Role::Junk => ("junk", String::new()),
        };
        let line = Span::new(leaf.span.start as usize, leaf.span.end as usize).of(bytes);
        let (begin, rest) = line.split_at(line.len().min(LINE));
        let more = if rest.is_empty() { "" } else { " …" };
        let hex = format!("{}{more}", input::hex(begin));
        printed += format!("{:04x}  {hex:<26}{indent}{role:<8}{meaning}", leaf.span.start).trim_end();
        printed.push('\n');
    }
    for (id, _) in nodes.problems() {
        let Some(it) = nodes.diagnostic(bytes, id) else { panic!("a problem without a diagnostic") };
        printed += &format!(
            "{} at {:04x}: {}; {}\n",
            it.severity.word(),
            it.place.span.start,
            it.message,
            it.help.unwrap_or_default()
        );
    }
    printed
}

fn check(proto: &str, hex: &str, expected: Expect) {
    let bytes = bytes_of(hex);
    expected.assert_eq(&print(&annotate(&bytes, Some(&message(proto))), &bytes));
}

fn check_without_schema(hex: &str, expected: Expect) {
    let bytes = bytes_of(hex);
    expected.assert_eq(&print(&annotate(&bytes, None), &bytes));
}

#[test]
fn the_message_of_the_design() {
    check(
        USER,
        "0a 05 41 6c 69 63 65 10 ac 02 1a 05 61 64 6d 69 6e 1a 03 6f 70 73 22 06 0a 04 4f 73 6c 6f",
        expect![[r#"
            0000  0a                        tag     name = 1, LEN: string
            0001  05                        length  "Alice"
            0002  41 6c 69 63 65            value   "Alice" @ name
            0007  10                        tag     age = 2, VARINT: int32
            0008  ac 02                     value   300 @ age
            000a  1a                        tag     roles[0] = 3, LEN: string
            000b  05                        length  "admin"
            000c  61 64 6d 69 6e            value   "admin" @ roles[0]
            0011  1a                        tag     roles[1] = 3, LEN: string
            0012  03                        length  "ops"
            0013  6f 70 73                  value   "ops" @ roles[1]
            0016  22                        tag     home = 4, LEN: message Address
            0017  06                        length  Address, 6 bytes
            0018  0a                          tag     city = 1, LEN: string
            0019  04                          length  "Oslo"
            001a  4f 73 6c 6f                 value   "Oslo" @ home.city
        "#]],
    );
}

#[test]
fn numbers_of_all_sorts() {
    check(
        USER,
        "10 ff ff ff ff ff ff ff ff ff 01  40 01  60 01  68 03  85 01 01 00 00 00  8d 01 00 00 c0 3f  72 02 ff 00",
        expect![[r#"
            0000  10                        tag     age = 2, VARINT: int32
            0001  ff ff ff ff ff ff ff ff … value   -1 @ age
            000b  40                        tag     role = 8, VARINT: enum Role
            000c  01                        value   ADMIN (1) @ role
            000d  60                        tag     active = 12, VARINT: bool
            000e  01                        value   true @ active
            000f  68                        tag     delta = 13, VARINT: sint32
            0010  03                        value   -2 @ delta
            0011  85 01                     tag     crc = 16, I32: fixed32
            0013  01 00 00 00               value   1 @ crc
            0017  8d 01                     tag     ratio = 17, I32: float
            0019  00 00 c0 3f               value   1.5 @ ratio
            001d  72                        tag     photo = 14, LEN: bytes
            001e  02                        length  ff 00
            001f  ff 00                     value   ff 00 @ photo
            info at 001d: expected fields in the order of their numbers, found a smaller number behind a larger one; parsers accept any order; encoders write fields by number, unknown ones last
        "#]],
    );
}

#[test]
fn packed_and_unpacked_values_are_counted_together() {
    check(
        USER,
        "28 07  2a 03 01 ac 02  28 09  5a 08 00 00 00 00 00 00 f0 3f  7a 02 00 01  7a 00",
        expect![[r#"
        0000  28                        tag     scores[0] = 5, VARINT: int32
        0001  07                        value   7 @ scores[0]
        0002  2a                        tag     scores = 5, LEN: packed int32
        0003  03                        length  2 values, 3 bytes
        0004  01                          value   1 @ scores[1]
        0005  ac 02                       value   300 @ scores[2]
        0007  28                        tag     scores[3] = 5, VARINT: int32
        0008  09                        value   9 @ scores[3]
        0009  5a                        tag     weights = 11, LEN: packed double
        000a  08                        length  1 value, 8 bytes
        000b  00 00 00 00 00 00 f0 3f     value   1 @ weights[0]
        0013  7a                        tag     more = 15, LEN: packed enum Role
        0014  02                        length  2 values, 2 bytes
        0015  00                          value   NONE (0) @ more[0]
        0016  01                          value   ADMIN (1) @ more[1]
        0017  7a                        tag     more = 15, LEN: packed enum Role
        0018  00                        length  0 values, 0 bytes
    "#]],
    );
}

#[test]
fn maps() {
    check(
        USER,
        "32 06 0a 02 65 6e 10 07  32 02 10 01  32 00  3a 0a 08 05 12 06 0a 04 4f 73 6c 6f",
        expect![[r#"
        0000  32                        tag     counts["en"] = 6, LEN: map<string, int32>
        0001  06                        length  "en" → 7
        0002  0a                          tag     key = 1, LEN: string
        0003  02                          length  "en"
        0004  65 6e                       value   "en" @ counts["en"].key
        0006  10                          tag     value = 2, VARINT: int32
        0007  07                          value   7 @ counts["en"]
        0008  32                        tag     counts[""] = 6, LEN: map<string, int32>
        0009  02                        length  "" → 1
        000a  10                          tag     value = 2, VARINT: int32
        000b  01                          value   1 @ counts[""]
        000c  32                        tag     counts[""] = 6, LEN: map<string, int32>
        000d  00                        length  "" → default
        000e  3a                        tag     places["5"] = 7, LEN: map<int32, Address>
        000f  0a                        length  "5" → Address, 6 bytes
        0010  08                          tag     key = 1, VARINT: int32
        0011  05                          value   5 @ places["5"].key
        0012  12                          tag     value = 2, LEN: message Address
        0013  06                          length  Address, 6 bytes
        0014  0a                            tag     city = 1, LEN: string
        0015  04                            length  "Oslo"
        0016  4f 73 6c 6f                   value   "Oslo" @ places["5"].city
    "#]],
    );
}

#[test]
fn what_the_schema_does_not_know() {
    check(
        USER,
        "a0 06 07  a0 06 08  aa 06 05 0a 03 61 62 63  ab 06 08 01 ac 06  b1 06 00 00 00 00 00 00 f0 3f",
        expect![[r#"
            0000  a0 06                     tag     field 100 = 100, VARINT: VARINT
            0002  07                        value   7 @ #100
            0003  a0 06                     tag     field 100 = 100, VARINT: VARINT
            0005  08                        value   8 @ #100[1]
            0006  aa 06                     tag     field 101 = 101, LEN: LEN, a message?
            0008  05                        length  5 bytes
            0009  0a                          tag     field 1 = 1, LEN: LEN, text?
            000a  03                          length  "abc"
            000b  61 62 63                    value   "abc" @ #101.#1
            000e  ab 06                     tag     field 101 = 101, SGROUP: SGROUP
            0010  08                          tag     field 1 = 1, VARINT: VARINT
            0011  01                          value   1 @ #101[1].#1
            0012  ac 06                     end
            0014  b1 06                     tag     field 102 = 102, I64: I64
            0016  00 00 00 00 00 00 f0 3f   value   1 @ #102
        "#]],
    );
}

#[test]
fn where_the_schema_contradicts_the_bytes() {
    check(
        USER,
        "0a 02 ff fe  12 02 68 69  22 05 68 65 6c 6c 6f  22 04 0a 01 61 12  22 02 ff ff  08 05",
        expect![[r#"
            0000  0a                        tag     name = 1, LEN: LEN
            0001  02                        length  ff fe
            0002  ff fe                     value   ff fe @ name
            0004  12                        tag     age = 2, LEN: LEN, text?
            0005  02                        length  "hi"
            0006  68 69                     value   "hi" @ #2
            0008  22                        tag     home = 4, LEN: LEN, text?
            0009  05                        length  "hello"
            000a  68 65 6c 6c 6f            value   "hello" @ home
            000f  22                        tag     home = 4, LEN: message Address
            0010  04                        length  Address, 4 bytes
            0011  0a                          tag     city = 1, LEN: string
            0012  01                          length  "a"
            0013  61                          value   "a" @ home.city
            0014  12                          junk
            0015  22                        tag     home = 4, LEN: LEN
            0016  02                        length  ff ff
            0017  ff ff                     value   ff ff @ home
            0019  08                        tag     name = 1, VARINT: VARINT
            001a  05                        value   5 @ #1
            error at 0000: expected UTF-8 in `name`, found bytes that are none; parsers refuse the whole message; the field may have to be bytes
            warning at 0004: expected VARINT for `age` (int32), found LEN; parsers treat it as an unknown field; writer and reader may use different schemas
            error at 0008: expected Address in `home`, found bytes that are none; parsers refuse the whole message; the field may be a string or bytes in the writer's schema
            error at 000f: expected a message in `home`, found one that can't be read to its end; the bytes inside it that can't be read say why
            error at 0014: expected the rest of a length, found the end: the last byte says that another one follows; the bytes are cut off here, or an earlier length is too short
            error at 0015: expected Address in `home`, found bytes that are none; parsers refuse the whole message; the field may be a string or bytes in the writer's schema
            warning at 0019: expected LEN for `name` (string), found VARINT; parsers treat it as an unknown field; writer and reader may use different schemas
        "#]],
    );
}

#[test]
fn what_is_worth_knowing() {
    check(
        USER,
        "10 01 10 02  4a 01 61 50 05  40 09  60 02  10 81 80 00  10 80 80 80 80 10  8a 00 01 61",
        expect![[r#"
            0000  10                        tag     age = 2, VARINT: int32
            0001  01                        value   1 @ age
            0002  10                        tag     age = 2, VARINT: int32
            0003  02                        value   2 @ age
            0004  4a                        tag     mail = 9, LEN: string
            0005  01                        length  "a"
            0006  61                        value   "a" @ mail
            0007  50                        tag     phone = 10, VARINT: int64
            0008  05                        value   5 @ phone
            0009  40                        tag     role = 8, VARINT: enum Role
            000a  09                        value   9 @ role
            000b  60                        tag     active = 12, VARINT: bool
            000c  02                        value   true @ active
            000d  10                        tag     age = 2, VARINT: int32
            000e  81 80 00                  value   1 @ age
            0011  10                        tag     age = 2, VARINT: int32
            0012  80 80 80 80 10            value   0 @ age
            0017  8a 00                     tag     name = 1, LEN: string
            0019  01                        length  "a"
            001a  61                        value   "a" @ name
            info at 0002: expected one value of `age`, found another one: the last one counts; messages are merged, other values replaced
            info at 0007: expected one member of the oneof, found another one: the last one counts; parsers drop the one before
            info at 0009: expected a number of Role in `role`, found 9; an open enum keeps the number, a closed one puts it among the unknown fields
            info at 000b: expected a value of the field's width, found a larger one: the upper bits are dropped; writer and reader may use different types for this field
            info at 000d: expected the shortest varint, found a longer one; parsers accept it, encoders do not write it
            info at 0011: expected a value of the field's width, found a larger one: the upper bits are dropped; writer and reader may use different types for this field
            info at 0017: expected the shortest varint, found a longer one; parsers accept it, encoders do not write it
        "#]],
    );
}

#[test]
fn bytes_that_break_off() {
    check(
        USER,
        "10 01 2a 03 01 02 ff",
        expect![[r#"
        0000  10                        tag     age = 2, VARINT: int32
        0001  01                        value   1 @ age
        0002  2a                        tag     scores = 5, LEN: packed int32
        0003  03                        length  2 values, 3 bytes
        0004  01                          value   1 @ scores[0]
        0005  02                          value   2 @ scores[1]
        0006  ff                          junk
        error at 0006: expected another element, found a part of one; parsers refuse the whole message; the length may be wrong
    "#]],
    );
    check(
        USER,
        "10 01 5a 0a 00 00 00 00 00 00 f0 3f 00 00",
        expect![[r#"
        0000  10                        tag     age = 2, VARINT: int32
        0001  01                        value   1 @ age
        0002  5a                        tag     weights = 11, LEN: packed double
        0003  0a                        length  1 value, 10 bytes
        0004  00 00 00 00 00 00 f0 3f     value   1 @ weights[0]
        000c  00 00                       junk
        error at 000c: expected another element, found a part of one; parsers refuse the whole message; the length may be wrong
    "#]],
    );
    check(
        USER,
        "10 01 0a 05 41 6c",
        expect![[r#"
            0000  10                        tag     age = 2, VARINT: int32
            0001  01                        value   1 @ age
            0002  0a                        tag     name = 1, LEN: string
            0003  05                        length  "Al"
            0004  41 6c                     value   "Al" @ name
            error at 0003: expected 5 bytes after the length, found 2; the bytes are cut off, or this is no message
        "#]],
    );
    check(
        USER,
        "22 0a 0a 04 4f 73 6c 6f 12 7f 01 02  10 01",
        expect![[r#"
            0000  22                        tag     home = 4, LEN: message Address
            0001  0a                        length  Address, 10 bytes
            0002  0a                          tag     city = 1, LEN: string
            0003  04                          length  "Oslo"
            0004  4f 73 6c 6f                 value   "Oslo" @ home.city
            0008  12                          tag     next = 2, LEN: LEN
            0009  7f                          length  01 02
            000a  01 02                       value   01 02 @ home.next
            000c  10                        tag     age = 2, VARINT: int32
            000d  01                        value   1 @ age
            error at 0000: expected a message in `home`, found one that can't be read to its end; the bytes inside it that can't be read say why
            error at 0009: expected 127 bytes after the length, found 2; the bytes are cut off, or this is no message
            info at 000c: expected fields in the order of their numbers, found a smaller number behind a larger one; parsers accept any order; encoders write fields by number, unknown ones last
        "#]],
    );
}

#[test]
fn groups_and_extensions() {
    check(
        OLD,
        "0b 12 01 61 1b 08 05 1c 1b 1c 0c 0b 0c  a0 06 07  aa 06 01 78  22 01 ff  08 01",
        expect![[r#"
            0000  0b                        tag     result[0] = 1, SGROUP: group Result
            0001  12                          tag     url = 2, LEN: string
            0002  01                          length  "a"
            0003  61                          value   "a" @ result[0].url
            0004  1b                          tag     part[0] = 3, SGROUP: group Part
            0005  08                            tag     n = 1, VARINT: int32
            0006  05                            value   5 @ result[0].part[0].n
            0007  1c                          end
            0008  1b                          tag     part[1] = 3, SGROUP: group Part
            0009  1c                          end
            000a  0c                        end
            000b  0b                        tag     result[1] = 1, SGROUP: group Result
            000c  0c                        end
            000d  a0 06                     tag     [demo.rank] = 100, VARINT: int32
            000f  07                        value   7 @ [demo.rank]
            0010  aa 06                     tag     [demo.tags][0] = 101, LEN: string
            0012  01                        length  "x"
            0013  78                        value   "x" @ [demo.tags][0]
            0014  22                        tag     raw = 4, LEN: string
            0015  01                        length  ff
            0016  ff                        value   ff @ raw
            0017  08                        tag     result = 1, VARINT: VARINT
            0018  01                        value   1 @ #1
            warning at 0014: expected UTF-8, found bytes that are none; proto2 lets them pass; proto3 would refuse it; the field may have to be bytes
            warning at 0017: expected SGROUP for `result` (message Result), found VARINT; parsers treat it as an unknown field; writer and reader may use different schemas
        "#]],
    );
}

#[test]
fn what_an_any_holds() {
    let proto = r#"
        syntax = "proto3";
        import "google/protobuf/any.proto";
        import "google/protobuf/timestamp.proto";
        message Event { google.protobuf.Any detail = 1; google.protobuf.Timestamp at = 2; }
        message Login { string user = 1; }
    "#;
    let any = |name: &str, value: &str| {
        let url = format!("type.googleapis.com/{name}");
        let value = bytes_of(value);
        let body = [&[0x0a, url.len() as u8][..], url.as_bytes(), &[0x12, value.len() as u8], &value].concat();
        input::hex(&[&[0x0a, body.len() as u8][..], &body].concat())
    };
    check(
        proto,
        &any("Login", "0a 02 41 6c"),
        expect![[r#"
        0000  0a                        tag     detail = 1, LEN: message Any
        0001  21                        length  Any, 33 bytes
        0002  0a                          tag     type_url = 1, LEN: string
        0003  19                          length  "type.googleapis.com/Login"
        0004  74 79 70 65 2e 67 6f 6f …   value   "type.googleapis.com/Login" @ detail.type_url
        001d  12                          tag     value = 2, LEN: message Login
        001e  04                          length  Login, 4 bytes
        001f  0a                            tag     user = 1, LEN: string
        0020  02                            length  "Al"
        0021  41 6c                         value   "Al" @ detail.user
    "#]],
    );
    check(
        proto,
        &any("google.protobuf.Timestamp", "08 01"),
        expect![[r#"
        0000  0a                        tag     detail = 1, LEN: message Any
        0001  33                        length  Any, 51 bytes
        0002  0a                          tag     type_url = 1, LEN: string
        0003  2d                          length  "type.googleapis.com/google.protobuf.Timestamp"
        0004  74 79 70 65 2e 67 6f 6f …   value   "type.googleapis.com/google.protobuf.Timestamp" @ detail.type_url
        0031  12                          tag     value = 2, LEN: message Timestamp
        0032  02                          length  Timestamp, 2 bytes
        0033  08                            tag     seconds = 1, VARINT: int64
        0034  01                            value   1 @ detail.value.seconds
    "#]],
    );
    check(
        proto,
        &any("Gone", "0a 02 41 6c"),
        expect![[r#"
        0000  0a                        tag     detail = 1, LEN: message Any
        0001  20                        length  Any, 32 bytes
        0002  0a                          tag     type_url = 1, LEN: string
        0003  18                          length  "type.googleapis.com/Gone"
        0004  74 79 70 65 2e 67 6f 6f …   value   "type.googleapis.com/Gone" @ detail.type_url
        001c  12                          tag     value = 2, LEN: bytes
        001d  04                          length  0a 02 41 6c
        001e  0a 02 41 6c                 value   0a 02 41 6c @ detail.value
    "#]],
    );
    check(
        proto,
        &any("Login", "0a 09 41 6c"),
        expect![[r#"
            0000  0a                        tag     detail = 1, LEN: message Any
            0001  21                        length  Any, 33 bytes
            0002  0a                          tag     type_url = 1, LEN: string
            0003  19                          length  "type.googleapis.com/Login"
            0004  74 79 70 65 2e 67 6f 6f …   value   "type.googleapis.com/Login" @ detail.type_url
            001d  12                          tag     value = 2, LEN: bytes
            001e  04                          length  0a 09 41 6c
            001f  0a 09 41 6c                 value   0a 09 41 6c @ detail.value
            warning at 001d: expected the message that the Any names in `value`, found bytes that are none; parsers keep the bytes as they are; what unpacks them or writes JSON fails
        "#]],
    );
}

#[test]
fn without_a_schema_the_tree_goes_where_bytes_look_like_messages() {
    check_without_schema(
        "0a 05 41 6c 69 63 65 10 ac 02 22 06 0a 04 4f 73 6c 6f 2a 03 ff 80 01 1d 00 00 c0 3f 33 08 01 34 0a 00 38 ff",
        expect![[r#"
            0000  0a                        tag     field 1 = 1, LEN: LEN, text?
            0001  05                        length  "Alice"
            0002  41 6c 69 63 65            value   "Alice" @ #1
            0007  10                        tag     field 2 = 2, VARINT: VARINT
            0008  ac 02                     value   300 @ #2
            000a  22                        tag     field 4 = 4, LEN: LEN, a message?
            000b  06                        length  6 bytes
            000c  0a                          tag     field 1 = 1, LEN: LEN, text?
            000d  04                          length  "Oslo"
            000e  4f 73 6c 6f                 value   "Oslo" @ #4.#1
            0012  2a                        tag     field 5 = 5, LEN: LEN
            0013  03                        length  ff 80 01
            0014  ff 80 01                  value   ff 80 01 @ #5
            0017  1d                        tag     field 3 = 3, I32: I32
            0018  00 00 c0 3f               value   1.5 @ #3
            001c  33                        tag     field 6 = 6, SGROUP: SGROUP
            001d  08                          tag     field 1 = 1, VARINT: VARINT
            001e  01                          value   1 @ #6.#1
            001f  34                        end
            0020  0a                        tag     field 1 = 1, LEN: LEN
            0021  00                        length  empty
            0022  38 ff                     junk
            info at 0017: expected fields in the order of their numbers, found a smaller number behind a larger one; parsers accept any order; encoders write fields by number, unknown ones last
            error at 0023: expected the rest of a varint, found the end: the last byte says that another one follows; the bytes are cut off here, or an earlier length is too short
        "#]],
    );
}

#[test]
fn an_empty_payload_has_no_nodes() {
    let nodes = annotate(&[], Some(&message(USER)));
    assert_eq!((nodes.len(), nodes.leaves().count(), nodes.leaf_at(0)), (0, 0, None));
}

#[test]
fn depth_is_limited_and_the_bytes_stay_visible() {
    let mut bytes = Vec::new();
    for level in (0..5000).rev() {
        // `next` in `Address`, and around them all `home` in `User`.
        let mut outer = vec![if level == 0 { 0x22 } else { 0x12 }];
        varint::write(bytes.len() as u64, &mut outer);
        outer.append(&mut bytes);
        bytes = outer;
    }
    for root in [Some(message(USER)), None] {
        let nodes = annotate(&bytes, root.as_ref());
        assert_eq!(
            nodes.iter().last().map(|(_, it)| (it.kind, it.problem)),
            Some((Kind::Unread, Some(Problem::TooDeep)))
        );
        assert_eq!(nodes.len(), 101);
        partitions(&nodes, &bytes);
    }
    let groups = [vec![0x0b; 3000], vec![0x0c; 3000]].concat();
    let nodes = annotate(&groups, None);
    assert_eq!(nodes.len(), 101);
    partitions(&nodes, &groups);
}

#[test]
fn nodes_are_limited_and_the_bytes_stay_visible() {
    let bytes = bytes_of("10 01 22 08 0a 01 61 0a 01 62 0a 00 2a 03 01 02 03 10 01");
    let user = message(USER);
    for limit in 0..12 {
        let nodes = annotate_up_to(&bytes, Some(&user), limit);
        assert!(nodes.len() <= limit + 2);
        assert_eq!(nodes.problems().any(|(_, it)| it == Problem::TooMany), limit < 10, "{limit}");
        partitions(&nodes, &bytes);
    }
    let nodes = annotate_up_to(&bytes, Some(&user), 3);
    expect![[r#"
        0000  10                        tag     age = 2, VARINT: int32
        0001  01                        value   1 @ age
        0002  22                        tag     home = 4, LEN: message Address
        0003  08                        length  Address, 8 bytes
        0004  0a                          tag     city = 1, LEN: string
        0005  01                          length  "a"
        0006  61                          value   "a" @ home.city
        0007  0a 01 62 0a 00              value   0a 01 62 0a 00 @ home.#rest
        000c  2a 03 01 02 03 10 01      value   2a 03 01 02 03 10 01 @ #rest
        warning at 0007: expected fewer records, found more than can be shown; the bytes are shown as they are
        warning at 000c: expected fewer records, found more than can be shown; the bytes are shown as they are
    "#]]
    .assert_eq(&print(&nodes, &bytes));
}

#[test]
fn paths_lead_back_to_their_nodes() {
    let bytes = bytes_of(
        "0a 01 61 2a 02 01 02 28 03 22 03 0a 01 61 22 05 12 03 0a 01 62 32 06 0a 02 65 6e 10 07 3a 07 08 05 12 03 0a 01 63 a0 06 07 a0 06 08 ff",
    );
    let nodes = annotate(&bytes, Some(&message(USER)));
    let find = |path: &str| nodes.find(&bytes, path).map(|it| nodes.value_text(&bytes, it));
    assert_eq!(find("scores[2]").as_deref(), Some("3"));
    assert_eq!(find("scores[1]").as_deref(), Some("2"));
    // Two records that are merged: each has what the other has not.
    assert_eq!(find("home.city").as_deref(), Some("\"a\""));
    assert_eq!(find("home.next.city").as_deref(), Some("\"b\""));
    assert_eq!(find("counts[\"en\"]").as_deref(), Some("\"en\" → 7"));
    assert_eq!(find("counts[\"en\"].key").as_deref(), Some("\"en\""));
    assert_eq!(find("places[\"5\"].city").as_deref(), Some("\"c\""));
    assert_eq!(find("#100[1]").as_deref(), Some("8"));
    assert_eq!(find("#junk").as_deref(), Some("ff"));
    assert_eq!(find("nothing"), None);
    assert_eq!(find(""), None);
}

/// A record of one of the scalar fields, packed or not whatever is declared, with any value in it.
fn scalar_record() -> impl Strategy<Value = Vec<u8>> {
    let values = prop::collection::vec((any::<u64>(), 0u32..64).prop_map(|(value, shift)| value >> shift), 0..4);
    (0usize..KINDS.len(), 0u64..3, any::<bool>(), values).prop_map(|(kind, row, as_packed, values)| {
        let number = kind as u64 + 1 + 20 * row;
        let encode = |value: u64, out: &mut Vec<u8>| match KINDS[kind] {
            "double" | "fixed64" | "sfixed64" => out.extend(value.to_le_bytes()),
            "float" | "fixed32" | "sfixed32" => out.extend((value as u32).to_le_bytes()),
            _ => varint::write(value, out),
        };
        let wire = match KINDS[kind] {
            "double" | "fixed64" | "sfixed64" => 1,
            "float" | "fixed32" | "sfixed32" => 5,
            _ => 0,
        };
        let mut out = Vec::new();
        if row > 0 && as_packed {
            let mut body = Vec::new();
            values.iter().for_each(|&it| encode(it, &mut body));
            varint::write(number << 3 | 2, &mut out);
            varint::write(body.len() as u64, &mut out);
            out.extend(body);
        } else {
            for &value in &values {
                varint::write(number << 3 | wire, &mut out);
                encode(value, &mut out);
            }
        }
        out
    })
}

fn same(ours: Value, theirs: &Decoded) -> bool {
    match (ours, theirs) {
        (Value::Bool(a), Decoded::Bool(b)) => a == *b,
        (Value::I32(a), Decoded::I32(b)) => a == *b,
        (Value::I64(a), Decoded::I64(b)) => a == *b,
        (Value::U32(a), Decoded::U32(b)) => a == *b,
        (Value::U64(a), Decoded::U64(b)) => a == *b,
        (Value::F32(a), Decoded::F32(b)) => a.to_bits() == b.to_bits(),
        (Value::F64(a), Decoded::F64(b)) => a.to_bits() == b.to_bits(),
        (Value::Enum(a), Decoded::EnumNumber(b)) => a == *b,
        (Value::Text(a), Decoded::String(b)) => a == b,
        (Value::Bytes(a), Decoded::Bytes(b)) => a == b.as_ref(),
        _ => false,
    }
}

/// The values of a field of the payload's own message, in order.
fn values_of<'a>(nodes: &Nodes, bytes: &'a [u8], field: &FieldDescriptor) -> Vec<Value<'a>> {
    let is_of = |id: &u32| {
        nodes.get(*id).is_some_and(|it| it.number == field.number() && it.problem != Some(Problem::WireMismatch))
    };
    nodes
        .children(TOP)
        .filter(is_of)
        .flat_map(|id| match nodes.get(id).map(|it| it.kind) {
            Some(Kind::Packed) => nodes.children(id).collect(),
            _ => vec![id],
        })
        .filter_map(|id| nodes.value(bytes, id))
        .collect()
}

/// Records of all fields, nested, so that most of it is valid.
fn nested() -> impl Strategy<Value = Vec<u8>> {
    let text = prop::collection::vec(any::<u8>(), 0..6).prop_map(|it| delimited(61, &it));
    let unknown = (66u64..90, any::<u64>()).prop_map(|(number, value)| {
        let mut out = Vec::new();
        varint::write(number << 3, &mut out);
        varint::write(value, &mut out);
        out
    });
    let leaf = prop_oneof![4 => scalar_record(), 1 => text, 1 => unknown];
    let leaf = prop::collection::vec(leaf, 0..5).prop_map(|it| it.concat());
    leaf.prop_recursive(4, 24, 4, |inner| {
        let wrapped = (63u64..68, inner.clone(), any::<bool>()).prop_map(|(number, body, is_group)| match is_group {
            true => {
                let mut out = Vec::new();
                varint::write(number << 3 | 3, &mut out);
                out.extend(body);
                varint::write(number << 3 | 4, &mut out);
                out
            }
            false => delimited(number, &body),
        });
        prop::collection::vec(prop_oneof![inner, wrapped], 0..4).prop_map(|it| it.concat())
    })
}

fn delimited(number: u64, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    varint::write(number << 3 | 2, &mut out);
    varint::write(body.len() as u64, &mut out);
    out.extend(body);
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn leaves_partition_all_bytes(
        valid in nested(),
        mutations in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
        noise in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let all = everything();
        let mut mutated = valid.clone();
        if !mutated.is_empty() {
            mutations.iter().for_each(|(at, byte)| *at.get_mut(&mut mutated) = *byte);
        }
        let short = valid.get(..cut.index(valid.len() + 1)).unwrap_or_default().to_vec();
        for bytes in [valid, mutated, short, noise] {
            for root in [Some(&all), None] {
                let nodes = annotate(&bytes, root);
                partitions(&nodes, &bytes);
                answers(&nodes, &bytes);
            }
        }
    }

    #[test]
    fn scalars_are_what_prost_reflect_decodes(records in prop::collection::vec(scalar_record(), 0..12)) {
        let all = everything();
        let bytes = records.concat();
        let decoded = DynamicMessage::decode(all.descriptor().clone(), &bytes[..]).map_err(|it| TestCaseError::fail(it.to_string()))?;
        let nodes = annotate(&bytes, Some(&all));
        for field in all.fields() {
            let ours = values_of(&nodes, &bytes, &field);
            match decoded.get_field(&field).as_ref() {
                Decoded::List(theirs) => {
                    prop_assert_eq!(ours.len(), theirs.len());
                    for (ours, theirs) in ours.iter().zip(theirs) {
                        prop_assert!(same(*ours, theirs), "{}: {:?} {:?}", field.name(), ours, theirs);
                    }
                }
                Decoded::Message(_) | Decoded::Map(_) => {}
                theirs => {
                    if let Some(&last) = ours.last() {
                        prop_assert!(same(last, theirs), "{}: {:?} {:?}", field.name(), last, theirs);
                    } else {
                        prop_assert_eq!(theirs, &field.default_value());
                    }
                }
            }
        }
    }

    /// prost-reflect also refuses what official parsers take for an unknown field or cut off; that is a warning here.
    #[test]
    fn what_prost_reflect_refuses_is_told(bytes in nested(), at in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = bytes;
        if !bytes.is_empty() {
            *at.get_mut(&mut bytes) = byte;
        }
        let all = everything();
        let refused = DynamicMessage::decode(all.descriptor().clone(), &bytes[..]).is_err();
        let nodes = annotate(&bytes, Some(&all));
        let has_error = nodes.problems().any(|(_, it)| {
            it.severity() == Severity::Error || matches!(it, Problem::WireMismatch | Problem::Overflow)
        });
        prop_assert!(!refused || has_error);
    }
}

#[test]
fn megabytes_of_small_records_are_read_in_time() {
    let bytes: Vec<u8> = [0x10, 0x01, 0x2a, 0x02, 0x01, 0x02].repeat(200_000);
    let nodes = annotate(&bytes, Some(&message(USER)));
    assert_eq!(nodes.len(), 800_000);
    assert_eq!(nodes.leaves().count(), 1_200_000);
    assert_eq!(nodes.leaves_in(Span::new(600_000, 600_006)).count(), 6);
}

/// What would take minutes if anything were read over and over.
#[test]
fn hostile_bytes_are_read_in_time() {
    let groups = [vec![0x0b; 500_000], vec![0x0c; 500_000]].concat();
    assert_eq!(annotate(&groups, None).len(), 101);
    let open = vec![0x0b; 1_000_000];
    assert_eq!(annotate(&open, None).len(), 101);
    let mut text = vec![b'a'; 1_000_000];
    for _ in 0..99 {
        text = delimited(1, &text);
    }
    assert_eq!(annotate(&text, None).len(), 99);
    let fields: Vec<u8> = (1..100_000u64).flat_map(|it| delimited(it, &[])).collect();
    assert_eq!(annotate(&fields, Some(&message(USER))).len(), 99_999);
}

#[test]
fn what_each_field_costs() {
    let bytes = bytes_of("10 ac 02 0a 05 41 6c 69 63 65 2a 03 01 ac 02 28 07 22 06 0a 04 4f 73 6c 6f a0 06 07 ff");
    let nodes = annotate(&bytes, Some(&message(USER)));
    let costs = size::by_field(&nodes);
    assert_eq!(costs.iter().map(|it| it.bytes).sum::<usize>(), bytes.len());
    assert!(costs.iter().all(|it| it.bytes == it.tag + it.length + it.payload));
    let printed: String = costs
        .iter()
        .map(|it| {
            format!(
                "{} {} × {}: {} = {} + {} + {}\n",
                it.name, it.number, it.count, it.bytes, it.tag, it.length, it.payload
            )
        })
        .collect();
    expect![[r#"
        name 1 × 1: 7 = 1 + 1 + 5
        age 2 × 1: 3 = 1 + 0 + 2
        home 4 × 1: 8 = 1 + 1 + 6
        scores 5 × 3: 7 = 2 + 1 + 4
        field 100 100 × 1: 3 = 2 + 0 + 1
        unreadable 0 × 0: 1 = 0 + 0 + 1
    "#]]
    .assert_eq(&printed);
}

#[test]
fn what_a_message_costs() {
    let bytes = bytes_of("0a 05 41 6c 69 63 65 10 ac 02 1a 05 61 64 6d 69 6e 1a 03 6f 70 73 22 06 0a 04 4f 73 6c 6f");
    let json = r#"{"name":"Alice","age":300,"roles":["admin","ops"],"home":{"city":"Oslo"}}"#;
    let sizes = size::measure(&bytes, json);
    assert_eq!((sizes.protobuf, sizes.json, sizes.grpc_frame), (30, 73, 35));
    // The picture of the design has 87, from a gzip that writes no better.
    assert!(sizes.json_gzip > sizes.json && sizes.protobuf_gzip > sizes.protobuf, "{sizes:?}");
    assert_eq!(size::verdict(&sizes), "59 % smaller than JSON. Gzip makes this JSON larger: it is too short.");
    assert!(size::gzip(&[b'a'; 100_000]).len() < 200);
}
