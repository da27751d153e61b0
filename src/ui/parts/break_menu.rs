//! The menu "Break it": each way to break the message with its place, or why there is none.

use yew::prelude::*;

use super::{Menu, MenuItem, bytes::GRID};
use crate::{
    breakage::Way,
    engine::view::Request,
    session::{Offers, State},
    ui::{app::use_reach, dom},
};

/// The menu; what it offers is asked for when it opens.
pub fn break_menu(state: &State) -> Html {
    let disabled = state.content().is_none() || state.is_stale();
    html! {
        <Menu id="break" label="Break it" face="Break it" title="Break the message, and see what a parser makes of it" {disabled}>
            <p class="dim">{ "What a parser makes of it is told below. Undo brings the message back." }</p>
            <Ways at={state.cursor_in_bytes.at} revision={state.revision} offers={state.offers.clone()} />
        </Menu>
    }
}

#[derive(PartialEq, Properties)]
struct WaysProps {
    /// The chosen byte.
    at: u32,
    revision: u32,
    offers: Option<Offers>,
}

#[component]
fn Ways(props: &WaysProps) -> Html {
    let ask = use_reach().ask;
    use_effect_with((props.at, props.revision), {
        let ask = ask.clone();
        move |&(at, _)| ask.emit(Request::Offers(at))
    });
    let at = props.at;
    let offers = { props.offers.as_ref() }.filter(|it| (it.revision, it.at) == (props.revision, at));
    let item = |(index, way): (usize, Way)| {
        let offer = offers.and_then(|offers| offers.ways.get(index));
        let hint = match offer {
            Some(Ok(place)) => place.clone(),
            Some(Err(why)) => why.clone(),
            None => "…".to_owned(),
        };
        let on_choose = ask.reform(move |()| {
            dom::focus(GRID);
            Request::Break(way, at)
        });
        html! { <MenuItem name={way.name()} {hint} disabled={!matches!(offer, Some(Ok(_)))} {on_choose} /> }
    };
    html! { <>{ for Way::ALL.into_iter().enumerate().map(item) }</> }
}
