//! What stands between the code at both sides of a link and the connections: how calls are made over them.
//!
//! There is one endpoint a link, which plays both sides: gRPC's, and REST's. The code (`client`, `server`) tells it what to
//! do by the methods of [`Endpoint`]; it writes to connections by [`Net`], and tells the code what arrived by [`Told`]. It keeps the two
//! sides apart by itself: what one side does rests on nothing but what has arrived there.
//!
//! Knows no deadline but as a number to send, no rule of retrying and no handler.

use super::{Nanos, Net, net::Loss};
use crate::rpc::{scene, status::Status};

/// An attempt at a call: a number that [`Net::attempt`] knows more of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttemptId(pub u32);

/// What an attempt is.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// Index of the call in the scene.
    pub call: u16,
    /// Its number among the attempts at that call, from 0.
    pub number: u16,
    /// How many attempts before it count as retries.
    pub previous: u16,
    /// When the client's patience ends.
    pub deadline: Option<Nanos>,
}

/// A side of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The one that calls.
    Client,
    /// The one that is called.
    Server,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Side {
        match self {
            Side::Client => Side::Server,
            Side::Server => Side::Client,
        }
    }
}

/// How calls are made over a link.
///
/// The code at the client begins an attempt, then sends requests in their order, each at its time, and half-closes once; it
/// may abandon the attempt at any time before it was told the status. The code at the server, once told of the call, responds and
/// finishes once, unless told before that the client is gone. What is said of an attempt that has ended is to be ignored.
pub trait Endpoint<'s> {
    /// The client makes the call: a connection is found, opened or waited for, and the head is sent.
    fn begin(&mut self, net: &mut Net<'s>, attempt: AttemptId);

    /// The client sends a message; `is_last` when it half-closes with it.
    fn request(&mut self, net: &mut Net<'s>, attempt: AttemptId, message: &'s scene::Message, is_last: bool);

    /// The client says that no more messages follow, having sent none that was the last.
    fn half_close(&mut self, net: &mut Net<'s>, attempt: AttemptId);

    /// The client has no interest any more: the deadline has passed, or it has given up. It is told nothing more.
    fn abandon(&mut self, net: &mut Net<'s>, attempt: AttemptId);

    /// The server's code sends a message.
    fn respond(&mut self, net: &mut Net<'s>, attempt: AttemptId, message: &'s scene::Message);

    /// The server's code ends the call.
    fn finish(&mut self, net: &mut Net<'s>, attempt: AttemptId, status: &Status);

    /// The server's machine breaks the connection off, when what was written to it has left; the code knows that the call has ended.
    fn sever(&mut self, net: &mut Net<'s>, attempt: AttemptId);

    /// A connection that was asked for is ready to be written to by this side.
    fn opened(&mut self, net: &mut Net<'s>, connection: u16, side: Side);

    /// What was written next by the other side has arrived at this one: each [`Net::write`] arrives once, in order.
    fn arrived(&mut self, net: &mut Net<'s>, connection: u16, at: Side);

    /// There is no such connection any more, as this side sees it; of what was written to it no more arrives there.
    fn lost(&mut self, net: &mut Net<'s>, connection: u16, side: Side, why: Loss);

    /// All bytes this side wrote to the connection, when all is over.
    fn bytes(&mut self, connection: u16, from: Side) -> Vec<u8>;
}

/// What the code at a side is told of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// To the server: here is a call, and how long the client will wait as the head says it.
    Handled(AttemptId, Option<Nanos>),
    /// To the server: a message, by its index on the timeline.
    Request(AttemptId, u32),
    /// To the server: no more messages follow.
    HalfClosed(AttemptId),
    /// To the server: the call has ended by no doing of its code, with this status as the server sees it.
    Gone(AttemptId, Status),
    /// To the client: the head of a response has come, and thereby it is no more to be tried again.
    Head(AttemptId),
    /// To the client: a message, by its index on the timeline.
    Response(AttemptId, u32),
    /// To the client: the end.
    Status(AttemptId, Status, Seen),
}

/// Whether a server can have done anything for a call that has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// For all the client knows.
    Perhaps,
    /// Certainly not: it was refused before anybody looked at it, or has never left.
    Never,
}
