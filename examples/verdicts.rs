//! Our problems with .proto files, as protoc prints its own, or with cases of `tests/protoc` where they differ from protoc's.
//!
//! ```text
//! cargo run --no-default-features --example verdicts -- FILE.proto...
//! cargo run --no-default-features --example verdicts -- [--all] [--only WORDS] tests/protoc/cases/*.txt
//! ```
//! `--only` takes the cases whose title has the words; `--all` shows those too on which both agree.

use std::error::Error;
use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;

use wirelens::schema;
use wirelens::text::{File, Files};

#[allow(dead_code, reason = "shared with the tests, which use the rest")]
#[path = "../tests/protoc/support/mod.rs"]
mod support;

use support::cases::{self, Case};
use support::judge::{Outcome, judge, missing_warnings, problems};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut all = false;
    let mut only = String::new();
    let mut paths = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--all" => all = true,
            "--only" => only = args.next().ok_or("--only needs words")?,
            _ => paths.push(arg),
        }
    }
    let (cases, protos): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.ends_with(".txt"));
    if !protos.is_empty() {
        return print_problems(protos);
    }
    let mut total = Counts::default();
    for path in cases {
        let area = Path::new(&path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut counts = Counts::default();
        for case in cases::parse(&area, &std::fs::read_to_string(&path)?)? {
            if case.title.contains(&only) {
                counts.add(&case, all);
            }
        }
        println!("{area}: {}", counts.text());
        total.join(&counts);
    }
    println!("all: {}", total.text());
    Ok(ExitCode::SUCCESS)
}

fn print_problems(paths: Vec<String>) -> Result<ExitCode, Box<dyn Error>> {
    let file = |name: String| std::fs::read_to_string(&name).map(|text| File { name, text });
    let files = paths.into_iter().map(file).collect::<Result<Files, _>>()?;
    let compiled = schema::compile(&files);
    for problem in problems(&files, &compiled) {
        println!("{}", problem.text());
    }
    Ok(if compiled.is_complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Default)]
struct Counts {
    good: usize,
    same_line: usize,
    other_line: usize,
    accepted: usize,
    refused: usize,
    crashed: usize,
    warnings: usize,
}

impl Counts {
    fn add(&mut self, case: &Case, all: bool) {
        let Ok((outcome, problems)) = catch_unwind(|| judge(case, &schema::compile(&case.files()))) else {
            self.crashed += 1;
            println!("CRASH {}", case.title);
            return;
        };
        let (count, word) = match outcome {
            Outcome::Good => (&mut self.good, "agree"),
            Outcome::SameLine => (&mut self.same_line, "agree"),
            Outcome::OtherLine => (&mut self.other_line, "OTHER LINE"),
            Outcome::Accepted => (&mut self.accepted, "WE ACCEPT"),
            Outcome::Refused => (&mut self.refused, "WE REFUSE"),
        };
        *count += 1;
        let missing = missing_warnings(case, &problems);
        self.warnings += missing.len();
        if word == "agree" && missing.is_empty() && !all {
            return;
        }
        let word = if word == "agree" && !missing.is_empty() { "NO WARNING" } else { word };
        println!("{word} {}", case.title);
        if case.is_good {
            println!("    protoc: good");
        }
        let theirs = case.lines.iter().map(|line| format!("    protoc: {}", line.text));
        let ours = problems.iter().map(|problem| format!("    ours:   {}", problem.text()));
        const MOST: usize = 3;
        for line in theirs.take(MOST).chain(ours.take(MOST)) {
            println!("{line}");
        }
    }

    fn join(&mut self, other: &Counts) {
        self.good += other.good;
        self.same_line += other.same_line;
        self.other_line += other.other_line;
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.crashed += other.crashed;
        self.warnings += other.warnings;
    }

    fn text(&self) -> String {
        let Counts { good, same_line, other_line, accepted, refused, crashed, warnings } = self;
        let bad = same_line + other_line + accepted;
        format!(
            "good: {good} agree, {refused} we refuse; bad: {same_line} of {bad} on protoc's line, {other_line} on \
             another, {accepted} we accept; {crashed} crash; {warnings} warnings we lack"
        )
    }
}
