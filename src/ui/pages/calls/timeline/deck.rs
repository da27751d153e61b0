//! The whole of a timeline, true to scale, with the place one is at; the buttons and keys that move it.

use yew::prelude::*;

use super::{events::tone_class, time_text};
use crate::{
    engine::calls::data::{Flight, Played},
    session::calls::player::{Player, Speed, Turn},
    ui::dom,
};

/// The picture's size, in its own units: thousandths of the whole, and pixels.
const WIDTH: u32 = 1000;
const LANE: u32 = 44;
const MARGIN: u32 = 14;

/// The picture, the slider under it, the buttons.
pub fn deck(player: &Player, played: &Played, turn: &Callback<Turn>) -> Html {
    let end = player.end().max(1);
    let x = (u128::from(player.at) * u128::from(WIDTH) / u128::from(end)) as u32;
    let lanes = (played.parties.len() as u32).saturating_sub(1).max(1);
    let height = 2 * MARGIN + lanes * LANE;
    let button = |name: &'static str, sign: &'static str, to: Turn, disabled: bool| {
        let onclick = turn.reform(move |_: MouseEvent| to.clone());
        html! { <button type="button" class="btn icon" aria-label={name} title={name} {disabled} {onclick}>{ sign }</button> }
    };
    let (play, sign) = if player.is_playing { ("Pause", "‖") } else { ("Play", "▶") };
    let oninput = {
        let turn = turn.clone();
        Callback::from(move |event: InputEvent| {
            if let Ok(at) = dom::value(event.target()).parse::<u64>() {
                turn.emit(Turn::Seek(at));
            }
        })
    };
    // From event to event: a step of the slider's own would be a microsecond.
    let onkeydown = {
        let (turn, tenth, at) = (turn.clone(), (end / 10).max(1), player.at);
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowRight" | "ArrowUp" => Turn::Forward,
                "ArrowLeft" | "ArrowDown" => Turn::Back,
                "PageUp" => Turn::Seek(at.saturating_add(tenth)),
                "PageDown" => Turn::Seek(at.saturating_sub(tenth)),
                "Home" => Turn::First,
                "End" => Turn::Last,
                " " => Turn::Toggle,
                _ => return,
            };
            event.prevent_default();
            turn.emit(to);
        })
    };
    let (is_start, is_end) = (player.done == 0 && player.at == 0, player.is_at_end());
    html! {
        <div class="deck">
            <svg class="whole" viewBox={format!("0 0 {WIDTH} {height}")} preserveAspectRatio="none" role="img"
                aria-label={format!("All that crosses in {}, true to scale", time_text(player.end()))}>
                { for (0..=lanes).map(|lane| line("life", (0, y(lane)), (WIDTH, y(lane)))) }
                { for played.flights.iter().map(flight) }
                { line("now", (x, 0), (x, height)) }
            </svg>
            <input type="range" class="scrub" aria-label="Time" min="0" max={end.to_string()} step="1" value={player.at.to_string()}
                aria-valuetext={format!("{}, {} of {} events", time_text(player.at), player.done, player.total())} {oninput} {onkeydown} />
            <div class="buttons" role="group" aria-label="Player">
                { button("To the beginning", "⇤", Turn::First, is_start) }
                { button("Step back", "←", Turn::Back, is_start) }
                { button(play, sign, Turn::Toggle, player.total() == 0) }
                { button("Step forward", "→", Turn::Forward, is_end) }
                { button("To the end", "⇥", Turn::Last, is_end) }
                <span class="now mono" aria-live="off">{ time_text(player.at) }<span class="dim">{ " of " }{ time_text(player.end()) }</span></span>
                <span class="grow"></span>
                { speeds(player.speed, turn) }
            </div>
        </div>
    }
}

fn speeds(speed: Speed, turn: &Callback<Turn>) -> Html {
    let onchange = turn.reform(|event: Event| {
        let index = dom::value(event.target()).parse::<usize>().unwrap_or_default();
        Turn::Speed(Speed::ALL.get(index).copied().unwrap_or_default())
    });
    let option = |(index, own): (usize, &Speed)| {
        html! { <option value={index.to_string()} selected={*own == speed}>{ own.word() }</option> }
    };
    html! { <select aria-label="Speed" {onchange}>{ for Speed::ALL.iter().enumerate().map(option) }</select> }
}

fn y(lane: u32) -> u32 {
    MARGIN + lane * LANE
}

fn line(class: &'static str, from: (u32, u32), to: (u32, u32)) -> Html {
    html! {
        <line {class} x1={from.0.to_string()} y1={from.1.to_string()} x2={to.0.to_string()} y2={to.1.to_string()} />
    }
}

fn flight(flight: &Flight) -> Html {
    let class = tone_class(flight.tone);
    let (from, here, there) = (u32::from(flight.from), y(flight.party.into()), y(flight.peer.into()));
    match flight.to {
        Some(to) if here != there => line(class, (from, here), (u32::from(to), there)),
        // What never arrives gets half of the way.
        None if here != there => line(class, (from, here), (from, here.midpoint(there))),
        _ => line(class, (from, here.saturating_sub(6)), (from, here + 6)),
    }
}
