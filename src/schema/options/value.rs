//! The value of one setting of a scalar or an enum: `option x = value;`.
//!
//! Stricter than the text format in braces, as protoc's `OptionInterpreter::SetOptionValue` is: booleans and enum values are
//! words, never numbers, and strings are in quotes.

use super::draft::Wire;
use super::kinds::FieldKind;
use super::{Guesses, list};
use crate::schema::model::{Enum, Scalar, Value, ValueKind};
use crate::schema::names::Symbol;
use crate::schema::world::World;
use crate::suggest::closest;
use crate::wire::varint::zigzag;

/// What is wrong with a value: what was expected, a help, and what to write instead.
#[derive(Debug, Default)]
pub(super) struct Wrong {
    pub expected: String,
    pub help: Option<String>,
    pub instead: Option<String>,
}

impl Wrong {
    pub fn expected(what: impl Into<String>) -> Wrong {
        Wrong { expected: what.into(), ..Wrong::default() }
    }

    pub fn help(self, help: impl Into<String>) -> Wrong {
        Wrong { help: Some(help.into()), ..self }
    }

    pub fn instead(self, text: impl Into<String>) -> Wrong {
        Wrong { instead: Some(text.into()), ..self }
    }
}

/// The bytes of a value of a type that is no message.
pub(super) fn read(world: &World, kind: FieldKind<'_>, value: &Value, guesses: &Guesses) -> Result<Wire, Wrong> {
    match kind {
        FieldKind::Scalar(scalar) => read_scalar(scalar, &value.kind),
        FieldKind::Enum(symbol, declared) => match &value.kind {
            ValueKind::Ident(word, false) => {
                enum_value(world, symbol, word).ok_or_else(|| unknown_value(world, symbol, declared, word, guesses))
            }
            _ => Err(Wrong::expected(format!("a value of enum '{}' by its name", world.full_name(symbol))).help(
                format!("its values are {}", list(declared.values.iter().map(|value| value.name.text.as_str()))),
            )),
        },
        FieldKind::Message(..) => Err(Wrong::expected("a message in braces")),
    }
}

/// The number of a value of an enum by its name.
pub(super) fn enum_value(world: &World, declared: &Symbol, word: &str) -> Option<Wire> {
    let value = world.value_named(declared, word)?;
    Some(Wire::Varint(value.number.value as u64))
}

/// What to say of a name no value of an enum has.
pub(super) fn unknown_value(world: &World, symbol: &Symbol, declared: &Enum, word: &str, guesses: &Guesses) -> Wrong {
    let full_name = world.full_name(symbol);
    let names = || declared.values.iter().map(|value| value.name.text.as_str());
    let wrong = Wrong::expected(format!("a value of enum '{full_name}'"));
    match guesses.closest(word, names()) {
        Some(near) => wrong.help(format!("did you mean `{near}`?")).instead(near),
        None => wrong.help(format!("its values are {}", list(names()))),
    }
}

fn read_scalar(scalar: Scalar, value: &ValueKind) -> Result<Wire, Wrong> {
    use Scalar as S;
    match scalar {
        S::Int32
        | S::Sint32
        | S::Sfixed32
        | S::Int64
        | S::Sint64
        | S::Sfixed64
        | S::Uint32
        | S::Fixed32
        | S::Uint64
        | S::Fixed64 => {
            let number = match value {
                ValueKind::Positive(value) => Some(i128::from(*value)),
                ValueKind::Negative(value) => Some(i128::from(*value)),
                _ => None,
            };
            number.and_then(|number| integer(scalar, number)).ok_or_else(|| out_of_range(scalar))
        }
        S::Bool => match value {
            ValueKind::Ident(word, false) if word == "true" => Ok(Wire::Varint(1)),
            ValueKind::Ident(word, false) if word == "false" => Ok(Wire::Varint(0)),
            ValueKind::Ident(word, false) => {
                let near = closest(word, ["true", "false"]);
                Err(near.iter().fold(Wrong::expected("`true` or `false`"), |wrong, near| wrong.instead(*near)))
            }
            ValueKind::Positive(number @ (0 | 1)) => {
                Err(Wrong::expected("`true` or `false`").instead(if *number == 1 { "true" } else { "false" }))
            }
            ValueKind::String(text) if text == b"true" || text == b"false" => {
                let word = String::from_utf8_lossy(text).into_owned();
                Err(Wrong::expected("`true` or `false` without quotes").instead(word))
            }
            _ => Err(Wrong::expected("`true` or `false`")),
        },
        S::Double | S::Float => {
            let number = match value {
                ValueKind::Positive(value) => *value as f64,
                ValueKind::Negative(value) => *value as f64,
                ValueKind::Float(value) => *value,
                ValueKind::Ident(word, is_negative) if word == "inf" => sign(f64::INFINITY, *is_negative),
                // The sign of what is no number is lost in protoc, too.
                ValueKind::Ident(word, _) if word == "nan" => f64::NAN,
                _ => return Err(Wrong::expected("a number, `inf` or `nan`")),
            };
            Ok(float(scalar, number))
        }
        S::String | S::Bytes => match value {
            ValueKind::String(bytes) => Ok(Wire::Len(bytes.clone())),
            ValueKind::Ident(word, false) => Err(Wrong::expected("a string in quotes").instead(format!("\"{word}\""))),
            _ => Err(Wrong::expected("a string in quotes")),
        },
    }
}

fn sign(value: f64, is_negative: bool) -> f64 {
    if is_negative { -value } else { value }
}

/// What to say of something that is no integer of a type's range.
pub(super) fn out_of_range(scalar: Scalar) -> Wrong {
    let (least, most) = range(scalar);
    Wrong::expected(format!("an integer from {least} to {most}"))
}

/// The least and the greatest value of an integer type.
pub(super) fn range(scalar: Scalar) -> (i128, i128) {
    use Scalar as S;
    match scalar {
        S::Int32 | S::Sint32 | S::Sfixed32 => (i32::MIN.into(), i32::MAX.into()),
        S::Uint32 | S::Fixed32 => (0, u32::MAX.into()),
        S::Uint64 | S::Fixed64 => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    }
}

/// An integer of a type; none where it is out of the range.
pub(super) fn integer(scalar: Scalar, value: i128) -> Option<Wire> {
    use Scalar as S;
    let (least, most) = range(scalar);
    if value < least || value > most {
        return None;
    }
    // Two's complement: of a negative number all 64 bits.
    let bits = value as u64;
    Some(match scalar {
        S::Sint32 | S::Sint64 => Wire::Varint(zigzag(value as i64)),
        S::Fixed32 | S::Sfixed32 => Wire::I32(bits as u32),
        S::Fixed64 | S::Sfixed64 => Wire::I64(bits),
        _ => Wire::Varint(bits),
    })
}

/// A floating point number of a type.
pub(super) fn float(scalar: Scalar, value: f64) -> Wire {
    if scalar == Scalar::Float { Wire::I32((value as f32).to_bits()) } else { Wire::I64(value.to_bits()) }
}
