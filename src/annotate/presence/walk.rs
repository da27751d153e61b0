//! A payload → its absent fields. Records that parsers merge into one message are one message here.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use prost_reflect::{Cardinality, FieldDescriptor, Kind as Type, MessageDescriptor};

use super::super::node::{Kind, NodeId, Nodes, TOP};
use super::super::value::Value;
use super::{Absences, Absent, MAX_ABSENT, Stray, Why};
use crate::schema::dialect;

/// How many nodes are looked at.
const MAX_VISITED: usize = 200_000;

/// Number of the value in a map's entry.
const VALUE: u32 = 2;

/// The absent fields of a payload that was read under `root`, up to [`MAX_ABSENT`].
pub fn absent(root: &MessageDescriptor, nodes: &Nodes, bytes: &[u8]) -> Absences {
    let mut walk = Walk { root, nodes, bytes, types: HashMap::new(), visited: 0, found: Vec::new(), is_cut: false };
    walk.message(&[TOP], root);
    let Walk { mut found, is_cut, .. } = walk;
    let end = |owner| nodes.get(owner).map_or(NodeId::MAX, |node| node.next);
    let depth = |owner| nodes.get(owner).map_or(0, |node| node.depth + 1);
    crate::order::sort_by_key(&mut found, |it| (end(it.owner), Reverse(depth(it.owner)), it.field.number()));
    let mut owners = Vec::new();
    let mut at = 0;
    for own in found.chunk_by(|one, other| one.owner == other.owner) {
        owners.extend(own.first().map(|first| (first.owner, at..at + own.len())));
        at += own.len();
    }
    crate::order::sort_by_key(&mut owners, |(owner, _)| *owner);
    Absences { list: found, owners, is_cut }
}

struct Walk<'a> {
    root: &'a MessageDescriptor,
    nodes: &'a Nodes,
    bytes: &'a [u8],
    /// The message types that were met, by name; of those that are not there, too.
    types: HashMap<String, Option<MessageDescriptor>>,
    visited: usize,
    found: Vec<Absent>,
    is_cut: bool,
}

/// What a message has of its fields.
#[derive(Default)]
struct Met {
    present: HashSet<u32>,
    stray: HashMap<u32, Stray>,
    /// The records of each message that can be there once: together they are one.
    merged: BTreeMap<u32, Vec<NodeId>>,
}

impl Walk<'_> {
    /// The message that these nodes make together. Recurses as deep as nodes are nested, which is limited.
    fn message(&mut self, owners: &[NodeId], descriptor: &MessageDescriptor) {
        let mut met = Met::default();
        for child in owners.iter().flat_map(|&owner| self.nodes.children(owner)) {
            self.visited += 1;
            if self.visited > MAX_VISITED {
                self.is_cut = true;
                return;
            }
            self.child(child, descriptor, &mut met);
        }
        for nodes in met.merged.values() {
            if let Some(inner) = nodes.last().and_then(|&id| self.type_of(id)) {
                self.message(nodes, &inner);
            }
        }
        let Some(&owner) = owners.last() else { return };
        for field in descriptor.fields() {
            if met.present.contains(&field.number()) {
                continue;
            }
            if self.found.len() >= MAX_ABSENT {
                self.is_cut = true;
                return;
            }
            let stray = met.stray.get(&field.number()).copied();
            let why = why(&field, &met.present);
            self.found.push(Absent { owner, field, why, stray });
        }
    }

    fn child(&mut self, id: NodeId, descriptor: &MessageDescriptor, met: &mut Met) {
        let Some(node) = self.nodes.get(id) else { return };
        let Some(field) = descriptor.get_field(node.number) else { return };
        if node.mismatched {
            met.stray.insert(node.number, Stray::WireType);
            return;
        }
        let is_many = field.cardinality() == Cardinality::Repeated;
        if let (Type::Enum(found), Some(Value::Enum(number))) = (field.kind(), self.nodes.value(self.bytes, id)) {
            // "Enum Behavior": with a value that a closed enum does not name, a field counts as unknown.
            if !is_many && found.get_value(number).is_none() && dialect::is_closed(&found) {
                met.stray.insert(node.number, Stray::Enum(number));
                return;
            }
        }
        met.present.insert(node.number);
        match node.kind {
            Kind::Message | Kind::Group if is_many => {
                if let Some(inner) = self.type_of(id) {
                    self.message(&[id], &inner);
                }
            }
            Kind::Message | Kind::Group => met.merged.entry(node.number).or_default().push(id),
            Kind::MapEntry => {
                let is_value = |&id: &NodeId| self.nodes.get(id).is_some_and(|node| node.number == VALUE);
                let values: Vec<NodeId> = self.nodes.children(id).filter(is_value).collect();
                if let Some(inner) = values.last().and_then(|&id| self.type_of(id)) {
                    self.message(&values, &inner);
                }
            }
            _ => {}
        }
    }

    /// The type by which a node was read, if it is a message.
    fn type_of(&mut self, id: NodeId) -> Option<MessageDescriptor> {
        let name = self.nodes.message_name(id)?;
        if let Some(known) = self.types.get(name) {
            return known.clone();
        }
        let found = self.root.parent_pool().get_message_by_name(name);
        self.types.insert(name.to_owned(), found.clone());
        found
    }
}

fn why(field: &FieldDescriptor, present: &HashSet<u32>) -> Why {
    if field.is_map() {
        return Why::Map;
    }
    if field.cardinality() == Cardinality::Repeated {
        return Why::List;
    }
    if field.is_required() {
        return Why::Required;
    }
    if let Some(oneof) = field.containing_oneof().filter(|oneof| !oneof.is_synthetic()) {
        let chosen = oneof.fields().find(|member| present.contains(&member.number()));
        return Why::Member(oneof.name().to_owned(), chosen.map(|member| member.name().to_owned()));
    }
    match field.kind() {
        Type::Message(_) => Why::Message,
        _ if field.supports_presence() => Why::Explicit,
        _ => Why::Implicit,
    }
}
