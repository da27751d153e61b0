//! All of one event: the bytes with their parts, the header list, the message.

use super::{
    MAX_SHOWN, Shown,
    data::{FrameBytes, HeaderRow, MessageView, Opened, Part},
    parts, rows,
};
use crate::{
    engine::view::{Cell, CellRole},
    message::{self, JsonOptions, Layout},
    rpc::{
        timeline::{Event, Header, Kind, Local, Message},
        words,
    },
    schema::{Root, Schema},
    text::Span,
};

/// How many cells are told at once.
const MAX_CELLS: u32 = 4096;

/// How many parts of a frame are told.
const MAX_PARTS: usize = 1000;

/// All of the event with this index, with these of its bytes.
pub fn open(shown: &Shown, schema: Option<&Schema>, event: u32, window: Span) -> Option<Opened> {
    let row = rows::row(shown, event)?;
    let timeline = &shown.timeline;
    let what = timeline.events.get(event as usize)?;
    let sent = timeline.sent(what);
    let (headers, message) = match &what.kind {
        Kind::Frame(frame) => (frame.headers, frame.message),
        Kind::Http1(http) => (http.headers, http.message),
        Kind::Local(Local::Delivered(message)) => (None, Some(*message)),
        _ => (None, None),
    };
    let message = message.and_then(|index| timeline.messages.get(index as usize));
    let typed = message.map(|message| Typed::new(shown, schema, message));
    Some(Opened {
        event,
        row,
        sentence: words::sentence(timeline, what),
        frame: sent.map(|(all, span)| frame_bytes(shown, what, typed.as_ref(), (all, span), window)),
        headers: headers.map(|index| header_rows(shown, index, sent.map(|(_, span)| span))).unwrap_or_default(),
        message: typed.map(Typed::view),
    })
}

fn frame_bytes(
    shown: &Shown,
    event: &Event,
    typed: Option<&Typed<'_>>,
    (all, span): (&[u8], Span),
    window: Span,
) -> FrameBytes {
    let total = span.end - span.start;
    let first = window.start.min(total);
    let end = window.end.clamp(first, total.min(first.saturating_add(MAX_CELLS)));
    let mut parts = parts::parts(shown, event, all, span);
    if let Some((content, root)) = typed.and_then(Typed::plain) {
        parts = parts::with_fields(parts, span.of(all), content, root);
    }
    let mut at = parts.partition_point(|part| part.span.end <= first);
    let cell = |offset: u32| {
        while parts.get(at).is_some_and(|part| part.span.end <= offset) {
            at += 1;
        }
        let byte = all.get(span.start.saturating_add(offset) as usize).copied()?;
        let (role, hue) = parts.get(at).map_or((CellRole::Junk, 0), |part: &Part| (part.role, part.hue));
        Some(Cell { byte, role, hue })
    };
    let cells = (first..end).filter_map(cell).collect();
    parts.truncate(MAX_PARTS);
    FrameBytes { total, first, cells, parts, before: u64::from(span.start) }
}

fn header_rows(shown: &Shown, index: u32, frame: Option<Span>) -> Vec<HeaderRow> {
    let list = shown.timeline.headers.get(index as usize).map(Vec::as_slice).unwrap_or_default();
    let within = |bytes: Span| {
        let frame = frame.filter(|frame| frame.covers(bytes))?;
        Some(Span { start: bytes.start - frame.start, end: bytes.end - frame.start })
    };
    let row = |header: &Header| HeaderRow {
        name: header.name.clone(),
        value: header.value.clone(),
        form: words::form(header.form),
        size: header.bytes.len() as u32,
        bytes: within(header.bytes),
    };
    list.iter().map(row).collect()
}

/// A message with its type, as far as that is known.
struct Typed<'a> {
    message: &'a Message,
    is_proto: bool,
    kind: Option<String>,
    root: Option<Root>,
}

impl<'a> Typed<'a> {
    fn new(shown: &Shown, schema: Option<&Schema>, message: &'a Message) -> Typed<'a> {
        let call = usize::from(message.call);
        let path = shown.paths.get(call);
        let kind = path.zip(schema).and_then(|(path, schema)| type_of(schema, path, message.is_response));
        let root = schema.zip(kind.as_deref()).and_then(|(schema, kind)| schema.root(kind));
        Typed { message, is_proto: !shown.are_rest.get(call).copied().unwrap_or_default(), kind, root }
    }

    /// The bytes and the type of a message that crosses as it is.
    fn plain(&self) -> Option<(&[u8], &Root)> {
        let content = self.message.content.as_slice();
        let root = self.root.as_ref().filter(|_| self.is_proto && !self.message.is_compressed);
        root.filter(|_| content.len() <= MAX_SHOWN).map(|root| (content, root))
    }

    fn view(self) -> MessageView {
        let Typed { message, is_proto, .. } = self;
        let size = message.content.len();
        let is_shown = size <= MAX_SHOWN;
        let json = match &self.root {
            _ if !is_shown => Err(format!("{size} bytes are too many to be shown here")),
            Some(root) if is_proto => {
                message::json_of(root, &message.content, JsonOptions::default(), Layout::Lines).map(|json| json.text)
            }
            None if is_proto => Err("the schema has no such method any more".to_owned()),
            _ => String::from_utf8(message.content.clone())
                .map_err(|_| "expected JSON, found bytes that are no UTF-8".to_owned()),
        };
        MessageView {
            is_response: message.is_response,
            index: message.index,
            kind: self.kind.unwrap_or_default(),
            json,
            bytes: if is_shown { message.content.clone() } else { Vec::new() },
            size: size as u32,
            is_compressed: message.is_compressed,
            is_proto,
        }
    }
}

/// The full name of what a method takes, or returns.
fn type_of(schema: &Schema, path: &str, is_response: bool) -> Option<String> {
    let method = crate::rpc::method::find(schema, path)?;
    Some(if is_response { method.response } else { method.request })
}
