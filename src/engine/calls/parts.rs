//! What the bytes of a frame, of a request or response are: parts that follow each other, a message's fields among them.
//!
//! What the parts are is the word of [`http2`], [`http1`] and [`annotate`]; here they are put together and counted from the
//! frame's first byte.

use super::{Shown, data::Part};
use crate::{
    annotate::{self, Role, explain},
    engine::view::CellRole,
    rpc::{
        http1, http2,
        timeline::{Event, Kind},
        words,
    },
    schema::Root,
    text::Span,
};

/// How many parts of one message are told; what is behind them is one more.
const MAX_FIELDS: usize = 300;

/// How many colours parts take turns in.
const HUES: usize = 5;

/// The parts of the bytes of an event, which stand in a span of all that its sender sent: in order, without gaps.
pub fn parts(shown: &Shown, event: &Event, all: &[u8], span: Span) -> Vec<Part> {
    let told = match &event.kind {
        Kind::Preface(..) => {
            let (title, sentence) = ("connection preface".to_owned(), words::PREFACE.to_owned());
            vec![Part { span, role: CellRole::Tag, hue: 0, title, sentence }]
        }
        Kind::Http1(http) => {
            let told = if http.headers.is_some() { http1::explain(all, span) } else { http1::explain_chunk(all, span) };
            let part = |it: http1::Part| Part {
                span: it.span,
                role: http1_role(&it.name),
                hue: 0,
                title: it.name,
                sentence: it.sentence,
            };
            told.into_iter().map(part).collect()
        }
        Kind::Frame(frame) => {
            let Some((client, server)) = shown.readings(frame.connection) else { return Vec::new() };
            let connection = shown.timeline.connections.get(usize::from(frame.connection));
            let is_client = connection.is_some_and(|connection| connection.client == event.party);
            let reading = if is_client { client } else { server };
            let Ok(index) = reading.frames.binary_search_by_key(&span.start, |frame| frame.bytes.start) else {
                return Vec::new();
            };
            let part = |it: http2::Part| Part {
                span: it.span,
                role: http2_role(it.role),
                hue: 0,
                title: it.name,
                sentence: it.sentence,
            };
            http2::explain(all, reading, index).into_iter().map(part).collect()
        }
        Kind::Transport(..) | Kind::Local(_) => Vec::new(),
    };
    let from_first = |(index, part): (usize, Part)| {
        let cut = |at: u32| at.clamp(span.start, span.end) - span.start;
        let within = Span { start: cut(part.span.start), end: cut(part.span.end) };
        Part { span: within, hue: (index % HUES) as u8, ..part }
    };
    told.into_iter().enumerate().map(from_first).collect()
}

fn http2_role(role: http2::Role) -> CellRole {
    match role {
        http2::Role::Tag => CellRole::Tag,
        http2::Role::Length => CellRole::Length,
        http2::Role::Payload => CellRole::Payload,
        http2::Role::Junk => CellRole::Junk,
    }
}

fn http1_role(name: &str) -> CellRole {
    match name {
        "body" => CellRole::Payload,
        "chunk length" | "content-length" => CellRole::Length,
        "junk" | "rest" => CellRole::Junk,
        _ => CellRole::Tag,
    }
}

/// The same, with the fields of a message in place of the part that is all of its bytes, if there is one.
pub fn with_fields(parts: Vec<Part>, frame: &[u8], message: &[u8], root: &Root) -> Vec<Part> {
    let is_message = |part: &Part| part.role == CellRole::Payload && part.span.of(frame) == message;
    let Some(at) = parts.iter().position(is_message).filter(|_| !message.is_empty()) else { return parts };
    let start = parts.get(at).map_or(0, |part| part.span.start);
    let mut parts = parts;
    let behind = parts.split_off(at + 1);
    parts.pop();
    parts.extend(fields(message, root, start));
    parts.extend(behind);
    parts
}

/// The parts of a message that begins at `start`.
fn fields(message: &[u8], root: &Root, start: u32) -> Vec<Part> {
    let nodes = annotate::annotate(message, Some(root));
    let shift = |span: Span| Span { start: span.start.saturating_add(start), end: span.end.saturating_add(start) };
    let mut leaves = nodes.leaves();
    let part = |leaf: annotate::Leaf| {
        let explained = explain::explain(&nodes, message, leaf.node, Some(leaf.role)).unwrap_or_default();
        let role = match leaf.role {
            Role::Tag | Role::EndTag => CellRole::Tag,
            Role::Length => CellRole::Length,
            Role::Payload => CellRole::Payload,
            Role::Junk => CellRole::Junk,
        };
        let hue = nodes.get(leaf.node).map_or(0, |node| node.hue);
        Part { span: shift(leaf.span), role, hue, title: explained.title, sentence: explained.sentence }
    };
    let mut parts: Vec<Part> = leaves.by_ref().take(MAX_FIELDS).map(part).collect();
    if let Some(leaf) = leaves.next() {
        let rest = shift(Span { end: message.len() as u32, ..leaf.span });
        let sentence = "More fields of the message: the playground explains each.".to_owned();
        parts.push(Part {
            span: rest,
            role: CellRole::Payload,
            hue: 0,
            title: "rest of the message".to_owned(),
            sentence,
        });
    }
    parts
}
