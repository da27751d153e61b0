//! REST with JSON, as services have it that are no gRPC services: header lists, bodies, errors.
//!
//! There is no one protocol of that name. What is here is what Go's `net/http` sends by itself, and where a choice is to be
//! made, what grpc-gateway does, so that both ways say the same.
//! - [`route`]: which verb and path a method has
//! - [`twin`]: a scene of gRPC calls as REST
//! - `template`: `google.api.http`; `words`: what a method's name says
//!
//! Knows no connection, no time and no schema but a method.

mod route;
mod template;
mod twin;
mod words;

use serde_json::Value;

use crate::message::json::quoted;

pub use route::{Routed, route};
pub use twin::{CONNECTIONS, twin};

use super::{
    http1::reason,
    status::{Code, Status, from_http},
};

/// Who we say that we are, as we do to gRPC servers.
pub const USER_AGENT: &str = concat!("wirelens/", env!("CARGO_PKG_VERSION"));

/// The type of a message, and of an error.
pub const JSON: &str = "application/json";

/// The type of a stream of messages: a JSON text and a line feed each.
pub const LINES: &str = "application/x-ndjson";

/// Since nothing here has a clock, every response was made when the century was a quarter over: the length is what counts.
const DATE: &str = "Wed, 01 Jan 2025 00:00:00 GMT";

/// How a body is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// There is none.
    None,
    /// So many bytes of this type.
    Whole(usize, &'static str),
    /// A stream of messages, in chunks.
    Lines,
}

/// The fields of a request, in the order of Go's client.
pub fn request(host: &str, content: Content, gzip: bool, metadata: &[(String, String)]) -> Vec<(String, String)> {
    let mut fields = Fields::default();
    fields.add("Host", host);
    fields.add("User-Agent", USER_AGENT);
    fields.length(content);
    fields.kind(content);
    fields.coding(content, gzip);
    fields.0.extend(metadata.iter().cloned());
    fields.add("Accept-Encoding", "gzip");
    fields.0
}

/// The fields of a response, in the order of Go's server.
pub fn response(content: Content, gzip: bool, metadata: &[(String, String)]) -> Vec<(String, String)> {
    let mut fields = Fields(metadata.to_vec());
    fields.coding(content, gzip);
    fields.kind(content);
    fields.add("Date", DATE);
    fields.length(content);
    fields.0
}

#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn add(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    fn length(&mut self, content: Content) {
        match content {
            Content::None => {}
            Content::Whole(length, _) => self.add("Content-Length", &length.to_string()),
            Content::Lines => self.add("Transfer-Encoding", "chunked"),
        }
    }

    fn kind(&mut self, content: Content) {
        match content {
            Content::None => {}
            Content::Whole(_, kind) => self.add("Content-Type", kind),
            Content::Lines => self.add("Content-Type", LINES),
        }
    }

    fn coding(&mut self, content: Content, gzip: bool) {
        if gzip && content != Content::None {
            self.add("Content-Encoding", "gzip");
        }
    }
}

/// The body of a call that failed, as grpc-gateway writes a `google.rpc.Status`.
pub fn error(status: &Status) -> Vec<u8> {
    told_as_json(status).into_bytes()
}

/// The line at the end of a stream that failed, likewise: the head has said 200 long ago.
pub fn error_line(status: &Status) -> Vec<u8> {
    format!("{{\"error\":{}}}\n", told_as_json(status)).into_bytes()
}

fn told_as_json(status: &Status) -> String {
    format!("{{\"code\":{},\"message\":{},\"details\":[]}}", status.code as u8, quoted(&status.message))
}

/// What a client makes of a response: the status in the body, if it is one of ours, else what the HTTP status means. Of the
/// latter there are fewer, so what came from a proxy and what from the service can't be told apart.
pub fn status(http: u16, body: &[u8]) -> Status {
    if (200..300).contains(&http) {
        return Status::default();
    }
    let told = serde_json::from_slice::<Value>(body).ok().and_then(|body| told(&body));
    told.unwrap_or_else(|| Status {
        code: from_http(http),
        message: format!("HTTP {http} {}", reason(http)).trim().to_owned(),
    })
}

/// The status that the last line of a stream tells; nothing where it is a message.
pub fn line_status(line: &[u8]) -> Option<Status> {
    told(serde_json::from_slice::<Value>(line).ok()?.get("error")?)
}

fn told(error: &Value) -> Option<Status> {
    let code = u32::try_from(error.get("code")?.as_u64()?).ok()?;
    let message = error.get("message").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(Status { code: Code::from_number(code)?, message })
}
