//! Changes to a schema, one of which is to be chosen: each as what goes and what comes.

use yew::prelude::*;

use super::{Desk, code};
use crate::{
    learn::{
        asked::Changed,
        choice::{SEED, order},
        diff::{self, Fate},
        live::Contract,
    },
    ui::pages::inline,
};

/// How many lines are shown around what is changed.
const AROUND: usize = 1;

/// What is deployed, and the changes.
pub fn change(desk: &Desk<'_>, old: &Contract, options: &[Changed]) -> Html {
    let before = old.files();
    let shuffled = order(&desk.question.id, options.len(), SEED).into_iter().filter_map(|index| options.get(index));
    let option = |it: &Changed| {
        let own = it.id.clone();
        let onchange = desk.write.reform(move |_: Event| vec![own.clone()]);
        let about = format!("{}-{}", desk.id(0), it.id);
        let after = it.new.files();
        // File by file, in their order: a change neither adds one nor takes one away.
        let lines: Vec<_> =
            before.iter().zip(&after).flat_map(|(old, new)| diff::lines(&old.text, &new.text)).collect();
        html! {
            <div class="change" key={it.id.clone()}>
                <label class="option">
                    <input type="radio" name={desk.question.id.clone()} value={it.id.clone()} checked={desk.answer.contains(&it.id)}
                        {onchange} aria-describedby={about.clone()} />
                    <span>{ inline(&it.text) }</span>
                </label>
                <pre class="diff" id={about} tabindex="0"><code>{ shown(&lines) }</code></pre>
            </div>
        }
    };
    html! {
        <>
            { code::files(&before) }
            { for shuffled.map(option) }
        </>
    }
}

/// The lines that changed, and those around them.
fn shown(lines: &[(Fate, &str)]) -> Html {
    let is_near = |at: usize| {
        let around = at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len());
        lines[around].iter().any(|(fate, _)| *fate != Fate::Stayed)
    };
    let line = |(at, (fate, text)): (usize, &(Fate, &str))| {
        let line = format!("{text}\n");
        match fate {
            Fate::Stayed if is_near(at) => html! { <span class="dim">{ format!("  {line}") }</span> },
            Fate::Stayed => Html::default(),
            Fate::Went => html! { <del>{ format!("- {line}") }</del> },
            Fate::Came => html! { <ins>{ format!("+ {line}") }</ins> },
        }
    };
    lines.iter().enumerate().map(line).collect()
}
