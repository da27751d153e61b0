//! What both lanes came to, side by side.

use yew::prelude::*;

use super::{
    super::counts::{row, rows},
    lanes::{NAMES, ending},
};
use crate::rpc::store::{lane::Lane, words::time_text};

/// The table.
pub fn totals(lanes: &[Lane; 2]) -> Html {
    let both = lanes.each_ref();
    let late = |lane: &Lane| if lane.totals.late == 0 { "–".to_owned() } else { time_text(lane.totals.late) };
    html! {
        <section aria-label="Totals">
            <h2>{ "Totals" }</h2>
            <table aria-label="Totals">
                <thead><tr><td></td>{ for NAMES.map(|name| html! { <th scope="col" class="num">{ name }</th> }) }</tr></thead>
                <tbody>
                    <tr>
                        <th scope="row">{ "The gateway's answer" }</th>
                        { for lanes.iter().map(|lane| html! { <td class="ends">{ breakable(&ending(lane)) }</td> }) }
                    </tr>
                    { row("Services went on after that", both.map(late)) }
                    { rows(both.map(|lane| &lane.totals.counted)) }
                </tbody>
            </table>
        </section>
    }
}

/// A text that may be broken behind each `_`, as names of statuses have to be on a phone.
fn breakable(text: &str) -> Html {
    text.split_inclusive('_').map(|part| html! { <>{ part.to_owned() }<wbr /></> }).collect()
}
