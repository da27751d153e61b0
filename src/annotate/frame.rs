//! A message that is being read: what the walk has to remember of it until it is read to its end.

use std::collections::BTreeMap;

use super::node::{NodeId, TOP};
use super::store::Around;
use super::table::MessageId;
use crate::text::Span;
use crate::wire::Records;

/// How many hues there are.
const HUES: u32 = 5;

/// A message that is to be read.
pub(super) struct Open {
    pub node: NodeId,
    pub payload: Span,
    pub message: Option<MessageId>,
    pub hue: u8,
    /// Whether it is the value of an Any or inside one.
    pub is_any: bool,
}

/// A message that is being read.
pub(super) struct Frame<'a> {
    pub records: Records<'a>,
    pub open: Open,
    /// What its records are in.
    pub around: Around,
    /// The number of the last record, until one came that is out of order.
    pub order: Option<u32>,
    pub known: Counts,
    pub unknown: Counts,
    // The member that was last seen of each oneof; 0 for none.
    oneofs: Vec<u32>,
    // What the value of an Any is: looked for once, and only there.
    pub any: Option<Option<MessageId>>,
}

impl<'a> Frame<'a> {
    pub fn new(bytes: &'a [u8], open: Open, around: Around) -> Frame<'a> {
        Frame {
            records: Records::new(bytes, open.payload),
            open,
            around,
            order: Some(0),
            known: Counts::default(),
            unknown: Counts::default(),
            oneofs: Vec::new(),
            any: None,
        }
    }

    /// The hue of a field: never that of the message around it.
    pub fn hue(&self, number: u32) -> u8 {
        hue((self.open.node != TOP).then_some(self.open.hue), number)
    }

    /// Whether a record is the first of its message that comes behind one with a larger number. Of a message one such is told:
    /// behind it nothing is in order any more.
    pub fn is_out_of_order(&mut self, number: u32) -> bool {
        let Some(last) = self.order else { return false };
        self.order = if number < last { None } else { Some(number) };
        self.order.is_none()
    }

    /// Whether another member of the oneof came before.
    pub fn replaces(&mut self, oneof: u32, number: u32) -> bool {
        let at = oneof as usize;
        if self.oneofs.len() <= at {
            self.oneofs.resize(at + 1, 0);
        }
        let before = self.oneofs.get_mut(at).map_or(0, |it| std::mem::replace(it, number));
        before != 0 && before != number
    }
}

/// How many values there were of each field of one message.
#[derive(Default)]
pub(super) struct Counts {
    // Most fields have small numbers, and most messages few records: no map for those.
    few: [u32; 16],
    many: BTreeMap<u32, u32>,
}

impl Counts {
    pub fn has(&self, number: u32) -> bool {
        self.few.get(number as usize).or_else(|| self.many.get(&number)).is_some_and(|&count| count > 0)
    }

    pub fn slot(&mut self, number: u32) -> &mut u32 {
        match self.few.get_mut(number as usize) {
            Some(slot) => slot,
            None => self.many.entry(number).or_default(),
        }
    }
}

/// The hue of a field with this number, in a message of the hue `around` or in the payload itself.
pub fn hue(around: Option<u8>, number: u32) -> u8 {
    let step = number.saturating_sub(1);
    let hue = around.map_or(step, |around| u32::from(around) + 1 + step % (HUES - 1));
    (hue % HUES) as u8
}
