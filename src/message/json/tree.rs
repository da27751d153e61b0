//! A JSON text as a tape: its values and members in preorder, each with its place.
//!
//! The tape is there for every text, right or wrong: what is no value is a node of its own, [`Kind::Broken`]. Strings and
//! numbers stay text until someone asks. Knows nothing of messages, nor of what is wrong with the text.

use std::borrow::Cow;

use super::strings;
use crate::text::Span;

/// The tape of a text.
#[derive(Clone, Debug)]
pub struct Tree<'a> {
    text: &'a str,
    nodes: Vec<Node>,
}

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as JSON writes it.
    Number,
    /// A string, also one in other quotes or without its closing quote.
    String,
    /// `[…]`, also without its closing bracket.
    Array,
    /// `{…}`, also without its closing brace.
    Object,
    /// A member of an object: from its key to the end of its value.
    Member,
    /// What is no value, or the empty place where one is missing.
    Broken,
}

/// Twenty bytes a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub start: u32,
    pub end: u32,
    /// What it is in; of the root itself.
    pub around: u32,
    /// Of a member where its key ends, of an array or object the node behind what is inside.
    pub aux: u32,
    pub kind: Kind,
    /// How a string or a key is written.
    pub spelling: Spelling,
}

/// How a string is written: what has to be done to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// What is between the quotes is the string.
    Plain,
    /// There are escapes between the quotes.
    Escaped,
    /// Other quotes, none, or no closing one.
    Odd,
}

impl<'a> Tree<'a> {
    pub(super) fn new(text: &'a str, nodes: Vec<Node>) -> Tree<'a> {
        Tree { text, nodes }
    }

    /// The text it was made of.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The value that the text is; nothing if the text is empty.
    pub fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    // The little functions from here on are asked a few times a value: what they do is less than a call.
    #[inline(always)]
    fn node(&self, id: NodeId) -> &Node {
        const NOTHING: &Node =
            &Node { start: 0, end: 0, around: 0, aux: 0, kind: Kind::Broken, spelling: Spelling::Plain };
        match self.nodes.get(id.0 as usize) {
            Some(node) => node,
            None => NOTHING,
        }
    }

    /// What it is.
    #[inline(always)]
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// Where it is, in bytes: of a string with its quotes, of a member with key and value.
    #[inline(always)]
    pub fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        Span { start: node.start, end: node.end }
    }

    /// It as it is written.
    pub fn raw(&self, id: NodeId) -> &'a str {
        self.span(id).of_str(self.text)
    }

    /// The elements of an array, the members of an object, the value of a member; in their order.
    #[inline(always)]
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<'_, 'a> {
        let node = self.node(id);
        let end = match node.kind {
            Kind::Array | Kind::Object => node.aux,
            Kind::Member => id.0 + 2,
            _ => 0,
        };
        Children { nodes: &self.nodes, next: id.0 + 1, end }
    }

    /// The key of a member, without quotes and escapes; empty where it is missing.
    pub fn key(&self, member: NodeId) -> Cow<'a, str> {
        strings::read(self.key_span(member).of_str(self.text), self.node(member).spelling)
    }

    /// Where the key of a member is, with its quotes; empty where it is missing.
    pub fn key_span(&self, member: NodeId) -> Span {
        let node = self.node(member);
        Span { start: node.start, end: node.aux }
    }

    /// The key's bytes between its quotes, if that is all there is to it.
    #[inline(always)]
    pub(in crate::message) fn plain_key(&self, member: NodeId) -> Option<&'a [u8]> {
        let node = self.node(member);
        let inside = node.start as usize + 1..(node.aux as usize).checked_sub(1)?;
        if node.spelling == Spelling::Plain { self.text.as_bytes().get(inside) } else { None }
    }

    /// The value of a member.
    #[inline(always)]
    pub fn value(&self, member: NodeId) -> NodeId {
        NodeId(member.0 + 1)
    }

    /// A string without quotes and escapes; of another node what is written.
    pub fn string(&self, id: NodeId) -> Cow<'a, str> {
        let node = self.node(id);
        match node.kind {
            Kind::String => strings::read(self.raw(id), node.spelling),
            _ => Cow::Borrowed(self.raw(id)),
        }
    }

    /// The bytes of a string between its quotes, if that is all there is to it.
    #[inline(always)]
    pub(in crate::message) fn plain_string(&self, id: NodeId) -> Option<&'a [u8]> {
        let node = self.node(id);
        let inside = node.start as usize + 1..(node.end as usize).checked_sub(1)?;
        let is_plain = node.kind == Kind::String && node.spelling == Spelling::Plain;
        if is_plain { self.text.as_bytes().get(inside) } else { None }
    }

    /// What a node is in: a member for its value, an object for its members, an array for its elements.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id.0 > 0).then(|| NodeId(self.node(id).around))
    }

    /// The innermost node at a byte offset, its end included: where one node ends and another begins, the other.
    pub fn at(&self, offset: usize) -> Option<NodeId> {
        let behind = self.nodes.partition_point(|node| node.start as usize <= offset);
        let mut id = NodeId(u32::try_from(behind.checked_sub(1)?).ok()?);
        while (self.node(id).end as usize) < offset {
            id = self.parent(id)?;
        }
        Some(id)
    }

    /// A value in words, for messages: `string "abc"`, `number 12`, `an array`.
    pub fn described(&self, id: NodeId) -> String {
        match self.kind(id) {
            Kind::Null => "null".to_owned(),
            Kind::Bool(value) => value.to_string(),
            Kind::Number => format!("number {}", super::cut(self.raw(id))),
            Kind::String => format!("string {:?}", super::cut(&self.string(id))),
            Kind::Array => "an array".to_owned(),
            Kind::Object => "an object".to_owned(),
            Kind::Member => "a member".to_owned(),
            Kind::Broken => format!("'{}'", super::cut(self.raw(id))),
        }
    }
}

/// The nodes in one, without those in them.
struct Children<'t> {
    nodes: &'t [Node],
    next: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    #[inline(always)]
    fn next(&mut self) -> Option<NodeId> {
        let at = self.next;
        if at >= self.end {
            return None;
        }
        let node = self.nodes.get(at as usize)?;
        // What is behind a member is behind its value.
        let (value, node) = match node.kind {
            Kind::Member => (at + 1, self.nodes.get(at as usize + 1)?),
            _ => (at, node),
        };
        self.next = if matches!(node.kind, Kind::Array | Kind::Object) { node.aux } else { value + 1 };
        Some(NodeId(at))
    }
}
