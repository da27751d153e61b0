//! Files that come, go and get other names.
//!
//! Nothing here asks first, and everything can be taken back.

use super::{Change, Offer, State};
use crate::{
    analysis::{Input, Payload},
    engine::view::Target,
    examples,
    text::File,
    workspace::{self, Imported, MAX_FILES},
};

const NEW_FILE: &str = "syntax = \"proto3\";\n\n";

impl State {
    /// A new file, beside the one in front.
    pub(super) fn add_file(&mut self) {
        if self.input.files.len() >= MAX_FILES {
            self.tell(format!("There is no room for another file: a workspace has at most {MAX_FILES}."));
            return;
        }
        let folder =
            self.file().and_then(|file| Some(file.name.rsplit_once('/')?.0.to_owned() + "/")).unwrap_or_default();
        let taken = |name: &str| self.input.files.iter().any(|file| file.name == name);
        let names = (1..).map(|n| if n == 1 { format!("{folder}new.proto") } else { format!("{folder}new{n}.proto") });
        let name = { names }.find(|name| !taken(name)).unwrap_or_default();
        let at = self.input.files.len();
        let file = File { name: name.clone(), text: NEW_FILE.to_owned() };
        self.change(format!("Added {name}"), vec![Change::Insert(vec![(at, file)])], at);
        // An empty file that has just come is no news.
        self.notice = None;
    }

    /// Another name for a file.
    pub(super) fn rename_file(&mut self, index: usize, name: &str) {
        let Some(old) = self.input.files.get(index).map(|file| file.name.clone()) else { return };
        if old == name {
            return;
        }
        let taken = self.input.files.iter().any(|file| file.name == name);
        if let Some(why) = workspace::name_fault(name).or(taken.then_some("another file has it")) {
            self.tell(format!("The file keeps its name: “{name}” can't be used, {why}."));
            return;
        }
        let what = format!("Renamed {old} to {name}");
        self.change(what, vec![Change::Rename(old, name.to_owned())], self.active);
    }

    /// One file less. The last one stays.
    pub(super) fn remove_file(&mut self, index: usize) {
        if self.input.files.len() < 2 || index >= self.input.files.len() {
            return;
        }
        let name = self.input.files[index].name.clone();
        let last = self.active + 1 == self.input.files.len();
        let active = if self.active > index || last { self.active.saturating_sub(1) } else { self.active };
        self.change(format!("Removed {name}"), vec![Change::Remove(vec![name])], active);
    }

    /// What was dropped or opened. An example nobody has touched makes room for it; own work is added to.
    pub(super) fn imported(&mut self, imported: Imported) {
        let Imported { files, origin, notes, look } = imported;
        let look = look.and_then(|(at, span)| Some((files.get(at)?.name.clone(), span)));
        let from = if origin.is_empty() || origin == files.first().map_or("", |file| &file.name) {
            String::new()
        } else {
            format!(" from {origin}")
        };
        let Some(first) = files.first().map(|file| file.name.clone()) else {
            let nothing = if notes.is_empty() { "There was no .proto file in it." } else { "" };
            return self.tell(sentences(nothing, &notes));
        };
        if examples::all().iter().any(|example| Input::from(example) == *self.input) {
            let what = format!("Opened {}{from}", counted(&first, files.len()));
            let input = Input { files, payload: Payload::Json("{}".to_owned()), ..Input::default() };
            self.change(what.clone(), vec![Change::Replace(Box::new(input), 0)], 0);
            self.arrange_anew();
            self.offer(sentences(&format!("{what}."), &notes), Offer::Undo);
        } else {
            self.add_imported(files, &first, &from, &notes);
        }
        if let Some((name, span)) = look
            && let Some(at) = self.input.files.iter().position(|file| file.name == name)
        {
            self.go(Target::File(at as u32, span));
        }
    }

    fn add_imported(&mut self, files: Vec<File>, first: &str, from: &str, notes: &[String]) {
        let (mut added, mut replaced) = (Vec::new(), Vec::new());
        let mut at = self.input.files.len();
        for file in files {
            match self.input.files.iter().find(|present| present.name == file.name) {
                None => {
                    added.push((at, file));
                    at += 1;
                }
                Some(present) if present.text != file.text => replaced.push((file.name, file.text)),
                Some(_) => {}
            }
        }
        if at > MAX_FILES {
            let why = format!("Nothing was added: a workspace has at most {MAX_FILES} files, and there would be {at}.");
            return self.tell(why);
        }
        let front = added.first().map(|(_, file)| &file.name).or(replaced.first().map(|(name, _)| name));
        let front = front.cloned().unwrap_or_else(|| first.to_owned());
        let what = match (added.as_slice(), replaced.as_slice()) {
            ([], []) => {
                self.show_file(&front);
                return self.tell(sentences("What you opened is here already, to the letter.", notes));
            }
            ([(_, one), ..], []) => format!("Added {}{from}", counted(&one.name, added.len())),
            ([], [(one, _), ..]) => format!("Replaced {}{from}", counted(one, replaced.len())),
            ([(_, new), ..], [(old, _), ..]) => {
                format!("Added {} and replaced {}{from}", counted(&new.name, added.len()), counted(old, replaced.len()))
            }
        };
        self.change(what.clone(), vec![Change::Write(replaced), Change::Insert(added)], self.active);
        self.show_file(&front);
        self.offer(sentences(&format!("{what}."), notes), Offer::Undo);
    }

    fn show_file(&mut self, name: &str) {
        self.active = self.input.files.iter().position(|file| file.name == name).unwrap_or(self.active);
    }
}

/// One name, or how many there are.
fn counted(name: &str, count: usize) -> String {
    if count == 1 { name.to_owned() } else { format!("{count} files") }
}

fn sentences(first: &str, notes: &[String]) -> String {
    let all: Vec<&str> =
        { [first].into_iter() }.chain(notes.iter().map(String::as_str)).filter(|it| !it.is_empty()).collect();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::view::{Answer, Body},
        session::Action,
        text::Span,
    };

    fn state() -> State {
        State::new(None)
    }

    fn own() -> State {
        let mut state = state();
        state.apply(Action::EditJson("{\"mine\": 1}".into()));
        state
    }

    fn file(name: &str, text: &str) -> File {
        File { name: name.into(), text: text.into() }
    }

    fn import(state: &mut State, imported: Imported) -> String {
        state.apply(Action::Answered(Answer { revision: 0, body: Body::Imported(Box::new(imported)) }));
        state.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
    }

    #[test]
    fn files_come_go_and_are_renamed() {
        let mut state = state();
        let first = state.input.files[0].name.clone();
        state.apply(Action::RemoveFile(0));
        assert_eq!(state.input.files[0].name, first, "the last file stays");
        state.apply(Action::AddFile);
        state.apply(Action::AddFile);
        assert_eq!(
            state.input.files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(),
            [&first, "new.proto", "new2.proto"]
        );
        state.apply(Action::RenameFile(2, first.clone()));
        assert_eq!(state.file().map(|f| f.name.as_str()), Some("new2.proto"));
        state.apply(Action::RenameFile(2, " b.proto ".into()));
        assert_eq!(state.file().map(|f| f.name.as_str()), Some("b.proto"));
        state.apply(Action::RemoveFile(2));
        assert_eq!(state.file().map(|f| f.name.as_str()), Some("new.proto"));
        state.apply(Action::Undo);
        assert_eq!(state.file().map(|f| f.name.as_str()), Some("b.proto"));
        state.apply(Action::Undo);
        assert_eq!(state.file().map(|f| f.name.as_str()), Some("new2.proto"));
        for _ in 0..4 {
            state.apply(Action::Undo);
        }
        assert_eq!(state.input.files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), [&first]);
        state.apply(Action::Redo);
        assert_eq!(state.input.files.len(), 2);
    }

    #[test]
    fn names_no_file_can_be_imported_by_are_refused() {
        let mut state = state();
        let first = state.input.files[0].name.clone();
        for name in
            ["", "  ", "../a.proto", "/a.proto", "a\\b.proto", "a//b.proto", "a/./b.proto", "a\0.proto", "C:/a.proto"]
        {
            state.apply(Action::RenameFile(0, name.into()));
            assert_eq!(state.input.files[0].name, first, "{name:?}");
            assert!(state.notice.take().is_some_and(|notice| notice.text.contains("keeps its name")), "{name:?}");
        }
        for name in ["__proto__", "a b/ü.proto", "constructor"] {
            state.apply(Action::RenameFile(0, name.into()));
            assert_eq!(state.input.files[0].name, name);
        }
    }

    #[test]
    fn an_example_makes_room_for_what_is_opened() {
        let mut state = state();
        let example = state.input.clone();
        let files = vec![file("a.proto", ""), file("b/c.proto", "")];
        let notes = vec!["README.md is no .proto file and was left out.".to_owned()];
        let said = import(&mut state, Imported { files: files.clone(), origin: "repo.zip".into(), notes, look: None });
        assert_eq!(said, "Opened 2 files from repo.zip. README.md is no .proto file and was left out.");
        assert_eq!((&state.input.files, state.input.root.as_str()), (&files, ""));
        state.apply(Action::Undo);
        assert_eq!(state.input, example);
    }

    #[test]
    fn own_work_is_added_to() {
        let mut state = own();
        let own_file = state.input.files[0].clone();
        let before = state.input.clone();
        let files = vec![file("a.proto", "1"), File { text: "other".into(), ..own_file.clone() }];
        let said = import(&mut state, Imported { files, origin: "x".into(), ..Imported::default() });
        assert_eq!(said, format!("Added a.proto and replaced {} from x.", own_file.name));
        assert_eq!(state.file().map(|file| file.name.as_str()), Some("a.proto"));
        assert_eq!((state.input.files.len(), state.input.files[0].text.as_str()), (2, "other"));
        assert_eq!(state.input.payload, before.payload);
        let said = import(&mut state, Imported { files: vec![file("a.proto", "1")], ..Imported::default() });
        assert_eq!(said, "What you opened is here already, to the letter.");
        state.apply(Action::Undo);
        assert_eq!(state.input, before);
    }

    #[test]
    fn what_is_no_use_changes_nothing() {
        let mut state = own();
        let before = state.input.clone();
        let note = "a.bin is neither a .proto file nor a zip archive nor a descriptor set: its bytes are no records.";
        assert_eq!(import(&mut state, Imported { notes: vec![note.into()], ..Imported::default() }), note);
        assert_eq!(import(&mut state, Imported::default()), "There was no .proto file in it.");
        let many = (0..MAX_FILES).map(|at| file(&format!("{at}.proto"), "")).collect();
        let said = import(&mut state, Imported { files: many, ..Imported::default() });
        assert_eq!(said, "Nothing was added: a workspace has at most 1000 files, and there would be 1001.");
        assert_eq!(state.input, before);
    }

    #[test]
    fn the_place_that_is_told_of_is_shown() {
        let mut state = own();
        let look = Some((1, Span::new(2, 3)));
        let files = vec![file("a.proto", "ab\u{fffd}"), file("b.proto", "ab\u{fffd}")];
        import(&mut state, Imported { files, look, ..Imported::default() });
        assert_eq!(state.target.map(|(_, target)| target), Some(Target::File(2, Span::new(2, 3))));
        assert_eq!(state.file().map(|file| file.name.as_str()), Some("b.proto"));
    }

    #[test]
    fn a_new_file_comes_beside_the_one_in_front() {
        let mut state = own();
        state.apply(Action::RenameFile(0, "store/v1/a.proto".into()));
        state.apply(Action::AddFile);
        assert_eq!(state.file().map(|file| file.name.as_str()), Some("store/v1/new.proto"));
    }
}
