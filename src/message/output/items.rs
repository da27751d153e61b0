//! The records of a message in the order of its fields: what belongs to a field, from wherever it stands.
//!
//! A field may stand anywhere and more than once, and what is behind a message of the same field belongs to it, too. So the
//! records are listed before anything is written: as places, no byte is copied. Knows no JSON.

use super::number;
use crate::schema::types::{Field, Kind, Message, Shape, Types};
use crate::text::Span;
use crate::wire::{GroupEnds, Part, Records, WireType};

/// A record of a declared field.
#[derive(Clone, Copy)]
pub(super) struct Item {
    /// The index of its field in the type.
    pub field: u32,
    /// Its payload. Of numbers that is a run of them: most often of one.
    pub payload: Span,
}

/// What a message is made of: one payload, or those of several records.
#[derive(Clone, Copy)]
pub(super) enum Pieces {
    /// One.
    One(Span),
    /// Those of the items from here to there.
    Items(usize, usize),
}

/// The items of all messages that are open, those of the innermost at the end.
pub(super) struct Items<'a> {
    bytes: &'a [u8],
    list: Vec<Item>,
    ends: GroupEnds,
    /// Which member each oneof of the present message has. Never cleared, for a type may have thousands of them and a payload
    /// a million messages: what another message has left is told by its turn.
    chosen: Vec<Chosen>,
    turn: usize,
    /// Whether the last message had a number that a closed enum does not know, which was left out.
    pub has_left_out: bool,
    /// What could not be read: it is to be told.
    pub broken: Vec<Span>,
}

/// The member of a oneof that counts.
#[derive(Clone, Copy, Default)]
struct Chosen {
    /// Which message it is of.
    turn: usize,
    /// Its field.
    field: u32,
    /// Its first item behind those of other members.
    first: usize,
}

/// The field that a message set's items stand in, and the fields of an item: the comments of `wire_format_lite.h` of the C++
/// runtime, where the format is written down.
const ITEM: u32 = 1;
const TYPE_ID: u32 = 2;
const MESSAGE: u32 = 3;

impl<'a> Items<'a> {
    pub fn new(bytes: &'a [u8]) -> Items<'a> {
        Items {
            bytes,
            list: Vec::new(),
            ends: GroupEnds::default(),
            chosen: Vec::new(),
            turn: 0,
            has_left_out: false,
            broken: Vec::new(),
        }
    }

    /// How many there are: whoever adds some takes them away again.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn truncate(&mut self, len: usize) {
        self.list.truncate(len);
    }

    pub fn get(&self, at: usize) -> Option<Item> {
        self.list.get(at).copied()
    }

    /// Adds the items of a message, sorted by field; those of one field are in the order of the bytes.
    pub fn add(&mut self, types: &Types, message: &Message, pieces: Pieces) {
        let start = self.list.len();
        self.turn += 1;
        self.has_left_out = false;
        if self.chosen.len() < message.oneofs.len() {
            self.chosen.resize(message.oneofs.len(), Chosen::default());
        }
        let mut is_sorted = true;
        let mut is_replaced = false;
        let (from, to) = if let Pieces::Items(from, to) = pieces { (from, to) } else { (0, 1) };
        for at in from..to {
            let span = match pieces {
                Pieces::One(span) => span,
                Pieces::Items(..) => self.list.get(at).map_or(Span::at(0), |item| item.payload),
            };
            let mut records = Records::new(self.bytes, span);
            loop {
                let (number, wire, payload) = match records.next_usual() {
                    Some(usual) => usual,
                    None => match records.next_with(&mut self.ends) {
                        Some(Part::Record(record)) => (record.number, record.wire, record.payload),
                        Some(part) => {
                            self.broken.push(part.span());
                            continue;
                        }
                        None => break,
                    },
                };
                let Some((item, field)) = self.item(message, number, wire, payload) else { continue };
                if let Kind::Enum(id) = field.kind
                    && field.shape == Shape::Single
                    && types.enumeration(id).is_closed
                    && !self.is_known(types, field, &item)
                {
                    // Parsers keep it as an unknown field.
                    self.has_left_out = true;
                    continue;
                }
                if let Some(chosen) = field.oneof.and_then(|at| self.chosen.get_mut(at as usize))
                    && (chosen.turn != self.turn || chosen.field != item.field)
                {
                    is_replaced |= chosen.turn == self.turn;
                    *chosen = Chosen { turn: self.turn, field: item.field, first: self.list.len() };
                }
                is_sorted &= self.list.len() == start || self.list.last().is_none_or(|last| last.field <= item.field);
                self.list.push(item);
            }
        }
        if is_replaced {
            self.leave_out_replaced(message, start);
        }
        if !is_sorted && let Some(own) = self.list.get_mut(start..) {
            own.sort_by_key(|item| item.field);
        }
    }

    /// Where the items of the field end that `at` is one of.
    pub fn end_of_field(&self, at: usize) -> usize {
        let rest = self.list.get(at..).unwrap_or_default();
        let field = rest.first().map(|item| item.field);
        at + rest.iter().take_while(|item| Some(item.field) == field).count()
    }

    #[inline]
    fn item<'m>(
        &mut self,
        message: &'m Message,
        number: u32,
        wire: WireType,
        payload: Span,
    ) -> Option<(Item, &'m Field)> {
        if message.is_message_set && number == ITEM && wire == WireType::SGroup {
            return self.of_message_set(message, payload);
        }
        let at = message.index(number)?;
        let field = message.fields().get(at)?;
        field.takes(wire).then_some((Item { field: at as u32, payload }, field))
    }

    /// An item of a message set: a group with the number of an extension and its message, in any order.
    fn of_message_set<'m>(&mut self, message: &'m Message, group: Span) -> Option<(Item, &'m Field)> {
        let (mut number, mut payload) = (None, None);
        let mut records = Records::new(self.bytes, group);
        while let Some(part) = records.next_with(&mut self.ends) {
            match part {
                Part::Record(it) if it.number == TYPE_ID && it.wire == WireType::Varint => {
                    number = number::read(Kind::Uint32, self.bytes, it.payload.start as usize);
                }
                Part::Record(it) if it.number == MESSAGE && it.wire == WireType::Len => payload = Some(it.payload),
                _ => {}
            }
        }
        let at = message.index(u32::try_from(number?.0).ok()?)?;
        let field = message.fields().get(at)?;
        let item = Item { field: at as u32, payload: payload? };
        field.takes(WireType::Len).then_some((item, field))
    }

    fn is_known(&self, types: &Types, field: &Field, item: &Item) -> bool {
        let number = number::read(field.kind, self.bytes, item.payload.start as usize);
        match field.kind {
            Kind::Enum(id) => number.is_some_and(|(value, _)| types.enumeration(id).name(value as i32).is_some()),
            _ => true,
        }
    }

    /// Leaves out the members of oneofs that another member has taken the place of.
    fn leave_out_replaced(&mut self, message: &Message, start: usize) {
        let mut kept = start;
        for at in start..self.list.len() {
            let Some(item) = self.list.get(at).copied() else { break };
            let oneof = message.fields().get(item.field as usize).and_then(|field| field.oneof);
            let chosen = oneof.and_then(|oneof| self.chosen.get(oneof as usize));
            if chosen.is_none_or(|it| it.field == item.field && it.first <= at) {
                self.list[kept] = item;
                kept += 1;
            }
        }
        self.list.truncate(kept);
    }
}
