//! The online store: one order, placed over gRPC and over REST under the same conditions.
//!
//! Asks the engine by itself, since what it shows is of no use to any other page.

mod controls;
mod lanes;
mod mismatch;
mod plot;
mod totals;

use yew::prelude::*;

use crate::{
    analysis::Input,
    engine::view::Request,
    examples,
    session::{
        Action, EngineState,
        calls::{
            Act,
            store::{Shop, ShopAct},
        },
    },
    ui::{app::use_reach, parts::prose, route},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub shop: Shop,
    pub engine: EngineState,
}

/// Calls that everybody begins with: the example whose first method it is, and what the button says.
const CLASSICS: [(&str, &str); 2] = [("user-service", "GetUser(id = 123)"), ("login", "Login")];

/// The tab.
#[component]
pub fn OnlineStore(props: &Props) -> Html {
    let reach = use_reach();
    let shop = &props.shop;
    // A worker that was lost took the question with it.
    use_effect_with((shop.wants(), props.engine == EngineState::Stopped), {
        let ask = reach.ask.clone();
        move |(wants, _)| {
            if let Some(wants) = wants.clone() {
                ask.emit(Request::Calls(Box::new(wants)));
            }
        }
    });
    let act = reach.act.reform(|act: ShopAct| Action::Calls(Act::Shop(act)));
    let body = match &shop.placed {
        None => html! { <p class="dim" role="status">{ "Placing the order…" }</p> },
        Some(Err(why)) => html! { <p role="alert">{ why.clone() }</p> },
        Some(Ok(placed)) => html! {
            <div class={classes!("placed", shop.is_stale().then_some("stale"))}>
                { lanes::lanes(placed) }
                <section aria-label="What this shows">
                    <h2>{ "What this shows" }</h2>
                    <ul class="shows">{ for placed.verdict.iter().map(|said| html! { <li>{ prose(said) }</li> }) }</ul>
                </section>
                { totals::totals(&placed.lanes) }
                { plot::plots(&placed.points) }
            </div>
        },
    };
    html! {
        <div class="shop">
            <p class="lead">{ "An order is placed twice under the same conditions: the gateway calls checkout, checkout asks users, reserves the goods and charges the customer. Once over gRPC, once as JSON over HTTP/1.1. Every byte is a real one; times, packets and the layers below are a model." }</p>
            { controls::controls(&shop.settings, &act) }
            { body }
            { mismatch::mismatch(shop, &act) }
            { classics(&reach.act) }
        </div>
    }
}

fn classics(act: &Callback<Action>) -> Html {
    let button = |&(slug, name): &(&'static str, &'static str)| {
        let act = act.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(example) = examples::find(slug) {
                act.emit(Action::Load(example.title.to_owned(), Box::new(Input::from(example))));
                route::go("#/calls");
            }
        });
        html! { <button type="button" class="btn" {onclick}>{ name }</button> }
    };
    html! {
        <section aria-label="A single call">
            <h2>{ "A single call" }</h2>
            <p>{ "Frame by frame, with its bytes: " }</p>
            <p class="acts">{ for CLASSICS.iter().map(button) }</p>
        </section>
    }
}
