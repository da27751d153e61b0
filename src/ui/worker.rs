//! The worker's side: messages in, the engine's answers out.

use js_sys::{Function, Uint8Array};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::engine::{
    Engine,
    view::{Answer, Ask},
};

/// Answers until the page ends the worker. First of all says, with an empty message, that it is there.
pub fn run() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let mut engine = Engine::default();
    let answer = {
        let scope = scope.clone();
        move |event: MessageEvent| {
            let bytes = Uint8Array::new(&event.data()).to_vec();
            // The page sends nothing else; a message that is none would be a fault of ours, and the time limit shows it.
            let Ok(Ask { revision, request }) = postcard::from_bytes(&bytes) else { return };
            let answer = Answer { revision, body: engine.answer(request) };
            if let Ok(bytes) = postcard::to_stdvec(&answer) {
                post(&scope, &bytes);
            }
        }
    };
    let answer = Closure::<dyn FnMut(MessageEvent)>::new(answer).into_js_value();
    scope.set_onmessage(answer.dyn_ref::<Function>());
    post(&scope, &[]);
}

fn post(scope: &DedicatedWorkerGlobalScope, bytes: &[u8]) {
    let array = Uint8Array::from(bytes);
    let buffer = array.buffer();
    // A message that can't be posted is one the page does not get: its time limit speaks of it.
    let _ = scope.post_message_with_transfer(&array, &js_sys::Array::of1(&buffer));
}
