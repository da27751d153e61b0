//! How to mend the syntax errors people make most often: better words, better places, helps and fixes.
//!
//! Works on the words of protox's messages and on tokens; where it recognises nothing, the message stays as it is.

use super::limits::open_brackets;
use super::old_report::Finding;
use super::tokens::{Kind, Token, tokens};
use crate::diagnostic::{Diagnostic, Fix, Label, Place};
use crate::suggest::closest;
use crate::text::Span;

/// What the parser expects at the top level of a file.
const TOP_LEVEL: &str = "'enum', 'extend', 'import', 'message', 'option', 'service', 'package' or ';'";
const KEYWORDS: [&str; 8] = ["syntax", "package", "import", "option", "message", "enum", "service", "extend"];
/// The built-in types.
pub(super) const SCALARS: [&str; 15] = [
    "double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
    "sfixed64", "bool", "string", "bytes",
];

/// A text with its tokens.
pub(super) struct Sheet<'a> {
    pub tokens: Vec<Token>,
    text: &'a str,
    /// How many braces are open before each token.
    pub depths: Vec<u32>,
}

impl<'a> Sheet<'a> {
    /// Scans the text once.
    pub fn new(text: &'a str) -> Sheet<'a> {
        let tokens: Vec<Token> = tokens(text).collect();
        let mut depth = 0_u32;
        let depths = tokens
            .iter()
            .map(|token| {
                let before = depth;
                match token.kind {
                    Kind::Mark(b'{') => depth += 1,
                    Kind::Mark(b'}') => depth = depth.saturating_sub(1),
                    _ => {}
                }
                before
            })
            .collect();
        Sheet { text, tokens, depths }
    }

    /// Whether an error only follows from the one before: something inside of a block was taken for the top level.
    pub fn follows(&self, finding: &Finding) -> bool {
        let Some((_, span)) = finding.labels.first() else { return false };
        let at = self.index(span.start);
        finding.message.contains(TOP_LEVEL) && self.depths.get(at).is_some_and(|&depth| depth > 0)
    }

    /// The index of the first token that starts at or behind an offset.
    pub fn index(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.span.start < offset)
    }

    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text(self.text))
    }

    pub fn is_mark(&self, at: usize, mark: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Mark(mark))
    }

    /// The index of the first token of the statement that the token at `at` belongs to.
    pub fn statement(&self, at: usize) -> usize {
        let ends = |at: usize| self.is_mark(at, b';') || self.is_mark(at, b'{') || self.is_mark(at, b'}');
        (0..at.min(self.tokens.len())).rev().find(|&before| ends(before)).map_or(0, |before| before + 1)
    }

    /// The number behind the greatest one that a field of the block around the token at `at` has.
    pub fn next_number(&self, at: usize) -> u64 {
        let depth = self.depths.get(at).copied().unwrap_or(0);
        let start = (0..at).rev().find(|&before| self.depths[before] < depth).map_or(0, |before| before + 1);
        let end = (at..self.tokens.len()).find(|&behind| self.depths[behind] < depth).unwrap_or(self.tokens.len());
        let numbers = (start..end).filter(|&at| self.depths[at] == depth && self.is_mark(at, b'='));
        let numbers = numbers.filter_map(|at| self.word(at + 1).parse::<u64>().ok()).filter(|&number| number < 19_000);
        numbers.max().unwrap_or(0) + 1
    }
}

/// Improves what the parser says.
pub(super) fn syntax(mut diagnostic: Diagnostic, sheet: &Sheet<'_>) -> Diagnostic {
    let at = sheet.index(diagnostic.place.span.start);
    let message = diagnostic.message.clone();
    if let Some((expected, found)) = expectation(&message) {
        at_the_previous_line(&mut diagnostic, sheet, at, expected);
        if let Some(help) = expected_help(&mut diagnostic, sheet, at, expected, found) {
            diagnostic.help.get_or_insert(help);
        }
    } else if let Some(expected) = end_of_file(&message) {
        if let Some(open) = open_brackets(&sheet.tokens).last() {
            let place = Place { source: diagnostic.place.source, span: open.span };
            let bracket = open.text(sheet.text);
            diagnostic.labels.push(Label { place, message: format!("this `{bracket}` is never closed") });
            diagnostic.help.get_or_insert(format!("close the `{bracket}`"));
        } else if expected.contains("';'") {
            end_statement(&mut diagnostic, sheet.tokens.last().map_or(0, |last| last.span.end));
        }
    } else if let Some((message, help)) = reworded(&message, diagnostic.help.as_deref(), sheet, diagnostic.place.span) {
        diagnostic.message = message;
        diagnostic.help = help.or(diagnostic.help);
        if diagnostic.message.starts_with("fields must have a label") && !sheet.has_syntax() {
            let edit =
                (Place { source: diagnostic.place.source, span: Span::at(0) }, "syntax = \"proto3\";\n".to_owned());
            diagnostic.fixes.push(Fix { title: "insert `syntax = \"proto3\";`".to_owned(), edits: vec![edit] });
        }
    }
    diagnostic
}

impl Sheet<'_> {
    fn has_syntax(&self) -> bool {
        self.word(0) == "syntax"
    }
}

/// `expected …, but found '…'`.
fn expectation(message: &str) -> Option<(&str, &str)> {
    let (expected, found) = message.strip_prefix("expected ")?.split_once(", but found '")?;
    Some((expected, found.strip_suffix('\'')?))
}

fn end_of_file(message: &str) -> Option<&str> {
    message.strip_prefix("expected ")?.strip_suffix(", but reached end of file")
}

/// A missing `;` is noticed at the next token, which is a line too late.
fn at_the_previous_line(diagnostic: &mut Diagnostic, sheet: &Sheet<'_>, at: usize, expected: &str) {
    if !expected.contains("';'") || expected == TOP_LEVEL {
        return;
    }
    let Some(before) = at.checked_sub(1).and_then(|before| sheet.tokens.get(before)) else { return };
    let gap = Span::new(before.span.end as usize, diagnostic.place.span.start as usize);
    if matches!(before.kind, Kind::Mark(b'{' | b'}' | b';')) || !gap.of(sheet.text.as_bytes()).contains(&b'\n') {
        return;
    }
    let what = before.text(sheet.text);
    diagnostic.message = format!("expected {expected} behind '{what}', but the line ends");
    end_statement(diagnostic, before.span.end);
}

fn end_statement(diagnostic: &mut Diagnostic, end: u32) {
    diagnostic.place.span = Span::at(end as usize);
    diagnostic.help.get_or_insert("end the statement with `;`".to_owned());
    let edits = vec![(diagnostic.place, ";".to_owned())];
    diagnostic.fixes.push(Fix { title: "insert `;`".to_owned(), edits });
}

fn expected_help(
    diagnostic: &mut Diagnostic,
    sheet: &Sheet<'_>,
    at: usize,
    expected: &str,
    found: &str,
) -> Option<String> {
    let statement = sheet.statement(at);
    if sheet.word(statement) == "rpc" && at > statement {
        return Some("an rpc is declared as `rpc Name (Request) returns (Response);`".to_owned());
    }
    if expected == TOP_LEVEL {
        return Some(top_level_help(found));
    }
    let field = at > statement + 1 && at - statement <= 6 && sheet.depths.get(at).is_some_and(|&depth| depth > 0);
    if expected == "'='" && matches!(found, ";" | "[" | "}") && field {
        let number = sheet.next_number(at);
        let before = sheet.tokens[at - 1].span.end as usize;
        let edits = vec![(Place { source: diagnostic.place.source, span: Span::at(before) }, format!(" = {number}"))];
        diagnostic.fixes.push(Fix { title: format!("insert `= {number}`"), edits });
        return Some(format!(
            "every field and every enum value has a number, such as `{} = {number};`",
            sheet.word(at - 1)
        ));
    }
    if expected == "'='" && found == ":" && field {
        return Some("a field is declared as `type name = number;`".to_owned());
    }
    if expected.contains("';'") && found == "," {
        return Some("declarations end with `;`".to_owned());
    }
    if expected.contains("';'") && diagnostic.fixes.is_empty() && at > statement {
        let end = sheet.tokens[at - 1].span.end as usize;
        let edits = vec![(Place { source: diagnostic.place.source, span: Span::at(end) }, ";".to_owned())];
        diagnostic.fixes.push(Fix { title: "insert `;`".to_owned(), edits });
        return Some(format!("end the statement with `;` before '{found}'"));
    }
    if expected == "an identifier" && found == "=" && field {
        return Some("a field is declared as `type name = number;`, with its type first".to_owned());
    }
    None
}

fn top_level_help(found: &str) -> String {
    if found == "syntax" {
        return "`syntax` must be the first statement of the file, and there is only one".to_owned();
    }
    if found == "}" {
        return "this `}` closes nothing; remove it".to_owned();
    }
    if SCALARS.contains(&found) || ["repeated", "optional", "required", "map", "oneof"].contains(&found) {
        return "fields are declared inside of a message: `message Name { … }`".to_owned();
    }
    if found == "rpc" {
        return "an rpc is declared inside of a service: `service Name { rpc … }`".to_owned();
    }
    match closest(found, KEYWORDS) {
        Some(keyword) => format!("did you mean `{keyword}`?"),
        None => "a file begins with `syntax = \"proto3\";` and declares messages, enums and services".to_owned(),
    }
}

/// Other words for messages that are misleading or could help more.
fn reworded(message: &str, help: Option<&str>, sheet: &Sheet<'_>, span: Span) -> Option<(String, Option<String>)> {
    let said = |message: &str, help: &str| Some((message.to_owned(), Some(help.to_owned())));
    match message {
        "invalid token" => {
            let character = sheet.text.get(span.range()).and_then(|text| text.chars().next())?;
            let help = match character {
                '“' | '”' | '„' | '‘' | '’' => "use straight quotes: \" or '",
                _ => "remove it; outside of strings and comments only ASCII is allowed",
            };
            said(&format!("unexpected character '{character}'"), help)
        }
        // protox says "invalid group name" here.
        "invalid group name" if help.is_some_and(|help| help.starts_with("imports")) => {
            Some(("invalid import path".to_owned(), None))
        }
        "'#' comments are not allowed here" => said(message, "begin a comment with `//`"),
        "default values are not allowed in proto3" => {
            said(message, "remove `default`; in proto3 an absent number is 0, an absent string is empty")
        }
        "required fields are not allowed in proto3 syntax" => said(message, "remove `required`"),
        "groups are not allowed in proto3 syntax" => said(message, "declare a message, and a field of its type"),
        "map fields cannot have labels" => said(message, "remove the label; a map has many entries by itself"),
        "oneof fields cannot have labels" => {
            said(message, "remove the label; for several values put them into a message of their own")
        }
        "a oneof must have at least one field" => said(message, "declare a field in it, or remove it"),
        "multiple package names specified" => said(message, "a file has one package; remove the other statement"),
        "unterminated string" => said(message, "close the string with the quote it begins with, on the same line"),
        _ if message.starts_with("message numbers must be between") => Some((
            message.replacen("message numbers", "field numbers", 1),
            Some("choose a free number from 1 on".to_owned()),
        )),
        _ if message.starts_with("fields must have a label") && !sheet.has_syntax() => said(
            message,
            "without a `syntax` statement a file is proto2; write `syntax = \"proto3\";` as its first line",
        ),
        _ => None,
    }
}
