//! The sentence at the bottom that tells what no view is the place for. Stays until it is dismissed or overtaken.

use yew::prelude::*;

use crate::session::{Action, Notice};

/// The bar; always there, so that a screen reader hears what comes into it.
pub fn notice_bar(notice: Option<&Notice>, act: &Callback<Action>) -> Html {
    let Some(notice) = notice else {
        return html! { <div class="notice empty" role="status"></div> };
    };
    html! {
        <div class="notice" role="status">
            <span>{ notice.text.clone() }</span>
            if notice.undo {
                <button type="button" class="btn" onclick={act.reform(|_| Action::Undo)}>{ "Undo" }</button>
            }
            <button type="button" class="btn" aria-label="Dismiss" onclick={act.reform(|_| Action::Dismiss)}>{ "✕" }</button>
        </div>
    }
}
