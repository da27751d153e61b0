//! From left to right: which groups are broken so that they fit their lines, and what that means for each gap.
//!
//! Knows no kind of node: the plan says all.

use super::super::{Kind, NodeId, Tree};
use super::gap::Gap;
use super::place::{Wish, Writer, characters};
use super::plan::{Plan, Role, Sep, Slot};
use super::{INDENT, LINE_WIDTH};
use crate::text::Span;

/// The edits that make the white space of a tree as it is planned.
pub(super) fn render(tree: &Tree, plan: Plan) -> Vec<(Span, String)> {
    let mut renderer = Renderer { tree, plan, decided: 0, writer: Writer::new(tree.text()) };
    for at in 0..renderer.plan.slots.len() {
        renderer.slot(at);
    }
    renderer.end();
    renderer.writer.edits
}

struct Renderer<'t> {
    tree: &'t Tree,
    plan: Plan,
    /// Groups before this one have been decided upon.
    decided: usize,
    writer: Writer<'t>,
}

impl Renderer<'_> {
    fn slot(&mut self, at: usize) {
        let slot = self.plan.slots[at];
        let gap = self.gap_before(at);
        if let Some(group) = slot.opens {
            self.decide(group, at);
        }
        if slot.sep == Sep::Keep || slot.sep == Sep::Loose && !gap.has_break() || gap.is_open {
            self.writer.keep(Span::new(gap.start, gap.end));
        } else {
            let is_closer = slot.role == Role::Closer;
            self.writer.gap(
                &gap,
                Wish {
                    line: self.begins_line(at),
                    space: self.is_spaced(&gap, slot),
                    indent: slot.indent,
                    comment_indent: if is_closer { slot.indent + INDENT } else { slot.indent },
                    is_first: at == 0,
                    is_closer,
                    is_behind_opener: at > 0 && self.plan.slots[at - 1].role == Role::Opener,
                },
            );
        }
        self.writer.keep(self.tree.node(slot.leaf).span());
    }

    /// What stands behind the last token: one line break, unless the file is empty or ends in what has a syntax error.
    fn end(&mut self) {
        let last = self.plan.slots.last();
        let gap = Gap::between(self.tree, last.map_or(0, |slot| slot.leaf), self.tree.len() as NodeId);
        if gap.is_open || last.is_some_and(|slot| matches!(slot.sep, Sep::Keep | Sep::Loose)) {
            return;
        }
        let is_first = last.is_none();
        let line = !is_first || !gap.comments.is_empty();
        self.writer.gap(&gap, Wish { line, is_first, is_closer: true, ..Wish::default() });
    }

    fn gap_before(&self, at: usize) -> Gap {
        let before = at.checked_sub(1).map_or(0, |before| self.plan.slots[before].leaf);
        Gap::between(self.tree, before, self.plan.slots[at].leaf)
    }

    fn begins_line(&self, at: usize) -> bool {
        match self.plan.slots[at].sep {
            Sep::Line | Sep::Loose => true,
            Sep::Soft(group, _) => self.plan.groups[group].is_broken,
            Sep::Fill => !self.fits(at, at, self.writer.column + 1),
            Sep::Keep | Sep::Tight | Sep::Space => false,
        }
    }

    /// Whether there is a space before a token that begins no line.
    fn is_spaced(&self, gap: &Gap, slot: Slot) -> bool {
        match slot.sep {
            Sep::Tight | Sep::Soft(_, false) => self.needs_space(gap, slot),
            sep => sep != Sep::Line,
        }
    }

    /// Whether a token that should touch what is before it must not: that is a comment, or the two tokens would become one.
    fn needs_space(&self, gap: &Gap, slot: Slot) -> bool {
        let node = self.tree.node(slot.leaf);
        if !gap.comments.is_empty() {
            return !matches!(
                node.kind(),
                Kind::Semicolon | Kind::Comma | Kind::RParen | Kind::RBracket | Kind::RAngle
            );
        }
        let before = self.tree.text().as_bytes()[..gap.start].last().copied().unwrap_or_default();
        let behind = node.text().bytes().next().unwrap_or_default();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let would_join = match (before, behind) {
            (b'/', b'/' | b'*') => true,
            (b'.', digit) | (digit, b'.') if digit.is_ascii_digit() => true,
            _ => is_word(before) && is_word(behind),
        };
        would_join && gap.start < gap.end
    }

    /// Breaks a group that does not fit, before its first token is placed.
    fn decide(&mut self, group: usize, at: usize) {
        let slot = self.plan.slots[at];
        self.decided = self.decided.max(group + 1);
        if !self.plan.groups[group].is_broken {
            let column = if slot.sep == Sep::Line { slot.indent } else { self.writer.column + 1 };
            self.plan.groups[group].is_broken = !self.fits(at, self.plan.groups[group].last, column);
        }
    }

    /// Whether the tokens from `at` to the next possible break behind `last` fit on a line, the first of them at `column`, if
    /// no group that is still to be decided upon is broken.
    fn fits(&self, at: usize, last: usize, column: usize) -> bool {
        let mut width = column + self.width(at);
        for next in at + 1..self.plan.slots.len() {
            let space = match self.plan.slots[next].sep {
                Sep::Line | Sep::Loose => break,
                Sep::Fill if next > last => break,
                Sep::Soft(group, _) if next > last && (group >= self.decided || self.plan.groups[group].is_broken) => {
                    break;
                }
                Sep::Keep | Sep::Tight | Sep::Soft(_, false) => 0,
                Sep::Space | Sep::Soft(_, true) | Sep::Fill => 1,
            };
            let gap = self.gap_before(next);
            if gap.has_lines() || width > LINE_WIDTH {
                break;
            }
            let comments = gap.comments.iter().map(|comment| 1 + characters(comment.span.of_str(self.tree.text())));
            width += space + comments.sum::<usize>() + self.width(next);
        }
        width <= LINE_WIDTH
    }

    fn width(&self, at: usize) -> usize {
        characters(self.tree.node(self.plan.slots[at].leaf).text())
    }
}
