//! Which characters of the JSON text stand for which field.
//!
//! Knows paths and spans only; `read` fills it while it reads the text. A field takes 28 bytes and no allocation of its own: its
//! name stays with its type.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::paths::{Segment, segments};
use crate::schema::Root;
use crate::schema::types::MessageId;
use crate::text::Span;

/// Where the fields of a message stand in its JSON text.
///
/// Fields are told by paths with the .proto's names: `order.items[3].price`, `labels["en"]` (a map's key is a JSON string,
/// whatever its type; `counts[5]` is found, too), `[pkg.extension]`. The message itself has the path `""`. What an Any holds
/// stands below its `value`, as if that were the message: `details.value.code`. A Struct is told as what it is,
/// `data.fields["a"].number_value`.
#[derive(Clone, Debug, Default)]
pub struct JsonPlaces {
    /// The types whose fields these are.
    root: Option<Root>,
    /// What is inside of a value comes behind it.
    nodes: Vec<Node>,
    /// The keys of maps, one behind the other.
    keys: String,
    /// Where each of them ends.
    key_ends: Vec<u32>,
    // Both made when they are first asked for: most texts are read once a keystroke and never asked.
    /// The nodes sorted by where their members start; empty if they are.
    order: OnceLock<Vec<u32>>,
    children: OnceLock<Children>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    around: u32,
    step: Step,
    /// Where the member starts, and where its value does; both end together.
    start: u32,
    value: u32,
    end: u32,
}

/// The last step of the path of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A field of a type, by its index.
    Field(MessageId, u32),
    /// An element, from 0.
    Index(u32),
    /// An entry of a map, by the number of its key among all keys.
    Key(u32),
}

/// The message itself.
pub(super) const ROOT: u32 = 0;

impl JsonPlaces {
    /// Key and value of a field or a map entry, or an element of an array.
    pub fn member(&self, path: &str) -> Option<Span> {
        self.exact(path).map(Node::member)
    }

    /// The value alone.
    pub fn value(&self, path: &str) -> Option<Span> {
        self.exact(path).map(|node| Span { start: node.value, end: node.end })
    }

    /// The field itself, else the closest one around it that the text has, with its path and its member's place.
    pub fn nearest(&self, path: &str) -> Option<(String, Span)> {
        let (at, _) = self.descend(path)?;
        Some((self.path(at), self.nodes.get(at as usize)?.member()))
    }

    /// The path of the innermost field whose member covers a byte offset; `None` outside of every field.
    pub fn at(&self, offset: usize) -> Option<String> {
        let starts_before = |node: &Node| node.start as usize <= offset;
        let order = self.order.get_or_init(|| in_order(&self.nodes));
        let mut at = if order.is_empty() {
            self.nodes.partition_point(starts_before).checked_sub(1)? as u32
        } else {
            let before = |&at: &u32| self.nodes.get(at as usize).is_some_and(starts_before);
            *order.get(order.partition_point(before).checked_sub(1)?)?
        };
        while at != ROOT {
            let node = self.nodes.get(at as usize)?;
            if node.member().contains(offset) {
                return Some(self.path(at));
            }
            at = node.around;
        }
        None
    }

    /// For a message of a type that stands there, and about so many fields.
    pub(super) fn new(root: Root, value: Span, count: usize) -> JsonPlaces {
        let Span { start, end } = value;
        let mut nodes = Vec::with_capacity(count + 1);
        nodes.push(Node { around: ROOT, step: Step::Index(0), start, value: start, end });
        JsonPlaces { root: Some(root), nodes, ..JsonPlaces::default() }
    }

    /// Adds a field inside of another. `member` ends where its value does, which starts at `value`.
    #[inline(always)]
    pub(super) fn add(&mut self, around: u32, step: Step, member: Span, value: u32) -> u32 {
        let at = self.nodes.len() as u32;
        self.nodes.push(Node { around, step, start: member.start, value, end: member.end });
        at
    }

    /// Keeps the key of a map's entry.
    pub(super) fn key(&mut self, key: &str) -> Step {
        self.keys.push_str(key);
        self.key_ends.push(self.keys.len() as u32);
        Step::Key(self.key_ends.len() as u32 - 1)
    }

    fn exact(&self, path: &str) -> Option<&Node> {
        let (at, found) = self.descend(path)?;
        self.nodes.get(at as usize).filter(|_| found)
    }

    /// As far down the path as the text goes, and whether that is all of it.
    fn descend(&self, path: &str) -> Option<(u32, bool)> {
        self.nodes.first()?;
        let children = self.children.get_or_init(|| Children::of(&self.nodes));
        let mut at = ROOT;
        for segment in segments(path) {
            match self.child(children.of_node(at), &segment) {
                Some(child) => at = child,
                None => return Some((at, false)),
            }
        }
        Some((at, true))
    }

    /// The first of a node's children that a segment names.
    fn child(&self, children: &[u32], segment: &Segment) -> Option<u32> {
        let step = |at: u32| self.nodes.get(at as usize).map(|node| node.step);
        if let &Segment::Index(index) = segment {
            // All children are elements, or none is.
            let element = children.get(index as usize).copied();
            if let Some(element) = element.filter(|&at| step(at) == Some(Step::Index(index))) {
                return Some(element);
            }
            let key = index.to_string();
            return self.child(children, &Segment::Key(key.as_str().into()));
        }
        let is_meant = |at: u32| match (step(at), segment) {
            (Some(Step::Field(message, field)), Segment::Name(name)) => self.name(message, field) == Some(name),
            (Some(Step::Key(key)), Segment::Key(name)) => self.key_of(key) == &**name,
            _ => false,
        };
        children.iter().copied().find(|&at| is_meant(at))
    }

    fn name(&self, message: MessageId, field: u32) -> Option<&str> {
        let field = self.root.as_ref()?.types().message(message).fields().get(field as usize)?;
        Some(&field.name)
    }

    fn key_of(&self, key: u32) -> &str {
        let end = |at: u32| self.key_ends.get(at as usize).map_or(0, |&end| end as usize);
        let start = key.checked_sub(1).map_or(0, end);
        self.keys.get(start..end(key)).unwrap_or_default()
    }

    fn segment(&self, step: Step) -> Segment {
        match step {
            Step::Field(message, field) => Segment::name(self.name(message, field).unwrap_or_default()),
            Step::Index(index) => Segment::Index(index),
            Step::Key(key) => Segment::Key(self.key_of(key).into()),
        }
    }

    fn path(&self, mut at: u32) -> String {
        let mut steps = Vec::new();
        while at != ROOT {
            let Some(node) = self.nodes.get(at as usize) else { break };
            steps.push(node.step);
            at = node.around;
        }
        let mut path = String::new();
        steps.iter().rev().for_each(|&step| self.segment(step).write(&mut path));
        path
    }
}

impl Node {
    fn member(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

/// The nodes by where their members start, unless they stand so: members may be in another order than their fields.
fn in_order(nodes: &[Node]) -> Vec<u32> {
    if nodes.is_sorted_by_key(|node| node.start) {
        return Vec::new();
    }
    let mut order: Vec<u32> = (0..nodes.len() as u32).collect();
    // Stable, so that the inner one of two that start together stays the later.
    order.sort_by_key(|&at| nodes.get(at as usize).map(|node| node.start));
    order
}

/// What is in each node: the children of all, those of one behind those of the one before.
#[derive(Clone, Debug, Default)]
struct Children {
    /// Where those of a node begin; one more than there are nodes.
    starts: Vec<u32>,
    children: Vec<u32>,
}

impl Children {
    fn of(nodes: &[Node]) -> Children {
        let mut children: Vec<u32> = (1..nodes.len() as u32).collect();
        let around = |&at: &u32| nodes.get(at as usize).map_or(ROOT, |node| node.around);
        // Stable: those of one node stay in their order.
        children.sort_by_key(around);
        let mut starts = Vec::with_capacity(nodes.len() + 1);
        let mut at = 0;
        for node in 0..=nodes.len() as u32 {
            while children.get(at).is_some_and(|child| around(child).cmp(&node) == Ordering::Less) {
                at += 1;
            }
            starts.push(at as u32);
        }
        Children { starts, children }
    }

    fn of_node(&self, at: u32) -> &[u32] {
        let start = |at: u32| self.starts.get(at as usize).map_or(self.children.len(), |&start| start as usize);
        self.children.get(start(at)..start(at + 1)).unwrap_or_default()
    }
}
