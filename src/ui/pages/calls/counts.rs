//! What calls come to over gRPC and over REST, as rows of a table.

use yew::prelude::*;

use crate::{
    rpc::{compare::Totals, store::words::bytes_text},
    ui::parts::grouped,
};

/// What a row says, and how.
type Row = (&'static str, fn(&Totals) -> String);

const ROWS: [Row; 10] = [
    ("Calls made, attempts counted", |it| number(it.attempts)),
    ("Calls that waited for a connection", |it| number(it.waits)),
    ("Connections", |it| number(it.connections)),
    ("Messages", |it| bytes_text(it.messages)),
    ("Headers", |it| bytes_text(it.headers)),
    ("All else of HTTP", |it| bytes_text(it.framing)),
    ("All of HTTP", |it| bytes_text(it.http())),
    ("Layers below, by the model", |it| bytes_text(it.transport)),
    ("All bytes", |it| bytes_text(it.all())),
    ("Packets, by the model", |it| number(it.packets)),
];

pub fn number(number: u64) -> String {
    grouped(usize::try_from(number).unwrap_or(usize::MAX))
}

/// The rows, gRPC first.
pub fn rows(both: [&Totals; 2]) -> Html {
    ROWS.iter().map(|&(name, says)| row(name, both.map(says))).collect()
}

/// A row of any kind.
pub fn row(name: &str, both: [String; 2]) -> Html {
    html! {
        <tr>
            <th scope="row">{ name.to_owned() }</th>
            { for both.map(|text| html! { <td class="num">{ text }</td> }) }
        </tr>
    }
}
