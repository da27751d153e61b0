//! One call as it is, once more on the same connections, and with gzip: three simulations of a scene.
//!
//! Knows no protocol: the scene has one.

use serde::{Deserialize, Serialize};

use super::{Totals, totals};
use crate::rpc::{
    Micros,
    scene::{Scene, Start},
    simulate::simulate,
    timeline::Timeline,
};

/// How long after the first call the next one is made: when all that the first has set going is over.
const PAUSE: Micros = 1_000_000;

/// What was counted of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// One call.
    pub first: Totals,
    /// The same call once more, on the same connections; nothing where the first one never ends.
    pub next: Option<Totals>,
    /// One call with gzip on both sides.
    pub gzip: Totals,
}

/// Counts the first call of a scene; and its timeline.
pub fn measure(scene: &Scene) -> (Timeline, Counted) {
    let timeline = simulate(scene);
    let first = totals(&timeline, 0);
    let ended = timeline.calls.first().is_some_and(|call| call.end.is_some());
    let next = scene.calls.first().filter(|_| ended).and_then(|call| {
        let mut twice = scene.clone();
        let index = u16::try_from(twice.calls.len()).ok()?;
        let mut again = call.clone();
        again.start = Start::At(timeline.end.saturating_add(PAUSE));
        twice.calls.push(again);
        Some(totals(&simulate(&twice), index).since(&first))
    });
    let mut packed = scene.clone();
    for call in &mut packed.calls {
        call.client.gzip = true;
        call.handler.gzip = true;
    }
    let gzip = totals(&simulate(&packed), 0);
    (timeline, Counted { first, next, gzip })
}
