//! Values at the ends of what a kind has, as JSON: what other programs may trip over.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost_reflect::Kind;

use super::super::json::quoted;
use super::super::scalar::NULL_VALUE;
use super::typical::{first, of_enum};
use crate::chance::Chance;

/// How many letters a long text has: more than two bytes of length and one line take.
const LONG: usize = 160;

/// Among how many values of an enum, the first ones, the ends are looked for.
const MOST_VALUES: usize = 1000;

/// A scalar or an enum; others for other indices below [`count`].
pub(super) fn value(kind: &Kind, at: usize) -> String {
    match kind {
        Kind::Bool => at.is_multiple_of(2).to_string(),
        Kind::String => quoted(&text(at)),
        Kind::Bytes => quoted(&STANDARD.encode(bytes(at))),
        Kind::Enum(found) if found.full_name() == NULL_VALUE => "null".to_owned(),
        Kind::Enum(found) => {
            let values = || found.values().take(MOST_VALUES).filter(|value| value.number() != 0);
            let end = if at.is_multiple_of(2) {
                values().max_by_key(|value| value.number())
            } else {
                values().min_by_key(|value| value.number())
            };
            end.map_or_else(|| first(found), |value| of_enum(&value))
        }
        Kind::Message(_) => "{}".to_owned(),
        _ => numbers(kind).get(at % numbers(kind).len().max(1)).copied().unwrap_or_default().to_owned(),
    }
}

/// A value for a field that has one only: none that would stand for its absence.
pub(super) fn single(kind: &Kind, mut chance: Chance) -> String {
    let at = if *kind == Kind::Bool { 0 } else { chance.below(count(kind)) };
    value(kind, at)
}

/// How many values there are of a kind.
pub(super) fn count(kind: &Kind) -> usize {
    match kind {
        Kind::Bool | Kind::Enum(_) => 2,
        Kind::String => TEXTS,
        Kind::Bytes => BYTES,
        Kind::Message(_) => 1,
        _ => numbers(kind).len(),
    }
}

/// The numbers of a kind.
fn numbers(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::Double => &[
            "1.7976931348623157e308",
            "5e-324",
            "-1.7976931348623157e308",
            "\"NaN\"",
            "\"Infinity\"",
            "\"-Infinity\"",
            "-0.0",
            "0.1",
        ],
        Kind::Float => &[
            "3.4028234663852886e38",
            "1e-45",
            "-3.4028234663852886e38",
            "\"NaN\"",
            "\"Infinity\"",
            "\"-Infinity\"",
            "-0.0",
            "16777216",
        ],
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => &["-2147483648", "2147483647", "-1", "128", "-65536"],
        Kind::Uint32 | Kind::Fixed32 => &["4294967295", "2147483648", "127", "128", "16384"],
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => {
            &["\"-9223372036854775808\"", "\"9223372036854775807\"", "\"9007199254740993\"", "\"-1\"", "\"4294967296\""]
        }
        Kind::Uint64 | Kind::Fixed64 => {
            &["\"18446744073709551615\"", "\"9223372036854775808\"", "\"9007199254740993\"", "\"128\""]
        }
        _ => &[],
    }
}

/// A key of a map, which JSON has in quotes; that with the index `at` is like no other of the first [`MOST_KEYS`].
pub(super) fn key(kind: &Kind, at: usize) -> String {
    match kind {
        Kind::Bool => at.is_multiple_of(2).to_string(),
        Kind::String => ["", "__proto__", "a.b[\"c\"]", "\u{1f468}\u{200d}\u{1f680}"][at % MOST_KEYS].to_owned(),
        _ if at == 2 => "0".to_owned(),
        _ => value(kind, at).trim_matches('"').to_owned(),
    }
}

/// How many entries a map has at most.
pub(super) const MOST_KEYS: usize = 4;

/// How many texts there are.
const TEXTS: usize = 8;

fn text(at: usize) -> String {
    match at % TEXTS {
        0 => {
            "The longest line wraps, and 'quotes', \"more quotes\", \\backslashes\\ and /slashes/ are escaped or not. "
                .chars()
                .cycle()
                .take(LONG)
                .collect()
        }
        // A family of one glyph and eleven code units, a flag, a letter of two code points.
        1 => "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466} \u{1f1f3}\u{1f1f4} e\u{301}".to_owned(),
        2 => "\0\u{1}\t\n\r\u{7f}\u{85}\u{2028}\u{2029}\u{feff}".to_owned(),
        // Text from right to left, and marks that turn it around.
        3 => "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{202e}abc\u{202c} \u{645}\u{631}\u{62d}\u{628}\u{627}".to_owned(),
        4 => "</script><!-- ${x} %s {{y}} '; DROP TABLE".to_owned(),
        5 => "\u{10ffff}\u{fffd}\u{e000}\u{ffff}".to_owned(),
        6 => "null".to_owned(),
        _ => "1e5".to_owned(),
    }
}

/// How many runs of bytes there are.
const BYTES: usize = 4;

fn bytes(at: usize) -> Vec<u8> {
    match at % BYTES {
        0 => (0..=u8::MAX).collect(),
        1 => vec![0xff; 3],
        // What is no UTF-8: half a character, one written too long, a surrogate.
        2 => vec![0xe2, 0x82, 0xc0, 0x80, 0xed, 0xa0, 0x80],
        _ => vec![0],
    }
}
