//! A call as data: every event with its time, both sides' bytes, and how it ended.
//!
//! Plain data, made by the simulator. Knows neither how it was made nor how it is shown.

use serde::{Deserialize, Serialize};

use super::{Micros, scene::Protocol, status::Status};
use crate::text::Span;

/// What happened, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Who takes part, from left to right.
    pub parties: Vec<String>,
    /// The connections there were, in the order of their opening.
    pub connections: Vec<Connection>,
    /// The calls of the scene, by their index there.
    pub calls: Vec<Call>,
    /// In the order of [`Event::at`], and of cause where that is equal.
    pub events: Vec<Event>,
    /// The header lists that events speak of.
    pub headers: Vec<Vec<Header>>,
    /// The messages that events speak of.
    pub messages: Vec<Message>,
    /// When nothing more happens.
    pub end: Micros,
    /// Whether it was cut off at [`MAX_EVENTS`].
    pub is_cut: bool,
}

/// The most events there are on a timeline.
pub const MAX_EVENTS: usize = 200_000;

impl Timeline {
    /// The bytes that crossed with an event: all that its sender sent over the connection, and which of them.
    pub fn sent(&self, event: &Event) -> Option<(&[u8], Span)> {
        let (connection, span) = match &event.kind {
            Kind::Preface(connection, span) => (*connection, *span),
            Kind::Frame(frame) => (frame.connection, frame.bytes),
            Kind::Http1(http) => (http.connection, http.bytes),
            Kind::Transport(..) | Kind::Local(_) => return None,
        };
        let connection = self.connections.get(usize::from(connection))?;
        let is_client = event.party == connection.client;
        let all: &[u8] = if is_client { &connection.to_server } else { &connection.to_client };
        Some((all, span)).filter(|(all, span)| span.end as usize <= all.len())
    }
}

/// A connection and all that crossed it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Connection {
    /// Index of the scene's link.
    pub link: u16,
    /// Party that opened it.
    pub client: u16,
    /// Party that took it.
    pub server: u16,
    /// How it is used.
    pub protocol: Protocol,
    /// Every byte of HTTP the client sent, in order.
    pub to_server: Vec<u8>,
    /// Every byte of HTTP the server sent, in order.
    pub to_client: Vec<u8>,
    /// Bytes below HTTP, by our model of TCP, IP and TLS: headers of packets, acknowledgements, handshakes.
    pub overhead: u64,
    /// Packets both ways, acknowledgements included, by the same model.
    pub packets: u64,
}

/// One call, with how it ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// What people call it.
    pub name: String,
    /// Party that made it.
    pub client: u16,
    /// Party that was to handle it.
    pub server: u16,
    /// When it was made; nothing if it never was.
    pub start: Option<Micros>,
    /// When the client had its status.
    pub end: Option<Micros>,
    /// The status the client ended with.
    pub at_client: Option<Status>,
    /// The status the server ended each attempt with that it saw, in order. It may differ from the client's.
    pub at_server: Vec<Status>,
    /// How often it was tried.
    pub attempts: u16,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When it happened there; of what crosses a connection, when its first byte left.
    pub at: Micros,
    /// When its last byte was there, if it crosses and arrives.
    pub arrives: Option<Micros>,
    /// Party at which it happened.
    pub party: u16,
    /// Party it goes to; the same if it crosses nothing.
    pub peer: u16,
    /// Call it belongs to, if to one.
    pub call: Option<u16>,
    /// The attempt, from 0.
    pub attempt: u16,
    /// What it is.
    pub kind: Kind,
}

/// What an event is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Below HTTP, by our model; its bytes are not shown, since they are not ours to know.
    Transport(u16, Transport),
    /// HTTP/2's connection preface of the client: its bytes in the connection's.
    Preface(u16, Span),
    /// An HTTP/2 frame.
    Frame(Frame),
    /// An HTTP/1.1 request or response, head and body, or a piece of one.
    Http1(Http1),
    /// What the code at one side does or is told.
    Local(Local),
}

/// A frame that crossed a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The connection.
    pub connection: u16,
    /// The frame with its header, in the bytes its sender sent over the connection.
    pub bytes: Span,
    /// Its type, as RFC 9113, section 6 numbers them.
    pub kind: u8,
    /// Its flags.
    pub flags: u8,
    /// Its stream.
    pub stream: u32,
    /// Index of the header list it completes.
    pub headers: Option<u32>,
    /// Index of the message of which it carries the last byte or some other.
    pub message: Option<u32>,
}

/// A request or response of HTTP/1.1; of one whose body is sent in chunks, its head or one chunk, since those leave when
/// they are there.
#[derive(Clone, Debug, PartialEq)]
pub struct Http1 {
    /// The connection.
    pub connection: u16,
    /// All of it, in the bytes its sender sent over the connection.
    pub bytes: Span,
    /// Where its body begins, in the same bytes.
    pub body: usize,
    /// Index of its header list, if it begins with a head; pseudo-fields as HTTP/2 has them stand for its first line.
    pub headers: Option<u32>,
    /// Index of the message in it.
    pub message: Option<u32>,
}

/// What our model of TCP and TLS tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Transport {
    /// A connection is asked for.
    Syn,
    /// It is granted.
    SynAck,
    /// It is refused.
    Reset,
    /// TLS 1.3's first flight of the client.
    ClientHello,
    /// TLS 1.3's flight of the server.
    ServerHello,
    /// A packet was lost, and is sent again at this time.
    Again,
    /// The connection is closed.
    Fin,
}

/// What code at one side does or is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Local {
    /// The client makes the call.
    Called,
    /// The call waits for a connection: all are occupied.
    Waits,
    /// The client has sent its last message.
    HalfClosed,
    /// The server's code is given the call.
    Handled,
    /// A message is given to the code: its index.
    Delivered(u32),
    /// Sending rests until the window opens: how many bytes wait.
    Blocked(u64),
    /// The deadline has passed at this side.
    DeadlineExceeded,
    /// The client gives up.
    Cancelled,
    /// This side has a fault of its own to tell.
    Failed(String),
    /// The client tries again after this while.
    Retries(Micros),
    /// The call has ended here, with this status.
    Ended(Status),
}

/// One field of a header list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// How HPACK has it (RFC 7541, section 6); nothing in HTTP/1.1.
    pub form: Form,
    /// Its bytes in the connection's bytes.
    pub bytes: Span,
}

/// How a field is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// As text, in HTTP/1.1.
    #[default]
    Text,
    /// As an index: name and value are in a table; below 62 the static one.
    Indexed(u32),
    /// Its value as text, and kept in the dynamic table; the name by this index, or as text.
    Added(Option<u32>),
    /// Its value as text, and not kept.
    NotAdded(Option<u32>),
    /// Likewise, and nobody on the way may keep it.
    Never(Option<u32>),
}

/// A message that crossed, or was to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The call.
    pub call: u16,
    /// Whether the server sent it.
    pub is_response: bool,
    /// How many its side sent before it in this attempt.
    pub index: u32,
    /// As the code has it: Protobuf or JSON, not compressed.
    pub content: Vec<u8>,
    /// Whether it crossed compressed.
    pub is_compressed: bool,
}
