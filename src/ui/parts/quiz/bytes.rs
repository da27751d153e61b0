//! A message's bytes, to be typed; below them what they say so far, read without the schema.

use yew::prelude::*;

use super::{Desk, code};
use crate::{
    engine::{
        learn::{Ask, Typed},
        view::{Request, Row},
    },
    learn::live::Contract,
    ui::{app::use_reach, dom, parts::HUES},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    question: String,
    id: String,
    of: Contract,
    json: String,
    text: String,
    read: Option<(String, Option<Box<Typed>>)>,
    wrong: bool,
    oninput: Callback<InputEvent>,
}

/// What the part is given.
pub fn props(desk: &Desk<'_>, of: &Contract, json: &str) -> Props {
    Props {
        question: desk.question.id.clone(),
        id: desk.id(0),
        of: of.clone(),
        json: json.to_owned(),
        text: desk.part(0).to_owned(),
        read: desk.paper.read.clone(),
        wrong: desk.is_wrong(0),
        oninput: desk.write_part(0).reform(|event: InputEvent| dom::value(event.target())),
    }
}

/// The schema, the message, the field, and what is in it.
#[component]
pub fn Bytes(props: &Props) -> Html {
    let ask = use_reach().ask;
    use_effect_with(props.text.clone(), {
        let question = props.question.clone();
        move |text: &String| {
            if !text.trim().is_empty() {
                ask.emit(Request::Learn(Box::new(Ask::Read(question, text.clone()))));
            }
        }
    });
    // What was read last stays until the next is: a text half typed would take it away at each second key.
    let typed = props.read.as_ref().and_then(|(_, typed)| typed.as_deref()).filter(|_| !props.text.trim().is_empty());
    let hint = format!("{}-hint", props.id);
    html! {
        <>
            { code::contract(&props.of) }
            { code::code(Some("message.json"), &props.json) }
            <label class="written wide">
                <span>{ "The bytes, in hex" }</span>
                <input id={props.id.clone()} class="mono" value={props.text.clone()} oninput={props.oninput.clone()}
                    aria-invalid={props.wrong.to_string()} aria-describedby={hint.clone()} placeholder="08 …"
                    autocomplete="off" autocapitalize="off" spellcheck="false" />
            </label>
            <div class="typed" id={hint}>
                if let Some(typed) = typed { { strip(typed) } } else {
                    <p class="dim">{ "What you type is read here, without the schema." }</p>
                }
            </div>
        </>
    }
}

/// The records that were typed: bytes and meaning.
fn strip(typed: &Typed) -> Html {
    let row = |row: &Row| {
        let bytes = typed.bytes.get(row.span.range()).unwrap_or_default();
        let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
        let problem = row.problem.as_ref();
        html! {
            <li class={classes!("f", HUES.get(row.hue as usize).copied())}>
                <code>{ hex }</code>
                <span>
                    { match row.number {
                        Some(number) => format!("field {number}: {} {}", row.kind, row.value),
                        None => row.value.clone(),
                    } }
                    if let Some(problem) = problem { <span class="bad">{ format!(" ✗ {problem}") }</span> }
                </span>
            </li>
        }
    };
    let outer = typed.rows.iter().filter(|row| row.depth == 0);
    html! {
        <>
            <p class="dim">{ format!("{} bytes, read without the schema:", typed.bytes.len()) }</p>
            <ul class="strip">{ for outer.map(row) }</ul>
        </>
    }
}
