//! Answers in a line: a text, and the blanks of a dump. Enter checks, as in every form.

use yew::prelude::*;

use super::{Desk, code};
use crate::{
    learn::{live::Contract, question::Text},
    ui::{dom, pages::inline},
};

/// One text.
pub fn text(desk: &Desk<'_>, label: &Text) -> Html {
    let label = if label.is_empty() {
        html! { "Your answer" }
    } else {
        inline(label)
    };
    field(desk, 0, label)
}

/// Bytes, and a text for each thing that is asked of them.
pub fn dump(desk: &Desk<'_>, of: Option<&Contract>, hex: &str, fields: &[Text]) -> Html {
    html! {
        <>
            if let Some(of) = of { { code::contract(of) } }
            { code::dump(hex) }
            { for fields.iter().enumerate().map(|(part, label)| field(desk, part, inline(label))) }
        </>
    }
}

fn field(desk: &Desk<'_>, part: usize, label: Html) -> Html {
    let oninput = desk.write_part(part).reform(|event: InputEvent| dom::value(event.target()));
    html! {
        <label class="written">
            <span>{ label }</span>
            <input id={desk.id(part)} class="mono" value={desk.part(part).to_owned()} {oninput} aria-invalid={desk.is_wrong(part).to_string()}
                autocomplete="off" autocapitalize="off" spellcheck="false" />
        </label>
    }
}
