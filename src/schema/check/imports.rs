//! Imports that nothing in the file is made of.

use std::collections::HashSet;

use super::super::model::ImportKind;
use super::super::unit::Unit;
use super::super::world::World;
use super::findings::Findings;

/// Imports of files that are not among the used ones. Public ones are there for others, and what a file imports publicly may
/// be why it is imported itself; so neither is unused, as with protoc.
pub fn unused(world: &World, unit: &Unit, used: &HashSet<u32>, findings: &mut Findings<'_>) {
    let Some(scope) = world.scope(unit.index) else { return };
    let imports = unit.file.imports.iter().zip(&scope.imports).filter(|(import, _)| import.kind != ImportKind::Public);
    let mut seen = HashSet::new();
    for (import, target) in imports {
        let Some(imported) = target.and_then(|target| world.unit(target)) else { continue };
        let passes_on = imported.file.imports.iter().any(|import| import.kind == ImportKind::Public);
        if passes_on || used.contains(&imported.index) {
            continue;
        }
        // Of an import that is wrong itself, a second one or one in a circle, nothing more is said.
        if !seen.insert(imported.index) || reaches(world, imported.index, unit.index) {
            continue;
        }
        findings
            .warning("proto-unused-import", import.node, format!("nothing of '{}' is used", import.path.text))
            .help("remove the import")
            .remove_statement("remove the import", import.node);
    }
}

/// Whether a file imports another, however far, or is it.
fn reaches(world: &World, from: u32, wanted: u32) -> bool {
    let (mut seen, mut open) = (HashSet::new(), vec![from]);
    while let Some(unit) = open.pop() {
        if unit == wanted {
            return true;
        }
        if seen.insert(unit) {
            open.extend(world.scope(unit).into_iter().flat_map(|scope| scope.imports.iter().flatten()));
        }
    }
    false
}
