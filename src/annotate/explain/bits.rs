//! Bytes as boxes: each bit with what it is there for.

use serde::{Deserialize, Serialize};

use crate::text::Span;
use crate::wire::scan::WIRE_TYPE_BITS;
use crate::wire::varint::MORE;

/// What a bit is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BitRole {
    /// Says that another byte follows.
    More,
    /// Says how many bytes a character has, or that the byte is not its first (UTF-8, RFC 3629).
    Mark,
    /// A bit of the field number.
    Number,
    /// A bit of the wire type.
    WireType,
    /// A bit of the value.
    Value,
    /// The sign.
    Sign,
    /// A bit of the exponent.
    Exponent,
    /// A bit of the mantissa.
    Mantissa,
}

/// One bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bit {
    /// Whether it is 1.
    pub on: bool,
    /// What it is there for.
    pub role: BitRole,
}

/// The bits of one byte, highest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BitGroup {
    /// Where the byte is.
    pub offset: u32,
    /// The byte.
    pub byte: u8,
    /// Its eight bits.
    pub bits: Vec<Bit>,
}

/// More bytes than a varint has are not shown.
const MAX_BYTES: usize = 10;

/// The bytes of `span`, first to last; `role` is asked for each bit, with the byte's index and the bit's, 7 the highest.
pub(super) fn forwards(bytes: &[u8], span: Span, role: impl Fn(usize, u32) -> BitRole) -> Vec<BitGroup> {
    let group = |(at, &byte): (usize, &u8)| BitGroup {
        offset: span.start + at as u32,
        byte,
        bits: (0..u8::BITS).rev().map(|bit| Bit { on: byte >> bit & 1 == 1, role: role(at, bit) }).collect(),
    };
    span.of(bytes).iter().take(MAX_BYTES).enumerate().map(group).collect()
}

/// The bytes of a number that is written lowest byte first, highest first, as numbers are read; `role` is asked with the
/// bit's index in the number.
pub(super) fn backwards(bytes: &[u8], span: Span, role: impl Fn(u32) -> BitRole) -> Vec<BitGroup> {
    let mut groups = forwards(bytes, span, |at, bit| role(at as u32 * u8::BITS + bit));
    groups.reverse();
    groups
}

/// The bits of a varint that is a number.
pub(super) fn varint(bytes: &[u8], span: Span) -> Vec<BitGroup> {
    forwards(bytes, span, |_, bit| if bit == MORE.ilog2() { BitRole::More } else { BitRole::Value })
}

/// The bits of a varint that is a tag.
pub(super) fn tag(bytes: &[u8], span: Span) -> Vec<BitGroup> {
    forwards(bytes, span, |at, bit| match bit {
        _ if bit == MORE.ilog2() => BitRole::More,
        _ if at == 0 && bit < WIRE_TYPE_BITS => BitRole::WireType,
        _ => BitRole::Number,
    })
}

/// The seven bits a byte that a varint's value is made of, highest byte first.
pub(super) fn sevens(bytes: &[u8]) -> Vec<String> {
    bytes.iter().rev().map(|it| format!("{:07b}", it & !MORE)).collect()
}
