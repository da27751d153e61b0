//! HTTP/2 as it is written, read and explained.
//!
//! That others take what is written and write what is read is held by `demo-server/tests/frames.rs`, against h2.
#![cfg(test)]

#[path = "laws/http2.rs"]
mod laws;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wirelens::rpc::grpc;
use wirelens::rpc::http2::frame::error;
use wirelens::rpc::http2::{End, Field, Setting, Side, Writer, explain, read, settings};
use wirelens::rpc::status::{Code, Status};

/// The same cases in every run.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() }
}

/// What a client sends that calls a unary method.
fn unary() -> Vec<u8> {
    let mut writer = Writer::default();
    writer.preface();
    writer.settings(&[Setting { id: settings::ENABLE_PUSH, value: 0 }]);
    let call = grpc::Request {
        path: "/demo.UserService/GetUser",
        authority: "users:50051",
        timeout: Some(1_000_000),
        ..grpc::Request::default()
    };
    writer.headers(1, &grpc::request(&call), End::Open);
    writer.data(1, &grpc::message(b"\x08\x7b").unwrap(), End::Stream);
    writer.settings_ack();
    writer.into_bytes()
}

/// What the server answers.
fn not_found() -> Vec<u8> {
    let mut writer = Writer::default();
    writer.settings(&[]);
    let status = Status::new(Code::NotFound, "no user 123");
    writer.headers(1, &grpc::trailers_only(&status, &[]), End::Stream);
    writer.rst_stream(1, error::NO_ERROR);
    writer.goaway(1, error::ENHANCE_YOUR_CALM, "too_many_pings");
    writer.into_bytes()
}

fn check(bytes: &[u8], side: Side, expected: Expect) {
    laws::is_read(bytes);
    let reading = read(bytes, side, &[]);
    let mut told = String::new();
    for (index, frame) in reading.frames.iter().enumerate() {
        for part in explain(bytes, &reading, index) {
            let hex: String = part.span.of(bytes).iter().map(|it| format!("{it:02x}")).collect();
            told += &format!("{hex}  {:?} {}: {}\n", part.role, part.name, part.sentence);
        }
        for fault in reading.faults_of(frame) {
            told += &format!("! {fault}\n");
        }
        told.push('\n');
    }
    expected.assert_eq(told.trim_end());
}

#[test]
fn a_call_is_explained() {
    check(
        &unary(),
        Side::Client,
        expect![[r#"
            000006  Length length: The payload has 6 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            04  Tag type: `0x04` is SETTINGS: what its sender can do and wants (RFC 9113, section 6.5).
            00  Tag flags: No flag is set.
            00000000  Tag stream: Stream 0 is the connection itself (RFC 9113, section 4.1).
            0002  Tag setting: SETTINGS_ENABLE_PUSH (0x2): whether the server may push, which gRPC has no use for (RFC 9113, section 6.5.2).
            00000000  Payload value: SETTINGS_ENABLE_PUSH is 0.

            000075  Length length: The payload has 117 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            01  Tag type: `0x01` is HEADERS: a header list; the first one opens the stream, the last one can be trailers (RFC 9113, section 6.2).
            04  Tag flags: END_HEADERS: the header list ends in this frame (RFC 9113, section 6.2).
            00000001  Tag stream: Stream 1, opened by a client, as its being odd says; with gRPC each call has one of its own (RFC 9113, section 5.1.1).
            83  Tag indexed field: `0x83`: name and value are entry 3 of the static table, which everybody has, `:method: POST` (RFC 7541, section 6.1). Every gRPC call is a POST, also one that only reads.
            86  Tag indexed field: `0x86`: name and value are entry 6 of the static table, which everybody has, `:scheme: http` (RFC 7541, section 6.1). `https` over TLS, `http` without.
            04  Tag field, not added: `0x04`: the name is that of entry 4 of the static table, which everybody has, `:path`; the value follows and is not kept, since it changes from call to call or is too large (RFC 7541, section 6.2.2).
            92  Length value length: The value takes 18 bytes in Huffman's code, as the first bit says, in place of 25 (RFC 7541, section 5.2).
            6242d275f820b66e2d9dcc42b188a9e082d9  Payload value: `:path: /demo.UserService/GetUser`. The service with its package, and the method: all that says which one is called.
            41  Tag field, added: `0x41`: the name is that of entry 1 of the static table, which everybody has, `:authority`; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1).
            88  Length value length: The value takes 8 bytes in Huffman's code, as the first bit says, in place of 11 (RFC 7541, section 5.2).
            b505b1171b001b0f  Payload value: `:authority: users:50051`. The server's name, as `Host` has it in HTTP/1.1.
            40  Tag field, added: `0x40`: the name follows as text; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1).
            82  Length name length: The name takes 2 bytes in Huffman's code, as the first bit says, in place of 2 (RFC 7541, section 5.2).
            497f  Payload name: `te`
            86  Length value length: The value takes 6 bytes in Huffman's code, as the first bit says, in place of 8 (RFC 7541, section 5.2).
            4d833505b11f  Payload value: `te: trailers`. The client takes trailers. A proxy that would drop them is found out by it.
            40  Tag field, added: `0x40`: the name follows as text; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1).
            89  Length name length: The name takes 9 bytes in Huffman's code, as the first bit says, in place of 12 (RFC 7541, section 5.2).
            9acac8b24d494f6a7f  Payload name: `grpc-timeout`
            86  Length value length: The value takes 6 bytes in Huffman's code, as the first bit says, in place of 8 (RFC 7541, section 5.2).
            0800000016ff  Payload value: `grpc-timeout: 1000000u`. The call may take 1000 ms more. It is a while and not a point in time, so that clocks need not agree; the server stops at it by itself.
            5f  Tag field, added: `0x5f`: the name is that of entry 31 of the static table, which everybody has, `content-type`; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1).
            8b  Length value length: The value takes 11 bytes in Huffman's code, as the first bit says, in place of 16 (RFC 7541, section 5.2).
            1d75d0620d263d4c4d6564  Payload value: `content-type: application/grpc`. gRPC; `+proto` may say how messages are encoded.
            40  Tag field, added: `0x40`: the name follows as text; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1).
            8e  Length name length: The name takes 14 bytes in Huffman's code, as the first bit says, in place of 20 (RFC 7541, section 5.2).
            9acac8b0c842d6958b510f21aa9b  Payload name: `grpc-accept-encoding`
            8a  Length value length: The value takes 10 bytes in Huffman's code, as the first bit says, in place of 13 (RFC 7541, section 5.2).
            9bd9abfa3485a9264faf  Payload value: `grpc-accept-encoding: gzip,identity`. The compressions its sender can read.
            7a  Tag field, added: `0x7a`: the name is that of entry 58 of the static table, which everybody has, `user-agent`; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1).
            8e  Length value length: The value takes 14 bytes in Huffman's code, as the first bit says, in place of 19 (RFC 7541, section 5.2).
            9acac8b783585a0b521802e15c1f  Payload value: `user-agent: grpc-wirelens/0.1.0`. The client's library, for logs.

            000007  Length length: The payload has 7 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            00  Tag type: `0x00` is DATA: a piece of what the stream carries, which with gRPC is messages (RFC 9113, section 6.1).
            01  Tag flags: END_STREAM: the client sends no more on this stream, which is gRPC's half-close (RFC 9113, section 6.1).
            00000001  Tag stream: Stream 1, opened by a client, as its being odd says; with gRPC each call has one of its own (RFC 9113, section 5.1.1).
            00  Tag compressed flag: The message is not compressed (gRPC over HTTP/2, "Length-Prefixed-Message").
            00000002  Length message length: The message has 2 bytes, big-endian, in four bytes. HTTP/2's frames have borders of their own, so each message says how long it is: 5 bytes before it.
            087b  Payload message: The message, 2 bytes: Protocol Buffers.

            000000  Length length: The payload has 0 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            04  Tag type: `0x04` is SETTINGS: what its sender can do and wants (RFC 9113, section 6.5).
            01  Tag flags: ACK: the other side's settings were heeded (RFC 9113, section 6.5).
            00000000  Tag stream: Stream 0 is the connection itself (RFC 9113, section 4.1)."#]],
    );
}

#[test]
fn an_answer_is_explained() {
    check(
        &not_found(),
        Side::Server,
        expect![[r#"
            000000  Length length: The payload has 0 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            04  Tag type: `0x04` is SETTINGS: what its sender can do and wants (RFC 9113, section 6.5).
            00  Tag flags: No flag is set.
            00000000  Tag stream: Stream 0 is the connection itself (RFC 9113, section 4.1).

            00002e  Length length: The payload has 46 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            01  Tag type: `0x01` is HEADERS: a header list; the first one opens the stream, the last one can be trailers (RFC 9113, section 6.2).
            05  Tag flags: END_STREAM: the server sends no more on this stream, so the call is over. END_HEADERS: the header list ends in this frame (RFC 9113, section 6.2).
            00000001  Tag stream: Stream 1, opened by a client, as its being odd says; with gRPC each call has one of its own (RFC 9113, section 5.1.1).
            88  Tag indexed field: `0x88`: name and value are entry 8 of the static table, which everybody has, `:status: 200` (RFC 7541, section 6.1). It says only that HTTP has done its part; how the call ended is told by `grpc-status`.
            5f  Tag field, added: `0x5f`: the name is that of entry 31 of the static table, which everybody has, `content-type`; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1).
            8b  Length value length: The value takes 11 bytes in Huffman's code, as the first bit says, in place of 16 (RFC 7541, section 5.2).
            1d75d0620d263d4c4d6564  Payload value: `content-type: application/grpc`. gRPC; `+proto` may say how messages are encoded.
            40  Tag field, added: `0x40`: the name follows as text; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1).
            88  Length name length: The name takes 8 bytes in Huffman's code, as the first bit says, in place of 11 (RFC 7541, section 5.2).
            9acac8b21234da8f  Payload name: `grpc-status`
            81  Length value length: The value takes 1 byte in Huffman's code, as the first bit says, in place of 1 (RFC 7541, section 5.2).
            6f  Payload value: `grpc-status: 5`. NOT_FOUND: What was asked for does not exist. Only applications raise it: a method that is missing is UNIMPLEMENTED.
            40  Tag field, added: `0x40`: the name follows as text; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1).
            89  Length name length: The name takes 9 bytes in Huffman's code, as the first bit says, in place of 12 (RFC 7541, section 5.2).
            9acac8b5254207317f  Payload name: `grpc-message`
            88  Length value length: The value takes 8 bytes in Huffman's code, as the first bit says, in place of 11 (RFC 7541, section 5.2).
            a8ea5a82d8a044cf  Payload value: `grpc-message: no user 123`. The status in words, with a percent sign before two digits where a byte is not printable ASCII.

            000004  Length length: The payload has 4 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            03  Tag type: `0x03` is RST_STREAM: the stream is over at once, and only the stream: the connection goes on (RFC 9113, section 6.4).
            00  Tag flags: No flag is set.
            00000001  Tag stream: Stream 1, opened by a client, as its being odd says; with gRPC each call has one of its own (RFC 9113, section 5.1.1).
            00000000  Payload error code: NO_ERROR: nothing is wrong. Without a status before it, a gRPC client makes INTERNAL of that (RFC 9113, section 6.4; gRPC over HTTP/2, "Errors").

            000016  Length length: The payload has 22 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            07  Tag type: `0x07` is GOAWAY: no more streams are taken on this connection, and which ones still are (RFC 9113, section 6.8).
            00  Tag flags: No flag is set.
            00000000  Tag stream: Stream 0 is the connection itself (RFC 9113, section 4.1).
            00000001  Payload last stream: Streams up to 1 are still looked at; later ones were not, so they may be tried again on another connection (RFC 9113, section 6.8).
            0000000b  Payload error code: ENHANCE_YOUR_CALM: the other side does more than is taken (RFC 9113, section 7).
            746f6f5f6d616e795f70696e6773  Payload debug data: What people who look for the cause are told."#]],
    );
}

#[test]
fn what_is_broken_is_explained() {
    let mut bytes = not_found();
    let reading = read(&bytes, Side::Server, &[]);
    // The value of `grpc-status` becomes an index of the dynamic table beyond its end.
    let header = reading.lists[0].headers().into_iter().find(|it| it.name == "grpc-status").unwrap();
    bytes[header.bytes.start as usize] = 0xff;
    bytes[header.bytes.start as usize + 1] = 0x20;
    bytes.truncate(bytes.len() - 3);
    check(
        &bytes,
        Side::Server,
        expect![[r#"
            000000  Length length: The payload has 0 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            04  Tag type: `0x04` is SETTINGS: what its sender can do and wants (RFC 9113, section 6.5).
            00  Tag flags: No flag is set.
            00000000  Tag stream: Stream 0 is the connection itself (RFC 9113, section 4.1).

            00002e  Length length: The payload has 46 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            01  Tag type: `0x01` is HEADERS: a header list; the first one opens the stream, the last one can be trailers (RFC 9113, section 6.2).
            05  Tag flags: END_STREAM: the server sends no more on this stream, so the call is over. END_HEADERS: the header list ends in this frame (RFC 9113, section 6.2).
            00000001  Tag stream: Stream 1, opened by a client, as its being odd says; with gRPC each call has one of its own (RFC 9113, section 5.1.1).
            88  Tag indexed field: `0x88`: name and value are entry 8 of the static table, which everybody has, `:status: 200` (RFC 7541, section 6.1). It says only that HTTP has done its part; how the call ended is told by `grpc-status`.
            5f  Tag field, added: `0x5f`: the name is that of entry 31 of the static table, which everybody has, `content-type`; the value follows, and both are kept in the dynamic table, so that next time an index will do (RFC 7541, section 6.2.1).
            8b  Length value length: The value takes 11 bytes in Huffman's code, as the first bit says, in place of 16 (RFC 7541, section 5.2).
            1d75d0620d263d4c4d6564  Payload value: `content-type: application/grpc`. gRPC; `+proto` may say how messages are encoded.
            ff209acac8b21234da8f816f40899acac8b5254207317f88a8ea5a82d8a044cf  Junk unreadable: It can't be read: expected the index of an entry, found 159, and the table has none there.
            ! expected the index of an entry, found 159, and the table has none there

            000004  Length length: The payload has 4 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            03  Tag type: `0x03` is RST_STREAM: the stream is over at once, and only the stream: the connection goes on (RFC 9113, section 6.4).
            00  Tag flags: No flag is set.
            00000001  Tag stream: Stream 1, opened by a client, as its being odd says; with gRPC each call has one of its own (RFC 9113, section 5.1.1).
            00000000  Payload error code: NO_ERROR: nothing is wrong. Without a status before it, a gRPC client makes INTERNAL of that (RFC 9113, section 6.4; gRPC over HTTP/2, "Errors").

            000016  Length length: The payload has 22 bytes; these nine of the header are not counted (RFC 9113, section 4.1).
            07  Tag type: `0x07` is GOAWAY: no more streams are taken on this connection, and which ones still are (RFC 9113, section 6.8).
            00  Tag flags: No flag is set.
            00000000  Tag stream: Stream 0 is the connection itself (RFC 9113, section 4.1).
            000000010000000b746f6f5f6d616e795f7069  Junk payload: The payload is cut short: expected a payload of 22 bytes, found 19.
            ! expected a payload of 22 bytes, found 19"#]],
    );
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    let name = prop::sample::select(vec![":path", ":authority", "te", "x-a", "x-b-bin", "cookie", "user-agent"]);
    let value = prop_oneof![30 => "[ -~]{0,40}", 2 => "[a-f]{2000}", 1 => "~{9000}"];
    let field = (name, value, prop::bool::weighted(0.1));
    let field = field.prop_map(|(name, value, is_sensitive)| Field { is_sensitive, ..Field::new(name, value) });
    prop::collection::vec(field, 0..8)
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn what_is_written_is_read(
        lists in prop::collection::vec(fields(), 1..12),
        sizes in prop::collection::vec(0u32..6000, 0..4),
    ) {
        let mut writer = Writer::default();
        let mut headers = Vec::new();
        for (index, list) in lists.iter().enumerate() {
            if let Some(&value) = sizes.get(index) {
                writer.heed(&[Setting { id: settings::HEADER_TABLE_SIZE, value }]);
            }
            headers.push(writer.headers(2 * index as u32 + 1, list, End::Open).headers);
        }
        let bytes = writer.into_bytes();
        let reading = read(&bytes, Side::Server, &[]);
        prop_assert_eq!(&reading.problems, &[]);
        let read: Vec<_> = reading.lists.iter().map(|it| it.headers()).collect();
        prop_assert_eq!(read, headers);
        laws::is_read(&bytes);
    }

    #[test]
    fn messages_are_found_however_they_are_cut(
        messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..9),
        cuts in prop::collection::vec(1usize..80, 1..9),
    ) {
        let mut writer = Writer::default();
        writer.headers(1, &grpc::response(false, &[]), End::Open);
        let stream: Vec<u8> = messages.iter().flat_map(|it| grpc::message(it).unwrap()).collect();
        let mut rest = stream.as_slice();
        for cut in cuts.iter().cycle() {
            let (now, later) = rest.split_at(rest.len().min(*cut));
            writer.data(1, now, End::Open);
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        let bytes = writer.into_bytes();
        let read: Vec<_> = read(&bytes, Side::Server, &[]).messages(&bytes).into_iter().map(|it| it.content).collect();
        prop_assert_eq!(read, messages);
        laws::is_read(&bytes);
    }

    #[test]
    fn any_bytes_are_frames(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        laws::is_read(&bytes);
    }

    #[test]
    fn what_is_damaged_is_frames(at in any::<prop::sample::Index>(), bit in 0u32..8, end in any::<prop::sample::Index>()) {
        for mut bytes in [unary(), not_found()] {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            laws::is_read(&bytes);
            bytes.truncate(end.index(bytes.len()));
            laws::is_read(&bytes);
        }
    }
}
