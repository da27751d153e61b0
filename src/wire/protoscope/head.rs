//! Where a record begins and ends, as printing needs it: broken ones show how far they can be read, and a group whose end
//! is missing is a tag like others.

use std::collections::HashMap;

use crate::text::Span;
use crate::wire::fault::MAX_FIELD_NUMBER;
use crate::wire::scan::{WIRE_TYPE_BITS, WireType};
use crate::wire::varint::{self, Varint};

/// A tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    pub at: usize,
    pub varint: Varint,
}

impl Tag {
    /// The tag at `at`; none where no varint of 64 bits is there.
    pub fn read(bytes: &[u8], at: usize) -> Option<Tag> {
        let varint = varint::read(bytes, at).ok().filter(|it| !it.overflow)?;
        Some(Tag { at, varint })
    }

    pub fn number(self) -> u64 {
        self.varint.value >> WIRE_TYPE_BITS
    }

    /// The lowest bits.
    pub fn wire_bits(self) -> u8 {
        (self.varint.value & ((1 << WIRE_TYPE_BITS) - 1)) as u8
    }

    /// The wire type; none where it or the field number does not exist.
    pub fn wire(self) -> Option<WireType> {
        let exists = (1..=u64::from(MAX_FIELD_NUMBER)).contains(&self.number());
        WireType::from_bits(self.wire_bits()).filter(|_| exists)
    }

    pub fn end(self) -> usize {
        self.at + usize::from(self.varint.len)
    }
}

/// What is behind a tag.
#[derive(Clone, Copy, Debug)]
pub(super) enum Body {
    /// A varint.
    Varint(Varint),
    /// Four or eight bytes.
    Fixed(WireType),
    /// A length and as many bytes.
    Len(Varint, Span),
    /// A length and not so many bytes.
    Short(Varint),
    /// Nothing: the tag of a group.
    Group,
    /// What can't be read.
    Broken,
}

impl Body {
    /// What follows a tag that ends at `at`. Never outside `bytes`.
    pub fn read(bytes: &[u8], wire: WireType, at: usize) -> Body {
        let left = bytes.len() - at;
        match wire {
            WireType::Varint => varint::read(bytes, at).map_or(Body::Broken, Body::Varint),
            WireType::I32 | WireType::I64 if wire.width().is_some_and(|width| width <= left) => Body::Fixed(wire),
            WireType::I32 | WireType::I64 => Body::Broken,
            WireType::SGroup | WireType::EGroup => Body::Group,
            WireType::Len => match varint::read(bytes, at) {
                Ok(length) if !length.overflow => {
                    let start = at + usize::from(length.len);
                    match usize::try_from(length.value) {
                        Ok(long) if long <= bytes.len() - start => Body::Len(length, Span::new(start, start + long)),
                        _ => Body::Short(length),
                    }
                }
                _ => Body::Broken,
            },
        }
    }

    /// Where it ends; none where the next record can't be told.
    pub fn end(self, at: usize) -> Option<usize> {
        match self {
            Body::Varint(varint) => Some(at + usize::from(varint.len)),
            Body::Fixed(wire) => Some(at + wire.width()?),
            Body::Len(_, payload) => Some(payload.end as usize),
            Body::Group => Some(at),
            Body::Short(_) | Body::Broken => None,
        }
    }
}

/// The groups of a range: begin and end of the end tag, by the offset of the start tag. Those without an end are not in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    ends: HashMap<usize, (usize, usize)>,
    /// Whether the range is nothing but whole records.
    pub clean: bool,
}

impl Groups {
    /// Reads `within` once, which lies in `bytes`.
    pub fn of(bytes: &[u8], within: Span) -> Groups {
        let bytes = &bytes[..within.end as usize];
        let mut groups = Groups { ends: HashMap::new(), clean: true };
        let mut open: Vec<(u64, usize)> = Vec::new();
        let mut at = within.start as usize;
        while at < bytes.len() {
            let found = Tag::read(bytes, at).and_then(|tag| Some((tag, tag.wire()?)));
            let end = found.and_then(|(tag, wire)| Body::read(bytes, wire, tag.end()).end(tag.end()));
            let (Some((tag, wire)), Some(end)) = (found, end) else {
                groups.clean = false;
                break;
            };
            match wire {
                WireType::SGroup => open.push((tag.number(), at)),
                WireType::EGroup => match open.pop() {
                    Some((number, start)) if number == tag.number() => {
                        groups.ends.insert(start, (at, end));
                    }
                    _ => groups.clean = false,
                },
                _ => {}
            }
            at = end;
        }
        groups.clean &= open.is_empty();
        groups
    }

    /// Begin and end of the end tag of the group that begins at `start`.
    pub fn end_of(&self, start: usize) -> Option<(usize, usize)> {
        self.ends.get(&start).copied()
    }
}
