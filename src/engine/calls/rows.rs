//! Events as rows: what each is called and what is in it, in a few words.

use super::{
    Shown,
    data::{Row, Window},
    words,
};
use crate::{
    rpc::timeline::{Connection, Event, Kind},
    text::Span,
};

/// The rows asked for, as far as there are any.
pub fn window(shown: &Shown, rows: Span) -> Window {
    let total = shown.timeline.events.len() as u32;
    let (first, end) = (rows.start.min(total), rows.end.min(total));
    Window { first, rows: (first..end).filter_map(|index| row(shown, index)).collect() }
}

/// The row of an event.
pub fn row(shown: &Shown, index: u32) -> Option<Row> {
    let event = shown.timeline.events.get(index as usize)?;
    let (title, note) = words::words(&shown.timeline, event);
    Some(Row {
        at: event.at,
        arrives: event.arrives,
        party: event.party,
        peer: event.peer,
        call: event.call,
        attempt: event.attempt,
        tone: words::tone(event),
        title,
        note,
        size: bytes(shown, event).map(|(_, span)| span.len() as u32),
        active: shown.active.get(index as usize).copied().unwrap_or_default(),
    })
}

/// The bytes that crossed with an event: all that its sender sent over the connection, and which of them.
pub fn bytes<'a>(shown: &'a Shown, event: &Event) -> Option<(&'a [u8], Span)> {
    sent(&shown.timeline.connections, event)
}

/// Likewise, among these connections.
pub fn sent<'a>(connections: &'a [Connection], event: &Event) -> Option<(&'a [u8], Span)> {
    let (connection, span) = match &event.kind {
        Kind::Preface(connection, span) => (*connection, *span),
        Kind::Frame(frame) => (frame.connection, frame.bytes),
        Kind::Http1(http) => (http.connection, http.bytes),
        Kind::Transport(..) | Kind::Local(_) => return None,
    };
    let connection = connections.get(usize::from(connection))?;
    let is_client = event.party == connection.client;
    let all: &[u8] = if is_client { &connection.to_server } else { &connection.to_client };
    Some((all, span)).filter(|(all, span)| span.end as usize <= all.len())
}
