//! The message: its type, its JSON or its payload as typed, and what it costs.

use gloo::file::{
    File as Blob,
    callbacks::{FileReader, read_as_bytes},
};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, HtmlInputElement};
use yew::prelude::*;

use super::{fix_menu, squiggles};
use crate::{
    analysis::{Held, MAX_HERE, Payload},
    engine::view::{At, Point, Request, Target},
    session::{Action, Source, State, View, shortcuts},
    text::Span,
    ui::{
        app::{Reach, use_reach},
        dom,
        editor::{CodeEditor, EditorEvent},
        parts::{Tab, TabList, bytes_text, format_menu, layer_strip, size_table},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

const TABS: [&str; 2] = ["JSON", "Payload"];

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
        Action::Arrange(View { source: Source::ALL.get(index).copied().unwrap_or_default(), ..view })
    });
    let tabs = TABS.map(|label| Tab { label: label.into(), ..Tab::default() }).to_vec();
    html! {
        <section class="pane message" aria-label="Message">
            <div class="bar">
                <select aria-label="Message type" onchange={onroot} disabled={types.is_empty()}>
                    if unlisted || types.is_empty() { <option value={root.clone()} selected={true}>{ if root.is_empty() { "no message type" } else { root.as_str() }.to_owned() }</option> }
                    { for types.iter().map(option) }
                </select>
                <span class="grow"></span>
                <TabList class="seg" label="Message as" controls="message-panel" {tabs} active={view.source as usize} on_choose={choose} />
            </div>
            <div id="message-panel" class="editor" role="tabpanel" aria-label={TABS[view.source as usize]} hidden={view.source != Source::Json}>
                <JsonEditor state={state.clone()} />
            </div>
            if view.source == Source::Payload { <PayloadText state={state.clone()} /> }
            <div class={classes!(state.is_stale().then_some("stale"))}>{ size_table(state.content()) }</div>
        </section>
    }
}

/// The JSON, typed or derived from the bytes.
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
        EditorEvent::Command(_, at) => reach.act.emit(Action::ListFixes(Target::Json(Span { start: at, end: at }))),
        EditorEvent::Fix(problem, fix) => reach.act.emit(Action::Fix(problem, fix)),
        EditorEvent::Ask(..) => {}
        EditorEvent::Select(from) => reach.ask.emit(Request::Point(Point { at: At::Json(from), hold: true })),
        EditorEvent::Hover(over) => {
            reach.ask.emit(Request::Point(Point { at: over.map_or(At::Nowhere, At::Json), hold: false }));
        }
    });
    html! {
        <CodeEditor language="json" label="Message JSON" document="message.json" text={text} writes={(state.writes, derived_at)}
            edits={state.edits.clone()} keys={shortcuts::JSON} {anchor}
            squiggles={squiggles(state, own)} selected={state.selected.json} hovered={state.hovered.json}
            target={state.target.and_then(|(number, target)| Some((number, own(target)?)))} {on_event}>
            { menu.unwrap_or_default() }
        </CodeEditor>
    }
}

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 64 << 20;

/// The bytes as typed, pasted or opened.
#[component]
fn PayloadText(props: &Props) -> Html {
    let Reach { act, hold, .. } = use_reach();
    let reading = use_mut_ref(|| None::<FileReader>);
    let over = use_state_eq(|| false);
    let area = use_node_ref();
    let state = &props.state;
    let content = state.content();
    let (text, taken) = match &state.input.payload {
        Payload::Text(text) => (text.clone(), None),
        Payload::Json(_) => (
            content.and_then(|content| content.payload.clone()).unwrap_or_default(),
            Some("made from the JSON; edit it, and the JSON follows".to_owned()),
        ),
        Payload::File { name, bytes } => (
            content.and_then(|content| content.payload.clone()).unwrap_or_default(),
            Some(format!("{name}, {}", bytes_text(bytes.len()))),
        ),
        Payload::Held(Held { name, size, .. }) => {
            (String::new(), Some(format!("{name}, {}; too large to be shown here as text", bytes_text(*size as usize))))
        }
    };
    let open = {
        let (act, reading) = (act.clone(), reading);
        move |blob: Blob| {
            if blob.size() > MAX_FILE {
                return act.emit(Action::Tell(
                    "This file is larger than 64 MiB, which is the most that is read. Nothing was changed.".into(),
                ));
            }
            let (act, name) = (act.clone(), blob.name());
            if blob.size() > MAX_HERE {
                // A file opened before that is still being read must not come after it.
                reading.borrow_mut().take();
                let (size, key) = (blob.size() as u32, hold.emit(File::clone(blob.as_ref())));
                return act.emit(Action::HoldFile(Held { name, size, key, edits: Vec::new() }));
            }
            // Dropping the reader of a file opened before stops it.
            *reading.borrow_mut() = Some(read_as_bytes(&blob, move |read| {
                act.emit(match read {
                    Ok(bytes) => Action::OpenFile(name, bytes),
                    Err(_) => Action::Tell(format!("{name} can't be read by this browser. Nothing was changed.")),
                });
            }));
        }
    };
    let onfile = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
                return;
            };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                open(Blob::from(file));
            }
            // The same file can be opened again.
            input.set_value("");
        })
    };
    let ondrop = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)) {
                open(Blob::from(file));
            }
        })
    };
    let drag = |is: bool| {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(is);
        })
    };
    use_effect_with(state.target, {
        let area = area.clone();
        move |target| {
            if let (Some((_, Target::Payload(span))), Some(area)) =
                (target, area.cast::<web_sys::HtmlTextAreaElement>())
            {
                let _ = area.focus();
                let _ = area.set_selection_range(span.start, span.end);
            }
        }
    });
    let oninput = act.reform(|event: InputEvent| Action::EditPayload(dom::value(event.target())));
    html! {
        <div class={classes!("payload", over.then_some("over"))} role="tabpanel" aria-label="Payload"
            {ondrop} ondragover={drag(true)} ondragleave={drag(false)}>
            <div class="line">
                <button type="button" class="btn" onclick={Callback::from(|_| dom::click("payload-file"))}>{ "Open file" }</button>
                <input id="payload-file" type="file" hidden={true} tabindex="-1" onchange={onfile} />
                { match taken {
                    Some(taken) => html! { <span>{ taken }</span> },
                    None => format_menu(state, &act),
                } }
            </div>
            { layer_strip(state, &act) }
            <textarea aria-label="Payload" ref={area} value={text} {oninput} spellcheck="false" autocomplete="off"
                placeholder="Bytes as anything prints them: 08 96 01, CJYB, a hex dump, an array, a string literal. Or drop a file here." />
        </div>
    }
}
