//! The call as programs: a tab a language, a switch between the two sides, the files one below the other.
//!
//! Asks the engine by itself, since what it shows is of no use to any other page.

use yew::prelude::*;

use crate::{
    engine::{
        calls::data::{Ask, Wanted, Written},
        view::Request,
    },
    rpc::snippets::{Language, Listing, Side},
    session::{
        Action, EngineState, State,
        calls::{Act, code::CodeAct},
    },
    ui::{
        app::use_reach,
        dom,
        parts::{Tab, TabList},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

/// The id of what the tabs show.
const PANEL: &str = "code-panel";

/// The two sides and what they are called.
const SIDES: [(Side, &str); 2] = [(Side::Client, "Client"), (Side::Server, "Server")];

/// The tab.
#[component]
pub fn Code(props: &Props) -> Html {
    let Props { state } = props;
    let reach = use_reach();
    let code = &state.calls.code;
    let (language, side) = (code.language, code.side);
    // A worker that was lost took the question with it.
    let is_stopped = state.engine == EngineState::Stopped;
    use_effect_with((state.reported, state.calls.changes, language, side, is_stopped), {
        let (ask, script) = (reach.ask.clone(), state.script().cloned());
        move |&(reported, number, language, side, _)| {
            if let Some(script) = script.filter(|_| reported > 0) {
                let wanted = Wanted { number, script, language, side };
                ask.emit(Request::Calls(Box::new(Ask::Write(Box::new(wanted)))));
            }
        }
    });
    let act = reach.act.reform(|act: CodeAct| Action::Calls(Act::Code(act)));
    let tabs = Language::ALL.iter().map(|it| Tab { label: it.name().into(), ..Tab::default() }).collect::<Vec<_>>();
    let active = Language::ALL.iter().position(|it| *it == language).unwrap_or_default();
    let on_choose = {
        let act = act.clone();
        Callback::from(move |at: usize| {
            if let Some(&language) = Language::ALL.get(at) {
                act.emit(CodeAct::Language(language));
            }
        })
    };
    let body = match (&code.written, state.script()) {
        (_, None) => html! {
            <p>{ "There is no method to write programs of: the workspace declares no service. " }<a href="#/">{ "Add one in the playground" }</a>{ "." }</p>
        },
        (None, _) => html! { <p class="dim" role="status">{ "Writing…" }</p> },
        (Some(written), _) => shown(written, &reach.act),
    };
    let name = state.script().map(|it| it.method.trim_start_matches('/').replace('/', "."));
    html! {
        <div class="programs">
            <p class="lead">
                { "The call of “One call” as programs, with its own messages." }
                if let Some(name) = name { { " The method is " }<code>{ name }</code>{ "." } }
            </p>
            <div class="events-head">
                <TabList label="Language" controls={PANEL} {tabs} {active} {on_choose} />
            </div>
            <div id={PANEL} role="tabpanel" aria-label={language.name()} class={classes!(code.is_stale(state.calls.changes).then_some("stale"))}>
                { sides(side, &act) }
                { body }
            </div>
        </div>
    }
}

fn sides(chosen: Side, act: &Callback<CodeAct>) -> Html {
    let radio = |&(side, name): &(Side, &'static str)| {
        html! {
            <label>
                <input type="radio" name="code-side" checked={side == chosen} onchange={act.reform(move |_: Event| CodeAct::Side(side))} />
                { " " }{ name }
            </label>
        }
    };
    html! { <div class="sides" role="radiogroup" aria-label="Side">{ for SIDES.iter().map(radio) }</div> }
}

fn shown(written: &Written, act: &Callback<Action>) -> Html {
    match &written.listings {
        Err(why) => html! { <p role="alert">{ why.clone() }</p> },
        Ok(listings) if listings.is_empty() => html! {
            <p>{ "A command line calls; it serves nothing. Choose the client, or a language for a server." }</p>
        },
        Ok(listings) => listings.iter().map(|it| listing(it, act)).collect(),
    }
}

fn listing(listing: &Listing, act: &Callback<Action>) -> Html {
    let Listing { name, text } = listing;
    let told = act.reform({
        let name = name.clone();
        move |done| {
            let what = format!("Copied {name}.");
            Action::Tell(if done { what } else { "This browser did not let the page copy.".to_owned() })
        }
    });
    let copy = {
        let text = text.clone();
        Callback::from(move |_: MouseEvent| dom::copy(text.clone(), told.clone()))
    };
    html! {
        <section key={name.clone()} aria-label={name.clone()}>
            <div class="bar">
                <h2>{ name.clone() }</h2>
                <button type="button" class="btn" aria-label={format!("Copy {name}")} onclick={copy}>{ "Copy" }</button>
            </div>
            <pre role="region" aria-label={format!("Text of {name}")} tabindex="0">{ text.clone() }</pre>
        </section>
    }
}
