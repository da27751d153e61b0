//! The page that calls real servers: a program of its own, with a policy of its own, since it is the only one that sends anything.
//!
//! - `link`: the worker
//! - `send`: the way out
//! - `form`: what is called, where and with what
//! - `schema`: where the schema comes from
//! - `response`: what came of it
//!
//! What is typed and what came is [`Live`], which knows no browser.

mod form;
mod link;
mod response;
mod schema;
mod send;

use std::{cell::RefCell, rc::Rc};

use gloo::utils::{document, document_element, window};
use yew::prelude::*;

use self::{
    link::{Ways, use_link},
    response::response,
    schema::schema,
    send::Sender,
};
use super::dom;
use crate::{
    analysis::Input,
    engine::{
        live::{
            data::{Ask, Reflected, Told},
            ending,
        },
        view::{Body, Change, Request},
    },
    examples,
    rpc::{
        status::Code,
        web::{Protocol, place},
    },
    session::{
        Saved,
        live::{Act, Live},
    },
    text::Files,
};

/// Where what is typed is kept.
const KEY: &str = "wirelens-live";

/// Where the playground keeps its work.
const PLAYGROUND: &str = "wirelens";

/// What `cargo xtask demo-server` listens at.
const USUAL: &str = "http://127.0.0.1:50051";

/// Shows the page.
pub fn start() {
    if let Some(root) = document().get_element_by_id("app") {
        yew::Renderer::<Page>::with_root(root).render();
    }
}

/// The state as Yew keeps it.
#[derive(Clone, Default, PartialEq)]
struct Store(Live);

impl Reducible for Store {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut store = (*self).clone();
        store.0.apply(act);
        Rc::new(store)
    }
}

/// What the parts of the page may do.
#[derive(Clone, PartialEq)]
struct Reach {
    /// Changes the state.
    act: Callback<Act>,
    /// Makes the call.
    send: Callback<()>,
    /// Ends it.
    cancel: Callback<()>,
    /// Asks the server for its schema.
    reflect: Callback<()>,
    /// Takes the playground's schema.
    take: Callback<()>,
}

fn kept(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// What the playground has saved.
fn playground() -> Option<Saved> {
    Saved::from_text(&kept(PLAYGROUND)?).ok()
}

/// The page as it was left; at first with the playground's schema.
fn restore() -> Live {
    kept(KEY).and_then(|text| Live::from_text(&text)).unwrap_or_else(|| {
        let mut live = Live { address: USUAL.to_owned(), ..Live::default() };
        live.apply(playgrounds());
        live
    })
}

/// What the playground shows: what it has saved, or the example it begins with.
fn playgrounds() -> Act {
    let files = playground().map(|saved| saved.input.files);
    let files = files.or_else(|| examples::all().first().map(|example| Input::from(example).files));
    Act::Schema(files.unwrap_or_default(), "The playground's schema.".to_owned())
}

/// The whole page.
#[component]
fn Page() -> Html {
    let store = use_reducer(|| Store(restore()));
    let live = &store.0;
    let act = {
        let dispatch = store.dispatcher();
        use_callback((), move |act: Act, ()| dispatch.dispatch(act))
    };
    let sender = use_mut_ref(Sender::default);
    let latest = use_mut_ref(|| live.clone());
    *latest.borrow_mut() = live.clone();
    let ask = {
        let (act, sender, latest) = (act.clone(), sender.clone(), latest.clone());
        use_link(move |ways, body| {
            // As it is now: what is told may change it.
            let live = latest.borrow().clone();
            heard(&act, &sender, &live, ways, body);
        })
    };
    use_effect_with((), |()| {
        let theme = playground().map(|saved| saved.view.theme).unwrap_or_default();
        let _ = document_element().set_attribute("data-theme", theme.word());
    });
    use_effect_with(live.files.clone(), {
        let ask = ask.clone();
        move |files: &Files| ask.emit(compile(files))
    });
    let needs_sample = live.is_compiled && live.call.json.is_empty() && !live.call.path.is_empty();
    use_effect_with((needs_sample, live.call.path.clone()), {
        let ask = ask.clone();
        move |(needs, path): &(bool, String)| {
            if *needs {
                ask.emit(Request::Live(Box::new(Ask::Sample(path.clone()))));
            }
        }
    });
    use_effect_with(live.to_text(), |text| {
        // Where it can't be kept, it is there until the tab closes.
        if let Some(storage) = window().local_storage().ok().flatten() {
            let _ = storage.set_item(KEY, text);
        }
    });
    let reach = Reach {
        send: {
            let (act, ask, live) = (act.clone(), ask.clone(), live.clone());
            Callback::from(move |()| match place::base(&live.address).and_then(|_| live.to_call()) {
                Ok(call) => {
                    act.emit(Act::Send);
                    ask.emit(Request::Live(Box::new(Ask::Call(Box::new(call)))));
                }
                Err(mistake) => act.emit(Act::Mistakes(vec![mistake])),
            })
        },
        cancel: {
            let (act, sender) = (act.clone(), sender.clone());
            Callback::from(move |()| {
                let took = sender.borrow_mut().stop();
                let told = "the call was cancelled at this side".to_owned();
                act.emit(Act::Ended(Box::new(ending(Code::Cancelled, told)), took));
            })
        },
        reflect: {
            let (act, ask, live) = (act.clone(), ask.clone(), live.clone());
            Callback::from(move |()| match place::base(&live.address) {
                Ok(_) => {
                    act.emit(Act::Asking);
                    ask.emit(Request::Live(Box::new(Ask::Reflect)));
                }
                Err(mistake) => act.emit(Act::Mistakes(vec![mistake])),
            })
        },
        take: act.reform(|()| playgrounds()),
        act,
    };
    html! {
        <>
            <a class="skip" href="#main" onclick={Callback::from(|event: MouseEvent| {
                event.prevent_default();
                dom::focus("main");
            })}>{ "Skip to the content" }</a>
            <div class="page">
                { header() }
                <main class="doc-page calls live" id="main" tabindex="-1">
                    <div class="sheet">
                        <h1>{ "Live call" }</h1>
                        <p class="lead">{ "Calls a real server. What you send goes from this browser straight to the address below, and nowhere else: your \
                            address, your metadata, your message. The other pages of Wirelens send nothing." }</p>
                        <div class="bench">
                            <div>
                                { form::form(live, &reach) }
                                { schema(live, &reach) }
                            </div>
                            { response(live, &reach.act) }
                        </div>
                    </div>
                </main>
            </div>
        </>
    }
}

/// The way back to the pages that send nothing.
fn header() -> Html {
    let page = |(address, name): (&'static str, &'static str)| html! { <a href={address}>{ name }</a> };
    html! {
        <header class="top">
            <a class="logo" href="./" aria-label="Wirelens"><img src="icon.svg" alt="" /><span>{ "Wirelens" }</span></a>
            <nav aria-label="Main">
                { for [("./#/", "Playground"), ("./#/calls", "Calls"), ("./#/learn", "Learn")].map(page) }
            </nav>
            <span class="grow"></span>
            <span class="chip leaves">{ "This page sends your calls" }</span>
        </header>
    }
}

/// The request to read a schema.
fn compile(files: &Files) -> Request {
    let input = Input { files: files.clone(), ..Input::default() };
    Request::Analyze(Change { is_other: true, ..Change::between(None, &input) })
}

/// Passes on what the engine tells; nothing is told when it was lost.
fn heard(act: &Callback<Act>, sender: &Rc<RefCell<Sender>>, live: &Live, ways: &Ways, body: Option<Body>) {
    let Some(body) = body else {
        let took = sender.borrow_mut().stop();
        let told = "the engine of this page took too long or ran out of memory, and was started anew";
        act.emit(Act::Ended(Box::new(ending(Code::Internal, told.to_owned())), took));
        return ways.ask(compile(&live.files));
    };
    match body {
        Body::Report(report) => act.emit(Act::Compiled(report)),
        Body::Live(told) => match *told {
            Told::Sample(path, json) => act.emit(Act::Sample(path, json)),
            Told::Ready(Err(mistakes)) => act.emit(Act::Mistakes(mistakes)),
            Told::Ready(Ok(ready)) => {
                let deadline = live.to_call().ok().and_then(|call| call.deadline);
                let base = place::base(&live.address).unwrap_or_default();
                send::call(sender, &base, &ready.request, deadline, act, ways);
                act.emit(Act::Sent(ready));
            }
            Told::Seen(seen) => {
                let took = sender.borrow().took();
                act.emit(Act::Seen(seen, took));
            }
            Told::Reflection(Reflected::Send(request)) => {
                send::question(&place::base(&live.address).unwrap_or_default(), &request, act, ways);
            }
            Told::Reflection(Reflected::Files(files, notes)) => {
                let note = [vec!["The server's own schema, by reflection.".to_owned()], notes].concat().join(" ");
                act.emit(Act::Schema(files, note));
            }
            Told::Reflection(Reflected::Refused(why)) => act.emit(Act::Refused(why)),
        },
        _ => {}
    }
}

/// What a protocol is chosen by.
fn protocol_word(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::GrpcWeb => "grpc-web",
        Protocol::GrpcWebText => "grpc-web-text",
        Protocol::Connect => "connect",
    }
}
