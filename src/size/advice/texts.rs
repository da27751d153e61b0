//! Texts that are something else: a time, a number, bytes in digits, a word out of a few.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::declared::Declared;
use super::enums;
use super::observe::Observed;
use super::{Candidate, Kind, Subject};
use crate::annotate::{NodeId, Shape, Value};
use crate::message::json::quoted;
use crate::schema::fixes;
use crate::text::Span;

/// Shorter runs of hex or base64 may as well be words.
const SHORTEST_HEX: usize = 16;
const SHORTEST_BASE64: usize = 24;

const TIMESTAMP: (&str, &str) = ("google.protobuf.Timestamp", "google/protobuf/timestamp.proto");

/// The values of a field that are texts, with their nodes.
pub(super) struct Texts<'a> {
    pub subject: &'a Subject<'a>,
    pub values: Vec<(NodeId, &'a str)>,
}

pub(super) fn candidate(subject: &Subject<'_>, observed: &Observed<'_>, declared: &Declared<'_>) -> Option<Candidate> {
    // A map's key can be no message, no bytes and no enum.
    let is_key = declared.is_in_map() && observed.field.number == 1;
    if observed.field.shape != Shape::Text || is_key {
        return None;
    }
    let value = |&id: &NodeId| match subject.nodes.value(subject.bytes, id)? {
        Value::Text(text) => Some((id, text)),
        _ => None,
    };
    let values = observed.values.iter().map(value).collect::<Option<Vec<_>>>()?;
    let texts = Texts { subject, values };
    let change = Change { texts: &texts, declared, field: &observed.field.full_name };
    change.to_bool().or_else(|| change.to_time()).or_else(|| change.to_integer()).or_else(|| change.to_bytes()).or_else(
        || {
            let enumerated = enums::enumerated(&texts, observed, declared)?;
            let title = format!("`{}`: an enum instead of `string`", declared.shown());
            Some(Candidate { kind: Kind::Enum, field: observed.field.full_name.clone(), title, ..enumerated })
        },
    )
}

struct Change<'a> {
    texts: &'a Texts<'a>,
    declared: &'a Declared<'a>,
    field: &'a str,
}

impl Texts<'_> {
    fn all(&self, is: impl Fn(&str) -> bool) -> bool {
        self.values.iter().all(|(_, text)| is(text))
    }

    /// Edits of the JSON that write each value in another way; nothing where one of them is not in it.
    pub fn rewritten(&self, write: impl Fn(&str) -> Option<String>) -> Option<Vec<(Span, String)>> {
        let Subject { nodes, bytes, places, .. } = *self.subject;
        let edit = |&(id, text): &(NodeId, &str)| Some((places.value(&nodes.path(bytes, id))?, write(text)?));
        self.values.iter().map(edit).collect()
    }

    /// How many there are, as the beginning of a sentence.
    fn count(&self) -> String {
        match self.values.len() {
            1 => "the value is".to_owned(),
            count => format!("all {count} values are"),
        }
    }
}

impl Change<'_> {
    fn to(&self, kind: Kind, word: &str, what: &str, values: Vec<(Span, String)>) -> Candidate {
        Candidate {
            kind,
            field: self.field.to_owned(),
            title: format!("`{}`: `{word}` instead of `string`", self.declared.shown()),
            why: format!("{} {what}", self.texts.count()),
            edits: vec![self.declared.replace(self.declared.field.type_node, word)],
            values,
        }
    }

    fn to_bool(&self) -> Option<Candidate> {
        let is_bool = self.texts.all(|text| matches!(text, "true" | "false"));
        let values = is_bool.then(|| self.texts.rewritten(|text| Some(text.to_owned())))??;
        Some(self.to(Kind::Bool, "bool", "`true` or `false`", values))
    }

    fn to_time(&self) -> Option<Candidate> {
        let is_time = self.texts.all(is_timestamp);
        let (name, path) = TIMESTAMP;
        let mut candidate = is_time.then(|| self.to(Kind::Time, name, "a point in time, spelled out", Vec::new()))?;
        let is_imported = self.declared.unit.file.imports.iter().any(|import| import.path.text == path);
        if !is_imported {
            let import = fixes::import(self.declared.unit, path);
            candidate.edits.extend(import.edits.into_iter().map(|(place, text)| self.declared.edit(place.span, text)));
        }
        Some(candidate)
    }

    fn to_integer(&self) -> Option<Candidate> {
        if !self.texts.all(is_integer) {
            return None;
        }
        let is_negative = self.texts.values.iter().any(|(_, text)| text.starts_with('-'));
        let word = if is_negative { "sint64" } else { "int64" };
        Some(self.to(Kind::Digits, word, "a whole number, a byte a digit", Vec::new()))
    }

    fn to_bytes(&self) -> Option<Candidate> {
        let base64 = |text: &str| Some(quoted(&STANDARD.encode(unhex(text)?)));
        if self.texts.all(is_uuid) {
            let values = self.texts.rewritten(|text| base64(&text.replace('-', "")))?;
            return Some(self.to(Kind::Bytes, "bytes", "a UUID: 36 characters for 16 bytes", values));
        }
        if self.texts.all(|text| text.len() >= SHORTEST_HEX && unhex(text).is_some()) {
            let values = self.texts.rewritten(base64)?;
            return Some(self.to(Kind::Bytes, "bytes", "in hex, two characters a byte", values));
        }
        // The JSON of bytes is just this.
        let is_base64 = self.texts.all(is_base64);
        is_base64.then(|| self.to(Kind::Bytes, "bytes", "base64, four characters for three bytes", Vec::new()))
    }
}

/// Whether a text is a time as ProtoJSON writes it, in UTC: another zone would be lost.
fn is_timestamp(text: &str) -> bool {
    let Some((date, time)) = text.strip_suffix('Z').and_then(|text| text.split_once('T')) else { return false };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let digits = |text: &str, len: usize| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = |text: &str, by: char, lens: [usize; 3]| {
        text.split(by).count() == lens.len() && text.split(by).zip(lens).all(|(part, len)| digits(part, len))
    };
    parts(date, '-', [4, 2, 2]) && parts(clock, ':', [2, 2, 2]) && (1..=9).any(|len| digits(fraction, len))
}

/// Whether a text is an integer as it would be written again. Zero is none: it may be what is not sent.
fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|value| value != 0 && value.to_string() == text)
}

fn is_uuid(text: &str) -> bool {
    let groups = [8, 4, 4, 4, 12];
    text.split('-').count() == groups.len()
        && text.split('-').zip(groups).all(|(part, len)| part.len() == len)
        && unhex(&text.replace('-', "")).is_some()
}

/// The bytes of hex in small letters, some of which are letters: other digits are a number.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if !text.len().is_multiple_of(2) || !text.bytes().all(is_hex) || !text.bytes().any(|byte| byte.is_ascii_lowercase())
    {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// Whether a text is base64 as it would be written again, and no word: it has letters of both cases and digits.
fn is_base64(text: &str) -> bool {
    text.len() >= SHORTEST_BASE64
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
        && text.bytes().any(|byte| byte.is_ascii_uppercase())
        && STANDARD.decode(text).is_ok()
}
