//! What is to be said of a comparison, in all honesty: of each way where it is better, and where there is no difference.
//!
//! Sentences with the numbers that were counted. Knows no unit but bytes and milliseconds.

use serde::{Deserialize, Serialize};

use super::{Counted, Totals};
use crate::rpc::{Micros, scene::Call};

/// For whom a note speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// gRPC.
    Grpc,
    /// REST.
    Rest,
    /// Neither.
    Even,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// For whom it speaks.
    pub side: Side,
    /// One to three sentences.
    pub text: String,
}

/// The notes on a call that was made both ways; `rest` is the call as REST has it.
pub fn notes(call: &Call, grpc: &Counted, rest: &Counted) -> Vec<Note> {
    let mut notes = Notes(Vec::new());
    bytes(grpc, rest, &mut notes);
    compression(grpc, rest, &mut notes);
    time(&grpc.first, &rest.first, &mut notes);
    if call.streams.client || call.streams.server {
        streams(call, &mut notes);
    }
    let is_get = call.rest.verb == "GET";
    if is_get {
        notes.add(
            Side::Rest,
            "As a GET it may be cached: a browser, a proxy or a CDN can answer it again without asking the service, and a 304 says \
             in a few bytes that nothing has changed. gRPC posts everything, so none of that works.",
        );
    }
    let bar = if is_get { " or in the address bar" } else { "" };
    notes.add(
        Side::Rest,
        format!(
            "It can be read as it stands, and made by curl{bar}. For gRPC you need the schema and a tool that knows it, such as grpcurl. \
             Browsers make it by themselves, too; for gRPC they need gRPC-Web and a proxy."
        ),
    );
    notes.add(
        Side::Grpc,
        match call.client.deadline {
            Some(_) => {
                "The server is told how long the client will wait (`grpc-timeout`), and when it gives up (RST_STREAM), so both stop. \
                 REST has no field for the one, and for the other only the end of the connection."
            }
            None => {
                "A deadline would travel with the call, and a cancelled call is one frame, while the connection stays. In REST the \
                 connection is closed, and the next call needs a new one."
            }
        },
    );
    notes.add(
        Side::Grpc,
        "Both sides are generated from one contract: a field that was renamed or has another type is a compile error here. In JSON it is \
         a missing or odd value at run time, unless an OpenAPI document is kept and checked as strictly.",
    );
    notes.0
}

struct Notes(Vec<Note>);

impl Notes {
    fn add(&mut self, side: Side, text: impl Into<String>) {
        self.0.push(Note { side, text: text.into() });
    }
}

/// Who needs less.
fn less(grpc: u64, rest: u64) -> Side {
    match grpc.cmp(&rest) {
        std::cmp::Ordering::Less => Side::Grpc,
        std::cmp::Ordering::Equal => Side::Even,
        std::cmp::Ordering::Greater => Side::Rest,
    }
}

fn bytes(grpc: &Counted, rest: &Counted, notes: &mut Notes) {
    let [one, other] = [grpc.first.http(), rest.first.http()];
    match less(one, other) {
        Side::Rest => notes.add(
            Side::Rest,
            format!(
                "The first call takes less: {other} B against {one} B of HTTP. On a new connection HTTP/2 begins with a preface and \
                 settings, {} B of framing in all, before it has saved anything.",
                grpc.first.framing
            ),
        ),
        side => notes.add(side, format!("The first call takes {one} B of HTTP as gRPC, {other} B as REST.")),
    }
    if let (Some(again), Some(rest_again)) = (&grpc.next, &rest.next) {
        let [one, other] = [again.http(), rest_again.http()];
        notes.add(
            less(one, other),
            format!(
                "Each further call takes {one} B as gRPC, {other} B as REST: HPACK remembers header lists, so {} B of headers remain of \
                 {}; REST sends its {} B again.",
                again.headers, grpc.first.headers, rest_again.headers
            ),
        );
    }
    let [one, other] = [grpc.first.messages, rest.first.messages];
    if one.max(other) * 4 < grpc.first.all().min(rest.first.all()) {
        notes.add(
            Side::Even,
            format!(
                "The messages themselves, {one} B and {other} B, are a small part of what crosses: here the format hardly matters for the \
                 network."
            ),
        );
    }
}

fn compression(grpc: &Counted, rest: &Counted, notes: &mut Notes) {
    let [plain, other] = [grpc.first.messages, rest.first.messages];
    let [one, packed] = [grpc.gzip.messages, rest.gzip.messages];
    let best = plain.min(one);
    // A stream of lines is not compressed here: each line would have to be flushed by itself.
    if packed == other {
        return;
    }
    if packed > other {
        let grows =
            format!("Compressed, the JSON grows from {other} B to {packed} B: short messages are not worth gzip.");
        return notes.add(Side::Even, grows);
    }
    let text =
        format!("With gzip the JSON takes {packed} B instead of {other} B; Protobuf takes {best} B at its best.");
    notes.add(less(best, packed), text);
}

/// What is as good as equal, in percent.
const CLOSE: u64 = 5;

fn time(grpc: &Totals, rest: &Totals, notes: &mut Notes) {
    let (Some(one), Some(other)) = (grpc.end, rest.end) else { return };
    let [least, most] = [one.min(other), one.max(other)];
    if most * 100 <= least * (100 + CLOSE) {
        let text = format!(
            "Both are done after about {}: over this network the round trips count, and both need the same.",
            milliseconds(most)
        );
        return notes.add(Side::Even, text);
    }
    let text = format!("As gRPC the call is done after {}, as REST after {}.", milliseconds(one), milliseconds(other));
    notes.add(less(one, other), text);
}

fn streams(call: &Call, notes: &mut Notes) {
    let text = match (call.streams.client, call.streams.server) {
        (true, true) => {
            "Over HTTP/1.1 clients and proxies mostly send all of a request before they look at the response, so there is no talk back and \
             forth on one connection: services use WebSockets for that, or poll."
        }
        (true, false) => {
            "A request in chunks can carry a stream of JSON lines, but few frameworks take one a line at a time, and nothing says what \
             one line is."
        }
        _ => {
            "A response in chunks carries a stream of JSON lines well, or of server-sent events. But its head has said 200 long before the \
             end, so a failure in the middle has to be told in the body; gRPC has trailers for that."
        }
    };
    notes.add(if call.streams.client { Side::Grpc } else { Side::Even }, text);
}

fn milliseconds(time: Micros) -> String {
    match time {
        0..=9_999 => format!("{}.{:02} ms", time / 1000, time % 1000 / 10),
        10_000..=99_999 => format!("{}.{} ms", time / 1000, time % 1000 / 100),
        _ => format!("{} ms", time / 1000),
    }
}
