//! Records of a declared field with another wire type than its own. Official parsers take them for unknown fields; prost-reflect
//! refuses the whole message. So they are left out before it is asked again.
//!
//! Knows nothing of values: what can't be read stays, and prost-reflect says why.

use prost::encoding::{WireType as Declared, encode_varint};
use prost_reflect::{ExtensionDescriptor, FieldDescriptor, Kind, MessageDescriptor};

use super::limits::MAX_LEVELS;
use crate::text::Span;
use crate::wire::{GroupEnds, Part, Record, Records, WireType};

/// The message without those records, also without those in messages inside it.
pub(super) fn left_out(message: &MessageDescriptor, bytes: &[u8]) -> Vec<u8> {
    let mut walk = Walk { bytes, ends: GroupEnds::default() };
    walk.message(message, Span::new(0, bytes.len()), 1)
}

struct Walk<'a> {
    bytes: &'a [u8],
    ends: GroupEnds,
}

impl Walk<'_> {
    /// Recurses as deep as messages are nested, at most [`MAX_LEVELS`].
    fn message(&mut self, message: &MessageDescriptor, within: Span, level: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(within.len());
        let mut records = Records::new(self.bytes, within);
        while let Some(part) = records.next_with(&mut self.ends) {
            match part {
                Part::Record(record) => match Field::find(message, record.number) {
                    Some(field) if !field.takes(record.wire) => {}
                    Some(Field { kind: Kind::Message(inner), .. }) if level < MAX_LEVELS => {
                        self.nested(&inner, &record, level, &mut out);
                    }
                    _ => out.extend_from_slice(record.span().of(self.bytes)),
                },
                Part::Broken(..) | Part::Junk(_) => out.extend_from_slice(part.span().of(self.bytes)),
            }
        }
        out
    }

    fn nested(&mut self, inner: &MessageDescriptor, record: &Record, level: usize, out: &mut Vec<u8>) {
        let payload = self.message(inner, record.payload, level + 1);
        out.extend_from_slice(record.tag.of(self.bytes));
        if payload.len() == record.payload.len() {
            out.extend_from_slice(record.length.of(self.bytes));
        } else if record.wire == WireType::Len {
            encode_varint(payload.len() as u64, out);
        }
        out.extend(payload);
        out.extend_from_slice(record.end_tag.of(self.bytes));
    }
}

/// What of a field or an extension says which wire types it takes.
struct Field {
    kind: Kind,
    is_group: bool,
    is_list: bool,
}

impl Field {
    fn find(message: &MessageDescriptor, number: u32) -> Option<Field> {
        let field = |it: FieldDescriptor| Field { kind: it.kind(), is_group: it.is_group(), is_list: it.is_list() };
        let extension =
            |it: ExtensionDescriptor| Field { kind: it.kind(), is_group: it.is_group(), is_list: it.is_list() };
        message.get_field(number).map(field).or_else(|| message.get_extension(number).map(extension))
    }

    fn takes(&self, wire: WireType) -> bool {
        let (own, is_packable) = match self.kind.wire_type() {
            Declared::Varint => (WireType::Varint, true),
            Declared::SixtyFourBit => (WireType::I64, true),
            Declared::ThirtyTwoBit => (WireType::I32, true),
            _ if self.is_group => (WireType::SGroup, false),
            _ => (WireType::Len, false),
        };
        // Packed or not, a parser takes both: encoding guide, "Repeated Elements".
        wire == own || (wire == WireType::Len && is_packable && self.is_list)
    }
}
