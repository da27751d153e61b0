//! The list of problems: `file:line:column severity message`, each leading to its place.

use yew::prelude::*;

use super::{more_link, prose};
use crate::{
    engine::view::{Fix, Problem, Report},
    learn::more,
    session::{Action, View},
};

/// The list, or a line that there is nothing in it.
pub fn problem_list(report: Option<&Report>, view: View, act: &Callback<Action>) -> Html {
    let Some(report) = report else {
        return html! { <div class="foot"><h3>{ "Problems" }</h3></div> };
    };
    let shown = report.problems.len();
    let more = (report.problem_total as usize).saturating_sub(shown);
    html! {
        <div class="foot">
            <div class="line">
                <h3 aria-live="polite">{ title(report) }</h3>
                <label class="switch" title="List what is a matter of style only">
                    <input type="checkbox" role="switch" checked={view.hints}
                        onchange={act.reform(move |_| Action::Arrange(View { hints: !view.hints, ..view }))} />
                    { "Style hints" }
                </label>
            </div>
            <ul class="problems" aria-label="Problems" tabindex={if shown > 3 { Some("0") } else { None::<&'static str> }}>
                { for (0..).zip(&report.problems).map(|(index, problem)| item(index, problem, act)) }
                if more > 0 {
                    <li class="problem dim">{ format!("and {more} more") }</li>
                }
            </ul>
        </div>
    }
}

fn title(report: &Report) -> String {
    let counted = |count: u32, word: &str| match count {
        1 => format!(" · 1 {word}"),
        _ => format!(" · {count} {word}s"),
    };
    let errors = report.error_total;
    let others = report.problem_total - errors;
    match (errors, others) {
        (0, 0) => "Problems · none".to_owned(),
        (0, _) => format!("Problems{}", counted(others, "note")),
        (_, 0) => format!("Problems{}", counted(errors, "error")),
        _ => format!("Problems{}{}", counted(errors, "error"), counted(others, "note")),
    }
}

fn item(index: u32, problem: &Problem, act: &Callback<Action>) -> Html {
    let target = problem.target;
    let word = problem.word();
    let place = format!("{}:{}:{}", problem.file, problem.line, problem.column);
    let fix = |(number, fix): (u32, &Fix)| {
        let onclick = act.reform(move |_| Action::FixAndShow(index, number));
        html! { <button type="button" class="fix" {onclick}><span class="sr">{ "Fix: " }</span>{ prose(&fix.title) }</button> }
    };
    let lesson = more::problem(&problem.code).map(more_link);
    html! {
        <li>
            <button type="button" class="problem" onclick={act.reform(move |_| Action::Go(target))}>
                <span class={classes!("sev", word)} aria-hidden="true"></span>
                <span>
                    <span class="where">{ place }</span>{ " " }{ word }{ " " }{ prose(&problem.message) }
                    if let Some(help) = &problem.help {
                        <span class="help">{ prose(help) }</span>
                    }
                </span>
            </button>
            if lesson.is_some() || !problem.fixes.is_empty() {
                <span class="fixes">{ for (0..).zip(&problem.fixes).map(fix) }{ for lesson }</span>
            }
        </li>
    }
}
