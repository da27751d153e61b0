//! A payload without what is broken in it: bytes that parsers take, and that mean what could be read.
//!
//! Records that can't be read are left out, as are values that the schema forbids; lengths are those of what is left. What
//! is cut short keeps what there is of it. Knows nothing of JSON, which is what it is for.

use super::node::{Kind, Node, NodeId, Nodes, TOP};
use super::problem::Problem;
use super::table::Shape;
use crate::wire::scan::WIRE_TYPE_BITS;
use crate::wire::{WireType, varint};

impl Nodes {
    /// The payload as far as it could be read. Of one that parsers take it is all.
    pub fn salvaged(&self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len());
        self.salvage(bytes, TOP, &mut out);
        out
    }

    /// Recurses as deep as nodes are, at most [`MAX_DEPTH`](super::MAX_DEPTH).
    fn salvage(&self, bytes: &[u8], parent: NodeId, out: &mut Vec<u8>) {
        for id in self.children(parent) {
            let Some(node) = self.get(id).filter(|it| self.is_sound(it)) else { continue };
            match node.kind {
                // An element of a packed run, or a record that stands as it is.
                _ if node.tag().is_empty() || !self.is_touched(&node) => {
                    out.extend_from_slice(node.span.of(bytes));
                }
                Kind::Group => {
                    out.extend_from_slice(node.tag().of(bytes));
                    self.salvage(bytes, id, out);
                    varint::write(u64::from(node.number) << WIRE_TYPE_BITS | WireType::EGroup as u64, out);
                }
                _ => {
                    let mut payload = Vec::new();
                    if node.is_container() {
                        self.salvage(bytes, id, &mut payload);
                    } else {
                        payload.extend_from_slice(self.whole_characters(&node, node.payload().of(bytes)));
                    }
                    out.extend_from_slice(node.tag().of(bytes));
                    varint::write(payload.len() as u64, out);
                    out.extend(payload);
                }
            }
        }
    }

    /// Whether a parser takes a value like this, once what is inside it is mended.
    fn is_sound(&self, node: &Node) -> bool {
        use Problem::*;
        let is_refused = matches!(node.problem, Some(Unreadable | PackedCutShort | NotMessage | NotUtf8));
        let is_no_message = node.guessed
            && node
                .field
                .and_then(|it| self.table.field(it))
                .is_some_and(|it| matches!(it.shape, Shape::Message | Shape::Text));
        !is_refused && !is_no_message && !matches!(node.kind, Kind::Junk | Kind::Unread)
    }

    /// Whether a record is not what it was: it is broken, or may be inside. All messages are looked into, so that the nodes of
    /// the inner ones are not counted over and over.
    fn is_touched(&self, node: &Node) -> bool {
        node.is_container() || node.problem == Some(Problem::CutShort)
    }

    /// A string that was cut within a character, up to that.
    fn whole_characters<'a>(&self, node: &Node, payload: &'a [u8]) -> &'a [u8] {
        let is_text = node.field.and_then(|it| self.table.field(it)).is_some_and(|it| it.shape == Shape::Text);
        match std::str::from_utf8(payload) {
            Err(error) if is_text => payload.get(..error.valid_up_to()).unwrap_or_default(),
            _ => payload,
        }
    }
}
