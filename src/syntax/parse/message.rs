//! Messages and their bodies, oneofs, and `extend`.

use super::super::lex::END;
use super::braces::behind;
use super::{Dialect, Kind, MAX_MESSAGES, Parser, Statement};
use crate::text::Span;

/// What a body belongs to, which decides what may stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Message,
    Oneof,
    Extend,
    Enum,
    Service,
    Rpc,
}

impl Place {
    /// As messages name it.
    pub fn words(self) -> &'static str {
        match self {
            Place::Message => "message",
            Place::Oneof => "oneof",
            Place::Extend => "`extend`",
            Place::Enum => "enum",
            Place::Service => "service",
            Place::Rpc => "rpc",
        }
    }
}

impl Parser<'_> {
    /// `message M { … }`, with what stands before it.
    pub(super) fn message(&mut self) {
        let statement = self.start();
        self.visibility();
        self.bump_as(Kind::Keyword);
        self.name("the message's name", "a message is declared as `message Name { … }`");
        self.message_body(&statement);
        self.end(statement, Kind::Message);
    }

    /// `export` or `local` before the next declaration, where they are keywords.
    pub(super) fn visibility(&mut self) {
        if self.dialect == Dialect::Visibility && matches!(self.word(), "export" | "local") {
            self.bump_as(Kind::Keyword);
        }
    }

    /// The body of a message or a group, unless it lies too deep.
    pub(super) fn message_body(&mut self, statement: &Statement) {
        if self.messages >= MAX_MESSAGES {
            return self.too_deep();
        }
        self.messages += 1;
        self.numbers.push(Default::default());
        self.body(Place::Message, statement);
        self.settle_numbers(1);
        self.messages -= 1;
        self.told_too_deep = false;
    }

    fn too_deep(&mut self) {
        self.broken = true;
        if !self.is(Kind::LBrace) {
            return;
        }
        // Of a thousand braces that nobody closes each would be one too many: the first says it for all.
        if !std::mem::replace(&mut self.told_too_deep, true) {
            let message = format!("expected at most {MAX_MESSAGES} messages within each other, found one more");
            let entry = &mut self.add("proto-too-deep", self.token().span(), message);
            entry.help("declare the inner messages next to the outer ones");
        }
        self.skip_block();
    }

    /// `{ … }`
    pub(super) fn body(&mut self, place: Place, statement: &Statement) {
        if self.is(Kind::LBrace) {
            return self.braced(place);
        }
        if let Some(close) = self.parentheses() {
            return self.parenthesized(place, close);
        }
        let end = self.end_before();
        let block_follows = self.is_block_without_brace(statement.first);
        let is_over = self.token().first_in_line || matches!(self.kind(), END | Kind::Semicolon | Kind::RBrace);
        // What other languages have before the block, such as a class that is extended.
        let brace = self.find(&[Kind::LBrace, Kind::Semicolon]);
        let has_block = self.tokens[brace].kind == Kind::LBrace;
        let between = Span { start: end.end, end: self.tokens[brace.saturating_sub(1)].end };
        let mut entry = self.expected("proto-missing-brace", "`{`");
        entry.help(format!("what is in the {} stands in `{{` and `}}`", place.words()));
        if block_follows {
            entry.fix("insert `{`", end, " {");
            let open = self.open();
            self.members(place, None);
            self.close(open, Kind::Body);
        } else if is_over {
            entry.fix("insert `{}`", end, " {}");
            if !self.token().first_in_line {
                self.skip_statement(statement.first);
            }
        } else if has_block {
            entry.help("only its name stands before the `{`").fix("remove what is before the `{`", between, "");
            self.skip_to(brace);
            self.braced(place);
        } else {
            self.skip_statement(statement.first);
        }
    }

    /// The `)` of the `(` that is next, if no brace stands between or behind.
    fn parentheses(&self) -> Option<usize> {
        /// Of a longer block it is not looked for, so that many cost no more than one.
        const MAX: usize = 1000;
        let mut depth = 0;
        for at in self.at..self.tokens.len().min(self.at + MAX) {
            match self.tokens[at].kind {
                Kind::LParen => depth += 1,
                Kind::RParen if depth == 1 => return Some(at).filter(|at| self.tokens[at + 1].kind != Kind::LBrace),
                Kind::RParen => depth -= 1,
                Kind::LBrace | Kind::RBrace => return None,
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// `( … )` where braces should be. What is in it is read once they are.
    fn parenthesized(&mut self, place: Place, close: usize) {
        let edits = [(self.token().span(), "{".to_owned()), (self.tokens[close].span(), "}".to_owned())];
        let mut entry = self.expected("proto-missing-brace", "`{`");
        entry.help(format!("what is in the {} stands in `{{` and `}}`", place.words()));
        entry.edits("write braces for the parentheses", &edits);
        self.skip_to(close + 1);
    }

    /// `{ … }`, which is there.
    pub(super) fn braced(&mut self, place: Place) {
        let brace = self.at;
        let open = self.open();
        self.bump();
        self.members(place, Some(brace));
        self.close(open, Kind::Body);
    }

    /// Whether the lines that follow are those of the block, whose brace alone is missing: they are indented.
    fn is_block_without_brace(&self, first: usize) -> bool {
        let token = self.token();
        token.first_in_line && token.indent > self.tokens[first].indent && matches!(token.kind, Kind::Ident | Kind::Dot)
    }

    /// What is in braces, and the closing one.
    fn members(&mut self, place: Place, brace: Option<usize>) {
        let end = brace.and_then(|brace| self.braces.end_of(brace));
        loop {
            if self.is_end() || end.is_some_and(|end| self.at >= end) {
                return self.unclosed(brace);
            }
            match self.kind() {
                Kind::RBrace if self.braces.is_extra(self.at) => self.stray_brace(),
                Kind::RBrace => return self.bump(),
                _ => {
                    let before = self.at;
                    self.member(place);
                    if self.at == before {
                        self.bump_error();
                    }
                }
            }
        }
    }

    /// The brace that was opened is never closed.
    fn unclosed(&mut self, brace: Option<usize>) {
        let Some(brace) = brace else { return };
        let token = self.tokens[brace];
        let message = "expected `}` for this `{`, found none".to_owned();
        let end = behind(&self.tokens, self.at);
        let indent = " ".repeat(usize::from(token.indent).min(80));
        let inserted = if end.start == token.end { "}".to_owned() } else { format!("\n{indent}}}") };
        let is_end = self.is_end();
        let mut entry = self.add_at(brace, "proto-unclosed", message);
        entry.help("every `{` needs a `}`").fix("insert `}`", end, inserted);
        if !is_end {
            entry.label(end, "it seems to be missing here");
        }
    }

    /// A statement in braces.
    pub(super) fn member(&mut self, place: Place) {
        let word = self.word();
        match (place, word) {
            (Place::Enum, "option") | (Place::Service | Place::Rpc | Place::Oneof, "option") => self.option(),
            (Place::Message, _) => self.message_member(word),
            (Place::Enum, "reserved") => self.reserved(true),
            (Place::Enum | Place::Service | Place::Rpc, "") if self.is(Kind::Semicolon) => self.empty(),
            (Place::Enum, _) => self.enum_value(),
            (Place::Service, _) => self.service_member(),
            (Place::Rpc, _) => self.rpc_member(),
            (Place::Oneof | Place::Extend, _) => self.field_or_block(place, word),
        }
    }

    fn message_member(&mut self, word: &str) {
        match word {
            "message" => self.message(),
            "enum" => self.enumeration(),
            "extend" => self.extend(),
            "extensions" => self.extensions(),
            "reserved" => self.reserved(false),
            "option" => self.option(),
            "oneof" => self.oneof(),
            "export" | "local" if self.dialect == Dialect::Visibility => self.visible(),
            "" if self.is(Kind::Semicolon) => self.empty(),
            _ => self.field_or_block(Place::Message, word),
        }
    }

    /// A field; or a block whose keyword is misspelt.
    fn field_or_block(&mut self, place: Place, word: &str) {
        let is_block = self.ahead(1).kind == Kind::Ident && self.ahead(2).kind == Kind::LBrace;
        if !word.is_empty() && is_block && word != "group" {
            return self.unknown_block(place, word);
        }
        if place == Place::Message && !word.is_empty() && self.ahead(1).kind == Kind::LBrace {
            return self.block_without_keyword("`message`, `enum` or `oneof`");
        }
        if matches!(word, "export" | "local") && self.ahead(2).kind == Kind::Ident && self.ahead(3).kind == Kind::LBrace
        {
            return self.early_visibility(place);
        }
        match (word, self.ahead(1).kind, self.ahead(2).kind) {
            ("rpc", Kind::Ident, Kind::LParen) => self.misplaced_rpc(place),
            ("import", Kind::String, _)
            | ("syntax" | "edition", Kind::Equals, Kind::String)
            | ("package", Kind::Ident, Kind::Semicolon | Kind::Dot) => self.misplaced(place, word),
            _ => self.field(place),
        }
    }

    pub(super) fn oneof(&mut self) {
        let statement = self.start();
        self.bump_as(Kind::Keyword);
        self.name("the oneof's name", "a oneof is declared as `oneof name { … }`");
        self.body(Place::Oneof, &statement);
        self.end(statement, Kind::Oneof);
    }

    /// `extend T { … }`
    pub(super) fn extend(&mut self) {
        let statement = self.start();
        self.bump_as(Kind::Keyword);
        if self.is_own_line() || !self.type_name() {
            self.expected("proto-missing-type", "the message that is extended")
                .help("such as `extend google.protobuf.FieldOptions { … }`");
        }
        // Extensions number the message they extend, which may be any.
        self.numbers.push(Default::default());
        self.body(Place::Extend, &statement);
        self.numbers.pop();
        self.end(statement, Kind::Extend);
    }
}
