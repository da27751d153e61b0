//! Options: radio buttons, check boxes, the list of gRPC's statuses.

use yew::prelude::*;

use super::Desk;
use crate::{
    learn::{
        asked::Choice,
        choice::{SEED, order},
        markdown::Inline,
        task::Answer,
    },
    rpc::status::Code,
    ui::{dom, pages::inline},
};

/// One of them fits.
pub fn one(desk: &Desk<'_>, options: &[Choice]) -> Html {
    let option = |it: &Choice| {
        let id = it.id.clone();
        let onchange = desk.write.reform(move |_: Event| vec![id.clone()]);
        option(desk, it, "radio", onchange)
    };
    shuffled(desk, options).map(option).collect()
}

/// Each that fits is to be chosen.
pub fn several(desk: &Desk<'_>, options: &[Choice]) -> Html {
    let option = |it: &Choice| {
        // In the file's order, whatever order they are chosen in.
        let is_next = |other: &&Choice| desk.answer.contains(&other.id) != (other.id == it.id);
        let next: Answer = options.iter().filter(is_next).map(|it| it.id.clone()).collect();
        let onchange = desk.write.reform(move |_: Event| next.clone());
        option(desk, it, "checkbox", onchange)
    };
    html! {
        <>
            <p class="dim">{ "More than one may fit." }</p>
            { for shuffled(desk, options).map(option) }
        </>
    }
}

fn shuffled<'a>(desk: &Desk<'_>, options: &'a [Choice]) -> impl Iterator<Item = &'a Choice> {
    order(&desk.question.id, options.len(), SEED).into_iter().filter_map(|index| options.get(index))
}

fn option(desk: &Desk<'_>, item: &Choice, kind: &'static str, onchange: Callback<Event>) -> Html {
    let text = match (item.code, item.text.as_slice()) {
        (true, [Inline::Code(text)]) => html! { <pre><code>{ text.clone() }</code></pre> },
        _ => html! { <span>{ inline(&item.text) }</span> },
    };
    html! {
        <label class="option" key={item.id.clone()}>
            <input type={kind} name={desk.question.id.clone()} value={item.id.clone()} checked={desk.answer.contains(&item.id)} {onchange} />
            { text }
        </label>
    }
}

/// A status, with its number.
pub fn status(desk: &Desk<'_>) -> Html {
    let chosen = desk.part(0);
    let onchange = desk.write.reform(|event: Event| {
        let name = dom::value(event.target());
        if name.is_empty() { Answer::new() } else { vec![name] }
    });
    let option = |code: &Code| {
        let name = code.name();
        html! { <option value={name} selected={name == chosen}>{ format!("{name} ({})", code.number()) }</option> }
    };
    html! {
        <label class="written">
            <span>{ "Status" }</span>
            <select id={desk.id(0)} {onchange}>
                <option value="" selected={chosen.is_empty()}>{ "Choose one" }</option>
                { for Code::ALL.iter().map(option) }
            </select>
        </label>
    }
}
