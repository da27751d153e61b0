//! The message: its type, and one of its clothings at a time, and what it costs.
//!
//! Each clothing is a file here; its tab is named in [`Source`].

mod form;
mod json;
mod options;
mod payload;
mod text;

use yew::prelude::*;

use self::{form::form_panel, json::JsonPanel, payload::PayloadText, text::TextPanel};
use crate::{
    session::{Action, Source, State, View},
    ui::{
        app::use_reach,
        dom,
        parts::{Tab, TabList, size_table},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

#[derive(PartialEq, Properties)]
pub struct PanelProps {
    pub state: State,
    /// It stays on the page while another clothing is in front: its editor keeps the cursor and what can be taken back.
    pub hidden: bool,
}

/// The pane.
#[component]
pub fn MessagePane(props: &Props) -> Html {
    let act = use_reach().act;
    let state = &props.state;
    let view = state.view;
    let root = state.report.as_ref().map_or_else(|| state.input.root.clone(), |report| report.root.clone());
    let types = state.report.as_ref().map(|report| report.types.clone()).unwrap_or_default();
    let unlisted = !root.is_empty() && !types.contains(&root);
    let option =
        |name: &String| html! { <option value={name.clone()} selected={*name == root}>{ name.clone() }</option> };
    let onroot = act.reform(|event: Event| Action::SelectRoot(dom::value(event.target())));
    let choose = act.reform(move |index: usize| {
        Action::Arrange(View { source: Source::TABS.get(index).copied().unwrap_or_default(), ..view })
    });
    let tabs = Source::TABS.map(|source| Tab { label: source.word().into(), ..Tab::default() }).to_vec();
    let active = Source::TABS.iter().position(|source| *source == view.source).unwrap_or_default();
    html! {
        <section class="pane message" aria-label="Message">
            <div class="bar">
                <select aria-label="Message type" onchange={onroot} disabled={types.is_empty()}>
                    if unlisted || types.is_empty() { <option value={root.clone()} selected={true}>{ if root.is_empty() { "no message type" } else { root.as_str() }.to_owned() }</option> }
                    { for types.iter().map(option) }
                </select>
                <span class="grow"></span>
                <TabList class="seg" label="Message as" controls="message-panel" {tabs} {active} on_choose={choose} />
            </div>
            <div id="message-panel" class="views" role="tabpanel" aria-label={view.source.word()}>
                <JsonPanel state={state.clone()} hidden={view.source != Source::Json} />
                <TextPanel state={state.clone()} hidden={view.source != Source::Text} />
                if view.source == Source::Form { { form_panel(state) } }
                if view.source == Source::Payload { <PayloadText state={state.clone()} /> }
            </div>
            <div class={classes!(state.is_stale().then_some("stale"))}>{ size_table(state.content(), &act) }</div>
        </section>
    }
}
