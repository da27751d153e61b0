//! What is to be broken: the record that the chosen byte belongs to, what is around it, and how it is called.

use crate::{
    annotate::{Kind, Node, NodeId, Nodes, Shape, TOP},
    schema::Root,
    text::Span,
    wire::{Splice, varint},
};

/// The bytes, what they mean, and what is chosen.
pub(super) struct Scene<'a> {
    pub bytes: &'a [u8],
    pub nodes: &'a Nodes,
    pub root: Option<&'a Root>,
    /// The offset that is chosen.
    pub at: u32,
}

/// A record with its number in the nodes.
#[derive(Clone, Copy)]
pub(super) struct Target {
    pub id: NodeId,
    pub node: Node,
}

impl<'a> Scene<'a> {
    pub fn new(bytes: &'a [u8], nodes: &'a Nodes, root: Option<&'a Root>, at: u32) -> Scene<'a> {
        // Behind the last byte the last record is meant.
        let last = (bytes.len() as u32).saturating_sub(1);
        Scene { bytes, nodes, root, at: at.min(last) }
    }

    /// The innermost record or element with the chosen byte that parsers would look at: not what is in bytes, in an unknown
    /// field or in an Any, which they leave as it is.
    pub fn target(&self) -> Result<Target, String> {
        let leaf = self.nodes.leaf_at(self.at as usize).ok_or("there are no bytes yet")?;
        let mut id = leaf.node;
        let mut seen = id;
        while let Some(node) = self.nodes.get(id) {
            let parent = node.parent;
            if parent != TOP && !self.is_read(parent) {
                seen = parent;
            }
            id = parent;
        }
        self.get(seen).ok_or_else(|| "there are no bytes yet".to_owned())
    }

    /// The same, and no part of a map entry: parsers treat what is repeated or unknown in one as they like.
    pub fn record(&self) -> Result<Target, String> {
        let mut target = self.target()?;
        let mut around = target;
        while let Some(parent) = self.get(around.node.parent) {
            if parent.node.kind == Kind::MapEntry {
                target = parent;
            }
            around = parent;
        }
        Ok(target)
    }

    pub fn get(&self, id: NodeId) -> Option<Target> {
        self.nodes.get(id).map(|node| Target { id, node })
    }

    /// Whether parsers read what is inside a node by its declaration.
    fn is_read(&self, id: NodeId) -> bool {
        let Some(node) = self.nodes.get(id).filter(|node| node.is_container()) else { return false };
        let declared = self.nodes.declared(id);
        // The value of an Any is declared as bytes.
        declared.is_some_and(|field| node.kind == Kind::Packed || matches!(field.shape, Shape::Message | Shape::Group))
    }

    /// Whether parsers put it among the unknown fields.
    pub fn is_unknown(&self, target: &Target) -> bool {
        target.node.mismatched || self.nodes.field(target.id).is_none()
    }

    /// How a record is called in a sentence.
    pub fn name(&self, target: &Target) -> String {
        match self.nodes.field(target.id) {
            Some(_) if !target.node.mismatched => format!("`{}`", self.nodes.path(self.bytes, target.id)),
            _ => format!("field {}", target.node.number),
        }
    }

    /// The same without marks.
    pub fn plain_name(&self, target: &Target) -> String {
        self.name(target).replace('`', "")
    }

    /// A replacement, and what it takes that the lengths around it are right again; with it, by how much it moves backwards
    /// what it replaces.
    pub fn within(&self, parent: NodeId, splice: Splice) -> (Vec<Splice>, u32) {
        let mut growth = splice.growth();
        let mut splices = vec![splice];
        let mut moved = 0i64;
        let mut around = parent;
        while let Some(node) = self.nodes.get(around).filter(|_| growth != 0) {
            let length = node.length();
            if !length.is_empty() {
                let mut bytes = Vec::new();
                varint::write((node.payload().len() as i64 + growth) as u64, &mut bytes);
                let splice = Splice::new(length, bytes);
                moved += splice.growth();
                growth += splice.growth();
                splices.push(splice);
            }
            around = node.parent;
        }
        // A length that was longer than it had to be can become shorter.
        (splices, (moved as i32) as u32)
    }

    /// A span of the bytes, moved.
    pub fn moved(span: Span, by: u32) -> Span {
        Span { start: span.start.wrapping_add(by), end: span.end.wrapping_add(by) }
    }
}
