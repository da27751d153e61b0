//! The size lab while it is open: what was measured, and which advice was taken.
//!
//! Knows nothing of how it is measured, and not how it looks.

use std::rc::Rc;

use super::{Change, Popup, Rewrite, State};
use crate::{
    engine::{
        lab::{Lab, Tip},
        view::Target,
    },
    size::advice::Weight,
};

/// The size lab, open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenLab {
    /// What was measured last, or why nothing could be; with the revision it is of. None while it is awaited.
    pub found: Option<(u32, Rc<Result<Lab, String>>)>,
    /// The advice that was taken last, while nothing else has changed.
    pub taken: Option<Taken>,
}

/// An advice that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The revision that came of it.
    pub revision: u32,
    /// What was done.
    pub title: String,
    /// The message before.
    pub before: Weight,
    /// And since.
    pub after: Weight,
}

impl State {
    /// Opens the lab, whose answer is awaited.
    pub(super) fn open_lab(&mut self) {
        self.language.popup = Some(Popup::Lab(OpenLab::default()));
    }

    /// Whether the lab is open and waits to be told of the input as it is: once the engine has answered all else.
    pub fn awaits_lab(&self) -> bool {
        let Some(Popup::Lab(lab)) = &self.language.popup else { return false };
        self.reported == self.revision && lab.found.as_ref().is_none_or(|(revision, _)| *revision != self.revision)
    }

    pub(super) fn measured(&mut self, lab: Result<Lab, String>) {
        if let Some(Popup::Lab(open)) = &mut self.language.popup {
            open.found = Some((self.revision, Rc::new(lab)));
        }
    }

    /// Does what the advice with this index says, as one step. The lab stays open, and shows what came of it.
    pub(super) fn take_advice(&mut self, index: usize) {
        let Some(Popup::Lab(OpenLab { found: Some((revision, lab)), .. })) = &self.language.popup else { return };
        let tip = match &**lab {
            Ok(Lab { tips: Ok(tips), .. }) if *revision == self.revision => tips.get(index).cloned(),
            _ => None,
        };
        let Some(Tip { title, before, after, edits, payload, .. }) = tip else { return };
        let Some(rewrite) = Rewrite::new(&self.input, &edits) else { return };
        let file = edits.iter().find_map(|(target, _)| match target {
            Target::File(index, _) => Some(*index as usize),
            _ => None,
        });
        let mut changes = vec![Change::Edit(rewrite)];
        changes.extend(payload.map(Change::Payload));
        let what = format!("Changed {}", title.replace('`', ""));
        self.change(what, changes, file.unwrap_or(self.active));
        let revision = self.revision;
        if let Some(Popup::Lab(open)) = &mut self.language.popup {
            open.taken = Some(Taken { revision, title, before, after });
        }
    }
}
