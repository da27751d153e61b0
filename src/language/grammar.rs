//! What the grammar lets follow at a cursor, read off the tokens before it.
//!
//! Where the text before the cursor is broken, the likeliest reading counts. Knows no names and no types.

use super::cursor::{Block, BlockKind, Cursor, Typed};
use super::expect::{Expected, OptionPath, Owner, PartBegun, Qualifier, Step, TypePlace};
use crate::syntax::{Kind, Node};

/// What may follow at the cursor.
pub(super) fn expected(cursor: &Cursor<'_>) -> Expected {
    if cursor.typed == Typed::Comment {
        return Expected::Nothing;
    }
    let Some((block, around)) = cursor.blocks.split_last() else { return Expected::Nothing };
    let before = cursor.before.as_slice();
    match block.kind {
        BlockKind::File => in_file(before),
        BlockKind::Message | BlockKind::Extend | BlockKind::Oneof => in_message(block.kind, before),
        BlockKind::Enum => in_enum(before),
        BlockKind::Service | BlockKind::Rpc => in_service(block.kind, before),
        BlockKind::Options => option(owned(block, around), before),
        BlockKind::Aggregate => in_aggregate(option_path(&cursor.blocks), before),
        BlockKind::List => match (option_path(&cursor.blocks), before) {
            (Some(path), [] | [_]) => Expected::OptionValue(path),
            _ => Expected::Nothing,
        },
        BlockKind::AggregateName => match (option_path(around), qualifier(before)) {
            (Some(path), Some(qualifier)) => Expected::AggregateExtension(path, qualifier),
            _ => Expected::Nothing,
        },
    }
}

fn words<'t>(tokens: &[Node<'t>]) -> Vec<&'t str> {
    tokens.iter().map(|token| token.text()).collect()
}

fn in_file(before: &[Node<'_>]) -> Expected {
    let words = words(before);
    match words.as_slice() {
        [] => Expected::Statement,
        ["syntax", "="] => Expected::Syntax,
        ["edition", "="] => Expected::Edition,
        ["import"] => Expected::Import { modified: false },
        ["import", "public" | "weak" | "option"] => Expected::Import { modified: true },
        ["package", ..] => match qualifier(&before[1..]) {
            Some(Qualifier { path, .. }) => Expected::Package(path),
            None => Expected::Nothing,
        },
        ["option", ..] => option(plain(Owner::File), &before[1..]),
        ["export" | "local"] => Expected::Declaration,
        ["extend", ..] => a_type(TypePlace::Extendee, &before[1..]),
        _ => Expected::Nothing,
    }
}

fn in_message(kind: BlockKind, before: &[Node<'_>]) -> Expected {
    let words = words(before);
    let is_message = kind == BlockKind::Message;
    match words.as_slice() {
        [] => Expected::Statement,
        ["option", ..] if is_message => option(plain(Owner::Message), &before[1..]),
        ["option", ..] if kind == BlockKind::Oneof => option(plain(Owner::Oneof), &before[1..]),
        ["export" | "local"] if is_message => Expected::Declaration,
        ["extend", ..] if is_message => a_type(TypePlace::Extendee, &before[1..]),
        ["reserved" | "extensions", rest @ ..] if is_message => range(rest),
        ["message" | "enum" | "oneof"] if is_message => Expected::Nothing,
        ["optional" | "required" | "repeated", "group", ..] | ["group", ..] => group(&words),
        ["optional" | "required" | "repeated", ..] => field(TypePlace::Labelled, &before[1..], words[0] == "repeated"),
        ["map", "<", ..] => map(&before[2..]),
        _ => field(TypePlace::Field, before, false),
    }
}

fn group(words: &[&str]) -> Expected {
    if words.last() == Some(&"=") { Expected::FieldNumber } else { Expected::Nothing }
}

/// Within a field, from its type on.
fn field(place: TypePlace, tokens: &[Node<'_>], is_repeated: bool) -> Expected {
    let (type_name, rest) = dotted(tokens);
    match words(rest).as_slice() {
        [] => match whole(&type_name) {
            true => Expected::FieldName { type_name, is_repeated },
            false => a_type(place, tokens),
        },
        [_, "="] => Expected::FieldNumber,
        _ => Expected::Nothing,
    }
}

/// Within a map field, behind `map <`.
fn map(tokens: &[Node<'_>]) -> Expected {
    let comma = tokens.iter().position(|token| token.kind() == Kind::Comma);
    let end = tokens.iter().position(|token| token.kind() == Kind::RAngle);
    match (comma, end) {
        (None, None) if tokens.is_empty() => Expected::MapKey,
        (Some(comma), None) => a_type(TypePlace::MapValue, &tokens[comma + 1..]),
        (_, Some(end)) => match words(&tokens[end + 1..]).as_slice() {
            [] => {
                let from = comma.filter(|&comma| comma < end).map_or(end, |comma| comma + 1);
                Expected::FieldName { type_name: dotted(&tokens[from..end]).0, is_repeated: true }
            }
            [_, "="] => Expected::FieldNumber,
            _ => Expected::Nothing,
        },
        _ => Expected::Nothing,
    }
}

/// Behind `reserved` or `extensions`.
fn range(words: &[&str]) -> Expected {
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    match words {
        [.., "to"] => Expected::RangeEnd,
        [.., "to", _] => Expected::Nothing,
        [.., number] if is_number(number) => Expected::RangeTo,
        _ => Expected::Nothing,
    }
}

fn in_enum(before: &[Node<'_>]) -> Expected {
    match words(before).as_slice() {
        [] => Expected::Statement,
        ["option", ..] => option(plain(Owner::Enum), &before[1..]),
        ["reserved", rest @ ..] => range(rest),
        [_, "="] => Expected::EnumNumber,
        _ => Expected::Nothing,
    }
}

fn in_service(kind: BlockKind, before: &[Node<'_>]) -> Expected {
    let words = words(before);
    let owner = if kind == BlockKind::Rpc { Owner::Method } else { Owner::Service };
    match words.as_slice() {
        [] => Expected::Statement,
        ["option", ..] => option(plain(owner), &before[1..]),
        ["rpc", _, rest @ ..] if kind == BlockKind::Service => match rest.iter().rposition(|&word| word == "(") {
            // Behind `rpc`, the name and what is before the parenthesis.
            Some(at) if !rest[at..].contains(&")") => {
                let inside = &before[2 + at + 1..];
                let streams = inside.first().is_some_and(|token| token.text() == "stream");
                let may_stream = !streams && inside.is_empty();
                a_type(TypePlace::Rpc { may_stream }, &inside[usize::from(streams)..])
            }
            Some(_) if rest.last() == Some(&")") && !rest.contains(&"returns") => Expected::Returns,
            _ => Expected::Nothing,
        },
        _ => Expected::Nothing,
    }
}

fn plain(owner: Owner) -> OptionPath {
    OptionPath { owner, steps: Vec::new(), type_name: String::new() }
}

/// What the options in brackets belong to; `around` are the blocks around theirs.
fn owned(block: &Block<'_>, around: &[Block<'_>]) -> OptionPath {
    let words = words(&block.head);
    let in_enum = around.last().is_some_and(|block| block.kind == BlockKind::Enum);
    match words.first() {
        _ if in_enum => plain(Owner::EnumValue),
        Some(&"extensions") => plain(Owner::ExtensionRange),
        Some(&"map") => plain(Owner::Field),
        Some(&("optional" | "required" | "repeated")) => {
            OptionPath { type_name: dotted(&block.head[1..]).0, ..plain(Owner::Field) }
        }
        _ => OptionPath { type_name: dotted(&block.head).0, ..plain(Owner::Field) },
    }
}

/// An option from its name on.
fn option(base: OptionPath, tokens: &[Node<'_>]) -> Expected {
    let equals = tokens.iter().position(|token| token.kind() == Kind::Equals);
    let name = &tokens[..equals.unwrap_or(tokens.len())];
    let (mut path, open) = option_name(base, name);
    match equals {
        None => match open {
            Some(part) => Expected::OptionName(path, part),
            None => Expected::Nothing,
        },
        Some(equals) => {
            // A name that breaks off leads nowhere.
            if open.is_some() && !path.steps.is_empty() {
                path.steps.push(Step::Field(String::new()));
            }
            value(path, &tokens[equals + 1..])
        }
    }
}

/// The steps of an option's name, and how the part at its end begins if one belongs there.
fn option_name(mut path: OptionPath, tokens: &[Node<'_>]) -> (OptionPath, Option<PartBegun>) {
    let mut at = 0;
    loop {
        match tokens.get(at) {
            None => return (path, Some(PartBegun::Word)),
            Some(token) if token.kind() == Kind::LParen => {
                let inside = &tokens[at + 1..];
                let Some(end) = inside.iter().position(|token| token.kind() == Kind::RParen) else {
                    return (path, qualifier(inside).map(PartBegun::Extension));
                };
                path.steps.push(Step::Extension(inside[..end].iter().map(|token| token.text()).collect()));
                at += end + 2;
            }
            Some(token) => {
                path.steps.push(Step::Field(token.text().to_owned()));
                at += 1;
            }
        }
        match tokens.get(at) {
            Some(token) if token.kind() == Kind::Dot => at += 1,
            _ => return (path, None),
        }
    }
}

/// Behind `=` or `:`.
fn value(path: OptionPath, tokens: &[Node<'_>]) -> Expected {
    match tokens {
        [] => Expected::OptionValue(path),
        [sign] if matches!(sign.kind(), Kind::Minus | Kind::Plus) => Expected::OptionValue(path),
        _ => Expected::Nothing,
    }
}

fn in_aggregate(path: Option<OptionPath>, before: &[Node<'_>]) -> Expected {
    let Some(mut path) = path else { return Expected::Nothing };
    let colon = before.iter().position(|token| token.kind() == Kind::Colon);
    match colon {
        None if before.is_empty() => Expected::AggregateField(path),
        None => Expected::Nothing,
        Some(colon) => {
            path.steps.extend(aggregate_step(&before[..colon]));
            value(path, &before[colon + 1..])
        }
    }
}

/// The step that a field's name in an aggregate stands for.
fn aggregate_step(name: &[Node<'_>]) -> Option<Step> {
    match name {
        [open, inside @ .., _] if open.kind() == Kind::LBracket => {
            Some(Step::Extension(inside.iter().map(|token| token.text()).collect()))
        }
        [word, ..] => Some(Step::Field(word.text().to_owned())),
        [] => None,
    }
}

/// The way to the value whose fields or elements the innermost of the blocks holds.
fn option_path(blocks: &[Block<'_>]) -> Option<OptionPath> {
    let first = blocks.iter().position(|block| matches!(block.kind, BlockKind::Aggregate | BlockKind::List))?;
    let (outer, values) = blocks.split_at(first);
    let (around, head) = (outer.last()?, &values.first()?.head);
    let equals = head.iter().position(|token| token.kind() == Kind::Equals)?;
    let (base, name) = match around.kind {
        BlockKind::Options => (owned(around, &outer[..outer.len() - 1]), &head[..equals]),
        BlockKind::File => (plain(Owner::File), head.get(1..equals)?),
        BlockKind::Message => (plain(Owner::Message), head.get(1..equals)?),
        BlockKind::Oneof => (plain(Owner::Oneof), head.get(1..equals)?),
        BlockKind::Enum => (plain(Owner::Enum), head.get(1..equals)?),
        BlockKind::Service => (plain(Owner::Service), head.get(1..equals)?),
        BlockKind::Rpc => (plain(Owner::Method), head.get(1..equals)?),
        _ => return None,
    };
    let (mut path, _) = option_name(base, name);
    for block in &values[1..] {
        // An element of a list has no name of its own.
        path.steps.extend(aggregate_step(&block.head));
    }
    Some(path)
}

fn a_type(place: TypePlace, tokens: &[Node<'_>]) -> Expected {
    match qualifier(tokens) {
        Some(qualifier) => Expected::Type(place, qualifier),
        None => Expected::Nothing,
    }
}

/// The longest dotted name that tokens begin with, and the tokens behind.
fn dotted<'a, 't>(tokens: &'a [Node<'t>]) -> (String, &'a [Node<'t>]) {
    let mut name = String::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_dot = token.kind() == Kind::Dot;
        let goes_on = name.is_empty() || name.ends_with('.');
        let is_part = goes_on && matches!(token.kind(), Kind::Ident | Kind::Keyword);
        if !(is_dot || is_part) {
            return (name, &tokens[at..]);
        }
        name.push_str(token.text());
    }
    (name, &[])
}

fn whole(name: &str) -> bool {
    !name.is_empty() && !name.ends_with('.')
}

/// The parts of a name whose last one is at the cursor; none where the tokens are anything else.
fn qualifier(tokens: &[Node<'_>]) -> Option<Qualifier> {
    let (name, rest) = dotted(tokens);
    if !rest.is_empty() || whole(&name) {
        return None;
    }
    let path = name.strip_suffix('.').unwrap_or(&name);
    let is_absolute = name.starts_with('.');
    Some(Qualifier { path: path.strip_prefix('.').unwrap_or(path).to_owned(), is_absolute })
}
