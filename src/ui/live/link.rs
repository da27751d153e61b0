//! The worker: requests to it, in order, and its answers. The same program as the playground's, in a worker of this page's own.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{ErrorEvent, MessageEvent, Worker};
use yew::prelude::*;

use crate::engine::view::{Answer, Ask, Body, Request};

/// How long the engine may take for one answer, in milliseconds.
const PATIENCE: u32 = 10_000;

#[wasm_bindgen]
extern "C" {
    /// Starts a worker; `static/boot.js` knows its address and holds the trusted type for it.
    #[wasm_bindgen(js_name = wirelensWorker, catch)]
    fn start_worker() -> Result<Worker, JsValue>;
}

/// The way to the worker.
#[derive(Clone)]
pub struct Ways(Rc<RefCell<Link>>);

/// Who is told of an answer, or of nothing when the worker is lost.
type Heard = Rc<dyn Fn(&Ways, Option<Body>)>;

struct Link {
    worker: Option<Worker>,
    is_ready: bool,
    waiting: VecDeque<Request>,
    /// The time limit of the answer that is awaited.
    patience: Option<Timeout>,
    heard: Heard,
}

impl Ways {
    /// Asks the engine, behind all that was asked before.
    pub fn ask(&self, request: Request) {
        self.0.borrow_mut().waiting.push_back(request);
        self.pump();
    }

    fn pump(&self) {
        let mut link = self.0.borrow_mut();
        if link.worker.is_none() {
            link.worker = self.start();
        }
        if !link.is_ready || link.patience.is_some() {
            return;
        }
        let Some(request) = link.waiting.pop_front() else { return };
        let bytes = postcard::to_stdvec(&Ask { revision: 0, request }).unwrap_or_default();
        let array = Uint8Array::from(bytes.as_slice());
        if let Some(worker) = &link.worker {
            let _ = worker.post_message_with_transfer(&array, &Array::of1(&array.buffer()));
        }
        let ways = self.clone();
        link.patience = Some(Timeout::new(PATIENCE, move || ways.lost()));
    }

    fn start(&self) -> Option<Worker> {
        let worker = start_worker().ok()?;
        let on_message = {
            let ways = self.clone();
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| ways.hear(&event))
        };
        let on_error = {
            let ways = self.clone();
            Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
                event.prevent_default();
                ways.lost();
            })
        };
        worker.set_onmessage(on_message.into_js_value().dyn_ref::<Function>());
        worker.set_onerror(on_error.into_js_value().dyn_ref::<Function>());
        Some(worker)
    }

    fn hear(&self, event: &MessageEvent) {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        if bytes.is_empty() {
            self.0.borrow_mut().is_ready = true;
        } else if let Ok(Answer { body, .. }) = postcard::from_bytes(&bytes) {
            // Progress is told of what still goes on.
            if !matches!(body, Body::Work(_)) {
                self.0.borrow_mut().patience = None;
            }
            let heard = self.0.borrow().heard.clone();
            heard(self, Some(body));
        }
        self.pump();
    }

    /// Ends the worker, with all that waits for it. The next question starts another one.
    fn lost(&self) {
        let mut link = self.0.borrow_mut();
        if let Some(worker) = link.worker.take() {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
        link.is_ready = false;
        link.patience = None;
        link.waiting.clear();
        let heard = link.heard.clone();
        drop(link);
        heard(self, None);
    }
}

/// Starts the worker with the first question. What it answers is heard, and nothing when it is lost.
#[hook]
pub fn use_link(heard: impl Fn(&Ways, Option<Body>) + 'static) -> Callback<Request> {
    let ways = use_memo((), |()| {
        Ways(Rc::new(RefCell::new(Link {
            worker: None,
            is_ready: false,
            waiting: VecDeque::new(),
            patience: None,
            heard: Rc::new(heard),
        })))
    });
    use_callback((), move |request: Request, ()| ways.ask(request))
}
