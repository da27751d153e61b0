//! What happens in a scene whose calls are made as REST, over HTTP/1.1.
#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "simulate/told.rs"]
mod told;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use wirelens::rpc::{
    Micros,
    http1::{self, First, content, read},
    rest,
    scene::{Call, Caller, Handler, Link, MAX_MESSAGE, Message, Protocol, Reaction, Rest, Scene, Start, Streams},
    script::{Fault, HalfClose, Network, Retry},
    simulate::simulate,
    status::{Code, Status},
    timeline::{Kind, Timeline},
};

fn message(json: &str) -> Message {
    Message { json: json.as_bytes().to_vec(), ..Message::default() }
}

/// `GET /v1/users/123`: Alice, after a millisecond.
fn get_user() -> Scene {
    Scene {
        parties: vec!["client".into(), "server".into()],
        links: vec![Link {
            client: 0,
            server: 1,
            authority: "users.internal:8080".into(),
            network: Network { round_trip: 1000, ..Network::default() },
            fault: Fault::None,
            protocol: Protocol::Rest { connections: 2 },
        }],
        calls: vec![Call {
            name: "GetUser".into(),
            rest: Rest { verb: "GET".into(), target: "/v1/users/123".into() },
            requests: vec![message("")],
            handler: Handler {
                latency: 1000,
                at_end: Reaction { messages: vec![message(r#"{"name":"Alice","age":30}"#)], status: None },
                max_message: MAX_MESSAGE,
                ..Handler::default()
            },
            client: Caller { max_message: MAX_MESSAGE, ..Caller::default() },
            ..Call::default()
        }],
        seed: 1,
    }
}

/// A method that takes a stream and gives one, each line in its time.
fn talk(streams: Streams) -> Scene {
    let mut scene = get_user();
    let call = &mut scene.calls[0];
    call.streams = streams;
    call.rest = Rest { verb: "POST".into(), target: "/v1/talk".into() };
    let say = |wait: Micros, json: &str| Message { wait, ..message(json) };
    call.requests = vec![say(0, r#"{"n":1}"#)];
    if streams.client {
        call.requests.push(say(5000, r#"{"n":2}"#));
    }
    call.handler.latency = 0;
    call.handler.at_end.messages = vec![say(0, r#"{"m":1}"#)];
    if streams.server {
        call.handler.at_end.messages.push(say(3000, r#"{"m":2}"#));
    }
    scene
}

const CLIENT: Streams = Streams { client: true, server: false };
const SERVER: Streams = Streams { client: false, server: true };
const BOTH: Streams = Streams { client: true, server: true };

fn check(scene: &Scene, expected: Expect) {
    expected.assert_eq(&told::timeline(&simulate(scene)));
}

/// All text that crossed the first connection.
fn text(timeline: &Timeline) -> String {
    let connection = &timeline.connections[0];
    let both = [&connection.to_server[..], b"---\n", &connection.to_client[..]].concat();
    String::from_utf8_lossy(&both).replace('\r', "")
}

/// How the first call ended at the client, and how often it was tried.
fn end(timeline: &Timeline) -> (Code, u16) {
    (timeline.calls[0].at_client.as_ref().map_or(Code::Ok, |it| it.code), timeline.calls[0].attempts)
}

fn failing(fault: Fault) -> Scene {
    let mut scene = get_user();
    scene.links[0].fault = fault;
    scene
}

#[test]
fn a_get_over_a_new_connection() {
    check(
        &get_user(),
        expect![[r#"
                 0        client            Called
                 0        client            HalfClosed
                 0    500 client → server   Syn
               500   1000 server → client   SynAck
              1001   1502 client → server   HTTP/1.1 108 B
              1502        server            Handled
              1502        server            Delivered(0)
              2502        server            ended: OK 
              2502   3003 server → client   HTTP/1.1 133 B
              3003        client            Delivered(1)
              3003        client            ended: OK 
            108 B, 133 B, 6 packets, 264 B below
            GetUser: OK  | OK  (1 attempts)
        "#]],
    );
    expect![[r#"
        GET /v1/users/123 HTTP/1.1
        Host: users.internal:8080
        User-Agent: wirelens/0.1.0
        Accept-Encoding: gzip

        ---
        HTTP/1.1 200 OK
        Content-Type: application/json
        Date: Wed, 01 Jan 2025 00:00:00 GMT
        Content-Length: 25

        {"name":"Alice","age":30}"#]]
    .assert_eq(&text(&simulate(&get_user())));
}

#[test]
fn a_failure_is_a_status_and_a_body() {
    let mut scene = get_user();
    let message = "there is no user 123".to_owned();
    scene.calls[0].handler.at_end =
        Reaction { messages: Vec::new(), status: Some(Status { code: Code::NotFound, message }) };
    scene.calls[0].handler.trailers = vec![("x-cost".into(), "3".into())];
    let timeline = simulate(&scene);
    expect![[r#"
        GET /v1/users/123 HTTP/1.1
        Host: users.internal:8080
        User-Agent: wirelens/0.1.0
        Accept-Encoding: gzip

        ---
        HTTP/1.1 404 Not Found
        x-cost: 3
        Content-Type: application/json
        Date: Wed, 01 Jan 2025 00:00:00 GMT
        Content-Length: 56

        {"code":5,"message":"there is no user 123","details":[]}"#]]
    .assert_eq(&text(&timeline));
    assert_eq!(end(&timeline), (Code::NotFound, 1));
    assert_eq!(timeline.calls[0].at_client, timeline.calls[0].at_server.first().cloned());
}

#[test]
fn calls_wait_for_a_connection() {
    let mut scene = get_user();
    scene.calls = vec![scene.calls[0].clone(); 4];
    check(
        &scene,
        expect![[r#"
                 0        client            Called
                 0        client            HalfClosed
                 0        client            Called
                 0        client            HalfClosed
                 0        client            Called
                 0        client            Waits
                 0        client            HalfClosed
                 0        client            Called
                 0        client            Waits
                 0        client            HalfClosed
                 0    500 client → server   Syn
                 0    500 client → server   Syn
               500   1000 server → client   SynAck
               500   1001 server → client   SynAck
              1001   1502 client → server   HTTP/1.1 108 B
              1002   1503 client → server   HTTP/1.1 108 B
              1502        server            Handled
              1502        server            Delivered(0)
              1503        server            Handled
              1503        server            Delivered(1)
              2502        server            ended: OK 
              2502   3003 server → client   HTTP/1.1 133 B
              2503        server            ended: OK 
              2503   3005 server → client   HTTP/1.1 133 B
              3003        client            Delivered(2)
              3003        client            ended: OK 
              3003   3504 client → server   HTTP/1.1 108 B
              3005        client            Delivered(3)
              3005        client            ended: OK 
              3005   3506 client → server   HTTP/1.1 108 B
              3504        server            Handled
              3504        server            Delivered(4)
              3506        server            Handled
              3506        server            Delivered(5)
              4504        server            ended: OK 
              4504   5006 server → client   HTTP/1.1 133 B
              4506        server            ended: OK 
              4506   5007 server → client   HTTP/1.1 133 B
              5006        client            Delivered(6)
              5006        client            ended: OK 
              5007        client            Delivered(7)
              5007        client            ended: OK 
            216 B, 266 B, 8 packets, 344 B below
            216 B, 266 B, 8 packets, 344 B below
            GetUser: OK  | OK  (1 attempts)
            GetUser: OK  | OK  (1 attempts)
            GetUser: OK  | OK  (1 attempts)
            GetUser: OK  | OK  (1 attempts)
        "#]],
    );
}

#[test]
fn streams_are_bodies_in_chunks() {
    check(
        &talk(SERVER),
        expect![[r#"
                 0        client            Called
                 0        client            HalfClosed
                 0    500 client → server   Syn
               500   1000 server → client   SynAck
              1001   1502 client → server   HTTP/1.1 162 B
              1502        server            Handled
              1502        server            Delivered(0)
              1502   2004 server → client   HTTP/1.1 120 B
              1502   2004 server → client   HTTP/1.1 13 B
              2004        client            Delivered(1)
              4502        server            ended: OK 
              4502   5003 server → client   HTTP/1.1 13 B
              4502   5003 server → client   HTTP/1.1 5 B
              5003        client            Delivered(2)
              5003        client            ended: OK 
            162 B, 151 B, 7 packets, 304 B below
            GetUser: OK  | OK  (1 attempts)
        "#]],
    );
    expect![[r#"
        POST /v1/talk HTTP/1.1
        Host: users.internal:8080
        User-Agent: wirelens/0.1.0
        Transfer-Encoding: chunked
        Content-Type: application/x-ndjson
        Accept-Encoding: gzip

        8
        {"n":1}

        8
        {"n":2}

        0

        ---
        HTTP/1.1 200 OK
        Content-Type: application/x-ndjson
        Date: Wed, 01 Jan 2025 00:00:00 GMT
        Transfer-Encoding: chunked

        8
        {"m":1}

        8
        {"m":2}

        0

    "#]]
    .assert_eq(&text(&simulate(&talk(BOTH))));
    for streams in [CLIENT, SERVER, BOTH] {
        assert_eq!(end(&simulate(&talk(streams))), (Code::Ok, 1), "{streams:?}");
    }
}

#[test]
fn a_stream_that_fails_has_said_200_before() {
    let mut scene = talk(SERVER);
    scene.calls[0].handler.at_end.status = Some(Status { code: Code::DataLoss, message: "a disk".into() });
    let timeline = simulate(&scene);
    expect![[r#"
        POST /v1/talk HTTP/1.1
        Host: users.internal:8080
        User-Agent: wirelens/0.1.0
        Content-Length: 7
        Content-Type: application/json
        Accept-Encoding: gzip

        {"n":1}---
        HTTP/1.1 200 OK
        Content-Type: application/x-ndjson
        Date: Wed, 01 Jan 2025 00:00:00 GMT
        Transfer-Encoding: chunked

        8
        {"m":1}

        8
        {"m":2}

        36
        {"error":{"code":15,"message":"a disk","details":[]}}

        0

    "#]]
    .assert_eq(&text(&timeline));
    assert_eq!(end(&timeline), (Code::DataLoss, 1));
}

#[test]
fn who_gives_up_closes_the_connection() {
    let mut scene = get_user();
    scene.calls[0].handler.latency = 9000;
    scene.calls[0].client.deadline = Some(5000);
    scene.calls.push(Call { start: Start::At(6000), client: Caller::default(), ..scene.calls[0].clone() });
    scene.calls[1].handler.latency = 0;
    check(
        &scene,
        expect![[r#"
                 0        client            Called
                 0        client            HalfClosed
                 0    500 client → server   Syn
               500   1000 server → client   SynAck
              1001   1502 client → server   HTTP/1.1 108 B
              1502        server            Handled
              1502        server            Delivered(0)
              5000        client            DeadlineExceeded
              5000        client            ended: DEADLINE_EXCEEDED the deadline has passed
              5000   5500 client → server   Fin
              5500        server            ended: CANCELLED the client has closed the connection
              6000        client            Called
              6000        client            HalfClosed
              6000   6500 client → server   Syn
              6500   7000 server → client   SynAck
              7001   7502 client → server   HTTP/1.1 108 B
              7502        server            Handled
              7502        server            Delivered(1)
              7502        server            ended: OK 
              7502   8003 server → client   HTTP/1.1 133 B
              8003        client            Delivered(2)
              8003        client            ended: OK 
            108 B, 0 B, 6 packets, 264 B below
            108 B, 133 B, 6 packets, 264 B below
            GetUser: DEADLINE_EXCEEDED the deadline has passed | CANCELLED the client has closed the connection (1 attempts)
            GetUser: OK  | OK  (1 attempts)
        "#]],
    );
}

#[test]
fn a_request_that_is_never_ended_is_never_answered() {
    let mut scene = talk(BOTH);
    scene.calls[0].client.half_close = HalfClose::Never;
    scene.calls[0].client.cancel = Some(50_000);
    let timeline = simulate(&scene);
    assert_eq!(end(&timeline), (Code::Cancelled, 1));
    assert!(timeline.connections[0].to_client.is_empty());
}

#[test]
fn each_fault_has_its_end() {
    let all = [
        (Fault::Down, Code::Unavailable),
        (Fault::Refused, Code::Unavailable),
        (Fault::Slow(7000), Code::Ok),
        (Fault::Breaks(0), Code::Unavailable),
        (Fault::GoesAway, Code::Ok),
        (Fault::RefusesStream, Code::Unavailable),
        (Fault::Proxy(502), Code::Unavailable),
        (Fault::Proxy(401), Code::Unauthenticated),
        (Fault::NoMethod, Code::Unimplemented),
        (Fault::Crash, Code::Unknown),
    ];
    for (fault, code) in all {
        assert_eq!(end(&simulate(&failing(fault))), (code, 1), "{fault:?}");
    }
    expect![[r#"
        GET /v1/users/123 HTTP/1.1
        Host: users.internal:8080
        User-Agent: wirelens/0.1.0
        Accept-Encoding: gzip

        ---
        HTTP/1.1 404 Not Found
        Content-Type: text/plain; charset=utf-8
        Date: Wed, 01 Jan 2025 00:00:00 GMT
        Content-Length: 19

        404 page not found
    "#]]
    .assert_eq(&text(&simulate(&failing(Fault::NoMethod))));
}

#[test]
fn after_a_goodbye_the_next_call_has_another_connection() {
    let mut scene = failing(Fault::GoesAway);
    scene.calls.push(Call { start: Start::At(4000), ..scene.calls[0].clone() });
    let timeline = simulate(&scene);
    assert_eq!(timeline.connections.len(), 2);
    assert!(text(&timeline).contains("Connection: close"));
}

#[test]
fn what_failed_is_tried_again() {
    let mut scene = failing(Fault::RefusesStream);
    let codes = vec![Code::Unavailable];
    scene.calls[0].client.retry =
        Some(Retry { attempts: 3, initial_backoff: 1000, max_backoff: 9000, multiplier: 200, codes });
    let timeline = simulate(&scene);
    assert_eq!((end(&timeline), timeline.connections.len()), ((Code::Unavailable, 3), 1));
}

#[test]
fn a_request_that_is_too_large_is_not_looked_at() {
    let mut scene = talk(Streams::default());
    scene.calls[0].handler.max_message = 6;
    let timeline = simulate(&scene);
    assert!(text(&timeline).contains("HTTP/1.1 413 Content Too Large"), "{}", text(&timeline));
    assert!(timeline.calls[0].at_server.is_empty());
}

#[test]
fn gzip_is_undone_by_who_reads() {
    let mut scene = talk(Streams::default());
    scene.calls[0].client.gzip = true;
    scene.calls[0].handler.gzip = true;
    let timeline = simulate(&scene);
    let connection = &timeline.connections[0];
    for (bytes, json) in [(&connection.to_server, r#"{"n":1}"#), (&connection.to_client, r#"{"m":1}"#)] {
        let read = read(bytes, 0);
        assert_eq!(read.values("content-encoding").next(), Some("gzip"));
        assert_eq!(content(bytes, &read).unwrap(), json.as_bytes());
    }
    assert!(timeline.messages.iter().all(|message| message.is_compressed));
}

fn arbitrary_message() -> impl Strategy<Value = Message> {
    (0..9000u64, "[a-z]{0,40}", 0..9u32).prop_map(|(wait, text, many)| {
        let json = if many == 0 { String::new() } else { format!("{{\"t\":\"{}\"}}", text.repeat(many as usize * 40)) };
        Message { wait, ..message(&json) }
    })
}

fn arbitrary_status() -> impl Strategy<Value = Option<Status>> {
    let code = prop::sample::select(Code::ALL.to_vec());
    prop::option::of((code, "[ -~]{0,9}").prop_map(|(code, message)| Status { code, message }))
}

fn arbitrary_reaction() -> impl Strategy<Value = Reaction> {
    (prop::collection::vec(arbitrary_message(), 0..3), arbitrary_status())
        .prop_map(|(messages, status)| Reaction { messages, status })
}

fn arbitrary_call() -> impl Strategy<Value = Call> {
    let handler = (
        0..9000u64,
        prop::collection::vec(arbitrary_reaction(), 0..3),
        arbitrary_reaction(),
        prop_oneof![9 => Just(MAX_MESSAGE), 1 => 0..90u32],
        any::<bool>(),
    );
    let handler = handler.prop_map(|(latency, reactions, at_end, max_message, gzip)| Handler {
        latency,
        reactions,
        at_end,
        max_message,
        gzip,
        ..Handler::default()
    });
    let half_close = prop_oneof![3 => Just(HalfClose::WithLast), 1 => (0..9000u64).prop_map(HalfClose::After), 1 => Just(HalfClose::Never)];
    let retry = prop::option::of((1..6u8, 0..9000u64).prop_map(|(attempts, initial_backoff)| Retry {
        attempts,
        initial_backoff,
        max_backoff: 20_000,
        multiplier: 150,
        codes: vec![Code::Unavailable, Code::Internal],
    }));
    let often = |range: std::ops::Range<u64>| prop_oneof![2 => Just(None), 1 => range.prop_map(Some)];
    let caller = (often(0..30_000), often(0..30_000), half_close, retry, any::<bool>());
    let caller = caller.prop_map(|(deadline, cancel, half_close, retry, gzip)| Caller {
        deadline,
        cancel,
        half_close,
        retry,
        gzip,
        ..Caller::default()
    });
    let streams = (any::<bool>(), any::<bool>()).prop_map(|(client, server)| Streams { client, server });
    (0..20_000u64, streams, prop::collection::vec(arbitrary_message(), 0..4), handler, caller).prop_map(
        |(start, streams, requests, handler, client)| Call {
            name: "Call".into(),
            start: Start::At(start),
            rest: Rest { verb: "POST".into(), target: "/v1/it".into() },
            streams,
            requests,
            handler,
            client,
            ..Call::default()
        },
    )
}

fn arbitrary_scene() -> impl Strategy<Value = Scene> {
    let fault = prop_oneof![
        6 => Just(Fault::None),
        1 => Just(Fault::Down), 1 => Just(Fault::Refused), 1 => Just(Fault::GoesAway), 1 => Just(Fault::RefusesStream),
        1 => Just(Fault::NoMethod), 1 => Just(Fault::Crash), 1 => (0..4u32).prop_map(Fault::Breaks),
        1 => (400..600u16).prop_map(Fault::Proxy), 1 => (0..9000u64).prop_map(Fault::Slow),
    ];
    let network =
        (0..5000u64, prop::sample::select(vec![64_000u64, 1_000_000, 1_000_000_000]), any::<[bool; 2]>(), 0..100u16);
    (fault, network, 0..4u16, prop::collection::vec(arbitrary_call(), 1..6), any::<u64>()).prop_map(
        |(fault, (round_trip, bandwidth, [connected, tls], loss), connections, calls, seed)| {
            let mut scene = get_user();
            scene.links[0].fault = fault;
            scene.links[0].network = Network { round_trip, bandwidth, loss: loss / 2, connected, tls };
            scene.links[0].protocol = Protocol::Rest { connections };
            Scene { calls, seed, ..scene }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is on a timeline holds together, whatever the scene.
    #[test]
    fn laws(scene in arbitrary_scene()) {
        let timeline = simulate(&scene);
        prop_assert_eq!(&simulate(&scene), &timeline, "the same scene has the same timeline");
        prop_assert!(timeline.events.is_sorted_by_key(|event| event.at));
        // One that never ends its request has a connection for ever, for which others wait.
        let is_endless = |call: &Call| call.client.half_close == HalfClose::Never && call.streams.client;
        let goes_on = scene.calls.iter().any(is_endless);
        for (call, told) in scene.calls.iter().zip(&timeline.calls) {
            prop_assert!(told.at_client.is_some() || goes_on, "a call has an end");
            if let (Some(deadline), Some(end), Some(start)) = (call.client.deadline, told.end, told.start) {
                prop_assert!(end <= start + deadline);
            }
        }
        let mut heads = vec![[0usize; 2]; timeline.connections.len()];
        let mut heard = vec![0; timeline.connections.len()];
        for event in &timeline.events {
            prop_assert!(event.arrives.is_none_or(|arrives| arrives >= event.at));
            let Kind::Http1(http1) = &event.kind else { continue };
            let at = usize::from(http1.connection);
            if event.party == 1 {
                heard[at] = event.arrives.unwrap_or(Micros::MAX);
            } else if http1.headers.is_some() {
                let [asked, answered] = heads[at];
                prop_assert!(asked == answered && heard[at] <= event.at, "a connection has one call at a time");
            }
            heads[at][usize::from(event.party)] += usize::from(http1.headers.is_some());
        }
        for (index, connection) in timeline.connections.iter().enumerate() {
            for (party, bytes) in [(0, &connection.to_server), (1, &connection.to_client)] {
                decodes(&timeline, index, party, bytes)?;
            }
        }
    }
}

/// The events of one direction partition its bytes, and its messages are read back as they were said.
fn decodes(timeline: &Timeline, index: usize, party: u16, bytes: &[u8]) -> Result<(), TestCaseError> {
    let mine = timeline.events.iter().filter(|event| event.party == party);
    let pieces = mine.filter_map(|event| match &event.kind {
        Kind::Http1(http1) if usize::from(http1.connection) == index => Some(http1),
        _ => None,
    });
    let (mut end, mut said): (usize, Vec<Vec<u8>>) = (0, Vec::new());
    for piece in pieces {
        prop_assert_eq!(piece.bytes.start as usize, end);
        end = piece.bytes.end as usize;
        // Of what was cut off by the end of its connection there is no telling.
        let is_whole = match piece.headers {
            Some(_) => read(bytes, piece.bytes.start as usize).is_whole,
            None => piece.bytes.of(bytes).ends_with(http1::LINE_END),
        };
        if let (Some(message), true) = (piece.message, is_whole) {
            said.push(timeline.messages[message as usize].content.clone());
        }
    }
    prop_assert_eq!(end, bytes.len());
    let (mut at, mut heard) = (0, Vec::new());
    while at < bytes.len() {
        let read = read(bytes, at);
        prop_assert!(read.is_whole || read.end() == bytes.len(), "only the last message is cut off");
        let is_json = read.values("content-type").any(|kind| kind == rest::JSON);
        let is_good = !matches!(read.first, First::Response(300.., _));
        if read.values("transfer-encoding").next().is_some() {
            // Of a chunk that was cut off there may be all but its end.
            let whole = read.data.iter().filter(|line| bytes[line.end as usize..].starts_with(http1::LINE_END));
            let lines = whole.map(|line| line.of(bytes));
            let lines = lines.filter(|line| line.ends_with(b"\n") && rest::line_status(line).is_none());
            heard.extend(lines.map(|line| line[..line.len() - 1].to_vec()));
        } else if is_json && is_good && read.is_whole && !read.data.is_empty() {
            heard.push(content(bytes, &read).map_err(TestCaseError::fail)?);
        }
        at = read.end();
    }
    prop_assert_eq!(heard, said);
    Ok(())
}
