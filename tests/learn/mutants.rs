//! A digit of a text is changed, and something is wrong with the file: every digit of every file, one at a time.

use wirelens::learn::source::{LessonFile, QuestionFile};

use crate::{
    content,
    support::{File, World},
    texts,
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

#[test]
fn a_changed_digit_in_a_text_is_noticed() {
    let world = World::read();
    let (mut made, mut escaped) = (0, Vec::new());
    for file in world.files() {
        let problems = |file: File<'_>| (content::texts(&world, file), content::task(&world, file));
        let known = problems(file);
        for nth in 0.. {
            let mut ended = false;
            for step in STEPS {
                let mut mutant = Copy::of(file);
                let Some((before, after)) = mutant.change(nth, step) else {
                    ended = true;
                    break;
                };
                made += 1;
                if problems(mutant.file()) == known {
                    escaped.push(format!("{}: `{before}` → `{after}`\n", file.path()));
                }
            }
            if ended {
                break;
            }
        }
    }
    println!("{made} digits of texts were changed, {} were noticed", made - escaped.len());
    assert!(escaped.is_empty(), "{} of {made} changed digits were not noticed\n{}", escaped.len(), escaped.concat());
}
