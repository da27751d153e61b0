//! One lesson: its text, what the engine measures for it, its questions.

use std::{cell::Cell, rc::Rc};

use yew::prelude::*;

use super::{blocks, learn::fetch};
use crate::{
    engine::{
        learn::{Packet, Place, Shown},
        view::Comparison,
    },
    learn::{INDEX, Index, live::Live, question::Question, unit_file},
    session::{Action, State, learn::Act},
    ui::{
        app::use_reach,
        parts::{Quiz, bytes_text},
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
        live(part, state.learn.shown.get(&place).map(Rc::as_ref))
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

fn live(part: &Live, shown: Option<&Shown>) -> Html {
    match (part, shown) {
        (Live::Compare(_), Some(Shown::Comparison(measured))) => compare(measured),
        (_, Some(Shown::Comparison(measured))) => bytes(measured),
        (_, Some(Shown::Failed(reason))) => html! { <p role="alert">{ reason.clone() }</p> },
        (_, None) => html! { <div class="versus"><div class="dim note" role="status">{ "Measuring…" }</div></div> },
    }
}

fn compare(measured: &Comparison) -> Html {
    html! {
        <div class="versus">
            <div>
                <h4>{ "JSON over HTTP" }</h4>
                <div class="big">{ bytes_text(measured.sizes.json) }</div>
                <code>{ measured.json.clone() }</code>
            </div>
            <div>
                <h4>{ "gRPC" }</h4>
                <div class="big">{ bytes_text(measured.sizes.grpc_frame) }</div>
                <code>{ hex(&measured.frame) }</code>
            </div>
            <div class="note">
                { format!(
                    "Measured here and now, bodies only: {} of Protocol Buffers behind gRPC's five bytes of flag and length. Headers come on top of both.",
                    bytes_text(measured.sizes.protobuf),
                ) }
            </div>
        </div>
    }
}

fn bytes(measured: &Comparison) -> Html {
    let row = |row: &crate::engine::view::Row| {
        let span = row.span.range();
        let all = hex(measured.protobuf.get(span).unwrap_or_default());
        html! { <tr><td><code>{ row.name.clone() }</code></td><td><code>{ all }</code></td><td><code>{ row.value.clone() }</code></td></tr> }
    };
    html! {
        <table>
            <thead><tr><th scope="col">{ "Field" }</th><th scope="col">{ "Bytes" }</th><th scope="col">{ "Value" }</th></tr></thead>
            <tbody>{ for measured.rows.iter().map(row) }</tbody>
        </table>
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}
