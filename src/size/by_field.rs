//! What each field of a message costs, and for what: tag, length, payload.

use serde::{Deserialize, Serialize};

use crate::annotate::{Kind, Node, Nodes, TOP};

/// The bytes of one field of the message, all its values together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldCost {
    /// Its name; `field 7` of an unknown one, `unreadable` or `not read` of what is no record.
    pub name: String,
    /// Its number; 0 of what is no record.
    pub number: u32,
    /// All bytes: the sum of the next three.
    pub bytes: usize,
    /// Those of its tags; of groups the end tags as well.
    pub tag: usize,
    /// Those of its lengths.
    pub length: usize,
    /// Those of its payloads, all that is nested in them included.
    pub payload: usize,
    /// How many values it has, packed ones counted each.
    pub count: usize,
}

/// The costs of the fields of the payload's own message, by number; what is no record comes last. They add up to the
/// payload.
pub fn by_field(nodes: &Nodes) -> Vec<FieldCost> {
    // A stable sort brings the records of a field together: no map, and no search through the fields.
    let mut records: Vec<(u32, u32)> = nodes
        .children(TOP)
        .filter_map(|id| Some((nodes.get(id)?.number, id)))
        .map(|(number, id)| (if number == 0 { u32::MAX } else { number }, id))
        .collect();
    crate::order::sort_by_key(&mut records, |&(number, _)| number);
    let cost = |same: &[(u32, u32)]| {
        let first = same.first()?;
        let mut cost = FieldCost { name: name(nodes, first.1), ..empty(&nodes.get(first.1)?) };
        for (id, node) in same.iter().filter_map(|&(_, id)| Some((id, nodes.get(id)?))) {
            cost.bytes += node.span.len();
            cost.tag += node.tag().len() + node.end_tag().len();
            cost.length += node.length().len();
            cost.payload += node.payload().len();
            cost.count += values(nodes, id, &node);
        }
        Some(cost)
    };
    records.chunk_by(|one, other| one.0 == other.0).filter_map(cost).collect()
}

fn empty(node: &Node) -> FieldCost {
    FieldCost { name: String::new(), number: node.number, bytes: 0, tag: 0, length: 0, payload: 0, count: 0 }
}

pub(super) fn name(nodes: &Nodes, id: u32) -> String {
    let kind = nodes.get(id).map(|it| (it.kind, it.number));
    match (nodes.field(id), kind) {
        (Some(field), _) => field.name.clone(),
        (None, Some((Kind::Junk, _))) => "unreadable".to_owned(),
        (None, Some((Kind::Unread, 0))) => "not read".to_owned(),
        (None, kind) => format!("field {}", kind.map_or(0, |(_, number)| number)),
    }
}

pub(super) fn values(nodes: &Nodes, id: u32, node: &Node) -> usize {
    match node.kind {
        Kind::Packed => nodes.children(id).filter(|&it| nodes.get(it).is_some_and(|it| it.is_element())).count(),
        Kind::Junk => 0,
        Kind::Unread if node.number == 0 => 0,
        _ => 1,
    }
}
