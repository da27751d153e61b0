//! The whole pipeline as one pure function: what the user typed → everything there is to know about it.
//!
//! Knows the stages and their order, and nothing of how their results are shown or where they run.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::{
    annotate::{self, Nodes, Verdict},
    diagnostic::{Diagnostic, Place, Severity},
    examples::Example,
    message::{self, Decoded, Json, JsonOptions, JsonPlaces, Layout, text::TextPlaces},
    rpc::script::Script,
    schema::{self, Compiled, Root, Schema, suggest},
    size::{self, Sizes},
    text::{File, Files, Span},
    wire::{
        self, Format, Taking,
        layers::{self, Step},
        splice::Splice,
    },
};

/// What the user typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The .proto files.
    pub files: Files,
    /// Full name of the payload's message type; empty for the schema's default.
    pub root: String,
    /// The message.
    pub payload: Payload,
    /// What the user wants otherwise than it was found of a payload that is bytes: its notation, the layers around it.
    pub taking: Taking,
    /// The call of a method, where somebody wrote one.
    pub script: Option<Box<Script>>,
}

/// The message in the clothing it was last edited in. The others are derived from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Payload {
    /// As JSON.
    Json(String),
    /// In the text format.
    TextFormat(String),
    /// As bytes in a typed notation: hex or base64.
    Text(String),
    /// As the bytes of a file.
    File {
        /// The file's name.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// As the bytes of a large file, which only whoever reads it holds.
    Held(Held),
}

/// The largest file whose bytes are part of the input, in bytes; those of a larger one are [`Held`].
pub const MAX_HERE: u64 = 1 << 20;

/// A file whose bytes are elsewhere, since the input is copied, sent and saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The file's name.
    pub name: String,
    /// How many bytes it has.
    pub size: u32,
    /// By which it is found, from 1; 0 of one that is not there any more, as after a reload.
    pub key: u32,
    /// What was changed in its bytes since it was opened, in this order.
    pub edits: Vec<Splice>,
}

/// How far long work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// What is being done.
    pub stage: Stage,
    /// How much of it, in thousandths.
    pub done: u32,
}

/// What takes long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// A file is read.
    Opening,
    /// Bytes become fields.
    Reading,
}

impl Work {
    /// `done` of `all`.
    pub fn of(stage: Stage, done: usize, all: usize) -> Work {
        Work { stage, done: (done as u64 * 1000 / (all as u64).max(1)) as u32 }
    }
}

impl Default for Payload {
    fn default() -> Self {
        Payload::Json(String::new())
    }
}

impl From<&Example> for Input {
    fn from(example: &Example) -> Input {
        let file = |&(name, text): &(&str, &str)| File { name: name.to_owned(), text: text.to_owned() };
        Input {
            files: example.files.iter().map(file).collect(),
            root: example.root.to_owned(),
            payload: Payload::Json(example.json.trim_end().to_owned()),
            taking: Taking::default(),
            script: None,
        }
    }
}

/// Everything there is to know about an input.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What every stage has to say.
    pub diagnostics: Vec<Diagnostic>,
    /// What the message was read by.
    pub schema: Option<Schema>,
    /// Whether that is an earlier schema, because the present one has errors.
    pub schema_is_old: bool,
    /// The message type.
    pub root: Option<Root>,
    /// The message; nothing where it could not be read.
    pub content: Option<Content>,
}

/// A message in all its clothings.
#[derive(Clone, Debug)]
pub struct Content {
    /// Its bytes; those of a large file are shared with whoever holds it.
    pub bytes: Rc<Vec<u8>>,
    /// What they mean.
    pub nodes: Nodes,
    /// Its JSON, typed or derived; empty where there is none.
    pub json: String,
    /// What in the JSON stands for which field.
    pub places: JsonPlaces,
    /// Its text in the text format, where that was typed.
    pub text: Option<Text>,
    /// What the bytes are, and what was around them.
    pub source: Source,
    /// What it costs in each clothing.
    pub sizes: Sizes,
}

/// A message in the text format.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub text: String,
    /// What in it stands for which field.
    pub places: TextPlaces,
}

/// Where a message's bytes come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The notation they were typed in, if they were.
    pub format: Format,
    /// What that is called, as precisely as it can be told.
    pub name: &'static str,
    /// The layers that were found around them.
    pub steps: Vec<Step>,
    /// Where they begin in the bytes that were typed or opened; nothing where they are no part of those.
    pub start: Option<usize>,
}

/// Payloads above this many bytes are not turned into JSON: no editor holds it comfortably.
pub const MAX_DERIVED: usize = 4 << 20;

/// How many diagnostics about the bytes are kept. A megabyte of junk has as many.
const MAX_BYTE_DIAGNOSTICS: usize = 200;

/// Analyzes an input.
pub fn analyze(input: &Input) -> Analysis {
    read(input, &schema::compile(&input.files), &[], None, JsonOptions::default(), &mut |_| {})
}

/// Reads the message by the schema of files compiled before. Where its type is touched by an error in them, it is read by the
/// first of the `earlier` schemas in which it was not. `held` are the bytes of a payload that is [`Held`]; `tell` hears now and then how
/// far it has come.
pub fn read(
    input: &Input,
    compiled: &Compiled,
    earlier: &[&Schema],
    held: Option<Rc<Vec<u8>>>,
    options: JsonOptions,
    tell: &mut dyn FnMut(Work),
) -> Analysis {
    let name = root_name(input, compiled, earlier);
    let present = compiled.schema.as_ref();
    let serves = |schema: &Schema| name.as_ref().is_some_and(|name| schema.is_whole(name));
    let old = match present {
        Some(present) if compiled.is_complete() || serves(present) => None,
        _ => earlier.iter().find(|earlier| serves(earlier)).copied(),
    };
    let schema = old.or(present).cloned();
    let mut diagnostics = compiled.diagnostics.clone();
    let root = schema.as_ref().zip(name).and_then(|(schema, name)| root(&name, schema, compiled, &mut diagnostics));
    let content = match &input.payload {
        Payload::Json(text) => root.as_ref().and_then(|root| from_json(root, text, &mut diagnostics)),
        Payload::TextFormat(text) => {
            root.as_ref().and_then(|root| from_text_format(root, text, options, &mut diagnostics))
        }
        Payload::Text(text) => Some(from_text(root.as_ref(), text, &input.taking, options, &mut diagnostics, tell)),
        Payload::File { bytes, .. } => {
            Some(from_file(root.as_ref(), Rc::new(bytes.clone()), &input.taking, options, &mut diagnostics, tell))
        }
        Payload::Held(file) => {
            if held.is_none() {
                diagnostics.push(missing(file));
            }
            held.map(|bytes| from_file(root.as_ref(), bytes, &input.taking, options, &mut diagnostics, tell))
        }
    };
    crate::order::sort_by_key(&mut diagnostics, |diagnostic| diagnostic.severity);
    Analysis { diagnostics, schema, schema_is_old: old.is_some(), root, content }
}

/// The chosen message type, else the first one; while there are errors that is the first there was without them.
fn root_name(input: &Input, compiled: &Compiled, earlier: &[&Schema]) -> Option<String> {
    if !input.root.is_empty() {
        return Some(input.root.clone());
    }
    let present = || compiled.schema.as_ref().and_then(Schema::default_root);
    if compiled.is_complete() {
        return present();
    }
    earlier.iter().find_map(|earlier| earlier.default_root()).or_else(present)
}

fn root(name: &str, schema: &Schema, compiled: &Compiled, diagnostics: &mut Vec<Diagnostic>) -> Option<Root> {
    let root = schema.root(name);
    if root.is_some() {
        return root;
    }
    if let Some(refusal) = schema.refusal(name) {
        diagnostics.push(refusal);
    } else if compiled.is_complete() {
        // A file with errors may be the one that declares it; its own errors say enough.
        let types = schema.message_types();
        let near = suggest::closest(name, types.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`? choose it above the message"),
            None => "choose another message type above the message".to_owned(),
        };
        let text = format!("expected a declared message type, found `{name}`");
        diagnostics.push(Diagnostic::error("unknown-root", Place::json(Span::at(0)), text).with_help(help));
    }
    None
}

fn from_json(root: &Root, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Content> {
    let parsed = message::from_json(root, text);
    diagnostics.extend(parsed.diagnostics);
    let bytes = parsed.bytes?;
    let nodes = annotate::annotate(&bytes, Some(root));
    let sizes = size::measure(&bytes, &message::minify(text).unwrap_or_default());
    Some(Content {
        bytes: Rc::new(bytes),
        nodes,
        json: text.to_owned(),
        places: parsed.places,
        text: None,
        source: Source { start: Some(0), ..Source::default() },
        sizes,
    })
}

fn from_text_format(
    root: &Root,
    text: &str,
    options: JsonOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Content> {
    let parsed = message::text::read(root, text);
    diagnostics.extend(parsed.diagnostics);
    let bytes = message::encode(&parsed.message?);
    let nodes = annotate::annotate(&bytes, Some(root));
    let mut found = Vec::new();
    let (json, places) = derived_json(root, &bytes, &nodes, options, &mut found);
    diagnostics.extend(found);
    let sizes = sizes(&bytes, &json);
    let source = Source { start: Some(0), ..Source::default() };
    let text = Some(Text { text: text.to_owned(), places: parsed.places });
    Some(Content { bytes: Rc::new(bytes), nodes, json, places, text, source, sizes })
}

fn from_text(
    root: Option<&Root>,
    text: &str,
    taking: &Taking,
    options: JsonOptions,
    diagnostics: &mut Vec<Diagnostic>,
    tell: &mut dyn FnMut(Work),
) -> Content {
    let mut payload = wire::input::read_as(text, taking.format);
    let bytes = Rc::new(std::mem::take(&mut payload.bytes));
    let (mut source, bytes, around) = unpacked(bytes, taking);
    (source.format, source.name) = (payload.format, payload.name());
    let (content, mut found) = from_bytes(root, bytes, source, options, tell);
    let start = content.source.start;
    // The text is what the user sees and can mend; what was inflated is not in it.
    let in_text = |place: &mut Place, start| {
        let Span { start: from, end } = place.span;
        *place = Place::payload(payload.text_span(Span::new(from as usize + start, end as usize + start)));
    };
    if let Some(start) = start {
        found.iter_mut().for_each(|diagnostic| in_text(&mut diagnostic.place, start));
    }
    let broken = payload.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    // Where the text ends too early, so do the bytes; to say so twice would blame the wrong one.
    if !broken {
        found.extend(around.into_iter().map(|mut diagnostic| {
            in_text(&mut diagnostic.place, 0);
            diagnostic
        }));
        diagnostics.extend(found);
    }
    diagnostics.extend(payload.diagnostics);
    content
}

fn from_file(
    root: Option<&Root>,
    bytes: Rc<Vec<u8>>,
    taking: &Taking,
    options: JsonOptions,
    diagnostics: &mut Vec<Diagnostic>,
    tell: &mut dyn FnMut(Work),
) -> Content {
    let (source, bytes, around) = unpacked(bytes, taking);
    let is_whole = !source.steps.iter().any(|step| step.on);
    // The bytes of the file are not on screen but where nothing was around them.
    diagnostics.extend(around.into_iter().map(|mut diagnostic| {
        diagnostic.place = if is_whole { diagnostic.place } else { Place::bytes(Span::at(0)) };
        diagnostic
    }));
    let (content, found) = from_bytes(root, bytes, source, options, tell);
    diagnostics.extend(found);
    content
}

/// The bytes without what is around them, with places of diagnostics in those given.
fn unpacked(bytes: Rc<Vec<u8>>, taking: &Taking) -> (Source, Rc<Vec<u8>>, Vec<Diagnostic>) {
    let layers::Peeled { steps, bytes: inside, start, diagnostics } = layers::peel(&bytes, taking);
    (Source { steps, start, ..Source::default() }, inside.map_or(bytes, Rc::new), diagnostics)
}

/// What there is to say of a large file that can't be read.
fn missing(file: &Held) -> Diagnostic {
    let text = format!("expected the {} bytes of `{}`, found none", file.size, file.name);
    let help = "open the file again: files over 1 MiB are not kept between visits, and one that has changed since it was \
        opened can't be read";
    Diagnostic::error("file-gone", Place::bytes(Span::at(0)), text).with_help(help)
}

/// What a message says, in spite of what may be broken in it: everything up to the fault, and what could be read behind it.
pub fn decoded(root: &Root, bytes: &[u8], nodes: &Nodes) -> Decoded {
    if nodes.verdict() == Verdict::Refused {
        let bytes = nodes.salvaged(bytes);
        let decoded = message::decode(root, &bytes, &[Span::new(0, bytes.len())]);
        if decoded.diagnostics.is_empty() {
            return decoded;
        }
    }
    let records: Vec<Span> = nodes.children(annotate::TOP).filter_map(|id| Some(nodes.get(id)?.span)).collect();
    message::decode(root, bytes, &records)
}

/// The same in the text format.
///
/// # Errors
/// Those of [`message::text::to_text`].
pub fn shown_text(root: &Root, bytes: &[u8], nodes: &Nodes) -> Result<Text, String> {
    let text = message::text::to_text(&decoded(root, bytes, nodes).message)?;
    let places = message::text::read(root, &text).places;
    Ok(Text { text, places })
}

/// The same as JSON; where something is broken, places of diagnostics are in what could be read.
pub fn shown_json(root: &Root, bytes: &[u8], nodes: &Nodes, options: JsonOptions) -> Result<Json, String> {
    match nodes.verdict() {
        Verdict::Valid => message::json_of(root, bytes, options, Layout::Lines),
        _ => message::json_of(root, &nodes.salvaged(bytes), options, Layout::Lines),
    }
}

fn from_bytes(
    root: Option<&Root>,
    bytes: Rc<Vec<u8>>,
    source: Source,
    options: JsonOptions,
    tell: &mut dyn FnMut(Work),
) -> (Content, Vec<Diagnostic>) {
    let mut come = |at| tell(Work::of(Stage::Reading, at, bytes.len()));
    let nodes = annotate::annotate_telling(&bytes, root, &mut come);
    let problems = nodes.problems().take(MAX_BYTE_DIAGNOSTICS);
    let mut found: Vec<Diagnostic> = problems.filter_map(|(id, _)| nodes.diagnostic(&bytes, id)).collect();
    let (json, places) = root.map(|root| derived_json(root, &bytes, &nodes, options, &mut found)).unwrap_or_default();
    let sizes = sizes(&bytes, &json);
    (Content { bytes, nodes, json, places, text: None, source, sizes }, found)
}

/// The JSON of bytes, with what stands where in it; empty where there is none, which `found` then says.
fn derived_json(
    root: &Root,
    bytes: &[u8],
    nodes: &Nodes,
    options: JsonOptions,
    found: &mut Vec<Diagnostic>,
) -> (String, JsonPlaces) {
    let nowhere = Place::bytes(Span::at(0));
    if bytes.len() > MAX_DERIVED {
        let text = "this payload is too large to be shown as JSON; its bytes and fields are all here";
        found.push(Diagnostic::info("json-too-large", nowhere, text));
        return Default::default();
    }
    match shown_json(root, bytes, nodes, options) {
        Ok(json) => {
            // What the nodes have told already, place by place, need not be told again.
            if !found.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
                found.extend(json.diagnostics);
            }
            let places = message::from_json(root, &json.text).places;
            (json.text, places)
        }
        Err(text) => {
            found.push(Diagnostic::warning("json-impossible", nowhere, text));
            Default::default()
        }
    }
}

fn sizes(bytes: &[u8], json: &str) -> Sizes {
    match bytes.len() > MAX_DERIVED {
        true => size::of_large(bytes.len()),
        false => size::measure(bytes, &message::minify(json).unwrap_or_default()),
    }
}
