//! One lesson: its text, what the engine measures for it, its questions.

use std::{cell::Cell, rc::Rc};

use yew::prelude::*;

use super::{blocks, learn::fetch};
use crate::{
    engine::learn::{Packet, Place},
    learn::{INDEX, Index, live::Live, question::Question, unit_file},
    session::{Action, State, learn::Act},
    ui::{
        app::use_reach,
        parts::{Quiz, live_part},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub id: String,
    pub state: State,
}

/// The page.
#[component]
pub fn LessonPage(props: &Props) -> Html {
    let act = use_reach().act;
    let state = &props.state;
    let unit = state.learn.lesson.as_ref().filter(|(id, _)| *id == props.id).map(|(_, unit)| unit.clone());

    use_effect_with((), {
        let (id, known) = (props.id.clone(), matches!(unit, Some(Ok(_))));
        move |()| {
            if !known {
                wasm_bindgen_futures::spawn_local(async move {
                    let unit = find(&id).await;
                    act.emit(Action::Learn(Act::Lesson(id, unit)));
                });
            }
        }
    });
    let next = Cell::new(0);
    let live = |part: &Live| {
        let place = Place { lesson: props.id.clone(), part: next.replace(next.get() + 1) };
        live_part(&state.learn, place, part)
    };
    let body = match unit {
        None => html! { <p class="dim" role="status">{ "Loading…" }</p> },
        Some(Err(sentence)) => html! { <p role="alert">{ sentence }</p> },
        Some(Ok(packet)) => html! {
            <>
                <h1>{ packet.unit.lesson.title.clone() }</h1>
                { blocks(&packet.unit.lesson.blocks, &live) }
                if !packet.unit.questions.is_empty() { <h2>{ "Questions" }</h2> }
                { for packet.unit.questions.iter().map(|question| self::question(question, state)) }
            </>
        },
    };
    html! {
        <main class="doc-page" id="main" tabindex="-1">
            <article class="sheet">
                <p><a href="#/learn">{ "← All lessons" }</a></p>
                { body }
            </article>
        </main>
    }
}

/// Fetches a lesson that the table of contents knows.
async fn find(id: &str) -> Result<Rc<Packet>, String> {
    let index = fetch(INDEX, Index::unpack).await?;
    match index.lessons.iter().any(|entry| entry.id == id) {
        true => fetch(&unit_file(id), Packet::unpack).await,
        false => Err("There is no lesson of that name.".to_owned()),
    }
}

fn question(question: &Question, state: &State) -> Html {
    let standing = state.learn.progress.get(&question.id).cloned().unwrap_or_default();
    html! { <Quiz key={question.id.clone()} question={question.clone()} {standing} /> }
}
