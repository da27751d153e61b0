//! The script in use, and how it changes.

use std::rc::Rc;

use super::super::{Change, State, Step};
use crate::rpc::script::Script;

impl State {
    /// The script in use: the one somebody wrote.
    pub fn script(&self) -> Option<&Script> {
        self.input.script.as_deref()
    }

    pub(super) fn choose_method(&mut self, method: String) {
        self.write_script(Script { method, ..Script::default() }, "Chose another method");
    }

    /// Has another script in use. Nothing of the analysis depends on it, so the revision stays.
    pub(super) fn write_script(&mut self, script: Script, what: &'static str) {
        if self.script() == Some(&script) {
            return;
        }
        let step =
            Step { what: what.to_owned(), changes: vec![Change::Script(Some(Box::new(script)))], active: self.active };
        let goes_on = self.history.next().is_none()
            && self
                .history
                .last()
                .is_some_and(|last| last.what == what && matches!(last.changes.as_slice(), [Change::Script(_)]));
        let back = step.apply(Rc::make_mut(&mut self.input), self.active);
        if !goes_on {
            self.history.push(back);
        }
        self.calls.changes += 1;
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
