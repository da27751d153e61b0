//! What can be done to a call while it runs: the next message, half-closing, giving up. What is done happens at the time one is
//! at, and what was before stays.

use yew::prelude::*;

use crate::{
    engine::calls::data::Outcome,
    rpc::Micros,
    session::{
        Action, State,
        calls::{Act, by_hand},
    },
    ui::dom,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
    /// The time one is at.
    pub at: Micros,
    /// The call.
    pub call: Outcome,
    /// Whether the client may send more than one message.
    pub takes_stream: bool,
    pub act: Callback<Action>,
}

/// The id of the field for the next message.
const FIELD: &str = "next-message";

/// The field and the buttons.
#[component]
pub fn ByHand(props: &Props) -> Html {
    let Props { state, at, call, takes_stream, act } = props;
    let typed = use_state_eq(|| None::<String>);
    let Some(script) = state.script() else { return html! {} };
    let since = at.saturating_sub(call.start.unwrap_or_default());
    let has_begun = call.start.is_some_and(|start| start <= *at);
    let has_ended = call.end.is_some_and(|end| end <= *at) || by_hand::is_cancelled(script, since);
    let is_closed = by_hand::is_half_closed(script, since);
    let runs = has_begun && !has_ended;
    let next = (*typed).clone().or_else(|| by_hand::next(script, since).map(str::to_owned)).unwrap_or_default();
    let button = |name: &'static str, disabled: bool, what: &'static str, deed: Deed| {
        let (act, typed, state) = (act.clone(), typed.setter(), state.clone());
        let next = if deed == Deed::Send { next.clone() } else { String::new() };
        let onclick = Callback::from(move |_: MouseEvent| {
            let Some(script) = state.script() else { return };
            // Behind all that has happened: what comes at the same time may come before it.
            let at = since.saturating_add(1);
            let script = match deed {
                Deed::Send => by_hand::send(script, at, next.clone()),
                Deed::HalfClose => by_hand::half_close(script, at),
                Deed::Cancel => by_hand::cancel(script, at),
                Deed::KeepOpen => by_hand::keep_open(script),
            };
            typed.set(None);
            act.emit(Action::Calls(Act::WriteOn(Box::new(script), what)));
        });
        html! { <button type="button" class="btn" {disabled} {onclick}>{ name }</button> }
    };
    let oninput = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| typed.set(Some(dom::value(event.target()))))
    };
    let why = match (has_begun, has_ended, is_closed) {
        (false, ..) => "The call has not been made yet at this time.",
        (_, true, _) => "The call has ended at this time. Go back to a time when it runs.",
        (_, _, true) if *takes_stream => "The client has half-closed: it sends no more messages.",
        _ => "What you do happens now, at the time the player is at.",
    };
    html! {
        <div class="by-hand" role="group" aria-label="While it runs">
            if *takes_stream {
                <label for={FIELD}>{ "Next message" }</label>
                <textarea id={FIELD} class="mono" rows="2" spellcheck="false" value={next.clone()} {oninput} disabled={!runs || is_closed} />
            }
            <div class="buttons">
                if *takes_stream {
                    { button("Send next", !runs || is_closed, "Sent a message by hand", Deed::Send) }
                    { button("Half-close", !runs || is_closed, "Half-closed by hand", Deed::HalfClose) }
                }
                { button("Cancel", !runs, "Cancelled by hand", Deed::Cancel) }
                if *takes_stream && (is_closed || has_ended) {
                    { button("Keep the stream open", false, "Left the stream open", Deed::KeepOpen) }
                }
                <span class="dim" role="status">{ why }</span>
            </div>
        </div>
    }
}

/// What a button does.
#[derive(Clone, Copy, PartialEq)]
enum Deed {
    Send,
    HalfClose,
    Cancel,
    KeepOpen,
}
