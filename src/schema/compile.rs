//! The compiler: what becomes of all files together, and of as little as possible of them anew after an edit.
//!
//! A file is read again if its text changed, and linked again if something changed that its link depends on. What that may be
//! is told by two hashes of each file, see `fingerprint`: what others see of its types, and all of it, for those who read the
//! fields of its messages to interpret options. A file with problems is linked again whenever anything changed, since what is
//! said of them may speak of any file. The law, held by a test: after any edits the result is that of compiling afresh.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::imports::{self, ByName, Plan};
use super::linked::Linked;
use super::pool::Pools;
use super::world::{Entry, FIRST_BUNDLED, Scope, World};
use super::{Compiled, Schema, check, clashes, library, link, report};
use crate::bundled;
use crate::diagnostic::{Diagnostic, Label, Place};
use crate::schema::unit::Unit;
use crate::text::{File, Files, Span};

/// What options are is written in this file, so it is always there.
const DESCRIPTOR: &str = "google/protobuf/descriptor.proto";

/// An Any may hold what is declared in these files, whoever imports them.
const ANY: &str = "google/protobuf/any.proto";
const WELL_KNOWN: [&str; 10] = [
    "google/protobuf/api.proto",
    "google/protobuf/descriptor.proto",
    "google/protobuf/duration.proto",
    "google/protobuf/empty.proto",
    "google/protobuf/field_mask.proto",
    "google/protobuf/source_context.proto",
    "google/protobuf/struct.proto",
    "google/protobuf/timestamp.proto",
    "google/protobuf/type.proto",
    "google/protobuf/wrappers.proto",
];

/// The compiler and what it keeps between edits. A clone shares the files that neither changes, so that something can be tried.
#[derive(Clone, Debug, Default)]
pub struct Compiler {
    world: World,
    pools: Pools,
}

/// What changed since the files were linked.
#[derive(Debug, Default)]
struct Changed {
    /// Files that were read again, or see others than before.
    own: HashSet<u32>,
    /// Files whose types look different to others.
    types: HashSet<u32>,
    /// Files that say anything else than before.
    text: HashSet<u32>,
}

impl Compiler {
    /// All files as they were when they were compiled last.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Compiles the files as they are now: what [`compile()`](super::compile()) makes of them.
    pub fn update(&mut self, files: &Files) -> Compiled {
        let mut changed = Changed::default();
        let mut diagnostics = self.read(files, &mut changed);
        let plan = self.plan(files, &mut changed);
        diagnostics.extend(plan.diagnostics);
        self.link(&plan.order, &changed);
        for entry in &self.world.own {
            let linked = entry.linked.iter().flat_map(|linked| &linked.diagnostics);
            diagnostics.extend(entry.unit.diagnostics.iter().chain(linked).cloned());
        }
        diagnostics.extend(clashes::clashes(&self.world, &plan.order));
        diagnostics.extend(check::extension_clashes(&self.world, &plan.order));
        let is_any_used = files.is_empty() || self.world.own.iter().any(|entry| entry.scope.is_used);
        let schema = is_any_used.then(|| Schema::new(self.world.nameless(), &diagnostics, self.pools.clone()));
        Compiled { schema, diagnostics: report::report(diagnostics, files.len()) }
    }

    /// Reads the user's files that changed; keeps the table of names.
    fn read(&mut self, files: &Files, changed: &mut Changed) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let mut first_of: HashMap<&str, usize> = HashMap::new();
        let mut own = Vec::with_capacity(files.len());
        let mut before = std::mem::take(&mut self.world.own).into_iter();
        for (index, file) in files.iter().enumerate() {
            let problem = name_problem(index, *first_of.entry(&file.name).or_insert(index), file);
            let is_used = problem.is_none();
            diagnostics.extend(problem);
            let old = before.next();
            let is_same = |unit: &Unit| unit.file.name == file.name && unit.tree.text() == file.text;
            let unit = match &old {
                Some(entry) if is_same(&entry.unit) => entry.unit.clone(),
                _ => Arc::new(Unit::read(index, &file.name, &file.text)),
            };
            self.replace(old.as_ref(), Some((&unit, is_used)), changed);
            own.push(entry(old, unit, is_used));
        }
        for old in before {
            self.replace(Some(&old), None, changed);
        }
        self.world.own = own;
        diagnostics
    }

    /// Puts a file's names in the place of what stood under its number before, and notes what changed.
    fn replace(&mut self, old: Option<&Entry>, new: Option<(&Arc<Unit>, bool)>, changed: &mut Changed) {
        let same = |old: &Entry, new: &Arc<Unit>| Arc::ptr_eq(&old.unit, new);
        if let (Some(old), Some((new, is_used))) = (old, new)
            && same(old, new)
            && old.scope.is_used == is_used
        {
            return;
        }
        let names = &mut self.world.names;
        if let Some(old) = old.filter(|old| old.scope.is_used) {
            names.remove(&old.unit.symbols);
        }
        if let Some((new, true)) = new {
            names.insert(&new.symbols);
        }
        let shown = |unit: &Unit, is_used: bool| is_used.then(|| (unit.fingerprint.types, unit.file.name.clone()));
        let said = |unit: &Unit, is_used: bool| is_used.then_some(unit.fingerprint.text);
        let before = old.map(|old| (shown(&old.unit, old.scope.is_used), said(&old.unit, old.scope.is_used)));
        let after = new.map(|(new, is_used)| (shown(new, is_used), said(new, is_used)));
        let Some(index) = new.map(|(new, _)| new.index).or(old.map(|old| old.unit.index)) else { return };
        changed.own.insert(index);
        if before.as_ref().map(|it| &it.0) != after.as_ref().map(|it| &it.0) {
            changed.types.insert(index);
        }
        if before.as_ref().map(|it| &it.1) != after.as_ref().map(|it| &it.1) {
            changed.text.insert(index);
        }
    }

    /// Finds the bundled files that are needed, and who sees whom.
    fn plan(&mut self, files: &Files, changed: &mut Changed) -> Plan {
        let by_name = ByName::new(files.iter().map(|file| file.name.as_str()));
        let used = self.world.own.iter().filter(|entry| entry.scope.is_used);
        let imports = used.flat_map(|entry| &entry.unit.file.imports).map(|import| by_name.get(&import.path.text));
        let mut open: Vec<u32> = imports.flatten().chain(by_name.get(DESCRIPTOR)).collect();
        let mut needed = vec![None; bundled::names().count()];
        while let Some(unit) = open.pop() {
            let Some(position) = unit.checked_sub(FIRST_BUNDLED).map(|at| at as usize) else { continue };
            if needed[position].is_some() {
                continue;
            }
            needed[position] = library::unit(position);
            let imports = needed[position].iter().flat_map(|unit| &unit.file.imports);
            open.extend(imports.filter_map(|import| by_name.get(&import.path.text)));
            if bundled::at(position).is_some_and(|(name, _)| name == ANY) {
                open.extend(WELL_KNOWN.iter().filter_map(|name| by_name.get(name)));
            }
        }
        self.world.bundled.resize_with(needed.len(), || None);
        for (position, new) in needed.into_iter().enumerate() {
            let old = self.world.bundled[position].take();
            self.replace(old.as_ref(), new.as_ref().map(|unit| (unit, true)), changed);
            self.world.bundled[position] = new.map(|unit| entry(old, unit, true));
        }

        let units: Vec<&Unit> = self.world.units().collect();
        let is_used = |unit| self.world.scope(unit).is_some_and(|scope| scope.is_used);
        let mut plan = imports::plan(&units, &by_name, is_used);
        for (entry, scope) in self.world.entries_mut().zip(std::mem::take(&mut plan.scopes)) {
            if *entry.scope != scope {
                changed.own.insert(entry.unit.index);
                entry.scope = Arc::new(scope);
            }
        }
        plan
    }

    /// Links what has to be linked anew.
    fn link(&mut self, order: &[u32], changed: &Changed) {
        let any = !changed.own.is_empty();
        let readers = self.importers(&changed.text);
        let is_stale = |entry: &Entry| {
            let mut seen = entry.scope.visible.iter().chain(&entry.scope.for_options);
            changed.own.contains(&entry.unit.index)
                || entry.linked.as_ref().is_none_or(|linked| any && !linked.diagnostics.is_empty())
                || seen.any(|unit| changed.types.contains(unit))
                || entry.unit.fingerprint.reads_fields && readers.contains(&entry.unit.index)
        };
        let used = order.iter().filter_map(|&unit| self.world.entry(unit)).filter(|entry| entry.scope.is_used);
        let stale: Vec<u32> = used.filter(|entry| is_stale(entry)).map(|entry| entry.unit.index).collect();
        // Options are read by the types of the fields of messages, wherever these are declared: so all names come first.
        for &unit in &stale {
            let Some(entry) = self.world.entry(unit) else { continue };
            let linked = Arc::new(link::names(&self.world, &entry.unit));
            self.put(unit, Some(linked));
        }
        for &unit in &stale {
            let Some(Entry { unit: file, linked: Some(linked), .. }) = self.world.entry(unit) else { continue };
            let linked = Arc::new(link::meaning(&self.world, file, (**linked).clone()));
            self.put(unit, Some(linked));
        }
        for entry in self.world.entries_mut().filter(|entry| !entry.scope.is_used) {
            entry.linked = None;
        }
    }

    fn put(&mut self, unit: u32, linked: Option<Arc<Linked>>) {
        if let Some(entry) = self.world.entry_mut(unit) {
            entry.linked = linked;
        }
    }

    /// The files that import some of `files`, however far.
    fn importers(&self, files: &HashSet<u32>) -> HashSet<u32> {
        let mut found = HashSet::new();
        if files.is_empty() {
            return found;
        }
        let mut importers: HashMap<u32, Vec<u32>> = HashMap::new();
        for entry in self.world.entries() {
            for target in entry.scope.imports.iter().flatten() {
                importers.entry(*target).or_default().push(entry.unit.index);
            }
        }
        let mut open: Vec<u32> = files.iter().copied().collect();
        while let Some(file) = open.pop() {
            if found.insert(file) {
                open.extend(importers.get(&file).into_iter().flatten());
            }
        }
        found
    }
}

/// What stands under a number now, with what is known of it from before.
fn entry(old: Option<Entry>, unit: Arc<Unit>, is_used: bool) -> Entry {
    let (mut scope, linked) = old.map(|old| (old.scope, old.linked)).unwrap_or_default();
    if scope.is_used != is_used {
        scope = Arc::new(Scope { is_used, ..(*scope).clone() });
    }
    Entry { unit, scope, linked }
}

fn name_problem(index: usize, first: usize, file: &File) -> Option<Diagnostic> {
    let place = Place::file(index, Span::at(0));
    if file.name.trim().is_empty() {
        let diagnostic = Diagnostic::error("proto-file", place, "the file has no name");
        return Some(diagnostic.with_help("name it as other files import it, such as 'user.proto'"));
    }
    if imports::is_reserved(&file.name) {
        let message = format!("'{}' comes with Wirelens, so this file is not used", file.name);
        return Some(Diagnostic::warning("proto-file", place, message).with_help("rename or remove the file"));
    }
    (first != index).then(|| {
        let message = format!("there are two files named '{}', so this one is not used", file.name);
        let mut diagnostic = Diagnostic::error("proto-file", place, message).with_help("rename one of them");
        let label = Label { place: Place::file(first, Span::at(0)), message: "the other file".to_owned() };
        diagnostic.labels.push(label);
        diagnostic
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Files {
        files.iter().map(|&(name, text)| File { name: name.to_owned(), text: text.to_owned() }).collect()
    }

    #[test]
    fn bundled_files_have_no_problems() {
        let text: String = bundled::names().map(|name| format!("import \"{name}\";\n")).collect();
        let mut compiler = Compiler::default();
        let found = compiler.update(&files(&[("a.proto", &format!("syntax = \"proto3\";\n{text}"))])).diagnostics;
        let errors = |it: &Diagnostic| it.severity == crate::diagnostic::Severity::Error;
        assert!(!found.iter().any(errors), "{found:#?}");
        for entry in compiler.world.bundled.iter().flatten() {
            let linked = entry.linked.as_ref().unwrap();
            assert_eq!((&entry.unit.diagnostics, &linked.diagnostics), (&vec![], &vec![]), "{}", entry.unit.file.name);
        }
    }
}
