//! What endpoints and code stand on: the clock, the connections, and the timeline that comes of it all.
//!
//! Knows nothing of what is written to a connection.

use std::collections::VecDeque;

use super::{
    Micros, NANOS, Nanos,
    endpoint::{Attempt, AttemptId, Side, Told},
    pipe::{Line, Wire},
    queue::Queue,
};
use crate::chance::Chance;
use crate::rpc::{
    scene::{Call, Link, Scene},
    timeline::{Event, Header, Kind, Local, MAX_EVENTS, Message, Timeline},
};

/// Bytes of HTTP on a timeline; what is beyond is cut off, so that a storm of large messages takes no more memory than there is.
const MAX_BYTES: u64 = 64 << 20;

/// The world below the endpoints.
pub struct Net<'s> {
    /// What is simulated.
    pub scene: &'s Scene,
    pub(super) now: Nanos,
    pub(super) queue: Queue<Due>,
    pub(super) news: VecDeque<News>,
    pub(super) chance: Chance,
    pub(super) wires: Vec<Wire>,
    /// What each link's connections share, the client's direction first.
    pub(super) lines: Vec<[Line; 2]>,
    /// Where something was written since the last look.
    pub(super) fresh: Vec<(u16, Side)>,
    pub(super) attempts: Vec<Attempt>,
    pub(super) timeline: Timeline,
    written: u64,
}

/// What is due at some time.
#[derive(Clone, Copy, Debug)]
pub enum Due {
    /// The next step of opening a connection, which has been tried so often.
    Open(u16, super::open::Step, u8),
    /// A packet of this number arrives.
    Arrive(u16, Side, u64),
    /// A packet of this number that was tried so often is to be sent again.
    Again(u16, Side, u64, u8),
    /// There may be room for more packets.
    Pump(u16, Side),
    /// The line of a link is free.
    Line(u16, Side),
    /// A side learns that the connection is no more.
    Lost(u16, Side, Loss),
    /// Something in the code.
    Code(super::Deed),
}

/// What is to be done at once, in its turn.
#[derive(Debug)]
pub enum News {
    /// A connection is ready at a side.
    Opened(u16, Side),
    /// Something has arrived at a side.
    Arrived(u16, Side),
    /// A side has lost a connection.
    Lost(u16, Side, Loss),
    /// An endpoint tells the code.
    Told(Told),
}

/// Why there is no connection any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The other machine refused it.
    Refused,
    /// Nothing came back, however often it was tried.
    TimedOut,
    /// The other side broke it off.
    Reset,
    /// The other side closed it in good order.
    Closed,
}

/// What is written, for the timeline.
pub struct Stamp {
    /// The call and the attempt it belongs to, if to one.
    pub attempt: Option<AttemptId>,
    /// What it is.
    pub kind: Kind,
}

impl<'s> Net<'s> {
    pub(super) fn new(scene: &'s Scene) -> Net<'s> {
        Net {
            scene,
            now: 0,
            queue: Queue::default(),
            news: VecDeque::new(),
            chance: Chance::new(scene.seed),
            wires: Vec::new(),
            lines: scene.links.iter().map(|_| <[Line; 2]>::default()).collect(),
            fresh: Vec::new(),
            attempts: Vec::new(),
            timeline: Timeline { parties: scene.parties.clone(), ..Timeline::default() },
            written: 0,
        }
    }

    /// What time it is.
    pub fn now(&self) -> Nanos {
        self.now
    }

    /// What an attempt is.
    pub fn attempt(&self, attempt: AttemptId) -> Attempt {
        self.attempts.get(attempt.0 as usize).copied().unwrap_or(Attempt {
            call: u16::MAX,
            number: 0,
            previous: 0,
            deadline: None,
        })
    }

    /// The call an attempt is made at, and its link. There is none only of an attempt that was never made.
    pub fn call(&self, attempt: AttemptId) -> Option<(&'s Call, &'s Link)> {
        let scene = self.scene;
        let call = scene.calls.get(usize::from(self.attempt(attempt).call))?;
        Some((call, scene.links.get(usize::from(call.link))?))
    }

    /// Whether a connection was there before the scene began, with all that is said at the beginning of one.
    pub fn is_kept(&self, connection: u16) -> bool {
        self.wires.get(usize::from(connection)).is_some_and(|it| it.is_kept)
    }

    /// How many bytes a message of the timeline has.
    pub fn message_size(&self, message: u32) -> usize {
        self.timeline.messages.get(message as usize).map_or(0, |it| it.content.len())
    }

    /// The link of a connection.
    pub fn link(&self, connection: u16) -> Option<&'s Link> {
        let scene = self.scene;
        scene.links.get(usize::from(self.wires.get(usize::from(connection))?.link))
    }

    /// Something is written to a connection by a side that may: `length` bytes, which become a thing on the timeline when the first
    /// of them leaves.
    pub fn write(&mut self, connection: u16, from: Side, length: usize, stamp: Stamp) {
        let Some(wire) = self.wires.get_mut(usize::from(connection)) else { return };
        let (party, peer) = wire.parties(from);
        let (call, attempt) = match stamp.attempt.and_then(|it| self.attempts.get(it.0 as usize)) {
            Some(attempt) => (Some(attempt.call), attempt.number),
            None => (None, 0),
        };
        let event = Event { at: 0, arrives: None, party, peer, call, attempt, kind: stamp.kind };
        wire.pipe(from).write(length as u64, event);
        self.written += length as u64;
        self.fresh.push((connection, from));
    }

    /// A header list of the timeline: its index.
    pub fn headers(&mut self, headers: Vec<Header>) -> u32 {
        self.timeline.headers.push(headers);
        self.timeline.headers.len() as u32 - 1
    }

    /// A message of the timeline: its index.
    pub fn message(&mut self, message: Message) -> u32 {
        self.timeline.messages.push(message);
        self.timeline.messages.len() as u32 - 1
    }

    /// The code is told something, in its turn.
    pub fn tell(&mut self, told: Told) {
        self.news.push_back(News::Told(told));
    }

    /// The code at a side of an attempt's link does something, or is told it.
    pub fn local(&mut self, attempt: AttemptId, side: Side, local: Local) {
        let Some((_, link)) = self.call(attempt) else { return };
        let Attempt { call, number, .. } = self.attempt(attempt);
        let party = if side == Side::Client { link.client } else { link.server };
        self.record(Event {
            at: self.micros(),
            arrives: None,
            party,
            peer: party,
            call: Some(call),
            attempt: number,
            kind: Kind::Local(local),
        });
    }

    /// The time as timelines have it.
    pub(super) fn micros(&self) -> Micros {
        self.now / NANOS
    }

    pub(super) fn due(&mut self, after: Nanos, due: Due) {
        self.queue.push(self.now.saturating_add(after), due);
    }

    /// Puts an event on the timeline; nothing where it is full.
    pub(super) fn record(&mut self, event: Event) -> Option<usize> {
        let events = &mut self.timeline.events;
        if events.len() >= MAX_EVENTS {
            self.timeline.is_cut = true;
            return None;
        }
        events.push(event);
        Some(events.len() - 1)
    }

    /// Whether there is no room for more.
    pub(super) fn is_full(&mut self) -> bool {
        self.timeline.is_cut |= self.written > MAX_BYTES;
        self.timeline.is_cut
    }
}
