//! What is simulated: parties, the links between them, and calls over these, with every message as bytes.
//!
//! A script with its schema becomes a scene of one call; the online store is one of many, where a handler calls others.
//! Plain data. Knows no schema and no JSON other than as bytes.

use serde::{Deserialize, Serialize};

use super::{
    Micros,
    script::{Client, Fault, HalfClose, Network, Retry},
    status::Status,
};

/// All that is simulated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Who takes part, from left to right.
    pub parties: Vec<String>,
    /// Who can talk to whom; all calls of a link share its connections.
    pub links: Vec<Link>,
    /// The calls. One is made after its parent's handler has got so far, or at its time.
    pub calls: Vec<Call>,
    /// What chance is drawn from.
    pub seed: u64,
}

/// Two parties and what is between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Index of the party that calls.
    pub client: u16,
    /// Index of the party that is called.
    pub server: u16,
    /// `inventory.internal:50051`: the `:authority` or the `Host`.
    pub authority: String,
    /// What is between them.
    pub network: Network,
    /// What goes wrong.
    pub fault: Fault,
    /// How the calls are made.
    pub protocol: Protocol,
}

/// How calls are made over a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Protocol {
    /// gRPC over one HTTP/2 connection, all calls at once.
    #[default]
    Grpc,
    /// JSON over HTTP/1.1: a call occupies a connection until its response is there.
    Rest {
        /// How many connections there may be at a time; calls beyond wait.
        connections: u16,
    },
}

/// One call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// Index of its link.
    pub link: u16,
    /// What people call it.
    pub name: String,
    /// When it is made.
    pub start: Start,
    /// How it is made over gRPC: the path `/store.UserService/GetCustomer`.
    pub path: String,
    /// How it is made over REST.
    pub rest: Rest,
    /// Whether the client may send more than one message, and the server.
    pub streams: Streams,
    /// What the client sends.
    pub requests: Vec<Message>,
    /// What the server does with them.
    pub handler: Handler,
    /// Everything else the client does.
    pub client: Caller,
}

/// Which sides stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Streams {
    /// The client.
    pub client: bool,
    /// The server.
    pub server: bool,
}

/// When a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At this time.
    At(Micros),
    /// By the handler of another call: in the step of this number. The calls of one step are made at once, the next step is
    /// taken when all of them have succeeded; when one fails for good, the handler fails with its status.
    In {
        /// Index of the call that is handled.
        call: u16,
        /// The step, from 0.
        step: u16,
    },
}

impl Default for Start {
    fn default() -> Start {
        Start::At(0)
    }
}

/// The request line of a REST call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rest {
    /// `GET`, `POST`.
    pub verb: String,
    /// `/v1/customers/123`.
    pub target: String,
}

/// A message in both clothes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// How long after the one before.
    pub wait: Micros,
    /// Its Protobuf bytes.
    pub proto: Vec<u8>,
    /// Its JSON, as a service would send it; nothing where REST sends no body.
    pub json: Vec<u8>,
}

/// What a server does with a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handler {
    /// How long it thinks before the first message of each reaction.
    pub latency: Micros,
    /// What it does when the call arrives, then after each request message in turn (those beyond the list: nothing), …
    pub reactions: Vec<Reaction>,
    /// … and when the client has half-closed. Whatever was said, the call ends here, at the latest.
    pub at_end: Reaction,
    /// Custom initial metadata.
    pub metadata: Vec<(String, String)>,
    /// Custom trailing metadata.
    pub trailers: Vec<(String, String)>,
    /// The largest request it takes, in bytes.
    pub max_message: u32,
    /// Whether messages are compressed with gzip.
    pub gzip: bool,
}

/// Messages, and perhaps the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reaction {
    /// What is sent.
    pub messages: Vec<Message>,
    /// The status that ends the call behind them; at the end of the requests, nothing means `OK`.
    pub status: Option<Status>,
}

/// Everything else a client does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caller {
    /// Custom metadata.
    pub metadata: Vec<(String, String)>,
    /// How long the call may take, all attempts together.
    pub deadline: Option<Micros>,
    /// Whether a call made by a handler has no more time than the call that is handled has left.
    pub inherits_deadline: bool,
    /// When it gives up by itself, since the call's beginning.
    pub cancel: Option<Micros>,
    /// When it says that no more messages follow.
    pub half_close: HalfClose,
    /// Whether and how it tries again.
    pub retry: Option<Retry>,
    /// The largest response it takes, in bytes.
    pub max_message: u32,
    /// Whether messages are compressed with gzip.
    pub gzip: bool,
}

impl From<&Client> for Caller {
    fn from(client: &Client) -> Caller {
        Caller {
            metadata: client.metadata.clone(),
            deadline: client.deadline,
            inherits_deadline: false,
            cancel: client.cancel,
            half_close: client.half_close,
            retry: client.retry.clone(),
            max_message: client.max_message.unwrap_or(MAX_MESSAGE),
            gzip: client.gzip,
        }
    }
}

/// The largest message that is taken unless said otherwise, in bytes: the default of gRPC's libraries.
pub const MAX_MESSAGE: u32 = 4 << 20;
