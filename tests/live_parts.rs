//! What the live parts of lessons show, as a reader sees it.

#![cfg(test)] // tells clippy that helpers here are tests too

use std::{fmt::Write as _, fs, path::Path};

use expect_test::{Expect, expect};
use wirelens::{
    diagnostic::Severity,
    engine::learn::{Crossing, Shown, Strip, show},
    learn::live::Live,
    wire::input::hex,
};

/// A live part as an author writes it.
fn live(toml: &str) -> Live {
    toml::from_str(toml).unwrap_or_else(|error| panic!("{error}"))
}

fn strip(out: &mut String, strip: &Strip) {
    let mut at = 0;
    for part in &strip.parts {
        assert_eq!(part.span.start as usize, at, "each byte is in one part");
        at = part.span.end as usize;
        let bytes = hex(&strip.bytes[part.span.range().start..at.min(strip.bytes.len())]);
        writeln!(out, "{bytes} | {} | {}", part.title, part.sentence).unwrap();
    }
    assert!(at >= strip.bytes.len());
    writeln!(out, "{} of {} bytes", strip.bytes.len(), strip.total).unwrap();
}

fn crossing(out: &mut String, crossing: &Crossing) {
    for (side, problems) in [("writer", &crossing.writer), ("reader", &crossing.reader)] {
        for problem in problems {
            writeln!(out, "{side} {}:{}:{} {}", problem.file, problem.line, problem.column, problem.message).unwrap();
        }
    }
    let Some(read) = &crossing.read else { return };
    for it in &read.fields {
        let indent = "  ".repeat(it.depth.into());
        let ((name, value), (read_name, read_value)) = (&it.written, &it.read);
        writeln!(out, "{indent}{name} = {value} → {read_name} = {read_value} {:?}", it.fate).unwrap();
    }
    for (name, reads) in &read.absent {
        writeln!(out, "absent {name}: {reads}").unwrap();
    }
    writeln!(out, "{}{}", read.json, read.refusal.as_deref().unwrap_or_default()).unwrap();
}

fn check(toml: &str, expected: Expect) {
    let mut out = String::new();
    match show(&live(toml)) {
        Shown::Comparison(it) => writeln!(out, "{} B of JSON, {}", it.sizes.json, hex(&it.frame)).unwrap(),
        Shown::Message(it) => {
            for problem in &it.problems {
                writeln!(out, "{}:{}:{} {}", problem.file, problem.line, problem.column, problem.message).unwrap();
            }
            if let Some(wire) = &it.wire {
                strip(&mut out, &wire.strip);
                writeln!(out, "{}: {} B, as JSON {} B", it.root, wire.sizes.protobuf, wire.sizes.json).unwrap();
            }
        }
        Shown::Growth(lengths) => {
            for it in lengths {
                let sizes = it.sizes;
                let all = [sizes.protobuf, sizes.json, sizes.protobuf_gzip, sizes.json_gzip];
                writeln!(out, "{} {all:?}", it.items).unwrap();
            }
        }
        Shown::Bits(bytes) => writeln!(out, "{}", hex(&bytes)).unwrap(),
        Shown::Crossing(it) => crossing(&mut out, &it),
        Shown::Call(it) => {
            writeln!(out, "{}", it.played.parties.join(", ")).unwrap();
            assert_eq!(it.sentences.len(), it.played.window.rows.len());
            for (row, sentence) in it.played.window.rows.iter().zip(&it.sentences) {
                writeln!(out, "{} {} {}: {sentence}", row.at, row.title, row.note).unwrap();
            }
            for call in &it.played.calls {
                writeln!(
                    out,
                    "{:?}, {:?}",
                    call.at_client.as_ref().map(|it| it.code),
                    call.at_server.last().map(|it| it.code)
                )
                .unwrap();
            }
        }
        Shown::Failed(why) => writeln!(out, "failed: {why}").unwrap(),
    }
    expected.assert_eq(&out);
}

#[test]
fn a_message_says_what_each_byte_is() {
    check(
        "[message]\nof.proto = 'message M { int32 id = 1; string name = 2; repeated int32 n = 3; }'\njson = '{\"id\": 300, \
         \"name\": \"Al\", \"n\": [1, 2]}'",
        expect![[r#"
            08 | tag of id | `08` is the tag: field 1 × 8 + wire type 0 (varint). `0001 000 = field 1, wire type 0`, `1 << 3 | 0 = 8`
            ac 02 | id = 300 | `ac 02` holds seven bits a byte, lowest first; the top bit says that another byte follows. `0000010 0101100 = 256 + 44 = 300`
            12 | tag of name | `12` is the tag: field 2 × 8 + wire type 2 (LEN). `0010 010 = field 2, wire type 2`, `2 << 3 | 2 = 18`
            02 | length of name | `02` is the length: the next 2 bytes, 5–6, are the text. `0000010 = 2`
            41 6c | name = "Al" | 2 bytes of UTF-8, 2 characters: `41` is `A`, `6c` is `l`.
            1a | tag of n | `1a` is the tag: field 3 × 8 + wire type 2 (LEN). `0011 010 = field 3, wire type 2`, `3 << 3 | 2 = 26`
            02 | length of n | `02` is the length: the next 2 bytes, 9–10, are the packed run. `0000010 = 2`
            01 | n[0] = 1 | `01` holds the value in its lower seven bits; the top bit is 0: no byte follows. It is one of a packed run, so it has no tag of its own. `0000001 = 1`
            02 | n[1] = 2 | `02` holds the value in its lower seven bits; the top bit is 0: no byte follows. It is one of a packed run, so it has no tag of its own. `0000010 = 2`
            11 of 11 bytes
            M: 11 B, as JSON 32 B
        "#]],
    );
}

#[test]
fn what_is_wrong_has_its_place_and_no_bytes() {
    check(
        "[message]\nof.proto = 'message M { int32 id = 1; }'\njson = '{\"id\": \"x\"}'",
        expect![[r#"
        message.json:1:8 expected int32, found string "x"
    "#]],
    );
    check(
        "[message]\nof.proto = 'message M { int32 id = 0; }'\njson = '{}'",
        expect![[r#"
        lesson.proto:3:24 expected a number from 1 on for 'id', found 0
        0 of 0 bytes
        M: 0 B, as JSON 2 B
    "#]],
    );
}

#[test]
fn a_long_message_is_cut() {
    let text = "x".repeat(1000);
    check(
        &format!("[bytes]\nof.proto = 'message M {{ string s = 1; }}'\njson = '{{\"s\": \"{text}\"}}'"),
        expect![[r#"
            0a | tag of s | `0a` is the tag: field 1 × 8 + wire type 2 (LEN). `0001 010 = field 1, wire type 2`, `1 << 3 | 2 = 10`
            e8 07 | length of s | `e8 07` is the length: the next 1000 bytes, 3–1002, are the text. `0000111 1101000 = 896 + 104 = 1000`
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78
            78 78 78 78 78 78 78 78 78 78 78 78 78 | s = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" | 1000 bytes of UTF-8, 1000 characters: `78` is `x`, `78` is `x`, `78` is `x`, `78` is `x`, `78` is `x` …
            192 of 1003 bytes
            M: 1003 B, as JSON 1008 B
        "#]],
    );
}

#[test]
fn sizes_are_measured_at_each_length() {
    check(
        "[size]\nof.example = 'online-store'\nlist = 'items'",
        expect![[r#"
        1 [74, 242, 97, 199]
        2 [104, 321, 127, 225]
        5 [179, 544, 148, 242]
        10 [299, 911, 148, 247]
        20 [554, 1659, 151, 251]
        50 [1304, 3889, 156, 267]
        100 [2549, 7601, 162, 285]
        200 [5054, 15039, 173, 322]
        500 [12554, 37339, 201, 416]
        1000 [25049, 74501, 247, 560]
    "#]],
    );
    check(
        "[size]\nof.example = 'online-store'\nlist = 'orders'",
        expect![[r#"
        failed: expected a list `orders` with an item in the message, found none
    "#]],
    );
}

#[test]
fn bits_begin_with_a_value() {
    check(
        "[bits]\nnotation = 'tag'\nvalue = '2 LEN'",
        expect![[r#"
        12
    "#]],
    );
    check(
        "[bits]\nnotation = 'tag'\nvalue = '2'",
        expect![[r#"
        failed: expected a field number and a wire type, like `1 VARINT`, found `2`
    "#]],
    );
}

#[test]
fn a_reader_of_another_version_keeps_what_it_does_not_know() {
    check(
        "[versions]\nwriter.proto = 'message M { int32 id = 1; string name = 2; In in = 4; message In { bool b = 1; } }'\n\
         reader.proto = 'message M { int32 user = 1; In in = 4; string mail = 5; message In { bool b = 1; int32 c = 2; } }'\n\
         json = '{\"id\": 7, \"name\": \"Al\", \"in\": {\"b\": true}}'",
        expect![[r#"
            id = 7 → user = 7 Renamed
            name = "Al" → field 2 = "Al" Unknown
            in = In, 2 bytes → in = In, 2 bytes Same
              b = true → b = true Same
            absent in.c: 0
            absent mail: ""
            {
              "user": 7,
              "in": {
                "b": true
              }
            }
        "#]],
    );
}

#[test]
fn a_type_that_does_not_fit_is_seen() {
    check(
        "[versions]\nwriter.proto = 'message M { int32 a = 1; sint32 b = 2; bytes c = 3; fixed32 d = 4; }'\nreader.proto = \
         'message M { sint32 a = 1; sint32 b = 2; string c = 3; int32 d = 4; }'\njson = '{\"a\": 3, \"b\": -1, \"c\": \"/w==\", \
         \"d\": 9}'",
        expect![[r#"
            a = 3 → a = -2 Changed
            b = -1 → b = -1 Same
            c = ff → c = ff Misfit
            d = 9 → d = 9 Misfit
            absent d: 0
            expected UTF-8 in `c`, found bytes that are none
        "#]],
    );
}

/// What lessons have is meant: nothing in it is refused, but where a reader's version is.
#[test]
fn the_parts_of_all_lessons_are_shown() {
    let mut files = std::collections::BTreeMap::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("static/learn/lessons")).unwrap() {
        let path = entry.unwrap().path();
        files.insert(path.display().to_string(), fs::read_to_string(path).unwrap());
    }
    for (path, text) in files {
        for block in text.split("\n```live\n").skip(1) {
            let block = block.split("\n```").next().unwrap();
            let problems = match show(&live(block)) {
                Shown::Message(it) => it.problems,
                Shown::Crossing(it) => [it.writer, it.reader].concat(),
                Shown::Failed(why) => panic!("{path}: {why}\n{block}"),
                _ => Vec::new(),
            };
            let errors: Vec<_> = problems.iter().filter(|it| it.severity == Severity::Error).collect();
            assert!(errors.is_empty(), "{path}: {errors:?}\n{block}");
        }
    }
}

#[test]
fn a_call_is_told_event_by_event() {
    check(
        "[call]\nof.example = 'login'\nscript.method = '/auth.LoginService/Login'\nscript.requests = [{ json = '{}' }]",
        expect![[r#"
            Client, LoginService
            0 call : Code at Client makes the call.
            0 half-close no more messages follow: Client has sent its last message and says so by END_STREAM. It still reads: the stream is closed in one direction only.
            0 SYN asks for a connection: Client asks LoginService for a TCP connection. Nothing can be sent until the answer is there: half a round trip each way, before the first byte of HTTP.
            250 SYN, ACK grants it: LoginService grants the connection. When this arrives, Client may send.
            501 connection preface says that this is HTTP/2: What Client sends first on a new connection. Always these 24 bytes: a server that knows only HTTP/1 takes them for a request it can't serve and closes the connection, rather than misread frames (RFC 9113, section 3.4).
            501 SETTINGS 4 settings: Client says what it takes and wants. It does not wait for the answer before it goes on (RFC 9113, section 6.5).
            501 WINDOW_UPDATE 5177345 B more of the connection: Client has room for more: LoginService may send so many bytes beyond what it was allowed before. So a slow reader slows its sender down (RFC 9113, sections 5.2 and 6.9).
            501 HEADERS POST /auth.LoginService/Login: Client sends a list of fields on stream 1, compressed by HPACK: what both sides have in a table crosses as a number (RFC 9113, section 6.2; RFC 7541).
            501 DATA request message 1, 0 B, END_STREAM: Client sends bytes of messages on stream 1. gRPC puts 5 bytes before each message: a flag and a length; where frames are cut has no meaning (RFC 9113, section 6.1).
            751 SETTINGS 4 settings: LoginService says what it takes and wants. It does not wait for the answer before it goes on (RFC 9113, section 6.5).
            751 WINDOW_UPDATE 983041 B more of the connection: LoginService has room for more: Client may send so many bytes beyond what it was allowed before. So a slow reader slows its sender down (RFC 9113, sections 5.2 and 6.9).
            753 handler is given the call: The stub of LoginService has read the path and calls the method's code.
            753 delivered request message 1, 0 B: The library of LoginService has all bytes of the message, has decoded it, and gives it to the code.
            753 ended OK: The call is over at LoginService, with this status. The other side may have another one.
            753 SETTINGS ACK: LoginService has taken the settings of Client over (RFC 9113, section 6.5.3).
            753 HEADERS response 200: LoginService sends a list of fields on stream 1, compressed by HPACK: what both sides have in a table crosses as a number (RFC 9113, section 6.2; RFC 7541).
            753 DATA response message 1, 20 B: LoginService sends bytes of messages on stream 1. gRPC puts 5 bytes before each message: a flag and a length; where frames are cut has no meaning (RFC 9113, section 6.1).
            753 HEADERS trailers: grpc-status 0 OK, END_STREAM: LoginService sends a list of fields on stream 1, compressed by HPACK: what both sides have in a table crosses as a number (RFC 9113, section 6.2; RFC 7541).
            1001 SETTINGS ACK: Client has taken the settings of LoginService over (RFC 9113, section 6.5.3).
            1004 delivered response message 1, 20 B: The library of Client has all bytes of the message, has decoded it, and gives it to the code.
            1004 ended OK: The call is over at Client, with this status. The other side may have another one.
            Some(Ok), Some(Ok)
        "#]],
    );
    check(
        "[call]\nof.example = 'login'\nscript.method = '/demo.None/None'",
        expect![[r#"
        failed: expected a method of the schema, found '/demo.None/None'
    "#]],
    );
}
