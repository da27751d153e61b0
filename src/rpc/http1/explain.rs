//! What the parts of a message of HTTP/1.1 are for: spans that partition its bytes, with a sentence each.

use super::LINE_END;
use super::read::{Body, First, Read, read};
use crate::text::Span;

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its bytes.
    pub span: Span,
    /// What it is, in a word or two.
    pub name: String,
    /// What it is for, in a sentence or two.
    pub sentence: String,
}

/// The parts of the message that stands in a span of `bytes`, or of its head alone: in order, without gaps.
pub fn explain(bytes: &[u8], span: Span) -> Vec<Part> {
    let bytes = bytes.get(..span.end as usize).unwrap_or(bytes);
    let read = read(bytes, span.start as usize);
    let mut parts = Parts { at: span.start as usize, list: Vec::new() };
    first_line(&read, &mut parts);
    for field in &read.fields {
        parts.up_to(field.bytes.start as usize, "junk", "No field: a name, a colon and a value were expected.");
        parts.up_to(field.bytes.end as usize, &field.name, &about_field(&field.name, &field.value));
    }
    parts.up_to(
        read.head.end as usize,
        "end of the head",
        "An empty line ends the head; the body follows, if there is one.",
    );
    body(&read, &mut parts);
    parts.up_to(read.end(), "last chunk", LAST_CHUNK);
    parts.up_to(bytes.len(), "rest", "Bytes behind the message's end.");
    parts.list
}

/// The parts of a chunk that stands in a span of `bytes` by itself.
pub fn explain_chunk(bytes: &[u8], span: Span) -> Vec<Part> {
    let text = span.of(bytes);
    let mut parts = Parts { at: span.start as usize, list: Vec::new() };
    let line = text.iter().position(|&byte| byte == b'\n').map_or(text.len(), |at| at + 1);
    let data = text.len().saturating_sub(LINE_END.len());
    if text.starts_with(b"0") {
        parts.up_to(span.end as usize, "last chunk", LAST_CHUNK);
    } else {
        parts.up_to(span.start as usize + line, "chunk length", CHUNK_LENGTH);
        parts.up_to(span.start as usize + data, "body", &about_body(Body::Chunked, data.saturating_sub(line)));
        parts.up_to(span.end as usize, "line end", "A line end behind the chunk's bytes.");
    }
    parts.list
}

const CHUNK_LENGTH: &str = "How many bytes follow, in hexadecimal digits (RFC 9112, section 7.1): so a body can be sent before its \
                            length is known, a piece at a time.";
const LAST_CHUNK: &str = "A chunk of no bytes ends the body (RFC 9112, section 7.1).";

struct Parts {
    at: usize,
    list: Vec<Part>,
}

impl Parts {
    /// Adds the bytes up to `end`, if there are any.
    fn up_to(&mut self, end: usize, name: &str, sentence: &str) {
        if end > self.at {
            let span = Span::new(self.at, end);
            self.list.push(Part { span, name: name.to_owned(), sentence: sentence.to_owned() });
            self.at = end;
        }
    }
}

fn first_line(read: &Read, parts: &mut Parts) {
    let end = read.fields.first().map_or(read.head.end.saturating_sub(2), |field| field.bytes.start) as usize;
    match &read.first {
        First::Request(verb, target) => {
            parts.up_to(
                verb.end as usize,
                "method",
                "What is to be done with the resource (RFC 9110, section 9.3). What may be cached or sent again is told from it.",
            );
            parts.up_to(target.start as usize, "space", "A space.");
            let sentence = "Which resource: path and query (RFC 9112, section 3.2). Numbers and names in it are text, and \
                            nothing says of which type they are.";
            parts.up_to(target.end as usize, "target", sentence);
            parts.up_to(end, "version", "The protocol's version, in every request, and the line's end.");
        }
        First::Response(_, reason) => {
            let start = reason.start as usize;
            parts.up_to(
                start,
                "version and status",
                "The protocol's version and the status of three digits (RFC 9110, section 15).",
            );
            parts.up_to(end, "reason", "The status in words, which no program reads, and the line's end.");
        }
        First::Junk => parts.up_to(end, "junk", "No first line of a request or of a response."),
    }
}

fn body(read: &Read, parts: &mut Parts) {
    for data in &read.data {
        if read.body == Body::Chunked {
            parts.up_to(data.start as usize, "chunk length", CHUNK_LENGTH);
        }
        parts.up_to(data.end as usize, "body", &about_body(read.body, data.len()));
    }
}

fn about_body(body: Body, length: usize) -> String {
    let told = match body {
        Body::None => "nothing announces it",
        Body::Length => "as many as `Content-Length` says",
        Body::Chunked => "as many as the chunk's length says",
        Body::UntilClose => "up to the end of the connection, so that nobody can tell a whole one from a broken one",
    };
    format!("The body, {length} bytes: {told}.")
}

/// What a field is for. Names are compared without regard to case.
fn about_field(name: &str, value: &str) -> String {
    let known = match name.to_ascii_lowercase().as_str() {
        "host" => "Whom the request is for, as a server may have many names (RFC 9110, section 7.2).",
        "user-agent" => "Which program asks, by its own words, in every request.",
        "accept" => "Which types of response the client takes.",
        "accept-encoding" => "Which compressions of the response the client takes. Without it nobody may compress.",
        "content-type" => "How the body is to be read. That it is JSON says nothing of which fields it has.",
        "content-encoding" => "What the body is compressed with.",
        "content-length" => "How many bytes the body has: it alone tells where the message ends.",
        "transfer-encoding" => {
            "The body comes in chunks, each behind its length, as it is not known how long it will be."
        }
        "date" => "When the response was made, in 29 letters, in every response.",
        "connection" => "Whether the connection stays open for the next request.",
        "authorization" => "Who asks. It is sent with every request again.",
        "retry-after" => "When it is worth while to ask again, in seconds.",
        "location" => "Where the resource is.",
        "server" => "Which program answers, by its own words.",
        "idempotency-key" => "By it the server knows a repeated request for the same one.",
        _ => "A field of the application: a name and a value, as text, in every message again.",
    };
    format!("{known} Here: `{value}`.")
}
