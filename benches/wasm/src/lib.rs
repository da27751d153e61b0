//! The core's stages as functions that Node can call.
//!
//! Each call crosses the border between JavaScript and wasm as the page's worker does: texts and bytes are copied in and
//! out, schemas stay inside. Knows nothing of clocks and of what is measured.

use std::fmt::Write as _;

use prost_reflect::MessageDescriptor;
use wasm_bindgen::prelude::wasm_bindgen;
use wirelens::annotate::annotate;
use wirelens::diagnostic::Diagnostic;
use wirelens::message;
use wirelens::schema;
use wirelens::text::File;

/// A compiled .proto text.
#[wasm_bindgen]
pub struct Schema {
    inner: schema::Schema,
}

/// Compiles one .proto text.
///
/// # Errors
/// The first thing that is wrong with it.
#[wasm_bindgen]
pub fn compile(text: &str) -> Result<Schema, String> {
    let compiled = schema::compile(&vec![File { name: "bench.proto".to_owned(), text: text.to_owned() }]);
    match (compiled.is_complete(), compiled.schema) {
        (true, Some(inner)) => Ok(Schema { inner }),
        _ => Err(first(&compiled.diagnostics)),
    }
}

#[wasm_bindgen]
impl Schema {
    /// The declared messages and their fields, a line each, to compare what compilers understood:
    /// `package.Message.field number`, and `repeated` behind it where it is.
    pub fn fields(&self) -> String {
        let mut lines = String::new();
        for message in self.inner.message_types().iter().filter_map(|name| self.inner.message(name)) {
            for field in message.fields() {
                let repeated = if field.is_list() { " repeated" } else { "" };
                // Writing to a string does not fail.
                let _ = writeln!(lines, "{} {}{repeated}", field.full_name(), field.number());
            }
        }
        lines
    }

    /// A message type by its full name.
    ///
    /// # Errors
    /// When there is none.
    pub fn message(&self, full_name: &str) -> Result<Message, String> {
        let inner = self.inner.message(full_name).ok_or_else(|| format!("no message type {full_name}"))?;
        Ok(Message { inner })
    }
}

/// A message type.
#[wasm_bindgen]
pub struct Message {
    inner: MessageDescriptor,
}

#[wasm_bindgen]
impl Message {
    /// JSON text → bytes, as after a keystroke in the message: with every error's and every field's place.
    ///
    /// # Errors
    /// The first thing that is wrong with the text.
    pub fn encode(&self, json: &str) -> Result<Vec<u8>, String> {
        let parsed = message::from_json(&self.inner, json);
        match parsed.message {
            Some(message) => Ok(message::encode(&message)),
            None => Err(first(&parsed.diagnostics)),
        }
    }

    /// Bytes → JSON text.
    ///
    /// # Errors
    /// The first thing that can't be read.
    pub fn decode(&self, bytes: &[u8]) -> Result<String, String> {
        let decoded = message::decode(&self.inner, bytes, &[]);
        match decoded.diagnostics.first() {
            None => message::to_json(&decoded.message),
            Some(_) => Err(first(&decoded.diagnostics)),
        }
    }

    /// Bytes → nodes, which stay inside, as in the worker; how many there are comes out.
    pub fn annotate(&self, bytes: &[u8]) -> usize {
        annotate(bytes, Some(&self.inner)).all().len()
    }
}

fn first(diagnostics: &[Diagnostic]) -> String {
    diagnostics.first().map_or_else(|| "no result and no reason".to_owned(), |diagnostic| diagnostic.message.clone())
}
