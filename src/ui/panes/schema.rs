//! The .proto files: a tab each, the editor, and what is wrong with them.

use yew::prelude::*;

use super::squiggles;
use crate::{
    engine::view::{At, Point, Request, Target},
    session::{Action, State},
    text::File,
    ui::{
        app::use_reach,
        dom,
        editor::{CodeEditor, EditorEvent},
        parts::{Tab, TabList, problem_list},
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

    let on_event = {
        let reach = reach.clone();
        Callback::from(move |event: EditorEvent| {
            let at = |at: u32| At::File(active as u32, at);
            match event {
                EditorEvent::Change(name, text) => reach.act.emit(Action::EditFile(name, text)),
                EditorEvent::Select(from) => reach.ask.emit(Request::Point(Point { at: at(from), hold: true })),
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
    let tabs = state.input.files.iter().enumerate().map(tab).collect::<Vec<_>>();
    let on_rename = {
        let renaming = renaming.clone();
        let act = act.clone();
        Callback::from(move |index| {
            act.emit(Action::SelectFile(index));
            renaming.set(true);
        })
    };
    let onremove = act.reform(move |_: MouseEvent| Action::RemoveFile(active));
    html! {
        <section class="pane schema" aria-label="Schema files">
            <div class="bar">
                <TabList label="Files" controls="schema-editor" {tabs} {active} on_choose={act.reform(Action::SelectFile)}
                    on_rename={on_rename.clone()} on_remove={act.reform(Action::RemoveFile)} />
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
            </div>
            <div id="schema-editor" class="editor" role="tabpanel" aria-label={file.name.clone()}>
                <CodeEditor language="proto" label="Schema" document={file.name.clone()} text={file.text.clone()} writes={state.writes}
                    squiggles={squiggles(state, own)} selected={marks(&state.selected)} hovered={marks(&state.hovered)}
                    target={state.target.and_then(|(number, target)| Some((number, own(target)?)))} {on_event} />
            </div>
            { problem_list(state.report.as_deref(), &act) }
        </section>
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
