//! Edits that several checks propose: to take a statement out, and to add an import.
//!
//! Knows the look of a file, no rule.

use super::model::ImportKind;
use super::unit::Unit;
use crate::diagnostic::{Fix, Place};
use crate::syntax::{Kind, Node, NodeId};
use crate::text::Span;

/// Takes a statement out, with its line where nothing else is on it.
pub(super) fn removal(unit: &Unit, node: NodeId, title: &str) -> Fix {
    let edits = vec![(Place::file(unit.index as usize, removed(unit, node)), String::new())];
    Fix { title: title.to_owned(), edits }
}

/// The span of a statement, with its line where nothing else is on it.
pub(super) fn removed(unit: &Unit, node: NodeId) -> Span {
    let (text, span) = (unit.tree.text(), unit.span(node));
    let before = text.get(..span.start as usize).unwrap_or_default();
    let behind = text.get(span.end as usize..).unwrap_or_default();
    let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
    let gap = behind.len() - behind.trim_start_matches([' ', '\t', '\r']).len();
    let begins_line = before[..before.len() - indent].ends_with('\n') || before.len() == indent;
    if begins_line && behind[gap..].starts_with('\n') {
        return Span::new(span.start as usize - indent, span.end as usize + gap + 1);
    }
    span
}

/// Adds an import: where the alphabet puts it among imports that are in its order, else behind the last one, else behind the
/// package, else behind the syntax, else at the top.
pub fn import(unit: &Unit, path: &str) -> Fix {
    let root = unit.tree.root();
    let statements = |kinds: &'static [Kind]| root.nodes().filter(|node| kinds.contains(&node.kind())).last();
    // An `import option` comes behind the plain ones.
    let plain: Vec<_> = unit.file.imports.iter().filter(|import| import.kind != ImportKind::Option).collect();
    let next = plain.iter().find(|import| import.path.text.as_str() > path);
    let (offset, text) = if let Some(next) = next
        && plain.is_sorted_by_key(|import| &import.path.text)
    {
        (unit.span(next.node).start as usize, format!("import \"{path}\";\n"))
    } else if let Some(last) = plain.last() {
        (line_end(unit.tree.node(last.node)), format!("\nimport \"{path}\";"))
    } else if let Some(head) = statements(&[Kind::Package]).or_else(|| statements(&[Kind::Syntax, Kind::Edition])) {
        (line_end(head), format!("\n\nimport \"{path}\";"))
    } else {
        (0, format!("import \"{path}\";\n"))
    };
    let place = Place::file(unit.index as usize, Span::at(offset));
    Fix { title: format!("import '{path}'"), edits: vec![(place, text)] }
}

/// Behind a statement and the comment on its line.
pub fn line_end(statement: Node<'_>) -> usize {
    let mut behind = statement.leaf_behind();
    if let Some(blank) = behind.filter(|leaf| leaf.kind() == Kind::Whitespace && !leaf.text().contains('\n')) {
        behind = blank.leaf_behind();
    }
    let comment = behind.filter(|leaf| leaf.kind() == Kind::LineComment);
    comment.map_or(statement.span(), |comment| comment.span()).end as usize
}

/// Puts a text in the place of a node.
pub(super) fn replacement(unit: &Unit, node: NodeId, by: &str) -> Fix {
    Fix { title: format!("replace by `{by}`"), edits: vec![(unit.place(node), by.to_owned())] }
}
