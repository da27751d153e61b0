//! The state of the page and the actions that change it.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    Action, Asker, Change, Cursor, Edits, Finding, FormState, History, Language, Pane, Peek, Popup, Saved, Source,
    Step, View,
    calls::{Calls, player::Player},
    history::Taken,
    learn::{self, Learn},
};
use crate::{
    analysis::{Input, Payload, Work},
    engine::{
        copy::Copied,
        services::{Doc, What},
        survey::Kept,
        view::{Answer, At, Body, Content, Marks, Report, Target, TextFormat, Views, Window},
    },
    examples, find,
    message::sample::Shape,
    text::File,
};

/// A sentence for the user that no view is the place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// What it offers to do about it.
    pub offer: Offer,
    /// Whether it tells of an input: the next edit overtakes it.
    pub passing: bool,
}

/// What a notice offers to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offer {
    /// Nothing.
    #[default]
    Nothing,
    /// To take it back.
    Undo,
    /// To do again what was taken back.
    Redo,
}

/// In which ways a message can be broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    /// Of which revision.
    pub revision: u32,
    /// With which byte chosen.
    pub at: u32,
    /// Of each way, in their order: the place, or why it can't be.
    pub ways: Rc<Vec<Result<String, String>>>,
}

/// How the engine does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EngineState {
    /// It has not answered yet.
    #[default]
    Loading,
    /// It answers.
    Ready,
    /// It stopped at the present input and waits for another.
    Stopped,
}

/// All there is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// What the user typed.
    pub input: Rc<Input>,
    /// The tab in front.
    pub active: usize,
    /// What can be taken back.
    pub history: History,
    /// How the page is arranged.
    pub view: View,
    /// The payloads that were put aside.
    pub kept: Rc<Vec<Kept>>,
    /// Grows with every change of the input.
    pub revision: u32,
    /// Grows when a text was written by anything but its own editor.
    pub writes: u32,
    /// Grows when all of the workspace becomes another one.
    pub workspaces: u32,
    /// The revision in which a .proto file was changed last.
    pub schema_revision: u32,
    /// The newest report.
    pub report: Option<Rc<Report>>,
    /// The revision it is of.
    pub reported: u32,
    /// The newest content there was, and the revision it belongs to.
    pub content: Option<(u32, Rc<Content>)>,
    /// The part of it on screen.
    pub views: Rc<Views>,
    /// The part that should be.
    pub window: Window,
    /// Where one is in the grid of bytes.
    pub cursor_in_bytes: Cursor,
    /// Whether the grid has the focus, and speaks the byte at the cursor itself.
    pub is_in_bytes: bool,
    /// In which ways the message can be broken, as far as that was asked.
    pub offers: Option<Offers>,
    /// What the grid or the form has chosen, and a number that tells two choices apart.
    pub pointed: (u32, At),
    /// The revision in which bytes were edited last.
    pub(super) typed: u32,
    /// The message in the text format, as far as that was asked, with the revision it is of; or why there is none.
    pub text: Option<(u32, Rc<Result<TextFormat, String>>)>,
    /// The shape and the seed of the sample that was made last.
    pub sampled: (Shape, u64),
    /// What is chosen.
    pub selected: Rc<Marks>,
    /// What is pointed at.
    pub hovered: Rc<Marks>,
    /// Where an editor should go, and a number that tells two wishes apart.
    pub target: Option<(u32, Target)>,
    wishes: u32,
    /// Where the cursor of the .proto editor is, in UTF-16 code units.
    pub cursor: u32,
    /// The message as a form.
    pub form: FormState,
    /// What is asked and told about the .proto files.
    pub language: Language,
    /// The bundled file that is in front of the user's own.
    pub peek: Option<Rc<Peek>>,
    /// The edits that the page made last, and the number of [`State::writes`] they were made with.
    pub edits: Option<Rc<(u32, Edits)>>,
    /// How the engine does.
    pub engine: EngineState,
    /// What takes it long at present.
    pub work: Option<Work>,
    /// What is looked for in the payload.
    pub finding: Option<Finding>,
    /// Grows when the engine is to be asked for it, or that nothing is looked for any more.
    pub finds: u32,
    /// The input of the content on screen.
    shown: Option<Rc<Input>>,
    /// The share link that was asked for; none while it is being made.
    pub link: Option<Rc<String>>,
    /// What the pages of lessons have.
    pub learn: Learn,
    /// What the page of calls has beside the script.
    pub calls: Calls,
    /// What to tell.
    pub notice: Option<Notice>,
}

impl State {
    /// The state at the start: what was saved, or else the first example.
    pub fn new(saved: Option<Saved>) -> State {
        let saved = saved.unwrap_or_else(|| Saved {
            input: examples::all().first().map(Input::from).unwrap_or_default(),
            ..Saved::default()
        });
        let back = |before| Step {
            what: "What was there before".to_owned(),
            changes: vec![Change::Replace(Box::new(before), 0)],
            active: 0,
        };
        State {
            window: Window { absent: saved.view.absent, ..Window::default() },
            input: Rc::new(saved.input),
            active: saved.active,
            history: History::of(saved.before.map(back)),
            view: saved.view,
            learn: Learn {
                record: Rc::new(learn::Record::of_old(&saved.progress)),
                papers: Learn::papers_of(saved.drafts),
                ..Learn::default()
            },
            kept: Rc::new(saved.kept),
            calls: Calls::new(saved.shop),
            revision: 1,
            schema_revision: 1,
            ..State::default()
        }
    }

    /// What is kept between visits.
    pub fn saved(&self) -> Saved {
        Saved {
            input: (*self.input).clone(),
            active: self.active,
            before: self.history.before(&self.input),
            view: self.view,
            progress: BTreeMap::new(),
            kept: self.kept.to_vec(),
            shop: self.calls.shop.settings,
            drafts: self.learn.drafts(),
        }
    }

    /// The file in front.
    pub fn file(&self) -> Option<&File> {
        self.input.files.get(self.active)
    }

    /// Whether what is on screen is older than what was typed.
    pub fn is_stale(&self) -> bool {
        self.content.as_ref().is_some_and(|(revision, _)| *revision != self.revision)
    }

    /// The state without what changes with each row that is scrolled, each place that is found, and each moment of a call that
    /// is played.
    pub fn still(&self) -> State {
        let mut calls = self.calls.clone();
        calls.player = Player::default();
        State { views: Rc::default(), window: Window::default(), finding: None, finds: 0, calls, ..self.clone() }
    }

    /// The newest content there was.
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref().map(|(_, content)| &**content)
    }

    /// Does what `action` says.
    pub fn apply(&mut self, action: Action) {
        self.act(action);
        self.window.absent = self.view.absent;
        self.keep_structure();
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::EditFile(name, text) => {
                self.edit(|input| input.files.iter_mut().find(|file| file.name == name).map(|file| file.text = text));
                self.follow(&name);
            }
            Action::SelectFile(index) => {
                self.active = index.min(self.input.files.len().saturating_sub(1));
                self.peek = None;
            }
            Action::AddFile => self.add_file(),
            Action::RenameFile(index, name) => self.rename_file(index, name.trim()),
            Action::RemoveFile(index) => self.remove_file(index),
            Action::EditJson(text) => self.put_payload(Payload::Json(text), "Edited the JSON"),
            Action::EditText(text) => self.put_payload(Payload::TextFormat(text), "Edited the text"),
            Action::Form(touch) => self.touch(touch),
            Action::EditPayload(text) => self.put_payload(Payload::Text(text), "Edited the payload"),
            Action::FocusBytes(is) => self.is_in_bytes = is,
            Action::Strike(stroke) => self.strike(stroke),
            Action::OpenFile(name, bytes) => {
                let what = format!("Opened {name}");
                self.put_payload(Payload::File { name, bytes }, &what);
            }
            Action::HoldFile(file) => {
                let what = format!("Opened {}", file.name);
                self.put_payload(Payload::Held(file), &what);
            }
            Action::TakeAs(format) => self.take_as(format),
            Action::SwitchLayer(depth, layer, on) => self.switch_layer(depth, layer, on),
            Action::ChooseMessage(depth, message) => self.choose_message(depth, message),
            Action::SelectRoot(root) => self.edit(|input| input.root = root),
            Action::Load(title, input) => self.load(*input, 0, format!("Loaded “{title}”")),
            Action::Undo => self.take_back(),
            Action::Redo => self.take_again(),
            Action::Arrange(view) => {
                // What is derived from the input becomes another one, though the input is the same.
                self.revision += u32::from(view.json != self.view.json);
                self.view = View { split: View::within(view.split), ..view };
            }
            Action::Find(by, text) => self.find(by, text),
            Action::FindNext => self.find_step(find::Step::Next),
            Action::FindBack => self.find_step(find::Step::Back),
            Action::CloseFind => self.close_find(),
            Action::LookBytes(bytes) => self.window.bytes = bytes,
            Action::LookRows(rows) => self.window.rows = rows,
            Action::Go(target) => self.go(target),
            Action::Cursor(at) => self.cursor = at,
            Action::Ask(by, what, at) => self.ask(by, what, at),
            Action::AskOfJson(by, what, at) => self.ask_about(by, what, Doc::Json, at),
            Action::RenameSymbol(name) => self.rename_symbol(name.trim()),
            Action::Apply(edits, said) => self.apply_edits(edits, Some(said)),
            Action::ListFixes(target) => self.list_fixes(target),
            Action::Fix(problem, fix) => self.fix(problem, fix),
            Action::FixAll(list) => self.fix_all(&list),
            Action::FixAndShow(problem, fix) => self.fix_and_show(problem, fix),
            Action::Visit(index) => self.visit_listed(index),
            Action::CloseList => self.language.places = None,
            Action::VisitSymbol(symbol) => self.visit_symbol(&symbol),
            Action::GoBack | Action::ClosePeek => self.go_back(),
            Action::OpenSymbols => {
                self.language.popup = Some(Popup::Symbols(None));
                self.ask(Asker::Page, What::Symbols, self.cursor);
            }
            Action::ToggleHelp => {
                let open = self.language.popup == Some(Popup::Help);
                self.language.popup = (!open).then_some(Popup::Help);
            }
            Action::OpenSurvey(survey) => self.open_survey(survey),
            Action::DropKept(index) => self.drop_kept(index),
            Action::TakeSchema => self.take_schema(),
            Action::OpenLab => self.open_lab(),
            Action::TakeAdvice(index) => self.take_advice(index),
            Action::Calls(act) => self.act_on_calls(act),
            Action::Close => self.language.popup = None,
            Action::Answered(answer) => self.answered(answer),
            Action::Lost(revision, reason) => {
                // An answer may have been the reason as well as the input, which then is worth another try.
                let is_checking = self.learn.is_checking();
                self.learn.apply(learn::Act::Lost(reason));
                let how = if is_checking {
                    self.revision += 1;
                    "while it checked an answer, so it was restarted. Your text is untouched."
                } else if revision == self.revision {
                    self.engine = EngineState::Stopped;
                    "on this input, so it was restarted. Your text is untouched; change it to try again."
                } else {
                    // What was typed meanwhile went down with it, and is worth a try of its own.
                    self.revision += 1;
                    "on what was there before your last edit, so it was restarted. Your text is untouched."
                };
                let text = format!("The engine {reason} {how}");
                self.notice = Some(Notice { text, offer: Offer::Nothing, passing: true });
                self.work = None;
                // Its answer will not come any more.
                self.language.popup.take_if(|popup| matches!(popup, Popup::Survey(..) | Popup::Lab(_)));
                self.forget_questions();
                self.forget_deeds();
            }
            Action::Cancelled(revision) => self.cancelled(revision),
            Action::Share => self.link = None,
            Action::Learn(act) => self.learn.apply(act),
            Action::Tell(text) => self.tell(text),
            Action::Dismiss => self.notice = None,
        }
    }

    pub(super) fn edit<R>(&mut self, change: impl FnOnce(&mut Input) -> R) {
        let before = self.input.clone();
        change(Rc::make_mut(&mut self.input));
        self.revision += 1;
        if before.files != self.input.files {
            self.schema_revision = self.revision;
        }
        if before.script != self.input.script {
            self.calls.changes += 1;
            self.calls.writes += 1;
        }
        // What is open for a place in a text would be about another place.
        self.language.popup.take_if(|popup| matches!(popup, Popup::Rename(_) | Popup::Fixes(_)));
        if self.engine == EngineState::Stopped {
            self.engine = EngineState::Ready;
        }
        self.notice.take_if(|notice| notice.passing);
    }

    pub(super) fn tell(&mut self, text: String) {
        self.offer(text, Offer::Nothing);
    }

    pub(super) fn offer(&mut self, text: String, offer: Offer) {
        self.notice = Some(Notice { text, offer, passing: false });
    }

    /// Changes the workspace as a whole, so that it can be taken back. `what` is told, and names the step.
    pub(super) fn change(&mut self, what: String, changes: Vec<Change>, active: usize) {
        let step = Step { what: what.clone(), changes, active };
        let mut back = None;
        let before = self.active;
        self.edit(|input| back = Some(step.apply(input, before)));
        self.active = active.min(self.input.files.len().saturating_sub(1));
        self.writes += 1;
        if let Some(back) = back {
            self.history.push(back);
        }
        self.offer(what, Offer::Undo);
    }

    pub(super) fn take_back(&mut self) {
        self.take(History::undo, "Undone", Offer::Redo);
    }

    pub(super) fn take_again(&mut self) {
        self.take(History::redo, "Done again", Offer::Undo);
    }

    pub(super) fn take(&mut self, take: fn(&mut History, &mut Input, usize) -> Option<Taken>, how: &str, offer: Offer) {
        let mut input = (*self.input).clone();
        let Some(taken) = take(&mut self.history, &mut input, self.active) else { return };
        self.forget_deeds();
        self.edit(|old| *old = input);
        if taken.all {
            self.arrange_anew();
        }
        self.active = taken.active.min(self.input.files.len().saturating_sub(1));
        self.writes += 1;
        if let Some(at) = taken.at {
            self.cursor_in_bytes.go(at);
            self.typed = self.revision;
        }
        self.offer(format!("{how}: {}", uncapitalized(&taken.what)), offer);
    }

    /// Whether nobody has touched this example: it can be had again, so nothing is lost where it goes. A step that is on
    /// top of the history and only means part of a workspace needs this very one to be taken back.
    pub(super) fn is_untouched(&self) -> bool {
        self.history.last().is_none_or(Step::replaces_all)
            && examples::all().iter().any(|example| Input::from(example) == *self.input)
    }

    fn load(&mut self, input: Input, active: usize, what: String) {
        if self.is_untouched() {
            self.history.forget_redo();
            self.edit(|old| *old = input);
            self.active = active.min(self.input.files.len().saturating_sub(1));
            self.writes += 1;
            // Where nothing was overwritten the page itself shows what was loaded.
            self.notice = None;
            if self.history.last().is_some() {
                self.offer(what, Offer::Undo);
            }
        } else {
            self.change(what, vec![Change::Replace(Box::new(input), active)], active);
        }
        self.arrange_anew();
    }

    /// Nothing of how the page was arranged for the earlier workspace fits this one.
    pub(super) fn arrange_anew(&mut self) {
        self.view.source = match (&self.input.payload, self.view.source) {
            // What shows JSON in its own way goes on showing it.
            (Payload::Json(_), source @ (Source::Text | Source::Form)) => source,
            (Payload::Json(_), _) => Source::Json,
            (Payload::TextFormat(_), _) => Source::Text,
            (Payload::Text(_) | Payload::File { .. } | Payload::Held(_), _) => Source::Payload,
        };
        self.selected = Rc::default();
        self.hovered = Rc::default();
        self.cursor_in_bytes.go(0);
        self.window = Window::default();
        self.peek = None;
        self.language.places = None;
        self.form = FormState::default();
        self.calls.forget_draft();
        self.workspaces += 1;
    }

    pub(super) fn go(&mut self, target: Target) {
        match target {
            Target::File(file, _) => {
                self.active = (file as usize).min(self.input.files.len().saturating_sub(1));
                self.view.pane = Pane::Schema;
                self.peek = None;
            }
            Target::Json(_) => (self.view.source, self.view.pane) = (Source::Json, Pane::Message),
            Target::Text(_) => (self.view.source, self.view.pane) = (Source::Text, Pane::Message),
            Target::Payload(_) => (self.view.source, self.view.pane) = (Source::Payload, Pane::Message),
            Target::Bytes(run) => {
                self.view.pane = Pane::Wire;
                self.choose_bytes(run);
            }
        }
        self.target = Some((self.next_wish(), target));
    }

    /// The number of the next wish to go somewhere.
    pub(super) fn next_wish(&mut self) -> u32 {
        self.wishes += 1;
        self.wishes
    }

    fn answered(&mut self, Answer { revision, body }: Answer) {
        match body {
            Body::Link(Ok(link)) => self.link = Some(Rc::new(link)),
            Body::Link(Err(error)) => self.tell(format!("There is no link: {error}.")),
            Body::Opened(Ok((input, active))) => {
                self.load(*input, active as usize, "Opened a shared workspace".to_owned());
                if self.notice.is_none() {
                    self.tell("Opened a shared workspace".to_owned());
                }
            }
            Body::Opened(Err(error)) => self.tell(format!("The shared workspace was not opened: {error}.")),
            Body::Learn(told) => self.learn.apply(learn::Act::Told(*told)),
            Body::Imported(imported) => self.imported(*imported),
            // The page has saved it.
            Body::Exported(Ok(_)) => {}
            Body::Exported(Err(why)) | Body::Copied(Err(why)) => self.tell(why),
            // The page puts it into the clipboard, and tells whether it could.
            Body::Copied(Ok(Copied::Text(..))) => {}
            Body::Copied(Ok(Copied::File(_, what))) => self.tell(format!("Saved {what}.")),
            Body::Kept(kept) => self.keep(kept),
            Body::Language(reply) => self.told(reply),
            Body::Work(work) => self.work = Some(work),
            Body::Calls(told) if told.is_of_no_input() => self.told_of_calls(*told),
            // Of a message that was overtaken it stays on screen, marked as old, like the message itself.
            Body::Text(text) => {
                if let (Ok(text), true) = (&text, revision == self.revision) {
                    Rc::make_mut(&mut self.selected).text = text.selected;
                }
                self.text = Some((revision, Rc::new(text)));
            }
            // What a newer input has overtaken is of no use any more.
            _ if revision != self.revision => {}
            // An engine that has just begun has nothing to show.
            Body::Views(_) if self.engine == EngineState::Stopped => {}
            Body::Report(report) => self.report(*report),
            Body::Json(Ok(json)) => self.rewritten(json),
            Body::Json(Err(why)) => self.tell(why),
            Body::Offers(at, offers) => self.offers = Some(Offers { revision, at, ways: Rc::new(offers) }),
            Body::Broken(way, broken) => self.broken(way, *broken),
            Body::Found(found) => self.found(*found),
            Body::Sampled(shape, seed, sample) => self.take_sample(shape, seed, sample),
            Body::Form(form) => self.formed(*form),
            Body::Acted(number, acted) => self.acted(number, acted),
            Body::Calls(told) => self.told_of_calls(*told),
            // The page of live calls is another one, with a worker of its own.
            Body::Live(_) => {}
            Body::Surveyed(survey, surveyed) => self.surveyed(survey, *surveyed),
            Body::Lab(lab) => self.measured(*lab),
            Body::Views(views) => {
                if views.chosen.is_some() && views.chosen != self.selected.row {
                    Rc::make_mut(&mut self.selected).row = views.chosen;
                }
                self.views = Rc::new(views);
            }
            Body::Marks { hold: false, marks, .. } => self.hovered = Rc::new(*marks),
            Body::Marks { hold: true, at, marks } => {
                // What was chosen in the grid is where the cursor is, or has been.
                if !matches!(at, At::Byte(_) | At::Bytes(_)) {
                    self.follow_focus(&marks);
                }
                // Its declaration may be in another file than the one in front.
                if let Some((file, _)) = marks.file {
                    self.active = (file as usize).min(self.input.files.len().saturating_sub(1));
                }
                self.selected = Rc::new(*marks);
            }
        }
    }

    /// The user's JSON is written anew.
    fn rewritten(&mut self, json: String) {
        let (Payload::Json(text), taking) = (&self.input.payload, self.input.taking.clone()) else { return };
        if *text == json {
            return self.tell("The JSON is written so already.".to_owned());
        }
        let change = Change::Payload(Box::new((Payload::Json(json), taking)));
        self.change("Wrote the JSON anew".to_owned(), vec![change], self.active);
    }

    /// What took too long was not wanted: the message that is still on screen comes back.
    fn cancelled(&mut self, revision: u32) {
        self.work = None;
        self.forget_questions();
        self.forget_deeds();
        let told = |input: &Input| (input.payload.clone(), input.root.clone(), input.taking.clone());
        let before = self.shown.clone().filter(|shown| revision == self.revision && told(shown) != told(&self.input));
        if let Some(before) = before {
            self.edit(|input| {
                input.payload = before.payload.clone();
                input.root.clone_from(&before.root);
                input.taking = before.taking.clone();
            });
            self.writes += 1;
            self.tell("Cancelled: the message that was there before is back.".to_owned());
        } else if revision == self.revision {
            self.engine = EngineState::Stopped;
            let text = "Cancelled. Your text is untouched; change it to try again.".to_owned();
            self.notice = Some(Notice { text, offer: Offer::Nothing, passing: true });
        } else {
            // What was typed meanwhile went down with it, and is worth a try of its own.
            self.revision += 1;
        }
    }

    /// What is chosen elsewhere is where the cursor goes.
    fn follow_focus(&mut self, marks: &Marks) {
        if let Some(focus) = marks.focus.filter(|focus| focus.start != self.cursor_in_bytes.at) {
            self.cursor_in_bytes.go(focus.start);
        }
    }

    fn report(&mut self, mut report: Report) {
        self.engine = EngineState::Ready;
        self.work = None;
        if let Some(mut content) = report.content.take() {
            self.views = Rc::new(std::mem::take(&mut content.views));
            self.selected = Rc::new(std::mem::take(&mut content.selected));
            if self.typed != self.revision {
                self.follow_focus(&self.selected.clone());
            }
            self.hovered = Rc::default();
            self.content = Some((self.revision, Rc::new(content)));
            self.shown = Some(self.input.clone());
            self.find_again();
        }
        self.report = Some(Rc::new(report));
        self.reported = self.revision;
    }
}

/// The same sentence behind a colon.
fn uncapitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        State::new(None)
    }

    #[test]
    fn an_example_never_destroys_work() {
        let mut state = state();
        state.apply(Action::EditJson("{\"mine\": 1}".into()));
        let work = state.input.clone();
        for example in examples::all() {
            state.apply(Action::Load(example.title.into(), Box::new(Input::from(example))));
        }
        state.apply(Action::Undo);
        assert_eq!(state.input, work);
        state.apply(Action::Redo);
        assert_ne!(state.input, work);
        assert!(state.notice.as_ref().is_some_and(|notice| notice.offer == Offer::Undo));
    }

    #[test]
    fn a_step_is_only_taken_back_from_the_workspace_it_was_taken_in() {
        let mut state = state();
        let [first, second] = [0, 1].map(|at| Input::from(&examples::all()[at]));
        state.apply(Action::AddFile);
        state.apply(Action::RemoveFile(state.active));
        assert_eq!(*state.input, first);
        state.apply(Action::Load("second".into(), Box::new(second)));
        state.apply(Action::Undo);
        assert_eq!(*state.input, first);
        state.apply(Action::Undo);
        assert_eq!(state.input.files.last().map(|file| file.name.as_str()), Some("new.proto"));
    }

    #[test]
    fn a_stale_answer_is_dropped() {
        let mut state = state();
        let old = state.revision;
        state.apply(Action::EditJson("{}".into()));
        let marks = Marks { nodes: vec![7], ..Marks::default() };
        let body = |marks: &Marks| Body::Marks { hold: true, at: At::Nowhere, marks: Box::new(marks.clone()) };
        state.apply(Action::Answered(Answer { revision: old, body: body(&marks) }));
        assert_eq!(*state.selected, Marks::default());
        state.apply(Action::Answered(Answer { revision: state.revision, body: body(&marks) }));
        assert_eq!(*state.selected, marks);
    }

    #[test]
    fn a_lost_engine_leaves_the_text_and_waits_for_another() {
        let mut state = state();
        state.apply(Action::EditJson("hostile".into()));
        let input = state.input.clone();
        state.apply(Action::Lost(state.revision, "ran out of memory"));
        assert_eq!((state.engine, &state.input), (EngineState::Stopped, &input));
        assert!(state.notice.as_ref().is_some_and(|notice| notice.text.contains("untouched")));
        state.apply(Action::EditJson("{}".into()));
        assert_eq!((state.engine, &state.notice), (EngineState::Ready, &None));
    }

    #[test]
    fn what_was_typed_while_the_engine_was_stuck_is_asked_of_the_next() {
        let mut state = state();
        let stuck = state.revision;
        state.apply(Action::EditJson("{}".into()));
        let typed = state.revision;
        state.apply(Action::Lost(stuck, "took longer than ten seconds"));
        assert_ne!(state.engine, EngineState::Stopped);
        assert!(state.revision > typed, "else nobody asks again");
        state.apply(Action::EditJson("{ }".into()));
        assert_eq!(state.notice, None);
    }

    /// A report with a message in it, as of the state's own revision.
    fn report(state: &State) -> Action {
        let change = crate::engine::view::Change::between(None, &state.input);
        let body = crate::engine::Engine::default().answer(crate::engine::view::Request::Analyze(change));
        Action::Answered(Answer { revision: state.revision, body })
    }

    #[test]
    fn the_text_is_one_more_clothing_that_is_edited_and_taken_back() {
        let mut state = state();
        state.apply(report(&state));
        let json = state.input.payload.clone();
        for text in ["age: 3", "age: 31"] {
            state.apply(Action::EditText(text.into()));
        }
        assert_eq!(state.input.payload, Payload::TextFormat("age: 31".into()));
        state.apply(report(&state));
        let derived = state.content().and_then(|content| content.json.clone()).unwrap_or_default();
        assert!(derived.contains("\"age\": 31"), "{derived}");
        let saved = Saved::from_text(&state.saved().to_text()).unwrap();
        assert_eq!(saved.input.payload, state.input.payload);
        state.apply(Action::Undo);
        assert_eq!(state.input.payload, json, "the first letter was a step, the others are the editor's");
        state.apply(Action::Redo);
        assert_eq!(state.input.payload, Payload::TextFormat("age: 31".into()));
    }

    #[test]
    fn json_is_written_anew_as_one_step() {
        let mut state = state();
        state.apply(Action::EditJson("{\"age\":3}".into()));
        let typed = state.input.payload.clone();
        let answer = |state: &mut State, json: &str| {
            let body = Body::Json(Ok(json.to_owned()));
            state.apply(Action::Answered(Answer { revision: state.revision, body }));
        };
        answer(&mut state, "{\n  \"age\": 3\n}");
        assert_eq!(state.input.payload, Payload::Json("{\n  \"age\": 3\n}".into()));
        state.apply(Action::Undo);
        assert_eq!(state.input.payload, typed);
        // Options make another JSON of bytes, so the engine is asked again; the input is the same.
        let (revision, input) = (state.revision, state.input.clone());
        let json = crate::message::JsonOptions { defaults: true, ..state.view.json };
        state.apply(Action::Arrange(View { json, ..state.view }));
        assert!(state.revision > revision && state.input == input);
        state.apply(Action::EditPayload("08 01".into()));
        answer(&mut state, "{}");
        assert_eq!(state.input.payload, Payload::Text("08 01".into()), "there is nothing typed to write anew");
    }

    #[test]
    fn an_example_is_shown_in_the_clothing_that_is_in_front() {
        let mut state = state();
        for (source, shown) in [(Source::Text, Source::Text), (Source::Payload, Source::Json)] {
            state.view.source = source;
            let example = &examples::all()[1];
            state.apply(Action::Load(example.title.into(), Box::new(Input::from(example))));
            assert_eq!(state.view.source, shown);
        }
        state.apply(Action::Go(Target::Text(crate::text::Span::at(0))));
        assert_eq!((state.view.source, state.view.pane), (Source::Text, Pane::Message));
    }

    #[test]
    fn what_is_cancelled_gives_way_to_what_is_on_screen() {
        let mut state = state();
        state.apply(report(&state));
        let before = state.input.payload.clone();
        state.apply(Action::HoldFile(crate::analysis::Held { key: 1, ..crate::analysis::Held::default() }));
        let work = Work::of(crate::analysis::Stage::Opening, 1, 4);
        state.apply(Action::Answered(Answer { revision: state.revision, body: Body::Work(work) }));
        assert_eq!(state.work.map(|work| work.done), Some(250));
        let cancelled = state.revision;
        state.apply(Action::Cancelled(cancelled));
        assert_eq!((&state.input.payload, state.work), (&before, None));
        assert!(state.revision > cancelled, "else nobody asks again");
        // There is nothing else to go back to.
        state.apply(Action::Cancelled(state.revision));
        assert_eq!(state.engine, EngineState::Stopped);
        state.apply(Action::EditJson("{}".into()));
        assert_eq!((state.engine, &state.notice), (EngineState::Ready, &None));
    }

    #[test]
    fn what_is_saved_comes_back() {
        let mut state = state();
        state.apply(Action::EditJson("{}".into()));
        state.apply(Action::Learn(learn::Act::Did("syntax".into(), learn::Deed::Write(vec!["a".into()]))));
        let back = State::new(Some(Saved::from_text(&state.saved().to_text()).unwrap()));
        assert_eq!(back.learn.drafts(), state.learn.drafts());
        assert_eq!((back.input, back.active), (state.input, state.active));
    }
}
