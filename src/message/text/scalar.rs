//! Literals as scalars and enums: the specification's section "Value Types". Knows no places.

use prost_reflect::{EnumDescriptor, Kind as Type, Value as Held};

use super::tree::{Form, Kind, Sign, Value};
use crate::message::json::cut;
use crate::message::scalar::{Misfit, word};
use crate::schema::dialect;
use crate::syntax::literal;

/// A scalar; strings that have to be UTF-8, enums and messages do not fit.
pub(super) fn read(kind: &Type, value: &Value<'_>) -> Result<Held, Misfit> {
    let wrong = || Misfit::new(format!("expected {}, found {}", word(kind), value.described()));
    match (kind, &value.kind) {
        (Type::Bytes, Kind::String(bytes)) => Ok(Held::Bytes(bytes.to_vec().into())),
        (Type::String | Type::Bytes, Kind::Word(_, text)) => {
            Err(wrong().help(format!("write it in quotes: \"{}\"", cut(text))))
        }
        (Type::String | Type::Bytes, _) => Err(wrong().help("write it in quotes")),
        (Type::Bool, _) => {
            truth(value).map(Held::Bool).ok_or_else(|| wrong().help("write true or false, without quotes"))
        }
        (Type::Double | Type::Float, _) => float(kind, value),
        (Type::Message(_) | Type::Enum(_), _) => Err(wrong()),
        (_, Kind::Number(sign, form, text)) => integer(kind, *sign, *form, text),
        (_, Kind::String(_)) => Err(wrong().help("write the number without quotes")),
        _ => Err(wrong().help("write a whole number")),
    }
}

/// The number of an enum's value, by its name or number; a closed enum has no others than it names.
pub(super) fn enum_number(found: &EnumDescriptor, value: &Value<'_>) -> Result<i32, Misfit> {
    let wrong = || Misfit::new(format!("expected a value of enum {}, found {}", found.full_name(), value.described()));
    match &value.kind {
        Kind::Word(Sign::Plus, name) => found.get_value_by_name(name).map(|value| value.number()).ok_or_else(wrong),
        Kind::Number(sign, form, text) => match integer(&Type::Int32, *sign, *form, text) {
            Ok(Held::I32(number)) if found.get_value(number).is_some() || !dialect::is_closed(found) => Ok(number),
            Ok(_) => Err(wrong()),
            Err(_) => Err(wrong().help("the number of an enum's value is an int32")),
        },
        _ => Err(wrong()),
    }
}

/// Names are told by upper and lower case, numbers are 0 and 1 in any base.
fn truth(value: &Value<'_>) -> Option<bool> {
    match &value.kind {
        Kind::Word(Sign::Plus, "true" | "True" | "t") => Some(true),
        Kind::Word(Sign::Plus, "false" | "False" | "f") => Some(false),
        Kind::Number(Sign::Plus, Form::Decimal | Form::Based, text) => match literal::int(text)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        },
        _ => None,
    }
}

fn integer(kind: &Type, sign: Sign, form: Form, text: &str) -> Result<Held, Misfit> {
    let shown = format!("{}{}", sign.text(), cut(text));
    if form == Form::Float {
        let misfit = Misfit::new(format!("expected {}, found number {shown}", word(kind)));
        return Err(misfit.help("write a whole number, without point, exponent and suffix"));
    }
    // A number of more than 64 bits is out of every range.
    let number = literal::int(text).map(|number| match sign {
        Sign::Plus => i128::from(number),
        Sign::Minus => -i128::from(number),
    });
    let (value, least, greatest) = match kind {
        Type::Int32 | Type::Sint32 | Type::Sfixed32 => {
            let value = number.and_then(|n| i32::try_from(n).ok()).map(Held::I32);
            (value, i128::from(i32::MIN), i128::from(i32::MAX))
        }
        Type::Int64 | Type::Sint64 | Type::Sfixed64 => {
            let value = number.and_then(|n| i64::try_from(n).ok()).map(Held::I64);
            (value, i128::from(i64::MIN), i128::from(i64::MAX))
        }
        Type::Uint32 | Type::Fixed32 => {
            (number.and_then(|n| u32::try_from(n).ok()).map(Held::U32), 0, i128::from(u32::MAX))
        }
        _ => (number.and_then(|n| u64::try_from(n).ok()).map(Held::U64), 0, i128::from(u64::MAX)),
    };
    // Not even 0 has a sign where only such are: "Value Types".
    if least == 0 && sign == Sign::Minus {
        let misfit = Misfit::new(format!("expected {}, found number {shown} with a sign", word(kind)));
        return Err(misfit.help(format!("{} goes from 0 to {greatest}", word(kind))));
    }
    value.ok_or_else(|| {
        Misfit::new(format!("expected {}, found {shown}, which is out of its range", word(kind)))
            .help(format!("{} goes from {least} to {greatest}", word(kind)))
    })
}

/// What is too large is infinite, what is too small 0.
fn float(kind: &Type, value: &Value<'_>) -> Result<Held, Misfit> {
    let wrong = || Misfit::new(format!("expected {}, found {}", word(kind), value.described()));
    let (sign, text) = match &value.kind {
        Kind::Number(_, Form::Based, _) => {
            return Err(wrong().help("floating point numbers are neither octal nor hexadecimal"));
        }
        Kind::Number(sign, _, text) => (*sign, text.strip_suffix(['f', 'F']).unwrap_or(text)),
        Kind::Word(sign, text) if ["inf", "infinity", "nan"].iter().any(|known| text.eq_ignore_ascii_case(known)) => {
            (*sign, *text)
        }
        Kind::String(_) => return Err(wrong().help("write the number without quotes")),
        _ => return Err(wrong().help("write a number, inf, -inf or nan")),
    };
    // Each precision is rounded from the text, not one from the other. The sign is applied behind it, to 0 as well.
    Ok(match kind {
        Type::Float => {
            let number: f32 = text.parse().map_err(|_| wrong())?;
            Held::F32(if sign == Sign::Minus { -number } else { number })
        }
        _ => {
            let number: f64 = text.parse().map_err(|_| wrong())?;
            Held::F64(if sign == Sign::Minus { -number } else { number })
        }
    })
}
