//! What there is to learn, and how far one is.

use std::rc::Rc;

use gloo::utils::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;
use yew::prelude::*;

use crate::{engine::view::Request, learn::Index, session::State, ui::app::use_reach};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
}

/// Fetches a content file; the error is a sentence.
pub async fn fetch(file: &str) -> Result<String, String> {
    let get = async {
        let response = JsFuture::from(window().fetch_with_str(&format!("learn/{file}"))).await?;
        let response: Response = response.dyn_into()?;
        if !response.ok() {
            return Err(JsValue::NULL);
        }
        JsFuture::from(response.text()?).await
    };
    let text = get.await.ok().and_then(|text| text.as_string());
    text.ok_or_else(|| "This part could not be loaded. Check the connection and reload the page.".to_owned())
}

/// The table of contents, fetched once the page that needs it is there.
#[hook]
pub fn use_index(state: &State) -> Option<Result<Rc<Index>, String>> {
    let ask = use_reach().ask;
    let failed = use_state_eq(|| None);
    use_effect_with((), {
        let (known, failed) = (state.index.is_some(), failed.setter());
        move |()| {
            if !known {
                wasm_bindgen_futures::spawn_local(async move {
                    match fetch("index.json").await {
                        Ok(text) => ask.emit(Request::Index(text)),
                        Err(sentence) => failed.set(Some(Err(sentence))),
                    }
                });
            }
        }
    });
    state.index.clone().or_else(|| (*failed).clone())
}

/// The page.
#[component]
pub fn Learn(props: &Props) -> Html {
    let right = props.state.progress.values().filter(|standing| standing.right).count();
    let body = match use_index(&props.state) {
        None => html! { <p class="dim" role="status">{ "Loading…" }</p> },
        Some(Err(sentence)) => html! { <p role="alert">{ sentence }</p> },
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
