//! What the chosen bytes or the chosen field are: a sentence, the bits, the arithmetic from the bits to the value, and
//! where to read on.

use yew::prelude::*;

use super::{bits::Bits, more_link, prose};
use crate::{
    annotate::{explain::Explanation, guess::Reading},
    engine::view::{Explained, Marks, Target},
    learn::more,
    session::Action,
};

/// The region; it never leaves the screen. Who walks from byte to byte is told of each in short, and comes here for the rest.
pub fn explanation_pane(marks: &Marks, is_in_bytes: bool, act: &Callback<Action>) -> Html {
    let live = if is_in_bytes { "off" } else { "polite" };
    let body = match &marks.explanation {
        Some(explained) => explanation(explained, marks, act),
        None => {
            html! { <p class="dim">{ "Choose a byte, a field, a JSON value or a line of the .proto to see what it is and how its bits make the value." }</p> }
        }
    };
    html! { <section class="explain" role="region" aria-label="Explanation" aria-live={live} tabindex="0">{ body }</section> }
}

fn explanation(explained: &Explained, marks: &Marks, act: &Callback<Action>) -> Html {
    let what = &explained.what;
    html! {
        <>
            <div>
                <span class="title">{ what.title.clone() }</span>
                <span class="sub">{ for subtitle(explained, marks, act) }</span>
            </div>
            <p>{ prose(&what.sentence) }</p>
            if let Some(problem) = &what.problem {
                <p class={classes!("told", problem.severity.word())}>
                    <strong>{ problem.severity.word() }{ ": " }</strong>{ prose(&problem.message) }
                    if let Some(help) = &problem.help { { "; " }{ prose(help) } }
                    { ". " }{ prose(&what.reaction) }{ " " }{ for more::problem(&problem.code).map(more_link) }
                </p>
            }
            // Of a guess the others matter more than the bits.
            if !what.readings.is_empty() { { readings(&what.readings) } }
            // Who is read to hears the sentences at once, and goes to the bits to hear of them.
            <div aria-live="off">
                if !what.bits.is_empty() {
                    // Another explanation has other bits: none of them is pointed at.
                    <Bits key={format!("{} {}", what.title, what.place)} groups={what.bits.clone()} byte={what.byte} />
                }
                { arithmetic(what) }
            </div>
            if let Some(doc) = &explained.doc { <p class="doc">{ doc.clone() }</p> }
        </>
    }
}

/// Path, declaration, value in the JSON, bytes and type, as far as there are any and the title has not said them.
fn subtitle(explained: &Explained, marks: &Marks, act: &Callback<Action>) -> Vec<Html> {
    let what = &explained.what;
    let link = |text: &str, name: &str, target: Target| {
        let onclick = act.reform(move |_: MouseEvent| Action::Go(target));
        let label = format!("{name} {text}");
        html! { <button type="button" class="btn link" aria-label={label} {onclick}>{ text.to_owned() }</button> }
    };
    let line = explained.line.as_deref().map(|line| match marks.file {
        Some((file, span)) => link(line, "Go to", Target::File(file, span)),
        None => html! { { line.to_owned() } },
    });
    let json = explained.json.as_deref().zip(marks.json).map(|(text, span)| {
        html! { <code>{ link(text, "Go to the JSON", Target::Json(span)) }</code> }
    });
    let title = what.title.as_str();
    let plain = |text: &str, is_said: bool| (!is_said && !text.is_empty()).then(|| html! { { text.to_owned() } });
    // That of an unknown field at the top is its number, which is in the title.
    let is_number = what.path.starts_with('#') && !what.path.contains('.');
    let path = Some(&what.path).filter(|path| !is_number && !path.is_empty() && !title.contains(path.as_str()));
    let parts = [
        path.map(|path| html! { <code>{ path.clone() }</code> }),
        line,
        json,
        plain(&what.place, title.starts_with(&what.place)),
        plain(&what.kind, title.ends_with(&what.kind)),
    ];
    let parted = |(at, part): (usize, Html)| {
        if at == 0 {
            part
        } else {
            html! { <>{ " · " }{ part }</> }
        }
    };
    parts.into_iter().flatten().enumerate().map(parted).collect()
}

/// The steps from the bits to the value, and the lesson that teaches them.
fn arithmetic(what: &Explanation) -> Html {
    let lesson = what.rule.map(|rule| {
        html! { <a href={format!("#/learn/{}", rule.lesson())}>{ rule.name() }</a> }
    });
    let last = what.steps.len().saturating_sub(1);
    let line = |(at, step): (usize, &String)| {
        html! { <li>{ step.clone() }if at == last { { lesson.clone() } }</li> }
    };
    match what.steps.is_empty() {
        true => html! { if let Some(lesson) = lesson { <p class="sum">{ lesson }</p> } },
        false => html! { <ol class="sum">{ for what.steps.iter().enumerate().map(line) }</ol> },
    }
}

fn readings(readings: &[Reading]) -> Html {
    let row = |reading: &Reading| {
        html! {
            <tr>
                <th scope="row">{ reading.kind.clone() }</th><td>{ reading.text.clone() }</td>
                <td class="score">{ reading.score.to_string() }</td><td class="dim">{ reading.reason.clone() }</td>
            </tr>
        }
    };
    html! {
        <table class="readings" aria-label="Plausible readings">
            <thead>
                <tr>
                    <th scope="col">{ "Could be" }</th><th scope="col">{ "Value" }</th>
                    <th scope="col" title="How plausible, of 100">{ "Score" }</th><th scope="col">{ "Why" }</th>
                </tr>
            </thead>
            <tbody>{ for readings.iter().map(row) }</tbody>
        </table>
    }
}
