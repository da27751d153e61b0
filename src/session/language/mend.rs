//! What changes the user's texts: renaming, formatting, fixes; each a step that is taken back as one. Knows no editor.

use std::rc::Rc;

use super::{Asker, CHANGED, Fixes, Popup, State};
use crate::{
    engine::{
        services::{Doc, Edit, What},
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

    /// Gives what had the full name `old` its new simple name; the chosen message type may be it.
    pub(super) fn renamed(&mut self, old: &str, new: &str, edits: &[Edit]) {
        self.language.popup = None;
        let Some(rewrite) = Rewrite::new(&self.input, &targets(edits)) else { return self.tell(UNFIT.to_owned()) };
        let places = if edits.len() == 1 { "1 place".to_owned() } else { format!("{} places", edits.len()) };
        let said = match rewrite.len() {
            1 => format!("Renamed {places}"),
            files => format!("Renamed {places} in {files} files"),
        };
        self.make(rewrite.with_root(&self.input.root, old, new), targets(edits), Some(said));
    }

    pub(super) fn formatted(&mut self, doc: Doc, edits: &[Edit]) {
        let (name, name_first) = match doc {
            Doc::File(_) => {
                let name = self.file().map(|file| file.name.clone()).unwrap_or_default();
                (name.clone(), name)
            }
            Doc::Json => ("the JSON".to_owned(), "The JSON".to_owned()),
        };
        if edits.is_empty() {
            return self.tell(format!("{name_first} is formatted already."));
        }
        self.apply_edits(targets(edits), Some(format!("Formatted {name}")));
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
            let alike = fixes::alike(problems, target, &list);
            self.language.popup = Some(Popup::Fixes(Fixes { target, list, alike }));
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
        self.apply_edits(fix.edits, elsewhere.then(|| format!("Done: {}", fix.title)));
    }

    /// Applies several fixes at once; what another of them changes already is left as that makes it.
    pub(in crate::session) fn fix_all(&mut self, list: &[(u32, u32)]) {
        self.language.popup = None;
        let (mut edits, mut title, mut count): (Edits, _, _) = (Vec::new(), String::new(), 0);
        for &(problem, fix) in list {
            let Some((_, fix)) = self.find_fix(problem, fix) else { return };
            if fix.edits.iter().all(|(place, _)| edits.iter().all(|(other, _)| !fixes::overlap(*place, *other))) {
                edits.extend(fix.edits);
                (title, count) = (fix.title, count + 1);
            }
        }
        self.apply_edits(edits, Some(format!("Done {count} times: {title}")));
    }

    /// Applies a fix and goes to where its problem was.
    pub(in crate::session) fn fix_and_show(&mut self, problem: u32, fix: u32) {
        let Some((target, fix)) = self.find_fix(problem, fix) else { return };
        if let Some(name) = fix.rename {
            self.go(target);
            return self.rename_at(target, name);
        }
        let target = fixes::moved(target, &fix.edits);
        self.apply_edits(fix.edits, None);
        self.go(target);
    }

    /// Asks for the edits of a fix that renames.
    fn rename_at(&mut self, target: Target, name: String) {
        if let Target::File(file, span) = target {
            self.ask_about(Asker::Page, What::Rename(name), Doc::File(file), span.start);
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
    pub(in crate::session) fn apply_edits(&mut self, edits: Edits, said: Option<String>) {
        match Rewrite::new(&self.input, &edits) {
            Some(rewrite) => self.make(rewrite, edits, said),
            None => self.tell(UNFIT.to_owned()),
        }
    }

    fn make(&mut self, rewrite: Rewrite, edits: Edits, said: Option<String>) {
        if rewrite.is_empty() {
            return;
        }
        match said {
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

const UNFIT: &str = "The edits do not fit the text any more, so nothing was done.";

fn targets(edits: &[Edit]) -> Edits {
    let target = |doc, span| match doc {
        Doc::File(file) => Target::File(file, span),
        Doc::Json => Target::Json(span),
    };
    edits.iter().map(|Edit { doc, span, text }| (target(*doc, *span), text.clone())).collect()
}
