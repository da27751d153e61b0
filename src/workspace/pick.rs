//! What the user dropped or chose, as far as it can be of use: files and folders on their way into the workspace.
//!
//! Says of each file whether it is worth reading before it is read, so that a folder of a gigabyte costs no gigabyte. Knows no
//! browser and nothing of what is in the files.

use serde::{Deserialize, Serialize};

/// The largest file that is read, in bytes; a zip archive may be as large.
pub const MAX_PICKED: u64 = 32 << 20;

/// What is read in all, in bytes.
const MAX_TOTAL: u64 = 64 << 20;

/// How many files and folders are looked at.
const MAX_VISITED: usize = 50_000;

/// How many names of files left out are kept.
const MAX_NAMES: usize = 100;

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A .proto file.
    Proto,
    /// One of Buf's files that say where modules are.
    Config,
    /// A zip archive.
    Zip,
    /// A descriptor set, as its ending says.
    Set,
    /// What a system or a tool keeps for itself: nobody misses it.
    Hidden,
    /// Anything else.
    Other,
}

/// Endings that descriptor sets are given.
const SETS: [&str; 8] = ["binpb", "pb", "desc", "fds", "protoset", "dsc", "bin", "descriptor"];

impl Kind {
    /// What a path speaks of.
    pub fn of(path: &str) -> Kind {
        let mut parts = path.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
        let hidden = |part: &str| part.starts_with('.') || matches!(part, "__MACOSX" | "node_modules");
        if parts.clone().any(hidden) {
            return Kind::Hidden;
        }
        let name = parts.next_back().unwrap_or_default();
        if matches!(name, "buf.yaml" | "buf.work.yaml") {
            return Kind::Config;
        }
        match name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()) {
            Some(ending) if ending == "proto" => Kind::Proto,
            Some(ending) if ending == "zip" => Kind::Zip,
            Some(ending) if SETS.contains(&ending.as_str()) => Kind::Set,
            _ => Kind::Other,
        }
    }
}

/// What was picked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Path and content of what was read.
    pub files: Vec<(String, Vec<u8>)>,
    /// Paths of the first that were not, since they are no schema.
    pub ignored: Vec<String>,
    /// How many those are in all.
    pub ignored_total: usize,
    /// Paths of the first that were too large.
    pub too_large: Vec<String>,
    /// How many those are in all.
    pub too_large_total: usize,
    /// Paths of what could not be read.
    pub unreadable: Vec<String>,
    /// Whether there was more than is looked at.
    pub cut: bool,
    visited: usize,
    bytes: u64,
}

impl Picked {
    /// Whether a folder is worth looking into.
    pub fn enter(&mut self, path: &str) -> bool {
        self.visited += 1;
        self.cut |= self.visited > MAX_VISITED;
        !self.cut && Kind::of(path) != Kind::Hidden
    }

    /// Whether a file of that size is worth reading; `chosen` where the user pointed at this very file.
    pub fn wants(&mut self, path: &str, size: u64, chosen: bool) -> bool {
        self.visited += 1;
        self.cut |= self.visited > MAX_VISITED;
        match Kind::of(path) {
            _ if self.cut => false,
            Kind::Hidden if !chosen => false,
            Kind::Other if !chosen => {
                self.ignored_total += 1;
                if self.ignored.len() < MAX_NAMES {
                    self.ignored.push(path.to_owned());
                }
                false
            }
            _ if size > MAX_PICKED || self.bytes + size > MAX_TOTAL => {
                self.too_large_total += 1;
                if self.too_large.len() < MAX_NAMES {
                    self.too_large.push(path.to_owned());
                }
                false
            }
            _ => {
                self.bytes += size;
                true
            }
        }
    }

    /// Takes the content of a file, or that there is none.
    pub fn add(&mut self, path: String, content: Option<Vec<u8>>) {
        match content {
            Some(content) => self.files.push((path, content)),
            None if self.unreadable.len() < MAX_NAMES => self.unreadable.push(path),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_go_by_names() {
        let cases = [
            ("a/b.proto", Kind::Proto),
            ("A.PROTO", Kind::Proto),
            ("x/buf.yaml", Kind::Config),
            ("buf.gen.yaml", Kind::Other),
            ("set.binpb", Kind::Set),
            ("a.zip", Kind::Zip),
            ("a/.git/b.proto", Kind::Hidden),
            ("__MACOSX/._a.proto", Kind::Hidden),
            ("node_modules/x/a.proto", Kind::Hidden),
            ("../a.proto", Kind::Proto),
            ("README", Kind::Other),
            ("", Kind::Other),
        ];
        for (path, kind) in cases {
            assert_eq!(Kind::of(path), kind, "{path}");
        }
    }

    #[test]
    fn what_is_too_much_is_not_read() {
        let mut picked = Picked::default();
        assert!(picked.wants("a.proto", 10, false));
        assert!(!picked.wants("b.proto", MAX_PICKED + 1, false));
        assert!(picked.wants("c.zip", MAX_PICKED, true) && !picked.wants("d.zip", MAX_PICKED, true));
        assert!(!picked.wants("README.md", 10, false) && picked.wants("README.md", 10, true));
        assert_eq!(
            (picked.too_large.as_slice(), picked.ignored_total),
            (&["b.proto".to_owned(), "d.zip".into()][..], 1)
        );
        assert!(picked.enter("x") && !picked.enter("x/.git"));
        for _ in 0..MAX_VISITED {
            picked.enter("x");
        }
        assert!(picked.cut && !picked.wants("e.proto", 1, true));
    }
}
