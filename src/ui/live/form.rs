//! What is called: the server, the method, the request, metadata, a deadline.

use yew::prelude::*;

use super::{Reach, protocol_word};
use crate::{
    engine::view::{Method, Service},
    rpc::web::Protocol,
    session::live::{Act, Live, Phase},
    ui::dom,
};

/// The form.
pub fn form(live: &Live, reach: &Reach) -> Html {
    let typed = |act: fn(String) -> Act| reach.act.reform(move |event: InputEvent| act(dom::value(event.target())));
    let onprotocol = reach.act.reform(|event: Event| {
        let word = dom::value(event.target());
        let chosen = Protocol::ALL.into_iter().find(|protocol| protocol_word(*protocol) == word);
        Act::Protocol(chosen.unwrap_or_default())
    });
    let protocol = |protocol: Protocol| {
        let selected = protocol == live.call.protocol;
        html! { <option value={protocol_word(protocol)} {selected}>{ protocol.name() }</option> }
    };
    let onmethod = reach.act.reform(|event: Event| Act::Method(dom::value(event.target())));
    let method = |method: &Method| {
        let selected = method.path == live.call.path;
        // A browser can't send a stream.
        let disabled = method.kind == "client streaming" || method.kind == "bidirectional streaming";
        html! {
            <option value={method.path.clone()} {selected} {disabled}>
                { format!("{}{}", method.name, if method.kind == "unary" { String::new() } else { format!(" ({})", method.kind) }) }
            </option>
        }
    };
    let service = |service: &Service| {
        html! { <optgroup label={service.name.clone()}>{ for service.methods.iter().map(method) }</optgroup> }
    };
    let onsubmit = {
        let (send, busy) = (reach.send.clone(), live.phase != Phase::Idle);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !busy {
                send.emit(());
            }
        })
    };
    let oncancel = reach.cancel.reform(|_: MouseEvent| ());
    let kind = live.methods().find(|(_, method)| method.path == live.call.path).map(|(_, method)| method);
    html! {
        <form class="card" aria-label="Call" {onsubmit}>
            <div class="entry"><label for="live-address">{ "Address" }</label>
                <input id="live-address" class="field mono" inputmode="url" value={live.address.clone()} oninput={typed(Act::Address)} spellcheck="false"
                    autocomplete="url" placeholder="http://127.0.0.1:50051" />
            </div>
            <div class="two">
                <div class="entry"><label for="live-protocol">{ "Protocol" }</label>
                    <select id="live-protocol" class="field" onchange={onprotocol}>{ for Protocol::ALL.into_iter().map(protocol) }</select>
                </div>
                <div class="entry"><label for="live-deadline">{ "Deadline in milliseconds" }</label>
                    <input id="live-deadline" class="field mono" inputmode="numeric" value={live.deadline.clone()} oninput={typed(Act::Deadline)} placeholder="none" />
                </div>
            </div>
            <div class="entry"><label for="live-method">{ "Method" }</label>
                <select id="live-method" class="field mono" onchange={onmethod} disabled={live.services.is_empty()}>
                    if live.services.is_empty() { <option>{ "the schema has no service" }</option> }
                    { for live.services.iter().map(service) }
                </select>
            </div>
            if let Some(method) = kind {
                <p class="dim">{ format!("{}, takes {}, returns {}", method.kind, method.request, method.response) }</p>
            }
            <div class="entry"><label for="live-request">{ "Request" }</label>
                <textarea id="live-request" class="field mono" rows="8" value={live.call.json.clone()} oninput={typed(Act::Json)} spellcheck="false" />
            </div>
            <div class="entry"><label for="live-metadata">{ "Metadata" }</label>
                <textarea id="live-metadata" class="field mono" rows="2" value={live.call.metadata.clone()} oninput={typed(Act::Metadata)} spellcheck="false"
                    placeholder="authorization: Bearer …" />
            </div>
            <div role="alert">
                if !live.mistakes.is_empty() {
                    <ul class="mistakes" aria-label="Mistakes">{ for live.mistakes.iter().map(|it| html! { <li>{ it.clone() }</li> }) }</ul>
                }
            </div>
            <div class="row">
                <button type="submit" class="btn primary" aria-disabled={(live.phase != Phase::Idle).then_some("true")}>{ "Send" }</button>
                <button type="button" class="btn" onclick={oncancel} disabled={live.phase != Phase::Calling}>{ "Cancel" }</button>
            </div>
        </form>
    }
}
