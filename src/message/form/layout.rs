//! How a JSON text is written, and pieces of JSON written in the same way.
//!
//! Knows JSON only.

use super::super::json::quoted;
use super::super::json::tree::{Kind, Tree};
use super::edit::{indent_of, line_indent, start};

/// How a text is indented where nothing in it says so.
const UNIT: &str = "  ";

/// JSON that is not laid out yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fragment {
    /// As it is to be written.
    Raw(String),
    /// An array.
    Array(Vec<Fragment>),
    /// An object.
    Object(Vec<(String, Fragment)>),
}

impl Fragment {
    /// A string.
    pub fn string(text: &str) -> Fragment {
        Fragment::Raw(quoted(text))
    }

    /// Whether it has values in it.
    pub fn is_compound(&self) -> bool {
        matches!(self, Fragment::Object(members) if !members.is_empty())
            || matches!(self, Fragment::Array(items) if !items.is_empty())
    }

    /// Writes it, with an indentation on lines of its own where it needs several. Recurses as deep as it is nested, which is as deep as a
    /// path is long.
    pub fn write(&self, style: &Style<'_>, indent: Option<&str>, out: &mut String) {
        let (open, close, length) = match self {
            Fragment::Raw(text) => return self::raw(text, style, indent.unwrap_or_default(), out),
            Fragment::Array(items) => ("[", "]", items.len()),
            Fragment::Object(members) => ("{", "}", members.len()),
        };
        // An array of numbers or strings is on one line.
        let is_flat = matches!(self, Fragment::Array(items) if !items.iter().any(Fragment::is_compound));
        let inner = indent.filter(|_| !is_flat && length > 0).map(|indent| [indent, style.unit].concat());
        let inner = inner.as_deref();
        out.push_str(open);
        for at in 0..length {
            if at > 0 {
                out.push_str(if inner.is_some() { "," } else { style.comma() });
            }
            style.begin_line(inner, out);
            match self {
                Fragment::Object(members) => {
                    let Some((key, value)) = members.get(at) else { continue };
                    style.key(key, out);
                    value.write(style, inner, out);
                }
                Fragment::Array(items) => {
                    let Some(item) = items.get(at) else { continue };
                    item.write(style, inner, out);
                }
                Fragment::Raw(_) => {}
            }
        }
        if inner.is_some() {
            style.begin_line(indent, out);
        }
        out.push_str(close);
    }
}

/// How a text is written.
pub(super) struct Style<'a> {
    /// What ends a line.
    pub newline: &'static str,
    /// What each level is indented by.
    pub unit: &'a str,
    /// Without blanks behind colons and commas.
    pub is_tight: bool,
}

impl<'a> Style<'a> {
    /// That of a text.
    pub fn of(tree: &Tree<'a>) -> Style<'a> {
        let text = tree.text();
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut style = Style { newline, unit: UNIT, is_tight: false };
        let Some(root) = tree.root() else { return style };
        let Some(first) = tree.children(root).next() else { return style };
        let (around, inside) = (line_indent(text, start(tree, root)), indent_of(text, start(tree, first)));
        if let Some(unit) = inside.and_then(|inside| inside.strip_prefix(around)).filter(|unit| !unit.is_empty()) {
            style.unit = unit;
        }
        if tree.kind(first) == Kind::Member && inside.is_none() {
            let colon = text.get(tree.key_span(first).end as usize..start(tree, tree.value(first)));
            style.is_tight = colon == Some(":");
        }
        style
    }

    /// What stands between two values on a line.
    pub fn comma(&self) -> &'static str {
        if self.is_tight { "," } else { ", " }
    }

    fn key(&self, key: &str, out: &mut String) {
        out.push_str(&quoted(key));
        out.push_str(if self.is_tight { ":" } else { ": " });
    }

    fn begin_line(&self, indent: Option<&str>, out: &mut String) {
        if let Some(indent) = indent {
            out.push_str(self.newline);
            out.push_str(indent);
        }
    }

    /// A member or an element, for a line with that indentation or within one.
    pub fn laid_out(&self, key: Option<&str>, fragment: &Fragment, indent: Option<&str>) -> String {
        let mut out = String::new();
        if let Some(key) = key {
            self.key(key, &mut out);
        }
        fragment.write(self, indent, &mut out);
        out
    }
}

/// The lines of a text behind the first one, each with an indentation before what it has itself. No string of JSON goes over a line.
fn raw(text: &str, style: &Style<'_>, indent: &str, out: &mut String) {
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            style.begin_line(Some(indent), out);
        }
        out.push_str(line);
    }
}
