//! What happens in a scene.
#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "laws/simulate.rs"]
mod laws;
#[path = "laws/scenes.rs"]
mod scenes;
#[path = "simulate/told.rs"]
mod told;

use expect_test::expect;
use proptest::prelude::*;
use wirelens::rpc::{
    scene::{Call, Caller, Handler, Link, MAX_MESSAGE, Message, Reaction, Scene},
    script::{Fault, Network},
    simulate::simulate,
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
             0    500 client → server   Syn
             0        client            HalfClosed
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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        laws::hold(&bytes);
    }
}
