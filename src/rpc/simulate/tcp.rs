//! A model of TCP that is good enough to tell time by, and packets: segments, slow start, losses, one line for all
//! connections of a link.
//!
//! What is modelled: segments of 1,460 bytes, an initial window of ten (RFC 6928), slow start and congestion avoidance counted
//! in packets, fast retransmission after three later packets have arrived (RFC 5681, section 3.2), time-outs that double (RFC
//! 6298), delayed acknowledgements (RFC 9293, section 3.8.6.3) as far as they are packets. What is not: queues in routers, limits
//! of receivers, the time acknowledgements take on the line. Nagle's algorithm is off, as HTTP libraries have it.
//!
//! Knows no bytes but their number.

use super::{
    MICROS_A_MILLI, NANOS, Nanos,
    endpoint::Side,
    net::{Due, Loss, Net, News},
    open::Stage,
    pipe::{HEADERS, Pipe, Segment, half},
};
use crate::rpc::timeline::{Event, Kind, Transport};

/// So many later packets tell that one is lost.
const DUPLICATES: u8 = 3;
/// What a time-out is longer than a round trip, as Linux has it.
const PATIENCE: Nanos = 200 * MICROS_A_MILLI * NANOS;
/// The longest time-out.
const MAX_TIMEOUT: Nanos = 120 * 1000 * MICROS_A_MILLI * NANOS;
/// So often a packet is sent again before the connection is given up, as Linux has it.
const MAX_TRIES: u8 = 15;
/// So many packets are acknowledged by one.
const DELAYED: u8 = 2;

impl Net<'_> {
    /// Sends what can be sent of what was written since the last look.
    pub(super) fn flush(&mut self) {
        for (connection, from) in std::mem::take(&mut self.fresh) {
            self.pump(connection, from);
        }
    }

    /// When all that was written has left, this side says so, and the connection is no more.
    pub fn close(&mut self, connection: u16, from: Side, how: Transport) {
        let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
        wire.pipe(from).last = Some(how);
        self.fresh.push((connection, from));
    }

    pub(super) fn pump_due(&mut self, connection: u16, from: Side) {
        if let Some(wire) = self.wires.get_mut(usize::from(connection)) {
            wire.pipe(from).is_pump_due = false;
            self.pump(connection, from);
        }
    }

    pub(super) fn line_due(&mut self, link: u16, from: Side) {
        let Some(line) = self.lines.get_mut(usize::from(link)) else { return };
        let line = &mut line[from as usize];
        line.is_due = false;
        let Some(connection) = line.waiting.pop_front() else { return };
        if let Some(wire) = self.wires.get_mut(usize::from(connection)) {
            wire.pipe(from).is_in_line = false;
        }
        self.pump(connection, from);
        self.call_next(link, from);
    }

    /// The next connection that waits for the line is called when it is free.
    fn call_next(&mut self, link: u16, from: Side) {
        let Some(line) = self.lines.get_mut(usize::from(link)) else { return };
        let line = &mut line[from as usize];
        if !line.is_due && !line.waiting.is_empty() {
            line.is_due = true;
            self.queue.push(line.free_at.max(self.now), Due::Line(link, from));
        }
    }

    /// Sends packets as long as there are bytes, and window and line allow.
    fn pump(&mut self, connection: u16, from: Side) {
        loop {
            let now = self.now;
            let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
            if !wire.stage.can_send(from) {
                return;
            }
            let link = wire.link;
            let pipe = wire.pipe(from);
            while pipe.acks.front().is_some_and(|&at| at <= now) {
                pipe.acks.pop_front();
                pipe.acknowledge();
            }
            pipe.is_blocked = false;
            if pipe.sent == pipe.written {
                if let Some(how) = pipe.last.take() {
                    self.part(connection, from, how);
                }
                return;
            }
            if pipe.in_flight >= pipe.window {
                pipe.is_blocked = true;
                if let (Some(&at), false) = (pipe.acks.front(), pipe.is_pump_due) {
                    pipe.is_pump_due = true;
                    self.queue.push(at, Due::Pump(connection, from));
                }
                return;
            }
            let Some(line) = self.lines.get_mut(usize::from(link)).map(|it| &mut it[from as usize]) else { return };
            if line.free_at > now {
                if !pipe.is_in_line {
                    pipe.is_in_line = true;
                    line.waiting.push_back(connection);
                }
                self.call_next(link, from);
                return;
            }
            self.depart(connection, from);
        }
    }

    fn depart(&mut self, connection: u16, from: Side) {
        let at = self.micros();
        let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
        let (is_encrypted, pipe) = (wire.is_encrypted, wire.pipe(from));
        let (content, records) = pipe.fill(is_encrypted);
        let (number, sent, size) = (pipe.first + pipe.flight.len() as u64, pipe.sent, content + records + HEADERS);
        pipe.flight.push_back(Segment { end: sent, size, has_arrived: false, tries: 0 });
        pipe.in_flight += 1;
        wire.pipe(from.other()).unacknowledged = 0;
        wire.count(1, records + HEADERS);
        // What begins in this packet happens now.
        loop {
            let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
            let pipe = wire.pipe(from);
            let next = pipe.leaving;
            let Some(thing) = pipe.things.get_mut(next).filter(|it| it.start < sent) else { break };
            pipe.leaving += 1;
            let Some(event) = thing.event.take() else { continue };
            let recorded = self.record(Event { at, ..event });
            if let Some(wire) = self.wires.get_mut(usize::from(connection))
                && let Some(thing) = wire.pipe(from).things.get_mut(next)
            {
                thing.recorded = recorded;
            }
        }
        let way = self.travel(connection, from, size);
        self.launch(connection, from, number, 0, way);
    }

    /// A packet is on its way: arrives, or is lost.
    fn launch(&mut self, connection: u16, from: Side, number: u64, tries: u8, way: Option<Nanos>) {
        match way {
            Some(way) => self.due(way, Due::Arrive(connection, from, number)),
            None => {
                if let Some(wire) = self.wires.get_mut(usize::from(connection)) {
                    wire.pipe(from).holes.push((number, 0));
                }
                let patience = self.timeout(connection, tries);
                self.due(patience, Due::Again(connection, from, number, tries));
            }
        }
    }

    /// How long a packet of this size takes to the other side from now, and the line is taken meanwhile; nothing if it gets lost.
    pub(super) fn travel(&mut self, connection: u16, from: Side, size: u64) -> Option<Nanos> {
        let link = self.wires.get(usize::from(connection))?.link;
        let network = self.scene.links.get(usize::from(link))?.network;
        let line = self.lines.get_mut(usize::from(link)).map(|it| &mut it[from as usize])?;
        let start = line.free_at.max(self.now);
        let duration = (size * 8).saturating_mul(1_000_000_000) / network.bandwidth.max(1);
        line.free_at = start.saturating_add(duration.max(1));
        let arrives = line.free_at.saturating_add(half(network.round_trip));
        let is_lost = network.loss > 0 && self.chance.happens(usize::from(network.loss), 1000);
        (!is_lost).then(|| arrives - self.now)
    }

    /// How long a side waits for an acknowledgement of a packet that was tried so often.
    pub(super) fn timeout(&self, connection: u16, tries: u8) -> Nanos {
        let round_trip = self.link(connection).map_or(0, |it| it.network.round_trip.saturating_mul(NANOS));
        round_trip.saturating_add(PATIENCE).saturating_mul(1 << tries.min(MAX_TRIES)).min(MAX_TIMEOUT.max(round_trip))
    }

    pub(super) fn arrive(&mut self, connection: u16, from: Side, number: u64) {
        let (now, at) = (self.now, self.micros());
        let Some(back) = self.link(connection).map(|it| half(it.network.round_trip)) else { return };
        let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
        if !wire.stage.can_send(from.other()) {
            return;
        }
        let pipe = wire.pipe(from);
        let Some(segment) = pipe.segment(number).filter(|it| !it.has_arrived) else { return };
        segment.has_arrived = true;
        pipe.acks.push_back(now.saturating_add(back));
        if pipe.is_blocked && !pipe.is_pump_due {
            pipe.is_pump_due = true;
            self.queue.push(now.saturating_add(back), Due::Pump(connection, from));
        }
        pipe.holes.retain(|hole| hole.0 != number);
        let Pipe { holes, flight, first, .. } = pipe;
        for (hole, later) in holes.iter_mut().filter(|it| it.0 < number) {
            *later = later.saturating_add(1);
            let tries = hole.checked_sub(*first).and_then(|it| flight.get(it as usize)).map_or(0, |it| it.tries);
            if *later == DUPLICATES && tries == 0 {
                self.queue.push(now.saturating_add(back), Due::Again(connection, from, *hole, tries));
            }
        }
        pipe.unacknowledged += 1;
        let acknowledges = pipe.unacknowledged >= DELAYED;
        if acknowledges {
            pipe.unacknowledged = 0;
        }
        while let Some(segment) = pipe.flight.front().filter(|it| it.has_arrived) {
            pipe.received = segment.end;
            pipe.flight.pop_front();
            pipe.first += 1;
        }
        while let Some(thing) = pipe.things.front().filter(|it| it.end <= pipe.received) {
            if let Some(event) = thing.recorded.and_then(|it| self.timeline.events.get_mut(it)) {
                event.arrives = Some(at);
            }
            self.news.push_back(News::Arrived(connection, from.other()));
            pipe.things.pop_front();
            pipe.leaving = pipe.leaving.saturating_sub(1);
        }
        if acknowledges {
            wire.count(1, HEADERS);
        }
    }

    pub(super) fn again(&mut self, connection: u16, from: Side, number: u64, tries: u8) {
        let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
        if !wire.stage.can_send(from) {
            return;
        }
        let (party, peer) = wire.parties(from);
        let pipe = wire.pipe(from);
        let next = pipe.first + pipe.flight.len() as u64;
        let Some(segment) = pipe.segment(number).filter(|it| !it.has_arrived && it.tries == tries) else { return };
        segment.tries += 1;
        let (size, tries) = (segment.size, segment.tries);
        if tries > MAX_TRIES {
            self.break_off(connection, Loss::TimedOut);
            return;
        }
        let is_fast = pipe.holes.iter().any(|it| it.0 == number && it.1 >= DUPLICATES) && tries == 1;
        pipe.holes.retain(|it| it.0 != number);
        if number >= pipe.recovered || !is_fast {
            pipe.threshold = (pipe.in_flight / 2).max(2);
            pipe.window = if is_fast { pipe.threshold } else { 1 };
            pipe.recovered = next;
            pipe.growth = 0;
        }
        wire.count(1, size);
        let way = self.travel(connection, from, size);
        let arrives = way.map(|it| self.now.saturating_add(it) / NANOS);
        let kind = Kind::Transport(connection, Transport::Again);
        self.record(Event { at: self.micros(), arrives, party, peer, call: None, attempt: 0, kind });
        self.launch(connection, from, number, tries, way);
    }

    /// This side has nothing more to say, and says so.
    fn part(&mut self, connection: u16, from: Side, how: Transport) {
        let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
        let (party, peer) = wire.parties(from);
        wire.stage = Stage::Closing(from.other());
        wire.count(1, HEADERS);
        let way = self.travel(connection, from, HEADERS);
        // Were it lost, the other side's next packet would be told.
        let way = way.unwrap_or_else(|| self.timeout(connection, 0));
        let why = if how == Transport::Fin { Loss::Closed } else { Loss::Reset };
        let arrives = Some(self.now.saturating_add(way) / NANOS);
        let kind = Kind::Transport(connection, how);
        self.record(Event { at: self.micros(), arrives, party, peer, call: None, attempt: 0, kind });
        self.due(way, Due::Lost(connection, from.other(), why));
    }

    /// Both sides have lost the connection.
    fn break_off(&mut self, connection: u16, why: Loss) {
        for side in [Side::Client, Side::Server] {
            self.lose(connection, side, why);
        }
    }

    pub(super) fn lose(&mut self, connection: u16, side: Side, why: Loss) {
        let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
        wire.stage = Stage::Closed;
        self.news.push_back(News::Lost(connection, side, why));
    }
}
