//! The file level: syntax or edition, package, imports, and what is declared at the top.

use super::super::error::quote;
use super::super::lex::END;
use super::super::literal;
use super::message::Place;
use super::recover::{LABELS, SCALARS};
use super::{Dialect, Kind, Parser};
use crate::suggest::closest;
use crate::text::Span;

/// What may begin a statement at the top.
const KEYWORDS: [&str; 9] =
    ["syntax", "edition", "package", "import", "option", "message", "enum", "service", "extend"];

/// The editions that this build knows.
const EDITIONS: [&str; 3] = ["2023", "2024", "2026"];

/// What has been seen of what there may be once.
#[derive(Default)]
struct Seen {
    /// Where `syntax` or `edition` stands.
    syntax: Option<Span>,
    package: Option<Span>,
    /// A statement that is not `syntax`.
    other: bool,
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
        let mut entry =
            self.add("proto-extra-brace", span, "expected a declaration, found a `}` that closes nothing".into());
        entry.help("remove it, or the `}` before it that closes the block too early").fix("remove the `}`", span, "");
        self.bump_error();
    }

    fn syntax(&mut self, is_edition: bool, seen: &mut Seen) {
        let statement = self.start();
        let word = if is_edition { "edition" } else { "syntax" };
        let span = self.token().span();
        self.bump_as(Kind::Keyword);
        if let Some(first) = seen.syntax {
            self.broken = true;
            let message = format!("expected one `syntax` or `edition` statement, found another `{word}`");
            let mut entry = self.add("proto-syntax-twice", span, message);
            entry.help("remove it").label(first, "the first one");
        } else if seen.other {
            let message = format!("expected `{word}` to be the first statement of the file, found it behind others");
            self.add("proto-syntax-not-first", span, message).help("move it to the top of the file");
        }
        self.assign();
        if self.is(Kind::String) {
            let first = self.at;
            self.strings();
            let value =
                self.tokens[first..self.at].iter().flat_map(|token| literal::string(token.span().of_str(self.text)));
            self.check_syntax(is_edition, value.collect(), self.span_from(first));
        } else {
            self.unquoted(if is_edition { "the edition in quotes" } else { "the syntax in quotes" });
        }
        seen.syntax.get_or_insert(span);
        self.semicolon(statement.first);
        self.end(statement, if is_edition { Kind::Edition } else { Kind::Syntax });
    }

    /// The `=` of a statement. Where it is missing, or another mark is in its place, what was meant is clear.
    pub(super) fn assign(&mut self) {
        if self.eat(Kind::Equals) {
            return;
        }
        if self.is(Kind::Colon) {
            let span = self.token().span();
            let message = format!("expected `=` after {}, found ':'", self.behind());
            let mut entry = self.add("proto-missing-equals", span, message);
            entry.help("values are assigned with `=`").fix("replace it by `=`", span, " =");
            return self.bump_error();
        }
        if self.token().first_in_line || matches!(self.kind(), END | Kind::Semicolon | Kind::RBrace | Kind::RBracket) {
            self.expected("proto-missing-equals", "`=` and a value");
            return;
        }
        let broken = self.broken;
        let end = self.end_before();
        self.expected("proto-missing-equals", "`=`").help("values are assigned with `=`").fix("insert `=`", end, " =");
        self.broken = broken;
    }

    /// A word, or several, where a string should stand.
    fn unquoted(&mut self, what: &str) {
        let start = self.at;
        let mut end = self.at;
        while matches!(
            self.tokens[end].kind,
            Kind::Ident | Kind::Int | Kind::Float | Kind::Dot | Kind::Slash | Kind::Minus | Kind::Unknown
        ) && (end == start || !self.tokens[end].first_in_line)
        {
            end += 1;
        }
        let is_told = self.is_told();
        let mut entry = self.expected("proto-missing-string", what);
        if end > start && !is_told {
            entry.help("put it in quotes");
        }
        if end == start || self.token().first_in_line {
            return;
        }
        let span = Span { start: self.tokens[start].start, end: self.tokens[end - 1].end };
        let last = self.errors.len().wrapping_sub(1);
        let text = format!("\"{}\"", span.of_str(self.text));
        self.errors.entry(last).fix(format!("write `{text}`"), span, text);
        self.skip_to(end);
    }

    /// Learns the dialect from the string, or says that there is none of that name.
    fn check_syntax(&mut self, is_edition: bool, value: Vec<u8>, span: Span) {
        let value = String::from_utf8(value).unwrap_or_default();
        let value = value.as_str();
        // Of a later edition, which is not supported, the grammar is that of the last one that is.
        if is_edition && value >= "2024" && value.starts_with("20") {
            self.dialect = Dialect::Visibility;
        }
        if is_edition && EDITIONS.contains(&value) {
            return;
        }
        if !is_edition && matches!(value, "proto2" | "proto3") {
            return;
        }
        self.broken = true;
        let found = quote(value);
        if EDITIONS.contains(&value) {
            let message = format!("expected `proto2` or `proto3`, found {found}, which is an edition");
            self.errors.add("proto-unknown-syntax", span, message).help(format!("write `edition = \"{value}\";`"));
        } else if is_edition && matches!(value, "proto2" | "proto3") {
            let message = format!("expected the edition 2023, 2024 or 2026, found {found}, which is a syntax");
            self.errors.add("proto-unknown-edition", span, message).help(format!("write `syntax = \"{value}\";`"));
        } else if is_edition {
            let message = format!("expected the edition 2023, 2024 or 2026, found {found}");
            let mut entry = self.errors.add("proto-unknown-edition", span, message);
            entry.help("editions 2023, 2024 and 2026 are supported, as by protoc 36.2").fix(
                "write `\"2023\"`",
                span,
                "\"2023\"",
            );
        } else {
            let message = format!("expected `proto2` or `proto3`, found {found}");
            let mut entry = self.errors.add("proto-unknown-syntax", span, message);
            let near = closest(value, ["proto3", "proto2"]).unwrap_or("proto3");
            entry.help("`proto3` is what most files are written in");
            entry.fix(format!("write `\"{near}\"`"), span, format!("\"{near}\""));
        }
    }

    fn package(&mut self, seen: &mut Seen) {
        let statement = self.start();
        let span = self.token().span();
        self.bump_as(Kind::Keyword);
        if let Some(first) = seen.package {
            self.broken = true;
            let message = "expected one `package` statement, found another".to_owned();
            let mut entry = self.add("proto-package-twice", span, message);
            entry.help("a file has one package; remove the other statement").label(first, "the first one");
        }
        seen.package.get_or_insert(span);
        if self.is(Kind::String) {
            let span = self.token().span();
            let name = span.of_str(self.text).trim_matches(['"', '\'']).to_owned();
            let found = self.found();
            let message = format!("expected the package's name without quotes, found {found}");
            let mut entry = self.add("proto-quoted-name", span, message);
            entry.help("names stand without quotes").fix("remove the quotes", span, name);
            self.broken = true;
            self.bump_error();
        } else {
            self.dotted("the package's name");
        }
        self.semicolon(statement.first);
        self.end(statement, Kind::Package);
    }

    /// `a.b.c`
    fn dotted(&mut self, what: &str) {
        if !self.is_name() {
            self.expected("proto-missing-name", what);
            return;
        }
        let open = self.open();
        self.bump_name();
        while self.eat(Kind::Dot) {
            if !self.name("a name") {
                break;
            }
        }
        self.close(open, Kind::Name);
    }

    fn import(&mut self) {
        let statement = self.start();
        self.bump_as(Kind::Keyword);
        if matches!(self.word(), "public" | "weak" | "option") {
            self.bump_as(Kind::Keyword);
        }
        if self.is(Kind::String) && !(self.token().first_in_line && self.ahead(1).kind != Kind::Semicolon) {
            self.strings();
        } else {
            self.unquoted("the path of a file in quotes");
        }
        self.semicolon(statement.first);
        self.end(statement, Kind::Import);
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

    /// A statement whose keyword is misspelt, missing, or another language's.
    fn mend_top(&mut self, word: &str, seen: &mut Seen) -> bool {
        if word.is_empty() {
            return false;
        }
        let (next, behind) = (self.ahead(1).kind, self.ahead(2).kind);
        if next == Kind::Equals && matches!(behind, Kind::String | Kind::LBrace) && closest(word, KEYWORDS).is_none() {
            let span = Span::at(self.token().start as usize);
            let message = format!("expected `option` before the option's name, found {}", self.found_word());
            let mut entry = self.add("proto-missing-option", span, message);
            entry.help("options are set with `option name = value;`").fix("insert `option`", span, "option ");
            self.option_without_keyword();
            return true;
        }
        let Some(keyword) = self.keyword_meant(word, &KEYWORDS) else { return false };
        let fits = match keyword {
            "syntax" | "edition" => next == Kind::Equals && behind == Kind::String,
            "import" => next == Kind::String || matches!(self.word_ahead(1), "public" | "weak" | "option"),
            "package" => next == Kind::Ident && matches!(behind, Kind::Dot | Kind::Semicolon),
            "option" => matches!((next, behind), (Kind::Ident, Kind::Equals | Kind::Dot) | (Kind::LParen, _)),
            "extend" => next == Kind::Ident && matches!(behind, Kind::LBrace | Kind::Dot),
            _ => next == Kind::Ident && behind == Kind::LBrace,
        };
        if !fits {
            return false;
        }
        self.take_for(keyword);
        match keyword {
            "syntax" | "edition" => self.syntax(keyword == "edition", seen),
            "package" => self.package(seen),
            "import" => self.import(),
            "option" => self.option(),
            "enum" => self.enumeration(),
            "service" => self.service(),
            "extend" => self.extend(),
            _ => self.message(),
        }
        true
    }

    /// The keyword that a word is meant to be: one that is spelt much like it, or what other languages call it.
    pub(super) fn keyword_meant(&self, word: &str, keywords: &[&'static str]) -> Option<&'static str> {
        const FOREIGN: [(&str, &str); 12] = [
            ("struct", "message"),
            ("class", "message"),
            ("type", "message"),
            ("interface", "service"),
            ("record", "message"),
            ("msg", "message"),
            ("enumeration", "enum"),
            ("include", "import"),
            ("using", "import"),
            ("namespace", "package"),
            ("module", "package"),
            ("union", "oneof"),
        ];
        let foreign =
            FOREIGN.iter().find(|(foreign, _)| word.eq_ignore_ascii_case(foreign)).map(|&(_, keyword)| keyword);
        let near = closest(word, keywords.iter().copied());
        near.or(foreign).and_then(|found| keywords.iter().copied().find(|&keyword| keyword == found))
    }

    /// Says that the next word is not the keyword it is taken for.
    pub(super) fn take_for(&mut self, keyword: &str) {
        let span = self.token().span();
        let message = format!("expected `{keyword}`, found {}", self.found_word());
        let mut entry = self.add("proto-keyword", span, message);
        entry.help(format!("did you mean `{keyword}`?")).fix(format!("change it to `{keyword}`"), span, keyword);
    }
}
