//! Keywords that are misspelt, missing, another language's, or in the wrong place.

use super::file::Seen;
use super::message::Place;
use super::{Kind, Parser};
use crate::suggest::closest;
use crate::text::Span;

/// What may begin a statement at the top.
const KEYWORDS: [&str; 9] =
    ["syntax", "edition", "package", "import", "option", "message", "enum", "service", "extend"];

/// What may begin a block in a message.
const BLOCKS: [&str; 4] = ["message", "enum", "oneof", "extend"];

impl Parser<'_> {
    /// A statement whose keyword is misspelt, missing, or another language's.
    pub(super) fn mend_top(&mut self, word: &str, seen: &mut Seen) -> bool {
        if word.is_empty() {
            return false;
        }
        let (next, behind) = (self.ahead(1).kind, self.ahead(2).kind);
        let is_syntax = || self.ahead(2).span().of_str(self.text).trim_matches(['"', '\'']).starts_with("proto");
        if next == Kind::Equals && behind == Kind::String && seen.syntax.is_none() && !seen.other && is_syntax() {
            self.take_for("syntax");
            self.syntax(false, seen);
            return true;
        }
        if next == Kind::Equals && matches!(behind, Kind::String | Kind::LBrace) && closest(word, KEYWORDS).is_none() {
            let span = Span::at(self.token().start as usize);
            let message = format!("expected `option` before the option's name, found {}", self.found_word());
            let mut entry = self.add("proto-missing-option", span, message);
            entry.help("options are set with `option name = value;`").fix("insert `option`", span, "option ");
            self.option_without_keyword();
            return true;
        }
        let Some(mut keyword) = self.keyword_meant(word, &KEYWORDS) else { return false };
        // What others call an interface holds methods here, or is a plain message.
        if keyword == "message" && self.word_ahead(3) == "rpc" {
            keyword = "service";
        }
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
            ("interface", "message"),
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

    /// `Name { … }`: what it is is not said.
    pub(super) fn block_without_keyword(&mut self, keywords: &str) {
        let statement = self.start();
        let start = Span::at(self.token().start as usize);
        let name = self.found_word();
        let message = format!("expected {keywords} before {name}, found none of them");
        let mut entry = self.add("proto-missing-keyword", self.token().span(), message);
        entry.help("say what is declared here").fix("insert `message`", start, "message ");
        self.broken = true;
        self.bump();
        self.skip_block();
        self.end(statement, Kind::Message);
    }

    /// Says that a word is not what it should be but clearly meant so, and takes it for the keyword.
    pub(super) fn misspelt(&mut self, keyword: &str) {
        let span = self.token().span();
        let message = format!("expected `{keyword}`, found {}", self.found_word());
        let mut entry = self.add("proto-keyword", span, message);
        entry.help(format!("did you mean `{keyword}`?")).fix(format!("change it to `{keyword}`"), span, keyword);
        self.bump_as(Kind::Keyword);
    }

    /// `word Name { … }` where the word begins no block.
    pub(super) fn unknown_block(&mut self, place: Place, word: &str) {
        let is_block = |keyword: &&str| place == Place::Message && BLOCKS.contains(keyword);
        if let Some(keyword) = self.keyword_meant(word, &BLOCKS).filter(is_block) {
            self.take_for(keyword);
            return match keyword {
                "message" => self.message(),
                "enum" => self.enumeration(),
                "oneof" => self.oneof(),
                _ => self.extend(),
            };
        }
        let found = self.found_word();
        let (message, help) = match (place, word) {
            (Place::Message, "service") => (
                "expected a field, found a service in a message".to_owned(),
                "services are declared at the top of the file, not within a message",
            ),
            (Place::Message, _) => (
                format!("expected `message`, `enum`, `oneof` or `extend` before a block, found {found}"),
                "only these have a block of their own",
            ),
            (_, "oneof") => (format!("expected a field, found {found}"), "oneofs do not stand in each other"),
            (_, "message" | "enum") => {
                (format!("expected a field, found {found}"), "declare it outside of these braces")
            }
            _ => (format!("expected a field, found {found}"), "only fields stand here"),
        };
        self.block_of_nothing(message, help);
    }

    /// `word Name { … }`: what it declares is not known, but its name is.
    pub(super) fn block_of_nothing(&mut self, message: String, help: &str) {
        let statement = self.start();
        self.add("proto-unexpected", self.token().span(), message).help(help);
        self.broken = true;
        self.bump_as(Kind::Keyword);
        self.bump();
        self.skip_block();
        self.end(statement, Kind::Message);
    }

    /// `export` and `local` where they are no keywords yet.
    pub(super) fn early_visibility(&mut self, place: Place) {
        let word = self.word();
        let span = self.token().span();
        let until = Span { start: span.start, end: self.ahead(1).start };
        let message = format!("expected a declaration, found `{word}`, which edition 2024 introduces");
        let mut entry = self.add("proto-visibility", span, message);
        entry.help("remove it; before edition 2024 everything is visible").fix(format!("remove `{word}`"), until, "");
        self.bump_error();
        match self.word() {
            "enum" => self.enumeration(),
            "message" => self.message(),
            _ => self.member(place),
        }
    }

    /// A statement of a file that stands in braces.
    pub(super) fn misplaced(&mut self, place: Place, word: &str) {
        let statement = self.start();
        let message = format!("expected a field, found `{word}` in a {}", place.words());
        let entry = &mut self.add("proto-unexpected", self.token().span(), message);
        entry.help(format!("`{word}` stands at the top of the file, outside of all braces"));
        self.skip_statement(statement.first);
        self.end(statement, Kind::Error);
    }

    /// An rpc outside of a service.
    pub(super) fn misplaced_rpc(&mut self, place: Place) {
        let statement = self.start();
        let message = format!("expected a field, found an rpc in a {}", place.words());
        let entry = &mut self.add("proto-rpc-outside", self.token().span(), message);
        entry.help("rpcs are declared in a service: `service Name { rpc … }`");
        self.rpc();
        self.end(statement, Kind::Error);
    }
}
