//! The script in use: where it comes from, and how it changes.
//!
//! As long as nobody has written one it is a draft of the engine's, which is derived, so it is neither saved nor taken back.

use std::rc::Rc;

use super::{
    super::{Change, State, Step},
    Calls,
};
use crate::rpc::{
    prepare::Spot,
    script::{Answer, Script},
};

/// How many scripts are kept of methods that were left for another one.
const MAX_SHELVED: usize = 20;

/// The scripts beside the one that somebody wrote.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Aside {
    /// The draft, with the revision it is of; none where there is no method.
    draft: Option<(u32, Option<Rc<Script>>)>,
    /// Those of methods that were left, with the workspace they are of.
    shelf: (u32, Rc<Vec<Script>>),
}

impl Calls {
    /// Has none any more: it was of another workspace.
    pub(in crate::session) fn forget_draft(&mut self) {
        self.aside.draft = None;
    }
}

impl State {
    /// The script in use: the one somebody wrote, or else the draft.
    pub fn script(&self) -> Option<&Script> {
        let draft = || self.calls.aside.draft.as_ref()?.1.as_deref();
        self.input.script.as_deref().or_else(draft)
    }

    /// Whether a draft has to be made of the workspace as it is.
    pub fn awaits_draft(&self) -> bool {
        let draft = self.calls.aside.draft.as_ref();
        self.input.script.is_none()
            && self.reported == self.revision
            && draft.is_none_or(|(revision, _)| *revision != self.revision)
    }

    /// Whether the method with this path was left for another one, so that it has a script.
    pub fn has_shelved(&self, method: &str) -> bool {
        self.shelf().iter().any(|script| script.method == method)
    }

    fn shelf(&self) -> &[Script] {
        let (workspace, scripts) = &self.calls.aside.shelf;
        if *workspace == self.workspaces { scripts } else { &[] }
    }

    /// Takes a draft: of the workspace if nothing was chosen, else of the method that was.
    pub(super) fn drafted(&mut self, chosen: &str, script: Option<Box<Script>>) {
        if !chosen.is_empty() {
            if let Some(script) = script {
                self.leave_for(*script);
            }
            return;
        }
        let before = self.script().cloned();
        self.calls.aside.draft = Some((self.revision, script.map(|script| Rc::new(*script))));
        if self.script() != before.as_ref() {
            self.calls.changes += 1;
            self.calls.writes += 1;
        }
    }

    pub(super) fn choose_again(&mut self, method: &str) {
        let found = self.shelf().iter().find(|script| script.method == method).cloned();
        if let Some(script) = found {
            self.leave_for(script);
        }
    }

    /// Has the script of another method in use, over the same network.
    fn leave_for(&mut self, script: Script) {
        let Some(left) = self.script().cloned() else { return self.write_script(script, CHOSE) };
        let network = left.network;
        if left.method != script.method {
            let mut shelf = self.shelf().to_vec();
            shelf.retain(|it| it.method != left.method && it.method != script.method);
            shelf.push(left);
            let excess = shelf.len().saturating_sub(MAX_SHELVED);
            shelf.drain(..excess);
            self.calls.aside.shelf = (self.workspaces, Rc::new(shelf));
        }
        self.write_script(Script { network, ..script }, CHOSE);
    }

    /// Takes a script that ends with the status that was asked for.
    pub(super) fn reached(&mut self, reached: Option<(Box<Script>, String)>) {
        let Some((script, how)) = reached else { return };
        self.write_script(*script, "Arranged the call for a status");
        self.tell(format!("Arranged: {how}"));
    }

    /// Takes a sample for one of the messages, if it is still of the method in use.
    pub(super) fn sampled(&mut self, method: &str, at: Spot, json: Option<String>) {
        let script = self.script().filter(|script| script.method == method).cloned();
        let (Some(mut script), Some(json)) = (script, json) else { return };
        if let Some(place) = text_of(&mut script, at) {
            *place = json;
            self.write_script(script, "Made a sample");
        }
    }

    /// Has another script in use.
    pub(super) fn write_script(&mut self, script: Script, what: &'static str) {
        if self.put_script(script, what) {
            self.calls.writes += 1;
        }
    }

    /// A text of the script was edited by its own editor.
    pub(super) fn type_in_script(&mut self, at: Spot, text: String) {
        let Some(mut script) = self.script().cloned() else { return };
        let what = match at {
            Spot::Request(_) => "Edited a request",
            Spot::Condition(_) => "Edited a condition",
            _ => "Edited a reply",
        };
        if let Some(place) = text_of(&mut script, at) {
            *place = text;
            self.put_script(script, what);
        }
    }

    /// Nothing of the analysis depends on the script, so the revision stays. Returns whether it is another one.
    fn put_script(&mut self, script: Script, what: &'static str) -> bool {
        if self.script() == Some(&script) {
            return false;
        }
        let changes = vec![Change::Script(Some(Box::new(script)))];
        let step = Step { what: what.to_owned(), changes, active: self.active };
        let is_same = |last: &Step| last.what == what && matches!(last.changes.as_slice(), [Change::Script(_)]);
        let goes_on = self.history.next().is_none() && self.history.last().is_some_and(is_same);
        let back = step.apply(Rc::make_mut(&mut self.input), self.active);
        if !goes_on {
            self.history.push(back);
        }
        self.calls.changes += 1;
        true
    }
}

const CHOSE: &str = "Chose another method";

/// The text of a part of a script.
fn text_of(script: &mut Script, at: Spot) -> Option<&mut String> {
    match at {
        Spot::Request(index) => script.requests.get_mut(index as usize).map(|send| &mut send.json),
        Spot::Condition(rule) => script.server.rules.get_mut(rule as usize).map(|rule| &mut rule.when),
        Spot::Reply(rule, index) => {
            let answer = match rule {
                Some(rule) => script.server.rules.get_mut(rule as usize).map(|rule| &mut rule.then)?,
                None => &mut script.server.otherwise,
            };
            let Answer::Messages(sent) = answer else { return None };
            sent.get_mut(index as usize).map(|send| &mut send.json)
        }
        Spot::Method | Spot::Header(..) | Spot::Retry | Spot::Answer(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Act;
    use super::*;
    use crate::session::Action;

    fn write(state: &mut State, seed: u64, what: &'static str) {
        let script = Script { method: "/a.B/C".to_owned(), seed, ..Script::default() };
        state.apply(Action::Calls(Act::Write(Box::new(script), what)));
    }

    #[test]
    fn changes_are_taken_back_by_what_they_are() {
        let mut state = State::new(None);
        let revision = state.revision;
        for (seed, what) in [(1, "Changed the seed"), (2, "Changed the seed"), (3, "Changed another thing")] {
            write(&mut state, seed, what);
        }
        assert_eq!((state.calls.changes, state.revision), (3, revision), "the analysis is as it was");
        let seeds = [Some(2), None, Some(2), Some(3)];
        let acts = [Action::Undo, Action::Undo, Action::Redo, Action::Redo];
        for (act, seed) in acts.into_iter().zip(seeds) {
            let before = state.calls.changes;
            state.apply(act);
            assert_eq!(state.script().map(|script| script.seed), seed);
            assert!(state.calls.changes > before);
        }
    }

    #[test]
    fn what_is_the_same_is_no_change() {
        let mut state = State::new(None);
        write(&mut state, 1, "Changed");
        let history = state.history.clone();
        write(&mut state, 1, "Changed again");
        assert_eq!((state.calls.changes, &state.history), (1, &history));
    }
}
