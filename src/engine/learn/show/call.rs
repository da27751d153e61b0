//! A call: its timeline, with what each event is for.

use super::super::shown::{Call, Shown};
use crate::{
    engine::calls::{
        Calls,
        data::{Ask, Play, Told},
    },
    learn::live::Stage,
    text::Span,
};

/// How many events are told of. A lesson's call has a few dozen; more of them are for the page of calls.
const MAX_EVENTS: u32 = 200;

/// The call, simulated.
pub fn call(stage: &Stage) -> Shown {
    simulated(stage).map_or_else(Shown::Failed, |call| Shown::Call(Box::new(call)))
}

fn simulated(stage: &Stage) -> Result<Call, String> {
    let schema = stage.of.compile()?;
    let mut calls = Calls::default();
    let rows = Span { start: 0, end: MAX_EVENTS };
    let play = Ask::Play(Box::new(Play { number: 0, script: stage.script.clone(), rows }));
    let Told::Played(played) = calls.answer(play, Some(&schema), None) else {
        return Err("this call can't be simulated".to_owned());
    };
    if played.is_old {
        let first = played.problems.first();
        return Err(first.map_or_else(|| "this call can't be simulated".to_owned(), |it| it.message.clone()));
    }
    let mut sentence = |event: u32| match calls.answer(Ask::Open(event, Span::at(0)), Some(&schema), None) {
        Told::Opened(Some(opened)) => opened.sentence,
        _ => String::new(),
    };
    let sentences = (0..played.window.rows.len() as u32).map(&mut sentence).collect();
    Ok(Call { played: *played, sentences })
}
