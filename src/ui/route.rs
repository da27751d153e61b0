//! Where the user is: the fragment of the address, so that any static host serves every route.

use gloo::{events::EventListener, utils::window};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::app::Store;
use crate::{analysis::Input, engine::view::Request, examples, session::Action};

/// The pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// Schema, message, bytes.
    #[default]
    Playground,
    /// Calls of the services' methods.
    Calls(Tab),
    /// The list of lessons.
    Learn,
    /// What is found in the lessons for this.
    Search(String),
    /// What is due today, a question at a time.
    Review,
    /// How far the learner is.
    Progress,
    /// A lesson.
    Lesson(Spot),
}

impl Route {
    /// Whether it is one of the pages behind "Learn".
    pub fn is_learn(&self) -> bool {
        matches!(self, Route::Learn | Route::Search(_) | Route::Review | Route::Progress | Route::Lesson(_))
    }
}

/// A place in a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The lesson's id.
    pub lesson: String,
    /// The anchor of a heading, or the id of a question; empty for the top.
    pub at: String,
}

/// What the page of calls is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// One call of a method of the workspace.
    #[default]
    One,
    /// The online store: many calls for one order.
    Store,
    /// A call as source code.
    Code,
}

impl Tab {
    /// All of them, each with its address and its name.
    pub const ALL: [(Tab, &str, &str); 3] = [
        (Tab::One, "#/calls", "One call"),
        (Tab::Store, "#/calls/store", "Online store"),
        (Tab::Code, "#/calls/code", "Code"),
    ];
}

/// What a fragment says: a page, and perhaps something to load.
#[derive(Clone, Debug, PartialEq)]
enum Address {
    Page(Route),
    Link(String),
    Example(String),
}

const LINK: &str = "#/s/";
const EXAMPLE: &str = "#/?example=";
const LEARN: &str = "#/learn";
const SEARCH: &str = "#/learn/search?q=";

/// The address of [`Route::Review`].
pub const REVIEW: &str = "#/learn/review";
/// The address of [`Route::Progress`].
pub const PROGRESS: &str = "#/learn/progress";

fn read(fragment: &str) -> Address {
    if let Some(link) = fragment.strip_prefix(LINK) {
        return Address::Link(link.to_owned());
    }
    if let Some(slug) = fragment.strip_prefix(EXAMPLE) {
        return Address::Example(slug.to_owned());
    }
    if let Some((tab, ..)) = Tab::ALL.into_iter().find(|(_, address, _)| *address == fragment) {
        return Address::Page(Route::Calls(tab));
    }
    if let Some(query) = fragment.strip_prefix(SEARCH) {
        // What is no encoding is what was typed.
        let query = js_sys::decode_uri_component(query).map_or_else(|_| query.to_owned(), String::from);
        return Address::Page(Route::Search(query));
    }
    match fragment {
        REVIEW => return Address::Page(Route::Review),
        PROGRESS => return Address::Page(Route::Progress),
        _ => {}
    }
    Address::Page(match fragment.strip_prefix(LEARN) {
        Some("" | "/") => Route::Learn,
        Some("/search") => Route::Search(String::new()),
        Some(place) => match place.strip_prefix('/') {
            Some(place) => {
                let (lesson, at) = place.split_once('/').unwrap_or((place, ""));
                Route::Lesson(Spot { lesson: lesson.to_owned(), at: at.to_owned() })
            }
            None => Route::Playground,
        },
        None => Route::Playground,
    })
}

/// The address of what is found for a query; of the list of lessons if it is empty.
pub fn search(query: &str) -> String {
    match query {
        "" => LEARN.to_owned(),
        query => format!("{SEARCH}{}", String::from(js_sys::encode_uri_component(query))),
    }
}

/// The address of this page with the workspace in it.
pub fn address(link: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let base = href.split('#').next().unwrap_or_default();
    format!("{base}{LINK}{link}")
}

/// Goes to the page.
pub fn go(fragment: &str) {
    let _ = window().location().set_hash(fragment);
}

/// Goes to the page in place of the one in front: going back leads to the one before.
pub fn go_instead(fragment: &str) {
    // As an address relative to the document's; the document stays, since nothing but the fragment changes.
    let _ = window().location().replace(fragment);
}

/// Follows the address; loads what a link or an example's address brings. The number is of the moves since the page was
/// loaded: a move to where one is already is one, too.
#[hook]
pub fn use_route(store: &UseReducerHandle<Store>, ask: &Callback<Request>) -> (Route, u32) {
    let route = use_state(|| match read(&window().location().hash().unwrap_or_default()) {
        Address::Page(route) => (route, 0),
        _ => (Route::Playground, 0),
    });
    let follow = {
        let (route, dispatch, ask) = (route.setter(), store.dispatcher(), ask.clone());
        let moves = std::cell::Cell::new(0);
        move || match read(&window().location().hash().unwrap_or_default()) {
            // The first time, the page is shown already.
            Address::Page(page) => route.set((page, moves.replace(moves.get() + 1))),
            Address::Link(link) => {
                ask.emit(Request::Open(link));
                arrived(&route);
            }
            Address::Example(slug) => {
                dispatch.dispatch(match examples::find(&slug) {
                    Some(example) => Action::Load(example.title.to_owned(), Box::new(Input::from(example))),
                    None => Action::Tell("There is no example of that name.".into()),
                });
                arrived(&route);
            }
        }
    };
    use_effect_with((), move |()| {
        follow();
        let listener = EventListener::new(&window(), "hashchange", move |_| follow());
        move || drop(listener)
    });
    (*route).clone()
}

/// A workspace is loaded once, not again at every reload: the address becomes the playground's.
fn arrived(route: &UseStateSetter<(Route, u32)>) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("#/"));
    }
    route.set((Route::Playground, 0));
}
