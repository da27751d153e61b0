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
    /// A lesson.
    Lesson(String),
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
    Address::Page(match fragment {
        "#/learn" => Route::Learn,
        other => match other.strip_prefix("#/learn/") {
            Some(lesson) if !lesson.is_empty() => Route::Lesson(lesson.to_owned()),
            _ => Route::Playground,
        },
    })
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

/// Follows the address; loads what a link or an example's address brings.
#[hook]
pub fn use_route(store: &UseReducerHandle<Store>, ask: &Callback<Request>) -> Route {
    let route = use_state(|| match read(&window().location().hash().unwrap_or_default()) {
        Address::Page(route) => route,
        _ => Route::Playground,
    });
    let follow = {
        let (route, dispatch, ask) = (route.setter(), store.dispatcher(), ask.clone());
        move || match read(&window().location().hash().unwrap_or_default()) {
            Address::Page(page) => route.set(page),
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
fn arrived(route: &UseStateSetter<Route>) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("#/"));
    }
    route.set(Route::Playground);
}
