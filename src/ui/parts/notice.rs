//! The sentence at the bottom that tells what no view is the place for. Stays until it is dismissed or overtaken.

use yew::prelude::*;

use super::prose;
use crate::session::{Action, Notice, Offer};

/// The bar; always there, so that a screen reader hears what comes into it.
pub fn notice_bar(notice: Option<&Notice>, act: &Callback<Action>) -> Html {
    let Some(notice) = notice else {
        return html! { <div class="notice empty" role="status"></div> };
    };
    html! {
        <div class="notice" role="status">
            <span>{ prose(&notice.text) }</span>
            {
                match notice.offer {
                    Offer::Nothing => Html::default(),
                    Offer::Undo => button("Undo", act.reform(|_| Action::Undo)),
                    Offer::Redo => button("Redo", act.reform(|_| Action::Redo)),
                }
            }
            <button type="button" class="btn" aria-label="Dismiss" onclick={act.reform(|_| Action::Dismiss)}>{ "✕" }</button>
        </div>
    }
}

fn button(name: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="btn" {onclick}>{ name }</button> }
}
