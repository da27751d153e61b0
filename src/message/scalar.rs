//! What is said of scalar values in the text format. Knows no places.

use prost_reflect::{EnumDescriptor, Kind};

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
