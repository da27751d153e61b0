//! The laws of the tree and of the formatter, for any text at all. The tests and the fuzz targets hold them.

use wirelens::syntax::format::{format, formatted};
use wirelens::syntax::{MAX_DEPTH, Node, Tree, parse};

pub fn tree(text: &str) -> Tree {
    parse(0, text).tree
}

/// Every byte is in one leaf, in order; nodes lie in each other, and not too deep.
pub fn is_a_tree(text: &str) {
    let tree = tree(text);
    let mut at = 0;
    for leaf in tree.leaves() {
        assert_eq!(leaf.span().start, at, "a gap before {:?}", leaf.text());
        assert!(!leaf.span().is_empty(), "an empty leaf");
        at = leaf.span().end;
    }
    assert_eq!(at as usize, text.len());
    for node in tree.all() {
        let Some(parent) = node.parent() else { continue };
        assert!(parent.span().covers(node.span()), "{:?} is not in {:?}", node.kind(), parent.kind());
        assert!(node.ancestors().count() <= MAX_DEPTH);
        let (first, last) = (node.elements().next(), node.elements().last());
        let ends_in_trivia = [first, last].into_iter().flatten().any(|leaf| leaf.kind().is_trivia());
        assert!(!ends_in_trivia, "{:?} begins or ends with white space or a comment", node.kind());
    }
}

fn tokens(tree: &Tree) -> Vec<&str> {
    tree.leaves().filter(|leaf| !leaf.kind().is_trivia()).map(Node::text).collect()
}

/// The comments, without the indentation of their lines.
fn comments(tree: &Tree) -> Vec<Vec<&str>> {
    tree.leaves().filter(|leaf| leaf.kind().is_comment()).map(lines).collect()
}

fn lines(comment: Node<'_>) -> Vec<&str> {
    comment.text().trim_ascii_end().split('\n').map(str::trim_ascii_start).collect()
}

/// The laws: white space and nothing else changes, and nothing the second time; what is broken stays.
#[track_caller]
pub fn keeps_meaning(text: &str) -> String {
    let before = tree(text);
    let mut at = 0;
    for (span, put) in format(&before) {
        assert!(at <= span.start, "edits overlap or are out of order");
        at = span.end;
        let replaced = span.of_str(text);
        assert_ne!(replaced, put, "an edit changes nothing");
        // protoc's white space has the vertical tab, too.
        let is_white = |char: char| char.is_ascii_whitespace() || char == '\u{b}';
        assert!((replaced.to_owned() + &put).chars().all(is_white), "{replaced:?} → {put:?}");
    }
    let result = formatted(&before);
    let after = tree(&result);
    same("tokens", &tokens(&before), &tokens(&after));
    same("comments", &comments(&before), &comments(&after));
    let again = formatted(&after);
    same("formatted lines", &result.lines().collect::<Vec<_>>(), &again.lines().collect::<Vec<_>>());
    assert_eq!(result, again);
    for node in before.all().filter(|node| node.is_broken() && node.kind().is_statement()) {
        assert!(result.contains(node.text()), "broken, and changed: {}", node.text());
    }
    result
}

/// Tells where two lists differ rather than all that is in them.
#[track_caller]
fn same<T: PartialEq + std::fmt::Debug>(what: &str, before: &[T], after: &[T]) {
    if before != after {
        let at = before.iter().zip(after).take_while(|(before, after)| before == after).count();
        let around = |list: &[T]| format!("{:?}", &list[at.saturating_sub(3)..(at + 5).min(list.len())]);
        panic!("{what} differ:\n{}\n{}", around(before), around(after));
    }
}
