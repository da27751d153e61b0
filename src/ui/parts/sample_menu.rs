//! The menu of sample messages, which the engine makes of the message type.

use yew::prelude::*;

use super::{Menu, MenuItem, capital};
use crate::{engine::view::Request, message::sample::Shape, session::State};

/// The button and its menu.
pub fn sample_menu(state: &State, ask: &Callback<Request>) -> Html {
    let disabled = state.report.as_ref().is_none_or(|report| report.root.is_empty());
    let item = |name: String, hint: &'static str, request: Request| {
        let on_choose = ask.reform(move |()| request.clone());
        html! { <MenuItem {name} {hint} {on_choose} /> }
    };
    html! {
        <Menu id="sample" label="Sample" face="Sample" title="A made-up message of this type" {disabled}>
            <p class="dim">{ "It takes the place of the message. Undo brings that back." }</p>
            { for Shape::ALL.map(|shape| item(capital(shape.word()), hint(shape), state.sample(shape))) }
            <hr />
            { item("Shuffle".to_owned(), "another one like the last", state.shuffle()) }
        </Menu>
    }
}

fn hint(shape: Shape) -> &'static str {
    match shape {
        Shape::Minimal => "only what must be there",
        Shape::Typical => "what one would expect",
        Shape::Extreme => "every field, at the ends of its range",
    }
}
