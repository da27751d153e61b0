//! How far the learner is: strengths by concept as pictures and words, lessons and their questions, and progress as a file to take
//! along, to bring back, or to forget.

use gloo::file::{
    Blob,
    callbacks::{FileReader, read_as_text},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{fetch::use_index, use_arrival};
use crate::{
    engine::view::Download,
    learn::{Concept, Entry, Index},
    session::{
        Action, State,
        learn::{
            Act, Clock, Day, Learn, Record,
            export::{self, MAX_FILE, count},
            strength::{Strength, Tally, by_concept, by_lesson},
        },
    },
    ui::{app::use_reach, dom, files, route::REVIEW},
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
    /// The number of the move that led here; 0 if the page was loaded so.
    pub moves: u32,
}

/// Ids of elements that are focused or clicked.
const FILE: &str = "progress-file";
const RESET: &str = "progress-reset";

/// The page.
#[component]
pub fn ProgressPage(props: &Props) -> Html {
    let learn = &props.state.learn;
    use_index(learn);
    use_arrival(props.moves);
    let act = use_reach().act;
    let is_sure = use_state_eq(|| false);
    let reading = use_mut_ref(|| None::<FileReader>);
    let body = match &learn.index {
        None => html! { <p class="dim" role="status">{ "Loading…" }</p> },
        Some(Err(sentence)) => html! { <p role="alert">{ sentence.clone() }</p> },
        Some(Ok(index)) => {
            let onfile = Callback::from({
                let act = act.clone();
                move |event: Event| *reading.borrow_mut() = import(&event, &act)
            });
            html! {
                <>
                    { tables(index, &learn.record, dom::clock()) }
                    <h2>{ "Take it along" }</h2>
                    <p>{ "Progress is kept in this browser only. Export it to use it in another one, where Import adds it to what is there." }</p>
                    { ways(learn, &act, &is_sure, onfile) }
                </>
            }
        }
    };
    html! {
        <main class="doc-page" id="main" tabindex="-1">
            <div class="sheet learn">
                <nav class="crumbs" aria-label="Place">
                    <a href="#/learn">{ "← All lessons" }</a>
                    <a href={REVIEW}>{ "Review" }</a>
                </nav>
                <h1>{ "Progress" }</h1>
                { body }
            </div>
        </main>
    }
}

fn tables(index: &Index, record: &Record, clock: Clock) -> Html {
    let concept = |(concept, tally): (&Concept, Tally)| {
        html! {
            <tr>
                <th scope="row"><a href={format!("#/learn/{}", concept.lesson)}>{ concept.title.clone() }</a></th>
                <td>{ columns(&tally.strengths) }<span class="dim">{ words(&tally) }</span></td>
                <td>{ next(tally.next, clock) }</td>
            </tr>
        }
    };
    let lesson = |(entry, tally): (&Entry, Tally)| {
        let all = tally.strengths.len();
        let is_read = record.trail.has_read(&entry.id);
        html! {
            <tr>
                <th scope="row"><a href={format!("#/learn/{}", entry.id)}>{ entry.title.clone() }</a></th>
                <td class={classes!("short", if is_read { "ok" } else { "dim" })}>{ if is_read { "✓ read" } else { "–" } }</td>
                <td class={classes!((tally.answered == all && all > 0).then_some("ok"))}>{ format!("{} of {all}", tally.answered) }</td>
                <td>{ next(tally.next, clock) }</td>
            </tr>
        }
    };
    html! {
        <>
            <h2 id="by-concept">{ "What you know" }</h2>
            <p>{ "A column is a question; it grows with the time you are expected to remember its answer." }</p>
            { legend() }
            <table class="strengths" aria-labelledby="by-concept">
                <thead><tr><th scope="col">{ "Concept" }</th><th scope="col">{ "Questions" }</th><th scope="col">{ "Next review" }</th></tr></thead>
                <tbody>{ for by_concept(index, record, clock).into_iter().map(concept) }</tbody>
            </table>
            <h2 id="by-lesson">{ "Lessons" }</h2>
            <table aria-labelledby="by-lesson">
                <thead>
                    <tr><th scope="col">{ "Lesson" }</th><th scope="col">{ "Text" }</th><th scope="col">{ "Answered" }</th><th scope="col">{ "Next review" }</th></tr>
                </thead>
                <tbody>{ for by_lesson(index, record, clock).into_iter().map(lesson) }</tbody>
            </table>
        </>
    }
}

/// What the columns mean.
fn legend() -> Html {
    let meaning = |strength| match strength {
        Strength::Firm => "for three weeks and more",
        Strength::Growing => "for some days",
        Strength::Shaky => "perhaps not tomorrow",
        Strength::New => "not tried yet",
    };
    let item = |(strength, name): (Strength, &'static str)| {
        html! { <li>{ columns(&[strength]) }<span><b>{ name }</b>{ format!(": {}", meaning(strength)) }</span></li> }
    };
    html! { <ul class="meanings">{ for Strength::ALL.into_iter().map(item) }</ul> }
}

/// The width of a column, its distance to the next one, and the height of the greatest, in pixels.
const COLUMN: usize = 12;
const STEP: usize = 15;
const HEIGHT: usize = 22;

/// A column a question, as high as its strength. The words beside it say the same.
fn columns(strengths: &[Strength]) -> Html {
    let column = |(at, strength): (usize, &Strength)| {
        let (class, height) = match strength {
            Strength::Firm => ("firm", HEIGHT),
            Strength::Growing => ("growing", 15),
            Strength::Shaky => ("shaky", 8),
            Strength::New => ("new", 3),
        };
        html! {
            <rect {class} x={(at * STEP).to_string()} y={(HEIGHT - height).to_string()} width={COLUMN.to_string()} height={height.to_string()} />
        }
    };
    let width = strengths.len().saturating_mul(STEP).saturating_sub(STEP - COLUMN);
    html! {
        <svg class="columns" aria-hidden="true" width={width.to_string()} height={HEIGHT.to_string()} viewBox={format!("0 0 {width} {HEIGHT}")} preserveAspectRatio="xMinYMax meet">
            { for strengths.iter().enumerate().map(column) }
        </svg>
    }
}

/// Such as "2 firm, 1 new".
fn words(tally: &Tally) -> String {
    let part = |(strength, name): (Strength, &str)| match tally.count(strength) {
        0 => None,
        number => Some(format!("{number} {}", name.to_lowercase())),
    };
    Strength::ALL.into_iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

fn next(day: Option<Day>, clock: Clock) -> Html {
    match day {
        None => html! { <span class="dim">{ "–" }</span> },
        Some(day) if day <= clock.today() => html! { <a href={REVIEW}>{ "due" }</a> },
        Some(day) => html! { { clock.on(day) } },
    }
}

/// Export, import, reset.
fn ways(learn: &Learn, act: &Callback<Action>, is_sure: &UseStateHandle<bool>, onfile: Callback<Event>) -> Html {
    let onexport = {
        let record = learn.record.clone();
        Callback::from(move |_: MouseEvent| {
            files::save(&Download {
                name: format!("wirelens-progress-{}.json", dom::clock().iso()),
                kind: "application/json".to_owned(),
                bytes: export::write(&record).into_bytes(),
            });
        })
    };
    let set = |sure: bool| {
        let is_sure = is_sure.setter();
        Callback::from(move |_: MouseEvent| {
            is_sure.set(sure);
            dom::focus(RESET);
        })
    };
    let onforget = {
        let (act, is_sure) = (act.clone(), is_sure.setter());
        Callback::from(move |_: MouseEvent| {
            is_sure.set(false);
            act.emit(Action::Learn(Act::Forget));
            dom::focus(RESET);
        })
    };
    let onback = {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::Learn(Act::BringBack));
            dom::focus(RESET);
        })
    };
    let answers = learn.record.log.len();
    let is_empty = answers == 0 && learn.record.trail.read.is_empty();
    html! {
        <>
            <div class="acts">
                <button type="button" class="btn" disabled={is_empty} onclick={onexport}>{ "Export" }</button>
                <button type="button" class="btn" onclick={Callback::from(|_: MouseEvent| dom::click(FILE))}>{ "Import…" }</button>
                <input id={FILE} type="file" accept=".json,application/json" hidden={true} tabindex="-1" aria-label="File of progress" onchange={onfile} />
                <button type="button" class="btn" id={RESET} aria-expanded={is_sure.to_string()} onclick={set(!**is_sure)}>{ "Reset…" }</button>
            </div>
            if **is_sure {
                <div class="card" role="group" aria-label="Reset progress">
                    <p>{ format!("Forget {} and which lessons you read, in every tab?", count(answers, "answer")) }</p>
                    <div class="acts">
                        <button type="button" class="btn primary" onclick={onforget}>{ "Forget" }</button>
                        <button type="button" class="btn" onclick={set(false)}>{ "Keep" }</button>
                    </div>
                </div>
            }
            <div role="status">
                if let Some(told) = &learn.imported { <p>{ told.clone() }</p> }
                if learn.before.is_some() {
                    <p>
                        { "Your progress was forgotten. Until you leave this page it can be brought back. " }
                        <button type="button" class="btn" onclick={onback}>{ "Bring back" }</button>
                    </p>
                }
            </div>
        </>
    }
}

/// Reads the file that was chosen, and has it taken in.
fn import(event: &Event, act: &Callback<Action>) -> Option<FileReader> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files().and_then(|files| files.get(0));
    // The same file can be chosen again.
    input.set_value("");
    let file = Blob::from(file?);
    let act = act.clone();
    if file.size() > MAX_FILE {
        act.emit(Action::Tell("This file is larger than any progress is. Nothing was changed.".into()));
        return None;
    }
    Some(read_as_text(&file, move |read| act.emit(Action::Learn(Act::Import(read.unwrap_or_default())))))
}
