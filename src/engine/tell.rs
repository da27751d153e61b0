//! Questions about a .proto → answers in the editor's units: UTF-16 code units, lines from 1.
//!
//! Knows no rule of the language; [`language`](crate::language) does.

use std::cell::OnceCell;

use super::services::{Completion, Doc, Edit, Hover, InFile, Query, Spot, Structure, Symbol, Told, What};
use crate::bundled;
use crate::language::{self, CompletionKind, Space};
use crate::text::{Files, LineIndex, Span, Utf16Index};

/// How many symbols the palette gets; of more, fields and values are left out first.
const MAX_SYMBOLS: usize = 10_000;

/// How many choices come up before the first letter, unasked.
const MAX_UNASKED: usize = 20;

/// Answers a question about a file as it is in `space`, where the user's files come first.
pub(super) fn tell(space: &Space<'_>, files: &Files, file: u32, query: &Query) -> Option<Told> {
    let texts = Texts::new(files);
    Teller { space, files, texts: &texts }.told(file, query)
}

/// Places in files, as the editor counts.
pub(super) fn spots(space: &Space<'_>, files: &Files, spots: Vec<language::Spot>) -> Vec<Spot> {
    let texts = Texts::new(files);
    Teller { space, files, texts: &texts }.spots(spots)
}

/// The texts of the files with their indices, each made when it is first needed.
struct Texts<'a> {
    units: Vec<OnceCell<Utf16Index<'a>>>,
    lines: Vec<OnceCell<LineIndex<'a>>>,
}

impl<'a> Texts<'a> {
    fn new(files: &'a Files) -> Texts<'a> {
        Texts { units: vec![OnceCell::new(); files.len()], lines: vec![OnceCell::new(); files.len()] }
    }
}

struct Teller<'a, 's> {
    space: &'s Space<'a>,
    files: &'a Files,
    texts: &'s Texts<'a>,
}

impl<'a> Teller<'a, '_> {
    fn units(&self, file: u32) -> Option<&Utf16Index<'a>> {
        let text = &self.files.get(file as usize)?.text;
        Some(self.texts.units.get(file as usize)?.get_or_init(|| Utf16Index::new(text)))
    }

    fn lines(&self, file: u32) -> Option<&LineIndex<'a>> {
        let text = &self.files.get(file as usize)?.text;
        Some(self.texts.lines.get(file as usize)?.get_or_init(|| LineIndex::new(text)))
    }

    fn span(&self, file: u32, span: Span) -> Span {
        self.units(file).map(|units| units.utf16(span)).unwrap_or_default()
    }

    fn told(&self, file: u32, query: &Query) -> Option<Told> {
        let space = self.space;
        let at = self.units(file)?.to_byte(query.at as usize);
        Some(match &query.what {
            What::Complete(asked) => {
                let found = language::complete(space, file, at);
                // Who types on is not disturbed by a long list before the first letter.
                let is_uncalled = !asked && found.span.is_empty() && !self.invites(file, at);
                if found.list.is_empty() || is_uncalled && found.list.len() > MAX_UNASKED {
                    return None;
                }
                let list = found.list.into_iter().map(|choice| self.completion(choice)).collect();
                Told::Completions(self.span(file, found.span), list, found.is_complete)
            }
            What::Hover => {
                let language::Hover { span, title, doc, facts } = language::hover(space, file, at)?;
                Told::Hover(Hover { span: self.span(file, span), title, doc, facts })
            }
            What::Definition => {
                let (name, spot) = language::definition(space, file, at)?;
                Told::Places(self.span(file, name), self.spots(vec![spot]))
            }
            What::References => {
                let (name, spots) = language::references(space, file, at)?;
                Told::Places(self.span(file, name), self.spots(spots))
            }
            What::PrepareRename => match language::prepare_rename(space, file, at) {
                Ok((span, name)) => Told::Name(self.span(file, span), name),
                Err(reason) => Told::Refused(reason),
            },
            What::Rename(name) => match language::rename(space, file, at, name) {
                Ok(edits) => {
                    Told::Renamed(language::renamed_name(space, file, at).unwrap_or_default(), self.edits(edits))
                }
                Err(reason) => Told::Refused(reason),
            },
            What::Format => Told::Edits(self.edits(language::format(space, file)?)),
            What::Symbols => Told::Symbols(self.symbols()),
            What::Structure => Told::Structure(self.structure(file)?),
        })
    }

    /// Whether what is before the cursor asks to go on: a dot, an opening bracket, a quote.
    fn invites(&self, file: u32, at: usize) -> bool {
        let before = self.files.get(file as usize).and_then(|file| file.text.get(..at)).unwrap_or_default();
        before.ends_with(['.', '(', '[', '<', '"', '\''])
    }

    fn completion(&self, choice: language::Completion) -> Completion {
        let kind = picture(choice.kind);
        let language::Completion { label, insert, is_snippet, detail, doc, also, .. } = choice;
        Completion {
            label,
            insert,
            is_snippet,
            detail,
            kind: kind.to_owned(),
            doc,
            also: self.edits(also),
            goes_on: false,
        }
    }

    fn edits(&self, edits: Vec<language::Edit>) -> Vec<Edit> {
        let edit = |edit: language::Edit| Edit {
            span: self.span(edit.file, edit.span),
            doc: Doc::File(edit.file),
            text: edit.text,
        };
        edits.into_iter().map(edit).collect()
    }

    fn spots(&self, spots: Vec<language::Spot>) -> Vec<Spot> {
        spots.into_iter().filter_map(|spot| self.spot(spot)).collect()
    }

    fn spot(&self, spot: language::Spot) -> Option<Spot> {
        let at = spot.span.start as usize;
        Some(match spot.file {
            language::InFile::Own(index) => {
                let text = &self.files.get(index as usize)?.text;
                let line = self.lines(index)?.line_column(at).line;
                Spot { file: InFile::Own(index), span: self.span(index, spot.span), line, preview: preview(text, at) }
            }
            language::InFile::Bundled(path) => {
                let text = bundled::get(&path)?;
                let line = LineIndex::new(text).line_column(at).line;
                let span = Utf16Index::new(text).utf16(spot.span);
                Spot { file: InFile::Bundled(path, text.to_owned()), span, line, preview: preview(text, at) }
            }
        })
    }

    fn symbols(&self) -> Vec<Symbol> {
        let outline = |file: u32| self.space.tree(file).map(|tree| language::outline(file, tree));
        let mut found: Vec<language::Symbol> = (0..self.files.len() as u32).filter_map(outline).flatten().collect();
        if found.len() > MAX_SYMBOLS {
            found.retain(|symbol| !matches!(symbol.kind, "field" | "value"));
            found.truncate(MAX_SYMBOLS);
        }
        found.into_iter().map(|symbol| self.symbol(symbol)).collect()
    }

    fn symbol(&self, symbol: language::Symbol) -> Symbol {
        let language::Symbol { name, full_name, kind, depth, file, span, .. } = symbol;
        Symbol { name, full_name, kind: kind.to_owned(), depth, file, span: self.span(file, span) }
    }

    fn structure(&self, file: u32) -> Option<Structure> {
        let tree = self.space.tree(file)?;
        let colours = language::colours(self.space, file);
        Some(Structure {
            outline: language::outline(file, tree).into_iter().map(|symbol| self.symbol(symbol)).collect(),
            folds: language::folds(tree).into_iter().map(|span| self.span(file, span)).collect(),
            colours: colours.into_iter().map(|(span, colour)| (self.span(file, span), colour as u8)).collect(),
        })
    }
}

/// CodeMirror's word for the picture of a choice.
pub(super) fn picture(kind: CompletionKind) -> &'static str {
    match kind {
        CompletionKind::Keyword => "keyword",
        CompletionKind::Scalar => "type",
        CompletionKind::Message => "class",
        CompletionKind::Enum => "enum",
        CompletionKind::Field => "property",
        CompletionKind::Value => "constant",
        CompletionKind::Package => "namespace",
        CompletionKind::Text | CompletionKind::File => "text",
    }
}

/// The longest preview, in bytes.
const MAX_PREVIEW: usize = 200;

/// The line around an offset, trimmed.
fn preview(text: &str, at: usize) -> String {
    let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    let line = text[start..].lines().next().unwrap_or_default().trim();
    line[..crate::text::floor_boundary(line, MAX_PREVIEW)].to_owned()
}
