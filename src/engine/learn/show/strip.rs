//! Bytes with what each says: the leaves of a message, each with its explanation.

use super::super::shown::Strip;
use crate::{
    annotate::{NodeId, Nodes, Role, explain},
    engine::{calls::data::Part, view::CellRole},
    text::Span,
};

/// How many bytes are shown: as many as fit beside a lesson's text.
const MAX_BYTES: usize = 192;

/// The first bytes and their parts.
pub fn strip(nodes: &Nodes, bytes: &[u8]) -> Strip {
    let shown = bytes.get(..MAX_BYTES).unwrap_or(bytes);
    let parts = nodes.leaves_in(Span::new(0, shown.len()));
    Strip {
        bytes: shown.to_vec(),
        total: bytes.len() as u32,
        parts: parts.map(|leaf| part(nodes, bytes, leaf.node, leaf.role, leaf.span)).collect(),
    }
}

fn part(nodes: &Nodes, bytes: &[u8], node: NodeId, role: Role, span: Span) -> Part {
    let told = explain::explain(nodes, bytes, node, Some(role)).unwrap_or_default();
    let steps = told.steps.iter().map(|step| format!("`{step}`")).collect::<Vec<_>>().join(", ");
    let parted = if steps.is_empty() { "" } else { " " };
    Part {
        span,
        role: match role {
            Role::Tag | Role::EndTag => CellRole::Tag,
            Role::Length => CellRole::Length,
            Role::Payload => CellRole::Payload,
            Role::Junk => CellRole::Junk,
        },
        hue: nodes.get(node).map_or(0, |it| it.hue),
        title: told.title,
        sentence: [&told.sentence, parted, &steps].concat(),
    }
}
