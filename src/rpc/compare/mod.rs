//! What calls come to over gRPC and over REST: bytes by what they are for, packets, connections, times.
//!
//! Counted from timelines, that is from the bytes both really send; nothing is reckoned here.
//! - [`totals()`]: what a timeline comes to
//! - [`measure()`]: a call, its repetition, and it with gzip
//! - [`notes()`]: what is to be said of it, in all honesty
//! - [`beside()`]: all of that, of one call both ways
//!
//! Knows no schema.

mod beside;
mod measure;
mod notes;

pub use beside::{Beside, beside};
pub use measure::{Counted, measure};
pub use notes::{Note, Side, notes};

use serde::{Deserialize, Serialize};

use super::{
    Micros,
    http2::frame::{self, kind},
    timeline::{Connection, Event, Frame, Http1, Kind, Local, Timeline},
};
use crate::text::Span;
use crate::wire::frame::HEADER_SIZE as PREFIX_SIZE;

/// What all that is on a timeline comes to; bytes are both ways together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Messages as they crossed, compressed or not.
    pub messages: u64,
    /// Header lists: HPACK's blocks, or the heads of HTTP/1.1.
    pub headers: u64,
    /// All else of HTTP: the frames' headers, gRPC's prefixes, settings, windows; the lengths of chunks.
    pub framing: u64,
    /// Below HTTP, by our model of TCP, IP and TLS.
    pub transport: u64,
    /// Packets, by the same model.
    pub packets: u64,
    /// Connections there were.
    pub connections: u64,
    /// Attempts at calls.
    pub attempts: u64,
    /// Calls that had to wait for a connection.
    pub waits: u64,
    /// From the first call's beginning until the first of its response was there.
    pub first_byte: Option<Micros>,
    /// From the first call's beginning until its client had a status.
    pub end: Option<Micros>,
}

impl Totals {
    /// Bytes of HTTP.
    pub fn http(&self) -> u64 {
        self.messages + self.headers + self.framing
    }

    /// All bytes on the line.
    pub fn all(&self) -> u64 {
        self.http() + self.transport
    }

    /// What one more call took: these are the totals with it, and its times; `before` are those without.
    pub fn since(&self, before: &Totals) -> Totals {
        Totals {
            messages: self.messages.saturating_sub(before.messages),
            headers: self.headers.saturating_sub(before.headers),
            framing: self.framing.saturating_sub(before.framing),
            transport: self.transport.saturating_sub(before.transport),
            packets: self.packets.saturating_sub(before.packets),
            connections: self.connections.saturating_sub(before.connections),
            attempts: self.attempts.saturating_sub(before.attempts),
            waits: self.waits.saturating_sub(before.waits),
            first_byte: self.first_byte,
            end: self.end,
        }
    }
}

/// Counts a timeline; the times are those of the call with this index.
pub fn totals(timeline: &Timeline, call: u16) -> Totals {
    let mut totals = Totals::default();
    let mut prefixed = vec![false; timeline.messages.len()];
    for event in &timeline.events {
        match &event.kind {
            Kind::Preface(_, bytes) => totals.framing += bytes.len() as u64,
            Kind::Frame(frame) => count_frame(frame, &mut prefixed, &mut totals),
            Kind::Http1(message) => count_http1(timeline, event, message, &mut totals),
            Kind::Local(Local::Waits) => totals.waits += 1,
            Kind::Transport(..) | Kind::Local(_) => {}
        }
    }
    for connection in &timeline.connections {
        totals.transport += connection.overhead;
        totals.packets += connection.packets;
    }
    totals.connections = timeline.connections.len() as u64;
    totals.attempts = timeline.calls.iter().map(|call| u64::from(call.attempts)).sum();
    if let Some(told) = timeline.calls.get(usize::from(call))
        && let Some(start) = told.start
    {
        totals.end = told.end.map(|end| end.saturating_sub(start));
        let is_response = |event: &&Event| {
            let crosses = matches!(event.kind, Kind::Frame(_) | Kind::Http1(_));
            crosses && event.call == Some(call) && event.party == told.server && event.peer == told.client
        };
        let arrivals = timeline.events.iter().filter(is_response).filter_map(|event| event.arrives);
        totals.first_byte = arrivals.min().map(|at| at.saturating_sub(start));
    }
    totals
}

fn count_frame(found: &Frame, prefixed: &mut [bool], totals: &mut Totals) {
    let payload = found.bytes.len().saturating_sub(frame::HEADER_SIZE) as u64;
    totals.framing += found.bytes.len() as u64 - payload;
    match found.kind {
        kind::HEADERS | kind::CONTINUATION => totals.headers += payload,
        kind::DATA => {
            // The prefix stands before a message's first byte, so with the first frame that has any of it.
            let is_first = found.message.and_then(|message| prefixed.get_mut(message as usize));
            let prefix = match is_first {
                Some(seen) if !*seen => {
                    *seen = true;
                    payload.min(PREFIX_SIZE as u64)
                }
                _ => 0,
            };
            totals.framing += prefix;
            totals.messages += payload - prefix;
        }
        _ => totals.framing += payload,
    }
}

fn count_http1(timeline: &Timeline, event: &Event, message: &Http1, totals: &mut Totals) {
    let whole = message.bytes;
    if message.headers.is_some() {
        let body = Span::new(message.body, whole.end as usize);
        totals.headers += (whole.len() - body.len().min(whole.len())) as u64;
        totals.messages += body.len() as u64;
        return;
    }
    let sent = timeline.connections.get(usize::from(message.connection)).map(|it| sent_by(it, event.party));
    let data = sent.map_or(0, |sent| chunk_length(whole.of(sent)));
    totals.messages += data as u64;
    totals.framing += whole.len().saturating_sub(data) as u64;
}

/// The bytes a party sent over a connection.
fn sent_by(connection: &Connection, party: u16) -> &[u8] {
    if party == connection.client { &connection.to_server } else { &connection.to_client }
}

/// How many bytes are in a chunk: all but the line before them and the line end behind.
fn chunk_length(chunk: &[u8]) -> usize {
    let line = chunk.iter().position(|&byte| byte == b'\n').map_or(chunk.len(), |at| at + 1);
    chunk.len().saturating_sub(line + super::http1::LINE_END.len())
}
