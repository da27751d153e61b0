//! What somebody foresees of a program or a call: a line, a status, or the order of events.
//!
//! Knows nothing of how a line is compared ([`super::text`]).

use super::{
    part,
    text::{judge, written},
    words::{said, said_at, verdict, wrong},
};
use crate::{
    learn::{
        markdown,
        run::{Ask, CallAsk, Run, Step, run},
        task::{Answer, Guess, Trace},
        verdict::{Remark, Verdict},
    },
    rpc::status::{Code, meaning},
};

/// What an answer to a trace is worth.
pub(super) fn grade(trace: &Trace, answer: &Answer) -> Verdict {
    let Run::Call(call) = &trace.run else { return line(trace, answer) };
    match &call.ask {
        Ask::Order(steps) => order(trace, steps, answer),
        Ask::ClientStatus => status(trace, call, "client", part(answer, 0)),
        Ask::ServerStatus => status(trace, call, "server", part(answer, 0)),
        _ => line(trace, answer),
    }
}

fn line(trace: &Trace, answer: &Answer) -> Verdict {
    let judged = judge(&trace.run, &trace.guesses, part(answer, 0), 0);
    verdict(judged.right, vec![judged.remark])
}

/// A status: what the one that was foreseen would mean, and what came of the call.
fn status(trace: &Trace, call: &CallAsk, side: &str, answer: &str) -> Verdict {
    let key = match run(&trace.run) {
        Ok(key) => key,
        Err(error) => return unchecked(&error),
    };
    let name: String = answer.trim().to_uppercase().replace([' ', '-'], "_");
    let Some(foreseen) = Code::from_name(&name).or_else(|| Code::from_number(name.parse().ok()?)) else {
        return wrong(match name.is_empty() {
            true => "Nothing is chosen yet.",
            false => "There is no such status.",
        });
    };
    let when = run(&Run::Call(CallAsk { ask: Ask::Micros, ..call.clone() })).ok().and_then(|it| it.parse::<f64>().ok());
    let when = when.map(|it| format!(" after {} ms", it / 1000.0)).unwrap_or_default();
    let got = match (Code::from_name(&key), side) {
        (Some(code), "client") => format!("The client gets `{key}` ({}){when}.", code.number()),
        (Some(code), _) => format!("The server ends the call with `{key}` ({}).", code.number()),
        (None, _) => format!("The {side} has no status."),
    };
    let means = |code: Code| format!("`{}` ({}): {}", code.name(), code.number(), meaning(code));
    if foreseen.name() == key {
        return verdict(true, vec![said(&got), said(&means(foreseen))]);
    }
    let guess = guess(&trace.guesses, foreseen.name());
    let remarks = guess.into_iter().chain([said(&means(foreseen)), said(&got)]);
    verdict(false, remarks.collect())
}

fn guess(guesses: &[Guess], answer: &str) -> Option<Remark> {
    guesses.iter().find(|it| it.answer == answer).map(|it| written(&it.why, 0))
}

/// The order of events: the first step that is not where it belongs.
fn order(trace: &Trace, steps: &[Step], answer: &Answer) -> Verdict {
    let key = match run(&trace.run) {
        Ok(key) => key,
        Err(error) => return unchecked(&error),
    };
    let key: Vec<&str> = key.split_whitespace().collect();
    // Several ids in one part are taken for several parts.
    let given: Vec<&str> = answer.iter().flat_map(|it| it.split_whitespace()).collect();
    if let Some(guess) = guess(&trace.guesses, &given.join(" ")) {
        return verdict(false, vec![guess]);
    }
    let is_each_once = given.len() == key.len() && key.iter().all(|it| given.contains(it));
    if !is_each_once {
        return wrong("Each step is expected once.");
    }
    let Some(at) = key.iter().zip(&given).position(|(key, given)| key != given) else {
        return verdict(true, vec![said("This is the order in which it happens.")]);
    };
    let (early, next) = (title(steps, given.get(at)), title(steps, key.get(at)));
    let right = match at {
        0 => String::new(),
        1 => "The first step is right. ".to_owned(),
        _ => format!("The first {at} steps are right. "),
    };
    let text = format!("{right}“{early}” does not come at place {}: “{next}” happens before it.", at + 1);
    let place = answer.len() == given.len();
    verdict(false, vec![said_at(&text, if place { at as u32 } else { 0 }, None)])
}

/// What a step says, without marks.
fn title(steps: &[Step], id: Option<&&str>) -> String {
    let step = id.and_then(|id| steps.iter().find(|it| it.id == **id));
    let line = step.and_then(|it| markdown::inline(&it.text).ok());
    line.map_or_else(String::new, |it| markdown::plain(&it).replace('`', "'"))
}

fn unchecked(error: &str) -> Verdict {
    wrong(&format!("This question can't be checked: {error}."))
}
