//! Reads a response as it arrives: its head, its body in pieces, its end.

use super::{Detail, Fault, Protocol, connect, details, envelope, text, trailers};
use crate::rpc::{
    grpc,
    http2::Field,
    status::{self, Code, Status},
};
use crate::text::Span;

/// A frame of the body, or the whole body of a unary response of Connect's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What it is.
    pub kind: FrameKind,
    /// Its place in the body; in that which was in base64.
    pub place: Span,
    /// Its flags; nothing where it has no prefix.
    pub flags: Option<u8>,
    /// Its content as it crossed.
    pub content: Vec<u8>,
    /// Its message, or its trailers or error, not compressed.
    pub plain: Vec<u8>,
}

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// A message.
    Message,
    /// gRPC-Web's trailers.
    Trailers,
    /// What ends a stream of Connect's.
    EndStream,
    /// A unary error of Connect's.
    Error,
    /// What is none of these.
    Junk,
}

/// How a call ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Its status; of a response that has none, what its HTTP status comes to.
    pub status: Status,
    /// The status's details.
    pub details: Vec<Detail>,
    /// The trailers, also those that are headers.
    pub trailers: Vec<Field>,
    /// What is wrong with the response.
    pub faults: Vec<Fault>,
}

/// A response that is being read.
#[derive(Clone, Debug)]
pub struct Response {
    protocol: Protocol,
    is_streaming: bool,
    most: usize,
    /// The HTTP status, once the head is there.
    http: u16,
    headers: Vec<Field>,
    /// Whether the body is what the protocol says; otherwise it is passed over.
    is_readable: bool,
    text: text::Reader,
    frames: envelope::Reader,
    /// The body of a unary response of Connect's.
    body: Vec<u8>,
    messages: usize,
    /// The status that has come, with what belongs to it.
    ended: Option<(Status, Vec<Detail>)>,
    trailers: Vec<Field>,
    faults: Vec<Fault>,
}

impl Response {
    /// One to a call that takes messages of so many bytes at most.
    pub fn new(protocol: Protocol, is_streaming: bool, most: usize) -> Response {
        Response {
            protocol,
            is_streaming,
            most,
            http: 0,
            headers: Vec::new(),
            is_readable: false,
            text: text::Reader::default(),
            frames: envelope::Reader::new(most),
            body: Vec::new(),
            messages: 0,
            ended: None,
            trailers: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Takes the HTTP status and the header fields.
    pub fn head(&mut self, http: u16, headers: &[(String, String)]) {
        self.http = http;
        self.headers =
            headers.iter().map(|(name, value)| Field::new(name.to_ascii_lowercase(), value.trim())).collect();
        let found = self.value("content-type").to_ascii_lowercase();
        let expected = self.protocol.content_type(self.is_streaming);
        self.is_readable = match self.protocol {
            // The part behind the plus sign may be missing, or another one.
            Protocol::GrpcWeb => {
                found.starts_with("application/grpc-web") && !found.starts_with("application/grpc-web-text")
            }
            Protocol::GrpcWebText => found.starts_with("application/grpc-web-text"),
            Protocol::Connect if !self.is_streaming && http != OK => found.starts_with("application/json"),
            Protocol::Connect => found.split(';').next().is_some_and(|it| it.trim() == expected),
        };
        match self.protocol {
            Protocol::Connect if !self.is_streaming => {
                let trailer =
                    |it: &Field| Some(Field::new(it.name.strip_prefix(connect::TRAILER_PREFIX)?, it.value.clone()));
                self.trailers = self.headers.iter().filter_map(trailer).collect();
            }
            Protocol::Connect => {}
            // A response without messages may have its trailers as headers.
            _ => self.end(&self.headers.clone()),
        }
        if !self.is_readable && self.ended.is_none() {
            self.faults.push(Fault::ContentType { expected, found });
        }
    }

    /// Takes a piece of the body; gives the frames it completes.
    pub fn push(&mut self, piece: &[u8]) -> Vec<Frame> {
        if !self.is_readable {
            return Vec::new();
        }
        match self.protocol {
            Protocol::Connect if !self.is_streaming => {
                let left = (self.most + 1).saturating_sub(self.body.len());
                self.body.extend_from_slice(piece.get(..left).unwrap_or(piece));
                Vec::new()
            }
            Protocol::GrpcWebText => {
                let bytes = self.text.push(piece);
                self.frames(&bytes)
            }
            _ => self.frames(piece),
        }
    }

    /// Takes the end of the body; gives the last frame, where only the end completes it.
    pub fn finish(mut self) -> (Option<Frame>, Outcome) {
        let mut last = None;
        if self.protocol == Protocol::Connect && !self.is_streaming {
            last = self.is_readable.then(|| self.unary());
        } else if let Some(length) = self.frames.too_large() {
            self.faults.push(Fault::TooLarge { length, most: self.most });
        } else if !self.text.is_whole() {
            self.faults.push(Fault::Base64);
        } else if !self.frames.rest().is_empty() {
            self.faults.push(Fault::CutShort(self.frames.rest().len()));
        }
        let (status, details) = match self.ended.take() {
            Some(ended) => ended,
            None => {
                if self.faults.is_empty() {
                    self.faults.push(Fault::NoStatus);
                }
                let code = match self.faults.first() {
                    Some(Fault::TooLarge { .. }) => Code::ResourceExhausted,
                    _ if self.http == OK => Code::Unknown,
                    _ => status::from_http(self.http),
                };
                let message = self.faults.first().map(Fault::message).unwrap_or_default();
                let told = if self.http == OK { message } else { format!("HTTP status {}: {message}", self.http) };
                (Status::new(code, told), Vec::new())
            }
        };
        if !self.is_streaming && status.code == Code::Ok && self.messages != 1 && self.faults.is_empty() {
            self.faults.push(Fault::Count(self.messages));
        }
        (last, Outcome { status, details, trailers: self.trailers, faults: self.faults })
    }

    fn value(&self, name: &str) -> &str {
        self.headers.iter().find(|it| it.name == name).map(|it| it.value.as_str()).unwrap_or_default()
    }

    fn frames(&mut self, bytes: &[u8]) -> Vec<Frame> {
        let frames = self.frames.push(bytes);
        frames.into_iter().map(|it| self.frame(it)).collect()
    }

    fn frame(&mut self, frame: envelope::Envelope) -> Frame {
        let envelope::Envelope { place, flags, content } = frame;
        let kind = match (self.protocol, flags & !envelope::COMPRESSED) {
            (_, 0) => FrameKind::Message,
            (Protocol::Connect, envelope::END_STREAM) => FrameKind::EndStream,
            (Protocol::GrpcWeb | Protocol::GrpcWebText, envelope::TRAILERS) => FrameKind::Trailers,
            _ => FrameKind::Junk,
        };
        let plain = self.plain(flags, &content);
        match kind {
            FrameKind::Message => self.messages += 1,
            FrameKind::Trailers => self.end(&trailers::read(&plain)),
            FrameKind::EndStream => match connect::read_end(&plain) {
                Some((status, details, trailers)) => (self.ended, self.trailers) = (Some((status, details)), trailers),
                None => self.faults.push(Fault::EndStream),
            },
            _ => self.faults.push(Fault::Flags(flags)),
        }
        Frame { kind, place, flags: Some(flags), content, plain }
    }

    /// The content without its compression.
    fn plain(&mut self, flags: u8, content: &[u8]) -> Vec<u8> {
        if flags & envelope::COMPRESSED == 0 {
            return content.to_vec();
        }
        let field = if self.protocol == Protocol::Connect { "connect-content-encoding" } else { "grpc-encoding" };
        let name = self.value(field).to_owned();
        match (name == "gzip").then(|| grpc::gunzip(content, self.most)).flatten() {
            Some(plain) => plain,
            None => {
                self.faults.push(Fault::Compression(name));
                content.to_vec()
            }
        }
    }

    /// Takes gRPC's status, if there is one among the fields.
    fn end(&mut self, fields: &[Field]) {
        let Some(status) = grpc::status(fields) else { return };
        let told = fields.iter().find(|it| it.name == details::FIELD).and_then(|it| details::read(&it.value));
        self.ended = Some((status, told.map(|it| it.1).unwrap_or_default()));
        self.trailers = fields.to_vec();
    }

    /// The body of a unary response of Connect's, which is whole.
    fn unary(&mut self) -> Frame {
        let content = std::mem::take(&mut self.body);
        let place = Span::new(0, content.len());
        let mut kind = FrameKind::Message;
        if self.http == OK {
            self.messages = 1;
            if content.len() > self.most {
                let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
                self.faults.push(Fault::TooLarge { length, most: self.most });
            } else {
                self.ended = Some((Status::default(), Vec::new()));
            }
        } else {
            kind = FrameKind::Error;
            let otherwise = status::from_http(self.http);
            self.ended = serde_json::from_slice(&content).ok().and_then(|it| connect::read(&it, otherwise));
        }
        Frame { kind, place, flags: None, plain: content.clone(), content }
    }
}

/// The HTTP status of a response that has what was asked for.
const OK: u16 = 200;
