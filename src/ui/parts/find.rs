//! The line in which something is looked for in the payload: the way, the text, what was found, on and back.

use yew::prelude::*;

use super::grouped;
use crate::{
    find::By,
    session::{Action, Finding},
    ui::dom,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub finding: Finding,
    pub act: Callback<Action>,
}

/// The id of the text field.
pub const FIND_FIELD: &str = "find-field";

/// The line.
#[component]
pub fn FindBar(props: &Props) -> Html {
    let part = use_node_ref();
    dom::use_returned_focus(part.clone());
    use_effect_with((), |()| dom::select(FIND_FIELD));
    let Props { finding, act } = props;
    let (by, text) = (finding.by, finding.text.clone());
    let oninput = act.reform(move |event: InputEvent| Action::Find(by, dom::value(event.target())));
    let onchange = act.reform(move |event: Event| {
        let word = dom::value(event.target());
        Action::Find(By::ALL.into_iter().find(|by| by.word() == word).unwrap_or_default(), text.clone())
    });
    let onkeydown = {
        let act = act.clone();
        Callback::from(move |event: KeyboardEvent| {
            let action = match (event.key().as_str(), event.shift_key()) {
                ("Escape", _) => Action::CloseFind,
                // On a button Enter presses it.
                ("Enter", false) if dom::takes_text(event.target()) => Action::FindNext,
                ("Enter", true) if dom::takes_text(event.target()) => Action::FindBack,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            act.emit(action);
        })
    };
    let option = |by: By| html! { <option value={by.word()} selected={by == finding.by}>{ by.word() }</option> };
    let refused = finding.found.as_ref().is_some_and(|found| found.refusal.is_some());
    let none = finding.found.as_ref().is_none_or(|found| found.total == 0);
    html! {
        <div class="find" role="search" aria-label="Find in the bytes" ref={part} {onkeydown}>
            <select aria-label="Find by" {onchange}>{ for By::ALL.map(option) }</select>
            <input id={FIND_FIELD} type="text" aria-label="Find" value={finding.text.clone()} {oninput} placeholder={finding.by.example()}
                aria-invalid={refused.to_string()} aria-describedby="find-said" spellcheck="false" autocomplete="off" />
            <button type="button" class="btn icon" aria-label="Previous" title="Previous (Shift+Enter)" disabled={none} onclick={act.reform(|_| Action::FindBack)}>{ "↑" }</button>
            <button type="button" class="btn icon" aria-label="Next" title="Next (Enter)" disabled={none} onclick={act.reform(|_| Action::FindNext)}>{ "↓" }</button>
            <button type="button" class="btn icon quiet" aria-label="Close the search" title="Close (Esc)" onclick={act.reform(|_| Action::CloseFind)}>{ "✕" }</button>
            <span id="find-said" class={if refused { "bad" } else { "dim" }} role="status">{ said(finding) }</span>
        </div>
    }
}

/// What is known of what is looked for.
fn said(finding: &Finding) -> String {
    let Some(found) = finding.found.as_ref().filter(|_| !finding.text.trim().is_empty()) else {
        return String::new();
    };
    if let Some(refusal) = &found.refusal {
        return refusal.clone();
    }
    let total = grouped(found.total as usize) + if found.is_full { " or more" } else { "" };
    let count = match (found.total, finding.at) {
        (0, _) if found.done < 1000 => "none yet".to_owned(),
        (0, _) => "not found".to_owned(),
        (_, Some(at)) => format!("{} of {total}", grouped(at as usize)),
        (_, None) => format!("{total} found"),
    };
    // While it goes on, so far; Close ends it.
    if found.done < 1000 { format!("{count}, {} % searched", found.done / 10) } else { count }
}
