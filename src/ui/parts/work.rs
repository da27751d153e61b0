//! How far long work has come, and the button that ends it.

use yew::prelude::*;

use crate::analysis::{Stage, Work};

/// The word, the bar and the button.
pub fn work_bar(work: Work, cancel: &Callback<()>) -> Html {
    let what = match work.stage {
        Stage::Opening => "Opening the file",
        Stage::Reading => "Reading the bytes",
    };
    html! {
        <>
            <span class="dim" role="status">{ format!("{what}…") }</span>
            <progress class="work" aria-label={what} max="1000" value={work.done.to_string()}></progress>
            <button type="button" class="btn" onclick={cancel.reform(|_| ())}>{ "Cancel" }</button>
        </>
    }
}
