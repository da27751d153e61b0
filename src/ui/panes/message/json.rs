//! The message as JSON: the tools above the text, and its editor.

use yew::prelude::*;

use super::{
    super::{fix_menu, squiggles},
    PanelProps, Props,
    options::options_menu,
};
use crate::{
    analysis::Payload,
    engine::{
        services::What,
        view::{At, Point, Request, Target},
    },
    session::{Action, Asker, shortcuts},
    text::Span,
    ui::{
        app::use_reach,
        editor::{CodeEditor, EditorEvent},
        parts::sample_menu,
    },
};

/// The JSON and the row of what can be done with it.
#[component]
pub fn JsonPanel(props: &PanelProps) -> Html {
    let reach = use_reach();
    let on_format = reach.act.reform(|_: MouseEvent| Action::AskOfJson(Asker::Page, What::Format, 0));
    html! {
        <div class="views" hidden={props.hidden}>
            // Wraps where it does not fit.
            <div class="tools">
                { sample_menu(&props.state, &reach.ask) }
                { options_menu(&props.state, &reach) }
                <button type="button" class="btn quiet" aria-label="Format JSON" onclick={on_format}>{ "Format" }</button>
            </div>
            <div class="editor"><JsonEditor state={props.state.clone()} /></div>
        </div>
    }
}

/// The text, typed or derived from the bytes.
#[component]
fn JsonEditor(props: &Props) -> Html {
    let reach = use_reach();
    let state = &props.state;
    let (derived_at, text) = match (&state.input.payload, &state.content) {
        (Payload::Json(text), _) => (0, text.clone()),
        (_, Some((revision, content))) => (*revision, content.json.clone().unwrap_or_default()),
        _ => (0, String::new()),
    };
    let own = |target: Target| if let Target::Json(span) = target { Some(span) } else { None };
    let (anchor, menu) = fix_menu(state, &reach.act, own).unzip();
    let on_event = Callback::from(move |event: EditorEvent| match event {
        EditorEvent::Change(_, text) => reach.act.emit(Action::EditJson(text)),
        EditorEvent::Command(name, at) => command(&name, at).into_iter().for_each(|it| reach.act.emit(it)),
        EditorEvent::Fix(problem, fix) => reach.act.emit(Action::Fix(problem, fix)),
        EditorEvent::Ask(what, at, id) => reach.act.emit(Action::AskOfJson(Asker::Editor(id), what, at)),
        EditorEvent::Select(from) => reach.ask.emit(Request::Point(Point { at: At::Json(from), hold: true })),
        EditorEvent::Hover(over) => {
            reach.ask.emit(Request::Point(Point { at: over.map_or(At::Nowhere, At::Json), hold: false }));
        }
    });
    html! {
        <CodeEditor language="json" label="Message JSON" document="message.json" text={text} writes={(state.writes, derived_at)}
            edits={state.edits.clone()} keys={shortcuts::JSON} {anchor} reply={state.language.json_reply.clone()}
            squiggles={squiggles(state, own)} selected={state.selected.json} hovered={state.hovered.json}
            target={state.target.and_then(|(number, target)| Some((number, own(target)?)))} {on_event}>
            { menu.unwrap_or_default() }
        </CodeEditor>
    }
}

/// What a command of the editor means, with the cursor at that place.
fn command(name: &str, at: u32) -> Option<Action> {
    let ask = |what| Some(Action::AskOfJson(Asker::Page, what, at));
    match name {
        "definition" => ask(What::Definition),
        "format" => ask(What::Format),
        "fixes" => Some(Action::ListFixes(Target::Json(Span { start: at, end: at }))),
        _ => None,
    }
}
