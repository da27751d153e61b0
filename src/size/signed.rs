//! What negative numbers cost in `int32` and `int64`, which stretch each to ten bytes, beside `sint32` and `sint64`.
//!
//! Knows nothing of texts.

use std::collections::HashMap;

use crate::annotate::{Field, FieldId, Kind, Nodes, Scalar, Value};
use crate::wire::varint;

/// A field that would be smaller with zigzag.
#[derive(Clone, Debug)]
pub struct Stretched<'n> {
    /// The field.
    pub field: &'n Field,
    /// Its type: `int32` or `int64`.
    pub scalar: Scalar,
    /// How many of its values are negative.
    pub negative: usize,
    /// How many values it has.
    pub count: usize,
    /// The bytes of its values, without tags and lengths.
    pub bytes: usize,
    /// Those they would be.
    pub zigzag: usize,
}

/// The fields of a message whose values are negative in the main, and would take fewer bytes as `sint32` or `sint64`; in the
/// order in which they first occur.
pub fn stretched<'n>(nodes: &'n Nodes, bytes: &[u8]) -> Vec<Stretched<'n>> {
    let mut found: Vec<Stretched<'n>> = Vec::new();
    let mut places: HashMap<FieldId, usize> = HashMap::new();
    for (id, node) in nodes.iter() {
        let (Kind::Varint, Some(field_id)) = (node.kind, node.field) else { continue };
        let scalar = nodes.scalar(id).filter(|scalar| matches!(scalar, Scalar::Int32 | Scalar::Int64));
        let (Some(scalar), Some(field)) = (scalar, nodes.declared(id)) else { continue };
        let value = match nodes.value(bytes, id) {
            Some(Value::I32(value)) => i64::from(value),
            Some(Value::I64(value)) => value,
            _ => continue,
        };
        let at = *places.entry(field_id).or_insert_with(|| {
            found.push(Stretched { field, scalar, negative: 0, count: 0, bytes: 0, zigzag: 0 });
            found.len() - 1
        });
        let cost = &mut found[at];
        cost.negative += usize::from(value < 0);
        cost.count += 1;
        cost.bytes += node.payload().len();
        cost.zigzag += usize::from(varint::minimal_len(varint::zigzag(value)));
    }
    found.retain(|cost| cost.zigzag < cost.bytes && 2 * cost.negative >= cost.count);
    found
}
