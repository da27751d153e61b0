//! A message's bytes, and its fields with the bytes of each.

use yew::prelude::*;

use super::{super::strip::ByteStrip, Bench, hex};
use crate::engine::{learn::Message, view::Row};

/// Bytes of a field that stand in a row; the rest is in the strip above.
const MAX_HEX: usize = 16;

/// The strip and the table.
pub fn bytes(bench: &Bench, message: &Message) -> Html {
    let Some(wire) = &message.wire else {
        return html! { <p role="alert">{ "This message can't be encoded." }</p> };
    };
    let row = |row: &Row| {
        let all = wire.strip.bytes.get(row.span.range()).unwrap_or_default();
        let first = hex(all.get(..MAX_HEX).unwrap_or(all));
        let shown = if row.span.len() > MAX_HEX { format!("{first} …") } else { first };
        let deep = (0..row.depth).map(|_| html! { <span class="deep" aria-hidden="true">{ "›" }</span> });
        html! {
            <tr>
                <th scope="row">{ for deep }<span class={format!("sw h{}", row.hue)} aria-hidden="true"></span><code>{ row.name.clone() }</code></th>
                <td><code>{ shown }</code></td>
                <td><code>{ row.value.clone() }</code></td>
            </tr>
        }
    };
    html! {
        <>
            <ByteStrip id={bench.id.clone()} strip={wire.strip.clone()} />
            <table aria-label="Fields">
                <thead><tr>{ for ["Field", "Bytes", "Value"].map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                <tbody>{ for wire.rows.iter().map(row) }</tbody>
            </table>
        </>
    }
}
