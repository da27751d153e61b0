//! The form of a call: which method, what the client does, what the server does, what is between them.
//!
//! - `fields`: what the form is made of; `messages`, `metadata`: lists of such
//! - `client`, `server`, `network`: its parts
//!
//! A field shows a part of the script in use, and writes another script.

mod client;
mod fields;
mod messages;
mod metadata;
mod network;
mod server;

use std::rc::Rc;

use yew::prelude::*;

use self::{client::client, fields::Hand, network::network, server::server};
use crate::{
    engine::{
        calls::data::{Ask, Played},
        view::{Method, Report, Request},
    },
    learn::more,
    rpc::{prepare::Spot, script::Script, status::Code},
    session::{Action, State, calls::Act},
    ui::{
        app::{Reach, use_reach},
        dom,
        parts::{Menu, MenuItem, more_link},
        route,
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
    /// What came of the script, with what is wrong with it.
    pub played: Option<Rc<Played>>,
}

/// The form.
#[component]
pub fn ScriptForm(props: &Props) -> Html {
    let reach = use_reach();
    let state = &props.state;
    let Some(report) = &state.report else {
        return html! { <p class="dim" role="status">{ "Loading the compiler…" }</p> };
    };
    let hand = state.script().map(|script| Hand { script: Rc::new(script.clone()), act: reach.act.clone() });
    let Some(hand) = hand else {
        let has_none = report.services.iter().all(|service| service.methods.is_empty());
        return if has_none {
            html! {
                <p>{ "The workspace declares no service with a method. " }<a href="#/">{ "Add one in the playground" }</a>{ ", or choose an example above, such as “The four kinds of method”." }</p>
            }
        } else {
            html! { <p class="dim" role="status">{ "Making a call to begin with…" }</p> }
        };
    };
    let method = find(report, &hand.script.method);
    let (takes, gives) = method.map_or((false, false), |it| (it.client_streams, it.server_streams));
    html! {
        <form class="script" aria-label="Call" onsubmit={Callback::from(|event: SubmitEvent| event.prevent_default())}>
            { head(state, report, method, &hand, &reach) }
            { fields::complaints(props.played.iter().flat_map(|it| &it.problems).filter(|it| it.at == Spot::Method), false) }
            <div class="sides">
                { client(state, props, &hand, takes) }
                { server(state, props, &hand, gives) }
            </div>
            { network(&hand) }
        </form>
    }
}

fn find<'a>(report: &'a Report, path: &str) -> Option<&'a Method> {
    report.services.iter().flat_map(|service| &service.methods).find(|method| method.path == path)
}

/// The method, and what is told of it.
fn head(state: &State, report: &Report, method: Option<&Method>, hand: &Hand, reach: &Reach) -> Html {
    let path = &hand.script.method;
    let onchange = {
        let (act, ask, state) = (reach.act.clone(), reach.ask.clone(), state.clone());
        Callback::from(move |event: Event| {
            let path = dom::value(event.target());
            if state.has_shelved(&path) {
                act.emit(Action::Calls(Act::Choose(path)));
            } else {
                ask.emit(Request::Calls(Box::new(Ask::Draft(path))));
            }
        })
    };
    let option = |it: &Method| {
        html! { <option value={it.path.clone()} selected={it.path == *path}>{ format!("{} ({})", it.name, it.kind) }</option> }
    };
    let groups = report.services.iter().map(|service| {
        html! { <optgroup label={service.name.clone()}>{ for service.methods.iter().map(option) }</optgroup> }
    });
    let back = reach.act.reform(|_: MouseEvent| Action::Undo);
    let forth = reach.act.reform(|_: MouseEvent| Action::Redo);
    html! {
        <>
            <div class="script-head">
                <label class="field"><span>{ "Method" }</span>
                    <select aria-label="Method" {onchange}>
                        if method.is_none() { <option value={path.clone()} selected={true}>{ format!("{path} (not in the schema)") }</option> }
                        { for groups }
                    </select>
                </label>
                <Statuses script={hand.script.clone()} />
                <button type="button" class="btn" disabled={state.history.last().is_none()} onclick={back}>{ "Undo" }</button>
                <button type="button" class="btn" disabled={state.history.next().is_none()} onclick={forth}>{ "Redo" }</button>
            </div>
            if let Some(method) = method { { about(method, &reach.act) } }
        </>
    }
}

fn about(method: &Method, act: &Callback<Action>) -> Html {
    let kind = |name: &String| {
        let root = name.clone();
        let onclick = act.reform(move |_: MouseEvent| Action::SelectRoot(root.clone()));
        let onclick = Callback::from(move |event: MouseEvent| {
            onclick.emit(event);
            route::go("#/");
        });
        html! { <button type="button" class="btn link mono" title="Make it the message of the playground" {onclick}>{ name.clone() }</button> }
    };
    html! {
        <div class="about-method">
            <p>
                <code>{ method.path.clone() }</code>{ " " }<span class="badge">{ method.kind.clone() }</span>
                { for method.notes.iter().map(|note| html! { <>{ " " }<span class="badge">{ note.clone() }</span></> }) }
                { " " }{ more_link(more::KINDS) }
            </p>
            <p>{ kind(&method.request) }{ " → " }{ kind(&method.response) }</p>
            if !method.doc.is_empty() { <p class="dim">{ method.doc.clone() }</p> }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct StatusesProps {
    script: Rc<Script>,
}

/// A way to each status, in a menu.
#[component]
fn Statuses(props: &StatusesProps) -> Html {
    let ask = use_reach().ask;
    let item = |code: Code| {
        let script = props.script.clone();
        let on_choose = ask.reform(move |()| Request::Calls(Box::new(Ask::Reach(code, Box::new((*script).clone())))));
        html! { <MenuItem name={format!("{} {}", code.number(), code.name())} {on_choose} /> }
    };
    html! {
        <Menu id="statuses" label="All 17 statuses" face="All 17 statuses" title="Make the call end with one of them">
            { for Code::ALL.into_iter().map(item) }
        </Menu>
    }
}
