//! Another name for a declaration, and the edits that carry it to all files.
//!
//! Names are looked for outwards from where they are written, so a new name may hide another, or be hidden. Every use is looked
//! up once more as it will be, and written out as far as it must.

use std::collections::HashSet;

use super::data::Edit;
use super::outline::join;
use super::references::{occurrences, uses};
use super::scope::Sought;
use super::space::{Site, Space, is_own};
use super::thing::{self, Thing};
use super::words;
use crate::schema::check::json;
use crate::schema::model::Scalar;
use crate::schema::names::{Symbol, SymbolKind};
use crate::syntax::ast::dotted;
use crate::syntax::{Kind, Node};
use crate::text::Span;

/// The word that would be renamed, and its present name.
///
/// # Errors
///
/// Why it can't be renamed, in a sentence.
pub fn prepare_rename(space: &Space<'_>, unit: u32, offset: usize) -> Result<(Span, String), String> {
    let (symbol, leaf) = renamed(space, unit, offset)?;
    let name = match symbol.kind {
        SymbolKind::Package => space.simple_name(symbol),
        _ => space.name_node(symbol).map_or("", Node::text),
    };
    Ok((leaf.span(), name.to_owned()))
}

/// The full name of what [`prepare_rename`] would rename.
pub fn renamed_name(space: &Space<'_>, unit: u32, offset: usize) -> Option<String> {
    renamed(space, unit, offset).ok().map(|(symbol, _)| space.full_name(symbol))
}

/// The edits that rename what the word at a byte offset of a file stands for.
///
/// # Errors
///
/// Why it can't be renamed so, in a sentence.
pub fn rename(space: &Space<'_>, unit: u32, offset: usize, name: &str) -> Result<Vec<Edit>, String> {
    let (symbol, _) = renamed(space, unit, offset)?;
    check_name(name)?;
    check_word(symbol, name)?;
    let old = space.full_name(symbol);
    let scope = old.rsplit_once('.').map_or("", |(scope, _)| scope);
    let new = join(scope, name);
    if new == old {
        return Ok(Vec::new());
    }
    check_free(space, symbol, &new)?;
    // The field of a group is called like its message, but in small letters.
    let field =
        space.node(symbol).filter(|node| node.kind() == Kind::Group).map(|_| space.simple_name(symbol).to_lowercase());
    if field.is_some() {
        if !name.starts_with(|first: char| first.is_ascii_uppercase()) {
            return Err(format!(
                "A group declares a message of its name, so `{name}` must begin with a capital letter."
            ));
        }
        check_free(space, symbol, &join(scope, &name.to_lowercase()))?;
    }
    let after = space.renamed(&old, &new);
    let mut edits = Vec::new();
    let mut done = HashSet::new();
    for (file, leaf) in uses(space, symbol) {
        done.extend(reference(leaf).map(|name| (file, name.id())));
        if field.as_deref() == Some(leaf.text()) {
            edits.push(Edit { file, span: leaf.span(), text: name.to_lowercase() });
            continue;
        }
        let text = name.to_owned();
        edits.push(requalified(space, &after, file, leaf, name).unwrap_or(Edit { file, span: leaf.span(), text }));
    }
    // What has been called so all along may lead to the renamed one from now on.
    for file in space.own() {
        for leaf in occurrences(file, name) {
            let is_done = reference(leaf).is_some_and(|name| done.contains(&(file.index, name.id())));
            edits.extend(if is_done { None } else { captured(space, &after, file.index, leaf) });
        }
    }
    crate::order::sort_by(&mut edits, Ord::cmp);
    edits.dedup();
    Ok(edits)
}

const NOTHING: &str = "There is nothing here that has a name of its own.";

/// What the word at an offset stands for, if the user may rename it.
fn renamed<'a>(space: &Space<'a>, unit: u32, offset: usize) -> Result<(Symbol, Node<'a>), String> {
    let found = thing::at(space, unit, offset).ok_or(NOTHING)?;
    let symbol = match found.thing {
        Thing::Symbol(symbol) => symbol,
        Thing::File(path) => return Err(format!("`{path}` is a file: rename its tab.")),
        Thing::Scalar(scalar) => return Err(format!("`{}` is built in.", scalar.word())),
        Thing::Word(word) => return Err(format!("`{word}` is a word of the language.")),
    };
    let name = space.name_node(symbol).ok_or(NOTHING)?;
    if name.kind() == Kind::TypeName {
        return Err("The fields of a map's entries are always called `key` and `value`.".to_owned());
    }
    if !is_own(symbol.id.unit) || symbol.kind == SymbolKind::Package && is_bundled_package(space, symbol) {
        return Err(format!("`{}` comes with Wirelens.", space.full_name(symbol)));
    }
    Ok((message_of(space, symbol).unwrap_or(symbol), found.leaf))
}

/// The message of a group, if a symbol is the field of one.
fn message_of(space: &Space<'_>, field: Symbol) -> Option<Symbol> {
    let node = space.node(field).filter(|node| node.kind() == Kind::Group)?;
    let scope = space.around(field).scope;
    space.declared_at(field.id.unit, &join(&scope, node.part(Kind::Ident)?.text()), node)
}

fn is_bundled_package(space: &Space<'_>, package: Symbol) -> bool {
    let name = space.full_name(package);
    space.named(&name, &|id| !is_own(id.unit)).is_some()
}

fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("A name has at least one letter.".to_owned());
    }
    if let Some(first) = name.chars().next().filter(char::is_ascii_digit) {
        return Err(format!("A name begins with a letter or `_`, not with `{first}`."));
    }
    match name.chars().find(|&letter| !letter.is_ascii_alphanumeric() && letter != '_') {
        Some(other) => Err(format!("A name has letters from a to z, digits and `_`, no `{other}`.")),
        None => Ok(()),
    }
}

/// A type or a package that is called like a word of the language is taken for that word where it is used.
fn check_word(symbol: Symbol, name: &str) -> Result<(), String> {
    let is_word = match symbol.kind {
        SymbolKind::Package | SymbolKind::Message | SymbolKind::Enum => {
            Scalar::of(name).is_some() || words::known(name).is_some()
        }
        SymbolKind::EnumValue => matches!(name, "option" | "reserved"),
        _ => false,
    };
    if is_word { Err(format!("`{name}` is a word of the language.")) } else { Ok(()) }
}

/// Whether the new full name is nobody else's.
fn check_free(space: &Space<'_>, symbol: Symbol, new: &str) -> Result<(), String> {
    if let Some(other) = space.named(new, &|_| true) {
        let word = space.node(other).and_then(super::outline::word).unwrap_or(other.kind.word());
        let file = space.unit(other.id.unit).map_or("", |unit| unit.file.name.as_str());
        return Err(format!("There is a {word} `{new}` already, in {file}."));
    }
    check_json(space, symbol, new.rsplit('.').next().unwrap_or_default())
}

/// In JSON two names of fields may become one.
fn check_json(space: &Space<'_>, symbol: Symbol, name: &str) -> Result<(), String> {
    let written =
        |symbol: &Symbol| space.world.field(symbol).and_then(json::written_name).map(|(name, _)| name.to_vec());
    if symbol.kind != SymbolKind::Field || written(&symbol).is_some() {
        return Ok(());
    }
    let new = json::default_name(name);
    let symbols = space.unit(symbol.id.unit).into_iter().flat_map(|unit| unit.symbols.iter());
    let mut siblings =
        symbols.filter(|it| it.scope == symbol.scope && it.kind == SymbolKind::Field && it.id != symbol.id);
    let in_json = |it: &Symbol| written(it).unwrap_or_else(|| json::default_name(space.simple_name(*it)).into_bytes());
    match siblings.find(|it| in_json(it) == new.as_bytes()) {
        Some(other) => {
            Err(format!("In JSON it would be called `{new}`, as the field `{}` is.", space.simple_name(*other)))
        }
        None => Ok(()),
    }
}

/// The edit of a use that would lead elsewhere under the new name alone: the whole name is written anew.
fn requalified(space: &Space<'_>, after: &Space<'_>, file: u32, leaf: Node<'_>, text: &str) -> Option<Edit> {
    let name = reference(leaf)?;
    let (from, meant) = meant(space, file, name)?;
    let written: String = name.parts().map(|part| if part == leaf { text } else { part.text() }).collect();
    rewritten(after, &from, meant, name, &written, file)
}

/// The edit of a name that has nothing to do with what is renamed, but would lead to it.
fn captured(space: &Space<'_>, after: &Space<'_>, file: u32, leaf: Node<'_>) -> Option<Edit> {
    let name = reference(leaf)?;
    let (from, meant) = meant(space, file, name)?;
    rewritten(after, &from, meant, name, &dotted(name), file)
}

/// The dotted name that refers to a type or an extension from where it stands.
fn reference(leaf: Node<'_>) -> Option<Node<'_>> {
    let name = leaf.parent()?;
    match name.kind() {
        Kind::TypeName => Some(name),
        Kind::Name => {
            let around = name.parent()?;
            let is_url = around.part(Kind::Slash).is_some();
            (around.kind() != Kind::Package && !is_url).then_some(name)
        }
        _ => None,
    }
}

/// What a dotted name leads to now, and where it is looked for from.
fn meant(space: &Space<'_>, file: u32, name: Node<'_>) -> Option<(Site, Symbol)> {
    let last = name.parts().filter(|part| part.kind() != Kind::Dot).last()?;
    let Thing::Symbol(symbol) = thing::thing(space, file, last)? else { return None };
    Some((thing::site(space, file, name)?, symbol))
}

/// The edit that makes a name lead to what is meant, if as it is written it will not.
fn rewritten(after: &Space<'_>, from: &Site, meant: Symbol, name: Node<'_>, written: &str, file: u32) -> Option<Edit> {
    let from = after.site_now(from);
    let is_field = name.parent().is_some_and(|node| matches!(node.kind(), Kind::Field | Kind::MapType));
    let sought = if is_field { Sought::Type } else { Sought::Anything };
    if after.leads(&from, written, meant, sought) {
        return None;
    }
    let text = after.shortest(&from, meant, sought)?;
    Some(Edit { file, span: name.span(), text })
}
