//! The search: a field, and what is found as one types. Ranking is MiniSearch's, which is loaded when the field is first used;
//! it is told the texts by their numbers and tells which fit, by which words.

use std::rc::Rc;

use js_sys::{Array, Function, JsString, Promise};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::fetch::fetch;
use crate::{
    learn::search::{Doc, Docs, Kind, Piece, SEARCH, excerpt, mark},
    ui::{dom, parts::capital, route},
};

#[wasm_bindgen]
extern "C" {
    /// Loads the library and has it index documents, each a title, a lesson's title and a text; promises a function from a
    /// query to what fits, the best first: a number and the words that matched.
    #[wasm_bindgen(js_name = wirelensSearch)]
    fn open(docs: Array) -> Promise;
}

/// How many results are shown.
const MAX_SHOWN: usize = 30;

/// The documents, and the function that finds them.
#[derive(Clone)]
struct Searcher {
    docs: Rc<Docs>,
    find: Function,
}

impl PartialEq for Searcher {
    fn eq(&self, other: &Searcher) -> bool {
        Rc::ptr_eq(&self.docs, &other.docs)
    }
}

impl Searcher {
    async fn load() -> Result<Searcher, String> {
        let docs = fetch(SEARCH, Docs::unpack).await?;
        let texts = |doc: &Doc| Array::of3(&(&*doc.title).into(), &(&*doc.lesson).into(), &(&*doc.text).into());
        let all: Array = docs.0.iter().map(texts).collect();
        match JsFuture::from(open(all)).await.map(JsCast::dyn_into::<Function>) {
            Ok(Ok(find)) => Ok(Searcher { docs, find }),
            _ => Err("The search could not be loaded. Check the connection and reload the page.".to_owned()),
        }
    }

    /// What fits, the best first, with the words that matched.
    fn find(&self, query: &str) -> Vec<(&Doc, Vec<String>)> {
        let found = self.find.call1(&JsValue::NULL, &query.into()).ok().and_then(|it| it.dyn_into::<Array>().ok());
        let read = |hit: JsValue| {
            let mut parts = hit.dyn_into::<Array>().ok()?.into_iter();
            let doc = self.docs.0.get(parts.next()?.as_f64()? as usize)?;
            Some((doc, parts.filter_map(|word| word.dyn_into::<JsString>().ok().map(String::from)).collect()))
        };
        found.into_iter().flatten().filter_map(read).collect()
    }
}

/// The field, and what is found; nothing as long as nothing is looked for. `asked` is what the address says.
#[hook]
pub fn use_search(asked: &str) -> (Html, Option<Html>) {
    let typed = use_state_eq(|| asked.to_owned());
    let searcher = use_state_eq(|| None::<Result<Searcher, String>>);
    // What was typed goes into the address, and comes back from there; only what comes from elsewhere counts.
    let written = use_mut_ref(|| asked.to_owned());
    use_effect_with(asked.to_owned(), {
        let (typed, written) = (typed.setter(), written.clone());
        move |query| {
            if *query != written.replace(query.clone()) {
                typed.set(query.clone());
            }
        }
    });
    use_effect_with(typed.trim().is_empty(), {
        let searcher = searcher.clone();
        move |is_empty| {
            if !is_empty && !matches!(*searcher, Some(Ok(_))) {
                spawn_local(async move { searcher.set(Some(Searcher::load().await)) });
            }
        }
    });
    let oninput = {
        let typed = typed.setter();
        let written = written.clone();
        Callback::from(move |event: InputEvent| {
            let text = dom::value(event.target());
            let before = written.replace(text.trim().to_owned());
            match before.is_empty() {
                true => route::go(&route::search(text.trim())),
                false => route::go_instead(&route::search(text.trim())),
            }
            typed.set(text);
        })
    };
    let onsubmit = Callback::from(|event: SubmitEvent| {
        event.prevent_default();
        dom::click_first("#found a");
    });
    let field = html! {
        <form class="seek" role="search" {onsubmit}>
            <input type="search" id="seek" aria-label={NAME} placeholder="Search" autocomplete="off" maxlength="100"
                value={(*typed).clone()} {oninput} onkeydown={Callback::from(walk)} />
        </form>
    };
    let query = typed.trim();
    (field, (!query.is_empty()).then(|| results(query, searcher.as_ref())))
}

const NAME: &str = "Search lessons, questions and explanations";

fn results(query: &str, searcher: Option<&Result<Searcher, String>>) -> Html {
    let searcher = match searcher {
        None => return html! { <p class="dim" role="status">{ "Loading the search…" }</p> },
        Some(Err(sentence)) => return html! { <p role="alert">{ sentence.clone() }</p> },
        Some(Ok(searcher)) => searcher,
    };
    let found = searcher.find(query);
    let count = match found.len() {
        0 => format!("Nothing is found for “{query}”."),
        1 => format!("1 result for “{query}”"),
        count if count > MAX_SHOWN => format!("{count} results for “{query}”, of which the best {MAX_SHOWN} are here"),
        count => format!("{count} results for “{query}”"),
    };
    html! {
        <>
            <p class="dim" role="status">{ count }</p>
            if found.is_empty() {
                <p>{ "Try another word for it, or fewer words. All lessons are in the " }<a href="#/learn">{ "table of contents" }</a>{ "." }</p>
            } else {
                <ol class="found" id="found" aria-label="Results" onkeydown={Callback::from(walk)}>
                    { for found.iter().take(MAX_SHOWN).map(|(doc, words)| result(doc, words)) }
                </ol>
            }
        </>
    }
}

fn result(doc: &Doc, words: &[String]) -> Html {
    html! {
        <li key={doc.href.clone() + &doc.title}>
            <a href={doc.href.clone()}>{ pieces(&mark(&doc.title, words)) }</a>
            <p class="state">
                <span class="badge">{ capital(doc.kind.word()) }</span>
                if !doc.lesson.is_empty() && doc.kind != Kind::Explanation { <span>{ format!("in {}", doc.lesson) }</span> }
            </p>
            <p>{ pieces(&excerpt(&doc.text, words)) }</p>
        </li>
    }
}

fn pieces(pieces: &[Piece<'_>]) -> Html {
    let piece = |&(text, is_marked): &Piece<'_>| match is_marked {
        true => html! { <mark>{ text.to_owned() }</mark> },
        false => html! { { text.to_owned() } },
    };
    pieces.iter().map(piece).collect()
}

/// The arrow keys lead from the field through the results and back.
fn walk(event: KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    event.prevent_default();
    dom::focus_next("#seek, #found a", step);
}
