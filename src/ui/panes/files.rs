//! The head of the schema pane: a tab for each file, and what can be done with files.

use std::{collections::HashSet, rc::Rc};

use yew::prelude::*;

use crate::{
    analysis::Input,
    diagnostic::Severity,
    engine::{
        services::What,
        view::{Export, Request, Target},
    },
    session::{Action, Asker, State},
    text::File,
    ui::{
        app::use_reach,
        dom,
        files::{self, Things},
        parts::{Menu, MenuItem, Tab, TabList},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
    /// Files were chosen.
    pub on_open: Callback<Things>,
}

/// Tabs, buttons and the menu.
#[component]
pub fn FileBar(props: &Props) -> Html {
    let act = use_reach().act;
    let renaming = use_state_eq(|| false);
    let state = &props.state;
    let active = state.active;
    let Some(file) = state.file() else { return Html::default() };
    let bad = bad_files(state);
    let one_folder = state.input.files.iter().all(|other| parted(&other.name).0 == parted(&file.name).0);
    let tab = |(index, file): (usize, &File)| {
        let (folder, name) = parted(&file.name);
        Tab { dim: folder.into(), hushed: one_folder, label: name.into(), bad: bad.contains(&index) }
    };
    let mut tabs = state.input.files.iter().enumerate().map(tab).collect::<Vec<_>>();
    let count = tabs.len();
    // A bundled file that is looked at has a tab behind the others.
    tabs.extend(state.peek.as_ref().map(|peek| Tab { label: parted(&peek.name).1.into(), ..Tab::default() }));
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
    let on_renamed = {
        let (act, renaming) = (act.clone(), renaming.clone());
        Callback::from(move |name: Option<String>| {
            renaming.set(false);
            if let Some(name) = name {
                act.emit(Action::RenameFile(active, name));
            }
        })
    };
    let on_format = {
        let cursor = state.cursor;
        act.reform(move |_: MouseEvent| Action::Ask(Asker::Page, What::Format, cursor))
    };
    html! {
        <div class="bar">
            <TabList label="Files" controls="schema-editor" {tabs} active={if state.peek.is_some() { count } else { active }}
                on_choose={act.reform(Action::SelectFile)} on_rename={on_rename.clone()} {on_remove} />
            if *renaming { <Rename name={file.name.clone()} on_done={on_renamed} /> }
            <button type="button" class="btn quiet icon" aria-label="New file" title="New file"
                onclick={act.reform(|_| Action::AddFile)}>{ "+" }</button>
            <button type="button" class="btn quiet" title="All symbols of the workspace"
                onclick={act.reform(|_| Action::OpenSymbols)}>{ "Outline" }</button>
            <button type="button" class="btn quiet" title="Format this file" disabled={state.peek.is_some()}
                onclick={on_format}>{ "Format" }</button>
            <WorkspaceMenu state={state.clone()} on_open={props.on_open.clone()} on_rename={on_rename.reform(move |()| active)} />
        </div>
    }
}

/// The files that have errors.
fn bad_files(state: &State) -> HashSet<usize> {
    let problems = state.report.iter().flat_map(|report| &report.problems);
    let errors = problems.filter(|problem| problem.severity == Severity::Error);
    errors
        .filter_map(|problem| if let Target::File(file, _) = problem.target { Some(file as usize) } else { None })
        .collect()
}

/// A name as folder, with its slash, and the rest.
fn parted(name: &str) -> (String, String) {
    let at = name.rfind('/').map_or(0, |slash| slash + 1);
    (name[..at].to_owned(), name[at..].to_owned())
}

#[derive(PartialEq, Properties)]
struct MenuProps {
    state: State,
    on_open: Callback<Things>,
    on_rename: Callback<()>,
}

/// What is done with the file in front and with the workspace as a whole, and the list of all files.
#[component]
fn WorkspaceMenu(props: &MenuProps) -> Html {
    let reach = use_reach();
    let state = &props.state;
    let act = |action: Action| reach.act.reform(move |()| action.clone());
    let export = |what: Export| {
        let (ask, input) = (reach.ask.clone(), state.input.clone());
        Callback::from(move |()| ask.emit(Request::Export(what, input.files.clone())))
    };
    let item = |name: String, on_choose: Callback<()>| html! { <MenuItem {name} {on_choose} /> };
    let onchange = {
        let on_open = props.on_open.clone();
        Callback::from(move |event: Event| {
            if let Some(things) = files::chosen_in(&event) {
                on_open.emit(things);
            }
        })
    };
    html! {
        <>
            <input id="open-files" type="file" multiple={true} hidden={true} tabindex="-1" onchange={onchange.clone()} />
            <input id="open-folder" type="file" webkitdirectory={true} hidden={true} tabindex="-1" {onchange} />
            <Menu id="workspace" class="quiet icon" label="Workspace" face="⋯" title="Rename, delete, open, download, all files">
                { item("Rename file".into(), props.on_rename.clone()) }
                if state.input.files.len() > 1 { { item("Delete file".into(), act(Action::RemoveFile(state.active))) } }
                <hr />
                { item("Open files".into(), Callback::from(|()| dom::click("open-files"))) }
                { item("Open folder".into(), Callback::from(|()| dom::click("open-folder"))) }
                <p class="dim">{ ".proto files, zip archives, descriptor sets; or drop them here" }</p>
                <hr />
                { item("Download zip".into(), export(Export::Zip)) }
                { item("Download descriptor set".into(), export(Export::Set)) }
                <hr />
                if let Some(step) = state.history.last() { { item(format!("Undo: {}", step.what), act(Action::Undo)) } }
                if let Some(step) = state.history.next() { { item(format!("Redo: {}", step.what), act(Action::Redo)) } }
                if state.history.last().is_some() || state.history.next().is_some() { <hr /> }
                <FileTree input={state.input.clone()} active={state.active} />
            </Menu>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct TreeProps {
    input: Rc<Input>,
    active: usize,
}

/// All files below their folders. Where there are many, the tabs show but a few.
#[component]
fn FileTree(props: &TreeProps) -> Html {
    let act = use_reach().act;
    let mut names: Vec<(String, String, usize)> = { props.input.files.iter().enumerate() }
        .map(|(index, file)| {
            let (folder, name) = parted(&file.name);
            (folder, name, index)
        })
        .collect();
    names.sort();
    let folder = |files: &[(String, String, usize)]| {
        let file = |&(_, ref name, index): &(String, String, usize)| {
            let on_choose = act.reform(move |()| Action::SelectFile(index));
            html! { <li><MenuItem class="mono" name={name.clone()} current={index == props.active} {on_choose} /></li> }
        };
        html! {
            <>
                if let Some((folder, ..)) = files.first().filter(|(folder, ..)| !folder.is_empty()) {
                    <li class="dim mono">{ folder.clone() }</li>
                }
                { for files.iter().map(file) }
            </>
        }
    };
    html! {
        <ul class="files" aria-label="All files">{ for names.chunk_by(|(one, ..), (other, ..)| one == other).map(folder) }</ul>
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
