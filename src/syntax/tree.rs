//! The lossless tree: every byte of the text is in exactly one leaf, in order.
//!
//! Elements lie in one array in the order in which they begin, a node before what is in it, so that a subtree is a slice and
//! what stands at an offset is found by halving. Knows no grammar; [`Builder`] is told what to build.

use std::sync::Arc;

use super::Kind;
use crate::text::Span;

/// The number of an element in its tree. It is stable as long as the text is.
pub type NodeId = u32;

/// How deep elements may lie in each other; the parser stops before. What walks a tree may recurse.
pub const MAX_DEPTH: usize = 512;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Element {
    span: Span,
    /// The node around; the file is its own.
    parent: NodeId,
    /// The number of the first element behind the subtree.
    next: NodeId,
    kind: Kind,
    broken: bool,
}

/// A text and its structure. Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    text: Arc<str>,
    elements: Arc<[Element]>,
}

impl Tree {
    /// The text it was made of.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole file, of [`Kind::File`].
    pub fn root(&self) -> Node<'_> {
        Node { tree: self, id: 0 }
    }

    /// The element of a number that came from this very tree; the file, where there is none.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id: if (id as usize) < self.elements.len() { id } else { 0 } }
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Never: the file itself is an element.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// The leaf that contains the byte at `offset`; at the end of the text the last leaf. None in an empty text.
    pub fn leaf_at(&self, offset: usize) -> Option<Node<'_>> {
        let behind = self.elements.partition_point(|element| element.span.start as usize <= offset);
        let mut leaves = (0..behind).rev().filter(|&at| self.elements[at].kind.is_token());
        leaves.next().map(|at| self.node(at as NodeId))
    }

    /// All leaves in order, trivia included.
    pub fn leaves(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.elements.len() as NodeId).map(|id| self.node(id)).filter(|node| node.kind().is_token())
    }

    /// All elements in order, a node before what is in it.
    pub fn all(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.elements.len() as NodeId).map(|id| self.node(id))
    }
}

/// An element of a tree: a node or a leaf.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl std::fmt::Debug for Node<'_> {
    /// What and where, without the tree.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Span { start, end } = self.span();
        write!(f, "{:?} {start}..{end}", self.kind())
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.tree, other.tree)
    }
}

impl<'t> Node<'t> {
    /// Its number.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The tree it is in.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    fn element(self) -> &'t Element {
        &self.tree.elements[self.id as usize]
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        self.element().kind
    }

    /// The bytes it covers: from its first token to its last, without the trivia before and behind.
    pub fn span(self) -> Span {
        self.element().span
    }

    /// The text it covers.
    pub fn text(self) -> &'t str {
        self.span().of_str(&self.tree.text)
    }

    /// Whether a syntax error lies in it, but in none of the statements inside of it.
    pub fn is_broken(self) -> bool {
        self.element().broken
    }

    /// The node around it; none around the file.
    pub fn parent(self) -> Option<Node<'t>> {
        (self.id != 0).then(|| self.tree.node(self.element().parent))
    }

    /// The nodes around it, the nearest first.
    pub fn ancestors(self) -> impl Iterator<Item = Node<'t>> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// What is directly in it, trivia included.
    pub fn elements(self) -> impl Iterator<Item = Node<'t>> {
        let (tree, end) = (self.tree, self.element().next);
        let first = (self.id + 1 < end).then_some(self.id + 1);
        let next = move |&id: &NodeId| Some(tree.elements[id as usize].next).filter(|&next| next < end);
        std::iter::successors(first, next).map(|id| tree.node(id))
    }

    /// What is directly in it, without trivia.
    pub fn parts(self) -> impl Iterator<Item = Node<'t>> {
        self.elements().filter(|node| !node.kind().is_trivia())
    }

    /// The nodes (no leaves) directly in it.
    pub fn nodes(self) -> impl Iterator<Item = Node<'t>> {
        self.elements().filter(|node| !node.kind().is_token())
    }

    /// The first part of a kind directly in it.
    pub fn part(self, kind: Kind) -> Option<Node<'t>> {
        self.elements().find(|node| node.kind() == kind)
    }

    /// All parts of a kind directly in it.
    pub fn parts_of(self, kind: Kind) -> impl Iterator<Item = Node<'t>> {
        self.elements().filter(move |node| node.kind() == kind)
    }

    /// Everything in it at any depth, in order, itself left out.
    pub fn descendants(self) -> impl Iterator<Item = Node<'t>> {
        let tree = self.tree;
        (self.id + 1..self.element().next).map(|id| tree.node(id))
    }

    /// The leaf before its first one; trivia included.
    pub fn leaf_before(self) -> Option<Node<'t>> {
        (0..self.id).rev().map(|id| self.tree.node(id)).find(|node| node.kind().is_token())
    }

    /// The first leaf behind it; trivia included.
    pub fn leaf_behind(self) -> Option<Node<'t>> {
        let behind = self.element().next..self.tree.elements.len() as NodeId;
        behind.map(|id| self.tree.node(id)).find(|node| node.kind().is_token())
    }
}

/// A node that has been opened and waits to be closed.
#[derive(Debug)]
#[must_use]
pub struct Open(NodeId);

/// Builds a tree in the order of the text.
#[derive(Debug)]
pub struct Builder {
    text: Arc<str>,
    elements: Vec<Element>,
    /// The innermost node that is open; the file's parent is itself.
    inner: NodeId,
    /// Up to where the leaves reach.
    at: u32,
}

impl Builder {
    /// Begins with an open file, in which there will be so many leaves.
    pub fn new(text: &str, leaves: usize) -> Builder {
        // In the texts at hand every second leaf is the first of a node.
        let mut elements = Vec::with_capacity(1 + leaves + leaves / 2);
        elements.push(Element { span: Span::at(0), parent: 0, next: 0, kind: Kind::File, broken: false });
        Builder { text: text.into(), elements, inner: 0, at: 0 }
    }

    /// Opens a node; its kind is told when it closes. Put trivia before it first.
    pub fn open(&mut self) -> Open {
        let id = self.push(Kind::Error, self.at);
        self.inner = id;
        Open(id)
    }

    /// Closes the node that was opened last and returns its number. Put trivia behind it later.
    pub fn close(&mut self, open: Open, kind: Kind) -> NodeId {
        let Open(id) = open;
        debug_assert_eq!(self.inner, id);
        self.close_as(id, kind);
        id
    }

    /// The next leaf, which ends at `end`.
    pub fn leaf(&mut self, kind: Kind, end: u32) {
        let id = self.push(kind, end);
        self.elements[id as usize].next = id + 1;
        self.at = end;
    }

    /// A node that was closed has a syntax error.
    pub fn mark_broken(&mut self, id: NodeId) {
        self.elements[id as usize].broken = true;
    }

    /// Closes whatever is open. The leaves must have covered the text; what is left of it becomes one unknown token.
    pub fn finish(mut self) -> Tree {
        let end = Span::at(self.text.len()).end;
        if self.at < end {
            self.leaf(Kind::Unknown, end);
        }
        while self.inner != 0 {
            self.close_as(self.inner, Kind::Error);
        }
        self.close_as(0, Kind::File);
        Tree { text: self.text, elements: self.elements.into() }
    }

    fn push(&mut self, kind: Kind, end: u32) -> NodeId {
        let id = self.elements.len() as NodeId;
        let span = Span { start: self.at, end };
        self.elements.push(Element { span, parent: self.inner, next: 0, kind, broken: false });
        id
    }

    fn close_as(&mut self, id: NodeId, kind: Kind) {
        let next = self.elements.len() as NodeId;
        let element = &mut self.elements[id as usize];
        element.span.end = self.at;
        (element.next, element.kind) = (next, kind);
        self.inner = element.parent;
    }
}
