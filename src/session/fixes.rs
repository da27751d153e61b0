//! Which problems and fixes belong to a place, for a user who asks there. Knows no editor.

use crate::{
    analysis::{Input, Payload},
    engine::view::{Problem, Target},
    text::Span,
};

/// The fixes of the problems that touch a place, in the order of the problems; else those of its line. Each is the index
/// of its problem and its own index there.
pub fn at(problems: &[Problem], input: &Input, place: Target) -> Vec<(u32, u32)> {
    let listed = |touches: &dyn Fn(Span) -> bool| -> Vec<(u32, u32)> {
        near(problems, place, touches)
            .flat_map(|(index, problem)| (0..problem.fixes.len()).map(move |fix| (index as u32, fix as u32)))
            .collect()
    };
    let (_, at) = split(place);
    let found = listed(&|span| touch(span, at));
    if !found.is_empty() {
        return found;
    }
    let line = line(input, place);
    listed(&|span| touch(span, line))
}

/// Of the listed fixes those that other problems of the text have, too, each with its likes; one that renames has none.
pub fn alike(problems: &[Problem], place: Target, list: &[(u32, u32)]) -> Vec<Vec<(u32, u32)>> {
    let fix = |&(problem, fix): &(u32, u32)| problems.get(problem as usize)?.fixes.get(fix as usize);
    let mut titles: Vec<&str> = Vec::new();
    for fix in list.iter().filter_map(fix).filter(|fix| fix.rename.is_none()) {
        if !titles.contains(&fix.title.as_str()) {
            titles.push(&fix.title);
        }
    }
    let of_title = |title: &&str| -> Vec<(u32, u32)> {
        let mends = |(index, problem): (usize, &Problem)| {
            let fix = problem.fixes.iter().position(|fix| fix.title == **title && fix.rename.is_none())?;
            Some((index as u32, fix as u32))
        };
        near(problems, place, &|_| true).filter_map(mends).collect()
    };
    titles.iter().map(of_title).filter(|alike| alike.len() > 1).collect()
}

/// Whether two places share a part of a text, or are the same.
pub fn overlap(one: Target, other: Target) -> bool {
    let ((text, span), (other_text, other)) = (split(one), split(other));
    text == other_text && (span == other || span.start < other.end && other.start < span.end)
}

/// Whether there is a problem in the line of a place.
pub fn problem_at(problems: &[Problem], input: &Input, place: Target) -> bool {
    let line = line(input, place);
    near(problems, place, &|span| touch(span, line)).next().is_some()
}

/// Where a place is after edits elsewhere; what is in its way has moved it.
pub fn moved(place: Target, edits: &[(Target, String)]) -> Target {
    let (text, span) = split(place);
    let (mut grown, mut shrunk) = (0, 0);
    for (target, new) in edits {
        let (other, edited) = split(*target);
        if other == text && edited.end <= span.start && edited != span {
            grown += new.encode_utf16().count() as u32;
            shrunk += edited.len() as u32;
        }
    }
    let shift = |at: u32| (at + grown).saturating_sub(shrunk);
    let span = Span { start: shift(span.start), end: shift(span.end) };
    match place {
        Target::File(file, _) => Target::File(file, span),
        Target::Json(_) => Target::Json(span),
        Target::Text(_) => Target::Text(span),
        Target::Payload(_) => Target::Payload(span),
        Target::Bytes(_) => place,
    }
}

fn near<'a>(
    problems: &'a [Problem],
    place: Target,
    touches: &'a dyn Fn(Span) -> bool,
) -> impl Iterator<Item = (usize, &'a Problem)> {
    let (text, _) = split(place);
    problems.iter().enumerate().filter(move |(_, problem)| {
        let (other, span) = split(problem.target);
        other == text && touches(span)
    })
}

/// Which text, and where in it.
fn split(target: Target) -> ((u8, u32), Span) {
    match target {
        Target::File(file, span) => ((0, file), span),
        Target::Json(span) => ((1, 0), span),
        Target::Text(span) => ((2, 0), span),
        Target::Payload(span) => ((3, 0), span),
        Target::Bytes(span) => ((4, 0), span),
    }
}

fn touch(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// The line around a place, in UTF-16 code units.
fn line(input: &Input, place: Target) -> Span {
    let (_, at) = split(place);
    let text = match (place, &input.payload) {
        (Target::File(file, _), _) => input.files.get(file as usize).map_or("", |file| &file.text),
        (Target::Json(_), Payload::Json(text))
        | (Target::Text(_), Payload::TextFormat(text))
        | (Target::Payload(_), Payload::Text(text)) => text,
        _ => "",
    };
    let (mut start, mut units) = (0, 0);
    for letter in text.chars() {
        if letter == '\n' {
            if units >= at.start {
                break;
            }
            start = units + 1;
        }
        units += letter.len_utf16() as u32;
    }
    Span { start, end: units.max(start) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::Severity, engine::view::Fix, text::File};

    fn problem(target: Target, fixes: usize) -> Problem {
        let fix = |index| Fix { title: format!("fix {index}"), edits: Vec::new(), rename: None };
        Problem {
            target,
            file: String::new(),
            line: 1,
            column: 1,
            severity: Severity::Error,
            code: String::new(),
            message: String::new(),
            help: None,
            fixes: (0..fixes).map(fix).collect(),
        }
    }

    fn file(start: usize, end: usize) -> Target {
        Target::File(0, Span::new(start, end))
    }

    #[test]
    fn what_touches_the_cursor_comes_before_what_is_in_its_line() {
        let input = Input {
            files: vec![File { name: "a.proto".into(), text: "😀 one two\nthree\n".into() }],
            ..Input::default()
        };
        let problems = [
            problem(file(3, 6), 2),
            problem(file(7, 10), 1),
            problem(file(11, 16), 1),
            problem(Target::Json(Span::new(3, 6)), 1),
        ];
        assert_eq!(at(&problems, &input, file(6, 6)), [(0, 0), (0, 1)]);
        assert_eq!(at(&problems, &input, file(8, 8)), [(1, 0)]);
        assert_eq!(at(&problems, &input, file(0, 0)), [(0, 0), (0, 1), (1, 0)]);
        assert_eq!(at(&problems, &input, file(16, 16)), [(2, 0)]);
        assert_eq!(at(&problems, &input, file(17, 17)), []);
        assert_eq!(at(&problems, &input, Target::Json(Span::at(4))), [(3, 0)]);
        assert!(problem_at(&problems, &input, file(1, 1)) && !problem_at(&problems, &input, file(17, 17)));
    }

    #[test]
    fn fixes_of_one_title_are_alike() {
        let input = Input {
            files: vec![File { name: "a.proto".into(), text: "one\ntwo\nthree\n".into() }],
            ..Input::default()
        };
        let problems = [problem(file(0, 3), 2), problem(file(4, 7), 1), problem(Target::Json(Span::new(0, 3)), 1)];
        let list = at(&problems, &input, file(0, 0));
        assert_eq!(list, [(0, 0), (0, 1)]);
        assert_eq!(alike(&problems, file(0, 0), &list), [vec![(0, 0), (1, 0)]], "in the same text only");
        assert!(overlap(file(1, 3), file(2, 4)) && overlap(file(1, 1), file(1, 1)));
        assert!(!overlap(file(1, 3), file(3, 4)) && !overlap(file(1, 3), Target::Json(Span::new(1, 3))));
    }

    #[test]
    fn a_place_moves_with_what_comes_before_it() {
        let edits =
            [(file(0, 0), "import;\n".to_owned()), (file(20, 24), "x".to_owned()), (file(30, 31), String::new())];
        assert_eq!(moved(file(20, 24), &edits), file(28, 32));
        assert_eq!(moved(file(25, 26), &edits), file(30, 31));
        assert_eq!(moved(Target::Json(Span::new(25, 26)), &edits), Target::Json(Span::new(25, 26)));
    }
}
