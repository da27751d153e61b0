//! The page's side of the worker: asks, waits, gives up, starts anew.
//!
//! gloo-worker neither ends a worker nor tells of its errors, and both are needed here: a worker whose stack or memory
//! ran out answers nothing any more, and one that runs too long has to be ended from outside.

use std::{cell::RefCell, rc::Rc};

use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{ErrorEvent, File, MessageEvent, Worker};
use yew::prelude::*;

use super::{app::Store, dom, files};
use crate::{
    analysis::{Input, Payload},
    engine::{
        copy::Copied,
        view::{Answer, Ask, Body, Change, Point, Request},
    },
    message::form::data::Asked,
    session::{Action, EngineState, Outbox},
};

/// How long the engine may take for one answer, in milliseconds.
const PATIENCE: u32 = 10_000;

#[wasm_bindgen]
extern "C" {
    /// Starts a worker; `static/boot.js` knows its address and holds the trusted type for it.
    #[wasm_bindgen(js_name = wirelensWorker, catch)]
    fn start_worker() -> Result<Worker, JsValue>;
}

#[derive(Default)]
struct Link {
    /// A worker may be loaded.
    may_load: bool,
    worker: Option<Worker>,
    /// The worker has said that it is there.
    ready: bool,
    outbox: Outbox,
    /// What the worker has, so that it is not sent again.
    known: Option<Rc<Input>>,
    /// The revision in flight, and the time limit.
    waiting: Option<(u32, Timeout)>,
    revision: u32,
    /// How many workspaces there were.
    workspaces: u32,
    /// The number of the newest question that was sent on.
    asked: u32,
    /// The large files that were opened, by key less one. The browser reads one of them when the worker asks.
    files: Vec<File>,
    /// The key of the one the worker holds.
    held: Option<u32>,
}

type Shared = Rc<RefCell<Link>>;

/// The ways to the engine.
pub struct Ways {
    /// Asks it.
    pub ask: Callback<Request>,
    /// Has a file at hand for it; returns the key it gets it by.
    pub hold: Callback<File, u32>,
    /// Ends what it is at.
    pub cancel: Callback<()>,
    /// Has it loaded; what is asked before waits.
    pub begin: Callback<()>,
}

/// Keeps the engine informed of the input and the window; returns the ways to it.
#[hook]
pub fn use_engine(store: &UseReducerHandle<Store>) -> Ways {
    let link = use_mut_ref(Link::default);
    let dispatch = store.dispatcher();
    let ask = {
        let link = link.clone();
        use_callback((), move |request: Request, ()| {
            link.borrow_mut().outbox.push(request);
            pump(&link, &dispatch);
        })
    };
    let hold = {
        let link = link.clone();
        use_callback((), move |file: File, ()| {
            let files = &mut link.borrow_mut().files;
            files.push(file);
            files.len() as u32
        })
    };
    let cancel = {
        let (link, dispatch) = (link.clone(), store.dispatcher());
        use_callback((), move |(), ()| {
            let revision = end(&link);
            dispatch.dispatch(Action::Cancelled(revision));
            pump(&link, &dispatch);
        })
    };
    let begin = {
        let (link, dispatch) = (link.clone(), store.dispatcher());
        use_callback((), move |(), ()| {
            link.borrow_mut().may_load = true;
            pump(&link, &dispatch);
        })
    };
    let state = &store.state;
    use_effect_with((state.revision, state.engine == EngineState::Stopped, state.view.hints), {
        let (link, ask, input, window) = (link.clone(), ask.clone(), state.input.clone(), state.window);
        let json = state.view.json;
        let (workspaces, choose) = (state.workspaces, state.choice());
        move |&(revision, stopped, hints)| {
            link.borrow_mut().revision = revision;
            // The input the engine was lost over is not tried again.
            if !stopped {
                let change = change(&mut link.borrow_mut(), &input);
                let is_other = std::mem::replace(&mut link.borrow_mut().workspaces, workspaces) != workspaces;
                ask.emit(Request::Analyze(Change { is_other, window, hints, json, choose, ..change }));
            }
        }
    });
    // Both behind the effect above, so that they are about the newest text.
    let deed = state.deed().map(|(number, deed)| (number, state.revision, deed.clone()));
    use_effect_with(
        (deed.as_ref().map(|(number, revision, _)| (*number, *revision)), state.engine == EngineState::Stopped),
        {
            let ask = ask.clone();
            move |&(_, stopped)| {
                if let Some((number, _, deed)) = deed.filter(|_| !stopped) {
                    ask.emit(Request::Act(number, deed));
                }
            }
        },
    );
    use_effect_with((state.revision, state.engine == EngineState::Stopped, state.form_asked()), {
        let ask = ask.clone();
        move |(_, stopped, asked): &(u32, bool, Option<Asked>)| {
            if let (false, Some(asked)) = (*stopped, asked) {
                ask.emit(Request::Form(asked.clone()));
            }
        }
    });
    // Behind the effect above, so that a place in the bytes is one of the newest.
    use_effect_with(state.pointed, {
        let ask = ask.clone();
        move |&(number, at)| {
            if number > 0 {
                ask.emit(Request::Point(Point { at, hold: true }));
            }
        }
    });
    // Behind the effect above, so that a question about a text follows the text.
    use_effect_with(state.language.last, {
        let (link, ask, asked) = (link, ask.clone(), state.language.asked.clone());
        move |&last| {
            let sent = std::mem::replace(&mut link.borrow_mut().asked, last);
            for asked in asked.into_iter().filter(|asked| asked.query.id > sent) {
                ask.emit(Request::Language(asked.query));
            }
        }
    });
    use_effect_with(state.finds, {
        let (ask, finding) = (ask.clone(), state.finding.clone());
        move |&finds| {
            if finds > 0 {
                ask.emit(Request::Find(finding.map(|finding| finding.request(finds))));
            }
        }
    });
    use_effect_with(state.window, {
        let ask = ask.clone();
        move |&window| ask.emit(Request::Look(window))
    });
    Ways { ask, hold, cancel, begin }
}

/// The parts of the input the worker does not have.
fn change(link: &mut Link, input: &Rc<Input>) -> Change {
    let known = link.known.replace(input.clone());
    Change::between(known.as_deref(), input)
}

type Dispatch = UseReducerDispatcher<Store>;

fn pump(link: &Shared, dispatch: &Dispatch) {
    let mut own = link.borrow_mut();
    if !own.may_load {
        return;
    }
    if own.worker.is_none() {
        own.ready = false;
        own.worker = start(link, dispatch);
        if own.worker.is_none() {
            drop(own);
            dispatch.dispatch(Action::Tell("The engine can't be started: this browser refuses web workers.".into()));
        }
        return;
    }
    if !own.ready {
        return;
    }
    let Some(request) = own.outbox.send() else { return };
    let revision = own.revision;
    own.waiting = Some((revision, patience(link, dispatch)));
    let file = needed(&mut own, &request);
    let bytes = postcard::to_stdvec(&Ask { revision, request }).unwrap_or_default();
    let array = Uint8Array::from(bytes.as_slice());
    let buffer = array.buffer();
    let message = match file {
        Some((key, file)) => Array::of3(&array, &key.into(), &file).into(),
        None => JsValue::from(array),
    };
    if let Some(worker) = &own.worker {
        let _ = worker.post_message_with_transfer(&message, &Array::of1(&buffer));
    }
}

/// The time limit of an answer: the engine is lost if it neither answers nor tells of progress.
fn patience(link: &Shared, dispatch: &Dispatch) -> Timeout {
    let (link, dispatch) = (link.clone(), dispatch.clone());
    Timeout::new(PATIENCE, move || lost(&link, &dispatch, "took longer than ten seconds"))
}

/// The file that a request is about, with its key, unless the worker holds it.
fn needed(link: &mut Link, request: &Request) -> Option<(u32, File)> {
    let Request::Analyze(Change { payload: Some(Payload::Held(held)), .. }) = request else { return None };
    if link.held == Some(held.key) {
        return None;
    }
    let file = link.files.get(held.key.checked_sub(1)? as usize)?.clone();
    link.held = Some(held.key);
    Some((held.key, file))
}

fn start(link: &Shared, dispatch: &Dispatch) -> Option<Worker> {
    let worker = start_worker().ok()?;
    let on_message = {
        let (link, dispatch) = (link.clone(), dispatch.clone());
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| heard(&link, &dispatch, &event))
    };
    let on_error = {
        let (link, dispatch) = (link.clone(), dispatch.clone());
        Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            // What is dealt with here need not alarm the console.
            event.prevent_default();
            if link.borrow().ready {
                lost(&link, &dispatch, "ran out of stack or memory");
            } else {
                let text =
                    "The engine could not be loaded. Check the connection and reload the page; your text is kept.";
                dispatch.dispatch(Action::Tell(text.into()));
            }
        })
    };
    worker.set_onmessage(on_message.into_js_value().dyn_ref::<Function>());
    worker.set_onerror(on_error.into_js_value().dyn_ref::<Function>());
    Some(worker)
}

fn heard(link: &Shared, dispatch: &Dispatch, event: &MessageEvent) {
    let bytes = Uint8Array::new(&event.data()).to_vec();
    if bytes.is_empty() {
        link.borrow_mut().ready = true;
    } else {
        let answer = postcard::from_bytes::<Answer>(&bytes);
        {
            let mut own = link.borrow_mut();
            if let Ok(Answer { body: Body::Work(_), .. }) = answer {
                own.waiting = own.waiting.take().map(|(revision, _)| (revision, patience(link, dispatch)));
            } else {
                own.outbox.answered();
                own.waiting = None;
            }
        }
        if let Ok(answer) = answer {
            take_out(&answer.body, dispatch);
            dispatch.dispatch(Action::Answered(answer));
        }
    }
    pump(link, dispatch);
}

/// What leaves the page: a file that is saved, a text that is put into the clipboard.
fn take_out(body: &Body, dispatch: &Dispatch) {
    match body {
        Body::Exported(Ok(download)) | Body::Copied(Ok(Copied::File(download, _))) => files::save(download),
        Body::Copied(Ok(Copied::Text(text, what))) => {
            let (dispatch, what) = (dispatch.clone(), what.clone());
            let told = Callback::from(move |done| {
                dispatch.dispatch(Action::Tell(if done {
                    format!("Copied {what}.")
                } else {
                    "This browser did not let the page copy.".to_owned()
                }));
            });
            dom::copy(text.clone(), told);
        }
        _ => {}
    }
}

/// Ends the worker, tells the user, and has another one ready for the next input.
fn lost(link: &Shared, dispatch: &Dispatch, reason: &'static str) {
    let revision = end(link);
    dispatch.dispatch(Action::Lost(revision, reason));
    pump(link, dispatch);
}

/// Ends the worker; returns the revision it was at work on.
fn end(link: &Shared) -> u32 {
    let mut own = link.borrow_mut();
    if let Some(worker) = own.worker.take() {
        worker.set_onmessage(None);
        worker.set_onerror(None);
        worker.terminate();
    }
    own.outbox.clear();
    own.known = None;
    own.held = None;
    own.waiting.take().map_or(own.revision, |(revision, _)| revision)
}
