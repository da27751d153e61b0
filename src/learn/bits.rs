//! A number or a tag as bits that can be turned: a text → its bytes, a turned bit → other bytes, bytes → what they say.
//!
//! So small that the page does it by itself, before there is an engine. The rules are those of the encoding specification,
//! "Base 128 Varints", "Signed Integers" and "Message Structure", and of IEEE 754. Knows nothing of how bits look.

use super::live::Notation;
use crate::{
    annotate::explain::BitRole,
    wire::{
        WireType,
        scan::WIRE_TYPE_BITS,
        varint::{self, MORE},
    },
};

/// Field numbers have so many bits: the rest of 32 is the wire type's.
const NUMBER_BITS: u32 = u32::BITS - WIRE_TYPE_BITS;

/// The parts of a number of IEEE 754.
struct Layout {
    fraction: u32,
    exponent: u32,
}

impl Layout {
    fn bias(&self) -> i32 {
        (1 << (self.exponent - 1)) - 1
    }
}

const FLOAT: Layout = Layout { fraction: 23, exponent: 8 };
const DOUBLE: Layout = Layout { fraction: 52, exponent: 11 };

/// What bytes say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The number or tag, which [`parse`] takes again.
    pub value: String,
    /// How the bits come to it, a step a line.
    pub steps: Vec<String>,
    /// What parsers make of it, if they do not simply take it; a sentence without a full stop.
    pub oddity: Option<String>,
}

/// A text as bytes.
///
/// # Errors
/// What was expected instead.
pub fn parse(notation: Notation, text: &str) -> Result<Vec<u8>, String> {
    let text = text.trim();
    let wrong = |what: &str| format!("expected {what}, found `{text}`");
    let mut bytes = Vec::new();
    match notation {
        Notation::Varint => {
            let signed = || text.parse::<i64>().ok().map(|it| it as u64);
            let value = text.parse::<u64>().ok().or_else(signed);
            varint::write(value.ok_or_else(|| wrong("a whole number of 64 bits"))?, &mut bytes);
        }
        Notation::Zigzag => {
            let value = text.parse().map_err(|_| wrong("a whole number from −2⁶³ to 2⁶³ − 1"))?;
            varint::write(varint::zigzag(value), &mut bytes);
        }
        Notation::Tag => {
            let tag = || {
                let (number, name) = text.split_once(char::is_whitespace)?;
                let number = number.parse::<u32>().ok().filter(|it| (1..1 << NUMBER_BITS).contains(it))?;
                let is_it = |bits: &u8| {
                    WireType::from_bits(*bits).is_some_and(|it| it.name().eq_ignore_ascii_case(name.trim()))
                };
                Some(u64::from(number) << WIRE_TYPE_BITS | u64::from((0..1 << WIRE_TYPE_BITS).find(is_it)?))
            };
            varint::write(tag().ok_or_else(|| wrong("a field number and a wire type, like `1 VARINT`"))?, &mut bytes);
        }
        Notation::Fixed32 => {
            let value: u32 = text.parse().map_err(|_| wrong("a whole number from 0 to 2³² − 1"))?;
            bytes.extend(value.to_le_bytes());
        }
        Notation::Float => {
            let value: f32 = text.parse().map_err(|_| wrong("a number"))?;
            bytes.extend(value.to_le_bytes());
        }
        Notation::Double => {
            let value: f64 = text.parse().map_err(|_| wrong("a number"))?;
            bytes.extend(value.to_le_bytes());
        }
    }
    Ok(bytes)
}

fn is_varint(notation: Notation) -> bool {
    matches!(notation, Notation::Varint | Notation::Zigzag | Notation::Tag)
}

/// What a bit is there for; `bit` counts from 0, the lowest of its byte.
pub fn role(notation: Notation, byte: usize, bit: u32) -> BitRole {
    let layout = match notation {
        Notation::Float => FLOAT,
        Notation::Double => DOUBLE,
        Notation::Fixed32 => return BitRole::Value,
        _ if bit == MORE.ilog2() => return BitRole::More,
        _ => {
            return match (notation, byte as u32 * varint::BITS + bit) {
                (_, u64::BITS..) => BitRole::Dropped,
                (Notation::Tag, 0..WIRE_TYPE_BITS) => BitRole::WireType,
                (Notation::Tag, u32::BITS..) => BitRole::Dropped,
                (Notation::Tag, _) => BitRole::Number,
                (Notation::Zigzag, 0) => BitRole::Sign,
                _ => BitRole::Value,
            };
        }
    };
    match (byte as u32 * u8::BITS + bit).checked_sub(layout.fraction) {
        None => BitRole::Mantissa,
        Some(bit) if bit < layout.exponent => BitRole::Exponent,
        Some(_) => BitRole::Sign,
    }
}

/// The bytes with one bit turned. The bit that says whether another byte follows adds one, or takes away all behind it.
pub fn turn(notation: Notation, bytes: &[u8], byte: usize, bit: u32) -> Vec<u8> {
    let mut turned = bytes.to_vec();
    if let Some(it) = turned.get_mut(byte) {
        *it ^= 1 << bit;
        let follows = *it & MORE != 0;
        if is_varint(notation) && bit == MORE.ilog2() {
            turned.truncate(byte + 1);
            if follows {
                turned.push(0);
            }
        }
    }
    turned
}

/// Whether a bit can be turned: no byte follows the tenth of a varint.
pub fn can_turn(notation: Notation, byte: usize, bit: u32) -> bool {
    !(is_varint(notation) && bit == MORE.ilog2() && byte + 1 >= varint::MAX_LEN)
}

/// What bytes say; nothing of what [`parse`] and [`turn`] do not make.
pub fn read(notation: Notation, bytes: &[u8]) -> Reading {
    if is_varint(notation) {
        return read_varint(notation, bytes).unwrap_or_default();
    }
    let raw = bytes.iter().rev().fold(0u64, |raw, &byte| raw << u8::BITS | u64::from(byte));
    match notation {
        Notation::Float => {
            let value = f32::from_bits(raw as u32).to_string();
            Reading { steps: float(&FLOAT, raw, &value), value, oddity: None }
        }
        Notation::Double => {
            let value = f64::from_bits(raw).to_string();
            Reading { steps: float(&DOUBLE, raw, &value), value, oddity: None }
        }
        _ => {
            let terms = bytes.iter().enumerate().rev().filter(|(_, byte)| **byte > 0);
            let terms: Vec<String> =
                terms.map(|(at, byte)| (u64::from(*byte) << (u8::BITS * at as u32)).to_string()).collect();
            Reading { value: raw.to_string(), steps: vec![sum(&hex_backwards(bytes), &terms, raw)], oddity: None }
        }
    }
}

/// The bytes from the last to the first, as numbers are read.
fn hex_backwards(bytes: &[u8]) -> String {
    bytes.iter().rev().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

/// With more terms than this a sum is longer than it helps.
const MAX_TERMS: usize = 4;

/// `0000010 0101100 = 256 + 44 = 300`.
fn sum(written: &str, terms: &[String], value: u64) -> String {
    match terms.len() {
        2..=MAX_TERMS => format!("{written} = {} = {value}", terms.join(" + ")),
        _ => format!("{written} = {value}"),
    }
}

fn read_varint(notation: Notation, bytes: &[u8]) -> Option<Reading> {
    let varint = varint::read(bytes, 0).ok()?;
    let n = varint.value;
    let groups: Vec<String> = bytes.iter().rev().map(|byte| format!("{:07b}", byte & !MORE)).collect();
    let worth = |(at, byte): (usize, &u8)| u64::from(byte & !MORE).checked_shl(varint::BITS * at as u32);
    let terms = bytes.iter().enumerate().rev().filter_map(worth).filter(|it| *it > 0).map(|it| it.to_string());
    let mut steps = vec![sum(&groups.join(" "), &terms.collect::<Vec<_>>(), n)];
    let mut oddity = match varint {
        it if it.overflow => Some("bits beyond the 64th are dropped".to_owned()),
        it if it.is_overlong() => Some(format!(
            "{} would do: parsers take it all the same, no encoder writes it",
            match varint::minimal_len(n) {
                1 => "one byte".to_owned(),
                len => format!("{len} bytes"),
            }
        )),
        _ => None,
    };
    let value = match notation {
        Notation::Zigzag => {
            let value = varint::unzigzag(n);
            steps.push(match n & 1 {
                0 => format!("{n} is even: {n} / 2 = {value}"),
                // One more than the largest number there is would not fit.
                _ => format!("{n} is odd: −({n} + 1) / 2 = {value}"),
            });
            value.to_string()
        }
        Notation::Tag => {
            let (number, wire) = (n >> WIRE_TYPE_BITS, n & ((1 << WIRE_TYPE_BITS) - 1));
            let name = WireType::from_bits(wire as u8).map(WireType::name);
            // The value's bits, highest first, parted where the wire type begins.
            let mut bits = groups.join(" ");
            bits.insert(bits.len().saturating_sub(WIRE_TYPE_BITS as usize), ' ');
            let named = name.map(|it| format!(" ({it})")).unwrap_or_default();
            steps = vec![
                format!("{bits} = field {number}, wire type {wire}{named}"),
                format!("{number} << {WIRE_TYPE_BITS} | {wire} = {n}"),
            ];
            let refusal = match (number, name) {
                (0, _) => Some("parsers refuse it: field numbers begin with 1"),
                (_, None) => Some("parsers refuse it: there is no such wire type"),
                (it, _) if it >> NUMBER_BITS > 0 => Some("parsers refuse it: field numbers end with 2²⁹ − 1"),
                _ => None,
            };
            oddity = refusal.map(str::to_owned).or(oddity);
            format!("{number} {}", name.unwrap_or("none"))
        }
        _ => {
            if (n as i64) < 0 {
                steps.push(format!("with a sign: {n} − 2⁶⁴ = {}", n as i64));
            }
            n.to_string()
        }
    };
    Some(Reading { value, steps, oddity })
}

/// The steps from the three parts to the value.
fn float(layout: &Layout, raw: u64, value: &str) -> Vec<String> {
    let sign = if raw >> (layout.fraction + layout.exponent) & 1 == 1 { "−" } else { "+" };
    let ones = (1u64 << layout.exponent) - 1;
    let exponent = raw >> layout.fraction & ones;
    let fraction = raw & ((1 << layout.fraction) - 1);
    let bias = layout.bias();
    // Exact: a double holds every fraction of either format.
    let part = fraction as f64 / (1u64 << layout.fraction) as f64;
    let width = layout.exponent as usize;
    match (exponent, fraction) {
        (0, 0) => vec![format!("exponent and mantissa are 0: {sign}0")],
        (0, _) => {
            let power = 1 - bias;
            vec![
                format!("exponent 0: no 1 stands before the point, and the power is {power}"),
                format!("{sign} {part} × 2^{power} = {value}"),
            ]
        }
        (it, 0) if it == ones => vec![format!("exponent of ones, mantissa 0: {sign}infinity")],
        (it, _) if it == ones => vec!["exponent of ones, mantissa not 0: not a number".to_owned()],
        (it, _) => {
            let power = it as i32 - bias;
            vec![
                format!("exponent {it:0width$b} = {it}, less {bias}: {power}"),
                format!(
                    "mantissa {fraction} / 2^{} = {part}, and the 1 before the point: {}",
                    layout.fraction,
                    1.0 + part
                ),
                format!("{sign} {} × 2^{power} = {value}", 1.0 + part),
            ]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Notation::{Double, Fixed32, Float, Tag, Varint, Zigzag};
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    const ALL: [Notation; 6] = [Varint, Zigzag, Tag, Fixed32, Float, Double];

    fn check(notation: Notation, text: &str, expected: Expect) {
        let bytes = parse(notation, text).unwrap();
        let Reading { value, steps, oddity } = read(notation, &bytes);
        let hex = crate::wire::input::hex(&bytes);
        let oddity = oddity.map(|it| format!("! {it}\n")).unwrap_or_default();
        expected.assert_eq(&format!("{hex}\n{}\n= {value}\n{oddity}", steps.join("\n")));
    }

    #[test]
    fn numbers_are_read_step_by_step() {
        check(
            Varint,
            "300",
            expect![[r#"
            ac 02
            0000010 0101100 = 256 + 44 = 300
            = 300
        "#]],
        );
        check(
            Varint,
            "-1",
            expect![[r#"
            ff ff ff ff ff ff ff ff ff 01
            0000001 1111111 1111111 1111111 1111111 1111111 1111111 1111111 1111111 1111111 = 18446744073709551615
            with a sign: 18446744073709551615 − 2⁶⁴ = -1
            = 18446744073709551615
        "#]],
        );
        check(
            Zigzag,
            "-300",
            expect![[r#"
            d7 04
            0000100 1010111 = 512 + 87 = 599
            599 is odd: −(599 + 1) / 2 = -300
            = -300
        "#]],
        );
        check(
            Tag,
            "2 len",
            expect![[r#"
            12
            0010 010 = field 2, wire type 2 (LEN)
            2 << 3 | 2 = 18
            = 2 LEN
        "#]],
        );
        check(
            Fixed32,
            "513",
            expect![[r#"
            01 02 00 00
            00 00 02 01 = 512 + 1 = 513
            = 513
        "#]],
        );
        check(
            Float,
            "-1.5",
            expect![[r#"
            00 00 c0 bf
            exponent 01111111 = 127, less 127: 0
            mantissa 4194304 / 2^23 = 0.5, and the 1 before the point: 1.5
            − 1.5 × 2^0 = -1.5
            = -1.5
        "#]],
        );
        check(
            Float,
            "1e-45",
            expect![[r#"
            01 00 00 00
            exponent 0: no 1 stands before the point, and the power is -126
            + 0.00000011920928955078125 × 2^-126 = 0.000000000000000000000000000000000000000000001
            = 0.000000000000000000000000000000000000000000001
        "#]],
        );
        check(
            Double,
            "0.1",
            expect![[r#"
            9a 99 99 99 99 99 b9 3f
            exponent 01111111011 = 1019, less 1023: -4
            mantissa 2702159776422298 / 2^52 = 0.6000000000000001, and the 1 before the point: 1.6
            + 1.6 × 2^-4 = 0.1
            = 0.1
        "#]],
        );
        check(
            Double,
            "NaN",
            expect![[r#"
            00 00 00 00 00 00 f8 7f
            exponent of ones, mantissa not 0: not a number
            = NaN
        "#]],
        );
    }

    #[test]
    fn what_is_none_says_what_was_expected() {
        for (notation, text) in
            [(Varint, "1.5"), (Zigzag, "18446744073709551615"), (Tag, "0 LEN"), (Tag, "1"), (Fixed32, "-1")]
        {
            let why = parse(notation, text).unwrap_err();
            assert!(why.starts_with("expected ") && why.ends_with(&format!("found `{text}`")), "{why}");
        }
    }

    #[test]
    fn the_top_bit_adds_a_byte_or_takes_the_rest_away() {
        let bytes = parse(Varint, "300").unwrap();
        let longer = turn(Varint, &bytes, 1, 7);
        assert_eq!(longer, [0xac, 0x82, 0]);
        assert_eq!(
            read(Varint, &longer).oddity.unwrap(),
            "2 bytes would do: parsers take it all the same, no encoder writes it"
        );
        assert_eq!(turn(Varint, &longer, 0, 7), [0x2c]);
        assert_eq!(turn(Fixed32, &[0; 4], 3, 7), [0, 0, 0, 0x80]);
        assert!(!can_turn(Varint, 9, 7) && can_turn(Varint, 9, 6) && can_turn(Double, 7, 7));
    }

    #[test]
    fn a_tag_that_is_none_says_so() {
        let of = |bytes: &[u8]| read(Tag, bytes).oddity.unwrap_or_default();
        assert_eq!(of(&[0x02]), "parsers refuse it: field numbers begin with 1");
        assert_eq!(of(&[0x0f]), "parsers refuse it: there is no such wire type");
        assert_eq!(of(&[0x80, 0x80, 0x80, 0x80, 0x10]), "parsers refuse it: field numbers end with 2²⁹ − 1");
        assert_eq!(of(&[0x0a]), "");
    }

    proptest! {
        #[test]
        fn a_bit_that_is_turned_twice_is_as_before(raw in any::<u64>(), at in 0usize..64) {
            for notation in ALL {
                let width = match notation {
                    Double => 8,
                    Fixed32 | Float => 4,
                    _ => 0,
                };
                let mut bytes = raw.to_le_bytes()[..width].to_vec();
                if width == 0 {
                    varint::write(raw, &mut bytes);
                }
                let (byte, bit) = (at / 8 % bytes.len(), at as u32 % 8);
                let more = is_varint(notation) && bit == 7;
                if can_turn(notation, byte, bit) && !more {
                    prop_assert_eq!(turn(notation, &turn(notation, &bytes, byte, bit), byte, bit), bytes.clone());
                }
                if can_turn(notation, byte, bit) {
                    prop_assert!(!read(notation, &turn(notation, &bytes, byte, bit)).value.is_empty());
                }
                let Reading { value, oddity, .. } = read(notation, &bytes);
                if oddity.is_none() && value != "NaN" {
                    prop_assert_eq!(parse(notation, &value).unwrap(), bytes, "{:?} {}", notation, value);
                }
            }
        }
    }
}
