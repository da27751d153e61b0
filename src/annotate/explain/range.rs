//! Several bytes at once: what they are together.

use super::{Explanation, explain, explain_byte, place};
use crate::annotate::leaves::{Leaf, Role};
use crate::annotate::node::{NodeId, Nodes, TOP};
use crate::annotate::value::bytes_text;
use crate::text::Span;

/// How many fields of a range are named.
const SHOWN_NAMES: usize = 4;

/// How many leaves of a range are looked at: a range may be the whole payload.
const LOOKED_AT: usize = 4096;

/// The bytes of `span`: the part of a record or the record they are, or else the fields they are in. `None` of no bytes.
pub fn explain_range(nodes: &Nodes, bytes: &[u8], span: Span) -> Option<Explanation> {
    let span = Span { start: span.start, end: span.end.min(nodes.payload_len() as u32) };
    let first = nodes.leaf_at(span.start as usize)?;
    if span.len() == 1 {
        return explain_byte(nodes, bytes, span.start as usize);
    }
    if span == first.span {
        return explain(nodes, bytes, first.node, Some(first.role));
    }
    if let Some(whole) = around(nodes, first.node).find(|&it| nodes.get(it).is_some_and(|it| it.span == span)) {
        return explain(nodes, bytes, whole, None);
    }
    Some(several(nodes, bytes, span, &first))
}

/// A node and those that enclose it, from the inside.
fn around(nodes: &Nodes, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    std::iter::successors(Some(id), |&id| nodes.get(id).map(|it| it.parent)).take_while(|&it| it != TOP)
}

fn several(nodes: &Nodes, bytes: &[u8], span: Span, first: &Leaf) -> Explanation {
    let mut met: Vec<NodeId> = Vec::new();
    let mut is_all = true;
    for (count, leaf) in nodes.leaves_in(span).enumerate() {
        is_all = count < LOOKED_AT;
        if !is_all {
            break;
        }
        // The leaves of a group are its two tags, with others between them.
        if !met.contains(&leaf.node) && met.len() <= SHOWN_NAMES {
            met.push(leaf.node);
        }
    }
    let names: Vec<String> =
        met.iter().take(SHOWN_NAMES).map(|&it| format!("`{}`", nodes.path(bytes, it).replace('`', "'"))).collect();
    let more = if met.len() > SHOWN_NAMES || !is_all { " and more" } else { "" };
    let sentence = match (met.len(), first.role) {
        (1, Role::Payload) => format!("They are a part of {}.", names.join(", ")),
        (1, _) => format!("They belong to {}.", names.join(", ")),
        _ => format!("They belong to {}{more}.", names.join(", ")),
    };
    Explanation {
        title: bytes_text(span.len()),
        place: place(span),
        span,
        sentence,
        path: nodes.path(bytes, first.node),
        ..Explanation::default()
    }
}
