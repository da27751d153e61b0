//! What there is to be said about a node: how bad it is, what it is called, and what a parser does about it.
//!
//! Knows no names and no numbers: those are in `value`, which has the bytes.

use crate::diagnostic::Severity;

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
    /// All of them, in order.
    pub const ALL: [Problem; 21] = PROBLEMS;

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

    /// A stable word for it, as in [`Diagnostic::code`](crate::diagnostic::Diagnostic::code).
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

    /// What it is, in general; [`Nodes::diagnostic`](super::Nodes::diagnostic) knows the particulars.
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
