//! DATA: gRPC's prefixes and messages.

use super::{Parts, Role, count};
use crate::rpc::http2::{
    payload::Layout,
    read::Frame,
    stream::{self},
};
use crate::wire::frame::HEADER_SIZE;

pub(super) fn explain(bytes: &[u8], frame: &Frame, layout: Layout, parts: &mut Parts) {
    let data = layout.content.of(bytes);
    let Some(mut within) = frame.within else {
        let sentence = format!("{} of a body that is not gRPC's.", count(data.len(), "byte"));
        parts.up_to(layout.content.end, Role::Payload, "data", sentence);
        return;
    };
    let mut at = 0;
    let mut begins_here = false;
    while let Some((role, end)) = within.next(data, at) {
        let stop = layout.content.start + end as u32;
        match role {
            stream::Role::Flag => {
                begins_here = true;
                parts.up_to(stop, Role::Tag, "compressed flag", flag(data.get(at).copied().unwrap_or_default()));
            }
            stream::Role::Length(value) => parts.up_to(stop, Role::Length, "message length", length(value)),
            stream::Role::Message(left) => {
                parts.up_to(
                    stop,
                    Role::Payload,
                    "message",
                    message(end - at, left, begins_here, within.is_compressed()),
                );
            }
        }
        at = end;
    }
}

fn flag(value: u8) -> String {
    let rule = "gRPC over HTTP/2, \"Length-Prefixed-Message\"";
    match value {
        0 => format!("The message is not compressed ({rule})."),
        1 => format!("The message is compressed, as `grpc-encoding` says ({rule})."),
        _ => format!("Expected 0 or 1, found {value}: whether the message is compressed ({rule})."),
    }
}

fn length(value: Option<u32>) -> String {
    let said = match value {
        Some(0) => "The message has no bytes, which is a message all the same: every field has its default".to_owned(),
        Some(value) => format!("The message has {}, big-endian, in four bytes", count(value as usize, "byte")),
        None => "A part of the message's length; the rest is in the stream's next DATA frame".to_owned(),
    };
    format!(
        "{said}. HTTP/2's frames have borders of their own, so each message says how long it is: {HEADER_SIZE} bytes before it."
    )
}

fn message(size: usize, left: u32, begins_here: bool, is_compressed: bool) -> String {
    let what = if is_compressed { "Protocol Buffers, compressed" } else { "Protocol Buffers" };
    let size = count(size, "byte");
    match (begins_here, left) {
        (true, 0) => format!("The message, {size}: {what}."),
        (true, _) => format!("The message's first {size}: {what}; {left} more come in later frames of the stream."),
        (false, 0) => format!("The message's last {size}; it began in a frame before."),
        (false, _) => format!("{size} of a message that began in a frame before; {left} more come in later ones."),
    }
}
