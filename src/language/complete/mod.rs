//! What could be typed at a cursor: the choices for each place in the grammar, the best first.
//!
//! 1. [`complete`]: what is expected at the cursor → choices
//! 2. `keywords`: words of the language and the statements they begin
//! 3. `types`: built-in types, messages and enums, the import a type needs, map keys
//! 4. `names`: names and numbers of new declarations
//! 5. `options`: names and values of options, fields of aggregates
//! 6. `files`: paths of imports, packages
//!
//! The editor compares letters; here only what does not fit the place is left out. Knows no editor.

mod files;
mod keywords;
mod names;
mod options;
mod types;

pub(super) use options::{is_deprecated, says_deprecated};

use super::cursor::{BlockKind, Cursor, Typed};
use super::data::{Completion, CompletionKind, Completions, Edit};
use super::expect::{Expected, Qualifier, TypePlace};
use super::grammar::expected;
use super::outline::join;
use super::space::{Site, Space};
use crate::schema::model::Syntax;
use crate::schema::unit::Unit;
use crate::schema::{docs, fixes};
use crate::syntax::Node;

/// How many choices are offered.
pub const MAX_CHOICES: usize = 300;

/// How much of a comment goes with a choice, in bytes.
const MAX_DOC: usize = 400;

/// What could be typed at a byte offset of a file.
pub fn complete(space: &Space<'_>, unit: u32, offset: usize) -> Completions {
    let Some(file) = space.unit(unit) else { return Completions::default() };
    let cursor = Cursor::new(&file.tree, offset);
    let package = file.file.package.text.clone();
    let scope = cursor.names_around().fold(package, |scope, name| join(&scope, name));
    let expected = expected(&cursor);
    let mut job = Job { space, file, cursor, from: Site { unit, scope }, choices: Vec::new(), is_complete: true };
    job.answer(&expected);
    job.finish()
}

/// A choice and its rank: the lowest comes first. Those of one rank stay in the order they were found in.
struct Choice {
    rank: u8,
    completion: Completion,
}

struct Job<'a, 's> {
    space: &'s Space<'a>,
    file: &'a Unit,
    cursor: Cursor<'a>,
    from: Site,
    choices: Vec<Choice>,
    is_complete: bool,
}

impl<'a> Job<'a, '_> {
    fn answer(&mut self, expected: &Expected) {
        // In a string only what is one is offered.
        let in_text = matches!(self.cursor.typed, Typed::Text(_));
        match expected {
            Expected::Syntax => self.versions(&["proto3", "proto2"]),
            Expected::Edition => self.versions(&["2024", "2023", "2026"]),
            Expected::Import { modified } => self.imports(*modified),
            _ if in_text => {}
            Expected::Nothing => {}
            Expected::Statement => self.statement(),
            Expected::Declaration => self.declarations(),
            Expected::Package(before) => self.packages(before),
            Expected::Type(place, qualifier) => {
                if qualifier.is_empty() {
                    self.words_before_type(*place);
                }
                self.types(*place, qualifier);
            }
            Expected::MapKey => self.map_keys(),
            Expected::FieldName { type_name, is_repeated } => self.field_names(type_name, *is_repeated),
            Expected::FieldNumber => self.field_numbers(),
            Expected::EnumNumber => self.enum_numbers(),
            Expected::RangeTo => self.keyword("to", "to"),
            Expected::RangeEnd => self.keyword("max", "max"),
            Expected::Returns => self.snippet("returns", "returns (${})"),
            Expected::OptionName(path, begun) => self.option_names(path, begun),
            Expected::OptionValue(path) => self.option_values(path),
            Expected::AggregateField(path) => self.aggregate_fields(path),
            Expected::AggregateExtension(path, qualifier) => self.aggregate_extensions(path, qualifier),
        }
    }

    fn statement(&mut self) {
        self.statements();
        match self.cursor.block() {
            BlockKind::Message | BlockKind::Oneof | BlockKind::Extend => {
                self.types(TypePlace::Field, &Qualifier::default());
            }
            BlockKind::Enum => self.enum_values(),
            _ => {}
        }
    }

    fn finish(mut self) -> Completions {
        crate::order::sort_by_key(&mut self.choices, |choice| choice.rank);
        if self.choices.len() > MAX_CHOICES {
            self.choices.truncate(MAX_CHOICES);
            self.is_complete = false;
        }
        Completions {
            span: self.cursor.replaced(),
            list: self.choices.into_iter().map(|choice| choice.completion).collect(),
            is_complete: self.is_complete,
        }
    }

    /// The edit that imports a file.
    fn import(&self, path: &str) -> Vec<Edit> {
        let edits = fixes::import(self.file, path).edits.into_iter();
        edits.map(|(place, text)| Edit { file: self.from.unit, span: place.span, text }).collect()
    }

    fn syntax(&self) -> Syntax {
        self.file.file.syntax
    }

    /// The word before the cursor; empty if there is none.
    fn typed(&self) -> &'a str {
        let span = self.cursor.replaced();
        self.file.tree.text().get(span.start as usize..self.cursor.offset).unwrap_or_default()
    }

    /// Whether nothing is on the line behind the cursor that a choice would have to fit to.
    fn is_free(&self) -> bool {
        matches!(self.cursor.next_on_line(), None | Some("}"))
    }

    /// A semicolon, where none follows.
    fn end(&self) -> &'static str {
        if self.is_free() { ";" } else { "" }
    }

    /// Offers choices as far as there is room for them.
    fn cap(&mut self, mut choices: Vec<(u8, Completion)>) {
        if choices.len() > MAX_CHOICES {
            let typed = self.typed();
            choices.retain(|(_, choice)| may_match(&choice.label, typed));
            self.is_complete = false;
        }
        self.choices.extend(choices.into_iter().map(|(rank, completion)| Choice { rank, completion }));
    }

    fn push(&mut self, rank: u8, completion: Completion) {
        self.choices.push(Choice { rank, completion });
    }

    /// A word of the language and what is put in for it.
    fn keyword(&mut self, word: &str, insert: &str) {
        let doc = super::words::word(word).map(str::to_owned);
        let completion =
            Completion { insert: insert.to_owned(), doc, ..plain(word, CompletionKind::Keyword, "keyword") };
        self.push(rank::KEYWORD, completion);
    }

    /// A word of the language and the statement it begins; the word alone, where more follows on the line.
    fn snippet(&mut self, word: &str, snippet: &str) {
        if !self.is_free() {
            return self.keyword(word, word);
        }
        let doc = super::words::word(word).map(str::to_owned);
        let base = plain(word, CompletionKind::Keyword, "keyword");
        self.push(rank::KEYWORD, Completion { insert: snippet.to_owned(), is_snippet: true, doc, ..base });
    }
}

/// Ranks of choices at one place.
mod rank {
    /// What most likely follows.
    pub const BEST: u8 = 0;
    /// Likely ones.
    pub const GOOD: u8 = 1;
    /// Words of the language.
    pub const KEYWORD: u8 = 2;
    /// Built-in types.
    pub const SCALAR: u8 = 3;
    /// What the file declares or sees.
    pub const SEEN: u8 = 4;
    /// What it sees, but is discouraged.
    pub const LATE: u8 = 5;
    /// What it would have to import: from the workspace.
    pub const WORKSPACE: u8 = 6;
    /// What it would have to import: from the files that come with Wirelens, the commonest.
    pub const COMMON: u8 = 7;
    /// Packages to go into.
    pub const PACKAGE: u8 = 8;
    /// From the other bundled files.
    pub const BUNDLED: u8 = 9;
    /// From those that few need.
    pub const RARE: u8 = 10;
}

/// A choice that is put in as it is shown.
fn plain(label: &str, kind: CompletionKind, detail: &str) -> Completion {
    Completion {
        label: label.to_owned(),
        insert: label.to_owned(),
        is_snippet: false,
        detail: detail.to_owned(),
        kind,
        doc: None,
        also: Vec::new(),
    }
}

/// The first paragraph of a statement's comment.
fn doc(node: Node<'_>) -> Option<String> {
    docs::comment(node).map(|text| short(&text))
}

/// A first paragraph as far as there is room for it.
pub(super) fn short(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    match paragraph.get(..crate::text::floor_boundary(paragraph, MAX_DOC)) {
        Some(part) if part.len() < paragraph.len() => format!("{part}…"),
        _ => paragraph.to_owned(),
    }
}

/// Whether letters occur in a name in this order, whatever their case: less than any editor asks for.
fn may_match(name: &str, letters: &str) -> bool {
    let mut rest = name.chars().map(|letter| letter.to_ascii_lowercase());
    letters.chars().all(|letter| rest.any(|other| other == letter.to_ascii_lowercase()))
}
