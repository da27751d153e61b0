//! Expression and message → a value, by CEL's rules of comparison. Knows no text: what has the wrong type was refused before.

use std::{borrow::Cow, cmp::Ordering};

use prost_reflect::{DynamicMessage, Value};

use super::parse::Relation;

/// A part of a condition whose type is known.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// A value that is written.
    Value(Value),
    /// The request itself.
    Request,
    /// The value of the field with this number; where it is absent, its default.
    Field(Box<Expr>, u32),
    /// Whether the field with this number is there; of lists and maps, whether anything is in them.
    Has(Box<Expr>, u32),
    /// An element of a list by its index, or of a map by its key.
    Element(Box<Expr>, Box<Expr>),
    /// The elements of a list or map, the characters of a text, the bytes of bytes.
    Size(Box<Expr>),
    /// Whether a text has another in it, somehow.
    Holds(Within, Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare(Relation, Box<Expr>, Box<Expr>),
    /// These, in a list.
    List(Vec<Expr>),
}

/// Where in a text another is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Start,
    End,
    Anywhere,
}

impl Expr {
    /// Whether it is true.
    pub fn holds(&self, request: &DynamicMessage) -> bool {
        matches!(self.value(request).as_deref(), Some(Value::Bool(true)))
    }

    /// Its value; nothing where there is none.
    fn value<'a>(&'a self, request: &'a DynamicMessage) -> Option<Cow<'a, Value>> {
        let truth = |is: bool| Some(Cow::Owned(Value::Bool(is)));
        match self {
            Expr::Value(value) => Some(Cow::Borrowed(value)),
            Expr::Request => Some(Cow::Owned(Value::Message(request.clone()))),
            Expr::Field(of, number) => match message(of, request)? {
                Cow::Borrowed(message) => message.get_field_by_number(*number),
                Cow::Owned(message) => Some(Cow::Owned(message.get_field_by_number(*number)?.into_owned())),
            },
            Expr::Has(of, number) => truth(message(of, request)?.has_field_by_number(*number)),
            Expr::Element(of, by) => {
                let (of, by) = (of.value(request)?, by.value(request)?);
                match of {
                    Cow::Borrowed(of) => element(of, &by),
                    Cow::Owned(of) => element(&of, &by).map(|it| Cow::Owned(it.into_owned())),
                }
            }
            Expr::Size(of) => {
                let size = match of.value(request)?.as_ref() {
                    Value::String(text) => text.chars().count(),
                    Value::Bytes(bytes) => bytes.len(),
                    Value::List(list) => list.len(),
                    Value::Map(map) => map.len(),
                    _ => return None,
                };
                Some(Cow::Owned(Value::U64(size as u64)))
            }
            Expr::Holds(within, text, part) => {
                let (text, part) = (text.value(request)?, part.value(request)?);
                let (text, part) = (text.as_str()?, part.as_str()?);
                truth(match within {
                    Within::Start => text.starts_with(part),
                    Within::End => text.ends_with(part),
                    Within::Anywhere => text.contains(part),
                })
            }
            Expr::Not(of) => truth(!of.value(request)?.as_bool()?),
            // As in CEL one part that decides is enough, whatever can't be told of the others.
            Expr::And(parts) => decided(parts, request, false),
            Expr::Or(parts) => decided(parts, request, true),
            Expr::Compare(relation, left, right) => {
                let (left, right) = (left.value(request)?, right.value(request)?);
                truth(compare(*relation, &left, &right))
            }
            Expr::List(parts) => {
                let values = parts.iter().map(|part| part.value(request).map(Cow::into_owned));
                Some(Cow::Owned(Value::List(values.collect::<Option<_>>()?)))
            }
        }
    }
}

fn decided<'a>(parts: &'a [Expr], request: &'a DynamicMessage, by: bool) -> Option<Cow<'a, Value>> {
    let mut is_known = true;
    for part in parts {
        match part.value(request).and_then(|value| value.as_bool()) {
            Some(is) if is == by => return Some(Cow::Owned(Value::Bool(by))),
            Some(_) => {}
            None => is_known = false,
        }
    }
    is_known.then_some(Cow::Owned(Value::Bool(!by)))
}

/// The message that an expression is.
fn message<'a>(of: &'a Expr, request: &'a DynamicMessage) -> Option<Cow<'a, DynamicMessage>> {
    if let Expr::Request = of {
        return Some(Cow::Borrowed(request));
    }
    match of.value(request)? {
        Cow::Borrowed(Value::Message(message)) => Some(Cow::Borrowed(message)),
        Cow::Owned(Value::Message(message)) => Some(Cow::Owned(message)),
        _ => None,
    }
}

fn element<'a>(of: &'a Value, by: &Value) -> Option<Cow<'a, Value>> {
    match of {
        Value::List(list) => list.get(usize::try_from(int(by)?).ok()?).map(Cow::Borrowed),
        Value::Map(map) => {
            let found = map.iter().find(|(key, _)| is_equal(&Value::from((*key).clone()), by));
            found.map(|(_, value)| Cow::Borrowed(value))
        }
        _ => None,
    }
}

fn compare(relation: Relation, left: &Value, right: &Value) -> bool {
    let order = || order(left, right);
    match relation {
        Relation::Equal => is_equal(left, right),
        Relation::Unequal => !is_equal(left, right),
        Relation::Less => order() == Some(Ordering::Less),
        Relation::AtMost => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
        Relation::Greater => order() == Some(Ordering::Greater),
        Relation::AtLeast => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
        Relation::In => match right {
            Value::List(list) => list.iter().any(|it| is_equal(left, it)),
            Value::Map(map) => map.keys().any(|key| is_equal(left, &Value::from(key.clone()))),
            _ => false,
        },
    }
}

fn is_equal(left: &Value, right: &Value) -> bool {
    order(left, right) == Some(Ordering::Equal)
}

/// The order of two values; numbers by what they are, whatever their types.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        (Value::Bytes(left), Value::Bytes(right)) => Some(left.cmp(right)),
        _ => match (int(left), int(right)) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            (Some(left), None) => order_of(left, float(right)?),
            (None, Some(right)) => order_of(right, float(left)?).map(Ordering::reverse),
            (None, None) => float(left)?.partial_cmp(&float(right)?),
        },
    }
}

fn int(value: &Value) -> Option<i128> {
    Some(match *value {
        Value::I32(value) | Value::EnumNumber(value) => value.into(),
        Value::I64(value) => value.into(),
        Value::U32(value) => value.into(),
        Value::U64(value) => value.into(),
        _ => return None,
    })
}

fn float(value: &Value) -> Option<f64> {
    match *value {
        Value::F32(value) => Some(value.into()),
        Value::F64(value) => Some(value),
        _ => None,
    }
}

/// The order of a whole number, of 65 bits at most, and a double, without rounding either.
fn order_of(whole: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    // What is beyond the range of an i128 becomes its end, which is beyond that of `whole`.
    let floor = float.floor();
    let order = whole.cmp(&(floor as i128));
    Some(if order == Ordering::Equal && float > floor { Ordering::Less } else { order })
}
