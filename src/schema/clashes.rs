//! Names that are declared more than once, in one file or in two.
//!
//! As with protoc all files of the workspace share one table, and what is read later is the one at fault. Knows no rule of
//! scope but that an enum's values stand beside it, which the symbols tell.

use std::collections::{HashMap, HashSet};

use super::names::{NameHash, Symbol, SymbolId, SymbolKind};
use super::world::{FIRST_BUNDLED, World};
use crate::diagnostic::{Diagnostic, Label};

/// The names that descriptors are never linked without, those of messages without their package.
const LINKED: [&str; 6] = ["google", "google.protobuf", "FileOptions", "MessageOptions", "FieldOptions", "EnumOptions"];

/// Reports every name that is declared again; `order` is that in which protoc reads the files.
pub(super) fn clashes(world: &World, order: &[u32]) -> Vec<Diagnostic> {
    let imported = imported(world);
    // What is there without being asked for takes no names but those without which nothing can be linked.
    let is_taken = |unit: u32, name: &str| {
        unit < FIRST_BUNDLED
            || imported.contains(&unit)
            || LINKED.contains(&name.trim_start_matches("google.protobuf."))
    };
    let place: HashMap<u32, usize> = order.iter().enumerate().map(|(at, &unit)| (unit, at)).collect();
    let mut found = Vec::new();
    for hash in world.names.clashes() {
        for (name, mut symbols) in by_name(world, hash) {
            symbols.retain(|symbol| is_taken(symbol.id.unit, &name));
            crate::order::sort_by_key(&mut symbols, |symbol| (place.get(&symbol.id.unit), symbol.rank));
            let Some((first, others)) = symbols.split_first() else { continue };
            for other in others {
                let both_packages = first.kind == SymbolKind::Package && other.kind == SymbolKind::Package;
                if !both_packages && !follows(world, first, other) {
                    found.extend(clash(world, &name, first, other));
                }
            }
        }
    }
    crate::order::sort_by(&mut found, |a: &Diagnostic, b| (a.place, &a.message).cmp(&(b.place, &b.message)));
    found
}

/// The bundled files that the user's import, however far.
fn imported(world: &World) -> HashSet<u32> {
    let mut found = HashSet::new();
    let imports = |unit: u32| world.scope(unit).into_iter().flat_map(|scope| scope.imports.iter().copied().flatten());
    let own = world.units().map(|unit| unit.index).filter(|&unit| unit < FIRST_BUNDLED);
    let mut open: Vec<u32> = own.flat_map(imports).filter(|&unit| unit >= FIRST_BUNDLED).collect();
    while let Some(unit) = open.pop() {
        if found.insert(unit) {
            open.extend(imports(unit));
        }
    }
    found
}

/// The symbols of a hash by their full names: two names may have one hash.
fn by_name(world: &World, hash: NameHash) -> HashMap<String, Vec<&Symbol>> {
    let mut names: HashMap<String, Vec<&Symbol>> = HashMap::new();
    let symbols = world.names.candidates(hash).filter_map(|id| world.get(id));
    for symbol in symbols.filter(|symbol| symbol.kind != SymbolKind::Broken) {
        names.entry(world.full_name(symbol)).or_default().push(symbol);
    }
    names
}

/// Whether two names clash because what they are declared in does, which is told once.
fn follows(world: &World, first: &Symbol, second: &Symbol) -> bool {
    let parent = |symbol: &Symbol| world.get(SymbolId { at: symbol.parent?, ..symbol.id });
    let (Some(first), Some(second)) = (parent(first), parent(second)) else { return false };
    let both_packages = first.kind == SymbolKind::Package && second.kind == SymbolKind::Package;
    first.id != second.id && !both_packages && world.full_name(first) == world.full_name(second)
}

fn clash(world: &World, name: &str, first: &Symbol, second: &Symbol) -> Option<Diagnostic> {
    // A group whose name is not in capitals is a field and a message of one name, which is told as such.
    if (first.id.unit, first.name_node) == (second.id.unit, second.name_node) {
        return None;
    }
    // What comes with Wirelens is never at fault, and has no place that can be shown.
    let (first, second) = if second.id.unit >= FIRST_BUNDLED { (second, first) } else { (first, second) };
    if second.id.unit >= FIRST_BUNDLED {
        return None;
    }
    let (first_unit, second_unit) = (world.unit(first.id.unit)?, world.unit(second.id.unit)?);
    let is_one_file = first.id.unit == second.id.unit;
    let (message, help) = match (first.kind, second.kind) {
        (SymbolKind::Package, _) | (_, SymbolKind::Package) => (
            format!("'{name}' can't be both a package and {}", both(first, second)),
            "rename one of them, or choose another package",
        ),
        _ if !is_one_file => (
            format!("'{name}' is declared in '{}' already", first_unit.file.name),
            "rename one of them, or give the files different packages",
        ),
        (SymbolKind::EnumValue, _) | (_, SymbolKind::EnumValue) => (
            format!("'{name}' is declared twice"),
            "rename one of them; an enum's values share the scope that is around the enum",
        ),
        _ => (format!("'{name}' is declared twice"), "rename one of them"),
    };
    let place = second_unit.place(second.name_node);
    let mut diagnostic = Diagnostic::error("proto-name", place, message).with_help(help);
    if first.id.unit < FIRST_BUNDLED {
        let label = Label { place: first_unit.place(first.name_node), message: "first declared here".to_owned() };
        diagnostic.labels.push(label);
    }
    Some(diagnostic)
}

fn both(first: &Symbol, second: &Symbol) -> String {
    let word = if first.kind == SymbolKind::Package { second.kind.word() } else { first.kind.word() };
    let article = if word.starts_with(['e', 'o']) { "an" } else { "a" };
    format!("{article} {word}")
}
