//! Why bytes can't be read as a record: kind, place, sentence and help.
//!
//! Knows no schema: every fault here is one under any schema.

use super::scan::MAX_TAG_LEN;

/// The largest field number there is: tags are 32 bits, of which the wire type takes three.
pub const MAX_FIELD_NUMBER: u32 = (1 << 29) - 1;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The bytes end inside a tag.
    TagTruncated,
    /// A tag of more than [five bytes](super::scan::MAX_TAG_LEN).
    TagTooLong,
    /// The tag names field 0, which does not exist.
    NumberZero,
    /// The tag names a field beyond [`MAX_FIELD_NUMBER`].
    NumberTooLarge(u64),
    /// Wire type 6 or 7, which nobody defined, and the field it was used with.
    WireTypeReserved(u8, u32),
    /// The bytes end inside a VARINT.
    VarintTruncated,
    /// A VARINT goes on after ten bytes.
    VarintTooLong,
    /// The bytes end inside a length.
    LengthTruncated,
    /// A length goes on after ten bytes.
    LengthTooLong,
    /// A length that reaches beyond the end.
    LengthPastEnd {
        /// How many bytes it announces.
        length: u64,
        /// How many there are.
        left: u32,
    },
    /// An I32 or I64 whose bytes are not all there.
    FixedCutShort {
        /// How many bytes it takes: 4 or 8.
        width: u8,
        /// How many there are.
        left: u8,
    },
    /// An EGROUP where no group is open, and its field number.
    EndWithoutStart(u32),
    /// A group whose EGROUP is missing, and its field number.
    GroupUnclosed(u32),
    /// An EGROUP of another field than the group that is open.
    GroupMismatch {
        /// The group that is open.
        open: u32,
        /// The one the EGROUP closes.
        close: u32,
    },
}

/// A fault and the offset of the first byte that can't be read: of the tag, length or value that is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where, as an absolute offset in bytes.
    pub at: u32,
}

impl FaultKind {
    /// Whether more bytes might mend it: they end too early.
    pub fn is_cut(self) -> bool {
        use FaultKind::*;
        match self {
            TagTruncated
            | VarintTruncated
            | LengthTruncated
            | LengthPastEnd { .. }
            | FixedCutShort { .. }
            | GroupUnclosed(_) => true,
            TagTooLong
            | NumberZero
            | NumberTooLarge(_)
            | WireTypeReserved(..)
            | VarintTooLong
            | LengthTooLong
            | EndWithoutStart(_)
            | GroupMismatch { .. } => false,
        }
    }

    /// What was expected and what was found, as a diagnostic says it.
    pub fn message(self) -> String {
        use FaultKind::*;
        match self {
            TagTruncated => {
                "expected the rest of a tag, found the end: the last byte says that another one follows".into()
            }
            TagTooLong => format!("expected a tag of at most {MAX_TAG_LEN} bytes, found a longer varint"),
            NumberZero => "expected a field number from 1, found field 0".into(),
            NumberTooLarge(number) => {
                format!("expected a field number up to {MAX_FIELD_NUMBER}, found field {number}")
            }
            WireTypeReserved(wire, number) => {
                format!("expected a wire type from 0 to 5, found {wire} in the tag of field {number}")
            }
            VarintTruncated => {
                "expected the rest of a varint, found the end: the last byte says that another one follows".into()
            }
            VarintTooLong => "expected a varint of at most ten bytes, found one that goes on".into(),
            LengthTruncated => {
                "expected the rest of a length, found the end: the last byte says that another one follows".into()
            }
            LengthTooLong => "expected a length of at most ten bytes, found a varint that goes on".into(),
            LengthPastEnd { length, left } => {
                format!("expected {} after the length, found {left}", count(length))
            }
            FixedCutShort { width, left } => {
                format!("expected {} of a fixed-width value, found {left}", count(width.into()))
            }
            EndWithoutStart(number) => {
                format!("expected a record, found EGROUP of field {number}, which no SGROUP opened")
            }
            GroupUnclosed(number) => format!("expected EGROUP of field {number}, found the end"),
            GroupMismatch { open, close } => {
                format!("expected EGROUP of field {open}, found EGROUP of field {close}")
            }
        }
    }

    /// How to mend it, or where to look.
    pub fn help(self) -> &'static str {
        use FaultKind::*;
        match self {
            TagTruncated | VarintTruncated | LengthTruncated | FixedCutShort { .. } => {
                "the bytes are cut off here, or an earlier length is too short"
            }
            LengthPastEnd { .. } => "the bytes are cut off, or this is no message",
            GroupUnclosed(_) => "the bytes are cut off, or this is no group",
            EndWithoutStart(_) | GroupMismatch { .. } => "groups close in the reverse order of their opening",
            TagTooLong | NumberZero | NumberTooLarge(_) | WireTypeReserved(..) | VarintTooLong | LengthTooLong => {
                "this is no Protocol Buffers message, or a byte before it is wrong"
            }
        }
    }
}

fn count(bytes: u64) -> String {
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}
