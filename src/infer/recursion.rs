//! Messages that hold others of their own type: trees and lists.
//!
//! A type is taken for recursive where a field of it holds messages with no other fields than its own, of the same wire types,
//! and one of these holds such messages again. Only what recurses directly is found, not through another type.

use super::len::look_like_messages;
use super::observe::{FieldSeen, Place, Seen, observe};
use crate::wire::{WireType, scan};

/// What may still be looked at, in bytes: a hostile payload is nested a million times.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work(usize);

impl Default for Work {
    fn default() -> Self {
        Work(64 << 20)
    }
}

impl Work {
    fn take(&mut self, places: &[Place]) -> Option<()> {
        let bytes: usize = places.iter().map(|place| place.span.len()).sum();
        self.0 = self.0.checked_sub(bytes)?;
        Some(())
    }
}

/// The messages with all of their type that are in them, and the number of the field that holds these, if there is one.
pub(super) fn unfold(
    payloads: &[&[u8]],
    messages: &[Place],
    seen: &Seen,
    work: &mut Work,
) -> Option<(Vec<Place>, u32)> {
    let found =
        |(&number, field): (&u32, &FieldSeen)| Some((closure(payloads, messages, seen, number, field, work)?, number));
    { seen.fields.iter() }.filter(|(_, field)| field.wires() == [WireType::Len]).find_map(found)
}

fn closure(
    payloads: &[&[u8]],
    messages: &[Place],
    seen: &Seen,
    number: u32,
    field: &FieldSeen,
    work: &mut Work,
) -> Option<Vec<Place>> {
    let mut all = messages.to_vec();
    let mut inner = field.lens.clone();
    let mut levels = 0;
    while !inner.is_empty() {
        work.take(&inner)?;
        let is_clean = |place: &Place| scan::is_clean(payloads.get(place.payload as usize)?, place.span).then_some(());
        inner.iter().try_for_each(is_clean)?;
        let mut own = observe(payloads, &inner);
        let agrees =
            |(number, field): (&u32, &FieldSeen)| seen.fields.get(number).is_some_and(|it| it.wires() == field.wires());
        if own.is_cut || !own.fields.iter().all(agrees) || !look_like_messages(payloads, &inner) {
            return None;
        }
        all.append(&mut inner);
        inner = own.fields.remove(&number).map(|field| field.lens).unwrap_or_default();
        levels += 1;
    }
    // The second level is what tells a type of its own from one with fewer fields.
    (levels > 1).then_some(all)
}
