//! What holds of every answer: nothing panics, nothing takes long, who is wrong is told why and where, and bytes are right
//! exactly if they say the same message.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use wirelens::{
    annotate::{self, annotate},
    learn::{
        goal::{FieldGoal, Goal},
        grade::{MAX_ANSWER, grade},
        run::{Decode, Run},
        task::{Answer, Blank, Change, Choice, Editing, Options, Reading, Task, Trace, Version},
    },
    message::{self, JsonOptions, Layout},
    schema::Root,
    text::File,
    wire::input::hex,
};

use crate::{contract, sheet};

const FIELDS: &str = "message M { sint32 z = 1; string s = 2; repeated int32 n = 3; optional double d = 4; M m = 5;
map<int32, string> map = 6; repeated fixed32 f = 7 [packed = false]; bytes b = 8; bool t = 9; oneof o { int64 x = 10; string y = 11; } }";

/// One task of each kind, and an answer that is right.
fn tasks() -> Vec<(Task, Answer)> {
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
        (Task::Bytes(sheet(FIELDS, json)), answer(&[bytes])),
        (Task::Mend(editing.clone()), answer(&[schema, "{\"id\": 5}"])),
        (Task::Write(editing), answer(&[schema, "{ \"id\": \"5\" }"])),
        (Task::Change(change), answer(&["v"])),
        (Task::Dump(reading), answer(&["{ s: 'x', z: -2 }"])),
    ]
}

fn is_sound(task: &Task, answer: &Answer) {
    let verdict = grade(task, answer);
    assert!(verdict.right || !verdict.remarks.is_empty(), "{answer:?}");
    for remark in &verdict.remarks {
        let Some(span) = remark.span else { continue };
        let part = answer.get(remark.part as usize).map_or("", String::as_str);
        assert!(part.get(span.range()).is_some(), "{remark:?} of {answer:?}");
    }
}

#[test]
fn the_solution_is_right() {
    for (task, answer) in tasks() {
        let verdict = grade(&task, &answer);
        assert!(verdict.right, "{answer:?}: {verdict:?}");
    }
}

#[test]
fn hostile_answers_take_no_time() {
    let of = |part: &str| part.repeat(MAX_ANSWER / part.len());
    let hostile = [
        "08",
        "0a",
        "0b",
        "80",
        "22 01",
        "[",
        "{\"m\":",
        "{\"a\":[",
        "message M{",
        "message M { M m = 1; }",
        "option (a).b = 1;",
        "1:{",
        "é",
        "\"",
        "`",
        "0b1",
        "1 ",
        "\\x",
        "import \"a\";",
        "// ",
        "/*",
        "99999999",
    ];
    for part in hostile {
        for (task, _) in tasks() {
            let start = Instant::now();
            is_sound(&task, &vec![of(part)]);
            is_sound(&task, &vec!["syntax = \"proto3\"; message M { M m = 1; }".into(), of(part).split_off(100)]);
            assert!(start.elapsed() < Duration::from_secs(20), "{part} takes {:?}", start.elapsed());
        }
    }
    let verdict = grade(&tasks()[3].0, &vec!["0".repeat(MAX_ANSWER + 1)]);
    assert!(!verdict.right);
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_answer_is_sound(parts in prop::collection::vec("[ -~é\n]{0,40}|[0-9a-f ]{0,40}", 0..4)) {
        for (task, _) in tasks() {
            is_sound(&task, &parts);
        }
    }

    #[test]
    fn an_answer_that_is_nearly_right_is_sound(part in 0usize..2, at in 0usize..120, cut in 0usize..3, put in "[ -~é]{0,3}") {
        for (task, mut answer) in tasks() {
            if let Some(text) = answer.get_mut(part) {
                let mut letters: Vec<char> = text.chars().collect();
                let at = at.min(letters.len());
                letters.splice(at..(at + cut).min(letters.len()), put.chars());
                *text = letters.into_iter().collect();
            }
            is_sound(&task, &answer);
        }
    }

    #[test]
    fn bytes_are_right_if_they_say_the_same(at in 0usize..40, cut in 0usize..3, put in prop::collection::vec(any::<u8>(), 0..3)) {
        let (task, answer) = tasks().swap_remove(3);
        let root = contract(FIELDS).message_type().unwrap();
        let right = wirelens::wire::input::read(&answer[0]).bytes;
        let mut bytes = right.clone();
        let at = at.min(bytes.len());
        bytes.splice(at..(at + cut).min(right.len()), put);
        let verdict = grade(&task, &vec![hex(&bytes)]);
        prop_assert_eq!(verdict.right, said(&root, &bytes) == said(&root, &right), "{} {:?}", hex(&bytes), verdict);
    }
}
