//! The root: the state, the hooks that reach outside, the header and the page in front.

use std::rc::Rc;

use gloo::utils::{document, document_element};
use web_sys::File;
use yew::prelude::*;

use super::{
    engine::{Ways, use_engine},
    files::use_no_stray_drops,
    pages::{Calls, Learn, LessonPage, ProgressPage, ReviewPage},
    panes::Playground,
    parts::{Header, notice_bar},
    route::{Route, use_route},
    saved::{restore, use_saved},
    shortcuts::use_shortcuts,
};
use crate::{
    engine::view::Request,
    session::{Action, State},
};

/// The state as Yew keeps it.
#[derive(PartialEq)]
pub struct Store {
    /// The state.
    pub state: State,
}

impl Reducible for Store {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = self.state.clone();
        state.apply(action);
        Rc::new(Store { state })
    }
}

/// What every component may do: change the state, and ask the engine.
#[derive(Clone, PartialEq)]
pub struct Reach {
    /// Changes the state.
    pub act: Callback<Action>,
    /// Asks the engine.
    pub ask: Callback<Request>,
    /// Has a large file at hand for the engine; returns the key it gets it by.
    pub hold: Callback<File, u32>,
    /// Ends what the engine is at.
    pub cancel: Callback<()>,
}

/// Shows the page.
pub fn start() {
    if let Some(root) = document().get_element_by_id("app") {
        yew::Renderer::<App>::with_root(root).render();
    }
}

/// The whole page.
#[component]
fn App() -> Html {
    let store = use_reducer(|| Store { state: restore() });
    let Ways { ask, hold, cancel, begin } = use_engine(&store);
    use_saved(&store);
    let (route, moves) = use_route(&store, &ask);
    let act = {
        let dispatch = store.dispatcher();
        use_callback((), move |action: Action, ()| dispatch.dispatch(action))
    };
    use_shortcuts(&act, route == Route::Playground);
    use_no_stray_drops();
    let state = &store.state;
    use_effect_with(state.view.theme, |theme| {
        let _ = document_element().set_attribute("data-theme", theme.word());
    });
    use_effect_with(title(&route, state), |title| document().set_title(title));
    // Behind the effects that ask the engine. On the way to a lesson nothing competes with it: the worker comes when there is
    // something to read.
    use_effect_with(is_there(&route, state), move |&is_there| {
        if is_there {
            begin.emit(());
        }
    });
    let reach = Reach { act: act.clone(), ask, hold, cancel };
    let page = match &route {
        Route::Playground => html! { <Playground state={state.clone()} /> },
        Route::Calls(tab) => html! { <Calls tab={*tab} state={state.still()} player={state.calls.player.clone()} /> },
        Route::Learn => html! { <Learn state={state.clone()} query="" {moves} /> },
        Route::Search(query) => html! { <Learn state={state.clone()} query={query.clone()} {moves} /> },
        Route::Review => html! { <ReviewPage state={state.clone()} {moves} /> },
        Route::Progress => html! { <ProgressPage state={state.clone()} {moves} /> },
        Route::Lesson(spot) => {
            html! { <LessonPage key={spot.lesson.clone()} spot={spot.clone()} state={state.clone()} {moves} /> }
        }
    };
    html! {
        <ContextProvider<Reach> context={reach}>
            <a class="skip" href="#main" onclick={skip()}>{"Skip to the content"}</a>
            <div class="page">
                <Header state={state.still()} route={route.clone()} />
                { page }
            </div>
            { notice_bar(state.notice.as_ref(), &act) }
        </ContextProvider<Reach>>
    }
}

/// The document's title.
fn title(route: &Route, state: &State) -> String {
    let lesson = match (route, &state.learn.lesson) {
        (Route::Lesson(spot), Some((id, Ok(packet)))) if *id == spot.lesson => Some(packet.unit.lesson.title.as_str()),
        _ => None,
    };
    let place = lesson.unwrap_or(match route {
        Route::Playground => "Playground",
        Route::Calls(_) => "Calls",
        Route::Search(_) => "Search",
        Route::Review => "Review",
        Route::Progress => "Progress",
        Route::Learn | Route::Lesson(_) => "Learn",
    });
    format!("{place} · Wirelens")
}

/// Whether the page in front has what it is for, or can't have it, so that the engine may be loaded.
fn is_there(route: &Route, state: &State) -> bool {
    match route {
        Route::Lesson(spot) => state.learn.lesson.as_ref().is_some_and(|(id, _)| *id == spot.lesson),
        Route::Learn | Route::Search(_) | Route::Review | Route::Progress => state.learn.index.is_some(),
        Route::Playground | Route::Calls(_) => true,
    }
}

/// The fragment is the route, so the link must not be followed.
fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        super::dom::focus("main");
    })
}

/// The context every component is in.
///
/// # Panics
/// Never: [`App`] provides it around everything.
#[hook]
pub fn use_reach() -> Reach {
    use_context::<Reach>().unwrap_or_else(|| Reach {
        act: Callback::noop(),
        ask: Callback::noop(),
        hold: Callback::from(|_| 0),
        cancel: Callback::noop(),
    })
}
