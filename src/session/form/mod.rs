//! The form: which rows are open, what is typed in them, and what is done to them on its way to the JSON text.
//!
//! The text is the one source. Something done to a row is asked of the engine for the newest text, as edits of it; if the text
//! has changed meanwhile, it is asked again. What is typed stays in its field until the row of the text with it has come.
//! Knows no control and no key.

use std::{collections::BTreeMap, rc::Rc};

mod deeds;

use super::{Source, State};
use crate::{
    engine::view::At,
    message::form::data::{Act, Asked, Deed, Form, Opened, Row, Typed, Widget},
    text::Span,
};

/// What can happen in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touch {
    /// A row is unfolded or folded.
    Fold(String),
    /// One page more of what is inside a row.
    More(String),
    /// Something is done to a row.
    Do(Deed),
    /// This is typed in a row's field; it is done to the row unless it is still to be finished.
    Type {
        /// The row.
        path: String,
        /// What stands in the field.
        text: String,
        /// What that is; nothing while it may be half of something.
        typed: Option<Typed>,
    },
    /// A part of a row has the focus.
    Enter(String, Part),
    /// The focus leaves the row.
    Leave(String),
    /// Bytes are shown in other clothes.
    Dress(String, Clothes),
}

/// A part of a row that can have the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// What its value is edited with; of a row with an inside what folds it.
    #[default]
    Value,
    /// The key of an entry.
    Key,
    /// What says whether it is set.
    Presence,
    /// What adds something to it.
    Add,
    /// What moves it up.
    Up,
    /// What moves it down.
    Down,
}

/// How bytes are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clothes {
    /// As characters.
    #[default]
    Text,
    /// As pairs of hexadecimal digits.
    Hex,
    /// As base64.
    Base64,
}

impl Clothes {
    /// All of them.
    pub const ALL: [Clothes; 3] = [Clothes::Text, Clothes::Hex, Clothes::Base64];

    /// The word shown.
    pub fn word(self) -> &'static str {
        match self {
            Clothes::Text => "text",
            Clothes::Hex => "hex",
            Clothes::Base64 => "base64",
        }
    }
}

/// What is typed in a field and not in the rows yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The row.
    pub path: String,
    /// Which of its fields: that of its value or that of its key.
    pub part: Part,
    /// What stands in the field.
    pub text: String,
    /// Why it can't be in the JSON text.
    pub refusal: Option<String>,
    /// Whether the focus has left the field.
    is_left: bool,
}

/// A row that was folded or unfolded, and how many pages of it are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fold {
    is_open: bool,
    pages: u32,
}

/// What there is of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormState {
    /// The rows as they were told last, and the revision they are of.
    pub shown: Option<(u32, Rc<Form>)>,
    /// What is typed and not in the rows yet.
    pub drafts: Rc<Vec<Draft>>,
    /// In which clothes bytes are shown, where people said so.
    pub clothes: Rc<BTreeMap<String, Clothes>>,
    /// What has the focus or should have it: the path of its row, and which part of that.
    pub at: Option<(String, Part)>,
    /// Grows with each wish that the focus goes there.
    pub wish: u32,
    folds: Rc<BTreeMap<String, Fold>>,
    /// What was done and is not in the text yet, the first done first, with their numbers.
    deeds: Vec<(u32, Deed)>,
    last: u32,
    /// The row that was typed in last, and the revision that made.
    typed: Option<(String, u32)>,
}

/// Up to how many rows are open without anybody having opened them, and how deep those are nested.
const OPEN_ROWS: usize = 150;
const OPEN_DEPTH: u32 = 2;

impl FormState {
    /// Puts a draft in the place of an earlier one of the row.
    fn put(&mut self, draft: Draft) {
        let drafts = Rc::make_mut(&mut self.drafts);
        drafts.retain(|other| (&other.path, other.part) != (&draft.path, draft.part));
        drafts.push(draft);
    }

    fn open(&mut self, path: &str) {
        let fold = Rc::make_mut(&mut self.folds).entry(path.to_owned()).or_insert(Fold { is_open: true, pages: 1 });
        fold.is_open = true;
    }

    /// What is to be done next. Of what is typed in one field only the newest is kept, unless it may be on its way.
    fn push(&mut self, deed: Deed) {
        let is_typing = matches!(deed.act, Act::Set(_));
        if let [_, .., (_, waiting)] = self.deeds.as_mut_slice()
            && is_typing
            && waiting.path == deed.path
            && matches!(waiting.act, Act::Set(_))
        {
            *waiting = deed;
            return;
        }
        self.last += 1;
        self.deeds.push((self.last, deed));
    }

    /// Drops the drafts that nobody types on, once all that was done is in the rows.
    fn settle(&mut self, revision: u32) {
        let is_settled = self.deeds.is_empty() && self.shown.as_ref().is_some_and(|(shown, _)| *shown == revision);
        let is_done = |draft: &Draft| draft.is_left && draft.refusal.is_none();
        if is_settled && self.drafts.iter().any(is_done) {
            Rc::make_mut(&mut self.drafts).retain(|draft| !is_done(draft));
        }
    }

    fn go(&mut self, path: String, part: Part) {
        self.at = Some((path, part));
        self.wish += 1;
    }

    /// Finds what is kept by path again, where a path is another one now; nothing for what is gone.
    fn rename(&mut self, new: impl Fn(&str) -> Option<String>) {
        fn renamed<V: Clone>(kept: &mut Rc<BTreeMap<String, V>>, new: &impl Fn(&str) -> Option<String>) {
            let moved = std::mem::take(Rc::make_mut(kept)).into_iter();
            *kept = Rc::new(moved.filter_map(|(path, value)| Some((new(&path)?, value))).collect());
        }
        renamed(&mut self.folds, &new);
        renamed(&mut self.clothes, &new);
        let drafts = Rc::make_mut(&mut self.drafts);
        drafts.retain_mut(|draft| new(&draft.path).map(|path| draft.path = path).is_some());
    }

    /// The row with this path, and its index.
    fn row(&self, path: &str) -> Option<(usize, &Row)> {
        let (_, form) = self.shown.as_ref()?;
        form.rows.iter().enumerate().find(|(_, row)| row.path == path && !matches!(row.widget, Widget::More(_)))
    }
}

impl State {
    /// Which rows are asked for, while the form is in front.
    pub fn form_asked(&self) -> Option<Asked> {
        let open = self.form.folds.iter().filter(|(_, fold)| fold.is_open);
        let opened = |(path, fold): (&String, &Fold)| Opened { path: path.clone(), pages: fold.pages };
        (self.view.source == Source::Form).then(|| Asked { open: open.map(opened).collect() })
    }

    /// What is to be done next, with its number.
    pub fn deed(&self) -> Option<(u32, &Deed)> {
        self.form.deeds.first().map(|(number, deed)| (*number, deed))
    }

    /// Does what happened in the form.
    pub(super) fn touch(&mut self, touch: Touch) {
        let form = &mut self.form;
        match touch {
            Touch::Fold(path) => {
                let is_open = form.row(&path).is_some_and(|(_, row)| row.is_open);
                let fold = Rc::make_mut(&mut form.folds).entry(path).or_insert(Fold { is_open, pages: 1 });
                fold.is_open = !is_open;
            }
            Touch::More(path) => {
                Rc::make_mut(&mut form.folds).entry(path).or_insert(Fold { is_open: true, pages: 1 }).pages += 1;
            }
            Touch::Do(deed) => {
                // What is chosen stays chosen until the text says so, too.
                let draft = |part: Part, text: &String| {
                    let (path, text) = (deed.path.clone(), text.clone());
                    Draft { path, part, text, refusal: None, is_left: true }
                };
                match &deed.act {
                    Act::Set(Typed::Text(text)) => form.put(draft(Part::Value, text)),
                    Act::Rename(text) => form.put(draft(Part::Key, text)),
                    _ => Rc::make_mut(&mut form.drafts).retain(|draft| !draft.path.starts_with(&deed.path)),
                }
                form.push(deed);
            }
            Touch::Type { path, text, typed } => {
                form.put(Draft { path: path.clone(), part: Part::Value, text, refusal: None, is_left: false });
                if let Some(typed) = typed {
                    form.push(Deed { path, act: Act::Set(typed) });
                }
            }
            Touch::Enter(path, part) => {
                form.at = Some((path.clone(), part));
                self.point_at_row(&path);
            }
            Touch::Leave(path) => {
                form.typed = None;
                if let Some(draft) = Rc::make_mut(&mut form.drafts).iter_mut().find(|draft| draft.path == path) {
                    draft.is_left = true;
                }
                form.settle(self.revision);
            }
            Touch::Dress(path, clothes) => {
                Rc::make_mut(&mut form.drafts).retain(|draft| draft.path != path);
                Rc::make_mut(&mut form.clothes).insert(path, clothes);
            }
        }
    }

    /// Chooses what a row stands for, in the other views.
    fn point_at_row(&mut self, path: &str) {
        let span = |form: &FormState| form.row(path).and_then(|(_, row)| row.span);
        let is_newest = self.form.shown.as_ref().is_some_and(|(revision, _)| *revision == self.revision);
        if let Some(Span { start, .. }) = span(&self.form).filter(|_| is_newest) {
            self.pointed = (self.pointed.0 + 1, At::Json(start));
        }
    }

    /// The rows of the newest text have come.
    pub(super) fn formed(&mut self, form: Form) {
        let form = Rc::new(form);
        let had = self.form.at.as_ref().and_then(|(path, _)| self.form.row(path)).is_some_and(|(_, row)| row.is_set);
        let is_other = self.form.shown.as_ref().is_none_or(|(_, shown)| shown.root != form.root);
        if is_other {
            self.form.folds = Rc::default();
            self.form.clothes = Rc::default();
        }
        self.form.shown = Some((self.revision, form.clone()));
        self.unfold(&form);
        self.form.settle(self.revision);
        // What was just set by typing in it can be shown in the other views from now on.
        let now = self.form.at.as_ref().and_then(|(path, _)| self.form.row(path)).filter(|(_, row)| row.is_set);
        if let (false, Some(path)) = (had, now.map(|(_, row)| row.path.clone())) {
            self.point_at_row(&path);
        }
    }

    /// Opens what is set, unless it was folded, is nested deep or long.
    fn unfold(&mut self, form: &Form) {
        let mut room = OPEN_ROWS.saturating_sub(form.rows.len());
        for row in &form.rows {
            let is_met = self.form.folds.contains_key(&row.path) || row.is_open;
            let count = row.count as usize;
            if !is_met && row.is_foldable && row.is_set && row.depth < OPEN_DEPTH && count > 0 && count <= room {
                self.form.open(&row.path);
                room -= count;
            }
        }
    }

    /// Nothing that was done will be answered any more.
    pub(super) fn forget_deeds(&mut self) {
        self.form.deeds.clear();
        self.form.drafts = Rc::default();
    }
}

#[cfg(test)]
mod tests;
