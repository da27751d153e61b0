//! What can be asked of the engine in a content file, so that no text has to be believed: a [`Run`] gives one string.
//!
//! Used by facts (a lesson's and a question's claims, which tests recompute), by the proofs of options, and by tasks whose
//! key is what the engine answers. Plain data here, and what each gives is said at each; [`run()`] does it:
//!
//! - `number`: single numbers as bytes; `sum`: arithmetic; `constant`: values of specifications by name
//! - `message`: messages and their bytes; `path`: a value in their JSON
//! - `call`: a simulated call

mod call;
mod constant;
mod message;
mod number;
mod path;
mod sum;
#[cfg(test)]
#[cfg(feature = "content")]
mod tests;

pub use message::ACCEPTED;

use serde::{Deserialize, Serialize};

use super::live::{Contract, Sheet, Stage, Versions};
use crate::{diagnostic::Severity, schema, wire::input::hex};

/// Something the engine computes. Bytes are given as lower-case hex with spaces, numbers in decimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(clippy::large_enum_variant, reason = "a handful at a time, written by hand")]
pub enum Run {
    /// The message's bytes.
    Encode(Sheet),
    /// How many bytes the message takes.
    Size(Sheet),
    /// How many bytes its JSON takes, without white space.
    JsonSize(Sheet),
    /// How many bytes the message takes behind gzip.
    GzipSize(Sheet),
    /// `yes` if the JSON is a message of its type, otherwise the first error as `line:column message`.
    Accepts(Sheet),
    /// What a reader makes of bytes: the value at a path of the JSON, or all of it.
    Decode(Decode),
    /// What the reader of another version makes of a message.
    Versions(VersionsAt),
    /// Bytes in Protoscope's notation, one record a line; with a contract the fields' meaning takes part in it.
    Protoscope(Dump),
    /// Why a parser refuses these bytes, or `accepted`.
    Parse(Dump),
    /// A number of `int64` or `uint64` as a varint: its bytes.
    Varint(String),
    /// A varint's bytes as the unsigned number.
    ReadVarint(String),
    /// A number of `sint64` as zigzag makes it: the unsigned number.
    Zigzag(String),
    /// The `sint64` that an unsigned number is by zigzag.
    Unzigzag(String),
    /// A tag, `1 VARINT`, as its bytes.
    Tag(String),
    /// A tag's bytes as `1 VARINT`.
    ReadTag(String),
    /// A number as `fixed32`, `float`, `double` …, the type in front: `float 1.5`; its bytes.
    Fixed(String),
    /// Bytes as bits, eight a byte: `10010110 00000001`.
    Bits(String),
    /// `yes` if the files compile, otherwise the first error as `line:column message`.
    Compiles(Contract),
    /// How many errors the files have.
    Errors(Contract),
    /// What a call comes to.
    Call(CallAsk),
    /// A value of the specification that the code has by name, such as `http2 frame header` or `grpc prefix`.
    Constant(String),
    /// Arithmetic on whole numbers: `+ - * / % << >> ( )`; hexadecimal by `0x`, binary by `0b`.
    Sum(String),
}

/// What [`Run::Compiles`] and [`Run::Accepts`] say where nothing is wrong.
pub const YES: &str = "yes";

/// Computes it.
///
/// # Errors
/// Why there is nothing to give: files that don't compile where they have to, a message that is none, bytes that a parser
/// refuses, a call that can't be made.
pub fn run(run: &Run) -> Result<String, String> {
    match run {
        // Long ones have breaks of lines for people.
        Run::Encode(sheet) => Ok(hex(&sheet.encode()?).replace('\n', " ")),
        Run::Size(sheet) => Ok(sheet.encode()?.len().to_string()),
        Run::JsonSize(sheet) => Ok(message::compact(sheet)?.len().to_string()),
        Run::GzipSize(sheet) => Ok(message::gzip_size(sheet)?.to_string()),
        Run::Accepts(sheet) => message::accepts(sheet),
        Run::Decode(ask) => message::decode(ask),
        Run::Versions(ask) => message::versions(ask),
        Run::Protoscope(dump) => message::protoscope(dump),
        Run::Parse(dump) => message::parse(dump),
        Run::Varint(value) => number::varint(value),
        Run::ReadVarint(bytes) => Ok(number::read_varint(bytes)?.to_string()),
        Run::Zigzag(value) => number::zigzag(value),
        Run::Unzigzag(value) => number::unzigzag(value),
        Run::Tag(tag) => number::tag(tag),
        Run::ReadTag(bytes) => number::read_tag(bytes),
        Run::Fixed(value) => number::fixed(value),
        Run::Bits(bytes) => number::bits(bytes),
        Run::Compiles(of) => Ok(of.compile().map_or_else(|error| error, |_| YES.to_owned())),
        Run::Errors(of) => {
            let diagnostics = schema::compile(&of.files()).diagnostics;
            Ok(diagnostics.iter().filter(|it| it.severity == Severity::Error).count().to_string())
        }
        Run::Call(ask) => call::call(ask),
        Run::Constant(name) => constant::constant(name),
        Run::Sum(text) => Ok(sum::sum(text)?.to_string()),
    }
}

/// Bytes and who reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decode {
    /// By what it is read.
    pub of: Contract,
    /// The bytes, in hex.
    pub hex: String,
    /// A path of JSON names, `user.names.0`; empty for the whole, as JSON without white space. A string is given without
    /// quotes, what is absent as `absent`.
    pub path: String,
}

/// A message from one version to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VersionsAt {
    /// Who writes and who reads.
    pub of: Versions,
    /// As in [`Decode::path`].
    pub path: String,
}

/// Bytes with or without a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dump {
    /// The contract, if there is one.
    pub of: Option<Contract>,
    /// The bytes, in hex.
    pub hex: String,
}

/// A call and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallAsk {
    /// The call.
    pub stage: Stage,
    /// What is asked.
    pub ask: Ask,
}

/// What may be asked of a simulated call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// The status at the client, such as `NOT_FOUND`.
    ClientStatus,
    /// The status at the server.
    ServerStatus,
    /// The JSON, without white space, of the message the client gets so many-th, from 1; or `none`.
    Reply(u32),
    /// How many messages the client gets.
    Replies,
    /// How many attempts reach the server's handler.
    Attempts,
    /// How many bytes of application data cross both ways, HTTP/2 included, TCP and below not.
    Bytes,
    /// The same call over HTTP/1.1 with JSON.
    RestBytes,
    /// How long it takes at the client, in microseconds.
    Micros,
    /// The frames from the first to the last, `client HEADERS, client DATA, server HEADERS, …`, those of the connection
    /// itself (SETTINGS, WINDOW_UPDATE, PING) left out.
    Frames,
    /// The given steps in the order in which they happen, their ids joined by a blank.
    Order(Vec<Step>),
}

/// Something that happens in a call, and how it is known in the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    /// Its name, of `a-z`, `0-9` and hyphens.
    pub id: String,
    /// What people read, Markdown of a line.
    pub text: String,
    /// Who: `client` or `server`, or another party's name.
    pub who: String,
    /// A part of what the timeline says of the event, its title and what stands behind that: `HEADERS POST /demo.`,
    /// `delivered response message 1`.
    pub says: String,
    /// Which of those that fit, from 1; 0 is the first, too.
    pub nth: u32,
}
