//! Why a field is absent, in sentences. Bytes and names stand in `` `backticks` ``, as in the other explanations.

use prost_reflect::Kind;

use super::super::explain::Explanation;
use super::{Absent, Stray, Why};

/// What the text says of an absent field from which the message was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written<'a> {
    /// Nothing; or the message was not made from a text.
    Nothing,
    /// The JSON has it, with this value.
    Json(&'a str),
    /// The text format has it, with this value.
    Text(&'a str),
}

/// The longest value that is quoted, in characters.
const SHOWN: usize = 24;

/// Why it has no bytes and what a receiver reads. `path` is the field's.
pub fn explain_absent(absent: &Absent, path: &str, written: Written<'_>) -> Explanation {
    let name = absent.field.name();
    let mut sentences = Vec::new();
    sentences.extend(absent.stray.map(|stray| of_stray(absent, stray)));
    sentences.push(of_text(absent, written).unwrap_or_else(|| reason(absent)));
    sentences.push(read(absent));
    Explanation {
        title: format!("{name}: {}", absent.value_text()),
        place: "no bytes".to_owned(),
        kind: absent.type_text(),
        sentence: sentences.join(" "),
        path: path.to_owned(),
        ..Explanation::default()
    }
}

fn of_stray(absent: &Absent, stray: Stray) -> String {
    let name = absent.field.name();
    match stray {
        Stray::WireType => format!(
            "There is a field `{}`, but not of the wire type that `{name}` has, so parsers keep it as an unknown field.",
            absent.field.number()
        ),
        Stray::Enum(number) => format!(
            "`{name}` is there with `{number}`, for which its enum has no name. The enum is closed, so parsers keep the \
             field as an unknown one."
        ),
    }
}

/// Where the text has it and the bytes have not, that is what asks for a reason.
fn of_text(absent: &Absent, written: Written<'_>) -> Option<String> {
    let (text, value) = match written {
        Written::Nothing => return None,
        Written::Json(value) => ("JSON", value.trim()),
        Written::Text(value) => ("text", value.trim()),
    };
    let name = absent.field.name();
    let has = format!("The {text} has `{name}`, with {}", shown(value));
    Some(match &absent.why {
        _ if (text, value) == ("JSON", "null") => {
            format!("The JSON has `{name}`, with `null`, which is the same as to leave it out.")
        }
        Why::Implicit => format!(
            "{has}: that is its default. Under implicit presence a default is not written, so nobody can tell it from a \
             field that was never set. Explicit presence (`optional` in proto3) keeps the difference, for the price of a \
             record."
        ),
        Why::List => format!("{has}. A list has bytes for its elements only, so an empty one is the same as none."),
        Why::Map => format!("{has}. A map has bytes for its entries only, so an empty one is the same as none."),
        _ => return None,
    })
}

fn shown(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        None => format!("`{value}`"),
        Some((cut, _)) => format!("`{}…`", value.get(..cut).unwrap_or_default()),
    }
}

fn reason(absent: &Absent) -> String {
    let name = absent.field.name();
    match &absent.why {
        Why::Implicit => format!(
            "`{name}` is absent. It has implicit presence: its default is never written, so to set it to that and not to \
             set it are the same."
        ),
        Why::Explicit => format!(
            "`{name}` is not set. It has explicit presence: had it been set, be it to its default, it would have bytes."
        ),
        Why::Required => {
            format!("`{name}` is required, and missing: official parsers refuse the message.")
        }
        Why::Message => format!(
            "`{name}` is not set. A message always has explicit presence: had it been set, even an empty one would have a \
             tag and {}.",
            if absent.field.is_group() { "an end tag" } else { "a length of `0`" }
        ),
        Why::Member(oneof, Some(chosen)) => {
            format!(
                "`{name}` is a member of the oneof `{oneof}`, of which `{chosen}` is set: one of them at most can be."
            )
        }
        Why::Member(oneof, None) => format!(
            "`{name}` is a member of the oneof `{oneof}`, of which none is set. Had it been set, be it to its default, it \
             would have bytes."
        ),
        Why::List => format!(
            "`{name}` is an empty list: only its elements would have bytes, so an empty one is the same as none."
        ),
        Why::Map => {
            format!("`{name}` is an empty map: only its entries would have bytes, so an empty one is the same as none.")
        }
    }
}

fn read(absent: &Absent) -> String {
    let name = absent.field.name();
    let value = match absent.field.kind() {
        Kind::Message(message) if !matches!(absent.why, Why::List | Why::Map) => {
            format!("an empty `{}`", message.name())
        }
        _ if matches!(absent.why, Why::List | Why::Map) => absent.reads(),
        Kind::Bytes if absent.reads() == "no bytes" => absent.reads(),
        _ => format!("`{}`", absent.reads()),
    };
    match &absent.why {
        Why::Implicit | Why::List | Why::Map => format!("A receiver reads {value}."),
        Why::Required => format!("One that does not check reads {value}."),
        Why::Message => {
            format!("For a receiver `has_{name}` is false; one that looks inside all the same reads {value}.")
        }
        Why::Explicit => {
            let declared = if is_declared(absent) { ", the default it is declared with" } else { "" };
            format!("A receiver reads {value}{declared}, and `has_{name}` is false.")
        }
        Why::Member(oneof, chosen) => {
            let case = chosen.as_ref().map_or("not set".to_owned(), |chosen| format!("`{chosen}`"));
            format!("A receiver reads {value}, and that the case of `{oneof}` is {case}.")
        }
    }
}

/// Whether the declaration says the default: it is another one than its type's.
fn is_declared(absent: &Absent) -> bool {
    let kind = absent.field.kind();
    let of_type = match &kind {
        Kind::Enum(found) => {
            return found.values().next().map(|it| it.number()) != absent.field.default_value().as_enum_number();
        }
        kind => prost_reflect::Value::default_value(kind),
    };
    absent.field.default_value() != of_type
}
