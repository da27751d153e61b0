//! Every .proto file below a directory, such as those of npm `google-proto-files`, compiled by us and by protoc, and the
//! descriptors compared field by field.
//!
//! ```text
//! (cd tests/protoc && npm ci --ignore-scripts)
//! cargo run --release --no-default-features --example googleapis -- \
//!     tests/protoc/node_modules/google-proto-files [--sample tests/protoc/sample.txt]
//! ```
//! The files that come with Wirelens are not replaced by others of their names; ours are compared with what protoc makes of theirs.
//!
//! `--sample` takes the files that a list names, one a line, instead of all. Fails if a file that protoc compiles does not
//! compile here, or compiles to something else.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use prost_reflect::DynamicMessage;
use wirelens::diagnostic::{Severity, Source};
use wirelens::schema::{self, Compiled};
use wirelens::text::{File, Files};

#[allow(dead_code, reason = "shared with the tests, which use the rest")]
#[path = "../tests/protoc/support/mod.rs"]
mod support;

use support::archive;
use support::diff::Descriptors;
use support::protoc::Protoc;

/// As many files make a workspace here, with what they import.
const AT_ONCE: usize = 500;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let dir = PathBuf::from(args.next().ok_or("which directory?")?).canonicalize()?;
    let mut sample = None;
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--sample" => sample = Some(args.next().ok_or("--sample needs a list")?),
            _ => return Err(format!("what is {arg}?").into()),
        }
    }
    let tree = Tree::read(&dir)?;
    let roots: Vec<String> = match sample {
        Some(list) => std::fs::read_to_string(list)?.lines().map(str::to_owned).collect(),
        None => tree.texts.keys().cloned().collect(),
    };
    if let Some(missing) = roots.iter().find(|name| !tree.texts.contains_key(*name)) {
        return Err(format!("{missing} is not below {}", dir.display()).into());
    }
    let node_modules = dir.parent().ok_or("the directory must be in node_modules")?;
    let protoc = Protoc::new(node_modules)?;
    let bundled = archive::read(include_bytes!("../tests/protoc/descriptors.bin.gz"))?;
    let descriptors =
        Descriptors::new(bundled.get(archive::BUNDLED).ok_or("protoc's own files are not in the archive")?)?;

    let bundled = schema::known().into_iter().map(|file| Ok((descriptors.name(&file)?, file)));
    let mut counts = Counts { bundled: bundled.collect::<Result<_, String>>()?, ..Counts::default() };
    let started = Instant::now();
    let runs = protoc.run_all(&dir, &roots)?;
    let protocs_time = started.elapsed();
    for (roots, run) in runs {
        let theirs: BTreeMap<_, _> = match &run.set {
            Some(set) => descriptors.files(set)?.into_iter().collect(),
            None => BTreeMap::new(),
        };
        for roots in roots.chunks(AT_ONCE) {
            counts.compare(&tree, roots, &theirs, &descriptors);
        }
    }
    println!("{}", counts.text(protocs_time));
    Ok(if counts.differ { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The .proto files below a directory: path with slashes → text.
struct Tree {
    texts: BTreeMap<String, String>,
}

impl Tree {
    fn read(dir: &Path) -> Result<Tree, Box<dyn Error>> {
        let mut texts = BTreeMap::new();
        let mut dirs = vec![dir.to_owned()];
        while let Some(next) = dirs.pop() {
            for entry in std::fs::read_dir(next)? {
                let path = entry?.path();
                if path.is_dir() {
                    dirs.push(path);
                } else if path.extension().is_some_and(|extension| extension == "proto") {
                    let parts = path.strip_prefix(dir)?.components();
                    let name: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
                    texts.insert(name.join("/"), std::fs::read_to_string(path)?);
                }
            }
        }
        Ok(Tree { texts })
    }

    /// The files that `roots` need, as far as they are here, themselves included.
    fn closure(&self, roots: &[String]) -> Files {
        let mut found = BTreeSet::new();
        let mut open: Vec<&str> = roots.iter().map(String::as_str).collect();
        while let Some(name) = open.pop() {
            let Some((name, text)) = self.texts.get_key_value(name) else { continue };
            if found.insert(name) {
                open.extend(imports(text));
            }
        }
        let file = |name: &String| File { name: name.clone(), text: self.texts[name].clone() };
        found.into_iter().map(file).collect()
    }
}

/// The paths that a file imports; one too many, from a comment, does no harm.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| line.trim_start().starts_with("import"));
    lines.filter_map(|line| line.split(['"', '\'']).nth(1))
}

#[derive(Default)]
struct Counts {
    bundled: BTreeMap<String, Vec<u8>>,
    files: usize,
    protoc: usize,
    ours: usize,
    equal: usize,
    refused_by_both: usize,
    time: Duration,
    differ: bool,
}

impl Counts {
    fn compare(
        &mut self,
        tree: &Tree,
        roots: &[String],
        theirs: &BTreeMap<String, DynamicMessage>,
        descriptors: &Descriptors,
    ) {
        let files = tree.closure(roots);
        let started = Instant::now();
        let compiled = schema::compile(&files);
        let mut ours: BTreeMap<_, _> = compiled.descriptors().into_iter().collect();
        self.time += started.elapsed();
        for (name, file) in self.bundled.iter().filter(|(name, _)| tree.texts.contains_key(*name)) {
            ours.entry(name.clone()).or_insert_with(|| file.clone());
        }
        for root in roots {
            self.files += 1;
            self.protoc += usize::from(theirs.contains_key(root));
            self.ours += usize::from(ours.contains_key(root));
            let difference = match (theirs.get(root), ours.get(root)) {
                (Some(theirs), Some(ours)) => descriptors.first_difference(theirs, ours),
                (Some(_), None) => Some(format!("{root}: we refuse it: {}", first_error(&files, &compiled, root))),
                (None, Some(_)) => Some(format!("{root}: we compile what protoc refuses")),
                (None, None) => {
                    self.refused_by_both += 1;
                    continue;
                }
            };
            match difference {
                Some(difference) => {
                    println!("{difference}");
                    self.differ = true;
                }
                None => self.equal += 1,
            }
        }
    }

    fn text(&self, protocs_time: Duration) -> String {
        let Counts { files, protoc, ours, equal, refused_by_both, time, .. } = self;
        format!(
            "{files} files: protoc compiles {protoc}, we compile {ours}, {equal} have equal descriptors; \
             {refused_by_both} are refused by both\n\
             protoc took {protocs_time:.1?} in its own processes, we took {time:.1?} in workspaces of {AT_ONCE} and what \
             they import"
        )
    }
}

/// The first error in a file, or else the first anywhere.
fn first_error(files: &Files, compiled: &Compiled, name: &str) -> String {
    let errors = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let named = |diagnostic: &&wirelens::diagnostic::Diagnostic| match diagnostic.place.source {
        Source::File(index) => files.get(index as usize).is_some_and(|file| file.name == name),
        _ => false,
    };
    let first = errors.clone().find(named).or_else(|| errors.clone().next());
    first.map_or_else(|| "without an error".to_owned(), |diagnostic| diagnostic.message.clone())
}
