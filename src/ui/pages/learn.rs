//! What there is to learn, and how far one is.

use std::rc::Rc;

use gloo::utils::window;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;
use yew::prelude::*;

use crate::{
    learn::{INDEX, Index},
    session::{Action, State, learn::Act},
    ui::app::use_reach,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

/// Fetches and unpacks a content file; the error is a sentence.
pub async fn fetch<T>(file: &str, unpack: fn(&[u8]) -> Option<T>) -> Result<Rc<T>, String> {
    let get = async {
        let response = JsFuture::from(window().fetch_with_str(&format!("learn/{file}"))).await?;
        let response: Response = response.dyn_into()?;
        if !response.ok() {
            return Err(JsValue::NULL);
        }
        JsFuture::from(response.array_buffer()?).await
    };
    match get.await {
        Err(_) => Err("This part could not be loaded. Check the connection and reload the page.".to_owned()),
        Ok(buffer) => unpack(&Uint8Array::new(&buffer).to_vec())
            .map(Rc::new)
            .ok_or_else(|| "This part is of another version of Wirelens. Reload the page.".to_owned()),
    }
}

/// The page.
#[component]
pub fn Learn(props: &Props) -> Html {
    let act = use_reach().act;
    use_effect_with((), {
        let known = matches!(props.state.learn.index, Some(Ok(_)));
        move |()| {
            if !known {
                wasm_bindgen_futures::spawn_local(async move {
                    act.emit(Action::Learn(Act::Index(fetch(INDEX, Index::unpack).await)));
                });
            }
        }
    });
    let right = props.state.learn.progress.values().filter(|standing| standing.right).count();
    let body = match &props.state.learn.index {
        None => html! { <p class="dim" role="status">{ "Loading…" }</p> },
        Some(Err(sentence)) => html! { <p role="alert">{ sentence.clone() }</p> },
        Some(Ok(index)) => index
            .lessons
            .iter()
            .map(|entry| {
                html! {
                    <a class="card" href={format!("#/learn/{}", entry.id)}>
                        <h2>{ entry.title.clone() }</h2>
                        <p>{ entry.summary.clone() }</p>
                        <p><span class="badge">{ format!("{} min", entry.minutes) }</span></p>
                    </a>
                }
            })
            .collect(),
    };
    html! {
        <main class="doc-page" id="main" tabindex="-1">
            <div class="sheet">
                <h1>{ "Learn" }</h1>
                <p class="lead">{ "Short lessons with numbers measured as you read, and questions you can try as often as you like." }</p>
                if right > 0 { <p class="dim">{ format!("Questions answered: {right}") }</p> }
                { body }
            </div>
        </main>
    }
}
