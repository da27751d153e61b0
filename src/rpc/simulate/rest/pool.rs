//! Connections to one server: which are free, what was written to each, and what of it has not arrived.
//!
//! Knows no call but as a number.

use std::collections::VecDeque;

use super::super::{
    endpoint::{AttemptId, Side},
    net::{Net, Stamp},
};
use crate::rpc::{
    http1,
    status::Status,
    timeline::{Header, Http1, Kind, Transport},
};
use crate::text::Span;

/// All connections of a link, those that are no more included.
pub struct Pool {
    most: usize,
    list: Vec<Connection>,
}

struct Connection {
    id: u16,
    stage: Stage,
    /// The call at the client that occupies it.
    call: Option<AttemptId>,
    /// The call at the server that is made on it.
    served: Option<AttemptId>,
    ways: [Way; 2],
}

/// A connection as its client sees it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Opening,
    Open,
    Gone,
}

/// One direction of a connection.
#[derive(Default)]
struct Way {
    bytes: Vec<u8>,
    /// What is written and has not arrived.
    things: VecDeque<Thing>,
}

/// What is written, for the other side.
pub enum Thing {
    /// A request, whole: the message in it, and how many bytes it has.
    Request { attempt: AttemptId, message: Option<u32>, size: usize },
    /// The head of a request or a response whose messages follow one by one.
    Head(AttemptId),
    /// A message of a stream.
    Line { attempt: AttemptId, message: u32 },
    /// A response, whole.
    Response { attempt: AttemptId, message: Option<u32>, status: Status },
    /// A line of a stream that tells how it failed.
    Failure(AttemptId),
    /// The end of a stream; of a response's with its status.
    End(AttemptId, Option<Status>),
}

impl Thing {
    fn attempt(&self) -> AttemptId {
        match self {
            Thing::Request { attempt, .. } | Thing::Line { attempt, .. } | Thing::Response { attempt, .. } => *attempt,
            Thing::Head(attempt) | Thing::Failure(attempt) | Thing::End(attempt, _) => *attempt,
        }
    }
}

/// A piece of HTTP/1.1 that is to be written.
pub struct Written {
    bytes: Vec<u8>,
    body: usize,
    headers: Option<Vec<Header>>,
    message: Option<u32>,
}

impl Written {
    /// A head and the body behind it.
    pub fn whole(head: impl FnOnce(&mut Vec<u8>) -> Vec<Header>, body: &[u8], message: Option<u32>) -> Written {
        let mut bytes = Vec::new();
        let headers = Some(head(&mut bytes));
        let start = bytes.len();
        bytes.extend(body);
        Written { bytes, body: start, headers, message }
    }

    /// A message of a stream, as a chunk.
    pub fn line(json: &[u8], message: u32) -> Written {
        Written { message: Some(message), ..Written::text(&[json, b"\n"].concat()) }
    }

    /// Some other line of a stream.
    pub fn text(line: &[u8]) -> Written {
        let mut bytes = Vec::new();
        http1::write::chunk(&mut bytes, line);
        Written { bytes, body: 0, headers: None, message: None }
    }

    /// What ends a stream.
    pub fn last() -> Written {
        let mut bytes = Vec::new();
        http1::write::last_chunk(&mut bytes);
        Written { bytes, body: 0, headers: None, message: None }
    }
}

impl Pool {
    /// At most so many connections at a time.
    pub fn new(most: usize) -> Pool {
        Pool { most, list: Vec::new() }
    }

    fn get(&mut self, id: u16) -> Option<&mut Connection> {
        let at = self.list.binary_search_by_key(&id, |it| it.id).ok()?;
        self.list.get_mut(at)
    }

    /// A connection that is free, or a new one; nothing where there are as many as there may be.
    pub fn take<'s>(&mut self, net: &mut Net<'s>, link: u16, attempt: AttemptId) -> Option<u16> {
        if let Some(free) = self.list.iter_mut().find(|it| it.stage != Stage::Gone && it.call.is_none()) {
            free.call = Some(attempt);
            return Some(free.id);
        }
        if self.list.iter().filter(|it| it.stage != Stage::Gone).count() >= self.most {
            return None;
        }
        let id = net.connect(link)?;
        let ways = <[Way; 2]>::default();
        self.list.push(Connection { id, stage: Stage::Opening, call: Some(attempt), served: None, ways });
        Some(id)
    }

    /// Whether the client may write to it.
    pub fn is_open(&self, id: u16) -> bool {
        self.list.iter().any(|it| it.id == id && it.stage == Stage::Open)
    }

    /// It is ready at the client: the call that waits for it.
    pub fn opened(&mut self, id: u16) -> Option<AttemptId> {
        let connection = self.get(id).filter(|it| it.stage == Stage::Opening)?;
        connection.stage = Stage::Open;
        connection.call
    }

    /// The call on it is over at the client.
    pub fn free(&mut self, id: u16) {
        if let Some(connection) = self.get(id) {
            connection.call = None;
        }
    }

    /// The server has a call on it, or none any more.
    pub fn serve(&mut self, id: u16, attempt: Option<AttemptId>) {
        if let Some(connection) = self.get(id) {
            connection.served = attempt;
        }
    }

    /// A side closes it in good order.
    pub fn leave(&mut self, net: &mut Net<'_>, id: u16, side: Side) {
        if let Some(connection) = self.get(id) {
            if side == Side::Client {
                connection.stage = Stage::Gone;
            }
            net.close(id, side, Transport::Fin);
        }
    }

    /// The server breaks it off.
    pub fn break_off(&mut self, net: &mut Net<'_>, id: u16) {
        net.close(id, Side::Server, Transport::Reset);
    }

    /// The client has read that it will be closed.
    pub fn retire(&mut self, id: u16) {
        if let Some(connection) = self.get(id) {
            connection.stage = Stage::Gone;
        }
    }

    /// A side has lost it: the call there that was made on it.
    pub fn lost(&mut self, id: u16, side: Side) -> Option<AttemptId> {
        let connection = self.get(id)?;
        match side {
            Side::Client => {
                connection.stage = Stage::Gone;
                connection.call.take()
            }
            Side::Server => connection.served.take(),
        }
    }

    /// Writes something for the other side.
    pub fn write(&mut self, net: &mut Net<'_>, id: u16, from: Side, thing: Thing, written: Written) {
        let Some(connection) = self.get(id) else { return };
        let way = &mut connection.ways[from as usize];
        let start = way.bytes.len();
        way.bytes.extend(&written.bytes);
        let attempt = Some(thing.attempt());
        way.things.push_back(thing);
        let moved = |span: Span| Span::new(start + span.start as usize, start + span.end as usize);
        let headers = written.headers.map(|list| {
            let list = list.into_iter().map(|header| Header { bytes: moved(header.bytes), ..header });
            net.headers(list.collect())
        });
        let bytes = Span::new(start, way.bytes.len());
        let http1 = Http1 { connection: id, bytes, body: start + written.body, headers, message: written.message };
        net.write(id, from, written.bytes.len(), Stamp { attempt, kind: Kind::Http1(http1) });
    }

    /// What has arrived next at a side.
    pub fn arrived(&mut self, id: u16, at: Side) -> Option<Thing> {
        self.get(id)?.ways[at.other() as usize].things.pop_front()
    }

    /// All that a side wrote to it.
    pub fn bytes(&mut self, id: u16, from: Side) -> Vec<u8> {
        self.get(id).map(|it| std::mem::take(&mut it.ways[from as usize].bytes)).unwrap_or_default()
    }
}
