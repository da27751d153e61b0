//! The list of problems: `file:line:column severity message`, each leading to its place.

use std::rc::Rc;

use yew::prelude::*;

use super::prose;
use crate::{
    engine::view::{Problem, Report},
    session::Action,
    ui::app::use_reach,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub report: Option<Rc<Report>>,
}

/// The list, or a line that there is nothing in it.
#[component]
pub fn Problems(props: &Props) -> Html {
    let act = use_reach().act;
    let Some(report) = &props.report else {
        return html! { <div class="foot"><h3 id="problems-title">{ "Problems" }</h3></div> };
    };
    let shown = report.problems.len();
    let more = (report.problem_total as usize).saturating_sub(shown);
    html! {
        <div class="foot">
            <h3 aria-live="polite">{ title(report) }</h3>
            <ul class="problems" aria-label="Problems" tabindex={if shown > 3 { Some("0") } else { None::<&'static str> }}>
                { for report.problems.iter().map(|problem| item(problem, &act)) }
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

fn item(problem: &Problem, act: &Callback<Action>) -> Html {
    let target = problem.target;
    let word = problem.severity.word();
    let place = format!("{}:{}:{}", problem.file, problem.line, problem.column);
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
        </li>
    }
}
