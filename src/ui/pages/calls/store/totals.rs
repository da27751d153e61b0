//! What both lanes came to, side by side.

use yew::prelude::*;

use super::lanes::{NAMES, ending};
use crate::{
    rpc::store::{
        lane::{Lane, Totals},
        words::{bytes_text, time_text},
    },
    ui::parts::grouped,
};

/// What a row says, and how.
type Row = (&'static str, fn(&Totals) -> String);

const ROWS: [Row; 11] = [
    ("Services went on after that", |it| if it.late == 0 { "–".to_owned() } else { time_text(it.late) }),
    ("Calls made, attempts counted", |it| number(it.counted.attempts)),
    ("Calls that waited for a connection", |it| number(it.counted.waits)),
    ("Connections", |it| number(it.counted.connections)),
    ("Messages", |it| bytes_text(it.counted.messages)),
    ("Headers", |it| bytes_text(it.counted.headers)),
    ("All else of HTTP", |it| bytes_text(it.counted.framing)),
    ("All of HTTP", |it| bytes_text(it.counted.http())),
    ("Layers below, by the model", |it| bytes_text(it.counted.transport)),
    ("All bytes", |it| bytes_text(it.counted.all())),
    ("Packets, by the model", |it| number(it.counted.packets)),
];

fn number(number: u64) -> String {
    grouped(usize::try_from(number).unwrap_or(usize::MAX))
}

/// The table.
pub fn totals(lanes: &[Lane; 2]) -> Html {
    let row = |&(name, says): &Row| {
        html! {
            <tr>
                <th scope="row">{ name }</th>
                { for lanes.iter().map(|lane| html! { <td class="num">{ says(&lane.totals) }</td> }) }
            </tr>
        }
    };
    html! {
        <section aria-label="Totals">
            <h2>{ "Totals" }</h2>
            <table aria-label="Totals">
                <thead><tr><td></td>{ for NAMES.map(|name| html! { <th scope="col" class="num">{ name }</th> }) }</tr></thead>
                <tbody>
                    <tr>
                        <th scope="row">{ "The gateway's answer" }</th>
                        { for lanes.iter().map(|lane| html! { <td class="ends">{ ending(lane) }</td> }) }
                    </tr>
                    { for ROWS.iter().map(row) }
                </tbody>
            </table>
        </section>
    }
}
