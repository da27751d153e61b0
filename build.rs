//! Turns `proto-examples/` into a table of text, so that adding an example touches no Rust.
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
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("proto-examples");
    let mut table = String::from("&[\n");
    for folder in sorted(&root)?.iter().filter(|path| path.is_dir()) {
        let entry = example(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        table.push_str(&entry);
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("examples.rs"), table)?;
    Ok(())
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
        let name: Vec<_> = file.strip_prefix(folder)?.iter().map(|part| part.to_string_lossy()).collect();
        writeln!(entry, "        ({:?}, include_str!({file:?})),", name.join("/"))?;
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
