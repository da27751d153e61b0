//! The daily review: what is due, a question at a time. It counts nothing but what is left, and pushes nobody.

use yew::prelude::*;

use super::{
    fetch::{use_index, use_lesson},
    use_arrival,
};
use crate::{
    learn::{Index, question::Question},
    session::{
        Action, State,
        learn::{
            Act, Clock, Learn, Worth,
            card::Card,
            export::count,
            review::{Item, Plan, Round, plan},
        },
    },
    ui::{
        app::use_reach,
        dom,
        parts::quiz,
        route::{PROGRESS, REVIEW},
    },
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
    /// The number of the move that led here; 0 if the page was loaded so.
    pub moves: u32,
}

/// What stands above the question that is asked.
const PLACE: &str = "review-place";

/// The page.
#[component]
pub fn ReviewPage(props: &Props) -> Html {
    let learn = &props.state.learn;
    use_index(learn);
    use_arrival(props.moves);
    let act = use_reach().act.reform(Action::Learn);
    let asked = learn.round.as_ref().and_then(|round| round.item().map(|item| (round.at, item.clone())));
    // A question that takes another one's place is announced by where the focus goes; what has the focus may be gone with the last.
    let before = use_mut_ref(|| None::<usize>);
    use_effect_with(asked.as_ref().map(|(at, _)| *at), move |&at| match (before.replace(at), at) {
        (_, Some(_)) => dom::focus(PLACE),
        (Some(_), None) => dom::focus("main"),
        (None, None) => {}
    });
    let body = match &learn.index {
        None => html! { <p class="dim" role="status">{ "Loading…" }</p> },
        Some(Err(sentence)) => html! { <p role="alert">{ sentence.clone() }</p> },
        Some(Ok(index)) => match (&learn.round, asked) {
            (Some(round), Some((at, item))) => html! {
                <>
                    <h2 id={PLACE} tabindex="-1">{ format!("Question {} of {}", at + 1, round.items.len()) }</h2>
                    <Asked key={at} {item} state={props.state.clone()} />
                </>
            },
            (round, _) => {
                let clock = dom::clock();
                overview(round.as_ref(), &plan(index, &learn.record, clock), clock, &act)
            }
        },
    };
    html! {
        <main class="doc-page" id="main" tabindex="-1">
            <div class="sheet learn">
                <nav class="crumbs" aria-label="Place">
                    <a href="#/learn">{ "← All lessons" }</a>
                    <a href={PROGRESS}>{ "Progress" }</a>
                </nav>
                <h1>{ "Review" }</h1>
                { body }
            </div>
        </main>
    }
}

/// What there is to do, before a round and after it.
fn overview(round: Option<&Round>, plan: &Plan, clock: Clock, act: &Callback<Act>) -> Html {
    let begin = |round: Round| act.reform(move |_: MouseEvent| Act::Begin(round.clone()));
    let next = plan.next.map(|day| format!(" Next {}.", clock.on(day))).unwrap_or_default();
    let due = plan.due.len();
    let told = match (round, due) {
        (Some(_), 0) => format!("That was all.{next}"),
        (Some(_), due) => format!("That was this round. {}, if you like to go on.", are(due, "more question", "due")),
        (None, 0) => format!("Nothing is due.{next}"),
        (None, due) => format!("{} today.", are(due, "question", "due")),
    };
    let new = plan.new_round();
    html! {
        <>
            <p role="status">{ told }</p>
            if due > 0 {
                <p><button type="button" class="btn primary" onclick={begin(plan.round())}>{ if round.is_some() { "Go on" } else { "Start" } }</button></p>
            }
            if !new.items.is_empty() {
                <h2>{ "New questions" }</h2>
                <p>{ "You have not tried these yet. They come back when FSRS, a model of how memories fade, expects that you might forget them." }</p>
                <p><button type="button" class="btn" onclick={begin(new.clone())}>{ format!("Try {}", count(new.items.len(), "new question")) }</button></p>
            }
        </>
    }
}

/// Such as "1 question is due" and "2 questions are due".
fn are(number: usize, of: &str, what: &str) -> String {
    format!("{} {} {what}", count(number, of), if number == 1 { "is" } else { "are" })
}

#[derive(PartialEq, Properties)]
struct AskedProps {
    item: Item,
    state: State,
}

/// The question that is asked, as soon as its lesson is there.
#[component]
fn Asked(props: &AskedProps) -> Html {
    let learn = &props.state.learn;
    let act = use_reach().act.reform(Action::Learn);
    let Item { lesson, question } = &props.item;
    let packet = match use_lesson(lesson, learn) {
        None => return html! { <p class="dim" role="status">{ "Loading…" }</p> },
        Some(Err(sentence)) => {
            return html! { <><p role="alert">{ sentence }</p>{ on(&props.state.learn, None, &act) }</> };
        }
        Some(Ok(packet)) => packet,
    };
    let found = packet.unit.questions.iter().position(|it| it.id == *question);
    html! {
        <>
            { found.map(|index| quiz(&packet, index, learn)) }
            { on(learn, found.and_then(|index| packet.unit.questions.get(index)), &act) }
            <p class="dim">
                { "From the lesson " }<a href={format!("#/learn/{lesson}")}>{ packet.unit.lesson.title.clone() }</a>{ "." }
            </p>
        </>
    }
}

/// The way to the next question, and when this one comes again once that is known.
fn on(learn: &Learn, question: Option<&Question>, act: &Callback<Act>) -> Html {
    let is_checked = question
        .and_then(|question| learn.papers.get(&question.id))
        .is_some_and(|paper| paper.checked.as_ref().is_some_and(|checked| matches!(checked.worth, Worth::Told(_))));
    let clock = dom::clock();
    let again = question.filter(|_| is_checked).and_then(|question| Card::of(learn.record.log.of(&question.id), clock));
    let is_last = learn.round.as_ref().is_none_or(|round| round.at + 1 >= round.items.len());
    let word = match (is_checked, is_last) {
        (false, _) => "Skip",
        (true, false) => "Next question",
        (true, true) => "Finish",
    };
    html! {
        <div class="acts">
            <button type="button" class={classes!("btn", is_checked.then_some("primary"))} onclick={act.reform(|_| Act::Next)}>{ word }</button>
            <button type="button" class="btn" onclick={act.reform(|_| Act::Leave)}>{ "Stop here" }</button>
            <span class="dim" role="status">
                if let Some(card) = again { { format!("This one comes again {}.", clock.on(card.due)) } }
            </span>
        </div>
    }
}

/// How many questions are due, as a link to the review; on the list of lessons.
pub fn due_link(index: &Index, learn: &Learn) -> Html {
    let due = plan(index, &learn.record, dom::clock()).due.len();
    let word = if due == 0 { "Review".to_owned() } else { format!("Review: {due} due") };
    html! { <a href={REVIEW}>{ word }</a> }
}
