//! A message's bytes, field by field.

use yew::prelude::*;

use super::hex;
use crate::engine::{learn::Message, view::Row};

/// The table.
pub fn bytes(message: &Message) -> Html {
    let Some(wire) = &message.wire else { return Html::default() };
    let row = |row: &Row| {
        let all = hex(wire.strip.bytes.get(row.span.range()).unwrap_or_default());
        html! { <tr><td><code>{ row.name.clone() }</code></td><td><code>{ all }</code></td><td><code>{ row.value.clone() }</code></td></tr> }
    };
    html! {
        <table>
            <thead><tr><th scope="col">{ "Field" }</th><th scope="col">{ "Bytes" }</th><th scope="col">{ "Value" }</th></tr></thead>
            <tbody>{ for wire.rows.iter().map(row) }</tbody>
        </table>
    }
}
