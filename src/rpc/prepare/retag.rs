//! The same records under other field numbers: what echoes a message, and what two schemas that disagree make of one.
//!
//! Works on bytes: a record is passed on as it is, but for its number. Knows no JSON.

use std::collections::HashMap;

use crate::{
    schema::{Root, types::Field},
    text::Span,
    wire::{Part, Record, WireType, fault::MAX_FIELD_NUMBER, scan, scan::WIRE_TYPE_BITS, varint},
};

/// The records that get a number, in their order. What is no record is passed over.
fn retag(bytes: &[u8], number: impl Fn(&Record) -> Option<u32>) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for part in scan(bytes, Span::new(0, bytes.len())) {
        let Part::Record(record) = part else { continue };
        let Some(number) = number(&record) else { continue };
        let tag = |wire: WireType, out: &mut Vec<u8>| {
            varint::write(u64::from(number) << WIRE_TYPE_BITS | wire as u64, out);
        };
        tag(record.wire, &mut out);
        out.extend_from_slice(Span { start: record.tag.end, end: record.payload.end }.of(bytes));
        if record.wire == WireType::SGroup {
            tag(WireType::EGroup, &mut out);
        }
    }
    out
}

/// What a request says in the fields that the response has, too: of the same name and type.
pub(super) struct Echo(HashMap<u32, u32>);

impl Echo {
    pub fn new(request: &Root, response: &Root) -> Echo {
        let (from, to) = (request.types(), response.types());
        let is_same = |one: &Field, other: &Field| {
            let kind = std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind);
            kind && one.name == other.name && one.shape == other.shape && from.word(one.kind) == to.word(other.kind)
        };
        let same = |field: &Field| {
            let other = response.message().fields().iter().find(|other| is_same(field, other))?;
            Some((field.number, other.number))
        };
        Echo(request.message().fields().iter().filter_map(same).collect())
    }

    /// The bytes of the response.
    pub fn of(&self, request: &[u8]) -> Vec<u8> {
        retag(request, |record| self.0.get(&record.number).copied())
    }
}

/// Another schema of the same message, in which each field has the number of the one behind it, as happens where somebody
/// puts a field in front and counts anew.
pub(super) struct Shifted<'a> {
    /// In the order of their numbers.
    fields: &'a [Field],
}

impl<'a> Shifted<'a> {
    pub fn new(root: &'a Root) -> Shifted<'a> {
        Shifted { fields: root.message().fields() }
    }

    fn index(&self, number: u32) -> Option<usize> {
        self.fields.binary_search_by_key(&number, |field| field.number).ok()
    }

    /// Bytes of our schema, read by the other one: what that takes them for, in our numbers. A record whose wire type is not
    /// that of the field which has its number there is an unknown field, and left out.
    pub fn read(&self, bytes: &[u8]) -> Vec<u8> {
        retag(bytes, |record| {
            let field = self.fields.get(self.index(record.number)?.checked_sub(1)?)?;
            field.takes(record.wire).then_some(field.number)
        })
    }

    /// What our bytes would be if the other schema had written them.
    pub fn written(&self, bytes: &[u8]) -> Vec<u8> {
        retag(bytes, |record| {
            let index = self.index(record.number)?;
            let next = self.fields.get(index + 1).map(|field| field.number);
            next.or_else(|| Some(record.number + 1).filter(|&number| number <= MAX_FIELD_NUMBER))
        })
    }
}
