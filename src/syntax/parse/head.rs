//! The head of a file: `syntax` or `edition`, the package, the imports.

use super::super::error::quote;
use super::super::literal;
use super::file::Seen;
use super::{Dialect, Kind, Parser};
use crate::suggest::closest;
use crate::text::Span;

/// The editions that this build knows.
const EDITIONS: [&str; 3] = ["2023", "2024", "2026"];

impl Parser<'_> {
    /// `syntax = "proto3";` or `edition = "2024";`
    pub(super) fn syntax(&mut self, is_edition: bool, seen: &mut Seen) {
        let statement = self.start();
        let word = if is_edition { "edition" } else { "syntax" };
        let span = self.token().span();
        self.bump_as(Kind::Keyword);
        if let Some(first) = seen.syntax {
            self.broken = true;
            let message = format!("expected one `syntax` or `edition` statement, found another `{word}`");
            let mut entry = self.add("proto-syntax-twice", span, message);
            entry.help("remove it").label(first, "the first one");
        }
        let is_late = seen.syntax.is_none() && seen.other;
        self.assign();
        if self.is(Kind::String) {
            let first = self.at;
            self.strings();
            let value =
                self.tokens[first..self.at].iter().flat_map(|token| literal::string(token.span().of_str(self.text)));
            self.check_syntax(is_edition, value.collect(), span, self.span_from(first));
        } else {
            match is_edition {
                true => self.unquoted("the edition in quotes", "such as `edition = \"2023\";`"),
                false => self.unquoted("the syntax in quotes", "such as `syntax = \"proto3\";`"),
            }
        }
        seen.syntax.get_or_insert(span);
        self.semicolon(statement.first);
        if is_late {
            self.not_first(word, statement.first);
        }
        self.end(statement, if is_edition { Kind::Edition } else { Kind::Syntax });
    }

    /// A `syntax` statement, which has just been read, stands behind others.
    fn not_first(&mut self, word: &str, first: usize) {
        let whole = self.span_from(first);
        let top = Span::at(self.tokens[0].start as usize);
        let edits = [(top, format!("{}\n", whole.of_str(self.text))), (whole, String::new())];
        let message = format!("expected `{word}` to be the first statement of the file, found it behind others");
        let mut entry = self.errors.add("proto-syntax-not-first", self.tokens[first].span(), message);
        entry.help("move it to the top of the file").edits("move it to the top", &edits);
    }

    /// Learns the dialect from the string, or says that there is none of that name.
    fn check_syntax(&mut self, is_edition: bool, value: Vec<u8>, keyword: Span, span: Span) {
        // What is wrong with the string has been said.
        if self.tokens[..self.at].iter().rev().take_while(|token| token.kind == Kind::String).any(|token| token.bad) {
            self.broken = true;
            return;
        }
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
        let is_syntax = matches!(value, "proto2" | "proto3");
        let is_other = if is_edition { is_syntax } else { EDITIONS.contains(&value) };
        let other = if is_edition { "syntax" } else { "edition" };
        // Of the editions the last one that is not later.
        let edition = EDITIONS.iter().rev().find(|&&edition| edition <= value).unwrap_or(&EDITIONS[0]);
        let near = if is_edition { edition } else { closest(value, ["proto3", "proto2"]).unwrap_or("proto3") };
        let message = match (is_edition, is_other) {
            (false, false) => format!("expected `proto2` or `proto3`, found {found}"),
            (false, true) => format!("expected `proto2` or `proto3`, found {found}, which is an edition"),
            (true, false) => format!("expected the edition 2023, 2024 or 2026, found {found}"),
            (true, true) => format!("expected the edition 2023, 2024 or 2026, found {found}, which is a syntax"),
        };
        let code = if is_edition { "proto-unknown-edition" } else { "proto-unknown-syntax" };
        let mut entry = self.errors.add(code, span, message);
        if is_other {
            entry.help(format!("write `{other} = \"{value}\";`")).fix(format!("write `{other}`"), keyword, other);
            return;
        }
        entry.help(match is_edition {
            true => "the editions 2023, 2024 and 2026 are supported, as by protoc 36.2",
            false => "most files are written in `proto3`",
        });
        entry.fix(format!("write `\"{near}\"`"), span, format!("\"{near}\""));
    }

    /// `package a.b;`
    pub(super) fn package(&mut self, seen: &mut Seen) {
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
            self.quoted_name();
        } else {
            self.dotted("the package's name");
        }
        self.semicolon(statement.first);
        self.end(statement, Kind::Package);
    }

    /// `a.b.c`
    fn dotted(&mut self, what: &str) {
        if !self.is_name() {
            self.expected("proto-missing-name", what).help("such as `package my.app.v1;`");
            return;
        }
        let open = self.open();
        self.bump_name();
        self.hyphens();
        while self.eat(Kind::Dot) {
            if !self.name("a name", "the parts of a name are joined by `.`") {
                break;
            }
        }
        self.close(open, Kind::Name);
    }

    /// `import public "a.proto";`
    pub(super) fn import(&mut self) {
        let statement = self.start();
        self.bump_as(Kind::Keyword);
        if matches!(self.word(), "public" | "weak" | "option") {
            self.bump_as(Kind::Keyword);
        }
        if self.is(Kind::String) {
            self.strings();
        } else {
            self.unquoted("the path of a file in quotes", "such as `import \"google/protobuf/timestamp.proto\";`");
        }
        self.semicolon(statement.first);
        self.end(statement, Kind::Import);
    }

    /// A word, or several, where a string should stand.
    fn unquoted(&mut self, what: &str, help: &str) {
        let start = self.at;
        let is_part = |token: &super::Token| {
            matches!(token.kind, Kind::Ident | Kind::Int | Kind::Float | Kind::Dot | Kind::Slash | Kind::Minus)
                || token.kind == Kind::Unknown
        };
        // As C has it: `<a.h>`
        let angle = usize::from(self.is(Kind::LAngle));
        let parts = &self.tokens[start + angle..];
        let inner = start + angle + parts.iter().take_while(|token| is_part(token) && !token.first_in_line).count();
        let end = inner + usize::from(angle == 1 && self.tokens[inner].kind == Kind::RAngle);
        let mut fix = None;
        if end > start + angle && !self.token().first_in_line {
            let span = Span { start: self.tokens[start].start, end: self.tokens[end - 1].end };
            let text = Span { start: self.tokens[start + angle].start, end: self.tokens[inner - 1].end };
            let written = text.of_str(self.text);
            let path = path_of_type(written).filter(|_| what.contains("path"));
            let help = match path {
                Some(_) => "files are imported, not types: by the path in quotes",
                None => "put it in quotes",
            };
            fix = Some((span, format!("\"{}\"", path.as_deref().unwrap_or(written)), help));
        }
        let mut entry = self.expected("proto-missing-string", what);
        entry.help(help);
        if let Some((span, text, help)) = fix {
            entry.help(help).fix(format!("write `{text}`"), span, text);
            self.skip_to(end);
        }
    }
}

/// The file in which a type of this dotted name is by custom: `google.protobuf.Timestamp` in `google/protobuf/timestamp.proto`.
fn path_of_type(name: &str) -> Option<String> {
    let (package, name) = name.rsplit_once('.')?;
    if !name.starts_with(|first: char| first.is_ascii_uppercase()) {
        return None;
    }
    let mut file = String::new();
    for (at, letter) in name.chars().enumerate() {
        if at > 0 && letter.is_ascii_uppercase() {
            file.push('_');
        }
        file.push(letter.to_ascii_lowercase());
    }
    Some(format!("{}/{file}.proto", package.replace('.', "/")))
}
