//! Maps: entries in the order of their keys; of one key the last counts.

use std::cmp::Ordering;
use std::ops::Range;

use super::items::Pieces;
use super::{Printer, number};
use crate::schema::types::{Field, Kind};
use crate::text::Span;

/// An entry of a map that is open.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    /// Of a number what it says; of a text its place is the key.
    number: u64,
    text: Span,
    /// The items of its value, and how many there are.
    value: (usize, usize),
}

impl Printer<'_> {
    /// Adds the entries of a map, sorted. Their values' items stay until whoever has asked for the map's takes these away.
    pub(super) fn entries(&mut self, field: &Field, items: Range<usize>) -> Result<(), String> {
        let before = self.entries.len();
        let types = self.types;
        let Some(entry) = field.kind.message().map(|id| types.message(id)) else { return Ok(()) };
        let Some((key, value)) = entry.entry() else { return Ok(()) };
        for at in items {
            let start = self.items(entry, Pieces::Items(at, at + 1))?;
            let end = self.items.len();
            let is_value = |at: &usize| self.items.get(*at).is_some_and(|item| item.field > 0);
            let split = (start..end).find(is_value).unwrap_or(end);
            if split == end && self.items.has_left_out {
                // A number that a closed enum does not know: parsers keep the whole entry as an unknown field.
                continue;
            }
            let last = |from: usize, to: usize| {
                let item = if from < to { self.items.get(to - 1) } else { None };
                item.map_or(Span::at(0), |item| item.payload)
            };
            let (text, last_value) = (last(start, split), last(split, end));
            let number = match key.kind.is_packable() && split > start {
                true => number::read(key.kind, self.bytes, text.start as usize).map_or(0, |(number, _)| number),
                false => 0,
            };
            let is_readable = self.value(entry, key, text)?.is_some()
                && (value.kind.message().is_some() || self.value(entry, value, last_value)?.is_some());
            if is_readable {
                self.entries.push(Entry { number, text, value: (split, end) });
            }
        }
        let bytes = self.bytes;
        let order = |one: &Entry, other: &Entry| match key.kind {
            Kind::String => one.text.of(bytes).cmp(other.text.of(bytes)),
            kind => number::order(kind, one.number, other.number),
        };
        self.entries[before..].sort_by(order);
        // Stable, so the last of those with one key is the one that counts.
        let mut kept = before;
        for at in before..self.entries.len() {
            let entry = self.entries[at];
            if kept > before && order(&self.entries[kept - 1], &entry) == Ordering::Equal {
                kept -= 1;
            }
            self.entries[kept] = entry;
            kept += 1;
        }
        self.entries.truncate(kept);
        Ok(())
    }
    /// Writes the entries behind `before`, and takes them away. `level` is that of the message that the field is of.
    pub(super) fn map(&mut self, field: &Field, before: usize, level: usize) -> Result<(), String> {
        let types = self.types;
        let Some(owner) = field.kind.message().map(|id| types.message(id)) else { return Ok(()) };
        let Some((key, value)) = owner.entry() else { return Ok(()) };
        let mut object = self.out.object();
        for at in before..self.entries.len() {
            let Some(&Entry { number, text, value: (from, to) }) = self.entries.get(at) else { break };
            match key.kind {
                Kind::String => {
                    let text = std::str::from_utf8(text.of(self.bytes)).unwrap_or_default();
                    self.out.key(&mut object, text)?;
                }
                kind => {
                    let mut name = Vec::new();
                    number::write_key(kind, number, &mut name);
                    self.out.plain_key(&mut object, std::str::from_utf8(&name).unwrap_or_default())?;
                }
            }
            match (value.kind, to.checked_sub(1).filter(|_| from < to).and_then(|last| self.items.get(last))) {
                (Kind::Message(id) | Kind::Group(id), _) => self.message(id, Pieces::Items(from, to), level + 1)?,
                (kind, Some(last)) => match self.value(owner, value, last.payload)? {
                    Some(value) => self.scalar(kind, value),
                    None => self.default(kind),
                },
                (kind, None) => self.default(kind),
            }
        }
        self.out.close(&object);
        self.entries.truncate(before);
        Ok(())
    }
}
