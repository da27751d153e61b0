//! Colours that take more than the words: what a name stands for, which words are keywords where they stand, what is deprecated.

use std::collections::HashSet;

use super::complete::says_deprecated;
use super::data::Colour;
use super::space::Space;
use super::thing::{self, Thing};
use crate::schema::model::Scalar;
use crate::schema::names::SymbolId;
use crate::syntax::{Kind, Node};
use crate::text::Span;

/// The coloured words of a file, in order and disjoint.
pub fn colours(space: &Space<'_>, unit: u32) -> Vec<(Span, Colour)> {
    let Some(file) = space.unit(unit) else { return Vec::new() };
    let deprecated = Deprecated::new(space);
    let leaves = file.tree.leaves().filter(|leaf| matches!(leaf.kind(), Kind::Ident | Kind::Keyword));
    leaves
        .filter_map(|leaf| {
            let colour = colour(leaf)?;
            let is_old = colour != Colour::Keyword && colour != Colour::Scalar && deprecated.is(space, unit, leaf);
            Some((leaf.span(), if is_old { Colour::Deprecated } else { colour }))
        })
        .collect()
}

fn colour(leaf: Node<'_>) -> Option<Colour> {
    if leaf.kind() == Kind::Keyword {
        return Some(Colour::Keyword);
    }
    let parent = leaf.parent()?;
    Some(match parent.kind() {
        Kind::TypeName if parent.parts().nth(1).is_none() && Scalar::of(leaf.text()).is_some() => Colour::Scalar,
        Kind::TypeName | Kind::Message | Kind::Enum | Kind::Service | Kind::Group => Colour::Type,
        Kind::Field | Kind::MapField | Kind::Oneof | Kind::AggregateName => Colour::Field,
        Kind::EnumValue => Colour::EnumValue,
        Kind::Rpc => Colour::Rpc,
        Kind::OptionPart => Colour::Option,
        Kind::Name if parent.parent()?.kind() == Kind::OptionPart => Colour::Option,
        Kind::Name if parent.parent()?.kind() == Kind::AggregateName => Colour::Field,
        Kind::Literal => match leaf.text() {
            "true" | "false" | "inf" | "nan" => Colour::Keyword,
            _ => Colour::EnumValue,
        },
        _ => return None,
    })
}

/// What is deprecated anywhere. There is little of it, and mostly none.
struct Deprecated<'a> {
    ids: HashSet<SymbolId>,
    names: HashSet<&'a str>,
}

impl<'a> Deprecated<'a> {
    fn new(space: &Space<'a>) -> Deprecated<'a> {
        let mut found = Deprecated { ids: HashSet::new(), names: HashSet::new() };
        for unit in space.world.units() {
            // descriptor.proto says of some of its fields so; that is no news to who uses them.
            for (at, _) in unit.tree.text().match_indices(DEPRECATED) {
                let leaf = unit.tree.leaf_at(at).filter(|leaf| leaf.text() == DEPRECATED);
                let statements = leaf.into_iter().flat_map(Node::ancestors);
                let mut statements = statements.filter(|node| node.kind().is_statement());
                // The option itself, then what it belongs to.
                let is_set = statements.next().is_some_and(says_deprecated);
                let Some(node) = statements.next().filter(|_| is_set) else { continue };
                if let Some(symbol) = thing::declared(space, unit.index, node) {
                    found.ids.insert(symbol.id);
                    found.names.insert(space.simple_name(symbol));
                }
            }
        }
        found
    }

    fn is(&self, space: &Space<'_>, unit: u32, leaf: Node<'_>) -> bool {
        if self.ids.is_empty() || !self.names.contains(leaf.text()) {
            return false;
        }
        matches!(thing::thing(space, unit, leaf), Some(Thing::Symbol(symbol)) if self.ids.contains(&symbol.id))
    }
}

/// The option that says so.
const DEPRECATED: &str = "deprecated";
