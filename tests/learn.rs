//! What `static/learn/` says is well formed, and true: the compiler is asked, not the author.

#![cfg(test)] // tells clippy that helpers here are tests too

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Refusal, compile};
use expect_test::expect;
use prost_reflect::DynamicMessage;
use wirelens::analysis::{Input, Payload, analyze};
use wirelens::annotate::annotate;
use wirelens::annotate::explain::Rule;
use wirelens::diagnostic::Severity;
use wirelens::examples;
use wirelens::learn::lesson::{self, Lesson};
use wirelens::learn::markdown::{Block, Inline, plain};
use wirelens::learn::question::{self, PLACE, Question, Start};
use wirelens::learn::shape::problems;
use wirelens::learn::{Index, question_file};
use wirelens::schema::Schema;
use wirelens::text::File;
use wirelens::wire::input::{self, hex};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("static/learn")
}

fn text(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn index() -> Index {
    Index::parse(&text("index.json")).unwrap()
}

fn lessons() -> Vec<Lesson> {
    let read = |file: &str| lesson::parse(&text(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    index().lessons.iter().map(|entry| read(&entry.file)).collect()
}

fn ask(id: &str) -> Question {
    question::parse(&text(&question_file(id))).unwrap_or_else(|error| panic!("{id}: {error}"))
}

fn questions() -> Vec<Question> {
    lessons().iter().flat_map(|lesson| &lesson.questions).map(|id| ask(id)).collect()
}

fn right(question: &Question) -> String {
    plain(&question.options.iter().find(|option| option.correct).unwrap().text)
}

/// The .proto files, root type and message that "Try it" opens.
fn start(question: &Question) -> (Vec<(String, String)>, String, String) {
    match question.start.clone().unwrap() {
        Start::Example(slug) => {
            let example = examples::find(&slug).unwrap_or_else(|| panic!("no example {slug}"));
            let files = example.files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned()));
            (files.collect(), example.root.to_owned(), example.json.to_owned())
        }
        Start::Workspace(start) => {
            (start.files.into_iter().map(|file| (file.name, file.text)).collect(), start.root, start.json)
        }
    }
}

fn compile_start(question: &Question) -> Result<Schema, Refusal> {
    let (files, ..) = start(question);
    compile(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn the_index_lists_every_lesson_and_its_file_agrees() {
    let (index, lessons) = (index(), lessons());
    for (entry, lesson) in index.lessons.iter().zip(&lessons) {
        assert_eq!((&entry.id, &entry.title), (&lesson.id, &lesson.title));
        assert_eq!(entry.file, format!("lessons/{}.md", entry.id));
        assert!(entry.minutes > 0 && entry.summary.ends_with('.') && !lesson.blocks.is_empty(), "{}", entry.id);
    }
    let listed: BTreeSet<String> = index.lessons.iter().map(|entry| entry.file.clone()).collect();
    assert_eq!(listed.len(), index.lessons.len());
    assert_eq!(listed, files_in("lessons"));
}

#[test]
fn every_question_is_asked_once_and_well_formed() {
    let questions = questions();
    for question in &questions {
        assert_eq!(problems(question), [""; 0], "{}", question.id);
    }
    let asked: BTreeSet<String> = questions.iter().map(|question| question_file(&question.id)).collect();
    assert_eq!(asked.len(), questions.len());
    assert_eq!(asked, files_in("questions"));
}

fn files_in(kind: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder().join(kind)).unwrap();
    entries.map(|entry| format!("{kind}/{}", entry.unwrap().file_name().into_string().unwrap())).collect()
}

/// The right answer is not given away by standing out: it is neither alone the longest by far nor alone in being code.
#[test]
fn the_right_option_does_not_stand_out() {
    for question in questions() {
        let length = right(&question).chars().count();
        let others = question.options.iter().filter(|option| !option.correct);
        let longest = others.map(|option| plain(&option.text).chars().count()).max().unwrap();
        assert!(length * 2 <= longest * 3, "{}: {length} characters against {longest}", question.id);
        let code = question.options.iter().filter(|option| option.code).count();
        assert!(code == 0 || code == question.options.len(), "{}", question.id);
    }
}

#[test]
fn what_is_tried_compiles_and_its_message_fits() {
    for question in questions().iter().filter(|question| question.id != "debug") {
        let pool = compile_start(question).unwrap_or_else(|refusal| panic!("{}: {refusal:?}", question.id));
        let (_, root, json) = start(question);
        let root = pool.message(&root).unwrap_or_else(|| panic!("{}: no type {root}", question.id));
        DynamicMessage::deserialize(root, &mut serde_json::Deserializer::from_str(&json)).unwrap();
    }
}

#[test]
fn a_template_compiles_with_the_right_option_only() {
    let mut seen = 0;
    for question in questions() {
        let Some(template) = &question.template else { continue };
        for option in &question.options {
            let file = template.replace(PLACE, &plain(&option.text));
            let outcome = compile(&[("user.proto", &file)]);
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
    assert_eq!(
        question.template.unwrap().replace(PLACE, &right(&ask("syntax"))).lines().count(),
        solved.lines().count()
    );
}

#[test]
fn the_traced_call_answers_what_the_option_says() {
    let question = ask("trace");
    let (_, _, json) = start(&question);
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(right(&question), format!("{} {}", answer["name"].as_str().unwrap(), answer["age"]));
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
fn links_and_live_blocks_lead_somewhere() {
    let mut found = Found::default();
    lessons().iter().for_each(|lesson| found.blocks(&lesson.blocks));
    assert!(found.links.len() >= 2 && found.live.len() >= 2);
    for slug in &found.live {
        assert!(examples::find(slug).is_some_and(|example| !example.fails), "live: {slug}");
    }
    for question in questions() {
        found.blocks(&question.prompt);
        let texts = [question.hint, question.answer, question.check, question.source];
        texts.iter().chain(&question.steps).chain(&question.mistakes).for_each(|text| found.line(text));
        question.options.iter().for_each(|option| found.line(&option.why));
    }
    for href in &found.links {
        let Some(inside) = href.strip_prefix("#/").filter(|inside| !inside.is_empty()) else { continue };
        if let Some(id) = inside.strip_prefix("learn/") {
            assert!(index().lessons.iter().any(|lesson| lesson.id == id), "{href}");
            continue;
        }
        let slug = inside.strip_prefix("?example=").unwrap_or_else(|| panic!("{href}"));
        assert!(examples::find(slug).is_some(), "{href}");
    }
}

#[test]
fn every_rule_of_the_encoding_has_its_lesson() {
    let index = index();
    for rule in Rule::ALL {
        assert!(index.lessons.iter().any(|lesson| lesson.id == rule.lesson()), "{rule:?}");
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
    lines: Vec<String>,
    names: Vec<String>,
    code: Vec<(String, String)>,
    links: Vec<String>,
    live: Vec<String>,
}

impl Found {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { inline, .. } | Block::Paragraph(inline) => self.line(inline),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Quote(inside) => self.blocks(inside),
                Block::Table { head, rows } => {
                    head.iter().chain(rows.iter().flatten()).for_each(|cell| self.line(cell));
                    let texts = |cells: &[Vec<Inline>]| cells.iter().map(|cell| plain(cell)).collect();
                    self.tables.push((texts(head), rows.iter().map(|row| texts(row)).collect()));
                }
                Block::Live(live) => self.live.push(live.example.clone()),
                Block::Code { language, text } => self.code.push((language.clone(), text.clone())),
            }
        }
    }

    fn line(&mut self, line: &[Inline]) {
        self.lines.push(plain(line));
        for inline in line {
            match inline {
                Inline::Link { href, .. } => self.links.push(href.clone()),
                Inline::Strong(inside) | Inline::Emphasis(inside) => self.line(inside),
                Inline::Code(code) => self.names.push(code.clone()),
                Inline::Text(_) => {}
            }
        }
    }
}

/// The lessons quote the examples, so what they quote has to be there.
#[test]
fn what_lessons_quote_is_in_the_examples() {
    let mut found = Found::default();
    lessons().iter().for_each(|lesson| found.blocks(&lesson.blocks));
    let known: Vec<&str> = examples::all().iter().flat_map(|example| example.files).map(|(_, text)| *text).collect();
    let protos: Vec<_> = found.code.iter().filter(|(language, _)| language == "proto").collect();
    for line in protos.iter().flat_map(|(_, text)| text.lines()) {
        assert!(known.iter().any(|text| text.lines().any(|known| known == line)), "{line}");
    }
    // Types and calls are written like GetUser; `GET` and `"userId"` are not.
    let is_declared = |name: &&String| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.chars().all(char::is_alphanumeric)
            && name.contains(|letter: char| letter.is_ascii_lowercase())
    };
    let names: Vec<_> = found.names.iter().filter(is_declared).collect();
    for name in &names {
        let declared = ["rpc ", "message ", "service "].map(|keyword| format!("{keyword}{name}"));
        assert!(declared.iter().any(|declared| known.iter().any(|text| text.contains(declared))), "{name}");
    }
    assert!(!protos.is_empty() && !names.is_empty());
}

/// The parser drops links it does not trust; in our own texts that would be a slip.
#[test]
fn no_link_is_dropped() {
    for file in files_in("lessons").into_iter().chain(files_in("questions")) {
        let source = text(&file);
        let allowed = source.matches("](#/").count() + source.matches("](https://").count();
        assert_eq!(source.matches("](").count(), allowed, "{file}");
        assert!(!source.contains("```live\n```") && !source.contains("<!--"), "{file}");
    }
}

/// Lessons and questions cross from the worker to the page in postcard, which can't carry every form serde knows.
#[test]
fn content_crosses_to_the_page_unchanged() {
    let (lessons, questions, index) = (lessons(), questions(), index());
    let bytes = postcard::to_stdvec(&(&lessons, &questions, &index)).unwrap();
    assert_eq!(
        postcard::from_bytes::<(Vec<Lesson>, Vec<Question>, Index)>(&bytes).unwrap(),
        (lessons, questions, index)
    );
}

/// Sizes are measured where they are shown; a number in a text would be true until somebody edits an example.
#[test]
fn no_text_states_a_size() {
    for lesson in lessons() {
        let mut found = Found::default();
        found.blocks(&lesson.blocks);
        let words: Vec<&str> = found.lines.iter().flat_map(|line| line.split_whitespace()).collect();
        for pair in words.windows(2) {
            let number = pair[0].chars().last().is_some_and(|last| last.is_ascii_digit());
            assert!(!(number && pair[1].starts_with("byte")), "{}: {} {}", lesson.id, pair[0], pair[1]);
        }
    }
}
