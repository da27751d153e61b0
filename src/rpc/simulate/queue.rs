//! What is due, by its time; of one time, by when it was put here.
//!
//! Knows nothing of what is due.

use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
};

use super::Nanos;

/// Things that are due.
pub struct Queue<T> {
    heap: BinaryHeap<Reverse<Entry<T>>>,
    count: u64,
}

struct Entry<T> {
    at: Nanos,
    number: u64,
    thing: T,
}

impl<T> Default for Queue<T> {
    fn default() -> Queue<T> {
        Queue { heap: BinaryHeap::new(), count: 0 }
    }
}

impl<T> Queue<T> {
    /// The thing becomes due at that time.
    pub fn push(&mut self, at: Nanos, thing: T) {
        self.heap.push(Reverse(Entry { at, number: self.count, thing }));
        self.count += 1;
    }

    /// What is due next, and when.
    pub fn pop(&mut self) -> Option<(Nanos, T)> {
        self.heap.pop().map(|Reverse(entry)| (entry.at, entry.thing))
    }
}

impl<T> Entry<T> {
    fn key(&self) -> (Nanos, u64) {
        (self.at, self.number)
    }
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Entry<T>) -> bool {
        self.key() == other.key()
    }
}

impl<T> Eq for Entry<T> {}

impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Entry<T>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Entry<T> {
    fn cmp(&self, other: &Entry<T>) -> Ordering {
        self.key().cmp(&other.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_time_and_then_by_turn() {
        let mut queue = Queue::default();
        for (at, thing) in [(5, 'c'), (1, 'a'), (5, 'd'), (1, 'b')] {
            queue.push(at, thing);
        }
        assert_eq!(std::iter::from_fn(|| queue.pop()).map(|it| it.1).collect::<String>(), "abcd");
    }
}
