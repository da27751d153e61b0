//! What there is to learn, and how far one is.

use yew::prelude::*;

use crate::{learn::Index, session::Progress};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub progress: Progress,
}

/// Fetches a content file; the error is a sentence.
pub async fn fetch(file: &str) -> Result<String, String> {
    let failed = || "This part could not be loaded. Check the connection and reload the page.".to_owned();
    let response = gloo::net::http::Request::get(&format!("learn/{file}")).send().await.map_err(|_| failed())?;
    if response.ok() { response.text().await.map_err(|_| failed()) } else { Err(failed()) }
}

/// The table of contents, fetched once the page that needs it is there.
#[hook]
pub fn use_index() -> Option<Result<Index, String>> {
    let index = use_state_eq(|| None);
    use_effect_with((), {
        let index = index.setter();
        move |()| {
            wasm_bindgen_futures::spawn_local(async move {
                index.set(Some(fetch("index.json").await.and_then(|text| Index::parse(&text))));
            });
        }
    });
    (*index).clone()
}

/// The page.
#[component]
pub fn Learn(props: &Props) -> Html {
    let right = props.progress.values().filter(|standing| standing.right).count();
    let body = match use_index() {
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
