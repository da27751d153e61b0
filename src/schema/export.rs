//! Descriptors for others: those of a workspace, as a descriptor set has them, and those that define the usual options.

use std::collections::HashSet;

use super::world::World;
use super::{Compiler, encode};
use crate::bundled;
use crate::text::{File, Files};

/// The descriptors of these files and of all they import, each behind what it imports; nothing where there are errors.
pub fn descriptors(files: &Files) -> Option<Vec<Vec<u8>>> {
    let mut compiler = Compiler::default();
    if !compiler.update(files).is_complete() {
        return None;
    }
    let own = 0..u32::try_from(files.len()).ok()?;
    Some(in_order(compiler.world(), own))
}

/// The descriptors of the files that say what an option is: descriptor.proto before all.
pub fn known() -> Vec<Vec<u8>> {
    let text: String = bundled::names().map(|name| format!("import \"{name}\";\n")).collect();
    let mut compiler = Compiler::default();
    compiler.update(&vec![File { name: "all.proto".to_owned(), text }]);
    let world = compiler.world();
    let bundled = world.scope(0).into_iter().flat_map(|scope| scope.imports.iter().flatten().copied());
    in_order(world, bundled.collect::<Vec<_>>())
}

/// The descriptors of some files and of all they import, each behind what it imports.
fn in_order(world: &World, units: impl IntoIterator<Item = u32>) -> Vec<Vec<u8>> {
    let mut seen = HashSet::new();
    let mut descriptors = Vec::new();
    for unit in units {
        // A stack of our own: the way may be as long as there are files.
        let mut open = vec![(unit, false)];
        while let Some((unit, is_done)) = open.pop() {
            let Some(entry) = world.entry(unit) else { continue };
            if is_done {
                descriptors.extend(entry.linked.as_ref().map(|linked| encode::encode(world, &entry.unit, linked)));
            } else if seen.insert(unit) {
                open.push((unit, true));
                open.extend(entry.scope.imports.iter().rev().flatten().map(|&imported| (imported, false)));
            }
        }
    }
    descriptors
}
