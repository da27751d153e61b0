//! Why bytes mean what they mean: a node, a part of it, several bytes, a byte or a bit in one to three sentences, with the
//! arithmetic that turns the bits into the value; of what is wrong or odd, what a parser does about it and why.
//!
//! Every number is derived from the bytes at hand. Bytes and names stand in `` `backticks` ``. Knows nothing of how it is
//! shown.

mod bits;
mod byte;
mod float;
mod length;
mod malformed;
mod number;
mod range;
mod reaction;
mod rule;
mod speak;
mod tag;
mod text;

use serde::{Deserialize, Serialize};

use super::guess::{self, Reading};
use super::leaves::Role;
use super::node::{Kind, Node, NodeId, Nodes};
use super::problem::Problem;
use super::value::{bytes_text, short, shown_bytes};
use crate::diagnostic::Diagnostic;
use crate::text::Span;

pub use bits::{Bit, BitGroup, BitRole};
pub use byte::explain_byte;
pub use range::explain_range;
pub use rule::Rule;
pub use speak::speak;

/// An explanation as data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// What it is about: `age = 300`, `tag of age`.
    pub title: String,
    /// Which bytes, counted from 0, first and last: `bytes 7–9`.
    pub place: String,
    /// The same as a span.
    pub span: Span,
    /// The type or the wire type: `int32`, `message Address`.
    pub kind: String,
    /// One to three sentences; code in backticks.
    pub sentence: String,
    /// The byte among `bits` that was asked about, where it was one.
    pub byte: Option<u32>,
    /// The bytes whose bits say it, at most ten, in the order in which they are read.
    pub bits: Vec<BitGroup>,
    /// The arithmetic, a step a line: `0000010 0101100 = 256 + 44 = 300`.
    pub steps: Vec<String>,
    /// What it could be, where no schema says it.
    pub readings: Vec<Reading>,
    /// The node's path.
    pub path: String,
    /// The rule that is at work.
    pub rule: Option<Rule>,
    /// What there is to be said about the node.
    pub problem: Option<Diagnostic>,
    /// What a parser does about the problem, and why.
    pub reaction: String,
}

/// What one part of a record has to say.
#[derive(Default)]
struct Part {
    sentences: Vec<String>,
    bits: Vec<BitGroup>,
    steps: Vec<String>,
    rule: Option<Rule>,
}

/// A node, or the part of it that has a role; `None` where there is no such node.
pub fn explain(nodes: &Nodes, bytes: &[u8], id: NodeId, role: Option<Role>) -> Option<Explanation> {
    let node = nodes.get(id)?;
    let about = About { nodes, bytes, id, node };
    let (span, part) = match role {
        None => (node.span, about.record()),
        Some(Role::Tag) => (node.tag(), tag::tag(bytes, node.tag())),
        Some(Role::Length) => (node.length(), length::length(&about)),
        Some(Role::EndTag) => (node.end_tag(), tag::end(bytes, &node)),
        Some(Role::Payload | Role::Junk) => (node.payload(), about.payload()),
    };
    Some(about.explanation(span, role, part))
}

/// The node that is explained and where it comes from.
struct About<'a> {
    nodes: &'a Nodes,
    bytes: &'a [u8],
    id: NodeId,
    node: Node,
}

impl About<'_> {
    fn record(&self) -> Part {
        let payload = self.payload();
        if self.node.tag().is_empty() {
            return payload;
        }
        let tag = tag::tag(self.bytes, self.node.tag());
        let length = if self.node.length().is_empty() { Part::default() } else { length::length(self) };
        let is_number = matches!(self.node.kind, Kind::Varint | Kind::I32 | Kind::I64);
        let mut sentences = tag.sentences;
        // A LEN's payload is explained by its length: what is behind it, and how far.
        sentences.extend(length.sentences);
        sentences.extend(payload.sentences);
        if let Some(sentence) = self.unknown() {
            sentences.push(sentence);
        }
        let shown = if is_number { payload.bits } else { tag.bits };
        let steps = if is_number { payload.steps } else { tag.steps };
        Part { sentences, bits: shown, steps, rule: payload.rule.or(length.rule) }
    }

    fn payload(&self) -> Part {
        match self.node.kind {
            Kind::Varint => number::varint(self),
            Kind::I32 | Kind::I64 => number::fixed(self),
            Kind::Text => length::type_url(self).unwrap_or_else(|| text::text(self)),
            Kind::Bytes => length::bytes(self),
            Kind::Message => length::message(self),
            Kind::MapEntry => length::map_entry(self),
            Kind::Packed => length::packed(self),
            Kind::Group => tag::group(self),
            Kind::Junk => malformed::junk(self),
            Kind::Unread => self.unread(),
        }
    }

    /// Why the type is not known, where it is not.
    fn unknown(&self) -> Option<String> {
        let number = self.node.number;
        match (self.nodes.field(self.id), self.node.problem) {
            (Some(_), Some(Problem::WireMismatch | Problem::NotMessage | Problem::NotUtf8)) => {
                Some("The schema contradicts the bytes, so it is read without the schema.".to_owned())
            }
            (None, _) if self.nodes.has_schema() => {
                Some(format!("The schema has no field {number} here; parsers keep such a field unread or skip it."))
            }
            (None, _) => Some("Without a schema, name and type are not known.".to_owned()),
            _ => None,
        }
    }

    fn unread(&self) -> Part {
        let sentence = match self.node.problem {
            Some(Problem::TooDeep) => format!(
                "The {} are not opened: messages are read {} levels deep, and most parsers stop there as well.",
                bytes_text(self.node.payload().len()),
                super::MAX_DEPTH
            ),
            _ => format!(
                "The {} are not read: there are more records than can be shown.",
                bytes_text(self.node.span.len())
            ),
        };
        Part { sentences: vec![sentence], ..Part::default() }
    }

    fn explanation(&self, span: Span, role: Option<Role>, part: Part) -> Explanation {
        let name = self.nodes.name_text(self.bytes, self.id);
        let fault = self.nodes.fault(self.bytes, self.id);
        let reaction = match (fault, self.node.problem) {
            (Some(fault), _) => reaction::to_fault(fault.kind),
            (None, Some(problem)) => reaction::to_problem(problem),
            (None, None) => "",
        };
        let mut problem = self.nodes.diagnostic(self.bytes, self.id);
        if let Some(problem) = problem.as_mut().filter(|_| fault.is_none()) {
            // Of a fault the help says where to look; of the others it is the reaction in short.
            problem.help = None;
        }
        let readings = match self.node.kind {
            Kind::Junk | Kind::Unread => Vec::new(),
            _ if !self.node.guessed => Vec::new(),
            _ => guess::readings(self.bytes, self.nodes.wire(self.id), self.node.payload()),
        };
        Explanation {
            title: match role {
                Some(Role::Tag) => format!("tag of {name}"),
                Some(Role::Length) => format!("length of {name}"),
                Some(Role::EndTag) => format!("end of {name}"),
                _ => self.title(&name),
            },
            place: place(span),
            span,
            kind: self.nodes.type_text(self.id),
            sentence: part.sentences.join(" "),
            byte: None,
            bits: part.bits,
            steps: part.steps,
            readings,
            path: self.nodes.path(self.bytes, self.id),
            rule: if fault.is_some() { Some(Rule::Malformed) } else { part.rule },
            problem,
            reaction: reaction.to_owned(),
        }
    }

    fn title(&self, name: &str) -> String {
        let value = self.nodes.value_text(self.bytes, self.id);
        match self.node.kind {
            Kind::Junk | Kind::Unread => format!("{name}, {}", bytes_text(self.node.span.len())),
            Kind::Message | Kind::Group | Kind::Packed => format!("{name}: {value}"),
            // The key is in the name.
            Kind::MapEntry => {
                let value = self.nodes.entry_value_text(self.bytes, self.id);
                format!("{name} = {value}")
            }
            _ => format!("{name} = {value}"),
        }
    }

    /// What the payload is, as a noun with its article.
    fn noun(&self) -> String {
        match self.nodes.message_name(self.id) {
            Some(name) => format!("the message `{}`", short(name)),
            None => "a message".to_owned(),
        }
    }
}

/// `byte 7`, `bytes 7–9`.
fn place(span: Span) -> String {
    match span.len() {
        0 => format!("before byte {}", span.start),
        1 => format!("byte {}", extent(span)),
        _ => format!("bytes {}", extent(span)),
    }
}

/// `7`, `7–9`: the offsets of bytes that are there.
fn extent(span: Span) -> String {
    if span.len() <= 1 { span.start.to_string() } else { format!("{}–{}", span.start, span.end - 1) }
}

/// A number as an exponent.
fn superscript(number: i32) -> String {
    let digit = |it: char| match it {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    };
    number.to_string().chars().map(digit).collect()
}

/// Bytes as code.
fn code(bytes: &[u8]) -> String {
    const SHOWN: usize = 12;
    let shown = bytes.get(..SHOWN).unwrap_or(bytes);
    let hex: Vec<String> = shown.iter().map(|it| format!("{it:02x}")).collect();
    format!("`{}{}`", hex.join(" "), if shown.len() < bytes.len() { " …" } else { "" })
}

/// Bytes as code with their text beside them, where they are no text.
fn raw(bytes: &[u8]) -> String {
    format!("`{}`", shown_bytes(bytes))
}
