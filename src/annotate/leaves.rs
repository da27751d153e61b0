//! The leaves of a payload: each byte belongs to exactly one of them.
//!
//! They are not stored: a leaf is a part of a node, and which one covers an offset follows from where the nodes begin.

use serde::{Deserialize, Serialize};

use super::node::{Kind, Node, NodeId, Nodes};
use crate::text::Span;

/// What the bytes of a leaf are in their record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Field number and wire type.
    Tag,
    /// The length of a LEN.
    Length,
    /// The value.
    Payload,
    /// The tag that closes a group.
    EndTag,
    /// What can't be read.
    Junk,
}

/// Adjacent bytes of one node that have one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The bytes; never empty.
    pub span: Span,
    /// What they are.
    pub role: Role,
    /// The node they belong to.
    pub node: NodeId,
}

impl Nodes {
    /// All leaves, in order. They partition the payload.
    pub fn leaves(&self) -> Leaves<'_> {
        self.leaves_in(Span::new(0, self.payload_len()))
    }

    /// The leaves that have a byte in `window`, in order.
    pub fn leaves_in(&self, window: Span) -> Leaves<'_> {
        let end = window.end.min(self.len);
        let first = self.leaf_at(window.start as usize);
        Leaves { nodes: self, next: first.filter(|it| it.span.start < end), end }
    }

    /// The leaf with the byte at `offset`; `None` past the end. Logarithmic in the nodes, and linear in their depth.
    pub fn leaf_at(&self, offset: usize) -> Option<Leaf> {
        let offset = u32::try_from(offset).ok().filter(|&it| it < self.len)?;
        // Nodes begin in order, each child behind its parent's tag: so the last that begins before the byte is the
        // deepest that could have it, and if it ends before the byte one of those around it has it.
        self.leaf_from(self.store.last_from(offset)?, offset)
    }

    fn leaf_from(&self, mut id: NodeId, offset: u32) -> Option<Leaf> {
        loop {
            let node = self.get(id)?;
            if offset < node.span.end {
                let (span, role) = part(&node, offset);
                return Some(Leaf { span, role, node: id });
            }
            id = node.parent;
        }
    }
}

fn part(node: &Node, offset: u32) -> (Span, Role) {
    let payload = match node.kind {
        Kind::Junk => Role::Junk,
        _ => Role::Payload,
    };
    let parts = [
        (node.tag(), Role::Tag),
        (node.length(), Role::Length),
        (node.end_tag(), Role::EndTag),
        (node.payload(), payload),
    ];
    parts.into_iter().find(|(span, _)| span.contains(offset as usize)).unwrap_or((node.span, payload))
}

/// Leaves in order.
#[derive(Clone, Debug)]
pub struct Leaves<'a> {
    nodes: &'a Nodes,
    next: Option<Leaf>,
    end: u32,
}

impl Iterator for Leaves<'_> {
    type Item = Leaf;

    fn next(&mut self) -> Option<Leaf> {
        let leaf = self.next?;
        let offset = leaf.span.end;
        // The last node that begins at or before a leaf's end: the last one before it, or the one that begins there.
        let deepest = match leaf.role {
            Role::EndTag => self.nodes.store.next(leaf.node) - 1,
            _ => leaf.node,
        };
        let begins = self.nodes.store.start(deepest + 1) == Some(offset);
        let id = if begins { deepest + 1 } else { deepest };
        self.next = if offset < self.end { self.nodes.leaf_from(id, offset) } else { None };
        Some(leaf)
    }
}
