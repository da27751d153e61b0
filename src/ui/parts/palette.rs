//! The palette: type a few letters of a name, and go to its declaration. A combobox with a listbox, by the ARIA pattern.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::kind_mark;
use crate::{
    engine::services::Symbol,
    session::{Action, palette},
    text::File,
    ui::dom,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The symbols; nothing while they are awaited.
    pub symbols: Option<Rc<[Symbol]>>,
    pub files: Vec<AttrValue>,
    /// The file in front.
    pub active: u32,
    /// Where the cursor is in it.
    pub cursor: u32,
    pub act: Callback<Action>,
}

/// The names of files, for [`Props::files`].
pub fn names(files: &[File]) -> Vec<AttrValue> {
    files.iter().map(|file| AttrValue::from(file.name.clone())).collect()
}

const LIST: &str = "symbol-list";
const FIELD: &str = "symbol-field";

/// How far Page Up and Page Down go.
const PAGE: usize = 10;

/// The palette; it is modal, so that the browser keeps the focus in it and dims the rest.
#[component]
pub fn Palette(props: &Props) -> Html {
    let dialog = use_node_ref();
    let typed = use_state_eq(String::new);
    let chosen = use_state_eq(|| None::<usize>);
    dom::use_modal(dialog.clone(), FIELD);
    let symbols = props.symbols.as_deref().unwrap_or_default();
    let found = palette::matching(symbols, &typed, props.active);
    let count = found.len();
    // To begin with, what the cursor is in.
    let here = || {
        let is = |&&index: &&usize| symbols[index].file == props.active && symbols[index].span.start <= props.cursor;
        if typed.trim().is_empty() { found.iter().filter(is).count().saturating_sub(1) } else { 0 }
    };
    let current = chosen.unwrap_or_else(here).min(count.saturating_sub(1));
    use_effect_with((current, count), |&(current, _)| dom::show(&format!("{LIST}-{current}")));

    let close = props.act.reform(|()| Action::Close);
    let choose = {
        let act = props.act.clone();
        move |symbol: &Symbol| act.emit(Action::VisitSymbol(symbol.clone()))
    };
    let onkeydown = {
        let (chosen, close, choose) = (chosen.clone(), close.clone(), choose.clone());
        let symbol = found.get(current).map(|&index| symbols[index].clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = count.saturating_sub(1);
            let to = match event.key().as_str() {
                "ArrowDown" if current == last => 0,
                "ArrowDown" => current + 1,
                "ArrowUp" if current == 0 => last,
                "ArrowUp" => current - 1,
                "PageDown" => (current + PAGE).min(last),
                "PageUp" => current.saturating_sub(PAGE),
                "Enter" => {
                    event.prevent_default();
                    return symbol.iter().for_each(&choose);
                }
                "Escape" => {
                    event.prevent_default();
                    return close.emit(());
                }
                _ => return,
            };
            event.prevent_default();
            chosen.set(Some(to));
        })
    };
    let oninput = {
        let (typed, chosen) = (typed.clone(), chosen.clone());
        Callback::from(move |event: InputEvent| {
            typed.set(dom::value(event.target()));
            chosen.set(None);
        })
    };
    // A click beside the content is one on the dialog itself.
    let onclick = {
        let (close, dialog) = (close.clone(), dialog.clone());
        Callback::from(move |event: MouseEvent| {
            let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if on.is_some() && on == dialog.cast::<Element>() {
                close.emit(());
            }
        })
    };
    let oncancel = Callback::from(move |event: Event| {
        event.prevent_default();
        close.emit(());
    });
    let outline = typed.trim().is_empty();
    let item = |(at, &index): (usize, &usize)| {
        let symbol = &symbols[index];
        let onclick = {
            let (choose, symbol) = (choose.clone(), symbol.clone());
            Callback::from(move |_: MouseEvent| choose(&symbol))
        };
        let depth = if outline { symbol.depth.min(6) } else { 0 };
        let file = props.files.get(symbol.file as usize).cloned().unwrap_or_default();
        html! {
            <li key={index} id={format!("{LIST}-{at}")} role="option" aria-selected={(at == current).to_string()}
                class={classes!("symbol", format!("in{depth}"))} {onclick}>
                { kind_mark(&symbol.kind) }
                <span class="name">{ symbol.name.clone() }</span>
                <span class="kind">{ symbol.kind.clone() }</span>
                <span class="where">{ if outline && symbol.file == props.active { AttrValue::default() } else { file } }</span>
            </li>
        }
    };
    let told = match (&props.symbols, count) {
        (None, _) => "Looking for symbols…".to_owned(),
        (Some(_), 0) => "No symbol has these letters in its name.".to_owned(),
        (Some(_), palette::MOST) => format!("The first {} symbols.", palette::MOST),
        (Some(_), 1) => "1 symbol.".to_owned(),
        (Some(_), count) => format!("{count} symbols."),
    };
    html! {
        <dialog class="palette" aria-label="Go to symbol" ref={dialog} {onkeydown} {onclick} {oncancel}>
            <div class="inside">
                <input id={FIELD} role="combobox" aria-label="Go to symbol" aria-expanded="true" aria-controls={LIST}
                    aria-autocomplete="list" aria-activedescendant={(count > 0).then(|| format!("{LIST}-{current}"))}
                    autocomplete="off" spellcheck="false" placeholder="Go to a message, field, enum, rpc…"
                    value={(*typed).clone()} {oninput} />
                <ul id={LIST} role="listbox" aria-label="Symbols" tabindex="-1">{ for found.iter().enumerate().map(item) }</ul>
                <p class="dim" role="status">{ told }</p>
            </div>
        </dialog>
    }
}
