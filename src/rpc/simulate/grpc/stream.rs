//! A stream: what each side has to send on it, may send, and has heard.

use std::collections::VecDeque;

use super::super::{
    Nanos,
    endpoint::{AttemptId, Side},
};
use crate::rpc::status::Status;

/// A stream of a connection.
pub struct Stream {
    /// Its number in frames.
    pub id: u32,
    /// The attempt it is for.
    pub attempt: AttemptId,
    /// Whether the client counts it among the open ones.
    pub is_counted: bool,
    /// Whether the server's code was told of it.
    pub is_served: bool,
    /// How long the client waits, as the head says it.
    pub patience: Option<Nanos>,
    halves: [Half; 2],
}

/// One side of a stream.
#[derive(Default)]
pub struct Half {
    /// How much it may send: less than nothing where the peer has made its windows smaller.
    pub window: i64,
    /// What it has to send.
    pub pieces: VecDeque<Piece>,
    /// What it ends with, when the pieces are sent.
    pub status: Option<Status>,
    /// How many messages it has sent.
    pub messages: u32,
    /// The head of its response is sent.
    pub has_head: bool,
    /// It sends nothing more: END_STREAM or RST_STREAM is sent, or came.
    pub is_ended: bool,
    /// The peer sends nothing more.
    pub has_heard_end: bool,
    /// It was said that it rests.
    pub is_blocked: bool,
    /// It waits for the connection's window.
    pub is_waiting: bool,
    /// What the code has taken since the window was opened last.
    pub taken: u32,
}

/// Something to be sent as DATA.
pub struct Piece {
    /// The message on the timeline; none where it is but the end.
    pub message: Option<u32>,
    /// Its bytes, prefix included.
    pub bytes: Vec<u8>,
    /// How many of them are sent.
    pub sent: usize,
    /// Whether its sender half-closes with it.
    pub is_last: bool,
}

impl Piece {
    /// The half-close by itself.
    pub fn end() -> Piece {
        Piece { message: None, bytes: Vec::new(), sent: 0, is_last: true }
    }
}

impl Stream {
    /// A stream with what each side may send on it.
    pub fn new(id: u32, attempt: AttemptId, windows: [i64; 2]) -> Stream {
        let halves = windows.map(|window| Half { window, ..Half::default() });
        Stream { id, attempt, is_counted: true, is_served: false, patience: None, halves }
    }

    /// One side of it.
    pub fn half(&mut self, side: Side) -> &mut Half {
        let [client, server] = &mut self.halves;
        if side == Side::Client { client } else { server }
    }
}

impl Half {
    /// Nothing more is sent.
    pub fn end(&mut self) {
        self.is_ended = true;
        self.pieces.clear();
        self.status = None;
    }
}
