//! A change of bytes in one place, as data: so that it can be sent, kept, made again and taken back.
//!
//! Knows nothing of what the bytes mean.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// Bytes that go and bytes that come in their place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// Offset of the first byte that goes.
    pub at: u32,
    /// How many go.
    pub removed: u32,
    /// Those that come.
    pub inserted: Vec<u8>,
}

impl Splice {
    /// Puts `inserted` in the place of a part.
    pub fn new(part: Span, inserted: Vec<u8>) -> Splice {
        Splice { at: part.start, removed: part.end - part.start, inserted }
    }

    /// The bytes that go.
    pub fn span(&self) -> Span {
        Span { start: self.at, end: self.at.saturating_add(self.removed) }
    }

    /// How many bytes longer it makes a payload.
    pub fn growth(&self) -> i64 {
        self.inserted.len() as i64 - i64::from(self.removed)
    }

    /// Makes the change, as far as there are such bytes; returns the one that takes it back.
    pub fn apply(&self, bytes: &mut Vec<u8>) -> Splice {
        let start = (self.at as usize).min(bytes.len());
        let end = start.saturating_add(self.removed as usize).min(bytes.len());
        let removed = bytes.splice(start..end, self.inserted.iter().copied()).collect();
        Splice { at: start as u32, removed: self.inserted.len() as u32, inserted: removed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn splices() -> impl Strategy<Value = Splice> {
        (0u32..40, prop_oneof![0u32..9, Just(u32::MAX)], prop::collection::vec(any::<u8>(), 0..9))
            .prop_map(|(at, removed, inserted)| Splice { at, removed, inserted })
    }

    proptest! {
        #[test]
        fn what_is_changed_can_be_taken_back(
            bytes in prop::collection::vec(any::<u8>(), 0..30), splices in prop::collection::vec(splices(), 0..6),
        ) {
            let mut now = bytes.clone();
            let back: Vec<Splice> = splices.iter().map(|splice| splice.apply(&mut now)).collect();
            for splice in back.iter().rev() {
                splice.apply(&mut now);
            }
            prop_assert_eq!(now, bytes);
        }
    }
}
