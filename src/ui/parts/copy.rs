//! The menu of what the payload, or what is selected of it, can be taken away as. What is chosen there the engine writes.

use yew::prelude::*;

use super::{Menu, MenuItem, bytes_text, capital};
use crate::{
    engine::{
        copy::{Copy, Form},
        view::Request,
    },
    session::State,
    text::Span,
    ui::{app::use_reach, route},
    wire::output::Notation,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

/// The button and its menu.
#[component]
pub fn CopyMenu(props: &Props) -> Html {
    let ask = use_reach().ask;
    let is_part = use_state_eq(|| false);
    let state = &props.state;
    let selected = &state.selected.bytes;
    let count: usize = selected.iter().map(|span| span.len()).sum();
    let selection: Option<Vec<Span>> = (*is_part && count > 0).then(|| selected.clone());
    let item = |name: String, hint: Option<&'static str>, form: fn(u32) -> Form| {
        let (selection, active) = (selection.clone(), state.active as u32);
        let on_choose = ask.reform(move |()| Request::Copy(Copy { form: form(active), selection: selection.clone() }));
        html! { <MenuItem {name} hint={hint.map(AttrValue::from)} {on_choose} /> }
    };
    let notation = |notation: Notation| {
        let selection = selection.clone();
        let on_choose =
            ask.reform(move |()| Request::Copy(Copy { form: Form::Bytes(notation), selection: selection.clone() }));
        html! { <MenuItem name={capital(notation.name())} {on_choose} /> }
    };
    let scope = |name: &str, part: bool, count: usize| {
        let (is_part, is_there) = (is_part.clone(), !part || count > 0);
        let pressed = selection.is_some() == part;
        let onclick = Callback::from(move |_: MouseEvent| is_part.set(part && is_there));
        html! {
            <button type="button" class="item" aria-pressed={pressed.to_string()} {onclick}
                aria-disabled={(!is_there).then_some("true")}>
                { format!("{name}, {}", bytes_text(count)) }
            </button>
        }
    };
    let (of_bytes, of_languages) = Notation::ALL.split_at(3);
    html! {
        <Menu id="copy" label="Copy" face="Copy" title="Copy or download, in many notations" disabled={state.content().is_none()}>
            <div class="scope" role="group" aria-label="How much to copy">
                { scope("All", false, state.views.byte_total as usize) }
                { scope("Selection", true, count) }
            </div>
            <hr />
            { for of_bytes.iter().map(|&it| notation(it)) }
            <hr />
            { for of_languages.iter().map(|&it| notation(it)) }
            <hr />
            { item("Protoscope".into(), Some("with the fields' names; the payload's text field reads it"), |_| Form::Protoscope) }
            { item("Text format".into(), None, |_| Form::Text) }
            { item("Canonical JSON".into(), None, |_| Form::Json) }
            { item("Markdown".into(), Some("a table, the bytes and a link to this workspace"), |active| {
                Form::Markdown { address: route::address(""), active }
            }) }
            <hr />
            { item("Download .bin".into(), None, |_| Form::File) }
        </Menu>
    }
}
