//! Which `{` is never closed, and which `}` closes nothing, where braces do not match.
//!
//! People indent, so a brace at the end of a block is as far to the left as the line that opens it, and a declaration is
//! further to the right than the line of the block it is in. Where a text has more `{` than `}`, the first block that breaks this
//! rule lacks its brace. In a text whose braces match, nothing is judged: indentation means nothing to the language.

use super::super::Kind;
use super::super::lex::{END, Token};
use crate::text::Span;

/// The braces that have no partner, by the numbers of their tokens.
#[derive(Debug, Default)]
pub(super) struct Braces {
    /// `{` and the token before which its `}` is missing, in the order of the text.
    open: Vec<(usize, usize)>,
    /// `}` in the middle that closes nothing, in the order of the text.
    extra: Vec<usize>,
}

impl Braces {
    /// Judges the tokens of a text.
    pub fn of(text: &str, tokens: &[Token]) -> Braces {
        match balance(tokens) {
            0 => Braces::default(),
            excess => judge(text, tokens, excess),
        }
    }

    /// The token before which the `}` for the `{` at a token is missing, if it is.
    pub fn end_of(&self, brace: usize) -> Option<usize> {
        let found = self.open.binary_search_by_key(&brace, |&(open, _)| open).ok()?;
        Some(self.open[found].1)
    }

    /// Whether the `}` at a token closes nothing.
    pub fn is_extra(&self, brace: usize) -> bool {
        self.extra.binary_search(&brace).is_ok()
    }
}

/// How many `{` have no `}`; negative where it is the other way round.
fn balance(tokens: &[Token]) -> isize {
    tokens.iter().fold(0, |sum, token| match token.kind {
        Kind::LBrace => sum + 1,
        Kind::RBrace => sum - 1,
        _ => sum,
    })
}

fn judge(text: &str, tokens: &[Token], excess: isize) -> Braces {
    let mut missing = usize::try_from(excess).unwrap_or(0);
    let mut surplus = usize::try_from(-excess).unwrap_or(0);
    let mut braces = Braces::default();
    // The braces that are open, with the indentation of their lines.
    let mut open: Vec<usize> = Vec::new();
    for (at, &token) in tokens.iter().enumerate() {
        let outside = |brace: Option<&usize>| brace.is_some_and(|&brace| tokens[brace].indent >= token.indent);
        match token.kind {
            Kind::LBrace => open.push(at),
            Kind::RBrace if token.first_in_line => {
                // It belongs to a line that is as far to the left, if there is one.
                let deeper = |brace: &usize| tokens[*brace].indent > token.indent;
                while missing > 0 && open.len() > 1 && open.last().is_some_and(deeper) {
                    missing -= 1;
                    braces.open.extend(open.pop().map(|brace| (brace, at)));
                }
                let shallower = |brace: &usize| tokens[*brace].indent < token.indent;
                if surplus > 0 && open.last().is_some_and(shallower) && opened_elsewhere(tokens, at, &open) {
                    surplus -= 1;
                    braces.extra.push(at);
                } else {
                    open.pop();
                }
            }
            Kind::RBrace => {
                open.pop();
            }
            Kind::Ident if token.first_in_line && missing > 0 && begins_block(text, tokens, at) => {
                while missing > 0 && outside(open.last()) {
                    missing -= 1;
                    braces.open.extend(open.pop().map(|brace| (brace, at)));
                }
            }
            END => braces.open.extend(open.iter().map(|&brace| (brace, at))),
            _ => {}
        }
    }
    braces.open.sort_unstable();
    braces
}

/// Whether a `}` that is further to the right than the line of the block it would close is one too many: the block goes on.
fn opened_elsewhere(tokens: &[Token], at: usize, open: &[usize]) -> bool {
    let (Some(next), Some(&brace)) = (tokens.get(at + 1), open.last()) else { return false };
    next.first_in_line && next.indent > tokens[brace].indent && next.kind != END
}

/// Whether a line begins a declaration that has a block, or one that stands at the top of a file only.
fn begins_block(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.span().of_str(text));
    let kind = |at: usize| tokens.get(at).map_or(END, |token| token.kind);
    match word(at) {
        "message" | "enum" | "service" => kind(at + 1) == Kind::Ident && kind(at + 2) == Kind::LBrace,
        "export" | "local" => matches!(word(at + 1), "message" | "enum"),
        "extend" => matches!(kind(at + 1), Kind::Ident | Kind::Dot),
        "rpc" => kind(at + 1) == Kind::Ident && kind(at + 2) == Kind::LParen,
        "import" => kind(at + 1) == Kind::String,
        _ => false,
    }
}

/// The place behind a token, where something is missing.
pub(super) fn behind(tokens: &[Token], at: usize) -> Span {
    Span::at(at.checked_sub(1).map_or(0, |before| tokens[before].end) as usize)
}
