//! Which nodes have a row: all but those inside a folded one.
//!
//! A payload may have millions of nodes and few folds, so the folds are kept and a row is found among them. Knows nothing of
//! what a row shows.

use crate::annotate::{NodeId, Nodes};

/// The rows of the nodes of one payload.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    nodes: u32,
    /// The outermost folded nodes, in order.
    folds: Vec<Fold>,
    /// All folded nodes, sorted.
    folded: Vec<NodeId>,
}

#[derive(Clone, Copy, Debug)]
struct Fold {
    node: NodeId,
    /// The first node behind it that has a row.
    next: NodeId,
    /// How many nodes before it have none.
    hidden: u32,
}

impl Rows {
    /// The rows while these nodes are folded.
    pub fn new(nodes: &Nodes, folded: Vec<NodeId>) -> Rows {
        let mut folded = folded;
        folded.sort_unstable();
        folded.dedup();
        let (mut folds, mut hidden, mut behind) = (Vec::new(), 0, 0);
        for &id in &folded {
            let Some(node) = nodes.get(id).filter(|node| id >= behind && node.next > id + 1) else { continue };
            folds.push(Fold { node: id, next: node.next, hidden });
            hidden += node.next - id - 1;
            behind = node.next;
        }
        Rows { nodes: nodes.len() as u32, folds, folded }
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        self.nodes - self.folds.last().map_or(0, |last| last.hidden + last.next - last.node - 1)
    }

    /// The node that has this row.
    pub fn node(&self, row: u32) -> Option<NodeId> {
        if row >= self.len() {
            return None;
        }
        // The row of a folded node is its number without what is hidden before it.
        let before = self.folds.partition_point(|fold| fold.node - fold.hidden < row);
        Some(match before.checked_sub(1).and_then(|last| self.folds.get(last)) {
            Some(fold) => row + fold.hidden + fold.next - fold.node - 1,
            None => row,
        })
    }

    /// The row of a node; none of those inside a folded one.
    pub fn row(&self, node: NodeId) -> Option<u32> {
        let before = self.folds.partition_point(|fold| fold.node < node);
        match before.checked_sub(1).and_then(|last| self.folds.get(last)) {
            Some(fold) if node < fold.next => None,
            Some(fold) => Some(node - (fold.hidden + fold.next - fold.node - 1)),
            None => Some(node),
        }
        .filter(|_| node < self.nodes)
    }

    /// Whether what is inside a node has no rows.
    pub fn is_folded(&self, node: NodeId) -> bool {
        self.folded.binary_search(&node).is_ok()
    }

    /// The folded nodes.
    pub fn folded(&self) -> &[NodeId] {
        &self.folded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_the_nodes_that_are_not_hidden(bytes in prop::collection::vec(0u8..40, 0..80), folded in prop::collection::vec(0u32..60, 0..8)) {
            let nodes = annotate::annotate(&bytes, None);
            let rows = Rows::new(&nodes, folded.clone());
            let mut shown = Vec::new();
            let mut at = 0;
            while let Some(node) = nodes.get(at) {
                shown.push(at);
                at = if folded.contains(&at) { node.next } else { at + 1 };
            }
            prop_assert_eq!(rows.len() as usize, shown.len());
            prop_assert_eq!((0..rows.len()).filter_map(|row| rows.node(row)).collect::<Vec<_>>(), shown.clone());
            for id in 0..nodes.len() as u32 + 2 {
                prop_assert_eq!(rows.row(id), shown.binary_search(&id).ok().map(|row| row as u32));
            }
            prop_assert_eq!(rows.node(rows.len()), None);
        }
    }
}
