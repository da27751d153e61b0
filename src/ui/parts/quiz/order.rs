//! Steps to be put in order: each can be moved up and down, by buttons and by the keys of a list.

use yew::prelude::*;

use super::Desk;
use crate::{
    learn::{markdown::plain, question::Text, task::Answer},
    ui::{dom, pages::inline},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    id: String,
    steps: Vec<(String, Text)>,
    answer: Answer,
    write: Callback<Answer>,
}

/// What the part is given.
pub fn props(desk: &Desk<'_>, steps: &[(String, Text)]) -> Props {
    Props { id: desk.id(0), steps: steps.to_vec(), answer: desk.answer.clone(), write: desk.write.clone() }
}

/// The list. What was moved is told, and keeps the focus.
#[component]
pub fn Order(props: &Props) -> Html {
    let told = use_state_eq(String::new);
    // The button that was pressed, by its id, and how often one was.
    let pressed = use_state_eq(|| (0, String::new()));
    use_effect_with((*pressed).clone(), |(_, id): &(u32, String)| dom::focus(id));
    let count = props.answer.len();
    let step = |(at, id): (usize, &String)| {
        let text = props.steps.iter().find(|step| step.0 == *id).map(|step| &step.1);
        let text = text.map(Vec::as_slice).unwrap_or_default();
        let name = plain(text);
        let button = |up: bool| {
            let (word, sign) = if up { ("up", "↑") } else { ("down", "↓") };
            let other = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < count) };
            let own = format!("{}-{id}-{word}", props.id);
            let onclick = {
                let (told, pressed, own, name) = (told.setter(), pressed.clone(), own.clone(), name.clone());
                let (answer, write) = (props.answer.clone(), props.write.clone());
                Callback::from(move |_: MouseEvent| {
                    let Some(other) = other else { return };
                    let mut answer = answer.clone();
                    answer.swap(at, other);
                    write.emit(answer);
                    told.set(format!("“{name}” is now {} of {count}.", other + 1));
                    // Moved in the page, an element loses the focus.
                    pressed.set((pressed.0 + 1, own.clone()));
                })
            };
            html! {
                <button type="button" class="btn icon" id={own} aria-label={format!("Move {word}: {name}")}
                    aria-disabled={other.is_none().to_string()} {onclick}>{ sign }</button>
            }
        };
        html! {
            <li key={id.clone()}>
                <div class="line">
                    <span class="grow">{ inline(text) }</span>
                    { button(true) }
                    { button(false) }
                </div>
            </li>
        }
    };
    html! {
        <>
            <ol class="steps">{ for props.answer.iter().enumerate().map(step) }</ol>
            <p class="sr" role="status">{ (*told).clone() }</p>
        </>
    }
}
