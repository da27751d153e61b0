//! The same call as REST: what crosses as text, what both come to, and what is to be said of that.
//!
//! Closed until somebody wants to know, since both ways are simulated three times.

use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use super::counts::{row, rows};
use crate::{
    engine::{calls::data::Ask, view::Request},
    rpc::{
        compare::{Beside, Counted, Note, Side, Totals},
        store::words::time_text,
    },
    session::{EngineState, State},
    ui::{
        app::use_reach,
        parts::{Tab, TabList, prose},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

/// What of a call is counted, and how that is told.
const COUNTED: [(&str, &str); 3] = [
    ("First call", "On a connection of its own, if there is none yet."),
    ("Each further call", "The same call once more, when the first is long over, on the connections that are there."),
    ("With gzip", "The first call, if both sides compress messages."),
];

/// The id of what the tabs show.
const PANEL: &str = "counted-panel";

/// The part of the page.
#[component]
pub fn AsRest(props: &Props) -> Html {
    let state = &props.state;
    let reach = use_reach();
    let is_open = use_state_eq(|| false);
    let counted = use_state_eq(|| 0usize);
    let changes = state.calls.changes;
    // A worker that was lost took the question with it.
    use_effect_with((*is_open, state.reported, changes, state.engine == EngineState::Stopped), {
        let script = state.script().cloned();
        move |&(is_open, reported, number, _)| {
            if let Some(script) = script.filter(|_| is_open && reported > 0) {
                reach.ask.emit(Request::Calls(Box::new(Ask::Beside(number, Box::new(script)))));
            }
        }
    });
    let ontoggle = {
        let is_open = is_open.setter();
        Callback::from(move |event: Event| {
            if let Some(details) = event.target_dyn_into::<HtmlDetailsElement>() {
                is_open.set(details.open());
            }
        })
    };
    let on_choose = {
        let counted = counted.setter();
        Callback::from(move |index| counted.set(index))
    };
    let body = match &state.calls.beside {
        _ if !*is_open => html! {},
        None => html! { <p class="dim" role="status">{ "Making the call both ways…" }</p> },
        Some((_, None)) => html! { <p role="status">{ "The script has errors, so it can't be simulated." }</p> },
        Some((number, Some(beside))) => html! {
            <div class={classes!((*number != changes).then_some("stale"))}>{ comparison(beside, *counted, on_choose) }</div>
        },
    };
    html! {
        <section class="as-rest" aria-label="The same call as REST">
            <details {ontoggle}>
                <summary><h2>{ "The same call as REST" }</h2></summary>
                { body }
            </details>
        </section>
    }
}

fn comparison(beside: &Beside, counted: usize, on_choose: Callback<usize>) -> Html {
    let tabs = COUNTED.iter().map(|&(label, _)| Tab { label: label.into(), ..Tab::default() }).collect::<Vec<_>>();
    let (name, about) = COUNTED.get(counted).copied().unwrap_or_default();
    html! {
        <>
            <p>{ "JSON over HTTP/1.1, by the same network, with the same messages. All that crosses is text:" }</p>
            <div class="texts">
                { text("Request", &beside.request) }
                { text("Response", &beside.response) }
            </div>
            <TabList label="Counted" controls={PANEL} {tabs} active={counted} {on_choose} />
            <div id={PANEL} role="tabpanel" aria-label={name}>
                <p class="dim">{ about }</p>
                { match [&beside.grpc, &beside.rest].map(|it| of(it, counted)) {
                    [Some(grpc), Some(rest)] => table([grpc, rest]),
                    _ => html! { <p>{ "The call does not end by itself, so it is not made again." }</p> },
                } }
            </div>
            <h3>{ "What is to be said" }</h3>
            <ul class="shows">{ for beside.notes.iter().map(note) }</ul>
        </>
    }
}

fn of(counted: &Counted, which: usize) -> Option<&Totals> {
    match which {
        0 => Some(&counted.first),
        1 => counted.next.as_ref(),
        _ => Some(&counted.gzip),
    }
}

fn text(name: &'static str, text: &str) -> Html {
    html! {
        <figure>
            <figcaption>{ name }</figcaption>
            if text.is_empty() {
                <p class="dim">{ "Nothing was sent." }</p>
            } else {
                <pre tabindex="0" aria-label={format!("{name} as REST")} role="region">{ text.to_owned() }</pre>
            }
        </figure>
    }
}

fn table(both: [&Totals; 2]) -> Html {
    let time = |time: Option<u64>| time.map_or("never".to_owned(), time_text);
    html! {
        <table aria-label="gRPC and REST">
            <thead>
                <tr><td></td><th scope="col" class="num">{ "gRPC" }</th><th scope="col" class="num">{ "REST" }</th></tr>
            </thead>
            <tbody>
                { row("The first of the response is there after", both.map(|it| time(it.first_byte))) }
                { row("The call has ended after", both.map(|it| time(it.end))) }
                { rows(both) }
            </tbody>
        </table>
    }
}

fn note(note: &Note) -> Html {
    let whom = match note.side {
        Side::Grpc => "gRPC",
        Side::Rest => "REST",
        Side::Even => "even",
    };
    html! { <li><span class="badge">{ whom }</span>{ " " }{ prose(&note.text) }</li> }
}
