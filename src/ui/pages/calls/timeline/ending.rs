//! How calls ended, as each side sees it: the two may differ.

use yew::prelude::*;

use super::time_text;
use crate::{
    engine::calls::data::{Ending, Outcome, Played},
    learn::more,
    rpc::status::Code,
    ui::parts::{more_link, prose},
};

/// How many calls are told of one by one.
const MAX_CALLS: usize = 8;

/// The endings of all calls.
pub fn endings(played: &Played) -> Html {
    played.calls.iter().take(MAX_CALLS).map(|call| outcome(call, &played.parties)).collect()
}

fn outcome(call: &Outcome, parties: &[String]) -> Html {
    let name = |party: u16| parties.get(usize::from(party)).cloned().unwrap_or_default();
    let last = call.at_server.last();
    let differ = call.at_client.as_ref().zip(last).is_some_and(|(client, server)| client.code != server.code);
    let nothing = |what: &'static str| html! { <p class="dim">{ what }</p> };
    html! {
        <div class="endings" role="group" aria-label={format!("How {} ended", call.name)}>
            <div class="ending">
                <h3>{ format!("At {}", name(call.client)) }</h3>
                { match &call.at_client {
                    Some(ending) => told(ending),
                    None => nothing("The call has not ended: it waits, and without a deadline it does so for ever."),
                } }
                if call.attempts > 1 { <p class="dim">{ format!("after {} attempts", call.attempts) }</p> }
            </div>
            <div class="ending">
                <h3>{ format!("At {}", name(call.server)) }</h3>
                { match last {
                    Some(ending) => told(ending),
                    None => nothing("No attempt has ended here, or none has come so far."),
                } }
                if call.at_server.len() > 1 { <p class="dim">{ format!("the last of {} attempts it saw", call.at_server.len()) }</p> }
            </div>
            if differ {
                <p class="told warning"><strong>{ "the sides disagree: " }</strong>{ "what one took for done the other has given up, or never heard of. A status tells what its side knows, not what happened." }</p>
            }
        </div>
    }
}

fn told(ending: &Ending) -> Html {
    let is_ok = ending.code == Code::Ok;
    html! {
        <>
            <p class={classes!("status", if is_ok { "ok" } else { "not-ok" })}>
                <span aria-hidden="true">{ if is_ok { "✓ " } else { "✗ " } }</span>
                <strong class="mono">{ ending.name.clone() }</strong>
                <span class="dim">{ format!(" ({}) at {}", ending.code as u8, time_text(ending.at)) }</span>
            </p>
            if !ending.message.is_empty() { <p class="mono">{ ending.message.clone() }</p> }
            <p>{ prose(&ending.meaning) }{ " " }{ more_link(more::status(ending.code)) }</p>
            if !is_ok {
                <p class="dim">{ prose(&ending.retry) }{ format!(" A gateway makes HTTP {} of it.", ending.http) }</p>
            }
        </>
    }
}
