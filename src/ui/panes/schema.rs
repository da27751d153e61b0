//! The .proto files: a tab each, the editor, and what is wrong with them.

use yew::prelude::*;

use super::{files::FileBar, fix_menu, squiggles};
use crate::{
    engine::{
        services::What,
        view::{At, Point, Request, Target},
    },
    session::{Action, Asker, Popup, State, shortcuts},
    text::Span,
    ui::{
        app::use_reach,
        editor::{CodeEditor, EditorEvent},
        files,
        parts::{PlaceList, RenameSymbol, problem_list},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

/// The pane.
#[component]
pub fn SchemaPane(props: &Props) -> Html {
    let reach = use_reach();
    let act = reach.act.clone();
    let place = use_node_ref();
    let state = &props.state;
    let on_open = {
        let (reach, input) = (reach.clone(), state.input.clone());
        Callback::from(move |things| files::open(things, input.files.clone(), &reach))
    };
    let over = files::use_drop(place.clone(), on_open.clone());
    let active = state.active;
    let Some(file) = state.file() else { return Html::default() };

    let peek = state.peek.clone();
    let on_event = {
        let (reach, peeking) = (reach.clone(), peek.is_some());
        Callback::from(move |event: EditorEvent| {
            let at = |at: u32| At::File(active as u32, at);
            let act = &reach.act;
            match event {
                EditorEvent::Command(name, at) => {
                    command(&name, active as u32, at).into_iter().for_each(|it| act.emit(it))
                }
                EditorEvent::Fix(problem, fix) => act.emit(Action::Fix(problem, fix)),
                EditorEvent::Ask(what, at, id) => act.emit(Action::Ask(Asker::Editor(id), what, at)),
                // Nothing of a bundled file is in the message.
                _ if peeking => {}
                EditorEvent::Change(name, text) => act.emit(Action::EditFile(name, text)),
                EditorEvent::Select(from) => {
                    act.emit(Action::Cursor(from));
                    reach.ask.emit(Request::Point(Point { at: at(from), hold: true }));
                }
                EditorEvent::Hover(over) => {
                    reach.ask.emit(Request::Point(Point { at: over.map_or(At::Nowhere, at), hold: false }));
                }
            }
        })
    };
    let own = |target: Target| match target {
        Target::File(file, span) if file as usize == active => Some(span),
        _ => None,
    };
    let marks = |marks: &crate::engine::view::Marks| {
        marks.file.filter(|(file, _)| *file as usize == active).map(|(_, span)| span)
    };
    let (anchor, children) = floating(state, &act, own).unzip();
    // What is in front: an own file with all that is known of it, or a bundled one.
    let (document, text, title, target) = match &peek {
        Some(peek) => {
            let document = AttrValue::from(format!("{BUNDLED}{}", peek.name));
            (document, AttrValue::from(peek.text.clone()), peek.name.clone(), Some(peek.target))
        }
        None => {
            let target = state.target.and_then(|(number, target)| Some((number, own(target)?)));
            (file.name.clone().into(), file.text.clone().into(), file.name.clone(), target)
        }
    };
    let own_only = |span: Option<Span>| span.filter(|_| peek.is_none());
    let (selected, hovered) = (own_only(marks(&state.selected)), own_only(marks(&state.hovered)));
    let squiggles = if peek.is_none() { squiggles(state, own) } else { Vec::new() };
    let structure = state.language.structure.clone().filter(|known| known.0 == active as u32 && peek.is_none());
    html! {
        <section class="pane schema" aria-label="Schema files" ref={place}>
            <FileBar state={state.clone()} on_open={on_open} />
            if let Some(peek) = &peek {
                <div class="line peek">
                    <span><code>{ peek.name.clone() }</code>{ ", read-only" }</span>
                    <button type="button" class="btn link" onclick={act.reform(|_| Action::ClosePeek)}>{ format!("Back to {}", file.name) }</button>
                </div>
            }
            <div id="schema-editor" class="editor" role="tabpanel" aria-label={title}>
                <CodeEditor language="proto" label="Schema" {document} {text} read_only={peek.is_some()} writes={(state.writes, 0)}
                    edits={state.edits.clone()} file={active as u32} keys={shortcuts::SCHEMA} {structure}
                    reply={state.language.reply.clone()} {squiggles} {selected} {hovered} {target} {anchor} {on_event}>
                    { children.unwrap_or_default() }
                </CodeEditor>
            </div>
            if over {
                <p class="drop" aria-hidden="true">{ "Drop .proto files, a folder, a zip archive or a descriptor set" }</p>
            }
            if let Some(places) = &state.language.places {
                <PlaceList places={places.clone()} files={state.input.files.clone()} act={act.clone()} />
            }
            { problem_list(state.report.as_deref(), state.view, &act) }
        </section>
    }
}

/// What the keys of documents that come with Wirelens begin with: no file of the user's has such a name.
const BUNDLED: &str = "\u{0}";

/// What a command of the editor means, with the cursor at that place.
fn command(name: &str, file: u32, at: u32) -> Option<Action> {
    let ask = |what| Some(Action::Ask(Asker::Page, what, at));
    match name {
        "definition" => ask(What::Definition),
        "references" => ask(What::References),
        "rename" => ask(What::PrepareRename),
        "format" => ask(What::Format),
        "fixes" => Some(Action::ListFixes(Target::File(file, Span { start: at, end: at }))),
        "back" => Some(Action::GoBack),
        _ => None,
    }
}

/// What floats above the text, and where in it.
fn floating(state: &State, act: &Callback<Action>, own: impl Fn(Target) -> Option<Span>) -> Option<(u32, Html)> {
    match &state.language.popup {
        Some(Popup::Rename(renaming)) => {
            let field = html! { <RenameSymbol renaming={renaming.clone()} act={act.clone()} /> };
            Some((renaming.span.start, field))
        }
        _ => fix_menu(state, act, own),
    }
}
