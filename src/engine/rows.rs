//! Which nodes have a row: all but those inside a folded one. Where they are wanted, the absent fields of a message follow what
//! is in it.
//!
//! A payload may have millions of nodes and few folds, so the folds are kept and a row is found among them; of absent fields
//! there are not that many. Knows nothing of what a row shows.

use crate::annotate::{NodeId, Nodes, TOP, presence::Absences};

/// The rows of the nodes of one payload.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    nodes: u32,
    /// The outermost folded nodes, in order.
    folds: Vec<Fold>,
    /// All folded nodes, sorted.
    folded: Vec<NodeId>,
    /// The absent fields that have a row, in order.
    absent: Vec<AbsentRow>,
    shows_absent: bool,
}

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A node.
    Node(NodeId),
    /// The absent field with this index.
    Absent(u32),
}

#[derive(Clone, Copy, Debug)]
struct AbsentRow {
    row: u32,
    /// How many nodes have a row before it.
    nodes: u32,
    index: u32,
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
        Rows { nodes: nodes.len() as u32, folds, folded, absent: Vec::new(), shows_absent: false }
    }

    /// The same with the absent fields of the messages that are not folded.
    #[must_use]
    pub fn with_absent(mut self, nodes: &Nodes, absences: &Absences) -> Rows {
        self.shows_absent = true;
        for (index, absent) in (0..).zip(absences.list()) {
            let owner = absent.owner;
            let is_open = owner == TOP || self.node_row(owner).is_some() && !self.is_folded(owner);
            if is_open {
                let end = nodes.get(owner).map_or(self.nodes, |node| node.next);
                let before = self.rows_before(end);
                self.absent.push(AbsentRow { row: before + self.absent.len() as u32, nodes: before, index });
            }
        }
        self
    }

    /// Whether absent fields have rows.
    pub fn has_absent(&self) -> bool {
        self.shows_absent
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        self.rows_before(self.nodes) + self.absent.len() as u32
    }

    /// What this row is of.
    pub fn line(&self, row: u32) -> Option<Line> {
        match self.absent.binary_search_by_key(&row, |absent| absent.row) {
            Ok(at) => self.absent.get(at).map(|absent| Line::Absent(absent.index)),
            Err(before) => self.node_of(row - before as u32).map(Line::Node),
        }
    }

    /// The row of a node; none of those inside a folded one.
    pub fn row(&self, node: NodeId) -> Option<u32> {
        let own = self.node_row(node)?;
        Some(own + self.absent.partition_point(|absent| absent.nodes <= own) as u32)
    }

    /// The row of the absent field with this index.
    pub fn absent_row(&self, index: u32) -> Option<u32> {
        let at = self.absent.binary_search_by_key(&index, |absent| absent.index).ok()?;
        self.absent.get(at).map(|absent| absent.row)
    }

    /// How many nodes before this one have a row.
    fn rows_before(&self, node: NodeId) -> u32 {
        let before = self.folds.partition_point(|fold| fold.node < node);
        let last = before.checked_sub(1).and_then(|last| self.folds.get(last));
        node - last.map_or(0, |last| last.hidden + last.next.min(node) - last.node - 1)
    }

    /// The node with this row, were there no absent fields.
    fn node_of(&self, row: u32) -> Option<NodeId> {
        if row >= self.rows_before(self.nodes) {
            return None;
        }
        // The row of a folded node is its number without what is hidden before it.
        let before = self.folds.partition_point(|fold| fold.node - fold.hidden < row);
        Some(match before.checked_sub(1).and_then(|last| self.folds.get(last)) {
            Some(fold) => row + fold.hidden + fold.next - fold.node - 1,
            None => row,
        })
    }

    /// The row of a node, were there no absent fields.
    fn node_row(&self, node: NodeId) -> Option<u32> {
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
    use crate::{
        annotate::{self, presence},
        schema,
        text::File,
    };
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
            let line = |row| if let Some(Line::Node(node)) = rows.line(row) { Some(node) } else { None };
            prop_assert_eq!((0..rows.len()).filter_map(line).collect::<Vec<_>>(), shown.clone());
            for id in 0..nodes.len() as u32 + 2 {
                prop_assert_eq!(rows.row(id), shown.binary_search(&id).ok().map(|row| row as u32));
            }
            prop_assert_eq!(rows.line(rows.len()), None);
        }

        #[test]
        fn absent_fields_follow_what_is_in_their_message(bytes in prop::collection::vec(prop::sample::select(&[10u8, 0, 2, 16, 1, 26, 4, 34][..]), 0..60), folded in prop::collection::vec(0u32..30, 0..6)) {
            let text = "syntax = \"proto3\"; message A { A a = 1; int32 b = 2; repeated A c = 3; map<string, A> d = 4; }";
            let files = vec![File { name: "a.proto".into(), text: text.into() }];
            let root = schema::compile(&files).schema.and_then(|schema| schema.root("A")).unwrap();
            let nodes = annotate::annotate(&bytes, Some(&root));
            let absences = presence::absent(&root, &nodes, &bytes);
            let rows = Rows::new(&nodes, folded.clone()).with_absent(&nodes, &absences);
            let mut shown = Vec::new();
            walk(&nodes, &absences, &rows, TOP, &mut shown);
            prop_assert_eq!((0..rows.len() + 1).filter_map(|row| rows.line(row)).collect::<Vec<_>>(), shown.clone());
            let at = |line| shown.iter().position(|it| *it == line).map(|row| row as u32);
            for id in 0..nodes.len() as u32 {
                prop_assert_eq!(rows.row(id), at(Line::Node(id)));
            }
            for index in 0..absences.list().len() as u32 {
                prop_assert_eq!(rows.absent_row(index), at(Line::Absent(index)));
            }
        }
    }

    fn walk(nodes: &Nodes, absences: &Absences, rows: &Rows, id: NodeId, shown: &mut Vec<Line>) {
        for child in nodes.children(id) {
            shown.push(Line::Node(child));
            if !rows.is_folded(child) {
                walk(nodes, absences, rows, child, shown);
            }
        }
        shown.extend(absences.of(id).map(|index| Line::Absent(index as u32)));
    }
}
