//! The declarations of a file in order, read off its tree alone: a broken one is listed as long as it has a name.

use super::data::Symbol;
use crate::syntax::ast::{self, dotted};
use crate::syntax::{Kind, Node, Tree};

/// All declarations of the file with this index, what is inside behind what is around.
pub fn outline(file: u32, tree: &Tree) -> Vec<Symbol> {
    let package = tree.root().part(Kind::Package).and_then(|node| node.part(Kind::Name)).map(dotted);
    let mut walk = Walk { file, scope: package.unwrap_or_default(), found: Vec::new() };
    walk.members(tree.root(), 0);
    walk.found
}

/// The word for a declaration; nothing for what declares no name.
pub(super) fn word(node: Node<'_>) -> Option<&'static str> {
    Some(match node.kind() {
        Kind::Message => "message",
        Kind::Field | Kind::MapField | Kind::Group => {
            let around = node.ancestors().find(|node| node.kind() != Kind::Body);
            if around.is_some_and(|around| around.kind() == Kind::Extend) { "extension" } else { "field" }
        }
        Kind::Oneof => "oneof",
        Kind::Enum => "enum",
        Kind::EnumValue => "value",
        Kind::Service => "service",
        Kind::Rpc => "rpc",
        _ => return None,
    })
}

struct Walk {
    file: u32,
    /// The full name of what is around.
    scope: String,
    found: Vec<Symbol>,
}

impl Walk {
    /// Recurses as deep as the tree does.
    fn members(&mut self, around: Node<'_>, depth: u16) {
        for node in ast::members(around) {
            let Some(kind) = word(node) else {
                if node.kind() == Kind::Extend {
                    self.members(node, depth);
                }
                continue;
            };
            let Some(name) = node.part(Kind::Ident) else { continue };
            let (span, name) = (name.span(), name.text().to_owned());
            let length = self.scope.len();
            if length > 0 {
                self.scope.push('.');
            }
            self.scope.push_str(&name);
            let full_name = self.scope.clone();
            self.found.push(Symbol { name, full_name, kind, depth, file: self.file, span, node: node.id() });
            // A oneof and an enum are no scope for what is in them.
            if matches!(node.kind(), Kind::Oneof | Kind::Enum) {
                self.scope.truncate(length);
            }
            self.members(node, depth + 1);
            self.scope.truncate(length);
        }
    }
}

/// A name in a scope; the scope of a file without a package is empty.
pub(super) fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}
