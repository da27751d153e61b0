//! The live parts of a lesson: what the engine shows there and what a reader may change.
//!
//! Plain data, as an author writes it in a block marked `live` (TOML) and as the page has it. Knows neither how a part
//! looks nor what the engine finds.

use serde::{Deserialize, Serialize};

use crate::{rpc::script::Script, text::File};

/// A place in a lesson that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(clippy::large_enum_variant, reason = "a handful at a time, written by hand")]
pub enum Live {
    /// A message as a JSON request over HTTP beside the same in a gRPC frame, both measured.
    Compare(Sheet),
    /// A message's bytes, field by field, not to be changed.
    Bytes(Sheet),
    /// A schema and a message to be edited, with its bytes, each of which says what it is.
    Message(Sheet),
    /// How large a message is beside its JSON, and both compressed, as one of its lists grows.
    Size(Growth),
    /// A number or a tag whose bits can be changed.
    Bits(Bits),
    /// A message written by one schema and read by another; both can be edited.
    Versions(Versions),
    /// A call, played.
    Call(Stage),
}

/// .proto files, and which message type is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contract {
    /// The slug of the example whose files they are; its root is the default of `root`.
    pub example: String,
    /// Or the text of a single file, `lesson.proto`; `syntax = "proto3";` goes before it where it says neither syntax nor
    /// edition.
    pub proto: String,
    /// Or several files.
    pub files: Vec<File>,
    /// The message type's full name; the first message of the first file if empty.
    pub root: String,
}

/// A message of a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sheet {
    /// The contract.
    pub of: Contract,
    /// The message as JSON; the example's own if empty.
    pub json: String,
}

/// A message that grows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Growth {
    /// The contract.
    pub of: Contract,
    /// The message, in which the list has one item at least.
    pub json: String,
    /// The JSON name of the top-level list that grows, its items repeated in turn; empty if nothing does.
    pub list: String,
}

/// Something small enough to be seen bit by bit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bits {
    /// How it is written.
    pub notation: Notation,
    /// What is written at first: a decimal number, or for a tag the number and the wire type's name: `1 VARINT`.
    pub value: String,
}

/// How bits are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notation {
    /// A varint, of `uint64` or, negative, of `int64`.
    Varint,
    /// A zigzag varint, of `sint64`.
    Zigzag,
    /// A tag.
    Tag,
    /// A `fixed32`, four bytes, the lowest first.
    Fixed32,
    /// A `float`, IEEE 754 binary32.
    Float,
    /// A `double`, IEEE 754 binary64.
    Double,
}

/// Who writes and who reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Versions {
    /// By this the message is written.
    pub writer: Contract,
    /// By this it is read.
    pub reader: Contract,
    /// The message, of the writer's.
    pub json: String,
}

/// A call to be simulated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stage {
    /// Whose service it is.
    pub of: Contract,
    /// What is called and what happens.
    pub script: Script,
}
