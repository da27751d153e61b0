//! The compiler against protoc 36.2: verdicts, lines and descriptors of the cases in `tests/protoc/cases`.
//!
//! How the cases are written and refreshed: `tests/protoc/README.md`. `cargo run --example verdicts` shows the differences.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use wirelens::schema::{self, Compiled};

#[allow(dead_code, reason = "shared with the examples, which use the rest")]
#[path = "protoc/support/mod.rs"]
mod support;

use support::archive;
use support::cases::{self, Case};
use support::diff::Descriptors;
use support::judge::{Outcome, judge, missing_warnings};
use support::known::{self, Known};

/// What the issue asks for: our first error on protoc's line.
const LEAST_SAME_LINE_PERCENT: usize = 95;
const LEAST_CASES: usize = 400;

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/protoc/cases");
    let mut paths: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let area = path.file_stem().unwrap().to_str().unwrap().to_owned();
        cases::parse(&area, &fs::read_to_string(path).unwrap()).unwrap()
    };
    paths.iter().flat_map(read).collect()
});

/// What we make of each of them, in their order.
static COMPILED: LazyLock<Vec<Compiled>> =
    LazyLock::new(|| CASES.iter().map(|case| schema::compile(&case.files())).collect());

static SETS: LazyLock<BTreeMap<String, Vec<u8>>> =
    LazyLock::new(|| archive::read(include_bytes!("protoc/descriptors.bin.gz")).unwrap());

fn known() -> Known {
    known::parse(include_str!("protoc/known.txt")).unwrap()
}

/// Differences found, as kind, title and details.
#[derive(Default)]
struct Differences(Vec<(&'static str, String, String)>);

impl Differences {
    fn note(&mut self, kind: &'static str, case: &Case, details: String) {
        self.0.push((kind, case.title.clone(), details));
    }

    /// Fails on what is not known, and on what is known of these kinds but is not so.
    fn check(&self, kinds: &[&str]) {
        let known = known();
        let found: BTreeSet<_> = self.0.iter().map(|(kind, title, _)| (kind.to_string(), title.clone())).collect();
        let mut wrong: Vec<_> = self
            .0
            .iter()
            .filter(|(kind, title, _)| !known.contains_key(&(kind.to_string(), title.clone())))
            .map(|(kind, title, details)| format!("[{kind}] {title}\n{details}"))
            .collect();
        let gone = known.keys().filter(|key| kinds.contains(&key.0.as_str()) && !found.contains(*key));
        wrong.extend(
            gone.map(|(kind, title)| {
                format!("[{kind}] {title}\n    is no difference any more: take it out of known.txt")
            }),
        );
        assert!(wrong.is_empty(), "{} differences from protoc\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn verdicts_and_lines_are_protocs() {
    let mut differences = Differences::default();
    let (mut bad, mut same_line) = (0, 0);
    for (case, compiled) in CASES.iter().zip(COMPILED.iter()) {
        let (outcome, problems) = judge(case, compiled);
        let details = || {
            let theirs = case.lines.iter().map(|line| format!("    protoc: {}", line.text));
            let ours = problems.iter().map(|problem| format!("    ours:   {}", problem.text()));
            theirs.chain(ours).collect::<Vec<_>>().join("\n")
        };
        bad += usize::from(!case.is_good);
        match outcome {
            Outcome::Good => {}
            Outcome::SameLine => same_line += 1,
            Outcome::OtherLine => differences.note("line", case, details()),
            Outcome::Accepted => differences.note("accept", case, details()),
            Outcome::Refused => differences.note("refuse", case, details()),
        }
        if !missing_warnings(case, &problems).is_empty() {
            differences.note("warning", case, details());
        }
    }
    let percent = 100 * same_line / bad;
    println!("{} cases, {bad} bad, {same_line} of them on protoc's line ({percent} %)", CASES.len());
    differences.check(&["accept", "refuse", "line", "warning"]);
    assert!(CASES.len() >= LEAST_CASES);
    assert!(percent >= LEAST_SAME_LINE_PERCENT, "{same_line} of {bad} bad cases are on protoc's line");
}

#[test]
fn descriptors_are_protocs() {
    let descriptors = Descriptors::new(&SETS[archive::BUNDLED]).unwrap();
    let mut differences = Differences::default();
    let mut equal = 0;
    // One that does not compile is a difference of verdicts, which is not counted twice.
    let good = CASES.iter().zip(COMPILED.iter()).filter(|(case, compiled)| case.is_good && compiled.is_complete());
    for (case, compiled) in good {
        let details = differing(&descriptors, &SETS[&case.title], &compiled.descriptors());
        if details.is_empty() {
            equal += 1;
        } else {
            differences.note("descriptor", case, details.join("\n"));
        }
    }
    println!("{equal} good cases have protoc's descriptors");
    differences.check(&["descriptor"]);
}

/// The files every schema may import.
#[test]
fn bundled_files_have_protocs_descriptors() {
    let set = &SETS[archive::BUNDLED];
    let descriptors = Descriptors::new(set).unwrap();
    let ours: Vec<_> = schema::known().into_iter().map(|file| (descriptors.name(&file).unwrap(), file)).collect();
    let details = differing(&descriptors, set, &ours);
    assert!(details.is_empty(), "{}", details.join("\n"));
}

/// Where our descriptors of the files in protoc's `set` differ from those.
fn differing(descriptors: &Descriptors, set: &[u8], ours: &[(String, Vec<u8>)]) -> Vec<String> {
    let ours: BTreeMap<_, _> = ours.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let difference = |(name, theirs): &(String, prost_reflect::DynamicMessage)| match ours.get(name.as_str()) {
        Some(ours) => descriptors.first_difference(theirs, ours),
        None => Some(format!("{name}: we have no descriptor")),
    };
    let files = descriptors.files(set).unwrap();
    files.iter().filter_map(difference).map(|line| format!("    {line}")).collect()
}

#[test]
fn cases_are_unique_and_known_ones_exist() {
    let titles: BTreeSet<_> = CASES.iter().map(|case| &case.title).collect();
    assert_eq!(titles.len(), CASES.len());
    for (_, title) in known().keys() {
        assert!(titles.contains(title), "known.txt: there is no case '{title}'");
    }
    let good = CASES.iter().filter(|case| case.is_good).count();
    assert_eq!(SETS.len(), good + 1);
}
