//! What the bytes are: the records of one message, without a schema.
//!
//! The scan is total. Records partition the range that is scanned: each is a tag and what follows it, byte for byte as it
//! stands there, over-long varints included. What can't be read is junk, and takes the rest of the range: behind a broken
//! record nobody knows where the next one begins, so a guess would show records that are none.
//!
//! One level only: what is inside a LEN is not looked at, since without a schema nobody knows what it is. Groups are looked
//! through as far as it takes to find their end.

use std::collections::HashMap;

use super::fault::{Fault, FaultKind, MAX_FIELD_NUMBER};
use super::varint::{self, VarintFault};
use crate::text::Span;

/// How many bits of a tag are the wire type.
pub const WIRE_TYPE_BITS: u32 = 3;

/// How the payload of a record is delimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum WireType {
    /// A varint.
    Varint = 0,
    /// Eight bytes.
    I64 = 1,
    /// A length and as many bytes.
    Len = 2,
    /// The start of a group.
    SGroup = 3,
    /// The end of a group.
    EGroup = 4,
    /// Four bytes.
    I32 = 5,
}

impl WireType {
    /// The wire type of a tag's lowest three bits; 6 and 7 are none.
    pub fn from_bits(bits: u8) -> Option<WireType> {
        Some(match bits {
            0 => WireType::Varint,
            1 => WireType::I64,
            2 => WireType::Len,
            3 => WireType::SGroup,
            4 => WireType::EGroup,
            5 => WireType::I32,
            _ => return None,
        })
    }

    /// The specification's name.
    pub fn name(self) -> &'static str {
        match self {
            WireType::Varint => "VARINT",
            WireType::I64 => "I64",
            WireType::Len => "LEN",
            WireType::SGroup => "SGROUP",
            WireType::EGroup => "EGROUP",
            WireType::I32 => "I32",
        }
    }

    /// How many bytes the payload has, where that is fixed.
    pub fn width(self) -> Option<usize> {
        match self {
            WireType::I64 => Some(8),
            WireType::I32 => Some(4),
            _ => None,
        }
    }
}

/// A record: tag, length where it is a LEN, payload, end tag where it is a group. All spans are absolute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The field number, 1 to 2²⁹ − 1.
    pub number: u32,
    /// Never [`WireType::EGroup`]: a group is one record.
    pub wire: WireType,
    /// The tag's bytes.
    pub tag: Span,
    /// The length's bytes; empty but in a LEN.
    pub length: Span,
    /// The payload; of a group what lies between its tags.
    pub payload: Span,
    /// The end tag's bytes; empty but in a group.
    pub end_tag: Span,
}

impl Record {
    /// The whole record.
    pub fn span(&self) -> Span {
        Span { start: self.tag.start, end: self.end_tag.end }
    }
}

/// What can't be read: from the start of the broken record up to the end of the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Junk {
    /// The bytes; never empty.
    pub span: Span,
    /// Why.
    pub fault: Fault,
}

/// One part of a scanned range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A record that could be read.
    Record(Record),
    /// The rest, which could not; always the last part.
    Junk(Junk),
}

impl Part {
    /// The bytes of this part.
    pub fn span(&self) -> Span {
        match self {
            Part::Record(record) => record.span(),
            Part::Junk(junk) => junk.span,
        }
    }
}

/// The parts of `within`, in order. They partition it; linear in its length.
pub fn scan(bytes: &[u8], within: Span) -> Vec<Part> {
    Records::new(bytes, within).collect()
}

/// Whether all of `within` can be read; an empty range can.
pub fn is_clean(bytes: &[u8], within: Span) -> bool {
    Records::new(bytes, within).all(|part| matches!(part, Part::Record(_)))
}

/// [`scan`] as an iterator, for payloads whose records are too many to keep.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    // Cut at the end of the range, so that no read can leave it.
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    /// The records of `within`; what of it lies outside `bytes` is left out.
    pub fn new(bytes: &'a [u8], within: Span) -> Records<'a> {
        let end = (within.end as usize).min(bytes.len());
        Records { bytes: bytes.get(..end).unwrap_or_default(), at: (within.start as usize).min(end) }
    }

    /// Where the next part begins.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// The next part; `ends` has the ends of groups that were met before, and gets those that are met on the way. For those
    /// who go into the groups: without it, each level would look for the same ends again.
    pub fn next_with(&mut self, ends: &mut GroupEnds) -> Option<Part> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let start = self.at;
        let part = match record(self.bytes, start, ends) {
            Ok(record) => Part::Record(record),
            Err(fault) => Part::Junk(Junk { span: Span::new(start, self.bytes.len()), fault }),
        };
        self.at = part.span().end as usize;
        Some(part)
    }
}

impl Iterator for Records<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        self.next_with(&mut GroupEnds::default())
    }
}

/// Where groups inside other groups end: begin and end of the end tag, by the offset of the start tag. Only as deep as
/// anybody goes, [`GroupEnds::DEPTH`].
#[derive(Clone, Debug, Default)]
pub struct GroupEnds(HashMap<usize, (usize, usize)>);

impl GroupEnds {
    /// How many groups deep ends are kept.
    pub const DEPTH: usize = 128;
}

fn record(bytes: &[u8], at: usize, ends: &mut GroupEnds) -> Result<Record, Fault> {
    let head = head(bytes, at)?;
    match head.wire {
        WireType::SGroup => match ends.0.remove(&at) {
            Some((end_tag, end)) => Ok(group_record(&head, end_tag, end)),
            None => group(bytes, &head, ends),
        },
        WireType::EGroup => Err(fault(FaultKind::EndWithoutStart(head.number), at)),
        _ => Ok(Record {
            number: head.number,
            wire: head.wire,
            tag: Span::new(at, head.tag_end),
            length: Span::new(head.tag_end, head.payload_start),
            payload: Span::new(head.payload_start, head.end),
            end_tag: Span::at(head.end),
        }),
    }
}

/// Looks for the end of the group that `head` opens. A stack of the groups that are open instead of recursion: their
/// depth is the input's choice.
fn group(bytes: &[u8], head: &Head, ends: &mut GroupEnds) -> Result<Record, Fault> {
    let mut open = vec![(head.number, head.at)];
    let mut at = head.end;
    while let Some(&(number, opened)) = open.last() {
        if at >= bytes.len() {
            return Err(fault(FaultKind::GroupUnclosed(number), opened));
        }
        let inner = self::head(bytes, at)?;
        match inner.wire {
            WireType::SGroup => open.push((inner.number, at)),
            WireType::EGroup if inner.number != number => {
                return Err(fault(FaultKind::GroupMismatch { open: number, close: inner.number }, at));
            }
            WireType::EGroup => {
                open.pop();
                if open.is_empty() {
                    return Ok(group_record(head, at, inner.tag_end));
                }
                if open.len() < GroupEnds::DEPTH {
                    ends.0.insert(opened, (at, inner.tag_end));
                }
            }
            _ => {}
        }
        at = inner.end;
    }
    // The stack is empty only where the loop has returned.
    Err(fault(FaultKind::GroupUnclosed(head.number), head.at))
}

fn group_record(head: &Head, end_tag: usize, end: usize) -> Record {
    Record {
        number: head.number,
        wire: WireType::SGroup,
        tag: Span::new(head.at, head.tag_end),
        length: Span::at(head.tag_end),
        payload: Span::new(head.tag_end, end_tag),
        end_tag: Span::new(end_tag, end),
    }
}

/// A tag and the extent of what belongs to it; of a group only its tag.
struct Head {
    at: usize,
    number: u32,
    wire: WireType,
    tag_end: usize,
    payload_start: usize,
    end: usize,
}

fn head(bytes: &[u8], at: usize) -> Result<Head, Fault> {
    let tag = read(bytes, at, FaultKind::TagTruncated, FaultKind::TagTooLong)?;
    let tag_end = at + usize::from(tag.len);
    let number = tag.value >> WIRE_TYPE_BITS;
    if number == 0 {
        return Err(fault(FaultKind::NumberZero, at));
    }
    let Some(number) = u32::try_from(number).ok().filter(|&it| it <= MAX_FIELD_NUMBER) else {
        return Err(fault(FaultKind::NumberTooLarge(number), at));
    };
    let bits = (tag.value & ((1 << WIRE_TYPE_BITS) - 1)) as u8;
    let Some(wire) = WireType::from_bits(bits) else {
        return Err(fault(FaultKind::WireTypeReserved(bits, number), at));
    };
    let left = bytes.len() - tag_end;
    let (payload_start, end) = match wire {
        WireType::SGroup | WireType::EGroup => (tag_end, tag_end),
        WireType::Varint => {
            let value = read(bytes, tag_end, FaultKind::VarintTruncated, FaultKind::VarintTooLong)?;
            (tag_end, tag_end + usize::from(value.len))
        }
        WireType::I32 | WireType::I64 => {
            let width = wire.width().unwrap_or(0);
            if left < width {
                return Err(fault(FaultKind::FixedCutShort { width: width as u8, left: left as u8 }, tag_end));
            }
            (tag_end, tag_end + width)
        }
        WireType::Len => {
            let length = read(bytes, tag_end, FaultKind::LengthTruncated, FaultKind::LengthTooLong)?;
            let payload_start = tag_end + usize::from(length.len);
            let left = bytes.len() - payload_start;
            let Some(payload) = usize::try_from(length.value).ok().filter(|&it| it <= left) else {
                let left = u32::try_from(left).unwrap_or(u32::MAX);
                return Err(fault(FaultKind::LengthPastEnd { length: length.value, left }, tag_end));
            };
            (payload_start, payload_start + payload)
        }
    };
    Ok(Head { at, number, wire, tag_end, payload_start, end })
}

fn read(bytes: &[u8], at: usize, truncated: FaultKind, too_long: FaultKind) -> Result<varint::Varint, Fault> {
    varint::read(bytes, at).map_err(|it| match it {
        VarintFault::Truncated => fault(truncated, at),
        VarintFault::TooLong => fault(too_long, at),
    })
}

fn fault(kind: FaultKind, at: usize) -> Fault {
    Fault { kind, at: u32::try_from(at).unwrap_or(u32::MAX) }
}
