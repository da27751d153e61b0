//! What events are called, what is in them in a few words, and what they are for in a sentence.
//!
//! Knows no page. Numbers come from the timeline; that a frame is so and not otherwise is explained by what reads it.

use super::{
    Micros,
    http2::{
        frame::{self, error, flag, kind},
        settings,
    },
    status::Code,
    timeline::{Event, Form, Frame, Header, Http1, Kind, Local, Timeline, Transport},
};
use crate::text::Span;

/// What the connection preface is for.
pub const PREFACE: &str = "Always these 24 bytes: a server that knows only HTTP/1 takes them for a request it can't serve and closes the \
                           connection, rather than misread frames (RFC 9113, section 3.4).";

/// What an event is called, and what is in it.
pub fn words(timeline: &Timeline, event: &Event) -> (String, String) {
    let plain = |title: &str, note: &str| (title.to_owned(), note.to_owned());
    match &event.kind {
        Kind::Transport(_, transport) => match transport {
            Transport::Syn => plain("SYN", "asks for a connection"),
            Transport::SynAck => plain("SYN, ACK", "grants it"),
            Transport::Reset => plain("RST", "refuses the connection"),
            Transport::ClientHello => plain("TLS ClientHello", "asks for encryption"),
            Transport::ServerHello => plain("TLS ServerHello", "certificate, and Finished"),
            Transport::Again => plain("packet again", "the first one was lost"),
            Transport::Fin => plain("FIN", "closes the connection"),
        },
        Kind::Preface(..) => plain("connection preface", "says that this is HTTP/2"),
        Kind::Frame(frame) => (frame_name(frame.kind), frame_note(timeline, event, frame)),
        Kind::Http1(http) => http1(timeline, event, http),
        Kind::Local(local) => self::local(timeline, local),
    }
}

/// The name of a type of frame.
fn frame_name(kind: u8) -> String {
    frame::kind_name(kind).map_or_else(|| format!("frame of type {kind}"), str::to_owned)
}

fn frame_note(timeline: &Timeline, event: &Event, frame: &Frame) -> String {
    let payload = timeline.sent(event).map(|(all, span)| {
        let start = (span.start as usize).saturating_add(frame::HEADER_SIZE);
        Span::new(start.min(span.end as usize), span.end as usize).of(all)
    });
    let payload = payload.unwrap_or_default();
    let number = |at: usize| {
        let bytes = payload.get(at..).and_then(|rest| rest.first_chunk::<4>());
        bytes.map(|bytes| u32::from_be_bytes(*bytes))
    };
    let mut parts = Vec::new();
    match frame.kind {
        kind::DATA if payload.is_empty() => parts.push("empty".to_owned()),
        kind::DATA => parts.push(message_note(timeline, frame.message)),
        kind::HEADERS | kind::CONTINUATION => parts.push(match headers(timeline, frame.headers) {
            Some(list) => headers_note(list),
            None => "goes on in the next frame".to_owned(),
        }),
        kind::SETTINGS if frame.flags & flag::ACK == 0 => {
            parts.push(counted(payload.len() / settings::SIZE, "setting"));
        }
        kind::WINDOW_UPDATE => {
            let whose = if frame.stream == 0 { "of the connection" } else { "of the stream" };
            parts.push(format!("{} B more {whose}", number(0).unwrap_or_default() & !frame::RESERVED));
        }
        kind::RST_STREAM => parts.push(error_word(number(0))),
        kind::GOAWAY => {
            let last = number(0).unwrap_or_default() & !frame::RESERVED;
            parts.push(format!("{}, last stream {last}", error_word(number(4))));
        }
        _ => {}
    }
    let flags = frame::flag_names(frame.kind, frame.flags);
    parts.extend(flags.into_iter().filter(|name| matches!(*name, "END_STREAM" | "ACK")).map(str::to_owned));
    parts.join(", ")
}

fn error_word(code: Option<u32>) -> String {
    let code = code.unwrap_or(error::NO_ERROR);
    frame::error_name(code).map_or_else(|| format!("error {code}"), str::to_owned)
}

fn headers(timeline: &Timeline, index: Option<u32>) -> Option<&[Header]> {
    timeline.headers.get(index? as usize).map(Vec::as_slice)
}

/// A header list by what tells it from others.
fn headers_note(list: &[Header]) -> String {
    let value = |name: &str| list.iter().find(|header| header.name == name).map(|header| header.value.as_str());
    let status = value("grpc-status").map(|number| {
        let code = number.parse().ok().and_then(Code::from_number);
        code.map_or_else(|| format!("grpc-status {number}"), |code| format!("grpc-status {number} {}", code.name()))
    });
    match (value(":path"), value(":status"), status) {
        (Some(path), ..) => format!("{} {path}", value(":method").unwrap_or_default()),
        (_, Some(http), Some(status)) => format!("trailers only: {http}, {status}"),
        (_, Some(http), None) => format!("response {http}"),
        (_, _, Some(status)) => format!("trailers: {status}"),
        _ => counted(list.len(), "field"),
    }
}

fn message_note(timeline: &Timeline, index: Option<u32>) -> String {
    let Some(message) = index.and_then(|index| timeline.messages.get(index as usize)) else {
        return "part of a message".to_owned();
    };
    let what = if message.is_response { "response" } else { "request" };
    let compressed = if message.is_compressed { ", compressed" } else { "" };
    format!("{what} message {}, {} B{compressed}", message.index + 1, message.content.len())
}

fn http1(timeline: &Timeline, event: &Event, http: &Http1) -> (String, String) {
    let Some(list) = headers(timeline, http.headers) else {
        return ("chunk".to_owned(), message_note(timeline, http.message));
    };
    let value = |name: &str| list.iter().find(|header| header.name == name).map(|header| header.value.clone());
    let body = timeline.sent(event).map_or(0, |(_, span)| (span.end as usize).saturating_sub(http.body));
    let body = if body == 0 { "no body".to_owned() } else { format!("body of {body} B") };
    match (value(":method"), value(":path"), value(":status")) {
        (Some(method), Some(path), _) => ("HTTP/1.1 request".to_owned(), format!("{method} {path}, {body}")),
        (.., Some(status)) => ("HTTP/1.1 response".to_owned(), format!("{status}, {body}")),
        _ => ("HTTP/1.1".to_owned(), body),
    }
}

fn local(timeline: &Timeline, local: &Local) -> (String, String) {
    let (title, note) = match local {
        Local::Called => ("call", String::new()),
        Local::Waits => ("waits", "all connections are occupied".to_owned()),
        Local::HalfClosed => ("half-close", "no more messages follow".to_owned()),
        Local::Handled => ("handler", "is given the call".to_owned()),
        Local::Delivered(message) => ("delivered", message_note(timeline, Some(*message))),
        Local::Blocked(bytes) => ("blocked", format!("{bytes} B wait for the window")),
        Local::DeadlineExceeded => ("deadline", "has passed".to_owned()),
        Local::Cancelled => ("cancel", "the client gives up".to_owned()),
        Local::Failed(why) => ("failed", why.clone()),
        Local::Retries(after) => ("retry", format!("after {}", while_text(*after))),
        Local::Ended(status) => {
            let message = if status.message.is_empty() { String::new() } else { format!(": {}", status.message) };
            ("ended", format!("{}{message}", status.code.name()))
        }
    };
    (title.to_owned(), note)
}

/// What an event is and what it is for.
pub fn sentence(timeline: &Timeline, event: &Event) -> String {
    let party = |index: u16| timeline.parties.get(usize::from(index)).map_or("someone", String::as_str);
    let (here, there) = (party(event.party), party(event.peer));
    match &event.kind {
        Kind::Transport(_, transport) => transport_sentence(*transport, here, there),
        Kind::Preface(..) => format!("What {here} sends first on a new connection. {PREFACE}"),
        Kind::Frame(frame) => frame_sentence(frame, here, there),
        Kind::Http1(_) => format!(
            "Text that {here} sends to {there}: a first line, fields a line each, an empty line, then the body. A connection carries one request at a time; the next one waits for the response (RFC 9112)."
        ),
        Kind::Local(local) => local_sentence(local, here),
    }
}

fn transport_sentence(transport: Transport, here: &str, there: &str) -> String {
    match transport {
        Transport::Syn => format!(
            "{here} asks {there} for a TCP connection. Nothing can be sent until the answer is there: half a round trip each way, before the first byte of HTTP."
        ),
        Transport::SynAck => format!("{here} grants the connection. When this arrives, {there} may send."),
        Transport::Reset => format!(
            "{here} refuses: nothing listens on that port. {there} knows so at once, which is better than silence."
        ),
        Transport::ClientHello => format!(
            "{here} begins TLS 1.3: one more round trip before the first byte of HTTP; `h2` is agreed on by ALPN in the same flight (RFC 8446, RFC 7301)."
        ),
        Transport::ServerHello => format!(
            "{here} answers with its certificate and is done; {there} sends its own Finished with the first bytes of HTTP."
        ),
        Transport::Again => format!(
            "A packet of {here} was lost. TCP delivers in order, so all that was sent behind it waits at {there} until it is there, whatever stream it belongs to."
        ),
        Transport::Fin => format!("{here} closes the connection."),
    }
}

fn frame_sentence(frame: &Frame, here: &str, there: &str) -> String {
    let stream = frame.stream;
    match frame.kind {
        kind::DATA => format!(
            "{here} sends bytes of messages on stream {stream}. gRPC puts 5 bytes before each message: a flag and a length; where frames are cut has no meaning (RFC 9113, section 6.1)."
        ),
        kind::HEADERS => format!(
            "{here} sends a list of fields on stream {stream}, compressed by HPACK: what both sides have in a table crosses as a number (RFC 9113, section 6.2; RFC 7541)."
        ),
        kind::CONTINUATION => {
            format!(
                "The list of fields that {here} has begun goes on: it did not fit in one frame (RFC 9113, section 6.10)."
            )
        }
        kind::RST_STREAM => format!(
            "{here} ends stream {stream} at once. The connection and all other streams go on (RFC 9113, section 6.4)."
        ),
        kind::SETTINGS if frame.flags & flag::ACK != 0 => {
            format!("{here} has taken the settings of {there} over (RFC 9113, section 6.5.3).")
        }
        kind::SETTINGS => format!(
            "{here} says what it takes and wants. It does not wait for the answer before it goes on (RFC 9113, section 6.5)."
        ),
        kind::PING if frame.flags & flag::ACK != 0 => {
            format!("{here} answers a PING with its eight bytes (RFC 9113, section 6.7).")
        }
        kind::PING => {
            format!("{here} asks whether {there} is still there, and measures the round trip (RFC 9113, section 6.7).")
        }
        kind::GOAWAY => format!(
            "{here} takes no new streams on this connection; those up to the last stream named are served. What is beyond was not looked at and may safely be tried elsewhere (RFC 9113, section 6.8)."
        ),
        kind::WINDOW_UPDATE => format!(
            "{here} has room for more: {there} may send so many bytes beyond what it was allowed before. So a slow reader slows its sender down (RFC 9113, sections 5.2 and 6.9)."
        ),
        _ => format!("{here} sends a frame that gRPC makes no use of."),
    }
}

fn local_sentence(local: &Local, here: &str) -> String {
    match local {
        Local::Called => format!("Code at {here} makes the call."),
        Local::Waits => format!(
            "All connections of {here} are occupied by calls that wait for their response: HTTP/1.1 has no way to send this one meanwhile."
        ),
        Local::HalfClosed => format!(
            "{here} has sent its last message and says so by END_STREAM. It still reads: the stream is closed in one direction only."
        ),
        Local::Handled => format!("The stub of {here} has read the path and calls the method's code."),
        Local::Delivered(_) => {
            format!("The library of {here} has all bytes of the message, has decoded it, and gives it to the code.")
        }
        Local::Blocked(_) => {
            format!("{here} has used up what it was allowed to send. It goes on when a WINDOW_UPDATE arrives.")
        }
        Local::DeadlineExceeded => format!(
            "The time of the call is over at {here}, by its own clock. Neither side waits to be told by the other."
        ),
        Local::Cancelled => format!("Code at {here} does not want the answer any more."),
        Local::Failed(_) => format!("Something went wrong at {here} that is not a status its code chose."),
        Local::Retries(_) => format!(
            "The status is one that the retry policy names, so the library of {here} tries again by itself (gRFC A6)."
        ),
        Local::Ended(_) => {
            format!("The call is over at {here}, with this status. The other side may have another one.")
        }
    }
}

/// How HPACK has a field.
pub fn form(form: Form) -> String {
    // The static table has the entries 1 to 61 (RFC 7541, appendix A).
    let table = |index: u32| if index < 62 { "static" } else { "dynamic" };
    let named = |index: Option<u32>| match index {
        Some(index) => format!("name by entry {index} of the {} table", table(index)),
        None => "name as text".to_owned(),
    };
    match form {
        Form::Text => "text".to_owned(),
        Form::Indexed(index) => format!("entry {index} of the {} table", table(index)),
        Form::Added(index) => format!("{}, value as text; added to the table", named(index)),
        Form::NotAdded(index) => format!("{}, value as text; not added", named(index)),
        Form::Never(index) => format!("{}, value as text; never to be added", named(index)),
    }
}

/// A while, in the unit that suits it.
pub fn while_text(micros: Micros) -> String {
    let tenths = |whole: u64, unit: &str| match (whole / 1000, whole % 1000) {
        (full, 0) => format!("{full} {unit}"),
        (full, rest) => format!("{full}.{} {unit}", format!("{rest:03}").trim_end_matches('0')),
    };
    match micros {
        0..1000 => format!("{micros} µs"),
        1000..1_000_000 => tenths(micros, "ms"),
        _ => tenths(micros / 1000, "s"),
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
