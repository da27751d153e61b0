//! No file has anything wrong with it.

use std::collections::BTreeMap;

use wirelens::{
    annotate::explain::Rule,
    engine::learn::{Packet, Shown as Told},
    learn::task::Task,
};

use crate::{
    code, digits, links, names, shape,
    sources::Sources,
    support::{File, Problem, Problems, World},
    tables, tasks,
    texts::Shown,
};

/// What is wrong with a file, its task left out.
pub fn texts(world: &World, file: File<'_>) -> Vec<Problem> {
    texts_with(world, file, &Sources::of(world, file, &Shown::of(file)))
}

/// The same, where it is known what the file's data is made of.
pub fn texts_with(world: &World, file: File<'_>, sources: &Sources) -> Vec<Problem> {
    let shown = Shown::of(file);
    let mut problems = Problems::of(&file);
    match file {
        File::Lesson(it) => shape::lesson(world, it, &shown, &mut problems),
        File::Question(it) => shape::question(world, it, &mut problems),
    }
    links::check(world, file, &shown, &mut problems);
    names::check(file, &shown, sources, &mut problems);
    code::check(&shown, sources, &mut problems);
    tables::check(world, &shown, &mut problems);
    digits::check(world, file, &shown, sources, &mut problems);
    problems.found
}

/// What is wrong with a question's task.
pub fn task(world: &World, file: File<'_>) -> Vec<Problem> {
    let mut problems = Problems::of(&file);
    if let File::Question(it) = file {
        tasks::check(world, it, &mut problems);
    }
    problems.found
}

fn demand_none(problems: Vec<Problem>) {
    let told: Vec<String> = problems.iter().map(|it| format!("{it}\n")).collect();
    assert!(told.is_empty(), "{} problems\n{}", told.len(), told.concat());
}

#[test]
fn texts_are_well_formed_and_true() {
    let world = World::read();
    demand_none(world.files().into_iter().flat_map(|file| texts(&world, file)).collect());
}

#[test]
fn tasks_are_graded_as_their_authors_say() {
    let world = World::read();
    demand_none(world.files().into_iter().flat_map(|file| task(&world, file)).collect());
}

#[test]
fn live_parts_show_something_and_cross_to_the_page_unchanged() {
    let world = World::read();
    let mut problems = Vec::new();
    for file in world.files() {
        let File::Lesson(lesson) = file else { continue };
        let packet = Packet::new(world.content.unit(&lesson.lesson).unwrap_or_else(|error| panic!("{error}")));
        assert_eq!(Packet::unpack(&packet.pack()).as_ref(), Some(&packet));
        let mut found = Problems::of(&file);
        for (index, shown) in packet.shown.iter().enumerate() {
            if let Told::Failed(why) = shown {
                found.add(&format!("live part {}", index + 1), why.clone());
            }
        }
        problems.extend(found.found);
    }
    demand_none(problems);
}

#[test]
fn ids_are_unique_and_concepts_have_lessons_and_questions() {
    let world = World::read();
    let mut ids: Vec<&str> = world.content.questions.iter().map(|it| it.id.as_str()).collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        assert_ne!(pair[0], pair[1], "two questions have this id: progress is kept by it");
    }
    for concept in &world.content.concepts {
        let lesson = world.content.lessons.iter().any(|it| it.lesson.id == concept.lesson);
        assert!(lesson, "concept {}: there is no lesson {}", concept.id, concept.lesson);
    }
}

#[test]
fn questions_are_many_and_of_all_kinds() {
    let content = World::read().content;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    content.questions.iter().for_each(|it| *kinds.entry(tasks::kind(&it.task)).or_default() += 1);
    assert!(content.questions.len() >= 60, "{kinds:?}");
    assert!(kinds.len() == 8 && kinds.values().all(|&it| it >= 4), "{kinds:?}");
    assert!((kinds["choice"] + kinds["several"]) * 2 <= content.questions.len(), "{kinds:?}");
    for concept in &content.concepts {
        assert!(content.questions.iter().any(|it| it.concept == concept.id), "no question is about {}", concept.id);
    }
}

/// Who always takes the longest option is right no more often than chance has it, or so.
#[test]
fn length_does_not_tell_the_right_option() {
    let content = World::read().content;
    let (mut asked, mut longest) = (0, 0);
    for question in &content.questions {
        let Task::Choice(options) = &question.task else { continue };
        asked += 1;
        let most = options.options.iter().max_by_key(|it| it.text.chars().count());
        longest += usize::from(most.is_some_and(|it| it.correct));
    }
    assert!(longest * 5 <= asked * 2, "the right option is the longest in {longest} of {asked}");
}

#[test]
fn every_rule_of_the_encoding_has_its_lesson() {
    let world = World::read();
    for rule in Rule::ALL {
        assert!(world.content.lessons.iter().any(|it| it.lesson.id == rule.lesson()), "{rule:?}");
    }
}
