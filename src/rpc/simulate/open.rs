//! How a connection is opened: TCP's three packets and TLS 1.3's flights, by the same model as `tcp`.
//!
//! Knows nothing of what is said over it.

use super::{
    MICROS_A_MILLI, NANOS, Nanos,
    endpoint::Side,
    net::{Due, Loss, Net, News},
    pipe::{HEADERS, SEGMENT, Wire, half},
};
use crate::rpc::{
    script::Fault,
    timeline::{Event, Kind, Transport},
};

/// Options of the packets that open a connection: segment size, window scale, selective acknowledgement, padded.
const OPTIONS: u64 = 12;
/// What a client's first flight of TLS 1.3 takes, about.
const CLIENT_HELLO: u64 = 300;
/// What a server's takes, about, a chain of two certificates included.
const SERVER_HELLO: u64 = 2800;
/// What the client's last flight takes, which goes ahead of the first request.
const FINISHED: u64 = 80;
/// When a packet that asks for a connection is sent again (RFC 6298, section 2.1); it doubles each time.
const PATIENCE: Nanos = 1000 * MICROS_A_MILLI * NANOS;
/// How long is waited for a connection, all in all: gRPC's connection back-off, MIN_CONNECT_TIMEOUT.
pub const MAX_WAIT: Nanos = 20 * PATIENCE;

/// What a connection is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Neither side may send.
    Opening,
    /// The client may; what the server has not got yet opens it there, too.
    HalfOpen,
    /// Both may.
    Open,
    /// Only this side takes it for open.
    Closing(Side),
    /// Neither.
    Closed,
}

impl Stage {
    /// Whether this side takes the connection for open.
    pub fn can_send(self, side: Side) -> bool {
        match self {
            Stage::Open => true,
            Stage::HalfOpen => side == Side::Client,
            Stage::Closing(left) => side == left,
            Stage::Opening | Stage::Closed => false,
        }
    }
}

/// What is sent to open a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// TCP's first packet.
    Syn,
    /// Its second one.
    SynAck,
    /// TLS's first flight.
    ClientHello,
    /// Its second one.
    ServerHello,
    /// The client is ready, and says so: TCP's third packet, or TLS's last flight.
    Ready,
    /// The server has heard it.
    Heard,
    /// The client's patience is over.
    GiveUp,
}

impl Step {
    /// Who sends it, how it is called, and how many bytes it takes without the headers of packets.
    fn flight(self) -> Option<(Side, Transport, u64)> {
        Some(match self {
            Step::Syn => (Side::Client, Transport::Syn, OPTIONS),
            Step::SynAck => (Side::Server, Transport::SynAck, OPTIONS),
            Step::ClientHello => (Side::Client, Transport::ClientHello, CLIENT_HELLO),
            Step::ServerHello => (Side::Server, Transport::ServerHello, SERVER_HELLO),
            Step::Ready | Step::Heard | Step::GiveUp => return None,
        })
    }

    fn next(self, is_encrypted: bool) -> Step {
        match self {
            Step::Syn => Step::SynAck,
            Step::SynAck if is_encrypted => Step::ClientHello,
            Step::ClientHello => Step::ServerHello,
            _ => Step::Ready,
        }
    }
}

impl Net<'_> {
    /// Asks for a connection over a link: both sides are told when it is ready, or the client why it is not. There is none only when
    /// there are more than can be counted.
    pub fn connect(&mut self, link: u16) -> Option<u16> {
        let about = self.scene.links.get(usize::from(link))?;
        let Ok(connection) = u16::try_from(self.wires.len()) else {
            self.timeline.is_cut = true;
            return None;
        };
        let answers = !matches!(about.fault, Fault::Down | Fault::Refused);
        let is_kept = about.network.connected && answers && self.wires.iter().all(|it| it.link != link);
        let mut wire = Wire::new(link, about.client, about.server, about.network.tls);
        if is_kept {
            wire.stage = Stage::Open;
            wire.is_kept = true;
            self.news.push_back(News::Opened(connection, Side::Client));
            self.news.push_back(News::Opened(connection, Side::Server));
        } else {
            self.due(0, Due::Open(connection, Step::Syn, 0));
            self.due(MAX_WAIT, Due::Open(connection, Step::GiveUp, 0));
        }
        self.wires.push(wire);
        Some(connection)
    }

    /// The next step of opening.
    pub(super) fn open(&mut self, connection: u16, step: Step, tries: u8) {
        let Some(link) = self.link(connection) else { return };
        let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
        if !matches!(wire.stage, Stage::Opening | Stage::HalfOpen) {
            return;
        }
        let Some((from, transport, bytes)) = step.flight() else {
            match (step, wire.stage) {
                (Step::GiveUp, Stage::Opening) => self.lose(connection, Side::Client, Loss::TimedOut),
                (Step::Ready, Stage::Opening) => self.ready(connection),
                (Step::Heard, Stage::HalfOpen) => {
                    wire.stage = Stage::Open;
                    self.news.push_back(News::Opened(connection, Side::Server));
                }
                _ => {}
            }
            return;
        };
        let is_refused = step == Step::SynAck && link.fault == Fault::Refused;
        let packets = bytes.div_ceil(SEGMENT);
        let size = if is_refused { HEADERS } else { bytes + packets * HEADERS };
        let (party, peer) = wire.parties(from);
        wire.count(packets, size);
        let mut way = self.travel(connection, from, size);
        if step == Step::Syn && link.fault == Fault::Down {
            way = None;
        }
        let shown = if is_refused {
            Transport::Reset
        } else if tries > 0 {
            Transport::Again
        } else {
            transport
        };
        let arrives = way.map(|it| self.now.saturating_add(it) / NANOS);
        let kind = Kind::Transport(connection, shown);
        self.record(Event { at: self.micros(), arrives, party, peer, call: None, attempt: 0, kind });
        let Some(way) = way else {
            let patience = PATIENCE.saturating_mul(1 << tries.min(7));
            self.due(patience, Due::Open(connection, step, tries.saturating_add(1)));
            return;
        };
        match step.next(link.network.tls) {
            _ if is_refused => self.due(way, Due::Lost(connection, Side::Client, Loss::Refused)),
            next => self.due(way, Due::Open(connection, next, 0)),
        }
    }

    fn ready(&mut self, connection: u16) {
        let Some(link) = self.link(connection) else { return };
        let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
        let size = HEADERS + if wire.is_encrypted { FINISHED } else { 0 };
        wire.stage = Stage::HalfOpen;
        wire.count(1, size);
        self.news.push_back(News::Opened(connection, Side::Client));
        // Were it lost, what is sent next would say the same.
        let way = self.travel(connection, Side::Client, size).unwrap_or(half(link.network.round_trip));
        self.due(way, Due::Open(connection, Step::Heard, 0));
    }
}
