//! What the message costs in each clothing, as a table with bars; and the way to the lab that looks closer.

mod chart;
mod lab;

use yew::prelude::*;

use super::{bytes_text, more_link};
use crate::engine::view::{Content, Cost};
use crate::learn::more;
use crate::session::Action;

pub use lab::size_lab;

/// The table, or a line that there is nothing to weigh.
pub fn size_table(content: Option<&Content>, act: &Callback<Action>) -> Html {
    let Some(Content { sizes, verdict, costs, .. }) = content else {
        return html! { <div class="foot sizes"><h3>{ "Sizes" }</h3><p>{ "No message yet." }</p></div> };
    };
    let rows = [
        ("Protobuf", sizes.protobuf),
        ("JSON", sizes.json),
        ("Protobuf + gzip", sizes.protobuf_gzip),
        ("JSON + gzip", sizes.json_gzip),
        ("gRPC frame", sizes.grpc_frame),
    ];
    // What is nothing because it is too large to be made is not called nothing.
    let rows: Vec<_> = rows.into_iter().filter(|&(_, size)| size > 0 || sizes.protobuf_gzip > 0).collect();
    let most = rows.iter().map(|(_, size)| *size).max().unwrap_or(1).max(1);
    let row = |(index, (name, size)): (usize, &(&'static str, usize))| {
        html! {
            <tr class={classes!((index == 0).then_some("me"))}>
                <th scope="row">{ *name }</th>
                <td aria-hidden="true">{ bar(*size, most) }</td>
                <td class="num">{ bytes_text(*size) }</td>
            </tr>
        }
    };
    html! {
        <div class="foot sizes">
            <div class="head">
                <h3>{ "Sizes" }</h3>
                <button type="button" class="btn" onclick={act.reform(|_| Action::OpenLab)}>{ "Size lab…" }</button>
            </div>
            <table aria-label="Sizes"><tbody>{ for rows.iter().enumerate().map(row) }</tbody></table>
            <p>{ verdict.clone() }{ " " }{ more_link(more::SIZES) }</p>
            if !costs.is_empty() { { cost_table(costs) } }
        </div>
    }
}

fn bar(size: usize, most: usize) -> Html {
    let width = format!("{}%", (100 * size).div_ceil(most));
    html! { <svg aria-hidden="true"><rect width={width} height="12" /></svg> }
}

fn cost_table(costs: &[Cost]) -> Html {
    let row = |cost: &Cost| {
        html! {
            <tr>
                <th scope="row"><span class={format!("sw h{}", cost.hue)} aria-hidden="true"></span>{ cost.name.clone() }</th>
                <td class="num">{ cost.tag }</td><td class="num">{ cost.length }</td>
                <td class="num">{ cost.payload }</td><td class="num">{ cost.bytes }</td>
            </tr>
        }
    };
    html! {
        <details>
            <summary>{ "Bytes by field" }</summary>
            <table aria-label="Bytes by field">
                <thead><tr>
                    <th scope="col">{ "Field" }</th>
                    { for ["Tag", "Length", "Payload", "All"].map(|name| html! { <td class="num">{ name }</td> }) }
                </tr></thead>
                <tbody>{ for costs.iter().map(row) }</tbody>
            </table>
        </details>
    }
}
