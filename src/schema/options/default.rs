//! `[default = …]` and `[json_name = …]`: written like options, though they are parts of the field's descriptor.
//!
//! A default becomes text in the form of `FieldDescriptorProto.default_value`: numbers as C prints them, bytes escaped as C
//! has them. Whether a field may have one at all is `check`'s matter.

use super::Guesses;
use super::kinds::FieldKind;
use super::value::{self, Wrong};
use crate::schema::model::{Scalar, Value, ValueKind};
use crate::schema::world::World;

/// The text of a default value, in bytes since those of a string need not be UTF-8; none where the type has none, which
/// `check` reports.
pub(super) fn read<'a>(
    world: &'a World,
    kind: FieldKind<'a>,
    value: &Value,
    guesses: &Guesses,
) -> Option<Result<Vec<u8>, Wrong>> {
    Some(match kind {
        FieldKind::Scalar(scalar) => scalar_text(scalar, &value.kind),
        FieldKind::Enum(symbol, declared) => match &value.kind {
            ValueKind::Ident(word, false) if value::enum_value(world, symbol, word).is_some() => {
                Ok(word.clone().into_bytes())
            }
            // It may be one of those that are left out.
            ValueKind::Ident(..) if declared.is_partial => return None,
            ValueKind::Ident(word, false) => Err(value::unknown_value(world, symbol, declared, word, guesses)),
            _ => Err(Wrong::expected(format!("a value of enum '{}' by its name", world.full_name(symbol))).help(
                format!("its values are {}", super::list(declared.values.iter().map(|it| it.name.text.as_str()))),
            )),
        },
        FieldKind::Message(..) => return None,
    })
}

fn scalar_text(scalar: Scalar, value: &ValueKind) -> Result<Vec<u8>, Wrong> {
    use Scalar as S;
    match (scalar, value) {
        (S::String, ValueKind::String(bytes)) => Ok(bytes.clone()),
        (S::Bytes, ValueKind::String(bytes)) => Ok(escaped(bytes).into_bytes()),
        (S::String | S::Bytes, ValueKind::Ident(word, false)) => {
            Err(Wrong::expected("a string in quotes").instead(format!("\"{word}\"")))
        }
        (S::String | S::Bytes, _) => Err(Wrong::expected("a string in quotes")),
        (S::Bool, ValueKind::Ident(word, false)) if word == "true" || word == "false" => Ok(word.clone().into_bytes()),
        (S::Bool, _) => Err(Wrong::expected("`true` or `false`")),
        (S::Double, _) => number(value)
            .map(|number| float_text(number, DOUBLE_DIGITS, |text| text.parse() == Ok(number)).into_bytes()),
        (S::Float, _) => number(value).map(|number| {
            let number = number as f32;
            float_text(f64::from(number), FLOAT_DIGITS, |text| text.parse() == Ok(number)).into_bytes()
        }),
        _ => {
            let (least, most) = value::range(scalar);
            let whole = match value {
                ValueKind::Positive(value) => Some(i128::from(*value)),
                // Unsigned fields have no sign at all, not even before 0.
                ValueKind::Negative(value) if least < 0 => Some(i128::from(*value)),
                _ => None,
            };
            whole
                .filter(|&whole| least <= whole && whole <= most)
                .map(|whole| whole.to_string().into_bytes())
                .ok_or_else(|| value::out_of_range(scalar))
        }
    }
}

fn number(value: &ValueKind) -> Result<f64, Wrong> {
    match value {
        ValueKind::Positive(value) => Ok(*value as f64),
        ValueKind::Negative(0) => Ok(-0.0),
        ValueKind::Negative(value) => Ok(*value as f64),
        ValueKind::Float(value) => Ok(*value),
        ValueKind::Ident(word, is_negative) if word == "inf" => {
            Ok(if *is_negative { f64::NEG_INFINITY } else { f64::INFINITY })
        }
        ValueKind::Ident(word, _) if word == "nan" => Ok(f64::NAN),
        _ => Err(Wrong::expected("a number, `inf` or `nan`")),
    }
}

/// `FLT_DIG` and `DBL_DIG` of C, and how many digits are enough for any number.
const FLOAT_DIGITS: [usize; 2] = [6, 9];
const DOUBLE_DIGITS: [usize; 2] = [15, 17];

/// A number as C's `%g` prints it: with few digits if they are enough to read it back, else with all.
fn float_text(number: f64, digits: [usize; 2], is_exact: impl Fn(&str) -> bool) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let few = general(number, digits[0]);
    if is_exact(&few) { few } else { general(number, digits[1]) }
}

/// `%.{digits}g` of C: the exponent decides the form, and zeros at the end go.
fn general(number: f64, digits: usize) -> String {
    let scientific = format!("{number:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if exponent < -4 || exponent >= digits as i32 {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trimmed(mantissa), exponent.unsigned_abs());
    }
    let places = (digits as i32 - 1 - exponent).max(0) as usize;
    trimmed(&format!("{number:.places$}")).to_owned()
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// Bytes as `absl::CEscape` writes them.
fn escaped(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'\t' => text.push_str("\\t"),
            b'"' => text.push_str("\\\""),
            b'\'' => text.push_str("\\'"),
            b'\\' => text.push_str("\\\\"),
            b' '..=b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("\\{byte:03o}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What protoc 36.2 writes for these.
    #[test]
    fn numbers_are_printed_as_c_prints_them() {
        let text = |scalar, value| String::from_utf8(scalar_text(scalar, &ValueKind::Float(value)).unwrap()).unwrap();
        let float = |value: f64| text(Scalar::Float, value);
        let double = |value: f64| text(Scalar::Double, value);
        for (value, text) in [
            (0.1, "0.1"),
            (16_777_217.0, "16777216"),
            (1e39, "inf"),
            (3.402_823_5e38, "3.40282347e+38"),
            (1e-7, "1e-07"),
            (1.175_494_35e-38, "1.17549435e-38"),
            (1e6, "1e+06"),
            (999_999.9, "999999.875"),
            (123_456_789.0, "123456792"),
            (0.000_012_34, "1.234e-05"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(float(value), text);
        }
        for (value, text) in [
            (-0.0, "-0"),
            (0.1, "0.1"),
            (123_456_789_012_345_678.0, "1.2345678901234568e+17"),
            (1e15, "1e+15"),
            (1e21, "1e+21"),
            (32.0, "32"),
            (5e-324, "4.94065645841247e-324"),
        ] {
            assert_eq!(double(value), text);
        }
    }

    #[test]
    fn bytes_are_escaped_as_c_escapes_them() {
        assert_eq!(escaped(b"\x01\xff\"'\n\\a?"), r#"\001\377\"\'\n\\a?"#);
    }
}
