//! What the bytes are: the records of one message, without a schema.
//!
//! The scan is total. Its parts partition the range that is scanned: each is a tag and what follows it, byte for byte as it
//! stands there, over-long varints included.
//!
//! Reading goes on behind what is broken where its extent is known all the same: behind a record whose field number is none,
//! since its wire type says how long it is; behind a varint that is too long, which has a last byte; behind an EGROUP that
//! closes nothing. A LEN that reaches beyond the end and a group that is not closed have what there is up to the end. Of
//! anything else nobody knows where the next record begins, so it takes the rest of the range: a guess would show records
//! that are none.
//!
//! One level only: what is inside a LEN is not looked at, since without a schema nobody knows what it is. Groups are looked
//! through as far as it takes to find their end.

use std::collections::HashMap;

use super::fault::{Fault, FaultKind, MAX_FIELD_NUMBER};
use super::varint::{self, MORE, VarintFault};
use crate::text::Span;

/// How many bits of a tag are the wire type.
pub const WIRE_TYPE_BITS: u32 = 3;

/// A tag is never longer: five times seven bits hold the 32 of a field number and a wire type. Longer ones are refused by
/// official parsers, even where what is too much are zeros: "BadTag_OverlongVarint" of the conformance suite.
pub const MAX_TAG_LEN: u8 = 5;

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
    #[inline]
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

    /// All of them, in the order of their bits.
    pub const ALL: [WireType; 6] =
        [WireType::Varint, WireType::I64, WireType::Len, WireType::SGroup, WireType::EGroup, WireType::I32];

    /// The wire type of that name.
    pub fn from_name(name: &str) -> Option<WireType> {
        WireType::ALL.into_iter().find(|it| it.name() == name)
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
    #[inline]
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

/// What is no record: the extent of a broken one where it is known, and of several with the same fault in a row; else the
/// rest of the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Junk {
    /// The bytes; never empty.
    pub span: Span,
    /// Why: the first one's.
    pub fault: Fault,
}

/// One part of a scanned range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A record that could be read.
    Record(Record),
    /// A record whose parts are known, though parsers refuse it: a LEN that reaches beyond the end, which has what there
    /// is; a group without its EGROUP, or with anything broken inside it. And why: what is wrong with the record itself, else
    /// the first fault inside it.
    Broken(Record, Fault),
    /// What is none.
    Junk(Junk),
}

impl Part {
    /// The bytes of this part.
    pub fn span(&self) -> Span {
        match self {
            Part::Record(record) | Part::Broken(record, _) => record.span(),
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
    let mut records = Records::new(bytes, within);
    let is_simple = |head: &Head| !matches!(head.wire, WireType::SGroup | WireType::EGroup);
    while let Some(head) = usual(records.bytes, records.at).filter(is_simple) {
        records.at = head.end;
    }
    records.all(|part| matches!(part, Part::Record(_)))
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

    /// The next record's number, wire type and payload, if it is one that nearly all are like: a tag of one byte, no group, and
    /// nothing wrong with it. Else `None`, and [`next_with`](Records::next_with) says what it is. It takes a fraction of the
    /// time.
    #[inline]
    pub fn next_usual(&mut self) -> Option<(u32, WireType, Span)> {
        let head = usual(self.bytes, self.at)?;
        if matches!(head.wire, WireType::SGroup | WireType::EGroup) {
            return None;
        }
        self.at = head.end;
        Some((head.number, head.wire, Span::new(head.payload_start, head.end)))
    }

    /// The next part; `ends` has the ends of groups that were met before, and gets those that are met on the way. For those
    /// who go into the groups: without it, each level would look for the same ends again.
    pub fn next_with(&mut self, ends: &mut GroupEnds) -> Option<Part> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let mut found = part(self.bytes, self.at, ends);
        self.at = found.span().end as usize;
        if let Part::Junk(junk) = &mut found {
            self.join(junk);
        }
        Some(found)
    }

    /// Takes what follows into `junk`, as long as it is broken in the same way: of a megabyte of zeros one thing is said.
    fn join(&mut self, junk: &mut Junk) {
        while self.at < self.bytes.len() {
            let next = match head(self.bytes, self.at) {
                Err(broken) => Some((broken.fault.kind, broken.end)),
                Ok(head) => head.closes_nothing().map(|fault| (fault.kind, head.end)),
            };
            let Some((_, end)) = next.filter(|&(kind, _)| kind == junk.fault.kind) else { return };
            self.at = end;
            junk.span = Span::new(junk.span.start as usize, end);
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        self.next_with(&mut GroupEnds::default())
    }
}

/// Where groups inside other groups end, by the offset of the start tag. Only as deep as anybody goes, [`GroupEnds::DEPTH`].
#[derive(Clone, Debug, Default)]
pub struct GroupEnds(HashMap<usize, GroupEnd>);

impl GroupEnds {
    /// How many groups deep ends are kept.
    pub const DEPTH: usize = 128;
}

/// Where a group ends: the end tag, empty where there is none, and why it is broken if it is.
#[derive(Clone, Copy, Debug)]
struct GroupEnd {
    tag: usize,
    end: usize,
    fault: Option<Fault>,
}

fn part(bytes: &[u8], at: usize, ends: &mut GroupEnds) -> Part {
    let head = match head(bytes, at) {
        Ok(head) => head,
        Err(Broken { fault, end }) => return Part::Junk(Junk { span: Span::new(at, end), fault }),
    };
    if let Some(fault) = head.closes_nothing() {
        return Part::Junk(Junk { span: Span::new(at, head.end), fault });
    }
    let (payload_end, end, fault) = match head.wire {
        WireType::SGroup => {
            let end = ends.0.remove(&at).unwrap_or_else(|| group_end(bytes, &head, ends));
            (end.tag, end.end, end.fault)
        }
        _ => (head.end, head.end, head.fault),
    };
    let record = Record {
        number: head.number,
        wire: head.wire,
        tag: Span::new(at, head.tag_end),
        length: Span::new(head.tag_end, head.payload_start),
        payload: Span::new(head.payload_start, payload_end),
        end_tag: Span::new(payload_end, end),
    };
    match fault {
        None => Part::Record(record),
        Some(fault) => Part::Broken(record, fault),
    }
}

/// A group that is open, and the first thing that is broken inside it.
struct Open {
    number: u32,
    at: usize,
    inside: Option<Fault>,
}

/// Looks for the end of the group that `head` opens. A stack of the groups that are open instead of recursion: their
/// depth is the input's choice.
///
/// Where an EGROUP has another number than the group that is open, it closes the one around that if it has its number, and
/// the inner one ends where it stands; else it is taken for the end of the open one.
fn group_end(bytes: &[u8], head: &Head, ends: &mut GroupEnds) -> GroupEnd {
    let mut open = vec![Open { number: head.number, at: head.at, inside: None }];
    let mut at = head.end;
    loop {
        let around = open.len().checked_sub(2).and_then(|it| open.get(it)).map(|it| it.number);
        let Some(group) = open.last_mut() else { break };
        let unclosed = fault(FaultKind::GroupUnclosed(group.number), group.at);
        let end = if at >= bytes.len() {
            GroupEnd { tag: at, end: at, fault: Some(unclosed) }
        } else {
            match self::head(bytes, at) {
                Err(broken) => {
                    group.inside.get_or_insert(broken.fault);
                    at = broken.end;
                    continue;
                }
                Ok(inner) if inner.wire == WireType::SGroup => {
                    open.push(Open { number: inner.number, at, inside: None });
                    at = inner.end;
                    continue;
                }
                Ok(inner) if inner.wire != WireType::EGroup => {
                    group.inside = group.inside.or(inner.fault);
                    at = inner.end;
                    continue;
                }
                Ok(inner) if inner.number == group.number => GroupEnd { tag: at, end: inner.end, fault: group.inside },
                Ok(inner) if Some(inner.number) == around => GroupEnd { tag: at, end: at, fault: Some(unclosed) },
                Ok(inner) => {
                    let kind = FaultKind::GroupMismatch { open: group.number, close: inner.number };
                    GroupEnd { tag: at, end: inner.end, fault: Some(fault(kind, at)) }
                }
            }
        };
        at = end.end;
        let Some(closed) = open.pop() else { break };
        let Some(outer) = open.last_mut() else { return end };
        outer.inside = outer.inside.or(end.fault);
        if open.len() < GroupEnds::DEPTH {
            ends.0.insert(closed.at, end);
        }
    }
    // The stack is empty only where the loop has returned.
    GroupEnd { tag: at, end: at, fault: None }
}

/// A tag and the extent of what belongs to it; of a group only its tag.
struct Head {
    at: usize,
    number: u32,
    wire: WireType,
    tag_end: usize,
    payload_start: usize,
    end: usize,
    /// A length that reaches beyond the end.
    fault: Option<Fault>,
}

impl Head {
    /// An EGROUP that is met where a record is expected.
    fn closes_nothing(&self) -> Option<Fault> {
        (self.wire == WireType::EGroup).then(|| fault(FaultKind::EndWithoutStart(self.number), self.at))
    }
}

/// What is no record, and where the next one begins: the end of the bytes where nobody knows.
struct Broken {
    fault: Fault,
    end: usize,
}

/// A head with a tag of one byte and nothing wrong with it: nearly all there are, and read in a fraction of the time.
#[inline]
fn usual(bytes: &[u8], at: usize) -> Option<Head> {
    let tag = *bytes.get(at)?;
    let (number, wire) = (u32::from(tag >> WIRE_TYPE_BITS), WireType::from_bits(tag & ((1 << WIRE_TYPE_BITS) - 1))?);
    let tag_end = at + 1;
    let (payload_start, end) = match wire {
        _ if tag >= MORE || number == 0 => return None,
        WireType::Varint => (tag_end, tag_end + usize::from(varint::read(bytes, tag_end).ok()?.len)),
        WireType::I64 | WireType::I32 => (tag_end, tag_end + wire.width()?),
        WireType::SGroup | WireType::EGroup => (tag_end, tag_end),
        WireType::Len => {
            let length = varint::read(bytes, tag_end).ok()?;
            let start = tag_end + usize::from(length.len);
            (start, start.checked_add(usize::try_from(length.value).ok()?)?)
        }
    };
    (end <= bytes.len()).then_some(Head { at, number, wire, tag_end, payload_start, end, fault: None })
}

fn head(bytes: &[u8], at: usize) -> Result<Head, Broken> {
    match usual(bytes, at) {
        Some(head) => Ok(head),
        None => any_head(bytes, at),
    }
}

fn any_head(bytes: &[u8], at: usize) -> Result<Head, Broken> {
    let rest = |kind, at| Broken { fault: fault(kind, at), end: bytes.len() };
    let tag = read(bytes, at, FaultKind::TagTruncated, FaultKind::TagTooLong).map_err(|it| rest(it.kind, at))?;
    let tag_end = at + usize::from(tag.len);
    let number = tag.value >> WIRE_TYPE_BITS;
    let bits = (tag.value & ((1 << WIRE_TYPE_BITS) - 1)) as u8;
    let refused = match number {
        0 => Some(FaultKind::NumberZero),
        _ if number > u64::from(MAX_FIELD_NUMBER) => Some(FaultKind::NumberTooLarge(number)),
        _ if tag.len > MAX_TAG_LEN => Some(FaultKind::TagTooLong),
        _ => None,
    };
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let Some(wire) = WireType::from_bits(bits) else {
        return Err(rest(refused.unwrap_or(FaultKind::WireTypeReserved(bits, number)), at));
    };
    let body = body(bytes, tag_end, wire);
    if let Some(kind) = refused {
        let end = body.map_or_else(|broken| broken.end, |body| body.end);
        return Err(Broken { fault: fault(kind, at), end });
    }
    let Body { start, end, fault } = body?;
    Ok(Head { at, number, wire, tag_end, payload_start: start, end, fault })
}

/// What is behind a tag.
struct Body {
    start: usize,
    end: usize,
    fault: Option<Fault>,
}

fn body(bytes: &[u8], at: usize, wire: WireType) -> Result<Body, Broken> {
    let rest = |fault| Broken { fault, end: bytes.len() };
    let whole = |start, end| Ok(Body { start, end, fault: None });
    match wire {
        WireType::SGroup | WireType::EGroup => whole(at, at),
        WireType::Varint => match read(bytes, at, FaultKind::VarintTruncated, FaultKind::VarintTooLong) {
            Ok(value) => whole(at, at + usize::from(value.len)),
            Err(fault) => {
                let ahead = bytes.get(at..).unwrap_or_default();
                let last = ahead.iter().position(|byte| byte & MORE == 0);
                Err(Broken { fault, end: last.map_or(bytes.len(), |last| at + last + 1) })
            }
        },
        WireType::I32 | WireType::I64 => {
            let (width, left) = (wire.width().unwrap_or(0), bytes.len() - at);
            if left < width {
                let kind = FaultKind::FixedCutShort { width: width as u8, left: left as u8 };
                return Err(rest(fault(kind, at)));
            }
            whole(at, at + width)
        }
        WireType::Len => {
            let length = read(bytes, at, FaultKind::LengthTruncated, FaultKind::LengthTooLong).map_err(rest)?;
            let start = at + usize::from(length.len);
            let left = bytes.len() - start;
            match usize::try_from(length.value).ok().filter(|&it| it <= left) {
                Some(payload) => whole(start, start + payload),
                None => {
                    let left = u32::try_from(left).unwrap_or(u32::MAX);
                    let fault = fault(FaultKind::LengthPastEnd { length: length.value, left }, at);
                    Ok(Body { start, end: bytes.len(), fault: Some(fault) })
                }
            }
        }
    }
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
