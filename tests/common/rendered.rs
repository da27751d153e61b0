//! Diagnostics as a reader sees them: the words, the line with the place marked, the help, and what each fix makes of it.

use wirelens::diagnostic::{Diagnostic, Fix, Place, Source};
use wirelens::text::{File, Files, LineIndex, Span};

/// Files from one text; each begins with a line `--- name`. Without one it is `user.proto`.
pub fn files(text: &str) -> Files {
    let mut files = Files::new();
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("--- ") {
            files.push(File { name: name.trim().to_owned(), text: String::new() });
        } else {
            if files.is_empty() {
                files.push(File { name: "user.proto".to_owned(), text: String::new() });
            }
            files.last_mut().unwrap().text.push_str(line);
        }
    }
    files
}

/// One diagnostic, in several lines.
pub fn rendered(files: &Files, diagnostic: &Diagnostic) -> String {
    let mut shown = format!("{}[{}]: {}\n", diagnostic.severity.word(), diagnostic.code, diagnostic.message);
    shown += &marked(files, diagnostic.place, '^', "");
    for label in &diagnostic.labels {
        shown += &marked(files, label.place, '-', &label.message);
    }
    if let Some(help) = &diagnostic.help {
        shown += &format!("  help: {help}\n");
    }
    if let Some(name) = &diagnostic.rename {
        shown += &format!("  fix: rename to `{name}`\n");
    }
    for fix in &diagnostic.fixes {
        shown += &format!("  fix: {}\n", fix.title);
        shown += &difference(files, &fixed(files, fix));
    }
    shown
}

/// The files with a fix applied.
pub fn fixed(files: &Files, fix: &Fix) -> Files {
    let mut fixed = files.clone();
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.span));
    for (place, text) in edits {
        let (index, span) = within(*place);
        fixed[index].text.replace_range(span.range(), text);
    }
    fixed
}

fn within(place: Place) -> (usize, Span) {
    match place.source {
        Source::File(index) => (index as usize, place.span),
        _ => panic!("not in a file: {place:?}"),
    }
}

/// The first line of a place, marked from below.
fn marked(files: &Files, place: Place, mark: char, words: &str) -> String {
    let (index, span) = within(place);
    let file = &files[index];
    let at = LineIndex::new(&file.text).line_column(span.start as usize);
    let start = file.text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let line = file.text[start..].lines().next().unwrap_or_default();
    let covered = span.of_str(&file.text).lines().next().unwrap_or_default().chars().count().max(1);
    let before = " ".repeat(at.column as usize - 1);
    let marks = mark.to_string().repeat(covered);
    let row = format!("{:>4} | ", at.line);
    let text = format!("  {}:{}:{}\n{row}{line}\n     | {before}{marks} {words}", file.name, at.line, at.column);
    text.trim_end().to_owned() + "\n"
}

/// The lines that differ; those at both ends that do not are left out.
fn difference(old: &Files, new: &Files) -> String {
    let mut shown = String::new();
    for (old, new) in old.iter().zip(new).filter(|(old, new)| old != new) {
        let (before, after): (Vec<_>, Vec<_>) = (old.text.lines().collect(), new.text.lines().collect());
        let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let rest = before.len().min(after.len()) - head;
        let tail = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        for line in &before[head..before.len() - tail] {
            shown += &format!("     - {line}\n");
        }
        for line in &after[head..after.len() - tail] {
            shown += &format!("     + {line}\n");
        }
    }
    shown
}
