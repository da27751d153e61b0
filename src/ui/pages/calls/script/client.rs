//! What the client does: what it sends, how long it waits, what it sends along, whether it tries again.

use yew::prelude::*;

use super::{
    Props,
    fields::{Hand, complaints, maybe_millis, micros, millis},
    messages::{Messages, Side},
    metadata::metadata,
};
use crate::{
    rpc::{
        prepare::{Bag, Spot},
        script::{HalfClose, Retry, Script},
        status::Code,
    },
    session::State,
};

/// A policy to begin with: gRFC A6's own example has these numbers.
fn policy() -> Retry {
    Retry {
        attempts: 4,
        initial_backoff: 100_000,
        max_backoff: 1_000_000,
        multiplier: 200,
        codes: vec![Code::Unavailable],
    }
}

/// The client's part of the form.
pub fn client(state: &State, props: &Props, hand: &Hand, streams: bool) -> Html {
    let client = &hand.script.client;
    let half_close = match client.half_close {
        HalfClose::WithLast => 0,
        HalfClose::After(_) => 1,
        HalfClose::Never => 2,
    };
    html! {
        <section class="side" aria-label="Client">
            <h3>{ "Client" }</h3>
            <Messages side={Side::Requests} script={hand.script.clone()} writes={state.calls.writes}
                played={props.played.clone()} many={streams} act={hand.act.clone()} />
            <div class="fields">
                { hand.number("Deadline".into(), maybe_millis(client.deadline).into(), "ms", "Changed the deadline",
                    Box::new(|script, text| script.client.deadline = micros(text))) }
                { hand.number("Gives up after".into(), maybe_millis(client.cancel).into(), "ms", "Changed when the client gives up",
                    Box::new(|script, text| script.client.cancel = micros(text))) }
                if streams {
                    { hand.choice("Half-closes".into(), &["with the last message", "some time after it", "not at all"], half_close,
                        "Changed when the client half-closes", Box::new(|script, index| script.client.half_close = match index {
                            0 => HalfClose::WithLast,
                            1 => HalfClose::After(0),
                            _ => HalfClose::Never,
                        })) }
                    if let HalfClose::After(wait) = client.half_close {
                        { hand.number("Half-closes after".into(), millis(wait).into(), "ms", "Changed when the client half-closes",
                            Box::new(|script, text| script.client.half_close = HalfClose::After(micros(text).unwrap_or_default()))) }
                    }
                }
            </div>
            <details>
                <summary>{ format!("Metadata ({})", client.metadata.len()) }</summary>
                { metadata(Bag::Client, hand, props) }
            </details>
            <details open={client.retry.is_some()}>
                <summary>{ if client.retry.is_some() { "Retries: on" } else { "Retries: off" } }</summary>
                { retries(hand, props) }
            </details>
            <details>
                <summary>{ "Size and compression" }</summary>
                <div class="fields">
                    { hand.number("Largest response".into(), limit(client.max_message), "bytes", "Changed the largest response",
                        Box::new(|script, text| script.client.max_message = text.parse().ok())) }
                    { hand.tick("Compress requests with gzip", client.gzip, "Changed the compression", |script| script.client.gzip ^= true) }
                </div>
            </details>
        </section>
    }
}

/// A limit as it is typed; nothing is gRPC's own.
pub fn limit(bytes: Option<u32>) -> AttrValue {
    bytes.map(|it| it.to_string()).unwrap_or_default().into()
}

fn retries(hand: &Hand, props: &Props) -> Html {
    let tick =
        hand.tick("Try again by a policy", hand.script.client.retry.is_some(), "Changed the retry policy", |script| {
            script.client.retry = match script.client.retry {
                Some(_) => None,
                None => Some(policy()),
            };
        });
    let Some(retry) = &hand.script.client.retry else { return html! { <div class="fields">{ tick }</div> } };
    let number = |label: &'static str, shown: String, unit: &'static str, put: fn(&mut Retry, &str)| {
        let put = move |script: &mut Script, text: &str| script.client.retry.iter_mut().for_each(|it| put(it, text));
        hand.number(label.into(), shown.into(), unit, "Changed the retry policy", Box::new(put))
    };
    let code = |code: Code| {
        let is = retry.codes.contains(&code);
        let hand = hand.clone();
        let onchange = Callback::from(move |_: Event| {
            hand.write("Changed the retry policy", |script| {
                if let Some(retry) = &mut script.client.retry {
                    retry.codes.retain(|it| *it != code);
                    if !is {
                        retry.codes.push(code);
                    }
                }
            });
        });
        html! { <label class="tick"><input type="checkbox" checked={is} {onchange} />{ code.name() }</label> }
    };
    let problems = props.played.iter().flat_map(|it| &it.problems).filter(|it| it.at == Spot::Retry);
    html! {
        <>
            <div class="fields">
                { tick }
                { number("Attempts in all", retry.attempts.to_string(), "", |it, text| it.attempts = text.parse().unwrap_or(0)) }
                { number("First wait", millis(retry.initial_backoff), "ms", |it, text| it.initial_backoff = micros(text).unwrap_or(0)) }
                { number("Longest wait", millis(retry.max_backoff), "ms", |it, text| it.max_backoff = micros(text).unwrap_or(0)) }
                { number("Grows by", format!("{}", f64::from(retry.multiplier) / 100.0), "times", |it, text| {
                    it.multiplier = text.parse::<f64>().map(|times| (times.clamp(0.0, 1000.0) * 100.0).round() as u32).unwrap_or(0);
                }) }
            </div>
            <fieldset class="codes"><legend>{ "Tries again after" }</legend>{ for Code::ALL.into_iter().skip(1).map(code) }</fieldset>
            { complaints(problems, false) }
        </>
    }
}
