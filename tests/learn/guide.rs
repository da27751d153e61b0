//! What `docs/learn.md` shows is read, run and graded as it says: a fence's second word tells what it is.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;
use wirelens::{
    engine::learn::{Shown as Told, show},
    learn::{
        fact::Fact,
        goal::Goal,
        grade::grade,
        live::Live,
        markdown::{Block, blocks},
        run::{Run, run},
        source,
        task::Task,
    },
};

use crate::{
    content,
    support::{File, World},
    tasks,
};

#[derive(Deserialize)]
struct Asked {
    run: Run,
}

#[derive(Deserialize)]
struct Given {
    task: Task,
}

#[derive(Deserialize)]
struct Met {
    goals: Vec<Goal>,
}

/// The blocks of code whose fence has these words.
fn fences(words: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/learn.md")).unwrap();
    let found: Vec<String> = blocks(&text)
        .into_iter()
        .filter_map(|block| match block {
            Block::Code { language, text } if language == words => Some(text),
            _ => None,
        })
        .collect();
    assert!(!found.is_empty(), "no {words}");
    found
}

fn read<T: for<'a> Deserialize<'a>>(text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn live_parts_are_shown() {
    for text in fences("toml live") {
        let shown = show(&read::<Live>(&text));
        assert!(!matches!(shown, Told::Failed(_)), "{shown:?}\n{text}");
    }
}

#[test]
fn runs_give_what_stands_behind_them() {
    for line in fences("toml run").iter().flat_map(|text| text.lines()) {
        let (asked, gives) = line.rsplit_once(" # ").unwrap();
        assert_eq!(run(&read::<Asked>(asked).run).as_deref(), Ok(gives.trim()), "{asked}");
    }
}

#[test]
fn tasks_can_be_done() {
    let world = World::read();
    for text in fences("toml task") {
        let task = read::<Given>(&text).task;
        let verdict = grade(&task, &tasks::solution(&world, &task).unwrap());
        assert!(verdict.right, "{verdict:?}\n{text}");
    }
}

#[test]
fn facts_and_goals_are_read() {
    fences("toml fact").iter().for_each(|text| assert!(!read::<Fact>(text).say.is_empty()));
    assert_eq!(fences("toml goals").iter().map(|text| read::<Met>(text).goals.len()).sum::<usize>(), 12);
}

#[test]
fn the_lesson_and_its_question_have_nothing_wrong_with_them() {
    let concepts = "[[concept]]\nid = \"numbers\"\ntitle = \"Numbers\"\nlesson = \"example\"\n".to_owned();
    let mut files = BTreeMap::from([("concepts.toml".to_owned(), concepts)]);
    files.extend(fences("markdown lesson").into_iter().map(|text| ("lessons/010-example.md".to_owned(), text)));
    for (place, id) in [(1, "one"), (2, "other")] {
        let question = fences("toml question").remove(0);
        files.insert(format!("questions/example/{place}-{id}.toml"), question);
    }
    let world = World::new(source::read(&files).unwrap());
    let lessons = world.content.lessons.iter().map(File::Lesson);
    for file in lessons.chain(world.content.questions.iter().map(File::Question)) {
        assert_eq!((content::texts(&world, file), content::task(&world, file)), (Vec::new(), Vec::new()));
    }
}
