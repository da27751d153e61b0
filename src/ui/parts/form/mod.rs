//! The message as a form: rows nested as the message is, each with its name, what it is edited with, and what is wrong.
//!
//! Draws only. What a part does is written on it, as `data-do`, and its row's index, as `data-row`; who listens is above.

mod control;
mod presence;
mod time;
mod value;

use std::collections::BTreeMap;

use yew::prelude::*;

pub use time::from_picker;

use super::bytes::HUES;
use crate::{
    diagnostic::Severity,
    message::form::data::{Form, PAGE, Presence, Problem, Row, Widget},
    session::{Clothes, Draft, Part},
};

/// What is drawn.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The rows.
    pub form: &'a Form,
    /// What is typed and not in them yet.
    pub drafts: &'a [Draft],
    /// In which clothes bytes are shown, where people said so.
    pub clothes: &'a BTreeMap<String, Clothes>,
    /// The index of the row that is chosen.
    pub chosen: Option<usize>,
    /// The index of the row that is pointed at.
    pub hovered: Option<usize>,
}

/// A row with what is to be known to draw it.
#[derive(Clone, Copy)]
struct Line<'a> {
    sheet: Sheet<'a>,
    index: usize,
    row: &'a Row,
    /// The row it is inside of.
    around: Option<(usize, &'a Row)>,
    /// Whether it is the first, and the last, of a list.
    ends: (bool, bool),
}

/// All rows.
pub fn form_rows(sheet: Sheet<'_>) -> Html {
    level(sheet, &mut 0, None)
}

/// The rows from `at` on that are inside of the same one.
fn level(sheet: Sheet<'_>, at: &mut usize, around: Option<(usize, &Row)>) -> Html {
    let rows = &sheet.form.rows;
    let first = *at;
    let depth = around.map_or(0, |(_, row)| row.depth + 1);
    let mut list = Vec::new();
    while let Some(row) = rows.get(*at).filter(|row| row.depth >= depth) {
        let index = *at;
        *at += 1;
        let inside = level(sheet, at, Some((index, row)));
        let is_last = rows.get(*at).is_none_or(|next| next.depth < depth || matches!(next.widget, Widget::More(_)));
        let line = Line { sheet, index, row, around, ends: (index == first, is_last) };
        list.push(if let Widget::More(count) = row.widget {
            more(line, count)
        } else {
            line.html(inside, *at > index + 1)
        });
    }
    list.into_iter().collect()
}

/// What shows more of a long list.
fn more(line: Line<'_>, count: u32) -> Html {
    let of = line.around.map_or("the message", |(_, row)| &row.label);
    html! {
        <div key={format!("{} more", line.row.path)} class="frow more" data-row={line.index.to_string()}>
            <button type="button" class="btn link" data-do="more" aria-label={format!("Show {} more of {of}", count.min(PAGE))}>
                { format!("Show {} more", count.min(PAGE)) }
            </button>
            <span class="dim">{ format!(" {count} not shown") }</span>
        </div>
    }
}

impl<'a> Line<'a> {
    /// The row, and what is inside of it.
    fn html(self, inside: Html, has_inside: bool) -> Html {
        let Line { sheet, index, row, .. } = self;
        let is_group = row.is_foldable || row.widget == Widget::Oneof;
        let is_element = matches!(row.presence, Presence::Element | Presence::Entry | Presence::Held);
        let class = classes!(
            "frow",
            is_element.then_some("element"),
            row.is_set.then_some("set"),
            (sheet.chosen == Some(index)).then_some("chosen"),
            (sheet.hovered == Some(index)).then_some("hover"),
        );
        let head = html! {
            <div {class} data-row={index.to_string()} data-path={row.path.clone()}>
                <div class="fname">{ self.name() }</div>
                <div class="fvalue">
                    <div class="fline">{ self.presence() }{ self.control() }{ self.actions() }</div>
                    { self.note() }
                </div>
            </div>
        };
        if !is_group {
            return html! { <div key={row.path.clone()} class="ffield">{ head }</div> };
        }
        let role = if row.widget == Widget::Oneof { "radiogroup" } else { "group" };
        html! {
            <div key={row.path.clone()} class="fgroup" {role} aria-labelledby={self.id("name")}>
                { head }
                if has_inside { <div class="finside">{ inside }</div> }
            </div>
        }
    }

    /// An id of a part of the row.
    fn id(self, part: &str) -> String {
        format!("form-{}-{part}", self.index)
    }

    /// What it is called where it is alone: `age`, `roles[1]`, `labels["en"]`.
    fn called(self) -> String {
        let element = matches!(self.row.presence, Presence::Element | Presence::Entry);
        match self.around.filter(|_| element) {
            Some((_, list)) => format!("{}{}", list.label, self.inside()),
            None => self.row.label.clone(),
        }
    }

    /// Its path behind that of the row it is inside of: `[1]`, `["en"]`.
    fn inside(self) -> &'a str {
        let around = self.around.map_or("", |(_, row)| &row.path);
        self.row.path.get(around.len()..).unwrap_or_default()
    }

    /// The draft in a field of it.
    fn draft(self, part: Part) -> Option<&'a Draft> {
        self.sheet.drafts.iter().find(|draft| draft.path == self.row.path && draft.part == part)
    }

    /// Why what is typed in it can't be.
    fn refusal(self) -> Option<&'a str> {
        let drafts = [Part::Key, Part::Value].into_iter().filter_map(|part| self.draft(part));
        drafts.filter_map(|draft| draft.refusal.as_deref()).next()
    }

    /// The first column: the name, with what chooses and folds the row, and the type.
    fn name(self) -> Html {
        let row = self.row;
        let label: Html = match row.presence {
            Presence::Element => self.inside().to_owned().into(),
            _ => row.label.clone().into(),
        };
        let swatch = row.number.map(|number| {
            let hue = HUES[(number.saturating_sub(1) % HUES.len() as u32) as usize];
            html! { <span class={classes!("sw", hue)} aria-hidden="true"></span> }
        });
        let id = self.id("name");
        let text = html! { <span {id} class="flabel">{ label }</span> };
        let radio = (row.presence == Presence::Member).then(|| self.radio());
        let named = if row.presence == Presence::Entry {
            self.key()
        } else if row.is_foldable {
            let name = self.called();
            html! {
                <button type="button" class="ffold" data-do="fold" aria-label={name} aria-expanded={row.is_open.to_string()} aria-describedby={self.id("note")} title={row.doc.clone()}>
                    <span class="twist" aria-hidden="true">{ if row.is_open { "▾" } else { "▸" } }</span>{ text }
                </button>
            }
        } else if row.widget == Widget::Oneof || row.presence == Presence::Unknown {
            html! { <span title={row.doc.clone()}>{ text }</span> }
        } else {
            html! { <label for={self.id("value")} title={row.doc.clone()}>{ text }</label> }
        };
        // The elements of a list of numbers are what the list says they are.
        let is_plain = matches!(row.presence, Presence::Element | Presence::Entry) && !row.is_foldable;
        let title = row.type_name.clone().unwrap_or_else(|| row.type_word.clone());
        let number = row.number.map(|number| html! { <span>{ format!(" = {number}") }</span> });
        html! {
            <>
                <span class="fcalled">{ radio }{ swatch }{ named }</span>
                <span class={classes!("ftype", is_plain.then_some("sr"))} {title}>{ row.type_word.clone() }{ number }</span>
            </>
        }
    }

    /// The line below: what is wrong, or else what is to be known.
    fn note(self) -> Html {
        let id = self.id("note");
        let (word, text, help) = match (self.refusal(), &self.row.problem) {
            (Some(why), _) => ("error", why, None),
            (None, Some(Problem { severity, message, help, .. })) => {
                (if *severity == Severity::Error { "error" } else { "warning" }, message.as_str(), help.as_deref())
            }
            (None, None) => {
                return html! { <p {id} class="fnote hint">{ self.hint() }</p> };
            }
        };
        html! {
            <p {id} class={classes!("fnote", word)}>
                <span aria-hidden="true">{ if word == "error" { "✗ " } else { "! " } }</span>
                <span class="sr">{ format!("{word}: ") }</span>
                { super::prose(text) }
                if let Some(help) = help { <span class="dim">{ " — " }{ super::prose(help) }</span> }
            </p>
        }
    }

    /// What is to be known of the row: how much is inside, or the declaration's comment.
    fn hint(self) -> String {
        let count = self.row.count;
        let many = |one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
        match (&self.row.widget, self.row.is_set) {
            (Widget::List, _) => many("element", "elements"),
            (Widget::Map, _) => many("entry", "entries"),
            (Widget::Message, true) => many("field is set", "fields are set"),
            _ => self.row.doc.as_deref().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// Whether something is wrong with it.
    fn is_wrong(self) -> bool {
        let is_error = |problem: &Problem| problem.severity == Severity::Error;
        self.row.problem.as_ref().is_some_and(is_error)
            || self.draft(Part::Value).is_some_and(|draft| draft.refusal.is_some())
    }
}
