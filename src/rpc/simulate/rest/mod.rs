//! REST over HTTP/1.1: a pool of connections, on each of which one call is made at a time.
//!
//! A call that finds all connections occupied waits in line for one: head-of-line waiting. Who does not want to wait for a
//! response any more can only close the connection. A response begins when the request is all there, as clients and proxies
//! expect it; a stream of messages is a body in chunks, a line of JSON each.
//! - `pool`: the connections, and what is written to them
//! - `serve`: what the server makes of requests and of what its code says
//!
//! No deadline is sent, for HTTP has no field for it. Knows no JSON.

mod pool;
mod serve;

use std::collections::{BTreeMap, VecDeque};

use super::{
    endpoint::{AttemptId, Endpoint, Seen, Side, Told},
    net::{Loss, Net},
};
use crate::rpc::{
    grpc, http1, rest,
    scene::Message,
    script::Fault,
    status::{Code, Status},
    timeline::{self, Local},
};
use pool::{Pool, Thing, Written};

/// The endpoint of a link.
pub struct Rest<'s> {
    link: u16,
    pool: Pool,
    /// Calls for which there is no connection yet.
    waiting: VecDeque<AttemptId>,
    exchanges: BTreeMap<AttemptId, Exchange<'s>>,
}

/// An attempt at a call, as both sides see it.
#[derive(Default)]
struct Exchange<'s> {
    /// Where it is made, once there is a connection.
    connection: Option<u16>,
    /// What the client's code has sent and is not written yet.
    queued: VecDeque<&'s Message>,
    /// The client's code sends no more.
    is_closed: bool,
    /// The request's head is written; all of it is.
    has_begun: bool,
    has_ended: bool,
    requests: u32,
    /// The client waits no more.
    is_over: bool,
    /// The server has all of the request.
    is_whole: bool,
    /// What the server's code has sent and is not written yet, and how it ended.
    held: VecDeque<&'s Message>,
    end: Option<Status>,
    /// The response's head is written; all of it is, or never will be.
    has_answered: bool,
    is_answered: bool,
    responses: u32,
}

impl<'s> Rest<'s> {
    /// The endpoint of the link with this index; so many connections are used at a time.
    pub fn new(link: u16, connections: u16) -> Rest<'s> {
        let pool = Pool::new(usize::from(connections.max(1)));
        Rest { link, pool, waiting: VecDeque::new(), exchanges: BTreeMap::new() }
    }

    /// Gives connections to those who wait, as long as there are any.
    fn next(&mut self, net: &mut Net<'s>) {
        while let Some(&attempt) = self.waiting.front() {
            if self.exchanges.get(&attempt).is_none_or(|it| it.is_over) {
                self.waiting.pop_front();
                continue;
            }
            let Some(connection) = self.pool.take(net, self.link, attempt) else { return };
            self.waiting.pop_front();
            self.given(net, attempt, connection);
        }
    }

    /// There is a connection for the call.
    fn given(&mut self, net: &mut Net<'s>, attempt: AttemptId, connection: u16) {
        if let Some(exchange) = self.exchanges.get_mut(&attempt) {
            exchange.connection = Some(connection);
            self.ask(net, attempt);
        }
    }

    /// Writes what there is to be written of a request.
    fn ask(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        let Some((call, link)) = net.call(attempt) else { return };
        let Some(exchange) = self.exchanges.get_mut(&attempt).filter(|it| !it.is_over && !it.has_ended) else { return };
        let Some(connection) = exchange.connection.filter(|&it| self.pool.is_open(it)) else { return };
        let gzip = call.client.gzip;
        if !call.streams.client {
            if !exchange.is_closed {
                return;
            }
            let message = exchange.queued.pop_front();
            let content = message.map_or(&[][..], |message| &message.json);
            let index = message.map(|_| exchange.told(net, attempt, false, content, gzip));
            let body = packed(content, gzip);
            let kind = match content.is_empty() {
                true => rest::Content::None,
                false => rest::Content::Whole(body.len(), rest::JSON),
            };
            let fields = rest::request(&link.authority, kind, gzip, &call.client.metadata);
            let head = |out: &mut Vec<u8>| http1::write::request(out, &call.rest.verb, &call.rest.target, &fields);
            (exchange.has_begun, exchange.has_ended) = (true, true);
            let shown = index.filter(|_| !content.is_empty());
            let thing = Thing::Request { attempt, message: index, size: content.len() };
            return self.pool.write(net, connection, Side::Client, thing, Written::whole(head, &body, shown));
        }
        if !exchange.has_begun {
            exchange.has_begun = true;
            let fields = rest::request(&link.authority, rest::Content::Lines, false, &call.client.metadata);
            let head = |out: &mut Vec<u8>| http1::write::request(out, &call.rest.verb, &call.rest.target, &fields);
            self.pool.write(net, connection, Side::Client, Thing::Head(attempt), Written::whole(head, &[], None));
        }
        while let Some(message) = exchange.queued.pop_front() {
            let index = exchange.told(net, attempt, false, &message.json, false);
            let thing = Thing::Line { attempt, message: index };
            self.pool.write(net, connection, Side::Client, thing, Written::line(&message.json, index));
        }
        if exchange.is_closed {
            exchange.has_ended = true;
            self.pool.write(net, connection, Side::Client, Thing::End(attempt, None), Written::last());
        }
    }

    /// What has arrived at the client.
    fn heard(&mut self, net: &mut Net<'s>, connection: u16, thing: Thing) {
        match thing {
            Thing::Head(attempt) => self.tell(net, attempt, Told::Head(attempt)),
            Thing::Line { attempt, message } => self.tell(net, attempt, Told::Response(attempt, message)),
            Thing::Response { attempt, message, status } => {
                if let Some(message) = message {
                    self.tell(net, attempt, Told::Response(attempt, message));
                }
                self.concluded(net, connection, attempt, status);
            }
            Thing::End(attempt, status) => self.concluded(net, connection, attempt, status.unwrap_or_default()),
            Thing::Failure(_) | Thing::Request { .. } => {}
        }
    }

    fn tell(&mut self, net: &mut Net<'s>, attempt: AttemptId, told: Told) {
        if self.exchanges.get(&attempt).is_some_and(|it| !it.is_over) {
            net.tell(told);
        }
    }

    /// All of a response is there: its connection is free for others, unless it is going to be closed.
    fn concluded(&mut self, net: &mut Net<'s>, connection: u16, attempt: AttemptId, status: Status) {
        self.tell(net, attempt, Told::Status(attempt, status, Seen::Perhaps));
        if let Some(exchange) = self.exchanges.get_mut(&attempt) {
            exchange.is_over = true;
            // Who has not said all of the request can't begin another one.
            if !exchange.has_ended {
                self.pool.leave(net, connection, Side::Client);
            }
        }
        // The response says so: RFC 9112, section 9.6.
        if net.link(connection).is_some_and(|link| link.fault == Fault::GoesAway) {
            self.pool.retire(connection);
        }
        self.pool.free(connection);
        self.next(net);
    }
}

impl Exchange<'_> {
    /// A message of the timeline.
    fn told(&mut self, net: &mut Net<'_>, attempt: AttemptId, is_response: bool, content: &[u8], gzip: bool) -> u32 {
        let count = if is_response { &mut self.responses } else { &mut self.requests };
        let index = *count;
        *count += 1;
        let call = net.attempt(attempt).call;
        net.message(timeline::Message { call, is_response, index, content: content.to_vec(), is_compressed: gzip })
    }
}

/// A body as it is sent.
fn packed(content: &[u8], gzip: bool) -> Vec<u8> {
    if gzip && !content.is_empty() { grpc::gzip(content) } else { content.to_vec() }
}

impl<'s> Endpoint<'s> for Rest<'s> {
    fn begin(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        self.exchanges.insert(attempt, Exchange::default());
        self.waiting.push_back(attempt);
        self.next(net);
        if self.exchanges.get(&attempt).is_some_and(|it| it.connection.is_none()) {
            net.local(attempt, Side::Client, Local::Waits);
        }
    }

    fn request(&mut self, net: &mut Net<'s>, attempt: AttemptId, message: &'s Message, is_last: bool) {
        if let Some(exchange) = self.exchanges.get_mut(&attempt) {
            exchange.queued.push_back(message);
            exchange.is_closed |= is_last;
            self.ask(net, attempt);
        }
    }

    fn half_close(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        if let Some(exchange) = self.exchanges.get_mut(&attempt) {
            exchange.is_closed = true;
            self.ask(net, attempt);
        }
    }

    fn abandon(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        let Some(exchange) = self.exchanges.get_mut(&attempt).filter(|it| !it.is_over) else { return };
        exchange.is_over = true;
        if let Some(connection) = exchange.connection {
            if exchange.has_begun {
                self.pool.leave(net, connection, Side::Client);
            }
            self.pool.free(connection);
        }
        self.next(net);
    }

    fn respond(&mut self, net: &mut Net<'s>, attempt: AttemptId, message: &'s Message) {
        if let Some(exchange) = self.exchanges.get_mut(&attempt) {
            exchange.held.push_back(message);
            self.answer(net, attempt);
        }
    }

    fn finish(&mut self, net: &mut Net<'s>, attempt: AttemptId, status: &Status) {
        if let Some(exchange) = self.exchanges.get_mut(&attempt) {
            exchange.end.get_or_insert_with(|| status.clone());
            self.answer(net, attempt);
        }
    }

    fn sever(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        let Some(exchange) = self.exchanges.get_mut(&attempt) else { return };
        exchange.is_answered = true;
        if let Some(connection) = exchange.connection {
            self.pool.break_off(net, connection);
        }
    }

    fn opened(&mut self, net: &mut Net<'s>, connection: u16, side: Side) {
        if side == Side::Server {
            return;
        }
        if let Some(attempt) = self.pool.opened(connection) {
            self.ask(net, attempt);
        }
        self.next(net);
    }

    fn arrived(&mut self, net: &mut Net<'s>, connection: u16, at: Side) {
        match (self.pool.arrived(connection, at), at) {
            (Some(thing), Side::Client) => self.heard(net, connection, thing),
            (Some(thing), Side::Server) => self.serve(net, connection, thing),
            (None, _) => {}
        }
    }

    fn lost(&mut self, net: &mut Net<'s>, connection: u16, side: Side, why: Loss) {
        let Some(attempt) = self.pool.lost(connection, side) else { return self.next(net) };
        let Some(exchange) = self.exchanges.get_mut(&attempt) else { return };
        match side {
            Side::Server if !exchange.is_answered => {
                exchange.is_answered = true;
                let message = "the client has closed the connection".to_owned();
                net.tell(Told::Gone(attempt, Status { code: Code::Cancelled, message }));
            }
            Side::Client if !exchange.is_over => {
                exchange.is_over = true;
                let message = match why {
                    Loss::Refused => "the connection was refused",
                    Loss::TimedOut => "nothing answers at the address",
                    Loss::Reset | Loss::Closed => "the connection broke before the response was there",
                };
                net.tell(Told::Status(
                    attempt,
                    Status { code: Code::Unavailable, message: message.to_owned() },
                    Seen::Perhaps,
                ));
                self.next(net);
            }
            _ => self.next(net),
        }
    }

    fn bytes(&mut self, connection: u16, from: Side) -> Vec<u8> {
        self.pool.bytes(connection, from)
    }
}
