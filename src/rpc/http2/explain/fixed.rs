//! Frames whose payload is fields of a fixed size.

use super::{Parts, Role};
use crate::rpc::http2::{
    frame::{RESERVED, error, error_name, kind},
    payload::{self, Layout},
    read::Frame,
    settings::{self, Setting},
};
use crate::rpc::status;
use crate::text::Span;

pub(super) fn explain(bytes: &[u8], frame: &Frame, layout: Layout, parts: &mut Parts) {
    let content = layout.content;
    let number = |at: u32| {
        content.of(bytes).get(at as usize..).and_then(|it| it.first_chunk()).map(|it| u32::from_be_bytes(*it))
    };
    match frame.head.kind {
        kind::SETTINGS => {
            for setting in payload::settings(content.of(bytes)) {
                explain_setting(setting, content, parts);
            }
        }
        kind::WINDOW_UPDATE => {
            if let Some(value) = number(0) {
                let whose =
                    if frame.head.stream == 0 { "on all streams of the connection together" } else { "on this stream" };
                let value = value & !RESERVED;
                let sentence = format!(
                    "{value} bytes more of DATA may be sent {whose}: the window grows by as much as was read (RFC 9113, section 6.9)."
                );
                parts.next(4, content.end, Role::Payload, "increment", sentence);
            }
        }
        kind::PING => {
            let sentence = "Eight bytes of any kind, which come back in the answer, so that it is known which one it answers (RFC 9113, section 6.7).";
            parts.next(8, content.end, Role::Payload, "opaque data", sentence);
        }
        kind::RST_STREAM => {
            if let Some(code) = number(0) {
                let code_of_grpc = status::from_reset(code).name();
                let sentence = format!(
                    "{}. Without a status before it, a gRPC client makes {code_of_grpc} of that (RFC 9113, section 6.4; gRPC over HTTP/2, \"Errors\").",
                    error_sentence(code)
                );
                parts.next(4, content.end, Role::Payload, "error code", sentence);
            }
        }
        kind::GOAWAY => {
            if let (Some(last), Some(code)) = (number(0), number(4)) {
                let last = last & !RESERVED;
                let sentence = format!(
                    "Streams up to {last} are still looked at; later ones were not, so they may be tried again on another connection (RFC 9113, section 6.8)."
                );
                parts.next(4, content.end, Role::Payload, "last stream", sentence);
                parts.next(
                    4,
                    content.end,
                    Role::Payload,
                    "error code",
                    format!("{} (RFC 9113, section 7).", error_sentence(code)),
                );
                parts.up_to(content.end, Role::Payload, "debug data", "What people who look for the cause are told.");
            }
        }
        kind::PRIORITY => {
            let sentence = "The stream this one depended on, and how much it weighed: a scheme that RFC 9113, section 5.3 has given up.";
            parts.next(5, content.end, Role::Payload, "priority", sentence);
        }
        _ => {
            let sentence =
                "The payload of a frame whose type RFC 9113 does not define: it is passed over (section 5.5).";
            parts.up_to(content.end, Role::Payload, "payload", sentence);
        }
    }
}

fn error_sentence(code: u32) -> String {
    let Some(name) = error_name(code) else {
        return format!("Error {code:#x}, which RFC 9113 does not define and which is taken for INTERNAL_ERROR");
    };
    let what = match code {
        error::NO_ERROR => "nothing is wrong",
        error::PROTOCOL_ERROR => "the other side breaks the protocol's rules",
        error::INTERNAL_ERROR => "something went wrong at this side",
        error::FLOW_CONTROL_ERROR => "more was sent than the window allows",
        error::SETTINGS_TIMEOUT => "settings were not acknowledged in time",
        error::STREAM_CLOSED => "a frame came for a stream that is closed already",
        error::FRAME_SIZE_ERROR => "a frame has a wrong size",
        error::REFUSED_STREAM => "the stream was not looked at, so trying again is safe",
        error::CANCEL => "the stream is not wanted any more",
        error::COMPRESSION_ERROR => "the header compression can't be followed",
        error::CONNECT_ERROR => "a tunnel's connection broke",
        error::ENHANCE_YOUR_CALM => "the other side does more than is taken",
        error::INADEQUATE_SECURITY => "the encryption is too weak",
        _ => "HTTP/1.1 is to be used",
    };
    format!("{name}: {what}")
}

fn explain_setting(setting: Setting, content: Span, parts: &mut Parts) {
    let name = setting.name().unwrap_or("an unknown setting");
    let (what, rule) = match setting.id {
        settings::HEADER_TABLE_SIZE => {
            ("how many bytes of header fields the other side may have this side remember", "6.5.2")
        }
        settings::ENABLE_PUSH => ("whether the server may push, which gRPC has no use for", "6.5.2"),
        settings::MAX_CONCURRENT_STREAMS => {
            ("how many calls the other side may have open at a time; more wait", "5.1.2")
        }
        settings::INITIAL_WINDOW_SIZE => {
            ("how many bytes may be sent on a new stream before this side allows more", "6.9.2")
        }
        settings::MAX_FRAME_SIZE => ("the largest payload of a frame this side takes", "4.2"),
        settings::MAX_HEADER_LIST_SIZE => ("how large a header list this side takes, not compressed", "6.5.2"),
        _ => ("a receiver that does not know it ignores it", "6.5.2"),
    };
    let sentence = format!("{name} ({:#x}): {what} (RFC 9113, section {rule}).", setting.id);
    parts.next(settings::ID_SIZE, content.end, Role::Tag, "setting", sentence);
    let (least, most) = setting.range();
    let value = setting.value;
    let (role, sentence) = if setting.is_valid() {
        (Role::Payload, format!("{name} is {value}."))
    } else {
        (Role::Junk, format!("Expected {name} from {least} to {most}, found {value}."))
    };
    parts.next(settings::VALUE_SIZE, content.end, role, "value", sentence);
}
