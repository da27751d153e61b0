//! Brotli, which has a program and a worker of its own: it is loaded when the size lab is opened, and only then.
//!
//! A question is an array: its number, then the bytes to measure. The answer is one of the number and what is left of each. Once
//! it is there, the worker says so by an empty array.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};
use yew::prelude::*;

use crate::{engine::lab::Lab, size::brotli::brotli};

/// Answers until the page ends the worker.
pub fn run() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let answer = {
        let scope = scope.clone();
        move |event: MessageEvent| {
            let Ok(asked) = event.data().dyn_into::<Array>() else { return };
            let answer = Array::of1(&asked.get(0));
            for bytes in asked.iter().skip(1) {
                answer.push(&JsValue::from(brotli(&Uint8Array::new(&bytes).to_vec()) as u32));
            }
            // An answer that can't be posted is one that is awaited, and shown as that.
            let _ = scope.post_message(&answer);
        }
    };
    let answer = Closure::<dyn FnMut(MessageEvent)>::new(answer).into_js_value();
    scope.set_onmessage(answer.dyn_ref::<Function>());
    let _ = scope.post_message(&Array::new());
}

#[wasm_bindgen]
extern "C" {
    /// Starts the worker; `static/boot.js` knows its address and holds the trusted type for it.
    #[wasm_bindgen(js_name = wirelensSqueeze, catch)]
    fn start_squeeze() -> Result<Worker, JsValue>;
}

/// What is known of the sizes of a message with brotli.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Brotli {
    /// They are being measured.
    #[default]
    Awaited,
    /// Of the bytes and of the JSON.
    Sizes(usize, usize),
    /// They can't be measured here.
    Unknown,
}

/// The worker and what it is asked.
#[derive(Default)]
struct Link {
    worker: Option<Worker>,
    ready: bool,
    /// The newest question, until it is sent.
    waiting: Option<Array>,
    /// The revision it is about.
    asked: u32,
}

impl Link {
    fn pump(&mut self) {
        if let (Some(worker), true) = (&self.worker, self.ready)
            && let Some(question) = self.waiting.take()
        {
            let _ = worker.post_message(&question);
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
    }
}

/// What brotli makes of the message that was measured last, whose revision comes with it.
#[hook]
pub fn use_brotli(found: Option<&(u32, Rc<Result<Lab, String>>)>) -> Brotli {
    let link = use_mut_ref(Link::default);
    let known = use_state_eq(|| (0, Brotli::Awaited));
    let revision = found.map(|(revision, _)| *revision);
    use_effect_with(revision, {
        let (known, lab) = (known.setter(), found.map(|(_, lab)| lab.clone()));
        move |revision| {
            let Some((revision, Ok(lab))) = revision.zip(lab.as_deref()) else { return };
            let Some((bytes, json)) = &lab.texts else { return known.set((revision, Brotli::Unknown)) };
            let question =
                Array::of3(&revision.into(), &Uint8Array::from(bytes.as_slice()), &Uint8Array::from(json.as_bytes()));
            let mut own = link.borrow_mut();
            (own.waiting, own.asked) = (Some(question), revision);
            if own.worker.is_none() {
                own.worker = start(&link, &known);
            }
            if own.worker.is_none() {
                known.set((revision, Brotli::Unknown));
            }
            own.pump();
        }
    });
    match *known {
        (of, brotli) if Some(of) == revision => brotli,
        _ => Brotli::Awaited,
    }
}

fn start(link: &Rc<RefCell<Link>>, known: &UseStateSetter<(u32, Brotli)>) -> Option<Worker> {
    let worker = start_squeeze().ok()?;
    let on_message = {
        let (link, known) = (Rc::downgrade(link), known.clone());
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let (Some(link), Ok(answer)) = (link.upgrade(), event.data().dyn_into::<Array>()) else { return };
            let number = |at: u32| answer.get(at).as_f64().unwrap_or_default();
            if answer.length() > 0 {
                known.set((number(0) as u32, Brotli::Sizes(number(1) as usize, number(2) as usize)));
            } else {
                link.borrow_mut().ready = true;
            }
            link.borrow_mut().pump();
        })
    };
    let on_error = {
        let (link, known) = (Rc::downgrade(link), known.clone());
        Closure::<dyn Fn(Event)>::new(move |event: Event| {
            // What is dealt with here need not alarm the console.
            event.prevent_default();
            if let Some(link) = link.upgrade() {
                known.set((link.borrow().asked, Brotli::Unknown));
            }
        })
    };
    worker.set_onmessage(on_message.into_js_value().dyn_ref::<Function>());
    worker.set_onerror(on_error.into_js_value().dyn_ref::<Function>());
    Some(worker)
}
