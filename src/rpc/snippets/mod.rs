//! A call as programs: a client and a server of its method in the languages people use, with the call's own messages.
//!
//! 1. `plan`: the method, its files and its messages, read off schema and bytes
//! 2. `value`: bytes → a tree of values by the schema; `layout`: such a tree's text, in one line or in many
//! 3. `words`, `quote`: how generators of code make names; how literals are written
//! 4. `go`, `java`, `python`, `csharp`, `node`, `rust`, `shell`: one file a language: what its generated code calls things, and the
//!    programs around
//!
//! What is told by the generators (names of types, fields, enum values, oneofs; where a type is to be imported from) is told
//! here again, by their published rules; `tests/snippets/` runs what comes of it. Knows no simulator and no browser.

mod csharp;
mod go;
mod java;
mod layout;
mod node;
mod plan;
mod python;
mod quote;
mod rust;
mod shell;
mod value;
mod words;

use serde::{Deserialize, Serialize};

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Micros, status::Status};
use crate::schema::Schema;
use plan::Plan;
use value::Message;

/// The most bytes all messages of a call have together, to be written as code.
pub const MAX_BYTES: usize = 64 << 10;

/// What programs are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// grpc-go.
    #[default]
    Go,
    /// grpc-java.
    Java,
    /// grpcio.
    Python,
    /// grpc-dotnet.
    CSharp,
    /// @grpc/grpc-js with @grpc/proto-loader.
    Node,
    /// tonic.
    Rust,
    /// `grpcurl` and `buf curl`, which call and serve nothing.
    Shell,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Language; 7] = [
        Language::Go,
        Language::Java,
        Language::Python,
        Language::CSharp,
        Language::Node,
        Language::Rust,
        Language::Shell,
    ];

    /// The name people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Language::Go => "Go",
            Language::Java => "Java",
            Language::Python => "Python",
            Language::CSharp => "C#",
            Language::Node => "Node",
            Language::Rust => "Rust",
            Language::Shell => "Shell",
        }
    }
}

/// Which end of the call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Side {
    /// Who calls.
    #[default]
    Client,
    /// Who is called.
    Server,
}

/// A call to be written as programs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// The method's path: `/demo.UserService/GetUser`.
    pub method: String,
    /// What the client sends, encoded.
    pub requests: Vec<Vec<u8>>,
    /// What the server replies, encoded: to a bidirectional method after each request, else once.
    pub replies: Vec<Vec<u8>>,
    /// What the server ends the call with; `OK` adds nothing to the program.
    pub status: Status,
    /// How long the client waits.
    pub deadline: Option<Micros>,
    /// What the client adds.
    pub metadata: Vec<(String, String)>,
    /// Where the server listens: `localhost:50051`.
    pub address: String,
}

/// A file of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Its name; of commands to be typed, `setup.sh`.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// The files of a program: what it depends on, how its code is generated, and itself. A shell serves nothing: there are none.
///
/// # Errors
/// A sentence on why there is no program.
pub fn write(schema: &Schema, call: &Call, language: Language, side: Side) -> Result<Vec<Listing>, String> {
    let plan = Plan::new(schema, call)?;
    Ok(match language {
        Language::Go => go::write(&plan, side),
        Language::Java => java::write(&plan, side),
        Language::Python => python::write(&plan, side),
        Language::CSharp => csharp::write(&plan, side),
        Language::Node => node::write(&plan, side),
        Language::Rust => rust::write(&plan, side),
        Language::Shell => shell::write(&plan, side),
    })
}

fn listing(name: &str, text: String) -> Listing {
    Listing { name: name.to_owned(), text }
}

/// A message of which nothing is set.
fn empty(full_name: &str) -> Message {
    Message { full_name: full_name.to_owned(), ..Message::default() }
}

/// What has to be said of the messages: that a part of them is not there. A comment behind `mark`, or nothing.
fn note(plan: &Plan<'_>, mark: &str, shown: &[Message]) -> String {
    if plan.is_partial && !shown.is_empty() {
        format!("{mark}Extensions and fields that the schema does not know are left out of the messages.\n")
    } else {
        String::new()
    }
}

/// A while as seconds: `1.5`.
fn seconds(micros: Micros) -> String {
    decimal(micros, 1_000_000)
}

/// A while as milliseconds.
fn milliseconds(micros: Micros) -> String {
    decimal(micros, 1_000)
}

fn decimal(micros: Micros, unit: Micros) -> String {
    let (whole, rest) = (micros / unit, micros % unit);
    if rest == 0 {
        return whole.to_string();
    }
    let digits = unit.ilog10() as usize;
    format!("{whole}.{}", format!("{rest:0digits$}").trim_end_matches('0'))
}

/// What a text that is a `-bin` value stands for, which may lack its padding; as much of it as can be read.
fn binary(value: &str) -> Vec<u8> {
    const CONFIG: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const READER: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, CONFIG);
    READER.decode(value).unwrap_or_default()
}
