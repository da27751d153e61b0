//! The bundled files, read: each once, when it is first needed.
//!
//! Knows no file of the user.

use std::sync::{Arc, OnceLock};

use super::Schema;
use super::unit::Unit;
use super::world::FIRST_BUNDLED;
use crate::bundled;
use crate::text::File;

static UNITS: OnceLock<Vec<OnceLock<Arc<Unit>>>> = OnceLock::new();

/// The bundled file at a place in [`bundled::names`].
pub(super) fn unit(position: usize) -> Option<Arc<Unit>> {
    kept(position).cloned()
}

/// The bundled file of a number, whether anybody imports it or not.
pub fn numbered(number: u32) -> Option<&'static Unit> {
    kept(number.checked_sub(FIRST_BUNDLED)? as usize).map(|unit| &**unit)
}

fn kept(position: usize) -> Option<&'static Arc<Unit>> {
    let (name, text) = bundled::at(position)?;
    let units = UNITS.get_or_init(|| bundled::names().map(|_| OnceLock::new()).collect());
    let read = || Arc::new(Unit::read(FIRST_BUNDLED as usize + position, name, text));
    Some(units.get(position)?.get_or_init(read))
}

/// The schema of all bundled files, if one of them declares this name.
pub(super) fn schema(full_name: &str) -> Option<&'static Schema> {
    static SCHEMA: OnceLock<Option<Schema>> = OnceLock::new();
    types().iter().find(|found| found.full_name == full_name)?;
    let all = || {
        let text: String = bundled::names().map(|name| format!("import \"{name}\";\n")).collect();
        super::compile(&vec![File { name: "all.proto".to_owned(), text }]).schema
    };
    SCHEMA.get_or_init(all).as_ref()
}

/// A type of a bundled file.
#[derive(Debug)]
pub(super) struct BundledType {
    /// Its full name.
    pub full_name: String,
    /// The name of the file.
    pub file: &'static str,
}

/// The messages and enums of all bundled files, but for what only compilers use.
pub(super) fn types() -> &'static [BundledType] {
    static TYPES: OnceLock<Vec<BundledType>> = OnceLock::new();
    TYPES.get_or_init(|| {
        let mut types = Vec::new();
        for (position, file) in bundled::names().enumerate() {
            let Some(unit) = unit(position) else { continue };
            for symbol in unit.symbols.iter().filter(|symbol| symbol.kind.is_type()) {
                types.push(BundledType { full_name: unit.symbols.full_name(symbol), file });
            }
        }
        types
    })
}
