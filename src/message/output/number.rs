//! Numbers of the binary format → what they say, and how ProtoJSON writes it.
//!
//! A value is 64 bits here, whatever its type: of signed types the number with its sign, of floats the bits. So a number is
//! the default of its type exactly if it is 0, and -0.0 is none.

use std::cmp::Ordering;

use crate::message::json;
use crate::schema::types::{Kind, Types};
use crate::wire::{WireType, varint};

/// Reads one number at `at`; what it says, and where it ends. `None` where the bytes end within it.
#[inline]
pub(super) fn read(kind: Kind, bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let (raw, end) = match kind.wire() {
        WireType::Varint => {
            let read = varint::read(bytes, at).ok()?;
            (read.value, at + usize::from(read.len))
        }
        WireType::I32 => (u64::from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)), at + size_of::<u32>()),
        WireType::I64 => (u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?), at + size_of::<u64>()),
        WireType::Len | WireType::SGroup | WireType::EGroup => return None,
    };
    Some((narrowed(kind, raw), end))
}

/// What parsers make of the bits: what is too wide for the type is cut off.
#[inline]
fn narrowed(kind: Kind, raw: u64) -> u64 {
    let unzigzag = |raw: u64| (raw >> 1) ^ (raw & 1).wrapping_neg();
    match kind {
        Kind::Int32 | Kind::Enum(_) | Kind::Sfixed32 => i64::from(raw as i32) as u64,
        Kind::Uint32 => u64::from(raw as u32),
        // Cut off before the sign is looked at: the sign is the lowest bit.
        Kind::Sint32 => unzigzag(u64::from(raw as u32)),
        Kind::Sint64 => unzigzag(raw),
        Kind::Bool => u64::from(raw != 0),
        _ => raw,
    }
}

/// The order of map keys: numbers by value.
pub(super) fn order(kind: Kind, one: u64, other: u64) -> Ordering {
    match kind {
        Kind::Int32 | Kind::Int64 | Kind::Sint32 | Kind::Sint64 | Kind::Sfixed32 | Kind::Sfixed64 => {
            (one as i64).cmp(&(other as i64))
        }
        _ => one.cmp(&other),
    }
}

/// Writes a number as ProtoJSON does.
pub(super) fn write(kind: Kind, value: u64, types: &Types, enums_as_numbers: bool, out: &mut Vec<u8>) {
    match kind {
        Kind::Bool => json::append(if value != 0 { b"true" } else { b"false" }, out),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => json::push_signed(value as i64, out),
        Kind::Uint32 | Kind::Fixed32 => json::push_unsigned(value, out),
        // 64-bit integers are strings in ProtoJSON, for a JSON number is a double in most languages.
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => {
            out.push(b'"');
            json::push_signed(value as i64, out);
            out.push(b'"');
        }
        Kind::Uint64 | Kind::Fixed64 => {
            out.push(b'"');
            json::push_unsigned(value, out);
            out.push(b'"');
        }
        Kind::Float => {
            let value = f32::from_bits(value as u32);
            if !json::push_number32(value, out) {
                json::push_quoted(json::no_number(f64::from(value)), out);
            }
        }
        Kind::Double => {
            let value = f64::from_bits(value);
            if !json::push_number(value, out) {
                json::push_quoted(json::no_number(value), out);
            }
        }
        Kind::Enum(id) => {
            let found = types.enumeration(id);
            match found.name(value as i32) {
                _ if found.is_null => json::append(b"null", out),
                Some(name) if !enums_as_numbers => json::push_quoted(name, out),
                _ => json::push_signed(value as i64, out),
            }
        }
        // No numbers.
        Kind::String | Kind::Bytes | Kind::Message(_) | Kind::Group(_) => {}
    }
}

/// Writes the key of a map entry, without quotes.
pub(super) fn write_key(kind: Kind, value: u64, out: &mut Vec<u8>) {
    match kind {
        Kind::Bool => json::append(if value != 0 { b"true" } else { b"false" }, out),
        Kind::Uint32 | Kind::Fixed32 | Kind::Uint64 | Kind::Fixed64 => json::push_unsigned(value, out),
        _ => json::push_signed(value as i64, out),
    }
}
