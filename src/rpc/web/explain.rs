//! What the bytes of a frame in a body are for: parts that partition it, with a sentence each.

use super::{Frame, FrameKind, Protocol, envelope};
use crate::rpc::http2::{Part, Role};
use crate::text::Span;
use crate::wire::frame::{FLAG_SIZE, HEADER_SIZE};

/// The parts of a frame: in order, without gaps, and all of it; places are in the body.
pub fn explain(frame: &Frame, protocol: Protocol) -> Vec<Part> {
    let start = frame.place.start;
    let mut parts = Vec::new();
    let mut content = frame.place;
    if let Some(flags) = frame.flags {
        let flag = Span { start, end: start + FLAG_SIZE as u32 };
        content.start = start + HEADER_SIZE as u32;
        let length = Span { start: flag.end, end: content.start };
        parts.push(part(flag, Role::Tag, "flags", flags_sentence(flags, protocol)));
        let size = frame.content.len();
        parts.push(part(
            length,
            Role::Length,
            "length",
            format!("The frame's content has {size} bytes, big-endian, in four bytes."),
        ));
    }
    let compressed = frame.flags.is_some_and(|it| it & envelope::COMPRESSED != 0);
    let (role, name, sentence) = match frame.kind {
        FrameKind::Message if compressed => (Role::Payload, "message", "The message: Protocol Buffers, compressed."),
        FrameKind::Message => (Role::Payload, "message", "The message: Protocol Buffers."),
        FrameKind::Trailers => (
            Role::Payload,
            "trailers",
            "The trailers in lines, as HTTP/1.1 has header fields: a browser shows no page the trailers of a response, so gRPC-Web \
             puts them into the body.",
        ),
        FrameKind::EndStream => {
            (Role::Payload, "end of the stream", "JSON: the error, if there is one, and what gRPC has as trailers.")
        }
        FrameKind::Error => (Role::Payload, "error", "JSON: the code, the message and the details of the error."),
        FrameKind::Junk => (Role::Junk, "unreadable", "The protocol has no such frame."),
    };
    if !content.is_empty() {
        parts.push(part(content, role, name, sentence.to_owned()));
    }
    parts
}

fn part(span: Span, role: Role, name: &str, sentence: String) -> Part {
    Part { span, role, name: name.to_owned(), sentence }
}

fn flags_sentence(flags: u8, protocol: Protocol) -> String {
    let compressed = if flags & envelope::COMPRESSED == 0 { "not compressed" } else { "compressed" };
    let what = match (protocol, flags & !envelope::COMPRESSED) {
        (_, 0) => "a message",
        (Protocol::Connect, envelope::END_STREAM) => "the end of the stream",
        (Protocol::GrpcWeb | Protocol::GrpcWebText, envelope::TRAILERS) => "trailers",
        _ => "nothing the protocol knows",
    };
    let rule = match protocol {
        Protocol::Connect => "Connect protocol, \"Streaming RPCs\"",
        _ => "gRPC-Web, \"Message framing\"",
    };
    format!("`{flags:#04x}`: {what}, {compressed} ({rule}).")
}
