//! Where a thing is declared and where it is used, in all files.
//!
//! A use is a word with the thing's name that stands for it, so only files that hold the name are looked through.

use super::data::{InFile, Spot};
use super::space::Space;
use super::thing::{self, Thing};
use crate::schema::names::{Symbol, SymbolKind};
use crate::schema::unit::Unit;
use crate::syntax::{Kind, Node};
use crate::text::Span;

/// How many uses are listed.
pub const MAX_PLACES: usize = 5000;

/// The place of the name of what the word at a byte offset of a file stands for, and that word. A file's place is its beginning.
pub fn definition(space: &Space<'_>, unit: u32, offset: usize) -> Option<(Span, Spot)> {
    let found = thing::at(space, unit, offset)?;
    let spot = match &found.thing {
        Thing::Symbol(symbol) => declaration(space, Some(unit), *symbol)?,
        Thing::File(path) => Spot { file: space.in_file(space.file(unit, path)?.index)?, span: Span::at(0) },
        Thing::Scalar(_) | Thing::Word(_) => return None,
    };
    // The whole string is the link, be it of several pieces.
    let leaf = if found.leaf.kind() == Kind::String { found.leaf.parent()? } else { found.leaf };
    Some((leaf.span(), spot))
}

/// The declaration of what the word at a byte offset of a file stands for, and all places where it is used in the files of the
/// user; and that word.
pub fn references(space: &Space<'_>, unit: u32, offset: usize) -> Option<(Span, Vec<Spot>)> {
    let found = thing::at(space, unit, offset)?;
    let span = found.leaf.span();
    let mut spots: Vec<Spot> = Vec::new();
    match found.thing {
        Thing::Symbol(symbol) => {
            spots.extend(declaration(space, Some(unit), symbol));
            for (unit, leaf) in uses(space, symbol).into_iter().take(MAX_PLACES) {
                spots.extend(space.in_file(unit).map(|file| Spot { file, span: leaf.span() }));
            }
        }
        Thing::File(path) => {
            let index = space.file(unit, &path)?.index;
            spots.push(Spot { file: space.in_file(index)?, span: Span::at(0) });
            for own in space.own() {
                let leads = |path: &str| space.file(own.index, path).is_some_and(|it| it.index == index);
                let imports = own.file.imports.iter().filter(|import| leads(&import.path.text));
                spots.extend(
                    imports.map(|import| Spot { file: InFile::Own(own.index), span: own.span(import.path.node) }),
                );
            }
        }
        Thing::Scalar(_) | Thing::Word(_) => return None,
    }
    // The declaration is a use, too, and stays the first.
    let first = spots.first().cloned();
    let mut rest: Vec<Spot> = spots.into_iter().skip(1).collect();
    crate::order::sort_by(&mut rest, Ord::cmp);
    rest.dedup();
    rest.retain(|spot| Some(spot) != first.as_ref());
    Some((span, first.into_iter().chain(rest).collect()))
}

/// The place of a symbol's name; of a package, its last part in the file that asks, if it is that one's.
pub(super) fn declaration(space: &Space<'_>, unit: Option<u32>, symbol: Symbol) -> Option<Spot> {
    let symbol = match symbol.kind {
        SymbolKind::Package => unit.and_then(|unit| space.named_in(unit, &space.full_name(symbol))).unwrap_or(symbol),
        _ => symbol,
    };
    let name = space.name_node(symbol)?;
    let span = if symbol.kind == SymbolKind::Package {
        let simple = space.simple_name(symbol);
        // The part of this number: parts before it may have the same name.
        let depth = space.full_name(symbol).split('.').count();
        let part = name.parts().filter(|part| part.kind() != Kind::Dot).nth(depth.saturating_sub(1));
        part.filter(|part| part.text() == simple).unwrap_or(name).span()
    } else {
        name.span()
    };
    Some(Spot { file: space.in_file(symbol.id.unit)?, span })
}

/// The words that stand for a symbol in the files of the user, in the order of files and texts; its declaration is among them.
pub(super) fn uses<'a>(space: &Space<'a>, symbol: Symbol) -> Vec<(u32, Node<'a>)> {
    let mut found = Vec::new();
    let Some(name) = space.name_node(symbol) else { return found };
    // The field of a group is called like its message, but in small letters.
    let names: &[&str] = match symbol.kind {
        SymbolKind::Package => &[space.simple_name(symbol)],
        _ => &[name.text(), space.simple_name(symbol)],
    };
    let names = if names.first() == names.last() { &names[..1] } else { names };
    for file in space.own() {
        for &name in names {
            for leaf in occurrences(file, name) {
                let is_use = match declares(leaf) {
                    // Declarations of one name are many; which this one is, its place says.
                    Some(statement) => file.index == symbol.id.unit && statement.id() == symbol.node,
                    None => match thing::thing(space, file.index, leaf) {
                        Some(Thing::Symbol(other)) => space.is_same(other, symbol) || is_group(space, other, symbol),
                        _ => false,
                    },
                };
                if is_use {
                    found.push((file.index, leaf));
                }
            }
        }
    }
    found
}

/// The statement that a token names.
fn declares(leaf: Node<'_>) -> Option<Node<'_>> {
    let statement = leaf.parent().filter(|node| super::outline::word(*node).is_some())?;
    (statement.part(Kind::Ident) == Some(leaf)).then_some(statement)
}

/// Whether two symbols are the message and the field of one group.
fn is_group(space: &Space<'_>, one: Symbol, other: Symbol) -> bool {
    let is_group = || space.node(one).is_some_and(|node| node.kind() == Kind::Group);
    one.id.unit == other.id.unit && one.node == other.node && is_group()
}

/// The tokens of a file that are this word.
pub(super) fn occurrences<'a>(file: &'a Unit, word: &str) -> Vec<Node<'a>> {
    if word.is_empty() {
        return Vec::new();
    }
    let places = file.tree.text().match_indices(word).filter_map(|(at, _)| file.tree.leaf_at(at));
    places.filter(|leaf| leaf.text() == word && matches!(leaf.kind(), Kind::Ident | Kind::Keyword)).collect()
}
