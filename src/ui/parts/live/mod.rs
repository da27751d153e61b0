//! The live parts of a lesson: what the engine shows there, and what a reader may change. A file a kind.
//!
//! What each shows at first came with the lesson, so nothing here waits for the engine; what is changed is asked of it.

mod bits;
mod bytes;
mod call;
mod compare;
mod editors;
mod message;
mod size;
mod versions;

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    analysis::Input,
    engine::{
        learn::{Ask, Place, Shown},
        view::Request,
    },
    learn::live::{Live, Sheet},
    session::{
        Action,
        learn::{Act, Edited, Learn},
    },
    ui::{app::use_reach, route},
};

/// The live part at a place of a lesson.
pub fn live_part(learn: &Learn, place: Place, part: &Live) -> Html {
    let (shown, edited) = (learn.shown.get(&place).cloned(), learn.edited.get(&place).cloned());
    let key = format!("{}-{}", place.lesson, place.part);
    html! { <LivePart {key} {place} part={part.clone()} {shown} {edited} resets={learn.resets} /> }
}

#[derive(PartialEq, Properties)]
struct Props {
    place: Place,
    /// As the lesson has it.
    part: Live,
    shown: Option<Rc<Shown>>,
    edited: Option<Edited>,
    /// Grows when parts become again what they were.
    resets: u32,
}

/// What the views of the kinds are given.
struct Bench {
    /// What the ids of this part's elements begin with.
    id: AttrValue,
    /// Makes it this.
    edit: Callback<Live>,
    /// As in [`Props`].
    resets: u32,
}

/// The frame around a part: its name, the way back and the way on.
#[component]
fn LivePart(props: &Props) -> Html {
    let reach = use_reach();
    let Props { place, part, shown, edited, resets } = props;
    let live = edited.as_ref().map_or(part, |edited| &edited.live);
    use_effect_with(edited.as_ref().map(|edited| edited.number), {
        let (ask, place, edited) = (reach.ask.clone(), place.clone(), edited.clone());
        move |_| {
            if let Some(edited) = edited.filter(Edited::is_stale) {
                let live = Box::new((*edited.live).clone());
                ask.emit(Request::Learn(Box::new(Ask::Show(place, edited.number, live))));
            }
        }
    });
    let edit = {
        let (act, place) = (reach.act.clone(), place.clone());
        Callback::from(move |live: Live| act.emit(Action::Learn(Act::Edit(place.clone(), Box::new(live)))))
    };
    let id = AttrValue::from(format!("part-{}", place.part));
    let bench = Bench { id, edit, resets: *resets };
    let name = name(part);
    let on_reset = {
        let place = place.clone();
        reach.act.reform(move |_: MouseEvent| Action::Learn(Act::Reset(place.clone())))
    };
    let on_try = {
        let (act, live) = (reach.act.clone(), live.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = start(&live) {
                act.emit(Action::Load(name.to_owned(), Box::new(input)));
                route::go(if matches!(live, Live::Call(_)) { "#/calls" } else { "#/" });
            }
        })
    };
    let is_stale = edited.as_ref().is_some_and(Edited::is_stale);
    let body = match (live, shown.as_deref()) {
        (_, None) => html! { <p class="dim" role="status">{ "Measuring…" }</p> },
        (_, Some(Shown::Comparison(measured))) => compare::compare(measured),
        (Live::Message(sheet), Some(Shown::Message(shown))) => message::message(&bench, sheet, shown),
        (_, Some(Shown::Message(shown))) => bytes::bytes(&bench, shown),
        (Live::Size(growth), Some(Shown::Growth(lengths))) => {
            html! { <size::Size list={growth.list.clone()} lengths={lengths.clone()} /> }
        }
        (Live::Bits(bits), Some(Shown::Bits(bytes))) => {
            html! { <bits::BitBench id={bench.id.clone()} notation={bits.notation} bytes={bytes.clone()} /> }
        }
        (Live::Versions(versions), Some(Shown::Crossing(shown))) => versions::versions(&bench, versions, shown),
        (_, Some(Shown::Call(call))) => html! { <call::CallBench id={bench.id.clone()} call={(**call).clone()} /> },
        (_, Some(Shown::Failed(why))) => failed(&bench, live, why),
        _ => Html::default(),
    };
    html! {
        <div class="demo" role="group" aria-label={name}>
            <div class="demo-head">
                <h4>{ name }</h4>
                <span class="dim" role="status">{ if is_stale { "Measuring…" } else { "" } }</span>
                <span class="grow"></span>
                if edited.is_some() { <button type="button" class="btn quiet" onclick={on_reset}>{ "Reset" }</button> }
                if !matches!(part, Live::Bits(_)) { <button type="button" class="btn" onclick={on_try}>{ "Try it" }</button> }
            </div>
            <div class={classes!("demo-body", is_stale.then_some("stale"))}>{ body }</div>
        </div>
    }
}

/// What is edited stays to be edited, whatever became of the engine.
fn failed(bench: &Bench, live: &Live, why: &str) -> Html {
    let editors = match live {
        Live::Message(sheet) => message::editors(bench, sheet, &[]),
        Live::Versions(versions) => versions::editors(bench, versions, &[], &[]),
        _ => Html::default(),
    };
    html! { <>{ editors }<p class="told error" role="alert"><strong>{ "Not shown: " }</strong>{ format!("{why}.") }</p></> }
}

fn name(part: &Live) -> &'static str {
    match part {
        Live::Compare(_) => "One message, both ways",
        Live::Bytes(_) => "A message, byte by byte",
        Live::Message(_) => "A message and its bytes, to be changed",
        Live::Size(_) => "What a message takes as it grows",
        Live::Bits(_) => "Bits to turn",
        Live::Versions(_) => "Written by one version, read by another",
        Live::Call(_) => "A call, step by step",
    }
}

/// What "Try it" opens.
fn start(live: &Live) -> Option<Input> {
    Some(match live {
        Live::Compare(sheet) | Live::Bytes(sheet) | Live::Message(sheet) => sheet.input(),
        Live::Size(growth) => Sheet { of: growth.of.clone(), json: growth.json.clone() }.input(),
        Live::Versions(versions) => Sheet { of: versions.writer.clone(), json: versions.json.clone() }.input(),
        Live::Call(stage) => stage.input(),
        Live::Bits(_) => return None,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}
