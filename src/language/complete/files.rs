//! Paths of imports, names of packages, versions of the language.

use super::{Job, plain, rank};
use crate::bundled;
use crate::language::cursor::{Typed, is_closed};
use crate::language::data::CompletionKind;

impl Job<'_, '_> {
    /// The strings behind `syntax =` and `edition =`.
    pub(super) fn versions(&mut self, versions: &[&str]) {
        for version in versions {
            self.text(rank::BEST, version, CompletionKind::Value, "");
        }
    }

    /// A string: with its quotes, unless the cursor is in some.
    fn text(&mut self, rank: u8, text: &str, kind: CompletionKind, detail: &str) {
        let end = self.end();
        let insert = match self.cursor.typed {
            Typed::Text(leaf) if is_closed(leaf) => text.to_owned(),
            Typed::Text(leaf) => format!("{text}{}{end}", leaf.text().chars().next().unwrap_or('"')),
            _ => format!("\"{text}\"{end}"),
        };
        let mut completion = plain(text, kind, detail);
        completion.insert = insert;
        self.push(rank, completion);
    }

    /// The paths of the files that can be imported and are not.
    pub(super) fn imports(&mut self, modified: bool) {
        let own = &self.file.file;
        if !modified && !matches!(self.cursor.typed, Typed::Text(_)) {
            self.keyword("public", "public");
            if own.syntax >= crate::schema::model::Syntax::Edition2024 {
                self.keyword("option", "option");
            }
        }
        // That of the statement itself goes on being offered.
        let here = self.cursor.replaced();
        let others = own.imports.iter().filter(|import| !self.file.span(import.path.node).covers(here));
        let taken: Vec<&str> = others.map(|import| import.path.text.as_str()).chain([own.name.as_str()]).collect();
        let units = self.space.own();
        let mut paths: Vec<&str> =
            units.map(|unit| unit.file.name.as_str()).filter(|path| !taken.contains(path)).collect();
        crate::order::sort_by_key(&mut paths, |path| (!is_beside(path, &own.name), *path));
        for path in paths {
            self.text(rank::BEST, path, CompletionKind::File, "");
        }
        for path in bundled::names().filter(|path| !taken.contains(path)) {
            let rank = if path.starts_with("google/protobuf/") { rank::GOOD } else { rank::BUNDLED };
            self.text(rank, path, CompletionKind::File, "comes with Wirelens");
        }
    }

    /// The package that the file's folder stands for: `store.v1` of `store/v1/order.proto`.
    pub(super) fn folder_package(&self) -> String {
        let folder = self.file.file.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_name = |part: &str| {
            let letter = |character: char| character.is_ascii_alphanumeric() || character == '_';
            part.starts_with(|first: char| first.is_ascii_alphabetic()) && part.chars().all(letter)
        };
        if folder.split('/').all(is_name) { folder.replace('/', ".") } else { String::new() }
    }

    /// Names for the package: that of the folder, those of other files. `before` is what is written before the last dot.
    pub(super) fn packages(&mut self, before: &str) {
        let others = self.space.own();
        let mut names: Vec<String> = others.map(|unit| unit.file.package.text.clone()).collect();
        names.retain(|name| *name != self.file.file.package.text);
        names.sort_unstable();
        names.insert(0, self.folder_package());
        let mut offered: Vec<&str> = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let rest = if before.is_empty() {
                Some(name.as_str())
            } else {
                name.strip_prefix(before).and_then(|rest| rest.strip_prefix('.'))
            };
            let Some(rest) = rest.filter(|rest| !rest.is_empty() && !offered.contains(rest)) else { continue };
            offered.push(rest);
            let (rank, detail) = if at == 0 { (rank::BEST, "of the folder") } else { (rank::GOOD, "package") };
            let mut completion = plain(rest, CompletionKind::Package, detail);
            completion.insert.push_str(self.end());
            self.push(rank, completion);
        }
    }
}

/// Whether two files lie in one folder.
fn is_beside(path: &str, other: &str) -> bool {
    let folder = |path: &str| path.rfind('/').map_or(0, |at| at);
    path[..folder(path)] == other[..folder(other)]
}
