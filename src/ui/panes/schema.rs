//! The .proto files: a tab each, the editor, and what is wrong with them.

use yew::prelude::*;

use super::{fix_menu, squiggles};
use crate::{
    engine::{
        services::What,
        view::{At, Point, Request, Target},
    },
    session::{Action, Asker, Popup, State, shortcuts},
    text::{File, Span},
    ui::{
        app::use_reach,
        dom,
        editor::{CodeEditor, EditorEvent},
        parts::{PlaceList, RenameSymbol, Tab, TabList, problem_list},
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
    let renaming = use_state_eq(|| false);
    let state = &props.state;
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
    let bad = |index: usize| {
        let here = |target| matches!(target, Target::File(file, _) if file as usize == index);
        let error = |problem: &crate::engine::view::Problem| {
            problem.severity == crate::diagnostic::Severity::Error && here(problem.target)
        };
        state.report.as_ref().is_some_and(|report| report.problems.iter().any(error))
    };
    let tab = |(index, file): (usize, &File)| Tab { label: file.name.clone().into(), bad: bad(index) };
    let mut tabs = state.input.files.iter().enumerate().map(tab).collect::<Vec<_>>();
    let count = tabs.len();
    tabs.extend(peek.as_ref().map(|peek| Tab { label: short(&peek.name).to_owned().into(), bad: false }));
    let on_rename = {
        let renaming = renaming.clone();
        let act = act.clone();
        Callback::from(move |index| {
            if index < count {
                act.emit(Action::SelectFile(index));
                renaming.set(true);
            }
        })
    };
    let on_remove = act.reform(move |index| if index < count { Action::RemoveFile(index) } else { Action::ClosePeek });
    let onremove = act.reform(move |_: MouseEvent| Action::RemoveFile(active));
    let format = act.reform({
        let cursor = state.cursor;
        move |_: MouseEvent| Action::Ask(Asker::Page, What::Format, cursor)
    });
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
        <section class="pane schema" aria-label="Schema files">
            <div class="bar">
                <TabList label="Files" controls="schema-editor" {tabs} active={if peek.is_some() { count } else { active }}
                    on_choose={act.reform(Action::SelectFile)} on_rename={on_rename.clone()} {on_remove} />
                if *renaming {
                    <Rename name={file.name.clone()} on_done={{
                        let (act, renaming) = (act.clone(), renaming.clone());
                        Callback::from(move |name: Option<String>| {
                            renaming.set(false);
                            if let Some(name) = name { act.emit(Action::RenameFile(active, name)); }
                        })
                    }} />
                }
                <button type="button" class="btn quiet icon" aria-label="Add a file" title="Add a file" onclick={act.reform(|_| Action::AddFile)}>{ "+" }</button>
                <button type="button" class="btn quiet icon" aria-label="Rename this file" title="Rename this file (F2 on its tab)" onclick={on_rename.reform(move |_| active)}>{ "✎" }</button>
                <button type="button" class="btn quiet icon" aria-label="Remove this file" title="Remove this file (can be undone)"
                    disabled={state.input.files.len() < 2} onclick={onremove}>{ "−" }</button>
                <button type="button" class="btn quiet" title="All symbols of the workspace" onclick={act.reform(|_| Action::OpenSymbols)}>{ "Outline" }</button>
                <button type="button" class="btn quiet" title="Format this file" disabled={peek.is_some()} onclick={format}>{ "Format" }</button>
            </div>
            if let Some(peek) = &peek {
                <div class="line peek">
                    <span><code>{ peek.name.clone() }</code>{ ", read-only" }</span>
                    <button type="button" class="btn link" onclick={act.reform(|_| Action::ClosePeek)}>{ format!("Back to {}", file.name) }</button>
                </div>
            }
            <div id="schema-editor" class="editor" role="tabpanel" aria-label={title}>
                <CodeEditor language="proto" label="Schema" {document} {text} read_only={peek.is_some()} writes={state.writes}
                    edits={state.edits.clone()} file={active as u32} keys={shortcuts::SCHEMA} {structure}
                    reply={state.language.reply.clone()} {squiggles} {selected} {hovered} {target} {anchor} {on_event}>
                    { children.unwrap_or_default() }
                </CodeEditor>
            </div>
            if let Some(places) = &state.language.places {
                <PlaceList places={places.clone()} files={state.input.files.clone()} act={act.clone()} />
            }
            { problem_list(state.report.as_deref(), state.view, &act) }
        </section>
    }
}

/// What the keys of documents that come with Wirelens begin with: no file of the user's has such a name.
const BUNDLED: &str = "\u{0}";

/// The last part of a path.
fn short(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

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

#[derive(PartialEq, Properties)]
struct RenameProps {
    name: String,
    on_done: Callback<Option<String>>,
}

/// The field for a file's new name. Enter and leaving it take the name, Escape does not.
#[component]
fn Rename(props: &RenameProps) -> Html {
    use_effect_with((), |()| dom::focus("rename-file"));
    // Leaving the field takes the name, and closing it makes the browser leave it.
    let done = use_mut_ref(|| false);
    let finish = {
        let (done, on_done) = (done, props.on_done.clone());
        move |name: Option<String>| {
            if !std::mem::replace(&mut *done.borrow_mut(), true) {
                on_done.emit(name);
            }
        }
    };
    let onkeydown = {
        let finish = finish.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => finish(Some(dom::value(event.target()))),
            "Escape" => finish(None),
            _ => {}
        })
    };
    let onblur = Callback::from(move |event: FocusEvent| finish(Some(dom::value(event.target()))));
    html! { <input id="rename-file" class="rename mono" aria-label="New name of the file" value={props.name.clone()} {onkeydown} {onblur} /> }
}
