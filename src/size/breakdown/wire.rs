//! The side of the bytes: each node's tag, length and payload for its field.

use super::{Contents, TOP, Table, Wire};
use crate::annotate::{Kind, NodeId, Nodes};
use crate::schema::types::Form;
use crate::size::by_field::{name, values};

/// A node that is open: where it ends, and the place of its field.
struct Open {
    next: NodeId,
    at: usize,
}

pub(super) fn count(nodes: &Nodes, table: &mut Table) -> Contents {
    let mut contents = Contents::default();
    let mut open: Vec<Open> = Vec::new();
    // Nodes of a value that is one row end here.
    let mut behind: NodeId = 0;
    for (id, node) in nodes.iter() {
        while open.pop_if(|around| around.next <= id).is_some() {}
        let kind = node.kind;
        match kind {
            Kind::Text => contents.text += node.payload().len(),
            Kind::Bytes => contents.bytes += node.payload().len(),
            Kind::I32 | Kind::I64 => contents.fixed += node.payload().len(),
            _ => {}
        }
        if id < behind {
            continue;
        }
        let around = open.last().map_or(TOP, |around| around.at);
        let at = table.field(around, node.number, || name(nodes, id));
        table.entries[at].count += values(nodes, id, &node);
        let is_split = node.is_container() && kind != Kind::Packed && !is_one_value(nodes, id);
        let tag = node.tag().len() + node.end_tag().len();
        let length = node.length().len();
        let payload = if is_split { 0 } else { node.span.len() - tag - length };
        *table.wire(at) += Wire { tag, length, payload };
        if is_split {
            open.push(Open { next: node.next, at });
        } else {
            behind = node.next;
        }
    }
    contents
}

/// Whether a message is no object of its fields in JSON.
fn is_one_value(nodes: &Nodes, id: NodeId) -> bool {
    nodes.message_name(id).is_some_and(|name| !matches!(Form::of(name), Form::Fields | Form::Empty))
}
