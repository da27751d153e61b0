//! The way out: `static/live_boot.js` sends, and tells what comes. What it means the engine says.

use std::{cell::RefCell, rc::Rc};

use gloo::{timers::callback::Timeout, utils::window};
use js_sys::{Array, Date, Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::link::Ways;
use crate::{
    engine::{
        live::{
            data::{Ask, Head, Request},
            ending,
        },
        view,
    },
    rpc::{
        Micros,
        status::Code,
        web::place::{self, Failure},
    },
    session::live::Act,
};

#[wasm_bindgen]
extern "C" {
    /// Sends, and tells; returns what ends it.
    #[wasm_bindgen(js_name = wirelensCall)]
    fn send(address: &str, headers: &Array, body: &[u8], tell: &JsValue) -> Function;

    /// Whether anything answers at an address.
    #[wasm_bindgen(js_name = wirelensAnswers)]
    fn answers(address: &str) -> Promise;
}

/// The call that is under way.
#[derive(Default)]
pub struct Sender {
    /// Which call: what comes of those before is not heard.
    number: u32,
    stop: Option<Function>,
    /// Ends it at its deadline.
    deadline: Option<Timeout>,
    /// When it was sent, in the browser's milliseconds.
    since: f64,
}

impl Sender {
    /// How long it has taken, in milliseconds.
    pub fn took(&self) -> u32 {
        (Date::now() - self.since).max(0.0) as u32
    }

    /// Ends it; nothing more of it is heard. Returns how long it took.
    pub fn stop(&mut self) -> u32 {
        self.number += 1;
        self.deadline = None;
        if let Some(stop) = self.stop.take() {
            let _ = stop.call0(&JsValue::NULL);
        }
        self.took()
    }
}

type Shared = Rc<RefCell<Sender>>;

/// Makes a call, which ends the one before.
pub fn call(
    sender: &Shared,
    base: &str,
    request: &Request,
    deadline: Option<Micros>,
    act: &Callback<Act>,
    ways: &Ways,
) {
    let mut own = sender.borrow_mut();
    own.stop();
    own.since = Date::now();
    let number = own.number;
    let tell = {
        let (sender, act, ways, base) = (sender.clone(), act.clone(), ways.clone(), base.to_owned());
        move |event: Event| {
            if sender.borrow().number != number {
                return;
            }
            match event {
                Event::Head(head) => ways.ask(live(Ask::Head(head))),
                Event::Piece(piece) => ways.ask(live(Ask::Piece(piece))),
                Event::End => {
                    sender.borrow_mut().deadline = None;
                    ways.ask(live(Ask::End));
                }
                Event::Failed(had_begun) => {
                    let took = sender.borrow_mut().stop();
                    let (act, base) = (act.clone(), base.clone());
                    spawn_local(async move {
                        let (why, help) = reason(&base, had_begun).await;
                        let mut ending = ending(Code::Unavailable, why.clone());
                        ending.faults = vec![(why, Some(help))];
                        act.emit(Act::Ended(Box::new(ending), took));
                    });
                }
            }
        }
    };
    own.stop = Some(post(base, request, tell));
    own.deadline = deadline.map(|deadline| {
        let (sender, act) = (sender.clone(), act.clone());
        let milliseconds = u32::try_from(deadline.div_ceil(1000)).unwrap_or(u32::MAX);
        Timeout::new(milliseconds, move || {
            let took = sender.borrow_mut().stop();
            let told = format!("the deadline of {milliseconds} ms has passed at this side");
            act.emit(Act::Ended(Box::new(ending(Code::DeadlineExceeded, told)), took));
        })
    });
}

/// Sends a question for a schema, and gives the engine the whole response.
pub fn question(base: &str, request: &Request, act: &Callback<Act>, ways: &Ways) {
    let (act, ways, told) = (act.clone(), ways.clone(), base.to_owned());
    let mut whole = (Head::default(), Vec::new());
    post(base, request, move |event: Event| match event {
        Event::Head(head) => whole.0 = head,
        Event::Piece(piece) => whole.1.extend(piece),
        Event::End => {
            let (head, body) = std::mem::take(&mut whole);
            ways.ask(live(Ask::Reflected(head, body)));
        }
        Event::Failed(had_begun) => {
            let (act, base) = (act.clone(), told.clone());
            spawn_local(async move {
                let (why, help) = reason(&base, had_begun).await;
                act.emit(Act::Refused(format!("{why}: {help}")));
            });
        }
    });
}

fn live(ask: Ask) -> view::Request {
    view::Request::Live(Box::new(ask))
}

/// What is told of a response.
enum Event {
    Head(Head),
    Piece(Vec<u8>),
    End,
    /// Whether it had begun.
    Failed(bool),
}

fn post(base: &str, request: &Request, mut tell: impl FnMut(Event) + 'static) -> Function {
    let headers: Array = request.headers.iter().map(|(name, value)| Array::of2(&name.into(), &value.into())).collect();
    let heard = move |word: String, first: JsValue, second: JsValue| {
        tell(match word.as_str() {
            "head" => Event::Head(Head { status: first.as_f64().unwrap_or_default() as u16, headers: fields(&second) }),
            "piece" => Event::Piece(Uint8Array::new(&first).to_vec()),
            "end" => Event::End,
            _ => Event::Failed(first.is_truthy()),
        });
    };
    // Handed over for good: a call is told of until it ends, and there are few.
    let heard = Closure::<dyn FnMut(String, JsValue, JsValue)>::new(heard).into_js_value();
    send(&format!("{base}{}", request.path), &headers, &request.body, &heard)
}

/// Names and values of an array of pairs; names are in lower case already.
fn fields(pairs: &JsValue) -> Vec<(String, String)> {
    let Some(pairs) = pairs.dyn_ref::<Array>() else { return Vec::new() };
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    pairs
        .iter()
        .filter_map(|pair| pair.dyn_into::<Array>().ok())
        .map(|pair| (text(pair.get(0)), text(pair.get(1))))
        .collect()
}

/// Why there is no response. The browser does not say; that something answers at all can be found out.
async fn reason(base: &str, had_begun: bool) -> (String, String) {
    let page_is_secure = window().location().protocol().is_ok_and(|protocol| protocol == "https:");
    let answers = if had_begun { None } else { JsFuture::from(answers(base)).await.ok().map(|it| it.is_truthy()) };
    place::explain(base, Failure { page_is_secure, answers, had_begun })
}
