//! Metadata: names and values, a row each.

use yew::prelude::*;

use super::{
    Props,
    fields::{Hand, complaints},
};
use crate::rpc::{
    prepare::{Bag, Spot},
    script::Script,
};

const STEP: &str = "Changed the metadata";

fn of(script: &Script, bag: Bag) -> &[(String, String)] {
    match bag {
        Bag::Client => &script.client.metadata,
        Bag::Initial => &script.server.metadata,
        Bag::Trailing => &script.server.trailers,
    }
}

fn of_mut(script: &mut Script, bag: Bag) -> &mut Vec<(String, String)> {
    match bag {
        Bag::Client => &mut script.client.metadata,
        Bag::Initial => &mut script.server.metadata,
        Bag::Trailing => &mut script.server.trailers,
    }
}

/// The rows, and a button for one more.
pub fn metadata(bag: Bag, hand: &Hand, props: &Props) -> Html {
    let row = |(index, (name, value)): (usize, &(String, String))| {
        let field = |label: String, shown: &String, put: fn(&mut (String, String), String)| {
            let put = move |script: &mut Script, text: &str| {
                if let Some(entry) = of_mut(script, bag).get_mut(index) {
                    put(entry, text.trim().to_owned());
                }
            };
            let onchange = hand.on_change(STEP, Box::new(put));
            html! { <input class="mono" aria-label={label} value={shown.clone()} spellcheck="false" autocomplete="off" {onchange} /> }
        };
        let remove = hand.button(
            format!("Remove entry {}", index + 1).into(),
            "✕",
            STEP,
            Box::new(move |script| {
                let list = of_mut(script, bag);
                if index < list.len() {
                    list.remove(index);
                }
            }),
        );
        let at = Spot::Header(bag, index as u32);
        let problems = props.played.iter().flat_map(|it| &it.problems).filter(|it| it.at == at);
        html! {
            <li>
                <span class="pair">
                    { field(format!("Name {}", index + 1), name, |entry, text| entry.0 = text) }
                    { field(format!("Value {}", index + 1), value, |entry, text| entry.1 = text) }
                    { remove }
                </span>
                { complaints(problems, false) }
            </li>
        }
    };
    let entries = of(&hand.script, bag);
    let count = entries.len() + 1;
    let onclick = hand.on_click(
        STEP,
        Box::new(move |script| of_mut(script, bag).push((format!("x-entry-{count}"), "value".to_owned()))),
    );
    html! {
        <>
            <ul class="pairs">{ for entries.iter().enumerate().map(row) }</ul>
            <button type="button" class="btn" {onclick}>{ "Add an entry" }</button>
        </>
    }
}
