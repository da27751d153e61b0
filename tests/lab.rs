//! The size lab as a whole: asked, an advice taken, taken back; for every clothing a message can be typed in.
#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers, too")]

use proptest::prelude::*;
use wirelens::analysis::{self, Input, Payload};
use wirelens::engine::Engine;
use wirelens::engine::lab::{Lab, Tip};
use wirelens::engine::view::{Answer, Change, Request};
use wirelens::examples;
use wirelens::session::{Action, OpenLab, Popup, State, Taken};
use wirelens::size::advice::Kind;
use wirelens::text::File;
use wirelens::wire::Taking;

/// A page and its engine, which has answered all so far.
struct Page {
    state: State,
    engine: Engine,
}

impl Page {
    fn new(input: Input) -> Page {
        let mut page = Page { state: State::new(None), engine: Engine::default() };
        page.state.apply(Action::Load("test".to_owned(), Box::new(input)));
        page.analyze();
        page.apply(Action::OpenLab);
        page
    }

    fn analyze(&mut self) {
        self.answer(Request::Analyze(Change::between(None, &self.state.input)));
    }

    fn answer(&mut self, request: Request) {
        let body = self.engine.answer(request);
        self.state.apply(Action::Answered(Answer { revision: self.state.revision, body }));
    }

    fn apply(&mut self, action: Action) {
        let before = self.state.revision;
        self.state.apply(action);
        if self.state.revision != before {
            assert!(!self.state.awaits_lab(), "the analysis comes first");
            self.analyze();
        }
        if self.state.awaits_lab() {
            self.answer(Request::Lab);
        }
    }

    fn open(&self) -> &OpenLab {
        let Some(Popup::Lab(open)) = &self.state.language.popup else { panic!("the lab is closed") };
        open
    }

    fn lab(&self) -> Result<Lab, String> {
        let (revision, lab) = self.open().found.as_ref().unwrap();
        assert_eq!(*revision, self.state.revision);
        (**lab).clone()
    }

    fn tips(&self) -> Vec<Tip> {
        self.lab().unwrap().tips.unwrap()
    }

    fn bytes(&self) -> Vec<u8> {
        analyzed(&self.state.input).0
    }
}

/// The bytes of an input, and what JSON is derived from them.
fn analyzed(input: &Input) -> (Vec<u8>, String) {
    let read = |input: &Input| analysis::analyze(input).content.unwrap();
    let bytes = read(input).bytes.to_vec();
    // Plain, lest it be taken for something with a message inside.
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x} ")).collect();
    let json = read(&Input { payload: Payload::Text(hex), taking: Taking::plain_hex(), ..input.clone() }).json;
    (bytes, json)
}

fn meaning(json: &str) -> serde_json::Value {
    serde_json::from_str(json).unwrap()
}

/// Takes each advice, which has to do what it promises, and takes it back.
fn each_is_kept(input: &Input) -> usize {
    let mut page = Page::new(input.clone());
    let Ok(Lab { tips: Ok(tips), protobuf, .. }) = page.lab() else { return 0 };
    let (bytes, json) = analyzed(&page.state.input);
    assert_eq!(protobuf.plain, bytes.len());
    for (index, tip) in tips.iter().enumerate() {
        assert!(tip.before.protobuf > tip.after.protobuf && tip.before.protobuf == bytes.len(), "{tip:?}");
        let before = page.state.input.clone();
        page.apply(Action::TakeAdvice(index));
        let told = |state: &State| format!("{}\n{:#?}", tip.title, state.input);
        let report = page.state.report.clone().unwrap();
        assert_eq!(report.error_total, 0, "{:#?}\n{}", report.problems, told(&page.state));
        let (bytes, now) = analyzed(&page.state.input);
        assert_eq!(bytes.len(), tip.after.protobuf, "{}", told(&page.state));
        assert_eq!(page.lab().unwrap().protobuf.plain, tip.after.protobuf);
        // What it says is the same, in whichever order, where the type's JSON is.
        if !matches!(tip.kind, Kind::Enum | Kind::Bytes | Kind::Bool) {
            assert_eq!(meaning(&now), meaning(&json), "{}", told(&page.state));
        }
        let revision = page.state.revision;
        let taken = Taken { revision, title: tip.title.clone(), before: tip.before, after: tip.after };
        assert_eq!(page.open().taken, Some(taken));
        page.apply(Action::Undo);
        assert_eq!(page.state.input, before);
        assert_eq!(page.bytes().len(), tip.before.protobuf);
    }
    tips.len()
}

#[test]
fn every_example_in_every_clothing() {
    let mut count = 0;
    for example in examples::all() {
        let input = Input::from(example);
        if analysis::analyze(&input).content.is_none() {
            continue;
        }
        count += each_is_kept(&input);
        let (bytes, _) = analyzed(&input);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x} ")).collect();
        each_is_kept(&Input { payload: Payload::Text(hex), ..input });
    }
    assert!(count > 10, "{count}");
}

const TEXT_FORMAT: &str = r#"syntax = "proto3";
message M {
  string at = 1;
  int32 delta = 2;
}
"#;

#[test]
fn a_message_in_the_text_format_follows_where_it_must() {
    let text = "at: \"2024-02-29T12:30:00Z\"\ndelta: -7 # less\n";
    let file = File { name: "a.proto".to_owned(), text: TEXT_FORMAT.to_owned() };
    let input = Input { files: vec![file], payload: Payload::TextFormat(text.to_owned()), ..Input::default() };
    assert_eq!(each_is_kept(&input), 2);
    let mut page = Page::new(input);
    let index = |page: &Page, kind| page.tips().iter().position(|tip| tip.kind == kind).unwrap();
    page.apply(Action::TakeAdvice(index(&page, Kind::Integer)));
    assert_eq!(page.state.input.payload, Payload::TextFormat(text.to_owned()), "it says the same as it is");
    page.apply(Action::TakeAdvice(index(&page, Kind::Time)));
    let Payload::TextFormat(now) = &page.state.input.payload else { panic!() };
    assert!(now.contains("seconds: 1709209800"), "{now}");
    assert_eq!(page.tips(), []);
}

#[test]
fn where_nothing_can_be_measured_it_says_why() {
    let file = File { name: "a.proto".to_owned(), text: TEXT_FORMAT.to_owned() };
    let input =
        |json: &str| Input { files: vec![file.clone()], payload: Payload::Json(json.to_owned()), ..Input::default() };
    let mut page = Page::new(input("{"));
    assert!(page.lab().unwrap_err().contains("can't be read"));
    page.apply(Action::EditJson("{\"delta\": -1}".to_owned()));
    assert_eq!(page.tips().len(), 1);
    page.apply(Action::EditFile("a.proto".to_owned(), format!("{TEXT_FORMAT}message")));
    assert!(page.lab().unwrap().tips.unwrap_err().contains("no errors"));
    page.apply(Action::EditFile("a.proto".to_owned(), TEXT_FORMAT.to_owned()));
    page.apply(Action::EditJson(format!("{{\"delta\": -1{}}}", " ".repeat(200 << 10))));
    assert!(page.lab().unwrap().tips.unwrap_err().contains("up to 128 KiB"));
    // An advice of an older input is not taken.
    page.state.apply(Action::EditJson("{\"delta\": -2}".to_owned()));
    let before = page.state.input.clone();
    page.state.apply(Action::TakeAdvice(0));
    assert_eq!(page.state.input, before);
    page.state.apply(Action::Close);
    page.state.apply(Action::TakeAdvice(0));
    assert!(!page.state.awaits_lab());
}

/// A schema with fields of every kind, in the syntax or edition that its head says.
fn schema(head: &str, label: &str) -> String {
    let numbers =
        ["int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64"];
    let scalars = numbers.iter().chain(&["double", "string"]);
    let mut fields = String::new();
    for (at, scalar) in scalars.enumerate() {
        fields += &format!("  {label}{scalar} one_{scalar} = {};\n", 2 * at + 1);
        fields += &format!("  repeated {scalar} many_{scalar} = {};\n", 2 * at + 2);
    }
    let maps = "  map<string, int64> map_int64 = 40;\n  map<sint32, string> map_string = 41;\n  oneof o { string kind = 50; int32 n = 51; }\n";
    format!("{head}\npackage p;\nmessage M {{\n{fields}{maps}  repeated M inner = 60;\n}}\n")
}

/// Numbers that are now small, now large.
fn number(bits: u32, signed: bool) -> BoxedStrategy<String> {
    let width = (0..bits).prop_flat_map(move |width| {
        let most = u64::MAX >> (64 - width.max(1) - u32::from(!signed));
        (0..=most, any::<bool>())
    });
    width
        .prop_map(move |(value, down)| if signed && down { format!("\"-{value}\"") } else { format!("\"{value}\"") })
        .boxed()
}

fn text() -> BoxedStrategy<String> {
    let texts = prop_oneof![
        "[a-z]{1,6}",
        "(true|false)",
        "[1-9][0-9]{0,9}",
        "20[0-9]{2}-0[1-9]-1[0-9]T1[0-9]:30:00(\\.[1-9]{3})?Z",
        "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
        "([0-9a-f]{2}){8,10}",
        "[A-Za-z0-9]{24}",
        "(A|B)",
    ];
    texts.prop_map(|text| format!("\"{text}\"")).boxed()
}

fn value(scalar: &str) -> BoxedStrategy<String> {
    match scalar {
        "double" => {
            prop_oneof![(-8..8i32).prop_map(|it| (f64::from(it) / 4.0).to_string()), Just("0.1".to_owned())].boxed()
        }
        "string" => text(),
        _ => number(if scalar.ends_with("64") { 63 } else { 31 }, !scalar.starts_with('u') && !scalar.starts_with('f')),
    }
}

/// A message of that schema as JSON, with others inside.
fn json(depth: u32) -> BoxedStrategy<String> {
    let scalars = [
        "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64",
        "double", "string",
    ];
    let one = prop::sample::select(scalars.to_vec()).prop_flat_map(|scalar| {
        let list = prop::collection::vec(value(scalar), 1..6)
            .prop_map(move |it| (format!("many_{scalar}"), format!("[{}]", it.join(", "))));
        prop_oneof![value(scalar).prop_map(move |it| (format!("one_{scalar}"), it)), list]
    });
    let map = |name: &'static str, scalar| {
        prop::collection::vec(value(scalar), 1..4).prop_map(move |values| {
            let entries: Vec<String> =
                values.iter().enumerate().map(|(at, value)| format!("\"{at}\": {value}")).collect();
            (name.to_owned(), format!("{{{}}}", entries.join(", ")))
        })
    };
    let kind = text().prop_map(|it| ("kind".to_owned(), it));
    let member = prop_oneof![8 => one, 1 => map("map_int64", "int64"), 1 => map("map_string", "string"), 1 => kind];
    let members = prop::collection::vec(member, 1..6);
    let inner =
        if depth == 0 { Just(Vec::new()).boxed() } else { prop::collection::vec(json(depth - 1), 0..3).boxed() };
    (members, inner)
        .prop_map(|(members, inner)| {
            let mut members: std::collections::BTreeMap<String, String> = members.into_iter().collect();
            if !inner.is_empty() {
                members.insert("inner".to_owned(), format!("[{}]", inner.join(",\n")));
            }
            let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
            format!("{{{}}}", members.join(", "))
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_is_promised_is_kept(json in json(1), syntax in 0..3usize, in_bytes in any::<bool>()) {
        let (head, label) = [("syntax = \"proto2\";", "optional "), ("syntax = \"proto3\";", ""), ("edition = \"2023\";", "")][syntax];
        let file = File { name: "a.proto".to_owned(), text: schema(head, label) };
        let mut input = Input { files: vec![file], payload: Payload::Json(json), ..Input::default() };
        if in_bytes {
            input.payload = Payload::File { name: "a.bin".to_owned(), bytes: analyzed(&input).0 };
        }
        each_is_kept(&input);
    }
}
