//! The script of a call, as a person writes it: messages as JSON, rules, a network, faults.
//!
//! Plain data; it is saved and shared. Knows no schema: whether a message is one is seen when it is prepared.

use serde::{Deserialize, Serialize};

use super::{
    Micros,
    status::{Code, Status},
};

/// One call of one method.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Script {
    /// The method's path: `/demo.UserService/GetUser`.
    pub method: String,
    /// What the client sends, in this order. A unary or server streaming method takes the first.
    pub requests: Vec<Send>,
    /// What else the client does.
    pub client: Client,
    /// What the server does.
    pub server: Server,
    /// What is between them.
    pub network: Network,
    /// What goes wrong.
    pub fault: Fault,
    /// What chance is drawn from: losses, the jitter of back-off, generated messages.
    pub seed: u64,
}

/// A message that is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Send {
    /// How long after the one before, or after the beginning.
    pub wait: Micros,
    /// The message.
    pub json: String,
}

/// What the client does besides sending messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Client {
    /// Custom metadata: names and values, `-bin` ones in base64.
    pub metadata: Vec<(String, String)>,
    /// How long the call may take.
    pub deadline: Option<Micros>,
    /// When the client gives up by itself, since the beginning.
    pub cancel: Option<Micros>,
    /// When it says that no more messages follow.
    pub half_close: HalfClose,
    /// Whether and how it tries again.
    pub retry: Option<Retry>,
    /// Whether messages are compressed with gzip.
    pub gzip: bool,
    /// The largest response it takes, in bytes; gRPC's default is 4 MiB.
    pub max_message: Option<u32>,
}

/// When the client half-closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HalfClose {
    /// With the last message.
    #[default]
    WithLast,
    /// So long after the last message.
    After(Micros),
    /// Not at all: the stream is still being written by hand.
    Never,
}

/// gRFC A6's retry policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// All attempts, the first one counted: 2 to 5.
    pub attempts: u8,
    /// The longest wait before the second attempt; what is waited is drawn from it by 0.8 to 1.2.
    pub initial_backoff: Micros,
    /// No wait is longer.
    pub max_backoff: Micros,
    /// What the wait grows by, in hundredths.
    pub multiplier: u32,
    /// After which statuses.
    pub codes: Vec<Code>,
}

/// What the server does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// How long it thinks before it answers a message.
    pub latency: Micros,
    /// The first rule whose condition holds of a request says what is done.
    pub rules: Vec<Rule>,
    /// What is done otherwise.
    pub otherwise: Answer,
    /// Custom initial metadata.
    pub metadata: Vec<(String, String)>,
    /// Custom trailing metadata.
    pub trailers: Vec<(String, String)>,
    /// The largest request it takes, in bytes; gRPC's default is 4 MiB.
    pub max_message: Option<u32>,
    /// Whether messages are compressed with gzip.
    pub gzip: bool,
}

/// If that, then this.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// A condition on the request: `request.id == 123`, `request.name != ""`, `request.items.size() > 2`; empty holds always.
    pub when: String,
    /// What is done.
    pub then: Answer,
}

/// How a request is answered. A server that streams may answer each with many messages; one that does not, with the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// With these messages.
    Messages(Vec<Send>),
    /// With so many typical messages of the response type, this long apart.
    Generate {
        /// How many.
        count: u32,
        /// How long apart.
        wait: Micros,
    },
    /// With what in the request has the same name and type.
    Echo,
    /// With nothing, and no end: the call goes on as it would.
    Nothing,
    /// With a status, which ends the call; also of `OK`.
    Status(Status),
}

impl Default for Answer {
    fn default() -> Answer {
        Answer::Generate { count: 1, wait: 0 }
    }
}

/// What is between two parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Network {
    /// Time there and back.
    pub round_trip: Micros,
    /// Each way, in bits a second.
    pub bandwidth: u64,
    /// How many of a thousand packets are lost.
    pub loss: u16,
    /// Whether there is a connection already.
    pub connected: bool,
    /// Whether it is encrypted.
    pub tls: bool,
}

impl Default for Network {
    /// Two services in one data centre: half a millisecond, a gigabit, a new connection in the clear.
    fn default() -> Network {
        Network { round_trip: 500, bandwidth: 1_000_000_000, loss: 0, connected: false, tls: false }
    }
}

/// What goes wrong, by design.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// Nothing answers at the address.
    Down,
    /// The machine answers, and refuses the connection.
    Refused,
    /// The server takes this much longer.
    Slow(Micros),
    /// The connection breaks when the server has sent so many messages.
    Breaks(u32),
    /// The server goes away in good order (GOAWAY) when the call arrives.
    GoesAway,
    /// The server refuses the stream (RST_STREAM, REFUSED_STREAM), not having looked at it.
    RefusesStream,
    /// A proxy in between answers for the server, with this HTTP status and no gRPC status.
    Proxy(u16),
    /// The server reads the request by a schema in which the fields have other numbers.
    Mismatch,
    /// The server lacks the method.
    NoMethod,
    /// The handler panics, throws, crashes.
    Crash,
}
