//! The values of literals, until `syntax::literal` has them.

use crate::syntax::{Kind, Node};

/// An integer without its sign.
pub(super) fn int(text: &str) -> Option<u64> {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u64::from_str_radix(digits, 16).ok();
    }
    match text.strip_prefix('0') {
        Some(digits) if !digits.is_empty() => u64::from_str_radix(digits, 8).ok(),
        _ => text.parse().ok(),
    }
}

/// A floating point number without its sign.
pub(super) fn float(text: &str) -> f64 {
    text.trim_end_matches(['f', 'F']).parse().unwrap_or_default()
}

/// The bytes of adjacent strings.
pub(super) fn string(node: Node<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in node.parts_of(Kind::String) {
        bytes.extend(part.text().trim_matches(['"', '\'']).as_bytes());
    }
    bytes
}
