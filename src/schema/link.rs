//! A file beside the others: its names are resolved, then its options interpreted and its rules checked.
//!
//! Knows the stages, none of their rules.

use super::check;
use super::linked::Linked;
use super::options::{self, Interpreted};
use super::resolve::{self, Resolved};
use super::unit::Unit;
use super::world::World;

/// Resolves the names of a file. This reads what other files declare, and nothing of how they are linked.
pub(super) fn names(world: &World, unit: &Unit) -> Linked {
    let Resolved { references, diagnostics } = resolve::resolve(world, unit);
    Linked { references, diagnostics, ..Linked::default() }
}

/// The rest, once the names of all files are resolved.
pub(super) fn meaning(world: &World, unit: &Unit, mut linked: Linked) -> Linked {
    let Interpreted { options, defaults, json_names, used, diagnostics } = options::interpret(world, unit);
    linked.diagnostics.extend(diagnostics);
    let found = check::linked(world, unit, &linked.references);
    linked.diagnostics.extend(found);
    let found = check::unused_imports(world, unit, &linked, used);
    linked.diagnostics.extend(found);
    Linked { options, defaults, json_names, ..linked }
}
