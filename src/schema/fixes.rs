//! Edits that several checks propose: to take a statement out, and to add an import.
//!
//! Knows the look of a file, no rule.

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

/// Adds an import behind the last one, else behind the package, else behind the syntax, else at the top.
pub(super) fn import(unit: &Unit, path: &str) -> Fix {
    let statements =
        |kinds: &'static [Kind]| unit.tree.root().nodes().filter(|node| kinds.contains(&node.kind())).last();
    // An `import option` comes behind the plain ones.
    let is_plain = |node: &Node<'_>| !node.parts_of(Kind::Keyword).any(|word| word.text() == "option");
    let import = unit.tree.root().parts_of(Kind::Import).filter(is_plain).last();
    let behind = import.or_else(|| statements(&[Kind::Package])).or_else(|| statements(&[Kind::Syntax, Kind::Edition]));
    let (offset, text) = match behind {
        Some(node) => {
            let gap = if node.kind() == Kind::Import { "" } else { "\n" };
            (node.span().end as usize, format!("{gap}\nimport \"{path}\";"))
        }
        None => (0, format!("import \"{path}\";\n")),
    };
    let place = Place::file(unit.index as usize, Span::at(offset));
    Fix { title: format!("import '{path}'"), edits: vec![(place, text)] }
}

/// Puts a text in the place of a node.
pub(super) fn replacement(unit: &Unit, node: NodeId, by: &str) -> Fix {
    Fix { title: format!("replace by `{by}`"), edits: vec![(unit.place(node), by.to_owned())] }
}
