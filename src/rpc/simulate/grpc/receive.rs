//! What a side makes of what arrives.

use super::{
    super::{
        endpoint::{AttemptId, Seen, Side, Told},
        net::Net,
    },
    Grpc, Place,
    connection::{Arrival, Connection, Data, manner},
    send::Of,
};
use crate::rpc::{
    http2::frame::error,
    scene::Call,
    script::Fault,
    status::{self, Code, Status},
};

impl<'s> Grpc<'s> {
    /// What is next on its way to this side has arrived.
    pub fn receive(&mut self, net: &mut Net<'s>, at_connection: usize, at: Side) {
        let Some(connection) = self.connections.get_mut(at_connection) else { return };
        let Some(arrival) = connection.side(at.other()).under_way.pop_front() else { return };
        let place = |stream| Place { connection: at_connection, stream };
        match arrival {
            Arrival::Nothing => {}
            Arrival::Settings => {
                connection.heed(at);
                let frame = connection.side(at).writer.settings_ack();
                connection.write(net, at, frame, Arrival::Nothing);
                connection.push_all(net, at);
                if at == Side::Client {
                    self.start_waiting(net);
                }
            }
            Arrival::Window(None, more) => {
                connection.side(at).window += i64::from(more);
                connection.push_waiting(net, at);
            }
            Arrival::Window(Some(stream), more) => {
                if let Some(state) = connection.streams.get_mut(stream) {
                    state.half(at).window += i64::from(more);
                    connection.push(net, stream, at);
                }
            }
            Arrival::Head(stream) if at == Side::Server => self.take_call(net, place(stream)),
            Arrival::Head(stream) => {
                if let Some(attempt) = self.heard(place(stream)) {
                    net.tell(Told::Head(attempt));
                }
            }
            Arrival::Data(data) => self.take_data(net, at_connection, at, data),
            Arrival::Trailers(stream, status) => {
                if let Some(attempt) = self.heard(place(stream)) {
                    self.conclude(net, attempt, status, Seen::Perhaps);
                }
            }
            Arrival::Foreign(stream, http) => {
                if let Some(attempt) = self.heard(place(stream)) {
                    let message = format!("expected HTTP status 200 and gRPC, found {http} and text/html");
                    self.conclude(net, attempt, Status { code: status::from_http(http), message }, Seen::Perhaps);
                }
            }
            Arrival::Reset(stream, code) => self.take_reset(net, place(stream), at, code),
            Arrival::GoAway(first) => {
                let left = connection.streams.iter().skip(first).filter(|it| it.is_counted);
                let left: Vec<AttemptId> = left.map(|it| it.attempt).collect();
                connection.go_away(net);
                for attempt in left {
                    let message = "the server goes away, and has not looked at the call".to_owned();
                    self.conclude(net, attempt, Status { code: Code::Unavailable, message }, Seen::Never);
                }
                if self.has_waiting() {
                    self.connect(net);
                }
            }
        }
    }

    /// The attempt a stream is for, if the client still listens.
    fn heard(&mut self, place: Place) -> Option<AttemptId> {
        let stream = self.connections.get_mut(place.connection)?.streams.get_mut(place.stream)?;
        stream.is_counted.then_some(stream.attempt)
    }

    fn take_call(&mut self, net: &mut Net<'s>, place: Place) {
        let Some(connection) = self.connections.get_mut(place.connection) else { return };
        let Some(state) = connection.streams.get_mut(place.stream) else { return };
        let (attempt, patience) = (state.attempt, state.patience);
        let Some((_, link)) = net.call(attempt) else { return };
        match link.fault {
            Fault::RefusesStream => return connection.reset(net, place.stream, Side::Server, error::REFUSED_STREAM),
            Fault::Proxy(http) => return connection.answer_as_proxy(net, place.stream, final_status(http)),
            Fault::GoesAway if !self.has_gone_away => {
                self.has_gone_away = true;
                return connection.send_away(net, place.stream);
            }
            _ => {}
        }
        if connection.serve(place.stream) {
            self.served.insert(attempt, place);
            net.tell(Told::Handled(attempt, patience));
        }
    }

    fn take_data(&mut self, net: &mut Net<'s>, at_connection: usize, at: Side, data: Data) {
        let Some(connection) = self.connections.get_mut(at_connection) else { return };
        let Some(state) = connection.streams.get_mut(data.stream) else { return };
        let attempt = state.attempt;
        let listens = match at {
            Side::Client => state.is_counted,
            Side::Server => state.is_served && !state.half(at).is_ended,
        };
        connection.take(net, at, data, listens);
        let Some((call, _)) = net.call(attempt).filter(|_| listens) else { return };
        if data.is_first
            && let Some(found) = too_large(net, call, at, data)
        {
            return self.refuse(net, Place { connection: at_connection, stream: data.stream }, at, found);
        }
        let message = data.message.filter(|_| data.is_whole);
        match at {
            Side::Client => {
                if let Some(message) = message {
                    net.tell(Told::Response(attempt, message));
                }
            }
            Side::Server => {
                if let Some(message) = message {
                    net.tell(Told::Request(attempt, message));
                }
                if data.is_last {
                    net.tell(Told::HalfClosed(attempt));
                }
            }
        }
    }

    /// A message is larger than this side takes.
    fn refuse(&mut self, net: &mut Net<'s>, place: Place, at: Side, status: Status) {
        let Some(connection) = self.connections.get_mut(place.connection) else { return };
        let Some(attempt) = connection.streams.get(place.stream).map(|it| it.attempt) else { return };
        match at {
            Side::Client => {
                connection.reset(net, place.stream, Side::Client, error::CANCEL);
                self.conclude(net, attempt, status, Seen::Perhaps);
            }
            Side::Server => {
                connection.finish_at_once(net, place.stream, &status);
                net.tell(Told::Gone(attempt, status));
            }
        }
    }

    fn take_reset(&mut self, net: &mut Net<'s>, place: Place, at: Side, code: u32) {
        let Some(connection) = self.connections.get_mut(place.connection) else { return };
        let Some(state) = connection.streams.get_mut(place.stream) else { return };
        let attempt = state.attempt;
        let half = state.half(at);
        let was_ended = half.is_ended;
        half.end();
        half.has_heard_end = true;
        match at {
            Side::Server if state.is_served && !was_ended => {
                let message = "the client gave up".to_owned();
                net.tell(Told::Gone(attempt, Status { code: Code::Cancelled, message }));
            }
            Side::Client if state.is_counted => {
                let seen = if code == error::REFUSED_STREAM { Seen::Never } else { Seen::Perhaps };
                let message = "the server refused the stream".to_owned();
                self.conclude(net, attempt, Status { code: status::from_reset(code), message }, seen);
            }
            _ => {}
        }
    }
}

impl Connection {
    /// The server looks at a stream, unless it has said that it won't.
    fn serve(&mut self, stream: usize) -> bool {
        let is_looked_at = self.ignored_from.is_none_or(|first| stream < first);
        if let Some(state) = self.streams.get_mut(stream) {
            state.is_served = is_looked_at;
        }
        is_looked_at
    }

    /// GOAWAY: the server looks at no stream from this one on.
    fn send_away(&mut self, net: &mut Net<'_>, first: usize) {
        self.ignored_from = Some(first);
        let last = first.checked_sub(1).and_then(|it| self.streams.get(it)).map_or(0, |it| it.id);
        let frame = self.side(Side::Server).writer.goaway(last, error::NO_ERROR, "");
        self.write(net, Side::Server, frame, Arrival::GoAway(first));
    }

    /// Counts DATA for the windows, and opens them again when half of one is used up; that of a stream only as long as more is
    /// wanted there.
    fn take(&mut self, net: &mut Net<'_>, at: Side, data: Data, listens: bool) {
        let about = manner(at);
        let half = self.side(at);
        half.taken += data.size;
        if half.taken >= about.window / 2 {
            let more = std::mem::take(&mut half.taken);
            let frame = half.writer.window_update(0, more);
            self.write(net, at, frame, Arrival::Window(None, more));
        }
        let Some(state) = self.streams.get_mut(data.stream) else { return };
        let (id, attempt, half) = (state.id, state.attempt, state.half(at));
        half.has_heard_end |= data.is_last;
        half.taken += data.size;
        if listens && !half.has_heard_end && half.taken >= about.stream_window / 2 {
            let more = std::mem::take(&mut half.taken);
            let frame = self.side(at).writer.window_update(id, more);
            self.put(net, at, frame, Arrival::Window(Some(data.stream), more), Of::attempt(attempt));
        }
    }

    /// Sends what may be sent of all streams.
    fn push_all(&mut self, net: &mut Net<'_>, from: Side) {
        for stream in 0..self.streams.len() {
            self.push(net, stream, from);
        }
    }

    /// The server ends the call, and drops what it had to send.
    fn finish_at_once(&mut self, net: &mut Net<'_>, stream: usize, status: &Status) {
        if let Some(state) = self.streams.get_mut(stream) {
            state.half(Side::Server).pieces.clear();
            self.finish(net, stream, status);
        }
    }
}

/// Why a side does not take a message, if it is larger than it takes.
fn too_large(net: &Net<'_>, call: &Call, at: Side, data: Data) -> Option<Status> {
    let most = if at == Side::Client { call.client.max_message } else { call.handler.max_message };
    let size = net.message_size(data.message?);
    let message = format!("expected a message of at most {most} bytes, found {size}");
    (size > most as usize).then_some(Status { code: Code::ResourceExhausted, message })
}

/// An HTTP status that can end a response; what is none becomes that of a gateway that does not understand.
fn final_status(http: u16) -> u16 {
    if (200..600).contains(&http) { http } else { 502 }
}
