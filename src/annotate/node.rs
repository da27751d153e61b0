//! The nodes of a payload: plain data, in the order of the bytes.
//!
//! A node owns nothing, and what several share is in a table beside them. How little of each is kept is `store`'s business.

use std::num::NonZeroU32;

use super::problem::Problem;
use super::store::Store;
use super::table::{Field, MessageId, Table};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::text::Span;

/// The index of a node in [`Nodes`].
pub type NodeId = u32;

/// In place of a parent: the node is a record of the payload itself.
pub const TOP: NodeId = u32::MAX;

/// The index of a field in the table of those that were met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldId(NonZeroU32);

impl FieldId {
    pub(super) fn new(index: usize) -> Option<FieldId> {
        u32::try_from(index + 1).ok().and_then(NonZeroU32::new).map(FieldId)
    }

    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A number as a varint.
    Varint,
    /// A number in eight bytes.
    I64,
    /// A number in four bytes.
    I32,
    /// A string.
    Text,
    /// Bytes.
    Bytes,
    /// A message behind a length.
    Message,
    /// A message between two tags.
    Group,
    /// A message of key and value.
    MapEntry,
    /// A run of numbers behind one tag.
    Packed,
    /// What can't be read.
    Junk,
    /// What was not read: it is too deep, or there are too many nodes.
    Unread,
}

/// All kinds, in order.
pub(super) const KINDS: [Kind; 11] = {
    use Kind::*;
    [Varint, I64, I32, Text, Bytes, Message, Group, MapEntry, Packed, Junk, Unread]
};

/// A record, a packed element, or what can't be read. Offsets are absolute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// All its bytes, those of its children included.
    pub span: Span,
    /// The node that encloses it, or [`TOP`].
    pub parent: NodeId,
    /// The first node behind it and all that is in it.
    pub next: NodeId,
    /// The field number; 0 of junk.
    pub number: u32,
    /// Which value of its field this is in the message, from 0, counted over packed and unpacked ones.
    pub index: u32,
    /// The declared field, even where the bytes contradict it.
    pub field: Option<FieldId>,
    /// What it is.
    pub kind: Kind,
    /// The gravest of what is to be said about it.
    pub problem: Option<Problem>,
    /// How many nodes enclose it.
    pub depth: u8,
    /// Which of five hues it is shown in.
    pub hue: u8,
    /// Whether it is read without the schema: there is none, the field is unknown, or the bytes contradict it.
    pub guessed: bool,
    /// Whether the wire type is not the one of the declared field, so that parsers take it for an unknown field.
    pub mismatched: bool,
    pub(super) tag_len: u8,
    pub(super) length_len: u8,
    pub(super) end_tag_len: u8,
}

impl Node {
    /// The tag's bytes; empty of packed elements and junk.
    pub fn tag(&self) -> Span {
        self.part(0, self.tag_len)
    }

    /// The bytes of the length; empty but of a LEN.
    pub fn length(&self) -> Span {
        self.part(self.tag_len, self.length_len)
    }

    /// What is behind tag and length and before the end tag.
    pub fn payload(&self) -> Span {
        let start = self.length().end;
        Span { start, end: self.end_tag().start.max(start) }
    }

    /// The end tag's bytes; empty but of a group.
    pub fn end_tag(&self) -> Span {
        Span { start: self.span.end - u32::from(self.end_tag_len), end: self.span.end }
    }

    /// Whether it is one value of a packed run.
    pub fn is_element(&self) -> bool {
        self.tag_len == 0 && matches!(self.kind, Kind::Varint | Kind::I32 | Kind::I64)
    }

    /// Whether its payload is made of nodes.
    pub fn is_container(&self) -> bool {
        matches!(self.kind, Kind::Message | Kind::Group | Kind::MapEntry | Kind::Packed)
    }

    fn part(&self, skip: u8, len: u8) -> Span {
        let start = self.span.start + u32::from(skip);
        Span { start, end: start + u32::from(len) }
    }
}

/// What a payload holds, in preorder: a node comes before its children, they before its next sibling.
#[derive(Clone, Debug, Default)]
pub struct Nodes {
    pub(super) store: Store,
    pub(super) table: Table,
    pub(super) len: u32,
    pub(super) root: Option<MessageId>,
    /// What is to be said about the payload as a whole.
    pub(super) problem: Option<Problem>,
    pub(super) verdict: Verdict,
}

/// What official parsers make of a payload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// They take it for a message of the type, or without a type for one of some type.
    #[default]
    Valid,
    /// They refuse it.
    Refused,
    /// Not all of it was read: it is too deep, which most of them refuse, or has too many records.
    Unread,
}

impl Nodes {
    /// How many nodes there are; their ids are the numbers below.
    pub fn len(&self) -> usize {
        self.store.len()
    }

    /// Whether there are none, which is so of an empty payload.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All nodes, in the order of the bytes.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, Node)> + '_ {
        (0..self.len() as NodeId).filter_map(|id| Some((id, self.get(id)?)))
    }

    /// How many bytes of memory the nodes take.
    pub fn footprint(&self) -> usize {
        self.store.footprint()
    }

    /// How many bytes the payload has.
    pub fn payload_len(&self) -> usize {
        self.len as usize
    }

    /// Whether the payload was read under a message type.
    pub fn has_schema(&self) -> bool {
        !self.table.is_empty()
    }

    /// The node with this index.
    pub fn get(&self, id: NodeId) -> Option<Node> {
        self.store.get(id, &self.table)
    }

    /// The children of a node, or of the payload itself where it is [`TOP`].
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let all = self.len() as NodeId;
        let (mut at, end) = match id {
            TOP => (0, all),
            _ if id < all => (id + 1, self.store.next(id)),
            _ => (0, 0),
        };
        std::iter::from_fn(move || {
            let child = (at < end).then_some(at)?;
            at = self.store.next(child);
            Some(child)
        })
    }

    /// The declared field of a node.
    pub fn field(&self, id: NodeId) -> Option<&Field> {
        self.table.field(self.get(id)?.field?)
    }

    /// The field whose type the node is read by: none where it is read without the schema.
    pub fn declared(&self, id: NodeId) -> Option<&Field> {
        let node = self.get(id)?;
        if node.guessed { None } else { self.table.field(node.field?) }
    }

    /// The full name of the message type that a message, group or map entry is read as.
    pub fn message_name(&self, id: NodeId) -> Option<&str> {
        let node = self.get(id).filter(|it| it.is_container() && it.kind != Kind::Packed)?;
        let known = self.table.any_type(id);
        let of_field = || if node.guessed { None } else { self.table.field(node.field?)?.message_name() };
        known.or_else(of_field)
    }

    /// Whether official parsers take the payload for a message of the type: what the conformance suite expects. What an Any
    /// holds does not count, since they do not look into it.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// What is to be said about nodes, in their order; before them, about the payload as a whole, with [`TOP`].
    pub fn problems(&self) -> impl Iterator<Item = (NodeId, Problem)> + '_ {
        self.problem.map(|it| (TOP, it)).into_iter().chain(self.store.problems())
    }

    /// What is to be said about a node or, with [`TOP`], about the payload as a whole; with its place in the bytes.
    pub fn diagnostic(&self, bytes: &[u8], id: NodeId) -> Option<Diagnostic> {
        let (span, problem) = match self.get(id) {
            Some(node) => (node.span, node.problem?),
            None => (Span { start: 0, end: self.len }, self.problem.filter(|_| id == TOP)?),
        };
        let (message, help, place) = match self.fault(bytes, id) {
            Some(fault) => {
                // Of what is not there at all, what should have it is shown.
                let start = if fault.at < span.end { fault.at } else { span.start };
                (fault.kind.message(), fault.kind.help(), Span { start, end: span.end })
            }
            None => (self.particulars(bytes, id, problem), problem.help(), span),
        };
        let place = Place::bytes(place);
        let diagnostic = match problem.severity() {
            Severity::Error => Diagnostic::error(problem.code(), place, message),
            Severity::Warning => Diagnostic::warning(problem.code(), place, message),
            Severity::Info => Diagnostic::info(problem.code(), place, message),
        };
        Some(diagnostic.with_help(help))
    }
}
