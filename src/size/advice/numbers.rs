//! Types of numbers: varint, zigzag or fixed by the values there are, and `float` where it is exact.

use super::declared::Declared;
use super::observe::Observed;
use super::{Candidate, Kind, Subject};
use crate::annotate::{Scalar, Shape, Value};
use crate::wire::varint;

/// The least that a list of values takes in each of the three forms, in bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    negative: usize,
    varint: usize,
    zigzag: usize,
}

/// The integer types that hold the same numbers, and have the same JSON: as a varint, with zigzag, with a fixed size; and that
/// size.
fn family(scalar: Scalar) -> Option<(Scalar, Option<Scalar>, Scalar, usize)> {
    use Scalar::*;
    Some(match scalar {
        Int32 | Sint32 | Sfixed32 => (Int32, Some(Sint32), Sfixed32, 4),
        Int64 | Sint64 | Sfixed64 => (Int64, Some(Sint64), Sfixed64, 8),
        Uint32 | Fixed32 => (Uint32, None, Fixed32, 4),
        Uint64 | Fixed64 => (Uint64, None, Fixed64, 8),
        Double | Float | Bool | Enum => return None,
    })
}

pub(super) fn candidate(subject: &Subject<'_>, observed: &Observed<'_>, declared: &Declared<'_>) -> Option<Candidate> {
    let Shape::Scalar(now) = observed.field.shape else { return None };
    let (kind, better, why) = match now {
        Scalar::Double => (Kind::Float, Scalar::Float, exact(subject, observed)?),
        _ => integer(subject, observed, now).map(|(better, why)| (Kind::Integer, better, why))?,
    };
    Some(Candidate {
        kind,
        field: observed.field.full_name.clone(),
        title: format!("`{}`: `{}` instead of `{}`", declared.shown(), better.name(), now.name()),
        why,
        edits: vec![declared.replace(declared.field.type_node, better.name())],
        values: Vec::new(),
    })
}

fn integer(subject: &Subject<'_>, observed: &Observed<'_>, now: Scalar) -> Option<(Scalar, String)> {
    let (plain, zigzag, fixed, width) = family(now)?;
    let mut cost = Cost::default();
    for &id in &observed.values {
        let (signed, unsigned) = match subject.nodes.value(subject.bytes, id)? {
            Value::I32(value) => (i64::from(value), i64::from(value) as u64),
            Value::I64(value) => (value, value as u64),
            Value::U32(value) => (0, u64::from(value)),
            Value::U64(value) => (0, value),
            _ => return None,
        };
        cost.negative += usize::from(signed < 0);
        cost.varint += usize::from(varint::minimal_len(unsigned));
        cost.zigzag += usize::from(varint::minimal_len(varint::zigzag(signed)));
    }
    let count = observed.values.len();
    let forms = [(plain, cost.varint), (fixed, width * count)];
    let forms = forms.into_iter().chain(zigzag.map(|zigzag| (zigzag, cost.zigzag)));
    let (better, _) = forms.min_by_key(|&(_, bytes)| bytes).filter(|&(better, _)| better != now)?;
    let average = |bytes: usize| bytes as f64 / count.max(1) as f64;
    let of = if count == 1 { "the value".to_owned() } else { format!("{} of the {count} values", cost.negative) };
    let is = if count == 1 || cost.negative == 1 { "is" } else { "are" };
    let each = if count == 1 { "" } else { " each on average" };
    let why = if better == fixed && now == plain {
        format!(
            "as a varint a value here takes {:.1} B{each}; with a fixed size it takes {width}",
            average(cost.varint)
        )
    } else if better == fixed {
        format!(
            "with zigzag a value here takes {:.1} B{each}; with a fixed size it takes {width}",
            average(cost.zigzag)
        )
    } else if now == fixed {
        let bytes = if better == plain { cost.varint } else { cost.zigzag };
        format!("a fixed size is {width} B whatever the value; as a varint they take {:.1} B{each}", average(bytes))
    } else if better == plain {
        "zigzag doubles every number that is not negative, and that costs a byte here".to_owned()
    } else {
        format!("{of} {is} negative, which takes 10 B without zigzag")
    };
    Some((better, why))
}

/// Whether every value is the same in half the bytes.
fn exact(subject: &Subject<'_>, observed: &Observed<'_>) -> Option<String> {
    for &id in &observed.values {
        let Value::F64(value) = subject.nodes.value(subject.bytes, id)? else { return None };
        if f64::from(value as f32).to_bits() != value.to_bits() {
            return None;
        }
    }
    let count = observed.values.len();
    let values = if count == 1 { "the value is".to_owned() } else { format!("all {count} values are") };
    Some(format!("{values} exact in 4 B instead of 8"))
}
