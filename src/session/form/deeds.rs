//! What becomes of what was done in the form: a step in the JSON text, and the focus where people go on. Knows no question.

use std::{cmp::Ordering, rc::Rc};

use super::{
    super::{Change, Edits, Rewrite, State, Step, edits::rewritten},
    Part,
};
use crate::{
    analysis::Payload,
    engine::view::Acted,
    message::form::data::{Act, Deed, Direction, Form, Presence, Row, Widget},
};

impl State {
    /// What was done to a row has come to these edits, or was refused.
    pub(in crate::session) fn acted(&mut self, number: u32, acted: Result<Acted, String>) {
        if self.form.deeds.first().is_none_or(|(first, _)| *first != number) {
            return;
        }
        let (_, deed) = self.form.deeds.remove(0);
        match acted {
            Ok(Acted { edits, path }) => {
                self.aim(&deed, &path);
                self.follow_rows(&deed, &path);
                if !edits.is_empty() {
                    self.write_json(&deed, edits);
                }
                self.form.settle(self.revision);
            }
            Err(why) => {
                let drafts = Rc::make_mut(&mut self.form.drafts);
                let part = if matches!(deed.act, Act::Rename(_)) { Part::Key } else { Part::Value };
                match drafts.iter_mut().find(|draft| (&draft.path, draft.part) == (&deed.path, part)) {
                    Some(draft) if matches!(deed.act, Act::Set(_) | Act::Rename(_)) => draft.refusal = Some(why),
                    _ => self.tell(sentence(&why)),
                }
            }
        }
    }

    /// Where the focus goes after something was done, if what had it is gone or something else has come.
    fn aim(&mut self, deed: &Deed, path: &str) {
        let Some((index, row)) = self.form.row(&deed.path) else { return };
        let (presence, is_list) = (row.presence, matches!(row.presence, Presence::Repeated | Presence::Map));
        match deed.act {
            Act::Add if is_list => {
                self.form.open(&deed.path);
                let part = if presence == Presence::Map { Part::Key } else { Part::Value };
                self.form.go(path.to_owned(), part);
            }
            Act::Add if row.is_foldable => self.form.open(&deed.path),
            Act::Move(direction) => {
                let part = if direction == Direction::Up { Part::Up } else { Part::Down };
                self.form.go(path.to_owned(), part);
            }
            Act::Remove if matches!(presence, Presence::Element | Presence::Entry | Presence::Unknown) => {
                let Some((path, part)) = self.form.shown.as_ref().and_then(|(_, form)| beside(form, index)) else {
                    return;
                };
                self.form.go(path, part);
            }
            Act::Remove
                if matches!(presence, Presence::Implicit | Presence::Required | Presence::Repeated | Presence::Map) =>
            {
                self.form.go(deed.path.clone(), if is_list { Part::Add } else { Part::Value });
            }
            Act::Retype(_) => self.form.open(&deed.path),
            Act::Rename(_) => {
                let at = self.form.at.clone();
                if let Some((at, part)) = at
                    && let Some(rest) = at.strip_prefix(&deed.path)
                {
                    self.form.go(format!("{path}{rest}"), part);
                }
            }
            _ => {}
        }
    }

    /// What is folded, typed and dressed goes along with rows that have another path now.
    fn follow_rows(&mut self, deed: &Deed, now: &str) {
        let (old, is_element) = (deed.path.as_str(), self.form.row(&deed.path).map(|(_, row)| row.presence));
        match deed.act {
            Act::Rename(_) => self.form.rename(|path| Some(moved(path, old, now).unwrap_or_else(|| path.to_owned()))),
            Act::Move(_) => {
                let other = |path: &str| moved(path, old, now).or_else(|| moved(path, now, old));
                self.form.rename(|path| Some(other(path).unwrap_or_else(|| path.to_owned())));
            }
            Act::Remove if is_element == Some(Presence::Element) => {
                let Some((list, gone)) = element(old) else { return };
                self.form.rename(|path| {
                    let Some((index, rest)) = index_in(path, list) else { return Some(path.to_owned()) };
                    match index.cmp(&gone) {
                        Ordering::Less => Some(path.to_owned()),
                        Ordering::Equal => None,
                        Ordering::Greater => Some(format!("{list}[{}]{rest}", index - 1)),
                    }
                });
            }
            _ => {}
        }
    }

    /// Makes edits of the JSON text, as a step; what is typed in one field without leaving it is one.
    fn write_json(&mut self, deed: &Deed, edits: Edits) {
        let is_typing = matches!(deed.act, Act::Set(_));
        let typed = |revision: u32| is_typing.then(|| (deed.path.clone(), revision));
        let goes_on = is_typing && self.form.typed == typed(self.revision);
        let what = said(deed);
        if matches!(self.input.payload, Payload::Json(_)) {
            let Some(rewrite) = Rewrite::new(&self.input, &edits) else { return };
            let mut back = None;
            self.edit(|input| back = Some(rewrite.apply(input)));
            if let Some(back) = back {
                if goes_on {
                    self.history.extend(back);
                } else {
                    self.history.push(Step { what, changes: vec![Change::Edit(back)], active: self.active });
                }
            }
            self.writes += 1;
            self.edits = Some(Rc::new((self.writes, edits)));
        } else {
            let json = self.content().and_then(|content| content.json.as_deref());
            let Some(json) = json.and_then(|json| rewritten(json, &edits)) else { return };
            self.put_payload(Payload::Json(json), &what);
            self.writes += 1;
        }
        self.form.typed = typed(self.revision);
    }
}

/// What the focus goes to when the row with this index is gone: to the row in its place, or before it, or what adds one.
fn beside(form: &Form, index: usize) -> Option<(String, Part)> {
    let row = form.rows.get(index)?;
    let is_beside = |other: &&Row| other.depth == row.depth && !matches!(other.widget, Widget::More(_));
    let inside = |other: &&Row| other.depth >= row.depth;
    let next = form.rows[index + 1..].iter().take_while(inside).find(is_beside);
    let before = form.rows[..index].iter().rev().take_while(inside).find(is_beside);
    if let Some(next) = next {
        // Elements behind it move up.
        let path = if row.presence == Presence::Element { &row.path } else { &next.path };
        return Some((path.clone(), Part::Value));
    }
    if let Some(before) = before {
        return Some((before.path.clone(), Part::Value));
    }
    let around = form.rows[..index].iter().rev().find(|other| other.depth < row.depth)?;
    Some((around.path.clone(), Part::Add))
}

/// The path of what is at or inside of `old`, once that has the path `new`.
fn moved(path: &str, old: &str, new: &str) -> Option<String> {
    let rest = path.strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']))?;
    Some(format!("{new}{rest}"))
}

/// The list of an element, and its index there.
fn element(path: &str) -> Option<(&str, u32)> {
    let (list, index) = path.strip_suffix(']')?.rsplit_once('[')?;
    Some((list, index.parse().ok()?))
}

/// The index in a list of what is at or inside of one of its elements, and the path behind that.
fn index_in<'a>(path: &'a str, list: &str) -> Option<(u32, &'a str)> {
    let (index, rest) = path.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
    Some((index.parse().ok()?, rest))
}

/// The name of the step.
fn said(deed: &Deed) -> String {
    let path = if deed.path.is_empty() { "the message" } else { &deed.path };
    match deed.act {
        Act::Set(_) | Act::Retype(_) => format!("Set {path}"),
        Act::Add => format!("Added {path}"),
        Act::Remove => format!("Removed {path}"),
        Act::Move(_) => format!("Moved {path}"),
        Act::Rename(_) => format!("Renamed {path}"),
    }
}

/// Words as a sentence.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
