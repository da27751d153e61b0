//! Our verdict on a case, beside protoc's.

use wirelens::diagnostic::{Severity, Source};
use wirelens::schema::Compiled;
use wirelens::text::{Files, LineIndex};

use super::cases::Case;

/// One of our problems, with its place in people's terms.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The file's name.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// How bad.
    pub severity: Severity,
    /// What the page shows, with the help behind it.
    pub message: String,
}

impl Problem {
    /// As the page's Problems list has it.
    pub fn text(&self) -> String {
        format!("{}:{}:{} {} {}", self.file, self.line, self.column, self.severity.word(), self.message)
    }
}

/// How our verdict compares with protoc's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Both accept.
    Good,
    /// Both refuse, and our first error is on the line of protoc's first one, or protoc gives no line.
    SameLine,
    /// Both refuse, with the first error on another line.
    OtherLine,
    /// Only protoc refuses.
    Accepted,
    /// Only we refuse.
    Refused,
}

/// Our problems with `files`.
pub fn problems(files: &Files, compiled: &Compiled) -> Vec<Problem> {
    let lines: Vec<_> = files.iter().map(|file| LineIndex::new(&file.text)).collect();
    let problem = |diagnostic: &wirelens::diagnostic::Diagnostic| {
        let Source::File(index) = diagnostic.place.source else { return None };
        let (file, lines) = (files.get(index as usize)?, lines.get(index as usize)?);
        let place = lines.line_column(diagnostic.place.span.start as usize);
        let help = diagnostic.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        Some(Problem {
            file: file.name.clone(),
            line: place.line,
            column: place.column,
            severity: diagnostic.severity,
            message: format!("{}{help}", diagnostic.message),
        })
    };
    compiled.diagnostics.iter().filter_map(problem).collect()
}

/// Compares what came of a case's files.
pub fn judge(case: &Case, compiled: &Compiled) -> (Outcome, Vec<Problem>) {
    let problems = problems(&case.files(), compiled);
    (outcome(case, &problems), problems)
}

fn outcome(case: &Case, problems: &[Problem]) -> Outcome {
    let first = problems.iter().find(|problem| problem.severity == Severity::Error);
    match (case.is_good, first) {
        (true, None) => Outcome::Good,
        (true, Some(_)) => Outcome::Refused,
        (false, None) => Outcome::Accepted,
        (false, Some(ours)) => {
            let same = case.first_error().is_none_or(|theirs| {
                theirs.file.as_ref() == Some(&ours.file) && theirs.line.is_none_or(|line| line == ours.line)
            });
            if same { Outcome::SameLine } else { Outcome::OtherLine }
        }
    }
}

/// Those of protoc's warnings that we have not, on their line.
pub fn missing_warnings(case: &Case, problems: &[Problem]) -> Vec<String> {
    let have = |theirs: &super::cases::Line| {
        problems.iter().any(|ours| {
            ours.severity == Severity::Warning
                && theirs.file.as_ref() == Some(&ours.file)
                && theirs.line.is_none_or(|line| line == ours.line)
        })
    };
    case.warnings().filter(|theirs| !have(theirs)).map(|theirs| theirs.text.clone()).collect()
}
