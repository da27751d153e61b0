//! The server's side: requests become calls, and what the code says becomes responses.

use super::{
    super::{
        endpoint::{AttemptId, Side, Told},
        net::Net,
    },
    Rest, packed,
    pool::{Thing, Written},
};
use crate::rpc::{
    http1, rest,
    script::Fault,
    status::{Code, Status, to_http},
};

/// "Content Too Large": RFC 9110, section 15.5.14.
const TOO_LARGE: u16 = 413;
/// "Service Unavailable": RFC 9110, section 15.6.4. It says to come back, though not whether anything was done.
const UNAVAILABLE: u16 = 503;
/// "Not Found": RFC 9110, section 15.5.5, here of the address.
const NO_ADDRESS: u16 = 404;

/// What those say who are no service and write no JSON.
const TEXT: &str = "text/plain; charset=utf-8";

impl<'s> Rest<'s> {
    /// What has arrived at the server.
    pub(super) fn serve(&mut self, net: &mut Net<'s>, connection: u16, thing: Thing) {
        match thing {
            Thing::Request { attempt, message, size } => {
                self.pool.serve(connection, Some(attempt));
                if let Some(exchange) = self.exchanges.get_mut(&attempt) {
                    exchange.is_whole = true;
                }
                if !self.turned_away(net, attempt, size) {
                    net.tell(Told::Handled(attempt, None));
                    if let Some(message) = message {
                        net.tell(Told::Request(attempt, message));
                    }
                    net.tell(Told::HalfClosed(attempt));
                }
            }
            Thing::Head(attempt) => {
                self.pool.serve(connection, Some(attempt));
                if !self.turned_away(net, attempt, 0) {
                    net.tell(Told::Handled(attempt, None));
                }
            }
            Thing::Line { attempt, message } => self.goes_on(net, attempt, Told::Request(attempt, message)),
            Thing::End(attempt, _) => {
                if let Some(exchange) = self.exchanges.get_mut(&attempt) {
                    exchange.is_whole = true;
                }
                self.goes_on(net, attempt, Told::HalfClosed(attempt));
                self.answer(net, attempt);
            }
            Thing::Response { .. } | Thing::Failure(_) => {}
        }
    }

    /// The code is told more of a request, unless it has done with it.
    fn goes_on(&mut self, net: &mut Net<'s>, attempt: AttemptId, told: Told) {
        if self.exchanges.get(&attempt).is_some_and(|it| !it.is_answered) {
            net.tell(told);
        }
    }

    /// Whether somebody answers for the code: a proxy, or the server for its own reasons.
    fn turned_away(&mut self, net: &mut Net<'s>, attempt: AttemptId, size: usize) -> bool {
        let Some((call, link)) = net.call(attempt) else { return false };
        let (http, why) = match link.fault {
            Fault::Proxy(http) => (http, http1::reason(http)),
            Fault::RefusesStream => (UNAVAILABLE, "overloaded"),
            _ if size > call.handler.max_message as usize => (TOO_LARGE, http1::reason(TOO_LARGE)),
            _ => return false,
        };
        self.plain(net, attempt, http, why);
        true
    }

    /// A response that no service has written.
    fn plain(&mut self, net: &mut Net<'s>, attempt: AttemptId, http: u16, why: &str) {
        let body = format!("{http} {why}\n").into_bytes();
        let status = rest::status(http, &body);
        self.whole(net, attempt, Reply { http, kind: TEXT, body, is_message: false, status });
    }

    /// Writes what there is to be written of a response.
    pub(super) fn answer(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        let Some((call, link)) = net.call(attempt) else { return };
        let Some(exchange) = self.exchanges.get_mut(&attempt).filter(|it| it.is_whole && !it.is_answered) else {
            return;
        };
        let failed = exchange.end.clone().filter(|status| status.code != Code::Ok);
        if link.fault == Fault::NoMethod && failed.is_some() {
            return self.plain(net, attempt, NO_ADDRESS, "page not found");
        }
        let is_empty = exchange.held.is_empty() && !exchange.has_answered;
        match failed {
            // The first word says it all, as long as nothing was said.
            Some(status) if is_empty || !call.streams.server => {
                let body = rest::error(&status);
                let http = to_http(status.code);
                let status = rest::status(http, &body);
                self.whole(net, attempt, Reply { http, kind: rest::JSON, body, is_message: false, status });
            }
            _ if call.streams.server && (!exchange.held.is_empty() || exchange.end.is_some()) => {
                self.lines(net, attempt)
            }
            _ if call.streams.server => {}
            None if exchange.end.is_some() => {
                let body = exchange.held.pop_front().map(|message| message.json.clone()).unwrap_or_default();
                let is_message = !body.is_empty();
                self.whole(
                    net,
                    attempt,
                    Reply { http: OK, kind: rest::JSON, body, is_message, status: Status::default() },
                );
            }
            _ => {}
        }
    }

    fn whole(&mut self, net: &mut Net<'s>, attempt: AttemptId, reply: Reply) {
        let Some((call, link)) = net.call(attempt) else { return };
        let Some(exchange) = self.exchanges.get_mut(&attempt).filter(|it| !it.is_answered) else { return };
        let Some(connection) = exchange.connection else { return };
        let Reply { http, kind, body, is_message, status } = reply;
        let gzip = call.handler.gzip && is_message;
        let message = is_message.then(|| exchange.told(net, attempt, true, &body, gzip));
        exchange.is_answered = true;
        let body = packed(&body, gzip);
        let metadata = [&call.handler.metadata[..], &call.handler.trailers[..]].concat();
        let mut fields = rest::response(rest::Content::Whole(body.len(), kind), gzip, &metadata);
        closing(link.fault, &mut fields);
        let head = |out: &mut Vec<u8>| http1::write::response(out, http, &fields);
        let written = Written::whole(head, &body, message);
        self.pool.write(net, connection, Side::Server, Thing::Response { attempt, message, status }, written);
        self.answered(net, connection, link.fault);
    }

    /// A response in chunks goes on, and ends when the code has ended.
    fn lines(&mut self, net: &mut Net<'s>, attempt: AttemptId) {
        let Some((call, link)) = net.call(attempt) else { return };
        let Some(exchange) = self.exchanges.get_mut(&attempt) else { return };
        let Some(connection) = exchange.connection else { return };
        if !exchange.has_answered {
            exchange.has_answered = true;
            let mut fields = rest::response(rest::Content::Lines, false, &call.handler.metadata);
            closing(link.fault, &mut fields);
            let head = |out: &mut Vec<u8>| http1::write::response(out, OK, &fields);
            self.pool.write(net, connection, Side::Server, Thing::Head(attempt), Written::whole(head, &[], None));
        }
        while let Some(message) = exchange.held.pop_front() {
            let index = exchange.told(net, attempt, true, &message.json, false);
            let thing = Thing::Line { attempt, message: index };
            self.pool.write(net, connection, Side::Server, thing, Written::line(&message.json, index));
        }
        if let Some(status) = exchange.end.clone() {
            exchange.is_answered = true;
            if status.code != Code::Ok {
                let line = Written::text(&rest::error_line(&status));
                self.pool.write(net, connection, Side::Server, Thing::Failure(attempt), line);
            }
            self.pool.write(net, connection, Side::Server, Thing::End(attempt, Some(status)), Written::last());
            self.answered(net, connection, link.fault);
        }
    }

    /// All of a response is written.
    fn answered(&mut self, net: &mut Net<'s>, connection: u16, fault: Fault) {
        self.pool.serve(connection, None);
        if fault == Fault::GoesAway {
            self.pool.leave(net, connection, Side::Server);
        }
    }
}

const OK: u16 = 200;

/// A response that is written at once.
struct Reply {
    http: u16,
    kind: &'static str,
    body: Vec<u8>,
    /// Whether the body is a message of the code.
    is_message: bool,
    /// What the client makes of it.
    status: Status,
}

/// A server that goes away says that this is the last response on the connection: RFC 9112, section 9.6.
fn closing(fault: Fault, fields: &mut Vec<(String, String)>) {
    if fault == Fault::GoesAway {
        fields.push(("Connection".to_owned(), "close".to_owned()));
    }
}
