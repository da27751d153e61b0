//! What a side of a connection sends: frames, as far as the windows allow.

use super::{
    super::{
        NANOS,
        endpoint::{AttemptId, Side},
        net::{Net, Stamp},
    },
    connection::{Arrival, Connection, Data},
    stream::Piece,
};
use crate::rpc::{
    grpc,
    http2::{End, Field, Written, frame::error},
    status::Status,
    timeline::{Frame, Kind, Local, Message},
};

/// What a frame belongs to.
#[derive(Default)]
pub struct Of {
    /// The attempt, if to one.
    attempt: Option<AttemptId>,
    /// The header list it completes.
    headers: Option<u32>,
    /// The message it has a part of.
    message: Option<u32>,
}

impl Of {
    /// An attempt.
    pub fn attempt(attempt: AttemptId) -> Of {
        Of { attempt: Some(attempt), ..Of::default() }
    }
}

impl Connection {
    /// A frame of the connection itself.
    pub fn write(&mut self, net: &mut Net<'_>, from: Side, frame: Written, arrival: Arrival) {
        self.put(net, from, frame, arrival, Of::default());
    }

    /// The client's first bytes.
    pub fn write_preface(&mut self, net: &mut Net<'_>) {
        let id = self.id;
        let half = self.side(Side::Client);
        let span = half.writer.preface();
        half.under_way.push_back(Arrival::Nothing);
        net.write(id, Side::Client, span.len(), Stamp { attempt: None, kind: Kind::Preface(id, span) });
    }

    /// A frame, and what it belongs to.
    pub fn put(&mut self, net: &mut Net<'_>, from: Side, frame: Written, arrival: Arrival, of: Of) {
        self.side(from).under_way.push_back(arrival);
        let Written { bytes, kind, flags, stream } = frame;
        let Of { attempt, headers, message } = of;
        let kind = Kind::Frame(Frame { connection: self.id, bytes, kind, flags, stream, headers, message });
        net.write(self.id, from, bytes.len(), Stamp { attempt, kind });
    }

    /// A header list, in as many frames as it takes.
    fn put_headers(
        &mut self,
        net: &mut Net<'_>,
        from: Side,
        stream: usize,
        fields: &[Field],
        end: End,
        arrival: Arrival,
    ) {
        let Some((id, attempt)) = self.streams.get(stream).map(|it| (it.id, it.attempt)) else { return };
        let block = self.side(from).writer.headers(id, fields, end);
        let headers = net.headers(block.headers);
        let last = block.frames.len().saturating_sub(1);
        for (at, frame) in block.frames.into_iter().enumerate() {
            let (arrival, headers) =
                if at == last { (arrival.clone(), Some(headers)) } else { (Arrival::Nothing, None) };
            self.put(net, from, frame, arrival, Of { headers, ..Of::attempt(attempt) });
        }
    }

    /// Opens a stream with the head of a request.
    pub fn begin(&mut self, net: &mut Net<'_>, attempt: AttemptId) -> usize {
        let stream = self.add(attempt);
        if let Some((call, link)) = net.call(attempt) {
            let about = net.attempt(attempt);
            let left = about.deadline.map(|it| it.saturating_sub(net.now()).div_ceil(NANOS));
            if let Some(state) = self.streams.get_mut(stream) {
                // In what units it is said, it is rounded in.
                let said = left.and_then(|it| grpc::read_timeout(&grpc::timeout(it)));
                state.patience = said.map(|it| it.saturating_mul(NANOS));
            }
            let fields = grpc::request(&grpc::Request {
                path: &call.path,
                authority: &link.authority,
                is_tls: link.network.tls,
                timeout: left,
                gzip: call.client.gzip,
                previous_attempts: about.previous,
                metadata: &call.client.metadata,
            });
            self.put_headers(net, Side::Client, stream, &fields, End::Open, Arrival::Head(stream));
        }
        stream
    }

    /// A message as a side's next piece of a stream; nothing if it is too large to be framed.
    pub fn piece(
        &mut self,
        net: &mut Net<'_>,
        stream: usize,
        from: Side,
        content: &[u8],
        is_last: bool,
    ) -> Option<Piece> {
        let stream = self.streams.get_mut(stream)?;
        let attempt = stream.attempt;
        let half = stream.half(from);
        if half.is_ended {
            return None;
        }
        let (call, _) = net.call(attempt)?;
        let is_response = from == Side::Server;
        let is_compressed = if is_response { call.handler.gzip } else { call.client.gzip };
        let bytes = if is_compressed { grpc::compressed(content) } else { grpc::message(content) }?;
        let message = net.message(Message {
            call: net.attempt(attempt).call,
            is_response,
            index: half.messages,
            content: content.to_vec(),
            is_compressed,
        });
        half.messages += 1;
        Some(Piece { message: Some(message), bytes, sent: 0, is_last })
    }

    /// A piece is to be sent by a side.
    pub fn queue(&mut self, net: &mut Net<'_>, stream: usize, from: Side, piece: Piece) {
        let Some(half) = self.streams.get_mut(stream).map(|it| it.half(from)).filter(|it| !it.is_ended) else { return };
        half.pieces.push_back(piece);
        let needs_head = from == Side::Server && !std::mem::replace(&mut half.has_head, true);
        if needs_head {
            self.respond(net, stream);
        }
        self.push(net, stream, from);
    }

    fn respond(&mut self, net: &mut Net<'_>, stream: usize) {
        let Some(attempt) = self.streams.get(stream).map(|it| it.attempt) else { return };
        let Some((call, _)) = net.call(attempt) else { return };
        let fields = grpc::response(call.handler.gzip, &call.handler.metadata);
        self.put_headers(net, Side::Server, stream, &fields, End::Open, Arrival::Head(stream));
    }

    /// The server ends the call, behind what it has to send.
    pub fn finish(&mut self, net: &mut Net<'_>, stream: usize, status: &Status) {
        let Some(half) = self.streams.get_mut(stream).map(|it| it.half(Side::Server)) else { return };
        if !half.is_ended {
            half.status = Some(status.clone());
            self.push(net, stream, Side::Server);
        }
    }

    /// Sends what may be sent of a stream.
    pub fn push(&mut self, net: &mut Net<'_>, stream: usize, from: Side) {
        while let Some(ready) = self.next_data(net, stream, from) {
            let (frame, attempt, data) = ready;
            let of = Of { message: data.message, ..Of::attempt(attempt) };
            self.put(net, from, frame, Arrival::Data(data), of);
        }
        let Some(state) = self.streams.get_mut(stream) else { return };
        let half = state.half(from);
        if half.pieces.is_empty()
            && !half.is_ended
            && let Some(status) = half.status.take()
        {
            self.put_trailers(net, stream, status);
        }
    }

    /// The next frame of DATA, if there is one and the windows allow it.
    fn next_data(&mut self, net: &mut Net<'_>, stream: usize, from: Side) -> Option<(Written, AttemptId, Data)> {
        let Connection { sides, streams, .. } = self;
        let side = &mut sides[from as usize];
        let state = streams.get_mut(stream)?;
        let (id, attempt) = (state.id, state.attempt);
        let half = state.half(from);
        let (room, own) = (side.window, half.window);
        let piece = half.pieces.front_mut()?;
        let left = piece.bytes.len() - piece.sent;
        let size = left.min(side.writer.max_frame()).min(usize::try_from(room.min(own)).unwrap_or(0));
        if size == 0 && left > 0 {
            // Only the connection's window is waited for by turns; a stream's own is its own.
            if own > 0 && !std::mem::replace(&mut half.is_waiting, true) {
                side.waiting.push_back(stream);
            }
            if !std::mem::replace(&mut half.is_blocked, true) {
                let waits = half.pieces.iter().map(|it| (it.bytes.len() - it.sent) as u64).sum();
                net.local(attempt, from, Local::Blocked(waits));
            }
            return None;
        }
        let (start, message) = (piece.sent, piece.message);
        piece.sent += size;
        let is_whole = piece.sent == piece.bytes.len();
        let is_last = is_whole && piece.is_last;
        let end = if is_last { End::Stream } else { End::Open };
        let frame = side.writer.data(id, piece.bytes.get(start..start + size).unwrap_or_default(), end);
        if is_whole {
            half.pieces.pop_front();
        }
        side.window -= size as i64;
        half.window -= size as i64;
        half.is_blocked = false;
        if is_last {
            half.end();
        }
        let data = Data { stream, size: size as u32, message, is_first: start == 0, is_whole, is_last };
        Some((frame, attempt, data))
    }

    /// Streams that wait for the connection's window send what it allows, each in its turn.
    pub fn push_waiting(&mut self, net: &mut Net<'_>, from: Side) {
        let side = &mut self.sides[from as usize];
        let mut turns = side.waiting.len();
        while turns > 0 && self.sides[from as usize].window > 0 {
            turns -= 1;
            let Some(stream) = self.sides[from as usize].waiting.pop_front() else { return };
            if let Some(state) = self.streams.get_mut(stream) {
                state.half(from).is_waiting = false;
            }
            self.push(net, stream, from);
        }
    }

    fn put_trailers(&mut self, net: &mut Net<'_>, stream: usize, status: Status) {
        let Some(state) = self.streams.get_mut(stream) else { return };
        let (attempt, half) = (state.attempt, state.half(Side::Server));
        half.end();
        let (has_head, is_heard) = (half.has_head, half.has_heard_end);
        let Some((call, _)) = net.call(attempt) else { return };
        let fields = if has_head {
            grpc::trailers(&status, &call.handler.trailers)
        } else {
            grpc::trailers_only(&status, &call.handler.trailers)
        };
        self.put_headers(net, Side::Server, stream, &fields, End::Stream, Arrival::Trailers(stream, status));
        self.stop_request(net, stream, is_heard);
    }

    /// A response is complete, and the request need not be (RFC 9113, section 8.1).
    fn stop_request(&mut self, net: &mut Net<'_>, stream: usize, is_heard: bool) {
        if !is_heard {
            self.reset(net, stream, Side::Server, error::NO_ERROR);
        }
    }

    /// A proxy in the server's place answers as it does when it can't reach the server.
    pub fn answer_as_proxy(&mut self, net: &mut Net<'_>, stream: usize, http: u16) {
        let page = format!("<html><body><h1>{http}</h1></body></html>\n");
        self.put_headers(net, Side::Server, stream, &grpc::proxy(http), End::Open, Arrival::Nothing);
        let Some(state) = self.streams.get_mut(stream) else { return };
        let (id, attempt, half) = (state.id, state.attempt, state.half(Side::Server));
        half.end();
        let (is_heard, size) = (half.has_heard_end, page.len() as i64);
        half.window -= size;
        let side = self.side(Side::Server);
        side.window -= size;
        let frame = side.writer.data(id, page.as_bytes(), End::Stream);
        self.put(net, Side::Server, frame, Arrival::Foreign(stream, http), Of::attempt(attempt));
        self.stop_request(net, stream, is_heard);
    }

    /// RST_STREAM: this side has done with the stream.
    pub fn reset(&mut self, net: &mut Net<'_>, stream: usize, from: Side, code: u32) {
        let Some(state) = self.streams.get_mut(stream) else { return };
        let (id, attempt) = (state.id, state.attempt);
        state.half(from).end();
        state.half(from).has_heard_end = true;
        let frame = self.side(from).writer.rst_stream(id, code);
        self.put(net, from, frame, Arrival::Reset(stream, code), Of::attempt(attempt));
    }
}
