//! Keeps the work between visits, in this browser only.

use gloo::{events::EventListener, timers::callback::Timeout, utils::window};
use web_sys::Storage;
use yew::prelude::*;

use super::app::Store;
use crate::session::{Action, Saved, State};

const KEY: &str = "wirelens";

/// How long typing may pause before it is kept, in milliseconds. Leaving the page keeps it at once.
const PAUSE: u32 = 400;

fn storage() -> Option<Storage> {
    // Blocked storage is an exception in some browsers and nothing in others.
    window().local_storage().ok().flatten()
}

/// The state at the start: what was kept, or the first example; and what to tell where something was kept but can't be read.
pub fn restore() -> State {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    match text.as_deref().map(Saved::from_text) {
        Some(Ok(saved)) => State::new(Some(saved)),
        Some(Err(_)) => {
            let mut state = State::new(None);
            state.apply(Action::Tell(
                "What this browser had kept can't be read any more, so this is a fresh start.".into(),
            ));
            state
        }
        None => State::new(None),
    }
}

/// Keeps the state after each pause, and when the page is left.
#[hook]
pub fn use_saved(store: &UseReducerHandle<Store>) {
    let latest = use_mut_ref(|| store.state.clone());
    let pending = use_mut_ref(|| None::<Timeout>);
    let told = use_mut_ref(|| false);
    *latest.borrow_mut() = store.state.clone();
    let keep = {
        let (latest, pending, told, dispatch) = (latest.clone(), pending.clone(), told, store.dispatcher());
        use_callback((), move |(), ()| {
            pending.borrow_mut().take();
            let text = latest.borrow().saved().to_text();
            let kept = storage().is_some_and(|storage| storage.set_item(KEY, &text).is_ok());
            let told_before = std::mem::replace(&mut *told.borrow_mut(), !kept);
            if !kept && !told_before {
                let text = "This browser can't keep your work: its storage is full or blocked. Everything works, but is gone when the tab closes; use Share to keep it.";
                dispatch.dispatch(Action::Tell(text.into()));
            }
        })
    };
    let state = &store.state;
    let first = use_mut_ref(|| true);
    use_effect_with(
        (
            state.revision,
            state.calls.changes,
            state.active,
            state.view,
            (state.learn.progress.clone(), state.learn.trail.clone(), state.learn.written),
            state.kept.clone(),
            state.calls.shop.settings,
        ),
        {
            let (keep, pending) = (keep.clone(), pending.clone());
            move |_| {
                // What was just read need not be written.
                if !std::mem::replace(&mut *first.borrow_mut(), false) {
                    *pending.borrow_mut() = Some(Timeout::new(PAUSE, move || keep.emit(())));
                }
            }
        },
    );
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "pagehide", move |_| {
            if pending.borrow().is_some() {
                keep.emit(());
            }
        });
        move || drop(listener)
    });
}
