//! What the server does: rules, and what it does otherwise.

use yew::prelude::*;

use super::{
    Props,
    client::limit,
    fields::{Hand, complaints, micros, millis},
    messages::{Messages, Side},
    metadata::metadata,
};
use crate::{
    rpc::{
        prepare::{Bag, Spot},
        script::{Answer, Rule, Script, Send},
        status::{Code, Status},
    },
    session::{Action, State, calls::Act},
    ui::dom,
};

/// The kinds of answers, in the order of [`kind`].
const KINDS: [&str; 5] = ["these messages", "generated messages", "an echo of the request", "nothing", "a status"];

const STEP: &str = "Changed an answer";
const RULES: &str = "Changed the rules";

fn kind(answer: &Answer) -> usize {
    match answer {
        Answer::Messages(_) => 0,
        Answer::Generate { .. } => 1,
        Answer::Echo => 2,
        Answer::Nothing => 3,
        Answer::Status(_) => 4,
    }
}

/// The answer of a rule, or what is done otherwise.
pub fn answer(script: &Script, rule: Option<u32>) -> Option<&Answer> {
    match rule {
        Some(rule) => script.server.rules.get(rule as usize).map(|rule| &rule.then),
        None => Some(&script.server.otherwise),
    }
}

/// The same, to be changed.
pub fn answer_mut(script: &mut Script, rule: Option<u32>) -> Option<&mut Answer> {
    match rule {
        Some(rule) => script.server.rules.get_mut(rule as usize).map(|rule| &mut rule.then),
        None => Some(&mut script.server.otherwise),
    }
}

/// The server's part of the form.
pub fn server(state: &State, props: &Props, hand: &Hand, streams: bool) -> Html {
    let server = &hand.script.server;
    let rules = (0..).zip(&server.rules).map(|(index, it)| rule(index, it, state, props, hand, streams));
    let add = hand.on_click(
        RULES,
        Box::new(|script| {
            let then = Answer::Status(Status { code: Code::NotFound, message: "not found".to_owned() });
            script.server.rules.push(Rule { when: "true".to_owned(), then });
        }),
    );
    html! {
        <section class="side" aria-label="Server">
            <h3>{ "Server" }</h3>
            { for rules }
            <div class="rule" role="group" aria-label="Otherwise">
                <h4>{ if server.rules.is_empty() { "Answers with" } else { "Otherwise with" } }</h4>
                { answers(None, state, props, hand, streams) }
            </div>
            <p class="buttons"><button type="button" class="btn" onclick={add}>{ "Add a rule" }</button></p>
            <div class="fields">
                { hand.number("Thinks for".into(), millis(server.latency).into(), "ms", "Changed how long the server thinks",
                    Box::new(|script, text| script.server.latency = micros(text).unwrap_or_default())) }
            </div>
            <details>
                <summary>{ format!("Metadata ({})", server.metadata.len() + server.trailers.len()) }</summary>
                <h4>{ "Before the messages" }</h4>
                { metadata(Bag::Initial, hand, props) }
                <h4>{ "Behind them, in the trailers" }</h4>
                { metadata(Bag::Trailing, hand, props) }
            </details>
            <details>
                <summary>{ "Size and compression" }</summary>
                <div class="fields">
                    { hand.number("Largest request".into(), limit(server.max_message), "bytes", "Changed the largest request",
                        Box::new(|script, text| script.server.max_message = text.parse().ok())) }
                    { hand.tick("Compress responses with gzip", server.gzip, "Changed the compression", |script| script.server.gzip ^= true) }
                </div>
            </details>
        </section>
    }
}

fn rule(index: u32, rule: &Rule, state: &State, props: &Props, hand: &Hand, streams: bool) -> Html {
    let oninput = hand
        .act
        .reform(move |event: InputEvent| Action::Calls(Act::Type(Spot::Condition(index), dom::value(event.target()))));
    let problems = props.played.iter().flat_map(|it| &it.problems).filter(|it| it.at == Spot::Condition(index));
    let problems: Vec<_> = problems.collect();
    let at = index as usize;
    let remove = hand.button(
        format!("Remove rule {}", at + 1).into(),
        "✕",
        RULES,
        Box::new(move |script| {
            if at < script.server.rules.len() {
                script.server.rules.remove(at);
            }
        }),
    );
    let up = (at > 0).then(|| {
        let swap = move |script: &mut Script| {
            if at < script.server.rules.len() {
                script.server.rules.swap(at - 1, at);
            }
        };
        hand.button(format!("Rule {} comes earlier", at + 1).into(), "↑", RULES, Box::new(swap))
    });
    html! {
        <div class="rule" role="group" aria-label={format!("Rule {}", index + 1)}>
            <span class="pair">
                <label class="field wide"><span>{ "If" }</span>
                    <input class="mono" aria-label={format!("Condition of rule {}", index + 1)} value={rule.when.clone()}
                        aria-invalid={(!problems.is_empty()).to_string()} spellcheck="false" autocomplete="off"
                        placeholder="request.id == 123" {oninput} />
                </label>
                { up.unwrap_or_default() }
                { remove }
            </span>
            { complaints(problems.into_iter(), true) }
            { answers(Some(index), state, props, hand, streams) }
        </div>
    }
}

fn answers(rule: Option<u32>, state: &State, props: &Props, hand: &Hand, streams: bool) -> Html {
    let Some(now) = answer(&hand.script, rule) else { return Html::default() };
    let label = if rule.is_some() { "then answers with" } else { "answer" };
    let choose = hand.choice(
        label.into(),
        &KINDS,
        kind(now),
        STEP,
        Box::new(move |script, index| {
            if let Some(answer) = answer_mut(script, rule).filter(|it| kind(it) != index) {
                *answer = match index {
                    0 => Answer::Messages(vec![Send { wait: 0, json: "{}".to_owned() }]),
                    2 => Answer::Echo,
                    3 => Answer::Nothing,
                    4 => Answer::Status(Status { code: Code::NotFound, message: "not found".to_owned() }),
                    _ => Answer::default(),
                };
            }
        }),
    );
    let at = Spot::Answer(rule);
    let problems = props.played.iter().flat_map(|it| &it.problems).filter(|it| it.at == at);
    let body = match now {
        Answer::Messages(_) => html! {
            <Messages side={Side::Replies(rule)} script={hand.script.clone()} writes={state.calls.writes}
                played={props.played.clone()} many={streams} act={hand.act.clone()} />
        },
        Answer::Generate { count, wait } => html! {
            <div class="fields">
                { hand.number("How many".into(), count.to_string().into(), "", STEP, Box::new(move |script, text| {
                    if let Some(Answer::Generate { count, .. }) = answer_mut(script, rule) {
                        *count = text.parse().unwrap_or_default();
                    }
                })) }
                { hand.number("Apart".into(), millis(*wait).into(), "ms", STEP, Box::new(move |script, text| {
                    if let Some(Answer::Generate { wait, .. }) = answer_mut(script, rule) {
                        *wait = micros(text).unwrap_or_default();
                    }
                })) }
            </div>
        },
        Answer::Echo => html! { <p class="dim">{ "What in the request has the same name and type comes back." }</p> },
        Answer::Nothing => {
            html! { <p class="dim">{ "No message, and no end: the call goes on until its requests end." }</p> }
        }
        Answer::Status(status) => ends(rule, status, hand),
    };
    html! { <>{ choose }{ body }{ complaints(problems, false) }</> }
}

fn ends(rule: Option<u32>, status: &Status, hand: &Hand) -> Html {
    let names = Code::ALL.map(Code::name);
    let put_code = move |script: &mut Script, index: usize| {
        if let (Some(Answer::Status(status)), Some(code)) = (answer_mut(script, rule), Code::ALL.get(index)) {
            status.code = *code;
        }
    };
    let put_message = move |script: &mut Script, text: &str| {
        if let Some(Answer::Status(status)) = answer_mut(script, rule) {
            text.clone_into(&mut status.message);
        }
    };
    let onchange = hand.on_change(STEP, Box::new(put_message));
    html! {
        <div class="fields">
            { hand.choice("Code".into(), &names, usize::from(status.code.number()), STEP, Box::new(put_code)) }
            <label class="field wide"><span>{ "Message" }</span><input value={status.message.clone()} {onchange} /></label>
        </div>
    }
}
