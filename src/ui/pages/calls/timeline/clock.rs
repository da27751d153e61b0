//! Lets the time of a timeline go by, as far as it goes by for who looks at it.

use gloo::{timers::callback::Interval, utils::window};
use yew::prelude::*;

use crate::rpc::Micros;

/// How long one picture stays, in milliseconds.
const PERIOD: u32 = 33;

/// The same where motion is not wanted: the time goes by in steps.
const CALM_PERIOD: u32 = 1000;

/// Tells how much time has gone by, as long as something is played.
#[hook]
pub fn use_clock(is_playing: bool, tick: &Callback<Micros>) {
    let tick = tick.clone();
    use_effect_with(is_playing, move |&is_playing| {
        let ticks = is_playing.then(|| {
            let mut before = js_sys::Date::now();
            Interval::new(if is_calm() { CALM_PERIOD } else { PERIOD }, move || {
                let now = js_sys::Date::now();
                // A clock that is put back does not take the call back.
                let passed = (now - before).max(0.0) * 1000.0;
                before = now;
                tick.emit(passed as Micros);
            })
        });
        move || drop(ticks)
    });
}

/// Whether the user wants no motion.
fn is_calm() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}
