//! Nodes as they are kept: twenty bytes each, and sixteen for each one that others are in.
//!
//! A payload may be many megabytes of two-byte records. So what follows from elsewhere is not kept: a node ends where the
//! next one begins or where what is around it ends, its depth is that of its neighbours, its number that of its field.
//! [`Store::get`] puts it all together again.

use super::chunks::Chunks;
use super::node::{FieldId, Kind, Node, NodeId, TOP};
use super::problem::Problem;
use super::table::Table;
use crate::text::Span;

/// The index of what nodes are in.
pub(super) type Around = u32;

/// What the walk says of a node.
pub(super) struct Entry {
    pub start: u32,
    /// The declared field, or the number of one that is not declared: 0 of what is no record.
    pub field: Result<FieldId, u32>,
    pub index: u32,
    pub kind: Kind,
    pub problem: Option<Problem>,
    pub hue: u8,
    pub guessed: bool,
    pub mismatched: bool,
    pub tag_len: u8,
    pub length_len: u8,
    pub end_tag_len: u8,
}

impl Entry {
    /// Bytes that are no record.
    pub fn bare(start: u32, kind: Kind, problem: Option<Problem>, hue: u8) -> Entry {
        Entry {
            start,
            field: Err(0),
            index: 0,
            kind,
            problem,
            hue,
            guessed: false,
            mismatched: false,
            tag_len: 0,
            length_len: 0,
            end_tag_len: 0,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    start: u32,
    around: Around,
    // A number has 29 bits; the top bit tells the index of a field from it.
    field: u32,
    index: u32,
    bits: u32,
}

const DECLARED: u32 = 1 << 31;

/// What nodes are in: the payload, or the payload of a node.
#[derive(Clone, Copy, Debug)]
struct Container {
    node: NodeId,
    end: u32,
    /// The first node behind those that are in it.
    next: NodeId,
    /// The depth of those that are in it.
    depth: u8,
}

/// Nodes in preorder.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    slots: Chunks<Slot>,
    containers: Chunks<Container>,
}

impl Store {
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Something that nodes are in, from now on up to [`Store::close`]. It must get one: empty ones are not kept.
    pub fn open(&mut self, node: NodeId, end: u32) -> Around {
        let outer = self.slots.get(node).and_then(|it| self.containers.get(it.around));
        let depth = outer.map_or(0, |it| it.depth + 1);
        self.containers.push(Container { node, end, next: node, depth });
        self.containers.len() as Around - 1
    }

    pub fn close(&mut self, around: Around) {
        let next = self.slots.len() as NodeId;
        if let Some(container) = self.containers.get_mut(around) {
            container.next = next;
        }
    }

    pub fn push(&mut self, around: Around, entry: &Entry) -> NodeId {
        let field = match entry.field {
            Ok(id) => DECLARED | id.index() as u32,
            Err(number) => number,
        };
        let Entry { start, index, .. } = *entry;
        self.slots.push(Slot { start, around, field, index, bits: bits::pack(entry) });
        self.slots.len() as NodeId - 1
    }

    pub fn problem(&self, id: NodeId) -> Option<Problem> {
        bits::problem(self.slots.get(id)?.bits)
    }

    pub fn set_problem(&mut self, id: NodeId, problem: Problem) {
        if let Some(slot) = self.slots.get_mut(id) {
            slot.bits = bits::with_problem(slot.bits, problem);
        }
    }

    pub fn set_kind(&mut self, id: NodeId, kind: Kind) {
        if let Some(slot) = self.slots.get_mut(id) {
            slot.bits = bits::with_kind(slot.bits, kind);
        }
    }

    pub fn problems(&self) -> impl Iterator<Item = (NodeId, Problem)> + '_ {
        (0..).zip(self.slots.iter()).filter_map(|(id, slot)| Some((id, bits::problem(slot.bits)?)))
    }

    /// The last node that begins at an offset or before it.
    pub fn last_from(&self, offset: u32) -> Option<NodeId> {
        let (mut low, mut high) = (0, self.len() as NodeId);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.slots.get(middle)?.start <= offset {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.checked_sub(1)
    }

    pub fn start(&self, id: NodeId) -> Option<u32> {
        self.slots.get(id).map(|it| it.start)
    }

    /// The first node behind a node and all that is in it.
    pub fn next(&self, id: NodeId) -> NodeId {
        let first = id.saturating_add(1);
        let container = self.slots.get(first).and_then(|it| self.containers.get(it.around));
        container.filter(|it| it.node == id).map_or(first, |it| it.next)
    }

    pub fn get(&self, id: NodeId, table: &Table) -> Option<Node> {
        let slot = self.slots.get(id)?;
        let around = self.containers.get(slot.around)?;
        let next = self.next(id);
        let end = if next < around.next { self.start(next)? } else { around.end };
        let field = if slot.field & DECLARED == 0 { None } else { FieldId::new((slot.field & !DECLARED) as usize) };
        let number = match field {
            Some(field) => table.field(field)?.number,
            None => slot.field,
        };
        Some(Node {
            span: Span { start: slot.start, end },
            parent: around.node,
            next,
            number,
            index: slot.index,
            field,
            kind: bits::kind(slot.bits),
            problem: bits::problem(slot.bits),
            depth: around.depth,
            hue: bits::HUE.of(slot.bits) as u8,
            guessed: bits::GUESSED.of(slot.bits) == 1,
            mismatched: bits::MISMATCHED.of(slot.bits) == 1,
            tag_len: bits::TAG_LEN.of(slot.bits) as u8,
            length_len: bits::LENGTH_LEN.of(slot.bits) as u8,
            end_tag_len: bits::END_TAG_LEN.of(slot.bits) as u8,
        })
    }

    pub fn parent(&self, id: NodeId) -> NodeId {
        self.slots.get(id).and_then(|it| self.containers.get(it.around)).map_or(TOP, |it| it.node)
    }

    pub fn footprint(&self) -> usize {
        self.slots.footprint() + self.containers.footprint()
    }
}

/// The small parts of a node in one word.
mod bits {
    use super::super::node::{KINDS, Kind};
    use super::super::problem::{PROBLEMS, Problem};
    use super::Entry;

    /// Some bits of the word: the first of them, and how many.
    #[derive(Clone, Copy)]
    pub struct Bits(u32, u32);

    const KIND: Bits = Bits(0, 4);
    // One more than the place in the list; 0 is none.
    const PROBLEM: Bits = Bits(4, 6);
    pub const HUE: Bits = Bits(10, 3);
    pub const GUESSED: Bits = Bits(13, 1);
    pub const MISMATCHED: Bits = Bits(14, 1);
    // A varint has at most ten bytes.
    pub const TAG_LEN: Bits = Bits(15, 4);
    pub const LENGTH_LEN: Bits = Bits(19, 4);
    pub const END_TAG_LEN: Bits = Bits(23, 4);

    impl Bits {
        const fn mask(self) -> u32 {
            (1 << self.1) - 1
        }

        pub const fn of(self, word: u32) -> u32 {
            word >> self.0 & self.mask()
        }

        const fn put(self, value: u32) -> u32 {
            (value & self.mask()) << self.0
        }

        const fn replaced(self, word: u32, value: u32) -> u32 {
            word & !(self.mask() << self.0) | self.put(value)
        }
    }

    const fn number(problem: Option<Problem>) -> u32 {
        match problem {
            Some(problem) => problem as u32 + 1,
            None => 0,
        }
    }

    pub fn pack(entry: &Entry) -> u32 {
        KIND.put(entry.kind as u32)
            | PROBLEM.put(number(entry.problem))
            | HUE.put(entry.hue.into())
            | GUESSED.put(entry.guessed.into())
            | MISMATCHED.put(entry.mismatched.into())
            | TAG_LEN.put(entry.tag_len.into())
            | LENGTH_LEN.put(entry.length_len.into())
            | END_TAG_LEN.put(entry.end_tag_len.into())
    }

    pub fn kind(word: u32) -> Kind {
        KINDS.get(KIND.of(word) as usize).copied().unwrap_or(Kind::Junk)
    }

    pub fn with_kind(word: u32, kind: Kind) -> u32 {
        KIND.replaced(word, kind as u32)
    }

    pub fn problem(word: u32) -> Option<Problem> {
        PROBLEMS.get((PROBLEM.of(word) as usize).checked_sub(1)?).copied()
    }

    pub fn with_problem(word: u32, problem: Problem) -> u32 {
        PROBLEM.replaced(word, number(Some(problem)))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn what_is_packed_is_unpacked() {
            for (at, kind) in (0..).zip(KINDS) {
                assert_eq!(kind as u32, at);
                let entry = Entry {
                    tag_len: 10,
                    length_len: 9,
                    end_tag_len: 8,
                    guessed: true,
                    ..Entry::bare(0, kind, None, 4)
                };
                let word = pack(&entry);
                assert_eq!((self::kind(word), problem(word), HUE.of(word)), (kind, None, 4));
                assert_eq!(
                    [TAG_LEN, LENGTH_LEN, END_TAG_LEN, GUESSED, MISMATCHED].map(|it| it.of(word)),
                    [10, 9, 8, 1, 0]
                );
                for (at, problem) in (0..).zip(PROBLEMS) {
                    assert_eq!(problem as u32, at);
                    let word = with_problem(word, problem);
                    assert_eq!((self::kind(word), self::problem(word), HUE.of(word)), (kind, Some(problem), 4));
                    assert_eq!(self::kind(with_kind(word, Kind::Unread)), Kind::Unread);
                }
            }
        }

        #[test]
        fn a_node_takes_twenty_bytes() {
            assert_eq!((size_of::<super::super::Slot>(), size_of::<super::super::Container>()), (20, 16));
        }
    }
}
