//! A message's bytes: right if they say the same message, however they are written; wrong, the first record that differs is
//! told in words.
//!
//! Knows neither why a record differs ([`super::slips`]) nor which one does ([`super::records`]).

use std::rc::Rc;

use super::{
    records::{self, Slip},
    words::{capital, code, diagnosed, hex, said, said_at, verdict, wrong},
};
use crate::{
    annotate::{self, Kind, Nodes, Problem, TOP, Verdict as Parsed},
    diagnostic::Severity,
    learn::{
        live::Sheet,
        verdict::{Remark, Verdict},
    },
    message::{self, JsonOptions, Layout, json},
    schema::Root,
    text::Span,
    wire::{
        Format,
        input::{self, Payload},
    },
};

/// How much is said of bytes that are right and not what an encoder writes.
const MAX_NOTES: usize = 3;

/// Bytes and what they say by a schema.
#[derive(Clone)]
pub(super) struct Read {
    pub bytes: Rc<[u8]>,
    pub nodes: Rc<Nodes>,
}

impl Read {
    fn new(bytes: &[u8], root: &Root) -> Read {
        Read { bytes: bytes.into(), nodes: Rc::new(annotate::annotate(bytes, Some(root))) }
    }
}

/// What the bytes are worth that somebody typed for a message.
pub(super) fn grade(sheet: &Sheet, text: &str) -> Verdict {
    let (root, bytes) = match sheet.of.message_type().and_then(|root| Ok((sheet.encode()?, root))) {
        Ok((bytes, root)) => (root, bytes),
        Err(error) => return wrong(&format!("This question can't be checked: {error}.")),
    };
    if text.trim().is_empty() && !bytes.is_empty() {
        return wrong("Nothing is typed yet.");
    }
    let typed = input::read(text);
    if let Some(why) = unread(text, &typed) {
        return verdict(false, vec![why]);
    }
    let (expected, found) = (Read::new(&bytes, &root), Read::new(&typed.bytes, &root));
    let place = |slip: &Slip| Some(typed.text_span(slip.span)).filter(|it| !it.is_empty());
    if is_same(&root, &expected, &found) {
        let notes = notes(&expected, &found);
        let notes = notes.iter().map(|it| said_at(&it.text, 0, place(it)));
        return verdict(true, notes.chain([said(&closing(&expected, &found))]).collect());
    }
    let slip = records::first_slip(&root, &expected, &found);
    let mut remarks = vec![match &slip {
        Some(slip) => said_at(&slip.text, 0, place(slip)),
        None => said("These bytes are read as another message."),
    }];
    if !matches!(typed.format, Format::Hex | Format::Empty) {
        remarks.push(said(&format!("What you typed was read as {}: {}.", typed.name(), hex(&typed.bytes))));
    }
    verdict(false, remarks)
}

/// Why what was typed is no bytes at all.
fn unread(text: &str, typed: &Payload) -> Option<Remark> {
    let is_json = |text: &str| {
        let (tree, problems) = json::parse(text);
        tree.root().is_some_and(|it| tree.kind(it) == json::tree::Kind::Object)
            && problems.iter().all(|it| it.severity != Severity::Error)
    };
    if is_json(text) {
        return Some(said("This is the message as JSON. Its bytes are asked for: tags and values, as hex."));
    }
    if std::str::from_utf8(&typed.bytes).is_ok_and(is_json) {
        return Some(said(
            "These are the bytes of the JSON text. A message has no names and no quotes in it, only tags and values.",
        ));
    }
    let error = typed.diagnostics.iter().find(|it| it.severity == Severity::Error)?;
    Some(said_at(&diagnosed(error), 0, Some(error.place.span)))
}

/// Whether both say the same message: parsers take them, and make the same of them.
fn is_same(root: &Root, expected: &Read, found: &Read) -> bool {
    if found.nodes.verdict() != Parsed::Valid {
        return false;
    }
    if expected.bytes == found.bytes {
        return true;
    }
    let text = |it: &Read| message::json_of(root, &it.bytes, JsonOptions::default(), Layout::Compact);
    let is_known = || found.nodes.iter().all(|(_, node)| !node.guessed);
    match (text(expected), text(found)) {
        // Unknown fields have no JSON.
        (Ok(expected), Ok(found)) => is_known() && expected.text == found.text,
        // An Any of a type nobody has.
        _ => records::first_slip(root, expected, found).is_none(),
    }
}

/// What bytes that are right have otherwise than an encoder writes.
fn notes(expected: &Read, found: &Read) -> Vec<Slip> {
    let mut notes: Vec<Slip> = Vec::new();
    let mut said: Vec<Problem> = Vec::new();
    for (id, problem) in found.nodes.problems() {
        let node = found.nodes.get(id).filter(|_| id != TOP);
        let Some((node, what)) = node.and_then(|it| Some((it, note(problem, it.kind)?))) else { continue };
        if !said.contains(&problem) && notes.len() < MAX_NOTES {
            said.push(problem);
            let name = code(&found.nodes.name_text(&found.bytes, id));
            notes.push(Slip { text: what.replace('@', &name), span: node.span });
        }
    }
    notes.extend(records::written_otherwise(expected, found));
    notes.truncate(MAX_NOTES);
    notes
}

/// What is to be said of a harmless problem; `@` stands for the field.
fn note(problem: Problem, kind: Kind) -> Option<&'static str> {
    Some(match problem {
        Problem::Overlong => {
            "@ has a varint that is longer than it has to be. Readers take it; an encoder writes the shortest one."
        }
        Problem::OutOfOrder => {
            "@ comes behind a field with a larger number. Readers take any order; encoders write by number."
        }
        Problem::Narrowed => "@ has another number of bits than an encoder writes; readers drop the upper ones.",
        Problem::Overflow => "@ has bits beyond the 64th; readers drop them.",
        Problem::Repeated if matches!(kind, Kind::Message | Kind::Group) => {
            "@ comes again; readers merge the messages."
        }
        Problem::Repeated => "@ comes again; readers take the last one.",
        Problem::OneofReplaced => "@ replaces another member of its oneof: the last one counts.",
        _ => return None,
    })
}

fn closing(expected: &Read, found: &Read) -> String {
    match expected.bytes == found.bytes {
        true => "These are the bytes that an encoder writes.".to_owned(),
        false => format!("It is the same message; an encoder writes {}.", hex(&expected.bytes)),
    }
}

/// A fault of the wire format as a sentence.
pub(super) fn fault(fault: crate::wire::Fault) -> (String, Span) {
    let text = format!("Byte {}: {}. {}.", fault.at + 1, fault.kind.message(), capital(fault.kind.help()));
    (text, Span::new(fault.at as usize, fault.at as usize + 1))
}
