//! What to say of a name that refers to nothing it may: why, and what was meant.
//!
//! Knows every type of the workspace and of the bundled files. Decides nothing
//! about scopes.

use super::fixes;
use super::library;
use super::model::{Name, Scalar};
use super::names::{Symbol, SymbolKind};
use super::resolve::{Around, Outcome, Wanted, look_up};
use super::unit::Unit;
use super::world::World;
use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::suggest::{self, closest};
use crate::syntax::ast;

/// How many names of a file get a help; finding one costs a look at every name.
pub(super) const MAX_HELPS: usize = 20;

/// What a look-up that found nothing has come by.
#[derive(Debug, Default)]
pub(super) struct Failure<'a> {
    /// The nearest declaration of the name in a file that is not imported.
    pub hidden: Option<&'a Symbol>,
    /// The full name that the first part led to, where that was not the name itself.
    pub shadowed: Option<String>,
}

/// A name and where it stands.
pub(super) struct Use<'a> {
    /// All files.
    pub world: &'a World,
    /// The file it stands in.
    pub unit: &'a Unit,
    /// The scopes around it.
    pub around: &'a Around,
    /// The name.
    pub name: &'a Name,
    /// What it has to refer to.
    pub wanted: Wanted,
}

impl Use<'_> {
    fn error(&self, message: String) -> Diagnostic {
        Diagnostic::error("proto-type", self.unit.place(self.name.node), message)
    }

    fn what(&self) -> &'static str {
        if self.wanted == Wanted::Type { "a type" } else { "a message" }
    }

    /// A name that refers to nothing. A help is only looked for where `is_helped`.
    pub fn not_found(&self, failure: &Failure<'_>, is_helped: bool) -> Diagnostic {
        let text = &self.name.text;
        if let Some(scalar) = Scalar::of(text).filter(|_| self.wanted != Wanted::Type) {
            let message = format!("expected {}, found the built-in type `{}`", self.what(), scalar.word());
            return self.error(message).with_help("put the value into a field of a message");
        }
        if let Some(diagnostic) = self.swapped() {
            return diagnostic;
        }
        if let Some(hidden) = failure.hidden.filter(|hidden| hidden.kind.is_type()) {
            let (full_name, file) =
                (self.world.full_name(hidden), self.world.file(hidden).map_or("", |file| &file.name));
            return self.not_imported(&full_name, file);
        }
        let bare = text.trim_start_matches('.');
        if let Some(bundled) = library::types().iter().find(|bundled| bundled.full_name == bare) {
            return self.not_imported(bare, bundled.file);
        }
        if let Some(shadowed) = &failure.shadowed {
            return self.shadowed(shadowed);
        }
        let mut diagnostic = self.error(format!("'{text}' is not declared"));
        match is_helped.then(|| self.meant(bare)).flatten() {
            Some(meant) => {
                diagnostic.help = Some(format!("did you mean `{}`?", meant.text));
                let mut fix = fixes::replacement(self.unit, self.name.node, &meant.text);
                if let Some(file) = meant.file {
                    diagnostic.help = Some(format!("did you mean `{}`? it needs `import \"{file}\";`", meant.text));
                    fix.edits.extend(fixes::import(self.unit, &file).edits);
                }
                diagnostic.fixes.push(fix);
            }
            None => diagnostic.help = Some(format!("declare `message {bare} {{ … }}`, or import the file that does")),
        }
        diagnostic
    }

    /// A field with its name first: what stands in the name's place is a built-in type.
    fn swapped(&self) -> Option<Diagnostic> {
        let kind = self.unit.tree.node(self.name.node);
        let field = kind.parent().and_then(ast::Field::cast)?;
        let name = field.name().filter(|name| Scalar::of(name.text()).is_some() && !self.name.text.contains('.'))?;
        let message = format!("expected the type before the name, found '{}' first", self.name.text);
        let mut diagnostic = Diagnostic::error("proto-type-first", self.unit.place(kind.id()), message)
            .with_help("a field is declared as `type name = number;`");
        let edits = vec![
            (self.unit.place(kind.id()), name.text().to_owned()),
            (self.unit.place(name.id()), self.name.text.clone()),
        ];
        let title = format!("write `{} {}`", name.text(), self.name.text);
        diagnostic.fixes.push(Fix { title, edits });
        Some(diagnostic)
    }

    fn not_imported(&self, full_name: &str, file: &str) -> Diagnostic {
        let mut diagnostic = self
            .error(format!("'{full_name}' is declared in '{file}', which is not imported"))
            .with_help(format!("add `import \"{file}\";`"));
        diagnostic.fixes.push(fixes::import(self.unit, file));
        diagnostic
    }

    fn shadowed(&self, shadowed: &str) -> Diagnostic {
        let text = &self.name.text;
        let message = format!("'{text}' is taken for '{shadowed}', which is not declared");
        let full = format!(".{text}");
        let diagnostic = self.error(message);
        if self.finds(&full).is_none() {
            return diagnostic.with_help(
                "a name is looked up in the innermost scope that has its first part; \
                 write the full name with a dot before it",
            );
        }
        let mut diagnostic = diagnostic.with_help(format!(
            "the innermost scope that has the first part decides; write `{full}` for the outer one"
        ));
        diagnostic.fixes.push(fixes::replacement(self.unit, self.name.node, &full));
        diagnostic
    }

    fn finds(&self, name: &str) -> Option<String> {
        let scope = self.world.scope(self.unit.index)?;
        match look_up(self.world, scope, self.around, name, true) {
            Outcome::Found(symbol) => Some(self.world.full_name(symbol)),
            _ => None,
        }
    }

    /// What the name may have been meant for.
    fn meant(&self, bare: &str) -> Option<Meant> {
        let folded = bare.to_ascii_lowercase();
        if self.wanted == Wanted::Type
            && let Some(scalar) = suggest::scalar(bare).or_else(|| Scalar::of(&folded).map(Scalar::word))
        {
            return Some(Meant { text: scalar.to_owned(), file: None });
        }
        let known = self.known();
        // `Timestamp` for `google.protobuf.Timestamp`.
        let tail = format!(".{bare}");
        if let Some(found) = known.iter().find(|known| known.full_name.ends_with(&tail)) {
            return Some(self.named(found));
        }
        let scalars = Scalar::ALL.iter().map(|&(word, _)| word).filter(|_| self.wanted == Wanted::Type);
        let own = || known.iter().filter(|known| known.rank == Rank::Own);
        let visible = || known.iter().filter(|known| known.rank <= Rank::Visible).map(|known| known.full_name.as_str());
        let near = closest(bare, scalars.chain(own().map(|known| known.simple_name())).chain(visible()));
        if let Some(near) = near {
            let found = known.iter().find(|known| known.full_name == near);
            let found = found.or_else(|| own().find(|known| known.simple_name() == near));
            return Some(found.map_or_else(|| Meant { text: near.to_owned(), file: None }, |found| self.named(found)));
        }
        let near = closest(bare, known.iter().map(|known| known.full_name.as_str()))?;
        known.iter().find(|known| known.full_name == near).map(|found| self.named(found))
    }

    /// The shortest way to write a type here.
    fn named(&self, known: &Known) -> Meant {
        let is = |text: &str| self.finds(text).is_some_and(|found| found == known.full_name);
        let text = match () {
            () if known.rank == Rank::Own && is(known.simple_name()) => known.simple_name().to_owned(),
            () if known.rank > Rank::Visible || is(&known.full_name) => known.full_name.clone(),
            () => format!(".{}", known.full_name),
        };
        Meant { text, file: known.file.clone() }
    }

    /// Every type there is, the nearest first.
    fn known(&self) -> Vec<Known> {
        let scope = self.world.scope(self.unit.index);
        let mut known = Vec::new();
        for unit in self.world.units() {
            let rank = match scope {
                _ if unit.index == self.unit.index => Rank::Own,
                Some(scope) if scope.sees(unit.index) => Rank::Visible,
                _ => Rank::Importable,
            };
            if rank == Rank::Importable && !self.world.scope(unit.index).is_some_and(|scope| scope.is_used) {
                continue;
            }
            let file = (rank == Rank::Importable).then(|| unit.file.name.clone());
            let is_wanted = |symbol: &&Symbol| match self.wanted {
                Wanted::Type => symbol.kind.is_type(),
                _ => symbol.kind == SymbolKind::Message,
            };
            for symbol in unit.symbols.iter().filter(is_wanted) {
                known.push(Known { full_name: unit.symbols.full_name(symbol), file: file.clone(), rank });
            }
        }
        let bundled =
            library::types().iter().filter(|bundled| !known.iter().any(|it| it.full_name == bundled.full_name));
        let bundled: Vec<Known> = bundled
            .map(|it| Known { full_name: it.full_name.clone(), file: Some(it.file.to_owned()), rank: Rank::Importable })
            .collect();
        known.extend(bundled);
        crate::order::sort_by_key(&mut known, |known| known.rank);
        known
    }

    /// A name that refers to something that is no type.
    pub fn wrong_kind(&self, symbol: &Symbol) -> Diagnostic {
        let found = symbol.kind.word();
        let article = if found.starts_with(['e', 'o']) { "an" } else { "a" };
        let message = format!("expected {}, found {article} {found}: '{}'", self.what(), self.name.text);
        let mut diagnostic = self.error(message);
        if symbol.kind == SymbolKind::Method {
            let full = self.finds(&self.name.text).map(|full_name| format!(".{full_name}"));
            diagnostic.help =
                Some("the method's own name comes first here; write the type's with a dot before it".to_owned());
            diagnostic.fixes.extend(full.map(|full| fixes::replacement(self.unit, self.name.node, &full)));
        }
        if let Some(unit) = self.world.unit(symbol.id.unit) {
            let place = unit.place(symbol.name_node);
            diagnostic.labels.push(Label { place, message: format!("the {found} is declared here") });
        }
        diagnostic
    }

    /// A type that its file keeps for itself.
    pub fn not_exported(&self, symbol: &Symbol, why: &str) -> Diagnostic {
        let (full_name, file) = (self.world.full_name(symbol), self.world.file(symbol).map_or("", |file| &file.name));
        let mut diagnostic = self
            .error(format!("'{full_name}' is local to '{file}'"))
            .with_help(format!("{why}; write `export` before it there, if other files may use it"));
        if let Some(unit) = self.world.unit(symbol.id.unit) {
            let message = "declared here".to_owned();
            diagnostic.labels.push(Label { place: unit.place(symbol.name_node), message });
        }
        diagnostic
    }
}

/// How near a type is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Own,
    Visible,
    Importable,
}

/// A type that a name may have been meant for.
struct Known {
    full_name: String,
    /// The file to import.
    file: Option<String>,
    rank: Rank,
}

impl Known {
    fn simple_name(&self) -> &str {
        self.full_name.rsplit('.').next().unwrap_or_default()
    }
}

/// What was meant, as it is to be written here.
struct Meant {
    text: String,
    /// The file to import for it.
    file: Option<String>,
}
