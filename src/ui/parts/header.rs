//! The bar at the top: where to go, what to load, what to hand on.

use std::rc::Rc;

use yew::prelude::*;

use super::{Help, capital};
use crate::{
    analysis::Input,
    engine::view::Request,
    examples,
    session::{Action, Popup, State, View},
    ui::{
        app::{Reach, use_reach},
        dom,
        route::{self, Route, Tab},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
    pub route: Route,
}

/// The bar.
#[component]
pub fn Header(props: &Props) -> Html {
    let Reach { act, ask, .. } = use_reach();
    let sharing = use_state_eq(|| false);
    let state = &props.state;
    let help = state.language.popup == Some(Popup::Help);

    let onexample = {
        let act = act.clone();
        Callback::from(move |event: Event| {
            let slug = dom::value(event.target());
            if let Some(example) = examples::find(&slug) {
                act.emit(Action::Load(example.title.to_owned(), Box::new(Input::from(example))));
                route::go("#/");
            }
        })
    };
    let onshare = {
        let (act, ask, sharing, input, active) = (act.clone(), ask, sharing.clone(), state.input.clone(), state.active);
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::Close);
            act.emit(Action::Share);
            ask.emit(Request::Share(Box::new((*input).clone()), active as u32));
            sharing.set(true);
        })
    };
    let ontheme = {
        let view = state.view;
        act.reform(move |_| Action::Arrange(View { theme: view.theme.next(), ..view }))
    };
    let onhelp = {
        let (act, sharing) = (act.clone(), sharing.clone());
        Callback::from(move |_: MouseEvent| {
            sharing.set(false);
            act.emit(Action::ToggleHelp);
        })
    };
    let close = {
        let sharing = sharing.clone();
        Callback::from(move |()| sharing.set(false))
    };
    let onkeydown = {
        let (act, close) = (act.clone(), close.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
                act.emit(Action::Close);
            }
        })
    };
    let shown = examples::all().iter().find(|example| Input::from(*example) == *state.input);
    let current = shown.map_or("", |example| example.slug);
    let option = |example: &examples::Example| {
        html! { <option value={example.slug} selected={example.slug == current}>{ example.title }</option> }
    };
    let page = |to: Route, href: &'static str, name: &'static str| {
        let within = match &to {
            Route::Learn => props.route.is_learn(),
            to => matches!((&props.route, to), (Route::Calls(_), Route::Calls(_))),
        };
        let here = props.route == to || within;
        html! { <a {href} aria-current={here.then_some("page")}>{ name }</a> }
    };
    html! {
        <header class="top" {onkeydown}>
            <a class="logo" href="#/" aria-label="Wirelens"><img src="icon.svg" alt="" /><span>{ "Wirelens" }</span></a>
            <nav aria-label="Main">
                { page(Route::Playground, "#/", "Playground") }
                { page(Route::Calls(Tab::One), "#/calls", "Calls") }
                { page(Route::Learn, "#/learn", "Learn") }
            </nav>
            <span class="grow"></span>
            <span class="chip">{ "Nothing leaves this tab" }</span>
            <select aria-label="Examples" onchange={onexample}>
                <option value="" selected={current.is_empty()} disabled={true}>{ "Examples" }</option>
                { for examples::all().iter().map(option) }
            </select>
            <button type="button" class="btn primary" onclick={onshare} aria-expanded={(*sharing && !help).to_string()}>{ "Share" }</button>
            <button type="button" class="btn" onclick={ontheme} aria-label={format!("Theme: {}", state.view.theme.word())}>
                { capital(state.view.theme.word()) }
            </button>
            <button type="button" class="btn icon" onclick={onhelp} aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)" aria-expanded={help.to_string()}>{ "?" }</button>
            if help {
                <Help act={act.clone()} />
            } else if *sharing {
                <ShareLink link={state.link.clone()} on_close={close} />
            }
        </header>
    }
}

#[derive(PartialEq, Properties)]
struct ShareProps {
    link: Option<Rc<String>>,
    on_close: Callback<()>,
}

/// The link, copied as soon as the engine has made it.
#[component]
fn ShareLink(props: &ShareProps) -> Html {
    let copied = use_state_eq(|| None::<bool>);
    let address = props.link.as_ref().map(|link| route::address(link));
    use_effect_with(address.clone(), {
        let copied = copied.setter();
        move |address| {
            if let Some(address) = address {
                dom::focus("share-link");
                dom::copy(address.clone(), Callback::from(move |done| copied.set(Some(done))));
            }
        }
    });
    let onfocus = Callback::from(|event: FocusEvent| {
        let field =
            event.target().and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlInputElement>(target).ok());
        if let Some(field) = field {
            field.select();
        }
    });
    let told = match *copied {
        Some(true) => "Copied. The workspace is in the link itself, behind the #: no server gets it.",
        Some(false) => "This browser did not let the page copy; copy the link by hand.",
        None => "Making the link…",
    };
    html! {
        <div class="pop" role="dialog" aria-label="Share">
            <h2>{ "Share this workspace" }</h2>
            <input id="share-link" aria-label="Share link" readonly={true} value={address.unwrap_or_default()} {onfocus} />
            <p class="dim" role="status">{ told }</p>
            <p><button type="button" class="btn" onclick={props.on_close.reform(|_| ())}>{ "Close" }</button></p>
        </div>
    }
}
