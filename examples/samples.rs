//! The message of each example, and samples of every message type in some folders of .proto files: a line of JSON each, for
//! `tests/oracle/samples.py`.
//!
//! `cargo run --no-default-features --example samples -- FOLDER…`

use std::path::Path;
use std::{env, fs, io, process::ExitCode};

use serde_json::json;
use wirelens::diagnostic::Severity;
use wirelens::examples;
use wirelens::message::sample::{Shape, sample};
use wirelens::message::{JsonOptions, Layout, from_json, json_of};
use wirelens::schema::{self, Root, Schema};
use wirelens::text::{File, Files};

/// How many samples there are of each type and shape. Of minimal ones there is only one.
const SEEDS: u64 = 2;

fn main() -> ExitCode {
    for folder in env::args().skip(1) {
        if let Err(error) = print_all(Path::new(&folder)) {
            eprintln!("{folder}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn print_all(folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    files.sort_by(|one, other| one.name.cmp(&other.name));
    let Some(schema) = compiled(folder, &files) else { return Ok(()) };
    let print = |root: &Root, shape: &str, seed: u64, text: &str| {
        let bytes = from_json(root, text).bytes;
        let json = bytes.and_then(|bytes| json_of(root, &bytes, JsonOptions::default(), Layout::Compact).ok());
        let json = json.map(|json| json.text);
        println!(
            "{}",
            json!({ "type": root.full_name(), "shape": shape, "seed": seed, "json": json, "folder": folder })
        );
    };
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let example = name.split_once('-').and_then(|(_, slug)| examples::find(slug));
    if let Some((example, root)) = example.and_then(|example| Some((example, schema.root(example.root)?))) {
        print(&root, "example", 0, example.json);
    }
    for name in schema.message_types() {
        let Some(root) = schema.root(&name) else {
            let refusal = schema.refusal(&name).map(|refusal| refusal.message).unwrap_or_default();
            eprintln!("{name} is left out: {refusal}");
            continue;
        };
        for shape in Shape::ALL {
            for seed in 0..if shape == Shape::Minimal { 1 } else { SEEDS } {
                print(&root, shape.word(), seed, &sample(&root, shape, seed));
            }
        }
    }
    Ok(())
}

/// The schema; nothing, which is told, where there are errors in it.
fn compiled(folder: &Path, files: &Files) -> Option<Schema> {
    let compiled = schema::compile(files);
    let error = compiled.diagnostics.iter().find(|it| it.severity == Severity::Error);
    if let Some(error) = error {
        eprintln!("{} is left out: {}", folder.display(), error.message);
    }
    compiled.schema.filter(|_| error.is_none())
}

/// All .proto files below a folder, by their names relative to `root`.
fn collect(root: &Path, folder: &Path, files: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "proto") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push(File { name, text: fs::read_to_string(&path)? });
        }
    }
    Ok(())
}
