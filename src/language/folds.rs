//! What can be folded away in a file: the inside of braces and brackets, comments and imports of several lines.

use crate::syntax::{Kind, Node, Tree};
use crate::text::Span;

/// The parts that can be folded, each of more than one line, in the order in which they begin.
pub fn folds(tree: &Tree) -> Vec<Span> {
    let mut folds = Vec::new();
    for node in tree.all() {
        let fold = match node.kind() {
            Kind::Body | Kind::Aggregate | Kind::List | Kind::CompactOptions => Some(inside(node)),
            Kind::BlockComment => Some(Span::new(line_end(node, node.span().start as usize), node.span().end as usize)),
            Kind::LineComment if begins_line(node) && !continues(node) => Some(run(node, last(node, next_comment))),
            Kind::Import if !follows_import(node) => Some(run(node, last(node, next_import))),
            _ => None,
        };
        folds.extend(fold.filter(|fold| fold.of_str(tree.text()).contains('\n')));
    }
    folds
}

/// What is between the brackets of a node.
fn inside(node: Node<'_>) -> Span {
    let (mut parts, span) = (node.parts(), node.span());
    let start = parts.next().map_or(span.start, |open| open.span().end);
    let closed = matches!(node.text().chars().next_back(), Some('}' | ']' | '>'));
    Span::new(start as usize, span.end as usize - usize::from(closed))
}

/// From the end of the first one's line to the end of the last one.
fn run(first: Node<'_>, last: Node<'_>) -> Span {
    Span::new(line_end(first, first.span().start as usize), last.span().end as usize)
}

fn last<'t>(first: Node<'t>, next: impl Fn(Node<'t>) -> Option<Node<'t>>) -> Node<'t> {
    std::iter::successors(Some(first), |&node| next(node)).last().unwrap_or(first)
}

fn line_end(node: Node<'_>, offset: usize) -> usize {
    let rest = node.tree().text().get(offset..).unwrap_or_default();
    offset + rest.find('\n').map_or(rest.len(), |at| rest[..at].trim_end_matches('\r').len())
}

/// The line comment on the next line, with nothing but white space between.
fn next_comment(node: Node<'_>) -> Option<Node<'_>> {
    let blank = node.leaf_behind().filter(|leaf| leaf.kind() == Kind::Whitespace && lines(*leaf) == 1)?;
    blank.leaf_behind().filter(|leaf| leaf.kind() == Kind::LineComment)
}

/// Whether the line before is one of the same run of comments.
fn continues(node: Node<'_>) -> bool {
    let blank = node.leaf_before().filter(|leaf| leaf.kind() == Kind::Whitespace && lines(*leaf) == 1);
    let before = blank.and_then(|blank| blank.leaf_before());
    before.is_some_and(|leaf| leaf.kind() == Kind::LineComment && begins_line(leaf))
}

fn begins_line(node: Node<'_>) -> bool {
    node.leaf_before().is_none_or(|leaf| leaf.kind() == Kind::Whitespace && lines(leaf) > 0)
}

fn lines(blank: Node<'_>) -> usize {
    blank.text().matches('\n').count()
}

/// The import that comes next, comments between them or not.
fn next_import(node: Node<'_>) -> Option<Node<'_>> {
    let mut behind = node.leaf_behind();
    while let Some(leaf) = behind.filter(|leaf| leaf.kind().is_trivia()) {
        behind = leaf.leaf_behind();
    }
    behind?.parent().filter(|node| node.kind() == Kind::Import)
}

fn follows_import(node: Node<'_>) -> bool {
    let mut before = node.leaf_before();
    while let Some(leaf) = before.filter(|leaf| leaf.kind().is_trivia()) {
        before = leaf.leaf_before();
    }
    let statement = before.and_then(|leaf| leaf.ancestors().find(|node| node.kind().is_statement()));
    statement.is_some_and(|node| node.kind() == Kind::Import)
}
