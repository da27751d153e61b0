//! Bytes as boxes: each bit with what it is there for and what it does.
//!
//! Knows which bits a byte has and what they add up to; which type they are read by it is told.

use serde::{Deserialize, Serialize};

use super::superscript;
use crate::text::Span;
use crate::wire::WireType;
use crate::wire::scan::WIRE_TYPE_BITS;
use crate::wire::varint::{self, MORE};

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
    /// The sign, or a repetition of it.
    Sign,
    /// A bit of the exponent.
    Exponent,
    /// A bit of the mantissa.
    Mantissa,
    /// Beyond the width of the type: parsers drop it.
    Dropped,
}

/// One bit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bit {
    /// Whether it is 1.
    pub on: bool,
    /// What it is there for.
    pub role: BitRole,
    /// What it does, as the rest of a sentence that begins with the bit: `adds 2⁸ = 256 to the value`.
    pub does: String,
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

/// A bit's role and what it does.
pub(super) type Saying = (BitRole, String);

/// The bytes of `span`, first to last; `say` is asked of each bit with the byte's index, the bit's, 7 the highest, and
/// whether it is 1.
pub(super) fn forwards(bytes: &[u8], span: Span, say: &dyn Fn(usize, u32, bool) -> Saying) -> Vec<BitGroup> {
    let group = |(at, &byte): (usize, &u8)| {
        let bit = |bit: u32| {
            let on = byte >> bit & 1 == 1;
            let (role, does) = say(at, bit, on);
            Bit { on, role, does }
        };
        BitGroup { offset: span.start + at as u32, byte, bits: (0..u8::BITS).rev().map(bit).collect() }
    };
    span.of(bytes).iter().take(MAX_BYTES).enumerate().map(group).collect()
}

/// The bytes of a number that is written lowest byte first, highest first, as numbers are read; `say` is asked with the
/// bit's index in the number.
pub(super) fn backwards(bytes: &[u8], span: Span, say: &dyn Fn(u32, bool) -> Saying) -> Vec<BitGroup> {
    let mut groups = forwards(bytes, span, &|at, bit, on| say(at as u32 * u8::BITS + bit, on));
    groups.reverse();
    groups
}

/// The bytes of a varint; `say` is asked of the bits of its value, with their index in it.
pub(super) fn varint(bytes: &[u8], span: Span, say: &dyn Fn(u32, bool) -> Saying) -> Vec<BitGroup> {
    forwards(bytes, span, &|at, bit, on| match at as u32 * varint::BITS + bit {
        _ if bit == MORE.ilog2() => (
            BitRole::More,
            if on { "says that another byte follows" } else { "says that this is the last byte" }.into(),
        ),
        index if index >= u64::BITS => (BitRole::Dropped, "is beyond the 64th, so parsers drop it".into()),
        index => say(index, on),
    })
}

/// The bits of a varint that is a tag.
pub(super) fn tag(bytes: &[u8], span: Span) -> Vec<BitGroup> {
    let low = span.of(bytes).first().copied().unwrap_or_default() & ((1 << WIRE_TYPE_BITS) - 1);
    let wire = WireType::from_bits(low).map_or("none", WireType::name);
    varint(bytes, span, &|bit, on| match bit.checked_sub(WIRE_TYPE_BITS) {
        None => (BitRole::WireType, format!("is one of three for the wire type; {low:03b} is {wire}")),
        Some(bit) => (BitRole::Number, adds(bit, on, "the field number")),
    })
}

/// The bits of a varint or of a number of fixed width that is not more than that.
pub(super) fn plain(of: &str) -> impl Fn(u32, bool) -> Saying + '_ {
    move |bit, on| (BitRole::Value, adds(bit, on, of))
}

/// What a bit of this index does for a number, if it is 1; `of` names the number.
pub(super) fn adds(bit: u32, on: bool, of: &str) -> String {
    let worth = 1u64.checked_shl(bit).unwrap_or_default();
    format!("{} 2{} = {worth} to {of}", if on { "adds" } else { "would add" }, superscript(bit as i32))
}

/// What the highest bit of a number in two's complement does.
pub(super) fn sign(bit: u32, on: bool) -> Saying {
    let does = if on { "makes it negative, being worth" } else { "is the sign; 1 would be worth" };
    (BitRole::Sign, format!("{does} −2{}", superscript(bit as i32)))
}

/// The seven bits a byte that a varint's value is made of, highest byte first.
pub(super) fn sevens(bytes: &[u8]) -> Vec<String> {
    bytes.iter().rev().map(|it| format!("{:07b}", it & !MORE)).collect()
}
