//! Numbers: varints with their signs, and what is four or eight bytes wide.

use super::bits::BitRole;
use super::{About, Part, Rule, bits, code};
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
    let sum =
        [terms(bytes, varint.value)].into_iter().chain(step(about, scalar, varint)).collect::<Vec<_>>().join("; ");
    let is_zigzag = matches!(scalar, Some(Scalar::Sint32 | Scalar::Sint64));
    let rule = if is_zigzag { Rule::Zigzag } else { Rule::Varint };
    Part { sentences, bits: bits::varint(about.bytes, span), sum: Some(sum), rule: Some(rule) }
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
                None if dialect::is_closed(declared) => format!(
                    "`{}` has no name for {number}, and it is closed: readers put the number among the unknown fields.",
                    declared.name()
                ),
                None => {
                    format!("`{}` has no name for {number}, and it is open: readers keep the number.", declared.name())
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
fn terms(bytes: &[u8], value: u64) -> String {
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
fn step(about: &About, scalar: Option<Scalar>, varint: Varint) -> Option<String> {
    let n = varint.value;
    let Some(scalar) = scalar else {
        return ((n as i64) < 0).then(|| format!("with a sign {n} − 2⁶⁴ = {}", n as i64));
    };
    let shown = about.nodes.value(about.bytes, about.id)?.to_string();
    match scalar {
        Scalar::Sint32 | Scalar::Sint64 => {
            let n = if scalar == Scalar::Sint32 { u64::from(n as u32) } else { n };
            let sign = if n & 1 == 1 { "-1" } else { "0" };
            Some(format!("({n} >> 1) ^ -({n} & 1) = {} ^ {sign} = {shown}", n >> 1))
        }
        Scalar::Int64 if (n as i64) < 0 => Some(format!("{n} − 2⁶⁴ = {shown}")),
        Scalar::Int32 | Scalar::Enum if i32::try_from(n as i64).is_ok() && (n as i64) < 0 => {
            Some(format!("{n} − 2⁶⁴ = {shown}"))
        }
        Scalar::Int32 | Scalar::Enum if i32::try_from(n).is_err() => Some(low_half(n, &shown)),
        Scalar::Uint32 if u32::try_from(n).is_err() => Some(low_half(n, &shown)),
        _ => None,
    }
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
    let hex = format!("0x{raw:0width$x} = {raw}", width = bytes.len() * 2);
    let is_signed = matches!(scalar, Some(Scalar::Sfixed32 | Scalar::Sfixed64));
    let is_negative = is_signed && raw >> (bit_count - 1) == 1;
    let sum = if is_negative {
        let shown = about.nodes.value(about.bytes, about.id).map(|it| it.to_string()).unwrap_or_default();
        sentences.push("The top bit is set, so the number is negative, in two's complement.".to_owned());
        format!("{hex}; {raw} − 2{} = {shown}", superscript(bit_count as i32))
    } else {
        hex
    };
    let role = |bit| if is_signed && bit == bit_count - 1 { BitRole::Sign } else { BitRole::Value };
    Part { sentences, bits: bits::backwards(about.bytes, span, role), sum: Some(sum), rule: Some(Rule::Fixed) }
}

/// The parts of a binary floating-point number of IEEE 754.
struct Layout {
    mantissa: u32,
    exponent: u32,
    bias: i32,
}

const FLOAT: Layout = Layout { mantissa: 23, exponent: 8, bias: 127 };
const DOUBLE: Layout = Layout { mantissa: 52, exponent: 11, bias: 1023 };

fn float(about: &About, raw: u64, mut sentences: Vec<String>) -> Part {
    let span = about.node.payload();
    let layout = if span.len() == 4 { FLOAT } else { DOUBLE };
    let sign_bit = layout.mantissa + layout.exponent;
    sentences.push(format!(
        "Read from the last byte: 1 bit of sign, {} of exponent (less {}), {} of mantissa.",
        layout.exponent, layout.bias, layout.mantissa
    ));
    let role = |bit| match bit {
        _ if bit == sign_bit => BitRole::Sign,
        _ if bit >= layout.mantissa => BitRole::Exponent,
        _ => BitRole::Mantissa,
    };
    let sign = if raw >> sign_bit & 1 == 1 { "-" } else { "+" };
    let all_ones = (1u64 << layout.exponent) - 1;
    let exponent = raw >> layout.mantissa & all_ones;
    let mantissa = raw & ((1u64 << layout.mantissa) - 1);
    // Exact: a double holds every mantissa of either format.
    let fraction = mantissa as f64 / (1u64 << layout.mantissa) as f64;
    let shown = about.nodes.value(about.bytes, about.id).map(|it| it.to_string()).unwrap_or_default();
    let sum = match (exponent, mantissa) {
        (0, 0) => format!("exponent and mantissa are 0 = {shown}"),
        (0, _) => format!("{sign}{} × 2{} = {shown}", Value::F64(fraction), superscript(1 - layout.bias)),
        (it, 0) if it == all_ones => format!("exponent all ones, mantissa 0 = {shown}"),
        (it, _) if it == all_ones => format!("exponent all ones, mantissa not 0 = {shown}"),
        (it, _) => format!("{sign}{} × 2{} = {shown}", 1.0 + fraction, superscript(it as i32 - layout.bias)),
    };
    Part { sentences, bits: bits::backwards(about.bytes, span, role), sum: Some(sum), rule: Some(Rule::Fixed) }
}

/// A number as an exponent.
pub(super) fn superscript(number: i32) -> String {
    let digit = |it: char| match it {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    };
    number.to_string().chars().map(digit).collect()
}
