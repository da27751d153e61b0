//! Where the schema comes from: the server itself, the playground, or a .proto that is pasted or dropped.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::FileList;
use yew::prelude::*;

use super::Reach;
use crate::{
    engine::view::Problem,
    session::live::{Act, Live, PASTED},
    text::File,
    ui::dom,
};

/// How many problems of a schema are told.
const MAX_PROBLEMS: usize = 5;

/// The section.
pub fn schema(live: &Live, reach: &Reach) -> Html {
    let pasted = live.files.iter().find(|file| file.name == PASTED).map(|file| file.text.clone()).unwrap_or_default();
    let oninput = reach
        .act
        .reform(|event: InputEvent| Act::Add(vec![File { name: PASTED.to_owned(), text: dom::value(event.target()) }]));
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    let ondrop = {
        let act = reach.act.clone();
        Callback::from(move |event: DragEvent| {
            if let Some(files) =
                event.data_transfer().and_then(|transfer| transfer.files()).filter(|files| files.length() > 0)
            {
                event.prevent_default();
                read(files, act.clone());
            }
        })
    };
    let problem = |problem: &Problem| {
        html! { <li>{ format!("{}:{}:{} {} {}", problem.file, problem.line, problem.column, problem.word(), problem.message) }</li> }
    };
    let shown = live.problems.iter().filter(|problem| problem.word() == "error").take(MAX_PROBLEMS);
    let names: Vec<&str> = live.files.iter().map(|file| file.name.as_str()).collect();
    html! {
        <section class="card" aria-label="Schema" {ondragover} {ondrop}>
            <h2>{ "Schema" }</h2>
            <div class="row">
                <button type="button" class="btn" onclick={reach.reflect.reform(|_: MouseEvent| ())} disabled={live.is_asking}>{ "Ask the server" }</button>
                <button type="button" class="btn" onclick={reach.take.reform(|_: MouseEvent| ())}>{ "Take the playground's" }</button>
            </div>
            <p role="status">
                if live.is_asking { { "Asking the server for its schema…" } } else { { live.note.clone() } }
            </p>
            if !names.is_empty() { <p class="dim mono">{ names.join(", ") }</p> }
            if live.problems.iter().any(|problem| problem.word() == "error") {
                <ul class="mistakes" aria-label="Problems">{ for shown.map(problem) }</ul>
            }
            <details>
                <summary>{ "Paste or drop a .proto" }</summary>
                <div class="entry"><label for="live-pasted">{ "Pasted .proto" }</label>
                    <textarea id="live-pasted" class="field mono" rows="8" value={pasted} {oninput} spellcheck="false" />
                </div>
            </details>
        </section>
    }
}

/// Reads what was dropped. What can't be read is left out: the list of files shows it.
fn read(files: FileList, act: Callback<Act>) {
    spawn_local(async move {
        let mut texts = Vec::new();
        for index in 0..files.length() {
            let Some(file) = files.item(index) else { continue };
            let text: Result<JsValue, JsValue> = JsFuture::from(file.text()).await;
            if let Some(text) = text.ok().and_then(|text| text.as_string()) {
                texts.push(File { name: file.name(), text });
            }
        }
        act.emit(Act::Add(texts));
    });
}
