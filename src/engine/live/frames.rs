//! Bytes that cross, with what they mean.

use super::data::Frame;
use crate::{
    engine::{
        calls::{
            MAX_SHOWN,
            data::{FrameBytes, Part},
        },
        view::{Cell, CellRole},
    },
    message::{JsonOptions, Layout, json_of},
    rpc::{
        http2::Role,
        web::{self, FrameKind, Protocol},
    },
    schema::Root,
    text::Span,
};

/// How many bytes of a frame are told; all that is in them is told as text.
const MAX_CELLS: usize = 4096;

/// How many colours parts have.
const HUES: usize = 5;

/// What is sent. Of gRPC-Web's text it is what the base64 says.
pub fn request(protocol: Protocol, is_streaming: bool, message: Vec<u8>, root: &Root) -> Frame {
    let is_framed = is_streaming || protocol != Protocol::Connect;
    let header = if is_framed { crate::wire::frame::HEADER_SIZE } else { 0 };
    let frame = web::Frame {
        kind: FrameKind::Message,
        place: Span::new(0, header + message.len()),
        flags: is_framed.then_some(0),
        plain: message.clone(),
        content: message,
    };
    Frame { title: "Request".to_owned(), ..response(protocol, &frame, 0, Some(root)) }
}

/// A frame of a response; a message is the one of that number.
pub fn response(protocol: Protocol, frame: &web::Frame, number: usize, root: Option<&Root>) -> Frame {
    let title = match frame.kind {
        FrameKind::Message => format!("Message {number}"),
        FrameKind::Trailers => "Trailers".to_owned(),
        FrameKind::EndStream => "End of stream".to_owned(),
        FrameKind::Error => "Error".to_owned(),
        FrameKind::Junk => "Unreadable".to_owned(),
    };
    let text = match frame.kind {
        _ if frame.plain.len() > MAX_SHOWN => Err(format!("{} bytes are too many to be shown here", frame.plain.len())),
        FrameKind::Message => match root {
            Some(root) => json_of(root, &frame.plain, JsonOptions::default(), Layout::Lines).map(|json| json.text),
            None => Err("the schema has no such type any more".to_owned()),
        },
        _ => Ok(String::from_utf8_lossy(&frame.plain).into_owned()),
    };
    let start = frame.place.start;
    let relative = |span: Span| Span { start: span.start.saturating_sub(start), end: span.end.saturating_sub(start) };
    let part = |(index, part): (usize, crate::rpc::http2::Part)| Part {
        span: relative(part.span),
        role: role(part.role),
        hue: (index % HUES) as u8,
        title: part.name,
        sentence: part.sentence,
    };
    let parts = web::explain(frame, protocol).into_iter().enumerate().map(part).collect();
    let is_good = frame.kind != FrameKind::Junk && text.is_ok();
    Frame { title, is_good, text, bytes: bytes(&raw(frame), parts, u64::from(start)) }
}

/// The beginning of a body that is not of the protocol.
pub fn strange(start: &[u8]) -> Frame {
    let part = Part {
        span: Span::new(0, start.len()),
        role: CellRole::Junk,
        hue: 0,
        title: "not of the protocol".to_owned(),
        sentence: "How the body of the response begins.".to_owned(),
    };
    let text = Ok(String::from_utf8_lossy(start).into_owned());
    Frame { title: "Body".to_owned(), is_good: false, text, bytes: bytes(start, vec![part], 0) }
}

/// A frame as it crossed.
fn raw(frame: &web::Frame) -> Vec<u8> {
    let framed = frame.flags.and_then(|flags| web::envelope::write(flags, &frame.content));
    framed.unwrap_or_else(|| frame.content.clone())
}

fn bytes(all: &[u8], mut parts: Vec<Part>, before: u64) -> FrameBytes {
    let total = all.len().min(MAX_CELLS);
    for part in &mut parts {
        part.span.end = part.span.end.min(total as u32);
    }
    let cell = |(at, &byte): (usize, &u8)| {
        let part = parts.iter().find(|part| part.span.contains(at));
        let (role, hue) = part.map_or((CellRole::Junk, 0), |part| (part.role, part.hue));
        Cell { byte, role, hue }
    };
    let cells = all.iter().take(total).enumerate().map(cell).collect();
    FrameBytes { total: total as u32, first: 0, cells, parts, before }
}

fn role(role: Role) -> CellRole {
    match role {
        Role::Tag => CellRole::Tag,
        Role::Length => CellRole::Length,
        Role::Payload => CellRole::Payload,
        Role::Junk => CellRole::Junk,
    }
}
