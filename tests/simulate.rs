//! What happens in a scene.
#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "laws/simulate.rs"]
mod laws;
#[path = "laws/scenes.rs"]
mod scenes;
#[path = "simulate/told.rs"]
mod told;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use wirelens::rpc::{
    scene::{Call, Caller, Handler, Link, MAX_MESSAGE, Message, Reaction, Scene, Start, Streams},
    script::{Fault, HalfClose, Network, Retry},
    simulate::simulate,
    status::{Code, Status},
    timeline::MAX_EVENTS,
};

/// A message of these bytes.
fn message(proto: &[u8]) -> Message {
    Message { proto: proto.to_vec(), ..Message::default() }
}

/// What is sent in answer, and then nothing more.
fn reply(proto: &[u8]) -> Reaction {
    Reaction { messages: vec![message(proto)], status: None }
}

/// `GetUser(id = 123)`: Alice, after a millisecond.
fn get_user() -> Scene {
    Scene {
        parties: vec!["client".into(), "server".into()],
        links: vec![Link {
            client: 0,
            server: 1,
            authority: "users.internal:50051".into(),
            network: Network { round_trip: 1000, ..Network::default() },
            fault: Fault::None,
            protocol: Default::default(),
        }],
        calls: vec![Call {
            name: "GetUser".into(),
            path: "/demo.UserService/GetUser".into(),
            requests: vec![message(b"\x08\x7b")],
            handler: Handler {
                latency: 1000,
                reactions: vec![Reaction::default(), reply(b"\x0a\x05Alice\x10\x1e")],
                max_message: MAX_MESSAGE,
                ..Handler::default()
            },
            client: Caller { max_message: MAX_MESSAGE, ..Caller::default() },
            ..Call::default()
        }],
        seed: 1,
    }
}

#[test]
fn a_unary_call_over_a_new_connection() {
    expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    500 client → server   Syn
           500   1000 server → client   SynAck
          1001   1503 client → server   preface Span { start: 0, end: 24 }
          1001   1503 client → server   SETTINGS 33 B 
          1001   1503 client → server   WINDOW_UPDATE 13 B 
          1001   1503 client → server   HEADERS 1 114 B END_HEADERS 8 fields
          1001   1503 client → server   DATA 1 16 B END_STREAM message 0
          1501   2001 server → client   SETTINGS 33 B 
          1501   2001 server → client   WINDOW_UPDATE 13 B 
          1503        server            Handled
          1503        server            Delivered(0)
          1503   2003 server → client   SETTINGS 9 B ACK
          2001   2502 client → server   SETTINGS 9 B ACK
          2503        server            ended: OK 
          2503   3004 server → client   HEADERS 1 50 B END_HEADERS 3 fields
          2503   3004 server → client   DATA 1 23 B  message 1
          2503   3004 server → client   HEADERS 1 21 B END_STREAM END_HEADERS 1 fields
          3004        client            Delivered(1)
          3004        client            ended: OK 
        209 B, 149 B, 9 packets, 384 B below
        GetUser: OK  | OK  (1 attempts)
    "#]]
    .assert_eq(&told::timeline(&simulate(&get_user())));
}

/// The call as a stream over a connection there is, with so many messages each way.
fn streams(client: bool, server: bool) -> Scene {
    let mut scene = get_user();
    scene.links[0].network.connected = true;
    let call = &mut scene.calls[0];
    call.path = "/demo.Chat/Talk".into();
    call.streams = Streams { client, server };
    let later = |wait, proto: &[u8]| Message { wait, ..message(proto) };
    if client {
        call.requests = vec![message(b"a"), later(2000, b"b")];
    }
    let answers = vec![message(b"1"), later(500, b"2")];
    match (client, server) {
        (true, true) => call.handler.reactions = vec![Reaction::default(), reply(b"1"), reply(b"2")],
        (true, false) => (call.handler.reactions, call.handler.at_end) = (Vec::new(), reply(b"12")),
        _ => call.handler.reactions = vec![Reaction::default(), Reaction { messages: answers, status: None }],
    }
    scene
}

/// The same scene, changed.
fn with(mut scene: Scene, change: impl FnOnce(&mut Link, &mut Call)) -> Scene {
    let (link, call) = (&mut scene.links[0], &mut scene.calls[0]);
    change(link, call);
    scene
}

fn check(scene: &Scene, expected: Expect) {
    expected.assert_eq(&told::timeline(&simulate(scene)));
}

#[test]
fn a_server_that_streams() {
    check(
        &streams(false, true),
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    501 client → server   HEADERS 1 107 B END_HEADERS 8 fields
             0    501 client → server   DATA 1 16 B END_STREAM message 0
           501        server            Handled
           501        server            Delivered(0)
          1501   2002 server → client   HEADERS 1 50 B END_HEADERS 3 fields
          1501   2002 server → client   DATA 1 15 B  message 1
          2001        server            ended: OK 
          2001   2501 server → client   DATA 1 15 B  message 2
          2001   2501 server → client   HEADERS 1 21 B END_STREAM END_HEADERS 1 fields
          2002        client            Delivered(1)
          2501        client            Delivered(2)
          2501        client            ended: OK 
        123 B, 101 B, 4 packets, 160 B below
        GetUser: OK  | OK  (1 attempts)
    "#]],
    );
}

#[test]
fn a_client_that_streams() {
    check(
        &streams(true, false),
        expect![[r#"
             0        client            Called
             0    501 client → server   HEADERS 1 107 B END_HEADERS 8 fields
             0    501 client → server   DATA 1 15 B  message 0
           501        server            Handled
           501        server            Delivered(0)
          2000        client            HalfClosed
          2000   2500 client → server   DATA 1 15 B END_STREAM message 1
          2500        server            Delivered(1)
          3500        server            ended: OK 
          3500   4001 server → client   HEADERS 1 50 B END_HEADERS 3 fields
          3500   4001 server → client   DATA 1 16 B  message 2
          3500   4001 server → client   HEADERS 1 21 B END_STREAM END_HEADERS 1 fields
          4001        client            Delivered(2)
          4001        client            ended: OK 
        137 B, 87 B, 5 packets, 200 B below
        GetUser: OK  | OK  (1 attempts)
    "#]],
    );
}

#[test]
fn both_stream_and_the_client_says_by_itself_that_no_more_follows() {
    let scene = with(streams(true, true), |_, call| call.client.half_close = HalfClose::After(5000));
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0    501 client → server   HEADERS 1 107 B END_HEADERS 8 fields
             0    501 client → server   DATA 1 15 B  message 0
           501        server            Handled
           501        server            Delivered(0)
          1501   2002 server → client   HEADERS 1 50 B END_HEADERS 3 fields
          1501   2002 server → client   DATA 1 15 B  message 1
          2000   2500 client → server   DATA 1 15 B  message 2
          2002        client            Delivered(1)
          2500        server            Delivered(2)
          3500   4000 server → client   DATA 1 15 B  message 3
          4000        client            Delivered(3)
          7000        client            HalfClosed
          7000   7500 client → server   DATA 1 9 B END_STREAM
          7500        server            ended: OK 
          7500   8000 server → client   HEADERS 1 21 B END_STREAM END_HEADERS 1 fields
          8000        client            ended: OK 
        146 B, 101 B, 8 packets, 320 B below
        GetUser: OK  | OK  (1 attempts)
    "#]],
    );
}

#[test]
fn a_stream_that_is_cancelled() {
    let scene = with(streams(true, true), |_, call| {
        call.client.half_close = HalfClose::Never;
        call.client.cancel = Some(4000);
    });
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0    501 client → server   HEADERS 1 107 B END_HEADERS 8 fields
             0    501 client → server   DATA 1 15 B  message 0
           501        server            Handled
           501        server            Delivered(0)
          1501   2002 server → client   HEADERS 1 50 B END_HEADERS 3 fields
          1501   2002 server → client   DATA 1 15 B  message 1
          2000   2500 client → server   DATA 1 15 B  message 2
          2002        client            Delivered(1)
          2500        server            Delivered(2)
          3500   4000 server → client   DATA 1 15 B  message 3
          4000        client            Cancelled
          4000        client            ended: CANCELLED the client gave up
          4000   4500 client → server   RST_STREAM 1 13 B 
          4500        server            ended: CANCELLED the client gave up
        150 B, 80 B, 7 packets, 280 B below
        GetUser: CANCELLED the client gave up | CANCELLED the client gave up (1 attempts)
    "#]],
    );
}

#[test]
fn a_deadline_that_passes_before_the_answer_is_there() {
    let scene = with(get_user(), |link, call| {
        link.network.connected = true;
        link.fault = Fault::Slow(50_000);
        call.client.deadline = Some(20_000);
    });
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    501 client → server   HEADERS 1 132 B END_HEADERS 9 fields
             0    501 client → server   DATA 1 16 B END_STREAM message 0
           501        server            Handled
           501        server            Delivered(0)
         20000        client            DeadlineExceeded
         20000        client            ended: DEADLINE_EXCEEDED the deadline has passed
         20000  20500 client → server   RST_STREAM 1 13 B 
         20500        server            ended: CANCELLED the client gave up
        161 B, 0 B, 3 packets, 120 B below
        GetUser: DEADLINE_EXCEEDED the deadline has passed | CANCELLED the client gave up (1 attempts)
    "#]],
    );
}

#[test]
fn the_two_sides_can_differ() {
    // The answer is under way when the client's patience ends.
    let scene = with(get_user(), |link, call| {
        link.network.connected = true;
        call.client.deadline = Some(1800);
    });
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    501 client → server   HEADERS 1 132 B END_HEADERS 9 fields
             0    501 client → server   DATA 1 16 B END_STREAM message 0
           501        server            Handled
           501        server            Delivered(0)
          1501        server            ended: OK 
          1501   2002 server → client   HEADERS 1 50 B END_HEADERS 3 fields
          1501   2002 server → client   DATA 1 23 B  message 1
          1501   2002 server → client   HEADERS 1 21 B END_STREAM END_HEADERS 1 fields
          1800        client            DeadlineExceeded
          1800        client            ended: DEADLINE_EXCEEDED the deadline has passed
          1800   2300 client → server   RST_STREAM 1 13 B 
        161 B, 94 B, 5 packets, 200 B below
        GetUser: DEADLINE_EXCEEDED the deadline has passed | OK  (1 attempts)
    "#]],
    );
}

#[test]
fn nothing_answers() {
    check(
        &with(get_user(), |link, _| link.fault = Fault::Down),
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0        client → server   Syn
        1000000        client → server   Again
        3000000        client → server   Again
        7000000        client → server   Again
        15000000        client → server   Again
        20000000        client            ended: UNAVAILABLE nothing answered in time
        0 B, 0 B, 5 packets, 260 B below
        GetUser: UNAVAILABLE nothing answered in time |  (1 attempts)
    "#]],
    );
}

fn retry(codes: &[Code]) -> Option<Retry> {
    Some(Retry { attempts: 3, initial_backoff: 10_000, max_backoff: 1_000_000, multiplier: 200, codes: codes.to_vec() })
}

#[test]
fn a_refused_connection_is_not_asked_for_again_at_once() {
    let scene = with(get_user(), |link, call| {
        link.fault = Fault::Refused;
        call.client.retry = retry(&[Code::Unavailable]);
    });
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    500 client → server   Syn
           500   1000 server → client   Reset
          1000        client            Retries(10800)
         11800        client            Failed("the connection was refused, and it is too early to ask for another one") (attempt 1)
         11800        client            Retries(22400) (attempt 1)
         34200        client            Failed("the connection was refused, and it is too early to ask for another one") (attempt 2)
         34200        client            ended: UNAVAILABLE the connection was refused (attempt 2)
        0 B, 0 B, 2 packets, 92 B below
        GetUser: UNAVAILABLE the connection was refused |  (3 attempts)
    "#]],
    );
}

#[test]
fn a_server_that_goes_away_has_not_looked_at_the_call() {
    let scene = with(get_user(), |link, _| (link.network.connected, link.fault) = (true, Fault::GoesAway));
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    501 client → server   HEADERS 1 114 B END_HEADERS 8 fields
             0    501 client → server   DATA 1 16 B END_STREAM message 0
           501   1001 server → client   GOAWAY 17 B 
          1001        client            Retries(0)
          1001   1502 client → server   Fin
          1001   1502 client → server   Syn
          1502   2002 server → client   SynAck
          2003   2505 client → server   preface Span { start: 0, end: 24 }
          2003   2505 client → server   SETTINGS 33 B 
          2003   2505 client → server   WINDOW_UPDATE 13 B 
          2003   2505 client → server   HEADERS 1 114 B END_HEADERS 8 fields (attempt 1)
          2003   2505 client → server   DATA 1 16 B END_STREAM message 1 (attempt 1)
          2503   3003 server → client   SETTINGS 33 B 
          2503   3003 server → client   WINDOW_UPDATE 13 B 
          2505        server            Handled (attempt 1)
          2505        server            Delivered(1) (attempt 1)
          2505   3005 server → client   SETTINGS 9 B ACK
          3003   3504 client → server   SETTINGS 9 B ACK
          3505        server            ended: OK  (attempt 1)
          3505   4006 server → client   HEADERS 1 50 B END_HEADERS 3 fields (attempt 1)
          3505   4006 server → client   DATA 1 23 B  message 2 (attempt 1)
          3505   4006 server → client   HEADERS 1 21 B END_STREAM END_HEADERS 1 fields (attempt 1)
          4006        client            Delivered(2) (attempt 1)
          4006        client            ended: OK  (attempt 1)
        130 B, 17 B, 4 packets, 160 B below
        209 B, 149 B, 9 packets, 384 B below
        GetUser: OK  | OK  (2 attempts)
    "#]],
    );
}

#[test]
fn a_refused_stream_is_tried_again_once_without_asking() {
    let scene = with(get_user(), |link, _| (link.network.connected, link.fault) = (true, Fault::RefusesStream));
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    501 client → server   HEADERS 1 114 B END_HEADERS 8 fields
             0    501 client → server   DATA 1 16 B END_STREAM message 0
           501   1001 server → client   RST_STREAM 1 13 B 
          1001        client            Retries(0)
          1001   1502 client → server   HEADERS 3 36 B END_HEADERS 8 fields (attempt 1)
          1001   1502 client → server   DATA 3 16 B END_STREAM message 1 (attempt 1)
          1502   2002 server → client   RST_STREAM 3 13 B  (attempt 1)
          2002        client            ended: UNAVAILABLE the server refused the stream (attempt 1)
        182 B, 26 B, 5 packets, 200 B below
        GetUser: UNAVAILABLE the server refused the stream |  (2 attempts)
    "#]],
    );
}

#[test]
fn a_proxy_knows_no_grpc() {
    let scene = with(get_user(), |link, _| (link.network.connected, link.fault) = (true, Fault::Proxy(503)));
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    501 client → server   HEADERS 1 114 B END_HEADERS 8 fields
             0    501 client → server   DATA 1 16 B END_STREAM message 0
           501   1002 server → client   HEADERS 1 23 B END_HEADERS 2 fields
           501   1002 server → client   DATA 1 48 B END_STREAM
           501   1002 server → client   RST_STREAM 1 13 B 
          1002        client            ended: UNAVAILABLE expected HTTP status 200 and gRPC, found 503 and text/html
        130 B, 84 B, 3 packets, 120 B below
        GetUser: UNAVAILABLE expected HTTP status 200 and gRPC, found 503 and text/html |  (1 attempts)
    "#]],
    );
}

#[test]
fn a_connection_that_breaks_midway() {
    let scene = with(streams(false, true), |link, call| {
        link.fault = Fault::Breaks(1);
        call.client.retry = retry(&[Code::Unavailable]);
    });
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    501 client → server   HEADERS 1 107 B END_HEADERS 8 fields
             0    501 client → server   DATA 1 16 B END_STREAM message 0
           501        server            Handled
           501        server            Delivered(0)
          1501   2002 server → client   HEADERS 1 50 B END_HEADERS 3 fields
          1501   2002 server → client   DATA 1 15 B  message 1
          2001        server            ended: UNAVAILABLE the server broke the connection off
          2001   2501 server → client   Reset
          2002        client            Delivered(1)
          2501        client            ended: UNAVAILABLE the connection was broken off
        123 B, 65 B, 4 packets, 160 B below
        GetUser: UNAVAILABLE the connection was broken off | UNAVAILABLE the server broke the connection off (1 attempts)
    "#]],
    );
}

#[test]
fn an_error_is_tried_again() {
    let scene = with(get_user(), |link, call| {
        link.network.connected = true;
        let status = Some(Status::new(Code::Unavailable, "try later"));
        call.handler.reactions = vec![Reaction::default(), Reaction { messages: Vec::new(), status }];
        call.client.retry = retry(&[Code::Unavailable]);
    });
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    501 client → server   HEADERS 1 114 B END_HEADERS 8 fields
             0    501 client → server   DATA 1 16 B END_STREAM message 0
           501        server            Handled
           501        server            Delivered(0)
          1501        server            ended: UNAVAILABLE try later
          1501   2002 server → client   HEADERS 1 55 B END_STREAM END_HEADERS 4 fields
          2002        client            Retries(11700)
         13702  14203 client → server   HEADERS 3 59 B END_HEADERS 9 fields (attempt 1)
         13702  14203 client → server   DATA 3 16 B END_STREAM message 1 (attempt 1)
         14203        server            Handled (attempt 1)
         14203        server            Delivered(1) (attempt 1)
         15203        server            ended: UNAVAILABLE try later (attempt 1)
         15203  15703 server → client   HEADERS 3 13 B END_STREAM END_HEADERS 4 fields (attempt 1)
         15703        client            Retries(21600) (attempt 1)
         37303  37804 client → server   HEADERS 5 39 B END_HEADERS 9 fields (attempt 2)
         37303  37804 client → server   DATA 5 16 B END_STREAM message 2 (attempt 2)
         37804        server            Handled (attempt 2)
         37804        server            Delivered(2) (attempt 2)
         38804        server            ended: UNAVAILABLE try later (attempt 2)
         38804  39304 server → client   HEADERS 5 13 B END_STREAM END_HEADERS 4 fields (attempt 2)
         39304        client            ended: UNAVAILABLE try later (attempt 2)
        260 B, 81 B, 7 packets, 280 B below
        GetUser: UNAVAILABLE try later | UNAVAILABLE try later, UNAVAILABLE try later, UNAVAILABLE try later (3 attempts)
    "#]],
    );
}

#[test]
fn a_large_message_waits_for_the_window() {
    let scene = with(get_user(), |link, call| {
        link.network.connected = true;
        link.network.round_trip = 40_000;
        call.requests = vec![message(&[7; 1_100_000])];
    });
    let timeline = simulate(&scene);
    let events: Vec<_> =
        told::timeline(&timeline).lines().filter(|it| !it.contains(" DATA 1 16393 B")).map(String::from).collect();
    expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0        client            Blocked(51429)
             0  20012 client → server   HEADERS 1 114 B END_HEADERS 8 fields
         20012        server            Handled
        220660 240660 server → client   WINDOW_UPDATE 13 B 
        220660 240660 server → client   WINDOW_UPDATE 1 13 B 
        241536 261559 client → server   DATA 1 2286 B END_STREAM message 0
        261140 281140 server → client   WINDOW_UPDATE 13 B 
        261140 281140 server → client   WINDOW_UPDATE 1 13 B 
        261559        server            Delivered(0)
        262559        server            ended: OK 
        262559 282560 server → client   HEADERS 1 50 B END_HEADERS 3 fields
        262559 282560 server → client   DATA 1 23 B  message 1
        262559 282560 server → client   HEADERS 1 21 B END_STREAM END_HEADERS 1 fields
        282560        client            Delivered(1)
        282560        client            ended: OK 
        1100731 B, 146 B, 1134 packets, 45360 B below
        GetUser: OK  | OK  (1 attempts)"#]]
    .assert_eq(&events.join("\n"));
}

#[test]
fn a_packet_is_lost_and_sent_again() {
    let scene = with(streams(false, true), |link, call| {
        link.network.loss = 300;
        call.handler.reactions[1].messages = (0..8).map(|it| Message { wait: 300, ..message(&[it]) }).collect();
    });
    check(
        &scene,
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    501 client → server   HEADERS 1 107 B END_HEADERS 8 fields
             0    501 client → server   DATA 1 16 B END_STREAM message 0
           501        server            Handled
           501        server            Delivered(0)
          1801   2302 server → client   HEADERS 1 50 B END_HEADERS 3 fields
          1801   2302 server → client   DATA 1 15 B  message 1
          2101   2601 server → client   DATA 1 15 B  message 2
          2302        client            Delivered(1)
          2401   2901 server → client   DATA 1 15 B  message 3
          2601        client            Delivered(2)
          2701 407102 server → client   DATA 1 15 B  message 4
          2901        client            Delivered(3)
          3001 407102 server → client   DATA 1 15 B  message 5
          3301 407102 server → client   DATA 1 15 B  message 6
          3601 407102 server → client   DATA 1 15 B  message 7
          3901        server            ended: OK 
          3901 407102 server → client   DATA 1 15 B  message 8
          3901 407102 server → client   HEADERS 1 21 B END_STREAM END_HEADERS 1 fields
          4601        server → client   Again
        204901 205401 server → client   Again
        406601 407102 server → client   Again
        407102        client            Delivered(4)
        407102        client            Delivered(5)
        407102        client            Delivered(6)
        407102        client            Delivered(7)
        407102        client            Delivered(8)
        407102        client            ended: OK 
        123 B, 191 B, 16 packets, 706 B below
        GetUser: OK  | OK  (1 attempts)
    "#]],
    );
}

#[test]
fn encryption_costs_a_round_trip_and_its_records() {
    check(
        &with(get_user(), |link, _| link.network.tls = true),
        expect![[r#"
             0        client            Called
             0        client            HalfClosed
             0    500 client → server   Syn
           500   1000 server → client   SynAck
          1000   1503 client → server   ClientHello
          1503   2026 server → client   ServerHello
          2027   2529 client → server   preface Span { start: 0, end: 24 }
          2027   2529 client → server   SETTINGS 33 B 
          2027   2529 client → server   WINDOW_UPDATE 13 B 
          2027   2529 client → server   HEADERS 1 114 B END_HEADERS 8 fields
          2027   2529 client → server   DATA 1 16 B END_STREAM message 0
          2527   3028 server → client   SETTINGS 33 B 
          2527   3028 server → client   WINDOW_UPDATE 13 B 
          2529        server            Handled
          2529        server            Delivered(0)
          2529   3030 server → client   SETTINGS 9 B ACK
          3028   3528 client → server   SETTINGS 9 B ACK
          3529        server            ended: OK 
          3529   4030 server → client   HEADERS 1 50 B END_HEADERS 3 fields
          3529   4030 server → client   DATA 1 23 B  message 1
          3529   4030 server → client   HEADERS 1 21 B END_STREAM END_HEADERS 1 fields
          4030        client            Delivered(1)
          4030        client            ended: OK 
        209 B, 149 B, 12 packets, 3794 B below
        GetUser: OK  | OK  (1 attempts)
    "#]],
    );
}

/// An order: two calls at once, then one that takes too long for what is left of the time.
fn order() -> Scene {
    let mut scene = get_user();
    scene.parties = ["web", "checkout", "users", "payment"].map(String::from).to_vec();
    let link = scene.links[0].clone();
    scene.links.extend([2, 3].map(|server| Link { client: 1, server, ..link.clone() }));
    let outer = &mut scene.calls[0];
    (outer.name, outer.client.deadline) = ("Order".into(), Some(15_000));
    let inner = |name: &str, link, step| Call {
        name: name.into(),
        link,
        start: Start::In { call: 0, step },
        client: Caller { inherits_deadline: true, deadline: None, ..outer.client.clone() },
        ..outer.clone()
    };
    let mut pay = inner("Pay", 2, 1);
    pay.handler.latency = 30_000;
    let calls = [inner("GetCustomer", 1, 0), inner("GetAddress", 1, 0), pay];
    scene.calls.extend(calls);
    scene
}

#[test]
fn a_handler_calls_others_and_hands_its_deadline_on() {
    let timeline = simulate(&order());
    let told = told::timeline(&timeline);
    let local: Vec<_> = told.lines().filter(|it| !it.contains(" → ")).collect();
    expect![[r#"
             0        web               Called
             0        web               HalfClosed
          1503        checkout          Handled
          1503        checkout          Delivered(0)
          1503        checkout          Called
          1503        checkout          HalfClosed
          1503        checkout          Called
          1503        checkout          HalfClosed
          3006        users             Handled
          3006        users             Delivered(1)
          3006        users             Handled
          3006        users             Delivered(2)
          4006        users             ended: OK 
          4006        users             ended: OK 
          4507        checkout          Delivered(3)
          4507        checkout          ended: OK 
          4508        checkout          Delivered(4)
          4508        checkout          ended: OK 
          4508        checkout          Called
          4508        checkout          HalfClosed
          6011        payment           Handled
          6011        payment           Delivered(5)
         15000        web               DeadlineExceeded
         15000        web               ended: DEADLINE_EXCEEDED the deadline has passed
         15500        checkout          ended: CANCELLED the client gave up
         15500        checkout          Cancelled
         15500        checkout          ended: CANCELLED the call it was made for has ended
         16000        payment           ended: CANCELLED the client gave up
        240 B, 55 B, 9 packets, 384 B below
        280 B, 194 B, 11 packets, 464 B below
        240 B, 55 B, 9 packets, 384 B below
        Order: DEADLINE_EXCEEDED the deadline has passed | CANCELLED the client gave up (1 attempts)
        GetCustomer: OK  | OK  (1 attempts)
        GetAddress: OK  | OK  (1 attempts)
        Pay: CANCELLED the call it was made for has ended | CANCELLED the client gave up (1 attempts)"#]]
    .assert_eq(&local.join("\n"));
}

/// A scene in which the client ends with this status.
fn ends_with(code: Code) -> Scene {
    with(get_user(), |link, call| match code {
        Code::Ok => {}
        // What gRPC itself makes of what happens.
        Code::Cancelled => call.client.cancel = Some(1200),
        Code::Unknown => link.fault = Fault::Crash,
        Code::DeadlineExceeded => call.client.deadline = Some(1200),
        Code::ResourceExhausted => call.handler.max_message = 1,
        Code::Unimplemented => link.fault = Fault::NoMethod,
        Code::Internal => link.fault = Fault::Mismatch,
        Code::Unavailable => link.fault = Fault::Breaks(0),
        Code::Unauthenticated => link.fault = Fault::Proxy(401),
        Code::PermissionDenied => link.fault = Fault::Proxy(403),
        // What only a handler says.
        Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::FailedPrecondition
        | Code::Aborted
        | Code::OutOfRange
        | Code::DataLoss => {
            let status = Some(Status::new(code, "so says the handler"));
            call.handler.reactions = vec![Reaction::default(), Reaction { messages: Vec::new(), status }];
        }
    })
}

#[test]
fn each_status_is_reached() {
    let mut told = String::new();
    for code in (0..17).filter_map(Code::from_number) {
        let scene = ends_with(code);
        let timeline = simulate(&scene);
        let call = &timeline.calls[0];
        assert_eq!(call.at_client.as_ref().map(|it| it.code), Some(code));
        let at_server = call.at_server.first().map_or("", |it| it.code.name());
        told += &format!("{:20} {:20} {:?}\n", code.name(), at_server, scene.links[0].fault);
    }
    expect![[r#"
        OK                   OK                   None
        CANCELLED            CANCELLED            None
        UNKNOWN              UNKNOWN              Crash
        INVALID_ARGUMENT     INVALID_ARGUMENT     None
        DEADLINE_EXCEEDED    CANCELLED            None
        NOT_FOUND            NOT_FOUND            None
        ALREADY_EXISTS       ALREADY_EXISTS       None
        PERMISSION_DENIED                         Proxy(403)
        RESOURCE_EXHAUSTED   RESOURCE_EXHAUSTED   None
        FAILED_PRECONDITION  FAILED_PRECONDITION  None
        ABORTED              ABORTED              None
        OUT_OF_RANGE         OUT_OF_RANGE         None
        UNIMPLEMENTED        UNIMPLEMENTED        NoMethod
        INTERNAL             INTERNAL             Mismatch
        UNAVAILABLE          UNAVAILABLE          Breaks(0)
        DATA_LOSS            DATA_LOSS            None
        UNAUTHENTICATED                           Proxy(401)
    "#]]
    .assert_eq(&told);
}

#[test]
fn too_large_a_response_and_too_many_are_the_clients_to_refuse() {
    let too_large = with(get_user(), |_, call| call.client.max_message = 3);
    let none = with(get_user(), |_, call| call.handler.reactions.clear());
    for (scene, code) in [(too_large, Code::ResourceExhausted), (none, Code::Unimplemented)] {
        assert_eq!(simulate(&scene).calls[0].at_client.as_ref().unwrap().code, code);
    }
}

#[test]
fn a_storm_of_retries_is_cut_off() {
    // Each of ten layers tries five times, which would be some ten million calls of the last one.
    let mut scene = get_user();
    scene.calls[0].client.retry = retry(&[Code::Unavailable]);
    scene.calls[0].client.retry.as_mut().unwrap().attempts = 5;
    for at in 0..9 {
        let start = Start::In { call: at, step: 0 };
        scene.calls.push(Call { start, ..scene.calls[0].clone() });
    }
    let status = Some(Status::new(Code::Unavailable, "down"));
    scene.calls[9].handler.reactions = vec![Reaction { messages: Vec::new(), status }];
    let timeline = simulate(&scene);
    assert!(timeline.is_cut);
    assert_eq!(timeline.events.len(), MAX_EVENTS);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        laws::hold(&bytes);
    }
}
