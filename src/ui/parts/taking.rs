//! How a payload is taken: its notation, found or chosen, and the layers around the message, each of which can be left on.

use yew::prelude::*;

use super::{bytes_text, grouped};
use crate::{
    engine::view::LayerStep,
    session::{Action, State},
    ui::dom,
    wire::Format,
};

/// What the payload's text is read as, to choose from.
pub fn format_menu(state: &State, act: &Callback<Action>) -> Html {
    let chosen = state.input.taking.format;
    let found = state.content().filter(|_| chosen.is_none() && !state.is_stale()).map(|content| content.format.clone());
    let first = match found {
        Some(found) if !found.is_empty() => format!("detected: {found}"),
        _ => "detected".to_owned(),
    };
    let option = |(index, format): (usize, &Format)| {
        html! { <option value={index.to_string()} selected={chosen == Some(*format)}>{ format.name() }</option> }
    };
    let onchange = act.reform(|event: Event| {
        let index: Option<usize> = dom::value(event.target()).parse().ok();
        Action::TakeAs(index.and_then(|index| Format::ALL.get(index)).copied())
    });
    html! {
        <label>
            { "read as " }
            <select aria-label="Read as" {onchange}>
                <option value="" selected={chosen.is_none()}>{ first }</option>
                { for Format::ALL.iter().enumerate().map(option) }
            </select>
        </label>
    }
}

/// The layers, outermost first; nothing where there are none.
pub fn layer_strip(state: &State, act: &Callback<Action>) -> Html {
    let layers = state.content().map(|content| content.layers.as_slice()).unwrap_or_default();
    if layers.is_empty() {
        return Html::default();
    }
    let stale = state.is_stale().then_some("stale");
    html! {
        <ul class={classes!("layers", stale)} aria-label="Layers">
            { for layers.iter().map(|step| html! { <li>{ chip(step, act) }<span>{ bytes_text(step.size as usize) }</span>{ stream(step, act) }{ note(step) }</li> }) }
        </ul>
    }
}

/// A layer and whether it is taken off.
fn chip(step: &LayerStep, act: &Callback<Action>) -> Html {
    let LayerStep { depth, layer, on, .. } = *step;
    let onclick = act.reform(move |_: MouseEvent| Action::SwitchLayer(depth, layer, !on));
    let title = if on { "Taken off; a click leaves it on" } else { "Left on; a click takes it off" };
    html! {
        <button type="button" class="peel" aria-label={format!("Take off {}", step.name)} aria-pressed={on.to_string()}
            {title} disabled={step.refused} {onclick}>
            <span aria-hidden="true">{ if on { "✓ " } else { "" } }</span>
            { step.name.clone() }
        </button>
    }
}

/// Which message of a stream is shown.
fn stream(step: &LayerStep, act: &Callback<Action>) -> Html {
    let Some(count) = step.messages.filter(|&count| count > 1 && step.on) else { return Html::default() };
    let depth = step.depth;
    let act = act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Ok(number @ 1..) = dom::value(event.target()).parse::<u32>() {
            act.emit(Action::ChooseMessage(depth, number.min(count) - 1));
        }
    });
    html! {
        <label>
            { "message " }
            <input type="number" aria-label={format!("Message of the {}", step.name)} min="1" max={count.to_string()}
                value={(step.chosen + 1).to_string()} {onchange} />
            { format!(" of {}", grouped(count as usize)) }
        </label>
    }
}

fn note(step: &LayerStep) -> Html {
    step.note.as_ref().map(|note| html! { <span>{ note.clone() }</span> }).unwrap_or_default()
}
