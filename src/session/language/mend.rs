//! What changes the user's texts: renaming, formatting, fixes; each a step that is taken back as one. Knows no editor.

use std::rc::Rc;

use super::{Asker, CHANGED, Fixes, Popup, State};
use crate::{
    engine::{
        services::{Edit, What},
        view::{Fix, Target},
    },
    session::{Change, Edits, History, Rewrite, Step, fixes, state::Offer},
};

impl State {
    /// Asks for the edits that give the symbol its new name.
    pub(in crate::session) fn rename_symbol(&mut self, new: &str) {
        let Some(Popup::Rename(renaming)) = &self.language.popup else { return };
        let at = renaming.span.start;
        if new == renaming.name {
            self.language.popup = None;
        } else {
            self.ask(Asker::Page, What::Rename(new.to_owned()), at);
        }
    }

    pub(super) fn renamed(&mut self, edits: Vec<Edit>) {
        let count = edits.len();
        let places = if count == 1 { "1 place".to_owned() } else { format!("{count} places") };
        self.make(targets(edits), |rewrite| match rewrite.len() {
            1 => Some(format!("Renamed {places}")),
            files => Some(format!("Renamed {places} in {files} files")),
        });
        self.language.popup = None;
    }

    pub(super) fn formatted(&mut self, edits: Vec<Edit>) {
        let name = self.file().map(|file| file.name.clone()).unwrap_or_default();
        if edits.is_empty() {
            return self.tell(format!("{name} is formatted already."));
        }
        self.make(targets(edits), |_| Some(format!("Formatted {name}")));
    }

    /// Lists the fixes of the problems at a place; where there are none it says so.
    pub(in crate::session) fn list_fixes(&mut self, target: Target) {
        let problems = self.report.as_ref().map_or(&[][..], |report| &report.problems);
        let list = fixes::at(problems, &self.input, target);
        if list.is_empty() {
            let problem = fixes::problem_at(problems, &self.input, target);
            let why = if problem { "There is no fix for this problem." } else { "There is no problem here." };
            self.tell(why.to_owned());
        } else {
            self.language.popup = Some(Popup::Fixes(Fixes { target, list }));
        }
    }

    /// Applies a fix. What it does in a file that is not in front is told.
    pub(in crate::session) fn fix(&mut self, problem: u32, fix: u32) {
        self.language.popup = None;
        let Some((target, fix)) = self.find_fix(problem, fix) else { return };
        if let Some(name) = fix.rename {
            return self.rename_at(target, name);
        }
        let active = self.active as u32;
        let elsewhere = fix.edits.iter().any(|(target, _)| matches!(target, Target::File(file, _) if *file != active));
        self.make(fix.edits, |_| elsewhere.then(|| format!("Done: {}", fix.title)));
    }

    /// Applies a fix and goes to where its problem was.
    pub(in crate::session) fn fix_and_show(&mut self, problem: u32, fix: u32) {
        let Some((target, fix)) = self.find_fix(problem, fix) else { return };
        if let Some(name) = fix.rename {
            self.go(target);
            return self.rename_at(target, name);
        }
        let target = fixes::moved(target, &fix.edits);
        self.make(fix.edits, |_| None);
        self.go(target);
    }

    /// Asks for the edits of a fix that renames.
    fn rename_at(&mut self, target: Target, name: String) {
        if let Target::File(file, span) = target {
            self.ask_about(Asker::Page, What::Rename(name), file, span.start);
        }
    }

    /// A fix and its problem's place; a fix of a text that was is none.
    fn find_fix(&mut self, problem: u32, fix: u32) -> Option<(Target, Fix)> {
        let problem = self.report.as_ref()?.problems.get(problem as usize)?;
        let found = (problem.target, problem.fixes.get(fix as usize)?.clone());
        if self.reported != self.revision {
            self.tell(CHANGED.to_owned());
            return None;
        }
        Some(found)
    }

    /// Makes edits as one step. `said` is what the notice says, which offers to take it back as one; what is small and in
    /// sight says nothing, and its editor takes it back.
    pub(in crate::session) fn make(&mut self, edits: Edits, said: impl FnOnce(&Rewrite) -> Option<String>) {
        let Some(rewrite) = Rewrite::new(&self.input, &edits) else {
            return self.tell("The edits do not fit the text any more, so nothing was done.".to_owned());
        };
        if rewrite.is_empty() {
            return;
        }
        match said(&rewrite) {
            Some(what) => {
                self.change(what, vec![Change::Edit(rewrite)], self.active);
                self.let_pass();
            }
            None => {
                self.edit(|input| rewrite.apply(input));
                self.writes += 1;
            }
        }
        self.edits = Some(Rc::new((self.writes, edits)));
    }

    /// After an edit of a file: if it undid or redid there what was done in several files, the others follow.
    pub(in crate::session) fn follow(&mut self, file: &str) {
        let begun = |step: Option<&Step>| {
            step.and_then(Step::rewrite).is_some_and(|rewrite| rewrite.is_begun_in(&self.input, file))
        };
        if begun(self.history.last()) {
            self.take(History::undo, "Undone", Offer::Redo);
            self.let_pass();
        } else if begun(self.history.next()) {
            self.take(History::redo, "Done again", Offer::Undo);
            self.let_pass();
        }
    }

    /// Edits fit a text only as long as it is not edited by hand.
    fn let_pass(&mut self) {
        if let Some(notice) = &mut self.notice {
            notice.passing = true;
        }
    }
}

fn targets(edits: Vec<Edit>) -> Edits {
    edits.into_iter().map(|Edit { file, span, text }| (Target::File(file, span), text)).collect()
}
