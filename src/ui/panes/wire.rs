//! The bytes and the fields they make.

use yew::prelude::*;

use crate::{
    analysis::{Held, Payload},
    annotate::presence::MAX_ABSENT,
    engine::{
        copy::{Copy, Form},
        view::Request,
    },
    session::{Action, EngineState, State, View},
    ui::{
        app::use_reach,
        dom,
        parts::{ByteEditor, CopyMenu, FIND_FIELD, FieldTree, FindBar, break_menu, grouped, survey_menu, work_bar},
    },
    wire::output::Notation,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

/// The pane.
#[component]
pub fn WirePane(props: &Props) -> Html {
    let reach = use_reach();
    let act = &reach.act;
    let state = &props.state;
    let find = {
        let (act, chosen) = (act.clone(), state.finding.clone().unwrap_or_default());
        Callback::from(move |()| {
            dom::select(FIND_FIELD);
            act.emit(Action::Find(chosen.by, chosen.text.clone()));
        })
    };
    let copy = {
        let selected = Some(state.selected.bytes.clone()).filter(|spans| !spans.is_empty());
        let copy = Copy { form: Form::Bytes(Notation::Hex), selection: selected };
        reach.ask.reform(move |()| Request::Copy(copy.clone()))
    };
    let onkeydown = {
        let find = find.clone();
        Callback::from(move |event: KeyboardEvent| {
            let held = if dom::is_mac() { event.meta_key() } else { event.ctrl_key() };
            if !held || event.shift_key() || event.alt_key() {
                return;
            }
            let wanted = match event.key().as_str() {
                "f" | "F" => &find,
                "c" | "C" if !dom::takes_text(event.target()) => &copy,
                _ => return,
            };
            event.prevent_default();
            wanted.emit(());
        })
    };
    html! {
        <section class="pane wire" aria-label="Wire" {onkeydown}>
            <div class="bar">
                <h2>{ "Bytes" }</h2>
                if let Some(work) = state.work {
                    { work_bar(work, &reach.cancel) }
                } else {
                    <span class="dim" role="status" title={origin(state)}>{ origin(state) }</span>
                }
                <span class="grow"></span>
                <button type="button" class="btn" title="Find (Ctrl+F)" disabled={state.content().is_none()} onclick={find.reform(|_| ())}>{ "Find" }</button>
                <CopyMenu state={state.clone()} />
                { break_menu(state) }
                { survey_menu(state, &reach) }
            </div>
            if let Some(finding) = &state.finding {
                <FindBar finding={finding.clone()} act={act.clone()} />
            }
            { body(state, act) }
        </section>
    }
}

fn body(state: &State, act: &Callback<Action>) -> Html {
    let stale = state.is_stale() || state.report.as_ref().is_some_and(|report| report.schema_is_old);
    let empty = |text: &'static str| html! { <div class="empty"><p>{ text }</p></div> };
    let bytes = html! {
        <ByteEditor views={state.views.clone()} window={state.window.bytes} selected={state.selected.clone()}
            hovered={state.hovered.clone()} cursor={state.cursor_in_bytes.clone()} editable={state.is_editable()} />
    };
    match (state.content(), state.engine) {
        (None, EngineState::Loading) => empty("Loading the compiler…"),
        (None, _) => empty("Nothing to show yet: mend what Problems lists, and the bytes appear."),
        (Some(_), _) if state.views.row_total == 0 => html! {
            <div class={classes!("views", stale.then_some("stale"))}>
                { bytes }
                { absent_switch(state, act) }
                { empty("Zero bytes. A message with every field absent or at its default is empty on the wire.") }
            </div>
        },
        (Some(_), _) => html! {
            <div class={classes!("views", stale.then_some("stale"))}>
                { bytes }
                { absent_switch(state, act) }
                <FieldTree views={state.views.clone()} window={state.window.rows} selected={state.selected.clone()} hovered={state.hovered.clone()} />
            </div>
        },
    }
}

/// Whether the tree has the fields, too, that are not on the wire.
fn absent_switch(state: &State, act: &Callback<Action>) -> Html {
    let view = state.view;
    let onchange = act.reform(move |_| Action::Arrange(View { absent: !view.absent, ..view }));
    html! {
        <div class="above-tree">
            <label class="switch" title="Declared fields that are not on the wire, why, and what a receiver reads">
                <input type="checkbox" role="switch" checked={view.absent} {onchange} />
                { "Absent fields" }
            </label>
            if state.views.absent_cut { <span class="faint">{ format!("the first {MAX_ABSENT}") }</span> }
        </div>
    }
}

/// How many bytes, and what they come from.
fn origin(state: &State) -> String {
    let Some(content) = state.content() else { return String::new() };
    let from = match &state.input.payload {
        Payload::Json(_) => "from the JSON".to_owned(),
        Payload::TextFormat(_) => "from the text".to_owned(),
        Payload::Text(_) if state.is_stale() => "from the payload".to_owned(),
        Payload::Text(_) => format!("from {}", content.format),
        Payload::File { name, .. } | Payload::Held(Held { name, .. }) => format!("from {name}"),
    };
    let layers = content.layers.iter().filter(|step| step.on).map(|step| format!(" › {}", step.name));
    let from = from + &layers.collect::<String>();
    let old = if state.is_stale() { " · before the last edit" } else { "" };
    format!("{} B, {from}{old}", grouped(state.views.byte_total as usize))
}
