//! The declarations of a file in order, read off its tree alone: a broken one is listed as long as it has a name.

use super::data::Symbol;
use crate::syntax::ast::{self, dotted};
use crate::syntax::{Kind, Node, Tree};

/// All declarations of the file with this index, what is inside behind what is around.
pub fn outline(file: u32, tree: &Tree) -> Vec<Symbol> {
    let package = tree.root().part(Kind::Package).and_then(|node| node.part(Kind::Name)).map(dotted);
    let mut walk = Walk { file, found: Vec::new() };
    walk.members(tree.root(), &package.unwrap_or_default(), 0);
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
    found: Vec<Symbol>,
}

impl Walk {
    /// Recurses as deep as the tree does.
    fn members(&mut self, around: Node<'_>, scope: &str, depth: u16) {
        for node in ast::members(around) {
            let Some(kind) = word(node) else {
                if node.kind() == Kind::Extend {
                    self.members(node, scope, depth);
                }
                continue;
            };
            let Some(name) = node.part(Kind::Ident) else { continue };
            let full_name = join(scope, name.text());
            // A oneof and an enum are no scope for what is in them.
            let inner = match node.kind() {
                Kind::Oneof | Kind::Enum => scope.to_owned(),
                _ => full_name.clone(),
            };
            let (file, span) = (self.file, name.span());
            let name = name.text().to_owned();
            self.found.push(Symbol { name, full_name, kind, depth, file, span, node: node.id() });
            self.members(node, &inner, depth + 1);
        }
    }
}

/// A name in a scope; the scope of a file without a package is empty.
pub(super) fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}
