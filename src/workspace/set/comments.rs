//! Where the elements of a file were in its text, and the comments beside them, by `SourceCodeInfo`'s paths.

use std::collections::HashMap;

use super::read::{Location, Proto};

/// What is known of the places in one file.
#[derive(Debug, Default)]
pub struct Places<'a>(HashMap<&'a [i32], &'a Location<'a>>);

impl<'a> Places<'a> {
    /// Those of a file; of two at one path the first counts, as for an extend block that has many extensions.
    pub fn new(file: &'a Proto<'a>) -> Places<'a> {
        let mut places = HashMap::new();
        for location in &file.source {
            places.entry(location.path.as_slice()).or_insert(location);
        }
        Places(places)
    }

    /// Line and column of the element at that path, both from 0.
    pub fn position(&self, path: &[i32]) -> Option<(i32, i32)> {
        let span = &self.0.get(path)?.span;
        Some((*span.first()?, *span.get(1)?))
    }

    /// The lines above the element, `//` in front; an empty one after each comment that stands apart.
    pub fn above(&self, path: &[i32]) -> Vec<String> {
        let Some(location) = self.0.get(path) else { return Vec::new() };
        let mut lines = Vec::new();
        for apart in &location.detached {
            lines.extend(comment(apart));
            lines.push(String::new());
        }
        lines.extend(comment(location.leading));
        lines
    }

    /// The lines behind it.
    pub fn behind(&self, path: &[i32]) -> Vec<String> {
        self.0.get(path).map(|location| comment(location.trailing)).unwrap_or_default()
    }
}

/// A comment's lines, whichever kind of comment it was.
pub fn comment(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let text = text.strip_suffix('\n').unwrap_or(text);
    // A lone carriage return or a NUL is no line's end to a compiler, and a nuisance to an editor.
    let clean = |line: &str| line.trim_end().replace(['\r', '\0'], " ");
    text.split('\n').map(|line| format!("//{}", clean(line))).collect()
}
