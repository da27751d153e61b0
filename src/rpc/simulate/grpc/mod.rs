//! gRPC over HTTP/2: all calls of a link over one connection, both of its sides.
//!
//! The sides are as hyper and tonic have them, by whose measures they are tested: settings, windows, when a window is opened
//! again, that a client does not wait for the server's settings. What they do not share: a half-close goes with the last message
//! where it is known to be the last, as gRPC's own libraries do it. Of a stream what the windows allow is written at once;
//! streams do not take turns by the frame.
//!
//! Knows when a stream was certainly not looked at, not what follows from it.

mod connection;
mod receive;
mod send;
mod stream;

use std::collections::{BTreeMap, VecDeque};

use self::{connection::Connection, stream::Piece};
use super::{
    MICROS_A_MILLI, NANOS, Nanos,
    endpoint::{AttemptId, Endpoint, Seen, Side, Told},
    net::{Loss, Net},
};
use crate::rpc::{
    http2::frame::error,
    scene::Message,
    status::{Code, Status},
    timeline::Local,
};

/// The wait before a second try to connect, and the longest one: "gRPC Connection Backoff Protocol".
const INITIAL_BACKOFF: Nanos = 1000 * MICROS_A_MILLI * NANOS;
const MAX_BACKOFF: Nanos = 120 * INITIAL_BACKOFF;
/// What it grows by each time, in tenths, and the part of it that chance takes or adds, in hundredths.
const BACKOFF_GROWTH: (u64, u64) = (16, 10);
const BACKOFF_JITTER: (i64, i64) = (80, 120);

/// A link that is used by gRPC.
pub struct Grpc<'s> {
    link: u16,
    connections: Vec<Connection>,
    /// What the client is at, by its attempts.
    calls: BTreeMap<AttemptId, Call<'s>>,
    /// Attempts for which there is no stream yet, in their order.
    waiting: VecDeque<AttemptId>,
    /// Where the server handles what.
    served: BTreeMap<AttemptId, Place>,
    /// When connecting may be tried again, and the wait after that.
    rests_until: Nanos,
    backoff: Nanos,
    why_resting: &'static str,
    /// The server has gone away once, as it was to.
    has_gone_away: bool,
}

/// An attempt as the client's side has it.
#[derive(Default)]
struct Call<'s> {
    /// Its connection and stream, when it has them.
    place: Option<Place>,
    /// What was to be sent before that.
    queue: Vec<(&'s Message, bool)>,
    is_closed: bool,
}

/// A stream of a connection, both by their index.
#[derive(Clone, Copy, Debug)]
struct Place {
    connection: usize,
    stream: usize,
}

impl<'s> Grpc<'s> {
    /// The endpoint of the link of this index.
    pub fn new(link: u16) -> Grpc<'s> {
        Grpc {
            link,
            connections: Vec::new(),
            calls: BTreeMap::new(),
            waiting: VecDeque::new(),
            served: BTreeMap::new(),
            rests_until: 0,
            backoff: INITIAL_BACKOFF,
            why_resting: "",
            has_gone_away: false,
        }
    }

    fn position(&self, connection: u16) -> Option<usize> {
        self.connections.iter().rposition(|it| it.id == connection)
    }

    fn place(&self, attempt: AttemptId) -> Option<Place> {
        self.calls.get(&attempt)?.place
    }

    /// The place of an attempt, as the server has it.
    fn served(&self, attempt: AttemptId) -> Option<Place> {
        self.served.get(&attempt).copied()
    }

    /// Whether an attempt waits that was not abandoned.
    fn has_waiting(&self) -> bool {
        self.waiting.iter().any(|it| self.calls.contains_key(it))
    }

    fn connect(&mut self, net: &mut Net<'s>) {
        if let Some(id) = net.connect(self.link) {
            self.connections.push(Connection::new(id));
        }
    }

    /// Gives streams to attempts that wait, as long as the newest connection takes more.
    fn start_waiting(&mut self, net: &mut Net<'s>) {
        while self.connections.last().is_some_and(Connection::takes_more) {
            let Some(attempt) = self.waiting.pop_front() else { return };
            self.start(net, attempt);
        }
    }

    /// Opens a stream for the attempt on the newest connection, with what was to be sent.
    fn start(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        // One that was abandoned meanwhile is still in the queue.
        let Some(call) = self.calls.get_mut(&attempt) else { return };
        let Some(connection) = self.connections.len().checked_sub(1) else { return };
        let Some(stream) = self.connections.get_mut(connection).map(|it| it.begin(net, attempt)) else { return };
        let place = Place { connection, stream };
        call.place = Some(place);
        let (queue, is_closed) = (std::mem::take(&mut call.queue), call.is_closed);
        for (message, is_last) in queue {
            self.queue_message(net, place, Side::Client, message, is_last);
        }
        if is_closed {
            self.queue_end(net, place);
        }
    }

    fn queue_message(&mut self, net: &mut Net<'s>, place: Place, from: Side, message: &'s Message, is_last: bool) {
        let Some(connection) = self.connections.get_mut(place.connection) else { return };
        let Some(piece) = connection.piece(net, place.stream, from, &message.proto, is_last) else { return };
        connection.queue(net, place.stream, from, piece);
    }

    fn queue_end(&mut self, net: &mut Net<'s>, place: Place) {
        if let Some(connection) = self.connections.get_mut(place.connection) {
            connection.queue(net, place.stream, Side::Client, Piece::end());
        }
    }

    /// The attempt has ended for the client.
    fn conclude(&mut self, net: &mut Net<'s>, attempt: AttemptId, status: Status, seen: Seen) {
        let place = self.place(attempt);
        if self.calls.remove(&attempt).is_none() {
            return;
        }
        net.tell(Told::Status(attempt, status, seen));
        if let Some(place) = place {
            self.leave(net, place);
        }
    }

    /// The client is done with a stream: there is room for another one, or the connection is of no more use.
    fn leave(&mut self, net: &mut Net<'s>, place: Place) {
        let Some(connection) = self.connections.get_mut(place.connection) else { return };
        connection.leave(net, place.stream);
        self.start_waiting(net);
    }

    fn fail_waiting(&mut self, net: &mut Net<'s>, why: &str) {
        for attempt in std::mem::take(&mut self.waiting) {
            self.conclude(net, attempt, unavailable(why), Seen::Perhaps);
        }
    }
}

impl<'s> Endpoint<'s> for Grpc<'s> {
    fn begin(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        self.calls.insert(attempt, Call::default());
        match self.connections.last() {
            Some(last) if last.takes_more() => return self.start(net, attempt),
            Some(last) if last.is_of_use() => {
                if last.is_ready() {
                    net.local(attempt, Side::Client, Local::Waits);
                }
                return self.waiting.push_back(attempt);
            }
            _ => {}
        }
        if net.now() < self.rests_until {
            let why = self.why_resting;
            let words = format!("{why}, and it is too early to ask for another one");
            net.local(attempt, Side::Client, Local::Failed(words));
            return self.conclude(net, attempt, unavailable(why), Seen::Perhaps);
        }
        self.waiting.push_back(attempt);
        self.connect(net);
    }

    fn request(&mut self, net: &mut Net<'s>, attempt: AttemptId, message: &'s Message, is_last: bool) {
        let Some(call) = self.calls.get_mut(&attempt) else { return };
        match call.place {
            Some(place) => self.queue_message(net, place, Side::Client, message, is_last),
            None => call.queue.push((message, is_last)),
        }
    }

    fn half_close(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        let Some(call) = self.calls.get_mut(&attempt) else { return };
        call.is_closed = true;
        if let Some(place) = call.place {
            self.queue_end(net, place);
        }
    }

    fn abandon(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        let Some(call) = self.calls.remove(&attempt) else { return };
        let Some(place) = call.place else {
            return;
        };
        if let Some(connection) = self.connections.get_mut(place.connection) {
            connection.reset(net, place.stream, Side::Client, error::CANCEL);
        }
        self.leave(net, place);
    }

    fn respond(&mut self, net: &mut Net<'s>, attempt: AttemptId, message: &'s Message) {
        if let Some(place) = self.served(attempt) {
            self.queue_message(net, place, Side::Server, message, false);
        }
    }

    fn finish(&mut self, net: &mut Net<'s>, attempt: AttemptId, status: &Status) {
        if let Some(place) = self.served(attempt)
            && let Some(connection) = self.connections.get_mut(place.connection)
        {
            connection.finish(net, place.stream, status);
        }
    }

    fn sever(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        let Some(place) = self.served(attempt) else { return };
        let Some(connection) = self.connections.get_mut(place.connection) else { return };
        for other in connection.sever(net) {
            let message = "the server broke the connection off".to_owned();
            net.tell(Told::Gone(other, Status { code: Code::Unavailable, message }));
        }
    }

    fn opened(&mut self, net: &mut Net<'s>, connection: u16, side: Side) {
        let Some(connection) = self.position(connection).and_then(|it| self.connections.get_mut(it)) else { return };
        connection.open(net, side);
        if side == Side::Client {
            self.backoff = INITIAL_BACKOFF;
            self.start_waiting(net);
        }
    }

    fn arrived(&mut self, net: &mut Net<'s>, connection: u16, at: Side) {
        if let Some(connection) = self.position(connection) {
            self.receive(net, connection, at);
        }
    }

    fn lost(&mut self, net: &mut Net<'s>, connection: u16, side: Side, why: Loss) {
        let Some(position) = self.position(connection) else { return };
        let Some(connection) = self.connections.get_mut(position) else { return };
        let was_ready = connection.is_ready();
        let attempts = connection.lose(side);
        if side == Side::Server {
            for attempt in attempts {
                let message = "the connection was lost".to_owned();
                net.tell(Told::Gone(attempt, Status { code: Code::Cancelled, message }));
            }
            return;
        }
        let words = match why {
            Loss::Refused => "the connection was refused",
            Loss::TimedOut => "nothing answered in time",
            Loss::Reset => "the connection was broken off",
            Loss::Closed => "the connection was closed",
        };
        if !was_ready {
            let jitter = net.chance.within(BACKOFF_JITTER.0, BACKOFF_JITTER.1).unsigned_abs();
            self.rests_until = net.now().saturating_add(self.backoff.saturating_mul(jitter) / 100);
            self.backoff = (self.backoff * BACKOFF_GROWTH.0 / BACKOFF_GROWTH.1).min(MAX_BACKOFF);
            self.why_resting = words;
        }
        for attempt in attempts {
            self.conclude(net, attempt, unavailable(words), Seen::Perhaps);
        }
        if position + 1 == self.connections.len() {
            self.fail_waiting(net, words);
        }
    }

    fn bytes(&mut self, connection: u16, from: Side) -> Vec<u8> {
        let connection = self.position(connection).and_then(|it| self.connections.get_mut(it));
        connection.map(|it| it.bytes(from)).unwrap_or_default()
    }
}

fn unavailable(why: &str) -> Status {
    Status { code: Code::Unavailable, message: why.to_owned() }
}
