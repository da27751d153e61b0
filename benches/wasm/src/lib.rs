//! The core's stages as functions that Node can call.
//!
//! Each call crosses the border between JavaScript and wasm as the page's worker does: texts and bytes are copied in and
//! out, schemas stay inside. Knows nothing of clocks and of what is measured.

use std::fmt::Write as _;

use wasm_bindgen::prelude::wasm_bindgen;
use wirelens::annotate::annotate;
use wirelens::diagnostic::Diagnostic;
use wirelens::message::{self, JsonOptions, Layout};
use wirelens::rpc::{
    scene::{self, Call, Caller, Handler, Link, MAX_MESSAGE, Protocol, Reaction, Scene, Streams},
    script::{Fault, Network},
    simulate,
};
use wirelens::schema::{self, Compiled, Compiler, Root};
use wirelens::syntax;
use wirelens::text::{File, Files};

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

/// Parses a text; how many elements the tree has comes out.
#[wasm_bindgen]
pub fn parse(text: &str) -> usize {
    syntax::parse(0, text).tree.len()
}

/// Parses a text and formats it; how many edits that are comes out.
#[wasm_bindgen]
pub fn format(text: &str) -> usize {
    syntax::format::format(&syntax::parse(0, text).tree).len()
}

/// Compiles a text that may be wrong; how many problems there are comes out.
#[wasm_bindgen]
pub fn check(text: &str) -> usize {
    schema::compile(&vec![File { name: "bench.proto".to_owned(), text: text.to_owned() }]).diagnostics.len()
}

/// Files that import each other, as they are edited.
#[wasm_bindgen]
pub struct Workspace {
    files: Files,
    compiler: Compiler,
    root: String,
}

#[wasm_bindgen]
impl Workspace {
    /// Compiles files for the first time.
    ///
    /// # Errors
    /// The first thing that is wrong with them.
    #[wasm_bindgen(constructor)]
    pub fn new(names: Vec<String>, texts: Vec<String>) -> Result<Workspace, String> {
        let files: Files = names.into_iter().zip(texts).map(|(name, text)| File { name, text }).collect();
        let mut compiler = Compiler::default();
        let compiled = compiler.update(&files);
        let root = compiled.schema.as_ref().and_then(schema::Schema::default_root);
        match root.filter(|_| compiled.is_complete()) {
            Some(root) => Ok(Workspace { files, compiler, root }),
            None => Err(first(&compiled.diagnostics)),
        }
    }

    /// The message type that a message would be read by.
    pub fn root(&self) -> String {
        self.root.clone()
    }

    /// Compiles all files as if for the first time; tells whether the message type is there.
    pub fn full(&self) -> bool {
        has(&Compiler::default().update(&self.files), &self.root)
    }

    /// Puts another text in the place of a file's and compiles what that changes.
    pub fn keystroke(&mut self, file: usize, text: &str) -> bool {
        if let Some(file) = self.files.get_mut(file) {
            file.text.clear();
            file.text.push_str(text);
        }
        has(&self.compiler.update(&self.files), &self.root)
    }
}

/// Whether the files compile and have a message type: the message beside them is read by it.
fn has(compiled: &Compiled, root: &str) -> bool {
    compiled.is_complete() && compiled.schema.as_ref().is_some_and(|schema| schema.message(root).is_some())
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
        let inner = self.inner.root(full_name).ok_or_else(|| format!("no message type {full_name}"))?;
        Ok(Message { inner })
    }
}

/// A message type.
#[wasm_bindgen]
pub struct Message {
    inner: Root,
}

#[wasm_bindgen]
impl Message {
    /// JSON text → bytes, as after a keystroke in the message: with every error's and every field's place.
    ///
    /// # Errors
    /// The first thing that is wrong with the text.
    pub fn encode(&self, json: &str) -> Result<Vec<u8>, String> {
        let parsed = message::from_json(&self.inner, json);
        parsed.bytes.ok_or_else(|| first(&parsed.diagnostics))
    }

    /// Bytes → JSON text.
    ///
    /// # Errors
    /// The first thing that can't be read.
    pub fn decode(&self, bytes: &[u8]) -> Result<String, String> {
        let json = message::json_of(&self.inner, bytes, JsonOptions::default(), Layout::Compact)?;
        if json.diagnostics.is_empty() { Ok(json.text) } else { Err(first(&json.diagnostics)) }
    }

    /// Bytes → nodes, which stay inside, as in the worker; how many there are comes out.
    pub fn annotate(&self, bytes: &[u8]) -> usize {
        annotate(bytes, Some(&self.inner)).len()
    }

    /// How many bytes of memory the nodes take.
    pub fn footprint(&self, bytes: &[u8]) -> usize {
        annotate(bytes, Some(&self.inner)).footprint()
    }
}

/// Bytes → nodes without a schema; how many there are comes out.
#[wasm_bindgen]
pub fn guess(bytes: &[u8]) -> usize {
    annotate(bytes, None).len()
}

fn first(diagnostics: &[Diagnostic]) -> String {
    diagnostics.first().map_or_else(|| "no result and no reason".to_owned(), |diagnostic| diagnostic.message.clone())
}

/// Simulates a stream of so many small messages from a server, or as many calls; how many events there are comes out.
///
/// 0: sent at once; 1: one by one; 2: with losses; 3: calls over one connection of gRPC; 4: calls over one of REST.
#[wasm_bindgen]
pub fn simulate(kind: u32, count: u32) -> usize {
    simulate::simulate(&scene(kind, count)).events.len()
}

fn scene(kind: u32, count: u32) -> Scene {
    let are_calls = kind >= 3;
    let wait = if kind == 0 { 0 } else { 100 };
    let message = |wait| scene::Message { wait, proto: vec![8, 123, 16, 1], json: b"{\"id\":123}".to_vec() };
    let messages = if are_calls { 1 } else { count };
    let call = Call {
        path: "/demo.Service/Method".to_owned(),
        rest: scene::Rest { verb: "POST".to_owned(), target: "/v1/method".to_owned() },
        streams: Streams { client: false, server: !are_calls },
        requests: vec![message(0)],
        handler: Handler {
            reactions: vec![
                Reaction::default(),
                Reaction { messages: (0..messages).map(|_| message(wait)).collect(), status: None },
            ],
            max_message: MAX_MESSAGE,
            ..Handler::default()
        },
        client: Caller { max_message: MAX_MESSAGE, ..Caller::default() },
        ..Call::default()
    };
    // As many as there are numbers for.
    let calls = if are_calls { count.min(u32::from(u16::MAX)) } else { 1 };
    Scene {
        parties: vec!["client".to_owned(), "server".to_owned()],
        links: vec![Link {
            client: 0,
            server: 1,
            authority: "server:50051".to_owned(),
            network: Network { loss: if kind == 2 { 10 } else { 0 }, ..Network::default() },
            fault: Fault::None,
            protocol: if kind == 4 { Protocol::Rest { connections: 6 } } else { Protocol::Grpc },
        }],
        calls: vec![call; calls as usize],
        seed: 1,
    }
}
