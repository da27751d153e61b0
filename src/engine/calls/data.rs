//! The plain data of the page of calls: what it asks of the engine, and what it is told.
//!
//! A timeline may have 200,000 events, so it stays in the worker: the page has the times of all and asks for the rows and
//! bytes on screen. Knows neither how a timeline is made nor how it is drawn.

use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::Severity,
    engine::view::{Cell, CellRole},
    rpc::{
        Micros,
        compare::Beside,
        prepare::Spot,
        scene::Streams,
        script::Script,
        snippets::{Language, Listing, Side},
        status::Code,
        store::{
            Settings,
            mismatch::{Change, Mismatch},
            place::Placed,
        },
    },
    text::Span,
};

/// What the page of calls asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Simulate a script under the schema of the newest analysis; answered with [`Told::Played`].
    Play(Box<Play>),
    /// Give other rows of the timeline; answered with [`Told::Window`].
    Window(Span),
    /// Tell all of the event with this index, with these of its bytes; answered with [`Told::Opened`].
    Open(u32, Span),
    /// Make a script for the method with this path, or for the first there is if it is empty; answered with
    /// [`Told::Drafted`].
    Draft(String),
    /// Make a script end with this status; answered with [`Told::Reached`].
    Reach(Code, Box<Script>),
    /// Write a script's call as programs; answered with [`Told::Written`].
    Write(Box<Wanted>),
    /// Make a sample for a message of the method with this path, from a seed; answered with [`Told::Sampled`].
    Sample(String, Spot, u64),
    /// Place an order in the online store; answered with [`Told::Placed`].
    Place(Settings),
    /// Make the script's call as gRPC and as REST; the number comes back. Answered with [`Told::Beside`].
    Beside(u32, Box<Script>),
    /// Change the store's schema on one side; answered with [`Told::Mismatched`].
    Mismatch(Change),
}

impl Ask {
    /// Whether a newer question of this kind makes `waiting` superfluous.
    pub fn supersedes(&self, waiting: &Ask) -> bool {
        matches!(
            (self, waiting),
            (Ask::Play(_), Ask::Play(_) | Ask::Window(_) | Ask::Open(..))
                | (Ask::Window(_), Ask::Window(_))
                | (Ask::Open(..), Ask::Open(..))
                | (Ask::Draft(_), Ask::Draft(_))
                | (Ask::Reach(..), Ask::Reach(..))
                | (Ask::Write(_), Ask::Write(_))
                | (Ask::Beside(..), Ask::Beside(..))
                | (Ask::Sample(..), Ask::Sample(..))
                | (Ask::Place(_), Ask::Place(_))
                | (Ask::Mismatch(_), Ask::Mismatch(_))
        )
    }
}

/// What is to be simulated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Play {
    /// Comes back with the answer.
    pub number: u32,
    /// The script.
    pub script: Script,
    /// The rows on screen.
    pub rows: Span,
}

/// A call that is to be written as programs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Comes back with the answer.
    pub number: u32,
    /// The script.
    pub script: Script,
    /// In which language.
    pub language: Language,
    /// Of which side.
    pub side: Side,
}

/// A call as programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The number that came with the script.
    pub number: u32,
    /// In which language.
    pub language: Language,
    /// Of which side.
    pub side: Side,
    /// The files; or why there are none, a sentence.
    pub listings: Result<Vec<Listing>, String>,
}

/// What the page of calls is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// To [`Ask::Play`].
    Played(Box<Played>),
    /// To [`Ask::Window`].
    Window(Window),
    /// To [`Ask::Open`]; nothing where there is no such event.
    Opened(Option<Box<Opened>>),
    /// To [`Ask::Draft`], with the path; nothing where there is no such method.
    Drafted(String, Option<Box<Script>>),
    /// To [`Ask::Reach`]: the script, and how it ends so, a sentence; nothing where its method is not there.
    Reached(Option<(Box<Script>, String)>),
    /// To [`Ask::Write`].
    Written(Box<Written>),
    /// To [`Ask::Sample`], with path and place: the JSON; nothing where the method is not there.
    Sampled(String, Spot, Option<String>),
    /// To [`Ask::Place`]; or why it can't be placed, a sentence.
    Placed(Result<Box<Placed>, String>),
    /// To [`Ask::Beside`], with its number; nothing where the script can't be simulated.
    Beside(u32, Option<Box<Beside>>),
    /// To [`Ask::Mismatch`]; or why that can't be tried, a sentence.
    Mismatched(Change, Result<Box<Mismatch>, String>),
}

impl Told {
    /// Whether it does not depend on what the user typed, so that no edit overtakes it.
    pub fn is_of_no_input(&self) -> bool {
        matches!(self, Told::Placed(_) | Told::Mismatched(..))
    }
}

/// Something wrong with a part of the script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// The part.
    pub at: Spot,
    /// Where in its text, in UTF-16 code units.
    pub span: Span,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// How bad it is: with an error nothing is simulated.
    pub severity: Severity,
    /// What was expected and what was found.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// A timeline in short, and the rows on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Played {
    /// The number that came with the script.
    pub number: u32,
    /// What is wrong with it.
    pub problems: Vec<Wrong>,
    /// Whether that can't be simulated, so that this is the timeline of an earlier script.
    pub is_old: bool,
    /// Who takes part, from left to right.
    pub parties: Vec<String>,
    /// Of each event, how long after the one before it happened: the first since the beginning.
    pub gaps: Vec<Micros>,
    /// When nothing more happens.
    pub end: Micros,
    /// Which sides of the call that was scripted may send more than one message.
    pub streams: Streams,
    /// Whether there would be more events.
    pub is_cut: bool,
    /// The calls and how they ended.
    pub calls: Vec<Outcome>,
    /// All that crossed, true to scale.
    pub flights: Vec<Flight>,
    /// The rows on screen.
    pub window: Window,
}

/// How a call ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What people call it.
    pub name: String,
    /// Party that made it.
    pub client: u16,
    /// Party that was to handle it.
    pub server: u16,
    /// When it was made.
    pub start: Option<Micros>,
    /// When the client had its status.
    pub end: Option<Micros>,
    /// How often it was tried.
    pub attempts: u16,
    /// What the client knows of it.
    pub at_client: Option<Ending>,
    /// What the server knows of each attempt that it saw.
    pub at_server: Vec<Ending>,
}

/// A status with what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The code.
    pub code: Code,
    /// Its name, such as `NOT_FOUND`.
    pub name: String,
    /// What people are told.
    pub message: String,
    /// When this side had it.
    pub at: Micros,
    /// What it means, a sentence.
    pub meaning: String,
    /// Whether it is safe to try again, a sentence.
    pub retry: String,
    /// The HTTP status a gateway makes of it.
    pub http: u16,
}

/// Something that crossed from party to party, for the picture of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flight {
    /// When it left, in thousandths of the whole.
    pub from: u16,
    /// When it was there, likewise; nothing if it never was.
    pub to: Option<u16>,
    /// Party it left.
    pub party: u16,
    /// Party it goes to.
    pub peer: u16,
    /// What it is.
    pub tone: Tone,
}

/// The rows that were asked for, one an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Index of the first.
    pub first: u32,
    /// The rows.
    pub rows: Vec<Row>,
}

/// An event, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// When it happened.
    pub at: Micros,
    /// When it was there, if it crosses and arrives.
    pub arrives: Option<Micros>,
    /// Party at which it happened.
    pub party: u16,
    /// Party it goes to; the same if it crosses nothing.
    pub peer: u16,
    /// Index of its call.
    pub call: Option<u16>,
    /// The attempt, from 0.
    pub attempt: u16,
    /// What it is, for its colour and mark.
    pub tone: Tone,
    /// What it is, such as `HEADERS`.
    pub title: String,
    /// What is in it, in short.
    pub note: String,
    /// Bytes that crossed, where they are known.
    pub size: Option<u32>,
    /// The parties that have a call in hand meanwhile, a bit each.
    pub active: u32,
}

/// What an event is, for its colour and mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// Below HTTP.
    Transport,
    /// A frame about the connection.
    Control,
    /// Headers or trailers.
    Headers,
    /// A message or a part of it.
    Data,
    /// Code does something or is told it.
    Local,
    /// An end as it was wished.
    Good,
    /// Something goes wrong.
    Bad,
}

/// All there is to tell of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its index.
    pub event: u32,
    /// In short.
    pub row: Row,
    /// What it is and what it is for; code in backticks.
    pub sentence: String,
    /// The bytes, where they crossed.
    pub frame: Option<FrameBytes>,
    /// The header list it completes.
    pub headers: Vec<HeaderRow>,
    /// The message it carries.
    pub message: Option<MessageView>,
}

/// The bytes of a frame, of an HTTP/1.1 request or response.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameBytes {
    /// How many there are.
    pub total: u32,
    /// Offset of the first cell.
    pub first: u32,
    /// A cell for each byte on screen.
    pub cells: Vec<Cell>,
    /// What they are, in order; each byte is in one.
    pub parts: Vec<Part>,
    /// How many bytes of the connection its sender sent before.
    pub before: u64,
}

/// Bytes that say one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Where they are in the frame.
    pub span: Span,
    /// The part they play.
    pub role: CellRole,
    /// Their colour, 0 to 4.
    pub hue: u8,
    /// What they are, such as `length`.
    pub title: String,
    /// What they say and which rule makes them say it; code in backticks.
    pub sentence: String,
}

/// A field of a header list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderRow {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// How it is written, in words.
    pub form: String,
    /// How many bytes it takes there.
    pub size: u32,
    /// Where they are in the frame; nothing where they are in another one, before it.
    pub bytes: Option<Span>,
}

/// A message that crossed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// Whether the server sent it.
    pub is_response: bool,
    /// Which of its side's it is, from 0.
    pub index: u32,
    /// Full name of its type; empty where that is not known.
    pub kind: String,
    /// As JSON, or why it can't be read as that.
    pub json: Result<String, String>,
    /// The bytes; of a larger one than [`MAX_SHOWN`](super::MAX_SHOWN) none.
    pub bytes: Vec<u8>,
    /// How many bytes it has.
    pub size: u32,
    /// Whether it crossed compressed.
    pub is_compressed: bool,
    /// Whether it is Protobuf, so that the playground can open it.
    pub is_proto: bool,
}
