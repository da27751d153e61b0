//! The plain data between the worker and the page: requests in, views out.
//!
//! Descriptors never cross. Spans that point into a text an editor shows are in UTF-16 code units, converted once,
//! here at the edge; spans that point into the payload are bytes. Knows no browser.

use serde::{Deserialize, Serialize};

use super::{
    calls::data as calls,
    copy::{Copied, Copy},
    lab::Lab,
    learn,
    live::data as live,
    services::{Query, Reply},
    survey::{Kept, Survey, Surveyed},
};
use crate::{
    analysis::{Input, Payload, Work},
    annotate::explain::Explanation,
    breakage::{Breakage, Way},
    diagnostic::{self, Severity},
    find::{By, Step},
    message::{
        JsonOptions,
        form::data::{Asked, Deed, Form},
        sample::Shape,
    },
    size::Sizes,
    text::{Files, Span},
    wire::{Taking, layers::Layer},
    workspace::{Imported, Picked, ShareError},
};

/// A request and the revision of the input the page had when it asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// Comes back with the answer, so that a stale one can be dropped.
    pub revision: u32,
    /// What is asked.
    pub request: Request,
}

/// What the page may ask of the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Analyze the input as it is now; answered with [`Body::Report`].
    Analyze(Change),
    /// Show another part of the bytes and rows; answered with [`Body::Views`].
    Look(Window),
    /// Write the message that is shown in the text format; answered with [`Body::Text`].
    Text,
    /// Write the message that is shown as JSON, whatever it was made from; answered with [`Body::Json`].
    Json,
    /// Find what belongs to a place; answered with [`Body::Marks`].
    Point(Point),
    /// Say in which ways the message can be broken with this byte chosen; answered with [`Body::Offers`].
    Offers(u32),
    /// Break it that way; answered with [`Body::Broken`].
    Break(Way, u32),
    /// Fold or unfold a row; answered with [`Body::Views`].
    Toggle(u32),
    /// Make a link of the input and the tab in front; answered with [`Body::Link`].
    Share(Box<Input>, u32),
    /// Read a link; answered with [`Body::Opened`].
    Open(String),
    /// Make files of what was dropped or opened, for a workspace that has these; answered with [`Body::Imported`].
    Import(Box<Picked>, Files),
    /// Pack these files; answered with [`Body::Exported`].
    Export(Export, Files),
    /// Look for something in the payload, or on in it; nothing ends the search. Answered with [`Body::Found`].
    Find(Option<Find>),
    /// Write what is shown as a text or a file to take away; answered with [`Body::Copied`].
    Copy(Copy),
    /// Ask what the payload on screen and these tell together; answered with [`Body::Surveyed`].
    Survey(Survey, Vec<Kept>),
    /// Give the bytes of the payload on screen, to be kept; answered with [`Body::Kept`].
    Keep,
    /// Measure the message on screen in every way; answered with [`Body::Lab`].
    Lab,
    /// Make a sample of the message type that [`Request::Analyze`] found, of this shape and from this seed; answered with
    /// [`Body::Sampled`].
    Sample(Shape, u64),
    /// Ask about a place in a .proto file as it was in the newest [`Request::Analyze`]; answered with [`Body::Language`].
    Language(Query),
    /// Show the message as a form with these rows open; answered with [`Body::Form`].
    Form(Asked),
    /// Do something to a row of the form, under a number; answered with [`Body::Acted`].
    Act(u32, Deed),
    /// What the page of calls asks; answered with [`Body::Calls`].
    Calls(Box<calls::Ask>),
    /// What a lesson or a question asks; answered with [`Body::Learn`].
    Learn(Box<learn::Ask>),
    /// What the page of live calls asks; answered with [`Body::Live`].
    Live(Box<live::Ask>),
}

impl Request {
    /// Whether a newer request of this kind makes `waiting` superfluous.
    pub fn supersedes(&self, waiting: &Request) -> bool {
        match (self, waiting) {
            (Request::Analyze(_), Request::Analyze(_) | Request::Point(_) | Request::Toggle(_) | Request::Find(_)) => {
                true
            }
            (Request::Analyze(_), Request::Offers(_) | Request::Break(..) | Request::Text | Request::Json) => true,
            (Request::Text, Request::Text) | (Request::Json, Request::Json) => true,
            // Whoever asks does so again for the newest text.
            (Request::Analyze(_) | Request::Form(_), Request::Form(_)) => true,
            (Request::Analyze(_) | Request::Act(..), Request::Act(..)) => true,
            (Request::Look(_), Request::Look(_)) | (Request::Find(_), Request::Find(_)) => true,
            (Request::Offers(_), Request::Offers(_)) => true,
            (Request::Point(new), Request::Point(old)) => new.hold == old.hold,
            (Request::Survey(..), Request::Survey(..)) | (Request::Sample(..), Request::Sample(..)) => true,
            (Request::Language(new), Request::Language(old)) => new.supersedes(old),
            (Request::Calls(new), Request::Calls(old)) => new.supersedes(old),
            (Request::Learn(new), Request::Learn(old)) => new.supersedes(old),
            _ => false,
        }
    }
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Find {
    /// Comes back with the answer.
    pub number: u32,
    /// In which way.
    pub by: By,
    /// The text.
    pub text: String,
    /// Where to go among what is found.
    pub step: Option<Step>,
}

/// What was found so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The number that came with the request.
    pub number: u32,
    /// How many places.
    pub total: u32,
    /// Whether no more of them are kept, though there may be some.
    pub is_full: bool,
    /// How much was looked through, in thousandths; all of it at 1000.
    pub done: u32,
    /// The place that was gone to, counted from 1, with what belongs to it.
    pub at: Option<(u32, Box<Marks>)>,
    /// Why the text can't be looked for.
    pub refusal: Option<String>,
    /// What is on screen, with marks at what is found.
    pub views: Option<Box<Views>>,
}

/// What a workspace is packed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// Its files, in a zip archive.
    Zip,
    /// Its descriptors with those of all imports, in an encoded `FileDescriptorSet`.
    Set,
}

/// A file to be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Download {
    /// The name that is proposed.
    pub name: String,
    /// Its media type.
    pub kind: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The input, without the parts the engine has already: a payload can be many megabytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The .proto files, where some came, went or got another name.
    pub files: Option<Files>,
    /// Else those whose text changed: index and text.
    pub texts: Vec<(u32, String)>,
    /// The chosen message type; empty for the default.
    pub root: String,
    /// The payload, where it changed.
    pub payload: Option<Payload>,
    /// What the user wants to be taken otherwise than it was found.
    pub taking: Taking,
    /// Whether it is another workspace than before, rather than a later version of the same.
    pub is_other: bool,
    /// Whether to tell what is a matter of style only.
    pub hints: bool,
    /// How JSON is written, where it is made from something else.
    pub json: JsonOptions,
    /// What part the page shows.
    pub window: Window,
    /// What is chosen from now on, where the bytes themselves were edited; else it is what was chosen before, found again.
    pub choose: Option<At>,
}

/// The part of a long view that is on screen, and a margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Offsets of bytes.
    pub bytes: Span,
    /// Indices of rows, counted without those inside a folded one.
    pub rows: Span,
    /// Whether absent fields have rows.
    pub absent: bool,
}

impl Problem {
    /// How bad it is, in the word shown: a matter of style is a `hint`.
    pub fn word(&self) -> &'static str {
        if diagnostic::is_hint(self.severity, &self.code) { "hint" } else { self.severity.word() }
    }
}

impl Default for Window {
    fn default() -> Self {
        Window { bytes: Span::new(0, 1024), rows: Span::new(0, 128), absent: false }
    }
}

/// A place the user points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Which.
    pub at: At,
    /// Whether it is chosen (a click, the cursor) or only hovered.
    pub hold: bool,
}

/// The same thing seen several ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum At {
    /// Nowhere: take the marks away.
    #[default]
    Nowhere,
    /// A byte of the payload.
    Byte(u32),
    /// A run of bytes chosen by hand.
    Bytes(Span),
    /// A node or an absent field, by its number in this revision.
    Node(u32),
    /// An offset in the JSON editor, in UTF-16 code units.
    Json(u32),
    /// An offset in the editor of the text format, in UTF-16 code units.
    Text(u32),
    /// An offset in a .proto editor, in UTF-16 code units.
    File(u32, u32),
}

/// An answer and the revision it answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The revision that came with the request.
    pub revision: u32,
    /// What is answered.
    pub body: Body,
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// To [`Request::Analyze`].
    Report(Box<Report>),
    /// To [`Request::Look`] and [`Request::Toggle`].
    Views(Views),
    /// To [`Request::Text`]; or why there is none, a sentence.
    Text(Result<TextFormat, String>),
    /// To [`Request::Json`]; or why there is none, a sentence.
    Json(Result<String, String>),
    /// To [`Request::Point`].
    Marks {
        /// Whether the place was chosen or only hovered.
        hold: bool,
        /// The place.
        at: At,
        /// What belongs to it.
        marks: Box<Marks>,
    },
    /// To [`Request::Offers`]: of each way in their order the place, or why it can't be.
    Offers(u32, Vec<Result<String, String>>),
    /// To [`Request::Break`], or why it can't be.
    Broken(Way, Box<Result<Breakage, String>>),
    /// To [`Request::Share`].
    Link(Result<String, ShareError>),
    /// To [`Request::Open`]: the input and the tab in front.
    Opened(Result<(Box<Input>, u32), ShareError>),
    /// To [`Request::Import`].
    Imported(Box<Imported>),
    /// To [`Request::Export`]; or why there is nothing to save, a sentence.
    Exported(Result<Download, String>),
    /// To [`Request::Find`]. While not all was looked through, the page asks again.
    Found(Box<Found>),
    /// To [`Request::Copy`]; or why there is nothing to take, a sentence.
    Copied(Result<Copied, String>),
    /// To [`Request::Survey`], which comes along.
    Surveyed(Survey, Box<Surveyed>),
    /// To [`Request::Keep`]; or why they can't be kept, a sentence.
    Kept(Result<Vec<u8>, String>),
    /// To [`Request::Lab`]; or why there is nothing to measure, a sentence.
    Lab(Box<Result<Lab, String>>),
    /// To [`Request::Sample`], with its shape and seed: the JSON; or why there is none, a sentence.
    Sampled(Shape, u64, Result<String, String>),
    /// To [`Request::Language`].
    Language(Reply),
    /// To [`Request::Form`]; spans are UTF-16.
    Form(Box<Form>),
    /// To [`Request::Act`], with its number; or why it can't be done.
    Acted(u32, Result<Acted, String>),
    /// To [`Request::Calls`].
    Calls(Box<calls::Told>),
    /// To [`Request::Learn`].
    Learn(Box<learn::Told>),
    /// To [`Request::Live`].
    Live(Box<live::Told>),
    /// To none yet: how far the work on the present one has come. More than one may come before its answer.
    Work(Work),
}

/// What something done in the form comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// Replacements in the JSON text, which do not overlap.
    pub edits: Vec<(Target, String)>,
    /// The path of the row that was acted on or added, as it is afterwards; of what was removed, the row around it.
    pub path: String,
}

/// What there is to show of one analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The first [`MAX_PROBLEMS`](super::MAX_PROBLEMS) of them, the worst first.
    pub problems: Vec<Problem>,
    /// How many there are in all.
    pub problem_total: u32,
    /// How many of them are errors.
    pub error_total: u32,
    /// Full names of the messages that can be the root.
    pub types: Vec<String>,
    /// The one that is.
    pub root: String,
    /// The services of the workspace.
    pub services: Vec<Service>,
    /// Whether the schema has errors, so that the last one without is used.
    pub schema_is_old: bool,
    /// The message and its bytes; nothing where the payload can't be read, so that the last one stays on screen.
    pub content: Option<Content>,
}

/// A message, its bytes and what they cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The JSON, where it was derived from the bytes.
    pub json: Option<String>,
    /// The bytes as plain hex, where that is not what was typed.
    pub payload: Option<String>,
    /// What the payload's text was taken for, such as `hex`.
    pub format: String,
    /// The layers around the bytes, outermost first.
    pub layers: Vec<LayerStep>,
    /// Where the bytes begin in those that were typed or opened; nothing where they are no part of those.
    pub start: Option<u32>,
    /// What it costs in each clothing.
    pub sizes: Sizes,
    /// The sizes in a sentence.
    pub verdict: String,
    /// The bytes of each field.
    pub costs: Vec<Cost>,
    /// The part on screen.
    pub views: Views,
    /// What is chosen, found again in the new analysis.
    pub selected: Marks,
}

/// The message in the text format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextFormat {
    /// The text.
    pub text: String,
    /// What is chosen in it, UTF-16.
    pub selected: Option<Span>,
}

/// A layer around the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerStep {
    /// How many layers were taken off before.
    pub depth: u32,
    /// Its kind.
    pub layer: Layer,
    /// What it is called, such as `gzip`.
    pub name: String,
    /// Whether it is taken off.
    pub on: bool,
    /// How many bytes there are with it.
    pub size: u32,
    /// How many messages it holds, where it can be more than one.
    pub messages: Option<u32>,
    /// Which of them is shown, from 0.
    pub chosen: u32,
    /// What else is to be said of it.
    pub note: Option<String>,
    /// Whether it can't be taken off.
    pub refused: bool,
}

/// What one top-level field costs on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Name, or `field 7`.
    pub name: String,
    /// Its colour, 0 to 4.
    pub hue: u8,
    /// All bytes of all its records.
    pub bytes: u32,
    /// Those of the tags.
    pub tag: u32,
    /// Those of the length prefixes.
    pub length: u32,
    /// The rest.
    pub payload: u32,
}

/// A diagnostic, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where a click leads.
    pub target: Target,
    /// `user.proto`, `message.json`, `message.txtpb` or `payload`.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// How bad it is.
    pub severity: Severity,
    /// A stable word for the kind, such as `json-unknown-field`.
    pub code: String,
    /// What was expected and what was found.
    pub message: String,
    /// How to mend it, and what the other places say.
    pub help: Option<String>,
    /// Edits that mend it, the likeliest first.
    pub fixes: Vec<Fix>,
}

/// Edits that mend a problem, in the words of the button that applies them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, such as ``insert `;` ``.
    pub title: String,
    /// Replacements in the texts of this revision, in any order; they do not overlap. They may be in other files than the
    /// problem, never in bytes.
    pub edits: Vec<(Target, String)>,
    /// In place of edits: the name that what is named at the problem's place should have. They have to be asked for.
    pub rename: Option<String>,
}

/// A place in one of the views, in the view's own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A .proto file, UTF-16.
    File(u32, Span),
    /// The JSON text, UTF-16.
    Json(Span),
    /// The message in the text format, UTF-16.
    Text(Span),
    /// The payload's text, UTF-16.
    Payload(Span),
    /// The bytes.
    Bytes(Span),
}

/// A service of the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Full name.
    pub name: String,
    /// Its leading comment.
    pub doc: String,
    /// In the order of declaration.
    pub methods: Vec<Method>,
}

/// A method of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// Simple name.
    pub name: String,
    /// Its leading comment.
    pub doc: String,
    /// `unary`, `server streaming`, `client streaming` or `bidirectional streaming`.
    pub kind: String,
    /// Whether the client may send more than one message.
    pub client_streams: bool,
    /// Whether the server may.
    pub server_streams: bool,
    /// What its options say of it, in words: `only reads`, `deprecated`.
    pub notes: Vec<String>,
    /// The HTTP/2 path: `/demo.UserService/GetUser`.
    pub path: String,
    /// Full name of the request's type.
    pub request: String,
    /// Full name of the response's type.
    pub response: String,
}

/// The part of the bytes and rows that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Views {
    /// How many bytes there are in all.
    pub byte_total: u32,
    /// How many rows there are in all, without those inside a folded one.
    pub row_total: u32,
    /// Offset of the first cell.
    pub first_byte: u32,
    /// A cell for each byte.
    pub cells: Vec<Cell>,
    /// Index of the first row.
    pub first_row: u32,
    /// The rows.
    pub rows: Vec<Row>,
    /// What was looked for and found among these bytes, in order.
    pub found: Vec<Span>,
    /// Index of the row of what is chosen, where rows were added or taken away.
    pub chosen: Option<u32>,
    /// Whether there are more absent fields than have rows.
    pub absent_cut: bool,
}

/// A byte and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its value.
    pub byte: u8,
    /// Its part in the record.
    pub role: CellRole,
    /// The colour of its field, 0 to 4.
    pub hue: u8,
}

/// The part a byte plays in its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellRole {
    /// Field number and wire type; the end tag of a group too.
    Tag,
    /// Length prefix.
    Length,
    /// The value.
    Payload,
    /// What can't be read.
    Junk,
}

impl CellRole {
    /// The word shown.
    pub fn word(self) -> &'static str {
        match self {
            CellRole::Tag => "tag",
            CellRole::Length => "length",
            CellRole::Payload => "payload",
            CellRole::Junk => "unreadable",
        }
    }
}

/// A row of the field tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The node's number, for [`At::Node`] and [`Request::Toggle`]; behind those of all nodes that of an absent field.
    pub node: u32,
    /// How deep it is nested, from 0.
    pub depth: u16,
    /// Position among its siblings, from 1, and their number.
    pub position: (u32, u32),
    /// The field's name, with index or key.
    pub name: String,
    /// The field's number; nothing for an element of a packed run or junk.
    pub number: Option<u32>,
    /// The value in short.
    pub value: String,
    /// The field's type.
    pub kind: String,
    /// All its bytes.
    pub span: Span,
    /// The colour of its field, 0 to 4.
    pub hue: u8,
    /// Whether rows are folded inside it: nothing where there are none.
    pub open: Option<bool>,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// Read without a schema, so only plausible.
    pub guessed: bool,
    /// The field is declared, and not on the wire.
    pub absent: bool,
    /// Whether what was looked for is in it, and in no row below it.
    pub found: bool,
}

/// The same thing in every view.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The bytes, in order.
    pub bytes: Vec<Span>,
    /// The one byte or leaf that was meant.
    pub focus: Option<Span>,
    /// The nodes, or the absent field, by number.
    pub nodes: Vec<u32>,
    /// Index of the row of the first.
    pub row: Option<u32>,
    /// The JSON value with its key, UTF-16.
    pub json: Option<Span>,
    /// The field in the text format, UTF-16; where it was asked for.
    pub text: Option<Span>,
    /// The declaration: file and span, UTF-16.
    pub file: Option<(u32, Span)>,
    /// What it is; only for what was chosen.
    pub explanation: Option<Explained>,
}

/// An explanation, and where in the .proto it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// What it is, why, and its bits.
    pub what: Explanation,
    /// The line of the declaration, such as `user.proto:10`.
    pub line: Option<String>,
    /// The value in the JSON, with its key, in short.
    pub json: Option<String>,
    /// What a screen reader says of the bytes: where they are and what.
    pub spoken: String,
    /// The field's comment in the .proto.
    pub doc: Option<String>,
}

/// The same message in both styles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The message type.
    pub root: String,
    /// The JSON without white space.
    pub json: String,
    /// The message in Protocol Buffers.
    pub protobuf: Vec<u8>,
    /// The same behind gRPC's five bytes.
    pub frame: Vec<u8>,
    /// All sizes.
    pub sizes: Sizes,
    /// The sizes in a sentence.
    pub verdict: String,
    /// The rows of the field tree, all of them.
    pub rows: Vec<Row>,
}
