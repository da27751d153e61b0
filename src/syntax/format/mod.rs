//! The formatter: the canonical white space of a tree, as edits of what is there.
//!
//! Two spaces a level, one declaration a line, lines of 80 columns where a list can be broken to get there. Nothing but white
//! space changes: tokens, comments and their order stay, a comment behind something stays behind it and one on lines of its
//! own stays there, and of several blank lines one is left. A list or an aggregate that begins with a line break stays broken,
//! so that authors decide where it could be either way. What has a syntax error is left as it is, byte for byte.
//!
//! 1. `plan`: from the tree, what should stand before each token
//! 2. `render`: from left to right, which lists are broken to fit
//! 3. `gap`, `place`: the white space and comments between two tokens, as they are and as they should be
//!
//! Formatting what is formatted changes nothing. Where an error leaves open what belongs to what, the parser goes by lines and
//! indentation; a text that would be read otherwise once it is formatted stays as it is. Knows no rule of the language but its
//! shape.

mod gap;
mod place;
mod plan;
mod render;

use super::{Node, Tree, parse};
use crate::text::Span;

/// A line is not longer than this, in characters, where it can be helped.
const LINE_WIDTH: usize = 80;

/// The columns of a level.
const INDENT: usize = 2;

/// The columns by which the second line of a statement stands behind its first one.
const CONTINUATION: usize = 2 * INDENT;

/// Lines are not indented beyond this column: in a hostile text their white space would outgrow it a thousandfold.
const MAX_INDENT: usize = 40;

/// The edits that format a file: in order, disjoint, of white space only; none where it is formatted.
pub fn format(tree: &Tree) -> Vec<(Span, String)> {
    let edits = once(tree);
    if edits.is_empty() || is_settled(tree, &apply(tree.text(), &edits)) { edits } else { Vec::new() }
}

fn once(tree: &Tree) -> Vec<(Span, String)> {
    render::render(tree, plan::plan(tree))
}

/// Whether a text has the tokens of a tree and is formatted.
fn is_settled(before: &Tree, text: &str) -> bool {
    let after = parse(0, text).tree;
    tokens(before).eq(tokens(&after)) && once(&after).is_empty()
}

fn tokens(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.leaves().filter(|leaf| !leaf.kind().is_trivia()).map(Node::text)
}

/// The text of a tree, formatted.
pub fn formatted(tree: &Tree) -> String {
    apply(tree.text(), &format(tree))
}

/// The text with the edits made: they are in order and disjoint.
fn apply(text: &str, edits: &[(Span, String)]) -> String {
    let mut result = String::with_capacity(text.len() + text.len() / 8);
    let mut at = 0;
    for (span, replacement) in edits {
        result.push_str(Span::new(at, span.start as usize).of_str(text));
        result.push_str(replacement);
        at = span.end as usize;
    }
    result.push_str(Span::new(at, text.len()).of_str(text));
    result
}
