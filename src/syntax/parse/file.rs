//! The file level: syntax or edition, package, imports, and what is declared at the top.

use super::super::lex::END;
use super::message::Place;
use super::recover::{LABELS, SCALARS};
use super::{Dialect, Kind, Parser};
use crate::text::Span;

/// What has been seen of what there may be once.
#[derive(Default)]
pub(super) struct Seen {
    /// Where `syntax` or `edition` stands.
    pub syntax: Option<Span>,
    pub package: Option<Span>,
    /// A statement that is not `syntax`.
    pub other: bool,
}

impl Parser<'_> {
    /// The whole file.
    pub(super) fn file(&mut self) {
        let mut seen = Seen::default();
        while !self.is_end() {
            let before = self.at;
            self.top(&mut seen);
            if self.at == before {
                self.bump_error();
            }
        }
    }

    fn top(&mut self, seen: &mut Seen) {
        let word = self.word();
        match (word, self.kind()) {
            ("syntax" | "edition", _) if self.ahead(1).kind == Kind::Equals || !seen.other => {
                self.syntax(word == "edition", seen);
                return;
            }
            ("package", _) => self.package(seen),
            ("import", _) => self.import(),
            ("option", _) => self.option(),
            ("message", _) => self.message(),
            ("enum", _) => self.enumeration(),
            ("service", _) => self.service(),
            ("extend", _) => self.extend(),
            ("export" | "local", _) if self.dialect == Dialect::Visibility => self.visible(),
            (_, Kind::Semicolon) => self.empty(),
            (_, Kind::RBrace) => self.stray_brace(),
            _ => self.unknown_top(seen),
        }
        seen.other = true;
    }

    /// A `;` of its own.
    pub(super) fn empty(&mut self) {
        let open = self.open();
        self.bump();
        self.close(open, Kind::Empty);
    }

    /// A `}` that closes nothing.
    pub(super) fn stray_brace(&mut self) {
        let span = self.token().span();
        // With its line, if it has one of its own.
        let before = &self.text[..span.start as usize];
        let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
        let is_alone = before[..before.len() - indent].ends_with('\n') && self.ahead(1).first_in_line;
        let line = if is_alone { before.len() - indent - 1 } else { before.len() };
        let edit = Span::new(line, span.end as usize);
        let message = "expected a declaration, found a `}` that closes nothing".to_owned();
        let mut entry = self.add("proto-extra-brace", span, message);
        entry.help("remove it, or the `}` before it that closes the block too early");
        entry.fix("remove the `}`", edit, "");
        self.bump_error();
    }

    /// The `=` of a statement. Where it is missing, or another mark is in its place, what was meant is clear; false if nothing
    /// follows.
    pub(super) fn assign(&mut self) -> bool {
        if self.eat(Kind::Equals) {
            return true;
        }
        if self.is(Kind::Colon) {
            let span = self.token().span();
            let message = format!("expected `=` after {}, found ':'", self.behind());
            let mut entry = self.add("proto-missing-equals", span, message);
            entry.help("values are assigned with `=`").fix("replace it by `=`", span, " =");
            self.bump_error();
            return true;
        }
        if self.token().first_in_line || matches!(self.kind(), END | Kind::Semicolon | Kind::RBrace | Kind::RBracket) {
            self.expected("proto-missing-equals", "`=` and a value").help("values are assigned with `=`");
            return false;
        }
        let end = self.end_before();
        let message = format!("expected `=` after {}, found {}", self.behind(), self.found());
        let mut entry = self.add("proto-missing-equals", self.place(), message);
        entry.help("values are assigned with `=`").fix("insert `=`", end, " =");
        true
    }

    /// A name in quotes that stands without them, as an error.
    pub(super) fn quoted_name(&mut self) -> bool {
        let span = self.token().span();
        let name = span.of_str(self.text).trim_matches(['"', '\'']).to_owned();
        let message = format!("expected a name without quotes, found {}", self.found_word());
        let mut entry = self.add("proto-quoted-name", span, message);
        entry.help("names stand without quotes").fix("remove the quotes", span, name);
        self.broken = true;
        self.bump_error();
        true
    }

    /// `export` or `local` before a message or an enum.
    pub(super) fn visible(&mut self) {
        match self.word_ahead(1) {
            "message" => self.message(),
            "enum" => self.enumeration(),
            _ => {
                let statement = self.start();
                let word = self.word();
                self.bump_as(Kind::Keyword);
                let mut entry = self.expected("proto-visibility", "`message` or `enum`");
                entry.help(format!("from edition 2024 on `{word}` is a keyword, which stands before these two only"));
                self.skip_statement(statement.first);
                self.end(statement, Kind::Error);
            }
        }
    }

    /// What begins no statement of a file.
    fn unknown_top(&mut self, seen: &mut Seen) {
        let word = self.word();
        if self.mend_top(word, seen) {
            return;
        }
        if !word.is_empty() && self.ahead(1).kind == Kind::LBrace {
            return self.block_without_keyword("`message`, `enum` or `service`");
        }
        let is_block = self.ahead(1).kind == Kind::Ident && self.ahead(2).kind == Kind::LBrace;
        if matches!(word, "export" | "local") && matches!(self.word_ahead(1), "message" | "enum") {
            return self.early_visibility(Place::Message);
        }
        if !word.is_empty() && is_block && word != "oneof" {
            let found = self.found_word();
            let message = format!("expected `message`, `enum`, `service` or `extend` before a block, found {found}");
            return self.block_of_nothing(message, "only these have a block of their own");
        }
        let length = self.type_length(0);
        let looks_like_field = LABELS.contains(&word)
            || SCALARS.contains(&word)
            || matches!((word, self.ahead(1).kind), ("map", Kind::LAngle) | ("oneof", Kind::Ident))
            || length > 0
                && self.ahead(length).kind == Kind::Ident
                && matches!(self.ahead(length + 1).kind, Kind::Equals | Kind::Semicolon);
        let statement = self.start();
        if word == "rpc" {
            let message = "expected a declaration, found an rpc outside of a service".to_owned();
            let mut entry = self.add("proto-rpc-outside", self.token().span(), message);
            entry.help("rpcs are declared in a service: `service Name { rpc … }`");
            self.broken = true;
            self.rpc();
        } else if looks_like_field {
            let what = if word == "oneof" { "a oneof" } else { "a field" };
            let message = format!("expected a declaration, found {what} outside of a message");
            let mut entry = self.add("proto-field-outside", self.token().span(), message);
            entry.help("fields are declared in a message: `message Name { … }`");
            self.broken = true;
            self.member(Place::Message);
        } else {
            self.expected_top(word);
            self.skip_statement(statement.first);
        }
        self.end(statement, Kind::Error);
    }

    fn expected_top(&mut self, word: &str) {
        let found = self.found_word();
        let help = match (word, self.ahead(1).kind) {
            ("", _) => "a file declares messages, enums and services".to_owned(),
            ("reserved" | "extensions", _) => format!("`{word}` stands in a message: `message Name {{ … }}`"),
            (_, Kind::Equals) if matches!(self.ahead(2).kind, Kind::Int | Kind::Minus) => {
                "values are declared in an enum: `enum Name { … }`".to_owned()
            }
            _ => "statements begin with `message`, `enum`, `service`, `extend`, `import`, `package` or `option`"
                .to_owned(),
        };
        self.broken = true;
        let span = self.token().span();
        self.add("proto-unexpected", span, format!("expected a declaration, found {found}")).help(help);
    }
}
