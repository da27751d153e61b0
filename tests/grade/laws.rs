//! What holds of every answer: nothing panics, nothing takes long, who is wrong is told why and where, and bytes are right
//! exactly if they say the same message.
//!
//! Nothing here measures time. What would be quadratic is as large as it takes to be noticed by whoever waits for the tests.

use proptest::prelude::*;
use wirelens::{
    learn::{
        grade::{MAX_ANSWER, grade},
        task::Task,
    },
    wire::input::{self, hex},
};

#[allow(dead_code, reason = "one law is for the fuzz target")]
#[path = "../laws/grade.rs"]
mod law;

use law::{is_right_if_same, is_sound, tasks};

/// What wasm gives a program by default.
const STACK: usize = 1 << 20;

#[test]
fn the_solution_is_right() {
    for (task, answer) in tasks() {
        let verdict = grade(&task, &answer);
        assert!(verdict.right, "{answer:?}: {verdict:?}");
    }
}

#[test]
fn hostile_answers_are_answered() {
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
    let all = move || {
        for part in hostile {
            let long = part.repeat(MAX_ANSWER / part.len());
            let rest = long.chars().skip(100).collect::<String>();
            for (task, _) in tasks() {
                is_sound(&task, &vec![long.clone()]);
                is_sound(&task, &vec!["syntax = \"proto3\"; message M { M m = 1; }".into(), rest.clone()]);
            }
        }
    };
    std::thread::Builder::new().stack_size(STACK).spawn(all).unwrap().join().unwrap();
}

#[test]
fn what_is_too_long_is_not_read() {
    for (task, _) in tasks() {
        let verdict = grade(&task, &vec!["0".repeat(MAX_ANSWER + 1)]);
        assert!(!verdict.right && verdict.remarks.len() == 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

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
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn bytes_are_right_if_they_say_the_same(at in 0usize..40, cut in 0usize..3, put in prop::collection::vec(any::<u8>(), 0..3)) {
        let (task, answer) = tasks().swap_remove(3);
        let Task::Bytes(sheet) = task else { panic!("{task:?}") };
        let mut bytes = input::read(&answer[0]).bytes;
        let at = at.min(bytes.len());
        bytes.splice(at..(at + cut).min(bytes.len()), put);
        is_right_if_same(&sheet, &vec![hex(&bytes)]);
    }
}
