//! Bytes in words for those who do not see the grid: where, what, and what of.

use super::code;
use crate::annotate::leaves::{Leaf, Role};
use crate::annotate::node::{Kind, Nodes};
use crate::text::Span;

/// What a screen reader says of the bytes of `span`, such as `byte 7 of 30, hex 10, tag of age, field 2 VARINT`. Offsets are
/// counted from 0, as in the grid. Empty of no bytes.
pub fn speak(nodes: &Nodes, bytes: &[u8], span: Span) -> String {
    let span = Span { start: span.start, end: span.end.min(nodes.payload_len() as u32) };
    let Some(leaf) = nodes.leaf_at(span.start as usize).filter(|_| !span.is_empty()) else { return String::new() };
    let total = nodes.payload_len();
    let is_one = span.len() == 1;
    let bytes_text = match is_one {
        true => format!("byte {} of {total}", span.start),
        false => format!("bytes {} to {} of {total}", span.start, span.end - 1),
    };
    let hex = code(span.of(bytes)).replace('`', "");
    let what = what(nodes, bytes, &leaf, span.start);
    let end = span.end.checked_sub(1).and_then(|it| nodes.leaf_at(it as usize)).filter(|it| *it != leaf);
    let up_to = end.map_or_else(String::new, |it| format!(" up to {}", self::what(nodes, bytes, &it, span.end - 1)));
    format!("{bytes_text}, hex {hex}, {what}{up_to}")
}

/// What the byte at `offset` of a leaf is.
fn what(nodes: &Nodes, bytes: &[u8], leaf: &Leaf, offset: u32) -> String {
    let Some(node) = nodes.get(leaf.node) else { return String::new() };
    let name = nodes.name_text(bytes, leaf.node);
    let of = match leaf.span.len() {
        1 => String::new(),
        len => format!(", {} of {len}", offset - leaf.span.start + 1),
    };
    match leaf.role {
        // Without a schema the name is the number.
        Role::Tag if nodes.field(leaf.node).is_none() => {
            format!("tag of {name}, {}{of}", nodes.wire(leaf.node).name())
        }
        Role::Tag => format!("tag of {name}, field {} {}{of}", node.number, nodes.wire(leaf.node).name()),
        Role::Length => format!("length of {name}, {}{of}", crate::annotate::value::bytes_text(node.payload().len())),
        Role::EndTag => format!("end of {name}{of}"),
        Role::Junk => format!("unreadable{of}"),
        Role::Payload => match node.kind {
            Kind::Varint | Kind::I32 | Kind::I64 => format!("{name} = {}{of}", nodes.value_text(bytes, leaf.node)),
            _ => format!("in {name}{of}"),
        },
    }
}
