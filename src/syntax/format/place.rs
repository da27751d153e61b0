//! The white space of one gap: where its comments and the token behind them come to stand, as edits.
//!
//! Keeps the column. Knows neither tokens nor groups: a [`Wish`] says what should be.

use super::gap::{Comment, Gap};
use crate::text::Span;

/// What should stand before a token, and what else matters to the comments there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wish {
    /// The token begins a line.
    pub(super) line: bool,
    /// If it does not: there is a space before it.
    pub(super) space: bool,
    /// Where the token stands if it begins a line.
    pub(super) indent: usize,
    /// Where comments on lines of their own stand.
    pub(super) comment_indent: usize,
    /// It is the first of the file.
    pub(super) is_first: bool,
    /// It closes what is around: there is no blank line before it.
    pub(super) is_closer: bool,
    /// The token before opened what is around: there is no blank line behind it.
    pub(super) is_behind_opener: bool,
}

/// Collects edits from left to right.
pub(super) struct Writer<'t> {
    text: &'t str,
    newline: &'static str,
    /// Where the next character comes to stand, in characters from 0.
    pub(super) column: usize,
    pub(super) edits: Vec<(Span, String)>,
}

impl<'t> Writer<'t> {
    /// At the start of a text. Its first line break says how lines end.
    pub(super) fn new(text: &'t str) -> Writer<'t> {
        let is_crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
        Writer { text, newline: if is_crlf { "\r\n" } else { "\n" }, column: 0, edits: Vec::new() }
    }

    /// What stays as it is.
    pub(super) fn keep(&mut self, span: Span) {
        let text = span.of_str(self.text);
        match text.rfind('\n') {
            Some(at) => self.column = characters(&text[at + 1..]),
            None => self.column += characters(text),
        }
    }

    /// What stands before a token: its comments, and the white space about them.
    pub(super) fn gap(&mut self, gap: &Gap, wish: Wish) {
        // A block comment between two statements of one line goes with the second.
        let moves = wish.line && !wish.is_closer && !gap.has_break() && !gap.has_lines();
        let mut at = gap.start;
        for (index, &comment) in gap.comments.iter().enumerate() {
            let before = Span::new(at, comment.span.start as usize);
            if wish.is_first && index == 0 {
                self.edit(before, String::new());
                self.column = 0;
                self.comment(before, comment, 0);
            } else if comment.breaks > 0 || moves && index == 0 {
                let keeps_blank = wish.line && (index > 0 || !wish.is_behind_opener || keeps_comment(gap, wish));
                self.line(before, comment.breaks > 1 && keeps_blank, wish.comment_indent);
                self.comment(before, comment, wish.comment_indent);
            } else {
                // As Google's style has it: two before a comment that ends the line.
                self.spaces(before, if comment.is_line { 2 } else { 1 });
                self.keep(comment.span);
            }
            at = comment.span.end as usize;
        }

        let before = Span::new(at, gap.end);
        let begins_line = match gap.comments.last() {
            None => wish.line && !wish.is_first,
            Some(comment) if comment.is_line => true,
            Some(_) if wish.is_closer => wish.line || gap.has_lines(),
            Some(comment) if comment.breaks > 0 || moves || wish.is_first => gap.breaks > 0,
            Some(_) => wish.line,
        };
        if begins_line {
            let may_be_blank = wish.line && !wish.is_closer && (!wish.is_behind_opener || !gap.comments.is_empty());
            self.line(before, gap.breaks > 1 && may_be_blank, wish.indent);
        } else {
            let is_spaced = wish.space || wish.line && !gap.comments.is_empty();
            self.spaces(before, usize::from(is_spaced));
        }
    }

    /// A comment that begins a line. If that has moved, so do the other lines of it that are indented like it.
    fn comment(&mut self, before: Span, comment: Comment, indent: usize) {
        let white = before.of_str(self.text);
        let old = &white[white.rfind('\n').map_or(0, |at| at + 1)..];
        let mut at = comment.span.start as usize;
        for line in comment.span.of_str(self.text).split_inclusive('\n') {
            let is_first = at == comment.span.start as usize;
            if !is_first && line.starts_with(old) {
                self.edit(Span::new(at, at + old.len()), " ".repeat(indent));
            }
            at += line.len();
        }
        self.keep(comment.span);
    }

    /// A line break, perhaps two, and white space up to a column.
    fn line(&mut self, span: Span, is_blank: bool, indent: usize) {
        let breaks = self.newline.repeat(if is_blank { 2 } else { 1 });
        self.edit(span, breaks + &" ".repeat(indent));
        self.column = indent;
    }

    fn spaces(&mut self, span: Span, count: usize) {
        self.edit(span, " ".repeat(count));
        self.column += count;
    }

    fn edit(&mut self, span: Span, text: String) {
        if span.of_str(self.text) != text {
            self.edits.push((span, text));
        }
    }
}

/// Whether a blank line between an opening brace and a comment keeps that from being the brace's: to protoc, what follows an
/// opening brace and has a blank line behind it is of the brace.
fn keeps_comment(gap: &Gap, wish: Wish) -> bool {
    wish.is_closer || gap.has_blank_behind_comment()
}

/// How wide a text is. Every character counts for one.
pub(super) fn characters(text: &str) -> usize {
    text.chars().count()
}
