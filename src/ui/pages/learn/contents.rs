//! The path: the lessons by parts, what each is about and how it stands, and the one to go on with.

use yew::prelude::*;

use super::review::due_link;
use crate::{
    learn::{Entry, Index},
    session::learn::{Learn, Stand},
    ui::route::PROGRESS,
};

/// The path.
pub fn contents(index: &Index, learn: &Learn) -> Html {
    let stands: Vec<Stand> = index.lessons.iter().map(|entry| learn.stand(entry)).collect();
    let read = stands.iter().filter(|stand| stand.is_read).count();
    let answered: usize = stands.iter().map(|stand| stand.answered).sum();
    let asked: usize = stands.iter().map(|stand| stand.asked).sum();
    let lessons = index.lessons.len();
    html! {
        <>
            { go_on(index, learn) }
            <p class="dim">
                { format!("{read} of {lessons} {} read, {answered} of {asked} {} answered.", plural(lessons, "lesson"), plural(asked, "question")) }
            </p>
            <nav class="ways" aria-label="Your progress">
                { due_link(index, learn) }
                <a href={PROGRESS}>{ "Progress" }</a>
            </nav>
            { for index.lessons.chunk_by(|a, b| a.part == b.part).map(|lessons| part(lessons, learn)) }
        </>
    }
}

/// The lesson to go on with.
fn go_on(index: &Index, learn: &Learn) -> Html {
    let Some(entry) = learn.next(index) else {
        return html! { <p>{ "You have read every lesson and answered every question." }</p> };
    };
    let word = if learn.record.trail.last.is_empty() { "Start with" } else { "Continue with" };
    html! {
        <a class="card on" href={href(entry)}>
            <span class="dim">{ word }</span>{ " " }<strong>{ entry.title.clone() }</strong>
        </a>
    }
}

/// Lessons that belong together.
fn part(lessons: &[Entry], learn: &Learn) -> Html {
    let Some(first) = lessons.first() else { return Html::default() };
    html! {
        <section class="chapter" aria-label={first.part.clone()}>
            <h2>{ first.part.clone() }</h2>
            <ol>{ for lessons.iter().map(|entry| lesson(entry, learn.stand(entry))) }</ol>
        </section>
    }
}

fn lesson(entry: &Entry, stand: Stand) -> Html {
    html! {
        <li class={classes!(stand.is_done().then_some("done"))}>
            <a href={href(entry)}>{ entry.title.clone() }</a>
            <p>{ entry.summary.clone() }</p>
            <p class="state">
                <span>{ format!("{} min", entry.minutes) }</span>
                if stand.is_read { <span class="ok">{ "✓ read" }</span> }
                { answered(stand) }
            </p>
        </li>
    }
}

/// How many questions are answered, as words and as a bar, which says nothing more.
fn answered(stand: Stand) -> Html {
    let Stand { answered, asked, .. } = stand;
    match (asked, answered) {
        (0, _) => Html::default(),
        (_, 0) => html! { <span>{ format!("{asked} {}", plural(asked, "question")) }</span> },
        _ => html! {
            <span class={classes!((answered == asked).then_some("ok"))}>
                <progress aria-hidden="true" max={asked.to_string()} value={answered.to_string()}></progress>
                { if answered == asked { "✓ " } else { "" } }{ format!("{answered} of {asked} answered") }
            </span>
        },
    }
}

/// Where a lesson is.
pub fn href(entry: &Entry) -> String {
    format!("#/learn/{}", entry.id)
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}
