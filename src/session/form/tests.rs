//! The form with its engine, natively: what is typed and done, and what comes of it.

use super::{
    super::{Action, View},
    *,
};
use crate::{
    analysis::{Input, Payload},
    engine::{
        Engine,
        view::{Answer, Body, Change as News, Request},
    },
    message::form::data::{Direction, Value},
    text::File,
};

const SCHEMA: &str = "syntax = \"proto3\"; package demo;\n\
    message User { string name = 1; optional int32 age = 2; repeated string roles = 3; map<string, int32> scores = 4;\n\
      Address home = 5; oneof contact { string email = 6; string phone = 7; } bytes photo = 8; repeated Address homes = 9; }\n\
    message Address { string city = 1; Address next = 2; }\n";

/// A page with the form in front, and its engine.
struct Desk {
    state: State,
    engine: Engine,
    known: Option<Input>,
}

impl Desk {
    fn new(json: &str) -> Desk {
        let mut state = State::new(None);
        let input = Input {
            files: vec![File { name: "user.proto".into(), text: SCHEMA.into() }],
            root: "demo.User".into(),
            payload: Payload::Json(json.into()),
            ..Input::default()
        };
        state.apply(Action::Load("test".into(), Box::new(input)));
        state.apply(Action::Arrange(View { source: Source::Form, ..state.view }));
        let mut desk = Desk { state, engine: Engine::default(), known: None };
        desk.settle();
        desk
    }

    fn ask(&mut self, revision: u32, request: Request) {
        let body = self.engine.answer(request);
        self.state.apply(Action::Answered(Answer { revision, body }));
    }

    /// Asks and answers until there is nothing left to ask, as the page does.
    fn settle(&mut self) {
        for _ in 0..100 {
            let revision = self.state.revision;
            let change = News::between(self.known.as_ref(), &self.state.input);
            self.known = Some((*self.state.input).clone());
            self.ask(revision, Request::Analyze(change));
            if let Some((number, deed)) = self.state.deed().map(|(number, deed)| (number, deed.clone())) {
                self.ask(revision, Request::Act(number, deed));
            }
            let asked = self.state.form_asked();
            if let Some(asked) = asked.clone() {
                self.ask(self.state.revision, Request::Form(asked));
            }
            if self.state.deed().is_none() && revision == self.state.revision && asked == self.state.form_asked() {
                return;
            }
        }
        panic!("there is no end of questions");
    }

    fn touch(&mut self, touch: Touch) -> &mut Desk {
        self.state.apply(Action::Form(touch));
        self.settle();
        self
    }

    fn act(&mut self, path: &str, act: Act) -> &mut Desk {
        self.touch(Touch::Do(Deed { path: path.into(), act }))
    }

    fn typed(&mut self, path: &str, text: &str) -> &mut Desk {
        let typed = Some(Typed::Text(text.into()));
        self.touch(Touch::Type { path: path.into(), text: text.into(), typed })
    }

    fn json(&self) -> String {
        let Payload::Json(text) = &self.state.input.payload else { panic!("it is not JSON") };
        text.clone()
    }

    /// The same without white space.
    fn squeezed(&self) -> String {
        self.json().split_whitespace().collect()
    }

    fn row(&self, path: &str) -> &Row {
        self.state.form.row(path).unwrap_or_else(|| panic!("there is no row {path}")).1
    }

    fn draft(&self, path: &str) -> Option<&Draft> {
        self.state.form.drafts.iter().find(|draft| draft.path == path)
    }

    fn at(&self) -> Option<(&str, Part)> {
        self.state.form.at.as_ref().map(|(path, part)| (path.as_str(), *part))
    }
}

fn text(row: &Row) -> &str {
    if let Value::Text(text) = &row.value { text } else { "" }
}

#[test]
fn what_is_typed_in_one_field_is_one_step() {
    let mut desk = Desk::new("{ \"name\": \"Al\" }");
    desk.touch(Touch::Enter("name".into(), Part::Value))
        .typed("name", "Ali")
        .typed("name", "Alic")
        .typed("name", "Alice");
    assert_eq!(desk.json(), "{ \"name\": \"Alice\" }");
    desk.touch(Touch::Leave("name".into())).typed("age", "3").typed("age", "30");
    assert_eq!(desk.json(), "{ \"name\": \"Alice\", \"age\": 30 }");
    desk.state.apply(Action::Undo);
    assert_eq!(desk.json(), "{ \"name\": \"Alice\" }");
    desk.state.apply(Action::Undo);
    assert_eq!(desk.json(), "{ \"name\": \"Al\" }");
    desk.state.apply(Action::Redo);
    desk.settle();
    assert_eq!((desk.json().as_str(), text(desk.row("name"))), ("{ \"name\": \"Alice\" }", "Alice"));
    // Coming back is another step.
    desk.typed("name", "A").touch(Touch::Leave("name".into())).typed("name", "B");
    desk.state.apply(Action::Undo);
    assert_eq!(desk.json(), "{ \"name\": \"A\" }");
}

#[test]
fn what_was_done_is_done_again_where_the_text_has_changed_meanwhile() {
    let mut desk = Desk::new("{}");
    for digits in ["1", "12", "123"] {
        let typed = Some(Typed::Text(digits.into()));
        desk.state.apply(Action::Form(Touch::Type { path: "age".into(), text: digits.into(), typed }));
    }
    let (number, deed) = desk.state.deed().map(|(number, deed)| (number, deed.clone())).unwrap();
    let Body::Acted(_, acted) = desk.engine.answer(Request::Act(number, deed)) else { panic!() };
    let revision = desk.state.revision;
    desk.state.apply(Action::EditJson("{ \"name\": \"B\" }".into()));
    // This answer is about the text that was.
    desk.state.apply(Action::Answered(Answer { revision, body: Body::Acted(number, acted) }));
    assert_eq!(desk.json(), "{ \"name\": \"B\" }");
    assert_eq!(desk.draft("age").map(|draft| draft.text.as_str()), Some("123"));
    desk.settle();
    assert_eq!(desk.json(), "{ \"name\": \"B\", \"age\": 123 }");
    desk.touch(Touch::Leave("age".into()));
    assert_eq!((desk.state.form.drafts.len(), text(desk.row("age"))), (0, "123"));
}

#[test]
fn the_focus_goes_with_what_is_done() {
    let mut desk = Desk::new("{ \"roles\": [\"a\", \"b\"] }");
    desk.act("roles", Act::Add);
    assert_eq!(
        (desk.json().as_str(), desk.at()),
        ("{ \"roles\": [\"a\", \"b\", \"\"] }", Some(("roles[2]", Part::Value)))
    );
    desk.act("roles[2]", Act::Move(Direction::Up));
    assert_eq!(
        (desk.json().as_str(), desk.at()),
        ("{ \"roles\": [\"a\", \"\", \"b\"] }", Some(("roles[1]", Part::Up)))
    );
    desk.act("roles[1]", Act::Remove);
    assert_eq!((desk.json().as_str(), desk.at()), ("{ \"roles\": [\"a\", \"b\"] }", Some(("roles[1]", Part::Value))));
    desk.act("roles[1]", Act::Remove);
    assert_eq!(desk.at(), Some(("roles[0]", Part::Value)));
    desk.act("roles[0]", Act::Remove);
    assert_eq!(desk.at(), Some(("roles", Part::Add)));
    desk.act("name", Act::Set(Typed::Text("A".into()))).act("name", Act::Remove);
    assert_eq!(desk.at(), Some(("name", Part::Value)));
    desk.act("scores", Act::Add);
    let entry = desk.at().map(|(path, part)| (path.to_owned(), part)).unwrap();
    assert_eq!(entry, ("scores[\"key\"]".to_owned(), Part::Key));
    desk.touch(Touch::Enter("scores[\"key\"]".into(), Part::Value)).act("scores[\"key\"]", Act::Rename("en".into()));
    assert_eq!(desk.at(), Some(("scores[\"en\"]", Part::Value)));
}

#[test]
fn what_is_set_is_open_until_it_is_folded() {
    let mut desk = Desk::new("{ \"home\": { \"city\": \"Oslo\" } }");
    assert_eq!(text(desk.row("home.city")), "Oslo");
    desk.touch(Touch::Fold("home".into()));
    assert!(desk.state.form.row("home.city").is_none());
    desk.typed("name", "A");
    assert!(desk.state.form.row("home.city").is_none(), "it stays folded");
    // What is not set can be looked at, and is set by what is typed in it.
    desk.touch(Touch::Fold("home".into())).touch(Touch::Fold("home.next".into())).typed("home.next.city", "Rom");
    assert!(desk.squeezed().contains("\"next\":{\"city\":\"Rom\"}") && desk.row("home.next").is_set, "{}", desk.json());
    desk.act("home", Act::Remove).act("home", Act::Add);
    assert!(desk.row("home").is_open && !desk.row("home.city").is_set);
}

#[test]
fn what_cannot_be_stays_in_its_field_and_says_why() {
    let mut desk = Desk::new("{}");
    let hex =
        |text: &str| Touch::Type { path: "photo".into(), text: text.into(), typed: Some(Typed::Hex(text.into())) };
    desk.touch(hex("0g"));
    assert_eq!(desk.json(), "{}");
    let draft = |desk: &Desk| desk.draft("photo").cloned();
    assert!(draft(&desk).is_some_and(|draft| draft.text == "0g" && draft.refusal.is_some()));
    desk.touch(Touch::Leave("photo".into()));
    assert!(draft(&desk).is_some(), "nothing is lost");
    desk.touch(hex("0f")).touch(Touch::Leave("photo".into()));
    assert_eq!((desk.squeezed().as_str(), draft(&desk)), ("{\"photo\":\"Dw==\"}", None));
}

#[test]
fn a_number_that_is_none_is_in_the_text_and_wrong_at_its_field() {
    let mut desk = Desk::new("{ \"age\": 1 }");
    desk.typed("age", "1x");
    assert_eq!(desk.json(), "{ \"age\": \"1x\" }");
    assert!(desk.row("age").problem.is_some());
    desk.typed("age", "10");
    assert_eq!((desk.json().as_str(), &desk.row("age").problem), ("{ \"age\": 10 }", &None));
}

#[test]
fn bytes_become_json_when_they_are_edited_as_a_form() {
    let mut desk = Desk::new("{}");
    desk.state.apply(Action::EditPayload("10 07".into()));
    desk.settle();
    desk.typed("age", "8").typed("age", "80");
    assert!(desk.json().contains("\"age\": 80"), "{}", desk.json());
    desk.state.apply(Action::Undo);
    assert_eq!(desk.state.input.payload, Payload::Text("10 07".into()));
}

#[test]
fn what_is_typed_in_is_chosen_in_the_other_views() {
    let mut desk = Desk::new("{ \"name\": \"A\", \"home\": {} }");
    let before = desk.state.pointed.0;
    desk.touch(Touch::Enter("age".into(), Part::Value));
    assert_eq!(desk.state.pointed.0, before, "it is nowhere yet");
    desk.typed("age", "7");
    assert_eq!(desk.state.pointed, (before + 1, At::Json(15)), "{}", desk.json());
}

#[test]
fn a_broken_text_has_no_form_and_comes_back() {
    let mut desk = Desk::new("[]");
    let shown = |desk: &Desk| desk.state.form.shown.clone().map(|(_, form)| (form.broken.is_some(), form.rows.len()));
    assert_eq!(shown(&desk), Some((true, 0)));
    desk.state.apply(Action::EditJson("{}".into()));
    desk.settle();
    assert!(shown(&desk).is_some_and(|(broken, rows)| !broken && rows > 5));
}

#[test]
fn what_is_folded_goes_along_with_its_element() {
    let mut desk = Desk::new("{ \"homes\": [{ \"city\": \"a\" }, { \"city\": \"b\" }, { \"city\": \"c\" }] }");
    let open = |desk: &Desk| {
        let is_open = |at: u32| desk.state.form.row(&format!("homes[{at}]")).map(|(_, row)| row.is_open);
        (0..3).map_while(is_open).collect::<Vec<bool>>()
    };
    desk.touch(Touch::Fold("homes[1]".into()));
    assert_eq!(open(&desk), [true, false, true]);
    desk.act("homes[1]", Act::Move(Direction::Down));
    assert_eq!(open(&desk), [true, true, false]);
    desk.act("homes[0]", Act::Remove);
    assert_eq!(open(&desk), [true, false]);
}

#[test]
fn a_key_that_cannot_be_stays_in_its_field() {
    let mut desk = Desk::new("{ \"scores\": { \"a\": 1, \"b\": 2 } }");
    desk.act("scores[\"a\"]", Act::Rename("b".into()));
    let draft = desk.draft("scores[\"a\"]").cloned();
    assert!(draft.is_some_and(|draft| draft.part == Part::Key && draft.text == "b" && draft.refusal.is_some()));
    desk.act("scores[\"a\"]", Act::Rename("c".into()));
    assert_eq!((desk.squeezed().as_str(), desk.draft("scores[\"c\"]")), ("{\"scores\":{\"c\":1,\"b\":2}}", None));
}
