//! One call both ways: as gRPC and as REST, with what is to be said of it and the texts that crossed.
//!
//! Knows neither the schema nor how the scenes were made.

use serde::{Deserialize, Serialize};

use super::{Counted, Note, measure, notes};
use crate::rpc::{
    http1::{content, read},
    scene::Scene,
    timeline::Timeline,
};

/// The most of a text that is told, in bytes.
const MAX_TEXT: usize = 16 << 10;

/// A call both ways.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// As gRPC.
    pub grpc: Counted,
    /// As REST.
    pub rest: Counted,
    /// What the client sent as REST, over all its connections; what is compressed, in words.
    pub request: String,
    /// What the server sent.
    pub response: String,
    /// What is to be said.
    pub notes: Vec<Note>,
}

/// Makes the first call of both scenes, which is the same one as gRPC and as REST.
pub fn beside(grpc: &Scene, rest: &Scene) -> Beside {
    let (_, counted) = measure(grpc);
    let (timeline, rest_counted) = measure(rest);
    let notes = rest.calls.first().map(|call| notes(call, &counted, &rest_counted)).unwrap_or_default();
    let [request, response] = texts(&timeline);
    Beside { grpc: counted, rest: rest_counted, request, response, notes }
}

/// What crossed each way, as text.
fn texts(timeline: &Timeline) -> [String; 2] {
    let mut texts = [String::new(), String::new()];
    for connection in &timeline.connections {
        for (text, bytes) in texts.iter_mut().zip([&connection.to_server, &connection.to_client]) {
            tell(bytes, text);
        }
    }
    texts
}

fn tell(bytes: &[u8], text: &mut String) {
    let mut at = 0;
    while at < bytes.len() {
        if text.len() >= MAX_TEXT {
            return text.push_str("…\n");
        }
        let read = read(bytes, at);
        text.push_str(&String::from_utf8_lossy(read.head.of(bytes)).replace('\r', ""));
        let body = read.span.of(bytes);
        match content(bytes, &read) {
            Ok(json) if read.values("content-encoding").next().is_some() => {
                text.push_str(&format!("({} bytes of gzip, {} bytes of JSON in them)", body.len(), json.len()));
            }
            _ => {
                let room = MAX_TEXT.saturating_sub(text.len());
                let shown = body.get(..body.len().min(room)).unwrap_or_default();
                text.push_str(&String::from_utf8_lossy(shown).replace('\r', ""));
                if shown.len() < body.len() {
                    text.push('…');
                }
            }
        }
        at = read.end();
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
}
