//! What the rows of a form say of declarations.
//!
//! Knows no text.

use std::collections::HashSet;

use super::data::{Enumeration, MAX_ENUM_VALUES, MAX_TYPES, Presence};
use super::spot::{Ground, Spot};
use crate::schema::Schema;
use crate::schema::types::{self, EnumId, Field, Message, Shape, Types};

/// The path of what has a name inside.
pub(super) fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { [path, ".", name].concat() }
}

/// The indices of a message's fields in the order of their declarations, extensions behind them by number.
pub(super) fn order(message: &Message) -> Vec<usize> {
    let place = |&index: &usize| {
        let field = message.fields().get(index)?;
        let declared = message.descriptor().get_field(field.number).filter(|_| !field.is_extension)?;
        declared.path().last().copied()
    };
    let mut order: Vec<usize> = (0..message.fields().len()).collect();
    order.sort_by_cached_key(|index| place(index).map_or((true, 0), |at| (false, at)));
    order
}

/// Whether a field may be absent.
pub(super) fn presence(field: &Field) -> Presence {
    match field.shape {
        Shape::List => Presence::Repeated,
        Shape::Map => Presence::Map,
        Shape::Single if field.is_required => Presence::Required,
        Shape::Single if field.oneof.is_some() => Presence::Member,
        Shape::Single if field.has_presence => Presence::Explicit,
        Shape::Single => Presence::Implicit,
    }
}

/// The type as people say it, and its full name if it is a message or an enum.
pub(super) fn type_words(ground: Ground<'_>, spot: &Spot<'_>, kind: types::Kind) -> (String, Option<String>) {
    let types = ground.types();
    let short = |kind| types.word(kind).rsplit('.').next().unwrap_or_default();
    let full = |kind: types::Kind| {
        let is_named = kind.message().is_some() || matches!(kind, types::Kind::Enum(_));
        is_named.then(|| types.word(kind).to_owned())
    };
    match (spot.shape, ground.entry_kinds(spot)) {
        (_, Some((key, value))) => (format!("map<{}, {}>", short(key), short(value)), full(value)),
        (Shape::List, _) => (format!("repeated {}", short(kind)), full(kind)),
        _ => (short(kind).to_owned(), full(kind)),
    }
}

/// The types an Any may hold, the user's first.
pub(super) fn type_names(schema: &Schema, types: &Types) -> Vec<String> {
    let mut names = schema.message_types();
    names.retain(|name| types.find(name).is_some());
    let own: HashSet<&str> = names.iter().map(String::as_str).collect();
    let is_entry = |name: &str| types.pool().get_message_by_name(name).is_some_and(|it| it.is_map_entry());
    let others = types.names().filter(|name| !own.contains(name) && !is_entry(name)).map(str::to_owned);
    let others: Vec<String> = others.collect();
    names.extend(others);
    names.truncate(MAX_TYPES);
    names
}

/// An enum, with its values in the order of their declarations.
pub(super) fn enumeration(types: &Types, id: EnumId) -> Enumeration {
    let table = types.enumeration(id);
    let descriptor = types.pool().get_enum_by_name(&table.full_name);
    let declared = descriptor.as_ref().map(|it| it.enum_descriptor_proto().value.as_slice()).unwrap_or_default();
    let values = declared.iter().take(MAX_ENUM_VALUES).map(|it| (it.name().to_owned(), it.number())).collect();
    Enumeration { full_name: (*table.full_name).to_owned(), values, is_closed: table.is_closed }
}
