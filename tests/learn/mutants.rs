//! A digit of a text is changed, and something is wrong with the file: every digit of every file, one at a time.

use std::collections::BTreeMap;

use serde_json::Value;
use wirelens::learn::{
    source::{LessonFile, QuestionFile},
    task::Task,
};

use crate::{
    content,
    sources::Sources,
    support::{File, Problem, World},
    tasks::{kind, solution},
    texts::{self, Shown},
};

/// A digit in place of another one: no two neighbours, so that a slip of one is not all that is tried.
const STEPS: [u8; 2] = [1, 4];

/// Where the digits are that people see: not in the address of a link.
fn digits(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut in_address = false;
    for (at, it) in text.char_indices() {
        match it {
            '(' if text[..at].ends_with(']') => in_address = true,
            ')' => in_address = false,
            '0'..='9' if !in_address => found.push(at),
            _ => {}
        }
    }
    found
}

/// Changes the digit of that number, counted over all texts; what it was in, before and after.
fn change(nth: usize, step: u8, each: impl FnOnce(&mut dyn FnMut(&mut String))) -> Option<(String, String)> {
    let (mut seen, mut changed) = (0, None);
    each(&mut |text| {
        let places = digits(text);
        if changed.is_none() && nth < seen + places.len() {
            let (before, at) = (text.clone(), places[nth - seen]);
            let digit = (text.as_bytes()[at] - b'0' + step) % 10;
            text.replace_range(at..=at, &digit.to_string());
            changed = Some((before, text.clone()));
        }
        seen += places.len();
    });
    changed
}

enum Copy {
    Lesson(LessonFile),
    Question(Box<QuestionFile>),
}

impl Copy {
    fn of(file: File<'_>) -> Copy {
        match file {
            File::Lesson(it) => Copy::Lesson(it.clone()),
            File::Question(it) => Copy::Question(Box::new(it.clone())),
        }
    }

    fn change(&mut self, nth: usize, step: u8) -> Option<(String, String)> {
        match self {
            Copy::Lesson(it) => change(nth, step, |each| texts::of_lesson(it, each)),
            Copy::Question(it) => change(nth, step, |each| texts::of_question(it, each)),
        }
    }

    fn file(&self) -> File<'_> {
        match self {
            Copy::Lesson(it) => File::Lesson(it),
            Copy::Question(it) => File::Question(it),
        }
    }
}

/// What is wrong with a file, in its texts and in its task.
struct Known {
    sources: Sources,
    texts: Vec<Problem>,
    task: Vec<Problem>,
}

impl Known {
    fn of(world: &World, file: File<'_>) -> Known {
        let sources = Sources::of(world, file, &Shown::of(file));
        let texts = content::texts_with(world, file, &sources);
        Known { sources, texts, task: content::task(world, file) }
    }

    /// Whether something else is wrong with a mutant, of which texts alone were changed.
    fn notices_text(&self, world: &World, mutant: File<'_>) -> bool {
        content::texts_with(world, mutant, &self.sources) != self.texts || content::task(world, mutant) != self.task
    }

    /// Whether something else is wrong with a mutant.
    fn notices(&self, world: &World, mutant: File<'_>) -> bool {
        content::task(world, mutant) != self.task || content::texts(world, mutant) != self.texts
    }
}

#[test]
fn a_changed_digit_in_a_text_is_noticed() {
    let world = World::read();
    let (mut made, mut escaped) = (0, Vec::new());
    for file in world.files() {
        let known = Known::of(&world, file);
        let mut mutants = 0..;
        let mut more = true;
        while let Some(nth) = mutants.next().filter(|_| more) {
            for step in STEPS {
                let mut mutant = Copy::of(file);
                let Some((before, after)) = mutant.change(nth, step) else {
                    more = false;
                    break;
                };
                made += 1;
                if !known.notices_text(&world, mutant.file()) {
                    escaped.push(format!("{}: `{before}` → `{after}`\n", file.path()));
                }
            }
        }
    }
    println!("{made} digits of texts were changed, {} were noticed", made - escaped.len());
    assert!(escaped.is_empty(), "{} of {made} changed digits were not noticed\n{}", escaped.len(), escaped.concat());
}

/// What of a task is text for people, which the test above changes, or a name.
const TEXTS: [&str; 5] = ["why", "label", "id", "who", "says"];

/// Changes the digit of that number in the data of a task; what it was in, before and after, and where.
fn change_data(value: &mut Value, path: &str, left: &mut usize) -> Option<String> {
    match value {
        Value::Object(members) => {
            let is_option = members.contains_key("why") || members.contains_key("who");
            members.iter_mut().find_map(|(name, value)| {
                let is_text = TEXTS.contains(&name.as_str()) || is_option && name == "text";
                if is_text { None } else { change_data(value, &format!("{path}.{name}"), left) }
            })
        }
        Value::Array(items) => items.iter_mut().find_map(|item| change_data(item, path, left)),
        Value::String(text) => {
            let places: Vec<usize> =
                text.bytes().enumerate().filter(|(_, it)| it.is_ascii_digit()).map(|it| it.0).collect();
            let Some(&at) = places.get(*left) else {
                *left -= places.len();
                return None;
            };
            let before = text.clone();
            let digit = (text.as_bytes()[at] - b'0' + STEPS[0]) % 10;
            text.replace_range(at..=at, &digit.to_string());
            Some(format!("{path}: `{before}` → `{text}`"))
        }
        Value::Number(number) => {
            if *left > 0 {
                *left -= 1;
                return None;
            }
            let before = number.as_u64()?;
            *value = (before + u64::from(STEPS[0])).into();
            Some(format!("{path}: {before} → {value}"))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

/// How many digits of a task are changed, evenly over all it has: grading compiles, which takes a while.
const SAMPLE: usize = 10;

/// Most of a task's data is free: the number of a field nobody asks for. But its key is what the texts say, so it can't change
/// in silence. Two exceptions: what `mend` and `write` ask for is their goals', and one of a dump's keys may become another number
/// that its texts say as well.
#[test]
fn a_changed_digit_in_a_task_is_noticed_or_the_key_stays() {
    let world = World::read();
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for file in world.files() {
        let File::Question(question) = file else { continue };
        let known = Known::of(&world, file);
        let data = serde_json::to_value(&question.task).unwrap();
        let digits = (0..).take_while(|&nth| change_data(&mut data.clone(), "", &mut { nth }).is_some()).count();
        for nth in (0..digits).step_by(digits.div_ceil(SAMPLE).max(1)) {
            let mut data = data.clone();
            let change = change_data(&mut data, "", &mut { nth });
            let Ok(task) = serde_json::from_value::<Task>(data) else { continue };
            let mutant = QuestionFile { task, ..question.clone() };
            let is_noticed = known.notices(&world, File::Question(&mutant));
            counts.entry(kind(&mutant.task)).or_default()[usize::from(is_noticed)] += 1;
            let [before, after] = [&question.task, &mutant.task].map(|task| solution(&world, task));
            let has_one_key = !matches!(mutant.task, Task::Mend(_) | Task::Write(_) | Task::Dump(_));
            let is_free = !has_one_key || before == after;
            assert!(is_noticed || is_free, "{}: {change:?} changes the key, and nothing notices", file.path());
        }
    }
    for (kind, [free, noticed]) in &counts {
        println!(
            "{kind}: {} digits of tasks were changed, {noticed} were noticed, {free} leave all true",
            free + noticed
        );
    }
}
