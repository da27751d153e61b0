//! What people may want otherwise of a message's JSON.

use serde::{Deserialize, Serialize};

/// The options of ProtoJSON's writers: <https://protobuf.dev/programming-guides/json/>, "JSON Options". Each is off by default,
/// and readers take what comes out of all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct JsonOptions {
    /// Fields without presence are there with their default values, too: numbers with 0, lists with `[]`, maps with `{}`.
    pub defaults: bool,
    /// Fields have the names of the .proto file instead of those in lowerCamelCase.
    pub original_names: bool,
    /// Values of enums are numbers instead of names.
    pub enums_as_numbers: bool,
}
