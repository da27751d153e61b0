//! The live parts of a lesson: what the engine shows there. A file a kind.

mod bytes;
mod compare;

use yew::prelude::*;

use crate::{
    engine::learn::{Place, Shown},
    learn::live::Live,
    session::learn::Learn,
};

/// The live part at a place of a lesson.
pub fn live_part(learn: &Learn, place: Place, part: &Live) -> Html {
    let shown = learn.shown.get(&place).map(std::rc::Rc::as_ref);
    match (part, shown) {
        (_, Some(Shown::Comparison(measured))) => compare::compare(measured),
        (_, Some(Shown::Message(message))) => bytes::bytes(message),
        (_, Some(Shown::Failed(reason))) => html! { <p role="alert">{ reason.clone() }</p> },
        _ => html! { <div class="versus"><div class="dim note" role="status">{ "Measuring…" }</div></div> },
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}
