//! The message in the text format: an editor of it, typed or derived from the bytes.

use yew::prelude::*;

use super::{
    super::{fix_menu, squiggles},
    PanelProps,
};
use crate::{
    analysis::Payload,
    engine::view::{At, Point, Request, Target},
    session::{Action, EngineState, State, shortcuts},
    text::Span,
    ui::{
        app::use_reach,
        editor::{CodeEditor, EditorEvent},
    },
};

/// The panel. There is no editor until it is looked at for the first time.
#[component]
pub fn TextPanel(props: &PanelProps) -> Html {
    let ask = use_reach().ask;
    let visited = use_mut_ref(|| false);
    *visited.borrow_mut() |= !props.hidden;
    let state = &props.state;
    let shown = state.content.as_ref().map(|(revision, _)| *revision);
    // It is written for whoever looks at it, and anew with each message.
    let wanted = shown.filter(|_| !props.hidden && !matches!(state.input.payload, Payload::TextFormat(_)));
    use_effect_with(wanted, move |wanted| {
        if wanted.is_some() {
            ask.emit(Request::Text);
        }
    });
    if !*visited.borrow() {
        return html! {};
    }
    let (derived_at, text) = match (&state.input.payload, &state.text) {
        (Payload::TextFormat(text), _) => (0, Ok(text.clone())),
        (_, Some((revision, text))) => {
            (*revision, text.as_ref().as_ref().map(|it| it.text.clone()).map_err(String::clone))
        }
        // The engine is about to tell; and of what can't be read, Problems says why.
        (_, None) if shown.is_some() || state.engine == EngineState::Loading => (0, Ok(String::new())),
        (_, None) => (0, Err("Nothing to show yet: mend what Problems lists, and the text appears.".to_owned())),
    };
    let is_old = derived_at > 0 && derived_at != state.revision;
    html! {
        <div class={classes!("views", is_old.then_some("stale"))} hidden={props.hidden}>
            { match text {
                Ok(text) => html! { <div class="editor"><TextEditor state={state.clone()} {derived_at} {text} /></div> },
                Err(why) => html! { <div class="empty"><p>{ why }</p></div> },
            } }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct EditorProps {
    state: State,
    /// The revision it was derived in; 0 where it is what was typed.
    derived_at: u32,
    text: String,
}

#[component]
fn TextEditor(props: &EditorProps) -> Html {
    let reach = use_reach();
    let state = &props.state;
    let own = |target: Target| if let Target::Text(span) = target { Some(span) } else { None };
    let (anchor, menu) = fix_menu(state, &reach.act, own).unzip();
    let on_event = Callback::from(move |event: EditorEvent| match event {
        EditorEvent::Change(_, text) => reach.act.emit(Action::EditText(text)),
        EditorEvent::Command(_, at) => reach.act.emit(Action::ListFixes(Target::Text(Span { start: at, end: at }))),
        EditorEvent::Fix(problem, fix) => reach.act.emit(Action::Fix(problem, fix)),
        EditorEvent::Ask(..) => {}
        EditorEvent::Select(from) => reach.ask.emit(Request::Point(Point { at: At::Text(from), hold: true })),
        EditorEvent::Hover(over) => {
            reach.ask.emit(Request::Point(Point { at: over.map_or(At::Nowhere, At::Text), hold: false }));
        }
    });
    html! {
        <CodeEditor language="textproto" label="Message text" document="message.txtpb" text={props.text.clone()}
            writes={(state.writes, props.derived_at)} edits={state.edits.clone()} keys={shortcuts::TEXT} {anchor}
            squiggles={squiggles(state, own)} selected={state.selected.text} hovered={state.hovered.text}
            target={state.target.and_then(|(number, target)| Some((number, own(target)?)))} {on_event}>
            { menu.unwrap_or_default() }
        </CodeEditor>
    }
}
