//! What one part of a frame says, below the bytes it stands in.

use yew::prelude::*;

use super::prose;
use crate::engine::calls::data::Part;

/// The part's name, its place and its sentence.
pub fn part_told(part: &Part) -> Html {
    let place = match part.span.len() {
        1 => format!("byte {}", part.span.start),
        _ => format!("bytes {}–{}", part.span.start, part.span.end.saturating_sub(1)),
    };
    html! {
        <>
            <span class="title">{ part.title.clone() }</span><span class="sub">{ place }</span>
            <p>{ prose(&part.sentence) }</p>
        </>
    }
}
