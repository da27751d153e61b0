//! The messages one side sends: the list where it may be many, and the editor of the one that is chosen.

use std::rc::Rc;

use yew::prelude::*;

use super::fields::{Hand, complaints, micros, millis};
use crate::{
    engine::{
        calls::data::{Ask, Played, Wrong},
        services::Told,
        view::Request,
    },
    rpc::{
        prepare::Spot,
        script::{Answer, Script, Send},
    },
    session::{Action, calls::Act, shortcuts::Shortcut},
    ui::{
        app::use_reach,
        editor::{CodeEditor, EditorEvent, Squiggle},
    },
};

/// The editor has no commands of its own here.
const NO_KEYS: &[Shortcut] = &[];

/// How many rows of the list are drawn at a time.
const PAGE: usize = 50;

/// How many letters of a message its row shows.
const SHOWN: usize = 80;

/// Whose messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The client's.
    Requests,
    /// Those of an answer: of the rule with this index, or of what is done otherwise.
    Replies(Option<u32>),
}

impl Side {
    fn spot(self, index: usize) -> Spot {
        let index = index as u32;
        match self {
            Side::Requests => Spot::Request(index),
            Side::Replies(rule) => Spot::Reply(rule, index),
        }
    }

    /// Its messages.
    pub fn of(self, script: &Script) -> &[Send] {
        match self {
            Side::Requests => &script.requests,
            Side::Replies(rule) => match super::server::answer(script, rule) {
                Some(Answer::Messages(sent)) => sent,
                _ => &[],
            },
        }
    }

    fn of_mut(self, script: &mut Script) -> Option<&mut Vec<Send>> {
        match self {
            Side::Requests => Some(&mut script.requests),
            Side::Replies(rule) => match super::server::answer_mut(script, rule) {
                Some(Answer::Messages(sent)) => Some(sent),
                _ => None,
            },
        }
    }

    fn name(self) -> String {
        match self {
            Side::Requests => "Request JSON".to_owned(),
            Side::Replies(None) => "Reply JSON".to_owned(),
            Side::Replies(Some(rule)) => format!("Reply JSON of rule {}", rule + 1),
        }
    }

    /// The step in the history where messages come, go or move.
    fn step(self) -> &'static str {
        match self {
            Side::Requests => "Changed the requests",
            Side::Replies(_) => "Changed the replies",
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct Props {
    pub side: Side,
    pub script: Rc<Script>,
    /// Grows when the script was written by anything but an editor of its texts.
    pub writes: u32,
    /// What came of the script, with what is wrong with it.
    pub played: Option<Rc<Played>>,
    /// Whether this side may send more than one message.
    pub many: bool,
    pub act: Callback<Action>,
}

/// The list and the editor.
#[component]
pub fn Messages(props: &Props) -> Html {
    let Props { side, script, writes, played, many, act } = props;
    let side = *side;
    let reach = use_reach();
    let chosen = use_state_eq(|| 0usize);
    let reply = use_state_eq(|| None::<u32>);
    let hand = Hand { script: script.clone(), act: act.clone() };
    let sent = side.of(script);
    let at = (*chosen).min(sent.len().saturating_sub(1));
    let spot = side.spot(at);
    let problems: Vec<Wrong> = played.iter().flat_map(|it| &it.problems).filter(|it| it.at == spot).cloned().collect();
    // A text that is told late must not become another method's.
    let document = format!("{} {side:?} {at}", script.method);
    let on_event = {
        let (act, document, reply) = (act.clone(), document.clone(), reply.setter());
        Callback::from(move |event: EditorEvent| match event {
            EditorEvent::Change(of, text) if of == document => act.emit(Action::Calls(Act::Type(spot, text))),
            // Nothing is known here of what could be typed.
            EditorEvent::Ask(_, _, id) => reply.set(Some(id)),
            _ => {}
        })
    };
    let on_sample = {
        let (ask, method, seed) = (reach.ask, script.method.clone(), u64::from(*writes));
        Callback::from(move |_: MouseEvent| {
            ask.emit(Request::Calls(Box::new(Ask::Sample(method.clone(), spot, seed))));
        })
    };
    let squiggle = |wrong: &Wrong| Squiggle {
        from: wrong.span.start,
        to: wrong.span.end,
        severity: wrong.severity.word(),
        message: wrong.message.clone(),
        help: wrong.help.clone(),
        number: 0,
        fixes: Vec::new(),
    };
    let list = many.then(|| list(side, sent, at, &hand, &chosen));
    html! {
        <>
            { list.unwrap_or_default() }
            if let Some(send) = sent.get(at) {
                <div class="json">
                    <CodeEditor language="json" label={label(side)} document={document} text={send.json.clone()} writes={(*writes, 0)}
                        edits={None} keys={NO_KEYS} squiggles={problems.iter().map(squiggle).collect::<Vec<_>>()} selected={None}
                        hovered={None} target={None} reply={reply.map(|id| (id, Rc::new(Told::Nothing)))} {on_event} />
                </div>
                { complaints(problems.iter(), true) }
                <p class="buttons"><button type="button" class="btn quiet" aria-label={format!("Sample for the {}", side.name())} onclick={on_sample}>{ "Sample" }</button></p>
            }
        </>
    }
}

/// The accessible name of an editor, which has to live as long as the page.
fn label(side: Side) -> &'static str {
    match side {
        Side::Requests => "Request JSON",
        Side::Replies(None) => "Reply JSON",
        Side::Replies(Some(_)) => "Reply JSON of the rule",
    }
}

fn list(side: Side, sent: &[Send], at: usize, hand: &Hand, chosen: &UseStateHandle<usize>) -> Html {
    let first = at / PAGE * PAGE;
    let row = |(index, send): (usize, &Send)| {
        let onclick = {
            let chosen = chosen.setter();
            Callback::from(move |_: MouseEvent| chosen.set(index))
        };
        let text: String = send.json.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
        html! {
            <li><button type="button" class="row" aria-current={(index == at).then_some("true")} {onclick}>
                <span class="dim">{ format!("{} · +{} ms", index + 1, millis(send.wait)) }</span>{ " " }<code>{ text }</code>
            </button></li>
        }
    };
    let page = |name: &'static str, to: Option<usize>| {
        let chosen = chosen.setter();
        let onclick = Callback::from(move |_: MouseEvent| to.into_iter().for_each(|to| chosen.set(to)));
        html! { <button type="button" class="btn quiet" disabled={to.is_none()} {onclick}>{ name }</button> }
    };
    let add = {
        let (hand, chosen) = (hand.clone(), chosen.setter());
        let copy = sent.get(at).cloned().unwrap_or_else(|| Send { wait: 0, json: "{}".to_owned() });
        let to = if sent.is_empty() { 0 } else { at + 1 };
        Callback::from(move |_: MouseEvent| {
            hand.write(side.step(), |script| {
                if let Some(list) = side.of_mut(script) {
                    list.insert(to.min(list.len()), copy.clone());
                }
            });
            chosen.set(to);
        })
    };
    let remove = hand.on_click(
        side.step(),
        Box::new(move |script| {
            if let Some(list) = side.of_mut(script).filter(|list| at < list.len()) {
                list.remove(at);
            }
        }),
    );
    let wait = sent.get(at).map(|send| {
        hand.number(
            format!("Wait before message {}", at + 1).into(),
            millis(send.wait).into(),
            "ms",
            side.step(),
            Box::new(move |script, text| {
                if let Some(send) = side.of_mut(script).and_then(|list| list.get_mut(at)) {
                    send.wait = micros(text).unwrap_or_default();
                }
            }),
        )
    });
    html! {
        <div class="messages">
            <ol start={(first + 1).to_string()} aria-label={format!("Messages: {}", side.name())}>
                { for sent.iter().enumerate().skip(first).take(PAGE).map(row) }
            </ol>
            if sent.len() > PAGE {
                <p class="buttons">
                    { page("Earlier ones", first.checked_sub(PAGE)) }
                    <span class="dim">{ format!("{} to {} of {}", first + 1, (first + PAGE).min(sent.len()), sent.len()) }</span>
                    { page("Later ones", Some(first + PAGE).filter(|to| *to < sent.len())) }
                </p>
            }
            <p class="buttons">
                <button type="button" class="btn" onclick={add}>{ "Add a message" }</button>
                <button type="button" class="btn" disabled={sent.is_empty()} onclick={remove}>{ format!("Remove message {}", at + 1) }</button>
                { wait.unwrap_or_default() }
            </p>
        </div>
    }
}
