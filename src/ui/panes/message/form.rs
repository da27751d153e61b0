//! The message as a form: its states, and what comes of what is done in it. Knows by `data-do` what a part of a row does.

use std::{collections::BTreeMap, rc::Rc};

use gloo::{
    file::{
        File as Blob,
        callbacks::{FileReader, read_as_bytes},
    },
    utils::document,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::{
    engine::view::{At, Point, Request, Target},
    message::form::data::{Act, Deed, Direction, Form, Problem, Row, Typed, Widget},
    session::{Action, Clothes, Draft, EngineState, Part, State, Touch},
    text::Span,
    ui::{
        app::use_reach,
        dom,
        parts::{Sheet, form_rows, from_picker, prose},
    },
};

/// The largest file that becomes a field, in bytes: it stands in the JSON text.
const MAX_FILE: u64 = 1 << 20;

const FILE: &str = "form-file";

/// The form, or what there is instead.
pub fn form_panel(state: &State) -> Html {
    let Some((revision, form)) = state.form.shown.clone() else {
        let text = if state.engine == EngineState::Stopped {
            "The engine has stopped at this input."
        } else {
            "Loading the form…"
        };
        return html! { <div class="empty">{ text }</div> };
    };
    if let (true, Some(problem)) = (form.root.is_empty(), &form.broken) {
        return html! { <div class="empty">{ format!("Nothing to fill in: {}.", problem.message) }</div> };
    }
    let step = |step: Option<&crate::session::Step>| step.map(|step| AttrValue::from(step.what.clone()));
    html! {
        <FormPanel {revision} {form} drafts={state.form.drafts.clone()} clothes={state.form.clothes.clone()}
            is_stale={revision != state.revision} selected={state.selected.json} hovered={state.hovered.json}
            at={state.form.at.clone()} wish={state.form.wish}
            undo={step(state.history.last())} redo={step(state.history.next())} />
    }
}

#[derive(PartialEq, Properties)]
struct Props {
    revision: u32,
    form: Rc<Form>,
    drafts: Rc<Vec<Draft>>,
    clothes: Rc<BTreeMap<String, Clothes>>,
    /// Whether the rows are of an earlier text.
    is_stale: bool,
    selected: Option<Span>,
    hovered: Option<Span>,
    /// What has the focus or should have it.
    at: Option<(String, Part)>,
    wish: u32,
    /// What can be taken back, and taken again.
    undo: Option<AttrValue>,
    redo: Option<AttrValue>,
}

#[component]
fn FormPanel(props: &Props) -> Html {
    let reach = use_reach();
    let act = reach.act.clone();
    let place = use_node_ref();
    let form = props.form.clone();
    let reading = use_mut_ref(|| None::<FileReader>);
    let awaited = use_mut_ref(String::new);
    let chosen = props.selected.filter(|_| !props.is_stale).and_then(|span| row_of(&form, span));
    let hovered = props.hovered.filter(|_| !props.is_stale).and_then(|span| row_of(&form, span));

    // What had the focus may have been drawn anew, and what is to have it may have come only now.
    let granted = use_mut_ref(|| props.wish);
    use_effect_with((props.wish, props.revision, form.clone()), {
        let (place, at) = (place.clone(), props.at.clone());
        move |&(wish, ..): &(u32, u32, Rc<Form>)| {
            let is_wished = *granted.borrow() != wish;
            let is_lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
            if let Some((path, part)) = at.filter(|_| is_wished || is_lost)
                && focus(&place, &path, part)
            {
                *granted.borrow_mut() = wish;
            }
        }
    });
    // What is chosen elsewhere is shown here, unless somebody is at work here.
    use_effect_with(chosen, {
        let place = place.clone();
        move |&chosen| {
            let place = place.cast::<Element>();
            let is_busy = place.as_ref().is_some_and(|place| place.contains(document().active_element().as_deref()));
            let row = chosen.filter(|_| !is_busy).zip(place);
            if let Some(row) = row.and_then(|(row, place)| place.query_selector(&format!("[data-row='{row}']")).ok()?) {
                dom::show_element(&row);
            }
        }
    });

    let touch = act.reform(Action::Form);
    let oninput = {
        let (form, touch) = (form.clone(), touch.clone());
        Callback::from(move |event: InputEvent| {
            let Some((does, row)) = part(&form, event.target()) else { return };
            let text = dom::value(event.target());
            let typed = match does.as_str() {
                "text" => Some(Typed::Text(text.clone())),
                "bytes" => Some(Typed::Characters(text.clone())),
                "whole" => None,
                _ => return,
            };
            touch.emit(Touch::Type { path: row.path.clone(), text, typed });
        })
    };
    let onchange = {
        let (form, touch, clothes) = (form.clone(), touch.clone(), props.clothes.clone());
        let (act, reading, awaited) = (act.clone(), reading, awaited.clone());
        Callback::from(move |event: Event| {
            let target = event.target();
            if is_file(target.clone()) {
                return open(target, &awaited.borrow(), &act, &reading);
            }
            let Some((does, row)) = part(&form, target.clone()) else { return };
            let text = dom::value(target.clone());
            let is_on =
                target.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()).is_some_and(|input| input.checked());
            let path = row.path.clone();
            let deed = |act: Act| Touch::Do(Deed { path: path.clone(), act });
            let set = |text: String| deed(Act::Set(Typed::Text(text)));
            touch.emit(match does.as_str() {
                "switch" | "choose" if is_on => deed(Act::Add),
                "switch" | "none" => deed(Act::Remove),
                "bool" => set(is_on.to_string()),
                "pick" => set(text),
                // What unsets it is its switch.
                "date" if text.is_empty() => return,
                "date" => set(from_picker(&text, value(row))),
                "key" if text == row.label => return,
                "key" => deed(Act::Rename(text)),
                "retype" => deed(Act::Retype(text)),
                "dress" => {
                    let clothes = Clothes::ALL.into_iter().find(|clothes| clothes.word() == text);
                    Touch::Dress(path, clothes.unwrap_or_default())
                }
                "whole" => {
                    let is_base64 = clothes.get(&path) == Some(&Clothes::Base64);
                    let typed = match row.widget {
                        Widget::Bytes if is_base64 => Typed::Base64(text.clone()),
                        Widget::Bytes => Typed::Hex(text.clone()),
                        _ => Typed::Text(text.clone()),
                    };
                    Touch::Type { path, text, typed: Some(typed) }
                }
                _ => return,
            });
        })
    };
    let onclick = {
        let (form, touch, ask) = (form.clone(), touch.clone(), awaited);
        Callback::from(move |event: MouseEvent| {
            let Some((does, row)) = part(&form, event.target()) else { return };
            let path = row.path.clone();
            let deed = |act: Act| Touch::Do(Deed { path: path.clone(), act });
            touch.emit(match does.as_str() {
                "fold" => Touch::Fold(path),
                "more" => Touch::More(path),
                "add" => deed(Act::Add),
                "remove" => deed(Act::Remove),
                "up" => deed(Act::Move(Direction::Up)),
                "down" => deed(Act::Move(Direction::Down)),
                "now" => deed(Act::Set(Typed::Text(js_sys::Date::new_0().to_iso_string().into()))),
                "file" => {
                    *ask.borrow_mut() = path;
                    return dom::click(FILE);
                }
                _ => return,
            });
        })
    };
    let onfocusin = {
        let (form, touch) = (form.clone(), touch.clone());
        Callback::from(move |event: FocusEvent| {
            if let Some((_, row)) = part(&form, event.target()) {
                touch.emit(Touch::Enter(row.path.clone(), focused(event.target())));
            }
        })
    };
    let onfocusout = {
        let (form, touch) = (form.clone(), touch.clone());
        Callback::from(move |event: FocusEvent| {
            if let Some((_, row)) = part(&form, event.target()) {
                touch.emit(Touch::Leave(row.path.clone()));
            }
        })
    };
    let onkeydown = {
        let act = act.clone();
        Callback::from(move |event: KeyboardEvent| {
            let is_command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
            let action = match (event.key().as_str(), event.shift_key()) {
                ("z", false) if is_command => Action::Undo,
                ("Z", true) | ("y", false) if is_command => Action::Redo,
                _ => return,
            };
            event.prevent_default();
            act.emit(action);
        })
    };
    let hover = {
        let (form, ask, is_stale) = (form.clone(), reach.ask.clone(), props.is_stale);
        Callback::from(move |event: PointerEvent| {
            let row = dom::number_around(event.target(), "data-row").and_then(|row| form.rows.get(row as usize));
            let at = row.and_then(|row| row.span).filter(|_| !is_stale);
            ask.emit(Request::Point(Point { at: at.map_or(At::Nowhere, |span| At::Json(span.start)), hold: false }));
        })
    };
    let leave = reach.ask.reform(|_: PointerEvent| Request::Point(Point { at: At::Nowhere, hold: false }));
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());

    let sheet = Sheet { form: &form, drafts: &props.drafts, clothes: &props.clothes, chosen, hovered };
    let name = if form.root.is_empty() { "The message" } else { &form.root };
    html! {
        <div class="views">
            <div class="tools">
                { step_button("Undo", "Ctrl+Z", props.undo.clone(), act.reform(|_: MouseEvent| Action::Undo)) }
                { step_button("Redo", "Ctrl+Shift+Z", props.redo.clone(), act.reform(|_: MouseEvent| Action::Redo)) }
                <span class="grow dim" role="status">{ standing(&form) }</span>
            </div>
            <form class={classes!("form", props.is_stale.then_some("stale"))} aria-label="Message form" ref={place} {onsubmit} {oninput} {onchange}
                {onclick} {onfocusin} {onfocusout} {onkeydown} onpointerover={hover} onpointerleave={leave}>
                { for form.broken.iter().chain(&form.problems).map(|problem| told(problem, &act)) }
                { form_rows(sheet) }
                if form.rows.is_empty() && form.broken.is_none() { <p class="fempty">{ format!("{name} has no fields.") }</p> }
                if form.is_cut { <p class="fempty">{ "More is open than can be shown; fold something to see the rest." }</p> }
                <input id={FILE} type="file" hidden={true} tabindex="-1" aria-label="File" />
            </form>
        </div>
    }
}

/// A step back or forth; its name is what it does.
fn step_button(word: &'static str, keys: &str, what: Option<AttrValue>, onclick: Callback<MouseEvent>) -> Html {
    let title = what.as_ref().map(|what| format!("{word}: {what} ({keys})"));
    html! { <button type="button" class="btn" {title} disabled={what.is_none()} {onclick}>{ word }</button> }
}

/// How the form as a whole does.
fn standing(form: &Form) -> String {
    let wrong = form.rows.iter().filter(|row| row.problem.is_some()).count() + form.problems.len();
    match (&form.broken, wrong) {
        (Some(_), _) => "Nothing can be edited here now".to_owned(),
        (None, 0) => String::new(),
        (None, 1) => "1 problem".to_owned(),
        (None, count) => format!("{count} problems"),
    }
}

/// A problem that belongs to no row, and the way to its place.
fn told(problem: &Problem, act: &Callback<Action>) -> Html {
    let span = problem.span;
    let show = act.reform(move |_: MouseEvent| Action::Go(Target::Json(span)));
    html! {
        <p class="ftold">
            <span class="bad" aria-hidden="true">{ "✗ " }</span>{ prose(&problem.message) }
            if let Some(help) = &problem.help { <span class="dim">{ " — " }{ prose(help) }</span> }
            { " " }<button type="button" class="btn link" onclick={show}>{ "Show in the JSON" }</button>
        </p>
    }
}

/// The innermost row that a place in the text is in.
fn row_of(form: &Form, span: Span) -> Option<usize> {
    form.rows.iter().rposition(|row| row.span.is_some_and(|own| own.start <= span.start && span.end <= own.end))
}

/// What the part that an event comes from does, and its row.
fn part(form: &Form, target: Option<EventTarget>) -> Option<(String, &Row)> {
    let does = dom::word_around(target.clone(), "data-do")?;
    let row = dom::number_around(target, "data-row")?;
    Some((does, form.rows.get(row as usize)?))
}

/// The part of a row that an event comes from.
fn focused(target: Option<EventTarget>) -> Part {
    match dom::word_around(target, "data-part").as_deref() {
        Some("presence") => Part::Presence,
        Some("key") => Part::Key,
        Some("add") => Part::Add,
        Some("up") => Part::Up,
        Some("down") => Part::Down,
        _ => Part::Value,
    }
}

/// Puts the focus on a part of the row with that path, or else on another one of it; says whether there was one.
fn focus(place: &NodeRef, path: &str, part: Part) -> bool {
    let rows = place.cast::<Element>().and_then(|place| place.query_selector_all("[data-path]").ok());
    let element = |at: u32| rows.as_ref()?.item(at)?.dyn_into::<Element>().ok();
    let count = rows.as_ref().map_or(0, |rows| rows.length());
    let row = (0..count).filter_map(element).find(|row| row.get_attribute("data-path").as_deref() == Some(path));
    let Some(row) = row else { return false };
    let wished = match part {
        Part::Value => "[data-do]:not([data-part]):not(:disabled)",
        Part::Key => "[data-part='key']:not(:disabled)",
        Part::Presence => "[data-part='presence']:not(:disabled)",
        Part::Add => "[data-part='add']:not(:disabled)",
        Part::Up => "[data-part='up']:not(:disabled), [data-part='down']:not(:disabled)",
        Part::Down => "[data-part='down']:not(:disabled), [data-part='up']:not(:disabled)",
    };
    // The button that moved it is at its end now: the other one is beside it.
    let first = wished.split(", ").chain(["[data-do]:not(:disabled)"]);
    let found = first.filter_map(|selector| row.query_selector(selector).ok().flatten()).next();
    let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) else { return false };
    found.focus().is_ok()
}

fn value(row: &Row) -> &str {
    match &row.value {
        crate::message::form::data::Value::Text(text) => text,
        _ => "",
    }
}

fn is_file(target: Option<EventTarget>) -> bool {
    target.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()).is_some_and(|input| input.id() == FILE)
}

/// Takes the bytes of the file that was chosen for a row.
fn open(
    target: Option<EventTarget>,
    path: &str,
    act: &Callback<Action>,
    reading: &Rc<std::cell::RefCell<Option<FileReader>>>,
) {
    let Some(input) = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    let file = input.files().and_then(|files| files.get(0));
    // The same file can be opened again.
    input.set_value("");
    let Some(file) = file.map(Blob::from) else { return };
    if file.size() > MAX_FILE {
        return act.emit(Action::Tell("A field takes files up to 1 MiB. Nothing was changed.".into()));
    }
    let (act, path, name) = (act.clone(), path.to_owned(), file.name());
    // Dropping the reader of a file opened before stops it.
    *reading.borrow_mut() = Some(read_as_bytes(&file, move |read| {
        act.emit(match read {
            Ok(bytes) => Action::Form(Touch::Do(Deed { path, act: Act::Set(Typed::File(bytes)) })),
            Err(_) => Action::Tell(format!("{name} can't be read by this browser. Nothing was changed.")),
        });
    }));
}
