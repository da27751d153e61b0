//! Types: the built-in ones, those in sight under the shortest name that leads to them, and those that can be imported.

use std::collections::HashSet;

use super::{Job, MAX_CHOICES, doc, may_match, plain, rank};
use crate::language::data::{Completion, CompletionKind};
use crate::language::expect::{Qualifier, TypePlace};
use crate::language::scope::Sought;
use crate::language::space::is_own;
use crate::language::words;
use crate::schema::model::Scalar;
use crate::schema::names::{Symbol, SymbolKind};
use crate::schema::unit::Unit;
use crate::schema::visibility;
use crate::syntax::Kind;

/// The types that keys of maps may have, as the language has them.
const KEYS: [Scalar; 12] = [
    Scalar::String,
    Scalar::Int32,
    Scalar::Int64,
    Scalar::Uint32,
    Scalar::Uint64,
    Scalar::Sint32,
    Scalar::Sint64,
    Scalar::Fixed32,
    Scalar::Fixed64,
    Scalar::Sfixed32,
    Scalar::Sfixed64,
    Scalar::Bool,
];

/// A type that may be offered.
struct Candidate<'a> {
    rank: u8,
    unit: &'a Unit,
    symbol: Symbol,
    /// What is shown: its simple name, or what lies between it and what is written already.
    label: &'a str,
}

impl<'a> Job<'a, '_> {
    /// The types a map's key may have.
    pub(super) fn map_keys(&mut self) {
        for key in KEYS {
            self.scalar(key);
        }
    }

    fn scalar(&mut self, scalar: Scalar) {
        let doc = Some(words::scalar(scalar).to_owned());
        self.push(rank::SCALAR, Completion { doc, ..plain(scalar.word(), CompletionKind::Scalar, "scalar type") });
    }

    /// The types that may stand at a place, behind what is written of the name.
    pub(super) fn types(&mut self, place: TypePlace, qualifier: &Qualifier) {
        if !qualifier.is_empty() {
            return self.members(place, qualifier);
        }
        if !only_messages(place) {
            for scalar in [KEYS.as_slice(), &[Scalar::Double, Scalar::Float, Scalar::Bytes]].concat() {
                self.scalar(scalar);
            }
        }
        let mut candidates = Vec::new();
        for unit in self.space.world.units().chain(self.space.unused()) {
            self.candidates(place, unit, &mut candidates);
        }
        // What is nested in a file that nobody imports is hardly what is meant.
        candidates.retain(|it| it.rank < rank::COMMON || is_top(it));
        for (rank, choice) in self.choices(candidates, place) {
            self.push(rank, choice);
        }
        self.packages_of_types("");
    }

    /// The types of a file, each with its rank.
    fn candidates(&self, place: TypePlace, unit: &'a Unit, found: &mut Vec<Candidate<'a>>) {
        let rank = match unit.index {
            index if index == self.from.unit => rank::GOOD,
            index if self.space.sees(self.from.unit, index) => rank::SEEN,
            index if is_own(index) => rank::WORKSPACE,
            _ => bundled(&unit.file.name),
        };
        let method = self.cursor.before.get(1).map_or("", |name| name.text());
        let in_message = self.from.scope != self.file.file.package.text;
        for &symbol in unit.symbols.iter().filter(|symbol| symbol.kind.is_type() || symbol.kind == SymbolKind::Broken) {
            let is_wanted = match unit.tree.node(symbol.node).kind() {
                Kind::Message | Kind::Group => true,
                Kind::Enum => !only_messages(place),
                _ => false,
            };
            if !is_wanted {
                continue;
            }
            let label = unit.symbols.name(&symbol);
            let fits = match place {
                TypePlace::Rpc { .. } => !method.is_empty() && label.starts_with(method),
                TypePlace::Extendee => label.ends_with("Options") && unit.file.package.text == "google.protobuf",
                // What is declared in a message around.
                _ => rank == rank::GOOD && in_message && is_inside(&unit.symbols.full_name(&symbol), &self.from.scope),
            };
            found.push(Candidate { rank: if fits { rank::BEST } else { rank }, unit, symbol, label });
        }
    }

    /// The best of them as they are written here; if there are too many, of those that what is typed may stand for.
    fn choices(&mut self, mut candidates: Vec<Candidate<'a>>, place: TypePlace) -> Vec<(u8, Completion)> {
        if candidates.len() > MAX_CHOICES {
            let typed = self.typed();
            candidates.retain(|it| may_match(it.label, typed));
            self.is_complete = false;
        }
        let order = |it: &Candidate<'a>| (it.rank, it.unit.file.package.text.as_str(), it.label);
        if candidates.len() > MAX_CHOICES {
            candidates.select_nth_unstable_by_key(MAX_CHOICES, order);
            candidates.truncate(MAX_CHOICES);
        }
        crate::order::sort_by_key(&mut candidates, order);
        candidates.iter().filter_map(|it| Some((it.rank, self.choice(it, place)?))).collect()
    }

    /// A type as it is written here, with the import it needs.
    fn choice(&self, Candidate { unit, symbol, .. }: &Candidate<'_>, place: TypePlace) -> Option<Completion> {
        if visibility::kept_back(self.space.world, self.from.unit, symbol).is_some() {
            return None;
        }
        let (node, file) = (unit.tree.node(symbol.node), &unit.file.name);
        let (kind, word) = match node.kind() {
            Kind::Enum => (CompletionKind::Enum, "enum"),
            _ => (CompletionKind::Message, "message"),
        };
        let doc = doc(node);
        if self.space.sees(self.from.unit, unit.index) {
            let sought = if only_messages(place) { Sought::Anything } else { Sought::Type };
            let written = self.space.shortest(&self.from, *symbol, sought)?;
            let is_here = unit.index == self.from.unit;
            let detail = if is_here { word.to_owned() } else { format!("{word} · {file}") };
            return Some(Completion { doc, ..plain(&written, kind, &detail) });
        }
        let full_name = unit.symbols.full_name(symbol);
        let insert = self.space.relative(&self.from, &full_name);
        // The label is the part that people remember: without the package.
        let label = within(&full_name, &unit.file.package.text).unwrap_or(&full_name);
        let also = self.import(file);
        Some(Completion { insert, doc, also, ..plain(label, kind, &format!("{word} · import {file}")) })
    }

    /// What lies directly in a package or a message that is written already.
    fn members(&mut self, place: TypePlace, qualifier: &Qualifier) {
        let outer = self.meant(qualifier);
        let mut candidates = Vec::new();
        for unit in self.space.world.units().chain(self.space.unused()) {
            // Others can't have anything in it.
            if outer.is_empty() || is_inside(&outer, &unit.file.package.text) || unit.file.package.text == outer {
                self.candidates(place, unit, &mut candidates);
            }
        }
        candidates.retain(|it| {
            let around = it.unit.symbols.around(&it.symbol).next();
            around.map(|around| it.unit.symbols.full_name(around)).unwrap_or_default() == outer
        });
        for (rank, choice) in self.choices(candidates, place) {
            let simple = choice.label.rsplit('.').next().unwrap_or_default().to_owned();
            self.push(rank, Completion { label: simple.clone(), insert: simple, ..choice });
        }
        self.packages_of_types(&outer);
    }

    /// The packages that lie directly in a package.
    fn packages_of_types(&mut self, outer: &str) {
        let mut offered = HashSet::new();
        for unit in self.space.world.units().chain(self.space.unused()) {
            let Some(rest) = within(&unit.file.package.text, outer) else { continue };
            let first = rest.split('.').next().unwrap_or_default();
            if !first.is_empty() && offered.insert(first) {
                self.push(rank::PACKAGE, plain(first, CompletionKind::Package, "package"));
            }
        }
    }

    /// The full name that the written parts of a name stand for.
    pub(super) fn meant(&self, qualifier: &Qualifier) -> String {
        if qualifier.is_absolute || qualifier.path.is_empty() {
            return qualifier.path.clone();
        }
        let found = self.space.resolve(&self.from, &qualifier.path, &|symbol| symbol.kind.is_scope());
        found.map_or_else(|| qualifier.path.clone(), |found| self.space.full_name(found))
    }
}

fn only_messages(place: TypePlace) -> bool {
    matches!(place, TypePlace::Rpc { .. } | TypePlace::Extendee)
}

fn is_top(candidate: &Candidate<'_>) -> bool {
    candidate.unit.symbols.around(&candidate.symbol).all(|around| around.kind == SymbolKind::Package)
}

/// A name without the scope it lies in; the whole of it, where that is the outermost.
fn within<'n>(name: &'n str, scope: &str) -> Option<&'n str> {
    if scope.is_empty() { Some(name) } else { name.strip_prefix(scope)?.strip_prefix('.') }
}

fn is_inside(name: &str, scope: &str) -> bool {
    within(name, scope).is_some()
}

/// How likely a type is taken from a file that comes with Wirelens: most of these are made for descriptors and generators.
fn bundled(file: &str) -> u8 {
    const COMMON: [&str; 8] = ["any", "duration", "empty", "field_mask", "struct", "timestamp", "wrappers", "status"];
    let name = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".proto");
    match file.starts_with("google/type/") || COMMON.contains(&name) {
        _ if name == "timestamp" || name == "duration" => rank::COMMON,
        true => rank::BUNDLED,
        false => rank::RARE,
    }
}
