//! What stands between two tokens: its comments, and the line breaks before each of them and before the second token.
//!
//! Knows nothing of how it should be.

use super::super::{Kind, NodeId, Tree};
use crate::text::Span;

/// A comment and what is before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment {
    /// Without the white space at its end.
    pub(super) span: Span,
    pub(super) is_line: bool,
    /// The line breaks between it and the token or comment before.
    pub(super) breaks: usize,
}

/// What stands between two tokens.
#[derive(Debug, Default)]
pub(super) struct Gap {
    pub(super) comments: Vec<Comment>,
    /// Where the text before ends: the token, or the byte order mark.
    pub(super) start: usize,
    /// Where the token behind begins.
    pub(super) end: usize,
    /// The line breaks before the second token, behind the last comment.
    pub(super) breaks: usize,
    /// Whether a block comment is never closed, so that nothing can stand behind it.
    pub(super) is_open: bool,
}

impl Gap {
    /// What stands between two elements of a tree, neither of them included. Before the first one is the file itself, behind
    /// the last one nothing.
    pub(super) fn between(tree: &Tree, before: NodeId, behind: NodeId) -> Gap {
        let leaves = (before + 1..behind).map(|id| tree.node(id)).filter(|leaf| leaf.kind().is_token());
        let start = if before == 0 { 0 } else { tree.node(before).span().end as usize };
        let mut gap = Gap { start, end: start, ..Gap::default() };
        for leaf in leaves {
            let span = leaf.span();
            gap.end = span.end as usize;
            match leaf.kind() {
                Kind::ByteOrderMark => gap.start = gap.end,
                Kind::LineComment | Kind::BlockComment => {
                    let text = leaf.text();
                    let is_line = leaf.kind() == Kind::LineComment;
                    gap.is_open |= !(is_line || text.len() >= "/**/".len() && text.ends_with("*/"));
                    let end = span.start as usize + text.trim_ascii_end().len();
                    let breaks = std::mem::take(&mut gap.breaks);
                    gap.comments.push(Comment { span: Span::new(span.start as usize, end), is_line, breaks });
                }
                _ => gap.breaks += leaf.text().matches('\n').count(),
            }
        }
        gap
    }

    /// Whether any of its white space has a line break.
    pub(super) fn has_break(&self) -> bool {
        self.breaks > 0 || self.comments.iter().any(|comment| comment.breaks > 0)
    }

    /// Whether a comment stands on lines of its own, or ends the line of the token before.
    pub(super) fn has_lines(&self) -> bool {
        self.comments.iter().any(|comment| comment.is_line || comment.breaks > 0)
    }

    /// Whether a blank line is somewhere behind the first comment.
    pub(super) fn has_blank_behind_comment(&self) -> bool {
        let behind = self.comments.iter().skip(1).map(|comment| comment.breaks);
        !self.comments.is_empty() && behind.chain([self.breaks]).any(|breaks| breaks > 1)
    }
}
