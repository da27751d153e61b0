//! A message's bytes, field by field.

use yew::prelude::*;

use super::hex;
use crate::engine::view::{Comparison, Row};

/// The table.
pub fn bytes(measured: &Comparison) -> Html {
    let row = |row: &Row| {
        let span = row.span.range();
        let all = hex(measured.protobuf.get(span).unwrap_or_default());
        html! { <tr><td><code>{ row.name.clone() }</code></td><td><code>{ all }</code></td><td><code>{ row.value.clone() }</code></td></tr> }
    };
    html! {
        <table>
            <thead><tr><th scope="col">{ "Field" }</th><th scope="col">{ "Bytes" }</th><th scope="col">{ "Value" }</th></tr></thead>
            <tbody>{ for measured.rows.iter().map(row) }</tbody>
        </table>
    }
}
