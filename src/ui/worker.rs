//! The worker's side: messages in, the engine's answers out.
//!
//! A message is the bytes of a request, or an array of those, a file's key and the file, which the request is about. The file is
//! read here, so that the page never has its bytes.

use js_sys::{Array, Date, Function, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, File, FileReaderSync, MessageEvent};

use crate::{
    analysis::{Stage, Work},
    engine::{
        Engine,
        view::{Answer, Ask, Body},
    },
};

/// How many bytes of a file are read at once.
const PIECE: u32 = 4 << 20;

/// How often the page hears of progress, in milliseconds.
const PAUSE: f64 = 100.0;

/// Answers until the page ends the worker. First of all says, with an empty message, that it is there.
pub fn run() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let mut engine = Engine::default();
    let answer = {
        let scope = scope.clone();
        move |event: MessageEvent| {
            let (message, file) = match event.data().dyn_into::<Array>() {
                Ok(parts) => (parts.get(0), Some((parts.get(1), parts.get(2)))),
                Err(message) => (message, None),
            };
            let bytes = Uint8Array::new(&message).to_vec();
            // The page sends nothing else; a message that is none would be a fault of ours, and the time limit shows it.
            let Ok(Ask { revision, request }) = postcard::from_bytes(&bytes) else { return };
            let mut told = 0.0;
            let mut tell = |work: Work| {
                let now = Date::now();
                if now - told >= PAUSE {
                    told = now;
                    send(&scope, &Answer { revision, body: Body::Work(work) });
                }
            };
            if let Some((key, file)) = file {
                // Where it can't be read, the engine says so when it misses it.
                if let (Some(key), Some(bytes)) = (key.as_f64(), read(&file, &mut tell)) {
                    engine.hold(key as u32, bytes);
                }
            }
            let body = engine.answer_telling(request, &mut tell);
            send(&scope, &Answer { revision, body });
        }
    };
    let answer = Closure::<dyn FnMut(MessageEvent)>::new(answer).into_js_value();
    scope.set_onmessage(answer.dyn_ref::<Function>());
    post(&scope, &[]);
}

/// The bytes of a file; nothing where the browser can't read it any more.
fn read(file: &JsValue, tell: &mut dyn FnMut(Work)) -> Option<Vec<u8>> {
    let file = file.dyn_ref::<File>()?;
    let reader = FileReaderSync::new().ok()?;
    let size = file.size() as u32;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size as usize).ok()?;
    for start in (0..size).step_by(PIECE as usize) {
        tell(Work::of(Stage::Opening, start as usize, size as usize));
        let end = start.saturating_add(PIECE).min(size);
        let piece = file.slice_with_f64_and_f64(f64::from(start), f64::from(end)).ok()?;
        let piece = Uint8Array::new(&reader.read_as_array_buffer(&piece).ok()?.into());
        let at = bytes.len();
        bytes.resize(at + piece.length() as usize, 0);
        piece.copy_to(&mut bytes[at..]);
    }
    Some(bytes)
}

fn send(scope: &DedicatedWorkerGlobalScope, answer: &Answer) {
    if let Ok(bytes) = postcard::to_stdvec(answer) {
        post(scope, &bytes);
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, bytes: &[u8]) {
    let array = Uint8Array::from(bytes);
    let buffer = array.buffer();
    // A message that can't be posted is one the page does not get: its time limit speaks of it.
    let _ = scope.post_message_with_transfer(&array, &js_sys::Array::of1(&buffer));
}
