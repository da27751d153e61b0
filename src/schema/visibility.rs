//! Which messages and enums other files may use: `export` and `local`, and what holds where neither is written.
//!
//! Rule: `features.default_symbol_visibility` of edition 2024; before it everything may be used.

use super::features::DefaultVisibility;
use super::model::Visibility;
use super::names::{Symbol, SymbolKind};
use super::world::World;

/// Why a file may not use a symbol of another; nothing if it may.
pub fn kept_back(world: &World, unit: u32, symbol: &Symbol) -> Option<&'static str> {
    if symbol.id.unit == unit {
        return None;
    }
    let written = match symbol.kind {
        SymbolKind::Message => world.message(symbol)?.visibility,
        SymbolKind::Enum => world.enumeration(symbol)?.visibility,
        _ => return None,
    };
    match written {
        Some(Visibility::Export) => return None,
        Some(Visibility::Local) => return Some("it is marked `local`"),
        None => {}
    }
    let declaring = world.unit(symbol.id.unit)?;
    let is_top = declaring.symbols.around(symbol).all(|around| around.kind == SymbolKind::Package);
    match declaring.features.file().default_symbol_visibility {
        DefaultVisibility::ExportAll => None,
        DefaultVisibility::ExportTopLevel if is_top => None,
        DefaultVisibility::ExportTopLevel => Some("what is nested is local since edition 2024"),
        DefaultVisibility::LocalAll | DefaultVisibility::Strict => {
            Some("its file makes everything local: `option features.default_symbol_visibility`")
        }
    }
}
