//! Unknown fields as text: by number, since nobody knows their names.
//!
//! A LEN whose bytes are records themselves is shown as a message, as protoc shows it, else as a string. Nothing reads such
//! text back, for it does not say what the wire types were.

use std::fmt::Write as _;

use super::strings::quoted_bytes;
use crate::text::Span;
use crate::wire::scan::is_clean;
use crate::wire::{Part, WireType, scan, varint};

/// How deep LENs are looked into; protoc stops there, too.
const MAX_LEVELS: usize = 10;

/// Writes the records that `bytes` are, each on a line of its own. What is no record is left out, but unknown fields are records.
pub(super) fn write(bytes: &[u8], indent: usize, out: &mut String) {
    records(bytes, Span::new(0, bytes.len()), indent, MAX_LEVELS, out);
}

/// `levels` is how many more there may be.
fn records(bytes: &[u8], within: Span, indent: usize, levels: usize, out: &mut String) {
    for part in scan(bytes, within) {
        let Part::Record(record) = part else { return };
        let payload = record.payload.of(bytes);
        line(indent, out);
        // Writing to a string does not fail.
        let _ = write!(out, "{}", record.number);
        let is_message = match record.wire {
            WireType::SGroup => true,
            WireType::Len => levels > 0 && !payload.is_empty() && is_clean(bytes, record.payload),
            _ => false,
        };
        if is_message {
            out.push_str(" {\n");
            // The groups of groups are looked into without end by what reads messages, which limits them.
            records(bytes, record.payload, indent + 1, levels.saturating_sub(1), out);
            line(indent, out);
            out.push_str("}\n");
            continue;
        }
        let _ = match record.wire {
            WireType::I32 => writeln!(out, ": 0x{:08x}", little_endian(payload)),
            WireType::I64 => writeln!(out, ": 0x{:016x}", little_endian(payload)),
            WireType::Varint => {
                writeln!(out, ": {}", varint::read(payload, 0).map_or(0, |varint| varint.value))
            }
            _ => writeln!(out, ": {}", quoted_bytes(payload)),
        };
    }
}

fn line(indent: usize, out: &mut String) {
    (0..indent).for_each(|_| out.push_str("  "));
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte))
}
