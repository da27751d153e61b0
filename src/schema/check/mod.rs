//! The rules of the language that are not its grammar, in the order in which protoc holds a file against them, so that the
//! first error is the one that protoc gives.
//!
//! Rules are quiet where what they need is broken or left out: that is reported already. Rules of options themselves are
//! `options`' matter, names that refer to nothing `resolve`'s.

mod declarations;
mod declared;
mod defaults;
mod enums;
mod extensions;
mod fields;
mod files;
mod findings;
pub mod free;
mod imports;
pub mod json;
mod json_values;
mod labels;
mod lifetimes;
pub(super) mod linked;
mod messages;
mod numbers;
mod ranges;
mod style;

use std::collections::HashSet;

use super::linked::{self as link, References};
use super::unit::Unit;
use super::world::World;
use crate::diagnostic::{Diagnostic, Severity};
use declared::Declared;
pub use extensions::across as extension_clashes;
use findings::Findings;
use linked::Linked;

/// What is wrong with a file by itself.
pub fn alone(unit: &Unit) -> Vec<Diagnostic> {
    let (declared, features) = (Declared::new(unit), &unit.features);
    let mut found = Vec::new();

    // What protoc's parser refuses.
    let mut findings = Findings::new(unit);
    labels::check(&declared, &mut findings);
    messages::blocks(&declared, &mut findings);
    enums::aliases(&declared, &mut findings);
    found.extend(findings.sorted());

    // What it refuses when it declares.
    let mut findings = Findings::new(unit);
    messages::sizes(&declared, &mut findings);
    messages::presence_oneofs(&declared, &mut findings);
    numbers::range(&declared, &mut findings);
    ranges::check(&declared, &mut findings);
    enums::empty(&declared, &mut findings);
    found.extend(findings.sorted());

    let mut findings = Findings::new(unit);
    numbers::duplicates(&declared, &mut findings);
    found.extend(findings.sorted());

    // What it refuses when it validates.
    let mut findings = Findings::new(unit);
    files::features(&declared, &mut findings);
    files::defaults(&declared, features, &mut findings);
    files::message_sets(&declared, &mut findings);
    json::check(&declared, features, &mut findings);
    enums::check(&declared, features, &mut findings);
    ranges::syntax(&declared, &mut findings);
    lifetimes::check(&declared, &mut findings);
    found.extend(findings.sorted());

    // What it looks at last.
    let mut findings = Findings::new(unit);
    style::check(&declared, features, &mut findings);
    files::visibility(&declared, features, &mut findings);
    numbers::library(&declared, &mut findings);
    files::generic_services(&declared, &mut findings);
    found.extend(findings.sorted());
    found
}

/// What is wrong with a file beside the others; `references` are those of its names.
pub fn linked(world: &World, unit: &Unit, references: &References) -> Vec<Diagnostic> {
    let linked = Linked::new(world, unit, references);
    let mut findings = Findings::new(unit);
    extensions::numbers(&linked, &mut findings);
    defaults::check(&linked, &mut findings);
    let mut found = findings.sorted();

    let mut findings = Findings::new(unit);
    files::lite(&linked, &mut findings);
    fields::check(&linked, &mut findings);
    extensions::check(&linked, &mut findings);
    declarations::check(&linked, &mut findings);
    json_values::check(&linked, &mut findings);
    found.extend(findings.sorted());

    let mut findings = Findings::new(unit);
    style::extensions(&linked, &mut findings);
    found.extend(findings.sorted());
    found
}

/// Imports that are not used; `used` are the files whose declarations its options are made of. Where there are errors, what
/// is used is not known.
pub fn unused_imports(world: &World, unit: &Unit, linked: &link::Linked, mut used: HashSet<u32>) -> Vec<Diagnostic> {
    let mut all = unit.diagnostics.iter().chain(&linked.diagnostics);
    if all.any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Vec::new();
    }
    used.extend(linked.references.iter().map(|(_, symbol)| symbol.unit));
    let mut findings = Findings::new(unit);
    imports::unused(world, unit, &used, &mut findings);
    findings.sorted()
}
