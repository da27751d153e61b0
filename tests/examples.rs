//! Every example compiles, its message encodes to the bytes another implementation gives, and none but one fails.

#![cfg(test)] // tells clippy that helpers here are tests too

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::compile;
use expect_test::expect;
use wirelens::{
    examples::{self, Example},
    message,
    schema::Schema,
};

/// What is fetched before anything can be shown holds all examples, so they stay small.
const MAX_TEXT: usize = 25 * 1024;

fn oracle(slug: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/oracle/examples/{slug}.hex"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

fn assert_bytes(example: &Example, schema: &Schema) {
    let root = schema.root(example.root).unwrap_or_else(|| panic!("no type {}", example.root));
    let parsed = message::from_json(&root, example.json);
    assert_eq!(parsed.diagnostics, [], "{}", example.slug);
    assert_eq!(parsed.bytes.unwrap(), oracle(example.slug), "{}", example.slug);
}

#[test]
fn bytes_equal_the_oracle() {
    let mut seen = 0;
    for example in examples::all().iter().filter(|example| !example.fails) {
        let schema = compile(example.files).unwrap_or_else(|refusal| panic!("{}: {refusal:?}", example.slug));
        assert_bytes(example, &schema);
        seen += 1;
    }
    assert!(seen >= 8);
}

#[test]
fn the_oracle_knows_every_example_and_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/examples");
    let known: BTreeSet<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let ours: BTreeSet<String> = examples::all().iter().map(|example| format!("{}.hex", example.slug)).collect();
    assert_eq!(known, ours);
}

#[test]
fn the_one_that_fails_fails_where_it_should() {
    let failing: Vec<_> = examples::all().iter().filter(|example| example.fails).collect();
    let [example] = failing[..] else { panic!("expected one failing example") };
    let refusal = compile(example.files).unwrap_err();
    expect!["user.proto:6:35 expected parentheses around 'UserRequest', found none"]
        .assert_eq(&format!("{}:{}:{} {}", refusal.file, refusal.place.line, refusal.place.column, refusal.message));

    let broken = "rpc GetUser UserRequest returns UserResponse;";
    let mended = "rpc GetUser(UserRequest) returns (UserResponse);";
    let [(name, text)] = example.files else { panic!("expected one file") };
    assert!(text.contains(broken) && example.about.contains(mended));
    let mended = text.replace(broken, mended);
    assert_bytes(example, &compile(&[(name, &mended)]).unwrap());
}

#[test]
fn what_people_read_is_there_and_short() {
    let slugs: BTreeSet<_> = examples::all().iter().map(|example| example.slug).collect();
    let titles: BTreeSet<_> = examples::all().iter().map(|example| example.title).collect();
    assert_eq!(slugs.len(), examples::all().len());
    assert_eq!(titles.len(), examples::all().len());
    assert_eq!(examples::all()[0].slug, "user-service", "the first is what the page opens with");
    let mut total = 0;
    for example in examples::all() {
        assert_eq!(examples::find(example.slug), Some(example));
        assert!((2..=6).contains(&example.about.lines().count()), "{}: two to six lines", example.slug);
        let files = example.files.iter().map(|(name, text)| name.len() + text.len()).sum::<usize>();
        total += files + example.json.len() + example.about.len();
        for (name, text) in example.files.iter().chain([&("message.json", example.json)]) {
            assert!(text.ends_with('\n') && !text.contains('\t') && !text.contains('\r'), "{}: {name}", example.slug);
        }
    }
    assert!(total <= MAX_TEXT, "the examples are {total} bytes of text");
    assert_eq!(examples::find("no-such-example"), None);
}

/// The request the task itself names, to the letter.
#[test]
fn the_login_request_is_the_one_asked_for() {
    let login = examples::find("login").unwrap();
    assert_eq!(login.json, "{\"userId\": 123, \"action\": \"login\"}\n");
    assert_eq!(oracle("login"), b"\x08\x7b\x12\x05login");
}
