//! A text with parts to fill in, as CodeMirror's snippets have it: `${1:so far}`, each number once and in their order.
//!
//! Lines begin with a tab for each level, which the editor turns into the indentation of the place.

use super::super::json::quoted;

/// What is put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// Its text.
    pub text: String,
    /// Whether that is a snippet.
    pub is_snippet: bool,
}

impl Written {
    /// A text with nothing to fill in.
    pub fn plain(text: &str) -> Written {
        Written { text: text.to_owned(), is_snippet: false }
    }

    /// A snippet.
    pub fn snippet(text: &str) -> Written {
        Written { text: text.to_owned(), is_snippet: true }
    }
}

/// A snippet that is being written.
#[derive(Debug, Default)]
pub(super) struct Snippet {
    text: String,
    stops: u32,
    depth: usize,
    is_on_lines: bool,
}

impl Snippet {
    /// An empty one, whose objects are on lines of their own or all on one.
    pub fn new(is_on_lines: bool) -> Snippet {
        Snippet { is_on_lines, ..Snippet::default() }
    }

    /// What was written. What there is nothing to fill in is plain text, behind which the cursor comes to stand.
    pub fn finish(mut self) -> Written {
        if self.stops == 0 && self.text.contains('\n') {
            // Lines are indented in snippets only.
            self.stop("");
        }
        match self.stops {
            0 => Written::plain(&unescaped(&self.text)),
            _ => Written { text: self.text, is_snippet: true },
        }
    }

    /// Adds text as it is. There must be no brace behind a `$` or a `#` in it.
    pub fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a JSON string.
    pub fn string(&mut self, text: &str) {
        self.put(&escaped(&quoted(text)));
    }

    /// Adds a part to fill in, with what stands there until then; of braces there is none in it.
    pub fn stop(&mut self, so_far: &str) {
        self.stops += 1;
        let colon = if so_far.is_empty() { "" } else { ":" };
        self.text.push_str(&format!("${{{}{colon}{so_far}}}", self.stops));
    }

    /// Begins an object or an array, whose parts come on lines of their own if all do.
    pub fn open(&mut self, bracket: &str) {
        self.put(bracket);
        self.depth += 1;
    }

    /// Begins a part of it. `blank` is what stands before the first where all is on one line.
    pub fn part(&mut self, index: usize, blank: &str) {
        self.put(if index > 0 { "," } else { "" });
        self.line(if index > 0 { " " } else { blank });
    }

    /// Ends it, behind its last part.
    pub fn close(&mut self, bracket: &str, blank: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(blank);
        self.put(bracket);
    }

    /// Begins a line; `blank` stands there instead where all is on one.
    fn line(&mut self, blank: &str) {
        if self.is_on_lines {
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n('\t', self.depth));
        } else {
            self.text.push_str(blank);
        }
    }
}

/// A text in which no brace means anything.
fn escaped(text: &str) -> String {
    text.replace('{', "\\{").replace('}', "\\}")
}

fn unescaped(text: &str) -> String {
    text.replace("\\{", "{").replace("\\}", "}")
}
