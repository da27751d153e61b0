//! The live parts of a lesson: what the engine shows there. A file a kind.

mod bytes;
mod compare;

use yew::prelude::*;

use crate::{
    engine::learn::{Place, Shown},
    learn::live::Live,
};

/// A live part; `shown` is what the engine made of it, nothing if that is still awaited.
pub fn live_part(_place: Place, part: &Live, shown: Option<&Shown>) -> Html {
    match (part, shown) {
        (Live::Compare(_), Some(Shown::Comparison(measured))) => compare::compare(measured),
        (_, Some(Shown::Comparison(measured))) => bytes::bytes(measured),
        (_, Some(Shown::Failed(reason))) => html! { <p role="alert">{ reason.clone() }</p> },
        (_, None) => html! { <div class="versus"><div class="dim note" role="status">{ "Measuring…" }</div></div> },
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}
