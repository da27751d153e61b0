//! All of one event: the bytes with their parts, the header list, the message.
//!
//! What the parts of a frame are is [`http2`](crate::rpc::http2)'s and [`http1`]'s word; here it is cut to the frame.

use super::{
    MAX_SHOWN, Shown,
    data::{FrameBytes, HeaderRow, MessageView, Opened, Part},
    rows, words,
};
use crate::{
    engine::view::{Cell, CellRole},
    message::{self, JsonOptions, Layout},
    rpc::{
        http1, http2,
        timeline::{Event, Kind, Local},
    },
    schema::Schema,
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
    let sent = rows::bytes(shown, what);
    let (headers, message) = match &what.kind {
        Kind::Frame(frame) => (frame.headers, frame.message),
        Kind::Http1(http) => (http.headers, http.message),
        Kind::Local(Local::Delivered(message)) => (None, Some(*message)),
        _ => (None, None),
    };
    Some(Opened {
        event,
        row,
        sentence: words::sentence(timeline, what),
        frame: sent.map(|(all, span)| frame_bytes(what, all, span, window)),
        headers: headers.map(|index| header_rows(shown, index, sent.map(|(_, span)| span))).unwrap_or_default(),
        message: message.and_then(|index| message_view(shown, schema, index)),
    })
}

fn frame_bytes(event: &Event, all: &[u8], span: Span, window: Span) -> FrameBytes {
    let total = span.end - span.start;
    let first = window.start.min(total);
    let end = window.end.clamp(first, total.min(first.saturating_add(MAX_CELLS)));
    let parts = parts(event, all, span);
    let mut at = parts.partition_point(|part| part.span.end <= first);
    let cell = |offset: u32| {
        while parts.get(at).is_some_and(|part| part.span.end <= offset) {
            at += 1;
        }
        let byte = all.get((span.start + offset) as usize).copied()?;
        let role = parts.get(at).map_or(CellRole::Payload, |part| part.role);
        Some(Cell { byte, role, hue: (at % HUES) as u8 })
    };
    let cells = (first..end).filter_map(cell).collect();
    let is_whole = parts.len() <= MAX_PARTS;
    let parts = if is_whole { parts } else { parts.into_iter().take(MAX_PARTS).collect() };
    FrameBytes { total, first, cells, parts, before: u64::from(span.start) }
}

/// How many colours parts take turns in.
const HUES: usize = 5;

/// What the bytes of an event are, counted from its first.
fn parts(event: &Event, all: &[u8], span: Span) -> Vec<Part> {
    let part = |part: Span, role, title: &str, sentence: &str| {
        let cut = |at: u32| at.clamp(span.start, span.end) - span.start;
        let part = Span { start: cut(part.start), end: cut(part.end) };
        Part { span: part, role, title: title.to_owned(), sentence: sentence.to_owned() }
    };
    match &event.kind {
        Kind::Preface(..) => vec![part(span, CellRole::Tag, "connection preface", words::PREFACE)],
        Kind::Http1(http) => {
            let told = if http.headers.is_some() { http1::explain(all, span) } else { http1::explain_chunk(all, span) };
            let role = |name: &str| match name {
                "body" => CellRole::Payload,
                "chunk length" | "content-length" => CellRole::Length,
                "junk" | "rest" => CellRole::Junk,
                _ => CellRole::Tag,
            };
            told.iter().map(|it| part(it.span, role(&it.name), &it.name, &it.sentence)).collect()
        }
        Kind::Frame(_) => {
            let head = span.start + (http2::frame::HEADER_SIZE as u32).min(span.end - span.start);
            vec![
                part(Span { end: head, ..span }, CellRole::Tag, "frame header", ""),
                part(Span { start: head, ..span }, CellRole::Payload, "payload", ""),
            ]
        }
        _ => Vec::new(),
    }
}

fn header_rows(shown: &Shown, index: u32, frame: Option<Span>) -> Vec<HeaderRow> {
    let list = shown.timeline.headers.get(index as usize).map(Vec::as_slice).unwrap_or_default();
    let row = |header: &crate::rpc::timeline::Header| HeaderRow {
        name: header.name.clone(),
        value: header.value.clone(),
        form: words::form(header.form),
        size: header.bytes.len() as u32,
        bytes: frame
            .filter(|frame| frame.covers(header.bytes))
            .map(|frame| Span { start: header.bytes.start - frame.start, end: header.bytes.end - frame.start }),
    };
    list.iter().map(row).collect()
}

fn message_view(shown: &Shown, schema: Option<&Schema>, index: u32) -> Option<MessageView> {
    let message = shown.timeline.messages.get(index as usize)?;
    let call = usize::from(message.call);
    let is_proto = !shown.are_rest.get(call).copied().unwrap_or_default();
    let kind = shown.paths.get(call).zip(schema).and_then(|(path, schema)| type_of(schema, path, message.is_response));
    let size = message.content.len();
    let json = if size > MAX_SHOWN {
        Err(format!("{size} bytes are too many to be shown here"))
    } else if is_proto {
        json_of(schema, kind.as_deref(), &message.content)
    } else {
        String::from_utf8(message.content.clone())
            .map_err(|_| "expected JSON, found bytes that are no UTF-8".to_owned())
    };
    Some(MessageView {
        is_response: message.is_response,
        index: message.index,
        kind: kind.unwrap_or_default(),
        json,
        bytes: if size > MAX_SHOWN { Vec::new() } else { message.content.clone() },
        size: size as u32,
        is_compressed: message.is_compressed,
        is_proto,
    })
}

/// The full name of what a method takes, or returns.
fn type_of(schema: &Schema, path: &str, is_response: bool) -> Option<String> {
    let (service, name) = path.strip_prefix('/')?.split_once('/')?;
    let service = schema.services().into_iter().find(|it| it.full_name == service)?;
    let method = service.methods.into_iter().find(|it| it.name == name)?;
    Some(if is_response { method.response } else { method.request })
}

fn json_of(schema: Option<&Schema>, kind: Option<&str>, bytes: &[u8]) -> Result<String, String> {
    let root = schema.zip(kind).and_then(|(schema, kind)| schema.root(kind));
    let root = root.ok_or_else(|| "the schema has no such method any more".to_owned())?;
    message::json_of(&root, bytes, JsonOptions::default(), Layout::Lines).map(|json| json.text)
}
