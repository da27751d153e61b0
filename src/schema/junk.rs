//! What a file may declare where its text is broken beyond recognition: a name that is found nowhere else may be meant there,
//! and is not called unknown.
//!
//! Declarations that are recognised but broken have names, which the model keeps; here is what has none.

use crate::syntax::{Kind, Node, Tree};

/// The words of what is broken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Junk {
    /// In ascending order.
    words: Vec<String>,
    /// Whether an import is broken, so that any name may come from it.
    pub hides_import: bool,
}

impl Junk {
    /// Looks for it in a tree.
    pub(super) fn new(tree: &Tree) -> Junk {
        let mut junk = Junk::default();
        for node in tree.all() {
            match node.kind() {
                Kind::Error => junk.take(node),
                Kind::Package if node.is_broken() => junk.take(node),
                Kind::Import => junk.hides_import |= node.is_broken() || node.part(Kind::Strings).is_none(),
                _ => {}
            }
        }
        junk.words.sort_unstable();
        junk.words.dedup();
        junk
    }

    fn take(&mut self, node: Node<'_>) {
        let words = node.descendants().filter(|part| matches!(part.kind(), Kind::Ident | Kind::Keyword));
        self.words.extend(words.map(|word| word.text().to_owned()));
    }

    /// Whether a part of a dotted name is among its words.
    pub(super) fn may_hold(&self, name: &str) -> bool {
        let has = |part: &str| self.words.binary_search_by(|word| word.as_str().cmp(part)).is_ok();
        !self.words.is_empty() && name.split('.').any(has)
    }

    /// Its words.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}
