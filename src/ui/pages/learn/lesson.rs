//! One lesson: where its parts are, its text with what runs in it, its questions, and the lessons before and behind.

use std::{cell::Cell, rc::Rc};

use yew::prelude::*;

use super::{
    contents::href,
    fetch::{use_index, use_lesson},
};
use crate::{
    engine::learn::{Packet, Place},
    learn::{
        Index,
        live::Live,
        markdown::{Block, plain},
        question::Question,
    },
    session::{Action, State, learn::Act},
    ui::{
        app::use_reach,
        dom,
        pages::{blocks, inline},
        parts::{live_part, quiz},
        route::Spot,
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub spot: Spot,
    pub state: State,
    /// The number of the move that led here; 0 if the page was loaded so.
    pub moves: u32,
}

/// The lesson's title, at which its reading begins.
const TITLE: &str = "title";

/// What stands behind the text and before the questions: who has seen it has read the lesson.
const END: &str = "questions";

/// What the ids of questions' elements begin with, and the addresses of questions behind the lesson's.
const QUESTION: &str = "question-";

/// The page.
#[component]
pub fn LessonPage(props: &Props) -> Html {
    let act = use_reach().act;
    let learn = &props.state.learn;
    use_index(learn);
    let id = &props.spot.lesson;
    let packet = use_lesson(id, learn);
    let is_there = matches!(packet, Some(Ok(_)));
    let is_read = learn.record.trail.has_read(id);
    let reach = {
        let (act, id) = (act.clone(), id.clone());
        move || {
            if !is_read && dom::is_reached(END) {
                act.emit(Action::Learn(Act::Reached(id.clone())));
            }
        }
    };
    // The text has to be there before anybody can be led to a part of it.
    use_effect_with((is_there, props.moves), {
        let (spot, reach) = (props.spot.clone(), reach.clone());
        move |&(is_there, moves)| {
            if is_there {
                act.emit(Action::Learn(Act::Opened(spot.lesson)));
                match (spot.at.as_str(), moves) {
                    ("", 0) => {}
                    ("", _) => dom::arrive(&[TITLE.to_owned()]),
                    // A question may be called by its bare id, unless a heading is.
                    (at, _) if at.starts_with(QUESTION) => dom::arrive(&[at.to_owned()]),
                    (at, _) => dom::arrive(&[section_id(at), format!("{QUESTION}{at}")]),
                }
                reach();
            }
        }
    });
    let (head, body) = match &packet {
        None => (Html::default(), html! { <p class="dim" role="status">{ "Loading…" }</p> }),
        Some(Err(sentence)) => (Html::default(), html! { <p role="alert">{ sentence.clone() }</p> }),
        Some(Ok(packet)) => {
            let title = html! { <h1 id={TITLE}>{ packet.unit.lesson.title.clone() }</h1> };
            (html! { <>{ title }{ outline(packet) }</> }, lesson(packet, &props.state))
        }
    };
    let index = match &learn.index {
        Some(Ok(index)) => Some(&**index),
        _ => None,
    };
    html! {
        <main class="doc-page" id="main" tabindex="-1" onscroll={Callback::from(move |_: Event| reach())}>
            <div class="sheet lesson">
                <nav class="crumbs" aria-label="Place">
                    <a href="#/learn">{ "← All lessons" }</a>
                    if let Some(entry) = index.and_then(|index| index.lessons.iter().find(|entry| entry.id == *id)) {
                        <span>{ format!("{} · {} min", entry.part, entry.minutes) }</span>
                        if is_read { <span class="ok">{ "✓ read" }</span> }
                    }
                </nav>
                { head }
                <article>{ body }</article>
                if is_there { { index.map(|index| neighbours(index, id)) } }
            </div>
        </main>
    }
}

/// The id of a heading's element. Ids of the page's own begin otherwise.
fn section_id(anchor: &str) -> String {
    format!("section-{anchor}")
}

/// Links to the parts of the lesson.
fn outline(packet: &Packet) -> Html {
    let id = &packet.unit.lesson.id;
    let heading = |block: &Block| match block {
        Block::Heading { level: 1 | 2, id: anchor, inline: line } => {
            Some(html! { <li><a href={format!("#/learn/{id}/{anchor}")}>{ inline(line) }</a></li> })
        }
        _ => None,
    };
    let headings: Vec<Html> = packet.unit.lesson.blocks.iter().filter_map(heading).collect();
    if headings.len() < 2 {
        return Html::default();
    }
    html! {
        <nav class="outline" aria-label="In this lesson">
            <h2>{ "In this lesson" }</h2>
            <ol>
                { headings }
                if !packet.unit.questions.is_empty() {
                    <li><a href={format!("#/learn/{id}/{END}")}>{ "Questions" }</a></li>
                }
            </ol>
        </nav>
    }
}

fn lesson(packet: &Rc<Packet>, state: &State) -> Html {
    let unit = &packet.unit;
    let id = &unit.lesson.id;
    let next = Cell::new(0);
    let live = |part: &Live| {
        let place = Place { lesson: id.clone(), part: next.replace(next.get() + 1) };
        live_part(&state.learn, place, part)
    };
    let block = |block: &Block| match block {
        Block::Heading { level, id: anchor, inline: line } => {
            let said = html! { <>{ inline(line) }{ anchor_link(id, anchor, &plain(line)) }</> };
            match level {
                1 | 2 => html! { <h2 id={section_id(anchor)}>{ said }</h2> },
                _ => html! { <h3 id={section_id(anchor)}>{ said }</h3> },
            }
        }
        other => blocks(std::slice::from_ref(other), &live),
    };
    html! {
        <>
            { for unit.lesson.blocks.iter().map(block) }
            <div id={END}></div>
            if !unit.questions.is_empty() {
                <h2 id={section_id(END)}>{ "Questions" }{ anchor_link(id, END, "Questions") }</h2>
            }
            { for (0..unit.questions.len()).map(|index| asked(packet, index, state)) }
        </>
    }
}

/// A question, and the link that leads to it.
fn asked(packet: &Rc<Packet>, index: usize, state: &State) -> Html {
    let Some(Question { id, lesson, title, .. }) = &packet.unit.questions.get(index) else { return Html::default() };
    html! {
        <div class="asked" key={id.clone()}>
            { quiz(packet, index, &state.learn) }
            { anchor_link(lesson, &format!("{QUESTION}{id}"), title) }
        </div>
    }
}

/// A link to a part of a lesson, to be followed or copied.
fn anchor_link(lesson: &str, anchor: &str, name: &str) -> Html {
    html! { <a class="anchor" href={format!("#/learn/{lesson}/{anchor}")} aria-label={format!("Link to “{name}”")}>{ "#" }</a> }
}

/// The lessons before and behind.
fn neighbours(index: &Index, id: &str) -> Html {
    let Some(at) = index.lessons.iter().position(|entry| entry.id == id) else { return Html::default() };
    let link = |at: Option<usize>, word: &'static str, class: &'static str| {
        let entry = at.and_then(|at| index.lessons.get(at))?;
        Some(
            html! { <a class={classes!("card", class)} href={href(entry)}><span class="dim">{ word }</span><br />{ entry.title.clone() }</a> },
        )
    };
    html! {
        <nav class="neighbours" aria-label="Other lessons">
            { for link(at.checked_sub(1), "← Before this", "before") }
            { for link(Some(at + 1), "Next →", "behind") }
        </nav>
    }
}
