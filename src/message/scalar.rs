//! Scalar values: JSON's numbers, strings and literals ↔ Protocol Buffers' kinds.
//!
//! The rules are ProtoJSON's: an integer may be written `1`, `1.0`, `1e0` or in quotes, a float also "NaN" and "Infinity",
//! bytes are base64 of either alphabet, padded or not. Knows no places.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use prost_reflect::{EnumDescriptor, Kind, MapKey, Value};

use super::json::{self, cut, is_number};
use crate::schema::suggest::closest;

/// How many values of an enum a help lists.
const LISTED: usize = 12;

/// The enum whose JSON is `null`.
pub(super) const NULL_VALUE: &str = "google.protobuf.NullValue";

/// Why a value does not fit: what is wrong, and how to mend it.
#[derive(Debug, PartialEq)]
pub(super) struct Misfit {
    /// What was expected, what was found.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl Misfit {
    /// What is wrong.
    pub fn new(message: impl Into<String>) -> Misfit {
        Misfit { message: message.into(), help: None }
    }

    /// Adds how to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Misfit {
        self.help = Some(help.into());
        self
    }
}

/// The kind's name in a .proto file.
pub(super) fn word(kind: &Kind) -> String {
    match kind {
        Kind::Message(message) => message.full_name().to_owned(),
        Kind::Enum(found) => found.full_name().to_owned(),
        // prost-reflect's names are those of the language.
        scalar => format!("{scalar:?}"),
    }
}

/// A scalar or an enum; messages do not fit.
pub(super) fn read(kind: &Kind, value: &json::Value<'_>) -> Result<Value, Misfit> {
    let wrong = || Misfit::new(format!("expected {}, found {}", word(kind), value.described()));
    match (kind, &value.kind) {
        (Kind::Bool, json::Kind::Bool(value)) => Ok(Value::Bool(*value)),
        (Kind::Bool, _) => Err(wrong().help("write true or false, without quotes")),
        (Kind::String, json::Kind::String(text)) => Ok(Value::String(text.clone().into_owned())),
        (Kind::String, json::Kind::Number(raw)) => Err(wrong().help(format!("write it in quotes: \"{}\"", cut(raw)))),
        (Kind::Bytes, json::Kind::String(text)) => base64(text).map(|bytes| Value::Bytes(bytes.into())),
        (Kind::Bytes, _) => Err(wrong().help("write the bytes as base64 in quotes, such as \"aGk=\"")),
        (Kind::Enum(found), _) => enum_number(found, value).map(Value::EnumNumber),
        (Kind::Double | Kind::Float, json::Kind::Number(raw)) => float(kind, raw),
        (Kind::Double | Kind::Float, json::Kind::String(text)) => match text.as_ref() {
            "NaN" => float_value(kind, f64::NAN),
            "Infinity" => float_value(kind, f64::INFINITY),
            "-Infinity" => float_value(kind, f64::NEG_INFINITY),
            text if is_number(text) => float(kind, text),
            _ => Err(wrong().help("write a number, or \"NaN\", \"Infinity\" or \"-Infinity\"")),
        },
        (Kind::Message(_), _) | (Kind::String, _) => Err(wrong()),
        (_, json::Kind::Number(raw)) => integer(kind, raw),
        (_, json::Kind::String(text)) if is_number(text) => integer(kind, text),
        _ => Err(wrong()),
    }
}

/// The key of a map entry: a JSON object's keys are strings, so numbers and booleans are in quotes.
pub(super) fn key(kind: &Kind, text: &str) -> Result<MapKey, Misfit> {
    let wrong = || Misfit::new(format!("expected a key of kind {}, found \"{}\"", word(kind), cut(text)));
    match kind {
        Kind::String => Ok(MapKey::String(text.to_owned())),
        Kind::Bool => match text {
            "true" => Ok(MapKey::Bool(true)),
            "false" => Ok(MapKey::Bool(false)),
            _ => Err(wrong().help("the keys are \"true\" and \"false\"")),
        },
        _ if is_number(text) => integer(kind, text)?.into_map_key().ok_or_else(wrong),
        _ => Err(wrong().help("write the number in quotes, such as \"12\"")),
    }
}

/// The text of a map's key, as in a path or in JSON.
pub(super) fn key_text(key: &MapKey) -> String {
    match key {
        MapKey::Bool(value) => value.to_string(),
        MapKey::I32(value) => value.to_string(),
        MapKey::I64(value) => value.to_string(),
        MapKey::U32(value) => value.to_string(),
        MapKey::U64(value) => value.to_string(),
        MapKey::String(value) => value.clone(),
    }
}

fn integer(kind: &Kind, raw: &str) -> Result<Value, Misfit> {
    let whole = match whole(raw) {
        Whole::Number(number) => Some(number),
        Whole::TooLarge => None,
        Whole::Fraction => {
            let misfit = Misfit::new(format!("expected {}, found number {} with a fraction", word(kind), cut(raw)));
            return Err(misfit.help("write a whole number"));
        }
    };
    let (value, least, greatest) = match kind {
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => {
            let value = whole.and_then(|n| i32::try_from(n).ok()).map(Value::I32);
            (value, i128::from(i32::MIN), i128::from(i32::MAX))
        }
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => {
            let value = whole.and_then(|n| i64::try_from(n).ok()).map(Value::I64);
            (value, i128::from(i64::MIN), i128::from(i64::MAX))
        }
        Kind::Uint32 | Kind::Fixed32 => {
            (whole.and_then(|n| u32::try_from(n).ok()).map(Value::U32), 0, i128::from(u32::MAX))
        }
        Kind::Uint64 | Kind::Fixed64 => {
            (whole.and_then(|n| u64::try_from(n).ok()).map(Value::U64), 0, i128::from(u64::MAX))
        }
        _ => return Err(Misfit::new(format!("expected {}, found number {}", word(kind), cut(raw)))),
    };
    value.ok_or_else(|| {
        Misfit::new(format!("expected {}, found {}, which is out of its range", word(kind), cut(raw)))
            .help(format!("{} goes from {least} to {greatest}", word(kind)))
    })
}

enum Whole {
    Number(i128),
    TooLarge,
    Fraction,
}

/// A JSON number as a whole one, exactly: `1e2` is 100, `1.50e1` is 15.
fn whole(raw: &str) -> Whole {
    /// More digits than any 64-bit number has.
    const MAX_DIGITS: i64 = 20;
    if raw.len() < MAX_DIGITS as usize
        && let Ok(number) = raw.parse::<i64>()
    {
        return Whole::Number(i128::from(number));
    }
    let (negative, rest) = raw.strip_prefix('-').map_or((false, raw), |rest| (true, rest));
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (before, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{before}{behind}");
    let trimmed = digits.trim_end_matches('0');
    let significant = trimmed.trim_start_matches('0');
    if significant.is_empty() {
        return Whole::Number(0);
    }
    // An exponent that does not fit is saturated: no text is long enough to make up for it.
    let huge = if exponent.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
    let exponent = exponent.parse::<i64>().unwrap_or(huge).clamp(i64::MIN / 2, i64::MAX / 2);
    let scale = exponent - behind.len() as i64 + (digits.len() - trimmed.len()) as i64;
    if scale < 0 {
        return Whole::Fraction;
    }
    if significant.len() as i64 + scale > MAX_DIGITS {
        return Whole::TooLarge;
    }
    let number = significant.bytes().fold(0_i128, |number, digit| number * 10 + i128::from(digit - b'0'));
    let number = number * 10_i128.pow(scale as u32);
    Whole::Number(if negative { -number } else { number })
}

fn float(kind: &Kind, raw: &str) -> Result<Value, Misfit> {
    // Each precision is rounded from the text, not one from the other.
    let (value, infinite) = match kind {
        Kind::Float => {
            let value: f32 = raw.parse().unwrap_or(f32::NAN);
            (Value::F32(value), value.is_infinite())
        }
        _ => {
            let value: f64 = raw.parse().unwrap_or(f64::NAN);
            (Value::F64(value), value.is_infinite())
        }
    };
    if infinite {
        let misfit = Misfit::new(format!("expected {}, found {}, which is out of its range", word(kind), cut(raw)));
        return Err(misfit.help("the greatest float is about 3.4e38, the greatest double about 1.8e308"));
    }
    Ok(value)
}

fn float_value(kind: &Kind, value: f64) -> Result<Value, Misfit> {
    Ok(match kind {
        Kind::Float => Value::F32(value as f32),
        _ => Value::F64(value),
    })
}

fn base64(text: &str) -> Result<Vec<u8>, Misfit> {
    const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
    const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);
    let engine = if text.contains(['-', '_']) { URL_SAFE } else { STANDARD };
    engine.decode(text).map_err(|error| {
        let reason = match error {
            base64::DecodeError::InvalidByte(at, _) => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(character) => format!("'{}' as character {}", character.escape_debug(), at + 1),
                None => "a character that is none of it".to_owned(),
            },
            base64::DecodeError::InvalidLength(length) => format!("{length} characters, which is no possible length"),
            _ => "a wrong end".to_owned(),
        };
        Misfit::new(format!("expected base64, found {reason}")).help("bytes are written as base64, such as \"aGk=\"")
    })
}

fn enum_number(found: &EnumDescriptor, value: &json::Value<'_>) -> Result<i32, Misfit> {
    if value.kind == json::Kind::Null && found.full_name() == NULL_VALUE {
        return Ok(0);
    }
    let wrong = || Misfit::new(format!("expected a value of enum {}, found {}", found.full_name(), value.described()));
    match &value.kind {
        json::Kind::String(name) => match found.get_value_by_name(name) {
            Some(value) => Ok(value.number()),
            None => Err(wrong()),
        },
        json::Kind::Number(raw) => match integer(&Kind::Int32, raw) {
            Ok(Value::I32(number)) => Ok(number),
            _ => Err(wrong().help("the number of an enum value is an int32")),
        },
        _ => Err(wrong()),
    }
}

/// Which values of an enum could be meant by a name, in quotes of the kind. An enum may have a hundred thousand, so it is not
/// looked for at every error.
pub(super) fn enum_help(found: &EnumDescriptor, name: &str, quote: char) -> String {
    let names: Vec<String> = found.values().map(|value| value.name().to_owned()).collect();
    if let Some(meant) = closest(name, names.iter().map(String::as_str)) {
        return format!("did you mean {quote}{meant}{quote}?");
    }
    let listed: Vec<String> = names.iter().take(LISTED).map(|name| format!("{quote}{name}{quote}")).collect();
    match names.len().saturating_sub(LISTED) {
        0 => format!("its values are {}", listed.join(", ")),
        more => format!("its values are {} and {more} more", listed.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact() {
        let shown = |raw: &str| match whole(raw) {
            Whole::Number(number) => number.to_string(),
            Whole::TooLarge => "too large".to_owned(),
            Whole::Fraction => "fraction".to_owned(),
        };
        for (raw, expected) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0e5", "0"),
            ("1e2", "100"),
            ("1.50e1", "15"),
            ("1500e-2", "15"),
            ("15e-1", "fraction"),
            ("0.5", "fraction"),
            ("18446744073709551615", "18446744073709551615"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("9007199254740993", "9007199254740993"),
            ("1e400", "too large"),
            ("1e99999999999999999999", "too large"),
            ("1e-99999999999999999999", "fraction"),
            ("0e99999999999999999999", "0"),
            ("100000000000000000000000000000e-29", "1"),
        ] {
            assert_eq!(shown(raw), expected, "{raw}");
        }
    }
}
