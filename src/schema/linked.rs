//! What a file means beside the others: whom its names refer to, its options in bytes, its features.
//!
//! Filled by `link`: `resolve` knows the references, `options` the rest. Features need no other file, so they are not here.
//! Plain data.

use std::collections::HashMap;

use super::names::SymbolId;
use crate::diagnostic::Diagnostic;
use crate::syntax::NodeId;

/// What has options. A group's field and its message are one node, so a node alone does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The file; its node is that of the tree's root.
    File,
    /// A message.
    Message,
    /// A field or an extension.
    Field,
    /// A oneof.
    Oneof,
    /// A range of extension numbers; the node is the range's.
    ExtensionRange,
    /// An enum.
    Enum,
    /// A value of an enum.
    EnumValue,
    /// A service.
    Service,
    /// A method.
    Method,
}

/// A file, linked.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// Whom the names of types refer to.
    pub references: References,
    /// The options of a declaration as the bytes of its `…Options` message, fields in the order of protoc: no entry, no
    /// options; an empty one where options were written that leave nothing.
    pub options: HashMap<(Target, NodeId), Vec<u8>>,
    /// The default value of a field, as `FieldDescriptorProto.default_value` has it.
    pub defaults: HashMap<NodeId, Vec<u8>>,
    /// The `json_name` that is written at a field.
    pub json_names: HashMap<NodeId, String>,
    /// What is wrong with it beside the others.
    pub diagnostics: Vec<Diagnostic>,
}

/// Whom the names of types refer to: a message or an enum by the node of the name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct References {
    /// In ascending order of nodes.
    list: Vec<(NodeId, SymbolId)>,
}

impl References {
    /// Of pairs in any order.
    pub fn new(mut list: Vec<(NodeId, SymbolId)>) -> References {
        list.sort_unstable_by_key(|&(node, _)| node);
        References { list }
    }

    /// Whom the name at a node (a `TypeName`) refers to; nothing where it is not resolved.
    pub fn get(&self, node: NodeId) -> Option<SymbolId> {
        let at = self.list.binary_search_by_key(&node, |&(node, _)| node).ok()?;
        Some(self.list[at].1)
    }

    /// All of them in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, SymbolId)> + '_ {
        self.list.iter().copied()
    }
}
