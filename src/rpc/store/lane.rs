//! A timeline of the store in short: its calls as bars, and what all of it came to.
//!
//! Knows nothing of the other lane.

use serde::{Deserialize, Serialize};

use super::scene::PLACE;
use crate::rpc::{
    Micros, compare,
    status::{Code, Status},
    timeline::{Event, Kind, Local, Timeline},
};

/// What came of an order in one lane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// The calls that were made, by their index in the scene.
    pub calls: Vec<Bar>,
    /// What the gateway was told, if it was told anything.
    pub status: Option<Status>,
    /// What it came to.
    pub totals: Totals,
    /// When nothing more happened in any service.
    pub end: Micros,
}

/// A call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// What people call it.
    pub name: String,
    /// The party that was to handle it, by its index.
    pub server: u16,
    /// The attempts at it, in order; those that a caller made who was tried again himself are among them.
    pub attempts: Vec<Attempt>,
    /// How it ended at its client; nothing where that never heard of it.
    pub code: Option<Code>,
}

impl Bar {
    /// How long it waited for a connection, all attempts together.
    pub fn waited(&self) -> Micros {
        self.attempts.iter().map(|attempt| attempt.waited).sum()
    }
}

/// An attempt at a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it began.
    pub from: Micros,
    /// When the last was heard of it, at either side.
    pub to: Micros,
    /// How long it waited for a connection first.
    pub waited: Micros,
    /// Whether its client was told `OK`.
    pub is_good: bool,
}

/// What a lane came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Bytes, packets, connections.
    pub counted: compare::Totals,
    /// When the gateway had its answer; without one, when nothing more happened.
    pub time: Micros,
    /// How much longer services worked on the order after that.
    pub late: Micros,
}

/// A timeline of a [`scene`](super::scene()), in short.
pub fn lane(timeline: &Timeline) -> Lane {
    let mut calls: Vec<Bar> = timeline
        .calls
        .iter()
        .map(|call| Bar {
            name: call.name.clone(),
            server: call.server,
            code: call.at_client.as_ref().map(|status| status.code),
            ..Bar::default()
        })
        .collect();
    // Since when the attempt in hand waits, by call.
    let mut waits = vec![None; calls.len()];
    let mut end = 0;
    for event in &timeline.events {
        let Some(at) = event.call.map(usize::from) else { continue };
        let (Some(bar), Some(wait), Some(call)) = (calls.get_mut(at), waits.get_mut(at), timeline.calls.get(at)) else {
            continue;
        };
        let last = event.arrives.unwrap_or(event.at).max(event.at);
        if matches!(event.kind, Kind::Local(_)) {
            end = end.max(last);
        }
        take(event, last, call.client, bar, wait);
    }
    let placed = timeline.calls.get(usize::from(PLACE));
    let time = placed.and_then(|call| call.end).unwrap_or(timeline.end);
    let totals = Totals { counted: compare::totals(timeline, PLACE), time, late: end.saturating_sub(time) };
    Lane { calls, status: placed.and_then(|call| call.at_client.clone()), totals, end: end.max(time) }
}

/// Has an event of a call, made by `client`, among its attempts.
fn take(event: &Event, last: Micros, client: u16, bar: &mut Bar, wait: &mut Option<Micros>) {
    let number = usize::from(event.attempt);
    if number >= bar.attempts.len() {
        bar.attempts.resize(number + 1, Attempt { from: event.at, to: last, waited: 0, is_good: false });
        *wait = None;
    }
    let Some(attempt) = bar.attempts.get_mut(number) else { return };
    attempt.to = attempt.to.max(last);
    match &event.kind {
        Kind::Local(Local::Waits) => *wait = Some(event.at),
        Kind::Local(Local::Ended(status)) if event.party == client => attempt.is_good = status.code == Code::Ok,
        _ => {}
    }
    let goes_on =
        matches!(event.kind, Kind::Frame(_) | Kind::Http1(_) | Kind::Local(Local::Ended(_) | Local::Retries(_)));
    if let Some(since) = wait.take_if(|_| goes_on) {
        attempt.waited += event.at.saturating_sub(since);
    }
}
