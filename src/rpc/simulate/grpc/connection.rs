//! A connection of HTTP/2: both sides' settings and windows, and its streams.

use std::collections::VecDeque;

use super::{
    super::{
        endpoint::{AttemptId, Side},
        net::Net,
    },
    stream::Stream,
};
use crate::rpc::{
    http2::{
        Setting, Writer,
        frame::DEFAULT_MAX_SIZE,
        settings::{
            DEFAULT_WINDOW, ENABLE_PUSH, INITIAL_WINDOW_SIZE, MAX_CONCURRENT_STREAMS, MAX_FRAME_SIZE,
            MAX_HEADER_LIST_SIZE,
        },
    },
    status::Status,
    timeline::Transport,
};

/// What a side tells the other one at the beginning.
pub struct Manner {
    /// Its SETTINGS.
    pub settings: &'static [Setting],
    /// What it lets the other side send on the connection, in bytes.
    pub window: u32,
    /// And on a stream.
    pub stream_window: u32,
}

const MEBI: u32 = 1 << 20;
const HEADER_LIST: Setting = Setting { id: MAX_HEADER_LIST_SIZE, value: 1 << 14 };

/// hyper's client, as tonic makes use of it.
const CLIENT: Manner = Manner {
    settings: &[
        Setting { id: ENABLE_PUSH, value: 0 },
        Setting { id: INITIAL_WINDOW_SIZE, value: 2 * MEBI },
        Setting { id: MAX_FRAME_SIZE, value: DEFAULT_MAX_SIZE },
        HEADER_LIST,
    ],
    window: 5 * MEBI,
    stream_window: 2 * MEBI,
};

/// hyper's server, as tonic makes use of it.
const SERVER: Manner = Manner {
    settings: &[
        Setting { id: MAX_CONCURRENT_STREAMS, value: 200 },
        Setting { id: INITIAL_WINDOW_SIZE, value: MEBI },
        Setting { id: MAX_FRAME_SIZE, value: DEFAULT_MAX_SIZE },
        HEADER_LIST,
    ],
    window: MEBI,
    stream_window: MEBI,
};

/// How many streams a client opens before it has heard how many it may.
const INITIAL_STREAMS: u32 = 100;

/// A connection.
pub struct Connection {
    /// Its index among all connections.
    pub id: u16,
    /// Its streams, by their opening.
    pub streams: Vec<Stream>,
    /// How many streams the client has open, and may.
    open: u32,
    limit: u32,
    /// The client can send.
    is_ready: bool,
    /// The client makes no more calls here: the server goes away, or the connection is lost.
    is_leaving: bool,
    /// The server looks at no stream from this one on.
    pub(super) ignored_from: Option<usize>,
    pub(super) sides: [Half; 2],
}

/// One side of a connection.
pub struct Half {
    pub writer: Writer,
    /// What is under way from here.
    pub under_way: VecDeque<Arrival>,
    /// How much it may send on the connection, and on a new stream.
    pub window: i64,
    pub stream_window: i64,
    /// Streams that wait for the connection's window.
    pub waiting: VecDeque<usize>,
    /// What was taken of what the peer sent since its window was opened last.
    pub taken: u32,
}

/// What arrives at the other side.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Something that is not acted on: the preface, an acknowledgement, a part of a header list.
    Nothing,
    /// The peer's settings.
    Settings,
    /// The head of a request, or of a response.
    Head(usize),
    /// DATA.
    Data(Data),
    /// The end of a response.
    Trailers(usize, Status),
    /// A response that is none of gRPC's: its HTTP status.
    Foreign(usize, u16),
    /// More may be sent: on a stream, or on the connection.
    Window(Option<usize>, u32),
    /// RST_STREAM with this code.
    Reset(usize, u32),
    /// GOAWAY: streams from this one on are not looked at.
    GoAway(usize),
}

/// A frame of DATA.
#[derive(Clone, Copy, Debug)]
pub struct Data {
    /// The stream.
    pub stream: usize,
    /// Bytes that count for the windows.
    pub size: u32,
    /// The message it is of.
    pub message: Option<u32>,
    /// Whether it has the message's first byte, and its last.
    pub is_first: bool,
    pub is_whole: bool,
    /// Whether it is the last frame of its sender.
    pub is_last: bool,
}

impl Connection {
    /// One that was asked for.
    pub fn new(id: u16) -> Connection {
        let half = || Half {
            writer: Writer::default(),
            under_way: VecDeque::new(),
            window: i64::from(DEFAULT_WINDOW),
            stream_window: i64::from(DEFAULT_WINDOW),
            waiting: VecDeque::new(),
            taken: 0,
        };
        Connection {
            id,
            streams: Vec::new(),
            open: 0,
            limit: INITIAL_STREAMS,
            is_ready: false,
            is_leaving: false,
            ignored_from: None,
            sides: [half(), half()],
        }
    }

    /// Whether calls may be made here, now or when it is ready.
    pub fn is_of_use(&self) -> bool {
        !self.is_leaving
    }

    /// Whether the client can send.
    pub fn is_ready(&self) -> bool {
        self.is_ready
    }

    /// Whether a call can be made here now.
    pub fn takes_more(&self) -> bool {
        self.is_ready && !self.is_leaving && self.open < self.limit
    }

    /// One side of it.
    pub fn side(&mut self, side: Side) -> &mut Half {
        let [client, server] = &mut self.sides;
        if side == Side::Client { client } else { server }
    }

    /// All bytes of a side, which it then has no more.
    pub fn bytes(&mut self, from: Side) -> Vec<u8> {
        std::mem::take(&mut self.side(from).writer).into_bytes()
    }

    /// A side can send: it says how it is to be sent to. On a connection that was there before, all of that has been said.
    pub fn open(&mut self, net: &mut Net<'_>, side: Side) {
        if side == Side::Client {
            self.is_ready = true;
        }
        if net.is_kept(self.id) {
            self.side(side).window = i64::from(manner(side.other()).window);
            return self.heed(side);
        }
        let Manner { settings, window, .. } = manner(side);
        if side == Side::Client {
            self.write_preface(net);
        }
        let half = self.side(side);
        let frame = half.writer.settings(settings);
        self.write(net, side, frame, Arrival::Settings);
        let more = window - DEFAULT_WINDOW;
        let frame = self.side(side).writer.window_update(0, more);
        self.write(net, side, frame, Arrival::Window(None, more));
    }

    /// A side takes the other one's settings to heart.
    pub fn heed(&mut self, side: Side) {
        let peer = manner(side.other());
        let half = self.side(side);
        half.writer.heed(peer.settings);
        let more = i64::from(peer.stream_window) - half.stream_window;
        half.stream_window += more;
        for stream in &mut self.streams {
            stream.half(side).window += more;
        }
        if side == Side::Client {
            let limit = peer.settings.iter().find(|it| it.id == MAX_CONCURRENT_STREAMS);
            self.limit = limit.map_or(u32::MAX, |it| it.value);
        }
    }

    /// A stream for an attempt, not yet told of.
    pub fn add(&mut self, attempt: AttemptId) -> usize {
        let windows = [self.side(Side::Client).stream_window, self.side(Side::Server).stream_window];
        // Those of clients are the odd ones (RFC 9113, section 5.1.1).
        let id = self.streams.len() as u32 * 2 + 1;
        self.open += 1;
        self.streams.push(Stream::new(id, attempt, windows));
        self.streams.len() - 1
    }

    /// The client is done with a stream.
    pub fn leave(&mut self, net: &mut Net<'_>, stream: usize) {
        let Some(stream) = self.streams.get_mut(stream).filter(|it| it.is_counted) else { return };
        stream.is_counted = false;
        stream.half(Side::Client).end();
        self.open = self.open.saturating_sub(1);
        self.close_if_left(net);
    }

    /// The server goes away: the client makes no more calls here, and closes when those it made are done.
    pub fn go_away(&mut self, net: &mut Net<'_>) {
        self.is_leaving = true;
        self.close_if_left(net);
    }

    fn close_if_left(&mut self, net: &mut Net<'_>) {
        if self.is_leaving && self.open == 0 && self.is_ready {
            self.is_ready = false;
            net.close(self.id, Side::Client, Transport::Fin);
        }
    }

    /// The server breaks the connection off: the attempts it was at.
    pub fn sever(&mut self, net: &mut Net<'_>) -> Vec<AttemptId> {
        net.close(self.id, Side::Server, Transport::Reset);
        self.lose(Side::Server)
    }

    /// A side has lost the connection: the attempts that were open there.
    pub fn lose(&mut self, side: Side) -> Vec<AttemptId> {
        let is_open = |it: &mut Stream| match side {
            Side::Client => it.is_counted,
            Side::Server => it.is_served && !it.half(side).is_ended,
        };
        if side == Side::Client {
            self.is_ready = false;
            self.is_leaving = true;
        } else {
            self.ignored_from = Some(0);
        }
        self.streams.iter_mut().filter_map(|it| is_open(it).then_some(it.attempt)).collect()
    }
}

/// How a side presents itself.
pub fn manner(side: Side) -> &'static Manner {
    if side == Side::Client { &CLIENT } else { &SERVER }
}
