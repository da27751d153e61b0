//! gRPC-Web and Connect as they are read.
//!
//! That real servers are understood is held by `demo-server/tests/web.rs`.
#![cfg(test)]

#[path = "laws/web.rs"]
mod laws;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wirelens::rpc::grpc;
use wirelens::rpc::web::{Protocol, Response, envelope, trailers};

fn check(protocol: Protocol, is_streaming: bool, head: (u16, &str), body: &[u8], expected: Expect) {
    let (frames, outcome) = laws::read(protocol, is_streaming, head, body, 3);
    let mut told = String::new();
    for frame in frames {
        told += &format!("{:?} {:?} {}\n", frame.kind, frame.place.range(), frame.plain.escape_ascii());
    }
    told += &format!("{:?} {:?}\n", outcome.status.code, outcome.status.message);
    for detail in outcome.details {
        told += &format!("{} {:?}\n", detail.type_name, detail.value);
    }
    for fault in outcome.faults {
        told += &format!("! {}\n", fault.message());
        told += &fault.help().map(|it| format!("  {it}\n")).unwrap_or_default();
    }
    expected.assert_eq(&told);
}

const WEB: &str = "application/grpc-web+proto";
const STREAM: &str = "application/connect+proto";

fn stream() -> Vec<u8> {
    let end = trailers::write(&grpc::trailers(&wirelens::rpc::status::Status::default(), &[]));
    let gzip = envelope::write(envelope::COMPRESSED, &grpc::gzip(b"second")).unwrap();
    [envelope::write(0, b"first").unwrap(), gzip, envelope::write(envelope::TRAILERS, &end).unwrap()].concat()
}

#[test]
fn a_stream_with_trailers() {
    check(
        Protocol::GrpcWeb,
        true,
        (200, WEB),
        &stream(),
        expect![[r#"
        Message 0..10 first
        Message 10..41 second
        Trailers 41..62 grpc-status: 0\r\n
        Ok ""
    "#]],
    );
}

#[test]
fn a_stream_that_breaks() {
    let stream = stream();
    check(
        Protocol::GrpcWeb,
        true,
        (200, WEB),
        &stream[..stream.len() - 4],
        expect![[r#"
        Message 0..10 first
        Message 10..41 second
        Unknown "expected the rest of a frame, found the end after 17 of its bytes"
        ! expected the rest of a frame, found the end after 17 of its bytes
          the connection broke, or a proxy has cut the body
    "#]],
    );
    check(
        Protocol::GrpcWeb,
        true,
        (200, WEB),
        &stream[..10],
        expect![[r#"
        Message 0..10 first
        Unknown "expected a status at the end, found none"
        ! expected a status at the end, found none
          the connection broke, or the server sends its status in headers that the page may not read: it has to name `grpc-status` and `grpc-message` in `Access-Control-Expose-Headers`
    "#]],
    );
}

#[test]
fn text_in_pieces() {
    // `first` in a frame, then trailers, each in base64 by itself.
    let text = "application/grpc-web-text+proto";
    let body = b"AAAAAAVmaXJzdA==gAAAAA9ncnBjLXN0YXR1czo1DQo=";
    check(
        Protocol::GrpcWebText,
        false,
        (200, text),
        body,
        expect![[r#"
        Message 0..10 first
        Trailers 10..30 grpc-status:5\r\n
        NotFound ""
    "#]],
    );
    check(
        Protocol::GrpcWebText,
        false,
        (200, text),
        b"AAAA AAV",
        expect![[r#"
        Unknown "expected base64, found something else"
        ! expected base64, found something else
    "#]],
    );
}

#[test]
fn what_answers_in_place_of_the_service() {
    let page = b"<!doctype html><title>Welcome</title>";
    check(
        Protocol::GrpcWeb,
        false,
        (404, "text/html; charset=utf-8"),
        page,
        expect![[r#"
        Unimplemented "HTTP status 404: expected a response of type `application/grpc-web+proto`, found `text/html; charset=utf-8`"
        ! expected a response of type `application/grpc-web+proto`, found `text/html; charset=utf-8`
          a web page answers in place of the service: the address is a website's, a login page's or a proxy's error page; look for the service's own address and port
    "#]],
    );
    check(
        Protocol::Connect,
        false,
        (502, "text/html"),
        page,
        expect![[r#"
        Unavailable "HTTP status 502: expected a response of type `application/proto`, found `text/html`"
        ! expected a response of type `application/proto`, found `text/html`
          a web page answers in place of the service: the address is a website's, a login page's or a proxy's error page; look for the service's own address and port
    "#]],
    );
    check(
        Protocol::GrpcWeb,
        false,
        (200, "application/grpc"),
        b"",
        expect![[r#"
        Unknown "expected a response of type `application/grpc-web+proto`, found `application/grpc`"
        ! expected a response of type `application/grpc-web+proto`, found `application/grpc`
          the server speaks plain gRPC, which a browser can't: it needs a layer for gRPC-Web, such as tonic-web or Envoy's filter
    "#]],
    );
    check(
        Protocol::GrpcWebText,
        false,
        (415, ""),
        b"",
        expect![[r#"
        Unknown "HTTP status 415: expected a response of type `application/grpc-web-text+proto`, found one that does not say its type"
        ! expected a response of type `application/grpc-web-text+proto`, found one that does not say its type
          the address is another service's, or the server does not know this protocol: try another one
    "#]],
    );
}

#[test]
fn connect() {
    check(
        Protocol::Connect,
        false,
        (200, "application/proto"),
        b"\x08\x01",
        expect![[r#"
        Message 0..2 \x08\x01
        Ok ""
    "#]],
    );
    let error =
        br#"{"code":"not_found","message":"no user 7","details":[{"type":"google.rpc.RetryInfo","value":"CgIIAg"}]}"#;
    check(
        Protocol::Connect,
        false,
        (404, "application/json"),
        error,
        expect![[r#"
        Error 0..103 {\"code\":\"not_found\",\"message\":\"no user 7\",\"details\":[{\"type\":\"google.rpc.RetryInfo\",\"value\":\"CgIIAg\"}]}
        NotFound "no user 7"
        google.rpc.RetryInfo [10, 2, 8, 2]
    "#]],
    );
    let end = br#"{"error":{"code":"resource_exhausted"},"metadata":{"x-a":["1"]}}"#;
    let stream = [envelope::write(0, b"a").unwrap(), envelope::write(envelope::END_STREAM, end).unwrap()].concat();
    check(
        Protocol::Connect,
        true,
        (200, STREAM),
        &stream,
        expect![[r#"
        Message 0..6 a
        EndStream 6..75 {\"error\":{\"code\":\"resource_exhausted\"},\"metadata\":{\"x-a\":[\"1\"]}}
        ResourceExhausted ""
    "#]],
    );
    check(
        Protocol::Connect,
        true,
        (200, STREAM),
        &stream[..6],
        expect![[r#"
        Message 0..6 a
        Unknown "expected a status at the end, found none"
        ! expected a status at the end, found none
          the connection broke, or the server sends its status in headers that the page may not read: it has to name `grpc-status` and `grpc-message` in `Access-Control-Expose-Headers`
    "#]],
    );
}

#[test]
fn a_status_among_the_headers_needs_no_body() {
    let mut response = Response::new(Protocol::GrpcWeb, false, 10);
    let headers = [("content-type", WEB), ("grpc-status", "7"), ("grpc-message", "no%21")];
    response.head(200, &headers.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let (last, outcome) = response.finish();
    assert!(last.is_none() && outcome.faults.is_empty());
    assert_eq!((outcome.status.code as u8, outcome.status.message.as_str()), (7, "no!"));
}

#[test]
fn a_message_larger_than_is_taken() {
    let mut response = Response::new(Protocol::GrpcWeb, false, 10);
    response.head(200, &[("content-type".to_owned(), WEB.to_owned())]);
    assert!(response.push(&envelope::write(0, &[0; 11]).unwrap()).is_empty());
    let (_, outcome) = response.finish();
    assert_eq!(outcome.status.message, "expected a message of at most 10 bytes, found 11");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_body_is_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        laws::is_read(&bytes);
    }

    #[test]
    fn what_is_damaged_is_read(
        choice in any::<u8>(), size in any::<u8>(), at in any::<prop::sample::Index>(), to in any::<u8>(),
    ) {
        let mut bytes = [&[choice, size], &stream()[..]].concat();
        let at = at.index(bytes.len());
        bytes[at] = to;
        laws::is_read(&bytes);
    }
}
