//! Types: the built-in ones, those in sight under the shortest name that leads to them, and those that can be imported.

use std::collections::HashSet;

use super::{Job, MAX_CHOICES, doc, may_match, plain, rank};
use crate::language::data::{Completion, CompletionKind};
use crate::language::expect::{Qualifier, TypePlace};
use crate::language::outline::join;
use crate::language::space::is_own;
use crate::schema::model::Scalar;
use crate::schema::names::{Symbol, SymbolKind};
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
struct Candidate {
    rank: u8,
    name: String,
    symbol: Symbol,
}

impl Job<'_, '_> {
    /// The types a map's key may have.
    pub(super) fn map_keys(&mut self) {
        for key in KEYS {
            self.scalar(key);
        }
    }

    fn scalar(&mut self, scalar: Scalar) {
        let doc = Some(crate::language::words::scalar(scalar).to_owned());
        self.push(rank::SCALAR, Completion { doc, ..plain(scalar.word(), CompletionKind::Scalar, "scalar type") });
    }

    /// The types that may stand at a place, behind what is written of the name.
    pub(super) fn types(&mut self, place: TypePlace, qualifier: &Qualifier) {
        let only_messages = matches!(place, TypePlace::Rpc { .. } | TypePlace::Extendee);
        if qualifier.is_empty() && !only_messages {
            for scalar in [KEYS.as_slice(), &[Scalar::Double, Scalar::Float, Scalar::Bytes]].concat() {
                self.scalar(scalar);
            }
        }
        let candidates = self.candidates(place, only_messages);
        if qualifier.is_empty() {
            self.offer(candidates);
        } else {
            self.members(qualifier, candidates);
        }
    }

    /// All types of the workspace and of what comes with Wirelens, the likeliest first.
    fn candidates(&self, place: TypePlace, only_messages: bool) -> Vec<Candidate> {
        let space = self.space;
        let mut found = Vec::new();
        for unit in space.world.units().chain(space.unused()) {
            let rank = match unit.index {
                index if index == self.from.unit => rank::GOOD,
                index if space.sees(self.from.unit, index) => rank::SEEN,
                index if is_own(index) => rank::WORKSPACE,
                _ => bundled(&unit.file.name),
            };
            for &symbol in unit.symbols.iter().filter(|symbol| is_offered(symbol.kind)) {
                let is_wanted = match unit.tree.node(symbol.node).kind() {
                    Kind::Message | Kind::Group => true,
                    Kind::Enum => !only_messages,
                    _ => false,
                };
                if is_wanted && visibility::kept_back(space.world, self.from.unit, &symbol).is_none() {
                    found.push(Candidate { rank, name: unit.symbols.full_name(&symbol), symbol });
                }
            }
        }
        let method = self.cursor.before.get(1).map_or("", |name| name.text());
        for candidate in &mut found {
            let simple = candidate.name.rsplit('.').next().unwrap_or_default();
            let fits = match place {
                TypePlace::Rpc { .. } => !method.is_empty() && simple.starts_with(method),
                TypePlace::Extendee => candidate.name.starts_with("google.protobuf.") && simple.ends_with("Options"),
                _ => false,
            };
            // What is declared in a message around comes first, too.
            let is_near = !self.from.scope.is_empty()
                && self.from.scope != self.file.file.package.text
                && candidate.name.strip_prefix(self.from.scope.as_str()).is_some_and(|rest| rest.starts_with('.'));
            if fits || is_near {
                candidate.rank = rank::BEST;
            }
        }
        found.sort_by(|one, other| (one.rank, &one.name).cmp(&(other.rank, &other.name)));
        found
    }

    /// Offers as many as there may be; of more, those that what is typed may stand for.
    fn offer(&mut self, candidates: Vec<Candidate>) {
        let typed = self.typed();
        let mut candidates = candidates;
        // What is nested in a file that nobody imports is hardly what is meant.
        candidates.retain(|candidate| candidate.rank < rank::COMMON || self.is_top(candidate.symbol));
        if candidates.len() > MAX_CHOICES {
            candidates.retain(|candidate| may_match(&candidate.name, typed));
            self.is_complete = false;
            candidates.truncate(MAX_CHOICES);
        }
        let choices: Vec<(u8, Completion)> =
            candidates.iter().filter_map(|it| Some((it.rank, self.choice(it)?))).collect();
        for (rank, choice) in choices {
            self.push(rank, choice);
        }
    }

    fn is_top(&self, symbol: Symbol) -> bool {
        let unit = self.space.unit(symbol.id.unit);
        unit.is_some_and(|unit| unit.symbols.around(&symbol).all(|around| around.kind == SymbolKind::Package))
    }

    /// A type as it is written here, with the import it needs.
    fn choice(&self, candidate: &Candidate) -> Option<Completion> {
        let (symbol, node) = (candidate.symbol, self.space.node(candidate.symbol)?);
        let file = &self.space.unit(symbol.id.unit)?.file.name;
        let (kind, word) = match node.kind() {
            Kind::Enum => (CompletionKind::Enum, "enum"),
            _ => (CompletionKind::Message, "message"),
        };
        let doc = doc(node);
        if self.space.sees(self.from.unit, symbol.id.unit) {
            let written = self.space.shortest(&self.from, symbol)?;
            let is_here = symbol.id.unit == self.from.unit;
            let detail = if is_here { word.to_owned() } else { format!("{word} · {file}") };
            return Some(Completion { doc, ..plain(&written, kind, &detail) });
        }
        let insert = self.space.relative(&self.from, &candidate.name);
        // The label is the part that people remember: without the package.
        let package = self.space.unit(symbol.id.unit)?.file.package.text.as_str();
        let simple =
            candidate.name.strip_prefix(package).map_or(candidate.name.as_str(), |rest| rest.trim_start_matches('.'));
        let also = self.import(file);
        Some(Completion { insert, doc, also, ..plain(simple, kind, &format!("{word} · import {file}")) })
    }

    /// What lies directly in a package or a message that is written already.
    fn members(&mut self, qualifier: &Qualifier, candidates: Vec<Candidate>) {
        let outer = self.meant(qualifier);
        let mut packages = HashSet::new();
        let mut choices = Vec::new();
        for candidate in &candidates {
            let rest = if outer.is_empty() {
                Some(candidate.name.as_str())
            } else {
                candidate.name.strip_prefix(outer.as_str()).and_then(|rest| rest.strip_prefix('.'))
            };
            match rest.map(|rest| rest.split_once('.').map_or((rest, None), |(first, rest)| (first, Some(rest)))) {
                Some((simple, None)) => {
                    let simple = simple.to_owned();
                    choices.extend(self.choice(candidate).map(|choice| {
                        (candidate.rank, Completion { label: simple.clone(), insert: simple, ..choice })
                    }));
                }
                Some((first, Some(_))) if packages.insert(first.to_owned()) => {
                    let full_name = join(&outer, first);
                    // A message around others is offered by itself.
                    let is_message = candidates.iter().any(|other| other.name == full_name);
                    if !is_message {
                        choices.push((rank::KEYWORD, plain(first, CompletionKind::Package, "package")));
                    }
                }
                _ => {}
            }
        }
        self.cap(choices);
    }

    /// Offers choices as far as there is room for them.
    pub(super) fn cap(&mut self, mut choices: Vec<(u8, Completion)>) {
        if choices.len() > MAX_CHOICES {
            let typed = self.typed();
            choices.retain(|(_, choice)| may_match(&choice.label, typed));
            self.is_complete = false;
        }
        for (rank, choice) in choices {
            self.push(rank, choice);
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

fn is_offered(kind: SymbolKind) -> bool {
    kind.is_type() || kind == SymbolKind::Broken
}
