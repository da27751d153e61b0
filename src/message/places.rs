//! Which characters of the JSON text stand for which field.
//!
//! Knows paths and spans only; `check` fills it while it reads the text.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::paths::{Segment, segments};
use crate::text::Span;

/// Where the fields of a message stand in its JSON text.
///
/// Fields are told by paths with the .proto's names: `order.items[3].price`, `labels["en"]` (a map's key is a JSON string,
/// whatever its type; `counts[5]` is found, too), `[pkg.extension]`. The message itself has the path `""`. What an Any holds
/// stands below its `value`, as if that were the message: `details.value.code`. A Struct is told as what it is,
/// `data.fields["a"].number_value`.
#[derive(Clone, Debug, Default)]
pub struct JsonPlaces {
    /// What is inside of a value comes behind it.
    nodes: Vec<Node>,
    /// The nodes sorted by where their members start.
    order: Vec<u32>,
    /// Made when it is first asked for: most texts are read once a keystroke and never asked.
    children: OnceLock<HashMap<(u32, Segment), u32>>,
}

#[derive(Clone, Debug)]
struct Node {
    around: u32,
    segment: Segment,
    member: Span,
    value: Span,
}

/// The message itself.
pub(super) const ROOT: u32 = 0;

impl JsonPlaces {
    /// Key and value of a field or a map entry, or an element of an array.
    pub fn member(&self, path: &str) -> Option<Span> {
        self.exact(path).map(|node| node.member)
    }

    /// The value alone.
    pub fn value(&self, path: &str) -> Option<Span> {
        self.exact(path).map(|node| node.value)
    }

    /// The field itself, else the closest one around it that the text has, with its path and its member's place.
    pub fn nearest(&self, path: &str) -> Option<(String, Span)> {
        let (at, _) = self.descend(path)?;
        Some((self.path(at), self.nodes.get(at as usize)?.member))
    }

    /// The path of the innermost field whose member covers a byte offset; `None` outside of every field.
    pub fn at(&self, offset: usize) -> Option<String> {
        let start = |&at: &u32| self.nodes.get(at as usize).map_or(0, |node| node.member.start as usize);
        let last = self.order.partition_point(|at| start(at) <= offset).checked_sub(1)?;
        let mut at = *self.order.get(last)?;
        while at != ROOT {
            let node = self.nodes.get(at as usize)?;
            if node.member.contains(offset) {
                return Some(self.path(at));
            }
            at = node.around;
        }
        None
    }

    /// Sets the message itself; must come first.
    pub(super) fn root(&mut self, value: Span) {
        self.nodes.push(Node { around: ROOT, segment: Segment::Index(0), member: value, value });
    }

    /// Ends the adding.
    pub(super) fn finish(&mut self) {
        self.order = (0..self.nodes.len() as u32).collect();
        // Stable, so that the inner one of two that start together stays the later.
        self.order.sort_by_key(|&at| self.nodes.get(at as usize).map(|node| node.member.start));
    }

    /// Adds a field inside of another.
    pub(super) fn add(&mut self, around: u32, segment: Segment, member: Span, value: Span) -> u32 {
        let at = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node { around, segment, member, value });
        at
    }

    fn exact(&self, path: &str) -> Option<&Node> {
        let (at, found) = self.descend(path)?;
        self.nodes.get(at as usize).filter(|_| found)
    }

    /// As far down the path as the text goes, and whether that is all of it.
    fn descend(&self, path: &str) -> Option<(u32, bool)> {
        self.nodes.first()?;
        let children = self.children.get_or_init(|| self.children());
        let mut at = ROOT;
        for segment in segments(path) {
            let as_key = match &segment {
                Segment::Index(index) => Some(Segment::Key(index.to_string().into())),
                _ => None,
            };
            let child = children.get(&(at, segment)).or_else(|| children.get(&(at, as_key?)));
            match child {
                Some(&child) => at = child,
                None => return Some((at, false)),
            }
        }
        Some((at, true))
    }

    /// The nodes by what is around them; of a key that stands twice the first.
    fn children(&self) -> HashMap<(u32, Segment), u32> {
        let mut children = HashMap::with_capacity(self.nodes.len());
        for (at, node) in self.nodes.iter().enumerate().skip(1) {
            children.entry((node.around, node.segment.clone())).or_insert(at as u32);
        }
        children
    }

    fn path(&self, mut at: u32) -> String {
        let mut segments = Vec::new();
        while at != ROOT {
            let Some(node) = self.nodes.get(at as usize) else { break };
            segments.push(&node.segment);
            at = node.around;
        }
        let mut path = String::new();
        segments.iter().rev().for_each(|segment| segment.write(&mut path));
        path
    }
}
