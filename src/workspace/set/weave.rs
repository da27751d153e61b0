//! The order of declarations.
//!
//! A descriptor has a list of messages, a list of enums and so on, and each keeps its order. Where the set tells places, the
//! lists are woven together as they were in the text. A group's or a map's type is in the list of messages too, and keeps
//! its place there: what is declared before it is printed before the field.

use std::collections::HashMap;

use super::{
    comments::Places,
    names::join,
    options::{REPEATED, kind},
    print::tag,
    read::{Enum, Field, Message, Options, Service, Value, fields},
    words::entry_name,
};

/// What is declared in a scope: a file or a message.
pub struct Scope<'s, 'a> {
    /// Full name.
    pub name: &'s str,
    pub path: &'s [i32],
    pub fields: &'a [Field<'a>],
    pub oneofs: Vec<Oneof<'a>>,
    pub messages: &'a [Message<'a>],
    pub enums: &'a [Enum<'a>],
    pub services: &'a [Service<'a>],
    pub extensions: &'a [Field<'a>],
    pub tags: Tags,
    /// For each field, then each extension: the message it declares along with itself.
    pub owned: Vec<Option<usize>>,
}

pub struct Tags {
    pub message: i32,
    pub kind: i32,
    pub extension: i32,
}

pub struct Oneof<'a> {
    pub name: &'a str,
    pub options: &'a Options<'a>,
    pub fields: Vec<usize>,
}

/// A declaration, on its way to its place among the others.
#[derive(Clone, Copy, Debug)]
struct Placed {
    /// The place in the text, or else the list's rank.
    position: (i32, i32),
    item: Item,
    /// The first message it declares.
    first: Option<usize>,
}

/// One declaration of a scope, by its index in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    Field(usize),
    Oneof(usize),
    Message(usize),
    Enum(usize),
    Service(usize),
    /// The extensions from the first up to the second, all of one message.
    Extend(usize, usize),
}

/// All declarations of a scope in the order in which they are printed.
pub fn weave(scope: &Scope<'_, '_>, places: &Places<'_>) -> Vec<Item> {
    let lists = lists(scope, places);
    let mut order = Vec::new();
    let mut heads = [0; 5];
    // Which messages are there, on their own or with their field; and the first one that is not.
    let mut done = vec![false; scope.messages.len()];
    let mut undone = 0;
    loop {
        let candidates = || (0..lists.len()).filter_map(|list| Some((list, lists[list].get(heads[list])?)));
        let free = candidates().filter(|(_, placed)| placed.first.is_none_or(|first| first <= undone));
        // Only in a set that no compiler wrote do all of them wait for each other.
        let next = free.min_by_key(|(_, placed)| placed.position).or_else(|| candidates().next());
        let Some((list, &Placed { item, .. })) = next else { return order };
        heads[list] += 1;
        for message in declares(scope, item) {
            done[message] = true;
        }
        while done.get(undone).copied().unwrap_or(false) {
            undone += 1;
        }
        order.push(item);
    }
}

/// The scope's lists.
fn lists(scope: &Scope<'_, '_>, places: &Places<'_>) -> [Vec<Placed>; 5] {
    let placed = |rank: i32, tag: i32, index: usize, item: Item| {
        let path = [scope.path, &[tag, index as i32]].concat();
        let position = places.position(&path).unwrap_or((rank, -1));
        Placed { position, item, first: declares(scope, item).into_iter().min() }
    };
    let services = (0..scope.services.len()).map(|at| placed(0, tag::FILE_SERVICE, at, Item::Service(at)));
    let enums = (0..scope.enums.len()).map(|at| placed(1, scope.tags.kind, at, Item::Enum(at)));
    let mut own = vec![true; scope.messages.len()];
    for &index in scope.owned.iter().flatten() {
        own[index] = false;
    }
    let messages = (0..scope.messages.len()).filter(|&at| own[at]);
    let messages = messages.map(|at| placed(2, scope.tags.message, at, Item::Message(at)));
    let field = |(at, field): (usize, &Field<'_>)| {
        let oneof = oneof_of(field).and_then(|index| Some((index, scope.oneofs.get(index)?)));
        match oneof {
            None => Some(placed(3, tag::MESSAGE_FIELD, at, Item::Field(at))),
            // The first of its fields brings the others along.
            Some((index, oneof)) => {
                let first = oneof.fields.first() == Some(&at);
                first.then(|| placed(3, tag::MESSAGE_ONEOF, index, Item::Oneof(index)))
            }
        }
    };
    let fields = scope.fields.iter().enumerate().filter_map(field);
    let mut extends = Vec::new();
    let mut start = 0;
    for run in scope.extensions.chunk_by(|a, b| a.extendee == b.extendee) {
        let end = start + run.len();
        extends.push(placed(4, scope.tags.extension, start, Item::Extend(start, end)));
        start = end;
    }
    [services.collect(), enums.collect(), messages.collect(), fields.collect(), extends]
}

/// The messages that an item declares, by index.
fn declares(scope: &Scope<'_, '_>, item: Item) -> Vec<usize> {
    let extensions = scope.fields.len();
    match item {
        Item::Message(index) => vec![index],
        Item::Field(index) => scope.owned[index].into_iter().collect(),
        Item::Oneof(index) => scope.oneofs[index].fields.iter().filter_map(|&at| scope.owned[at]).collect(),
        Item::Extend(start, end) => {
            scope.owned[extensions + start..extensions + end].iter().copied().flatten().collect()
        }
        Item::Enum(_) | Item::Service(_) => Vec::new(),
    }
}

/// The oneof that a field stands in. One made for a proto3 optional field is not in the text.
pub fn oneof_of(field: &Field<'_>) -> Option<usize> {
    if field.proto3_optional { None } else { usize::try_from(field.oneof?).ok() }
}

/// For each field, then each extension: the message it declares along with itself, a group's or a map's entry. A message is
/// declared once, however many fields of a hostile set would.
pub fn owned(
    scope: &str,
    fields: &[Field<'_>],
    extensions: &[Field<'_>],
    messages: &[Message<'_>],
) -> Vec<Option<usize>> {
    let by_name = { messages.iter().enumerate() }.map(|(at, message)| (message.name, (at, is_map_entry(message))));
    let mut by_name: HashMap<_, _> = by_name.collect();
    let owner = |field: &Field<'_>| {
        let name = field.type_name.rsplit('.').next()?;
        let &(at, entry) = by_name.get(name)?;
        let declared = match (field.kind, entry) {
            (kind::GROUP, false) => name.to_ascii_lowercase() == field.name,
            (kind::MESSAGE, true) => field.label == REPEATED && name == entry_name(field.name),
            _ => false,
        };
        let here = declared && field.type_name.strip_prefix('.').is_some_and(|full| full == join(scope, name));
        here.then(|| by_name.remove(name)).map(|_| at)
    };
    fields.iter().chain(extensions).map(owner).collect()
}

/// `MessageOptions.map_entry`.
fn is_map_entry(message: &Message<'_>) -> bool {
    const MAP_ENTRY: u32 = 7;
    let fields = message.options.iter().flat_map(|bytes| fields(bytes).map_while(Result::ok));
    { fields }.any(|(number, value)| number == MAP_ENTRY && value == Value::Varint(1))
}
