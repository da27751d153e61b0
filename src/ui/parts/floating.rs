//! What floats above an editor at a place of its text: the field for a symbol's new name, the menu of fixes.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::prose;
use crate::{
    engine::view::Report,
    session::{Action, Fixes, Renaming},
    ui::dom,
};

#[derive(PartialEq, Properties)]
pub struct RenameProps {
    pub renaming: Renaming,
    pub act: Callback<Action>,
}

/// The field for a symbol's new name. Enter takes the name; Escape and whatever else gets the focus leave it as it was.
#[component]
pub fn RenameSymbol(props: &RenameProps) -> Html {
    let (part, field) = (use_node_ref(), use_node_ref());
    dom::use_returned_focus(part.clone());
    use_effect_with((), {
        let field = field.clone();
        move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                let _ = field.focus();
                field.select();
            }
        }
    });
    let act = &props.act;
    let Renaming { name, refused, .. } = &props.renaming;
    let typed = use_state_eq(|| name.clone());
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(dom::value(event.target())))
    };
    let onsubmit = {
        let (act, typed) = (act.clone(), typed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            act.emit(Action::RenameSymbol((*typed).clone()));
        })
    };
    let why = refused.as_ref().map(|why| html! { <span class="bad">{ prose(why) }</span> });
    html! {
        <form class="card" aria-label={format!("Rename {name}")} ref={part} {onsubmit}
            onkeydown={on_escape(act)} onfocusout={on_leave(act)}>
            <label for="new-name">{ "New name" }</label>
            <input id="new-name" class="mono" ref={field} value={(*typed).clone()} {oninput} autocomplete="off" spellcheck="false"
                aria-invalid={refused.is_some().to_string()} aria-describedby="new-name-hint" />
            <p id="new-name-hint" class="dim" role="status">
                { why.unwrap_or_else(|| html! { "Enter renames it everywhere, Esc leaves it." }) }
            </p>
        </form>
    }
}

#[derive(PartialEq, Properties)]
pub struct FixProps {
    pub fixes: Fixes,
    pub report: std::rc::Rc<Report>,
    pub act: Callback<Action>,
}

/// The menu of fixes, by the ARIA pattern.
#[component]
pub fn FixMenu(props: &FixProps) -> Html {
    let part = use_node_ref();
    dom::use_returned_focus(part.clone());
    use_effect_with((), {
        let part = part.clone();
        move |()| focus_child(&part, |_, _| 0)
    });
    let act = &props.act;
    let onkeydown = {
        let (act, part) = (act.clone(), part.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => focus_child(&part, |at, count| (at + 1) % count),
                "ArrowUp" => focus_child(&part, |at, count| (at + count - 1) % count),
                "Home" => focus_child(&part, |_, _| 0),
                "End" => focus_child(&part, |_, count| count - 1),
                "Escape" | "Tab" => act.emit(Action::Close),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let item = |&(problem, fix): &(u32, u32)| {
        let title = props.report.problems.get(problem as usize)?.fixes.get(fix as usize)?.title.clone();
        let onclick = act.reform(move |_: MouseEvent| Action::Fix(problem, fix));
        Some(html! { <button type="button" role="menuitem" tabindex="-1" {onclick}>{ prose(&title) }</button> })
    };
    let all = |alike: &Vec<(u32, u32)>| {
        let &(problem, fix) = alike.first()?;
        let title = &props.report.problems.get(problem as usize)?.fixes.get(fix as usize)?.title;
        let title = format!("{title}, all {}", alike.len());
        let alike = alike.clone();
        let onclick = act.reform(move |_: MouseEvent| Action::FixAll(alike.clone()));
        Some(html! { <button type="button" role="menuitem" tabindex="-1" {onclick}>{ prose(&title) }</button> })
    };
    html! {
        <div class="card menu" role="menu" aria-label="Quick fixes" ref={part} {onkeydown} onfocusout={on_leave(act)}>
            { for props.fixes.list.iter().filter_map(item) }
            { for props.fixes.alike.iter().filter_map(all) }
        </div>
    }
}

fn on_escape(act: &Callback<Action>) -> Callback<KeyboardEvent> {
    let act = act.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            act.emit(Action::Close);
        }
    })
}

/// Closes the part once something outside it gets the focus.
fn on_leave(act: &Callback<Action>) -> Callback<FocusEvent> {
    let act = act.clone();
    Callback::from(move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Element>().ok());
        let part = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        // To nothing it goes when the window loses it, which is no reason to forget what was typed.
        if let (Some(to), Some(part)) = (to, part)
            && !part.contains(Some(&to))
        {
            act.emit(Action::Close);
        }
    })
}

fn focus_child(part: &NodeRef, to: impl FnOnce(u32, u32) -> u32) {
    if let Some(part) = part.cast::<Element>() {
        dom::focus_among(&part.children(), |at, count| to(at.unwrap_or(0), count));
    }
}
