//! A timeline in short: when its events are, how its calls ended, and a picture of all that crossed.
//!
//! Knows nothing of what is in an event.

use std::collections::HashSet;

use super::{
    data::{Ending, Flight, Outcome, Played, Tone},
    rows,
};
use crate::rpc::{
    Micros,
    status::{self, Status},
    timeline::{Call, Event, Kind, Local, Timeline},
};

/// How finely the picture of the whole is drawn: parts of its width.
pub const WIDTH: u64 = 1000;

/// How many strokes the picture has at most, or so; where there would be more, near ones become one.
const MAX_FLIGHTS: usize = 600;

/// The timeline in short, without rows.
pub fn whole(timeline: &Timeline) -> Played {
    let mut before = 0;
    let gap = |event: &Event| {
        let gap = event.at.saturating_sub(before);
        before = event.at;
        gap
    };
    Played {
        parties: timeline.parties.clone(),
        gaps: timeline.events.iter().map(gap).collect(),
        end: timeline.end,
        is_cut: timeline.is_cut,
        calls: outcomes(timeline),
        flights: flights(timeline),
        ..Played::default()
    }
}

/// Of each event which parties have a call in hand, a bit each; those beyond 32 are left out.
pub fn active(timeline: &Timeline) -> Vec<u32> {
    let mut in_hand: HashSet<(u16, u16)> = HashSet::new();
    let mut counts = [0u32; u32::BITS as usize];
    let mut mask = 0u32;
    let mut step = |event: &Event| {
        let before = mask;
        if let (Some(call), Kind::Local(local), Some(count)) =
            (event.call, &event.kind, counts.get_mut(usize::from(event.party)))
        {
            let key = (event.party, call);
            match local {
                Local::Called | Local::Handled if in_hand.insert(key) => *count += 1,
                Local::Ended(_) if in_hand.remove(&key) => *count -= 1,
                _ => {}
            }
            let bit = 1 << event.party;
            mask = if *count > 0 { mask | bit } else { mask & !bit };
        }
        before | mask
    };
    timeline.events.iter().map(&mut step).collect()
}

fn outcomes(timeline: &Timeline) -> Vec<Outcome> {
    // When the server of each call ended its attempts.
    let mut ends = vec![Vec::new(); timeline.calls.len()];
    for event in timeline.events.iter().filter(|event| matches!(event.kind, Kind::Local(Local::Ended(_)))) {
        let index = event.call.map_or(usize::MAX, usize::from);
        if let (Some(call), Some(ends)) = (timeline.calls.get(index), ends.get_mut(index))
            && event.party == call.server
        {
            ends.push(event.at);
        }
    }
    timeline.calls.iter().zip(ends).map(|(call, ends)| outcome(timeline, call, &ends)).collect()
}

fn outcome(timeline: &Timeline, call: &Call, ends: &[Micros]) -> Outcome {
    let end_of = |attempt: usize| ends.get(attempt).copied().unwrap_or(timeline.end);
    let at_server = call.at_server.iter().enumerate().map(|(attempt, status)| ending(status, end_of(attempt)));
    Outcome {
        name: call.name.clone(),
        client: call.client,
        server: call.server,
        start: call.start,
        end: call.end,
        attempts: call.attempts,
        at_client: call.at_client.as_ref().map(|status| ending(status, call.end.unwrap_or(timeline.end))),
        at_server: at_server.collect(),
    }
}

fn ending(ended: &Status, at: Micros) -> Ending {
    let code = ended.code;
    Ending {
        code,
        name: code.name().to_owned(),
        message: ended.message.clone(),
        at,
        meaning: status::meaning(code).to_owned(),
        retry: status::retry(code).sentence().to_owned(),
        http: status::to_http(code),
    }
}

/// All that crossed, and where something ended, as strokes of a picture.
fn flights(timeline: &Timeline) -> Vec<Flight> {
    let scale =
        |at: Micros| (u128::from(at) * u128::from(WIDTH) / u128::from(timeline.end.max(1))).min(WIDTH.into()) as u16;
    let stroke = |event: &Event| {
        let tone = rows::tone(event);
        if event.party == event.peer && !matches!(tone, Tone::Good | Tone::Bad) {
            return None;
        }
        let (from, to) = (scale(event.at), event.arrives.map(scale));
        Some(Flight { from, to, party: event.party, peer: event.peer, tone })
    };
    let mut flights = distinct(timeline.events.iter().filter_map(stroke), 1);
    let mut grain = 1;
    while flights.len() > MAX_FLIGHTS && u64::from(grain) < WIDTH {
        grain *= 2;
        flights = distinct(flights.into_iter(), grain);
    }
    flights
}

/// The strokes, on a grid of so many thousandths, each once.
fn distinct(flights: impl Iterator<Item = Flight>, grain: u16) -> Vec<Flight> {
    let mut seen = HashSet::new();
    let on = |at: u16| at - at % grain;
    flights
        .map(|flight| Flight { from: on(flight.from), to: flight.to.map(on), ..flight })
        .filter(|flight| seen.insert((flight.from, flight.to, flight.party, flight.peer, flight.tone as u8)))
        .collect()
}
