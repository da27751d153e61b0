//! Calls of real servers: a call as it is typed becomes a request, a response as it arrives becomes frames and an end.
//!
//! - [`data`]: what crosses between page and worker
//! - `frames`: bytes with what they mean
//! - `asking`: a server is asked for its schema
//!
//! Sends nothing. Knows no browser.

mod asking;
pub mod data;
mod frames;

use crate::{
    diagnostic::Severity,
    message::{
        from_json,
        sample::{Shape, sample},
    },
    rpc::{
        grpc,
        method::{self, Method},
        status::{self, Code},
        web::{self, Outcome, Protocol, Response, details},
    },
    schema::{Root, Schema},
    text::LineIndex,
};
use asking::Asking;
use data::{Ask, Call, Detail, Ending, Head, Ready, Request, Seen, Told};

/// The largest message that is taken, in bytes.
const MAX_MESSAGE: usize = 16 << 20;

/// How much is kept of a response that is not of the protocol, in bytes, to be shown.
const MAX_STRANGE: usize = 2048;

/// The seed of the sample request: the same method has the same.
const SEED: u64 = 1;

/// What is kept between questions.
#[derive(Debug, Default)]
pub(super) struct Live {
    /// The call in hand.
    current: Option<Current>,
    /// The question for a schema in hand.
    asking: Option<Asking>,
}

#[derive(Debug)]
struct Current {
    protocol: Protocol,
    method: Method,
    head: Head,
    response: Option<Response>,
    /// How many messages were told.
    messages: usize,
    /// Whether a frame was told.
    is_read: bool,
    /// The beginning of the body.
    start: Vec<u8>,
}

impl Live {
    /// Answers a question, messages read by this schema.
    pub fn answer(&mut self, ask: Ask, schema: Option<&Schema>) -> Told {
        match ask {
            Ask::Sample(path) => {
                let json = request_root(schema, &path).map(|(_, root)| sample(&root, Shape::Typical, SEED));
                Told::Sample(path, json)
            }
            Ask::Call(call) => Told::Ready(self.call(&call, schema).map(Box::new)),
            Ask::Reflect => {
                let (asking, request) = Asking::new();
                self.asking = Some(asking);
                Told::Reflection(request)
            }
            Ask::Reflected(head, body) => {
                Told::Reflection(self.asking.get_or_insert_with(|| Asking::new().0).take(&head, &body))
            }
            Ask::Head(head) => Told::Seen(self.current.as_mut().map(|current| current.begin(head)).unwrap_or_default()),
            Ask::Piece(piece) => {
                Told::Seen(self.current.as_mut().map(|current| current.push(&piece, schema)).unwrap_or_default())
            }
            Ask::End => Told::Seen(self.current.as_mut().map(|current| current.finish(schema)).unwrap_or_default()),
        }
    }

    fn call(&mut self, call: &Call, schema: Option<&Schema>) -> Result<Ready, Vec<String>> {
        self.current = None;
        let (method, root) = request_root(schema, &call.path).map_err(|error| vec![error])?;
        let mut problems = Vec::new();
        if method.streams.client {
            problems.push(format!(
                "expected a method whose client sends one message, found {}: browsers can't send a stream",
                method.kind()
            ));
        }
        let metadata = metadata(&call.metadata, &mut problems);
        let text = if call.json.trim().is_empty() { "{}" } else { &call.json };
        let parsed = from_json(&root, text);
        let lines = LineIndex::new(text);
        for diagnostic in parsed.diagnostics.iter().filter(|it| it.severity == Severity::Error) {
            let place = lines.line_column(diagnostic.place.span.start as usize);
            let help = diagnostic.help.as_ref().map(|help| format!(": {help}")).unwrap_or_default();
            problems.push(format!("request:{}:{} {}{help}", place.line, place.column, diagnostic.message));
        }
        let (Some(message), true) = (parsed.bytes, problems.is_empty()) else { return Err(problems) };
        let sent = web::request(&web::Call {
            protocol: call.protocol,
            is_streaming: method.streams.server,
            timeout: call.deadline,
            metadata: &metadata,
            message: &message,
        });
        let sent = sent.ok_or_else(|| vec!["the request is too large for a frame".to_owned()])?;
        let frame = frames::request(call.protocol, method.streams.server, message, &root);
        self.current = Some(Current {
            protocol: call.protocol,
            method,
            head: Head::default(),
            response: None,
            messages: 0,
            is_read: false,
            start: Vec::new(),
        });
        Ok(Ready { request: Request { path: call.path.clone(), headers: sent.headers, body: sent.body }, frame })
    }
}

impl Current {
    fn begin(&mut self, head: Head) -> Box<Seen> {
        let mut response = Response::new(self.protocol, self.method.streams.server, MAX_MESSAGE);
        response.head(head.status, &head.headers);
        self.response = Some(response);
        self.head = head;
        Box::default()
    }

    fn push(&mut self, piece: &[u8], schema: Option<&Schema>) -> Box<Seen> {
        let room = MAX_STRANGE.saturating_sub(self.start.len());
        self.start.extend_from_slice(piece.get(..room).unwrap_or(piece));
        let frames = self.response.as_mut().map(|response| response.push(piece)).unwrap_or_default();
        Box::new(Seen { frames: self.told(frames, schema), ending: None })
    }

    fn finish(&mut self, schema: Option<&Schema>) -> Box<Seen> {
        let Some(response) = self.response.take() else { return Box::default() };
        let (last, outcome) = response.finish();
        let mut frames = self.told(last.into_iter().collect(), schema);
        if !self.is_read && !outcome.faults.is_empty() && !self.start.is_empty() {
            frames.push(frames::strange(&self.start));
        }
        Box::new(Seen { frames, ending: Some(self.ending(outcome, schema)) })
    }

    fn told(&mut self, frames: Vec<web::Frame>, schema: Option<&Schema>) -> Vec<data::Frame> {
        let root = schema.and_then(|schema| schema.root(&self.method.response));
        let told = |frame: &web::Frame| {
            self.is_read = true;
            self.messages += usize::from(frame.kind == web::FrameKind::Message);
            frames::response(self.protocol, frame, self.messages, root.as_ref())
        };
        frames.iter().map(told).collect()
    }

    fn ending(&self, outcome: Outcome, schema: Option<&Schema>) -> Ending {
        let detail = |detail: &web::Detail| {
            let json = schema.and_then(|schema| details::json(detail, schema).ok());
            Detail { kind: detail.type_name.clone(), text: json.unwrap_or_else(|| hex(&detail.value)) }
        };
        Ending {
            details: outcome.details.iter().map(detail).collect(),
            faults: outcome.faults.iter().map(|fault| (fault.message(), fault.help().map(str::to_owned))).collect(),
            http: self.head.status,
            headers: self.head.headers.clone(),
            trailers: outcome.trailers.into_iter().map(|field| (field.name, field.value)).collect(),
            ..ending(outcome.status.code, outcome.status.message)
        }
    }
}

/// The method with that path, and what it takes.
fn request_root(schema: Option<&Schema>, path: &str) -> Result<(Method, Root), String> {
    let schema = schema.ok_or_else(|| "there is no schema yet".to_owned())?;
    let method = method::find(schema, path).ok_or_else(|| "the schema has no such method".to_owned())?;
    let root = schema.root(&method.request);
    let root = root.ok_or_else(|| format!("the schema has errors around {}", method.request))?;
    Ok((method, root))
}

/// Lines `name: value`; empty ones count for nothing.
fn metadata(text: &str, problems: &mut Vec<String>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let Some((name, value)) = line.split_once(':') else {
            problems.push(format!("metadata:{number} expected `name: value`, found no colon"));
            continue;
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        match grpc::problem(&name, value) {
            Some(problem) => problems.push(format!("metadata:{number} {problem}")),
            None => fields.push((name, value.to_owned())),
        }
    }
    fields
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

/// An end by a status alone.
pub fn ending(code: Code, message: String) -> Ending {
    Ending {
        code,
        name: code.name().to_owned(),
        message,
        meaning: status::meaning(code).to_owned(),
        retry: status::retry(code).sentence().to_owned(),
        ..Ending::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{schema, text::File};

    fn schema() -> Schema {
        let text = include_str!("../../../proto-examples/01-user-service/user.proto").to_owned();
        schema::compile(&vec![File { name: "user.proto".into(), text }]).schema.unwrap()
    }

    fn call(live: &mut Live, protocol: Protocol) -> Result<Box<Ready>, Vec<String>> {
        let path = "/demo.UserService/GetUser".to_owned();
        let call = Call { path, protocol, json: r#"{"id": 123}"#.into(), ..Call::default() };
        match live.answer(Ask::Call(Box::new(call)), Some(&schema())) {
            Told::Ready(ready) => ready,
            other => panic!("{other:?}"),
        }
    }

    fn seen(live: &mut Live, ask: Ask) -> Seen {
        match live.answer(ask, Some(&schema())) {
            Told::Seen(seen) => *seen,
            other => panic!("{other:?}"),
        }
    }

    fn head(kind: &str) -> Head {
        Head { status: 200, headers: vec![("content-type".into(), kind.into())] }
    }

    #[test]
    fn a_call_from_the_typed_text_to_the_end() {
        let mut live = Live::default();
        let ready = call(&mut live, Protocol::GrpcWeb).unwrap();
        assert_eq!(ready.request.body, [0, 0, 0, 0, 2, 0x08, 0x7b]);
        let told: Vec<&str> = ready.frame.bytes.parts.iter().map(|part| part.title.as_str()).collect();
        assert_eq!(told, ["flags", "length", "message"]);
        seen(&mut live, Ask::Head(head("application/grpc-web+proto")));
        let body = b"\x00\x00\x00\x00\x07\x0a\x05Alice\x80\x00\x00\x00\x0fgrpc-status:0\r\n";
        assert!(seen(&mut live, Ask::Piece(body[..8].to_vec())).frames.is_empty());
        let frames = seen(&mut live, Ask::Piece(body[8..].to_vec())).frames;
        assert_eq!(frames[0].title, "Message 1");
        assert_eq!(frames[0].text.as_deref(), Ok("{\n  \"name\": \"Alice\"\n}"));
        assert_eq!(frames[1].title, "Trailers");
        for frame in &frames {
            let ends: Vec<u32> = frame.bytes.parts.iter().map(|part| part.span.end).collect();
            let starts: Vec<u32> = frame.bytes.parts.iter().map(|part| part.span.start).collect();
            assert_eq!((starts[0], &starts[1..], ends.last()), (0, &ends[..ends.len() - 1], Some(&frame.bytes.total)));
        }
        assert_eq!(seen(&mut live, Ask::End).ending.unwrap().code, Code::Ok);
    }

    #[test]
    fn what_is_strange_is_shown() {
        let mut live = Live::default();
        call(&mut live, Protocol::Connect).unwrap();
        seen(&mut live, Ask::Head(head("text/html")));
        seen(&mut live, Ask::Piece(b"<p>hello".to_vec()));
        let seen = seen(&mut live, Ask::End);
        assert_eq!(seen.frames[0].text.as_deref(), Ok("<p>hello"));
        assert!(!seen.frames[0].is_good && seen.ending.unwrap().faults[0].1.is_some());
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let path = "/demo.UserService/GetUser".to_owned();
        let call = Call { path, json: r#"{"it": 1}"#.into(), metadata: "a b: c\n\nnone".into(), ..Call::default() };
        let Told::Ready(Err(mistakes)) = Live::default().answer(Ask::Call(Box::new(call)), Some(&schema())) else {
            panic!("expected mistakes")
        };
        let starts: Vec<&str> = mistakes.iter().filter_map(|it| it.split(' ').next()).collect();
        assert_eq!(starts, ["metadata:1", "metadata:3", "request:1:2"]);
    }
}
