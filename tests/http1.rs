//! HTTP/1.1 as it is written, read and explained; httparse, which servers read heads by, is the judge.
#![cfg(test)]

#[path = "laws/http1.rs"]
mod laws;

use proptest::prelude::*;
use wirelens::rpc::http1::{Body, First, Part, content, explain, explain_chunk, read, write};
use wirelens::rpc::timeline::Header;
use wirelens::size;
use wirelens::text::Span;

fn config() -> ProptestConfig {
    ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() }
}

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// A request with a JSON body, as it goes over a connection.
fn post() -> (Vec<u8>, Vec<Header>) {
    let mut out = Vec::new();
    let list =
        fields(&[("Host", "users.internal:8080"), ("Content-Length", "10"), ("Content-Type", "application/json")]);
    let headers = write::request(&mut out, "POST", "/v1/users", &list);
    out.extend(br#"{"id":123}"#);
    (out, headers)
}

fn told(bytes: &[u8]) -> String {
    let read = read(bytes, 0);
    let faults = read.faults.iter().map(|fault| format!("{:?} {}", fault.span.range(), fault.message));
    let first = format!("{:?} {:?} whole: {}", read.first, read.body, read.is_whole);
    [first].into_iter().chain(faults).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_request_is_written_as_it_is_read() {
    let (bytes, headers) = post();
    expect_test::expect![[r#"
        POST /v1/users HTTP/1.1
        Host: users.internal:8080
        Content-Length: 10
        Content-Type: application/json

        {"id":123}"#]]
    .assert_eq(&String::from_utf8_lossy(&bytes).replace('\r', ""));
    let read = read(&bytes, 0);
    assert_eq!((read.is_whole, &read.faults[..], read.body), (true, &[][..], Body::Length));
    assert_eq!(content(&bytes, &read).unwrap(), br#"{"id":123}"#);
    assert_eq!(read.fields, headers[2..]);
    let First::Request(verb, target) = read.first else { panic!("no request") };
    assert_eq!([verb, target], [headers[0].bytes, headers[1].bytes]);
    assert_eq!([verb.of(&bytes), target.of(&bytes)], [&b"POST"[..], b"/v1/users"]);
}

#[test]
fn nothing_that_is_typed_makes_two_messages_of_one() {
    let mut out = Vec::new();
    let evil = "a\r\n\r\nGET /admin HTTP/1.1\r\nHost: b";
    let list = fields(&[("X-One", evil), (evil, "c"), ("", "d"), ("a b", "e"), ("X:Two", "f")]);
    write::request(&mut out, "GE T\r\n", &format!("/{evil}"), &list);
    let read = read(&out, 0);
    assert_eq!((read.end(), read.fields.len(), read.is_whole), (out.len(), 1, true));
    assert!(matches!(read.first, First::Request(..)));
}

#[test]
fn chunks_and_compression_are_undone() {
    let packed = size::gzip(&[b'a'; 1000]);
    let mut out = Vec::new();
    let list = fields(&[("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]);
    write::response(&mut out, 200, &list);
    let head = out.len();
    for part in packed.chunks(7) {
        let start = out.len();
        write::chunk(&mut out, part);
        let parts = explain_chunk(&out, Span::new(start, out.len()));
        assert_eq!(
            parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(),
            ["chunk length", "body", "line end"]
        );
        assert_eq!(parts[1].span.of(&out), part);
    }
    write::chunk(&mut out, &[]);
    write::last_chunk(&mut out);
    out.extend(b"HTTP/1.1 204 No Content\r\n\r\n");
    let first = read(&out, 0);
    assert_eq!((first.body, first.is_whole, first.head.len()), (Body::Chunked, true, head));
    assert_eq!(content(&out, &first).unwrap(), [b'a'; 1000]);
    let second = read(&out, first.end());
    assert_eq!((second.body, second.is_whole, second.end()), (Body::None, true, out.len()));
}

#[test]
fn what_is_wrong_is_said_and_shown() {
    let cases = [
        "GET / HTTP/1.1\r\nHost: a\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost : a\r\n folded\r\nbare\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc",
        "POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\nabcde",
        "POST / HTTP/1.1\r\nContent-Length: 3, 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\nup to the end",
        "HTTP/1.1 99 OK\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "",
    ];
    let all = cases.map(|case| format!("{case:?}\n{}", told(case.as_bytes())));
    expect_test::expect![[r#"
        "GET / HTTP/1.1\r\nHost: a\r\n"
        Request(Span { start: 0, end: 3 }, Span { start: 4, end: 5 }) None whole: false
        0..25 expected an empty line that ends the head, found the end of the bytes

        "GET / HTTP/1.1\nHost: a\n\n"
        Request(Span { start: 0, end: 3 }, Span { start: 4, end: 5 }) None whole: true
        14..15 expected a carriage return before the line feed
        22..23 expected a carriage return before the line feed
        23..24 expected a carriage return before the line feed

        "GET / HTTP/1.1\r\nHost : a\r\n folded\r\nbare\r\n\r\n"
        Request(Span { start: 0, end: 3 }, Span { start: 4, end: 5 }) None whole: true
        16..21 expected a name of letters, digits and hyphens, found `Host `
        26..33 expected a field's name and a colon
        35..39 expected a field's name and a colon

        "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc"
        Request(Span { start: 0, end: 4 }, Span { start: 5, end: 6 }) Length whole: false
        41..41 expected a body of 5 bytes, found 3

        "POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\nabcde"
        Request(Span { start: 0, end: 4 }, Span { start: 5, end: 6 }) Length whole: false
        0..39 expected a length in digits, found `+5`

        "POST / HTTP/1.1\r\nContent-Length: 3, 4\r\n\r\nabcd"
        Request(Span { start: 0, end: 4 }, Span { start: 5, end: 6 }) Length whole: true
        0..41 expected one length of the body, found several

        "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        Request(Span { start: 0, end: 4 }, Span { start: 5, end: 6 }) Chunked whole: true
        0..66 expected a length or a transfer coding, found both, as in request smuggling

        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nabc"
        Request(Span { start: 0, end: 4 }, Span { start: 5, end: 6 }) None whole: true
        0..44 expected `chunked` as the last transfer coding of a request, found gzip

        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc"
        Response(200, Span { start: 13, end: 15 }) Chunked whole: false
        47..65 expected the length of a chunk in hexadecimal digits, found `ffffffffffffffffff`

        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"
        Response(200, Span { start: 13, end: 15 }) Chunked whole: false
        53..54 expected the end of a line behind a chunk

        "HTTP/1.1 200 OK\r\n\r\nup to the end"
        Response(200, Span { start: 13, end: 15 }) UntilClose whole: true

        "HTTP/1.1 99 OK\r\n\r\n"
        Junk UntilClose whole: true
        0..14 expected the first line of a request or a response of HTTP/1.1, found `HTTP/1.1 99 OK`

        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        Junk UntilClose whole: true
        0..14 expected the first line of a request or a response of HTTP/1.1, found `PRI * HTTP/2.0`

        ""
        Junk None whole: false
        0..0 expected an empty line that ends the head, found the end of the bytes"#]]
    .assert_eq(&all.join("\n\n"));
}

#[test]
fn each_part_has_its_sentence() {
    let (mut bytes, _) = post();
    bytes.extend(b"HT");
    let line =
        |part: &Part| format!("{:?} {}: {}", String::from_utf8_lossy(part.span.of(&bytes)), part.name, part.sentence);
    let parts = explain(&bytes, Span::new(0, bytes.len()));
    expect_test::expect![[r#"
        "POST" method: What is to be done with the resource (RFC 9110, section 9.3). What may be cached or sent again is told from it.
        " " space: A space.
        "/v1/users" target: Which resource: path and query (RFC 9112, section 3.2). Numbers and names in it are text, and nothing says of which type they are.
        " HTTP/1.1\r\n" version: The protocol's version, in every request, and the line's end.
        "Host: users.internal:8080\r\n" Host: Whom the request is for, as a server may have many names (RFC 9110, section 7.2). Here: `users.internal:8080`.
        "Content-Length: 10\r\n" Content-Length: How many bytes the body has: it alone tells where the message ends. Here: `10`.
        "Content-Type: application/json\r\n" Content-Type: How the body is to be read. That it is JSON says nothing of which fields it has. Here: `application/json`.
        "\r\n" end of the head: An empty line ends the head; the body follows, if there is one.
        "{\"id\":123}" body: The body, 10 bytes: as many as `Content-Length` says.
        "HT" rest: Bytes behind the message's end."#]].assert_eq(&parts.iter().map(line).collect::<Vec<_>>().join("\n"));
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("GET / HTTP/1.1\r\n".to_owned()),
        Just("HTTP/1.1 200 OK\r\n".to_owned()),
        Just("HTTP/1.1 304 \r\n".to_owned()),
        Just("Content-Length: ".to_owned()),
        Just("Transfer-Encoding: chunked\r\n".to_owned()),
        Just("Content-Encoding: gzip\r\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        "[0-9a-f]{1,3}\r\n",
        "[A-Za-z-]{1,5}: [ -~]{0,9}\r\n",
        "[ -~\r\n\t]{0,12}",
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat().into_bytes())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_there_is_is_read(bytes in bytes()) {
        laws::is_read(&bytes);
    }

    /// Where httparse takes a head, so do we, and find the same in it; a value may not be text, though.
    #[test]
    fn heads_are_read_as_servers_read_them(bytes in bytes()) {
        let read = read(&bytes, 0);
        let mut fields = [httparse::EMPTY_HEADER; 32];
        let mut request = httparse::Request::new(&mut fields);
        if let Ok(httparse::Status::Complete(end)) = request.parse(&bytes)
            && request.version == Some(1)
            // It skips empty lines before the first one, as a server should: RFC 9112, section 2.2.
            && !bytes.starts_with(b"\r") && !bytes.starts_with(b"\n")
        {
            prop_assert_eq!(read.head.len(), end);
            let First::Request(verb, target) = read.first else { return Err(TestCaseError::fail("no request")) };
            prop_assert_eq!(Some(verb.of(&bytes)), request.method.map(str::as_bytes));
            prop_assert_eq!(Some(target.of(&bytes)), request.path.map(str::as_bytes));
            let theirs: Vec<_> = request.headers.iter().map(|it| (it.name.to_owned(), String::from_utf8_lossy(it.value).into_owned())).collect();
            let ours: Vec<_> = read.fields.into_iter().map(|it| (it.name, it.value)).collect();
            prop_assert_eq!(ours, theirs);
        }
    }

    /// What we write, httparse reads.
    #[test]
    fn what_is_written_is_read_by_servers(
        verb in "[A-Z]{1,7}", target in "/[!-~]{0,12}", status in 200u16..600,
        list in prop::collection::vec(("[A-Za-z][A-Za-z0-9-]{0,8}", "[ -~]{0,12}"), 0..6),
    ) {
        let mut out = Vec::new();
        let headers = write::request(&mut out, &verb, &target, &list);
        let mut fields = [httparse::EMPTY_HEADER; 8];
        let mut request = httparse::Request::new(&mut fields);
        prop_assert_eq!(request.parse(&out).unwrap(), httparse::Status::Complete(out.len()));
        prop_assert_eq!((request.method, request.path), (Some(&*verb), Some(&*target)));
        for (header, theirs) in headers[2..].iter().zip(request.headers.iter()) {
            prop_assert_eq!((header.name.as_str(), header.value.as_bytes()), (theirs.name, theirs.value));
        }
        let mut out = Vec::new();
        write::response(&mut out, status, &list);
        let mut response = httparse::Response::new(&mut fields);
        prop_assert_eq!(response.parse(&out).unwrap(), httparse::Status::Complete(out.len()));
        prop_assert_eq!(response.code, Some(status));
    }
}
