//! Numbers: varints with their signs, and what is four or eight bytes wide.

use super::bits::{self, BitRole, Saying};
use super::float::float;
use super::{About, Part, Rule, code, superscript};
use crate::annotate::table::Scalar;
use crate::annotate::value::Value;
use crate::schema::dialect;
use crate::wire::varint::{self, Varint};

/// With more groups than this the terms of a sum are longer than they help.
const SHOWN_TERMS: usize = 4;

pub(super) fn varint(about: &About) -> Part {
    let span = about.node.payload();
    let bytes = span.of(about.bytes);
    let Ok(varint) = varint::read(bytes, 0) else { return Part::default() };
    let scalar = about.nodes.scalar(about.id);
    let mut sentences = vec![match bytes.len() {
        1 => format!("{} holds the value in its lower seven bits; the top bit is 0: no byte follows.", code(bytes)),
        _ => {
            let each = "holds seven bits a byte, lowest first; the top bit says that another byte follows";
            format!("{} {each}.", code(bytes))
        }
    }];
    sentences.extend(meaning(about, scalar, varint));
    sentences.extend(oddity(varint));
    if about.node.is_element() {
        sentences.push("It is one of a packed run, so it has no tag of its own.".to_owned());
    }
    let steps = [terms(bytes, varint.value)].into_iter().chain(further(about, scalar, varint)).collect();
    let bits = bits::varint(about.bytes, span, &|bit, on| say(scalar, varint.value as i64, bit, on));
    Part { sentences, bits, steps, rule: Some(rule(scalar, varint)) }
}

fn rule(scalar: Option<Scalar>, varint: Varint) -> Rule {
    match scalar {
        Some(Scalar::Sint32 | Scalar::Sint64) => Rule::Zigzag,
        Some(Scalar::Int32 | Scalar::Int64 | Scalar::Enum) if (varint.value as i64) < 0 => Rule::TwosComplement,
        _ => Rule::Varint,
    }
}

/// What a bit of a varint does under its type; `whole` is the varint in 64 bits.
fn say(scalar: Option<Scalar>, whole: i64, bit: u32, on: bool) -> Saying {
    use Scalar::*;
    const SIGN32: u32 = i32::BITS - 1;
    const SIGN64: u32 = i64::BITS - 1;
    match scalar {
        Some(Bool) => (BitRole::Value, if on { "makes it `true`" } else { "would make it `true`" }.to_owned()),
        Some(Int32 | Enum) if bit > SIGN32 && i32::try_from(whole).is_ok() => {
            let does = if on { "repeats the sign, negative" } else { "repeats the sign, not negative" };
            (BitRole::Sign, does.to_owned())
        }
        Some(Int32 | Enum | Uint32 | Sint32) if bit > SIGN32 => {
            (BitRole::Dropped, "is beyond the 32 of the type, so parsers drop it".to_owned())
        }
        Some(Int32 | Enum) if bit == SIGN32 => bits::sign(bit, on),
        Some(Int64) if bit == SIGN64 => bits::sign(bit, on),
        Some(Sint32 | Sint64) => match bit.checked_sub(1) {
            None => {
                let does = if on { "is the sign, negative" } else { "is the sign, not negative" };
                (BitRole::Sign, does.to_owned())
            }
            Some(bit) => (BitRole::Value, bits::adds(bit, on, "`n >> 1`")),
        },
        _ => (BitRole::Value, bits::adds(bit, on, "the value")),
    }
}

/// What the number means under its type, where that is more than the number.
fn meaning(about: &About, scalar: Option<Scalar>, varint: Varint) -> Option<String> {
    let value = about.nodes.value(about.bytes, about.id);
    match (scalar?, value?) {
        (Scalar::Bool, Value::Bool(it)) => Some(format!("As a `bool`, {} is `{it}`.", varint.value)),
        (Scalar::Enum, Value::Enum(number)) => {
            let declared = about.nodes.declared(about.id)?.enumeration()?;
            Some(match declared.get_value(number) {
                Some(named) => format!("`{}` calls {number} `{}`.", declared.name(), named.name()),
                None if dialect::is_closed(declared) => {
                    format!("`{}` has no name for {number}, and it is closed.", declared.name())
                }
                None => {
                    format!("`{}` has no name for {number}, and it is open.", declared.name())
                }
            })
        }
        (Scalar::Sint32 | Scalar::Sint64, _) => {
            Some("Zigzag turns 0, 1, 2, 3 into 0, -1, 1, -2, so that small negative numbers stay short.".to_owned())
        }
        (Scalar::Int32 | Scalar::Int64, Value::I32(_) | Value::I64(_)) if (varint.value as i64) < 0 => {
            let signed = varint.value as i64;
            let zigzag = varint::minimal_len(varint::zigzag(signed));
            let type_name = if scalar == Some(Scalar::Int32) { "sint32" } else { "sint64" };
            let bytes = if zigzag == 1 { "1 byte".to_owned() } else { format!("{zigzag} bytes") };
            Some(format!(
                "A negative number is 64 bits in two's complement, so it takes ten bytes; as `{type_name}` it would take {bytes}."
            ))
        }
        _ => None,
    }
}

fn oddity(varint: Varint) -> Option<String> {
    if varint.overflow {
        return Some("The tenth byte holds bits beyond the 64th, which are dropped.".to_owned());
    }
    let least = varint::minimal_len(varint.value);
    varint
        .is_overlong()
        .then(|| format!("It has {} bytes where {least} would do: the last add only zeros.", varint.len))
}

/// `0000010 0101100 = 256 + 44 = 300`.
pub(super) fn terms(bytes: &[u8], value: u64) -> String {
    let groups = bits::sevens(bytes).join(" ");
    if bytes.len() == 1 || bytes.len() > SHOWN_TERMS {
        return format!("{groups} = {value}");
    }
    let term = |(at, &byte): (usize, &u8)| (u64::from(byte & !varint::MORE) << (varint::BITS * at as u32)).to_string();
    let mut terms: Vec<String> = bytes.iter().enumerate().map(term).collect();
    terms.reverse();
    format!("{groups} = {} = {value}", terms.join(" + "))
}

/// What comes behind the sum: zigzag undone, a sign, bits that are dropped.
fn further(about: &About, scalar: Option<Scalar>, varint: Varint) -> Vec<String> {
    let n = varint.value;
    let Some(scalar) = scalar else {
        return if (n as i64) < 0 { vec![format!("with a sign {n} − 2⁶⁴ = {}", n as i64)] } else { Vec::new() };
    };
    let Some(shown) = about.nodes.value(about.bytes, about.id).map(|it| it.to_string()) else { return Vec::new() };
    match scalar {
        Scalar::Sint32 | Scalar::Sint64 => {
            let n = if scalar == Scalar::Sint32 { u64::from(n as u32) } else { n };
            let (odd, sign, mask) = match n & 1 {
                1 => ("odd", "negative", "-1"),
                _ => ("even", "not negative", "0"),
            };
            vec![
                format!("{n} is {odd}, so {sign}; {n} >> 1 = {}", n >> 1),
                format!("({n} >> 1) ^ -({n} & 1) = {} ^ {mask} = {shown}", n >> 1),
            ]
        }
        Scalar::Int64 if (n as i64) < 0 => negative(n, &shown),
        Scalar::Int32 | Scalar::Enum if i32::try_from(n as i64).is_ok() && (n as i64) < 0 => negative(n, &shown),
        Scalar::Int32 | Scalar::Enum if i32::try_from(n).is_err() => vec![low_half(n, &shown)],
        Scalar::Uint32 if u32::try_from(n).is_err() => vec![low_half(n, &shown)],
        _ => Vec::new(),
    }
}

/// Two's complement undone.
fn negative(n: u64, shown: &str) -> Vec<String> {
    vec![format!("bit 63 is 1, so it is negative: {n} − 2⁶⁴ = {shown}")]
}

fn low_half(n: u64, shown: &str) -> String {
    let low = n as u32;
    if shown == low.to_string() {
        format!("the lower 32 bits = {shown}")
    } else {
        format!("the lower 32 bits = {low}; {low} − 2³² = {shown}")
    }
}

pub(super) fn fixed(about: &About) -> Part {
    let span = about.node.payload();
    let bytes = span.of(about.bytes);
    let bit_count = bytes.len() as u32 * u8::BITS;
    let raw = bytes.iter().rev().fold(0u64, |it, &byte| it << u8::BITS | u64::from(byte));
    let words = if bytes.len() == 4 { "four" } else { "eight" };
    let scalar = about.nodes.scalar(about.id);
    let mut sentences = vec![format!("{} are always {words} bytes, the lowest first.", code(bytes))];
    if about.node.is_element() {
        sentences.push("They are one value of a packed run, which has no tag of its own.".to_owned());
    }
    if matches!(scalar, Some(Scalar::Float | Scalar::Double)) {
        return float(about, raw, sentences);
    }
    let mut steps = vec![format!("0x{raw:0width$x} = {raw}", width = bytes.len() * 2)];
    let is_signed = matches!(scalar, Some(Scalar::Sfixed32 | Scalar::Sfixed64));
    if is_signed && raw >> (bit_count - 1) == 1 {
        let shown = about.nodes.value(about.bytes, about.id).map(|it| it.to_string()).unwrap_or_default();
        sentences.push("The top bit is set, so the number is negative, in two's complement.".to_owned());
        steps.push(format!("{raw} − 2{} = {shown}", superscript(bit_count as i32)));
    }
    let say = |bit, on| match bit {
        _ if is_signed && bit == bit_count - 1 => bits::sign(bit, on),
        _ => (BitRole::Value, bits::adds(bit, on, "the value")),
    };
    Part { sentences, bits: bits::backwards(about.bytes, span, &say), steps, rule: Some(Rule::Fixed) }
}
