//! One lesson: its text, what the engine measures for it, its questions.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    blocks,
    learn::{fetch, use_index},
};
use crate::{
    analysis::Input,
    engine::view::{Comparison, Request},
    examples,
    learn::{
        lesson::Lesson,
        markdown::{Live, LiveKind},
        question_file,
    },
    session::State,
    ui::{
        app::{Reach, use_reach},
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
    let reach = use_reach();
    let failed = use_state_eq(|| None::<String>);
    let state = &props.state;
    let index = use_index(state);
    let lesson = state.lesson.as_ref().filter(|(id, _)| *id == props.id).map(|(_, lesson)| lesson.clone());

    let file = index.as_ref().map(|index| match index {
        Ok(index) => index
            .lessons
            .iter()
            .find(|entry| entry.id == props.id)
            .map(|entry| entry.file.clone())
            .ok_or_else(|| "There is no lesson of that name.".to_owned()),
        Err(sentence) => Err(sentence.clone()),
    });
    use_effect_with((file, state.engine == crate::session::EngineState::Loading), {
        let (id, ask, failed) = (props.id.clone(), reach.ask.clone(), failed.setter());
        move |(file, loading): &(Option<Result<String, String>>, bool)| match file.clone() {
            Some(Ok(file)) if !loading => wasm_bindgen_futures::spawn_local(async move {
                match fetch(&file).await {
                    Ok(text) => ask.emit(Request::Lesson(id, text)),
                    Err(sentence) => failed.set(Some(sentence)),
                }
            }),
            Some(Err(sentence)) => failed.set(Some(sentence)),
            _ => {}
        }
    });
    let read = lesson.as_ref().and_then(|lesson| lesson.as_ref().ok().cloned());
    use_effect_with(read, {
        let reach = reach.clone();
        move |lesson: &Option<Rc<Lesson>>| {
            if let Some(lesson) = lesson {
                request_parts(lesson, &reach);
            }
        }
    });
    let live = |place: &Live| live(place, state);
    let body = match (&*failed, lesson) {
        (Some(sentence), _) => html! { <p role="alert">{ sentence.clone() }</p> },
        (None, None) => html! { <p class="dim" role="status">{ "Loading…" }</p> },
        (None, Some(Err(sentence))) => {
            html! { <p role="alert">{ format!("This lesson can't be shown: {sentence}.") }</p> }
        }
        (None, Some(Ok(lesson))) => html! {
            <>
                <h1>{ lesson.title.clone() }</h1>
                { blocks(&lesson.blocks, &live) }
                if !lesson.questions.is_empty() { <h2>{ "Questions" }</h2> }
                { for lesson.questions.iter().map(|id| question(id, state)) }
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

/// Asks for what the lesson's live places and questions need.
fn request_parts(lesson: &Lesson, reach: &Reach) {
    for block in &lesson.blocks {
        if let crate::learn::markdown::Block::Live(place) = block
            && let Some(example) = examples::find(&place.example)
        {
            reach.ask.emit(Request::Compare(place.example.clone(), Box::new(Input::from(example))));
        }
    }
    for id in lesson.questions.clone() {
        let ask = reach.ask.clone();
        wasm_bindgen_futures::spawn_local(async move {
            // A question that can't be fetched stays "Loading…": the lesson's own sentence has told of the connection.
            if let Ok(text) = fetch(&question_file(&id)).await {
                ask.emit(Request::Question(id, text));
            }
        });
    }
}

fn question(id: &str, state: &State) -> Html {
    match state.questions.get(id) {
        None => html! { <p class="dim">{ "Loading…" }</p> },
        Some(Err(sentence)) => {
            html! { <p role="alert">{ format!("The question {id} can't be shown: {sentence}.") }</p> }
        }
        Some(Ok(question)) => html! {
            <Quiz key={id.to_owned()} question={question.clone()} standing={state.progress.get(id).cloned().unwrap_or_default()} />
        },
    }
}

fn live(place: &Live, state: &State) -> Html {
    match state.comparisons.get(&place.example) {
        None => html! { <div class="versus"><div class="dim note" role="status">{ "Measuring…" }</div></div> },
        Some(None) => html! { <p role="alert">{ "This example can't be measured." }</p> },
        Some(Some(measured)) => match place.kind {
            LiveKind::Compare => compare(measured),
            LiveKind::Bytes => bytes(measured),
        },
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
