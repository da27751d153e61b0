//! What can be taken back: changes of the workspace as a whole. Typing is none of them, each editor has its own history of that.
//!
//! A step holds how to go back, not what was there, so that what is typed in other files between a change and its undoing is
//! kept. Taking a step back makes the step that takes it forth again. Knows nothing of what the steps are called for.

use std::rc::Rc;

use super::edits::Rewrite;
use crate::{
    analysis::{Input, Payload},
    rpc::script::{Answer, Script, Send},
    text::File,
    wire::{self, Taking, splice::Splice},
};

/// How many steps are kept.
const MAX_STEPS: usize = 200;

/// How many bytes the kept steps may hold in all. The newest is always kept.
const MAX_BYTES: usize = 32 << 20;

/// A change of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Files come, each at its index, the least first.
    Insert(Vec<(usize, File)>),
    /// The files of these names go.
    Remove(Vec<String>),
    /// A file gets another name: the old one, the new one.
    Rename(String, String),
    /// Files get other texts: name and text.
    Write(Vec<(String, String)>),
    /// Another message type is chosen.
    Root(String),
    /// Texts are rewritten, as far as they are still what they were.
    Edit(Rewrite),
    /// The payload is another one, taken in another way.
    Payload(Box<(Payload, Taking)>),
    /// Bytes of a payload in plain hex are replaced.
    Splice(Splice),
    /// The script of a call is another one, or none.
    Script(Option<Box<Script>>),
    /// All of it is another one, with this tab in front.
    Replace(Box<Input>, usize),
}

impl Change {
    /// Makes the change; returns the one that takes it back. What can't be done, since a file is not there, is left out.
    fn apply(self, input: &mut Input, active: usize) -> Change {
        let files = &mut input.files;
        match self {
            Change::Insert(inserted) => {
                let names = inserted.iter().map(|(_, file)| file.name.clone()).collect();
                for (at, file) in inserted {
                    files.insert(at.min(files.len()), file);
                }
                Change::Remove(names)
            }
            Change::Remove(names) => {
                let mut removed = Vec::new();
                let mut kept = Vec::new();
                for (at, file) in std::mem::take(files).into_iter().enumerate() {
                    if names.contains(&file.name) { removed.push((at, file)) } else { kept.push(file) }
                }
                *files = kept;
                Change::Insert(removed)
            }
            Change::Rename(old, new) => match files.iter_mut().find(|file| file.name == old) {
                Some(file) => {
                    file.name.clone_from(&new);
                    Change::Rename(new, old)
                }
                None => Change::Remove(Vec::new()),
            },
            Change::Write(texts) => {
                let mut earlier = Vec::new();
                for (name, text) in texts {
                    if let Some(file) = files.iter_mut().find(|file| file.name == name) {
                        earlier.push((name, std::mem::replace(&mut file.text, text)));
                    }
                }
                Change::Write(earlier)
            }
            Change::Root(root) => Change::Root(std::mem::replace(&mut input.root, root)),
            Change::Edit(rewrite) => Change::Edit(rewrite.apply(input)),
            Change::Payload(other) => {
                let (payload, taking) = *other;
                let payload = std::mem::replace(&mut input.payload, payload);
                Change::Payload(Box::new((payload, std::mem::replace(&mut input.taking, taking))))
            }
            Change::Splice(splice) => {
                // Nobody changes a payload behind a step's back; were it so, it would stay as it is.
                let Payload::Text(text) = &mut input.payload else { return Change::Splice(splice) };
                let Some(mut bytes) = wire::input::plain(text) else { return Change::Splice(splice) };
                let back = splice.apply(&mut bytes);
                *text = wire::input::hex(&bytes);
                Change::Splice(back)
            }
            Change::Script(other) => Change::Script(std::mem::replace(&mut input.script, other)),
            Change::Replace(other, _) => Change::Replace(Box::new(std::mem::replace(input, *other)), active),
        }
    }

    fn size(&self) -> usize {
        let file = |file: &File| file.name.len() + file.text.len();
        let payload = |payload: &Payload| match payload {
            Payload::Json(text) | Payload::TextFormat(text) | Payload::Text(text) => text.len(),
            Payload::File { bytes, .. } => bytes.len(),
            Payload::Held(held) => held.edits.iter().map(|edit| edit.inserted.len()).sum(),
        };
        match self {
            Change::Insert(files) => files.iter().map(|(_, it)| file(it)).sum(),
            Change::Remove(names) => names.iter().map(String::len).sum(),
            Change::Rename(old, new) => old.len() + new.len(),
            Change::Write(texts) => texts.iter().map(|(name, text)| name.len() + text.len()).sum(),
            Change::Edit(rewrite) => rewrite.size(),
            Change::Root(root) => root.len(),
            Change::Payload(it) => payload(&it.0),
            Change::Splice(splice) => splice.inserted.len(),
            Change::Script(script) => script.as_deref().map_or(0, script_size),
            Change::Replace(input, _) => {
                let script = input.script.as_deref().map_or(0, script_size);
                input.files.iter().map(file).sum::<usize>() + payload(&input.payload) + script
            }
        }
    }
}

/// What the texts of a script take, roughly.
fn script_size(script: &Script) -> usize {
    let messages = |sent: &[Send]| sent.iter().map(|it| size_of::<Send>() + it.json.len()).sum::<usize>();
    let rules = script.server.rules.iter();
    let answers = rules.map(|rule| &rule.then).chain([&script.server.otherwise]);
    let replies = answers.map(|answer| if let Answer::Messages(sent) = answer { messages(sent) } else { 0 });
    size_of::<Script>() + messages(&script.requests) + replies.sum::<usize>()
}

/// Changes that are made and taken back together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was done, such as `Removed a.proto`.
    pub what: String,
    /// In the order in which they are made.
    pub changes: Vec<Change>,
    /// The tab that is in front afterwards.
    pub active: usize,
}

impl Step {
    /// Makes the step; returns the one that takes it back.
    pub fn apply(self, input: &mut Input, active: usize) -> Step {
        let mut changes: Vec<Change> = self.changes.into_iter().map(|change| change.apply(input, active)).collect();
        changes.reverse();
        Step { what: self.what, changes, active }
    }

    /// Whether it brings back or away a workspace as a whole.
    pub fn replaces_all(&self) -> bool {
        self.changes.iter().any(|change| matches!(change, Change::Replace(..)))
    }

    /// What it rewrites, if that is all it does.
    pub fn rewrite(&self) -> Option<&Rewrite> {
        match self.changes.as_slice() {
            [Change::Edit(rewrite)] => Some(rewrite),
            _ => None,
        }
    }

    /// Whether it is about the payload's bytes.
    pub fn is_of_bytes(&self) -> bool {
        self.offset().is_some()
    }

    /// Where bytes have just been replaced, of a step that is about them: of several the first.
    fn offset(&self) -> Option<u32> {
        let offset = |change: &Change| match change {
            Change::Splice(splice) => Some(splice.at),
            _ => None,
        };
        self.changes.iter().filter_map(offset).min()
    }

    fn size(&self) -> usize {
        self.changes.iter().map(Change::size).sum()
    }
}

/// The steps that can be taken back, and those that can be taken again. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    undo: Vec<Rc<Step>>,
    redo: Vec<Rc<Step>>,
}

impl History {
    /// A history with one step, whatever was before it.
    pub fn of(step: Option<Step>) -> History {
        History { undo: step.map(Rc::new).into_iter().collect(), redo: Vec::new() }
    }

    /// Keeps the way back from something just done, which ends what could be done again.
    pub fn push(&mut self, back: Step) {
        self.redo.clear();
        self.undo.push(Rc::new(back));
        let mut size: usize = self.undo.iter().map(|step| step.size()).sum();
        let mut dropped = 0;
        while dropped + 1 < self.undo.len() && (self.undo.len() - dropped > MAX_STEPS || size > MAX_BYTES) {
            size -= self.undo[dropped].size();
            dropped += 1;
        }
        self.undo.drain(..dropped);
    }

    /// Makes the way back of something just done a part of the newest step, if that rewrites texts, too; of any other it is one
    /// already.
    pub fn extend(&mut self, back: Rewrite) {
        self.redo.clear();
        if let Some(step) = self.undo.last_mut()
            && let [Change::Edit(earlier)] = Rc::make_mut(step).changes.as_mut_slice()
        {
            *earlier = back.and_then(earlier);
        }
    }

    /// Nothing can be done again any more.
    pub fn forget_redo(&mut self) {
        self.redo.clear();
    }

    /// The step that [`History::undo`] would take.
    pub fn last(&self) -> Option<&Step> {
        self.undo.last().map(|step| &**step)
    }

    /// The step that [`History::redo`] would take.
    pub fn next(&self) -> Option<&Step> {
        self.redo.last().map(|step| &**step)
    }

    /// The workspace as it would be with the newest step taken back; what a form that keeps one step only can keep.
    pub fn before(&self, input: &Input) -> Option<Input> {
        let step = self.undo.last()?;
        if let [Change::Replace(before, _)] = step.changes.as_slice() {
            return Some((**before).clone());
        }
        let mut before = input.clone();
        let _ = Step::clone(step).apply(&mut before, 0);
        Some(before)
    }

    /// Takes back the newest step, if there is one; returns it as it was made, and the tab that comes to the front.
    pub fn undo(&mut self, input: &mut Input, active: usize) -> Option<Taken> {
        let step = self.undo.pop()?;
        let taken = Taken::of(&step);
        self.redo.push(Rc::new(Rc::unwrap_or_clone(step).apply(input, active)));
        Some(taken)
    }

    /// Takes again the step taken back last.
    pub fn redo(&mut self, input: &mut Input, active: usize) -> Option<Taken> {
        let step = self.redo.pop()?;
        let taken = Taken::of(&step);
        self.undo.push(Rc::new(Rc::unwrap_or_clone(step).apply(input, active)));
        Some(taken)
    }
}

/// What became of a step taken back or again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What the step was called.
    pub what: String,
    /// The tab that comes to the front.
    pub active: usize,
    /// Whether the workspace is another one as a whole.
    pub all: bool,
    /// Where bytes were replaced.
    pub at: Option<u32>,
}

impl Taken {
    fn of(step: &Step) -> Taken {
        Taken { what: step.what.clone(), active: step.active, all: step.replaces_all(), at: step.offset() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(name: &str, text: &str) -> File {
        File { name: name.to_owned(), text: text.to_owned() }
    }

    fn input(files: &[(&str, &str)]) -> Input {
        Input { files: files.iter().map(|(name, text)| file(name, text)).collect(), ..Input::default() }
    }

    fn changes() -> impl Strategy<Value = Change> {
        let name = "[a-d]";
        prop_oneof![
            (0usize..4, "[e-h]", "[a-z]{0,3}")
                .prop_map(|(at, name, text)| Change::Insert(vec![(at, file(&name, &text))])),
            prop::collection::vec(name, 0..3).prop_map(Change::Remove),
            (name, "[i-l]").prop_map(|(old, new)| Change::Rename(old, new)),
            (name, "[a-z]{0,3}").prop_map(|(name, text)| Change::Write(vec![(name, text)])),
            "[a-z]{0,3}".prop_map(|text| Change::Replace(Box::new(input(&[("a", &text)])), 0)),
        ]
    }

    proptest! {
        /// Steps are taken back and again to the letter, as long as no two files have one name.
        #[test]
        fn what_is_undone_and_redone_is_as_it_was(steps in prop::collection::vec(prop::collection::vec(changes(), 1..3), 1..6)) {
            let mut now = input(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]);
            let mut history = History::default();
            let mut seen = vec![now.clone()];
            for step in steps {
                let mut reached = now.clone();
                let mut changes = Vec::new();
                for change in step {
                    let mut tried = reached.clone();
                    let _ = change.clone().apply(&mut tried, 0);
                    let names: std::collections::HashSet<_> = tried.files.iter().map(|file| &file.name).collect();
                    if names.len() == tried.files.len() {
                        reached = tried;
                        changes.push(change);
                    }
                }
                history.push(Step { what: String::new(), changes, active: 0 }.apply(&mut now, 0));
                prop_assert_eq!(&now, &reached);
                seen.push(now.clone());
            }
            for earlier in seen.iter().rev().skip(1) {
                prop_assert!(history.undo(&mut now, 0).is_some());
                prop_assert_eq!(&now, earlier);
            }
            prop_assert!(history.undo(&mut now, 0).is_none());
            for later in &seen[1..] {
                prop_assert!(history.redo(&mut now, 0).is_some());
                prop_assert_eq!(&now, later);
            }
        }
    }

    #[test]
    fn what_is_typed_meanwhile_is_kept() {
        let mut now = input(&[("a", "1"), ("b", "2")]);
        let mut history = History::default();
        let remove = Step { what: "Removed b".into(), changes: vec![Change::Remove(vec!["b".into()])], active: 0 };
        history.push(remove.apply(&mut now, 1));
        now.files[0].text = "typed".into();
        let taken = history.undo(&mut now, 0);
        assert_eq!(taken, Some(Taken { what: "Removed b".into(), active: 1, all: false, at: None }));
        assert_eq!(now, input(&[("a", "typed"), ("b", "2")]));
    }

    #[test]
    fn old_steps_make_room_and_the_newest_stays() {
        let mut history = History::default();
        let step = |size: usize| Step {
            what: size.to_string(),
            changes: vec![Change::Write(vec![(String::new(), "x".repeat(size))])],
            active: 0,
        };
        for _ in 0..2 * MAX_STEPS {
            history.push(step(1));
        }
        assert_eq!(history.undo.len(), MAX_STEPS);
        history.push(step(MAX_BYTES + 1));
        assert_eq!(history.undo.len(), 1);
    }
}
