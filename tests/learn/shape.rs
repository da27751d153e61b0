//! What every lesson and every question has, and what none has.

use wirelens::learn::{
    live::Live,
    markdown::{inline, plain},
    source::{LessonFile, QuestionFile},
    task::{Choice, Options, Task},
};

use crate::{
    support::{Problems, World},
    texts::Shown,
};

/// The longest option that is right may be so much longer than the longest that is wrong, or shorter than the shortest.
const STANDS_OUT: f64 = 1.5;

/// Words that turn a question round.
const NEGATIVE: [&str; 8] = ["not", "except", "never", "cannot", "can't", "isn't", "doesn't", "don't"];

pub fn lesson(world: &World, file: &LessonFile, shown: &Shown, problems: &mut Problems) {
    is_id(&file.lesson.id, problems);
    is_sentence("summary", &file.summary, problems);
    let parts = |live: &Live| matches!(live, Live::Bytes(_) | Live::Compare(_));
    problems.demand(shown.lives.iter().filter(|it| !parts(it)).count() + shown.lives.len() >= 1, "text", || {
        "expected a live part, found none".to_owned()
    });
    problems.demand(world.content.questions_of(&file.lesson.id).count() >= 2, "questions", || {
        "expected at least two questions for this lesson".to_owned()
    });
}

pub fn question(world: &World, file: &QuestionFile, problems: &mut Problems) {
    is_id(&file.id, problems);
    problems.demand(world.content.concepts.iter().any(|it| it.id == file.concept), "concept", || {
        format!("there is no concept `{}` in concepts.toml", file.concept)
    });
    for (place, texts) in [("steps", &file.steps), ("mistakes", &file.mistakes)] {
        problems.demand(texts.len() >= 2, place, || format!("expected at least two {place}, found {}", texts.len()));
        texts.iter().for_each(|text| is_sentence(place, text, problems));
    }
    for (place, text) in [("hint", &file.hint), ("check", &file.check)] {
        is_sentence(place, text, problems);
    }
    problems.demand(!file.answer.is_empty(), "answer", || "expected the answer in a sentence, found none".to_owned());
    problems.demand(file.start.is_some(), "try", || "expected something to try, found nothing".to_owned());
    let options: Vec<(&str, &str, bool)> = match &file.task {
        Task::Choice(it) | Task::Several(it) => it.options.iter().map(|it| (&*it.id, &*it.why, it.correct)).collect(),
        Task::Change(it) => it.options.iter().map(|it| (&*it.id, &*it.why, it.correct)).collect(),
        _ => Vec::new(),
    };
    if options.is_empty() {
        problems.demand(file.near.len() >= 2, "near", || {
            format!("expected at least two answers that are close and wrong, found {}", file.near.len())
        });
        return;
    }
    problems
        .demand(options.len() >= 3, "options", || format!("expected at least three options, found {}", options.len()));
    for &(id, why, _) in &options {
        is_id(id, problems);
        is_sentence(&format!("why {id}"), why, problems);
        problems
            .demand(options.iter().filter(|it| it.0 == id).count() == 1, "options", || format!("`{id}` comes twice"));
    }
    let right = options.iter().filter(|it| it.2).count();
    let fits = match &file.task {
        Task::Several(_) => right >= 2 && right < options.len(),
        _ => right == 1,
    };
    problems.demand(fits, "options", || match &file.task {
        Task::Several(_) => format!("expected several right options and a wrong one, found {right} right ones"),
        _ => format!("expected one right option, found {right}"),
    });
    if let Task::Choice(options) | Task::Several(options) = &file.task {
        wording(file, options, problems);
    }
}

fn wording(file: &QuestionFile, options: &Options, problems: &mut Problems) {
    for sentence in file.prompt.split_inclusive(['.', '?', ':']).filter(|it| it.ends_with('?')) {
        // What is left out of the count comes behind a comma.
        let clause = sentence.trim().split(',').next().unwrap_or_default();
        let is_negative = clause.split([' ', ',', '?']).any(|word| NEGATIVE.contains(&word.to_lowercase().as_str()));
        problems.demand(!is_negative, "prompt", || format!("asked the negative way round: `{}`", sentence.trim()));
    }
    for option in &options.options {
        let text = option.text.to_lowercase();
        let is_of_others = ["all of the", "none of the", "all of these", "none of these", "both of"].iter();
        problems.demand(!is_of_others.clone().any(|it| text.contains(it)), &format!("option {}", option.id), || {
            "an option speaks for itself, not of the others".to_owned()
        });
    }
    if matches!(file.task, Task::Choice(_)) && !options.options.iter().any(|it| it.code) {
        let lengths = |right: bool| {
            let of = move |it: &&Choice| it.correct == right;
            options
                .options
                .iter()
                .filter(of)
                .map(|it| plain(&inline(&it.text).unwrap_or_default()).chars().count() as f64)
        };
        let (right, longest) = (lengths(true).fold(0.0, f64::max), lengths(false).fold(0.0, f64::max));
        let shortest = lengths(false).fold(f64::MAX, f64::min);
        // A few letters more or less tell nothing.
        let stands_out = right > longest * STANDS_OUT + 6.0 || right * STANDS_OUT + 6.0 < shortest;
        problems.demand(!stands_out, "options", || {
            format!("the right option stands out: {right} letters, the wrong ones have {shortest} to {longest}")
        });
    }
}

fn is_id(id: &str, problems: &mut Problems) {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    problems.demand(!id.is_empty() && id.bytes().all(fits), "id", || {
        format!("expected a name of `a-z`, `0-9` and hyphens, found `{id}`")
    });
}

/// Begins like one and ends like one.
fn is_sentence(place: &str, text: &str, problems: &mut Problems) {
    let text = inline(text).map(|it| plain(&it)).unwrap_or_default();
    let ends = text.trim_end_matches(['"', ')', '”']).ends_with(['.', '?', '!', ':']) || text.ends_with('`');
    let is_code =
        |it: &str| it.split(' ').next_back().is_some_and(|it| it.bytes().any(|byte| !byte.is_ascii_alphabetic()));
    problems
        .demand(!text.is_empty() && (ends || is_code(&text)), place, || format!("expected a sentence, found `{text}`"));
}
