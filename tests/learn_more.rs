//! What leads from elsewhere into the lessons leads somewhere: the links of `learn::more` and the rules', and what is searched.

#![cfg(test)] // tells clippy that helpers here are tests too

#[path = "common/folder.rs"]
mod folder;

use std::{collections::BTreeSet, fs, path::Path};

use expect_test::expect;
use wirelens::{
    annotate::{Problem, explain::Rule},
    learn::{
        markdown::{Block, plain},
        more,
        search::{Docs, Kind, SEARCH},
        source::{self, Content},
        task::Task,
    },
};

fn content() -> Content {
    let files = folder::texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("static/learn"));
    source::read(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// Every address a lesson has: its own, its headings', its questions', and the list of questions.
fn places(content: &Content) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for file in &content.lessons {
        let id = &file.lesson.id;
        let anchors = file.lesson.blocks.iter().filter_map(|block| match block {
            Block::Heading { id, .. } => Some(id.clone()),
            _ => None,
        });
        let questions = content.questions_of(id).map(|question| format!("question-{}", question.id));
        let own = anchors.chain(questions).chain(["questions".to_owned()]);
        for place in own.map(|anchor| format!("#/learn/{id}/{anchor}")).chain([format!("#/learn/{id}")]) {
            assert!(places.insert(place.clone()), "two things are at {place}: rename a heading or a question");
        }
    }
    places
}

#[test]
fn every_link_into_the_lessons_leads_somewhere() {
    let content = content();
    let places = places(&content);
    for link in more::all() {
        assert!(places.contains(link.href), "“{}” leads to {}, where nothing is", link.name, link.href);
    }
    for rule in Rule::ALL {
        assert!(places.contains(&format!("#/learn/{}", rule.lesson())), "{rule:?}");
    }
    for doc in Docs::of(&content).0 {
        assert!(places.contains(&doc.href), "“{}” is found at {}, where nothing is", doc.title, doc.href);
    }
}

#[test]
fn no_lesson_has_the_address_of_a_page() {
    for file in content().lessons {
        assert!(!["search", "review", "progress", "index"].contains(&&*file.lesson.id), "{}", file.lesson.id);
    }
    assert!(SEARCH.ends_with(".bin"));
}

/// The words of problems are in code, so this sees that none is left without a lesson by a slip.
#[test]
fn every_problem_of_bytes_is_explained_and_codes_are_words_that_exist() {
    for problem in Problem::ALL {
        assert!(more::problem(problem.code()).is_some(), "{problem:?}");
    }
    let mut sources = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("learn/more.rs") {
                sources.push_str(&fs::read_to_string(path).unwrap_or_default());
            }
        }
    }
    for start in more::PROBLEMS.iter().flat_map(|(starts, _)| starts.iter()) {
        assert!(sources.contains(&format!("\"{start}")), "no code of a problem begins with {start}");
    }
}

#[test]
fn all_that_is_said_is_found_and_nothing_that_gives_an_answer_away() {
    let content = content();
    let docs = Docs::of(&content);
    assert_eq!(Docs::unpack(&docs.pack()).as_ref(), Some(&docs));
    let count = |kind| docs.0.iter().filter(|doc| doc.kind == kind).count();
    let headings =
        content.lessons.iter().flat_map(|it| &it.lesson.blocks).filter(|it| matches!(it, Block::Heading { .. }));
    assert_eq!(count(Kind::Lesson), content.lessons.len() + headings.count());
    assert_eq!(count(Kind::Question), content.questions.len());
    for question in &content.questions {
        let doc = docs
            .0
            .iter()
            .find(|doc| doc.kind == Kind::Question && doc.href.ends_with(&format!("/question-{}", question.id)));
        let text = &doc.unwrap_or_else(|| panic!("{} is not found", question.id)).text;
        for secret in
            question.steps.iter().chain(&question.mistakes).chain([&question.hint, &question.answer, &question.check])
        {
            let secret = wirelens::learn::markdown::inline(secret).map(|line| plain(&line)).unwrap();
            // A single word or number may stand in a question by chance.
            let is_sentence = secret.split(' ').count() > 2;
            assert!(!(is_sentence && text.contains(&secret)), "{}: what is found says “{secret}”", question.id);
        }
        if let Task::Choice(options) | Task::Several(options) = &question.task {
            for option in options.options.iter().filter(|option| option.correct) {
                assert!(!text.contains(&option.why), "{}", question.id);
            }
        }
    }
}

#[test]
fn what_is_found_reads_like_this() {
    let docs = Docs::of(&content());
    let shown = |start: &str| {
        let doc = docs.0.iter().find(|doc| doc.title.starts_with(start)).unwrap_or_else(|| panic!("no {start}"));
        format!("{} | {} | {} | {} | {}\n", doc.kind.word(), doc.title, doc.lesson, doc.href, doc.text)
    };
    expect![[r#"
        explanation | ABORTED (10) | Status codes | #/learn/status/the-codes | The call was given up for a conflict with another one, such as of two transactions. Only applications raise it. Retrying this call alone does not help; begin further up, with reading again what it was based on.
        explanation | Expected the shortest varint, found a longer one | bytes-overlong | #/learn/varints/how-long-it-gets | Parsers accept it, encoders do not write it
    "#]]
    .assert_eq(&(shown("ABORTED") + &shown("Expected the shortest varint")));
}
