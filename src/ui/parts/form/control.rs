//! What a row's value is edited with, by its widget. Knows nothing of presence.

use yew::prelude::*;

use super::{Line, time::to_picker};
use crate::{
    message::form::data::{Enumeration, Presence, Value, Widget},
    session::{Clothes, Part},
    ui::parts::bytes_text,
};

/// The longest text in a field of one line, in characters.
const ONE_LINE: usize = 36;

impl Line<'_> {
    /// What the value is edited with.
    pub(super) fn control(self) -> Html {
        let row = self.row;
        match (&row.widget, &row.value) {
            (Widget::Oneof | Widget::More(_), _) => Html::default(),
            (_, Value::Long(bytes)) => {
                html! { <span class="dim">{ format!("{} of JSON, too long for a field", bytes_text(*bytes as usize)) }</span> }
            }
            _ if self.is_misfit() => self.input("text", "text"),
            (Widget::Bool, _) => self.checkbox(),
            (Widget::Integer { .. }, _) => self.input("text", "numeric"),
            (Widget::Float { .. }, _) => self.input("text", "decimal"),
            (Widget::Text, _) => self.area("text"),
            (Widget::Bytes, _) => self.bytes(),
            (Widget::Enum(at), _) => match row_enum(self, *at) {
                Some(values) => self.select(values),
                None => self.input("text", "text"),
            },
            (Widget::Null, _) => html! { <code class="dim">{ "null" }</code> },
            (Widget::Timestamp, _) => self.timestamp(),
            (Widget::Duration | Widget::FieldMask, _) => self.input("whole", "text"),
            (Widget::Json(_), _) => self.area("whole"),
            (Widget::Any, _) => self.types(),
            (Widget::Unknown, _) => html! { <code class="dim">{ self.text() }</code> },
            (Widget::Message | Widget::List | Widget::Map, _) => html! { <span class="grow"></span> },
        }
    }

    /// The key of an entry.
    pub(super) fn key(self) -> Html {
        let row = self.row;
        let twist = row.is_foldable.then(|| {
            html! {
                <button type="button" class="ffold" data-do="fold" aria-label={self.called()} aria-expanded={row.is_open.to_string()}>
                    <span class="twist" aria-hidden="true">{ if row.is_open { "▾" } else { "▸" } }</span>
                </button>
            }
        });
        let draft = self.draft(Part::Key);
        let text = draft.map_or_else(|| row.label.clone(), |draft| draft.text.clone());
        let is_wrong = draft.is_some_and(|draft| draft.refusal.is_some());
        html! {
            <>
                { twist }
                <span class="sr" id={self.id("name")}>{ self.called() }</span>
                <input type="text" class="fkey" value={text} data-do="key" data-part="key" spellcheck="false"
                    aria-invalid={is_wrong.then_some("true")} aria-describedby={self.id("note")}
                    autocomplete="off" aria-label={format!("Key of {}", self.called())} disabled={row.is_locked} />
            </>
        }
    }

    /// A field of one line.
    fn input(self, does: &'static str, mode: &'static str) -> Html {
        html! {
            <input type="text" id={self.id("value")} data-do={does} value={self.text()} inputmode={mode} spellcheck="false"
                autocomplete="off" placeholder={self.placeholder()} aria-label={self.called()} title={self.range()} aria-required={self.required()}
                aria-invalid={self.is_wrong().then_some("true")} aria-describedby={self.id("note")} disabled={self.row.is_locked} />
        }
    }

    /// A field for any text, as high as that.
    fn area(self, does: &'static str) -> Html {
        let text = self.text();
        let lines = text.chars().filter(|letter| *letter == '\n').count() + 1 + text.chars().count() / ONE_LINE;
        html! {
            <textarea id={self.id("value")} data-do={does} value={text} rows={lines.min(8).to_string()} spellcheck="false"
                autocomplete="off" placeholder={self.placeholder()} aria-label={self.called()} aria-required={self.required()}
                aria-invalid={self.is_wrong().then_some("true")} aria-describedby={self.id("note")} disabled={self.row.is_locked} />
        }
    }

    fn checkbox(self) -> Html {
        let text = self.text();
        let on = match text.as_str() {
            "" => self.row.default.as_deref() == Some("true"),
            "true" => true,
            "false" => false,
            _ => return self.input("text", "text"),
        };
        html! {
            <label class="fbool">
                <input type="checkbox" id={self.id("value")} data-do="bool" checked={on} aria-label={self.called()}
                    aria-invalid={self.is_wrong().then_some("true")} aria-describedby={self.id("note")} disabled={self.row.is_locked} />
                <span aria-hidden="true" class={classes!((!self.row.is_set).then_some("dim"))}>{ if on { "true" } else { "false" } }</span>
            </label>
        }
    }

    /// Each list has its value as a property, too: once somebody has chosen in it, browsers pass over attributes of options.
    fn select(self, values: &Enumeration) -> Html {
        let text = self.text();
        let shown = if text.is_empty() { self.row.default.clone().unwrap_or_default() } else { text };
        let is_listed = values.values.iter().any(|(name, _)| *name == shown);
        let option = |(name, number): &(String, i32)| {
            html! { <option value={name.clone()} selected={*name == shown}>{ format!("{name} = {number}") }</option> }
        };
        let number = values
            .values
            .iter()
            .find(|(name, _)| *name == shown)
            .map_or(shown.clone(), |(_, number)| number.to_string());
        html! {
            <>
                <select id={self.id("value")} ~value={shown.clone()} data-do="pick" class={classes!((!self.row.is_set).then_some("dim"))} aria-label={self.called()}
                    aria-invalid={self.is_wrong().then_some("true")} aria-describedby={self.id("note")} disabled={self.row.is_locked}>
                    if !is_listed { <option value={shown.clone()} selected={true}>{ shown.clone() }</option> }
                    { for values.values.iter().map(option) }
                </select>
                if !values.is_closed {
                    <input type="text" class="fnumber" data-do="whole" value={number} inputmode="numeric" autocomplete="off"
                        aria-label={format!("{} as a number", self.called())} title="Any other number can be, too" disabled={self.row.is_locked} />
                }
            </>
        }
    }

    fn bytes(self) -> Html {
        let clothes = self.clothes();
        let is_text = matches!(self.row.value, Value::Bytes { text: Some(_), .. } | Value::None);
        let option = |it: Clothes| {
            // What is no text can't be shown as one.
            let disabled = it == Clothes::Text && !is_text;
            html! { <option value={it.word()} selected={it == clothes} {disabled}>{ it.word() }</option> }
        };
        html! {
            <>
                { self.area(if clothes == Clothes::Text { "bytes" } else { "whole" }) }
                <select class="fclothes" ~value={clothes.word()} data-do="dress" aria-label={format!("{} shown as", self.called())}>
                    { for Clothes::ALL.map(option) }
                </select>
                <button type="button" class="btn quiet icon" data-do="file" aria-label={format!("Take {} from a file", self.called())}
                    title="Take them from a file" disabled={self.row.is_locked}>{ "⇪" }</button>
            </>
        }
    }

    fn timestamp(self) -> Html {
        let text = self.text();
        html! {
            <span class="ftime">
                { self.input("whole", "text") }
                <button type="button" class="btn" data-do="now" aria-label={format!("Set {} to now", self.called())}
                    disabled={self.row.is_locked}>{ "Now" }</button>
                <input type="datetime-local" step="1" data-do="date" value={to_picker(&text)}
                    aria-label={format!("{} in UTC", self.called())} disabled={self.row.is_locked} />
            </span>
        }
    }

    fn types(self) -> Html {
        let text = self.text();
        let types = &self.sheet.form.types;
        let is_listed = text.is_empty() || types.contains(&text);
        let option =
            |name: &String| html! { <option value={name.clone()} selected={*name == text}>{ name.clone() }</option> };
        html! {
            <select id={self.id("value")} ~value={text.clone()} data-do="retype" aria-label={format!("Type of {}", self.called())}
                aria-invalid={self.is_wrong().then_some("true")} aria-describedby={self.id("note")} disabled={self.row.is_locked}>
                <option value="" selected={text.is_empty()}>{ "no type" }</option>
                if !is_listed { <option value={text.clone()} selected={true}>{ text.clone() }</option> }
                { for types.iter().map(option) }
            </select>
        }
    }

    /// What is read where it is not set, or how it is written.
    fn placeholder(self) -> String {
        match (&self.row.default, &self.row.widget) {
            (_, Widget::Timestamp) => "2026-01-31T12:00:00Z".to_owned(),
            (_, Widget::Duration) => "1.5s or 1h 30m".to_owned(),
            (_, Widget::FieldMask) => "name, home.city".to_owned(),
            (Some(default), _) => default.clone(),
            (None, _) => String::new(),
        }
    }

    fn required(self) -> Option<&'static str> {
        (self.row.presence == Presence::Required).then_some("true")
    }

    fn range(self) -> Option<String> {
        match &self.row.widget {
            Widget::Integer { min, max } => Some(format!("from {min} to {max}")),
            Widget::Float { .. } => Some("a number, NaN, Infinity or -Infinity".to_owned()),
            _ => None,
        }
    }
}

fn row_enum(line: Line<'_>, at: u32) -> Option<&Enumeration> {
    line.sheet.form.enums.get(at as usize)
}
