//! Which characters of the text stand for which field.
//!
//! Knows paths and spans only; `check` fills it while it reads the text.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::message::paths::{Segment, segments};
use crate::text::Span;

/// Where the fields of a message stand in its text. They are told by the paths that their JSON has
/// ([`JsonPlaces`](crate::message::JsonPlaces)); what an Any holds has the path of the Any.
#[derive(Clone, Debug, Default)]
pub struct TextPlaces {
    /// What is inside of a value comes behind it.
    places: Vec<Placed>,
    /// Made when it is first asked for.
    children: OnceLock<HashMap<(u32, Segment), u32>>,
}

#[derive(Clone, Debug)]
struct Placed {
    around: u32,
    segment: Segment,
    /// Name and value; they may enclose those of what is inside, or share them.
    member: Span,
    value: Span,
}

/// The message itself.
pub(super) const ROOT: u32 = u32::MAX;

impl TextPlaces {
    /// Name and value of a field, or an element of a list.
    pub fn member(&self, path: &str) -> Option<Span> {
        self.exact(path).map(|placed| placed.member)
    }

    /// The value alone.
    pub fn value(&self, path: &str) -> Option<Span> {
        self.exact(path).map(|placed| placed.value)
    }

    /// The place of the field itself, else that of the closest one around it that the text has.
    pub fn nearest(&self, path: &str) -> Option<Span> {
        self.places.get(self.descend(path).0 as usize).map(|placed| placed.member)
    }

    /// The path of the innermost field whose place covers a byte offset; `None` outside of every field.
    pub fn at(&self, offset: usize) -> Option<String> {
        // They are in the order of the text, but that a list stands where its first element does.
        let mut at =
            self.places.partition_point(|placed| placed.member.start as usize <= offset).checked_sub(1)? as u32;
        while let Some(placed) = self.places.get(at as usize) {
            if placed.member.contains(offset) {
                return Some(self.path(at));
            }
            at = placed.around;
        }
        None
    }

    /// Adds a field inside of another.
    pub(super) fn add(&mut self, around: u32, segment: Segment, member: Span, value: Span) -> u32 {
        self.places.push(Placed { around, segment, member, value });
        self.places.len() as u32 - 1
    }

    /// Says by which key an entry of a map is found, once it was read.
    pub(super) fn set_key(&mut self, entry: u32, key: &str) {
        if let Some(placed) = self.places.get_mut(entry as usize) {
            placed.segment = Segment::Key(key.into());
        }
    }

    fn exact(&self, path: &str) -> Option<&Placed> {
        let (at, is_all) = self.descend(path);
        self.places.get(at as usize).filter(|_| is_all)
    }

    /// As far down the path as the text goes, and whether that is all of it.
    fn descend(&self, path: &str) -> (u32, bool) {
        let children = self.children.get_or_init(|| self.children());
        let mut at = ROOT;
        for segment in segments(path) {
            match children.get(&(at, segment)) {
                Some(&child) => at = child,
                None => return (at, false),
            }
        }
        (at, true)
    }

    /// The places by what is around them; of a key that stands twice the last, which counts.
    fn children(&self) -> HashMap<(u32, Segment), u32> {
        (0..).zip(&self.places).map(|(at, placed)| ((placed.around, placed.segment.clone()), at)).collect()
    }

    fn path(&self, at: u32) -> String {
        let up = |placed: &&Placed| self.places.get(placed.around as usize);
        let chain: Vec<&Placed> = std::iter::successors(self.places.get(at as usize), up).collect();
        let mut path = String::new();
        chain.iter().rev().for_each(|placed| placed.segment.write(&mut path));
        path
    }
}
