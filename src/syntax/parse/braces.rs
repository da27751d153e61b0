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
            excess => {
                let missing = usize::try_from(excess).unwrap_or(0);
                let surplus = usize::try_from(-excess).unwrap_or(0);
                Judge { text, tokens, missing, surplus, open: Vec::new(), braces: Braces::default() }.judge()
            }
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
    /// How far the line is indented that it is on.
    indent: u16,
    /// 1 for the value of an option, 2 for a value in that, …; 0 for what is none.
    value_depth: usize,
    /// Whether what is in it is indented more than its own line; nothing is known before its first line.
    is_indented: Option<bool>,
    /// The first token in it that is not, though others are: what seems to stand behind it.
    outside: Option<usize>,
    /// Of an option's value: the first `;` or `]` right in it that may as well be what follows the value.
    stop: Option<usize>,
    /// How many `[` and `<` are open in the value.
    brackets: usize,
}

struct Judge<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// How many `{` without a `}` are still to be found.
    missing: usize,
    /// How many `}` without a `{`.
    surplus: usize,
    open: Vec<Block>,
    braces: Braces,
}

impl Judge<'_> {
    fn judge(mut self) -> Braces {
        for at in 0..self.tokens.len() {
            let token = self.tokens[at];
            if token.first_in_line && matches!(token.kind, Kind::Ident | Kind::Dot) {
                self.begin_line(at);
            }
            match token.kind {
                Kind::LBrace => self.begin_block(at),
                Kind::RBrace => self.end_block(at),
                END => {
                    self.missing = self.open.len();
                    self.lack_while(at, |_| true);
                }
                _ => self.mark(at),
            }
        }
        self.braces.open.sort_unstable();
        self.braces
    }

    /// The innermost blocks for which this holds lack their braces: before what seems to stand behind them, or else before a
    /// token.
    fn lack_while(&mut self, at: usize, lacks: impl Fn(&Block) -> bool) {
        while self.missing > 0
            && let Some(block) = self.open.pop_if(|block| lacks(block))
        {
            self.missing -= 1;
            self.braces.open.push((block.brace, block.stop.or(block.outside).unwrap_or(at)));
        }
    }

    fn begin_line(&mut self, at: usize) {
        let indent = self.tokens[at].indent;
        if let Some(block) = self.open.last_mut() {
            let is_inside = indent > block.indent;
            if *block.is_indented.get_or_insert(is_inside) && !is_inside {
                block.outside.get_or_insert(at);
            }
        }
        if begins_block(self.text, self.tokens, at) {
            self.lack_while(at, |block| block.indent >= indent);
        }
    }

    fn begin_block(&mut self, brace: usize) {
        let around = self.open.last().map_or(0, |block| block.value_depth);
        let follows_equals = brace > 0 && self.tokens[brace - 1].kind == Kind::Equals;
        self.open.push(Block {
            brace,
            indent: self.tokens[brace].indent,
            value_depth: if around > 0 { around + 1 } else { usize::from(follows_equals) },
            is_indented: None,
            outside: None,
            stop: None,
            brackets: 0,
        });
    }

    fn end_block(&mut self, at: usize) {
        let Token { first_in_line, indent, .. } = self.tokens[at];
        // Behind the value of an option stands one of these.
        if !matches!(self.tokens[at + 1].kind, Kind::Semicolon | Kind::Comma | Kind::RBracket) {
            self.lack_while(at, |block| block.stop.is_some());
        }
        if first_in_line && self.open.len() > 1 {
            // It belongs to a line that is as far to the left, if there is one.
            let outermost = self.open[0].brace;
            self.lack_while(at, |block| block.indent > indent && block.brace != outermost);
        }
        let is_inside = first_in_line && self.open.last().is_some_and(|block| block.indent < indent);
        if self.surplus > 0 && is_inside && self.goes_on(at) {
            self.surplus -= 1;
            self.braces.extra.push(at);
        } else {
            self.open.pop();
        }
    }

    /// Whether the block goes on behind a `}` that is further to the right than the line of the block it would close.
    fn goes_on(&self, at: usize) -> bool {
        let (Some(next), Some(block)) = (self.tokens.get(at + 1), self.open.last()) else { return false };
        next.first_in_line && next.indent > block.indent && next.kind != END
    }

    /// A mark in a value that may tell where the value ends.
    fn mark(&mut self, at: usize) {
        let Some(block) = self.open.last_mut().filter(|block| block.value_depth > 0) else { return };
        match self.tokens[at].kind {
            Kind::LBracket | Kind::LAngle => block.brackets += 1,
            Kind::RBracket | Kind::RAngle if block.brackets > 0 => block.brackets -= 1,
            // Another bracket stands where the brace should.
            Kind::RAngle => self.lack_once(at),
            Kind::Semicolon | Kind::RBracket if block.value_depth == 1 => _ = block.stop.get_or_insert(at),
            _ => {}
        }
    }

    fn lack_once(&mut self, at: usize) {
        let innermost = self.open.last().map(|block| block.brace);
        self.lack_while(at, |block| Some(block.brace) == innermost);
    }
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
