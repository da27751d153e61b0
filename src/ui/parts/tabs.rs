//! A list of tabs by the ARIA pattern: one tab stop, arrows move and choose.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// One tab.
#[derive(Clone, Default, PartialEq)]
pub struct Tab {
    /// What it says first, less loudly: a file's folder.
    pub dim: AttrValue,
    /// That is only read out: all tabs say the same.
    pub hushed: bool,
    /// What it says.
    pub label: AttrValue,
    /// Something in it is wrong.
    pub bad: bool,
}

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The accessible name of the list.
    pub label: &'static str,
    /// The id of the panel the tabs show.
    pub controls: &'static str,
    pub tabs: Vec<Tab>,
    /// The one in front.
    pub active: usize,
    #[prop_or("tabs")]
    pub class: &'static str,
    pub on_choose: Callback<usize>,
    /// F2 or a double click: the user wants to rename it.
    #[prop_or_default]
    pub on_rename: Callback<usize>,
    /// Delete: the user wants it gone.
    #[prop_or_default]
    pub on_remove: Callback<usize>,
}

/// The tabs.
#[component]
pub fn TabList(props: &Props) -> Html {
    let list = use_node_ref();
    use_effect_with(props.active, {
        let list = list.clone();
        move |&active| {
            // Of many files the one in front may be out of sight.
            // Where all are seen nothing is done: it would scroll the page around the list, too.
            let list = list.cast::<Element>().filter(|list| list.scroll_width() > list.client_width());
            if let Some(tab) = list.and_then(|list| list.children().item(active as u32)) {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                options.set_inline(ScrollLogicalPosition::Nearest);
                tab.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
    });
    let onkeydown = {
        let (count, active, list) = (props.tabs.len(), props.active, list.clone());
        let (choose, rename, remove) = (props.on_choose.clone(), props.on_rename.clone(), props.on_remove.clone());
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowRight" => (active + 1) % count.max(1),
                "ArrowLeft" => (active + count.max(1) - 1) % count.max(1),
                "Home" => 0,
                "End" => count.saturating_sub(1),
                "F2" => return rename.emit(active),
                "Delete" => return remove.emit(active),
                _ => return,
            };
            event.prevent_default();
            choose.emit(to);
            let tab = list.cast::<Element>().and_then(|list| list.children().item(to as u32));
            if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                let _ = tab.focus();
            }
        })
    };
    let tab = |(index, tab): (usize, &Tab)| {
        let active = index == props.active;
        let onclick = props.on_choose.reform(move |_| index);
        let ondblclick = props.on_rename.reform(move |_| index);
        html! {
            <button key={index} type="button" role="tab" class={classes!("tab", tab.bad.then_some("bad"))}
                aria-selected={active.to_string()} aria-controls={props.controls}
                tabindex={if active { "0" } else { "-1" }} {onclick} {ondblclick}>
                if !tab.dim.is_empty() { <span class={if tab.hushed { "sr" } else { "faint" }}>{ tab.dim.clone() }</span> }
                { tab.label.clone() }
                if tab.bad { <span class="sr">{ " has errors" }</span> }
            </button>
        }
    };
    html! {
        <div class={props.class} role="tablist" aria-label={props.label} ref={list} {onkeydown}>
            { for props.tabs.iter().enumerate().map(tab) }
        </div>
    }
}
