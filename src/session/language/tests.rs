//! What the user does, and what comes of the engine's answers.

use super::*;
use crate::{
    analysis::{Input, Payload},
    engine::{
        services::{Edit, InFile},
        view::{Answer, Body, Fix, Problem, Report},
    },
    session::{Action, Pane},
    text::File,
};

/// Two files, `a.proto` in front, and the engine has seen them.
fn state() -> State {
    let file = |name: &str, text: &str| File { name: name.into(), text: text.into() };
    let input = Input {
        files: vec![file("a.proto", "message User {}\n"), file("b.proto", "User User\n")],
        root: "User".into(),
        payload: Payload::Json("{}".into()),
        ..Input::default()
    };
    let mut state = State::new(None);
    state.apply(Action::Load("two files".into(), Box::new(input)));
    reported(&mut state, Vec::new());
    state
}

fn reported(state: &mut State, problems: Vec<Problem>) {
    let report = Report {
        problems,
        problem_total: 0,
        error_total: 0,
        types: Vec::new(),
        root: String::new(),
        services: Vec::new(),
        schema_is_old: false,
        content: None,
    };
    let body = Body::Report(Box::new(report));
    state.apply(Action::Answered(Answer { revision: state.revision, body }));
}

/// The newest question, answered.
fn told(state: &mut State, told: Told) {
    let id = state.language.last;
    state.apply(Action::Answered(Answer { revision: state.revision, body: Body::Language(Reply { id, told }) }));
}

fn spot(file: u32, start: usize, end: usize) -> Spot {
    Spot { file: InFile::Own(file), span: Span::new(start, end), line: 1, preview: String::new() }
}

fn edit(file: u32, start: usize, end: usize, text: &str) -> Edit {
    Edit { doc: Doc::File(file), span: Span::new(start, end), text: text.into() }
}

fn texts(state: &State) -> Vec<&str> {
    state.input.files.iter().map(|file| file.text.as_str()).collect()
}

fn notice(state: &State) -> &str {
    state.notice.as_ref().map_or("", |notice| &notice.text)
}

fn page(state: &mut State, what: What, at: u32) {
    state.apply(Action::Ask(Asker::Page, what, at));
}

const RENAMED: [&str; 2] = ["message Person {}\n", "Person Person\n"];
const BEFORE: [&str; 2] = ["message User {}\n", "User User\n"];

/// The state after `User` was renamed.
fn renamed() -> State {
    let mut state = state();
    page(&mut state, What::PrepareRename, 9);
    told(&mut state, Told::Name(Span::new(8, 12), "User".into()));
    state.apply(Action::RenameSymbol(" Person ".into()));
    assert_eq!(state.language.asked.last().unwrap().query.what, What::Rename("Person".into()));
    let edits = vec![edit(0, 8, 12, "Person"), edit(1, 0, 4, "Person"), edit(1, 5, 9, "Person")];
    told(&mut state, Told::Renamed("User".into(), edits));
    state
}

#[test]
fn a_rename_is_one_step_and_is_taken_back_as_one() {
    let mut state = renamed();
    assert_eq!((texts(&state), notice(&state)), (RENAMED.to_vec(), "Renamed 3 places in 2 files"));
    assert_eq!((&state.language.popup, state.active, state.input.root.as_str()), (&None, 0, "Person"));
    state.apply(Action::Undo);
    assert_eq!((texts(&state), state.input.root.as_str()), (BEFORE.to_vec(), "User"));
    state.apply(Action::Redo);
    assert_eq!(texts(&state), RENAMED);
}

#[test]
fn undone_in_one_editor_it_is_undone_in_all_files() {
    let mut state = renamed();
    let writes = state.writes;
    state.apply(Action::EditFile("a.proto".into(), BEFORE[0].into()));
    assert_eq!((texts(&state), notice(&state)), (BEFORE.to_vec(), "Undone: renamed 3 places in 2 files"));
    assert!(state.writes > writes, "the other editor has to hear of it");
    state.apply(Action::EditFile("a.proto".into(), RENAMED[0].into()));
    assert_eq!(texts(&state), RENAMED);
    state.apply(Action::EditFile("b.proto".into(), "mine".into()));
    state.apply(Action::EditFile("a.proto".into(), BEFORE[0].into()));
    assert_eq!(texts(&state), [BEFORE[0], "mine"], "what was edited since stays");
}

#[test]
fn a_name_that_cannot_be_is_refused_where_it_is_typed() {
    let mut state = state();
    page(&mut state, What::PrepareRename, 9);
    told(&mut state, Told::Name(Span::new(8, 12), "User".into()));
    state.apply(Action::RenameSymbol("1".into()));
    told(&mut state, Told::Refused("a name begins with a letter".into()));
    let Some(Popup::Rename(renaming)) = &state.language.popup else { panic!("the field is closed") };
    assert_eq!(renaming.refused.as_deref(), Some("a name begins with a letter"));
    state.apply(Action::RenameSymbol("User".into()));
    assert_eq!((&state.language.popup, texts(&state)), (&None, BEFORE.to_vec()));
}

#[test]
fn an_answer_about_an_older_text_does_nothing() {
    let mut state = state();
    page(&mut state, What::Format, 0);
    let id = state.language.last;
    state.apply(Action::EditFile("a.proto".into(), String::new()));
    let reply = Reply { id, told: Told::Edits(vec![edit(0, 0, 7, "enum")]) };
    state.apply(Action::Answered(Answer { revision: state.revision, body: Body::Language(reply) }));
    assert_eq!((texts(&state)[0], notice(&state)), ("", CHANGED));
    state.apply(Action::Ask(Asker::Editor(7), What::Hover, 0));
    state.apply(Action::EditJson("[]".into()));
    let id = state.language.last;
    let reply = Reply { id, told: Told::Places(Span::default(), Vec::new()) };
    state.apply(Action::Answered(Answer { revision: state.revision, body: Body::Language(reply) }));
    assert_eq!(state.language.reply, Some((7, Rc::new(Told::Nothing))));
}

#[test]
fn a_definition_is_gone_to_and_left_again() {
    let mut state = state();
    page(&mut state, What::Definition, 3);
    told(&mut state, Told::Places(Span::new(0, 4), vec![spot(1, 5, 9)]));
    assert_eq!((state.active, state.target.map(|(_, target)| target)), (1, Some(Target::File(1, Span::new(5, 9)))));
    state.apply(Action::GoBack);
    assert_eq!((state.active, state.target.map(|(_, target)| target)), (0, Some(Target::File(0, Span::at(3)))));
    state.apply(Action::GoBack);
    page(&mut state, What::Definition, 3);
    told(&mut state, Told::Places(Span::default(), Vec::new()));
    assert_eq!(notice(&state), "No definition is known of what is here.");
}

#[test]
fn a_bundled_file_is_looked_at_and_left_by_any_way_to_an_own_one() {
    let mut state = state();
    page(&mut state, What::Definition, 3);
    let file = InFile::Bundled("google/protobuf/any.proto".into(), "message Any {}".into());
    told(&mut state, Told::Places(Span::new(0, 4), vec![Spot { file, ..spot(0, 8, 11) }]));
    assert_eq!(state.peek.as_ref().map(|peek| peek.target.1), Some(Span::new(8, 11)));
    page(&mut state, What::Format, 0);
    assert_eq!(notice(&state), "This file comes with Wirelens and can only be read.");
    state.apply(Action::ClosePeek);
    assert_eq!((&state.peek, state.target.map(|(_, target)| target)), (&None, Some(Target::File(0, Span::at(3)))));
}

#[test]
fn the_json_leads_to_its_schema_and_is_come_back_to() {
    let mut state = state();
    state.apply(Action::AskOfJson(Asker::Page, What::Definition, 1));
    assert_eq!(state.language.asked.last().unwrap().query.doc, Doc::Json);
    // A declaration is not one of the JSON's own, even where the offsets are the same.
    told(&mut state, Told::Places(Span::new(8, 12), vec![spot(0, 8, 12)]));
    let target = |state: &State| state.target.map(|(_, target)| target);
    assert_eq!((state.view.pane, target(&state)), (Pane::Schema, Some(Target::File(0, Span::new(8, 12)))));
    state.apply(Action::GoBack);
    assert_eq!((state.view.pane, target(&state)), (Pane::Message, Some(Target::Json(Span::at(1)))));
    state.apply(Action::AskOfJson(Asker::Page, What::Definition, 1));
    let file = InFile::Bundled("google/protobuf/any.proto".into(), "message Any {}".into());
    told(&mut state, Told::Places(Span::new(0, 4), vec![Spot { file, ..spot(0, 8, 11) }]));
    assert_eq!((state.view.pane, state.peek.is_some()), (Pane::Schema, true));
    state.apply(Action::ClosePeek);
    assert_eq!((state.view.pane, state.peek.is_some()), (Pane::Message, false));
}

#[test]
fn the_json_is_formatted_as_one_step() {
    let mut state = state();
    state.apply(Action::AskOfJson(Asker::Page, What::Format, 0));
    told(&mut state, Told::Edits(Vec::new()));
    assert_eq!(notice(&state), "The JSON is formatted already.");
    state.apply(Action::EditJson("{ }".into()));
    reported(&mut state, Vec::new());
    state.apply(Action::AskOfJson(Asker::Page, What::Format, 0));
    told(&mut state, Told::Edits(vec![Edit { doc: Doc::Json, span: Span::new(1, 2), text: String::new() }]));
    assert_eq!((notice(&state), &state.input.payload), ("Formatted the JSON", &Payload::Json("{}".into())));
    state.apply(Action::Undo);
    assert_eq!(state.input.payload, Payload::Json("{ }".into()));
}

#[test]
fn each_editor_hears_its_own_answers() {
    let mut state = state();
    state.apply(Action::Ask(Asker::Editor(1), What::Hover, 0));
    state.apply(Action::AskOfJson(Asker::Editor(1), What::Hover, 0));
    let ids: Vec<u32> = state.language.asked.iter().rev().take(2).map(|asked| asked.query.id).collect();
    let answer = |state: &mut State, id: u32, told: Told| {
        state.apply(Action::Answered(Answer { revision: state.revision, body: Body::Language(Reply { id, told }) }));
    };
    answer(&mut state, ids[0], Told::Refused("json".into()));
    answer(&mut state, ids[1], Told::Refused("file".into()));
    assert_eq!(state.language.json_reply, Some((1, Rc::new(Told::Refused("json".into())))));
    assert_eq!(state.language.reply, Some((1, Rc::new(Told::Refused("file".into())))));
}

#[test]
fn at_the_declaration_the_way_leads_to_the_references() {
    let mut state = state();
    page(&mut state, What::Definition, 9);
    told(&mut state, Told::Places(Span::new(8, 12), vec![spot(0, 8, 12)]));
    told(&mut state, Told::Places(Span::new(8, 12), vec![spot(0, 8, 12), spot(1, 0, 4), spot(1, 5, 9)]));
    let places = state.language.places.clone().unwrap();
    assert_eq!((places.what, places.name.as_str(), places.spots.len()), ("References", "User", 3));
    state.apply(Action::Visit(2));
    assert_eq!((state.active, state.target.map(|(_, target)| target)), (1, Some(Target::File(1, Span::new(5, 9)))));
    state.apply(Action::CloseList);
    assert_eq!(state.language.places, None);
}

#[test]
fn the_structure_is_asked_for_once_the_engine_has_the_text() {
    let mut state = state();
    let structures = |state: &State| {
        let is = |asked: &&Asked| asked.query.what == What::Structure;
        let file = |asked: &Asked| if let Doc::File(file) = asked.query.doc { file } else { u32::MAX };
        state.language.asked.iter().filter(is).map(file).collect::<Vec<_>>()
    };
    assert_eq!(structures(&state), [0]);
    told(&mut state, Told::Structure(Structure::default()));
    state.apply(Action::EditFile("a.proto".into(), String::new()));
    assert_eq!(structures(&state), [0; 0], "the engine has an older text");
    reported(&mut state, Vec::new());
    assert_eq!(structures(&state), [0]);
    told(&mut state, Told::Structure(Structure::default()));
    state.apply(Action::EditJson("[]".into()));
    reported(&mut state, Vec::new());
    assert_eq!(structures(&state), [0; 0], "nothing of it has changed");
    state.apply(Action::SelectFile(1));
    assert_eq!(structures(&state), [1]);
    state.apply(Action::Lost(state.revision, "took long"));
    assert_eq!(structures(&state), [0; 0], "there is no engine that has a text");
    state.apply(Action::EditJson("{}".into()));
    reported(&mut state, Vec::new());
    assert_eq!(structures(&state), [1]);
}

#[test]
fn a_fix_goes_into_the_text_it_is_for() {
    let mut state = state();
    let target = Target::File(0, Span::new(14, 15));
    let import = (Target::File(0, Span::at(0)), "import \"b.proto\";\n".to_owned());
    let fix = Fix { title: "import `b.proto`".into(), edits: vec![import], rename: None };
    let json = Fix { title: "empty".into(), edits: vec![(Target::Json(Span::new(0, 2)), "[]".into())], rename: None };
    let problem = Problem {
        target,
        file: "a.proto".into(),
        line: 1,
        column: 15,
        severity: crate::diagnostic::Severity::Error,
        code: "code".into(),
        message: "message".into(),
        help: None,
        fixes: vec![fix, json],
    };
    reported(&mut state, vec![problem]);
    state.apply(Action::ListFixes(Target::File(0, Span::at(3))));
    let Some(Popup::Fixes(fixes)) = state.language.popup.clone() else { panic!("no list") };
    assert_eq!(fixes.list, [(0, 0), (0, 1)]);
    state.apply(Action::FixAndShow(0, 0));
    assert_eq!(texts(&state)[0], "import \"b.proto\";\nmessage User {}\n");
    assert_eq!(state.target.map(|(_, target)| target), Some(Target::File(0, Span::new(32, 33))));
    state.apply(Action::Fix(0, 1));
    assert_eq!((notice(&state), &state.input.payload), (CHANGED, &Payload::Json("{}".into())));
    let problems = state.report.as_ref().unwrap().problems.clone();
    reported(&mut state, problems);
    state.apply(Action::Fix(0, 1));
    assert_eq!(state.input.payload, Payload::Json("[]".into()));
    state.apply(Action::ListFixes(Target::Json(Span::at(0))));
    assert_eq!(notice(&state), "There is no problem here.");
}

#[test]
fn the_palette_opens_at_once_and_is_filled() {
    let mut state = state();
    state.apply(Action::OpenSymbols);
    assert_eq!(state.language.popup, Some(Popup::Symbols(None)));
    let symbol = Symbol {
        name: "User".into(),
        full_name: "User".into(),
        kind: "message".into(),
        depth: 0,
        file: 1,
        span: Span::new(8, 12),
    };
    told(&mut state, Told::Symbols(vec![symbol.clone()]));
    assert_eq!(state.language.popup, Some(Popup::Symbols(Some([symbol.clone()].into()))));
    state.apply(Action::Cursor(5));
    state.apply(Action::VisitSymbol(symbol));
    assert_eq!((state.active, &state.language.popup), (1, &None));
    state.apply(Action::GoBack);
    assert_eq!((state.active, state.target.map(|(_, target)| target)), (0, Some(Target::File(0, Span::at(5)))));
}
