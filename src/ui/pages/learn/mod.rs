//! What there is to learn: the path of lessons with how far one is, a search over all of it, a review of what may be forgotten.

mod contents;
mod fetch;
mod lesson;
mod progress;
mod review;
mod search;

pub use lesson::LessonPage;
pub use progress::ProgressPage;
pub use review::ReviewPage;

use yew::prelude::*;

use crate::{
    session::State,
    ui::{dom, pages::learn::fetch::use_index},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
    /// What is looked for; empty for the list of lessons.
    pub query: String,
    /// The number of the move that led here; 0 if the page was loaded so.
    pub moves: u32,
}

/// The page.
#[component]
pub fn Learn(props: &Props) -> Html {
    use_index(&props.state.learn);
    use_arrival(props.moves);
    let (field, found) = search::use_search(&props.query);
    let contents = || match &props.state.learn.index {
        None => html! { <p class="dim" role="status">{ "Loading…" }</p> },
        Some(Err(sentence)) => html! { <p role="alert">{ sentence.clone() }</p> },
        Some(Ok(index)) => contents::contents(index, &props.state.learn),
    };
    html! {
        <main class="doc-page" id="main" tabindex="-1">
            <div class="sheet learn">
                <h1>{ "Learn" }</h1>
                <p class="lead">{ "Short lessons with parts that run, and questions you can try as often as you like." }</p>
                { field }
                { found.unwrap_or_else(contents) }
            </div>
        </main>
    }
}

/// Puts the focus on a page that was come to from another one, which took the focus with it.
#[hook]
fn use_arrival(moves: u32) {
    use_effect_with((), move |()| {
        if moves > 0 {
            dom::focus("main");
        }
    });
}
