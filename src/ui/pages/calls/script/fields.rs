//! The fields the form is made of: each shows a part of the script and writes it.
//!
//! What writes is a boxed function: it is called when somebody types, and generics would be compiled once a field.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    engine::calls::data::Wrong,
    rpc::{Micros, script::Script},
    session::{Action, calls::Act},
    ui::dom,
};

/// Times are shown in milliseconds.
const MILLI: f64 = 1000.0;

/// The longest while that can be typed: an hour.
const MAX_WHILE: f64 = 3_600_000.0;

/// Writes a text into the script.
pub type Put = Box<dyn Fn(&mut Script, &str)>;

/// What puts the choice of this index into a script.
pub type Choose = Box<dyn Fn(&mut Script, usize)>;

/// The script that the fields show, and the way to change it.
#[derive(Clone)]
pub struct Hand {
    pub script: Rc<Script>,
    pub act: Callback<Action>,
}

impl Hand {
    /// Writes the script, changed so; `what` names the step.
    pub fn write(&self, what: &'static str, change: impl FnOnce(&mut Script)) {
        let mut script = (*self.script).clone();
        change(&mut script);
        self.act.emit(Action::Calls(Act::Write(Box::new(script), what)));
    }

    /// What writes the text of a field once it is left or Enter is pressed.
    pub fn on_change(&self, what: &'static str, put: Put) -> Callback<Event> {
        let hand = self.clone();
        Callback::from(move |event: Event| {
            let text = dom::value(event.target());
            hand.write(what, |script| put(script, &text));
        })
    }

    /// What changes the script at a click.
    pub fn on_click(&self, what: &'static str, change: Box<dyn Fn(&mut Script)>) -> Callback<MouseEvent> {
        let hand = self.clone();
        Callback::from(move |_: MouseEvent| hand.write(what, |script| change(script)))
    }

    /// A button that does so.
    pub fn button(
        &self,
        name: AttrValue,
        face: &'static str,
        what: &'static str,
        change: Box<dyn Fn(&mut Script)>,
    ) -> Html {
        let onclick = self.on_click(what, change);
        html! { <button type="button" class="btn quiet" aria-label={name} {onclick}>{ face }</button> }
    }

    /// A box to tick.
    pub fn tick(&self, label: &'static str, is: bool, what: &'static str, change: fn(&mut Script)) -> Html {
        let hand = self.clone();
        let onchange = Callback::from(move |_: Event| hand.write(what, change));
        html! { <label class="tick"><input type="checkbox" checked={is} {onchange} />{ label }</label> }
    }

    /// A number with a unit; an empty one is nothing.
    pub fn number(&self, label: AttrValue, shown: AttrValue, unit: &'static str, what: &'static str, put: Put) -> Html {
        let onchange = self.on_change(what, put);
        html! {
            <label class="field"><span>{ label }</span>
                <span class="unit"><input type="number" min="0" step="any" inputmode="decimal" value={shown} {onchange} />{ unit }</span>
            </label>
        }
    }

    /// A choice among words, by index.
    pub fn choice(
        &self,
        label: AttrValue,
        words: &[&'static str],
        chosen: usize,
        what: &'static str,
        put: Choose,
    ) -> Html {
        let onchange =
            self.on_change(what, Box::new(move |script, index| put(script, index.parse().unwrap_or_default())));
        let option = |(index, word): (usize, &&'static str)| {
            html! { <option value={index.to_string()} selected={index == chosen}>{ *word }</option> }
        };
        html! {
            <label class="field"><span>{ label }</span><select {onchange}>{ for words.iter().enumerate().map(option) }</select></label>
        }
    }
}

/// A while in milliseconds, as it is typed.
pub fn millis(micros: Micros) -> String {
    (micros as f64 / MILLI).to_string()
}

/// The same where there may be none.
pub fn maybe_millis(micros: Option<Micros>) -> String {
    micros.map(millis).unwrap_or_default()
}

/// What was typed as milliseconds; nothing where it is empty or no number.
pub fn micros(text: &str) -> Option<Micros> {
    let millis = text.trim().parse::<f64>().ok().filter(|it| it.is_finite())?;
    Some((millis.clamp(0.0, MAX_WHILE) * MILLI).round() as Micros)
}

/// What is wrong, a line each.
pub fn complaints<'a>(problems: impl Iterator<Item = &'a Wrong>, with_place: bool) -> Html {
    let line = |wrong: &Wrong| {
        html! {
            <li class={classes!("told", wrong.severity.word())}>
                if with_place { <span class="where">{ format!("{}:{} ", wrong.line, wrong.column) }</span> }
                <strong>{ wrong.severity.word() }{ " " }</strong>{ wrong.message.clone() }
                if let Some(help) = &wrong.help { <span class="dim">{ format!(" · {help}") }</span> }
            </li>
        }
    };
    let lines: Vec<Html> = problems.map(line).collect();
    if lines.is_empty() {
        Html::default()
    } else {
        html! { <div role="status"><ul class="wrongs">{ for lines }</ul></div> }
    }
}
