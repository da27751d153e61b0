//! The keys that work wherever the focus is.

use gloo::{
    events::{EventListener, EventListenerOptions},
    utils::window,
};
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};
use yew::prelude::*;

use super::dom;
use crate::session::Action;

/// Listens for the help's keys and, where there is a playground, for the palette's.
#[hook]
pub fn use_shortcuts(act: &Callback<Action>, playground: bool) {
    use_effect_with(playground, {
        let act = act.clone();
        move |&playground| {
            let options = EventListenerOptions::enable_prevent_default();
            let listener = EventListener::new_with_options(&window(), "keydown", options, move |event: &Event| {
                let Some(pressed) = event.dyn_ref::<KeyboardEvent>().filter(|pressed| !pressed.is_composing()) else {
                    return;
                };
                if let Some(action) = meant(pressed, playground) {
                    event.prevent_default();
                    act.emit(action);
                }
            });
            move || drop(listener)
        }
    });
}

/// See [`SYMBOLS`](crate::session::shortcuts::SYMBOLS) and [`HELP`](crate::session::shortcuts::HELP).
fn meant(pressed: &KeyboardEvent, playground: bool) -> Option<Action> {
    let held = if dom::is_mac() { pressed.meta_key() } else { pressed.ctrl_key() };
    let bare = !(pressed.ctrl_key() || pressed.meta_key() || pressed.alt_key());
    match pressed.key().as_str() {
        "F1" if bare => Some(Action::ToggleHelp),
        "?" if bare && !dom::takes_text(pressed.target()) => Some(Action::ToggleHelp),
        "O" | "o" if held && pressed.shift_key() && !pressed.alt_key() && playground => Some(Action::OpenSymbols),
        _ => None,
    }
}
