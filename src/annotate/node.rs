//! The nodes of a payload: plain data, in the order of the bytes.
//!
//! A node owns nothing, and what several share is in a table beside them. How little of each is kept is `store`'s business.

use std::num::NonZeroU32;

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

/// What is to be said about a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// The bytes are no record; `wire::scan` of the node's span says why.
    Unreadable,
    /// The rest of a packed run is no element.
    PackedCutShort,
    /// The wire type is not the one of the field's type.
    WireMismatch,
    /// The schema says message, the payload is none.
    NotMessage,
    /// A message that begins well and then can't be read; a node inside it says where.
    BrokenInside,
    /// The schema says string, the payload is no UTF-8.
    NotUtf8,
    /// The length reaches beyond the end; what there is of the payload is read.
    CutShort,
    /// A group without its EGROUP; what there is of it is read.
    Unclosed,
    /// A message without a field that must be there.
    MissingRequired,
    /// More than [`MAX_DEPTH`](super::MAX_DEPTH) messages deep.
    TooDeep,
    /// Behind the last node there is room for.
    TooMany,
    /// A string of a proto2 file that is no UTF-8.
    NotUtf8Proto2,
    /// What an Any holds is no message.
    AnyBroken,
    /// A length of more than five bytes.
    LongLength,
    /// A field that can hold one value came before.
    Repeated,
    /// Another member of the same oneof came before.
    OneofReplaced,
    /// The enum has no value of this number.
    UnknownEnumValue,
    /// The value does not fit the field's 32 bits, or is a bool beyond 1.
    Narrowed,
    /// Bits beyond the 64th.
    Overflow,
    /// A varint, tag or length with more bytes than it needs.
    Overlong,
    /// The first record of its message behind one with a larger number.
    OutOfOrder,
}

/// All problems, in order.
pub(super) const PROBLEMS: [Problem; 21] = {
    use Problem::*;
    [
        Unreadable,
        PackedCutShort,
        WireMismatch,
        NotMessage,
        BrokenInside,
        NotUtf8,
        CutShort,
        Unclosed,
        MissingRequired,
        TooDeep,
        TooMany,
        NotUtf8Proto2,
        AnyBroken,
        LongLength,
        Repeated,
        OneofReplaced,
        UnknownEnumValue,
        Narrowed,
        Overflow,
        Overlong,
        OutOfOrder,
    ]
};

impl Problem {
    /// How bad it is.
    pub fn severity(self) -> Severity {
        use Problem::*;
        match self {
            Unreadable | PackedCutShort | NotMessage | BrokenInside | NotUtf8 | CutShort | Unclosed
            | MissingRequired => Severity::Error,
            WireMismatch | TooDeep | TooMany | NotUtf8Proto2 | AnyBroken | LongLength | Overflow => Severity::Warning,
            Repeated | OneofReplaced | UnknownEnumValue | Narrowed | Overlong | OutOfOrder => Severity::Info,
        }
    }

    /// A stable word for it, as in [`Diagnostic::code`].
    pub fn code(self) -> &'static str {
        use Problem::*;
        match self {
            Unreadable => "bytes-unreadable",
            PackedCutShort => "bytes-packed-cut-short",
            WireMismatch => "bytes-wire-type",
            NotMessage => "bytes-no-message",
            BrokenInside => "bytes-broken-inside",
            NotUtf8 | NotUtf8Proto2 => "bytes-no-utf8",
            CutShort => "bytes-cut-short",
            Unclosed => "bytes-group-unclosed",
            MissingRequired => "bytes-required",
            AnyBroken => "bytes-any-broken",
            LongLength => "bytes-long-length",
            OutOfOrder => "bytes-order",
            TooDeep => "bytes-too-deep",
            TooMany => "bytes-too-many",
            Repeated => "bytes-repeated",
            OneofReplaced => "bytes-oneof",
            UnknownEnumValue => "bytes-enum-value",
            Narrowed => "bytes-narrowed",
            Overflow => "bytes-overflow",
            Overlong => "bytes-overlong",
        }
    }

    /// What it is, in general; [`Nodes::diagnostic`] knows the particulars.
    pub fn message(self) -> &'static str {
        use Problem::*;
        match self {
            Unreadable => "expected a record, found bytes that are none",
            PackedCutShort => "expected another element, found a part of one",
            WireMismatch => "expected the wire type of the field's type, found another one",
            NotMessage => "expected a message, found bytes that are none",
            BrokenInside => "expected a message, found one that can't be read to its end",
            NotUtf8 => "expected UTF-8, found bytes that are none",
            CutShort => "expected as many bytes as the length says, found fewer",
            Unclosed => "expected the EGROUP of the group, found none",
            MissingRequired => "expected all required fields, found a message without one",
            AnyBroken => "expected a message in the Any, found bytes that are none",
            LongLength => "expected a length of at most five bytes, found a longer one",
            OutOfOrder => "expected fields in the order of their numbers, found a smaller number behind a larger one",
            TooDeep => "expected at most 100 levels of messages, found more",
            TooMany => "expected fewer records, found more than can be shown",
            NotUtf8Proto2 => "expected UTF-8, found bytes that are none; proto2 lets them pass",
            Repeated => "expected one value, found another one: the last one counts",
            OneofReplaced => "expected one member of the oneof, found another one: the last one counts",
            UnknownEnumValue => "expected a number of the enum, found another one",
            Narrowed => "expected a value of the field's width, found a larger one: the upper bits are dropped",
            Overflow => "expected at most 64 bits, found more: the upper bits are dropped",
            Overlong => "expected the shortest varint, found a longer one",
        }
    }

    /// What a parser does about it, or how to mend it.
    pub fn help(self) -> &'static str {
        use Problem::*;
        match self {
            Unreadable => "parsers refuse the whole message",
            PackedCutShort => "parsers refuse the whole message; the length may be wrong",
            WireMismatch => "parsers treat it as an unknown field; writer and reader may use different schemas",
            NotMessage => "parsers refuse the whole message; the field may be a string or bytes in the writer's schema",
            BrokenInside => "the bytes inside it that can't be read say why",
            NotUtf8 => "parsers refuse the whole message; the field may have to be bytes",
            CutShort => "parsers refuse the whole message; what there is of it is read",
            Unclosed => "parsers refuse the whole message; what there is of the group is read",
            MissingRequired => "parsers of proto2 refuse the whole message, unless they are asked for a partial one",
            AnyBroken => "parsers keep the bytes as they are; what unpacks them or writes JSON fails",
            LongLength => "no encoder writes this, and some parsers refuse it",
            OutOfOrder => "parsers accept any order; encoders write fields by number, unknown ones last",
            TooDeep => "most parsers stop at this depth; the bytes are shown as they are",
            TooMany => "the bytes are shown as they are",
            NotUtf8Proto2 => "proto3 would refuse it; the field may have to be bytes",
            Repeated => "messages are merged, other values replaced",
            OneofReplaced => "parsers drop the one before",
            UnknownEnumValue => "an open enum keeps the number, a closed one puts it among the unknown fields",
            Narrowed => "writer and reader may use different types for this field",
            Overflow => "no encoder writes this, and some parsers refuse it",
            Overlong => "parsers accept it, encoders do not write it",
        }
    }
}

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
