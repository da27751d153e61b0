//! What stands in messages of one type, field by field: which wire types, how often, which numbers, which runs of bytes.
//!
//! Counts, and concludes nothing. Memory is a few words for each LEN and group, none for numbers.

use std::collections::BTreeMap;

use crate::text::Span;
use crate::wire::{Part, Record, Records, WireType, varint};

/// How many fields of one message are told apart. What has more is no message somebody declared.
const MAX_FIELDS: usize = 1000;

/// Some bytes of one of the payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The index of the payload.
    pub payload: u32,
    /// Which of the messages it was found in, counted over all payloads.
    pub message: u32,
    /// Where it is; of a LEN or group without tag and length.
    pub span: Span,
}

impl Place {
    /// The bytes themselves.
    pub fn of<'a>(self, payloads: &[&'a [u8]]) -> &'a [u8] {
        self.span.of(payloads.get(self.payload as usize).copied().unwrap_or_default())
    }
}

/// All messages of one type.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// How many there are.
    pub messages: u32,
    /// Their fields, by number.
    pub fields: BTreeMap<u32, FieldSeen>,
    /// Whether there were more than [`MAX_FIELDS`].
    pub is_cut: bool,
}

/// All values of one field.
#[derive(Debug, Default)]
pub(super) struct FieldSeen {
    /// How many messages have it.
    pub messages: u32,
    /// How many records of it are in the message that has most.
    pub most: u32,
    /// Its varints.
    pub varint: Numbers,
    /// Its fixed values of four bytes.
    pub i32: Numbers,
    /// Its fixed values of eight bytes.
    pub i64: Numbers,
    /// Its LENs but the empty ones.
    pub lens: Vec<Place>,
    /// How many LENs are empty.
    pub empty: u32,
    /// What is inside its groups.
    pub groups: Vec<Place>,
    // The message seen last, from 1, and its records so far.
    last: (u32, u32),
}

impl FieldSeen {
    /// The wire types it occurs with, in the order of their numbers.
    pub fn wires(&self) -> Vec<WireType> {
        let present = [
            (WireType::Varint, self.varint.count > 0),
            (WireType::I64, self.i64.count > 0),
            (WireType::Len, self.empty > 0 || !self.lens.is_empty()),
            (WireType::SGroup, !self.groups.is_empty()),
            (WireType::I32, self.i32.count > 0),
        ];
        present.into_iter().filter_map(|(wire, is)| is.then_some(wire)).collect()
    }

    /// The numbers of a wire type; of LEN and groups there are none.
    pub fn numbers(&self, wire: WireType) -> Option<&Numbers> {
        match wire {
            WireType::Varint => Some(&self.varint),
            WireType::I32 => Some(&self.i32),
            WireType::I64 => Some(&self.i64),
            WireType::Len | WireType::SGroup | WireType::EGroup => None,
        }
    }

    fn note(&mut self, message: u32) {
        if self.last.0 != message + 1 {
            self.last = (message + 1, 0);
            self.messages += 1;
        }
        self.last.1 += 1;
        self.most = self.most.max(self.last.1);
    }

    fn add(&mut self, bytes: &[u8], payload: u32, message: u32, record: &Record) {
        self.note(message);
        let place = Place { payload, message, span: record.payload };
        match record.wire {
            WireType::Len if place.span.is_empty() => self.empty += 1,
            WireType::Len => self.lens.push(place),
            WireType::SGroup | WireType::EGroup => self.groups.push(place),
            WireType::Varint => self.varint.add(WireType::Varint, record.payload.of(bytes)),
            WireType::I32 => self.i32.add(WireType::I32, record.payload.of(bytes)),
            WireType::I64 => self.i64.add(WireType::I64, record.payload.of(bytes)),
        }
    }
}

/// What numbers of one wire type have in common.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    /// How many there are.
    pub count: u32,
    /// How many of them are zero.
    pub zeros: u32,
    /// The least and the greatest, taken for signed ones.
    pub signed: (i64, i64),
    /// How many of fixed width are floats of usual size; zero is not counted.
    pub usual: u32,
    /// The least and the greatest as floats.
    pub floats: (f64, f64),
    /// Which numbers below 64 occur, a bit each.
    pub small: u64,
}

impl Default for Numbers {
    fn default() -> Self {
        let floats = (f64::INFINITY, f64::NEG_INFINITY);
        Numbers { count: 0, zeros: 0, signed: (i64::MAX, i64::MIN), usual: 0, floats, small: 0 }
    }
}

impl Numbers {
    /// Takes up the value in `bytes`, which are exactly one.
    pub fn add(&mut self, wire: WireType, bytes: &[u8]) {
        let (signed, float, usual) = match wire {
            WireType::I32 => {
                let Some(&four) = bytes.first_chunk::<4>() else { return };
                let float = f32::from_le_bytes(four);
                (i64::from(i32::from_le_bytes(four)), f64::from(float), (1e-6..1e9).contains(&float.abs()))
            }
            WireType::I64 => {
                let Some(&eight) = bytes.first_chunk::<8>() else { return };
                let float = f64::from_le_bytes(eight);
                (i64::from_le_bytes(eight), float, (1e-9..1e15).contains(&float.abs()))
            }
            _ => {
                let Ok(varint) = varint::read(bytes, 0) else { return };
                (varint.value as i64, 0.0, false)
            }
        };
        self.count += 1;
        self.zeros += u32::from(signed == 0);
        self.signed = (self.signed.0.min(signed), self.signed.1.max(signed));
        self.usual += u32::from(usual);
        self.floats = (self.floats.0.min(float), self.floats.1.max(float));
        if let Ok(small @ 0..64) = u32::try_from(signed) {
            self.small |= 1 << small;
        }
    }

    /// Takes up a run of values; whether it is one from first to last byte, with none longer than it has to be.
    pub fn add_run(&mut self, wire: WireType, run: &[u8]) -> bool {
        let mut at = 0;
        while at < run.len() {
            let len = match wire.width() {
                Some(width) => width,
                None => match varint::read(run, at) {
                    Ok(varint) if !varint.is_overlong() && !varint.overflow => usize::from(varint.len),
                    _ => return false,
                },
            };
            let Some(value) = run.get(at..at + len) else { return false };
            self.add(wire, value);
            at += len;
        }
        true
    }

    /// The numbers below 64 that occur, if there are no others.
    pub fn only_small(&self) -> Option<Vec<u32>> {
        let is_small = self.count > 0 && self.signed.0 >= 0 && self.signed.1 < 64;
        is_small.then(|| (0..64).filter(|bit| self.small >> bit & 1 == 1).collect())
    }
}

/// Counts the fields of messages. What can't be read is passed over.
pub(super) fn observe(payloads: &[&[u8]], messages: &[Place]) -> Seen {
    let mut seen = Seen { messages: messages.len() as u32, ..Seen::default() };
    for (message, place) in (0..).zip(messages) {
        let bytes = payloads.get(place.payload as usize).copied().unwrap_or_default();
        for part in Records::new(bytes, place.span) {
            let Part::Record(record) = part else { continue };
            if seen.fields.len() >= MAX_FIELDS && !seen.fields.contains_key(&record.number) {
                seen.is_cut = true;
                continue;
            }
            seen.fields.entry(record.number).or_default().add(bytes, place.payload, message, &record);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_counted_by_message() {
        let one: &[u8] = b"\x08\x01\x08\x00\x12\x01a";
        let two: &[u8] = b"\x08\xac\x02\x12\x00\x1d\x00\x00\x80\x3f";
        let all = |payload: u32, bytes: &[u8]| Place { payload, message: payload, span: Span::new(0, bytes.len()) };
        let seen = observe(&[one, two], &[all(0, one), all(1, two)]);
        let first = &seen.fields[&1];
        assert_eq!((first.messages, first.most, first.varint.count, first.varint.zeros), (2, 2, 3, 1));
        assert_eq!(first.varint.signed, (0, 300));
        assert_eq!((seen.fields[&2].lens.len(), seen.fields[&2].empty), (1, 1));
        assert_eq!((seen.fields[&3].i32.usual, seen.fields[&3].i32.floats), (1, (1.0, 1.0)));
        assert_eq!(seen.fields[&3].wires(), [WireType::I32]);
    }

    #[test]
    fn a_run_is_one_to_its_last_byte() {
        let mut numbers = Numbers::default();
        assert!(numbers.add_run(WireType::Varint, &[3, 0x8e, 2]));
        assert_eq!((numbers.count, numbers.signed), (2, (3, 270)));
        assert!(!numbers.add_run(WireType::Varint, &[0x80]));
        assert!(!numbers.add_run(WireType::Varint, &[0x80, 0]), "no encoder writes that");
        assert!(!numbers.add_run(WireType::I32, &[1, 2, 3, 4, 5]));
        assert_eq!(numbers.only_small(), None);
    }
}
