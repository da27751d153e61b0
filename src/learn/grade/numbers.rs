//! Why a number's bytes are not those of the value that is meant: the usual mistakes by name.
//!
//! What somebody wrote is compared with what each mistake would have made of the value. Knows no tags and no lengths.

use super::{
    bytes,
    records::Slip,
    slips::{Place, is_hex_of, other_value},
    words::{code, count, hex},
};
use crate::{
    annotate::{Scalar, Value},
    wire::{
        Fault, FaultKind, WireType,
        varint::{self, BITS, MORE, VarintFault},
    },
};

/// The low seven bits.
const GROUP: u8 = MORE - 1;

/// In what the number at this place differs from the one that is meant.
pub(super) fn slip(place: &Place<'_>) -> Slip {
    let Some(node) = place.node() else { return other_value(place, 0) };
    let meant = place.part(node.payload());
    let rest = place.rest(0);
    if rest.is_empty() {
        return place.slip(
            0,
            0,
            format!("The value of {} is missing: {}. Here the bytes end.", place.name(), place.value()),
        );
    }
    let wire = place.expected.nodes.wire(place.meant);
    let named = match wire {
        WireType::Varint => varint_slip(place, meant, rest),
        _ => fixed_slip(place, meant, rest),
    };
    named.or_else(|| plain_slip(place, wire, rest)).unwrap_or_else(|| other_value(place, 0))
}

/// Mistakes with a varint.
fn varint_slip(place: &Place<'_>, meant: &[u8], rest: &[u8]) -> Option<Slip> {
    let number = varint::read(meant, 0).ok()?.value;
    let scalar = place.expected.nodes.scalar(place.meant);
    let name = place.name();
    let say = |len: usize, text: String| Some(place.slip(0, len, text));
    let written = |len: usize| hex(rest.get(..len).unwrap_or(rest));
    let begins = |bytes: &[u8]| !bytes.is_empty() && bytes != meant && rest.starts_with(bytes);
    let len = meant.len();

    if len > 1 {
        let reversed: Vec<u8> = meant.iter().rev().copied().collect();
        if begins(&reversed) || begins(&marked(&reversed, len)) {
            return say(
                len,
                format!(
                    "{name}: {} has the groups of seven bits in the wrong order. A varint begins with the lowest seven bits.",
                    written(len)
                ),
            );
        }
        let unmarked: Vec<u8> = meant.iter().map(|it| it & GROUP).collect();
        let all_marked: Vec<u8> = meant.iter().map(|it| it | MORE).collect();
        if begins(&all_marked) {
            return say(
                len,
                format!(
                    "{name}: the top bit of byte {} says that another byte follows; the last byte of a varint has it clear.",
                    place.at + len
                ),
            );
        }
        if begins(&unmarked) {
            return say(
                len,
                format!(
                    "{name}: the top bit of each byte but the last says that another one follows. In {} it is clear, so the varint ends after the first byte.",
                    written(len)
                ),
            );
        }
        let low: Vec<u8> = number.to_le_bytes().into_iter().take(plain_len(number)).collect();
        let high: Vec<u8> = low.iter().rev().copied().collect();
        if plain_len(number) < varint::MAX_LEN - 1 && (begins(&low) || begins(&high)) {
            return say(
                low.len(),
                format!(
                    "{name}: {} is the number as whole bytes. A varint has {BITS} bits of it in each byte, the lowest first, and the top bit says whether another byte follows.",
                    written(low.len())
                ),
            );
        }
    }
    if len == 1 && begins(&[number as u8 | MORE]) {
        return say(
            1,
            format!(
                "{name}: the top bit of byte {} says that another byte follows, and the number ends there. Leave it clear.",
                place.at + 1
            ),
        );
    }
    let digits = value(place).map(|it| it.to_string()).unwrap_or_default();
    if digits.len() > 1 && begins(digits.as_bytes()) {
        return say(
            digits.len(),
            format!("{name}: {} are the digits as text. A varint holds the number itself.", written(digits.len())),
        );
    }
    if begins(&(number as u32).to_le_bytes()) || begins(&(number as u32).to_be_bytes()) {
        return say(
            4,
            format!("{name}: {} is four bytes, as of a `fixed32`; {} is a varint.", written(4), place.declared()),
        );
    }
    let found = match varint::read(rest, 0) {
        Ok(found) => found,
        Err(fault) => return Some(broken(place, fault)),
    };
    let is_signed = matches!(scalar, Some(Scalar::Sint32 | Scalar::Sint64));
    let found_len = usize::from(found.len);
    if is_signed && found.value as i64 == varint::unzigzag(number)
        || is_signed && scalar == Some(Scalar::Sint32) && found.value == u64::from(varint::unzigzag(number) as u32)
    {
        return say(
            found_len,
            format!(
                "{name}: {} is the number as an `int32` has it. {} is zigzag: 0, -1, 1, -2 become 0, 1, 2, 3, so {} becomes {number}.",
                written(found_len),
                place.declared(),
                place.value()
            ),
        );
    }
    if is_signed && varint::unzigzag(found.value) == -varint::unzigzag(number) {
        return say(
            found_len,
            format!(
                "{name} reads {}; {} is expected. With zigzag a number that is not negative becomes its double, a negative one an odd number.",
                code(&varint::unzigzag(found.value).to_string()),
                place.value()
            ),
        );
    }
    let is_plain = matches!(scalar, Some(Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64));
    if is_plain && found.value == varint::zigzag(number as i64) {
        let reads = read(place, rest.get(..found_len)?)?;
        return say(
            found_len,
            format!(
                "{name} reads {reads}; {} is expected. {} is that in zigzag, which only `sint32` and `sint64` have.",
                place.value(),
                written(found_len),
            ),
        );
    }
    if is_hex_of(found.value, number) {
        return say(
            found_len,
            format!("{name}: you wrote {number} as if its digits were hex, and it reads {}.", found.value),
        );
    }
    None
}

/// Mistakes with four or eight bytes.
fn fixed_slip(place: &Place<'_>, meant: &[u8], rest: &[u8]) -> Option<Slip> {
    let name = place.name();
    let width = meant.len();
    let say = |len: usize, text: String| Some(place.slip(0, len, text));
    let written = |len: usize| hex(rest.get(..len).unwrap_or(rest));
    let begins = |bytes: &[u8]| bytes != meant && rest.starts_with(bytes);
    let reversed: Vec<u8> = meant.iter().rev().copied().collect();
    if begins(&reversed) {
        return say(
            width,
            format!(
                "{name}: {} has the highest byte first. A {} is written with the lowest byte first.",
                written(width),
                place.declared()
            ),
        );
    }
    let shown = place.declared();
    match value(place)? {
        Value::F64(number) if begins(&(number as f32).to_le_bytes()) || begins(&(number as f32).to_be_bytes()) => {
            say(4, format!("{name}: {} is a `float`; {shown} takes {}.", written(4), count(width, "byte")))
        }
        Value::F32(number) if begins(&f64::from(number).to_le_bytes()) || begins(&f64::from(number).to_be_bytes()) => {
            say(8, format!("{name}: {} is a `double`; {shown} takes {}.", written(8), count(width, "byte")))
        }
        Value::F32(number) if begins(&(number as u32).to_le_bytes()) || begins(&(number as i32).to_be_bytes()) => say(
            4,
            format!("{name}: {} is the whole number. {shown} is IEEE 754: sign, exponent and fraction.", written(4)),
        ),
        Value::F64(number) if begins(&(number as i64).to_le_bytes()) || begins(&(number as i64).to_be_bytes()) => say(
            8,
            format!("{name}: {} is the whole number. {shown} is IEEE 754: sign, exponent and fraction.", written(8)),
        ),
        number => {
            let as_varint = whole(number).map(|it| {
                let mut bytes = Vec::new();
                varint::write(it, &mut bytes);
                bytes
            });
            match as_varint {
                Some(bytes) if begins(&bytes) && rest.len() < width => say(
                    bytes.len(),
                    format!(
                        "{name}: {} is a varint. {shown} takes {} whatever its value.",
                        written(bytes.len()),
                        count(width, "byte")
                    ),
                ),
                _ if rest.len() < width => {
                    let kind = FaultKind::FixedCutShort { width: width as u8, left: rest.len() as u8 };
                    let (text, span) = bytes::fault(Fault { kind, at: place.at as u32 });
                    Some(Slip { text, span })
                }
                _ => None,
            }
        }
    }
}

/// What the bytes read as, and what is expected.
fn plain_slip(place: &Place<'_>, wire: WireType, rest: &[u8]) -> Option<Slip> {
    let len = match wire {
        WireType::Varint => usize::from(varint::read(rest, 0).ok()?.len),
        wire => wire.width()?,
    };
    let text = format!(
        "{} reads {} in {}; {} is expected.",
        place.name(),
        read(place, rest.get(..len)?)?,
        hex(rest.get(..len)?),
        place.value()
    );
    Some(place.slip(0, len, text))
}

/// What the bytes of a value read as, as code.
fn read(place: &Place<'_>, bytes: &[u8]) -> Option<String> {
    let value = place.expected.nodes.scalar(place.meant)?.read(bytes)?;
    Some(code(&value.to_string()))
}

/// A varint that can't be read.
fn broken(place: &Place<'_>, fault: VarintFault) -> Slip {
    let kind = match fault {
        VarintFault::Truncated => FaultKind::VarintTruncated,
        VarintFault::TooLong => FaultKind::VarintTooLong,
    };
    let (text, span) = bytes::fault(Fault { kind, at: place.at as u32 });
    Slip { text, span }
}

fn value<'a>(place: &Place<'a>) -> Option<Value<'a>> {
    place.expected.nodes.value(&place.expected.bytes, place.meant)
}

/// A whole number as 64 bits.
fn whole(value: Value<'_>) -> Option<u64> {
    Some(match value {
        Value::U32(it) => it.into(),
        Value::U64(it) => it,
        Value::I32(it) => i64::from(it) as u64,
        Value::I64(it) => it as u64,
        _ => return None,
    })
}

/// Groups of seven bits with the top bits of a varint of that length.
fn marked(groups: &[u8], len: usize) -> Vec<u8> {
    groups.iter().enumerate().map(|(at, it)| if at + 1 < len { it | MORE } else { it & GROUP }).collect()
}

/// How many bytes a number takes as it is.
fn plain_len(number: u64) -> usize {
    (u64::BITS - number.leading_zeros()).div_ceil(u8::BITS).max(1) as usize
}
