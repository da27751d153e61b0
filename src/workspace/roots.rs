//! The names by which files are imported, from the paths they were found at.
//!
//! A path is a root and a name, as in `protoc -I root name`. Roots are taken from Buf's own files where there are some.
//! Elsewhere they are found: a root is what has to be left out of paths so that imports lead somewhere, or else so that a file
//! lies in the folders of its package. Paths use slashes and have no `.` or `..` in them.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::{head::Head, name::to_name};

/// How many different imports are looked at: each is compared with each file of its name.
const MAX_IMPORTS: usize = 20_000;

/// A .proto file at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// Its path.
    pub path: &'a str,
    /// What it imports, and its package.
    pub head: Head,
}

/// The name of each file. `configs` are Buf's files: path and text. `missing` are imports of other files that lead nowhere yet.
pub fn names(files: &[Found<'_>], configs: &[(&str, &str)], missing: &[String]) -> Vec<String> {
    let declared: BTreeSet<String> = configs.iter().flat_map(|(path, text)| declared(path, text)).collect();
    let inferred = inferred(files, &declared, missing);
    let common =
        common_folder(files.iter().filter(|file| declared.iter().all(|root| inside(root, file.path).is_none())));
    let imports: BTreeSet<&str> = files.iter().flat_map(|file| file.head.imports.iter().map(String::as_str)).collect();
    let name = |file: &Found<'_>| {
        let declared = declared.iter().filter_map(|root| inside(root, file.path)).min_by_key(|name| name.len());
        if let Some(name) = declared {
            return name.to_owned();
        }
        let candidates: Vec<&str> = inferred.iter().filter_map(|root| inside(root, file.path)).collect();
        let imported = candidates.iter().find(|name| imports.contains(**name) || missing.iter().any(|it| it == **name));
        let packaged = || candidates.iter().find(|name| in_package(name, &file.head.package));
        let nearest = || candidates.iter().min_by_key(|name| name.len());
        if let Some(name) = imported.or_else(packaged).or_else(nearest) {
            return (*name).to_owned();
        }
        // A single file says nothing of its folders, but who imports it does.
        let wanted = missing.iter().find(|import| import.ends_with(&format!("/{}", file.path)));
        wanted.cloned().unwrap_or_else(|| inside(&common, file.path).unwrap_or(file.path).to_owned())
    };
    files.iter().map(name).collect()
}

/// The roots that Buf's file names: `buf.work.yaml` has directories, `buf.yaml` modules (v2), roots (v1beta1), or is at one.
fn declared(path: &str, text: &str) -> Vec<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let below = |inner: &String| {
        let inner = to_name(inner).unwrap_or_default();
        if folder.is_empty() || inner.is_empty() { format!("{folder}{inner}") } else { format!("{folder}/{inner}") }
    };
    let key = if name.starts_with("buf.work") { ["directories", ""] } else { ["modules", "roots"] };
    let listed = listed(text, key);
    if listed.is_empty() { vec![folder.to_owned()] } else { listed.iter().map(below).collect() }
}

/// The elements of the lists under these keys, of mappings their `path`: as much of YAML as Buf's files use.
fn listed(text: &str, keys: [&str; 2]) -> Vec<String> {
    let plain = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
    let mut found = Vec::new();
    let mut list: Option<usize> = None;
    for line in text.lines() {
        let line = line.split(" #").next().unwrap_or_default().trim_end();
        let body = line.trim_start();
        let depth = line.len() - body.len();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        if list.is_some_and(|key| depth < key || (depth == key && !body.starts_with('-'))) {
            list = None;
        }
        if list.is_none() {
            let Some((_, value)) = body.split_once(':').filter(|(key, _)| keys.contains(key)) else { continue };
            match value.trim().strip_prefix('[').and_then(|value| value.strip_suffix(']')) {
                Some(value) => found.extend(value.split(',').map(plain).filter(|it| !it.is_empty())),
                None => list = Some(depth),
            }
            continue;
        }
        let element = body.strip_prefix('-').map(str::trim_start);
        match element.unwrap_or(body).split_once(':') {
            Some(("path", path)) => found.push(plain(path)),
            Some(_) => {}
            None => found.extend(element.map(plain)),
        }
    }
    found
}

/// The roots that make the most imports lead somewhere, the best first.
fn inferred(files: &[Found<'_>], declared: &BTreeSet<String>, missing: &[String]) -> Vec<String> {
    let mut by_file_name = HashMap::<&str, Vec<&str>>::new();
    for file in files {
        by_file_name.entry(file.path.rsplit('/').next().unwrap_or_default()).or_default().push(file.path);
    }
    // For each root, the imports it would lead somewhere.
    let mut votes = BTreeMap::<&str, BTreeSet<&str>>::new();
    let imports: BTreeSet<&str> =
        { files.iter().flat_map(|file| &file.head.imports).chain(missing) }.map(String::as_str).collect();
    for import in imports.into_iter().take(MAX_IMPORTS) {
        let paths = by_file_name.get(import.rsplit('/').next().unwrap_or_default());
        let roots: Vec<&str> = { paths.into_iter().flatten() }.filter_map(|path| root(path, import)).collect();
        // What a declared root leads to asks for no other.
        if !roots.iter().any(|root| declared.contains(*root)) {
            for root in roots {
                votes.entry(root).or_default().insert(import);
            }
        }
    }
    let mut chosen = Vec::new();
    while let Some((&best, resolved)) = votes.iter().max_by_key(|(root, imports)| (imports.len(), Reverse(root.len())))
    {
        let resolved = resolved.clone();
        chosen.push(best.to_owned());
        votes.remove(best);
        votes.values_mut().for_each(|imports| imports.retain(|import| !resolved.contains(import)));
        votes.retain(|_, imports| !imports.is_empty());
    }
    // What no import speaks of may lie in the folders of its package.
    for file in files {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let package = file.head.package.replace('.', "/");
        if let Some(root) = root(folder, &package).filter(|_| !package.is_empty())
            && !chosen.iter().any(|known| inside(known, file.path).is_some())
        {
            chosen.push(root.to_owned());
        }
    }
    chosen
}

/// What is before the name in a path; nothing where the path does not end with it, part for part.
fn root<'a>(path: &'a str, name: &str) -> Option<&'a str> {
    match path.strip_suffix(name)? {
        "" => Some(""),
        root => root.strip_suffix('/'),
    }
}

/// The path below a root.
fn inside<'a>(root: &str, path: &'a str) -> Option<&'a str> {
    if root.is_empty() { Some(path) } else { path.strip_prefix(root)?.strip_prefix('/') }
}

/// Whether a file of that name lies in the folders of its package.
fn in_package(name: &str, package: &str) -> bool {
    name.rsplit_once('/').is_some_and(|(folder, _)| folder == package.replace('.', "/"))
}

/// The folder that all of the files are in.
fn common_folder<'a, 'b: 'a>(files: impl Iterator<Item = &'a Found<'b>>) -> String {
    let mut folders = files.map(|file| file.path.rsplit_once('/').map_or("", |(folder, _)| folder));
    let Some(first) = folders.next() else { return String::new() };
    let mut common: Vec<&str> = first.split('/').collect();
    for folder in folders {
        let shared = common.iter().zip(folder.split('/')).take_while(|(ours, theirs)| **ours == *theirs).count();
        common.truncate(shared);
    }
    common.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(&str, &str)], configs: &[(&str, &str)], expected: &[&str]) {
        let found: Vec<_> = files.iter().map(|(path, text)| Found { path, head: Head::read(text) }).collect();
        assert_eq!(names(&found, configs, &[]), expected);
    }

    #[test]
    fn roots_are_where_imports_lead_somewhere() {
        check(
            &[("app/protos/a/b.proto", "import \"common/c.proto\";"), ("app/protos/common/c.proto", "")],
            &[],
            &["a/b.proto", "common/c.proto"],
        );
        // Two roots, one inside the other, as with `-I. -Ithird_party`.
        check(
            &[
                ("x/api/v1/a.proto", "import \"api/v1/b.proto\"; import \"google/api/http2.proto\";"),
                ("x/api/v1/b.proto", ""),
                ("x/third_party/google/api/http2.proto", "import \"google/api/client2.proto\";"),
                ("x/third_party/google/api/client2.proto", ""),
                ("x/third_party/google/rpc/unused.proto", "package google.rpc;"),
            ],
            &[],
            &[
                "api/v1/a.proto",
                "api/v1/b.proto",
                "google/api/http2.proto",
                "google/api/client2.proto",
                "google/rpc/unused.proto",
            ],
        );
    }

    #[test]
    fn packages_help_where_nothing_is_imported() {
        check(&[("repo-main/proto/acme/v1/a.proto", "package acme.v1;")], &[], &["acme/v1/a.proto"]);
        check(&[("top/one/a.proto", ""), ("top/two/b.proto", "")], &[], &["one/a.proto", "two/b.proto"]);
        check(&[("folder/a.proto", "package other;")], &[], &["a.proto"]);
        check(&[("a.proto", "")], &[], &["a.proto"]);
    }

    #[test]
    fn buf_says_where_its_modules_are() {
        let files = [("r/proto/a/a.proto", ""), ("r/vendor/b.proto", ""), ("r/else/c.proto", "")];
        let v2 = "version: v2\nmodules:\n  - path: proto # ours\n    name: buf.build/x/y\n  - path: \"vendor\"\ndeps:\n  - buf.build/z\n";
        check(&files, &[("r/buf.yaml", v2)], &["a/a.proto", "b.proto", "c.proto"]);
        let work = "version: v1\ndirectories:\n- proto\n- vendor\n";
        check(&files, &[("r/buf.work.yaml", work)], &["a/a.proto", "b.proto", "c.proto"]);
        check(&files, &[("r/buf.work.yaml", "directories: [proto, 'vendor']")], &["a/a.proto", "b.proto", "c.proto"]);
        check(
            &files,
            &[("r/proto/buf.yaml", "version: v1\nlint:\n  use:\n    - DEFAULT\n")],
            &["a/a.proto", "vendor/b.proto", "else/c.proto"],
        );
        check(
            &files,
            &[("r/buf.yaml", "version: v1beta1\nbuild:\n  roots:\n    - proto\n    - vendor\n")],
            &["a/a.proto", "b.proto", "c.proto"],
        );
        check(&files, &[("r/buf.yaml", "version: v1\n")], &["proto/a/a.proto", "vendor/b.proto", "else/c.proto"]);
        check(
            &files,
            &[("r/buf.yaml", "modules:\n  - path: ../../..\n")],
            &["proto/a/a.proto", "vendor/b.proto", "else/c.proto"],
        );
    }

    #[test]
    fn a_single_file_gets_the_name_it_is_missed_by() {
        let found = [Found { path: "payment.proto", head: Head::default() }];
        assert_eq!(names(&found, &[], &["store/payment.proto".into()]), ["store/payment.proto"]);
        let found = [Found { path: "x/store/payment.proto", head: Head::default() }];
        assert_eq!(names(&found, &[], &["store/payment.proto".into()]), ["store/payment.proto"]);
    }

    #[test]
    fn a_file_that_imports_itself_and_empty_imports_are_no_trouble() {
        check(&[("d/a.proto", "import \"a.proto\"; import \"\"; import \"/\";")], &[], &["a.proto"]);
    }
}
