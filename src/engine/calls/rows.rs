//! Events as rows: what each is called and what is in it, in a few words.

use super::{
    Shown,
    data::{Row, Tone, Window},
};
use crate::{
    rpc::{
        http2::frame::kind,
        status::{Code, Status},
        timeline::{Event, Kind, Local, Transport},
        words,
    },
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
        tone: tone(event),
        title,
        note,
        size: shown.timeline.sent(event).map(|(_, span)| span.len() as u32),
        active: shown.active.get(index as usize).copied().unwrap_or_default(),
    })
}

/// What an event is, for its colour.
pub fn tone(event: &Event) -> Tone {
    match &event.kind {
        Kind::Transport(_, Transport::Reset | Transport::Again) => Tone::Bad,
        Kind::Transport(..) => Tone::Transport,
        Kind::Preface(..) => Tone::Control,
        Kind::Frame(frame) => match frame.kind {
            kind::DATA => Tone::Data,
            kind::HEADERS | kind::CONTINUATION | kind::PUSH_PROMISE => Tone::Headers,
            kind::RST_STREAM => Tone::Bad,
            _ => Tone::Control,
        },
        Kind::Http1(_) => Tone::Data,
        Kind::Local(Local::Ended(Status { code: Code::Ok, .. })) => Tone::Good,
        Kind::Local(Local::Ended(_) | Local::DeadlineExceeded | Local::Cancelled | Local::Failed(_)) => Tone::Bad,
        Kind::Local(_) => Tone::Local,
    }
}
