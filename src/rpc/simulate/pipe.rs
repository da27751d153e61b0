//! A connection as TCP has it: what each direction has sent, what is under way, and how much may be.
//!
//! Knows no clock and no bytes but their number: `tcp` moves the packets.

use std::collections::VecDeque;

use super::{Micros, NANOS, Nanos, endpoint::Side, open::Stage};
use crate::rpc::timeline::{Event, Transport};

/// Bytes of a segment at most: an Ethernet's 1,500 less the headers.
pub const SEGMENT: u64 = 1500 - HEADERS;
/// IPv4's header and TCP's, without options.
pub const HEADERS: u64 = 20 + 20;
/// What a TLS 1.3 record takes besides its content: header, type and tag (RFC 8446, section 5.2).
const RECORD: u64 = 5 + 1 + 16;
/// The most a record holds.
const MAX_RECORD: u64 = 1 << 14;
/// The congestion window of a new connection, in packets.
const INITIAL_WINDOW: u64 = 10;
/// A window that is never outgrown: some 6 MB, what Linux lets a receiver take.
const MAX_WINDOW: u64 = 4096;

/// A connection.
pub struct Wire {
    /// Index of its link.
    pub link: u16,
    /// The party that opens it.
    pub client: u16,
    /// The party that takes it.
    pub server: u16,
    /// Who takes it for open.
    pub stage: Stage,
    /// Whether all is sent in TLS's records.
    pub is_encrypted: bool,
    /// It was there before the scene began.
    pub is_kept: bool,
    /// Bytes below HTTP, and packets, both ways.
    pub overhead: u64,
    pub packets: u64,
    /// The client's direction, and the server's.
    pipes: [Pipe; 2],
}

/// One direction of a connection.
#[derive(Default)]
pub struct Pipe {
    /// Bytes that were written, that have left, and that have arrived without a gap.
    pub written: u64,
    pub sent: u64,
    pub received: u64,
    /// What is written and has not arrived as a whole, and how many of these have begun to leave.
    pub things: VecDeque<Thing>,
    pub leaving: usize,
    /// Packets from the first one that has not arrived on, and its number.
    pub flight: VecDeque<Segment>,
    pub first: u64,
    /// Packets that were lost: their numbers, and how many later ones have arrived since.
    pub holes: Vec<(u64, u8)>,
    /// When packets are known to have arrived.
    pub acks: VecDeque<Nanos>,
    /// Packets that are not known to have arrived, how many there may be, and from how many on it grows slowly.
    pub in_flight: u64,
    pub window: u64,
    pub threshold: u64,
    /// Acknowledgements since the window grew.
    pub growth: u64,
    /// Losses of packets before this one are one loss.
    pub recovered: u64,
    /// It is going to be seen to when the next acknowledgement is there.
    pub is_pump_due: bool,
    /// It waits for the window.
    pub is_blocked: bool,
    /// It waits for the line.
    pub is_in_line: bool,
    /// Packets that arrived since the receiver said so.
    pub unacknowledged: u8,
    /// What is left to send of a TLS record.
    pub record: u64,
    /// What is said when all is sent.
    pub last: Option<Transport>,
}

/// What was written at once: a frame, a request.
pub struct Thing {
    /// Its bytes among those written.
    pub start: u64,
    pub end: u64,
    /// What it is on the timeline, until it begins to leave; then, where it is there.
    pub event: Option<Event>,
    pub recorded: Option<usize>,
}

/// A packet.
pub struct Segment {
    /// Behind its last byte, among those written.
    pub end: u64,
    /// Its size, with all headers.
    pub size: u64,
    pub has_arrived: bool,
    /// How often it was sent again.
    pub tries: u8,
}

/// What all connections of a link share in a direction.
#[derive(Default)]
pub struct Line {
    /// When the packet that is being sent has left.
    pub free_at: Nanos,
    /// Connections that have something to send, in their order.
    pub waiting: VecDeque<u16>,
    /// The first of them is going to be seen to.
    pub is_due: bool,
}

impl Wire {
    pub fn new(link: u16, client: u16, server: u16, is_encrypted: bool) -> Wire {
        let pipe = || Pipe { window: INITIAL_WINDOW, threshold: MAX_WINDOW, ..Pipe::default() };
        Wire {
            link,
            client,
            server,
            stage: Stage::Opening,
            is_encrypted,
            is_kept: false,
            overhead: 0,
            packets: 0,
            pipes: [pipe(), pipe()],
        }
    }

    /// Who sends, and who receives.
    pub fn parties(&self, from: Side) -> (u16, u16) {
        match from {
            Side::Client => (self.client, self.server),
            Side::Server => (self.server, self.client),
        }
    }

    pub fn pipe(&mut self, from: Side) -> &mut Pipe {
        let [client, server] = &mut self.pipes;
        if from == Side::Client { client } else { server }
    }

    /// A packet without content, or with content of no protocol we show.
    pub fn count(&mut self, packets: u64, bytes: u64) {
        self.packets += packets;
        self.overhead += bytes;
    }

    /// What the receivers have not acknowledged when all is over, they do then.
    pub fn settle(&mut self) {
        let left = self.pipes.iter().filter(|it| it.unacknowledged > 0).count() as u64;
        self.count(left, left * HEADERS);
    }
}

impl Pipe {
    pub fn write(&mut self, length: u64, event: Event) {
        let start = self.written;
        self.written += length;
        self.things.push_back(Thing { start, end: self.written, event: Some(event), recorded: None });
    }

    /// The packet's acknowledgement is there.
    pub fn acknowledge(&mut self) {
        // A window that was not made use of says nothing about the network (RFC 7661).
        let is_used = self.in_flight * 2 >= self.window;
        self.in_flight = self.in_flight.saturating_sub(1);
        if !is_used || self.window >= MAX_WINDOW {
            return;
        }
        self.growth += 1;
        if self.window < self.threshold || self.growth >= self.window {
            self.window += 1;
            self.growth = 0;
        }
    }

    pub fn segment(&mut self, number: u64) -> Option<&mut Segment> {
        self.flight.get_mut(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    /// How much goes into the next packet: of what was written, and of TLS.
    pub fn fill(&mut self, is_encrypted: bool) -> (u64, u64) {
        let (mut content, mut records) = (0, 0);
        while content + records < SEGMENT && self.sent < self.written {
            let room = SEGMENT - content - records;
            if is_encrypted && self.record == 0 {
                if room <= RECORD {
                    break;
                }
                records += RECORD;
                self.record = (self.written - self.sent).min(MAX_RECORD);
                continue;
            }
            let taken = room.min(self.written - self.sent).min(if is_encrypted { self.record } else { room });
            self.sent += taken;
            self.record = self.record.saturating_sub(taken);
            content += taken;
        }
        (content, records)
    }
}

/// One way of a round trip.
pub fn half(round_trip: Micros) -> Nanos {
    round_trip.saturating_mul(NANOS / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(is_encrypted: bool, written: u64) -> Vec<(u64, u64)> {
        let mut pipe = Pipe { written, ..Pipe::default() };
        std::iter::from_fn(|| (pipe.sent < pipe.written).then(|| pipe.fill(is_encrypted))).collect()
    }

    #[test]
    fn packets_are_full_but_for_the_last() {
        assert_eq!(filled(false, 3000), [(1460, 0), (1460, 0), (80, 0)]);
        // A record each 16 KiB, wherever in a packet it begins.
        let packets = filled(true, 17_000);
        assert_eq!(packets.iter().map(|it| it.1).collect::<Vec<_>>(), [22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 22]);
        assert_eq!(packets.iter().map(|it| it.0).sum::<u64>(), 17_000);
        assert!(packets.iter().all(|it| it.0 + it.1 <= SEGMENT));
    }

    #[test]
    fn a_window_doubles_in_a_round_trip_and_then_grows_by_one() {
        let mut pipe = Pipe { window: 10, threshold: 20, ..Pipe::default() };
        let mut round_trip = || {
            pipe.in_flight = pipe.window;
            (0..pipe.window).for_each(|_| {
                // As many are sent again.
                pipe.acknowledge();
                pipe.in_flight += 1;
            });
            pipe.window
        };
        assert_eq!([round_trip(), round_trip(), round_trip()], [20, 21, 22]);
    }
}
