//! Bytes and JSON of samples beside those of Google's compiler and Google's JSON: see `tests/oracle/README.md`.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wirelens::diagnostic::Severity;
use wirelens::message::{JsonOptions, Layout, from_json, json_of};
use wirelens::schema::{self, Schema};
use wirelens::text::{File, Files};

/// Folders of .proto files; the vectors of each are in a file of its name.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders =
        vec![root.join("tests/oracle/schemas"), root.join("tests/conformance/protos/conformance/messages")];
    folders.extend(fs::read_dir(root.join("proto-examples")).unwrap().map(|entry| entry.unwrap().path()));
    folders.sort();
    folders
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "proto") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.push(File { name, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

/// The schema of a folder; nothing where it does not compile, as one of the examples does not.
fn schema(folder: &Path) -> Option<Schema> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    files.sort_by(|one, other| one.name.cmp(&other.name));
    let compiled = schema::compile(&files);
    let is_whole = compiled.diagnostics.iter().all(|it| it.severity != Severity::Error);
    compiled.schema.filter(|_| is_whole)
}

struct Vector {
    what: String,
    root: String,
    json: String,
    bytes: Vec<u8>,
}

fn vectors(name: &str) -> Vec<Vector> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/oracle/samples/{name}.jsonl"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let vector = |line: &str| {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| case[key].as_str().unwrap().to_owned();
        let hex = text("bytes");
        let pair = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
        Vector {
            what: format!("{} {} {}", text("type"), text("shape"), case["seed"]),
            root: text("type"),
            json: text("json"),
            bytes: (0..hex.len() / 2).map(pair).collect(),
        }
    };
    text.lines().map(vector).collect()
}

#[test]
fn bytes_and_json_are_googles() {
    let (mut seen, mut differ) = (0, Vec::new());
    for folder in folders() {
        let Some(schema) = schema(&folder) else { continue };
        let vectors = vectors(&folder.file_name().unwrap().to_string_lossy());
        for name in schema.message_types() {
            assert!(vectors.iter().any(|vector| vector.root == name), "no vector of {name}");
        }
        for Vector { what, root, json, bytes } in vectors {
            let root = schema.root(&root).unwrap_or_else(|| panic!("no type {root}"));
            let parsed = from_json(&root, &json);
            let Some(ours) = parsed.bytes else { panic!("{what}: {:?}", parsed.diagnostics) };
            if ours != bytes {
                let at = ours.iter().zip(&bytes).take_while(|(ours, theirs)| ours == theirs).count();
                let rest =
                    |bytes: &[u8]| bytes.iter().skip(at).take(16).map(|byte| format!("{byte:02x}")).collect::<String>();
                differ.push(format!("{what}: at {at} not {} but {}", rest(&bytes), rest(&ours)));
            }
            let written = json_of(&root, &bytes, JsonOptions::default(), Layout::Compact);
            if written.map(|it| it.text).as_ref() != Ok(&json) {
                differ.push(format!("{what}: other JSON"));
            }
            seen += 1;
        }
    }
    assert!(differ.is_empty(), "{} of {seen} differ:\n{}", differ.len(), differ.join("\n"));
    assert!(seen > 400, "{seen}");
}
