//! The comment of a declaration: the one above it, else the one behind it, without the marks.

use crate::syntax::{Kind, Node};

/// What the comments say of a statement; nothing without any.
pub fn comment(node: Node<'_>) -> Option<String> {
    above(node).or_else(|| behind(node)).filter(|text| !text.is_empty())
}

/// The comments above, with no blank line between them and the statement. What stands behind other code on its line belongs
/// to that.
fn above(node: Node<'_>) -> Option<String> {
    let mut found = Vec::new();
    let mut at = node.leaf_before();
    let mut breaks = 0;
    while let Some(leaf) = at {
        match leaf.kind() {
            Kind::Whitespace => breaks += leaf.text().matches('\n').count(),
            kind if kind.is_comment() && breaks <= 1 => {
                // A comment behind code ends the run.
                if !begins_line(leaf) {
                    break;
                }
                let is_block = kind == Kind::BlockComment;
                if is_block && !found.is_empty() {
                    break;
                }
                found.push(leaf);
                breaks = 0;
                if is_block {
                    break;
                }
            }
            _ => break,
        }
        at = leaf.leaf_before();
    }
    found.reverse();
    text(&found)
}

fn begins_line(leaf: Node<'_>) -> bool {
    leaf.leaf_before().is_none_or(|before| {
        before.kind() == Kind::ByteOrderMark
            || before.kind() == Kind::Whitespace && before.text().contains('\n')
            || before.kind() == Kind::Whitespace && before.leaf_before().is_none()
    })
}

/// The comment behind the statement on its last line, or behind the brace that opens its body.
fn behind(node: Node<'_>) -> Option<String> {
    let open = node.part(Kind::Body).and_then(|body| body.parts().next());
    let mut at = open.unwrap_or(node).leaf_behind();
    if let Some(leaf) = at.filter(|leaf| leaf.kind() == Kind::Whitespace) {
        if leaf.text().contains('\n') {
            return None;
        }
        at = leaf.leaf_behind();
    }
    let mut found = Vec::from_iter(at.filter(|leaf| leaf.kind().is_comment()));
    // A block comment with code behind it is about that.
    let code = |leaf: &Node<'_>| leaf.kind() == Kind::BlockComment && !ends_line(*leaf);
    found.retain(|leaf| !code(leaf));
    text(&found)
}

fn ends_line(leaf: Node<'_>) -> bool {
    leaf.leaf_behind().is_none_or(|behind| behind.kind() == Kind::Whitespace && behind.text().contains('\n'))
}

fn text(comments: &[Node<'_>]) -> Option<String> {
    if comments.is_empty() {
        return None;
    }
    let lines: Vec<&str> = comments.iter().flat_map(|leaf| lines(*leaf)).collect();
    // What every line is indented by is no part of the text.
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(common..).unwrap_or_default().trim_end()).collect();
    Some(lines.join("\n").trim_matches('\n').to_owned())
}

/// The lines of a comment without its marks.
fn lines(leaf: Node<'_>) -> Vec<&str> {
    let text = leaf.text();
    if leaf.kind() == Kind::LineComment {
        return vec![text.trim_start_matches('/')];
    }
    let inside = text.strip_prefix("/*").unwrap_or(text).trim_start_matches('*');
    let inside = inside.strip_suffix("*/").unwrap_or(inside).trim_end_matches('*');
    let star = |line: &'_ str| line.trim_start().starts_with('*');
    inside
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let marked = at > 0 && star(line);
            if marked { line.trim_start().trim_start_matches('*') } else { line }
        })
        .collect()
}
