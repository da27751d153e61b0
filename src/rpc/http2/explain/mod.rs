//! What the bytes of a frame are for: parts that partition it, with a sentence each that names the rule.
//!
//! Knows what gRPC makes of header fields and data, since frames are looked at for its sake. Knows no schema.

mod data;
mod fixed;
mod head;
mod headers;
mod known;

use super::{
    frame::{HEADER_SIZE, kind},
    payload::Layout,
    read::{Frame, Reading},
};
use crate::text::Span;

/// A part of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its bytes, in the connection's.
    pub span: Span,
    /// The part it plays.
    pub role: Role,
    /// What it is, in a word or two.
    pub name: String,
    /// What it says, and which rule makes it say that; code in backticks.
    pub sentence: String,
}

/// The part that bytes play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// They say what follows: a type, flags, an index.
    Tag,
    /// They say how long something is.
    Length,
    /// They are what it is all about.
    Payload,
    /// They can't be read.
    Junk,
}

/// The parts of the frame with this index: in order, without gaps, and all of it.
pub fn explain(bytes: &[u8], reading: &Reading, frame: usize) -> Vec<Part> {
    let Some(frame) = reading.frames.get(frame) else { return Vec::new() };
    let mut parts = Parts { at: frame.bytes.start, list: Vec::new() };
    // Of those that tell of these bytes, the one that tells of the fewest before them.
    let fault = |span: Span| {
        let told = reading.problems.iter().filter(|it| it.bytes.start < span.end && span.start < it.bytes.end);
        told.max_by_key(|it| it.bytes.start).map_or("no rule has a place for it".to_owned(), |it| it.fault.message())
    };
    if frame.bytes.len() < HEADER_SIZE {
        let sentence =
            format!("A frame's header, cut short: {HEADER_SIZE} bytes were expected (RFC 9113, section 4.1).");
        parts.up_to(frame.bytes.end, Role::Junk, "frame header", sentence);
        return parts.list;
    }
    head::explain(frame.head, reading.side, &mut parts);
    let Some(layout) = frame.layout else {
        let sentence = format!("The payload is cut short: {}.", fault(frame.bytes));
        parts.up_to(frame.bytes.end, Role::Junk, "payload", sentence);
        return parts.list;
    };
    padding_length(layout, &mut parts);
    match frame.head.kind {
        kind::DATA => data::explain(bytes, frame, layout, &mut parts),
        kind::HEADERS | kind::CONTINUATION | kind::PUSH_PROMISE => {
            headers::explain(bytes, reading, frame, layout, &mut parts);
        }
        _ => fixed::explain(bytes, frame, layout, &mut parts),
    }
    // What none of the above has taken is what the rules have no place for.
    let rest = Span { start: parts.at, end: layout.content.end };
    parts.up_to(layout.content.end, Role::Junk, "unreadable", format!("It can't be read: {}.", fault(rest)));
    let size = layout.padding.len();
    let sentence =
        format!("Padding, {size} bytes that mean nothing: it hides how long the payload is (RFC 9113, section 10.7).");
    parts.up_to(frame.bytes.end, Role::Tag, "padding", sentence);
    parts.list
}

fn padding_length(layout: Layout, parts: &mut Parts) {
    let sentence =
        format!("How many bytes of padding the frame ends with: {} (RFC 9113, section 6.1).", layout.padding.len());
    parts.up_to(layout.pad_length.end, Role::Length, "padding length", sentence);
}

impl Reading {
    /// What is wrong with a frame, in sentences.
    pub fn faults_of(&self, frame: &Frame) -> Vec<String> {
        let of = |it: &&super::Problem| frame.bytes.contains(it.bytes.start as usize);
        self.problems.iter().filter(of).map(|it| it.fault.message()).collect()
    }
}

struct Parts {
    at: u32,
    list: Vec<Part>,
}

impl Parts {
    /// Adds the bytes up to `end`, if there are any.
    fn up_to(&mut self, end: u32, role: Role, name: impl Into<String>, sentence: impl Into<String>) {
        if end > self.at {
            let span = Span { start: self.at, end };
            self.list.push(Part { span, role, name: name.into(), sentence: sentence.into() });
            self.at = end;
        }
    }

    /// Adds as many bytes, but none from `end` on.
    fn next(&mut self, size: usize, end: u32, role: Role, name: &str, sentence: impl Into<String>) {
        self.up_to(self.at.saturating_add(size as u32).min(end), role, name, sentence);
    }
}

/// So many of a thing, which takes an `s` when there are more.
fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
