//! The page of calls: its tabs, and what is behind each.
//!
//! One call: `script` (what is called, and how), below it what comes of it. Each part is a component that takes the state.

mod code;
mod counts;
mod rest;
mod script;
mod store;
mod timeline;

pub use self::timeline::{Events, deck, endings, use_clock};

use yew::prelude::*;

use self::{code::Code, rest::AsRest, script::ScriptForm, store::OnlineStore, timeline::Timeline};
use crate::{
    engine::{calls::data::Ask, view::Request},
    session::{State, calls::player::Player},
    ui::{app::use_reach, route::Tab},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub tab: Tab,
    /// Without what changes with each moment that is played.
    pub state: State,
    pub player: Player,
}

/// The page.
#[component]
pub fn Calls(props: &Props) -> Html {
    let Props { tab, state, player } = props;
    let ask = use_reach().ask;
    // Behind the hook that keeps the engine informed, so that the draft is of the workspace as it is.
    use_effect_with((state.revision, state.awaits_draft()), move |&(_, awaits)| {
        if awaits {
            ask.emit(Request::Calls(Box::new(Ask::Draft(String::new()))));
        }
    });
    let link = |(to, address, name): (Tab, &'static str, &'static str)| {
        html! { <a href={address} aria-current={(to == *tab).then_some("page")}>{ name }</a> }
    };
    html! {
        <main class="doc-page calls" id="main" tabindex="-1">
            <div class="sheet">
                <h1>{ "Calls" }</h1>
                <nav class="subnav" aria-label="Calls">
                    { for Tab::ALL.into_iter().map(link) }
                    <a href="live.html" title="A page of its own: what you call there leaves this tab">{ "Live call" }</a>
                </nav>
                { match tab {
                    Tab::One => html! {
                        <>
                            <ScriptForm state={state.clone()} played={player.played.clone()} />
                            <Timeline state={state.clone()} player={player.clone()} />
                            <AsRest state={state.clone()} />
                        </>
                    },
                    Tab::Store => html! { <OnlineStore shop={state.calls.shop.clone()} engine={state.engine} /> },
                    Tab::Code => html! { <Code state={state.clone()} /> },
                } }
            </div>
        </main>
    }
}
