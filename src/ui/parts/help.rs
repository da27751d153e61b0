//! The help: what the page is, in two sentences, and its keyboard shortcuts as this platform writes them.

use yew::prelude::*;

use crate::{
    session::{
        Action,
        shortcuts::{self, Shortcut},
    },
    ui::dom,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub act: Callback<Action>,
}

/// The help.
#[component]
pub fn Help(props: &Props) -> Html {
    let part = use_node_ref();
    dom::use_returned_focus(part.clone());
    use_effect_with((), |()| dom::focus("help-close"));
    let mac = dom::is_mac();
    let row = |shortcut: &Shortcut| {
        let keys = shortcuts::shown(shortcut, mac);
        html! { <><dt>{ for keys.split(' ').map(|stroke| html! { <kbd>{ stroke.to_owned() }</kbd> }) }</dt><dd>{ shortcut.what }</dd></> }
    };
    let group = |(title, list): &(&'static str, &'static [Shortcut])| {
        html! { <section><h3>{ *title }</h3><dl>{ for list.iter().map(row) }</dl></section> }
    };
    html! {
        <div class="pop help" role="dialog" aria-label="Keyboard shortcuts" ref={part}>
            <div class="line">
                <h2>{ "One message, seen five ways" }</h2>
                <button type="button" class="btn quiet" id="help-close" onclick={props.act.reform(|_| Action::Close)}>{ "Close" }</button>
            </div>
            <p class="dim">
                { "Edit the .proto or the JSON, or paste bytes as hex or base64 under Payload. Point at a byte, a field, a value or a declaration, and the same thing lights up in the other views. Solid line: tag. Dotted: length. None: payload." }
            </p>
            <div class="groups">{ for shortcuts::ALL.iter().map(group) }</div>
        </div>
    }
}
