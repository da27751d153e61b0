//! One side's schema is changed, and the other goes on as it was: what the compiler says of that, and what happens at run time
//! if nobody asked it.
//!
//! Everything is done, not told: the changed schema is compiled together with a program that uses it, and the JSON and the bytes
//! which that program sends are read by the new schema. The program is written in the one language our compiler speaks: it sets
//! the fields of a request as the value of an option. Knows no call.

use prost_reflect::{DynamicMessage, Value};
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::message::{self, JsonOptions, Layout};
use crate::schema::{self, Root, Schema};
use crate::text::{File, Files, LineIndex};

/// The field that changes, the request it is in, and what the caller says of it.
const FIELD: &str = "store.Item.quantity";
const REQUEST: &str = "store.ReserveRequest";
const SENT: &str = r#"{"items":[{"sku":"MUG-BLUE","quantity":2}]}"#;
const QUANTITY: &str = "2";

/// The program that uses the contract.
const CALLER: &str = "caller.proto";
const CALLER_TEXT: &str = r#"syntax = "proto3";

import "google/protobuf/descriptor.proto";
import "store/inventory.proto";

extend google.protobuf.FileOptions {
  store.ReserveRequest request = 50000;
}

option (request) = {
  items: { sku: "MUG-BLUE", quantity: 2 }
};
"#;

/// What the owners of the inventory do to the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// It gets another name.
    #[default]
    Renamed,
    /// It becomes a string.
    Retyped,
    /// It goes.
    Removed,
    /// It becomes a number that is written another way.
    Zigzag,
    /// It gets another number.
    Renumbered,
}

impl Change {
    /// All of them: first those a compiler sees.
    pub const ALL: [Change; 5] =
        [Change::Renamed, Change::Retyped, Change::Removed, Change::Zigzag, Change::Renumbered];

    /// What is done, in a few words.
    pub fn word(self) -> &'static str {
        match self {
            Change::Renamed => "rename it",
            Change::Retyped => "make it a string",
            Change::Removed => "remove it",
            Change::Zigzag => "make it an sint32",
            Change::Renumbered => "give it another number",
        }
    }

    /// The field as it is declared now.
    fn declared(self) -> &'static str {
        match self {
            Change::Renamed => "uint32 count = 2;",
            Change::Retyped => "string quantity = 2;",
            Change::Removed => "reserved 2;",
            Change::Zigzag => "sint32 quantity = 2;",
            Change::Renumbered => "uint32 quantity = 4;",
        }
    }

    /// Its name now.
    fn name(self) -> Option<&'static str> {
        match self {
            Change::Renamed => Some("count"),
            Change::Removed => None,
            Change::Retyped | Change::Zigzag | Change::Renumbered => Some("quantity"),
        }
    }

    /// What is to be said of it, whichever way it goes.
    pub fn lesson(self) -> &'static str {
        match self {
            Change::Renamed => {
                "Names are not on the wire, so programs that run already understand each other; whoever compiles anew is told. In \
                 JSON the name is all there is: the value gets lost, and nobody is told."
            }
            Change::Retyped => {
                "Both sides have to notice. A strict reader of JSON refuses the request; one in a dynamic language takes the number, \
                 and fails where it is used. Protobuf passes over a record with a wrong wire type, as over any field it does not know."
            }
            Change::Removed => {
                "Whoever still sets it is told when compiling anew. At run time both formats pass over it in silence: that is what lets \
                 old programs talk to new ones, and why the number is reserved."
            }
            Change::Zigzag => {
                "Here Protobuf is worse off: the code still compiles and the JSON is still right, but sint32 writes numbers in another \
                 way, and 2 is read as 1. Review of schema changes (`buf breaking`) finds it; a compiler can't."
            }
            Change::Renumbered => {
                "Here, too: nothing in the code changes, the JSON is still right, and the bytes have the value under a number that \
                 nobody reads any more. A field keeps its number for ever."
            }
        }
    }
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// The file that was changed, the statement as it was, and as it is.
    pub edit: (String, String, String),
    /// The caller's file and its text.
    pub caller: (String, String),
    /// What the compiler says of all files together.
    pub compiled: Vec<Complaint>,
    /// The caller's JSON, read by a service that passes over what it does not know, as most do.
    pub json: Reading,
    /// The caller's bytes, read by the service.
    pub proto: Reading,
}

/// An error of the compiler.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// The file.
    pub file: String,
    /// Line and column, from 1.
    pub place: (u32, u32),
    /// What was expected and what was found.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// A request that was read by another schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// What crossed: JSON or Protobuf.
    pub sent: Vec<u8>,
    /// What the service has then, as JSON with all its fields; or why it refuses.
    pub read: Result<String, String>,
    /// Whether it is what was meant.
    pub outcome: Outcome,
}

/// Whether what was read is what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is.
    Right,
    /// The value is gone, and nobody is told.
    Lost,
    /// It is another value, and nobody is told.
    Wrong,
    /// The request is refused, at run time.
    Refused,
}

/// Tries a change of the store's schema.
///
/// # Errors
/// A sentence, if the schema is of something else.
pub fn mismatch(files: &Files, change: Change) -> Result<Mismatch, String> {
    let other = || format!("the schema has no field {FIELD}");
    let before = schema::compile(files).schema.ok_or_else(other)?;
    let place = before.place(FIELD).ok_or_else(other)?;
    let Source::File(index) = place.source else { return Err(other()) };
    let mut changed = files.clone();
    let file = changed.get_mut(index as usize).ok_or_else(other)?;
    let was = place.span.of_str(&file.text).to_owned();
    file.text.replace_range(place.span.range(), change.declared());
    let edit = (file.name.clone(), was, change.declared().to_owned());
    changed.push(File { name: CALLER.to_owned(), text: CALLER_TEXT.to_owned() });
    let compiled = schema::compile(&changed);
    let errors = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let complaint = |diagnostic: &Diagnostic| {
        let Source::File(index) = diagnostic.place.source else { return None };
        let file = changed.get(index as usize)?;
        let at = LineIndex::new(&file.text).line_column(diagnostic.place.span.start as usize);
        Some(Complaint {
            file: file.name.clone(),
            place: (at.line, at.column),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
        })
    };
    let complaints = errors.filter_map(complaint).collect();

    let request = |schema: &Schema| schema.root(REQUEST).ok_or_else(|| format!("the schema has no type {REQUEST}"));
    let sent = message::from_json(&request(&before)?, SENT).bytes.ok_or_else(other)?;
    // The caller is not the service's: that one compiles.
    changed.pop();
    let after = schema::compile(&changed).schema.ok_or_else(other)?;
    let after = request(&after)?;
    let of_json = message::from_newer_json(&after, SENT);
    let json = match of_json.bytes {
        Some(bytes) => reading(&after, &bytes, change)?,
        None => {
            let error = of_json.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
            (Err(error.map(|error| error.message.clone()).unwrap_or_default()), Outcome::Refused)
        }
    };
    let proto = reading(&after, &sent, change)?;
    let told = |sent: Vec<u8>, (read, outcome)| Reading { sent, read, outcome };
    Ok(Mismatch {
        edit,
        caller: (CALLER.to_owned(), CALLER_TEXT.to_owned()),
        compiled: complaints,
        json: told(SENT.as_bytes().to_vec(), json),
        proto: told(sent, proto),
    })
}

/// What the service has of these bytes.
fn reading(root: &Root, bytes: &[u8], change: Change) -> Result<(Result<String, String>, Outcome), String> {
    let all = JsonOptions { defaults: true, ..JsonOptions::default() };
    let read = message::json_of(root, bytes, all, Layout::Compact)?.text;
    let found = change.name().and_then(|name| quantity(&message::decode(root, bytes, &[]).message, name));
    let outcome = match found.as_deref() {
        Some(QUANTITY) => Outcome::Right,
        None | Some("" | "0") => Outcome::Lost,
        Some(_) => Outcome::Wrong,
    };
    Ok((Ok(read), outcome))
}

/// How many of the first item there are to be.
fn quantity(request: &DynamicMessage, name: &str) -> Option<String> {
    let items = request.get_field_by_name("items")?;
    let quantity = items.as_list()?.first()?.as_message()?.get_field_by_name(name)?;
    match &*quantity {
        Value::U32(number) => Some(number.to_string()),
        Value::I32(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}
