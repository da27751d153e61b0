//! The list of the places a name is used at. Up and down move in it, Enter goes there, Escape closes it.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::{
    engine::services::{InFile, Spot},
    session::{Action, Places},
    text::File,
    ui::dom,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub places: Rc<Places>,
    pub files: Vec<File>,
    pub act: Callback<Action>,
}

/// The list.
#[component]
pub fn PlaceList(props: &Props) -> Html {
    let region = use_node_ref();
    dom::use_returned_focus(region.clone());
    use_effect_with(props.places.clone(), {
        let region = region.clone();
        move |_| focus_item(&region, |_, _| 0)
    });
    let act = &props.act;
    let onkeydown = {
        let (act, region) = (act.clone(), region.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => focus_item(&region, |at, last| (at + 1).min(last)),
                "ArrowUp" => focus_item(&region, |at, _| at.saturating_sub(1)),
                "Home" => focus_item(&region, |_, _| 0),
                "End" => focus_item(&region, |_, last| last),
                "Escape" => act.emit(Action::CloseList),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let Places { what, name, spots } = &*props.places;
    let item = |(index, spot): (usize, &Spot)| {
        let file = match &spot.file {
            InFile::Own(file) => props.files.get(*file as usize).map(|file| file.name.as_str()).unwrap_or_default(),
            InFile::Bundled(name, _) => name,
        };
        html! {
            <li><button type="button" class="problem" onclick={act.reform(move |_| Action::Visit(index))}>
                <span class="where">{ format!("{file}:{}", spot.line) }</span>
                <code>{ spot.preview.clone() }</code>
            </button></li>
        }
    };
    html! {
        <section class="foot places" aria-label={*what} ref={region} {onkeydown}>
            <div class="line">
                <h3>{ format!("{what} · ") }<code>{ name.clone() }</code>{ format!(" · {}", spots.len()) }</h3>
                <button type="button" class="btn quiet icon" aria-label={format!("Close {}", what.to_lowercase())}
                    onclick={act.reform(|_| Action::CloseList)}>{ "✕" }</button>
            </div>
            <ul class="problems">{ for spots.iter().enumerate().map(item) }</ul>
        </section>
    }
}

/// Focuses the item that `to` says, from the one that has the focus and the last one.
fn focus_item(region: &NodeRef, to: impl FnOnce(u32, u32) -> u32) {
    let Some(items) = region.cast::<Element>().and_then(|region| region.query_selector_all("li > button").ok()) else {
        return;
    };
    let Some(last) = items.length().checked_sub(1) else { return };
    let active = gloo::utils::document().active_element();
    let is_active =
        |&at: &u32| items.item(at).is_some_and(|item| active.as_deref().is_some_and(|active| *active == item));
    let at = (0..=last).find(is_active).unwrap_or(0);
    if let Some(item) = items.item(to(at, last)).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
        let _ = item.focus();
    }
}
