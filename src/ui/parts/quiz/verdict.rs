//! What is said of an answer, each remark leading to its place; and the solution.

use yew::prelude::*;

use super::Desk;
use crate::{
    learn::{
        asked::Asked,
        verdict::{Remark, Verdict},
    },
    session::learn::{Deed, Worth},
    text::{LineIndex, Span},
    ui::pages::inline,
};

/// What came of checking; nothing if nothing was checked, or an option and then another one was chosen.
pub fn verdict(desk: &Desk<'_>, show: &Callback<(u32, Span)>) -> Html {
    let Some(checked) = &desk.paper.checked else { return Html::default() };
    let is_earlier = checked.answer != *desk.answer;
    let is_chosen = matches!(
        desk.question.asked,
        Asked::One(_) | Asked::Several(_) | Asked::Status | Asked::Change { .. } | Asked::Order(_)
    );
    match &checked.worth {
        Worth::Awaited => html! { <div class="verdict"><p>{ "Checking…" }</p></div> },
        Worth::Unknown(why) => {
            html! { <div class="verdict wrong"><p><strong>{ "Not checked. " }</strong>{ why.clone() }</p></div> }
        }
        Worth::Told(_) if is_earlier && is_chosen => Html::default(),
        Worth::Told(verdict) => told(desk, verdict, is_earlier, show),
    }
}

fn told(desk: &Desk<'_>, verdict: &Verdict, is_earlier: bool, show: &Callback<(u32, Span)>) -> Html {
    let (class, word) = if verdict.right { ("right", "✓ Right. ") } else { ("wrong", "✗ Not yet. ") };
    let remark = |it: &Remark| {
        // Of several blanks the one that is meant.
        let label = match &desk.question.asked {
            Asked::Dump { fields, .. } if !verdict.right => fields.get(it.part as usize).filter(|_| fields.len() > 1),
            _ => None,
        };
        html! {
            <>
                if let Some(label) = label { <b>{ inline(label) }{ ": " }</b> }
                { inline(&it.text) }
                { place(desk, it, is_earlier, show) }
            </>
        }
    };
    let (first, rest) = verdict.remarks.split_at(verdict.remarks.len().min(1));
    html! {
        <div class={classes!("verdict", class, is_earlier.then_some("earlier"))}>
            if is_earlier { <p class="dim">{ "Before you changed it:" }</p> }
            <p><strong>{ word }</strong>{ for first.iter().map(remark) }</p>
            if !rest.is_empty() { <ul>{ for rest.iter().map(|it| html! { <li>{ remark(it) }</li> }) }</ul> }
        </div>
    }
}

/// A button that leads to what the remark is about.
fn place(desk: &Desk<'_>, remark: &Remark, is_earlier: bool, show: &Callback<(u32, Span)>) -> Html {
    // In a text that has changed since, it would be somewhere else.
    let Some(span) = remark.span.filter(|_| !is_earlier) else { return Html::default() };
    let part = remark.part;
    let name = match &desk.question.asked {
        Asked::Edit(edit) => {
            let line = LineIndex::new(desk.part(part as usize)).line_column(span.start as usize).line;
            let parts = edit.parts();
            match parts.get(part as usize) {
                Some(it) if parts.len() > 1 => format!("{}, line {line}", it.name),
                _ => format!("line {line}"),
            }
        }
        _ => "in your answer".to_owned(),
    };
    let onclick = show.reform(move |_: MouseEvent| (part, span));
    html! { <>{ " " }<button type="button" class="btn link" {onclick}>{ format!("Show {name}") }</button></> }
}

/// The way to the answer, and the answer.
pub fn solution(desk: &Desk<'_>, deed: &Callback<Deed>) -> Html {
    let question = desk.question;
    let put = match &question.asked {
        Asked::Edit(edit) if edit.solution != *desk.answer => {
            let (solution, now) = (edit.solution.clone(), desk.answer.clone());
            let onclick = deed.reform(move |_: MouseEvent| Deed::Put(Some(solution.clone()), now.clone()));
            html! { <p><button type="button" class="btn" {onclick}>{ "Put the solution into the editor" }</button></p> }
        }
        _ => Html::default(),
    };
    html! {
        <div class="verdict">
            <p><strong>{ "Step by step" }</strong></p>
            <ol>{ for question.steps.iter().map(|step| html! { <li>{ inline(step) }</li> }) }</ol>
            <p><strong>{ "Answer. " }</strong>{ inline(&question.answer) }</p>
            { put }
            <p><strong>{ "Quick check. " }</strong>{ inline(&question.check) }</p>
            <p><strong>{ "Common mistakes" }</strong></p>
            <ul>{ for question.mistakes.iter().map(|mistake| html! { <li>{ inline(mistake) }</li> }) }</ul>
            <p class="dim">{ "Source: " }{ inline(&question.source) }</p>
        </div>
    }
}
