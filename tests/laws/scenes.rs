//! Scenes out of any bytes: each byte decides something, and what is missing is zero.

use wirelens::rpc::{
    scene::{Call, Caller, Handler, Link, Message, Protocol, Reaction, Rest, Scene, Start, Streams},
    script::{Fault, HalfClose, Network, Retry},
    status::{Code, Status},
};

/// Where decisions come from.
pub struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    fn below(&mut self, end: u8) -> u8 {
        self.byte() % end
    }

    fn is_so(&mut self, of: u8) -> bool {
        self.byte() % of == of - 1
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::from(self.byte()) % all.len()]
    }
}

/// A scene of up to four parties, three links and five calls.
pub fn scene(bytes: &[u8]) -> Scene {
    let mut from = Bytes(bytes);
    let from = &mut from;
    let parties = 2 + from.below(3);
    let links: Vec<Link> = (0..=from.below(3)).map(|_| link(from, parties)).collect();
    let calls = (0..=from.below(5)).map(|at| call(from, at, links.len() as u8)).collect();
    let seed = u64::from(from.byte());
    Scene { parties: (0..parties).map(|it| format!("party {it}")).collect(), links, calls, seed }
}

fn link(from: &mut Bytes, parties: u8) -> Link {
    let client = from.below(parties);
    Link {
        client: client.into(),
        server: ((client + 1) % parties).into(),
        authority: "server:50051".into(),
        network: Network {
            round_trip: from.one_of(&[0, 1, 500, 20_000, 150_000, u64::MAX]),
            bandwidth: from.one_of(&[1_000_000_000, 1_000_000, 100_000_000_000, 0, 56_000]),
            loss: from.one_of(&[0, 0, 0, 10, 200, 1000, 5000]),
            connected: from.is_so(3),
            tls: from.is_so(2),
        },
        fault: from.one_of(&[
            Fault::None,
            Fault::None,
            Fault::None,
            Fault::Down,
            Fault::Refused,
            Fault::Slow(5000),
            Fault::Breaks(0),
            Fault::Breaks(1),
            Fault::Breaks(2),
            Fault::GoesAway,
            Fault::RefusesStream,
            Fault::Proxy(503),
            Fault::Proxy(0),
            Fault::Mismatch,
            Fault::NoMethod,
            Fault::Crash,
        ]),
        protocol: match from.below(4) {
            0 => Protocol::Rest { connections: from.below(3).into() },
            _ => Protocol::Grpc,
        },
    }
}

fn call(from: &mut Bytes, at: u8, links: u8) -> Call {
    let wait = [0, 0, 0, 1, 1000, 30_000];
    Call {
        // Now and then one that is not there.
        link: from.below(links + u8::from(from.0.len() % 16 == 5)).into(),
        name: format!("call {at}"),
        start: match from.below(4) {
            0 | 1 => Start::At(from.one_of(&wait)),
            _ => Start::In { call: from.below(at + 1).into(), step: from.below(3).into() },
        },
        path: "/demo.Service/Method".into(),
        rest: Rest { verb: from.one_of(&["GET", "POST"]).into(), target: "/v1/things/7".into() },
        streams: Streams { client: from.is_so(2), server: from.is_so(2) },
        requests: (0..from.below(5)).map(|_| message(from)).collect(),
        handler: Handler {
            latency: from.one_of(&wait),
            reactions: (0..from.below(5)).map(|_| reaction(from)).collect(),
            at_end: reaction(from),
            metadata: pairs(from),
            trailers: pairs(from),
            max_message: from.one_of(&[4 << 20, 4 << 20, 100]),
            gzip: from.is_so(3),
        },
        client: Caller {
            metadata: pairs(from),
            deadline: from.one_of(&[
                None,
                None,
                Some(0),
                Some(1),
                Some(700),
                Some(25_000),
                Some(400_000),
                Some(u64::MAX),
            ]),
            inherits_deadline: from.is_so(2),
            cancel: from.one_of(&[None, None, None, Some(0), Some(900), Some(60_000)]),
            half_close: from.one_of(&[
                HalfClose::WithLast,
                HalfClose::After(0),
                HalfClose::After(2000),
                HalfClose::Never,
            ]),
            retry: from.is_so(2).then(|| Retry {
                attempts: from.byte(),
                initial_backoff: from.one_of(&wait),
                max_backoff: from.one_of(&wait),
                multiplier: from.one_of(&[200, 100, 0, u32::MAX]),
                codes: vec![Code::Unavailable, from.one_of(&[Code::Internal, Code::Unknown, Code::Ok])],
            }),
            max_message: from.one_of(&[4 << 20, 4 << 20, 100]),
            gzip: from.is_so(3),
        },
    }
}

fn message(from: &mut Bytes) -> Message {
    let length = from.one_of(&[0, 3, 90, 1400, 20_000, 70_000, 0, 3, 90, 5000, 40, 300, 1_200_000]);
    let byte = from.byte();
    Message {
        wait: from.one_of(&[0, 0, 10, 3000, 40_000]),
        // Not so even that gzip makes nothing of it.
        proto: (0..length).map(|at: u32| byte ^ (at.wrapping_mul(0x9e37_79b9) >> 24) as u8).collect(),
        json: if from.is_so(4) { Vec::new() } else { format!("{{\"bytes\":{length}}}").into_bytes() },
    }
}

fn reaction(from: &mut Bytes) -> Reaction {
    Reaction {
        messages: (0..from.below(3)).map(|_| message(from)).collect(),
        status: from
            .is_so(4)
            .then(|| Status { code: from.one_of(&[Code::Ok, Code::NotFound, Code::Unavailable]), message: "%".into() }),
    }
}

fn pairs(from: &mut Bytes) -> Vec<(String, String)> {
    let pair = |from: &mut Bytes| {
        let name = from.one_of(&["x-a", "X-B", "token-bin", "te", ":path", ""]);
        (name.to_owned(), "a".repeat(from.one_of(&[0, 4, 60, 17_000])))
    };
    let count = from.below(8);
    (0..count.saturating_sub(5)).map(|_| pair(from)).collect()
}
