//! Field numbers: those from 1 to 15 make tags of one byte, and should belong to what occurs most.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::declared::{self, Declared};
use super::observe::Observed;
use super::{Candidate, Kind};
use crate::schema::model::{Field, Message, Origin};
use crate::schema::names::SymbolId;
use crate::schema::world::World;

/// The numbers whose tags take one byte: a tag has seven bits a byte, three of which are the wire type.
const SHORT: std::ops::RangeInclusive<i64> = 1..=15;

/// How many fields of one message are moved at most, and how many in all.
const MAX_MOVES: usize = 3;
const MAX_ALL: usize = 12;

pub(super) fn candidates(world: &World, observed: &[Observed<'_>]) -> Vec<Candidate> {
    // How often each field of a message occurs, by the message, in the order in which they are met.
    let mut messages: Vec<(SymbolId, Vec<(usize, Declared<'_>)>)> = Vec::new();
    let mut places: HashMap<SymbolId, usize> = HashMap::new();
    for field in observed {
        let Some(declared) = declared::find(world, &field.field.full_name) else { continue };
        let Some((symbol, message)) = declared.around() else { continue };
        if message.origin == Origin::MapEntry {
            continue;
        }
        let at = *places.entry(symbol.id).or_insert_with(|| {
            messages.push((symbol.id, Vec::new()));
            messages.len() - 1
        });
        if let Some((_, fields)) = messages.get_mut(at) {
            fields.push((field.records, declared));
        }
    }
    let mut found: Vec<(usize, Candidate)> = messages.into_iter().flat_map(|(_, fields)| moves(fields)).collect();
    crate::order::sort_by_key(&mut found, |&(records, _)| Reverse(records));
    found.into_iter().map(|(_, candidate)| candidate).take(MAX_ALL).collect()
}

/// What to do about the fields of one message that occur; with how often each does.
fn moves(mut fields: Vec<(usize, Declared<'_>)>) -> Vec<(usize, Candidate)> {
    crate::order::sort_by_key(&mut fields, |&(records, _)| Reverse(records));
    let Some((_, message)) = fields.first().and_then(|(_, declared)| declared.around()) else { return Vec::new() };
    let count = |field: &Field| {
        fields.iter().find(|(_, declared)| declared.field.node == field.node).map_or(0, |&(records, _)| records)
    };
    let free = SHORT.into_iter().find(|&number| is_free(message, number));
    let short = message.fields.iter().filter(|field| SHORT.contains(&field.number.value));
    // Of those that occur equally seldom the one with the largest number gives way.
    let rarest = short.min_by_key(|field| (count(field), Reverse(field.number.value)));
    let long = fields.iter().filter(|(_, declared)| !SHORT.contains(&declared.field.number.value)).take(MAX_MOVES);
    let candidate = |(records, declared): &(usize, Declared<'_>)| {
        let (name, number) = (&declared.field.name.text, declared.field.number);
        let times = |records: usize| if records == 1 { "once".to_owned() } else { format!("{records} times") };
        let (title, other, edits) = if let Some(free) = free {
            let title = format!("`{name}`: number {free} instead of {}", number.value);
            (title, "that number is free".to_owned(), vec![declared.replace(number.node, free.to_string())])
        } else {
            let rarest = rarest.filter(|rarest| count(rarest) < *records)?;
            let title = format!(
                "`{name}`: swap numbers {} and {} with `{}`",
                number.value, rarest.number.value, rarest.name.text
            );
            let edits = vec![
                declared.replace(number.node, rarest.number.value.to_string()),
                declared.replace(rarest.number.node, number.value.to_string()),
            ];
            let seldom = match count(rarest) {
                0 => "does not occur".to_owned(),
                records => format!("occurs {}", times(records)),
            };
            (title, format!("`{}` {seldom}", rarest.name.text), edits)
        };
        let why = format!("it occurs {} with a tag of two bytes or more, and {other}", times(*records));
        let field = declared.unit.symbols.full_name(declared.symbol);
        Some((*records, Candidate { kind: Kind::Number, field, title, why, edits, values: Vec::new() }))
    };
    long.filter_map(candidate).collect()
}

/// Whether nothing in a message has a number or keeps it back.
fn is_free(message: &Message, number: i64) -> bool {
    let mut ranges = message.reserved_ranges.iter().chain(message.extension_ranges.iter().map(|range| &range.range));
    !ranges.any(|range| (range.start.value..=range.end.value).contains(&number))
        && !message.fields.iter().any(|field| field.number.value == number)
}
