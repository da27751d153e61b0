//! What `static/learn/` says is well formed, and true: the compiler is asked, not the author.

#![cfg(test)] // tells clippy that helpers here are tests too

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{Refusal, compile};
use expect_test::expect;
use wirelens::analysis::{Input, Payload, analyze};
use wirelens::annotate::annotate;
use wirelens::annotate::explain::Rule;
use wirelens::diagnostic::Severity;
use wirelens::engine::learn::Packet;
use wirelens::examples;
use wirelens::learn::lesson::Lesson;
use wirelens::learn::markdown::{Block, Inline, plain};
use wirelens::learn::question::Start;
use wirelens::learn::run::Run;
use wirelens::learn::source::{self, Content, QuestionFile};
use wirelens::learn::task::{Options, PLACE, Task};
use wirelens::schema::Schema;
use wirelens::text::File;
use wirelens::wire::input::{self, hex};

/// The files of `static/learn/`, by their paths.
fn texts() -> BTreeMap<String, String> {
    fn read(folder: &Path, path: &str, files: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder.join(path)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{path}{}", entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                read(folder, &format!("{path}/"), files);
            } else {
                files.insert(path, fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("static/learn"), "", &mut files);
    files
}

fn content() -> Content {
    source::read(&texts()).unwrap_or_else(|error| panic!("{error}"))
}

fn lessons() -> Vec<Lesson> {
    content().lessons.into_iter().map(|it| it.lesson).collect()
}

fn ask(id: &str) -> QuestionFile {
    content().questions.into_iter().find(|it| it.id == id).unwrap_or_else(|| panic!("no question {id}"))
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
fn lessons_cross_to_the_page_unchanged() {
    let content = content();
    for lesson in &content.lessons {
        let packet = Packet::new(content.unit(&lesson.lesson).unwrap());
        assert_eq!(Packet::unpack(&packet.pack()).unwrap(), packet);
    }
}

#[test]
fn a_template_compiles_with_the_right_option_only() {
    let mut seen = 0;
    for question in content().questions {
        let Some(Options { options, proof: Some(proof) }) = options(&question) else { continue };
        let Run::Compiles(template) = &proof.run else { continue };
        for option in options {
            let outcome = compile(&[("user.proto", &template.proto.replace(PLACE, &option.text))]);
            assert_eq!(outcome.is_ok(), option.correct, "{}/{}: {outcome:?}", question.id, option.id);
            seen += 1;
        }
    }
    assert!(seen >= 4);
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

#[test]
fn every_rule_of_the_encoding_has_its_lesson() {
    let lessons = lessons();
    for rule in Rule::ALL {
        assert!(lessons.iter().any(|lesson| lesson.id == rule.lesson()), "{rule:?}");
    }
}

/// Tables of declarations with their bytes, and of bytes that are refused: the engine is asked for each row.
#[test]
fn bytes_in_tables_are_the_engine_s() {
    let mut found = Found::default();
    lessons().iter().for_each(|lesson| found.blocks(&lesson.blocks));
    let (mut encoded, mut refused) = (0, 0);
    for (head, rows) in &found.tables {
        for row in rows {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            match (&head.iter().map(String::as_str).collect::<Vec<_>>()[..], &cells[..]) {
                (["Declaration", "JSON", "Bytes"], &[declaration, json, bytes]) => {
                    let name = declaration.split(" = ").next().and_then(|it| it.rsplit(' ').next()).unwrap();
                    let text = format!("syntax = \"proto3\"; message M {{ {declaration}; }}");
                    let input = Input {
                        files: [File { name: "m.proto".into(), text }].into_iter().collect(),
                        payload: Payload::Json(format!("{{\"{name}\": {json}}}")),
                        ..Input::default()
                    };
                    let content = analyze(&input).content.unwrap_or_else(|| panic!("{declaration}"));
                    assert_eq!(hex(&content.bytes), bytes, "{declaration}: {json}");
                    encoded += 1;
                }
                (["Bytes", _], &[bytes, why]) => {
                    let payload = input::read(bytes).bytes;
                    let nodes = annotate(&payload, None);
                    let is_refused = nodes.problems().any(|(_, it)| it.severity() == Severity::Error);
                    assert!(is_refused, "{bytes}: {why}");
                    refused += 1;
                }
                _ => {}
            }
        }
    }
    assert!(encoded >= 30 && refused >= 8, "{encoded} {refused}");
}

/// Everything a text says and points to.
#[derive(Default)]
struct Found {
    tables: Vec<(Vec<String>, Vec<Vec<String>>)>,
}

impl Found {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { .. } | Block::Paragraph(_) => {}
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Quote(inside) => self.blocks(inside),
                Block::Table { head, rows } => {
                    let texts = |cells: &[Vec<Inline>]| cells.iter().map(|cell| plain(cell)).collect();
                    self.tables.push((texts(head), rows.iter().map(|row| texts(row)).collect()));
                }
                Block::Live(_) | Block::Code { .. } => {}
            }
        }
    }
}
