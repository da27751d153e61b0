//! Keeps the work between visits, in this browser only, and beside it what a learner answered and read.
//!
//! The work is the tab's that wrote it last. Answers are everybody's: before a tab writes them it takes in what is there, and
//! it hears of what another one writes.

use gloo::{events::EventListener, timers::callback::Timeout, utils::window};
use wasm_bindgen::JsCast;
use web_sys::{Storage, StorageEvent};
use yew::prelude::*;

use super::app::Store;
use crate::session::{
    Action, Saved, State,
    learn::{Act, Record},
};

const KEY: &str = "wirelens";
const RECORD: &str = "wirelens.learn";

/// How long typing may pause before it is kept, in milliseconds. Leaving the page keeps it at once.
const PAUSE: u32 = 400;

fn storage() -> Option<Storage> {
    // Blocked storage is an exception in some browsers and nothing in others.
    window().local_storage().ok().flatten()
}

fn kept_record() -> Option<Record> {
    Record::from_text(&storage()?.get_item(RECORD).ok()??)
}

/// The state at the start: what was kept, or the first example; and what to tell where something was kept but can't be read.
pub fn restore() -> State {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let mut state = match text.as_deref().map(Saved::from_text) {
        Some(Ok(saved)) => State::new(Some(saved)),
        Some(Err(_)) => {
            let mut state = State::new(None);
            state.apply(Action::Tell(
                "What this browser had kept can't be read any more, so this is a fresh start.".into(),
            ));
            state
        }
        None => State::new(None),
    };
    if let Some(record) = kept_record() {
        state.apply(Action::Learn(Act::Joined(Box::new(record))));
    }
    state
}

/// Keeps what was answered and read, at once, and takes in what another tab keeps.
#[hook]
fn use_record(store: &UseReducerHandle<Store>, tell: Callback<bool>) {
    let dispatch = store.dispatcher();
    use_effect_with(store.state.learn.record.clone(), {
        let dispatch = dispatch.clone();
        move |record| {
            let kept = kept_record();
            let mut all = (**record).clone();
            if let Some(kept) = &kept {
                all.join(kept);
            }
            if kept.as_ref() != Some(&all) && all != Record::default() {
                tell.emit(storage().is_some_and(|storage| storage.set_item(RECORD, &all.to_text()).is_ok()));
            }
            if all != **record {
                dispatch.dispatch(Action::Learn(Act::Joined(Box::new(all))));
            }
        }
    });
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "storage", move |event| {
            let event = event.dyn_ref::<StorageEvent>().filter(|event| event.key().as_deref() == Some(RECORD));
            let record = event.and_then(StorageEvent::new_value).as_deref().and_then(Record::from_text);
            if let Some(record) = record {
                dispatch.dispatch(Action::Learn(Act::Joined(Box::new(record))));
            }
        });
        move || drop(listener)
    });
}

/// Keeps the state after each pause, and when the page is left.
#[hook]
pub fn use_saved(store: &UseReducerHandle<Store>) {
    let latest = use_mut_ref(|| store.state.clone());
    let pending = use_mut_ref(|| None::<Timeout>);
    let told = use_mut_ref(|| false);
    *latest.borrow_mut() = store.state.clone();
    let tell = {
        let dispatch = store.dispatcher();
        use_callback((), move |kept: bool, ()| {
            let told_before = std::mem::replace(&mut *told.borrow_mut(), !kept);
            if !kept && !told_before {
                let text = "This browser can't keep your work: its storage is full or blocked. Everything works, but is gone when the tab closes; use Share to keep it.";
                dispatch.dispatch(Action::Tell(text.into()));
            }
        })
    };
    use_record(store, tell.clone());
    let keep = {
        let (latest, pending) = (latest.clone(), pending.clone());
        use_callback((), move |(), ()| {
            pending.borrow_mut().take();
            let text = latest.borrow().saved().to_text();
            tell.emit(storage().is_some_and(|storage| storage.set_item(KEY, &text).is_ok()));
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
            state.learn.written,
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
