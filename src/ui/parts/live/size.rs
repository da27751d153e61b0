//! What a message takes as its list grows: bars at one length, a table of all.

use yew::prelude::*;

use super::super::{bytes_text, grouped};
use crate::{engine::learn::Grown, size::Sizes, ui::dom};

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The list's name; empty if none grows.
    pub list: String,
    pub lengths: Vec<Grown>,
}

/// The slider, the bars and the table.
#[component]
pub fn Size(props: &Props) -> Html {
    let Props { list, lengths } = props;
    let chosen = use_state_eq(|| lengths.len() / 2);
    let last = lengths.len().saturating_sub(1);
    let at = (*chosen).min(last);
    let Some(Grown { items, sizes }) = lengths.get(at).copied() else { return Html::default() };
    let oninput = {
        let chosen = chosen.setter();
        Callback::from(move |event: InputEvent| chosen.set(dom::value(event.target()).parse().unwrap_or_default()))
    };
    let row = |grown: &Grown| {
        let Sizes { protobuf, json, protobuf_gzip, json_gzip, .. } = grown.sizes;
        let cell = |size: usize| html! { <td class="num">{ grouped(size) }</td> };
        html! {
            <tr class={classes!((grown.items == items).then_some("me"))}>
                <th scope="row" class="num">{ grouped(grown.items as usize) }</th>
                { for [protobuf, json, protobuf_gzip, json_gzip].map(cell) }
            </tr>
        }
    };
    html! {
        <>
            if last > 0 {
                <label class="slide">
                    <span>{ "Items in " }<code>{ list.clone() }</code>{ ": " }<strong>{ grouped(items as usize) }</strong></span>
                    <input type="range" aria-label={format!("Items in {list}")} min="0" max={last.to_string()} step="1" value={at.to_string()}
                        aria-valuetext={items.to_string()} {oninput} />
                </label>
            }
            { bars(&[
                ("Protobuf", sizes.protobuf), ("JSON", sizes.json),
                ("Protobuf + gzip", sizes.protobuf_gzip), ("JSON + gzip", sizes.json_gzip),
            ]) }
            <p class="told-size" role="status">{ verdict(&sizes) }</p>
            if last > 0 {
                <details>
                    <summary>{ "All lengths, in bytes" }</summary>
                    <table aria-label="Sizes by length">
                        <thead><tr>
                            { for ["Items", "Protobuf", "JSON", "Protobuf + gzip", "JSON + gzip"].map(|name| html! { <th scope="col" class="num">{ name }</th> }) }
                        </tr></thead>
                        <tbody>{ for lengths.iter().map(row) }</tbody>
                    </table>
                </details>
            }
        </>
    }
}

/// `Protobuf takes 34 % of the JSON; with gzip on both, 44 %.`
fn verdict(sizes: &Sizes) -> String {
    let share = |part: usize, whole: usize| (100 * part + whole / 2) / whole.max(1);
    format!(
        "Protobuf takes {} % of what JSON does; with gzip on both, {} %.",
        share(sizes.protobuf, sizes.json),
        share(sizes.protobuf_gzip, sizes.json_gzip)
    )
}

/// Sizes as bars, the first in the accent's colour.
pub fn bars(rows: &[(&'static str, usize)]) -> Html {
    let most = rows.iter().map(|(_, size)| *size).max().unwrap_or(1).max(1);
    let row = |(index, (name, size)): (usize, &(&'static str, usize))| {
        let width = format!("{}%", (100 * size).div_ceil(most));
        html! {
            <tr class={classes!(name.starts_with("Protobuf").then_some("me"), (index == 0).then_some("first"))}>
                <th scope="row">{ *name }</th>
                <td class="bar-cell" aria-hidden="true"><svg aria-hidden="true"><rect {width} height="12" /></svg></td>
                <td class="num">{ bytes_text(*size) }</td>
            </tr>
        }
    };
    html! { <table class="bars" aria-label="Sizes"><tbody>{ for rows.iter().enumerate().map(row) }</tbody></table> }
}
