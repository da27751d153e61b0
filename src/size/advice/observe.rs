//! What a message holds of each declared field: its records and its values.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::annotate::{Field, FieldId, Kind, NodeId, Nodes};

/// A field that occurs.
#[derive(Debug)]
pub(super) struct Observed<'n> {
    /// The field.
    pub field: &'n Field,
    /// How many tags it has.
    pub records: usize,
    /// Its values, packed ones each by itself.
    pub values: Vec<NodeId>,
    /// How many bytes all of it takes.
    pub bytes: usize,
}

/// The fields, those that take the most bytes first. What contradicts the schema, or is unknown to it, is left out.
pub(super) fn observe(nodes: &Nodes) -> Vec<Observed<'_>> {
    let mut found: Vec<Observed<'_>> = Vec::new();
    let mut places: HashMap<FieldId, usize> = HashMap::new();
    for (id, node) in nodes.iter() {
        let (Some(field_id), Some(field)) = (node.field, nodes.declared(id)) else { continue };
        let at = *places.entry(field_id).or_insert_with(|| {
            found.push(Observed { field, records: 0, values: Vec::new(), bytes: 0 });
            found.len() - 1
        });
        let Some(observed) = found.get_mut(at) else { continue };
        observed.records += usize::from(!node.tag().is_empty());
        observed.bytes += if node.is_element() { 0 } else { node.span.len() };
        if node.kind != Kind::Packed {
            observed.values.push(id);
        }
    }
    crate::order::sort_by_key(&mut found, |observed| Reverse(observed.bytes));
    found
}
