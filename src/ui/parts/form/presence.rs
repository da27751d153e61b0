//! What says whether a row is set, and what can be done to it as a whole. Knows nothing of values.

use yew::prelude::*;

use super::Line;
use crate::message::form::data::{Presence, Value, Widget};

impl Line<'_> {
    /// The radio button of a oneof's member.
    pub(super) fn radio(self) -> Html {
        let (around, row) = (self.around.map_or(0, |(index, _)| index), self.row);
        html! {
            <input type="radio" name={format!("form-oneof-{around}")} data-do="choose" data-part="presence" checked={row.is_set}
                aria-label={row.label.clone()} disabled={row.is_locked} />
        }
    }

    /// What says whether it is set, where that is something of its own.
    pub(super) fn presence(self) -> Html {
        let row = self.row;
        match row.presence {
            Presence::Explicit => html! {
                <span class="switch">
                    <input type="checkbox" role="switch" data-do="switch" data-part="presence" checked={row.is_set}
                        aria-label={format!("{} is set", row.label)} title="Whether the message has it" disabled={row.is_locked} />
                </span>
            },
            Presence::Required => html! { <span class="badge">{ "required" }</span> },
            Presence::Oneof => {
                let none = matches!(&row.value, Value::Chosen(path) if path.is_empty()) || row.value == Value::None;
                html! {
                    <label class="fnone">
                        <input type="radio" name={format!("form-oneof-{}", self.index)} data-do="none" data-part="presence"
                            checked={none} disabled={row.is_locked} />
                        { "none" }
                    </label>
                }
            }
            _ => Html::default(),
        }
    }

    /// The buttons behind the value.
    pub(super) fn actions(self) -> Html {
        let row = self.row;
        let name = self.called();
        let button = |does: &'static str, part: &'static str, label: String, face: &'static str, disabled: bool| {
            html! {
                <button type="button" class="btn quiet icon" data-do={does} data-part={part} aria-label={label.clone()} title={label}
                    disabled={disabled || row.is_locked}>{ face }</button>
            }
        };
        let (first, last) = self.ends;
        let add = || button("add", "add", format!("Add to {name}"), "+", false);
        let remove = |word: &str| button("remove", "remove", format!("{word} {name}"), "×", false);
        match row.presence {
            Presence::Repeated | Presence::Map if row.is_set => html! { <>{ add() }{ remove("Clear") }</> },
            Presence::Repeated | Presence::Map => html! { <>{ add() }<span class="fgap"></span></> },
            Presence::Implicit if row.is_set && row.widget != Widget::Oneof => remove("Clear"),
            // So that nothing moves when it is set.
            Presence::Implicit => html! { <span class="fgap"></span> },
            Presence::Element => html! {
                <>
                    { button("up", "up", format!("Move {name} up"), "↑", first) }
                    { button("down", "down", format!("Move {name} down"), "↓", last) }
                    { remove("Remove") }
                </>
            },
            Presence::Entry | Presence::Unknown => remove("Remove"),
            Presence::Required if row.is_set => remove("Clear"),
            Presence::Explicit | Presence::Required | Presence::Member | Presence::Oneof | Presence::Held => {
                Html::default()
            }
        }
    }
}
