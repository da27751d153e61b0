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

/// A `{` that is open.
struct Block {
    brace: usize,
    /// Whether what is in it is indented more than its own line; nothing is known before its first line.
    is_indented: Option<bool>,
    /// The first token in it that is not, though others are: what seems to stand behind it.
    outside: Option<usize>,
}

fn judge(text: &str, tokens: &[Token], excess: isize) -> Braces {
    let mut missing = usize::try_from(excess).unwrap_or(0);
    let mut surplus = usize::try_from(-excess).unwrap_or(0);
    let mut braces = Braces::default();
    let mut open: Vec<Block> = Vec::new();
    for (at, &token) in tokens.iter().enumerate() {
        let indent_of = |block: &Block| tokens[block.brace].indent;
        if token.first_in_line
            && matches!(token.kind, Kind::Ident | Kind::Dot)
            && let Some(block) = open.last_mut()
        {
            let is_inside = token.indent > indent_of(block);
            if *block.is_indented.get_or_insert(is_inside) && !is_inside {
                block.outside.get_or_insert(at);
            }
        }
        let mut lacks = |block: Block, at: usize| braces.open.push((block.brace, block.outside.unwrap_or(at)));
        match token.kind {
            Kind::LBrace => open.push(Block { brace: at, is_indented: None, outside: None }),
            Kind::RBrace if token.first_in_line => {
                // It belongs to a line that is as far to the left, if there is one.
                while missing > 0
                    && open.len() > 1
                    && let Some(block) = open.pop_if(|block| indent_of(block) > token.indent)
                {
                    missing -= 1;
                    lacks(block, at);
                }
                let is_inside = open.last().is_some_and(|block| indent_of(block) < token.indent);
                if surplus > 0 && is_inside && goes_on(tokens, at, &open) {
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
                while missing > 0
                    && let Some(block) = open.pop_if(|block| indent_of(block) >= token.indent)
                {
                    missing -= 1;
                    lacks(block, at);
                }
            }
            END => std::mem::take(&mut open).into_iter().for_each(|block| lacks(block, at)),
            _ => {}
        }
    }
    braces.open.sort_unstable();
    braces
}

/// Whether a `}` that is further to the right than the line of the block it would close is one too many: the block goes on.
fn goes_on(tokens: &[Token], at: usize, open: &[Block]) -> bool {
    let (Some(next), Some(block)) = (tokens.get(at + 1), open.last()) else { return false };
    next.first_in_line && next.indent > tokens[block.brace].indent && next.kind != END
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
