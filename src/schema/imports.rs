//! Which file needs which: imports that lead nowhere, that are written twice or go in a circle, who sees whose names, and the
//! order in which protoc reads the files.
//!
//! Knows the names of files and their import statements, no declaration.

use std::collections::{BTreeSet, HashMap};

use super::fixes;
use super::model::{Import, ImportKind, Syntax};
use super::unit::Unit;
use super::world::{FIRST_BUNDLED, Scope};
use crate::bundled;
use crate::diagnostic::{Diagnostic, Label};
use crate::suggest::closest;

/// The files below this path are never the user's: they say what options are, and stand for what programs have built in.
const OWN: &str = "google/protobuf/";

/// How many file names a help lists.
const LISTED: usize = 8;

/// How many missing imports get a help; finding one costs a look at every name.
const MAX_HELPS: usize = 100;

/// Which file is meant by a name: of two files of one name the first, and a bundled one only where the user has none.
#[derive(Debug, Default)]
pub(super) struct ByName<'a> {
    own: HashMap<&'a str, u32>,
}

impl<'a> ByName<'a> {
    /// Of the names of the user's files in their order.
    pub fn new(names: impl Iterator<Item = &'a str>) -> ByName<'a> {
        let mut own = HashMap::new();
        for (index, name) in names.enumerate() {
            own.entry(name).or_insert(index as u32);
        }
        ByName { own }
    }

    /// The number of the file.
    pub fn get(&self, name: &str) -> Option<u32> {
        let bundled = || Some(FIRST_BUNDLED + bundled::position(name)? as u32);
        if is_reserved(name) { bundled() } else { self.own.get(name).copied().or_else(bundled) }
    }
}

/// Whether a file of the user cannot have this name.
pub(super) fn is_reserved(name: &str) -> bool {
    name.starts_with(OWN) && bundled::position(name).is_some()
}

/// Who needs whom.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Whom each file sees, in the order of the files given.
    pub scopes: Vec<Scope>,
    /// The files in the order in which protoc reads them: each behind what it imports.
    pub order: Vec<u32>,
    /// What is wrong with the imports.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves the imports of files; all that they lead to are among the files. `is_used` tells which of them are declared at all.
pub(super) fn plan(files: &[&Unit], by_name: &ByName<'_>, is_used: impl Fn(u32) -> bool) -> Plan {
    let mut plan = Plan::default();
    for unit in files {
        let is_used = is_used(unit.index);
        let imports: Vec<Option<u32>> = unit.file.imports.iter().map(|import| by_name.get(&import.path.text)).collect();
        if is_used {
            statements(unit, &imports, files, &mut plan.diagnostics);
        }
        plan.scopes.push(Scope { imports, is_used, ..Scope::default() });
    }
    let at: HashMap<u32, usize> = files.iter().enumerate().map(|(at, unit)| (unit.index, at)).collect();
    let visible: Vec<[Vec<u32>; 2]> = (0..files.len()).map(|index| visible(index, files, &plan.scopes, &at)).collect();
    for (scope, [visible, for_options]) in plan.scopes.iter_mut().zip(visible) {
        (scope.visible, scope.for_options) = (visible, for_options);
    }
    visit(files, &at, &mut plan);
    plan
}

/// What is wrong with each import statement by itself.
fn statements(unit: &Unit, imports: &[Option<u32>], files: &[&Unit], found: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, &Import> = HashMap::new();
    let mut first_option = None;
    for (import, target) in unit.file.imports.iter().zip(imports) {
        match import.kind {
            ImportKind::Option if unit.file.syntax < Syntax::Edition2024 => found.push(too_early(unit, import)),
            ImportKind::Weak if unit.file.syntax >= Syntax::Edition2024 => found.push(weak(unit, import)),
            ImportKind::Option => {
                first_option.get_or_insert(import);
            }
            _ => found.extend(first_option.map(|option| misplaced(unit, import, option))),
        }
        if let Some(first) = seen.insert(&import.path.text, import) {
            seen.insert(&import.path.text, first);
            found.push(repeated(unit, import, first));
        } else if target.is_none() {
            found.push(missing(unit, import, if found.len() < MAX_HELPS { files } else { &[] }));
        }
    }
}

/// The files whose names the file at `index` may use, and those whose names it may use in options only.
fn visible(index: usize, files: &[&Unit], scopes: &[Scope], at: &HashMap<u32, usize>) -> [Vec<u32>; 2] {
    let of = |is_option: bool| {
        let imports = files[index].file.imports.iter().zip(&scopes[index].imports);
        let wanted = imports.filter(|(import, _)| (import.kind == ImportKind::Option) == is_option);
        let mut open: Vec<u32> = wanted.filter_map(|(_, &target)| target).collect();
        let mut found: BTreeSet<u32> = if is_option { BTreeSet::new() } else { [files[index].index].into() };
        while let Some(unit) = open.pop() {
            if !found.insert(unit) {
                continue;
            }
            let Some(&at) = at.get(&unit) else { continue };
            let public = files[at].file.imports.iter().zip(&scopes[at].imports);
            open.extend(public.filter(|(it, _)| it.kind == ImportKind::Public).filter_map(|(_, &target)| target));
        }
        found.into_iter().collect()
    };
    [of(false), of(true)]
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Walks the imports depth first with a stack of its own, for a chain of imports may be as long as there are files.
fn visit(files: &[&Unit], at: &HashMap<u32, usize>, plan: &mut Plan) {
    let mut marks = vec![Mark::New; files.len()];
    for start in 0..files.len() {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::Open;
        let mut stack = vec![(start, 0)];
        while let Some(top) = stack.last_mut() {
            let file = top.0;
            let Some(&target) = plan.scopes[file].imports.get(top.1) else {
                plan.order.push(files[file].index);
                marks[file] = Mark::Done;
                stack.pop();
                continue;
            };
            top.1 += 1;
            let Some(&needed) = target.and_then(|target| at.get(&target)) else { continue };
            match marks[needed] {
                Mark::New => {
                    marks[needed] = Mark::Open;
                    stack.push((needed, 0));
                }
                Mark::Open => {
                    let from = stack.iter().position(|&(index, _)| index == needed).unwrap_or(0);
                    let way: Vec<&str> = stack[from..].iter().map(|&(index, _)| &*files[index].file.name).collect();
                    let import = &files[needed].file.imports[stack[from].1 - 1];
                    plan.diagnostics.push(cycle(files[needed], import, &way));
                }
                Mark::Done => {}
            }
        }
    }
}

fn error(unit: &Unit, import: &Import, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("proto-import", unit.place(import.node), message)
}

fn too_early(unit: &Unit, import: &Import) -> Diagnostic {
    let mut diagnostic = error(unit, import, "expected a plain import, found `import option`, which edition 2024 has")
        .with_help("write `import` alone, or `edition = \"2024\";` at the top");
    let path = unit.tree.node(import.path.node).text();
    diagnostic.fixes.push(fixes::replacement(unit, import.node, &format!("import {path};")));
    diagnostic
}

fn weak(unit: &Unit, import: &Import) -> Diagnostic {
    let mut diagnostic = error(unit, import, "expected no `weak`, which edition 2024 has no longer")
        .with_help("import the file without it; where only its options are needed, by `import option`");
    let path = unit.tree.node(import.path.node).text();
    diagnostic.fixes.push(fixes::replacement(unit, import.node, &format!("import {path};")));
    diagnostic
}

fn misplaced(unit: &Unit, import: &Import, option: &Import) -> Diagnostic {
    let mut diagnostic = error(unit, import, "expected this import before every `import option`")
        .with_help("put the plain and the public imports first");
    let (own, other) = (unit.tree.node(import.node).text(), unit.tree.node(option.node).text());
    let edits = vec![(unit.place(option.node), own.to_owned()), (unit.place(import.node), other.to_owned())];
    diagnostic.fixes.push(crate::diagnostic::Fix { title: "swap the two imports".to_owned(), edits });
    diagnostic.labels.push(Label { place: unit.place(option.node), message: "the first `import option`".to_owned() });
    diagnostic
}

fn repeated(unit: &Unit, import: &Import, first: &Import) -> Diagnostic {
    let mut diagnostic = error(unit, import, format!("'{}' is imported twice", import.path.text))
        .with_help("remove one of the two imports");
    diagnostic.labels.push(Label { place: unit.place(first.node), message: "first imported here".to_owned() });
    diagnostic.fixes.push(fixes::removal(unit, import.node, "remove the second import"));
    diagnostic
}

fn missing(unit: &Unit, import: &Import, files: &[&Unit]) -> Diagnostic {
    let name = import.path.text.as_str();
    let diagnostic = error(unit, import, format!("imported file '{name}' was not found"));
    let others =
        || files.iter().filter(|it| it.index < FIRST_BUNDLED && it.index != unit.index).map(|it| &*it.file.name);
    let bundled = || bundled::names().map(|name| -> &str { name });
    let known = || others().chain(bundled());
    let last_part = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let wanted = last_part(name);
    let meant = known().find(|other| last_part(other) == wanted).or_else(|| closest(name, known()));
    if let Some(meant) = meant.filter(|_| !files.is_empty()) {
        let mut diagnostic = diagnostic.with_help(format!("did you mean '{meant}'?"));
        diagnostic.fixes.push(fixes::replacement(unit, import.path.node, &format!("\"{meant}\"")));
        return diagnostic;
    }
    let listed: Vec<String> = others().take(LISTED).map(|name| format!("'{name}'")).collect();
    let more = others().count().saturating_sub(LISTED);
    diagnostic.with_help(match (listed.is_empty(), more) {
        (true, _) => format!("add a file named '{name}'; only files of Google's own come with Wirelens"),
        (_, 0) => format!("add a file named '{name}', or import one of {}", listed.join(", ")),
        _ => format!("add a file named '{name}', or import one of {} and {more} more", listed.join(", ")),
    })
}

/// `way` leads from the file to the one that imports it again.
fn cycle(unit: &Unit, import: &Import, way: &[&str]) -> Diagnostic {
    let name = &unit.file.name;
    let message = match way {
        [_] => format!("'{name}' imports itself"),
        // A circle of a thousand files is no help to anyone.
        [first, second, .., last] if way.len() > LISTED => {
            format!("imports go in a circle: {first} → {second} → … ({} files) → {last} → {first}", way.len())
        }
        _ => format!("imports go in a circle: {} → {name}", way.join(" → ")),
    };
    let mut diagnostic =
        error(unit, import, message).with_help("remove one of the imports, or move what both files need into a third");
    if way.len() == 1 {
        diagnostic.fixes.push(fixes::removal(unit, import.node, "remove the import"));
    }
    diagnostic
}
