//! The page that calls real servers, without a browser: what is typed, what is under way, what came of it.
//!
//! Sends nothing, and does not know what bytes mean. What is typed is kept between visits ([`Live::to_text`]); what came is not.

use std::rc::Rc;

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use prost::Message;

use super::{Cursor, Stroke};
use crate::{
    engine::{
        live::data::{Call, Ending, Frame, Ready, Seen},
        view::{Problem, Report, Service},
    },
    rpc::web::Protocol,
    text::{File, Files},
};

/// How many frames of a response are kept: the newest. A stream may never end.
pub const MAX_FRAMES: usize = 500;

/// The note of a schema that was.
const BY_HAND: &str = "A schema that was given by hand.";

/// The name of a .proto that was pasted.
pub const PASTED: &str = "pasted.proto";

/// The page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Live {
    /// What is typed of the call. The deadline is in `deadline`.
    pub call: Call,
    /// Where the server is, as it is typed.
    pub address: String,
    /// The deadline in milliseconds, as it is typed; empty for none.
    pub deadline: String,
    /// The schema.
    pub files: Files,
    /// What the compiler says of it.
    pub services: Rc<Vec<Service>>,
    /// What is wrong with it.
    pub problems: Rc<Vec<Problem>>,
    /// Whether the compiler has seen it.
    pub is_compiled: bool,
    /// What is to be told of where the schema came from, and of nothing else.
    pub note: String,
    /// What is wrong with what is typed, each in a sentence.
    pub mistakes: Vec<String>,
    /// How far a call is.
    pub phase: Phase,
    /// Whether the server is being asked for its schema.
    pub is_asking: bool,
    /// What was sent.
    pub sent: Option<Rc<Frame>>,
    /// What came, the newest [`MAX_FRAMES`].
    pub frames: Vec<Rc<Frame>>,
    /// How many came before those.
    pub dropped: usize,
    /// How the call ended.
    pub ending: Option<Rc<Ending>>,
    /// How long that took, in milliseconds.
    pub took: u32,
    /// The frame whose bytes are shown: 0 is what was sent, then what came.
    pub chosen: usize,
    /// Where one is in its bytes.
    pub cursor: Cursor,
}

/// How far a call is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// There is none.
    #[default]
    Idle,
    /// It is being made.
    Preparing,
    /// It is sent.
    Calling,
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Act {
    /// Another address is typed.
    Address(String),
    /// Another protocol is chosen.
    Protocol(Protocol),
    /// Another method is chosen.
    Method(String),
    /// The request is typed.
    Json(String),
    /// A sample of the request was made for the method with that path.
    Sample(String, Result<String, String>),
    /// Metadata is typed.
    Metadata(String),
    /// The deadline is typed.
    Deadline(String),
    /// The schema is another one, with a sentence about that.
    Schema(Files, String),
    /// Files are given by hand: they come to those that were, in place of those of the same names.
    Add(Vec<File>),
    /// The compiler has seen the schema.
    Compiled(Box<Report>),
    /// The server is asked for its schema.
    Asking,
    /// It gave none: why.
    Refused(String),
    /// The call is to be made.
    Send,
    /// It can't be: what is wrong.
    Mistakes(Vec<String>),
    /// It is sent.
    Sent(Box<Ready>),
    /// More of the response is there; so many milliseconds since it was sent.
    Seen(Box<Seen>, u32),
    /// It ended at this side; so many milliseconds since it was sent.
    Ended(Box<Ending>, u32),
    /// Another frame's bytes are shown.
    Choose(usize),
    /// A key or a click in its bytes.
    Strike(Stroke),
}

impl Live {
    /// The page as it was kept.
    pub fn from_text(text: &str) -> Option<Live> {
        let kept = proto::Kept::decode(STANDARD_NO_PAD.decode(text).ok()?.as_slice()).ok()?;
        let protocol = Protocol::ALL.get(kept.protocol as usize).copied().unwrap_or_default();
        Some(Live {
            call: Call { path: kept.path, protocol, json: kept.json, metadata: kept.metadata, deadline: None },
            address: kept.address,
            deadline: kept.deadline,
            files: kept.files.into_iter().map(|file| File { name: file.name, text: file.text }).collect(),
            note: kept.note,
            ..Live::default()
        })
    }

    /// What is kept of it.
    pub fn to_text(&self) -> String {
        let protocol = Protocol::ALL.iter().position(|it| *it == self.call.protocol).unwrap_or_default();
        let file = |file: &File| proto::KeptFile { name: file.name.clone(), text: file.text.clone() };
        let kept = proto::Kept {
            address: self.address.clone(),
            protocol: protocol as u32,
            path: self.call.path.clone(),
            json: self.call.json.clone(),
            metadata: self.call.metadata.clone(),
            deadline: self.deadline.clone(),
            files: self.files.iter().map(file).collect(),
            note: self.note.clone(),
        };
        STANDARD_NO_PAD.encode(kept.encode_to_vec())
    }

    /// The call as the engine takes it.
    ///
    /// # Errors
    /// What is wrong with the deadline, a sentence.
    pub fn to_call(&self) -> Result<Call, String> {
        let deadline = match self.deadline.trim() {
            "" => None,
            text => match text.parse::<u32>() {
                Ok(milliseconds) if milliseconds > 0 => Some(u64::from(milliseconds) * 1000),
                _ => return Err(format!("deadline: expected whole milliseconds, found {text}")),
            },
        };
        Ok(Call { deadline, ..self.call.clone() })
    }

    /// The methods, each with its service.
    pub fn methods(&self) -> impl Iterator<Item = (&Service, &crate::engine::view::Method)> {
        self.services.iter().flat_map(|service| service.methods.iter().map(move |method| (service, method)))
    }

    /// The frame whose bytes are shown.
    pub fn shown(&self) -> Option<&Rc<Frame>> {
        match self.chosen.checked_sub(1) {
            None => self.sent.as_ref(),
            Some(index) => self.frames.get(index),
        }
    }

    /// Does what happened.
    pub fn apply(&mut self, act: Act) {
        match act {
            Act::Address(address) => self.address = address,
            Act::Protocol(protocol) => self.call.protocol = protocol,
            Act::Method(path) => {
                self.call.path = path;
                self.call.json.clear();
                self.mistakes.clear();
            }
            Act::Json(json) => self.call.json = json,
            Act::Sample(path, json) => {
                // What was typed meanwhile is not thrown away.
                if path == self.call.path && self.call.json.is_empty() {
                    match json {
                        Ok(json) => self.call.json = json,
                        Err(error) => self.mistakes = vec![error],
                    }
                }
            }
            Act::Metadata(text) => self.call.metadata = text,
            Act::Deadline(text) => self.deadline = text,
            Act::Schema(files, note) => self.set_files(files, note),
            Act::Add(new) => {
                // What came from elsewhere makes room: it may declare the same.
                let mut files = if self.note == BY_HAND { self.files.clone() } else { Files::new() };
                files.retain(|file| new.iter().all(|other| other.name != file.name));
                files.extend(new);
                self.set_files(files, BY_HAND.to_owned());
            }
            Act::Compiled(report) => self.compiled(*report),
            Act::Asking => {
                self.is_asking = true;
                self.note.clear();
            }
            Act::Refused(why) => {
                self.is_asking = false;
                self.note = why;
            }
            Act::Send => {
                self.phase = Phase::Preparing;
                self.mistakes.clear();
            }
            Act::Mistakes(mistakes) => {
                self.phase = Phase::Idle;
                self.mistakes = mistakes;
            }
            Act::Sent(ready) => {
                self.phase = Phase::Calling;
                self.sent = Some(Rc::new(ready.frame));
                self.frames.clear();
                self.dropped = 0;
                self.ending = None;
                self.choose(0);
            }
            Act::Seen(seen, took) => self.seen(*seen, took),
            Act::Ended(ending, took) => {
                if self.phase != Phase::Idle {
                    self.end(*ending, took);
                }
            }
            Act::Choose(index) => self.choose(index),
            Act::Strike(stroke) => {
                let total = self.shown().map_or(0, |frame| frame.bytes.total);
                match stroke {
                    // Bytes that have crossed are not changed any more, so there is no place behind the last one.
                    Stroke::Walk { way, extend, columns } => {
                        self.cursor.walk(way, extend, columns, total.saturating_sub(1))
                    }
                    Stroke::Choose(run) => self.cursor.choose(run),
                    Stroke::ChooseAll => self.cursor.choose(crate::text::Span { start: 0, end: total }),
                    _ => {}
                }
            }
        }
    }

    fn set_files(&mut self, files: Files, note: String) {
        self.is_asking = false;
        self.note = note;
        self.is_compiled = false;
        self.files = files;
    }

    fn compiled(&mut self, report: Report) {
        self.is_compiled = true;
        let of_files = |problem: &Problem| matches!(problem.target, crate::engine::view::Target::File(..));
        self.problems = Rc::new(report.problems.into_iter().filter(of_files).collect());
        self.services = Rc::new(report.services);
        if self.methods().all(|(_, method)| method.path != self.call.path) {
            let first = self.methods().next().map(|(_, method)| method.path.clone());
            self.apply(Act::Method(first.unwrap_or_default()));
        }
    }

    fn seen(&mut self, seen: Seen, took: u32) {
        if self.phase != Phase::Calling {
            return;
        }
        // Who looks at the newest frame goes on to see the newest.
        let follows = self.chosen == self.frames.len();
        self.frames.extend(seen.frames.into_iter().map(Rc::new));
        let more = self.frames.len().saturating_sub(MAX_FRAMES);
        self.frames.drain(..more);
        self.dropped += more;
        if let Some(ending) = seen.ending {
            self.end(ending, took);
        }
        if follows {
            let messages = self.frames.iter().rposition(|frame| frame.title.starts_with("Message"));
            self.choose(messages.map_or(self.frames.len(), |index| index + 1));
        } else if more > 0 && self.chosen > 0 {
            self.choose(self.chosen.saturating_sub(more).max(1));
        }
    }

    fn end(&mut self, ending: Ending, took: u32) {
        self.phase = Phase::Idle;
        self.took = took;
        self.ending = Some(Rc::new(ending));
    }

    fn choose(&mut self, index: usize) {
        if self.chosen != index {
            self.cursor = Cursor::default();
        }
        self.chosen = index.min(self.frames.len());
    }
}

/// What is kept.
mod proto {
    /// Under the key of the page.
    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Kept {
        #[prost(string, tag = "1")]
        pub address: String,
        #[prost(uint32, tag = "2")]
        pub protocol: u32,
        #[prost(string, tag = "3")]
        pub path: String,
        #[prost(string, tag = "4")]
        pub json: String,
        #[prost(string, tag = "5")]
        pub metadata: String,
        #[prost(string, tag = "6")]
        pub deadline: String,
        #[prost(message, repeated, tag = "7")]
        pub files: Vec<KeptFile>,
        #[prost(string, tag = "8")]
        pub note: String,
    }

    /// A .proto file.
    #[derive(Clone, PartialEq, prost::Message)]
    pub struct KeptFile {
        #[prost(string, tag = "1")]
        pub name: String,
        #[prost(string, tag = "2")]
        pub text: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::calls::data::FrameBytes;

    fn frame(title: &str) -> Frame {
        let bytes = FrameBytes { total: 7, ..FrameBytes::default() };
        Frame { title: title.into(), is_good: true, text: Ok("{}".into()), bytes }
    }

    fn calling() -> Live {
        let mut live = Live::default();
        live.apply(Act::Send);
        let request = crate::engine::live::data::Request::default();
        live.apply(Act::Sent(Box::new(Ready { request, frame: frame("Request") })));
        live
    }

    fn seen(titles: &[String]) -> Act {
        let frames = titles.iter().map(|title| frame(title)).collect();
        Act::Seen(Box::new(Seen { frames, ..Seen::default() }), 1)
    }

    #[test]
    fn what_is_typed_is_kept() {
        let mut live = Live::default();
        live.apply(Act::Address("127.0.0.1:50051".into()));
        live.apply(Act::Protocol(Protocol::Connect));
        live.apply(Act::Add(vec![File { name: PASTED.into(), text: "syntax = \"proto3\";".into() }]));
        live.apply(Act::Deadline("250".into()));
        let kept = Live::from_text(&live.to_text()).unwrap();
        assert_eq!((&kept.address, kept.call.protocol, &kept.files), (&live.address, Protocol::Connect, &live.files));
        assert_eq!(kept.to_call().unwrap().deadline, Some(250_000));
        assert_eq!(Live::from_text("no"), None);
    }

    #[test]
    fn a_deadline_is_whole_milliseconds() {
        for wrong in ["0", "-1", "1.5", "soon", "99999999999"] {
            let live = Live { deadline: wrong.into(), ..Live::default() };
            assert!(live.to_call().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_newest_message_is_followed_unless_another_is_looked_at() {
        let mut live = calling();
        live.apply(seen(&["Message 1".into()]));
        assert_eq!(live.chosen, 1);
        live.apply(seen(&["Message 2".into(), "Trailers".into()]));
        assert_eq!(live.chosen, 2);
        live.apply(Act::Choose(0));
        live.apply(seen(&["Message 3".into()]));
        assert_eq!(live.chosen, 0);
    }

    #[test]
    fn a_stream_without_end_takes_no_more_room() {
        let mut live = calling();
        for number in 0..MAX_FRAMES + 10 {
            live.apply(seen(&[format!("Message {number}")]));
        }
        assert_eq!((live.frames.len(), live.dropped, live.chosen), (MAX_FRAMES, 10, MAX_FRAMES));
    }

    #[test]
    fn what_comes_late_is_not_shown() {
        let mut live = calling();
        live.apply(Act::Ended(Box::default(), 5));
        live.apply(seen(&["Message 1".into()]));
        assert!(live.frames.is_empty() && live.ending.is_some() && live.took == 5);
    }
}
