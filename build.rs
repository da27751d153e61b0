//! Turns `proto-examples/` and `src/bundled/` into tables of text, so that adding an example or a file touches no Rust.
//!
//! An example is a folder `NN-slug/` (the number gives the order) with .proto files, a `message.json` and an `about.md`:
//! a title `# …`, lines `key: value` (`type`, the root message; `expect: error` if it fails to compile on purpose), an
//! empty line, and what to look at. This script knows the form of that folder and nothing of its meaning;
//! `tests/examples.rs` does.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=proto-examples");
    println!("cargo::rerun-if-changed=src/bundled");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("examples.rs"), examples(&root.join("proto-examples"))?)?;
    fs::write(out.join("bundled.rs"), bundled(&root.join("src/bundled"))?)?;
    Ok(())
}

/// The bundled files: the name each is imported by, and its text; in ascending order of names, since they are searched.
fn bundled(root: &Path) -> Outcome<String> {
    let mut files = Vec::new();
    protos(root, &mut files)?;
    let mut named = files.iter().map(|file| Ok((import_name(root, file)?, file))).collect::<Outcome<Vec<_>>>()?;
    named.sort();
    let mut table = String::from("&[\n");
    for (name, file) in named {
        writeln!(table, "    ({name:?}, include_str!({file:?})),")?;
    }
    table.push_str("]\n");
    Ok(table)
}

/// The name by which a file below `root` is imported: its path, with slashes whatever the system.
fn import_name(root: &Path, file: &Path) -> Outcome<String> {
    let parts: Vec<_> = file.strip_prefix(root)?.iter().map(|part| part.to_string_lossy()).collect();
    Ok(parts.join("/"))
}

/// The examples.
fn examples(root: &Path) -> Outcome<String> {
    let mut table = String::from("&[\n");
    for folder in sorted(root)?.iter().filter(|path| path.is_dir()) {
        let entry = example(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        table.push_str(&entry);
    }
    table.push_str("]\n");
    Ok(table)
}

/// One element of the table, as Rust source.
fn example(folder: &Path) -> Outcome<String> {
    let name = folder.file_name().and_then(|name| name.to_str()).ok_or("the name is no UTF-8")?;
    let (number, slug) = name.split_once('-').ok_or("expected a name of the form NN-slug")?;
    if number.parse::<u32>().is_err() {
        return Err("expected a number before the first hyphen".into());
    }
    let about = About::parse(&fs::read_to_string(folder.join("about.md"))?)?;
    let mut files = Vec::new();
    protos(folder, &mut files)?;

    let mut entry = String::new();
    writeln!(entry, "Example {{ slug: {slug:?}, title: {:?}, about: {:?},", about.title, about.text)?;
    writeln!(entry, "    root: {:?}, fails: {}, files: &[", about.root, about.fails)?;
    for file in files {
        writeln!(entry, "        ({:?}, include_str!({file:?})),", import_name(folder, &file)?)?;
    }
    writeln!(entry, "    ], json: include_str!({:?}) }},", folder.join("message.json"))?;
    Ok(entry)
}

/// What `about.md` says.
struct About {
    title: String,
    root: String,
    fails: bool,
    text: String,
}

impl About {
    fn parse(markdown: &str) -> Outcome<About> {
        let (head, text) = markdown.split_once("\n\n").ok_or("about.md: expected an empty line behind its head")?;
        let mut lines = head.lines();
        let title =
            lines.next().and_then(|line| line.strip_prefix("# ")).ok_or("about.md: expected `# Title` first")?;
        let (mut root, mut fails) = (None, false);
        for line in lines {
            match line.split_once(": ") {
                Some(("type", name)) => root = Some(name.trim().to_owned()),
                Some(("expect", "error")) => fails = true,
                _ => return Err(format!("about.md: expected `type: …` or `expect: error`, found `{line}`").into()),
            }
        }
        let root = root.ok_or("about.md: `type: …` is missing")?;
        Ok(About { title: title.trim().to_owned(), root, fails, text: text.trim().to_owned() })
    }
}

/// All .proto files below `folder`, in the order of their paths.
fn protos(folder: &Path, found: &mut Vec<PathBuf>) -> Outcome<()> {
    for path in sorted(folder)? {
        if path.is_dir() {
            protos(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "proto") {
            found.push(path);
        }
    }
    Ok(())
}

fn sorted(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Outcome<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
