//! What a word of a text stands for: whom it declares, whom it refers to, or what it means to the language.

use super::expect::{OptionPath, Owner, Step};
use super::holds::Holds;
use super::outline::{join, word};
use super::space::{Site, Space};
use super::words;
use crate::schema::{
    model::Scalar,
    names::{Symbol, SymbolKind},
    unit::Unit,
};
use crate::syntax::ast::{self, dotted};
use crate::syntax::{Kind, Node};

/// How long a dotted name may be, in bytes.
const MAX_NAME: usize = 2000;

/// How many parts of an option's name are followed.
const MAX_STEPS: usize = 64;

/// What a word stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Thing {
    /// Something with a name, declared or used here.
    Symbol(Symbol),
    /// The file of an import, by its path.
    File(String),
    /// A built-in type.
    Scalar(Scalar),
    /// A word of the grammar, or one that looks like an option of a field and is none.
    Word(&'static str),
}

/// A thing and the word that stands for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found<'a> {
    /// The thing.
    pub thing: Thing,
    /// The token.
    pub leaf: Node<'a>,
}

/// What the word at an offset stands for, or the one that ends there.
pub(super) fn at<'a>(space: &Space<'a>, unit: u32, offset: usize) -> Option<Found<'a>> {
    let tree = &space.unit(unit)?.tree;
    let touched = [Some(offset), offset.checked_sub(1)];
    let mut leaves = touched.into_iter().flatten().filter_map(|offset| tree.leaf_at(offset));
    leaves.find_map(|leaf| thing(space, unit, leaf).map(|thing| Found { thing, leaf }))
}

/// What a token stands for.
pub(super) fn thing(space: &Space<'_>, unit: u32, leaf: Node<'_>) -> Option<Thing> {
    let parent = leaf.parent()?;
    let statement = parent.parent();
    // No name that compiles is longer; to look up each part of one that is takes for ever.
    if parent.span().len() > MAX_NAME && matches!(parent.kind(), Kind::TypeName | Kind::Name) {
        return None;
    }
    match (leaf.kind(), parent.kind()) {
        (Kind::String, Kind::Strings) if statement?.kind() == Kind::Import => Some(Thing::File(literal(parent))),
        (Kind::Ident | Kind::Keyword, Kind::TypeName) => type_part(space, unit, leaf, parent),
        (Kind::Ident | Kind::Keyword, Kind::Name) => match statement?.kind() {
            Kind::Package => {
                let name = prefix(parent, leaf);
                space.named_in(unit, &name).map(Thing::Symbol)
            }
            Kind::OptionPart => extension_part(space, unit, leaf, parent),
            Kind::AggregateName => bracketed_part(space, unit, leaf, parent),
            _ => None,
        },
        (Kind::Ident | Kind::Keyword, Kind::OptionPart | Kind::AggregateName) => field_part(space, unit, leaf),
        (Kind::Ident | Kind::Keyword, Kind::Literal) => literal_word(space, unit, leaf),
        (Kind::Ident, _) if word(parent).is_some() => declared(space, unit, parent).map(Thing::Symbol),
        (Kind::Keyword, _) => words::known(leaf.text()).map(Thing::Word),
        _ => None,
    }
}

/// The symbol that a statement declares. A map field declares its entry, too, and a group its message: the field counts.
pub(super) fn declared(space: &Space<'_>, unit: u32, node: Node<'_>) -> Option<Symbol> {
    let name = node.part(Kind::Ident)?.text();
    let lower;
    let name = if node.kind() == Kind::Group {
        lower = name.to_lowercase();
        &lower
    } else {
        name
    };
    space.declared_at(unit, &join(&scope(space.unit(unit)?, node), name), node)
}

/// The full name of the message or the service around a node, else the package.
pub(super) fn scope(unit: &Unit, node: Node<'_>) -> String {
    let around = node.ancestors().filter(|node| matches!(node.kind(), Kind::Message | Kind::Group | Kind::Service));
    let mut names: Vec<&str> = around.filter_map(|node| Some(node.part(Kind::Ident)?.text())).collect();
    names.extend((!unit.file.package.text.is_empty()).then_some(unit.file.package.text.as_str()));
    names.reverse();
    names.join(".")
}

/// The place of a node, to look for names from.
pub(super) fn site(space: &Space<'_>, unit: u32, node: Node<'_>) -> Option<Site> {
    // The options of a message are looked for in it, too.
    let node = node.ancestors().find(|node| node.kind() == Kind::Body).unwrap_or(node);
    Some(Site { unit, scope: scope(space.unit(unit)?, node) })
}

/// The parts of a dotted name up to one of them, without a leading dot.
fn prefix(name: Node<'_>, last: Node<'_>) -> String {
    let parts: String = name.parts().take_while(|part| part.id() <= last.id()).map(Node::text).collect();
    parts.strip_prefix('.').unwrap_or(&parts).to_owned()
}

/// What a part of a dotted name stands for, where the whole stands for `found`.
fn part_of(space: &Space<'_>, found: Symbol, name: Node<'_>, leaf: Node<'_>) -> Option<Symbol> {
    let behind = name.parts().filter(|part| part.id() > leaf.id() && part.kind() != Kind::Dot).count();
    if behind == 0 {
        return Some(found);
    }
    let full_name = space.full_name(found);
    let outer = (0..behind).try_fold(full_name.as_str(), |name, _| name.rsplit_once('.').map(|(outer, _)| outer))?;
    // A package is declared by the very file of what is in it.
    space.named_in(found.id.unit, outer).or_else(|| space.named(outer, &|_| true))
}

fn type_part(space: &Space<'_>, unit: u32, leaf: Node<'_>, name: Node<'_>) -> Option<Thing> {
    let written = dotted(name);
    if let Some(scalar) = Scalar::of(&written) {
        return Some(Thing::Scalar(scalar));
    }
    let from = site(space, unit, name)?;
    let whole = space.resolve(&from, &written, &|symbol| space.is_type(symbol));
    let part = whole.and_then(|found| part_of(space, found, name, leaf));
    // Of a name that leads nowhere the first parts may lead somewhere.
    let begun = || {
        let written: String = name.parts().take_while(|part| part.id() <= leaf.id()).map(Node::text).collect();
        space.resolve(&from, &written, &|symbol| symbol.kind.is_scope())
    };
    part.or_else(begun).map(Thing::Symbol)
}

fn extension_part(space: &Space<'_>, unit: u32, leaf: Node<'_>, name: Node<'_>) -> Option<Thing> {
    let from = site(space, unit, name)?;
    let found = space.resolve(&from, &dotted(name), &|symbol| symbol.kind == SymbolKind::Extension)?;
    part_of(space, found, name, leaf).map(Thing::Symbol)
}

/// In an aggregate's brackets: an extension, or the type of an Any behind the address of a server.
fn bracketed_part(space: &Space<'_>, unit: u32, leaf: Node<'_>, name: Node<'_>) -> Option<Thing> {
    let from = site(space, unit, name)?;
    let brackets = name.parent()?;
    if brackets.part(Kind::Slash).is_some() {
        let is_type = brackets.parts_of(Kind::Name).nth(1)? == name;
        let absolute = format!(".{}", dotted(name));
        let found = space.resolve(&from, &absolute, &|symbol| space.is_type(symbol)).filter(|_| is_type)?;
        return part_of(space, found, name, leaf).map(Thing::Symbol);
    }
    let found = space.resolve(&from, &dotted(name), &|symbol| symbol.kind == SymbolKind::Extension)?;
    part_of(space, found, name, leaf).map(Thing::Symbol)
}

/// A field's name in an option's name or in an aggregate.
fn field_part(space: &Space<'_>, unit: u32, leaf: Node<'_>) -> Option<Thing> {
    let path = path_to(leaf)?;
    if let (Owner::Field, [Step::Field(name)]) = (path.owner, path.steps.as_slice())
        && let Some(word) = ["default", "json_name"].into_iter().find(|word| word == name)
    {
        return Some(Thing::Word(word));
    }
    space.field_at(&site(space, unit, leaf)?, &path).map(Thing::Symbol)
}

/// A word that is a value.
fn literal_word(space: &Space<'_>, unit: u32, leaf: Node<'_>) -> Option<Thing> {
    match value(space, unit, leaf)? {
        Holds::Scalar(_) => words::known(leaf.text()).map(Thing::Word),
        Holds::Enum(found) => {
            // The names of values stand beside their enum.
            let name = join(&space.around(found).scope, leaf.text());
            let value = space.named_in(found.id.unit, &name).filter(|symbol| symbol.kind == SymbolKind::EnumValue);
            value.map(Thing::Symbol)
        }
        _ => None,
    }
}

/// What the value that a token is part of holds.
pub(super) fn value(space: &Space<'_>, unit: u32, leaf: Node<'_>) -> Option<Holds> {
    space.value_at(&site(space, unit, leaf)?, &path_to(leaf)?)
}

/// The way from the options of what is annotated to the field or the value that a token is part of.
fn path_to(leaf: Node<'_>) -> Option<OptionPath> {
    let mut steps = Vec::new();
    for node in leaf.ancestors() {
        match node.kind() {
            Kind::AggregateField => steps.extend(node.part(Kind::AggregateName).and_then(aggregate_step)),
            Kind::Option | Kind::CompactOption => {
                let setting = ast::Setting::cast(node)?;
                let parts = setting.parts().take_while(|part| part.node().id() < leaf.id()).take(MAX_STEPS);
                let mut named: Vec<Step> = parts.filter_map(option_step).collect();
                named.extend(steps.into_iter().rev());
                let owner = owner(node)?;
                let annotated = node.ancestors().find(|node| node.kind().is_statement());
                let type_name = annotated.and_then(|node| node.part(Kind::TypeName)).map(dotted);
                let type_name = type_name.filter(|_| owner == Owner::Field).unwrap_or_default();
                return Some(OptionPath { owner, steps: named, type_name });
            }
            _ => {}
        }
    }
    None
}

fn option_step(part: ast::OptionPart<'_>) -> Option<Step> {
    let name = part.name()?;
    Some(if part.is_extension() { Step::Extension(dotted_or_word(name)) } else { Step::Field(name.text().to_owned()) })
}

fn aggregate_step(name: Node<'_>) -> Option<Step> {
    match name.part(Kind::Name) {
        Some(extension) => Some(Step::Extension(dotted(extension))),
        None => Some(Step::Field(name.parts().next()?.text().to_owned())),
    }
}

fn dotted_or_word(name: Node<'_>) -> String {
    if name.kind() == Kind::Name { dotted(name) } else { name.text().to_owned() }
}

/// What an option belongs to.
fn owner(setting: Node<'_>) -> Option<Owner> {
    let around = setting.ancestors().find(|node| node.kind() == Kind::File || node.kind().is_statement())?;
    Some(match around.kind() {
        Kind::File => Owner::File,
        Kind::Message => Owner::Message,
        // In the braces of a group stand the options of its message.
        Kind::Group if setting.kind() == Kind::Option => Owner::Message,
        Kind::Field | Kind::MapField | Kind::Group => Owner::Field,
        Kind::Oneof => Owner::Oneof,
        Kind::Extensions => Owner::ExtensionRange,
        Kind::Enum => Owner::Enum,
        Kind::EnumValue => Owner::EnumValue,
        Kind::Service => Owner::Service,
        Kind::Rpc => Owner::Method,
        _ => return None,
    })
}

/// The text of adjacent strings as far as a path goes: escapes are left as they are.
pub(super) fn literal(strings: Node<'_>) -> String {
    let inside = |leaf: Node<'_>| {
        let text = leaf.text();
        let quote = text.chars().next().unwrap_or('"');
        text.trim_start_matches(quote).trim_end_matches(quote).to_owned()
    };
    strings.parts_of(Kind::String).map(inside).collect()
}
