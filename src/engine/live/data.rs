//! The plain data of the page that calls real servers: what it asks of the engine, and what it is told.
//!
//! The page sends and receives; what is sent, and what it means that came back, is made here. Knows no browser.

use serde::{Deserialize, Serialize};

use crate::{
    engine::calls::data::FrameBytes,
    rpc::{Micros, status::Code, web::Protocol},
    text::Files,
};

/// What the page asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Make a request's JSON for the method with that path; answered with [`Told::Sample`].
    Sample(String),
    /// Make a call of that; answered with [`Told::Ready`].
    Call(Box<Call>),
    /// The response to it begins; answered with [`Told::Seen`].
    Head(Head),
    /// A piece of its body is there; likewise.
    Piece(Vec<u8>),
    /// It is complete; likewise.
    End,
    /// Ask a server for its schema; answered with [`Told::Reflection`].
    Reflect,
    /// The server's response to that; likewise.
    Reflected(Head, Vec<u8>),
}

/// A call as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The method: `/package.Service/Method`.
    pub path: String,
    /// How it is called.
    pub protocol: Protocol,
    /// The request.
    pub json: String,
    /// Custom metadata, a line each: `name: value`.
    pub metadata: String,
    /// How long it may take.
    pub deadline: Option<Micros>,
}

/// An HTTP request, always a POST.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Its path, with a slash first.
    pub path: String,
    /// Its headers.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
}

/// What is known of a response before its body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// HTTP's status.
    pub status: u16,
    /// The headers that may be read.
    pub headers: Vec<(String, String)>,
}

/// What the page is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// To [`Ask::Sample`], with its path: the JSON; or why there is none, a sentence.
    Sample(String, Result<String, String>),
    /// To [`Ask::Call`]; or all that is wrong with it.
    Ready(Result<Box<Ready>, Vec<String>>),
    /// To [`Ask::Head`], [`Ask::Piece`] and [`Ask::End`].
    Seen(Box<Seen>),
    /// To [`Ask::Reflect`] and [`Ask::Reflected`].
    Reflection(Reflected),
}

/// A call that can be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// What is sent.
    pub request: Request,
    /// The request's frame.
    pub frame: Frame,
}

/// What became of a response so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The frames that are new.
    pub frames: Vec<Frame>,
    /// How it ended, if it has.
    pub ending: Option<Ending>,
}

/// Bytes that mean something together, and what they mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// What it is: `Message 2`, `Trailers`.
    pub title: String,
    /// Whether it is as it should be.
    pub is_good: bool,
    /// What is in it, as JSON or text; or why it can't be read.
    pub text: Result<String, String>,
    /// Its bytes, each in a part.
    pub bytes: FrameBytes,
}

/// How a call ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The code.
    pub code: Code,
    /// Its name, such as `NOT_FOUND`.
    pub name: String,
    /// What people are told.
    pub message: String,
    /// What the code means, a sentence.
    pub meaning: String,
    /// Whether it is safe to try again, a sentence.
    pub retry: String,
    /// What explains it.
    pub details: Vec<Detail>,
    /// What was wrong with the response, each with how to mend it, where that is known.
    pub faults: Vec<(String, Option<String>)>,
    /// HTTP's status; 0 where there was no response.
    pub http: u16,
    /// The headers that may be read.
    pub headers: Vec<(String, String)>,
    /// Trailing metadata.
    pub trailers: Vec<(String, String)>,
}

/// A detail of a status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// The full name of its type.
    pub kind: String,
    /// As JSON; or its bytes in hex, where it can't be read.
    pub text: String,
}

/// What becomes of the question for a schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reflected {
    /// This is to be sent, and the response to be given.
    Send(Request),
    /// The schema, and what is to be told of it, a sentence each.
    Files(Files, Vec<String>),
    /// The server gives none: why and what to do, sentences.
    Refused(String),
}
