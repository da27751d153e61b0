//! A call's script as the message in a workspace's.
//!
//! ```proto
//! message Script  { string method = 1; repeated Send requests = 2; Client client = 3; Server server = 4; Network network = 5;
//!                   uint32 fault = 6; uint64 extent = 7; uint64 seed = 8; }
//! message Send    { uint64 wait = 1; string json = 2; }
//! message Client  { repeated Header metadata = 1; optional uint64 deadline = 2; optional uint64 cancel = 3;
//!                   optional uint64 half_close_after = 4; bool never_half_closes = 5; Retry retry = 6; bool gzip = 7;
//!                   optional uint32 max_message = 8; }
//! message Header  { string name = 1; string value = 2; }
//! message Retry   { uint32 attempts = 1; uint64 initial_backoff = 2; uint64 max_backoff = 3; uint32 multiplier = 4;
//!                   repeated uint32 codes = 5; }
//! message Server  { uint64 latency = 1; repeated Rule rules = 2; Answer otherwise = 3; repeated Header metadata = 4;
//!                   repeated Header trailers = 5; optional uint32 max_message = 6; bool gzip = 7; }
//! message Rule    { string when = 1; Answer then = 2; }
//! message Answer  { uint32 kind = 1; repeated Send messages = 2; uint32 number = 3; uint64 wait = 4; string text = 5; }
//! message Network { uint64 round_trip = 1; uint64 bandwidth = 2; uint32 loss = 3; bool connected = 4; bool tls = 5; }
//! ```
//!
//! Times are microseconds. What is read is hostile: lists are cut to what a script may have, numbers are put into their range,
//! and what this page does not know is its default.

use crate::rpc::{
    prepare::MAX_MESSAGES,
    script::{Answer, Client, Fault, HalfClose, Network, Retry, Rule, Script, Send, Server},
    status::{Code, Status},
};

/// The most rules, and the most entries of metadata.
const MAX_ENTRIES: usize = 200;

/// Losses are counted in thousandths.
const ALL_LOST: u32 = 1000;

/// Kinds of answers.
const MESSAGES: u32 = 0;
const GENERATE: u32 = 1;
const ECHO: u32 = 2;
const NOTHING: u32 = 3;
const STATUS: u32 = 4;

/// A script as a message.
pub(super) fn message(script: &Script) -> proto::Script {
    let (fault, extent) = fault(script.fault);
    let Network { round_trip, bandwidth, loss, connected, tls } = script.network;
    proto::Script {
        method: script.method.clone(),
        requests: sends(&script.requests),
        client: Some(client(&script.client)),
        server: Some(server(&script.server)),
        network: Some(proto::Network { round_trip, bandwidth, loss: loss.into(), connected, tls }),
        fault,
        extent,
        seed: script.seed,
    }
}

/// The script of a message.
pub(super) fn script(message: proto::Script) -> Script {
    let network = message.network.map(|it| Network {
        round_trip: it.round_trip,
        bandwidth: it.bandwidth,
        loss: it.loss.min(ALL_LOST) as u16,
        connected: it.connected,
        tls: it.tls,
    });
    Script {
        method: message.method,
        requests: sent(message.requests),
        client: client_of(message.client.unwrap_or_default()),
        server: server_of(message.server.unwrap_or_default()),
        network: network.unwrap_or_default(),
        fault: fault_of(message.fault, message.extent),
        seed: message.seed,
    }
}

fn sends(sent: &[Send]) -> Vec<proto::Send> {
    sent.iter().map(|it| proto::Send { wait: it.wait, json: it.json.clone() }).collect()
}

fn sent(sends: Vec<proto::Send>) -> Vec<Send> {
    sends.into_iter().take(MAX_MESSAGES).map(|it| Send { wait: it.wait, json: it.json }).collect()
}

fn headers(entries: &[(String, String)]) -> Vec<proto::Header> {
    entries.iter().map(|(name, value)| proto::Header { name: name.clone(), value: value.clone() }).collect()
}

fn entries(headers: Vec<proto::Header>) -> Vec<(String, String)> {
    headers.into_iter().take(MAX_ENTRIES).map(|it| (it.name, it.value)).collect()
}

fn client(client: &Client) -> proto::Client {
    proto::Client {
        metadata: headers(&client.metadata),
        deadline: client.deadline,
        cancel: client.cancel,
        half_close_after: if let HalfClose::After(wait) = client.half_close { Some(wait) } else { None },
        never_half_closes: client.half_close == HalfClose::Never,
        retry: client.retry.as_ref().map(|retry| proto::Retry {
            attempts: retry.attempts.into(),
            initial_backoff: retry.initial_backoff,
            max_backoff: retry.max_backoff,
            multiplier: retry.multiplier,
            codes: retry.codes.iter().map(|code| code.number().into()).collect(),
        }),
        gzip: client.gzip,
        max_message: client.max_message,
    }
}

fn client_of(message: proto::Client) -> Client {
    let half_close = match (message.never_half_closes, message.half_close_after) {
        (true, _) => HalfClose::Never,
        (false, Some(wait)) => HalfClose::After(wait),
        (false, None) => HalfClose::WithLast,
    };
    let retry = message.retry.map(|retry| Retry {
        attempts: retry.attempts.min(u8::MAX.into()) as u8,
        initial_backoff: retry.initial_backoff,
        max_backoff: retry.max_backoff,
        multiplier: retry.multiplier,
        codes: retry.codes.into_iter().take(Code::ALL.len()).filter_map(Code::from_number).collect(),
    });
    Client {
        metadata: entries(message.metadata),
        deadline: message.deadline,
        cancel: message.cancel,
        half_close,
        retry,
        gzip: message.gzip,
        max_message: message.max_message,
    }
}

fn server(server: &Server) -> proto::Server {
    let rules = server.rules.iter();
    proto::Server {
        latency: server.latency,
        rules: rules.map(|it| proto::Rule { when: it.when.clone(), then: Some(answer(&it.then)) }).collect(),
        otherwise: Some(answer(&server.otherwise)),
        metadata: headers(&server.metadata),
        trailers: headers(&server.trailers),
        max_message: server.max_message,
        gzip: server.gzip,
    }
}

fn server_of(message: proto::Server) -> Server {
    let rules = message.rules.into_iter().take(MAX_ENTRIES);
    let answer_of = |message: Option<proto::Answer>| message.map(answer_of).unwrap_or_default();
    Server {
        latency: message.latency,
        rules: rules.map(|it| Rule { when: it.when, then: answer_of(it.then) }).collect(),
        otherwise: answer_of(message.otherwise),
        metadata: entries(message.metadata),
        trailers: entries(message.trailers),
        max_message: message.max_message,
        gzip: message.gzip,
    }
}

fn answer(answer: &Answer) -> proto::Answer {
    let kind = |kind| proto::Answer { kind, ..proto::Answer::default() };
    match answer {
        Answer::Messages(sent) => proto::Answer { messages: sends(sent), ..kind(MESSAGES) },
        Answer::Generate { count, wait } => proto::Answer { number: *count, wait: *wait, ..kind(GENERATE) },
        Answer::Echo => kind(ECHO),
        Answer::Nothing => kind(NOTHING),
        Answer::Status(status) => {
            proto::Answer { number: status.code.number().into(), text: status.message.clone(), ..kind(STATUS) }
        }
    }
}

fn answer_of(message: proto::Answer) -> Answer {
    match message.kind {
        MESSAGES => Answer::Messages(sent(message.messages)),
        GENERATE => Answer::Generate { count: message.number, wait: message.wait },
        ECHO => Answer::Echo,
        NOTHING => Answer::Nothing,
        STATUS => Answer::Status(Status {
            code: Code::from_number(message.number).unwrap_or(Code::Unknown),
            message: message.text,
        }),
        _ => Answer::default(),
    }
}

/// The number of a fault, and its extent.
fn fault(fault: Fault) -> (u32, u64) {
    match fault {
        Fault::None => (0, 0),
        Fault::Down => (1, 0),
        Fault::Refused => (2, 0),
        Fault::Slow(while_) => (3, while_),
        Fault::Breaks(after) => (4, after.into()),
        Fault::GoesAway => (5, 0),
        Fault::RefusesStream => (6, 0),
        Fault::Proxy(status) => (7, status.into()),
        Fault::Mismatch => (8, 0),
        Fault::NoMethod => (9, 0),
        Fault::Crash => (10, 0),
    }
}

fn fault_of(number: u32, extent: u64) -> Fault {
    match number {
        1 => Fault::Down,
        2 => Fault::Refused,
        3 => Fault::Slow(extent),
        4 => Fault::Breaks(extent.min(u32::MAX.into()) as u32),
        5 => Fault::GoesAway,
        6 => Fault::RefusesStream,
        // Statuses have three digits (RFC 9110, section 15).
        7 => Fault::Proxy(extent.clamp(100, 599) as u16),
        8 => Fault::Mismatch,
        9 => Fault::NoMethod,
        10 => Fault::Crash,
        _ => Fault::None,
    }
}

/// The messages of the module's head, by prost.
#[allow(missing_docs)]
pub mod proto {
    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Script {
        #[prost(string, tag = "1")]
        pub method: String,
        #[prost(message, repeated, tag = "2")]
        pub requests: Vec<Send>,
        #[prost(message, optional, tag = "3")]
        pub client: Option<Client>,
        #[prost(message, optional, tag = "4")]
        pub server: Option<Server>,
        #[prost(message, optional, tag = "5")]
        pub network: Option<Network>,
        #[prost(uint32, tag = "6")]
        pub fault: u32,
        #[prost(uint64, tag = "7")]
        pub extent: u64,
        #[prost(uint64, tag = "8")]
        pub seed: u64,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Send {
        #[prost(uint64, tag = "1")]
        pub wait: u64,
        #[prost(string, tag = "2")]
        pub json: String,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Client {
        #[prost(message, repeated, tag = "1")]
        pub metadata: Vec<Header>,
        #[prost(uint64, optional, tag = "2")]
        pub deadline: Option<u64>,
        #[prost(uint64, optional, tag = "3")]
        pub cancel: Option<u64>,
        #[prost(uint64, optional, tag = "4")]
        pub half_close_after: Option<u64>,
        #[prost(bool, tag = "5")]
        pub never_half_closes: bool,
        #[prost(message, optional, tag = "6")]
        pub retry: Option<Retry>,
        #[prost(bool, tag = "7")]
        pub gzip: bool,
        #[prost(uint32, optional, tag = "8")]
        pub max_message: Option<u32>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Header {
        #[prost(string, tag = "1")]
        pub name: String,
        #[prost(string, tag = "2")]
        pub value: String,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Retry {
        #[prost(uint32, tag = "1")]
        pub attempts: u32,
        #[prost(uint64, tag = "2")]
        pub initial_backoff: u64,
        #[prost(uint64, tag = "3")]
        pub max_backoff: u64,
        #[prost(uint32, tag = "4")]
        pub multiplier: u32,
        #[prost(uint32, repeated, tag = "5")]
        pub codes: Vec<u32>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Server {
        #[prost(uint64, tag = "1")]
        pub latency: u64,
        #[prost(message, repeated, tag = "2")]
        pub rules: Vec<Rule>,
        #[prost(message, optional, tag = "3")]
        pub otherwise: Option<Answer>,
        #[prost(message, repeated, tag = "4")]
        pub metadata: Vec<Header>,
        #[prost(message, repeated, tag = "5")]
        pub trailers: Vec<Header>,
        #[prost(uint32, optional, tag = "6")]
        pub max_message: Option<u32>,
        #[prost(bool, tag = "7")]
        pub gzip: bool,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Rule {
        #[prost(string, tag = "1")]
        pub when: String,
        #[prost(message, optional, tag = "2")]
        pub then: Option<Answer>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Answer {
        #[prost(uint32, tag = "1")]
        pub kind: u32,
        #[prost(message, repeated, tag = "2")]
        pub messages: Vec<Send>,
        #[prost(uint32, tag = "3")]
        pub number: u32,
        #[prost(uint64, tag = "4")]
        pub wait: u64,
        #[prost(string, tag = "5")]
        pub text: String,
    }

    #[derive(Clone, Copy, PartialEq, prost::Message)]
    pub struct Network {
        #[prost(uint64, tag = "1")]
        pub round_trip: u64,
        #[prost(uint64, tag = "2")]
        pub bandwidth: u64,
        #[prost(uint32, tag = "3")]
        pub loss: u32,
        #[prost(bool, tag = "4")]
        pub connected: bool,
        #[prost(bool, tag = "5")]
        pub tls: bool,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use prost::Message;

    fn sends() -> impl Strategy<Value = Vec<Send>> {
        prop::collection::vec((any::<u64>(), ".{0,9}").prop_map(|(wait, json)| Send { wait, json }), 0..3)
    }

    fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
        prop::collection::vec((".{0,5}", ".{0,5}"), 0..3)
    }

    fn answers() -> impl Strategy<Value = Answer> {
        let code = prop::sample::select(Code::ALL.to_vec());
        prop_oneof![
            sends().prop_map(Answer::Messages),
            any::<(u32, u64)>().prop_map(|(count, wait)| Answer::Generate { count, wait }),
            Just(Answer::Echo),
            Just(Answer::Nothing),
            (code, ".{0,9}").prop_map(|(code, message)| Answer::Status(Status { code, message })),
        ]
    }

    fn faults() -> impl Strategy<Value = Fault> {
        prop_oneof![
            (0..12u32, 0..600u64).prop_map(|(number, extent)| fault_of(number, extent)),
            any::<u64>().prop_map(Fault::Slow),
            any::<u32>().prop_map(Fault::Breaks),
        ]
    }

    fn clients() -> impl Strategy<Value = Client> {
        let half_close =
            prop_oneof![Just(HalfClose::WithLast), any::<u64>().prop_map(HalfClose::After), Just(HalfClose::Never)];
        let codes = prop::collection::vec(prop::sample::select(Code::ALL.to_vec()), 0..4);
        let retry = (any::<(u8, u64, u64, u32)>(), codes).prop_map(
            |((attempts, initial_backoff, max_backoff, multiplier), codes)| Retry {
                attempts,
                initial_backoff,
                max_backoff,
                multiplier,
                codes,
            },
        );
        let rest = any::<(Option<u64>, Option<u64>, bool, Option<u32>)>();
        (pairs(), half_close, prop::option::of(retry), rest).prop_map(
            |(metadata, half_close, retry, (deadline, cancel, gzip, max_message))| Client {
                metadata,
                deadline,
                cancel,
                half_close,
                retry,
                gzip,
                max_message,
            },
        )
    }

    fn servers() -> impl Strategy<Value = Server> {
        let rule = (".{0,9}", answers()).prop_map(|(when, then)| Rule { when, then });
        let rules = prop::collection::vec(rule, 0..3);
        (any::<(u64, Option<u32>, bool)>(), rules, answers(), pairs(), pairs()).prop_map(
            |((latency, max_message, gzip), rules, otherwise, metadata, trailers)| Server {
                latency,
                rules,
                otherwise,
                metadata,
                trailers,
                max_message,
                gzip,
            },
        )
    }

    fn scripts() -> impl Strategy<Value = Script> {
        let network = (any::<(u64, u64, bool, bool)>(), 0..=1000u16).prop_map(
            |((round_trip, bandwidth, connected, tls), loss)| Network { round_trip, bandwidth, loss, connected, tls },
        );
        (".{0,9}", sends(), clients(), servers(), network, faults(), any::<u64>()).prop_map(
            |(method, requests, client, server, network, fault, seed)| Script {
                method,
                requests,
                client,
                server,
                network,
                fault,
                seed,
            },
        )
    }

    proptest! {
        #[test]
        fn a_script_round_trips(it in scripts()) {
            let bytes = message(&it).encode_to_vec();
            prop_assert_eq!(script(proto::Script::decode(bytes.as_slice()).unwrap()), it);
        }

        #[test]
        fn any_message_is_a_script_that_stays_the_same(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(read) = proto::Script::decode(bytes.as_slice()) {
                let it = script(read);
                prop_assert_eq!(&script(message(&it)), &it);
                prop_assert!(it.network.loss <= 1000);
            }
        }
    }

    #[test]
    fn lists_are_cut() {
        let many = vec![proto::Header::default(); 2 * MAX_ENTRIES];
        let client = Some(proto::Client { metadata: many, ..proto::Client::default() });
        let it = script(proto::Script { client, fault: 99, ..proto::Script::default() });
        assert_eq!((it.client.metadata.len(), it.fault), (MAX_ENTRIES, Fault::None));
    }
}
