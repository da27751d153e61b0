//! The first lesson's questions, by hand: what their texts say of code is what the compiler says.

use expect_test::expect;
use wirelens::{
    examples,
    learn::{
        question::Start,
        run::Run,
        source::QuestionFile,
        task::{Options, PLACE, Task},
    },
    schema::Schema,
};

use crate::{
    common::{Refusal, compile},
    support::World,
};

fn ask(id: &str) -> QuestionFile {
    World::read().content.questions.into_iter().find(|it| it.id == id).unwrap_or_else(|| panic!("no question {id}"))
}

fn options(question: &QuestionFile) -> Option<&Options> {
    match &question.task {
        Task::Choice(options) | Task::Several(options) => Some(options),
        _ => None,
    }
}

fn right(question: &QuestionFile) -> String {
    options(question).unwrap().options.iter().find(|option| option.correct).unwrap().text.clone()
}

/// The .proto files and message that "Try it" opens.
fn start(question: &QuestionFile) -> (Vec<(String, String)>, String) {
    match question.start.clone().unwrap() {
        Start::Example(slug) => {
            let example = examples::find(&slug).unwrap_or_else(|| panic!("no example {slug}"));
            let files = example.files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned()));
            (files.collect(), example.json.to_owned())
        }
        Start::Message(sheet) => (sheet.of.files.into_iter().map(|file| (file.name, file.text)).collect(), sheet.json),
        other => panic!("{other:?}"),
    }
}

fn compile_start(question: &QuestionFile) -> Result<Schema, Refusal> {
    let (files, ..) = start(question);
    compile(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn the_right_line_solves_the_syntax_question() {
    let question = ask("syntax");
    let (files, ..) = start(&question);
    let [(name, text)] = &files[..] else { panic!("expected one file") };
    let solved: String =
        text.lines().map(|line| if line.contains("// ") { right(&question) } else { line.to_owned() } + "\n").collect();
    let pool = compile(&[(name, &solved)]).unwrap();
    let method = pool.services().remove(0).methods.remove(0);
    assert_eq!((&*method.request, &*method.response), ("demo.UserRequest", "demo.UserResponse"));
    let Some(Options { proof: Some(proof), .. }) = options(&question) else { panic!("no proof") };
    let Run::Compiles(template) = &proof.run else { panic!("another proof") };
    assert_eq!(template.proto.replace(PLACE, &right(&question)).lines().count(), solved.lines().count());
}

#[test]
fn the_traced_call_answers_what_the_option_says() {
    let question = ask("trace");
    let (_, json) = start(&question);
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(right(&question), format!("`{} {}`", answer["name"].as_str().unwrap(), answer["age"]));
    let code = question.code.unwrap().text;
    assert!(code.contains("stub.GetUser(UserRequest(id=123))") && code.contains(r#"{123: ("Alice", 30)}"#));
}

#[test]
fn the_broken_service_fails_at_its_rpc_and_only_parentheses_mend_it() {
    let question = ask("debug");
    let (files, ..) = start(&question);
    let [(name, text)] = &files[..] else { panic!("expected one file") };
    let broken = question.code.clone().unwrap().text;
    assert!(text.lines().any(|line| line == broken), "what is asked about is what is tried");

    let refusal = compile_start(&question).unwrap_err();
    let line = text.lines().nth(refusal.place.line as usize - 1).unwrap();
    let rest: String = line.chars().skip(refusal.place.column as usize - 1).collect();
    expect![[r#"
        expected parentheses around 'UserRequest', found none
        UserRequest returns UserResponse; }"#]]
    .assert_eq(&format!("{}\n{rest}", refusal.message));
    assert_eq!((line, &refusal.file), (broken.as_str(), name));

    let with = |mended: &str| compile(&[(name, &text.replace(&broken, mended))]).is_ok();
    assert!(with("service UserService { rpc GetUser(UserRequest) returns (UserResponse); }"));
    // What the wrong options propose, and half the right one.
    assert!(!with("service userservice { rpc getUser userRequest returns userResponse; }"));
    assert!(!with("service UserService { rpc GetUser UserRequest returns UserResponse; };"));
    assert!(!with("service UserService { rpc GetUser = 1 UserRequest returns UserResponse; }"));
    assert!(!with("service UserService { rpc GetUser(UserRequest) returns UserResponse; }"));
}
