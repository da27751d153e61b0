//! What a schema or a message that somebody writes must come to. Every goal is one thing, said in one sentence.
//!
//! Plain data; that files compile at all is a goal nobody has to state.

use serde::{Deserialize, Serialize};

/// Something that must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// A message type of this full name exists.
    Message(String),
    /// A field exists and is so.
    Field(FieldGoal),
    /// A method exists and is so.
    Method(MethodGoal),
    /// An enum's value exists; `demo.Color.RED = 1`: full name of the enum, value's name, number.
    Value(String),
    /// A number (`demo.User 3`) or a name (`demo.User email`) is reserved.
    Reserved(String),
    /// No field, reserved or not, of `demo.User` has this number or name any more.
    Gone(String),
    /// The compiler has nothing to say but for hints.
    Quiet,
    /// A message is accepted, and takes no more than so many bytes.
    Encodes(EncodesGoal),
    /// Bytes are read as this message; what the schema does not know is skipped.
    Reads(ReadsGoal),
    /// In the message that is written, a path of JSON names has this value, both as JSON: `user.name = "Alice"`.
    Has(String),
    /// The message that is written takes no more than so many bytes.
    AtMost(u32),
    /// The message that is written takes so many bytes at least.
    AtLeast(u32),
}

/// A field; what is empty is left open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldGoal {
    /// The message's full name.
    pub of: String,
    /// Its name; empty if any field will do.
    pub name: String,
    /// Its number; 0 if any will do.
    pub number: u32,
    /// Its type as one writes it: `int32`, `demo.Money`, `map<string, int32>`.
    pub r#type: String,
    /// `optional` (presence is tracked by the label or by edition), `repeated`, `required`, `packed`, `expanded`, or the
    /// oneof's name behind `oneof `.
    pub label: String,
}

/// A method; what is empty is left open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MethodGoal {
    /// The service's full name.
    pub of: String,
    /// Its name.
    pub name: String,
    /// The request type's full name.
    pub request: String,
    /// The response type's full name.
    pub response: String,
    /// `unary`, `server streaming`, `client streaming`, `bidirectional`.
    pub kind: String,
}

/// A message that must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EncodesGoal {
    /// The message type's full name.
    pub root: String,
    /// The message.
    pub json: String,
    /// The most it may take, in bytes; 0 if it may take any.
    pub at_most: u32,
}

/// Bytes that must be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadsGoal {
    /// The message type's full name.
    pub root: String,
    /// The bytes, in hex.
    pub hex: String,
    /// What they say.
    pub json: String,
}

impl Goal {
    /// The goal as a sentence, Markdown of a line.
    pub fn sentence(&self) -> String {
        match self {
            Goal::Message(name) => format!("There is a message `{}`.", short(name)),
            Goal::Field(field) => field.sentence(),
            Goal::Method(method) => method.sentence(),
            Goal::Value(value) => format!("There is the enum value `{value}`."),
            Goal::Reserved(what) => match what.split_once(' ') {
                Some((of, what)) => format!("`{}` reserves `{what}`.", short(of)),
                None => format!("`{what}` is reserved."),
            },
            Goal::Gone(what) => match what.split_once(' ') {
                Some((of, what)) => format!("No field of `{}` is `{what}`.", short(of)),
                None => format!("There is no `{what}`."),
            },
            Goal::Quiet => "The compiler has no warnings.".to_owned(),
            Goal::Encodes(EncodesGoal { root, json, at_most: 0 }) => {
                format!("`{json}` is a message of `{}`.", short(root))
            }
            Goal::Encodes(EncodesGoal { root, json, at_most }) => {
                format!("`{json}` as `{}` takes {at_most} bytes at most.", short(root))
            }
            Goal::Reads(ReadsGoal { root, hex, json }) => {
                format!("The bytes `{hex}`, read as `{}`, say `{json}`.", short(root))
            }
            Goal::Has(what) => format!("The message has `{what}`."),
            Goal::AtMost(bytes) => format!("The message takes {bytes} bytes at most."),
            Goal::AtLeast(bytes) => format!("The message takes {bytes} bytes at least."),
        }
    }
}

impl FieldGoal {
    fn sentence(&self) -> String {
        let mut said = match self.name.as_str() {
            "" => format!("`{}` has a field", short(&self.of)),
            name => format!("`{}` has a field `{name}`", short(&self.of)),
        };
        if !self.r#type.is_empty() {
            said.push_str(&format!(" of type `{}`", self.r#type));
        }
        if self.number > 0 {
            said.push_str(&format!(", number {}", self.number));
        }
        if !self.label.is_empty() {
            said.push_str(&match self.label.strip_prefix("oneof ") {
                Some(oneof) => format!(", in the oneof `{oneof}`"),
                None => format!(", {}", self.label),
            });
        }
        said.push('.');
        said
    }
}

impl MethodGoal {
    fn sentence(&self) -> String {
        let mut said = format!("`{}` has a method `{}`", short(&self.of), self.name);
        if !self.request.is_empty() {
            said.push_str(&format!(" that takes `{}`", short(&self.request)));
        }
        if !self.response.is_empty() {
            said.push_str(&format!(" and returns `{}`", short(&self.response)));
        }
        if !self.kind.is_empty() {
            said.push_str(&format!(", {}", self.kind));
        }
        said.push('.');
        said
    }
}

/// A full name's last part.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
