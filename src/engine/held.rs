//! The bytes of a large file, with what was changed in them.
//!
//! Keeps how each change is taken back rather than the bytes as they were: they may be many. Knows no file and no payload.

use std::rc::Rc;

use crate::{analysis::Held, wire::splice::Splice};

/// The bytes of one file.
#[derive(Debug, Default)]
pub(super) struct Store {
    key: u32,
    bytes: Rc<Vec<u8>>,
    /// The changes made, and how each is taken back.
    done: Vec<(Splice, Splice)>,
}

impl Store {
    /// The bytes of the file with this key, as they were read.
    pub fn new(key: u32, bytes: Vec<u8>) -> Store {
        Store { key, bytes: Rc::new(bytes), done: Vec::new() }
    }

    /// The bytes of the file with all its changes; nothing where another file is here.
    pub fn bytes(&mut self, file: &Held) -> Option<Rc<Vec<u8>>> {
        if file.key == 0 || file.key != self.key {
            return None;
        }
        let same = self.done.iter().zip(&file.edits).take_while(|((done, _), wanted)| done == *wanted).count();
        if same < self.done.len() || same < file.edits.len() {
            let bytes = Rc::make_mut(&mut self.bytes);
            for (_, back) in self.done.drain(same..).rev() {
                back.apply(bytes);
            }
            for edit in &file.edits[same..] {
                self.done.push((edit.clone(), edit.apply(bytes)));
            }
        }
        Some(self.bytes.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edits() -> impl Strategy<Value = Vec<Splice>> {
        let splice = (0u32..12, 0u32..3, prop::collection::vec(any::<u8>(), 0..3));
        prop::collection::vec(splice.prop_map(|(at, removed, inserted)| Splice { at, removed, inserted }), 0..5)
    }

    proptest! {
        /// Whatever was asked for before: the bytes are those of the file with the changes that are asked for.
        #[test]
        fn changes_are_made_and_taken_back(asked in prop::collection::vec((edits(), 0usize..5), 1..6)) {
            let original: Vec<u8> = (0..10).collect();
            let mut store = Store::new(7, original.clone());
            let mut before: Vec<Splice> = Vec::new();
            for (new, kept) in asked {
                // As undo and typing do: some of the last ones go, others come.
                before.truncate(kept);
                before.extend(new);
                let mut expected = original.clone();
                for edit in &before {
                    edit.apply(&mut expected);
                }
                let held = Held { key: 7, edits: before.clone(), ..Held::default() };
                prop_assert_eq!(store.bytes(&held).map(|bytes| (*bytes).clone()), Some(expected));
            }
        }
    }

    #[test]
    fn another_file_is_not_mistaken_for_it() {
        let mut store = Store::new(1, vec![1]);
        assert_eq!(store.bytes(&Held { key: 2, ..Held::default() }), None);
        assert_eq!(Store::default().bytes(&Held::default()), None);
    }
}
