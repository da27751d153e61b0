//! Which declared message types fit payloads: all candidates, the best first, each with its reasons. Chooses none.
//!
//! Every type is judged by wire types alone; the best of those read the payloads in full. A score is an opinion: the share of
//! the bytes that a type explains, less what contradicts it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use prost_reflect::{Cardinality, Kind as Type, MessageDescriptor};
use serde::{Deserialize, Serialize};

use super::schema::readable;
use crate::annotate::{self, Kind, NodeId, Nodes, Problem, guess};
use crate::diagnostic::Severity;
use crate::schema::types::Types;
use crate::schema::{Root, Schema};
use crate::wire::{Part, Records, WireType};

/// How many types read the payloads in full.
const MAX_CANDIDATES: usize = 30;

/// How many bytes of all payloads they read.
const MAX_BYTES: usize = 512 << 10;

/// How many contradictions of one kind are told apart.
const MAX_REASONS: usize = 5;

/// A message type and how well it fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    /// Its full name.
    pub message: String,
    /// 0 to 100, comparable among the types for the same payloads.
    pub score: u8,
    /// What speaks for it.
    pub pros: Vec<String>,
    /// What speaks against it.
    pub cons: Vec<String>,
}

/// The message types of the user's files that explain something of the payloads, the best first; of equally good ones the one
/// declared first. Payloads without bytes are fitted by all types, and say nothing.
pub fn rank(schema: &Schema, payloads: &[&[u8]]) -> Vec<Fit> {
    let mut room = MAX_BYTES;
    let read = payloads.iter().map(|bytes| {
        let (span, _) = readable(bytes, room);
        room -= span.len().min(room);
        span.of(bytes)
    });
    let read: Vec<&[u8]> = read.collect();
    let records = records(payloads);
    let types = schema.types();
    let names = schema.message_types();
    let mut candidates: Vec<(u64, usize, Root)> = { names.iter().enumerate() }
        .filter_map(|(place, name)| Some((place, root(schema, types.as_ref(), name)?)))
        .map(|(place, root)| (agreement(&root, &records), place, root))
        .filter(|&(bytes, ..)| bytes > 0)
        .collect();
    crate::order::sort_by_key(&mut candidates, |&(bytes, place, _)| (std::cmp::Reverse(bytes), place));
    candidates.truncate(MAX_CANDIDATES);
    let mut fits: Vec<(usize, Fit)> =
        candidates.iter().map(|(_, place, it)| (*place, fit(it, &read, &records))).collect();
    crate::order::sort_by_key(&mut fits, |(place, fit)| (std::cmp::Reverse(fit.score), *place));
    fits.into_iter().map(|(_, fit)| fit).collect()
}

fn root(schema: &Schema, types: Option<&Arc<Types>>, name: &str) -> Option<Root> {
    // Where one file is refused, there is no table of all; each type has one of its own.
    types.and_then(|types| Root::find(types, name)).or_else(|| schema.root(name))
}

/// How many bytes there are of each field number and wire type, by its number; tags included.
type Extents = BTreeMap<(u32, u8), u64>;

fn records(payloads: &[&[u8]]) -> Extents {
    let mut records = Extents::new();
    for bytes in payloads {
        let (span, _) = readable(bytes, super::MAX_BYTES);
        for part in Records::new(bytes, span) {
            if let Part::Record(record) = part {
                *records.entry((record.number, record.wire as u8)).or_default() += record.span().len() as u64;
            }
        }
    }
    records
}

/// How many bytes a type has a field of the right wire type for.
fn agreement(message: &MessageDescriptor, records: &Extents) -> u64 {
    records.iter().filter(|&(&(number, wire), _)| agrees(message, number, wire)).map(|(_, bytes)| bytes).sum()
}

fn agrees(message: &MessageDescriptor, number: u32, wire: u8) -> bool {
    let (kind, is_group, is_list) = match message.get_field(number) {
        Some(field) => (field.kind(), field.is_group(), field.is_list()),
        None => match message.get_extension(number) {
            Some(field) => (field.kind(), field.is_group(), field.is_list()),
            None => return false,
        },
    };
    let declared = match kind {
        Type::Double | Type::Fixed64 | Type::Sfixed64 => WireType::I64,
        Type::Float | Type::Fixed32 | Type::Sfixed32 => WireType::I32,
        Type::String | Type::Bytes => WireType::Len,
        Type::Message(_) if is_group => WireType::SGroup,
        Type::Message(_) => WireType::Len,
        _ => WireType::Varint,
    };
    let is_packable = is_list && !matches!(declared, WireType::Len | WireType::SGroup);
    wire == declared as u8 || (is_packable && wire == WireType::Len as u8)
}

/// What reading the payloads as one type has shown.
#[derive(Default)]
struct Findings {
    /// Bytes of fields that are not declared, of those the bytes contradict, and of those another type would suit better.
    unknown: usize,
    wrong: usize,
    weak: usize,
    /// Bytes of no record.
    unreadable: usize,
    /// What was found, once each.
    unknowns: BTreeSet<String>,
    errors: BTreeSet<String>,
    doubts: BTreeSet<String>,
    /// How much was told of.
    told: usize,
}

/// How many findings are put into words. Most of many are the same, and the words take longer than the finding.
const MAX_TOLD: usize = 2000;

impl Findings {
    fn tell(&mut self, which: fn(&mut Findings) -> &mut BTreeSet<String>, words: impl FnOnce() -> String) {
        if self.told < MAX_TOLD {
            self.told += 1;
            which(self).insert(words());
        }
    }
}

fn fit(message: &Root, payloads: &[&[u8]], records: &Extents) -> Fit {
    let mut found = Findings::default();
    for bytes in payloads {
        look(&annotate::annotate(bytes, Some(message)), bytes, &mut found);
    }
    let numbers: BTreeSet<u32> = records.keys().map(|&(number, _)| number).collect();
    let declared = message.fields().len();
    let occurring = numbers.iter().filter(|&&number| message.get_field(number).is_some()).count();
    let missing: Vec<String> = message
        .fields()
        .filter(|field| field.cardinality() == Cardinality::Required && !numbers.contains(&field.number()))
        .map(|field| format!("the required field `{}` is missing", field.name()))
        .collect();

    let total = payloads.iter().map(|bytes| bytes.len()).sum::<usize>();
    let score = match total.saturating_sub(found.unreadable) {
        // All that is known is what the wire types say.
        0 => 50,
        total => score(&found, total, (occurring, declared), missing.len()),
    };
    let mut pros = Vec::new();
    let agreeing = numbers
        .iter()
        .filter(|&&number| (0..6).any(|wire| records.contains_key(&(number, wire)) && agrees(message, number, wire)));
    let (agreeing, all) = (agreeing.count(), numbers.len());
    pros.push(match (agreeing, all) {
        (1, 1) => "the only field in the bytes is declared, with its wire type".to_owned(),
        (agreeing, all) if agreeing == all => {
            format!("all {all} fields in the bytes are declared, with their wire types")
        }
        _ => format!("{agreeing} of the {all} fields in the bytes are declared, with their wire types"),
    });
    pros.push(format!("fields of it that occur: {occurring} of {declared}"));
    let cons = [found.errors, found.unknowns, found.doubts].into_iter().flat_map(some).chain(missing).collect();
    Fit { message: message.full_name().to_owned(), score, pros, cons }
}

fn some(reasons: BTreeSet<String>) -> Vec<String> {
    let more = reasons.len().saturating_sub(MAX_REASONS);
    let more = (more > 0).then(|| format!("and {more} more like that"));
    reasons.into_iter().take(MAX_REASONS).chain(more).collect()
}

/// What contradictions cost, in hundredths: the bytes they are in are not counted as explained either.
const ERROR: usize = 12;
const DOUBT: usize = 3;
const MISSING: usize = 10;

/// How much of the score is for declared fields that occur. Without it, of two types that explain everything, one with a
/// hundred other fields would be as good.
const FOR_OCCURRING: usize = 10;

fn score(found: &Findings, total: usize, (occurring, declared): (usize, usize), missing: usize) -> u8 {
    let explained = total.saturating_sub(found.unknown + found.wrong + found.weak / 2);
    let share = explained * (100 - FOR_OCCURRING) / total;
    let occurring = occurring * FOR_OCCURRING / declared.max(1);
    let cost = found.errors.len() * ERROR + found.doubts.len() * DOUBT + missing * MISSING;
    (share + occurring).saturating_sub(cost).min(100) as u8
}

/// Walks the nodes; what is inside something unknown or wrong is not looked at.
fn look(nodes: &Nodes, bytes: &[u8], found: &mut Findings) {
    let mut at: NodeId = 0;
    while let Some(node) = nodes.get(at) {
        let told = || nodes.diagnostic(bytes, at).map_or_else(String::new, |it| it.message);
        let mut next = at + 1;
        match node.problem {
            Some(Problem::TooMany | Problem::TooDeep) => {}
            // The payload's own fault, under any type.
            Some(Problem::Unreadable) => found.unreadable += node.span.len(),
            Some(Problem::CutShort | Problem::Unclosed) if !node.mismatched => {}
            Some(Problem::MissingRequired | Problem::BrokenInside) if !node.mismatched => {
                found.tell(|it| &mut it.doubts, told);
            }
            Some(problem) if node.mismatched || problem.severity() == Severity::Error => {
                found.wrong += node.span.len();
                found.tell(|it| &mut it.errors, told);
                next = node.next;
            }
            _ if node.guessed => {
                found.unknown += node.span.len();
                found.tell(
                    |it| &mut it.unknowns,
                    || match nodes.message_name(node.parent) {
                        Some(name) => format!("field {} of {name} is not declared", node.number),
                        None => format!("field {} is not declared", node.number),
                    },
                );
                next = node.next;
            }
            Some(Problem::Overlong | Problem::Overflow | Problem::OutOfOrder) => {}
            Some(_) => found.tell(|it| &mut it.doubts, told),
            None => weigh(nodes, bytes, at, found),
        }
        at = next.max(at + 1);
    }
}

/// A `string` takes any text, and `bytes` anything: neither says much where what it holds looks like something else.
fn weigh(nodes: &Nodes, bytes: &[u8], id: NodeId, found: &mut Findings) {
    let Some(node) = nodes.get(id).filter(|it| matches!(it.kind, Kind::Text | Kind::Bytes)) else { return };
    if node.payload().is_empty() {
        return;
    }
    let likeliest = guess::likeliest(bytes, node.payload());
    let declared = if node.kind == Kind::Text { "string" } else { "bytes" };
    let looks = match (node.kind, likeliest) {
        (_, Kind::Message) => "a message",
        (Kind::Bytes, Kind::Text) => "text",
        _ => return,
    };
    let name = nodes.field(id).map_or("", |it| &it.name);
    found.weak += node.payload().len();
    found.tell(|it| &mut it.doubts, || format!("`{name}` is declared as {declared} and looks like {looks}"));
}
