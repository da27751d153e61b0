//! Descriptors for others: those of a workspace, as a descriptor set has them, and those that define the usual options.

use super::{compile, google};
use crate::text::Files;

/// The descriptors of these files and of all they import, each behind what it imports; nothing where there are errors.
pub fn descriptors(files: &Files) -> Option<Vec<Vec<u8>>> {
    let compiled = compile(files);
    let pool = compiled.is_complete().then_some(compiled.schema?)?.pool().clone();
    let mut wanted: Vec<_> = pool.files().filter(|file| files.iter().any(|own| own.name == file.name())).collect();
    let mut at = 0;
    while let Some(file) = wanted.get(at).cloned() {
        for import in file.dependencies() {
            if !wanted.contains(&import) {
                wanted.push(import);
            }
        }
        at += 1;
    }
    let ordered = pool.files().filter(|file| wanted.contains(file));
    Some(ordered.map(|file| file.encode_to_vec()).collect())
}

/// The descriptors of the files that say what an option is: descriptor.proto before all.
pub fn known() -> Vec<Vec<u8>> {
    google::pool().files().map(|file| file.encode_to_vec()).collect()
}
