//! The nine bytes that every frame begins with.

use super::{Parts, Role};
use crate::rpc::http2::{
    frame::{FLAGS_SIZE, Head, KIND_SIZE, LENGTH_SIZE, STREAM_SIZE, flag, kind, kind_name, meanings},
    read::Side,
};

pub(super) fn explain(head: Head, side: Side, parts: &mut Parts) {
    let end = u32::MAX;
    let sentence = format!(
        "The payload has {}; these nine of the header are not counted (RFC 9113, section 4.1).",
        super::count(head.length as usize, "byte")
    );
    parts.next(LENGTH_SIZE, end, Role::Length, "length", sentence);
    parts.next(KIND_SIZE, end, Role::Tag, "type", kind_sentence(head.kind));
    parts.next(FLAGS_SIZE, end, Role::Tag, "flags", flags_sentence(head, side));
    parts.next(STREAM_SIZE, end, Role::Tag, "stream", stream_sentence(head));
}

fn kind_sentence(kind: u8) -> String {
    let Some(name) = kind_name(kind) else {
        return format!("Type {kind:#04x}, which RFC 9113 does not define: such frames are ignored (section 4.1).");
    };
    let what = match kind {
        kind::DATA => "a piece of what the stream carries, which with gRPC is messages",
        kind::HEADERS => "a header list; the first one opens the stream, the last one can be trailers",
        kind::PRIORITY => "a wish which stream goes first, which nobody heeds any more",
        kind::RST_STREAM => "the stream is over at once, and only the stream: the connection goes on",
        kind::SETTINGS => "what its sender can do and wants",
        kind::PUSH_PROMISE => "a response to a request that was not made; gRPC has no use for it",
        kind::PING => "to be sent back at once: it measures the round trip and shows that the connection lives",
        kind::GOAWAY => "no more streams are taken on this connection, and which ones still are",
        kind::WINDOW_UPDATE => "its receiver may send more",
        _ => "a header list that did not fit the frame before goes on",
    };
    format!("`{kind:#04x}` is {name}: {what} (RFC 9113, section 6.{}).", u16::from(kind) + 1)
}

fn flags_sentence(head: Head, side: Side) -> String {
    let known = meanings(head.kind);
    let mut said: Vec<String> = known
        .iter()
        .filter(|(bit, _)| head.flags & bit != 0)
        .map(|&(bit, name)| format!("{name}: {}", flag_meaning(head.kind, bit, side)))
        .collect();
    let unknown = head.flags & !known.iter().fold(0, |all, it| all | it.0);
    if unknown != 0 {
        said.push(format!("Bits without a meaning here are ignored: {unknown:#04x}"));
    }
    if said.is_empty() {
        return "No flag is set.".to_owned();
    }
    format!("{} (RFC 9113, section 6.{}).", said.join(". "), u16::from(head.kind).min(9) + 1)
}

fn flag_meaning(kind: u8, bit: u8, side: Side) -> &'static str {
    match (kind, bit) {
        (kind::SETTINGS, _) => "the other side's settings were heeded",
        (kind::PING, _) => "this is the answer",
        (kind::DATA | kind::HEADERS, flag::END_STREAM) => match side {
            Side::Client => "the client sends no more on this stream, which is gRPC's half-close",
            Side::Server => "the server sends no more on this stream, so the call is over",
        },
        (_, flag::END_HEADERS) => "the header list ends in this frame",
        (_, flag::PADDED) => "the payload is padded",
        _ => "a priority comes before the header list",
    }
}

fn stream_sentence(head: Head) -> String {
    let reserved = if head.is_reserved { " The first bit is reserved and should be 0; it is ignored." } else { "" };
    let stream = head.stream;
    if stream == 0 {
        return format!("Stream 0 is the connection itself (RFC 9113, section 4.1).{reserved}");
    }
    let who = if stream % 2 == 1 { "a client" } else { "a server" };
    format!(
        "Stream {stream}, opened by {who}, as its being {} says; with gRPC each call has one of its own (RFC 9113, section 5.1.1).{reserved}",
        if stream % 2 == 1 { "odd" } else { "even" }
    )
}
