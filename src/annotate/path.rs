//! Where a node is in the JSON: names as declared, joined by dots.
//!
//! | node | path |
//! |---|---|
//! | field, value of a repeated field | `home`, `roles[0]` |
//! | packed run, its element | `scores`, `scores[2]` |
//! | map entry, and its value | `labels["en"]`; numbers and bools are quoted as in JSON: `counts["7"]` |
//! | key of a map entry | `labels["en"].key` |
//! | extension | `[pkg.ext]` |
//! | what an Any holds | the path of the Any; of a type with a JSON form of its own `.value` below it |
//! | unknown field, and its next value | `#7`, `#7[1]` |
//! | what can't be read, what was not read | `#junk`, `#rest` |
//!
//! Several records that make one value in the JSON (a singular field that occurs twice, two runs of one packed field) share
//! one path.

use super::node::{Kind, Node, NodeId, Nodes, TOP};
use super::value::Value;
use crate::message::json;

const KEY: u32 = 1;
const VALUE: u32 = 2;

impl Nodes {
    /// The path of a node; empty of [`TOP`].
    pub fn path(&self, bytes: &[u8], id: NodeId) -> String {
        let mut chain = Vec::new();
        let mut at = id;
        while at != TOP && (at as usize) < self.len() {
            chain.push(at);
            at = self.store.parent(at);
        }
        let mut path = String::new();
        for id in chain.into_iter().rev() {
            self.push_segment(bytes, id, &mut path);
        }
        path
    }

    /// The node at a path. Where several share it, the last that is no run of others: the one that counts.
    pub fn find(&self, bytes: &[u8], path: &str) -> Option<NodeId> {
        // Nodes that are still possible, each with its own path; its children are looked at only if that is a beginning
        // of the one that is looked for.
        let mut open: Vec<(NodeId, String)> = vec![(TOP, String::new())];
        let mut found: Option<NodeId> = None;
        while let Some((parent, mut own)) = open.pop() {
            let before = own.len();
            for child in self.children(parent) {
                own.truncate(before);
                self.push_segment(bytes, child, &mut own);
                if own == path && found.is_none_or(|it| self.precedes(it, child)) {
                    found = Some(child);
                }
                let is_container = self.get(child).is_some_and(|it| it.is_container());
                if is_container && path.starts_with(&own) {
                    open.push((child, own.clone()));
                }
            }
        }
        found
    }

    /// Whether `other` is the better answer: it comes later, but is not inside `one` as a map's value is in its entry.
    fn precedes(&self, one: NodeId, other: NodeId) -> bool {
        self.store.next(one) <= other
    }

    fn push_segment(&self, bytes: &[u8], id: NodeId, path: &mut String) {
        let Some(node) = self.get(id) else { return };
        let parent = self.get(node.parent);
        match parent.map(|it| it.kind) {
            Some(Kind::Packed) if node.is_element() => return path.push_str(&format!("[{}]", node.index)),
            Some(Kind::MapEntry) if node.number == VALUE && is_known(&node) => return,
            _ => {}
        }
        if self.table.any_type(id).is_some_and(|it| !has_own_json(it)) {
            return;
        }
        if !path.is_empty() {
            path.push('.');
        }
        match node.kind {
            Kind::Junk => return path.push_str("#junk"),
            Kind::Unread if node.number == 0 => return path.push_str("#rest"),
            _ => {}
        }
        let Some(field) = self.field(id).filter(|_| is_known(&node)) else {
            path.push_str(&format!("#{}", node.number));
            if node.index > 0 {
                path.push_str(&format!("[{}]", node.index));
            }
            return;
        };
        path.push_str(&field.name);
        if field.is_map {
            path.push_str(&format!("[{}]", self.map_key(bytes, id)));
        } else if field.is_list && node.kind != Kind::Packed {
            path.push_str(&format!("[{}]", node.index));
        }
    }

    /// The key of a map entry as a JSON string: the last one there is, or the type's default.
    pub(super) fn map_key(&self, bytes: &[u8], entry: NodeId) -> String {
        let key =
            self.children(entry).filter(|&it| self.get(it).is_some_and(|it| it.number == KEY && is_known(&it))).last();
        let text = match key.and_then(|it| self.value(bytes, it)) {
            Some(Value::Text(text)) => text.to_owned(),
            Some(value) => value.to_string(),
            None => self.default_key(entry),
        };
        json::quoted(&text)
    }

    fn default_key(&self, entry: NodeId) -> String {
        use prost_reflect::Kind::*;
        let kind = self.field(entry).and_then(|it| it.message()).map(|it| it.map_entry_key_field().kind());
        match kind {
            Some(String) | None => std::string::String::new(),
            Some(Bool) => "false".to_owned(),
            Some(_) => "0".to_owned(),
        }
    }
}

/// Whether parsers take it for a value of its declared field.
fn is_known(node: &Node) -> bool {
    node.field.is_some() && !node.mismatched
}

/// Whether a type's JSON is not an object of its fields; in an Any it then stands below `value`.
fn has_own_json(name: &str) -> bool {
    let Some(name) = name.strip_prefix("google.protobuf.") else { return false };
    let wrapper = name.strip_suffix("Value").unwrap_or_default();
    matches!(name, "Any" | "Timestamp" | "Duration" | "FieldMask" | "Struct" | "Value" | "ListValue" | "Empty")
        || matches!(wrapper, "Double" | "Float" | "Int64" | "UInt64" | "Int32" | "UInt32" | "Bool" | "String" | "Bytes")
}
