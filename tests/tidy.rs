//! The layering of the modules, held as a test: who may use whom, and who may name the browser.
#![cfg(test)] // tells clippy that helpers here are tests too

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The modules in order; each uses only itself and those before it.
const ORDER: [&str; 24] = [
    "text",
    "diagnostic",
    "suggest",
    "order",
    "chance",
    "wire",
    "syntax",
    "bundled",
    "schema",
    "language",
    "message",
    "annotate",
    "breakage",
    "infer",
    "size",
    "find",
    "rpc",
    "examples",
    "analysis",
    "learn",
    "workspace",
    "engine",
    "session",
    "ui",
];

/// Crates only the interface may name.
const BROWSER: [&str; 6] = ["yew", "web_sys", "gloo", "js_sys", "wasm_bindgen", "wasm_bindgen_futures"];

/// Words no source outside tests may hold.
const FORBIDDEN: [(&str, &str); 6] = [
    ("inner_html", "text is never markup"),
    ("from_html_unchecked", "text is never markup"),
    ("todo!(", "no stub is called done"),
    ("unimplemented!(", "no stub is called done"),
    ("SystemTime", "the core knows no clock"),
    ("Instant::now", "the core knows no clock"),
];

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Each source of the library: its module, its path, its lines outside tests and comments.
fn modules() -> Vec<(usize, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    let mut modules = Vec::new();
    for path in paths {
        let inside = path.strip_prefix(&root).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        let name = first.strip_suffix(".rs").unwrap_or(first);
        if let Some(order) = ORDER.iter().position(|module| *module == name) {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("\n#[cfg(test)]").next().unwrap();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            modules.push((order, path, code));
        }
    }
    assert!(modules.len() > ORDER.len());
    modules
}

/// The names that follow `crate::` in a source, those of a group too.
fn uses(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in code.split("crate::").skip(1) {
        let group = part.strip_prefix('{');
        let mut depth = 0usize;
        let mut name = String::new();
        for character in group.unwrap_or(part).chars() {
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                _ if depth > 0 => {}
                'a'..='z' | '_' => {
                    name.push(character);
                    continue;
                }
                ',' if group.is_some() => {
                    names.push(std::mem::take(&mut name));
                    continue;
                }
                _ if group.is_none() => break,
                // The first word of a path is the module.
                ':' => {
                    name.push(character);
                    continue;
                }
                _ => {}
            }
        }
        names.push(name);
    }
    names
        .into_iter()
        .map(|name| name.split(':').next().unwrap_or_default().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn a_module_uses_only_those_before_it() {
    for (order, path, code) in modules() {
        for used in uses(&code) {
            if let Some(other) = ORDER.iter().position(|module| *module == used) {
                assert!(other <= order, "{} uses `{used}`, which comes after `{}`", path.display(), ORDER[order]);
            }
        }
    }
}

#[test]
fn groups_and_paths_are_seen() {
    let code = "use crate::{analysis::{Input, Payload}, text::Span,\n    ui};\nlet x = crate::schema::compile(crate::wire::scan);";
    assert_eq!(uses(code), ["analysis", "text", "ui", "schema", "wire"]);
}

#[test]
fn only_the_interface_names_the_browser() {
    for (order, path, code) in modules() {
        if ORDER[order] != "ui" {
            for word in BROWSER {
                let named = code.contains(&format!("{word}::")) || code.contains(&format!("use {word}"));
                assert!(!named, "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn forbidden_words_do_not_occur() {
    for (_, path, code) in modules() {
        for (word, why) in FORBIDDEN {
            assert!(!code.contains(word), "{} holds `{word}`: {why}", path.display());
        }
    }
}

#[test]
fn every_file_says_what_it_is() {
    for (_, path, _) in modules() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} has no first line that says what it does", path.display());
    }
}
