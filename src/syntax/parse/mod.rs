//! Tokens → tree: a recursive descent that goes on after an error.
//!
//! It decides as protoc's parser decides, so that what that accepts is accepted here and nothing else. A statement that goes
//! wrong is reported once, marked as broken, and left where the next one begins; the next line is never taken for a part of a
//! broken statement if it can stand by itself. Depth is limited before recursion, so nothing overflows the stack.
//!
//! 1. [`Parser`]: the tokens, the builder, the errors, and the small steps everything is made of
//! 2. `recover`: where the next statement begins; what is skipped
//! 3. `braces`: which brace is never closed, judged by indentation
//! 4. `file`, `head`, `message`, `field`, `types`, `number`, `range`, `enums`, `service`: declarations
//! 5. `option`, `value`, `aggregate`: options and their values
//! 6. `keyword`, `foreign`: what is misspelt, or written as in another language

mod aggregate;
mod braces;
mod enums;
mod field;
mod file;
mod foreign;
mod head;
mod keyword;
mod message;
mod number;
mod option;
mod range;
mod recover;
mod service;
mod types;
mod value;

use super::error::{Entry, Errors, quote};
use super::lex::{END, Lexed, Token, Trivia, lex};
use super::{Builder, Kind, NodeId, Open, Tree};
use crate::diagnostic::Diagnostic;
use crate::text::Span;
use braces::Braces;
use number::Numbers;

/// How deep messages and groups may be declared in each other. protoc refuses the next level.
pub const MAX_MESSAGES: usize = 31;
/// How deep literals may be nested in a value. protoc has no limit; the stack has.
pub const MAX_LITERALS: usize = 64;

/// What the `syntax` or `edition` statement says, as far as the grammar depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    /// proto2, proto3, edition 2023
    Plain,
    /// From edition 2024 on `export` and `local` are keywords.
    Visibility,
}

/// A text as a tree, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Every byte of the text.
    pub tree: Tree,
    /// The errors in the order of the text, at most [`MAX_ERRORS`](super::MAX_ERRORS) and one that tells how many more there are.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses the text of the file with this index in the workspace. Never fails; linear in the text.
pub fn parse(index: usize, text: &str) -> Parsed {
    let mut lexical = Errors::new(index);
    let Lexed { tokens, trivia } = lex(text, &mut lexical);
    let mut parser = Parser {
        text,
        braces: Braces::of(text, &tokens),
        builder: Builder::new(text, tokens.len() + trivia.len()),
        now: tokens[0],
        tokens,
        trivia,
        at: 0,
        trivia_at: 0,
        covered: 0,
        errors: Errors::new(index),
        broken: false,
        told: usize::MAX,
        dialect: Dialect::Plain,
        messages: 0,
        told_too_deep: false,
        literals: 0,
        numbers: Vec::new(),
    };
    parser.file();
    parser.cover_trivia();
    let Parser { builder, errors, .. } = parser;
    Parsed { tree: builder.finish(), diagnostics: errors.finish(lexical) }
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    trivia: Vec<Trivia>,
    /// The number of the next token.
    at: usize,
    /// The next token itself: it is looked at more often than it changes.
    now: Token,
    /// The next trivia.
    trivia_at: usize,
    /// Up to where the tree has leaves.
    covered: u32,
    builder: Builder,
    errors: Errors,
    /// Whether there was an error in the innermost statement.
    broken: bool,
    /// The token at which something was told last: what else is missing there follows from it.
    told: usize,
    dialect: Dialect,
    /// How many messages are open.
    messages: usize,
    /// Whether it was told that there are too many, of the innermost one that is not too deep.
    told_too_deep: bool,
    /// How many literals are open.
    literals: usize,
    braces: Braces,
    /// The numbers in the bodies that are open, for suggestions.
    numbers: Vec<Numbers>,
}

/// A statement that has been opened.
#[must_use]
struct Statement {
    open: Open,
    /// Whether there was an error in the statement around it.
    outer: bool,
    /// Its first token.
    first: usize,
}

impl<'t> Parser<'t> {
    /// The next token.
    #[inline(always)]
    fn token(&self) -> Token {
        self.now
    }

    /// A token ahead; behind the last one, the end.
    fn ahead(&self, count: usize) -> Token {
        self.tokens[(self.at + count).min(self.tokens.len() - 1)]
    }

    /// The token before the next one.
    fn before(&self) -> Option<Token> {
        self.at.checked_sub(1).map(|at| self.tokens[at])
    }

    #[inline(always)]
    fn kind(&self) -> Kind {
        self.now.kind
    }

    #[inline(always)]
    fn is(&self, kind: Kind) -> bool {
        self.now.kind == kind
    }

    fn is_end(&self) -> bool {
        self.is(END)
    }

    /// The text of the token that lies so many ahead if it is a word; empty otherwise.
    fn word_ahead(&self, count: usize) -> &'t str {
        self.word_of(self.ahead(count))
    }

    /// The next token if it is a word.
    fn word(&self) -> &'t str {
        self.word_of(self.now)
    }

    fn word_of(&self, token: Token) -> &'t str {
        if token.kind == Kind::Ident { token.span().of_str(self.text) } else { "" }
    }

    fn is_word(&self, word: &str) -> bool {
        self.word() == word
    }

    /// Puts the trivia before the next token into the tree.
    fn cover_trivia(&mut self) {
        while self.covered < self.now.start {
            let Trivia { end, kind, hash } = self.trivia[self.trivia_at];
            self.trivia_at += 1;
            if hash && self.literals == 0 {
                self.hash_comment();
            }
            self.builder.leaf(kind, end);
            self.covered = end;
        }
    }

    /// Says that the comment that is covered next begins with `#`.
    fn hash_comment(&mut self) {
        let span = Span { start: self.covered, end: self.covered + 1 };
        let message = "expected `//` before a comment, found `#`";
        let mut entry = self.errors.add("proto-hash-comment", span, message);
        entry.help("comments begin with `//`, or stand in `/*` and `*/`").fix("replace it by `//`", span, "//");
    }

    /// Puts the next token into the tree as a leaf of a kind.
    fn bump_as(&mut self, kind: Kind) {
        let token = self.token();
        if token.kind == END {
            return;
        }
        self.cover_trivia();
        self.builder.leaf(kind, token.end);
        self.covered = token.end;
        self.at += 1;
        self.now = self.tokens[self.at];
    }

    /// Puts the next token into the tree.
    fn bump(&mut self) {
        self.bump_as(self.kind());
    }

    /// Puts the next token into the tree if it is of this kind.
    fn eat(&mut self, kind: Kind) -> bool {
        let is = self.is(kind);
        if is {
            self.bump();
        }
        is
    }

    /// Puts the next token into the tree as a keyword if it is this word.
    fn eat_word(&mut self, word: &str) -> bool {
        let is = self.is_word(word);
        if is {
            self.bump_as(Kind::Keyword);
        }
        is
    }

    /// Opens a node at the next token.
    fn open(&mut self) -> Open {
        self.cover_trivia();
        self.builder.open()
    }

    fn close(&mut self, open: Open, kind: Kind) -> NodeId {
        self.builder.close(open, kind)
    }

    /// Opens a statement at the next token.
    fn start(&mut self) -> Statement {
        let open = self.open();
        Statement { open, outer: std::mem::take(&mut self.broken), first: self.at }
    }

    /// Closes a statement; if something went wrong in it, it is marked.
    fn end(&mut self, statement: Statement, kind: Kind) {
        let broken = std::mem::replace(&mut self.broken, statement.outer);
        let node = self.close(statement.open, kind);
        if broken {
            self.builder.mark_broken(node);
        }
    }

    /// The end of the token before the next one.
    fn end_before(&self) -> Span {
        Span::at(self.before().map_or(0, |token| token.end) as usize)
    }

    /// What a message says was found: the next token, or that the line is over.
    fn found(&self) -> String {
        let token = self.token();
        if self.errors.is_full() {
            String::new()
        } else if token.kind == END {
            "the end of the file".to_owned()
        } else if token.first_in_line && self.at > 0 {
            "the end of the line".to_owned()
        } else {
            quote(token.span().of_str(self.text))
        }
    }

    /// Where an error stands that the next token causes: there, or at the end of the line if that is over.
    fn place(&self) -> Span {
        let token = self.token();
        if self.at > 0 && (token.first_in_line || token.kind == END) { self.end_before() } else { token.span() }
    }

    /// The last token as a message names it.
    fn behind(&self) -> String {
        if self.errors.is_full() {
            return String::new();
        }
        let token = self.before().unwrap_or(self.tokens[0]);
        let text = token.span().of_str(self.text);
        // Of a string the end is what stands there.
        if token.kind == Kind::String && text.len() > 20 { "the string".to_owned() } else { quote(text) }
    }

    /// Whether what is wrong here has been told: at this very token, or the lexer has reported it or the one before.
    fn is_told(&self) -> bool {
        self.told == self.at || self.token().bad || self.before().is_some_and(|token| token.bad)
    }

    /// The innermost statement is broken; says what was expected here, and what was found.
    fn expected(&mut self, code: &str, what: &str) -> Entry<'_> {
        self.broken = true;
        let message = if self.at == 0 {
            format!("expected {what}, found {}", self.found())
        } else {
            format!("expected {what} after {}, found {}", self.behind(), self.found())
        };
        self.add(code, self.place(), message)
    }

    /// Adds an error, unless it has been told what is wrong here.
    fn add(&mut self, code: &str, span: Span, message: String) -> Entry<'_> {
        if self.is_told() {
            return self.errors.nothing();
        }
        self.told = self.at;
        self.errors.add(code, span, message)
    }

    /// Adds an error of a bracket before, after which nothing else is told here.
    fn add_at(&mut self, bracket: usize, code: &str, message: String) -> Entry<'_> {
        // A comment that is never closed hides what would close it.
        if self.token().kind == END && self.token().bad {
            return self.errors.nothing();
        }
        self.told = self.at;
        self.errors.add(code, self.tokens[bracket].span(), message)
    }
}
