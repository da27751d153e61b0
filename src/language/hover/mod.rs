//! What is said of the thing under the pointer: its declaration in a line, its comment, and the facts that are not in the text.
//!
//! 1. [`hover`]: the thing → what is said
//! 2. `field`: how a field is written on the wire and read again

mod field;

use super::data::Hover;
use super::numbers;
use super::outline::word;
use super::space::{Space, is_own};
use super::thing::{self, Thing};
use super::words;
use crate::schema::docs;
use crate::schema::names::{Symbol, SymbolKind};
use crate::schema::unit::Unit;
use crate::syntax::ast::{self, dotted};
use crate::syntax::{Kind, Node};
use crate::text::LineIndex;
use crate::wire::varint;

/// How long a declaration's line may get, in bytes.
const MAX_TITLE: usize = 200;

/// What is said of the thing at a byte offset of a file.
pub fn hover(space: &Space<'_>, unit: u32, offset: usize) -> Option<Hover> {
    if let Some(found) = thing::at(space, unit, offset) {
        let hover = match &found.thing {
            Thing::Symbol(symbol) => of_symbol(space, Some(unit), *symbol),
            Thing::File(path) => of_file(space, unit, path),
            Thing::Scalar(scalar) => {
                let (name, number) = words::wire_type(*scalar);
                let fact = ("wire type".to_owned(), format!("{name} ({number})"));
                Some(Hover {
                    title: scalar.word().to_owned(),
                    doc: Some(words::scalar(*scalar).to_owned()),
                    facts: vec![fact],
                    ..Hover::default()
                })
            }
            Thing::Word(known) => words::word(known).map(|doc| Hover {
                title: (*known).to_owned(),
                doc: Some(doc.to_owned()),
                ..Hover::default()
            }),
        }?;
        return Some(Hover { span: found.leaf.span(), ..hover });
    }
    // A number stands for its field or its value.
    let tree = &space.unit(unit)?.tree;
    let leaf = tree.leaf_at(offset).filter(|leaf| leaf.kind() == Kind::Int)?;
    let number = leaf.parent().filter(|node| node.kind() == Kind::Number)?;
    let symbol = thing::declared(space, unit, number.parent()?)?;
    Some(Hover { span: number.span(), ..of_symbol(space, Some(unit), symbol)? })
}

/// What is said of a symbol; the file it is in, where that is not `here`.
pub(super) fn of_symbol(space: &Space<'_>, here: Option<u32>, symbol: Symbol) -> Option<Hover> {
    let (unit, node) = (space.unit(symbol.id.unit)?, space.node(symbol)?);
    let full_name = space.full_name(symbol);
    let mut facts = Vec::new();
    let mut fact = |label: &str, text: String| facts.push((label.to_owned(), text));
    if symbol.kind == SymbolKind::Package {
        let files = space.world.units().filter(|unit| is_in(unit, &full_name));
        let names: Vec<&str> = files.map(|unit| unit.file.name.as_str()).collect();
        fact("files", listed(&names));
        return Some(Hover { title: format!("package {full_name}"), facts, ..Hover::default() });
    }
    let title = match node.kind() {
        Kind::Message | Kind::Enum | Kind::Service => format!("{} {full_name}", word(node)?),
        _ => line(node),
    };
    match node.kind() {
        Kind::Message => fact("fields", counted(numbers::fields(node))),
        Kind::Enum => fact("values", counted(ast::members(node).filter(|part| part.kind() == Kind::EnumValue))),
        Kind::Service => fact("rpcs", counted(ast::members(node).filter(|part| part.kind() == Kind::Rpc))),
        Kind::Oneof => fact("fields", counted(ast::members(node).filter(|part| ast::Field::cast(*part).is_some()))),
        Kind::EnumValue => {
            if let Some(number) = node.part(Kind::Number).and_then(numbers::value) {
                fact("on the wire", hex(varint_of(number)));
            }
        }
        Kind::Rpc => {
            let scope = full_name.rsplit_once('.').map_or("", |(scope, _)| scope);
            fact("path", format!("/{scope}/{}", node.part(Kind::Ident)?.text()));
            fact("kind", streaming(node).to_owned());
        }
        _ => {}
    }
    if !matches!(node.kind(), Kind::Message | Kind::Enum | Kind::Service) {
        fact("full name", full_name);
    }
    if matches!(symbol.kind, SymbolKind::Field | SymbolKind::Extension) {
        facts.extend(field::facts(space, symbol, node));
    }
    if super::complete::is_deprecated(node) {
        facts.push(("deprecated".to_owned(), "yes".to_owned()));
    }
    if Some(symbol.id.unit) != here {
        facts.push(("file".to_owned(), place(unit, node)));
    }
    Some(Hover { title, doc: docs::comment(node), facts, ..Hover::default() })
}

fn is_in(unit: &Unit, package: &str) -> bool {
    let rest = unit.file.package.text.strip_prefix(package);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A file and the line in it.
fn place(unit: &Unit, node: Node<'_>) -> String {
    let name = &unit.file.name;
    if !is_own(unit.index) {
        return format!("{name}, comes with Wirelens");
    }
    format!("{name}:{}", LineIndex::new(unit.tree.text()).line_column(node.span().start as usize).line)
}

fn of_file(space: &Space<'_>, unit: u32, path: &str) -> Option<Hover> {
    let title = format!("file {path}");
    let imported = space.file(unit, path);
    let Some(file) = imported else {
        let doc = "There is no such file in the workspace, and none of this name comes with Wirelens.";
        return Some(Hover { title, doc: Some(doc.to_owned()), ..Hover::default() });
    };
    let mut facts = Vec::new();
    if !file.file.package.text.is_empty() {
        facts.push(("package".to_owned(), file.file.package.text.clone()));
    }
    let root = file.tree.root();
    let names =
        root.nodes().filter(|node| word(*node).is_some()).filter_map(|node| Some(node.part(Kind::Ident)?.text()));
    let names: Vec<&str> = names.collect();
    if !names.is_empty() {
        facts.push(("declares".to_owned(), listed(&names)));
    }
    if !is_own(file.index) {
        facts.push(("file".to_owned(), "comes with Wirelens".to_owned()));
    }
    Some(Hover { title, facts, ..Hover::default() })
}

/// How many names are listed.
const MAX_NAMES: usize = 12;

fn listed(names: &[&str]) -> String {
    let text = names[..names.len().min(MAX_NAMES)].join(", ");
    match names.len().saturating_sub(MAX_NAMES) {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

fn counted<'t>(parts: impl Iterator<Item = Node<'t>>) -> String {
    parts.count().to_string()
}

fn streaming(rpc: Node<'_>) -> &'static str {
    let streams = |part: Option<ast::RpcType<'_>>| part.is_some_and(ast::RpcType::is_stream);
    let rpc = ast::Rpc::cast(rpc);
    match (streams(rpc.and_then(ast::Rpc::request)), streams(rpc.and_then(ast::Rpc::response))) {
        (false, false) => "unary",
        (false, true) => "server streaming",
        (true, false) => "client streaming",
        (true, true) => "bidirectional streaming",
    }
}

/// A declaration in a line: its tokens up to its options or its braces, as they are spaced.
fn line(node: Node<'_>) -> String {
    let mut text = String::new();
    let mut blank = false;
    let ends = node.nodes().find(|part| matches!(part.kind(), Kind::CompactOptions | Kind::Body));
    let end = ends.map_or(node.span().end, |part| part.span().start);
    for leaf in node.descendants().filter(|node| node.kind().is_token()) {
        if leaf.span().start >= end || leaf.kind() == Kind::Semicolon || text.len() > MAX_TITLE {
            break;
        }
        if leaf.kind().is_trivia() {
            blank = true;
            continue;
        }
        if blank && !text.is_empty() {
            text.push(' ');
        }
        blank = false;
        text.push_str(leaf.text());
    }
    text
}

fn varint_of(value: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    varint::write(value as u64, &mut bytes);
    bytes
}

fn hex(bytes: Vec<u8>) -> String {
    let bytes: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(" ")
}

/// The name of a type as it is written, with its full name where that is another.
fn type_fact(space: &Space<'_>, found: Symbol, written: &str) -> Option<(String, String)> {
    let full_name = space.full_name(found);
    let kind = if space.node(found)?.kind() == Kind::Enum { "enum" } else { "message" };
    (full_name != written).then(|| ("type".to_owned(), format!("{kind} {full_name}")))
}

/// The type of a field as it is written.
fn written_type(node: Node<'_>) -> String {
    node.part(Kind::TypeName).map(dotted).unwrap_or_default()
}
