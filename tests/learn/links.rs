//! Links lead somewhere, and sources are named by title and section.

use wirelens::{
    examples,
    learn::markdown::{Inline, inline, plain},
};

use crate::{
    support::{File, Problems, World},
    texts::Shown,
};

/// Pages that links may name besides lessons and examples.
const PAGES: [&str; 7] =
    ["#/", "#/calls", "#/calls/store", "#/calls/code", "#/learn", "#/learn/review", "#/learn/progress"];

/// Every link of a file.
pub fn check(world: &World, file: File<'_>, shown: &Shown, problems: &mut Problems) {
    for (place, href) in &shown.links {
        if let Err(error) = leads(world, href) {
            problems.add(place, format!("the link `{href}` leads nowhere: {error}"));
        }
    }
    if let File::Question(question) = file {
        let is_named = match inline(&question.source).as_deref() {
            Ok([Inline::Link { href, children }]) => href.starts_with("https://") && plain(children).contains(": "),
            _ => false,
        };
        problems.demand(is_named, "source", || {
            format!("expected `[Title: section](https://…)`, found `{}`", question.source)
        });
    }
}

/// Whether there is something at the other end.
pub fn leads(world: &World, href: &str) -> Result<(), String> {
    if href.starts_with("https://") || PAGES.contains(&href) {
        return Ok(());
    }
    if let Some(slug) = href.strip_prefix("#/?example=") {
        return examples::find(slug).map(|_| ()).ok_or_else(|| format!("there is no example `{slug}`"));
    }
    let lesson = href.strip_prefix("#/learn/").ok_or("there is no such page")?;
    let (id, place) = lesson.split_once('/').unwrap_or((lesson, ""));
    let known = world.content.lessons.iter().find(|it| it.lesson.id == id);
    let known = known.ok_or_else(|| format!("there is no lesson `{id}`"))?;
    let has_question = || world.content.questions_of(id).any(|it| it.id == place);
    if place.is_empty() || Shown::lesson(known).anchors.iter().any(|it| it == place) || has_question() {
        return Ok(());
    }
    Err(format!("the lesson `{id}` has no heading or question `{place}`"))
}
