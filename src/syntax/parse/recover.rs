//! After an error: where the next statement begins, what is skipped, and the number that is free.

use super::super::error::quote;
use super::super::lex::END;
use super::{Kind, Parser};
use crate::text::Span;

/// The built-in types.
pub(super) const SCALARS: [&str; 15] = [
    "double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
    "sfixed64", "bool", "string", "bytes",
];

/// What may stand before a field's type.
pub(super) const LABELS: [&str; 3] = ["optional", "required", "repeated"];

impl Parser<'_> {
    /// How many tokens, counted from one ahead, a type's name takes; 0 if there is none.
    pub(super) fn type_length(&self, from: usize) -> usize {
        let mut at = from + usize::from(self.ahead(from).kind == Kind::Dot);
        if self.ahead(at).kind != Kind::Ident {
            return 0;
        }
        at += 1;
        while self.ahead(at).kind == Kind::Dot && self.ahead(at + 1).kind == Kind::Ident {
            at += 2;
        }
        at - from
    }

    /// Whether the next token begins a line that can stand by itself, so that it is no part of what was begun before.
    pub(super) fn is_own_line(&self) -> bool {
        self.token().first_in_line && self.is_statement_ahead(0)
    }

    /// Whether what lies ahead looks like a whole statement rather than like the rest of one.
    pub(super) fn is_statement_ahead(&self, from: usize) -> bool {
        let next = self.ahead(from + 1).kind;
        match (self.word_ahead(from), next) {
            ("", _) => {}
            ("option", Kind::LParen) | ("map", Kind::LAngle) | ("import", Kind::String) => return true,
            ("reserved" | "extensions", Kind::Int | Kind::String) => return true,
            ("syntax" | "edition", Kind::Equals) => return self.ahead(from + 2).kind == Kind::String,
            (_, Kind::Ident) => return true,
            _ => {}
        }
        match self.type_length(from) {
            0 => false,
            length => length > 1 && self.ahead(from + length).kind == Kind::Ident,
        }
    }

    /// Skips what is left of a broken statement: up to its `;` or its block, to the brace that ends the body, or to the next
    /// line that begins with a word.
    pub(super) fn skip_statement(&mut self, first: usize) {
        self.broken = true;
        let mut end = self.at;
        loop {
            let token = self.tokens[end];
            match token.kind {
                END | Kind::Semicolon | Kind::RBrace => break,
                Kind::LBrace => {
                    end = self.end_of_block(end);
                    break;
                }
                Kind::Ident | Kind::Dot if token.first_in_line && end > first => break,
                _ => end += 1,
            }
        }
        self.skip_to(end);
        self.eat(Kind::Semicolon);
    }

    /// Where the block ends that a `{` begins: behind its `}`. Braces that are never closed do not count.
    fn end_of_block(&self, brace: usize) -> usize {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(brace) {
            match token.kind {
                END => return at,
                Kind::LBrace if self.braces.end_of(at).is_none() => depth += 1,
                Kind::RBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.tokens.len() - 1
    }

    /// Skips a `{` and all that is in it.
    pub(super) fn skip_block(&mut self) {
        self.skip_to(self.end_of_block(self.at));
    }

    /// Puts the tokens before one into the tree as such that fit nowhere.
    pub(super) fn skip_to(&mut self, end: usize) {
        if self.at >= end {
            return;
        }
        let open = self.open();
        while self.at < end {
            self.bump();
        }
        self.close(open, Kind::Error);
    }

    /// The first token from the next one on that is of one of these kinds, begins a line, or ends the body.
    pub(super) fn find(&self, kinds: &[Kind]) -> usize {
        let stops = |token: &super::Token| {
            matches!(token.kind, END | Kind::RBrace) || token.first_in_line || kinds.contains(&token.kind)
        };
        self.at + self.tokens[self.at..].iter().take_while(|token| !stops(token)).count()
    }

    /// The `;` that ends a statement. Where it is missing this is told, but nothing is lost.
    pub(super) fn semicolon(&mut self, first: usize) {
        if self.eat(Kind::Semicolon) {
            return;
        }
        let token = self.token();
        let statement_ends = token.first_in_line || matches!(token.kind, END | Kind::RBrace);
        if statement_ends || self.is_statement_ahead(0) {
            let end = self.end_before();
            let message = format!("expected `;` after {}, found {}", self.behind(), self.found());
            let mut entry = self.add("proto-missing-semicolon", end, message);
            entry.help("end the statement with `;`").fix("insert `;`", end, ";");
            return;
        }
        if matches!(token.kind, Kind::Comma | Kind::Colon) && self.is_last_in_statement() {
            let span = token.span();
            let message = format!("expected `;` after {}, found {}", self.behind(), self.found());
            let mut entry = self.add("proto-missing-semicolon", span, message);
            entry.help("statements end with `;`").fix("replace it by `;`", span, ";");
            self.bump_error();
            return;
        }
        let what = quote(token.span().of_str(self.text));
        self.expected("proto-missing-semicolon", "`;`").help(format!("end the statement with `;` before {what}"));
        self.skip_statement(first);
    }

    /// Whether nothing of the statement follows the next token.
    fn is_last_in_statement(&self) -> bool {
        let behind = self.ahead(1);
        behind.first_in_line || matches!(behind.kind, END | Kind::RBrace)
    }

    /// Puts the next token into the tree as one that fits nowhere.
    pub(super) fn bump_error(&mut self) {
        self.skip_to(self.at + 1);
    }

    /// A word in the place of a name. Where there is none it is told.
    pub(super) fn name(&mut self, what: &str) -> bool {
        if self.is_name() {
            self.bump_name();
            return true;
        }
        self.expected("proto-missing-name", what);
        false
    }

    /// Whether the next token is a word that is a name here, be it one with wrong letters.
    pub(super) fn is_name(&self) -> bool {
        let token = self.token();
        (token.kind == Kind::Ident || token.kind == Kind::Unknown && token.bad) && !self.is_own_line()
    }

    /// Puts the next word into the tree as a name.
    pub(super) fn bump_name(&mut self) {
        self.broken |= self.is(Kind::Unknown);
        self.bump();
    }

    /// Says that a word is not what it should be but clearly meant so, and takes it for the keyword.
    pub(super) fn misspelt(&mut self, keyword: &str) {
        let span = self.token().span();
        let message = format!("expected `{keyword}`, found {}", self.found_word());
        let mut entry = self.add("proto-keyword", span, message);
        entry.help(format!("did you mean `{keyword}`?")).fix(format!("change it to `{keyword}`"), span, keyword);
        self.bump_as(Kind::Keyword);
    }

    /// The next token, quoted.
    pub(super) fn found_word(&self) -> String {
        quote(self.token().span().of_str(self.text))
    }

    /// The span from a token up to the one before the next.
    pub(super) fn span_from(&self, first: usize) -> Span {
        let start = self.tokens[first].start as usize;
        Span::new(start, self.end_before().end as usize)
    }
}

/// The numbers of a body: those that are taken, and the errors that wait for one that is free.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    greatest: Option<u32>,
    ranges: Vec<(u32, u32)>,
    waiting: Vec<Waiting>,
}

/// An error whose fix is a number.
#[derive(Debug)]
struct Waiting {
    error: usize,
    edit: Span,
    /// What stands before the number in the edit.
    prefix: &'static str,
}

/// Fields may not have these: they belong to protobuf itself.
const PRIVATE: (u32, u32) = (19_000, 19_999);
const LAST_FIELD: u32 = (1 << 29) - 1;

impl Numbers {
    /// A number that a field or a value has.
    pub fn take(&mut self, number: u32) {
        self.greatest = self.greatest.max(Some(number));
    }

    /// Numbers that are reserved, or for extensions.
    pub fn take_range(&mut self, first: u32, last: u32) {
        self.ranges.push((first, last));
    }

    /// The number behind the greatest one that is taken, and the next ones behind it.
    fn free(&mut self, first: u32) -> impl FnMut() -> Option<u32> {
        self.ranges.push(PRIVATE);
        self.ranges.sort_unstable();
        let ranges = std::mem::take(&mut self.ranges);
        let mut next = self.greatest.map_or(first, |greatest| greatest.saturating_add(1));
        let mut at = 0;
        move || {
            while let Some(&(start, end)) = ranges.get(at)
                && start <= next
            {
                next = next.max(end.saturating_add(1));
                at += 1;
            }
            let free = next;
            next = next.saturating_add(1);
            (free <= LAST_FIELD).then_some(free)
        }
    }
}

impl Parser<'_> {
    /// The error that was added last waits for a number to suggest.
    pub(super) fn wait_for_number(&mut self, errors_before: usize, edit: Span, prefix: &'static str) {
        if self.errors.len() > errors_before
            && let Some(numbers) = self.numbers.last_mut()
        {
            numbers.waiting.push(Waiting { error: errors_before, edit, prefix });
        }
    }

    /// A body is over: its errors get the numbers that are free, from `first` on.
    pub(super) fn settle_numbers(&mut self, first: u32) {
        let Some(mut numbers) = self.numbers.pop() else { return };
        let waiting = std::mem::take(&mut numbers.waiting);
        if waiting.is_empty() {
            return;
        }
        let mut free = numbers.free(first);
        for Waiting { error, edit, prefix } in waiting {
            let Some(number) = free() else { return };
            let text = format!("{prefix}{number}");
            let title = if edit.is_empty() { "insert" } else { "change it to" };
            self.errors.entry(error).fix(format!("{title} `{}`", text.trim_start()), edit, text);
        }
    }
}
