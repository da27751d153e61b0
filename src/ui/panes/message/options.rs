//! How JSON is written, where it is made from the bytes or the text: ProtoJSON's three options, as a menu of switches.

use yew::prelude::*;

use crate::{
    analysis::Payload,
    engine::view::Request,
    message::JsonOptions,
    session::{Action, State, View},
    ui::{
        app::Reach,
        parts::{Menu, MenuItem},
    },
};

/// Name, what it does, whether it is on, and the options with it turned.
type Switch = (&'static str, &'static str, fn(JsonOptions) -> bool, fn(JsonOptions) -> JsonOptions);

const SWITCHES: [Switch; 3] = [
    (
        "Defaults shown",
        "Fields without presence are there with 0, \"\", [] or {}, too",
        |options| options.defaults,
        |options| JsonOptions { defaults: !options.defaults, ..options },
    ),
    (
        "Original names",
        "first_name, as in the .proto, instead of firstName",
        |options| options.original_names,
        |options| JsonOptions { original_names: !options.original_names, ..options },
    ),
    (
        "Enums as numbers",
        "1 instead of COLOR_RED",
        |options| options.enums_as_numbers,
        |options| JsonOptions { enums_as_numbers: !options.enums_as_numbers, ..options },
    ),
];

/// The menu. JSON that was typed stays as it was typed; there is a way to have it written anew.
pub fn options_menu(state: &State, reach: &Reach) -> Html {
    let view = state.view;
    let switch = |(name, hint, is_on, turned): &Switch| {
        let options = turned(view.json);
        let onclick = reach.act.reform(move |_: MouseEvent| Action::Arrange(View { json: options, ..view }));
        html! {
            <button type="button" role="switch" class="item" aria-checked={is_on(view.json).to_string()} {onclick}
                aria-label={*name} aria-description={*hint} data-hint={*hint}>{ *name }</button>
        }
    };
    let is_typed = matches!(state.input.payload, Payload::Json(_));
    let hint = match (is_typed, state.is_stale()) {
        (true, false) => "As the switches say, laid out anew; one step that can be undone",
        (true, true) => "Mend what Problems lists first",
        (false, _) => "This JSON is made from the bytes, and is written so already",
    };
    html! {
        <Menu id="json-options" label="JSON options" face="Options" title="How JSON is written, where it is made from the bytes">
            { for SWITCHES.iter().map(switch) }
            <hr />
            <MenuItem name="Write the JSON anew" {hint} disabled={!is_typed || state.is_stale()}
                on_choose={reach.ask.reform(|()| Request::Json)} />
        </Menu>
    }
}
