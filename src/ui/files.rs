//! Files on their way in and out: the plug around `static/files.js`, which knows the browser's ways, and a pane as a place to
//! drop them.
//!
//! What is worth reading [`Picked`] says; what is made of it, the engine.

use std::{cell::RefCell, rc::Rc};

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{DataTransfer, DragEvent, Element, Event, HtmlInputElement, Node};
use yew::prelude::*;

use super::app::Reach;
use crate::{
    engine::view::{Download, Request},
    text::Files,
    workspace::Picked,
};

#[wasm_bindgen(module = "/static/files.js")]
extern "C" {
    fn dropped(transfer: &DataTransfer) -> Array;
    fn chosen(input: &HtmlInputElement) -> Array;
    #[wasm_bindgen(js_name = gather, catch)]
    async fn gather(
        things: &Array,
        enter: &Closure<dyn FnMut(String) -> bool>,
        wants: &Closure<dyn FnMut(String, f64, bool) -> bool>,
        add: &Closure<dyn FnMut(String, Option<Uint8Array>)>,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = save)]
    fn save_as(name: &str, kind: &str, bytes: &[u8]);
}

/// Files and folders as the browser has them.
#[derive(Clone, PartialEq)]
pub struct Things(Array);

/// What was chosen in a file input.
pub fn chosen_in(event: &Event) -> Option<Things> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    Some(Things(chosen(&input)))
}

/// Reads what is of use, and has the engine make files of it for this workspace.
pub fn open(Things(things): Things, present: Files, reach: &Reach) {
    let ask = reach.ask.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let picked = Rc::new(RefCell::new(Picked::default()));
        let enter = {
            let picked = picked.clone();
            Closure::<dyn FnMut(String) -> bool>::new(move |path: String| picked.borrow_mut().enter(&path))
        };
        let wants = {
            let picked = picked.clone();
            Closure::<dyn FnMut(String, f64, bool) -> bool>::new(move |path: String, size: f64, chosen: bool| {
                picked.borrow_mut().wants(&path, size as u64, chosen)
            })
        };
        let add = {
            let picked = picked.clone();
            Closure::<dyn FnMut(String, Option<Uint8Array>)>::new(move |path: String, bytes: Option<Uint8Array>| {
                picked.borrow_mut().add(path, bytes.map(|bytes| bytes.to_vec()));
            })
        };
        // It catches what a browser refuses, and tells of it by `add`.
        let _ = gather(&things, &enter, &wants, &add).await;
        let picked = std::mem::take(&mut *picked.borrow_mut());
        ask.emit(Request::Import(Box::new(picked), present));
    });
}

/// Saves a file, as the browser does with what is downloaded.
pub fn save(download: &Download) {
    save_as(&download.name, &download.kind, &download.bytes);
}

/// Makes an element a place to drop files on; returns whether some are over it.
///
/// It listens before what is inside: the editor would put a dropped file's text where the pointer is.
#[hook]
pub fn use_drop(place: NodeRef, on_drop: Callback<Things>) -> bool {
    let over = use_state_eq(|| false);
    let latest = use_mut_ref(|| on_drop.clone());
    *latest.borrow_mut() = on_drop;
    use_effect_with((), {
        let over = over.setter();
        move |()| {
            let listeners = place.cast::<Element>().map(|element| {
                ["dragenter", "dragover", "dragleave", "drop"].map(|kind| {
                    let (over, latest, inside) = (over.clone(), latest.clone(), element.clone());
                    let options =
                        EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, passive: false };
                    EventListener::new_with_options(&element, kind, options, move |event| {
                        let Some(event) = event.dyn_ref::<DragEvent>() else { return };
                        let Some(transfer) = files_in(event) else { return };
                        event.prevent_default();
                        event.stop_propagation();
                        match event.type_().as_str() {
                            "drop" => {
                                over.set(false);
                                let callback = latest.borrow().clone();
                                callback.emit(Things(dropped(&transfer)));
                            }
                            "dragleave" => {
                                let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
                                over.set(inside.contains(to.as_ref()) && to.is_some());
                            }
                            _ => {
                                transfer.set_drop_effect("copy");
                                over.set(true);
                            }
                        }
                    })
                })
            });
            move || drop(listeners)
        }
    });
    *over
}

/// Files dropped where nothing takes them would replace the page.
#[hook]
pub fn use_no_stray_drops() {
    use_effect_with((), |()| {
        let listeners = ["dragover", "drop"].map(|kind| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&gloo::utils::window(), kind, options, |event| {
                let Some(event) = event.dyn_ref::<DragEvent>().filter(|event| !event.default_prevented()) else {
                    return;
                };
                if let Some(transfer) = files_in(event) {
                    event.prevent_default();
                    transfer.set_drop_effect("none");
                }
            })
        });
        move || drop(listeners)
    });
}

/// What is dragged, where that is files.
fn files_in(event: &DragEvent) -> Option<DataTransfer> {
    let transfer = event.data_transfer()?;
    transfer.types().includes(&JsValue::from_str("Files"), 0).then_some(transfer)
}
