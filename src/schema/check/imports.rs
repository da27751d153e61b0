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
    for (import, target) in imports {
        let Some(imported) = target.and_then(|target| world.unit(target)) else { continue };
        let passes_on = imported.file.imports.iter().any(|import| import.kind == ImportKind::Public);
        if passes_on || used.contains(&imported.index) {
            continue;
        }
        findings
            .warning("proto-unused-import", import.node, format!("nothing of '{}' is used", import.path.text))
            .help("remove the import")
            .remove_statement("remove the import", import.node);
    }
}
