//! Errors as the tests show them: the words, the line with carets, and what each fix makes of it.

use wirelens::diagnostic::{Diagnostic, Fix};
use wirelens::text::{LineColumn, LineIndex};

/// All errors of a text.
pub fn errors(text: &str, diagnostics: &[Diagnostic]) -> String {
    let lines = LineIndex::new(text);
    diagnostics.iter().map(|diagnostic| error(text, &lines, diagnostic)).collect()
}

fn error(text: &str, lines: &LineIndex<'_>, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.place.span;
    let LineColumn { line, column } = lines.line_column(span.start as usize);
    let shown = text.lines().nth(line as usize - 1).unwrap_or_default();
    let width = text[span.range()].lines().next().unwrap_or_default().chars().count().max(1);
    let carets = format!("{}{}", " ".repeat(column as usize - 1), "^".repeat(width));
    let mut out = format!("{}: {}\n{line:3} | {shown}\n    | {carets}\n", diagnostic.code, diagnostic.message);
    for label in &diagnostic.labels {
        let at = lines.line_column(label.place.span.start as usize);
        out += &format!("    = {}:{}: {}\n", at.line, at.column, label.message);
    }
    if let Some(help) = &diagnostic.help {
        out += &format!("    = help: {help}\n");
    }
    diagnostic.fixes.iter().for_each(|it| out += &fix(text, it));
    out
}

/// The lines that a fix changes, as they are then.
fn fix(text: &str, fix: &Fix) -> String {
    let fixed = applied(text, fix);
    let (before, after): (Vec<_>, Vec<_>) = (text.lines().collect(), fixed.lines().collect());
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - same;
    let tail = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let changed = after[same..after.len() - tail].iter().enumerate();
    let changed: String = changed.map(|(at, line)| format!("{:3} + {line}\n", same + at + 1)).collect();
    format!("    = fix: {}\n{changed}", fix.title)
}

/// The text after a fix.
pub fn applied(text: &str, fix: &Fix) -> String {
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|(place, _)| place.span.start);
    let mut fixed = text.to_owned();
    for (place, replacement) in edits.iter().rev() {
        fixed.replace_range(place.span.range(), replacement);
    }
    fixed
}
