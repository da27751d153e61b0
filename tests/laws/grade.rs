//! Any answer to any task has a verdict: who is wrong is told why, and where in what was written; bytes are right exactly if
//! they say the same message.

use wirelens::{
    annotate::{self, annotate},
    learn::{
        goal::{FieldGoal, Goal},
        grade::grade,
        live::{Contract, Sheet},
        run::{Decode, Run},
        task::{Answer, Blank, Change, Choice, Editing, Options, Reading, Task, Trace, Version},
    },
    message::{self, JsonOptions, Layout},
    schema::Root,
    text::File,
    wire::input,
};

const FIELDS: &str = "message M { sint32 z = 1; string s = 2; repeated int32 n = 3; optional double d = 4; M m = 5;
map<int32, string> map = 6; repeated fixed32 f = 7 [packed = false]; bytes b = 8; bool t = 9; oneof o { int64 x = 10; string y = 11; } }";

fn contract(proto: &str) -> Contract {
    Contract { proto: proto.to_owned(), ..Contract::default() }
}

/// One task of each kind, and an answer that is right.
pub fn tasks() -> Vec<(Task, Answer)> {
    let answer = |parts: &[&str]| parts.iter().map(|it| (*it).to_owned()).collect::<Answer>();
    let choice = |id: &str, correct| Choice { id: id.into(), text: id.into(), code: false, correct, why: id.into() };
    let options = || Options { options: vec![choice("a", true), choice("b", false), choice("c", true)], proof: None };
    let decode = || Run::Decode(Decode { of: contract(FIELDS), hex: "08 03 12 01 78".into(), path: String::new() });
    let schema = "syntax = \"proto3\"; message M { int32 id = 1; }";
    let goal = FieldGoal { of: "M".into(), name: "id".into(), number: 1, ..FieldGoal::default() };
    let editing = Editing {
        files: vec![File { name: "m.proto".into(), text: String::new() }],
        json: "{}".into(),
        goals: vec![Goal::Field(goal), Goal::AtMost(3), Goal::Quiet, Goal::Has("id = 5".into())],
        ..Editing::default()
    };
    let version = Version {
        id: "v".into(),
        new: contract("message M { int64 z = 1; }"),
        why: "Why.".into(),
        ..Version::default()
    };
    let change = Change {
        old: contract("message M { int32 z = 1; }"),
        json: vec!["{\"z\": -1}".into()],
        options: vec![version],
        ..Change::default()
    };
    let blank = Blank { label: "all".into(), run: decode(), guesses: Vec::new() };
    let reading = Reading { of: contract(FIELDS), hex: "08 03".into(), fields: vec![blank], ..Reading::default() };
    let json = r#"{"z": -2, "s": "Zoë", "n": [1, 300], "m": {"d": 1.5}, "map": {"7": "x"}, "f": [1]}"#;
    let bytes =
        "08 03 12 04 5a 6f c3 ab 1a 03 01 ac 02 2a 09 21 00 00 00 00 00 00 f8 3f 32 05 08 07 12 01 78 3d 01 00 00 00";
    vec![
        (Task::Choice(options()), answer(&["c"])),
        (Task::Several(options()), answer(&["c", "a"])),
        (
            Task::Trace(Trace { run: decode(), label: String::new(), guesses: Vec::new() }),
            answer(&["{\"z\":-2,\"s\":\"x\"}"]),
        ),
        (Task::Bytes(Sheet { of: contract(FIELDS), json: json.into() }), answer(&[bytes])),
        (Task::Mend(editing.clone()), answer(&[schema, "{\"id\": 5}"])),
        (Task::Write(editing), answer(&[schema, "{ \"id\": \"5\" }"])),
        (Task::Change(change), answer(&["v"])),
        (Task::Dump(reading), answer(&["{ s: 'x', z: -2 }"])),
    ]
}

/// The task of the first byte's choice, answered with the text behind it, whose parts end with a zero byte.
pub fn is_graded(input: &[u8]) {
    let Some((&first, rest)) = input.split_first() else { return };
    let mut tasks = tasks();
    let (task, _) = tasks.swap_remove(usize::from(first) % tasks.len());
    let answer: Answer = rest.split(|&it| it == 0).map(|it| String::from_utf8_lossy(it).into_owned()).collect();
    is_sound(&task, &answer);
    if let Task::Bytes(sheet) = &task {
        is_right_if_same(sheet, &answer);
    }
}

/// Nothing is wrong without a word, and places are places.
pub fn is_sound(task: &Task, answer: &Answer) {
    let verdict = grade(task, answer);
    assert!(verdict.right || !verdict.remarks.is_empty(), "{answer:?}");
    for remark in &verdict.remarks {
        let Some(span) = remark.span else { continue };
        let part = answer.get(remark.part as usize).map_or("", String::as_str);
        assert!(part.get(span.range()).is_some(), "{remark:?} of {answer:?}");
    }
}

/// Bytes are right exactly if parsers take them and read the same as from what an encoder writes.
pub fn is_right_if_same(sheet: &Sheet, answer: &Answer) {
    let Some(text) = answer.first() else { return };
    let typed = input::read(text);
    if !typed.diagnostics.is_empty() {
        return;
    }
    let (root, expected) = (sheet.of.message_type().unwrap(), sheet.encode().unwrap());
    let verdict = grade(&Task::Bytes(sheet.clone()), answer);
    assert_eq!(verdict.right, said(&root, &typed.bytes) == said(&root, &expected), "{text} {verdict:?}");
}

/// What bytes say, as JSON, if parsers take them and know all of it.
fn said(root: &Root, bytes: &[u8]) -> Option<String> {
    let nodes = annotate(bytes, Some(root));
    let is_known = nodes.verdict() == annotate::Verdict::Valid && nodes.iter().all(|(_, it)| !it.guessed);
    is_known
        .then(|| message::json_of(root, bytes, JsonOptions::default(), Layout::Compact).ok())
        .flatten()
        .map(|it| it.text)
}
